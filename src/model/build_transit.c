/* Transit gateways, their attachments and their route tables.
 *
 * Of several routes to one destination the static one wins, then one propagated by
 * a VPC's attachment, then one by a VPN connection's (AWS Transit Gateway Guide, "Route
 * evaluation order"); of two alike the one whose attachment is listed first.
 *
 * Refused, because AWS's API refuses it: a VPC or a VPN connection attached twice,
 * subnets of another VPC or two of one zone, what is another transit gateway's. */
#include "model/builder.h"

typedef struct {
    CvpnBuilder *b;
    const CvpnTransitRouteTableSpec *spec;
    CvpnTransitRouteTable *table;
} TableBuild;

static void
build_transit_gateway (CvpnBuilder *b, const CvpnTransitGatewaySpec *spec)
{
    CvpnNetwork *net = b->net;
    CvpnTransitGateway gateway = {
        .name = cvpn_builder_text (b, spec->group->name),
        .security_group_referencing = spec->security_group_referencing,
        .more_attachments = cvpn_builder_more (b, "transit-gateway-attachment", spec->group->name),
        .more_connections = cvpn_builder_more (b, "vpn-connection", spec->group->name),
        .rule = cvpn_builder_object (b, spec->group, net->transit_gateways->len),
    };

    g_array_append_val (net->transit_gateways, gateway);
}

/* Attachments name tables, and tables' routes attachments: the tables are there
 * first, without routes. */
static void
build_table (CvpnBuilder *b, const CvpnTransitRouteTableSpec *spec)
{
    CvpnNetwork *net = b->net;
    CvpnTransitRouteTable table = {
        .name = cvpn_builder_text (b, spec->group->name),
        .transit_gateway = cvpn_builder_index (b, spec->transit_gateway),
        .by_destination = cvpn_prefix_table_new (),
        .rule = cvpn_builder_object (b, spec->group, net->transit_route_tables->len),
    };

    g_array_append_val (net->transit_route_tables, table);
}

static void
check_twice (CvpnBuilder *b, const CvpnAttachmentSpec *spec, const CvpnAttachment *attachment)
{
    const CvpnNetwork *net = b->net;

    for (guint32 i = 0; i < net->attachments->len; i++) {
        const CvpnAttachment *other = cvpn_at (net->attachments, CvpnAttachment, i);
        if (spec->vpc && other->vpc == attachment->vpc &&
            other->transit_gateway == attachment->transit_gateway)
            cvpn_group_fail (spec->group, "vpc", b->report,
                             "[vpc %s] is attached to [transit-gateway %s] already, by "
                             "[transit-gateway-attachment %s]",
                             spec->vpc, spec->transit_gateway, other->name);
        if (spec->vpn_connection && other->vpn_connection == attachment->vpn_connection)
            cvpn_group_fail (spec->group, "vpn-connection", b->report,
                             "[vpn-connection %s] is attached already, by "
                             "[transit-gateway-attachment %s]",
                             spec->vpn_connection, other->name);
    }
}

static void
check_subnet (CvpnBuilder *b, const CvpnAttachmentSpec *spec, const CvpnAttachment *attachment,
              guint32 index)
{
    const CvpnNetwork *net = b->net;
    const CvpnSubnet *subnet = cvpn_subnet (net, index);

    if (subnet->unknown)
        return;
    if (subnet->vpc != attachment->vpc)
        cvpn_group_fail (spec->group, "subnets", b->report,
                         "[subnet %s] is of [vpc %s], not of [vpc %s]", subnet->name,
                         cvpn_vpc (net, subnet->vpc)->name, spec->vpc);
    for (guint32 i = attachment->subnets.first; i < net->attachment_subnets->len; i++) {
        const CvpnSubnet *other =
            cvpn_subnet (net, g_array_index (net->attachment_subnets, guint32, i));
        if (other->zone == subnet->zone)
            cvpn_group_fail (spec->group, "subnets", b->report,
                             "[subnet %s] and [subnet %s] are both in %s; an attachment has one "
                             "subnet in each zone at most",
                             other->name, subnet->name, (char *) net->zones->pdata[subnet->zone]);
    }
}

static void
build_subnets (CvpnBuilder *b, const CvpnAttachmentSpec *spec, CvpnAttachment *attachment)
{
    GArray *subnets = b->net->attachment_subnets;

    attachment->subnets.first = subnets->len;
    for (guint i = 0; i < spec->subnets->len; i++) {
        guint32 subnet = cvpn_builder_index (b, spec->subnets->pdata[i]);
        check_subnet (b, spec, attachment, subnet);
        g_array_append_val (subnets, subnet);
    }
    attachment->subnets = cvpn_span_from (subnets, attachment->subnets.first);
}

static void
attach_connection (CvpnBuilder *b, const CvpnAttachmentSpec *spec, guint32 connection,
                   guint32 attachment)
{
    if (cvpn_at (b->net->vpn_connections, CvpnVpnConnection, connection)->unknown)
        return;
    const CvpnVpnConnectionSpec *other = b->spec->vpn_connections->pdata[connection];
    if (!g_str_equal (other->gateway, spec->transit_gateway))
        cvpn_group_fail (spec->group, "vpn-connection", b->report,
                         "the gateway of [vpn-connection %s] is '%s', not [transit-gateway %s]",
                         spec->vpn_connection, other->gateway, spec->transit_gateway);
    g_array_index (b->net->vpn_connections, CvpnVpnConnection, connection).attachment = attachment;
}

/* FALSE, and reported, if what 'name' is ("transit-gateway-attachment att-b") is of
 * another transit gateway than the group. */
static gboolean
check_gateway (CvpnBuilder *b, const CvpnGroup *group, const char *key, const char *kind,
               const char *name, guint32 its, guint32 wanted)
{
    const GArray *gateways = b->net->transit_gateways;

    if (its != wanted)
        cvpn_group_fail (group, key, b->report,
                         "[%s %s] is of [transit-gateway %s], not of [transit-gateway %s]", kind,
                         name, cvpn_at (gateways, CvpnTransitGateway, its)->name,
                         cvpn_at (gateways, CvpnTransitGateway, wanted)->name);
    return its == wanted;
}

static void
build_attachment (CvpnBuilder *b, const CvpnAttachmentSpec *spec)
{
    CvpnNetwork *net = b->net;
    const guint32 index = net->attachments->len;
    CvpnAttachment attachment = {
        .name = cvpn_builder_text (b, spec->group->name),
        .transit_gateway = cvpn_builder_index (b, spec->transit_gateway),
        .vpc = cvpn_builder_index (b, spec->vpc),
        .vpn_connection = cvpn_builder_index (b, spec->vpn_connection),
        .table = cvpn_builder_index (b, spec->route_table),
        .appliance_mode = spec->appliance_mode,
        .security_group_referencing = spec->security_group_referencing,
        .rule = cvpn_builder_object (b, spec->group, index),
    };

    check_twice (b, spec, &attachment);
    build_subnets (b, spec, &attachment);
    if (attachment.vpn_connection != CVPN_NONE)
        attach_connection (b, spec, attachment.vpn_connection, index);
    if (attachment.table != CVPN_NONE &&
        cvpn_builder_unknown (b, spec->route_table) == CVPN_RULE_NONE)
        check_gateway (b, spec->group, "route-table", "transit-gateway-route-table",
                       spec->route_table,
                       cvpn_at (net->transit_route_tables, CvpnTransitRouteTable, attachment.table)
                           ->transit_gateway,
                       attachment.transit_gateway);
    g_array_append_val (net->attachments, attachment);
}

/* The attachment of that name; CVPN_NONE, and reported, if it is not the table's. */
static guint32
find_attachment (TableBuild *t, const char *key, const char *name)
{
    const guint32 index = cvpn_builder_index (t->b, name);
    const CvpnAttachment *attachment = cvpn_at (t->b->net->attachments, CvpnAttachment, index);
    const gboolean serves =
        attachment->unknown ||
        check_gateway (t->b, t->spec->group, key, "transit-gateway-attachment", name,
                       attachment->transit_gateway, t->table->transit_gateway);

    return serves ? index : CVPN_NONE;
}

static void
add_route (TableBuild *t, const CvpnTransitRoute *route)
{
    GArray *routes = t->b->net->transit_routes;

    if (cvpn_prefix_table_insert (t->table->by_destination, route->destination, routes->len))
        g_array_append_val (routes, *route);
}

static void
add_static_routes (TableBuild *t)
{
    for (guint i = 0; i < t->spec->routes->len; i++) {
        const CvpnRowSpec *row = t->spec->routes->pdata[i];
        const char *key = row->entry->key;
        const gboolean blackhole = g_str_equal (row->text, "blackhole");
        CvpnTransitRoute route = { .destination = row->prefix, .attachment = CVPN_NONE };
        if (!blackhole)
            route.attachment = find_attachment (t, key, row->text);
        if (!blackhole && route.attachment == CVPN_NONE)
            continue;
        route.rule = cvpn_builder_rule (t->b, CVPN_RULE_ROUTE, t->table->name, t->spec->group, key,
                                        "%s = %s", key, row->text);
        add_route (t, &route);
    }
}

static void
propagate_prefix (TableBuild *t, guint32 attachment, CvpnPrefix prefix)
{
    char text[CVPN_PREFIX_TEXT];
    CvpnTransitRoute route = { .destination = prefix,
                               .attachment = attachment,
                               .propagated = TRUE };

    if (cvpn_prefix_table_get (t->table->by_destination, prefix) != CVPN_PREFIX_TABLE_NONE)
        return;
    route.rule =
        cvpn_builder_rule (t->b, CVPN_RULE_ROUTE, t->table->name, t->spec->group, "propagating",
                           "%s = %s (propagated)", cvpn_prefix_format (prefix, text),
                           cvpn_at (t->b->net->attachments, CvpnAttachment, attachment)->name);
    add_route (t, &route);
}

/* What must be known of an attachment to know what it propagates, and is not. */
static guint32
find_unknown (const CvpnNetwork *net, const CvpnAttachment *attachment)
{
    if (attachment->unknown)
        return attachment->rule;
    if (attachment->vpc != CVPN_NONE) {
        const CvpnVpc *vpc = cvpn_vpc (net, attachment->vpc);
        return vpc->unknown ? vpc->rule : CVPN_RULE_NONE;
    }
    const CvpnVpnConnection *connection =
        cvpn_at (net->vpn_connections, CvpnVpnConnection, attachment->vpn_connection);
    return connection->unknown ? connection->rule : CVPN_RULE_NONE;
}

/* A VPC's attachment propagates its blocks, a VPN connection's the routes to the
 * far side. */
static void
propagate_attachment (TableBuild *t, guint32 index)
{
    const CvpnSpec *spec = t->b->spec;
    const CvpnAttachment *attachment = cvpn_at (t->b->net->attachments, CvpnAttachment, index);
    const CvpnUnknownRoute unknown = { .propagated = TRUE,
                                       .rule = find_unknown (t->b->net, attachment) };
    const GArray *prefixes;

    if (unknown.rule != CVPN_RULE_NONE) {
        g_array_append_val (t->b->net->unknown_routes, unknown);
        return;
    }
    if (attachment->vpc != CVPN_NONE)
        prefixes = ((CvpnVpcSpec *) spec->vpcs->pdata[attachment->vpc])->cidr_block;
    else
        prefixes =
            ((CvpnVpnConnectionSpec *) spec->vpn_connections->pdata[attachment->vpn_connection])
                ->routes;
    for (guint i = 0; i < prefixes->len; i++)
        propagate_prefix (t, index, g_array_index (prefixes, CvpnPrefix, i));
}

static void
add_propagated_routes (TableBuild *t)
{
    const CvpnNetwork *net = t->b->net;
    g_autoptr (GArray) connections = g_array_new (FALSE, FALSE, sizeof (guint32));

    for (guint i = 0; i < t->spec->propagating->len; i++) {
        const guint32 index = find_attachment (t, "propagating", t->spec->propagating->pdata[i]);
        if (index == CVPN_NONE)
            continue;
        if (cvpn_at (net->attachments, CvpnAttachment, index)->vpc != CVPN_NONE)
            propagate_attachment (t, index);
        else
            g_array_append_val (connections, index);
    }
    for (guint i = 0; i < connections->len; i++)
        propagate_attachment (t, g_array_index (connections, guint32, i));
}

/* By what VPN connections of the gateway that the file lacks. */
static void
propagate_more (const TableBuild *t)
{
    const CvpnUnknownRoute route = { .propagated = TRUE,
                                     .rule = cvpn_builder_more (t->b, "vpn-connection",
                                                                t->spec->transit_gateway) };

    if (route.rule != CVPN_RULE_NONE)
        g_array_append_val (t->b->net->unknown_routes, route);
}

static void
fill_table (CvpnBuilder *b, guint32 index)
{
    CvpnNetwork *net = b->net;
    const guint32 first = net->transit_routes->len;
    const guint32 first_unknown = net->unknown_routes->len;
    TableBuild t = { .b = b,
                     .spec = b->spec->transit_route_tables->pdata[index],
                     .table =
                         &g_array_index (net->transit_route_tables, CvpnTransitRouteTable, index) };

    add_static_routes (&t);
    add_propagated_routes (&t);
    propagate_more (&t);
    t.table->routes = cvpn_span_from (net->transit_routes, first);
    t.table->unknown_routes = cvpn_span_from (net->unknown_routes, first_unknown);
}

void
cvpn_build_transit (CvpnBuilder *b)
{
    const CvpnSpec *spec = b->spec;

    for (guint i = 0; i < spec->transit_gateways->len; i++)
        build_transit_gateway (b, spec->transit_gateways->pdata[i]);
    cvpn_build_unknown (b, "transit-gateway");
    for (guint i = 0; i < spec->transit_route_tables->len; i++)
        build_table (b, spec->transit_route_tables->pdata[i]);
    cvpn_build_unknown (b, "transit-gateway-route-table");
    for (guint i = 0; i < spec->attachments->len; i++)
        build_attachment (b, spec->attachments->pdata[i]);
    cvpn_build_unknown (b, "transit-gateway-attachment");
    for (guint32 i = 0; i < spec->transit_route_tables->len; i++)
        fill_table (b, i);
}
