/* groups: who is in which access group, and how people log in.
 *
 * (AWS Client VPN Administrator Guide, "Client authentication", "Authorization rules") */
#include "check/check.h"

#include <string.h>

static const CvpnPopulation *
population (const CvpnCheck *check, guint i)
{
    return &g_array_index (check->scenario->workload->populations, CvpnPopulation, i);
}

static guint
count_populations (const CvpnCheck *check)
{
    return check->scenario->workload->populations->len;
}

static const CvpnAuthorizationRule *
rule_at (const CvpnCheck *check, guint32 i)
{
    return cvpn_at (check->net->authorization_rules, CvpnAuthorizationRule, i);
}

static gboolean
endpoint_names (const CvpnCheck *check, const CvpnTables *tables, const char *group)
{
    for (guint i = 0; i < tables->rules->len; i++) {
        const guint32 found = cvpn_prefix_table_get (tables->endpoint->authorization,
                                                     g_array_index (tables->rules, CvpnPrefix, i));
        const CvpnSpan rules =
            cvpn_at (check->net->authorization_targets, CvpnAuthorizationTarget, found)->rules;
        for (guint32 j = rules.first; j < rules.first + rules.count; j++) {
            const guint32 named = rule_at (check, j)->group;
            if (named == CVPN_NONE
                    ? group == NULL
                    : g_strcmp0 (check->net->access_groups->pdata[named], group) == 0)
                return TRUE;
        }
    }
    return FALSE;
}

/* Somebody of the endpoint is in that group; 'almost' receives one whose group differs by
 * its case only. */
static gboolean
has_member (const CvpnCheck *check, guint32 endpoint, const char *group, const char **almost)
{
    for (guint i = 0; i < count_populations (check); i++) {
        const CvpnPopulation *p = population (check, i);
        for (guint j = 0; p->person.endpoint == endpoint && j < p->spec->groups->len; j++) {
            const char *own = p->spec->groups->pdata[j];
            if (g_str_equal (own, group))
                return TRUE;
            if (g_ascii_strcasecmp (own, group) == 0)
                *almost = own;
        }
    }
    return FALSE;
}

static gboolean
has_groups (const CvpnCheck *check, guint32 endpoint)
{
    for (guint i = 0; i < count_populations (check); i++)
        if (population (check, i)->person.endpoint == endpoint &&
            population (check, i)->spec->groups->len > 0)
            return TRUE;
    return FALSE;
}

static void
check_rule_group (CvpnCheck *check, const CvpnTables *tables, const CvpnAuthorizationRule *rule)
{
    const guint users = CVPN_AUTHENTICATION_DIRECTORY | CVPN_AUTHENTICATION_FEDERATED;
    const char *group = check->net->access_groups->pdata[rule->group];
    const char *almost = NULL;

    if (!(tables->endpoint->authentication & users))
        cvpn_found_at_rule (check, CVPN_FINDING_RULE_WITHOUT_AUTHENTICATION, rule->rule,
                            "the rule is for group %s, and clients of [client-vpn-endpoint "
                            "%s] have a certificate only, which has no groups",
                            group, tables->endpoint->name);
    else if (has_groups (check, tables->index) &&
             !has_member (check, tables->index, group, &almost)) {
        g_autofree char *hint =
            almost ? g_strdup_printf ("; %s is another one, letters count", almost) : NULL;
        CvpnFinding *finding =
            cvpn_found_at_rule (check, CVPN_FINDING_GROUP_WITHOUT_CLIENTS, rule->rule,
                                "no clients are in group %s%s", group, hint ? hint : "");
        if (almost)
            finding->severity = CVPN_SEVERITY_WARNING;
    }
}

static void
check_rule_groups (CvpnCheck *check, const CvpnTables *tables)
{
    for (guint i = 0; i < tables->rules->len; i++) {
        const guint32 found = cvpn_prefix_table_get (tables->endpoint->authorization,
                                                     g_array_index (tables->rules, CvpnPrefix, i));
        const CvpnSpan rules =
            cvpn_at (check->net->authorization_targets, CvpnAuthorizationTarget, found)->rules;
        for (guint32 j = rules.first; j < rules.first + rules.count; j++)
            if (rule_at (check, j)->group != CVPN_NONE)
                check_rule_group (check, tables, rule_at (check, j));
    }
}

/* A rule for the group comes with an event. */
static gboolean
will_be_named (const CvpnCheck *check, const char *group)
{
    for (guint i = 0; i < check->spec->events->len; i++) {
        const CvpnActionSpec *action =
            &((const CvpnEventSpec *) check->spec->events->pdata[i])->action;
        if (action->kind == CVPN_ACTION_AUTHORIZE && g_strcmp0 (action->name, group) == 0)
            return TRUE;
    }
    return FALSE;
}

static void
check_member (CvpnCheck *check, const CvpnTables *tables, const CvpnPopulation *p)
{
    g_autoptr (GPtrArray) unnamed = cvpn_name_list_new ();
    gboolean allowed = endpoint_names (check, tables, NULL);

    for (guint i = 0; i < p->spec->groups->len; i++) {
        const char *group = p->spec->groups->pdata[i];
        const gboolean named =
            endpoint_names (check, tables, group) || will_be_named (check, group);
        allowed = allowed || named;
        if (!named)
            cvpn_name_list_add (unnamed, group);
    }
    if (unnamed->len == 0 || tables->rules->len == 0)
        return;
    g_autofree char *names = cvpn_name_list_join (unnamed, G_MAXUINT);
    CvpnFinding *finding = cvpn_found_at_key (
        check, CVPN_FINDING_GROUP_WITHOUT_RULE, p->spec->group, "groups",
        "[clients %s] are in %s, which no rule of [client-vpn-endpoint %s] names%s", p->name, names,
        tables->endpoint->name, allowed ? "" : "; no other rule allows them anything");
    if (!allowed)
        finding->severity = CVPN_SEVERITY_WARNING;
}

static char *
list_methods (guint bits)
{
    g_autoptr (GPtrArray) names = cvpn_name_list_new ();

    if (bits & CVPN_AUTHENTICATION_CERTIFICATE)
        cvpn_name_list_add (names, "certificate");
    if (bits & CVPN_AUTHENTICATION_DIRECTORY)
        cvpn_name_list_add (names, "directory");
    if (bits & CVPN_AUTHENTICATION_FEDERATED)
        cvpn_name_list_add (names, "federated");
    return cvpn_name_list_join (names, G_MAXUINT);
}

static void
check_log_in (CvpnCheck *check, const CvpnTables *tables, const CvpnPopulation *p)
{
    const guint missing = tables->endpoint->authentication & ~p->person.authentication;

    if (missing) {
        g_autofree char *methods = list_methods (missing);
        cvpn_found_at_key (check, CVPN_FINDING_METHOD_NOT_OFFERED, p->spec->group, "authentication",
                           "[clients %s] cannot authenticate: [client-vpn-endpoint %s] asks for "
                           "%s, too",
                           p->name, tables->endpoint->name, methods);
    }
    if (tables->endpoint->mfa && !p->person.mfa_prompt)
        cvpn_found_at_key (check, CVPN_FINDING_MFA_NOT_PROMPTED, p->spec->group, "mfa-prompt",
                           "[clients %s] cannot log in: [client-vpn-endpoint %s] asks for a code "
                           "that their configuration file does not know of",
                           p->name, tables->endpoint->name);
}

void
cvpn_check_groups (CvpnCheck *check)
{
    for (guint32 i = 0; i < check->net->endpoints->len; i++) {
        g_autoptr (CvpnTables) tables = cvpn_tables_new (check, i);
        check_rule_groups (check, tables);
        for (guint j = 0; j < count_populations (check); j++) {
            const CvpnPopulation *p = population (check, j);
            if (p->person.endpoint != i)
                continue;
            check_member (check, tables, p);
            check_log_in (check, tables, p);
        }
    }
}
