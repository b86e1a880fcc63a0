/* Tables of flows: one walk per row, compared as text. */
#include "path_cases.h"

#include <string.h>

#include "model/to.h"
#include "model/scenario.h"
#include "scenario_text.h"
#include "support.h"
#include "model/to.h"

#define SOURCE_PORT 49152

CvpnOutcome
cvpn_path_walk (const CvpnPathWalk *how, CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnWorkload *workload = how->scenario->workload;
    const CvpnPopulation *population =
        &g_array_index (workload->populations, CvpnPopulation, how->population);
    CvpnToSpec *to = cvpn_to_parse (how->to, NULL);
    CvpnDestination destination;

    g_assert (to && cvpn_destination_resolve (how->scenario->net, to, &destination, NULL));
    cvpn_to_spec_free (to);
    const CvpnPacket packet = { .destination = destination.address,
                                .source_port = how->source_port ? how->source_port : SOURCE_PORT,
                                .destination_port = destination.port,
                                .protocol = destination.protocol,
                                .icmp_type = destination.icmp_type,
                                .icmp_code = destination.icmp_code };
    cvpn_walk_init (walk, how->scenario->net, &population->person, how->association, &packet);
    walk->go_on = how->go_on;
    walk->idle_ns = how->idle_ns;
    walk->stream = how->stream;
    walk->connected = how->connected;
    walk->packet_bytes = how->packet_bytes;
    walk->answer_bytes = how->answer_bytes;
    walk->snat = how->snat;
    trace->n = 0;
    return cvpn_walk_run (walk, trace);
}

char *
cvpn_path_describe (CvpnOutcome outcome, const CvpnVerdict *verdict)
{
    const char *word = cvpn_outcome_word (outcome);

    if (!verdict)
        return g_strdup (word);
    return g_strdup_printf (
        "%s %s %s%s", word, cvpn_step_number (verdict->step), cvpn_code_word (verdict->code),
        verdict->step == CVPN_STEP_NACL && verdict->direction == CVPN_RETURN ? " return" : "");
}

/* What decided: at the obstacle, or at the last verdict of 'step'. */
static const CvpnVerdict *
find_deciding (const CvpnTrace *trace, CvpnStep step)
{
    const CvpnVerdict *found = cvpn_trace_obstacle (trace);

    for (guint i = trace->n; !found && i > 0; i--)
        if (trace->verdicts[i - 1].step == step)
            found = &trace->verdicts[i - 1];
    return found;
}

static void
check_rule (const CvpnNetwork *net, const CvpnVerdict *verdict, const char *want, const char *row)
{
    const CvpnRule *rule = verdict ? cvpn_network_rule (net, verdict->rule) : NULL;
    g_autofree char *got = rule ? g_strdup_printf ("%s: %s", rule->component, rule->text) : NULL;

    if (g_strcmp0 (got, want) != 0)
        g_printerr ("rule of the case: %s\n", row);
    cvpn_assert_str (got, want);
}

static guint32
find_landing (const CvpnNetwork *net, const char *name)
{
    for (guint32 i = 0; name && i < net->associations->len; i++)
        if (g_str_equal (cvpn_subnet (net, cvpn_association (net, i)->subnet)->name, name))
            return i;
    return 0;
}

static void
check_walks (const CvpnScenario *scenario, const CvpnPathSetting *setting, CvpnStep step,
             const CvpnPathCase *c)
{
    CvpnPathWalk how = { .scenario = scenario, .to = c->to, .connected = setting->connected };
    CvpnWalk walk, further_walk;
    CvpnTrace trace, further;

    how.association = find_landing (scenario->net, c->landing);
    const CvpnOutcome outcome = cvpn_path_walk (&how, &walk, &trace);
    how.go_on = TRUE;
    const CvpnOutcome same = cvpn_path_walk (&how, &further_walk, &further);
    g_autofree char *got = cvpn_path_describe (outcome, cvpn_trace_obstacle (&trace));
    g_autofree char *again = cvpn_path_describe (same, cvpn_trace_obstacle (&further));
    g_autofree char *row = g_strdup_printf ("to %s, %s", c->to, c->patch ? c->patch : "");
    if (g_strcmp0 (got, c->want) != 0)
        g_printerr ("in the case: %s\n", row);
    cvpn_assert_str (got, c->want);
    cvpn_assert_str (again, got);
    if (c->rule)
        check_rule (scenario->net, find_deciding (&trace, step), c->rule, row);
}

static void
check_case (const CvpnPathSetting *setting, const char *text, CvpnStep step, const CvpnPathCase *c)
{
    g_autofree char *patched = cvpn_test_patch (text, c->patch);
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (patched, &faults);

    if (!scenario)
        g_printerr ("to %s:\n%s", c->to, faults);
    CU_ASSERT (scenario != NULL);
    if (!scenario)
        return;
    if (setting->failed_zone)
        cvpn_test_fail_zone (scenario, setting->failed_zone);
    if (setting->change)
        setting->change (scenario);
    check_walks (scenario, setting, step, c);
}

void
cvpn_path_check_in (const CvpnPathSetting *setting, CvpnStep step, const CvpnPathCase *cases,
                    guint n)
{
    g_autofree char *text = cvpn_test_read (setting->base);

    for (guint i = 0; i < n; i++)
        check_case (setting, text, step, &cases[i]);
}

void
cvpn_path_check (const char *base, CvpnStep step, const CvpnPathCase *cases, guint n)
{
    const CvpnPathSetting setting = { .base = base };

    cvpn_path_check_in (&setting, step, cases, n);
}
