/* counters: the periods of a run add up to the run. */
#include <math.h>

#include "recording.h"
#include "support.h"

#define SECOND RECORDING_SECOND

static const char busy[] = RECORDING_SCENARIO (
    "duration = 10min\nmetrics-period = 90s",
    "") "[clients all]\nendpoint = cvpn-1\narrival = poisson 20/min\nsession = exponential 1min\n"
        "[clients wrong]\nendpoint = cvpn-1\ncount = 3\narrival = uniform 0s 9min\n"
        "authentication = directory\n"
        "[traffic web]\nclients = all\nto = web tcp 443; web tcp 22; 10.9.9.9 udp 53\n"
        "every = exponential 5s\nrequest = 3kB\nresponse = lognormal 50kB 1\n";

/* 600 s in periods of 90: six whole ones and one of 60. */
static void
last_period_ends_with_the_run (void)
{
    g_autoptr (Recording) run = recording_of (busy);

    cvpn_assert_int (run->periods->len, 7);
    for (gint64 i = 0; i < 6; i++)
        cvpn_assert_int (recorded_period (run, i)->time_ns, (i + 1) * 90 * SECOND);
    cvpn_assert_int (recorded_period (run, 6)->time_ns, 600 * SECOND);
    cvpn_assert_int (run->subnets->len, 14);
    cvpn_assert_str (recorded_subnet (run, 0)->subnet, "subnet-a");
    cvpn_assert_str (recorded_subnet (run, 1)->subnet, "subnet-b");
}

static void
whole_periods_have_no_rest (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 10min\nmetrics-period = 5min", "") "[clients one]\nendpoint = cvpn-1\n"
                                                       "count = 1\narrival = at 0s\n");

    cvpn_assert_int (run->periods->len, 2);
    cvpn_assert_int (recorded_period (run, 1)->time_ns, 600 * SECOND);
}

static void
periods_add_up_to_flows (void)
{
    g_autoptr (Recording) run = recording_of (busy);
    gint64 outcomes[CVPN_N_OUTCOMES] = { 0 }, stopped = 0, in = 0, out = 0, of_subnets = 0;

    for (guint i = 0; i < run->flows->len; i++) {
        outcomes[recorded_flow (run, i)->outcome]++;
        in += recorded_flow (run, i)->request_bytes;
        out += recorded_flow (run, i)->response_bytes;
    }
    CU_ASSERT (outcomes[CVPN_OUTCOME_DELIVERED] > 0 && outcomes[CVPN_OUTCOME_REJECTED] > 0 &&
               outcomes[CVPN_OUTCOME_DROPPED] > 0);
    for (guint i = 0; i < run->periods->len; i++) {
        const CvpnPeriodRecord *period = recorded_period (run, i);

        for (guint j = 0; j < CVPN_N_OUTCOMES; j++)
            outcomes[j] -= period->outcomes[j];
        for (guint j = 0; j < CVPN_N_STEPS; j++)
            stopped += period->failures[j];
        stopped -= period->flows - period->outcomes[CVPN_OUTCOME_DELIVERED];
        in -= period->ingress_bytes;
        out -= period->egress_bytes;
        of_subnets += period->flows;
    }
    for (guint i = 0; i < run->subnets->len; i++)
        of_subnets -= recorded_subnet (run, i)->flows;
    for (guint i = 0; i < CVPN_N_OUTCOMES; i++)
        cvpn_assert_int (outcomes[i], 0);
    cvpn_assert_int (stopped, 0);
    cvpn_assert_int (in, 0);
    cvpn_assert_int (out, 0);
    cvpn_assert_int (of_subnets, 0);
}

static void
periods_add_up_to_sessions (void)
{
    g_autoptr (Recording) run = recording_of (busy);
    gint64 attempts = 0, established = 0, failures = 0, recorded = 0;

    for (gsize i = 0; i < run->periods->len; i++) {
        const CvpnPeriodRecord *period = recorded_period (run, i);

        attempts += period->connection_attempts;
        established += period->connections_established;
        failures += period->authentication_failures;
        cvpn_assert_int (period->active_connections, period->addresses_in_use);
        cvpn_assert_int (period->active_connections,
                         recorded_subnet (run, 2 * i)->active_connections +
                             recorded_subnet (run, 2 * i + 1)->active_connections);
    }
    for (guint i = 0; i < run->sessions->len; i++)
        recorded += recorded_session (run, i)->established;
    cvpn_assert_int (attempts, run->sessions->len);
    cvpn_assert_int (established, recorded);
    cvpn_assert_int (failures, 3);
}

/* 3,000 bytes are three packets of 1,400, an empty answer is one. */
static void
packets_are_counted (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 1min", "") "[clients one]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n"
                               "[traffic web]\nclients = one\nto = web tcp 443\nevery = 1h\n"
                               "request = 3kB\nresponse = 0B\npacket-size = 1400B\n");
    const CvpnPeriodRecord *period = recorded_period (run, 0);

    cvpn_assert_int (period->ingress_packets, 3);
    cvpn_assert_int (period->egress_packets, 1);
    cvpn_assert_int (period->ingress_bytes, 3000);
    cvpn_assert_int (period->egress_bytes, 0);
    cvpn_assert_int (recorded_session (run, 0)->request_packets, 3);
    cvpn_assert_int (recorded_session (run, 0)->response_packets, 1);
}

/* The log has what the session has carried. */
static void
logs_have_the_volume (void)
{
    g_autoptr (Recording) run = recording_of (busy);
    guint resets = 0;

    for (guint i = 0; i < run->connections->len; i++) {
        const CvpnConnectionRecord *entry = recorded_connection (run, i);

        if (!entry->is_reset)
            continue;
        const CvpnSessionRecord *session = NULL;
        for (guint j = 0; j < run->sessions->len && session == NULL; j++)
            if (recorded_session (run, j)->established_ns == entry->start_ns)
                session = recorded_session (run, j);
        resets++;
        CU_ASSERT_PTR_NOT_NULL_FATAL (session);
        cvpn_assert_int (entry->ingress_bytes, session->request_bytes);
        cvpn_assert_int (entry->egress_bytes, session->response_bytes);
        cvpn_assert_int (entry->ingress_packets, session->request_packets);
        cvpn_assert_int (entry->egress_packets, session->response_packets);
    }
    CU_ASSERT (resets > 100);
}

/* Attempts that are neither established nor failed are under way; what was lost ended
 * against somebody's will. */
static void
storms_are_counted (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 10min\nmetrics-period = 10s",
        "client-connect-handler = 10s\nclient-connect-concurrency = 30\n"
        "client-connect-denied = 20%") "[quotas]\nconcurrent-connections = 150\n"
                                       "[clients all]\nendpoint = cvpn-1\ncount = 200\narrival = "
                                       "uniform 0s 1min\n"
                                       "retry = openvpn\nreconnect = openvpn\nvanishes = "
                                       "50%\nsession = exponential 5min\n"
                                       "away = 10s\n"
                                       "[event a]\nat = 100s\naction = fail-availability-zone "
                                       "us-east-1a\n"
                                       "[event b]\nat = 200s\naction = restore-availability-zone "
                                       "us-east-1a\n"
                                       "[event c]\nat = 300s\naction = terminate-connections "
                                       "all\n");
    gint64 connecting = 0, lost = 0, returned = 0, waiting = 0;

    for (guint i = 0; i < run->periods->len; i++) {
        const CvpnPeriodRecord *period = recorded_period (run, i);

        connecting += period->connection_attempts - period->connections_established;
        for (guint j = 0; j < CVPN_N_FAILURES; j++)
            connecting -= period->attempts_failed[j];
        cvpn_assert_int (period->connecting, connecting);
        CU_ASSERT (period->waiting >= 0 && period->waiting + period->connecting <= 200);
        waiting = MAX (waiting, period->waiting);
        lost += period->sessions_lost;
        returned += period->sessions_returned;
    }
    CU_ASSERT (waiting > 50);
    CU_ASSERT (lost > 150 && returned > 100);
    for (guint i = 0; i < run->sessions->len; i++) {
        const CvpnSessionRecord *session = recorded_session (run, i);

        lost -= g_str_equal (session->end_reason, "zone-failure") ||
                g_str_equal (session->end_reason, "terminated");
        returned -= session->returned_after_ns >= 0;
    }
    cvpn_assert_int (lost, 0);
    cvpn_assert_int (returned, 0);
}

/* In days; none of what there is not, 0 of what has expired. */
static void
expiries_are_counted_down (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO_BY (
        "federated", "duration = 3d\nmetrics-period = 1d",
        "identity-provider-certificate-expires = 36h") "[certificate-revocation-list "
                                                       "cvpn-1]\nnext-update = 2d\n");
    g_autoptr (Recording) none = recording_of (
        RECORDING_SCENARIO ("duration = 1d", "identity-provider-certificate-expires = 36h"));
    static const double lists[] = { 1, 0, 0 }, certificates[] = { 0.5, 0, 0 };

    for (guint i = 0; i < 3; i++) {
        cvpn_assert_near (recorded_period (run, i)->crl_days_to_expiry, lists[i], 1e-9);
        cvpn_assert_near (recorded_period (run, i)->idp_certificate_days_to_expiry, certificates[i],
                          1e-9);
    }
    CU_ASSERT (isnan (recorded_period (none, 0)->crl_days_to_expiry));
    CU_ASSERT (isnan (recorded_period (none, 0)->idp_certificate_days_to_expiry));
}

/* The highest that was in force; a period has the present one. */
static void
limits_change (void)
{
    g_autoptr (Recording) run =
        recording_of (RECORDING_SCENARIO ("duration = 10min", "") RECORDING_AT_ONCE
                      "[event it]\nat = 1min\naction = disassociate subnet-b\n");

    cvpn_assert_int (recorded_peak (run, 0)->limit, 36500);
    cvpn_assert_int (recorded_period (run, 1)->connection_quota, 7000);
}

static void
peaks_are_the_highest_levels (void)
{
    g_autoptr (Recording) run = recording_of (busy);
    gint64 highest = 0;

    for (guint i = 0; i < run->levels->len; i++)
        highest = MAX (highest, g_array_index (run->levels, Level, i).active);
    cvpn_assert_int (run->peaks->len, 4);
    cvpn_assert_str (recorded_peak (run, 0)->quota, "concurrent-connections");
    cvpn_assert_str (recorded_peak (run, 0)->component, "cvpn-1");
    cvpn_assert_int (recorded_peak (run, 0)->peak, highest);
    cvpn_assert_int (recorded_peak (run, 1)->peak, highest);
    cvpn_assert_str (recorded_peak (run, 3)->quota, "snat-ports");
    cvpn_assert_str (recorded_peak (run, 3)->component, "subnet-b");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "last period ends with the run", last_period_ends_with_the_run },
        { "whole periods have no rest", whole_periods_have_no_rest },
        { "periods add up to flows", periods_add_up_to_flows },
        { "periods add up to sessions", periods_add_up_to_sessions },
        { "packets are counted", packets_are_counted },
        { "logs have the volume", logs_have_the_volume },
        { "storms are counted", storms_are_counted },
        { "expiries are counted down", expiries_are_counted_down },
        { "limits change", limits_change },
        { "peaks are the highest levels", peaks_are_the_highest_levels },
    };

    return cvpn_test_main ("counters", tests, G_N_ELEMENTS (tests));
}
