/* rules: authorization rules against routes and against each other.
 *
 * The longest prefix decides, over the rules of all groups (AWS Client VPN Administrator
 * Guide, "Authorization rules"). */
#include "check/check.h"

typedef struct {
    CvpnCheck *check;
    const CvpnTables *tables;
    const CvpnAuthorizationTarget *target;
    char text[CVPN_PREFIX_TEXT]; /* its destination */
} Target;

static guint32
first_rule (const Target *t)
{
    return cvpn_at (t->check->net->authorization_rules, CvpnAuthorizationRule,
                    t->target->rules.first)
        ->rule;
}

/* Within the VPC, it is the VPC's block that lacks a route: said there. */
static gboolean
is_of_vpc (const Target *t)
{
    const guint32 index = t->tables->endpoint->vpc;

    if (index == CVPN_NONE)
        return FALSE;
    const CvpnVpc *vpc = cvpn_vpc (t->check->net, index);
    for (guint32 i = vpc->cidrs.first; i < vpc->cidrs.first + vpc->cidrs.count; i++)
        if (cvpn_prefix_covers (*cvpn_at (t->check->net->cidrs, CvpnPrefix, i),
                                t->target->destination))
            return TRUE;
    return FALSE;
}

static void
check_route (const Target *t)
{
    const CvpnPrefix destination = t->target->destination;
    g_autoptr (GArray) longer = cvpn_cover_within (destination, t->tables->rules);
    const CvpnConstraint constraints[] = { { t->tables->routes_ever, TRUE }, { longer, FALSE } };
    guint32 address;

    if (cvpn_cover_all (destination, longer))
        cvpn_found_at_rule (t->check, CVPN_FINDING_RULE_NEVER_DECIDES, first_rule (t),
                            "more specific rules cover all of %s", t->text);
    else if (t->tables->routes_known &&
             !cvpn_cover_find (destination, constraints, G_N_ELEMENTS (constraints), &address) &&
             !cvpn_prefix_covers (t->tables->endpoint->client_cidr, destination) && !is_of_vpc (t))
        cvpn_found_at_rule (t->check, CVPN_FINDING_RULE_WITHOUT_ROUTE, first_rule (t),
                            "%s is authorized%s, and [client-vpn-endpoint %s] has no route to it",
                            t->text, longer->len > 0 ? ", but for what has a rule of its own" : "",
                            t->tables->endpoint->name);
}

/* The rule that would decide if this target's were not there. */
static const CvpnAuthorizationTarget *
find_wider (const Target *t)
{
    const CvpnPrefixTable *table = t->tables->endpoint->authorization;

    for (guint length = t->target->destination.length; length-- > 0;) {
        const CvpnPrefix wider = {
            t->target->destination.address & cvpn_prefix_mask ((guint8) length), (guint8) length
        };
        const guint32 found = cvpn_prefix_table_get (table, wider);
        if (found != CVPN_PREFIX_TABLE_NONE)
            return cvpn_at (t->check->net->authorization_targets, CvpnAuthorizationTarget, found);
    }
    return NULL;
}

/* Who would be allowed by the wider rule, and is not by this one. */
static GPtrArray *
list_losers (const Target *t, const CvpnAuthorizationTarget *wider)
{
    const CvpnNetwork *net = t->check->net;
    GPtrArray *losers = cvpn_name_list_new ();

    for (guint32 i = wider->rules.first; i < wider->rules.first + wider->rules.count; i++) {
        const guint32 group = cvpn_at (net->authorization_rules, CvpnAuthorizationRule, i)->group;
        if (group != CVPN_NONE && !cvpn_check_target_names (t->check, t->target, group))
            cvpn_name_list_add (losers, net->access_groups->pdata[group]);
    }
    return losers;
}

static void
check_shadow (const Target *t)
{
    const CvpnNetwork *net = t->check->net;
    const CvpnAuthorizationTarget *wider = find_wider (t);
    char other[CVPN_PREFIX_TEXT];

    if (!wider || cvpn_check_target_names (t->check, t->target, CVPN_NONE))
        return;
    g_autoptr (GPtrArray) losers = list_losers (t, wider);
    const gboolean everyone = cvpn_check_target_names (t->check, wider, CVPN_NONE);
    g_autofree char *list = cvpn_name_list_join (losers, G_MAXUINT);
    g_autofree char *names = g_strconcat (losers->len == 1 ? "group " : "groups ", list, NULL);
    if (losers->len == 0 && !everyone)
        return;
    cvpn_prefix_format (wider->destination, other);
    CvpnFinding *finding = cvpn_found_at_rule (
        t->check, CVPN_FINDING_RULE_SHADOWED, first_rule (t),
        "%s%s authorized for %s, and not for %s within it: the rules for %s decide there",
        everyone ? "everyone else" : names, everyone || losers->len == 1 ? " is" : " are", other,
        t->text, t->text);
    if (everyone)
        finding->severity = CVPN_SEVERITY_NOTE;
    cvpn_found_beside (
        t->check, finding,
        cvpn_at (net->authorization_rules, CvpnAuthorizationRule, wider->rules.first)->rule,
        "the wider rule");
}

void
cvpn_check_rules (CvpnCheck *check)
{
    for (guint32 i = 0; i < check->net->endpoints->len; i++) {
        g_autoptr (CvpnTables) tables = cvpn_tables_new (check, i);
        for (guint j = 0; j < tables->rules->len; j++) {
            const CvpnPrefix destination = g_array_index (tables->rules, CvpnPrefix, j);
            const guint32 found =
                cvpn_prefix_table_get (tables->endpoint->authorization, destination);
            Target t = { .check = check,
                         .tables = tables,
                         .target = cvpn_at (check->net->authorization_targets,
                                            CvpnAuthorizationTarget, found) };
            cvpn_prefix_format (destination, t.text);
            check_route (&t);
            if (tables->rules_known)
                check_shadow (&t);
        }
    }
}
