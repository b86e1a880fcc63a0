/* security_groups: what the endpoint's groups let out, whose groups they are, and rules without
 * effect.
 *
 * Only outbound rules of the endpoint's groups judge its clients' traffic (AWS re:Post, "AWS
 * Client VPN connection and traffic flow handling simplified", step 4). */
#include "check/check.h"
#include "path/lag.h"

static const CvpnSecurityGroup *
group_at (const CvpnCheck *check, guint32 i)
{
    return cvpn_at (check->net->security_groups, CvpnSecurityGroup, i);
}

static guint32
listed (const CvpnCheck *check, guint32 i)
{
    return g_array_index (check->net->group_lists, guint32, i);
}

static void
add_cidrs (const CvpnNetwork *net, CvpnSpan span, GArray *blocks)
{
    if (span.count > 0)
        g_array_append_vals (blocks, cvpn_at (net->cidrs, CvpnPrefix, span.first), span.count);
}

/* A reference to a group is of members of its VPC: which, changes with time.  FALSE: what the
 * rule names is not in the file. */
static gboolean
add_peer (const CvpnNetwork *net, const CvpnFilterRule *rule, GArray *blocks)
{
    if (rule->group != CVPN_NONE) {
        const CvpnSecurityGroup *group =
            cvpn_at (net->security_groups, CvpnSecurityGroup, rule->group);
        if (!group->unknown)
            add_cidrs (net, cvpn_vpc (net, group->vpc)->cidrs, blocks);
        return !group->unknown;
    }
    if (rule->prefix_list != CVPN_NONE) {
        const CvpnPrefixList *list = cvpn_at (net->prefix_lists, CvpnPrefixList, rule->prefix_list);
        add_cidrs (net, list->entries, blocks);
        return !list->unknown;
    }
    g_array_append_val (blocks, rule->peer);
    return TRUE;
}

/* The Amazon-provided DNS server is exempt from security groups. */
static void
add_resolvers (const CvpnNetwork *net, const CvpnEndpoint *endpoint, GArray *blocks)
{
    const CvpnPrefix link_local = { CVPN_RESOLVER_ADDRESS, 32 };
    CvpnPrefix resolver = { 0, 32 };

    if (endpoint->vpc == CVPN_NONE || cvpn_vpc (net, endpoint->vpc)->unknown)
        return;
    resolver.address =
        cvpn_at (net->cidrs, CvpnPrefix, cvpn_vpc (net, endpoint->vpc)->cidrs.first)->address + 2;
    g_array_append_val (blocks, resolver);
    g_array_append_val (blocks, link_local);
}

/* All that the endpoint's groups let out anything to; FALSE: it is not known. */
static gboolean
list_let_out (const CvpnCheck *check, const CvpnEndpoint *endpoint, GArray *blocks)
{
    const CvpnNetwork *net = check->net;
    gboolean known = TRUE;

    for (guint32 i = endpoint->groups.first; i < endpoint->groups.first + endpoint->groups.count;
         i++) {
        const CvpnSecurityGroup *group = group_at (check, listed (check, i));
        known = known && !group->unknown;
        for (guint32 j = group->egress.first; j < group->egress.first + group->egress.count; j++)
            known = add_peer (net, cvpn_at (net->filter_rules, CvpnFilterRule, j), blocks) && known;
    }
    add_resolvers (net, endpoint, blocks);
    return known;
}

static char *
list_groups (const CvpnCheck *check, CvpnSpan groups)
{
    g_autoptr (GPtrArray) names = cvpn_name_list_new ();

    for (guint32 i = groups.first; i < groups.first + groups.count; i++)
        cvpn_name_list_add (names, group_at (check, listed (check, i))->name);
    return cvpn_name_list_join (names, G_MAXUINT);
}

/* An event gives the endpoint other groups. */
static gboolean
will_change (const CvpnCheck *check, const CvpnEndpoint *endpoint)
{
    for (guint i = 0; i < check->spec->events->len; i++) {
        const CvpnEventSpec *event = check->spec->events->pdata[i];
        if (g_strcmp0 (cvpn_event_endpoint (check->spec, event), endpoint->name) == 0 &&
            (event->action.kind == CVPN_ACTION_APPLY_SECURITY_GROUPS ||
             g_strcmp0 (event->action.name, "security-groups") == 0))
            return TRUE;
    }
    return FALSE;
}

/* Each rule's destination of which something is routed and not let out. */
static void
check_egress (CvpnCheck *check, const CvpnTables *tables)
{
    const CvpnEndpoint *endpoint = tables->endpoint;
    g_autoptr (GArray) let_out = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));
    g_autoptr (GArray) clients = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));
    const CvpnConstraint constraints[] = {
        { tables->routes, TRUE },
        { let_out, FALSE },
        { clients, FALSE },
    };

    g_array_append_val (clients, endpoint->client_cidr);
    if (endpoint->groups.count == 0 || !list_let_out (check, endpoint, let_out))
        return;
    for (guint i = 0; i < tables->rules->len; i++) {
        const CvpnPrefix rule = g_array_index (tables->rules, CvpnPrefix, i);
        char text[CVPN_PREFIX_TEXT], sample[CVPN_ADDRESS_TEXT];
        guint32 address;
        if (!cvpn_cover_sample (rule, constraints, G_N_ELEMENTS (constraints), FALSE, &address))
            continue;
        g_autofree char *groups = list_groups (check, endpoint->groups);
        CvpnFinding *finding = cvpn_found_at_rule (
            check, CVPN_FINDING_SECURITY_GROUP_NARROWER,
            group_at (check, listed (check, endpoint->groups.first))->rule,
            "%s, of [client-vpn-endpoint %s], let%s nothing out to %s, which is routed and "
            "authorized as part of %s",
            groups, endpoint->name, endpoint->groups.count == 1 ? "s" : "",
            cvpn_address_format (address, sample), cvpn_prefix_format (rule, text));
        if (will_change (check, endpoint))
            finding->severity = CVPN_SEVERITY_NOTE;
        const guint32 target = cvpn_prefix_table_get (endpoint->authorization, rule);
        const CvpnSpan rules =
            cvpn_at (check->net->authorization_targets, CvpnAuthorizationTarget, target)->rules;
        cvpn_found_beside (
            check, finding,
            cvpn_at (check->net->authorization_rules, CvpnAuthorizationRule, rules.first)->rule,
            "the authorization rule");
    }
}

/* Hosts that admit the clients because they share the default group. */
static GPtrArray *
list_members (const CvpnCheck *check, guint32 group)
{
    GPtrArray *names = cvpn_name_list_new ();

    for (guint32 i = 0; i < check->net->hosts->len; i++) {
        const CvpnSpan groups = cvpn_host (check->net, i)->groups;
        for (guint32 j = groups.first; j < groups.first + groups.count; j++)
            if (listed (check, j) == group)
                cvpn_name_list_add (names, cvpn_host (check->net, i)->name);
    }
    return names;
}

static void
check_default_group (CvpnCheck *check, const CvpnTables *tables)
{
    const CvpnEndpoint *endpoint = tables->endpoint;
    const CvpnSpan groups = endpoint->groups;

    if (endpoint->vpc == CVPN_NONE)
        return;
    const CvpnVpc *vpc = cvpn_vpc (check->net, endpoint->vpc);
    for (guint32 i = groups.first; i < groups.first + groups.count; i++) {
        if (listed (check, i) != vpc->default_group)
            continue;
        g_autoptr (GPtrArray) members = list_members (check, vpc->default_group);
        g_autofree char *names = cvpn_name_list_join (members, G_MAXUINT);
        cvpn_found_at_key (
            check, CVPN_FINDING_DEFAULT_SECURITY_GROUP, tables->spec->group, "security-groups",
            "[client-vpn-endpoint %s] uses the default security group of [vpc %s]%s%s",
            endpoint->name, vpc->name,
            members->len == 0   ? ": what joins it admits the clients"
            : members->len == 1 ? ", and so does "
                                : ", and so do ",
            names);
    }
}

/* What the interfaces have matters whether or not it is known what stands behind them. */
static void
check_lag (CvpnCheck *check, const CvpnTables *tables)
{
    const CvpnEndpoint *endpoint = tables->endpoint;
    g_autoptr (GPtrArray) clauses = cvpn_name_list_new ();

    for (guint i = 0; i < tables->landings->len; i++) {
        const guint32 landing = cvpn_tables_landing (tables, i);
        if (!cvpn_lag_is (check->net, landing))
            continue;
        g_autofree char *groups =
            list_groups (check, cvpn_association (check->net, landing)->groups);
        g_autofree char *clause =
            g_strdup_printf ("%s in %s", groups, cvpn_check_landing_subnet (check, landing)->name);
        cvpn_name_list_add (clauses, clause);
    }
    if (clauses->len == 0)
        return;
    g_autofree char *own = list_groups (check, endpoint->groups);
    g_autofree char *interfaces = cvpn_name_list_join (clauses, G_MAXUINT);
    CvpnFinding *finding = cvpn_found_at_key (
        check, CVPN_FINDING_INTERFACE_GROUPS_LAG, tables->spec->group, "interface-security-groups",
        "[client-vpn-endpoint %s] has %s, and its interfaces have %s: packets meet what the "
        "interfaces have",
        endpoint->name, own, interfaces);
    if (will_change (check, endpoint))
        finding->severity = CVPN_SEVERITY_NOTE;
}

static gboolean
rule_covers (const CvpnFilterRule *outer, const CvpnFilterRule *inner)
{
    if (!cvpn_match_covers (&outer->match, &inner->match))
        return FALSE;
    if (outer->group != CVPN_NONE || outer->prefix_list != CVPN_NONE)
        return outer->group == inner->group && outer->prefix_list == inner->prefix_list;
    return inner->group == CVPN_NONE && inner->prefix_list == CVPN_NONE &&
           cvpn_prefix_covers (outer->peer, inner->peer);
}

/* Rules in the order of their peers, and of the list; those of one peer stand together. */
typedef struct {
    const GArray *all; /* CvpnFilterRule */
    guint32 *order, n; /* indices of 'all' */
} ByPeer;

static gint
compare_numbers (guint32 a, guint32 b)
{
    return (a > b) - (a < b);
}

static gint
compare_peers (const CvpnFilterRule *a, const CvpnFilterRule *b)
{
    const gboolean named = a->group != CVPN_NONE || a->prefix_list != CVPN_NONE;
    gint order = compare_numbers (a->group, b->group);

    if (order == 0)
        order = compare_numbers (a->prefix_list, b->prefix_list);
    if (order == 0 && !named)
        order = compare_numbers (a->peer.address, b->peer.address);
    if (order == 0 && !named)
        order = compare_numbers (a->peer.length, b->peer.length);
    return order;
}

static gint
compare_rules (gconstpointer left, gconstpointer right, gpointer data)
{
    const guint32 *a = left, *b = right;
    const gint order = compare_peers (cvpn_at ((const GArray *) data, CvpnFilterRule, *a),
                                      cvpn_at ((const GArray *) data, CvpnFilterRule, *b));

    return order != 0 ? order : compare_numbers (*a, *b);
}

static ByPeer
sort_rules (const GArray *all, CvpnSpan rules)
{
    ByPeer by_peer = { .all = all, .order = g_new (guint32, rules.count), .n = rules.count };

    for (guint32 i = 0; i < rules.count; i++)
        by_peer.order[i] = rules.first + i;
    g_qsort_with_data (by_peer.order, (gint) rules.count, sizeof (guint32), compare_rules,
                       (gpointer) (gsize) all);
    return by_peer;
}

/* Where the rules of that peer begin, or would. */
static guint32
find_peer (const ByPeer *by_peer, const CvpnFilterRule *peer)
{
    guint32 low = 0, high = by_peer->n;

    while (low < high) {
        const guint32 middle = low + (high - low) / 2;
        if (compare_peers (cvpn_at (by_peer->all, CvpnFilterRule, by_peer->order[middle]), peer) <
            0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Of two that say the same the first stays. */
static gboolean
makes_redundant (const GArray *all, guint32 other, guint32 rule)
{
    const CvpnFilterRule *a = cvpn_at (all, CvpnFilterRule, other);
    const CvpnFilterRule *b = cvpn_at (all, CvpnFilterRule, rule);

    return other != rule && rule_covers (a, b) && !(rule < other && rule_covers (b, a));
}

/* The first, before 'best', of those with the peer that makes the rule redundant; else 'best'. */
static guint32
find_first (const ByPeer *by_peer, const CvpnFilterRule *peer, guint32 rule, guint32 best)
{
    for (guint32 i = find_peer (by_peer, peer); i < by_peer->n && by_peer->order[i] < best; i++) {
        const guint32 other = by_peer->order[i];
        if (compare_peers (cvpn_at (by_peer->all, CvpnFilterRule, other), peer) != 0)
            break;
        if (makes_redundant (by_peer->all, other, rule))
            return other;
    }
    return best;
}

/* The first rule that admits all that this one does, or CVPN_NONE: its peer is the same, or a
 * block around it. */
static guint32
find_wider (const ByPeer *by_peer, guint32 rule)
{
    CvpnFilterRule peer = *cvpn_at (by_peer->all, CvpnFilterRule, rule);
    guint32 best = find_first (by_peer, &peer, rule, CVPN_NONE);

    if (peer.group != CVPN_NONE || peer.prefix_list != CVPN_NONE)
        return best;
    while (peer.peer.length > 0) {
        peer.peer.length--;
        peer.peer.address &= cvpn_prefix_mask (peer.peer.length);
        best = find_first (by_peer, &peer, rule, best);
    }
    return best;
}

static void
check_redundant (CvpnCheck *check, CvpnSpan rules)
{
    const GArray *all = check->net->filter_rules;
    const ByPeer by_peer = sort_rules (all, rules);

    for (guint32 i = rules.first; i < rules.first + rules.count; i++) {
        const guint32 other = find_wider (&by_peer, i);
        if (other == CVPN_NONE)
            continue;
        const CvpnRule *rule = cvpn_check_rule (check, cvpn_at (all, CvpnFilterRule, i)->rule);
        const guint32 wider = cvpn_at (all, CvpnFilterRule, other)->rule;
        cvpn_found_at_rule (check, CVPN_FINDING_SECURITY_GROUP_RULE_REDUNDANT,
                            cvpn_at (all, CvpnFilterRule, i)->rule,
                            "[security-group %s] '%s' has no effect: '%s' admits all of it",
                            rule->component, rule->text, cvpn_check_rule (check, wider)->text);
    }
    g_free (by_peer.order);
}

void
cvpn_check_security_groups (CvpnCheck *check)
{
    for (guint32 i = 0; i < check->net->endpoints->len; i++) {
        g_autoptr (CvpnTables) tables = cvpn_tables_new (check, i);
        check_egress (check, tables);
        check_lag (check, tables);
        check_default_group (check, tables);
    }
    for (guint32 i = 0; i < check->net->security_groups->len; i++) {
        check_redundant (check, group_at (check, i)->ingress);
        check_redundant (check, group_at (check, i)->egress);
    }
}
