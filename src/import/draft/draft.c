/* The draft of a scenario: the order of its groups. */
#include "import/draft/parts.h"

static void
init (CvpnDrafting *d, CvpnInventory *inventory, const CvpnImportOptions *options)
{
    *d = (CvpnDrafting){
        .draft = g_new0 (CvpnImportDraft, 1),
        .inventory = inventory,
        .options = options,
        .written = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
        .table_of = g_hash_table_new (g_str_hash, g_str_equal),
        .main_table_of = g_hash_table_new (g_str_hash, g_str_equal),
        .acl_of = g_hash_table_new (g_str_hash, g_str_equal),
        .default_acl_of = g_hash_table_new (g_str_hash, g_str_equal),
        .group_of = g_hash_table_new (g_str_hash, g_str_equal),
        .gateway_of = g_hash_table_new (g_str_hash, g_str_equal),
        .landings = g_hash_table_new (g_str_hash, g_str_equal),
        .hosts_of = g_hash_table_new (g_str_hash, g_str_equal),
        .hosts_left_out = g_hash_table_new (g_str_hash, g_str_equal),
        .left_out = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
        .missing_vpcs = g_hash_table_new (g_str_hash, g_str_equal),
        .route_targets = g_hash_table_new (g_str_hash, g_str_equal),
    };
    d->draft->groups = g_ptr_array_new_with_free_func (cvpn_drafting_group_free);
    d->draft->unknown = g_hash_table_new (g_str_hash, g_str_equal);
    d->draft->notes = g_ptr_array_new_with_free_func (g_free);
}

static void
clear (CvpnDrafting *d)
{
    GHashTable *const tables[] = { d->written,        d->table_of,       d->main_table_of,
                                   d->acl_of,         d->default_acl_of, d->group_of,
                                   d->gateway_of,     d->landings,       d->hosts_of,
                                   d->hosts_left_out, d->route_targets,  d->left_out,
                                   d->missing_vpcs };

    for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
        g_hash_table_unref (tables[i]);
}

static const char *
title_of (CvpnDrafting *d, char **made)
{
    const char *only = NULL;
    guint n = 0;

    for (guint i = 0; i < d->inventory->client_vpns->len; i++) {
        const CvpnClientVpnThing *endpoint = d->inventory->client_vpns->pdata[i];
        if (!cvpn_drafting_wants (d, endpoint))
            continue;
        n++;
        only = endpoint->thing.id;
    }
    if (n == 0)
        cvpn_drafting_remark (d, "Client VPN endpoints",
                              "there is none in the scenario: check works on it, explain and "
                              "diagnose need one");
    if (n == 0)
        return "VPCs without a Client VPN endpoint, as imported";
    *made = n == 1 ? g_strdup_printf ("Client VPN endpoint %s, as imported", only)
                   : g_strdup_printf ("%u Client VPN endpoints, as imported", n);
    return *made;
}

static void
add_scenario (CvpnDrafting *d)
{
    CvpnDraftGroup *group = cvpn_drafting_group_named (d, "scenario", "", NULL);
    g_autofree char *made = NULL;

    cvpn_drafting_line (group, "title", title_of (d, &made), NULL);
}

static void
add_vpc (CvpnDrafting *d, const CvpnVpcThing *vpc)
{
    cvpn_drafting_add_vpc (d, vpc);
    cvpn_drafting_add_vpc_gateways (d, vpc);
    cvpn_drafting_add_subnets (d, vpc);
    cvpn_drafting_add_route_tables (d, vpc);
    cvpn_drafting_add_nat_gateways (d, vpc);
    cvpn_drafting_add_vpc_endpoints (d, vpc);
    cvpn_drafting_add_security_groups (d, vpc->thing.id);
    cvpn_drafting_add_network_acls (d, vpc);
    cvpn_drafting_add_hosts (d, vpc);
    cvpn_drafting_add_more_of_vpc (d, vpc);
}

/* Groups of VPCs that are not in the input, which the rules of others name. */
static void
add_foreign_groups (CvpnDrafting *d)
{
    g_autoptr (GHashTable) done = g_hash_table_new (g_str_hash, g_str_equal);

    for (guint i = 0; i < d->inventory->security_groups->len; i++) {
        const CvpnSecurityGroupThing *group = d->inventory->security_groups->pdata[i];
        if (group->vpc && !cvpn_drafting_has (d, "vpc", group->vpc) &&
            cvpn_drafting_put_new (done, group->vpc))
            cvpn_drafting_add_security_groups (d, group->vpc);
    }
}

static void
check_wanted (CvpnDrafting *d)
{
    const char *const *wanted = d->options->endpoints;

    for (guint i = 0; wanted && wanted[i]; i++)
        if (!cvpn_inventory_find (d->inventory, d->inventory->client_vpns, wanted[i]))
            cvpn_report_add (d->inventory->report, CVPN_SEVERITY_ERROR, NULL, 0,
                             "--endpoint %s: the input has no such Client VPN endpoint", wanted[i]);
}

/* Every VPC has these, whether a configuration says so or not. */
static void
remark_on_declared (CvpnDrafting *d)
{
    for (guint i = 0; i < d->inventory->vpcs->len; i++) {
        const CvpnVpcThing *vpc = d->inventory->vpcs->pdata[i];
        if (!vpc->thing.declared)
            continue;
        cvpn_drafting_remark (
            d, "VPCs",
            "of those that the configuration makes, what it does not manage (main "
            "route table, default network ACL, default security group) is taken to "
            "be as AWS creates it");
        return;
    }
}

static void
add_all (CvpnDrafting *d)
{
    const GPtrArray *vpcs = d->inventory->vpcs;

    add_scenario (d);
    for (guint i = 0; i < vpcs->len; i++) {
        const CvpnVpcThing *vpc = vpcs->pdata[i];
        if (cvpn_drafting_has (d, "vpc", vpc->thing.id))
            add_vpc (d, vpc);
    }
    add_foreign_groups (d);
    cvpn_drafting_add_prefix_lists (d);
    cvpn_drafting_add_peerings (d);
    cvpn_drafting_add_transit (d);
    cvpn_drafting_add_vpn_connections (d);
    cvpn_drafting_add_endpoints (d);
    cvpn_drafting_append_unknowns (d);
    remark_on_declared (d);
}

CvpnImportDraft *
cvpn_import_draft_new (CvpnInventory *inventory, const CvpnImportOptions *options)
{
    static const CvpnImportOptions none = { 0 };
    CvpnDrafting d;

    init (&d, inventory, options ? options : &none);
    check_wanted (&d);
    cvpn_drafting_plan (&d);
    add_all (&d);
    clear (&d);
    return d.draft;
}

void
cvpn_import_draft_free (CvpnImportDraft *draft)
{
    if (!draft)
        return;
    g_hash_table_unref (draft->unknown);
    g_ptr_array_unref (draft->groups);
    g_ptr_array_unref (draft->notes);
    g_free (draft);
}
