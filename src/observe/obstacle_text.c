/* obstacle_text: what stopped a packet, and what it is known from. */
#include "observe/step_text.h"

#include "base/name_list.h"
#include "path/lag.h"
#include "path/route.h"

/* "172.31.0.0/16 is routed to subnet-b only": who does have such a route. */
static char *
write_routed_elsewhere (const CvpnAnswer *answer)
{
    const CvpnNetwork *net = answer->net;
    const CvpnEndpoint *endpoint = cvpn_endpoint (net, answer->person.endpoint);
    const guint32 hit = cvpn_prefix_table_lookup (endpoint->pushed, answer->destination.address);
    g_autoptr (GString) subnets = g_string_new (NULL);
    char text[CVPN_PREFIX_TEXT];

    if (hit == CVPN_PREFIX_TABLE_NONE)
        return g_strdup_printf ("%s has no route that covers it, from any subnet", endpoint->name);
    const CvpnPrefix block = cvpn_at (net->vpn_routes, CvpnVpnRoute, hit)->destination;
    for (guint32 i = endpoint->vpn_routes.first;
         i < endpoint->vpn_routes.first + endpoint->vpn_routes.count; i++) {
        const CvpnVpnRoute *route = cvpn_at (net->vpn_routes, CvpnVpnRoute, i);
        if (route->association == CVPN_NONE || !cvpn_prefix_equal (route->destination, block))
            continue;
        g_string_append_printf (
            subnets, "%s%s", subnets->len > 0 ? ", " : "",
            cvpn_subnet (net, cvpn_association (net, route->association)->subnet)->name);
    }
    return g_strdup_printf ("%s is routed to %s only", cvpn_prefix_format (block, text),
                            subnets->str);
}

/* "10.1.0.0/16 is for engineering, ops". */
static char *
write_other_groups (const CvpnAnswer *answer)
{
    const CvpnNetwork *net = answer->net;
    const CvpnEndpoint *endpoint = cvpn_endpoint (net, answer->person.endpoint);
    const guint32 hit =
        cvpn_prefix_table_lookup (endpoint->authorization, answer->destination.address);
    const CvpnAuthorizationTarget *target =
        cvpn_at (net->authorization_targets, CvpnAuthorizationTarget, hit);
    g_autoptr (GString) groups = g_string_new (NULL);
    char text[CVPN_PREFIX_TEXT];

    for (guint32 i = target->rules.first; i < target->rules.first + target->rules.count; i++) {
        const CvpnAuthorizationRule *rule =
            cvpn_at (net->authorization_rules, CvpnAuthorizationRule, i);
        if (rule->group != CVPN_NONE)
            g_string_append_printf (groups, "%s%s", groups->len > 0 ? ", " : "",
                                    (char *) net->access_groups->pdata[rule->group]);
    }
    return g_strdup_printf ("%s is for %s", cvpn_prefix_format (target->destination, text),
                            groups->str);
}

char *
cvpn_obstacle_headline (const CvpnAnswer *answer, const CvpnLanding *landing,
                        const CvpnVerdict *verdict)
{
    const CvpnNetwork *net = answer->net;
    char text[CVPN_ADDRESS_TEXT];

    if (verdict->code == CVPN_CODE_CVPN_NO_ROUTE_TO_DESTINATION)
        return g_strdup_printf (
            "no route from %s to %s",
            cvpn_subnet (net, cvpn_association (net, landing->association)->subnet)->name,
            cvpn_address_format (answer->destination.address, text));
    if (verdict->reason != CVPN_REASON_NONE)
        return g_strdup (cvpn_reason_word (verdict->reason));
    if (verdict->direction == CVPN_RETURN)
        return g_strdup_printf ("%s, on the way back", cvpn_code_text (verdict->code));
    return g_strdup (cvpn_code_text (verdict->code));
}

/* "rtb-b 0.0.0.0/0 → tgw-1: att-a has no subnet in us-east-1b". */
static char *
write_attachment (const CvpnNetwork *net, const CvpnVerdict *verdict, const CvpnSpot *spot)
{
    g_autofree char *rule = cvpn_rule_text (net, verdict->rule);
    const CvpnSubnet *subnet = cvpn_subnet (net, spot->subnet);
    const guint32 hit = cvpn_prefix_table_lookup (
        cvpn_at (net->route_tables, CvpnRouteTable, subnet->route_table)->by_destination,
        spot->packet.destination);
    const CvpnTarget target = cvpn_at (net->routes, CvpnRoute, hit)->target;

    if (target.kind != CVPN_TARGET_TRANSIT_GATEWAY)
        return g_steal_pointer (&rule);
    const guint32 attachment = cvpn_network_attachment (net, target.index, subnet->vpc);
    if (attachment == CVPN_NONE)
        return g_strdup_printf ("%s: %s is not attached to it", rule,
                                cvpn_vpc (net, subnet->vpc)->name);
    return g_strdup_printf ("%s: %s has no subnet in %s", rule,
                            cvpn_at (net->attachments, CvpnAttachment, attachment)->name,
                            (char *) net->zones->pdata[subnet->zone]);
}

/* Whose the address is that takes no packets: a NAT gateway's, an endpoint's; or NULL. */
static const char *
find_deaf_owner (const CvpnNetwork *net, guint32 vpc, guint32 address)
{
    for (guint32 i = 0; i < net->nat_addresses->len; i++) {
        const CvpnNatAddress *nat = cvpn_at (net->nat_addresses, CvpnNatAddress, i);
        const CvpnNatGateway *gateway = cvpn_at (net->nat_gateways, CvpnNatGateway, nat->gateway);
        if (nat->address == address && cvpn_subnet (net, gateway->subnet)->vpc == vpc)
            return cvpn_network_rule (net, gateway->rule)->component;
    }
    for (guint32 i = 0; i < net->associations->len; i++) {
        const CvpnAssociation *association = cvpn_association (net, i);
        if (association->interface_address == address && cvpn_association_stands (association) &&
            cvpn_subnet (net, association->subnet)->vpc == vpc)
            return cvpn_endpoint (net, association->endpoint)->name;
    }
    return NULL;
}

/* Nobody has the address; or an answer goes astray. */
static char *
write_nobody (const CvpnNetwork *net, const CvpnVerdict *verdict, const CvpnSpot *spot)
{
    const char *component = cvpn_network_rule (net, verdict->rule)->component;
    char text[CVPN_ADDRESS_TEXT];

    for (guint32 i = 0; i < net->nat_gateways->len; i++)
        if (cvpn_at (net->nat_gateways, CvpnNatGateway, i)->rule == verdict->rule &&
            verdict->direction == CVPN_RETURN)
            return g_strdup_printf ("%s takes no answers but its own", component);
    cvpn_address_format (spot->packet.destination, text);
    for (guint32 i = 0; i < net->subnets->len; i++) {
        const CvpnSubnet *subnet = cvpn_subnet (net, i);
        const char *owner = subnet->rule == verdict->rule
                                ? find_deaf_owner (net, subnet->vpc, spot->packet.destination)
                                : NULL;
        if (owner)
            return g_strdup_printf ("%s in %s is %s, which takes answers only", text, component,
                                    owner);
    }
    return g_strdup_printf ("%s in %s", text, component);
}

/* A rule may name the sender's groups, where the way makes them unknown. */
static gboolean
would_refer (const CvpnAnswer *answer, const CvpnLanding *landing, const CvpnSpot *spot)
{
    const CvpnNetwork *net = answer->net;
    const CvpnHost *host = cvpn_host (net, spot->host);
    const CvpnGroupsQuestion question = {
        .groups = host->groups,
        .vpc = cvpn_subnet (net, host->subnet)->vpc,
        .packet = &spot->packet,
        .peer = { .address = spot->packet.source,
                  .groups_known = TRUE,
                  .groups = cvpn_association (net, landing->association)->groups,
                  .referable = TRUE },
    };
    guint n_rules;

    return !spot->referable && cvpn_filter_groups (net, &question, &n_rules) != CVPN_RULE_NONE;
}

/* The endpoint's groups would be admitted, and the interface has others. */
static gboolean
lag_matters (const CvpnAnswer *answer, const CvpnLanding *landing, const CvpnVerdict *verdict,
             const CvpnSpot *spot)
{
    const gboolean own = verdict->step == CVPN_STEP_SECURITY_GROUP;
    const CvpnLagQuestion question = { .association = landing->association,
                                       .host = own ? CVPN_NONE : spot->host,
                                       .referable = !own && spot->referable,
                                       .packet = own ? &landing->walk.packet : &spot->packet };

    return cvpn_lag_is (answer->net, landing->association) &&
           cvpn_lag_admits (answer->net, &question);
}

/* "sg-old; sg-new, which the endpoint has and the interface not yet, would let it out". */
static char *
write_own_groups (const CvpnAnswer *answer, const CvpnLanding *landing, const CvpnVerdict *verdict)
{
    const CvpnNetwork *net = answer->net;
    const CvpnSpan groups = cvpn_endpoint (net, answer->person.endpoint)->groups;
    g_autofree char *rule = cvpn_rule_text (net, verdict->rule);
    g_autoptr (GPtrArray) names = cvpn_name_list_new ();

    if (!lag_matters (answer, landing, verdict, NULL))
        return g_steal_pointer (&rule);
    for (guint32 i = groups.first; i < groups.first + groups.count; i++)
        cvpn_name_list_add (names, cvpn_at (net->security_groups, CvpnSecurityGroup,
                                            g_array_index (net->group_lists, guint32, i))
                                       ->name);
    g_autofree char *all = cvpn_name_list_join (names, G_MAXUINT);
    return g_strdup_printf ("%s; %s, which the endpoint has and the interface not yet, would let "
                            "it out",
                            rule, all);
}

/* Only who forwards is asked about an answer: one whose request went another way. */
static const char *
find_why (const CvpnAnswer *answer, const CvpnLanding *landing, const CvpnVerdict *verdict,
          const CvpnSpot *spot)
{
    if (verdict->code == CVPN_CODE_CVPN_CONNECTION_TRACKING_EXPIRED)
        return "";
    if (verdict->direction == CVPN_RETURN)
        return ": the request did not come by it";
    if (spot->inbound && would_refer (answer, landing, spot))
        return ": references to groups do not count on this way";
    return spot->inbound && lag_matters (answer, landing, verdict, spot)
               ? ": it names groups that the landing's interface does not have yet"
               : "";
}

/* "sg-fw of fw, inbound". */
static char *
write_groups (const CvpnAnswer *answer, const CvpnLanding *landing, const CvpnVerdict *verdict,
              const CvpnSpot *spot)
{
    const CvpnNetwork *net = answer->net;
    g_autofree char *rule = cvpn_rule_text (net, verdict->rule);

    return g_strdup_printf ("%s of %s, %s%s", rule, cvpn_host (net, spot->host)->name,
                            spot->inbound ? "inbound" : "outbound",
                            find_why (answer, landing, verdict, spot));
}

/* "subnet-app: us-east-1a has failed"; an attachment has lost all of its zones. */
static char *
write_failed_zone (const CvpnNetwork *net, guint32 number)
{
    g_autofree char *rule = cvpn_rule_text (net, number);

    for (guint32 i = 0; i < net->subnets->len; i++)
        if (cvpn_subnet (net, i)->rule == number)
            return g_strdup_printf ("%s: %s has failed", rule,
                                    (char *) net->zones->pdata[cvpn_subnet (net, i)->zone]);
    return g_strdup_printf ("%s: all of its zones have failed", rule);
}

/* "cvpn-1 is at udp 443": what the client's network would have to let out. */
static char *
write_transport (const CvpnAnswer *answer)
{
    const CvpnEndpoint *endpoint = cvpn_endpoint (answer->net, answer->person.endpoint);

    return g_strdup_printf ("%s is at %s %u", endpoint->name,
                            endpoint->transport == CVPN_TRANSPORT_UDP ? "udp" : "tcp",
                            endpoint->vpn_port);
}

/* "vpc-0a1b; ask AWS: aws ec2 describe-vpcs". */
static char *
write_unknown (const CvpnNetwork *net, guint32 number)
{
    const CvpnRule *rule = cvpn_network_rule (net, number);

    return g_strdup_printf ("%s%s%s", rule->component, *rule->text ? "; " : "", rule->text);
}

/* The obstacles behind step 5 know their spot. */
static char *
write_hop_evidence (const CvpnAnswer *answer, const CvpnLanding *landing,
                    const CvpnVerdict *verdict)
{
    const CvpnSpot *spot = &landing->trace.spots[verdict - landing->trace.verdicts];
    const CvpnNetwork *net = answer->net;

    switch ((CvpnCode) verdict->code) {
    case CVPN_CODE_TGW_ROUTE_AZ_RESTRICTION:
    case CVPN_CODE_BAD_STATE_ROUTE:
        return write_attachment (net, verdict, spot);
    case CVPN_CODE_NO_POSSIBLE_DESTINATION:
        return write_nobody (net, verdict, spot);
    case CVPN_CODE_ENI_SG_RULES_MISMATCH:
    case CVPN_CODE_SG_HAS_NO_RULES:
    case CVPN_CODE_CVPN_CONNECTION_TRACKING_EXPIRED:
        return spot->host == CVPN_NONE ? cvpn_rule_text (net, verdict->rule)
                                       : write_groups (answer, landing, verdict, spot);
    default:
        return cvpn_rule_text (net, verdict->rule);
    }
}

char *
cvpn_obstacle_evidence (const CvpnAnswer *answer, const CvpnLanding *landing,
                        const CvpnVerdict *verdict)
{
    const CvpnNetwork *net = answer->net;

    if (verdict->code == CVPN_CODE_CVPN_NO_ROUTE_TO_DESTINATION)
        return write_routed_elsewhere (answer);
    if (verdict->code == CVPN_CODE_CVPN_AUTHORIZATION_GROUP_MISMATCH)
        return write_other_groups (answer);
    if (verdict->rule == CVPN_RULE_NONE)
        return NULL;
    if (verdict->code == CVPN_CODE_UNKNOWN_RESOURCE ||
        verdict->code == CVPN_CODE_UNSUPPORTED_COMPONENT)
        return write_unknown (net, verdict->rule);
    if (verdict->code == CVPN_CODE_BAD_STATE || verdict->code == CVPN_CODE_BAD_STATE_ATTACHMENT ||
        verdict->code == CVPN_CODE_CVPN_HANDSHAKE_TIMEOUT)
        return write_failed_zone (net, verdict->rule);
    if (verdict->code == CVPN_CODE_CVPN_TRANSPORT_RESTRICTION)
        return write_transport (answer);
    if (verdict->step == CVPN_STEP_SECURITY_GROUP)
        return write_own_groups (answer, landing, verdict);
    if (verdict->step < CVPN_STEP_SUBNET_ROUTE)
        return cvpn_rule_text (net, verdict->rule);
    return write_hop_evidence (answer, landing, verdict);
}
