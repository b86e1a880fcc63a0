/* What the summary makes of losses, of attempts that fail, and of changes. */
#include <cvpnsim/summary.h>

#include "observe/summary_text.h"
#include "summarized.h"
#include "support.h"

static void
tell_loss (Run *run, gint64 start_ns, gint64 end_ns, const char *reason, gint64 returned_after_ns)
{
    const CvpnSessionRecord session = {
        .start_ns = start_ns,
        .user = { .population = "staff", .number = 1 },
        .endpoint = "cvpn-1",
        .established = TRUE,
        .established_ns = start_ns,
        .end_ns = end_ns,
        .end_reason = reason,
        .returned_after_ns = returned_after_ns,
    };

    run->observer->session (run->summary, &session);
}

/* A loss counts when it happens, also of a session that began in the warm-up. */
static void
test_losses (void)
{
    const gint64 start_ns = CVPN_HOUR + CVPN_SECOND / 4;
    Run run;

    begin (&run, CVPN_HOUR);
    tell_loss (&run, 0, CVPN_HOUR - 1, "zone-failure", -1);
    tell_loss (&run, 0, start_ns, "zone-failure", -1);
    tell_loss (&run, 0, start_ns, "route-change", -1);
    tell_loss (&run, 0, start_ns, "client-disconnect", -1);
    for (guint i = 1; i <= 150; i++)
        tell_loss (&run, start_ns + i, -1, "", i * CVPN_SECOND); /* in one second */
    tell_loss (&run, start_ns + CVPN_SECOND, -1, "", -1);
    tell_loss (&run, CVPN_HOUR - 1, -1, "", CVPN_SECOND);
    run.observer->finish (run.summary, 2 * CVPN_HOUR, 99, TRUE);
    assert_metric (&run, "sessions-lost", 2);
    assert_metric (&run, "sessions-returned", 150);
    assert_metric (&run, "return-mean", 75.5);
    assert_metric (&run, "return-p99", 149); /* the first of at least 148.5 */
    assert_metric (&run, "return-max", 150);
    assert_metric (&run, "attempts-peak", 150);
    g_autofree char *json = cvpn_summary_json (run.summary);
    cvpn_assert_has (json, "\"session_ends\" : {\n    \"client-disconnect\" : 1,\n"
                           "    \"route-change\" : 1,\n    \"zone-failure\" : 1\n  }");
    g_autofree char *text = cvpn_summary_text (run.summary, FALSE);
    cvpn_assert_has (text,
                     "sessions     2 lost: 1 route-change, 1 zone-failure\n"
                     "             150 came back, after 75.5 s on average, 150.0 s at most\n");
    clear (&run);
}

/* Who is back at the last moment is in time; what was lost in the warm-up does not count, and
 * who never comes back does. */
static void
test_returned_share (void)
{
    Run run;

    begin (&run, CVPN_HOUR);
    run.test.spec.scenario.return_within_ns = CVPN_MINUTE;
    for (guint i = 0; i < 8; i++)
        tell_loss (&run, 0, CVPN_HOUR, "zone-failure", -1);
    tell_loss (&run, 0, CVPN_HOUR - 1, "zone-failure", -1);
    tell_loss (&run, CVPN_HOUR + CVPN_MINUTE, -1, "", CVPN_MINUTE);
    tell_loss (&run, CVPN_HOUR + 1, -1, "", 1);
    tell_loss (&run, CVPN_HOUR + CVPN_MINUTE + 1, -1, "", CVPN_MINUTE + 1);
    tell_loss (&run, CVPN_HOUR + 1, -1, "", 2); /* lost before the warm-up's end */
    run.observer->finish (run.summary, 2 * CVPN_HOUR, 99, TRUE);
    assert_metric (&run, "sessions-lost", 8);
    assert_metric (&run, "sessions-returned", 4);
    assert_metric (&run, "returned-share", 2.0 / 8);
    clear (&run);
}

static void
tell_failure (Run *run, CvpnCode code, CvpnReason reason)
{
    const CvpnSessionRecord session = { .start_ns = CVPN_SECOND,
                                        .code = code,
                                        .reason = reason,
                                        .established_ns = -1,
                                        .end_ns = 2 * CVPN_SECOND,
                                        .end_reason = "",
                                        .returned_after_ns = -1 };

    run->observer->session (run->summary, &session);
}

static void
test_failed_parts (void)
{
    const CvpnReason reasons[] = {
        CVPN_REASON_HANDLER_DENIED,           CVPN_REASON_HANDLER_TIMED_OUT,
        CVPN_REASON_HANDLER_INVALID_RESPONSE, CVPN_REASON_HANDLER_EXECUTION_ERROR,
        CVPN_REASON_HANDLER_THROTTLED,        CVPN_REASON_HANDLER_SERVICE_ERROR,
        CVPN_REASON_WRONG_CREDENTIALS
    };
    Run run;

    begin (&run, 0);
    for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
        tell_failure (&run, CVPN_CODE_CVPN_AUTHENTICATION_FAILED, reasons[i]);
    for (guint i = 0; i < 2; i++)
        tell_failure (&run, CVPN_CODE_CVPN_HANDSHAKE_TIMEOUT, CVPN_REASON_NONE);
    for (guint i = 0; i < 3; i++)
        tell_failure (&run, CVPN_CODE_CVPN_CONNECTION_QUOTA_EXCEEDED, CVPN_REASON_NONE);
    tell_failure (&run, CVPN_CODE_CVPN_CLIENT_CIDR_EXHAUSTED, CVPN_REASON_NONE);
    run.observer->finish (run.summary, CVPN_HOUR, 99, TRUE);
    assert_metric (&run, "authentication-failures", 1);
    assert_metric (&run, "handler-failures", 6);
    assert_metric (&run, "handshake-time-outs", 2);
    assert_metric (&run, "quota-refused", 3);
    assert_metric (&run, "address-refused", 1);
    assert_metric (&run, "attempts-peak", 13);
    clear (&run);
}

static void
test_changes (void)
{
    CvpnChangeRecord change = { .state = "active" };
    Run run;

    begin (&run, CVPN_HOUR);
    run.observer->change (run.summary, &change);
    change.time_ns = CVPN_HOUR;
    run.observer->change (run.summary, &change);
    change.error = "ConcurrentMutationLimitExceeded";
    run.observer->change (run.summary, &change);
    run.observer->finish (run.summary, 2 * CVPN_HOUR, 99, TRUE);
    assert_metric (&run, "operations-refused", 1);
    g_autofree char *text = cvpn_summary_text (run.summary, FALSE);
    cvpn_assert_has (text, "changes      2 of the configuration's state; 1 refused\n");
    g_autofree char *json = cvpn_summary_json (run.summary);
    cvpn_assert_has (json, "\"changes\" : 2");
    clear (&run);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "sessions lost and users who return", test_losses },
        { "who is back in time", test_returned_share },
        { "attempts by the part that fails", test_failed_parts },
        { "changes", test_changes },
    };

    return cvpn_test_main ("losses", tests, G_N_ELEMENTS (tests));
}
