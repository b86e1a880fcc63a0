/* check: all themes, one after the other, and their findings in order. */
#include "check/check.h"

#include <string.h>

static void
free_finding (gpointer data)
{
    cvpn_finding_clear (data);
    g_free (data);
}

static CvpnFinding *
add_finding (CvpnCheck *check, const char *code, char *message)
{
    const CvpnFindingKind *kind = cvpn_finding_kind (code);
    CvpnFinding *finding = g_new (CvpnFinding, 1);

    cvpn_finding_init (finding, kind->severity, kind->code);
    finding->source = kind->source;
    finding->message = message;
    g_ptr_array_add (check->findings, finding);
    return finding;
}

CvpnFinding *
cvpn_found_at_rule (CvpnCheck *check, CvpnFindingCode code, guint32 rule, const char *format, ...)
{
    const CvpnRule *place = cvpn_check_rule (check, rule);
    va_list arguments;

    va_start (arguments, format);
    char *message = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    CvpnFinding *finding = add_finding (check, cvpn_finding_word (code), message);
    if (place) {
        finding->file = place->file;
        finding->line = place->line;
    }
    return finding;
}

CvpnFinding *
cvpn_found_at_key (CvpnCheck *check, CvpnFindingCode code, const CvpnGroup *group, const char *key,
                   const char *format, ...)
{
    const CvpnEntry *entry = key ? cvpn_group_entry (group, key) : NULL;
    va_list arguments;

    va_start (arguments, format);
    char *message = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    CvpnFinding *finding = add_finding (check, cvpn_finding_word (code), message);
    finding->file = entry ? entry->file : group->file;
    finding->line = entry ? entry->line : group->line;
    return finding;
}

void
cvpn_found_beside (const CvpnCheck *check, CvpnFinding *finding, guint32 rule, const char *text)
{
    const CvpnRule *place = cvpn_check_rule (check, rule);

    if (place && place->file)
        cvpn_finding_add_place (finding, place->file, place->line, text);
}

/* What the load tolerated for us to report. */
static void
add_refusals (CvpnCheck *check, const CvpnReport *report)
{
    const GPtrArray *refusals = cvpn_report_refusals (report);

    for (guint i = 0; i < refusals->len; i++) {
        const CvpnFault *refusal = refusals->pdata[i];
        CvpnFinding *finding = add_finding (check, refusal->code, g_strdup (refusal->text));
        finding->severity = refusal->severity;
        finding->file = refusal->file;
        finding->line = refusal->line;
    }
}

static gint
compare_findings (gconstpointer left, gconstpointer right)
{
    const CvpnFinding *a = *(const CvpnFinding *const *) left;
    const CvpnFinding *b = *(const CvpnFinding *const *) right;
    gint order = g_strcmp0 (a->file, b->file);

    if (order == 0)
        order = (a->line > b->line) - (a->line < b->line);
    if (order == 0)
        order = (gint) b->severity - (gint) a->severity;
    if (order == 0)
        order = strcmp (a->code, b->code);
    return order != 0 ? order : strcmp (a->message, b->message);
}

/* What has been said of one line already. */
typedef struct {
    gboolean bad_state_route, ephemeral_ports, groups_lag;
} Said;

static gboolean
say (gboolean *said)
{
    const gboolean before = *said;

    *said = TRUE;
    return before;
}

/* What two themes say of one line: the route that is a blackhole makes the difference between
 * landings; the ACL loses answers, of several hosts and landings. */
static gboolean
is_said (const char *code, Said *said)
{
    if (strcmp (code, cvpn_code_word (CVPN_CODE_BAD_STATE_ROUTE)) == 0)
        said->bad_state_route = TRUE;
    else if (strcmp (code, cvpn_finding_word (CVPN_FINDING_BLACKHOLE_ROUTE)) == 0)
        return said->bad_state_route;
    else if (strcmp (code, cvpn_finding_word (CVPN_FINDING_ACL_EPHEMERAL_PORTS)) == 0)
        return say (&said->ephemeral_ports);
    else if (strcmp (code, cvpn_finding_word (CVPN_FINDING_INTERFACE_GROUPS_LAG)) == 0)
        return say (&said->groups_lag);
    return FALSE;
}

/* They are in order: neighbours stand on one line, maybe all of them. */
static void
drop_repeated (GPtrArray *findings)
{
    const CvpnFinding *first = NULL; /* of its line, and so never dropped */
    Said said = { 0 };
    guint kept = 0;

    for (guint i = 0; i < findings->len; i++) {
        CvpnFinding *finding = findings->pdata[i];
        if (!first || finding->line != first->line || g_strcmp0 (finding->file, first->file) != 0) {
            first = finding;
            said = (Said){ 0 };
        }
        if (is_said (finding->code, &said))
            free_finding (finding);
        else
            findings->pdata[kept++] = finding;
    }
    g_ptr_array_set_free_func (findings, NULL); /* those behind have been moved or freed */
    g_ptr_array_set_size (findings, (gint) kept);
    g_ptr_array_set_free_func (findings, free_finding);
}

GPtrArray *
cvpn_check (const CvpnScenario *scenario, const CvpnReport *report)
{
    static void (*const themes[]) (CvpnCheck *) = {
        cvpn_check_limits,
        cvpn_check_people_limits,
        cvpn_check_addresses,
        cvpn_check_vpn_routes,
        cvpn_check_rules,
        cvpn_check_groups,
        cvpn_check_tunnel,
        cvpn_check_client_networks,
        cvpn_check_security_groups,
        cvpn_check_client_cidr_filters,
        cvpn_check_interfaces,
        cvpn_check_acls,
        cvpn_check_acl_answers,
        cvpn_check_route_tables,
        cvpn_check_landings,
        cvpn_check_hosts,
        cvpn_check_dns,
        cvpn_check_lifetime,
        cvpn_check_unknown,
    };
    CvpnCheck check = { .scenario = scenario,
                        .spec = scenario->spec,
                        .net = scenario->net,
                        .findings = g_ptr_array_new_with_free_func (free_finding) };

    g_return_val_if_fail (scenario && report, NULL);
    add_refusals (&check, report);
    for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
        themes[i](&check);
    g_ptr_array_sort (check.findings, compare_findings);
    drop_repeated (check.findings);
    return check.findings;
}
