/* Internet gateways, peerings, virtual private gateways, outside networks and
 * the VPN connections between the last two. */
#include "model/builder.h"

static void
build_internet_gateway (CvpnBuilder *b, const CvpnGatewaySpec *spec)
{
    CvpnNetwork *net = b->net;
    guint32 index = net->internet_gateways->len;
    CvpnGateway gateway = {
        .name = cvpn_builder_text (b, spec->group->name),
        .vpc = cvpn_builder_index (b, spec->vpc),
        .more_connections = CVPN_RULE_NONE,
        .rule = cvpn_builder_object (b, spec->group, index),
    };
    CvpnVpc *vpc = &g_array_index (net->vpcs, CvpnVpc, gateway.vpc);

    if (vpc->internet_gateway != CVPN_NONE)
        cvpn_group_fail (
            spec->group, "vpc", b->report,
            "[vpc %s] has [internet-gateway %s] already; a VPC has one", vpc->name,
            cvpn_at (net->internet_gateways, CvpnGateway, vpc->internet_gateway)->name);
    else
        vpc->internet_gateway = index;
    g_array_append_val (net->internet_gateways, gateway);
}

static void
build_virtual_private_gateway (CvpnBuilder *b, const CvpnGatewaySpec *spec)
{
    CvpnNetwork *net = b->net;
    CvpnGateway gateway = {
        .name = cvpn_builder_text (b, spec->group->name),
        .vpc = cvpn_builder_index (b, spec->vpc),
        .routes = cvpn_prefix_table_new (),
        .more_connections = cvpn_builder_more (b, "vpn-connection", spec->group->name),
        .rule = cvpn_builder_object (b, spec->group, net->virtual_private_gateways->len),
    };

    for (guint32 i = 0; i < net->virtual_private_gateways->len; i++) {
        const CvpnGateway *other = cvpn_at (net->virtual_private_gateways, CvpnGateway, i);
        if (other->vpc == gateway.vpc)
            cvpn_group_fail (spec->group, "vpc", b->report,
                             "[vpc %s] has [virtual-private-gateway %s] already; a VPC has one",
                             spec->vpc, other->name);
    }
    g_array_append_val (net->virtual_private_gateways, gateway);
}

/* Amazon VPC Peering Guide: no peering between VPCs with overlapping blocks. */
static void
check_peering (CvpnBuilder *b, const CvpnPeeringSpec *spec, const CvpnPeering *peering)
{
    const CvpnNetwork *net = b->net;
    const CvpnSpan r = cvpn_vpc (net, peering->requester)->cidrs;
    const CvpnSpan a = cvpn_vpc (net, peering->accepter)->cidrs;
    char one[CVPN_PREFIX_TEXT];

    if (peering->requester == peering->accepter) {
        cvpn_group_fail (spec->group, "accepter-vpc", b->report,
                         "a VPC cannot be peered with itself");
        return;
    }
    for (guint32 i = r.first; i < r.first + r.count; i++)
        for (guint32 j = a.first; j < a.first + a.count; j++) {
            CvpnPrefix p = *cvpn_at (net->cidrs, CvpnPrefix, i);
            if (cvpn_prefix_overlaps (p, *cvpn_at (net->cidrs, CvpnPrefix, j)))
                cvpn_builder_refuse (b, spec->group, "accepter-vpc", VPC_CIDR_CONFLICT,
                                     "%s of [vpc %s] overlaps a block of [vpc %s]; AWS refuses "
                                     "such a peering",
                                     cvpn_prefix_format (p, one), spec->requester_vpc,
                                     spec->accepter_vpc);
        }
}

static void
build_peering (CvpnBuilder *b, const CvpnPeeringSpec *spec)
{
    CvpnPeering peering = {
        .name = cvpn_builder_text (b, spec->group->name),
        .requester = cvpn_builder_index (b, spec->requester_vpc),
        .accepter = cvpn_builder_index (b, spec->accepter_vpc),
        .status = spec->status,
        .rule = cvpn_builder_object (b, spec->group, b->net->peerings->len),
    };

    check_peering (b, spec, &peering);
    g_array_append_val (b->net->peerings, peering);
}

/* A table of prefixes whose values are rule numbers. */
static CvpnPrefixTable *
build_prefixes (CvpnBuilder *b, CvpnRuleKind kind, const CvpnGroup *group, const char *key,
                const GArray *prefixes)
{
    CvpnPrefixTable *table = cvpn_prefix_table_new ();
    char text[CVPN_PREFIX_TEXT];

    for (guint i = 0; i < prefixes->len; i++) {
        CvpnPrefix prefix = g_array_index (prefixes, CvpnPrefix, i);
        guint32 rule = cvpn_builder_rule (b, kind, group->name, group, key, "%s %s", key,
                                          cvpn_prefix_format (prefix, text));
        if (!cvpn_prefix_table_insert (table, prefix, rule))
            cvpn_group_fail (group, key, b->report, "%s stands there twice", text);
    }
    return table;
}

static void
build_outside (CvpnBuilder *b, const CvpnOutsideSpec *spec)
{
    CvpnNetwork *net = b->net;
    CvpnOutside outside = {
        .name = cvpn_builder_text (b, spec->group->name),
        .cidrs = { net->cidrs->len, spec->cidr_block->len },
        .rule = cvpn_builder_object (b, spec->group, net->networks->len),
    };

    outside.return_routes = build_prefixes (b, CVPN_RULE_RETURN_ROUTE, spec->group, "return-routes",
                                            spec->return_routes);
    g_array_append_vals (net->cidrs, spec->cidr_block->data, spec->cidr_block->len);
    g_array_append_val (net->networks, outside);
}

/* The implied network: hosts may stand in it by name. */
static void
build_internet (CvpnBuilder *b)
{
    CvpnOutside internet = {
        .name = "internet",
        .return_routes = cvpn_prefix_table_new (),
        .rule = cvpn_builder_rule (b, CVPN_RULE_OBJECT, "internet", NULL, NULL, "%s", ""),
    };

    cvpn_prefix_table_insert (internet.return_routes, (CvpnPrefix){ 0, 0 }, internet.rule);
    g_hash_table_insert (b->index, cvpn_builder_text (b, "internet"),
                         GUINT_TO_POINTER (CVPN_INTERNET + 1));
    g_array_append_val (b->net->networks, internet);
}

/* Of two connections with one destination the first keeps it. */
static void
add_connection_routes (CvpnBuilder *b, const CvpnVpnConnectionSpec *spec,
                       const CvpnVpnConnection *connection)
{
    CvpnNetwork *net = b->net;
    const CvpnGateway *gateway =
        cvpn_at (net->virtual_private_gateways, CvpnGateway, connection->gateway);
    char text[CVPN_PREFIX_TEXT];

    for (guint i = 0; i < spec->routes->len; i++) {
        CvpnConnectionRoute route = { .destination = g_array_index (spec->routes, CvpnPrefix, i),
                                      .connection = net->vpn_connections->len };
        route.rule =
            cvpn_builder_rule (b, CVPN_RULE_VPN_CONNECTION_ROUTE, connection->name, spec->group,
                               "routes", "routes %s", cvpn_prefix_format (route.destination, text));
        cvpn_prefix_table_insert (gateway->routes, route.destination, net->connection_routes->len);
        g_array_append_val (net->connection_routes, route);
    }
}

/* What is behind a transit gateway its own tables say; behind an unknown gateway,
 * nothing. */
static void
build_vpn_connection (CvpnBuilder *b, const CvpnVpnConnectionSpec *spec)
{
    CvpnNetwork *net = b->net;
    const guint32 index = net->vpn_connections->len;
    const gboolean routes =
        cvpn_document_group (b->spec->document, "virtual-private-gateway", spec->gateway) != NULL;
    CvpnVpnConnection connection = {
        .name = cvpn_builder_text (b, spec->group->name),
        .gateway = routes ? cvpn_builder_index (b, spec->gateway) : CVPN_NONE,
        .attachment = CVPN_NONE,
        .network = cvpn_builder_index (b, spec->network),
        .rule = cvpn_builder_object (b, spec->group, index),
    };

    if (routes)
        add_connection_routes (b, spec, &connection);
    g_array_append_val (net->vpn_connections, connection);
}

void
cvpn_build_gateways (CvpnBuilder *b)
{
    const CvpnSpec *spec = b->spec;

    for (guint i = 0; i < spec->internet_gateways->len; i++)
        build_internet_gateway (b, spec->internet_gateways->pdata[i]);
    for (guint i = 0; i < spec->virtual_private_gateways->len; i++)
        build_virtual_private_gateway (b, spec->virtual_private_gateways->pdata[i]);
    for (guint i = 0; i < spec->peerings->len; i++)
        build_peering (b, spec->peerings->pdata[i]);
    build_internet (b);
    for (guint i = 0; i < spec->networks->len; i++)
        build_outside (b, spec->networks->pdata[i]);
    cvpn_build_unknown (b, "network");
    for (guint i = 0; i < spec->vpn_connections->len; i++)
        build_vpn_connection (b, spec->vpn_connections->pdata[i]);
    cvpn_build_unknown (b, "vpn-connection");
}
