/* Cures for one landing that fails where another delivers: what the tables of that one say.
 *
 * "Verify that the subnet route tables are the same", says the AWS Client VPN Administrator
 * Guide's troubleshooting; so the route that works is copied, rather than one supposed. */
#include "analyze/mend.h"
#include "path/route.h"

/* Of what a table that chooses otherwise may be the cause. */
static gboolean
is_of_routing (CvpnCode code)
{
    switch (code) {
    case CVPN_CODE_NO_ROUTE_TO_DESTINATION:
    case CVPN_CODE_BAD_STATE_ROUTE:
    case CVPN_CODE_IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS:
    case CVPN_CODE_IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS:
    case CVPN_CODE_PCX_REQUIRES_ADDRESS_IN_VPC_CIDR:
    case CVPN_CODE_NO_POSSIBLE_DESTINATION:
    case CVPN_CODE_CVPN_ROUTING_LOOP:
    case CVPN_CODE_TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION:
    case CVPN_CODE_TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT:
    case CVPN_CODE_TGW_RTB_BAD_STATE_ROUTE:
    case CVPN_CODE_VGW_NO_ROUTE:
    case CVPN_CODE_VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS:
    case CVPN_CODE_GATEWAY_REJECTS_SPOOFED_TRAFFIC:
    case CVPN_CODE_PROTOCOL_RESTRICTION:
        return TRUE;
    default:
        return FALSE;
    }
}

/* How good a landing is to be copied from, the best first. */
typedef enum {
    DELIVERS,
    FINDS_NOBODY, /* it would, if anybody had the address */
    GETS_THERE,   /* only the answer is lost */
} Goodness;

static gboolean
is_good (const CvpnLanding *landing, Goodness goodness)
{
    const CvpnVerdict *obstacle = cvpn_trace_obstacle (&landing->trace);

    if (landing->outcome == CVPN_OUTCOME_DELIVERED)
        return TRUE;
    if (!obstacle || landing->outcome == CVPN_OUTCOME_UNDETERMINED)
        return FALSE;
    if (goodness == GETS_THERE)
        return obstacle->direction == CVPN_RETURN;
    return goodness == FINDS_NOBODY && obstacle->code == CVPN_CODE_NO_POSSIBLE_DESTINATION &&
           obstacle->step == CVPN_STEP_DESTINATION;
}

/* NULL: there is none that is as good as the worst that does. */
static const CvpnLanding *
find_good (const CvpnMendContext *c, Goodness worst)
{
    const GArray *landings = c->answer->landings;
    const CvpnVerdict *obstacle = cvpn_trace_obstacle (&c->landing->trace);
    const gboolean finds_nobody = !obstacle || obstacle->code == CVPN_CODE_NO_POSSIBLE_DESTINATION;

    for (Goodness goodness = DELIVERS; goodness <= (finds_nobody ? DELIVERS : worst); goodness++)
        for (guint i = 0; i < landings->len; i++) {
            const CvpnLanding *other = &g_array_index (landings, CvpnLanding, i);
            if (other != c->landing && is_good (other, goodness))
                return other;
        }
    return NULL;
}

static const CvpnSubnet *
subnet_of (const CvpnMendContext *c, const CvpnLanding *landing)
{
    return cvpn_subnet (c->net, cvpn_association (c->net, landing->association)->subnet);
}

static const CvpnRouteTable *
table_of (const CvpnMendContext *c, const CvpnSubnet *subnet)
{
    return cvpn_at (c->net->route_tables, CvpnRouteTable, subnet->route_table);
}

/* The route that decides; NULL: none. */
static const CvpnRoute *
find_route (const CvpnMendContext *c, const CvpnRouteTable *table, guint32 address)
{
    const guint32 hit = cvpn_prefix_table_lookup (table->by_destination, address);

    return hit == CVPN_PREFIX_TABLE_NONE ? NULL : cvpn_at (c->net->routes, CvpnRoute, hit);
}

/* One that can be written into another table; a gateway endpoint's comes by itself. */
static gboolean
can_be_copied (const CvpnRoute *route)
{
    return route && route->target.kind != CVPN_TARGET_LOCAL &&
           route->target.kind != CVPN_TARGET_BLACKHOLE &&
           route->target.kind != CVPN_TARGET_VPC_ENDPOINT &&
           route->target.kind != CVPN_TARGET_UNKNOWN;
}

static gboolean
is_same (CvpnTarget a, CvpnTarget b)
{
    return a.kind == b.kind && a.index == b.index;
}

/* What the route is to be for: as the good one has it; in the place of a longer one that is in
 * the way; and for no more than one would name where the present route may serve others. */
static CvpnPrefix
choose_block (CvpnPrefix good, const CvpnRoute *present, CvpnPrefix named)
{
    if (!present)
        return good;
    const CvpnPrefix longer =
        present->destination.length > good.length ? present->destination : good;
    const gboolean serves = present->target.kind != CVPN_TARGET_BLACKHOLE;
    const gboolean nobodys = named.length == 32; /* one of many */
    return serves && !nobodys && named.length > longer.length ? named : longer;
}

static gboolean
stands_behind (const CvpnMendContext *c, guint32 subnet, const CvpnRouteTable *table)
{
    return subnet != CVPN_NONE && table_of (c, cvpn_subnet (c->net, subnet)) == table;
}

/* Does anybody but clients go out by this table who has no public address? */
static gboolean
serves_others (const CvpnMendContext *c, const CvpnRouteTable *table)
{
    const CvpnNetwork *net = c->net;

    for (guint32 i = 0; i < net->hosts->len; i++)
        if (cvpn_host (net, i)->public_address == 0 &&
            stands_behind (c, cvpn_host (net, i)->subnet, table))
            return TRUE;
    for (guint32 i = 0; i < net->attachment_subnets->len; i++)
        if (stands_behind (c, *cvpn_at (net->attachment_subnets, guint32, i), table))
            return TRUE;
    for (guint32 i = 0; i < net->nat_gateways->len; i++)
        if (stands_behind (c, cvpn_at (net->nat_gateways, CvpnNatGateway, i)->subnet, table))
            return TRUE;
    return FALSE;
}

/* A NAT gateway that others need does not go for a protocol that it does not carry. */
static gboolean
takes_away (const CvpnMendContext *c, const CvpnRouteTable *table, const CvpnRoute *present,
            CvpnPrefix block)
{
    return c->verdict->code == CVPN_CODE_PROTOCOL_RESTRICTION && present &&
           cvpn_prefix_equal (present->destination, block) && serves_others (c, table);
}

static gboolean
was_supposed (const CvpnMendContext *c, CvpnTarget target)
{
    const CvpnWay way = { .packet = c->spot->packet,
                          .vpc = c->subnet->vpc,
                          .source_vpc = c->spot->source_vpc,
                          .subnet = c->spot->subnet };
    CvpnTarget supposed;

    return c->verdict->step == CVPN_STEP_SUBNET_ROUTE &&
           cvpn_route_suppose (c->net, &way, &supposed) && is_same (supposed, target);
}

CvpnAlikeness
cvpn_mend_alike (const CvpnMendContext *c)
{
    const CvpnLanding *good = find_good (c, GETS_THERE);
    const guint32 address = c->answer->destination.address;

    if (!good || !is_of_routing (c->verdict->code) || c->verdict->direction == CVPN_RETURN)
        return CVPN_ALIKE_NOT;
    const CvpnRouteTable *table = table_of (c, c->subnet);
    const CvpnRoute *present = find_route (c, table, address);
    const CvpnRoute *route = find_route (c, table_of (c, subnet_of (c, good)), address);
    if (route && route->target.kind == CVPN_TARGET_VPC_ENDPOINT)
        return cvpn_mend_service (c) ? CVPN_ALIKE_OTHER_WAY : CVPN_ALIKE_NOT;
    if (!can_be_copied (route) || (present && is_same (present->target, route->target)))
        return CVPN_ALIKE_NOT;
    const CvpnPrefix block =
        choose_block (route->destination, present, cvpn_mend_block (c, address));
    if (takes_away (c, table, present, block))
        return CVPN_ALIKE_NOT;
    cvpn_mend_set_route (c, table, block, route->target);
    return was_supposed (c, route->target) ? CVPN_ALIKE_SAME_WAY : CVPN_ALIKE_OTHER_WAY;
}

/* To the whole VPC, even where the other landing has a route of its own: so all landings have
 * one, and what is associated later. */
gboolean
cvpn_mend_return_alike (const CvpnMendContext *c)
{
    const CvpnLanding *good = find_good (c, FINDS_NOBODY);
    const guint32 address = c->spot->packet.destination;
    const guint32 own = cvpn_association (c->net, c->landing->association)->interface_address;

    /* Through a NAT gateway the answer goes to that one. */
    if (!good || c->verdict->direction != CVPN_RETURN || address != own)
        return FALSE;
    const CvpnRouteTable *table = table_of (c, cvpn_subnet (c->net, c->spot->subnet));
    const CvpnRoute *present = find_route (c, table, address);
    const CvpnRoute *route =
        find_route (c, table, cvpn_association (c->net, good->association)->interface_address);
    if (!can_be_copied (route) || (present && is_same (present->target, route->target)))
        return FALSE;
    const CvpnPrefix named = cvpn_mend_block (c, address);
    cvpn_mend_set_route (c, table, choose_block (named, present, named), route->target);
    return TRUE;
}
