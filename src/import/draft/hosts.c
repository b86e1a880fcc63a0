/* Hosts: the interfaces that were chosen, each private address one. */
#include "import/draft/parts.h"

#include <string.h>

/* A group that another VPC shares, as AWS allows it, is of no use to a host here: the format has
 * groups of one VPC. */
const char *
cvpn_drafting_refer_to_group (CvpnDrafting *d, const char *id, const char *vpc, const char *whose)
{
    const CvpnSecurityGroupThing *group =
        cvpn_inventory_find (d->inventory, d->inventory->security_groups, id);

    if (!vpc || !cvpn_drafting_has (d, "security-group", id) || g_strcmp0 (group->vpc, vpc) == 0)
        return cvpn_drafting_refer (d, "security-group", id, "a group of %s", whose);
    g_autofree char *name = g_strdup_printf ("%s-in-%s", id, vpc);
    return cvpn_drafting_not_modelled (d, "security-group", name,
                                       "a security group that another VPC shares");
}

void
cvpn_drafting_add_groups (CvpnDrafting *d, CvpnDraftGroup *group, const GPtrArray *ids,
                          const char *vpc)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new ();

    for (guint i = 0; i < ids->len; i++)
        cvpn_drafting_add (names,
                           cvpn_drafting_refer_to_group (d, ids->pdata[i], vpc, group->name));
    cvpn_drafting_list (group, "security-groups", names, TRUE);
}

/* An interface may have no group at all, as those of Network Load Balancers; nothing of it is
 * filtered then. */
static void
add_host_groups (CvpnDrafting *d, CvpnDraftGroup *group, const CvpnInterfaceThing *interface,
                 const char *vpc)
{
    if (interface->groups_known && interface->groups->len > 0) {
        cvpn_drafting_add_groups (d, group, interface->groups, vpc);
    } else if (interface->groups_known) {
        g_autofree char *name = g_strconcat ("no-security-groups-", vpc, NULL);
        cvpn_drafting_line (group, "security-groups", name, NULL);
    } else {
        const char *id = interface->thing.id;
        g_autofree char *name = g_strconcat ("security-groups-of-", id, NULL);
        g_autofree char *call = cvpn_drafting_call ("host", id);
        g_autofree char *why = g_strdup_printf ("the security groups of %s", id);
        cvpn_drafting_line (group, "security-groups",
                            cvpn_drafting_unknown (d, "security-group", name, NULL, call, why),
                            NULL);
    }
}

static void
add_address (CvpnDraftGroup *group, const char *key, guint32 address)
{
    char text[CVPN_ADDRESS_TEXT];

    cvpn_drafting_line (group, key, cvpn_address_format (address, text), NULL);
}

static void
add_host (CvpnDrafting *d, const CvpnInterfaceThing *interface, guint index, const char *vpc)
{
    const guint32 address = g_array_index (interface->addresses, guint32, index);
    const guint32 public = index < interface->public_addresses->len
                               ? g_array_index (interface->public_addresses, guint32, index)
                               : 0;
    char text[CVPN_ADDRESS_TEXT];
    g_autofree char *name =
        index == 0
            ? g_strdup (g_hash_table_lookup (d->hosts_of, interface->thing.id))
            : g_strdup_printf ("%s.%s", interface->thing.id, cvpn_address_format (address, text));
    CvpnDraftGroup *group = cvpn_drafting_group_named (d, "host", name, &interface->thing);

    if (interface->instance && strcmp (name, interface->instance) != 0)
        cvpn_drafting_comment (group, "of instance %s", interface->instance);
    else if (interface->type && strcmp (interface->type, "interface") != 0) {
        g_autofree char *type = cvpn_drafting_clean (interface->type);
        cvpn_drafting_comment (group, "type: %s", type);
    }
    cvpn_drafting_line (group, "subnet", interface->subnet, NULL);
    add_address (group, "address", address);
    if (public != 0)
        add_address (group, "public-address", public);
    add_host_groups (d, group, interface, vpc);
    if (interface->source_dest_check)
        cvpn_drafting_flag (group, "source-dest-check", TRUE);
}

static gboolean
is_in (const CvpnDrafting *d, const CvpnInterfaceThing *interface, const char *vpc)
{
    const CvpnSubnetThing *subnet =
        cvpn_inventory_find (d->inventory, d->inventory->subnets, interface->subnet);

    return subnet && g_strcmp0 (subnet->vpc, vpc) == 0 &&
           g_hash_table_contains (d->hosts_of, interface->thing.id);
}

static void
add_open_group (CvpnDrafting *d, const char *vpc)
{
    g_autofree char *name = g_strconcat ("no-security-groups-", vpc, NULL);

    for (guint i = 0; i < d->inventory->interfaces->len; i++) {
        const CvpnInterfaceThing *interface = d->inventory->interfaces->pdata[i];
        if (!interface->groups_known || interface->groups->len > 0 || !is_in (d, interface, vpc))
            continue;
        CvpnDraftGroup *group = cvpn_drafting_group_named (d, "security-group", name, NULL);
        cvpn_drafting_comment (group, "no group of AWS's: for interfaces that have none");
        cvpn_drafting_line (group, "vpc", vpc, NULL);
        cvpn_drafting_line (group, "ingress", "all 0.0.0.0/0", NULL);
        cvpn_drafting_line (group, "egress", "all 0.0.0.0/0", NULL);
        return;
    }
}

void
cvpn_drafting_add_hosts (CvpnDrafting *d, const CvpnVpcThing *vpc)
{
    add_open_group (d, vpc->thing.id);
    for (guint i = 0; i < d->inventory->interfaces->len; i++) {
        const CvpnInterfaceThing *interface = d->inventory->interfaces->pdata[i];
        if (!is_in (d, interface, vpc->thing.id))
            continue;
        for (guint j = 0; j < interface->addresses->len; j++)
            add_host (d, interface, j, vpc->thing.id);
    }
}
