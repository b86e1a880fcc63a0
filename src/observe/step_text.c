/* step_text: prose from verdicts. */
#include "observe/step_text.h"

#include <string.h>

/* "10.0.0.0/16 = pcx-ab" with an arrow. */
static char *
shorten_route (const CvpnRule *rule)
{
    const char *equals = strstr (rule->text, " = ");

    return equals
               ? g_strdup_printf ("%.*s → %s", (int) (equals - rule->text), rule->text, equals + 3)
               : g_strdup (rule->text);
}

/* "inbound 100 = allow tcp 443 0.0.0.0/0" as "in 100 allow tcp 443". */
static char *
shorten_entry (const CvpnRule *rule)
{
    g_autofree char *text = g_strdup (
        rule->text + strlen (rule->kind == CVPN_RULE_ACL_INBOUND ? "inbound" : "outbound"));
    char *equals = strstr (text, " = ");

    if (equals)
        memmove (equals, equals + 2, strlen (equals + 2) + 1);
    if (g_str_has_suffix (text, " 0.0.0.0/0"))
        text[strlen (text) - strlen (" 0.0.0.0/0")] = '\0';
    return g_strdup_printf ("%s%s", rule->kind == CVPN_RULE_ACL_INBOUND ? "in" : "out", text);
}

/* "ingress tcp 443 sg-vpn" as "tcp 443 from sg-vpn". */
static char *
shorten_group_rule (const CvpnRule *rule)
{
    const gboolean in = rule->kind == CVPN_RULE_SECURITY_GROUP_INGRESS;
    const char *text = rule->text + strlen (in ? "ingress " : "egress ");
    const char *peer = strrchr (text, ' ');

    return g_strdup_printf ("%.*s %s%s", (int) (peer - text), text, in ? "from" : "to", peer);
}

static char *
shorten_rule (const CvpnRule *rule)
{
    switch ((CvpnRuleKind) rule->kind) {
    case CVPN_RULE_VPN_ROUTE:
    case CVPN_RULE_ROUTE:
        return shorten_route (rule);
    case CVPN_RULE_ACL_INBOUND:
    case CVPN_RULE_ACL_OUTBOUND:
        return shorten_entry (rule);
    case CVPN_RULE_SECURITY_GROUP_INGRESS:
    case CVPN_RULE_SECURITY_GROUP_EGRESS:
        return shorten_group_rule (rule);
    default:
        return g_strdup (rule->text);
    }
}

/* The rule as a person reads it best: "rtb-b 10.0.0.0/16 → pcx-ab". */
static char *
describe_rule (const CvpnNetwork *net, guint32 rule)
{
    const CvpnRule *r = cvpn_network_rule (net, rule);
    g_autofree char *text = shorten_rule (r);

    return g_strdup_printf ("%s%s%s", r->component, *text ? " " : "", text);
}

/* "nat-a: source becomes 10.0.9.200, port kept"; NULL: no NAT gateway's rule. */
static char *
describe_translation (const CvpnWalk *walk, guint32 rule)
{
    const CvpnNetwork *net = walk->net;
    char address[CVPN_ADDRESS_TEXT];

    for (guint i = 0; i < walk->n_translations; i++) {
        const CvpnTranslation *t = &walk->translations[i];
        const CvpnNatAddress *nat = cvpn_at (net->nat_addresses, CvpnNatAddress, t->nat_address);
        const CvpnNatGateway *gateway = cvpn_at (net->nat_gateways, CvpnNatGateway, nat->gateway);
        if (gateway->rule != rule)
            continue;
        cvpn_address_format (nat->address, address);
        if (t->port == t->source_port)
            return g_strdup_printf ("%s: source becomes %s, port kept", gateway->name, address);
        return g_strdup_printf ("%s: source becomes %s, port %u → %u", gateway->name, address,
                                t->source_port, t->port);
    }
    return NULL;
}

static void
free_fact (gpointer data)
{
    CvpnFact *fact = data;

    g_free (fact->text);
    g_free (fact);
}

/* Several hops and rules stand behind one step at the destination; a resource
 * that is named twice running is named once. */
GPtrArray *
cvpn_step_facts (const CvpnAnswer *answer, const CvpnLanding *landing, CvpnStep step)
{
    const CvpnNetwork *net = answer->scenario->net;
    const char *component = NULL;
    GPtrArray *facts = g_ptr_array_new_with_free_func (free_fact);

    for (guint i = 0; i < landing->trace.n; i++) {
        const CvpnVerdict *verdict = &landing->trace.verdicts[i];
        if (verdict->step != step || verdict->result != CVPN_RESULT_OK ||
            verdict->rule == CVPN_RULE_NONE || !cvpn_landing_reached (landing, i))
            continue;
        const CvpnRule *rule = cvpn_network_rule (net, verdict->rule);
        const gboolean again = component && g_str_equal (component, rule->component);
        CvpnFact *fact = g_new0 (CvpnFact, 1);
        fact->text = describe_translation (&landing->walk, verdict->rule);
        if (!fact->text)
            fact->text = again ? shorten_rule (rule) : describe_rule (net, verdict->rule);
        fact->rule = verdict->rule;
        g_ptr_array_add (facts, fact);
        component = rule->component;
    }
    return facts;
}

static char *
join_facts (const CvpnAnswer *answer, const CvpnLanding *landing, CvpnStep step)
{
    g_autoptr (GPtrArray) facts = cvpn_step_facts (answer, landing, step);
    GString *text = g_string_new (facts->len > 0 ? NULL : "nothing in the way");

    for (guint i = 0; i < facts->len; i++)
        g_string_append_printf (text, "%s%s", i > 0 ? "; " : "",
                                ((CvpnFact *) facts->pdata[i])->text);
    return g_string_free (text, FALSE);
}

static char *
write_methods (guint methods)
{
    static const char *const words[] = { "certificate", "directory", "federated" };
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
        if (methods & 1u << i)
            g_string_append_printf (text, "%s%s", text->len > 0 ? " and " : "", words[i]);
    return g_string_free (text, FALSE);
}

static char *
write_connection (const CvpnAnswer *answer)
{
    const CvpnEndpoint *endpoint = cvpn_endpoint (answer->scenario->net, answer->person.endpoint);
    g_autofree char *methods = write_methods (endpoint->authentication);
    char text[CVPN_PREFIX_TEXT];

    return g_strdup_printf ("%s; address from %s", methods,
                            cvpn_prefix_format (endpoint->client_cidr, text));
}

static char *
write_authorization (const CvpnNetwork *net, const CvpnVerdict *verdict)
{
    const CvpnRule *rule = cvpn_network_rule (net, verdict->rule);
    const char *equals = strstr (rule->text, " = ");

    if (!equals)
        return g_strdup (rule->text);
    return g_strdup_printf ("%.*s for %s", (int) (equals - rule->text), rule->text,
                            g_str_equal (equals + 3, "*") ? "everyone" : equals + 3);
}

static char *
write_snat (const CvpnAnswer *answer, const CvpnLanding *landing)
{
    const CvpnPacket *packet = &landing->walk.packet;
    char source[CVPN_ADDRESS_TEXT];

    cvpn_address_format (packet->source, source);
    if (packet->source_port == answer->source_port)
        return g_strdup_printf ("source becomes %s, port %u kept", source, packet->source_port);
    return g_strdup_printf ("source becomes %s, port %u replaced by %u", source,
                            answer->source_port, packet->source_port);
}

/* There, and back again. */
static char *
write_service (const CvpnNetwork *net, guint32 index, CvpnStep step)
{
    const CvpnVpcEndpoint *endpoint = cvpn_at (net->vpc_endpoints, CvpnVpcEndpoint, index);

    if (step == CVPN_STEP_RETURN)
        return g_strdup_printf ("through %s, without a route", endpoint->name);
    return g_strdup_printf (
        "%s: the service of %s answers", endpoint->name,
        cvpn_at (net->prefix_lists, CvpnPrefixList, endpoint->prefix_list)->name);
}

static char *
write_pass (const CvpnAnswer *answer, const CvpnLanding *landing, const CvpnStepResult *result)
{
    if (result->step == CVPN_STEP_CONNECTION)
        return write_connection (answer);
    if (result->step == CVPN_STEP_AUTHORIZATION)
        return write_authorization (answer->scenario->net, result->verdict);
    if (result->step == CVPN_STEP_SNAT)
        return write_snat (answer, landing);
    if (result->step == CVPN_STEP_DESTINATION && landing->walk.way.place.kind == CVPN_PLACE_CLIENT)
        return g_strdup ("the client that holds this address, if one does");
    const CvpnPlace *place = &landing->walk.way.place;
    if (result->step == CVPN_STEP_DESTINATION && place->kind == CVPN_PLACE_RESOLVER)
        return g_strdup_printf ("the Amazon-provided DNS server of %s",
                                cvpn_vpc (answer->scenario->net, place->vpc)->name);
    if (place->kind == CVPN_PLACE_SERVICE &&
        (result->step == CVPN_STEP_RETURN ||
         (result->step == CVPN_STEP_DESTINATION && place->host == CVPN_NONE)))
        return write_service (answer->scenario->net, place->gateway, result->step);
    return join_facts (answer, landing, result->step);
}

/* "172.31.0.0/16 is routed to subnet-b only": who does have such a route. */
static char *
write_routed_elsewhere (const CvpnAnswer *answer)
{
    const CvpnNetwork *net = answer->scenario->net;
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
    const CvpnNetwork *net = answer->scenario->net;
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

static char *
write_obstacle (const CvpnAnswer *answer, const CvpnLanding *landing, const CvpnVerdict *verdict)
{
    const CvpnNetwork *net = answer->scenario->net;
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

/* "vpc-0a1b; ask AWS: aws ec2 describe-vpcs". */
static char *
write_unknown (const CvpnNetwork *net, guint32 number)
{
    const CvpnRule *rule = cvpn_network_rule (net, number);

    return g_strdup_printf ("%s%s%s", rule->component, *rule->text ? "; " : "", rule->text);
}

static char *
write_evidence (const CvpnAnswer *answer, const CvpnVerdict *verdict)
{
    const CvpnNetwork *net = answer->scenario->net;
    char text[CVPN_ADDRESS_TEXT];

    if (verdict->code == CVPN_CODE_CVPN_NO_ROUTE_TO_DESTINATION)
        return write_routed_elsewhere (answer);
    if (verdict->code == CVPN_CODE_CVPN_AUTHORIZATION_GROUP_MISMATCH)
        return write_other_groups (answer);
    if (verdict->rule == CVPN_RULE_NONE)
        return NULL;
    if (verdict->code == CVPN_CODE_UNKNOWN_RESOURCE)
        return write_unknown (net, verdict->rule);
    if (verdict->code != CVPN_CODE_NO_POSSIBLE_DESTINATION)
        return describe_rule (net, verdict->rule);
    return g_strdup_printf ("%s in %s", cvpn_address_format (answer->destination.address, text),
                            cvpn_network_rule (net, verdict->rule)->component);
}

/* The packet came by, and there was nothing to ask: an ACL inside a subnet. */
static gboolean
is_passed_by (const CvpnLanding *landing, CvpnStep step)
{
    for (guint i = 0; i < landing->trace.n; i++)
        if (landing->trace.verdicts[i].step == step &&
            landing->trace.verdicts[i].result == CVPN_RESULT_SKIPPED &&
            cvpn_landing_reached (landing, i))
            return TRUE;
    return FALSE;
}

CvpnStepText
cvpn_step_text (const CvpnAnswer *answer, const CvpnLanding *landing, const CvpnStepResult *result)
{
    CvpnStepText text = { NULL, NULL };

    if (result->result == CVPN_RESULT_SKIPPED)
        text.headline =
            g_strdup (is_passed_by (landing, result->step) ? "not on this way" : "not reached");
    else if (result->result == CVPN_RESULT_OK)
        text.headline = write_pass (answer, landing, result);
    else {
        text.headline = write_obstacle (answer, landing, result->verdict);
        text.evidence = write_evidence (answer, result->verdict);
    }
    return text;
}
