/* What differs between landings, in a sentence for each cause. */
#include <string.h>

#include "analyze/cause.h"
#include "analyze/diagnose_message.h"
#include "path/route.h"

static const CvpnAssociation *
association_of (const CvpnMessage *m, guint landing)
{
    const CvpnLanding *l = &g_array_index (m->answer->landings, CvpnLanding, landing);

    return cvpn_association (m->net, l->association);
}

static const CvpnVerdict *
obstacle_of (const CvpnMessage *m, guint landing, const CvpnSpot **spot)
{
    const CvpnTrace *trace = &g_array_index (m->answer->landings, CvpnLanding, landing).trace;
    const CvpnVerdict *verdict = cvpn_trace_obstacle (trace);

    *spot = verdict ? &trace->spots[verdict - trace->verdicts] : NULL;
    return verdict;
}

static const char *
table_of (const CvpnMessage *m, guint landing)
{
    const CvpnSubnet *subnet = cvpn_subnet (m->net, association_of (m, landing)->subnet);

    return cvpn_at (m->net->route_tables, CvpnRouteTable, subnet->route_table)->name;
}

/* Landings with a route that covers it. */
static char *
write_routed (const CvpnMessage *m)
{
    g_autoptr (GPtrArray) names = cvpn_name_list_new ();

    for (guint i = 0; i < m->subject->n_landings; i++) {
        const CvpnAssociation *a = association_of (m, i);
        if (cvpn_prefix_table_lookup (a->routes, m->answer->destination.address) !=
            CVPN_PREFIX_TABLE_NONE)
            cvpn_name_list_add (names, cvpn_subnet (m->net, a->subnet)->name);
    }
    return cvpn_name_list_join (names, CVPN_NAMES_MAX);
}

static char *
explain_vpn_routes (const CvpnMessage *m)
{
    char block[CVPN_PREFIX_TEXT];
    g_autofree char *routed = write_routed (m);
    g_autofree char *rest = cvpn_message_consequence (m);

    return g_strdup_printf ("%s is routed from %s only: %s",
                            cvpn_prefix_format (m->subject->block, block), routed, rest);
}

static CvpnPacket
packet_of (const CvpnAnswer *answer)
{
    const CvpnDestination *to = &answer->destination;

    return (CvpnPacket){ .destination = to->address,
                         .source_port = answer->source_port,
                         .destination_port = to->port,
                         .protocol = to->protocol,
                         .icmp_type = to->icmp_type,
                         .icmp_code = to->icmp_code };
}

/* "sends it by rtb-a 0.0.0.0/0 = nat-a"; without a route: "has no route". */
static char *
write_choice (const CvpnMessage *m, guint landing, guint32 *rule)
{
    const CvpnPacket packet = packet_of (m->answer);
    const CvpnAssociation *a = association_of (m, landing);
    const CvpnSubnet *subnet = cvpn_subnet (m->net, a->subnet);
    const CvpnRouteTable *table =
        cvpn_at (m->net->route_tables, CvpnRouteTable, subnet->route_table);
    const guint32 hit = cvpn_prefix_table_lookup (table->by_destination, packet.destination);

    if (hit == CVPN_PREFIX_TABLE_NONE) {
        *rule = table->rule;
        return g_strdup ("has no route");
    }
    *rule = cvpn_at (m->net->routes, CvpnRoute, hit)->rule;
    const char *text = cvpn_network_rule (m->net, *rule)->text;
    return *text ? g_strdup_printf ("has '%s'", text) : g_strdup ("has the VPC's own route");
}

/* One clause for each failing landing, but for those that say what another said; joined. */
typedef char *(*ClauseFunc) (const CvpnMessage *m, guint landing);

static char *
write_clauses (const CvpnMessage *m, ClauseFunc func)
{
    g_autoptr (GPtrArray) clauses = cvpn_name_list_new ();

    for (guint i = 0; i < m->subject->n_landings; i++) {
        g_autofree char *clause = NULL;
        if (m->subject->roles[i] != CVPN_ROLE_FAILING)
            continue;
        clause = func (m, i);
        cvpn_name_list_add (clauses, clause);
    }
    return cvpn_name_list_join (clauses, CVPN_NAMES_MAX);
}

/* "rtb-a of subnet-a has no route" */
static char *
write_table_clause (const CvpnMessage *m, guint landing)
{
    guint32 rule;
    g_autofree char *has = write_choice (m, landing, &rule);

    return g_strdup_printf ("%s of %s %s", table_of (m, landing),
                            cvpn_diagnosis_landing (m->d, m->crowd, landing)->name, has);
}

/* Is all that the finding is about in the block? */
static gboolean
is_within (const CvpnMessage *m, CvpnPrefix block)
{
    const GPtrArray *boxes = cvpn_region_boxes (m->discovery->region);

    for (guint i = 0; i < boxes->len; i++) {
        const GArray *ranges = ((const CvpnBox *) boxes->pdata[i])->ranges;
        for (guint j = 0; j < ranges->len; j++)
            if (!cvpn_prefix_contains (block, g_array_index (ranges, CvpnRange, j).first) ||
                !cvpn_prefix_contains (block, g_array_index (ranges, CvpnRange, j).last))
                return FALSE;
    }
    return TRUE;
}

/* What the route of the good landing is for: its block, or its prefix list. */
static char *
write_block (const CvpnMessage *m, guint landing)
{
    const CvpnSubnet *subnet = cvpn_subnet (m->net, association_of (m, landing)->subnet);
    const CvpnRouteTable *table =
        cvpn_at (m->net->route_tables, CvpnRouteTable, subnet->route_table);
    const guint32 hit =
        cvpn_prefix_table_lookup (table->by_destination, m->answer->destination.address);
    char block[CVPN_PREFIX_TEXT];

    if (hit != CVPN_PREFIX_TABLE_NONE) {
        const CvpnRoute *route = cvpn_at (m->net->routes, CvpnRoute, hit);
        if (route->prefix_list != CVPN_NONE && is_within (m, route->destination))
            return g_strdup (cvpn_prefix_format (route->destination, block));
        if (route->prefix_list != CVPN_NONE)
            return g_strdup (
                cvpn_at (m->net->prefix_lists, CvpnPrefixList, route->prefix_list)->name);
    }
    return g_strdup (cvpn_prefix_format (m->subject->block, block));
}

static char *
explain_subnet_routes (const CvpnMessage *m)
{
    const guint good = cvpn_subject_first (m->subject, CVPN_ROLE_GOOD);
    guint32 good_rule;
    g_autofree char *should = write_choice (m, good, &good_rule);
    g_autofree char *has = write_clauses (m, write_table_clause);
    g_autofree char *rest = cvpn_message_consequence (m);
    g_autofree char *block = write_block (m, good);
    const CvpnRule *rule = cvpn_network_rule (m->net, good_rule);

    if (rule && rule->line > 0)
        cvpn_finding_add_place (&m->discovery->finding, rule->file, rule->line,
                                "the route of a landing that works");
    return g_strdup_printf ("subnet route tables differ: for %s, %s, but %s of %s %s: %s", block,
                            has, table_of (m, good),
                            cvpn_diagnosis_landing (m->d, m->crowd, good)->name, should, rest);
}

static char *
explain_zone (const CvpnMessage *m)
{
    const guint bad = cvpn_subject_first (m->subject, CVPN_ROLE_FAILING);
    const CvpnSpot *spot;
    const CvpnVerdict *verdict = obstacle_of (m, bad, &spot);
    const CvpnSubnet *subnet = cvpn_subnet (
        m->net, spot->subnet != CVPN_NONE ? spot->subnet : association_of (m, bad)->subnet);
    const char *zone = subnet->unknown ? "unknown" : m->net->zones->pdata[subnet->zone];
    g_autofree char *rule = cvpn_rule_quote (m->net, verdict->rule);
    g_autofree char *rest = cvpn_message_consequence (m);

    if (m->subject->objects[bad] != verdict->rule)
        return g_strdup_printf ("%s has no subnet in %s, the zone of %s, and a transit gateway "
                                "takes packets in its attachments' zones only: %s",
                                cvpn_network_rule (m->net, m->subject->blame)->component, zone,
                                subnet->name, rest);
    return g_strdup_printf ("the transit gateway's attachment has no subnet in %s, the zone of "
                            "%s, so '%s' leads nowhere from there: %s",
                            zone, subnet->name, rule, rest);
}

static char *
write_rule_clause (const CvpnMessage *m, guint landing)
{
    g_autofree char *rule = cvpn_rule_quote (m->net, m->subject->fates[landing].rule);

    return g_strdup_printf ("'%s'", rule);
}

static char *
explain_blackhole (const CvpnMessage *m)
{
    g_autofree char *rules = write_clauses (m, write_rule_clause);
    g_autofree char *rest = cvpn_message_consequence (m);

    return g_strdup_printf ("%s %s a blackhole: %s", rules,
                            strstr (rules, "' and ") ? "are each" : "is", rest);
}

/* The subnets that have the ACL of that name. */
static char *
write_subnets (const CvpnNetwork *net, const char *acl)
{
    g_autoptr (GPtrArray) names = cvpn_name_list_new ();

    for (guint32 i = 0; i < net->subnets->len; i++) {
        const CvpnSubnet *subnet = cvpn_subnet (net, i);
        if (!subnet->unknown && g_str_equal (cvpn_at (net->acls, CvpnAcl, subnet->acl)->name, acl))
            cvpn_name_list_add (names, subnet->name);
    }
    return cvpn_name_list_join (names, CVPN_NAMES_MAX);
}

/* "acl-b of subnet-b denies the request by 'outbound * = deny all 0.0.0.0/0'" */
static char *
write_acl_clause (const CvpnMessage *m, guint landing)
{
    const CvpnFate *fate = &m->subject->fates[landing];
    const CvpnRule *rule = cvpn_network_rule (m->net, fate->rule);
    g_autofree char *subnets = write_subnets (m->net, rule->component);

    return g_strdup_printf ("%s of %s denies the %s by '%s'", rule->component, subnets,
                            fate->direction == CVPN_RETURN ? "answer" : "request", rule->text);
}

static char *
explain_acls (const CvpnMessage *m)
{
    g_autofree char *clauses = write_clauses (m, write_acl_clause);
    g_autofree char *rest = cvpn_message_consequence (m);

    return g_strdup_printf ("network ACLs treat the landings differently: %s: %s", clauses, rest);
}

/* "the route table has no route ('rtb-peer')" */
static char *
write_return_clause (const CvpnMessage *m, guint landing)
{
    const CvpnFate *fate = &m->subject->fates[landing];
    g_autofree char *rule = cvpn_rule_quote (m->net, fate->rule);

    return g_strdup_printf ("%s ('%s')", cvpn_code_text ((CvpnCode) fate->code), rule);
}

/* "10.0.2.254 in subnet-b" */
static char *
write_interface_clause (const CvpnMessage *m, guint landing)
{
    char text[CVPN_ADDRESS_TEXT];

    return g_strdup_printf (
        "%s in %s", cvpn_address_format (association_of (m, landing)->interface_address, text),
        cvpn_diagnosis_landing (m->d, m->crowd, landing)->name);
}

static char *
explain_return (const CvpnMessage *m)
{
    g_autofree char *interfaces = write_clauses (m, write_interface_clause);
    g_autofree char *obstacles = write_clauses (m, write_return_clause);
    g_autofree char *rest = cvpn_message_consequence (m);

    return g_strdup_printf ("answers to the endpoint's interface %s do not come back: %s: %s",
                            interfaces, obstacles, rest);
}

static char *
list_groups (const CvpnNetwork *net, CvpnSpan groups)
{
    g_autoptr (GPtrArray) names = cvpn_name_list_new ();

    for (guint32 i = groups.first; i < groups.first + groups.count; i++)
        cvpn_name_list_add (names, cvpn_at (net->security_groups, CvpnSecurityGroup,
                                            g_array_index (net->group_lists, guint32, i))
                                       ->name);
    return cvpn_name_list_join (names, CVPN_NAMES_MAX);
}

/* "sg-old in subnet-b" */
static char *
write_lag_clause (const CvpnMessage *m, guint landing)
{
    g_autofree char *groups = list_groups (m->net, association_of (m, landing)->groups);

    return g_strdup_printf ("%s in %s", groups,
                            cvpn_diagnosis_landing (m->d, m->crowd, landing)->name);
}

static char *
explain_lag (const CvpnMessage *m)
{
    const CvpnEndpoint *endpoint = cvpn_endpoint (m->net, m->subject->endpoint);
    g_autofree char *own = list_groups (m->net, endpoint->groups);
    g_autofree char *interfaces = write_clauses (m, write_lag_clause);
    g_autofree char *rest = cvpn_message_consequence (m);

    return g_strdup_printf ("the security group%s of %s, %s, %s not yet its interfaces', which "
                            "have %s: %s",
                            endpoint->groups.count == 1 ? "" : "s", endpoint->name, own,
                            endpoint->groups.count == 1 ? "is" : "are", interfaces, rest);
}

/* "the network's firewall denies it (office firewall deny all 0.0.0.0/0)" */
static char *
write_other_clause (const CvpnMessage *m, guint landing)
{
    const CvpnFate *fate = &m->subject->fates[landing];
    g_autofree char *rule = cvpn_rule_quote (m->net, fate->rule);
    /* Only who forwards is asked about an answer: one whose request went another way. */
    const gboolean is_group =
        fate->code == CVPN_CODE_ENI_SG_RULES_MISMATCH || fate->code == CVPN_CODE_SG_HAS_NO_RULES;

    return g_strdup_printf ("%s%s%s%s (%s)", cvpn_code_text ((CvpnCode) fate->code),
                            fate->reason != CVPN_REASON_NONE ? ", " : "",
                            cvpn_reason_word ((CvpnReason) fate->reason),
                            fate->direction != CVPN_RETURN ? ""
                            : is_group                     ? ", on another way back than there"
                                                           : ", on the way back",
                            rule);
}

static char *
explain_otherwise (const CvpnMessage *m)
{
    g_autofree char *obstacles = write_clauses (m, write_other_clause);
    g_autofree char *rest = cvpn_message_consequence (m);

    return g_strdup_printf ("%s: %s", obstacles, rest);
}

static const struct {
    const char *code;
    char *(*explain) (const CvpnMessage *m);
} causes[] = {
    { CVPN_CAUSE_CVPN_ROUTES_DIFFER, explain_vpn_routes },
    { CVPN_CAUSE_SUBNET_ROUTES_DIFFER, explain_subnet_routes },
    { CVPN_CAUSE_SUBNET_ACLS_DIFFER, explain_acls },
    { CVPN_CAUSE_RETURN_ROUTES_DIFFER, explain_return },
    { CVPN_CAUSE_INTERFACE_GROUPS_LAG, explain_lag },
    { "TGW_ROUTE_AZ_RESTRICTION", explain_zone },
    { "BAD_STATE_ROUTE", explain_blackhole },
};

char *
cvpn_message_cause (const CvpnMessage *m)
{
    for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
        if (g_str_equal (causes[i].code, m->subject->code))
            return causes[i].explain (m);
    return explain_otherwise (m);
}
