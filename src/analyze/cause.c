/* cause: the first obstacle of a landing, and whether it stands there because something that
 * should be alike on all landings is not.
 *
 * A landing that lacks the endpoint's route, or whose subnet's table chooses differently, is
 * told from one whose way is the same and meets an ACL, a group or a firewall that treats its
 * addresses differently: each has its own cure. */
#include "analyze/cause.h"

#include "path/lag.h"

static const CvpnPrefix no_block = { 0, CVPN_PREFIX_UNSET };

CvpnPrefix
cvpn_cause_block (const CvpnNetwork *net, guint32 route)
{
    const CvpnRoute *r = cvpn_at (net->routes, CvpnRoute, route);

    if (r->prefix_list == CVPN_NONE)
        return r->destination;
    return *cvpn_at (net->cidrs, CvpnPrefix,
                     cvpn_at (net->prefix_lists, CvpnPrefixList, r->prefix_list)->entries.first);
}

CvpnRouteResult
cvpn_cause_route (const CvpnNetwork *net, guint32 association, const CvpnPacket *packet,
                  CvpnPrefix *block)
{
    const CvpnAssociation *a = cvpn_association (net, association);
    const CvpnSubnet *subnet = cvpn_subnet (net, a->subnet);
    CvpnWay way = { .packet = *packet,
                    .vpc = subnet->vpc,
                    .source_vpc = subnet->vpc,
                    .subnet = a->subnet,
                    .referable = TRUE };

    *block = no_block;
    if (subnet->unknown)
        return (CvpnRouteResult){ .code = CVPN_CODE_UNKNOWN_RESOURCE, .rule = subnet->rule };
    const guint32 hit = cvpn_prefix_table_lookup (
        cvpn_at (net->route_tables, CvpnRouteTable, subnet->route_table)->by_destination,
        packet->destination);
    way.packet.source = a->interface_address;
    *block = hit == CVPN_PREFIX_TABLE_NONE ? no_block : cvpn_cause_block (net, hit);
    return cvpn_route_look_up (net, &way);
}

/* Obstacles in the way of a packet that was sent the wrong way, rather than of who sent it. */
static gboolean
is_about_routing (CvpnCode code)
{
    switch (code) {
    case CVPN_CODE_ENI_SG_RULES_MISMATCH:
    case CVPN_CODE_SG_HAS_NO_RULES:
    case CVPN_CODE_UNKNOWN_PEERED_SGS:
    case CVPN_CODE_FIREWALL_RULES_RESTRICTION:
    case CVPN_CODE_NO_LISTENER:
    case CVPN_CODE_MTU_EXCEEDED:
    case CVPN_CODE_ENI_SOURCE_DEST_CHECK_RESTRICTION:
    case CVPN_CODE_NGW_PORT_ALLOCATION:
    case CVPN_CODE_NGW_IDLE_TIMEOUT:
    case CVPN_CODE_CVPN_CONNECTION_TRACKING_EXPIRED:
    case CVPN_CODE_BAD_STATE:
    case CVPN_CODE_BAD_STATE_ATTACHMENT:
        return FALSE;
    default:
        return TRUE;
    }
}

/* Does the table of the failing landing choose another way than that of a good one?  Two NAT
 * gateways, one a zone, are the same way to two packets that only a filter tells apart. */
static gboolean
chooses_differently (const CvpnRouteResult *failing, const CvpnRouteResult *good, CvpnCode code)
{
    if (failing->code == CVPN_CODE_NO_ROUTE_TO_DESTINATION)
        return TRUE;
    if (failing->target.kind != good->target.kind)
        return TRUE;
    return failing->target.index != good->target.index && is_about_routing (code);
}

/* The route that the landing's own table has for it, or the table. */
static guint32
find_own_rule (const CvpnCase *c, guint landing)
{
    const CvpnSubnet *subnet =
        cvpn_subnet (c->net, cvpn_association (c->net, c->associations[landing])->subnet);
    const CvpnRouteTable *table =
        cvpn_at (c->net->route_tables, CvpnRouteTable, subnet->route_table);
    const guint32 hit = cvpn_prefix_table_lookup (table->by_destination, c->packet.destination);

    return hit == CVPN_PREFIX_TABLE_NONE ? table->rule
                                         : cvpn_at (c->net->routes, CvpnRoute, hit)->rule;
}

/* TRUE if no good landing's table chooses as this one's; 'block' is what the first good one
 * has. */
static gboolean
tables_differ (const CvpnCase *c, guint landing, CvpnPrefix *block)
{
    CvpnPrefix ignored;
    const CvpnRouteResult failing =
        cvpn_cause_route (c->net, c->associations[landing], &c->packet, &ignored);
    gboolean any = FALSE;

    for (guint i = 0; i < c->n_landings; i++) {
        CvpnPrefix chosen;
        if (c->roles[i] != CVPN_ROLE_GOOD)
            continue;
        const CvpnRouteResult good =
            cvpn_cause_route (c->net, c->associations[i], &c->packet, &chosen);
        if (!chooses_differently (&failing, &good, (CvpnCode) c->fates[landing].code))
            return FALSE;
        if (!any)
            *block = chosen;
        any = TRUE;
    }
    return any;
}

/* The endpoint's route that other landings have; a cell's addresses share it. */
static CvpnCause
find_vpn_route (const CvpnCase *c)
{
    const CvpnEndpoint *endpoint = cvpn_endpoint (c->net, c->endpoint);
    const guint32 hit = cvpn_prefix_table_lookup (endpoint->pushed, c->packet.destination);

    if (hit == CVPN_PREFIX_TABLE_NONE)
        return (CvpnCause){ CVPN_CAUSE_CVPN_ROUTES_DIFFER, no_block, endpoint->rule, FALSE };
    const CvpnVpnRoute *route = cvpn_at (c->net->vpn_routes, CvpnVpnRoute, hit);
    return (CvpnCause){ CVPN_CAUSE_CVPN_ROUTES_DIFFER, route->destination, route->rule, FALSE };
}

/* The attachment that has no subnet in the landing's zone, whichever routes lead to its
 * gateway; further on the way, the route that does. */
static CvpnCause
find_attachment (const CvpnCase *c, guint landing)
{
    const CvpnFate *fate = &c->fates[landing];
    const char *word = cvpn_code_word ((CvpnCode) fate->code);
    CvpnPrefix block;
    const CvpnRouteResult route =
        cvpn_cause_route (c->net, c->associations[landing], &c->packet, &block);
    const CvpnAssociation *a = cvpn_association (c->net, c->associations[landing]);
    guint32 attachment = CVPN_NONE;

    if (fate->step == CVPN_STEP_SUBNET_ROUTE && route.target.kind == CVPN_TARGET_TRANSIT_GATEWAY)
        attachment = cvpn_network_attachment (c->net, route.target.index,
                                              cvpn_subnet (c->net, a->subnet)->vpc);
    if (attachment == CVPN_NONE)
        return (CvpnCause){ word, no_block, fate->rule, FALSE };
    return (CvpnCause){ word, no_block,
                        cvpn_at (c->net->attachments, CvpnAttachment, attachment)->rule, FALSE };
}

static gboolean
is_return_routing (const CvpnFate *fate)
{
    return fate->direction == CVPN_RETURN && is_about_routing ((CvpnCode) fate->code) &&
           fate->code != CVPN_CODE_TGW_ROUTE_AZ_RESTRICTION;
}

/* NAT gateways carry TCP, UDP and ICMP, gateway endpoints TCP and echo requests: a landing
 * behind an internet gateway gets further with the rest, and is none the better for it.  Where
 * the gateway leads nowhere at all, it is the wrong way. */
gboolean
cvpn_cause_is_limit (CvpnCode code)
{
    return code == CVPN_CODE_PROTOCOL_RESTRICTION ||
           code == CVPN_CODE_VPCE_GATEWAY_PROTOCOL_RESTRICTION;
}

/* The host whose groups did not admit it: the verdict's rule is their first. */
static guint32
find_refusing_host (const CvpnCase *c, guint landing)
{
    for (guint32 i = 0; i < c->net->hosts->len; i++) {
        const CvpnHost *host = cvpn_host (c->net, i);
        if (host->address != c->packet.destination || host->groups.count == 0)
            continue;
        const guint32 first = g_array_index (c->net->group_lists, guint32, host->groups.first);
        if (cvpn_at (c->net->security_groups, CvpnSecurityGroup, first)->rule ==
            c->fates[landing].rule)
            return i;
    }
    return CVPN_NONE;
}

/* Are the groups of the landing's interface in the way, and would the endpoint's not be? */
static gboolean
lags (const CvpnCase *c, guint landing)
{
    const CvpnFate *fate = &c->fates[landing];
    const guint32 association = c->associations[landing];
    const gboolean own = fate->step == CVPN_STEP_SECURITY_GROUP;
    const gboolean sg =
        fate->code == CVPN_CODE_ENI_SG_RULES_MISMATCH || fate->code == CVPN_CODE_SG_HAS_NO_RULES;
    CvpnPacket packet = c->packet;

    if (!sg || fate->direction == CVPN_RETURN || !cvpn_lag_is (c->net, association))
        return FALSE;
    const guint32 host = own ? CVPN_NONE : find_refusing_host (c, landing);
    packet.source = own ? packet.source : cvpn_association (c->net, association)->interface_address;
    return (own || host != CVPN_NONE) &&
           cvpn_lag_admits (c->net, &(CvpnLagQuestion){ .association = association,
                                                        .host = host,
                                                        .referable = TRUE,
                                                        .packet = &packet });
}

CvpnCause
cvpn_cause_find (const CvpnCase *c, guint landing)
{
    const CvpnFate *fate = &c->fates[landing];
    const char *word = cvpn_code_word ((CvpnCode) fate->code);
    CvpnPrefix block;

    if (fate->code == CVPN_CODE_CVPN_NO_ROUTE_TO_DESTINATION)
        return find_vpn_route (c);
    if (cvpn_cause_is_limit ((CvpnCode) fate->code) && c->carries[landing])
        return (CvpnCause){ word, no_block, fate->rule, TRUE };
    if (lags (c, landing))
        return (CvpnCause){ CVPN_CAUSE_INTERFACE_GROUPS_LAG, no_block,
                            cvpn_association (c->net, c->associations[landing])->groups_rule,
                            FALSE };
    if (fate->code == CVPN_CODE_SUBNET_ACL_RESTRICTION)
        return (CvpnCause){ CVPN_CAUSE_SUBNET_ACLS_DIFFER, no_block, fate->rule, FALSE };
    if (fate->code == CVPN_CODE_TGW_ROUTE_AZ_RESTRICTION)
        return find_attachment (c, landing);
    if (fate->step < CVPN_STEP_SUBNET_ROUTE ||
        (fate->code == CVPN_CODE_BAD_STATE_ROUTE && fate->direction == CVPN_FORWARD))
        return (CvpnCause){ word, no_block, fate->rule, FALSE };
    if (is_return_routing (fate))
        return (CvpnCause){ CVPN_CAUSE_RETURN_ROUTES_DIFFER, no_block, fate->rule, FALSE };
    if (fate->direction == CVPN_FORWARD && tables_differ (c, landing, &block))
        return (CvpnCause){ CVPN_CAUSE_SUBNET_ROUTES_DIFFER, block, find_own_rule (c, landing),
                            FALSE };
    return (CvpnCause){ word, no_block, fate->rule, FALSE };
}
