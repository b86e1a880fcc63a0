/* Where routes of subnets' tables lead: the name of their target, and what stands for one that
 * cannot be named. */
#include "import/draft/parts.h"

#include <string.h>

#include "import/draft/routes.h"

/* What AWS's ids of targets begin with, and the kind of group or, beginning with '=', what it is
 * that no group describes. */
static const struct {
    const char *prefix, *kind;
} kinds[] = {
    { "igw-", "internet-gateway" },
    { "nat-", "nat-gateway" },
    { "pcx-", "vpc-peering-connection" },
    { "tgw-", "transit-gateway" },
    { "vgw-", "virtual-private-gateway" },
    { "vpce-", "vpc-endpoint" },
    { "eni-", "host" },
    { "i-", "host" },
    { "lgw-", "=a local gateway of an Outpost" },
    { "cagw-", "=a carrier gateway" },
    { "arn:", "=a core network" },
    { "eigw-", "=an egress-only internet gateway" },
};

static const char *
kind_of (const CvpnRouteThing *route)
{
    if (route->kind)
        return route->kind;
    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        if (g_str_has_prefix (route->target, kinds[i].prefix))
            return kinds[i].kind;
    return "=a target of an unknown kind";
}

/* "route-10.0.0.0-8-of-rtb-1": a target that has no name, or none that can be had here. */
static const char *
stand_in (CvpnDrafting *d, const CvpnRouteTableThing *table, const CvpnRouteThing *route,
          const char *why)
{
    char text[CVPN_PREFIX_TEXT];
    g_autofree char *key =
        route->prefix_list
            ? g_strdup (route->prefix_list)
            : g_strdelimit (g_strdup (cvpn_prefix_format (route->cidr, text)), "/", '-');
    g_autofree char *name = g_strdup_printf ("route-%s-of-%s", key, table->thing.id);

    return cvpn_drafting_unknown (d, "nat-gateway", name, NULL, NULL, why);
}

/* The VPC that a gateway of that kind serves, or NULL. */
static const char *
vpc_of_gateway (const CvpnDrafting *d, const char *kind, const char *id)
{
    const CvpnInventory *in = d->inventory;

    if (g_str_equal (kind, "internet-gateway"))
        return ((CvpnGatewayThing *) cvpn_inventory_find (in, in->internet_gateways, id))->vpc;
    if (g_str_equal (kind, "virtual-private-gateway"))
        return ((CvpnGatewayThing *) cvpn_inventory_find (in, in->vpn_gateways, id))->vpc;
    if (g_str_equal (kind, "nat-gateway"))
        return cvpn_drafting_vpc_of_nat (d, cvpn_inventory_find (in, in->nat_gateways, id));
    if (g_str_equal (kind, "vpc-endpoint"))
        return ((CvpnVpcEndpointThing *) cvpn_inventory_find (in, in->vpc_endpoints, id))->vpc;
    return NULL;
}

static gboolean
serves (const CvpnDrafting *d, const char *kind, const char *id, const char *vpc)
{
    const CvpnInventory *in = d->inventory;

    if (g_str_equal (kind, "transit-gateway"))
        return TRUE;
    if (!g_str_equal (kind, "vpc-peering-connection"))
        return g_strcmp0 (vpc_of_gateway (d, kind, id), vpc) == 0;
    const CvpnPeeringThing *peering = cvpn_inventory_find (in, in->peerings, id);
    return g_strcmp0 (peering->requester_vpc, vpc) == 0 ||
           g_strcmp0 (peering->accepter_vpc, vpc) == 0;
}

static const char *
refer_to_host (CvpnDrafting *d, const CvpnRouteTableThing *table, const CvpnRouteThing *route)
{
    const char *host = g_hash_table_lookup (d->hosts_of, route->target);
    const CvpnInterfaceThing *interface =
        cvpn_inventory_find (d->inventory, d->inventory->interfaces, route->target);
    const char *nat = interface ? cvpn_drafting_nat_of (d, interface) : NULL;
    const CvpnSubnetThing *subnet =
        interface ? cvpn_inventory_find (d->inventory, d->inventory->subnets, interface->subnet)
                  : NULL;

    if (nat)
        return nat;
    if (host && (!subnet || g_strcmp0 (subnet->vpc, table->vpc) == 0))
        return host;
    if (interface) {
        g_autofree char *why = g_strdup_printf ("%s, which is no host here", route->target);
        return stand_in (d, table, route, why);
    }
    return cvpn_drafting_refer (d, "host", route->target, "the target of a route of %s",
                                table->thing.id);
}

/* A route to an endpoint of an interface's or a Gateway Load Balancer's kind. */
static const char *
refer_to_endpoint (CvpnDrafting *d, const CvpnRouteTableThing *table, const CvpnRouteThing *route)
{
    const CvpnVpcEndpointThing *endpoint =
        cvpn_inventory_find (d->inventory, d->inventory->vpc_endpoints, route->target);
    const gboolean balancer = endpoint && g_strcmp0 (endpoint->type, "GatewayLoadBalancer") == 0;

    if (balancer || (!endpoint && !route->prefix_list))
        return cvpn_drafting_not_modelled (d, "vpc-endpoint", route->target,
                                           balancer ? "a Gateway Load Balancer endpoint"
                                                    : "an endpoint that is no gateway endpoint");
    if (!cvpn_drafting_has (d, "vpc-endpoint", route->target))
        return cvpn_drafting_refer (d, "vpc-endpoint", route->target, "the target of a route of %s",
                                    table->thing.id);
    if (route->prefix_list &&
        g_strcmp0 (cvpn_drafting_list_of_endpoint (d, endpoint), route->prefix_list) == 0 &&
        g_strcmp0 (endpoint->vpc, table->vpc) == 0)
        return route->target;
    return stand_in (d, table, route, "a gateway endpoint of another VPC or prefix list");
}

static const char *
refer_to_unnamed (CvpnDrafting *d, const CvpnRouteTableThing *table, const CvpnRouteThing *route,
                  const char *what)
{
    if (g_str_has_prefix (route->target, "arn:"))
        return stand_in (d, table, route, what);
    return cvpn_drafting_not_modelled (d, "nat-gateway", route->target, what);
}

/* One that is in the input, and of no use there: detached, deleted, in another VPC. */
static gboolean
is_misfit (const CvpnDrafting *d, const char *kind, const char *id, const char *vpc)
{
    const CvpnInventory *in = d->inventory;

    if (cvpn_drafting_has (d, kind, id))
        return !serves (d, kind, id, vpc);
    return cvpn_inventory_find (in, in->internet_gateways, id) ||
           cvpn_inventory_find (in, in->vpn_gateways, id) ||
           cvpn_inventory_find (in, in->nat_gateways, id) ||
           cvpn_inventory_find (in, in->peerings, id);
}

const char *
cvpn_drafting_target (CvpnDrafting *d, const CvpnRouteTableThing *table,
                      const CvpnRouteThing *route)
{
    if (route->state == CVPN_ROUTE_STATE_UNKNOWN || !route->target) {
        g_autofree char *why = route->word
                                   ? g_strdup_printf ("state '%s', which is not known", route->word)
                                   : g_strdup ("a route without a target");
        return stand_in (d, table, route, why);
    }
    const char *kind = kind_of (route);
    if (*kind == '=')
        return refer_to_unnamed (d, table, route, kind + 1);
    if (g_str_equal (kind, "host"))
        return refer_to_host (d, table, route);
    if (g_str_equal (kind, "vpc-endpoint"))
        return refer_to_endpoint (d, table, route);
    if (is_misfit (d, kind, route->target, table->vpc)) {
        g_autofree char *why = g_strdup_printf ("%s, which the input has otherwise than as the "
                                                "target of an active route of %s",
                                                route->target, table->thing.id);
        return stand_in (d, table, route, why);
    }
    return cvpn_drafting_refer (d, kind, route->target, "the target of a route of %s",
                                table->thing.id);
}

/* A NAT gateway or a network interface may stand there, or what is not known (Amazon VPC User
 * Guide, "Replace or restore the target for a local route"). */
const char *
cvpn_drafting_local_target (CvpnDrafting *d, const CvpnRouteTableThing *table,
                            const CvpnRouteThing *route)
{
    const char *name = cvpn_drafting_target (d, table, route);
    const char *kind = g_hash_table_lookup (d->written, name);

    if (!kind || g_str_equal (kind, "nat-gateway") || g_str_equal (kind, "host"))
        return name;
    g_autofree char *why =
        g_strdup_printf ("%s, which cannot take the place of a local route", name);
    return stand_in (d, table, route, why);
}
