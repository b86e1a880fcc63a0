/* naive_route: what a route table says of an address, a subnet's and a transit
 * gateway's: the longest prefix, and among equals the higher priority. */
#include "naive_unknown.h"

/* A candidate of a table; the longest wins, of equals the lowest rank. */
typedef struct {
    const char *target;
    gint length;
    guint rank; /* among routes to one destination; 0 wins */
} Candidate;

static void
consider (Candidate *best, CvpnPrefix block, guint32 address, const char *target, guint rank)
{
    if (!naive_contains (block, address))
        return;
    if (block.length > best->length || (block.length == best->length && rank < best->rank))
        *best = (Candidate){ target, block.length, rank };
}

static void
consider_any (Candidate *best, const GArray *blocks, guint32 address, const char *target,
              guint rank)
{
    for (guint i = 0; i < blocks->len; i++)
        consider (best, g_array_index (blocks, CvpnPrefix, i), address, target, rank);
}

static void
consider_propagated (const CvpnSpec *spec, const char *gateway, guint32 address, Candidate *best)
{
    for (guint i = 0; i < spec->vpn_connections->len; i++) {
        const CvpnVpnConnectionSpec *connection = spec->vpn_connections->pdata[i];
        if (g_str_equal (connection->gateway, gateway))
            consider_any (best, connection->routes, address, gateway, 3);
    }
}

/* Of two lists with one entry the first of the file: it is considered first. */
static void
consider_lists (const CvpnSpec *spec, const CvpnRouteTableSpec *table, guint32 address,
                Candidate *best)
{
    for (guint i = 0; i < spec->prefix_lists->len; i++) {
        const CvpnPrefixListSpec *list = spec->prefix_lists->pdata[i];
        for (guint j = 0; j < table->routes->len; j++) {
            const CvpnRowSpec *row = table->routes->pdata[j];
            if (g_strcmp0 (row->prefix_list, list->group->name) == 0)
                consider_any (best, list->entries, address, row->text, 2);
        }
        for (guint j = 0; j < spec->vpc_endpoints->len; j++) {
            const CvpnVpcEndpointSpec *endpoint = spec->vpc_endpoints->pdata[j];
            for (guint k = 0; k < endpoint->route_tables->len; k++)
                if (g_str_equal (endpoint->prefix_list, list->group->name) &&
                    g_str_equal (endpoint->route_tables->pdata[k], table->group->name))
                    consider_any (best, list->entries, address, endpoint->group->name, 2);
        }
    }
}

static const CvpnRouteTableSpec *
find_table (const CvpnSpec *spec, const CvpnSubnetSpec *subnet)
{
    if (subnet->route_table)
        return naive_find (spec->route_tables, subnet->route_table);
    for (guint i = 0; i < spec->route_tables->len; i++) {
        const CvpnRouteTableSpec *table = spec->route_tables->pdata[i];
        if (table->main && g_str_equal (table->vpc, subnet->vpc))
            return table;
    }
    return NULL;
}

/* Ranks: static, which may have replaced the local one, local, by prefix list, propagated. */
static Candidate
find_best (const CvpnSpec *spec, const CvpnSubnetSpec *subnet, guint32 address)
{
    const CvpnVpcSpec *vpc = naive_find (spec->vpcs, subnet->vpc);
    const CvpnRouteTableSpec *table = find_table (spec, subnet);
    Candidate best = { NULL, -1, 0 };

    consider_any (&best, vpc->cidr_block, address, "local", 1);
    for (guint i = 0; table && i < table->routes->len; i++) {
        const CvpnRowSpec *row = table->routes->pdata[i];
        if (!row->prefix_list)
            consider (&best, row->prefix, address, row->text, 0);
    }
    if (table)
        consider_lists (spec, table, address, &best);
    for (guint i = 0; table && i < table->propagating->len; i++)
        consider_propagated (spec, table->propagating->pdata[i], address, &best);
    return best;
}

const char *
naive_route (const CvpnSpec *spec, const CvpnSubnetSpec *subnet, guint32 address)
{
    const Candidate best = find_best (spec, subnet, address);
    const CvpnPeeringSpec *peering = naive_find (spec->peerings, best.target);
    return peering && peering->status != CVPN_PEERING_ACTIVE ? "blackhole" : best.target;
}

/* A gateway may propagate what it has from a connection that the file lacks.  To itself that
 * makes no difference, and none for what is local or for one address alone. */
const CvpnUnknownSpec *
naive_route_doubt (const CvpnSpec *spec, const CvpnSubnetSpec *subnet, guint32 address)
{
    const Candidate best = find_best (spec, subnet, address);
    const CvpnRouteTableSpec *table = find_table (spec, subnet);

    if (best.target && g_str_equal (best.target, "local"))
        return NULL;
    for (guint i = 0; table && i < table->propagating->len; i++) {
        const char *gateway = table->propagating->pdata[i];
        const CvpnUnknownSpec *more = naive_more (spec, "vpn-connection", gateway);
        if (more && g_strcmp0 (best.target, gateway) != 0 && (best.length < 32 || best.rank == 3))
            return more;
    }
    return NULL;
}

/* What an attachment tells the tables that it propagates to: a VPC's blocks, a VPN
 * connection's routes. */
static const GArray *
propagated_blocks (const CvpnSpec *spec, const CvpnAttachmentSpec *attachment)
{
    const CvpnVpcSpec *vpc = naive_find (spec->vpcs, attachment->vpc);
    const CvpnVpnConnectionSpec *connection =
        naive_find (spec->vpn_connections, attachment->vpn_connection);

    return vpc ? vpc->cidr_block : connection->routes;
}

/* Ranks: static, propagated by a VPC's attachment, by a VPN's.  AWS Transit Gateway
 * guide, "Route evaluation order". */
static Candidate
find_best_transit (const CvpnSpec *spec, const CvpnTransitRouteTableSpec *table, guint32 address)
{
    Candidate best = { NULL, -1, 0 };

    for (guint i = 0; i < table->routes->len; i++) {
        const CvpnRowSpec *row = table->routes->pdata[i];
        consider (&best, row->prefix, address, row->text, 0);
    }
    for (guint i = 0; i < table->propagating->len; i++) {
        const CvpnAttachmentSpec *attachment =
            naive_find (spec->attachments, table->propagating->pdata[i]);
        consider_any (&best, propagated_blocks (spec, attachment), address, attachment->group->name,
                      attachment->vpc ? 1 : 2);
    }
    return best;
}

const char *
naive_transit_route (const CvpnSpec *spec, const CvpnTransitRouteTableSpec *table, guint32 address)
{
    return find_best_transit (spec, table, address).target;
}

const CvpnUnknownSpec *
naive_transit_route_doubt (const CvpnSpec *spec, const CvpnTransitRouteTableSpec *table,
                           guint32 address)
{
    const Candidate best = find_best_transit (spec, table, address);

    return best.length == 32 && best.rank == 0
               ? NULL
               : naive_more (spec, "vpn-connection", table->transit_gateway);
}
