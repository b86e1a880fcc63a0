/* The words of verdicts and figures: there and back, and none twice. */
#include <cvpnsim/verdict.h>

#include "model/metric_names.h"
#include "support.h"

static void
test_steps (void)
{
    for (gint i = 0; i < CVPN_N_STEPS; i++)
        cvpn_assert_int (cvpn_step_from_number (cvpn_step_number (i)), i);
    cvpn_assert_str (cvpn_step_number (CVPN_STEP_VPN_ROUTE), "3");
    cvpn_assert_str (cvpn_step_name (CVPN_STEP_VPN_ROUTE), "vpn route");
    cvpn_assert_str (cvpn_step_number (CVPN_STEP_RETURN), "return");
    cvpn_assert_int (cvpn_step_from_number ("0"), -1);
    cvpn_assert_int (cvpn_step_from_number ("8"), -1);
    cvpn_assert_int (cvpn_step_from_number (""), -1);
    cvpn_assert_int (cvpn_step_from_number (NULL), -1);
}

static void
test_codes (void)
{
    cvpn_assert_str (cvpn_code_word (CVPN_CODE_NONE), "");
    for (gint i = 1; i < CVPN_N_CODES; i++) {
        const char *word = cvpn_code_word (i);
        cvpn_assert_int (cvpn_code_from_word (word), i);
        CU_ASSERT (*cvpn_code_text (i) != '\0');
        for (const char *p = word; *p; p++)
            CU_ASSERT (g_ascii_isupper (*p) || g_ascii_isdigit (*p) || *p == '_');
    }
    cvpn_assert_int (cvpn_code_from_word ("NONE"), -1);
    cvpn_assert_int (cvpn_code_from_word (""), -1);
    cvpn_assert_int (cvpn_code_from_word ("bad_state"), -1);
}

static void
test_outcomes (void)
{
    for (gint i = 0; i < CVPN_N_OUTCOMES; i++)
        cvpn_assert_int (cvpn_outcome_from_word (cvpn_outcome_word (i)), i);
    cvpn_assert_int (cvpn_outcome_from_word ("denied"), -1);
    cvpn_assert_str (cvpn_result_word (CVPN_RESULT_OK), "ok");
    cvpn_assert_str (cvpn_result_word (CVPN_RESULT_SKIPPED), "skipped");
    cvpn_assert_str (cvpn_direction_word (CVPN_RETURN), "return");
    cvpn_assert_str (cvpn_reason_word (CVPN_REASON_NONE), "");
    cvpn_assert_str (cvpn_reason_word (CVPN_REASON_METHOD_NOT_OFFERED), "method-not-offered");
}

static void
test_metrics (void)
{
    for (int i = 0; i < CVPN_N_METRICS; i++) {
        cvpn_assert_int (cvpn_metric_from_name (cvpn_metric_name (i)), i);
        CU_ASSERT (*cvpn_metric_text (i) != '\0');
        CU_ASSERT (cvpn_metric_unit (i) <= CVPN_UNIT_SECONDS);
    }
    cvpn_assert_int (cvpn_metric_from_name ("flow_success"), -1);
    cvpn_assert_int (cvpn_metric_unit (CVPN_METRIC_FLOW_SUCCESS), CVPN_UNIT_SHARE);
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "steps", test_steps },
        { "codes", test_codes },
        { "outcomes and results", test_outcomes },
        { "metrics", test_metrics },
    };

    return cvpn_test_main ("model words", tests, G_N_ELEMENTS (tests));
}
