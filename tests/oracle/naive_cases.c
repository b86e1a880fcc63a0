/* naive_cases: asks the naive walk, and compares. */
#include "naive_cases.h"

#include "model/scenario.h"
#include "model/to.h"
#include "naive_walk.h"
#include "path_cases.h"
#include "scenario_text.h"
#include "support.h"

static char *
ask_oracle (const CvpnScenario *scenario, const NaiveCase *c)
{
    CvpnToSpec *to = cvpn_to_parse (c->flow, NULL);
    const CvpnNaiveFlow flow = {
        .clients = "users", .landing = c->landing, .to = to, .source_port = 49152
    };
    const CvpnNaiveVerdict verdict = cvpn_naive_walk (scenario->spec, &flow);
    const CvpnVerdict same = cvpn_naive_obstacle (&verdict);

    cvpn_to_spec_free (to);
    return cvpn_path_describe (verdict.outcome, verdict.code == CVPN_CODE_NONE ? NULL : &same);
}

static void
check_case (const char *base, const NaiveCase *c)
{
    g_autofree char *text = cvpn_test_patch (base, c->patch);
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, &faults);

    if (!scenario)
        g_printerr ("%s", faults);
    CU_ASSERT (scenario != NULL);
    if (!scenario)
        return;
    g_autofree char *got = ask_oracle (scenario, c);
    if (!g_str_equal (got, c->want))
        g_printerr ("to %s on %s with\n%s", c->flow, c->landing, c->patch ? c->patch : "\n");
    cvpn_assert_str (got, c->want);
}

void
naive_cases_check (const NaiveCase *cases, guint n)
{
    g_autofree char *base = cvpn_test_read ("tests/oracle/naive.ini");

    for (guint i = 0; i < n; i++)
        check_case (base, &cases[i]);
}
