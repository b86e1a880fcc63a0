/* simulation: the same run however it is cut, other runs by other seeds, and
 * streams that do not disturb each other. */
#include <cvpnsim/error.h>
#include <string.h>

#include "recording.h"
#include "support.h"

#define PEOPLE                                                                                     \
    "[clients engineers]\nendpoint = cvpn-1\ncount = 20\narrival = uniform 0s 5min\n"              \
    "session = exponential 10min\naway = exponential 5min\nretry = 2 exponential 5s\n"             \
    "reconnect = after 10s\n"
#define WEB                                                                                        \
    "[traffic web]\nclients = engineers\nto = web tcp 443; web tcp 22\n"                           \
    "every = exponential 20s\nresponse = lognormal 50kB 1.5\n"
/* On an endpoint of their own, so that they share nothing with the engineers. */
#define OTHERS                                                                                     \
    "[client-vpn-endpoint cvpn-2]\nclient-cidr-block = 10.6.0.0/22\n"                              \
    "target-networks = subnet-a; subnet-b\nauthentication = certificate\n"                         \
    "[authorization-rules cvpn-2]\n10.0.0.0/16 = *\n"                                              \
    "[clients guests]\nendpoint = cvpn-2\narrival = poisson 6/min\nsession = exponential 3min\n"   \
    "[traffic names]\nclients = guests\nto = web udp 53\nevery = exponential 9s\n"

/* A zone that comes and goes, an endpoint that changes. */
#define EVENTS                                                                                     \
    RECORDING_AT_ONCE                                                                              \
    "[event a]\nat = 5min\naction = fail-availability-zone us-east-1a\n"                           \
    "[event b]\nat = 8min\naction = restore-availability-zone us-east-1a\n"                        \
    "[event c]\nat = 10min\nendpoint = cvpn-1\naction = authorize 10.9.0.0/16 *\n"                 \
    "[event d]\nat = 12min\nendpoint = cvpn-2\naction = disassociate subnet-b\n"                   \
    "[event e]\nat = 14min\nendpoint = cvpn-1\naction = revoke-certificate engineers-3\n"

static void
slices_make_no_difference (void)
{
    const char *scenario =
        RECORDING_SCENARIO ("duration = 20min", "session-timeout = 8h") PEOPLE WEB OTHERS EVENTS;
    g_autoptr (Recording) whole = recording_new (scenario, NULL);
    g_autoptr (Recording) single = recording_new (scenario, NULL);
    g_autoptr (Recording) odd = recording_new (scenario, NULL);

    recording_run (whole, G_MAXUINT64);
    recording_run (single, 1);
    recording_run (odd, 977);
    cvpn_assert_str (single->text->str, whole->text->str);
    cvpn_assert_str (odd->text->str, whole->text->str);
    cvpn_assert_int (single->events, whole->events);
    CU_ASSERT (whole->events > 10000);
    CU_ASSERT (whole->complete);
}

/* Many flows under way at any time, at the changes and at the end, too. */
#define CROWD                                                                                      \
    "[clients engineers]\nendpoint = cvpn-1\ncount = 12\narrival = uniform 0s 20s\n"               \
    "session = exponential 90s\naway = exponential 20s\n"                                          \
    "[traffic web]\nclients = engineers\nto = web tcp 443; web tcp 22; web udp 53\n"               \
    "every = exponential 3s\n"
#define CHANGES                                                                                    \
    RECORDING_AT_ONCE                                                                              \
    "[event a]\nat = 30s\nendpoint = cvpn-1\naction = authorize 10.9.0.0/16 *\n"                   \
    "[event b]\nat = 40s\nendpoint = cvpn-1\naction = authorize 10.8.0.0/16 *\n"                   \
    "[event c]\nat = 70s\nendpoint = cvpn-1\naction = revoke 10.0.0.0/16 *\n"                      \
    "[event d]\nat = 75s\nendpoint = cvpn-1\naction = authorize 10.0.0.0/16 *\n"                   \
    "[event e]\nat = 2min\naction = fail-availability-zone us-east-1a\n"

static char *
with_latency (const char *stage, const char *cross_zone)
{
    GString *text = g_string_new (RECORDING_SCENARIO ("duration = 3min", "") CROWD CHANGES);

    cvpn_assert_int (g_string_replace (text, "stage = 1ms", stage, 0), 1);
    cvpn_assert_int (g_string_replace (text, "cross-zone = 3ms", cross_zone, 0), 1);
    return g_string_free (text, FALSE);
}

/* The whole run with every flow put to the evaluator, and every stage's time drawn, is held
 * against runs in which flows share both, and go on at once until the slice ends. */
static void
check_run (const char *scenario)
{
    static const guint64 slices[] = { 1, 2, 3, 7, G_MAXUINT64 };
    g_autoptr (Recording) whole = recording_new (scenario, NULL);

    recording_run_uncached (whole);
    CU_ASSERT (whole->flows->len > 100);
    for (guint i = 0; i < G_N_ELEMENTS (slices); i++) {
        g_autoptr (Recording) cut = recording_new (scenario, NULL);

        recording_run (cut, slices[i]);
        cvpn_assert_str (cut->text->str, whole->text->str);
        cvpn_assert_int (cut->events, whole->events);
        cvpn_assert_int (cut->slices, whole->events / slices[i] + 1);
    }
}

static void
times_make_no_difference (void)
{
    static const struct {
        const char *stage, *cross_zone;
    } latencies[] = {
        { "stage = 1ms", "cross-zone = 3ms" },
        { "stage = 0s", "cross-zone = 0s" },
        { "stage = 2s", "cross-zone = 1s" },
        { "stage = 1s", "cross-zone = exponential 2s" },
        { "stage = exponential 1s", "cross-zone = 2s" },
        { "stage = uniform 0s 2us", "cross-zone = uniform 0s 3us" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (latencies); i++) {
        g_autofree char *scenario = with_latency (latencies[i].stage, latencies[i].cross_zone);

        check_run (scenario);
    }
}

static void
seed_makes_the_run (void)
{
    g_autoptr (Recording) one =
        recording_of (RECORDING_SCENARIO ("duration = 20min\nseed = 1", "") PEOPLE WEB);
    g_autoptr (Recording) again =
        recording_of (RECORDING_SCENARIO ("duration = 20min\nseed = 1", "") PEOPLE WEB);
    g_autoptr (Recording) other =
        recording_of (RECORDING_SCENARIO ("duration = 20min\nseed = 2", "") PEOPLE WEB);

    cvpn_assert_str (again->text->str, one->text->str);
    CU_ASSERT_STRING_NOT_EQUAL (other->text->str, one->text->str);
}

static void
append_flow (GString *text, const CvpnFlowRecord *flow)
{
    g_string_append_printf (text, "%u %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %d %d %d\n",
                            flow->user.number, flow->start_ns, flow->response_bytes,
                            flow->request_bytes > 0, flow->port, flow->outcome);
}

/* What the engineers did, without the numbers that all share: of connections,
 * flows, addresses and ports. */
static char *
describe_engineers (const Recording *run, guint16 without_port)
{
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < run->flows->len; i++)
        if (strcmp (recorded_flow (run, i)->user.population, "engineers") == 0 &&
            recorded_flow (run, i)->port != without_port)
            append_flow (text, recorded_flow (run, i));
    for (guint i = 0; i < run->sessions->len; i++) {
        const CvpnSessionRecord *session = recorded_session (run, i);

        if (strcmp (session->user.population, "engineers") == 0)
            g_string_append_printf (
                text, "%u %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s\n",
                session->user.number, session->start_ns, session->established_ns, session->end_ns,
                session->end_reason);
    }
    return g_string_free (text, FALSE);
}

static void
populations_do_not_disturb_each_other (void)
{
    g_autoptr (Recording) alone =
        recording_of (RECORDING_SCENARIO ("duration = 20min", "") PEOPLE WEB);
    g_autoptr (Recording) among =
        recording_of (RECORDING_SCENARIO ("duration = 20min", "") OTHERS PEOPLE WEB);
    g_autofree char *want = describe_engineers (alone, 0);
    g_autofree char *got = describe_engineers (among, 0);

    CU_ASSERT (among->flows->len > alone->flows->len);
    CU_ASSERT (strlen (want) > 1000);
    cvpn_assert_str (got, want);
}

static void
traffics_do_not_disturb_each_other (void)
{
    g_autoptr (Recording) alone =
        recording_of (RECORDING_SCENARIO ("duration = 20min", "") PEOPLE WEB);
    g_autoptr (Recording) among = recording_of (
        RECORDING_SCENARIO ("duration = 20min", "") PEOPLE
        "[traffic dns]\nclients = engineers\nto = web udp 53\nevery = exponential 3s\n" WEB);
    g_autofree char *want = describe_engineers (alone, 0);
    g_autofree char *got = describe_engineers (among, 53);

    CU_ASSERT (among->flows->len > alone->flows->len);
    cvpn_assert_str (got, want);
}

/* A user more is a user more, and nothing else. */
static void
users_do_not_disturb_each_other (void)
{
    const char *few = RECORDING_SCENARIO (
        "duration = 20min",
        "") "[clients engineers]\nendpoint = cvpn-1\ncount = 1\narrival = uniform 0s 5min\n"
            "session = exponential 10min\naway = exponential 5min\n" WEB;
    const char *many = RECORDING_SCENARIO (
        "duration = 20min",
        "") "[clients engineers]\nendpoint = cvpn-1\ncount = 9\narrival = uniform 0s 5min\n"
            "session = exponential 10min\naway = exponential 5min\n" WEB;
    g_autoptr (Recording) alone = recording_of (few);
    g_autoptr (Recording) among = recording_of (many);
    guint n = 0;

    for (guint i = 0; i < among->flows->len; i++) {
        const CvpnFlowRecord *flow = recorded_flow (among, i);

        if (flow->user.number != 1)
            continue;
        CU_ASSERT_FATAL (n < alone->flows->len);
        cvpn_assert_int (flow->start_ns, recorded_flow (alone, n)->start_ns);
        cvpn_assert_int (flow->port, recorded_flow (alone, n)->port);
        n++;
    }
    cvpn_assert_int (n, alone->flows->len);
    CU_ASSERT (n > 5);
}

/* Two populations of the same traffic are not twins. */
static void
populations_draw_apart (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 20min", "") "[clients a]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n"
                                "[clients b]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n"
                                "[traffic web]\nclients = a; b\nto = web tcp 443\n"
                                "first = exponential 1s\nevery = 1h\n");

    cvpn_assert_int (run->flows->len, 2);
    CU_ASSERT_NOT_EQUAL (recorded_flow (run, 0)->start_ns, recorded_flow (run, 1)->start_ns);
}

static void
needs_a_duration (void)
{
    g_autoptr (Recording) recording = recording_new (RECORDING_SCENARIO ("", "") PEOPLE, NULL);
    g_autoptr (GError) error = NULL;

    CU_ASSERT_PTR_NULL (cvpn_simulation_new (recording->scenario, &error));
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_SCENARIO));
    cvpn_assert_has (error ? error->message : "", "test.ini:1: error: [scenario] duration");
}

static void
count_finish (gpointer self, gint64 time_ns, guint64 events, gboolean complete)
{
    gint64 *result = self;

    (void) events;
    result[0] = time_ns;
    result[1] = complete;
}

static void
ends_where_it_is_stopped (void)
{
    static const CvpnObserver observer = { .finish = count_finish };
    g_autoptr (Recording) recording =
        recording_new (RECORDING_SCENARIO ("duration = 20min", "") PEOPLE WEB, NULL);
    g_autoptr (CvpnSimulation) sim = cvpn_simulation_new (recording->scenario, NULL);
    gint64 result[2] = { -1, -1 };

    cvpn_simulation_add_observer (sim, &observer, result);
    CU_ASSERT (cvpn_simulation_advance (sim, 500));

    const CvpnProgress progress = cvpn_simulation_progress (sim);

    cvpn_assert_int (progress.events, 500);
    cvpn_assert_int (progress.duration_ns, 1200 * RECORDING_SECOND);
    CU_ASSERT (progress.time_ns > 0 && progress.time_ns < progress.duration_ns);
    cvpn_simulation_finish (sim);
    cvpn_assert_int (result[0], progress.time_ns);
    cvpn_assert_int (result[1], FALSE);
}

/* Without delays, stays and gaps time must still pass. */
static void
no_delay_does_not_stop_time (void)
{
    g_autoptr (Recording) run = recording_new (
        "[scenario]\ntitle = t\nduration = 2us\n[latency]\ndns = 0s\nhandshake = 0s\n"
        "authentication = 0s\n[vpc v]\ncidr-block = 10.0.0.0/16\n"
        "[subnet s]\nvpc = v\navailability-zone = us-east-1a\ncidr-block = 10.0.1.0/24\n"
        "[client-vpn-endpoint e]\nclient-cidr-block = 10.2.0.0/22\ntarget-networks = s\n"
        "authentication = certificate\n"
        "[clients c]\nendpoint = e\ncount = 1\narrival = at 0s\nsession = uniform 0s 1ns\n"
        "away = uniform 0s 1ns\n",
        NULL);

    recording_run (run, G_MAXUINT64);
    CU_ASSERT (run->sessions->len > 900 && run->sessions->len <= 2001);
    cvpn_assert_int (run->end_ns, 2000);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "slices make no difference", slices_make_no_difference },
        { "neither slices nor passages do, whatever stages take", times_make_no_difference },
        { "seed makes the run", seed_makes_the_run },
        { "populations do not disturb each other", populations_do_not_disturb_each_other },
        { "traffics do not disturb each other", traffics_do_not_disturb_each_other },
        { "users do not disturb each other", users_do_not_disturb_each_other },
        { "populations draw apart", populations_draw_apart },
        { "needs a duration", needs_a_duration },
        { "ends where it is stopped", ends_where_it_is_stopped },
        { "no delay does not stop time", no_delay_does_not_stop_time },
    };

    return cvpn_test_main ("simulation", tests, G_N_ELEMENTS (tests));
}
