/* VPCs and subnets; which route table and which network ACL a subnet has. */
#include "import/draft/parts.h"

void
cvpn_drafting_add_vpc (CvpnDrafting *d, const CvpnVpcThing *vpc)
{
    CvpnDraftGroup *group = cvpn_drafting_group (d, "vpc", &vpc->thing);
    g_autoptr (GPtrArray) blocks = g_ptr_array_new_with_free_func (g_free);
    char text[CVPN_PREFIX_TEXT];

    for (guint i = 0; i < vpc->cidrs->len; i++) /* the primary one stays the first */
        g_ptr_array_add (blocks, g_strdup (cvpn_prefix_format (
                                     g_array_index (vpc->cidrs, CvpnPrefix, i), text)));
    cvpn_drafting_list (group, "cidr-block", blocks, FALSE);
    if (vpc->dedicated)
        cvpn_drafting_line (group, "tenancy", "dedicated", NULL);
}

static const char *
refer_to_missing (CvpnDrafting *d, const CvpnSubnetThing *subnet, const char *kind,
                  const char *filter, const char *of_what)
{
    const char *id = subnet->thing.id;
    g_autofree char *name = g_strdup_printf ("%s-of-%s", kind, id);
    g_autofree char *call =
        g_str_has_prefix (of_what, "vpc-") || g_str_has_prefix (of_what, "subnet-")
            ? g_strconcat (filter, of_what, NULL)
            : NULL;
    g_autofree char *why = g_strdup_printf (
        "which one %s has is not in the input%s", id,
        g_str_equal (kind, "network-acl") ? " (--assume network-acls: one that allows everything)"
                                          : "");

    return cvpn_drafting_unknown (d, kind, name, NULL, call, why);
}

/* A subnet that no table names has the VPC's main one (Amazon VPC User Guide, "Configure route
 * tables"); that none names it is known only if all of them are. */
static void
add_route_table (CvpnDrafting *d, const CvpnSubnetThing *subnet, CvpnDraftGroup *group)
{
    const CvpnVpcThing *vpc = cvpn_inventory_find (d->inventory, d->inventory->vpcs, subnet->vpc);
    const CvpnRouteTableThing *own = g_hash_table_lookup (d->table_of, subnet->thing.id);
    const CvpnRouteTableThing *main_table = g_hash_table_lookup (d->main_table_of, subnet->vpc);
    const gboolean all = cvpn_drafting_all (d, CVPN_ALL_ROUTE_TABLES, subnet->vpc);

    if (own ? g_strcmp0 (own->vpc, subnet->vpc) == 0 : all && main_table && main_table->unknown) {
        const CvpnRouteTableThing *table = own ? own : main_table;
        cvpn_drafting_line (group, "route-table",
                            cvpn_drafting_refer (d, "route-table", table->thing.id,
                                                 "the route table of %s", subnet->thing.id),
                            NULL);
    } else if (!own && all && main_table) {
        g_autofree char *why =
            g_strdup_printf ("no table of its own: the main one, %s", main_table->thing.id);
        cvpn_drafting_comment (group, "%s", why);
    } else if (own || !all || !vpc->thing.declared) {
        cvpn_drafting_line (
            group, "route-table",
            refer_to_missing (d, subnet, "route-table",
                              "describe-route-tables --filters Name=vpc-id,Values=", subnet->vpc),
            NULL);
    }
}

/* A new VPC's default ACL allows everything (Amazon VPC User Guide, "Network ACLs"), as a subnet
 * without any does here. */
static void
add_network_acl (CvpnDrafting *d, const CvpnSubnetThing *subnet, CvpnDraftGroup *group)
{
    const CvpnVpcThing *vpc = cvpn_inventory_find (d->inventory, d->inventory->vpcs, subnet->vpc);
    const CvpnAclThing *own = g_hash_table_lookup (d->acl_of, subnet->thing.id);
    const CvpnAclThing *fallback = g_hash_table_lookup (d->default_acl_of, subnet->vpc);

    if (!own || g_strcmp0 (own->vpc, subnet->vpc) != 0)
        own = vpc->thing.declared ? fallback : NULL;
    if (own)
        cvpn_drafting_line (group, "network-acl",
                            cvpn_drafting_refer (d, "network-acl", own->thing.id,
                                                 "the network ACL of %s", subnet->thing.id),
                            NULL);
    else if (d->options->assume & CVPN_ASSUME_NETWORK_ACLS)
        cvpn_drafting_comment (group, "assumed: a network ACL that allows everything");
    else if (!vpc->thing.declared)
        cvpn_drafting_line (
            group, "network-acl",
            refer_to_missing (d, subnet, "network-acl",
                              "describe-network-acls --filters Name=association.subnet-id,Values=",
                              subnet->thing.id),
            NULL);
}

/* Only where clients land do free addresses matter. */
static void
add_available (const CvpnDrafting *d, const CvpnSubnetThing *subnet, CvpnDraftGroup *group)
{
    const gint64 most = (gint64) cvpn_prefix_size (subnet->cidr) - 5;

    if (subnet->available < 0 || subnet->available > most ||
        !g_hash_table_contains (d->landings, subnet->thing.id))
        return;
    g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, subnet->available);
    cvpn_drafting_line (group, "available-addresses", value, NULL);
}

/* A template may leave the choice to AWS; a zone of its own stands for it. */
static void
add_zone (CvpnDrafting *d, const CvpnSubnetThing *subnet, CvpnDraftGroup *group)
{
    if (subnet->zone && *subnet->zone) {
        cvpn_drafting_line (group, "availability-zone", subnet->zone, NULL);
        return;
    }
    g_autofree char *zone = g_strconcat ("zone-of-", subnet->thing.id, NULL);
    cvpn_drafting_line (group, "availability-zone", zone, "the input does not say: AWS chooses");
    cvpn_drafting_remark (d, subnet->thing.id,
                          "its Availability Zone is not in the input: taken for one of its own");
}

void
cvpn_drafting_add_subnets (CvpnDrafting *d, const CvpnVpcThing *vpc)
{
    for (guint i = 0; i < d->inventory->subnets->len; i++) {
        const CvpnSubnetThing *subnet = d->inventory->subnets->pdata[i];
        if (g_strcmp0 (subnet->vpc, vpc->thing.id) != 0 ||
            !cvpn_drafting_has (d, "subnet", subnet->thing.id))
            continue;
        CvpnDraftGroup *group = cvpn_drafting_group (d, "subnet", &subnet->thing);
        cvpn_drafting_line (group, "vpc", subnet->vpc, NULL);
        add_zone (d, subnet, group);
        cvpn_drafting_prefix (group, "cidr-block", subnet->cidr);
        add_route_table (d, subnet, group);
        add_network_acl (d, subnet, group);
        add_available (d, subnet, group);
    }
}
