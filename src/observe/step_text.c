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
char *
cvpn_rule_text (const CvpnNetwork *net, guint32 rule)
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
    const CvpnNetwork *net = answer->net;
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
            fact->text = again ? shorten_rule (rule) : cvpn_rule_text (net, verdict->rule);
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
    const CvpnEndpoint *endpoint = cvpn_endpoint (answer->net, answer->person.endpoint);
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
        return write_authorization (answer->net, result->verdict);
    if (result->step == CVPN_STEP_SNAT)
        return write_snat (answer, landing);
    if (result->step == CVPN_STEP_DESTINATION && landing->walk.way.place.kind == CVPN_PLACE_CLIENT)
        return g_strdup ("the client that holds this address, if one does");
    const CvpnPlace *place = &landing->walk.way.place;
    if (result->step == CVPN_STEP_DESTINATION && place->kind == CVPN_PLACE_RESOLVER)
        return g_strdup_printf ("the Amazon-provided DNS server of %s",
                                cvpn_vpc (answer->net, place->vpc)->name);
    if (place->kind == CVPN_PLACE_SERVICE &&
        (result->step == CVPN_STEP_RETURN ||
         (result->step == CVPN_STEP_DESTINATION && place->host == CVPN_NONE)))
        return write_service (answer->net, place->gateway, result->step);
    return join_facts (answer, landing, result->step);
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
        text.headline = cvpn_obstacle_headline (answer, landing, result->verdict);
        text.evidence = cvpn_obstacle_evidence (answer, landing, result->verdict);
    }
    return text;
}
