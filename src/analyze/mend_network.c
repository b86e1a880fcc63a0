/* Cures in route tables. */
#include "analyze/mend.h"
#include "path/route.h"

/* Where the routing failed: the VPC and its table, and where the packet was to go. */
typedef struct {
    CvpnWay way;
    guint32 vpc, table, address;
} Spot;

static Spot
find_spot (const CvpnMendContext *c)
{
    const CvpnSubnet *subnet = cvpn_subnet (c->net, c->spot->subnet);

    return (Spot){ .way = { .packet = c->spot->packet,
                            .vpc = subnet->vpc,
                            .source_vpc = c->spot->source_vpc,
                            .subnet = c->spot->subnet },
                   .vpc = subnet->vpc,
                   .table = subnet->route_table,
                   .address = c->spot->packet.destination };
}

/* The destination to route: the block that one would name, or that of a longer
 * route that stands in its way. */
static CvpnPrefix
find_block (const CvpnMendContext *c, const CvpnRouteTable *table, guint32 address)
{
    const CvpnPrefix block = cvpn_mend_block (c, address);
    const guint32 hit = cvpn_prefix_table_lookup (table->by_destination, address);

    if (hit == CVPN_PREFIX_TABLE_NONE)
        return block;
    const CvpnPrefix deciding = cvpn_at (c->net->routes, CvpnRoute, hit)->destination;
    return deciding.length > block.length ? deciding : block;
}

static const char *
target_name (const CvpnNetwork *net, CvpnTarget target, const char **option)
{
    switch ((CvpnTargetKind) target.kind) {
    case CVPN_TARGET_PEERING:
        *option = "--vpc-peering-connection-id";
        return cvpn_at (net->peerings, CvpnPeering, target.index)->name;
    case CVPN_TARGET_TRANSIT_GATEWAY:
        *option = "--transit-gateway-id";
        return cvpn_at (net->transit_gateways, CvpnTransitGateway, target.index)->name;
    case CVPN_TARGET_NAT_GATEWAY:
        *option = "--nat-gateway-id";
        return cvpn_at (net->nat_gateways, CvpnNatGateway, target.index)->name;
    case CVPN_TARGET_INTERNET_GATEWAY:
        *option = "--gateway-id";
        return cvpn_at (net->internet_gateways, CvpnGateway, target.index)->name;
    case CVPN_TARGET_HOST:
        *option = cvpn_mend_is_instance (cvpn_host (net, target.index)->name)
                      ? "--instance-id"
                      : "--network-interface-id";
        return cvpn_host (net, target.index)->name;
    default: /* what cvpn_route_suppose gives beside these */
        *option = "--gateway-id";
        return cvpn_at (net->virtual_private_gateways, CvpnGateway, target.index)->name;
    }
}

/* A route by CIDR is made beside one by prefix list, and wins. */
static const char *
route_verb (const CvpnNetwork *net, const CvpnRouteTable *table, CvpnPrefix block)
{
    const guint32 same = cvpn_prefix_table_get (table->by_destination, block);

    return same != CVPN_PREFIX_TABLE_NONE &&
                   cvpn_at (net->routes, CvpnRoute, same)->prefix_list == CVPN_NONE
               ? "replace-route"
               : "create-route";
}

void
cvpn_mend_set_route (const CvpnMendContext *c, const CvpnRouteTable *table, CvpnPrefix block,
                     CvpnTarget target)
{
    char text[CVPN_PREFIX_TEXT];
    const char *option, *name = target_name (c->net, target, &option);
    g_autofree char *command =
        g_strdup_printf ("aws ec2 %s --route-table-id %s --destination-cidr-block %s %s %s",
                         route_verb (c->net, table, block), table->name,
                         cvpn_prefix_format (block, text), option, name);

    cvpn_mend_add (c, "route-table", table->name, text, name, command);
}

/* A route to a peering that is not active is mended at the peering. */
static gboolean
mend_peering (const CvpnMendContext *c, CvpnTarget target)
{
    const CvpnPeering *peering;

    if (target.kind != CVPN_TARGET_PEERING)
        return FALSE;
    peering = cvpn_at (c->net->peerings, CvpnPeering, target.index);
    if (peering->status == CVPN_PEERING_ACTIVE)
        return FALSE;
    g_autofree char *command =
        peering->status == CVPN_PEERING_PENDING_ACCEPTANCE
            ? g_strdup_printf (
                  "aws ec2 accept-vpc-peering-connection --vpc-peering-connection-id %s",
                  peering->name)
            : g_strdup_printf ("aws ec2 create-vpc-peering-connection --vpc-id %s --peer-vpc-id %s",
                               cvpn_vpc (c->net, peering->requester)->name,
                               cvpn_vpc (c->net, peering->accepter)->name);
    cvpn_mend_add (c, "vpc-peering-connection", peering->name, "status", "active", command);
    return TRUE;
}

/* The VPC has no way to the internet at all: the default route, or what stands in
 * its way. */
static void
mend_missing_gateway (const CvpnMendContext *c, Spot spot)
{
    const char *vpc = cvpn_vpc (c->net, spot.vpc)->name;
    const CvpnRouteTable *table = cvpn_at (c->net->route_tables, CvpnRouteTable, spot.table);
    const guint32 hit = cvpn_prefix_table_lookup (table->by_destination, spot.address);
    const CvpnPrefix block = hit == CVPN_PREFIX_TABLE_NONE
                                 ? (CvpnPrefix){ 0, 0 }
                                 : cvpn_at (c->net->routes, CvpnRoute, hit)->destination;
    char text[CVPN_PREFIX_TEXT];
    g_autofree char *gateway = g_strdup_printf ("igw-%s", vpc);
    g_autofree char *create =
        g_strdup_printf ("aws ec2 create-internet-gateway && aws ec2 attach-internet-gateway "
                         "--internet-gateway-id %s --vpc-id %s",
                         gateway, vpc);
    g_autofree char *route = g_strdup_printf (
        "aws ec2 %s --route-table-id %s --destination-cidr-block %s --gateway-id %s",
        route_verb (c->net, table, block), table->name, cvpn_prefix_format (block, text), gateway);

    cvpn_mend_add (c, "internet-gateway", gateway, "vpc", vpc, create);
    cvpn_mend_add (c, "route-table", table->name, text, gateway, route);
}

/* Would the endpoint's route take the address in this table?  Its longest entry
 * against the route that decides now, by "Route priority". */
static gboolean
would_decide (const CvpnNetwork *net, const CvpnRouteTable *table, guint32 list, guint32 address)
{
    const CvpnSpan entries = cvpn_at (net->prefix_lists, CvpnPrefixList, list)->entries;
    const guint32 hit = cvpn_prefix_table_lookup (table->by_destination, address);
    guint longest = 0;

    if (hit == CVPN_PREFIX_TABLE_NONE)
        return TRUE;
    const CvpnRoute *route = cvpn_at (net->routes, CvpnRoute, hit);
    for (guint32 i = entries.first; i < entries.first + entries.count; i++) {
        const CvpnPrefix entry = *cvpn_at (net->cidrs, CvpnPrefix, i);
        if (cvpn_prefix_contains (entry, address))
            longest = MAX (longest, entry.length);
    }
    if (longest != route->destination.length)
        return longest > route->destination.length;
    return route->propagated || (route->prefix_list != CVPN_NONE && list <= route->prefix_list);
}

/* The table gets the gateway endpoint's route; FALSE if that is no cure here. */
static gboolean
mend_service (const CvpnMendContext *c, Spot spot)
{
    const CvpnNetwork *net = c->net;
    const CvpnRouteTable *table = cvpn_at (net->route_tables, CvpnRouteTable, spot.table);
    const guint32 index = cvpn_route_endpoint (net, spot.vpc, &spot.way.packet);

    if (c->verdict->direction == CVPN_RETURN || index == CVPN_NONE)
        return FALSE;
    const CvpnVpcEndpoint *endpoint = cvpn_at (net->vpc_endpoints, CvpnVpcEndpoint, index);
    const char *list = cvpn_at (net->prefix_lists, CvpnPrefixList, endpoint->prefix_list)->name;
    if (!would_decide (net, table, endpoint->prefix_list, spot.address))
        return FALSE;
    g_autofree char *name = cvpn_mend_declare (c, "route-table", table->name);
    g_autofree char *command = g_strdup_printf (
        "aws ec2 modify-vpc-endpoint --vpc-endpoint-id %s --add-route-table-ids %s", endpoint->name,
        name);
    const CvpnGroup *group =
        cvpn_document_group (c->answer->scenario->spec->document, "route-table", table->name);
    if (!group || !cvpn_group_entry (group, list)) {
        cvpn_mend_add_item (c, "vpc-endpoint", endpoint->name, "route-tables", name, command);
        return TRUE;
    }
    /* The table sends this list elsewhere, and AWS takes one route to it. */
    g_autofree char *both = g_strdup_printf ("aws ec2 delete-route --route-table-id %s "
                                             "--destination-prefix-list-id %s && %s",
                                             name, list, command);
    cvpn_mend_add (c, "route-table", name, list, endpoint->name, both);
    return TRUE;
}

gboolean
cvpn_mend_service (const CvpnMendContext *c)
{
    Spot spot = { .way = { .packet = c->spot->packet },
                  .vpc = c->subnet->vpc,
                  .table = c->subnet->route_table,
                  .address = c->answer->destination.address };

    spot.way.packet.destination = spot.address;
    return mend_service (c, spot);
}

/* 'route' may be CVPN_PREFIX_TABLE_NONE. */
static gboolean
leads_to (const CvpnNetwork *net, guint32 route, CvpnTarget target)
{
    if (route == CVPN_PREFIX_TABLE_NONE)
        return FALSE;
    const CvpnTarget present = cvpn_at (net->routes, CvpnRoute, route)->target;

    return present.kind == target.kind && present.index == target.index;
}

/* Inside the VPC a longer route is in the way of the local one, which is always there. */
static void
mend_local (const CvpnMendContext *c, Spot spot, const CvpnRouteTable *table)
{
    const guint32 hit = cvpn_prefix_table_lookup (table->by_destination, spot.address);
    const CvpnGroup *group =
        cvpn_document_group (c->answer->scenario->spec->document, "route-table", table->name);
    char text[CVPN_PREFIX_TEXT];

    if (hit == CVPN_PREFIX_TABLE_NONE || !group)
        return;
    const CvpnRoute *route = cvpn_at (c->net->routes, CvpnRoute, hit);
    if (route->target.kind == CVPN_TARGET_LOCAL)
        return;
    cvpn_prefix_format (route->destination, text);
    if (!cvpn_group_entry (group, text)) /* it has come by a list, or is propagated */
        return;
    g_autofree char *command = g_strdup_printf (
        "aws ec2 delete-route --route-table-id %s --destination-cidr-block %s", table->name, text);
    cvpn_mend_remove (c, "route-table", table->name, text, command);
}

void
cvpn_mend_route (const CvpnMendContext *c)
{
    const Spot spot = find_spot (c);
    const CvpnRouteTable *table = cvpn_at (c->net->route_tables, CvpnRouteTable, spot.table);
    CvpnTarget target;

    if (cvpn_network_vpc_contains (c->net, spot.vpc, spot.address)) {
        mend_local (c, spot, table);
        return;
    }
    if (mend_service (c, spot) || cvpn_mend_return_alike (c))
        return;
    if (!cvpn_route_suppose (c->net, &spot.way, &target)) {
        if (!cvpn_address_is_private (spot.address) && c->verdict->direction == CVPN_FORWARD &&
            cvpn_network_vpc_contains (c->net, spot.vpc, spot.way.packet.source) &&
            cvpn_vpc (c->net, spot.vpc)->internet_gateway == CVPN_NONE)
            mend_missing_gateway (c, spot);
        return;
    }
    const gboolean inactive = mend_peering (c, target);
    const CvpnPrefix block = find_block (c, table, spot.address);
    const guint32 there = cvpn_prefix_table_get (table->by_destination, block);
    if ((inactive && there != CVPN_PREFIX_TABLE_NONE) || leads_to (c->net, there, target))
        return;
    cvpn_mend_set_route (c, table, block, target);
}

void
cvpn_mend_lost_answer (const CvpnMendContext *c)
{
    if (c->verdict->direction == CVPN_RETURN && c->spot->subnet != CVPN_NONE)
        cvpn_mend_route (c);
}

void
cvpn_mend_loop (const CvpnMendContext *c)
{
    const Spot spot = find_spot (c);
    const CvpnRouteTable *table = cvpn_at (c->net->route_tables, CvpnRouteTable, spot.table);
    const guint32 hit = cvpn_prefix_table_lookup (table->by_destination, spot.address);
    CvpnTarget target;

    if (!cvpn_route_suppose (c->net, &spot.way, &target))
        return;
    if (!leads_to (c->net, hit, target))
        cvpn_mend_route (c);
    else if (target.kind == CVPN_TARGET_TRANSIT_GATEWAY)
        cvpn_mend_transit_route (c, cvpn_network_attachment (c->net, target.index, spot.vpc));
}
