/* The build of a network, in order of dependence: VPCs before what stands in
 * them, groups before hosts, gateways and hosts before routes, all before endpoints. */
#include "model/builder.h"

/* About as many as there are groups and keys: some make none, and some one for each item. */
static guint
expect_rules (const CvpnDocument *document)
{
    guint n = document->groups->len;

    for (guint i = 0; i < document->groups->len; i++)
        n += ((const CvpnGroup *) document->groups->pdata[i])->entries->len;
    return n;
}

/* Room for the elements that there are most of. */
static void
reserve (CvpnNetwork *net, const CvpnSpec *spec)
{
    guint routes = 0, rules = 0, entries = 0;

    for (guint i = 0; i < spec->route_tables->len; i++)
        routes += ((const CvpnRouteTableSpec *) spec->route_tables->pdata[i])->routes->len;
    for (guint i = 0; i < spec->security_groups->len; i++) {
        const CvpnSecurityGroupSpec *group = spec->security_groups->pdata[i];
        rules += group->ingress->len + group->egress->len;
    }
    for (guint i = 0; i < spec->network_acls->len; i++)
        entries += ((const CvpnAclSpec *) spec->network_acls->pdata[i])->entries->len;
    /* Besides, each VPC and each ACL has a few that are nowhere written. */
    routes += 4 * spec->vpcs->len;
    rules += 4 * spec->vpcs->len;
    entries += 2 * (spec->network_acls->len + spec->vpcs->len);
    net->routes = g_array_sized_new (FALSE, TRUE, sizeof (CvpnRoute), routes);
    net->filter_rules = g_array_sized_new (FALSE, TRUE, sizeof (CvpnFilterRule), rules);
    net->acl_entries = g_array_sized_new (FALSE, TRUE, sizeof (CvpnAclEntry), entries);
}

static CvpnNetwork *
new_network (const CvpnSpec *spec, const CvpnNetwork *before)
{
    CvpnNetwork *net = g_new0 (CvpnNetwork, 1);

    net->book = before ? g_rc_box_acquire (before->book)
                       : cvpn_rule_book_new (expect_rules (spec->document));
    reserve (net, spec);
    net->zone_failed = g_array_new (FALSE, TRUE, sizeof (gboolean));
    net->zones = g_ptr_array_new ();
    net->access_groups = g_ptr_array_new ();
    if (before)
        g_ptr_array_extend (net->access_groups, before->access_groups, NULL, NULL);
    net->cidrs = g_array_new (FALSE, TRUE, sizeof (CvpnPrefix));
    net->vpcs = g_array_new (FALSE, TRUE, sizeof (CvpnVpc));
    net->subnets = g_array_new (FALSE, TRUE, sizeof (CvpnSubnet));
    net->route_tables = g_array_new (FALSE, TRUE, sizeof (CvpnRouteTable));
    net->unknown_routes = g_array_new (FALSE, TRUE, sizeof (CvpnUnknownRoute));
    net->internet_gateways = g_array_new (FALSE, TRUE, sizeof (CvpnGateway));
    net->nat_gateways = g_array_new (FALSE, TRUE, sizeof (CvpnNatGateway));
    net->nat_addresses = g_array_new (FALSE, TRUE, sizeof (CvpnNatAddress));
    net->peerings = g_array_new (FALSE, TRUE, sizeof (CvpnPeering));
    net->transit_gateways = g_array_new (FALSE, TRUE, sizeof (CvpnTransitGateway));
    net->attachments = g_array_new (FALSE, TRUE, sizeof (CvpnAttachment));
    net->attachment_subnets = g_array_new (FALSE, TRUE, sizeof (guint32));
    net->transit_route_tables = g_array_new (FALSE, TRUE, sizeof (CvpnTransitRouteTable));
    net->transit_routes = g_array_new (FALSE, TRUE, sizeof (CvpnTransitRoute));
    net->virtual_private_gateways = g_array_new (FALSE, TRUE, sizeof (CvpnGateway));
    net->vpn_connections = g_array_new (FALSE, TRUE, sizeof (CvpnVpnConnection));
    net->connection_routes = g_array_new (FALSE, TRUE, sizeof (CvpnConnectionRoute));
    net->networks = g_array_new (FALSE, TRUE, sizeof (CvpnOutside));
    net->prefix_lists = g_array_new (FALSE, TRUE, sizeof (CvpnPrefixList));
    net->vpc_endpoints = g_array_new (FALSE, TRUE, sizeof (CvpnVpcEndpoint));
    net->security_groups = g_array_new (FALSE, TRUE, sizeof (CvpnSecurityGroup));
    net->acls = g_array_new (FALSE, TRUE, sizeof (CvpnAcl));
    net->hosts = g_array_new (FALSE, TRUE, sizeof (CvpnHost));
    net->group_lists = g_array_new (FALSE, TRUE, sizeof (guint32));
    net->matches = g_array_new (FALSE, TRUE, sizeof (CvpnMatch));
    net->endpoints = g_array_new (FALSE, TRUE, sizeof (CvpnEndpoint));
    net->associations = g_array_new (FALSE, TRUE, sizeof (CvpnAssociation));
    net->vpn_routes = g_array_new (FALSE, TRUE, sizeof (CvpnVpnRoute));
    net->authorization_targets = g_array_new (FALSE, TRUE, sizeof (CvpnAuthorizationTarget));
    net->authorization_rules = g_array_new (FALSE, TRUE, sizeof (CvpnAuthorizationRule));
    net->host_by_name = g_hash_table_new (g_str_hash, g_str_equal);
    net->host_by_place = g_hash_table_new (g_direct_hash, g_direct_equal);
    net->nat_by_place = g_hash_table_new (g_direct_hash, g_direct_equal);
    return net;
}

static GHashTable *
index_access_groups (const CvpnNetwork *net)
{
    GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);

    for (guint32 i = 0; i < net->access_groups->len; i++)
        g_hash_table_insert (index, net->access_groups->pdata[i], GUINT_TO_POINTER (i + 1));
    return index;
}

CvpnNetwork *
cvpn_network_build (const CvpnSpec *spec, CvpnReport *report)
{
    return cvpn_network_build_next (spec, NULL, report);
}

CvpnNetwork *
cvpn_network_build_next (const CvpnSpec *spec, const CvpnNetwork *before, CvpnReport *report)
{
    CvpnBuilder b = { .spec = spec, .report = report, .net = new_network (spec, before) };
    const guint errors = cvpn_report_errors (report);

    b.index = g_hash_table_new (g_str_hash, g_str_equal);
    b.unknown = g_hash_table_new (g_str_hash, g_str_equal);
    b.more = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    b.taken = g_hash_table_new (g_direct_hash, g_direct_equal);
    b.access_groups = index_access_groups (b.net);
    b.targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    b.text = g_string_new (NULL);
    b.net->latency = spec->latency;
    cvpn_build_unknown_rules (&b);
    cvpn_build_vpcs (&b);
    cvpn_build_gateways (&b);
    cvpn_build_services (&b);
    cvpn_build_transit (&b);
    cvpn_build_nat_gateways (&b);
    cvpn_build_filters (&b);
    cvpn_build_hosts (&b);
    cvpn_build_routes (&b);
    cvpn_build_quotas (&b);
    cvpn_build_addresses (&b);
    cvpn_build_endpoints (&b);
    cvpn_build_nat_addresses (&b);
    g_hash_table_unref (b.index);
    g_hash_table_unref (b.unknown);
    g_hash_table_unref (b.more);
    g_hash_table_unref (b.taken);
    g_hash_table_unref (b.access_groups);
    g_hash_table_unref (b.targets);
    g_string_free (b.text, TRUE);
    if (cvpn_report_errors (report) == errors)
        return b.net;
    cvpn_network_free (b.net);
    return NULL;
}
