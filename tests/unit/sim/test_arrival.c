/* arrival: who comes when, against the rates asked for. */
#include <math.h>
#include <string.h>

#include "recording.h"
#include "support.h"

#define SECOND RECORDING_SECOND
#define HOUR   (3600 * SECOND)

/* Session records of their users, by the time the attempts began. */
static guint
count_starts (const Recording *run, gint64 from, gint64 until)
{
    guint n = 0;

    for (guint i = 0; i < run->sessions->len; i++) {
        const gint64 start = recorded_session (run, i)->start_ns;
        n += start >= from && start < until;
    }
    return n;
}

static void
closed_population_spreads_its_first (void)
{
    g_autoptr (Recording) run = recording_of (
        RECORDING_SCENARIO ("duration = 1h", "") "[clients all]\nendpoint = cvpn-1\ncount = 400\n"
                                                 "arrival = uniform 0s 20min\n");
    g_autofree gboolean *seen = g_new0 (gboolean, 401);

    cvpn_assert_int (run->sessions->len, 400);
    cvpn_assert_int (count_starts (run, 0, 1200 * SECOND), 400);
    cvpn_assert_near (count_starts (run, 0, 600 * SECOND), 200, 5 * 10);
    for (guint i = 0; i < 400; i++)
        seen[recorded_session (run, i)->user.number] = TRUE;
    for (guint i = 1; i <= 400; i++)
        CU_ASSERT (seen[i]);
}

static void
poisson_has_its_rate (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 10000s", "") "[clients all]\nendpoint = cvpn-1\narrival = poisson 30/min\n"
                                 "session = 1s\n");

    cvpn_assert_near (run->sessions->len, 5000, 5 * sqrt (5000));
    for (gint64 i = 0; i < 10; i++)
        cvpn_assert_near (count_starts (run, i * 1000 * SECOND, (i + 1) * 1000 * SECOND), 500,
                          5 * sqrt (500));
    for (guint i = 0; i < 5; i++)
        cvpn_assert_int (recorded_session (run, i)->user.number, i + 1);
}

/* Linear from 0/min at 06:00 to 60/min at 12:00, then back to 0 at 18:00, and
 * nothing at night; the run begins at 09:00 and lasts two days. */
static void
daily_profile_is_thinned (void)
{
    const char *const files[] = { "day.csv\ntime_of_day,rate\n06:00,0/min\n12:00,60/min\n"
                                  "18:00,0/min\n",
                                  NULL };
    g_autoptr (Recording) run = recording_new (
        RECORDING_SCENARIO ("duration = 48h\nstart = 09:00", "") "[clients all]\n"
                                                                 "endpoint = cvpn-1\n"
                                                                 "arrival = daily day.csv\n"
                                                                 "session = 1s\n",
        files);
    recording_run (run, G_MAXUINT64);

    /* by hour of the run from 09:00: the mean rate per minute times 60 */
    for (gint64 hour = 0; hour < 48; hour++) {
        const double middle = fmod (9.5 + (double) hour, 24);
        const double rate = MAX (0, 60 - 10 * fabs (middle - 12));
        const double want = 60 * rate;

        cvpn_assert_near (count_starts (run, hour * HOUR, (hour + 1) * HOUR), want,
                          5 * sqrt (want));
    }
}

/* From 20/min at 22:00 to 20/min at 02:00 the rate is 20/min across midnight;
 * a profile that never ends there would find none. */
static void
daily_profile_goes_around_midnight (void)
{
    const char *const files[] = { "day.csv\ntime_of_day,rate\n02:00,20/min\n03:00,0/min\n"
                                  "21:00,0/min\n22:00,20/min\n",
                                  NULL };
    g_autoptr (Recording) run = recording_new (
        RECORDING_SCENARIO ("duration = 24h\nstart = 12:00", "") "[clients all]\n"
                                                                 "endpoint = cvpn-1\n"
                                                                 "arrival = daily day.csv\n"
                                                                 "session = 1s\n",
        files);
    recording_run (run, G_MAXUINT64);

    cvpn_assert_int (count_starts (run, 0, 9 * HOUR), 0);
    cvpn_assert_near (count_starts (run, 10 * HOUR, 12 * HOUR), 2400, 5 * sqrt (2400));
    cvpn_assert_near (count_starts (run, 12 * HOUR, 14 * HOUR), 2400, 5 * sqrt (2400));
    cvpn_assert_int (count_starts (run, 15 * HOUR, 24 * HOUR), 0);
}

static const char logins[] = "logins.csv\ntime,user,duration\n"
                             "10s,ana,60s\n20,ben,30\n20,carl,5s\n1min,ana,10s\n90s,ana,1s\n";

static void
listed_logins_come_as_listed (void)
{
    const char *const files[] = { logins, NULL };
    g_autoptr (Recording) run =
        recording_new (RECORDING_SCENARIO ("duration = 10min", "") "[clients staff]\n"
                                                                   "endpoint = cvpn-1\n"
                                                                   "arrival = csv logins.csv\n",
                       files);
    recording_run (run, G_MAXUINT64);

    static const struct {
        const char *name;
        guint number, start, stay;
    } want[] = { /* in the order of their ends */
                 { "carl", 3, 20, 5 },
                 { "ben", 2, 20, 30 },
                 { "ana", 1, 10, 60 },
                 { "ana", 1, 60, 10 },
                 { "ana", 1, 90, 1 }
    };

    cvpn_assert_int (run->sessions->len, G_N_ELEMENTS (want));
    for (guint i = 0; i < G_N_ELEMENTS (want); i++) {
        const CvpnSessionRecord *session = recorded_session (run, i);

        cvpn_assert_str (session->user.name, want[i].name);
        cvpn_assert_int (session->user.number, want[i].number);
        cvpn_assert_int (session->start_ns, want[i].start * SECOND);
        cvpn_assert_int (session->end_ns - session->established_ns, want[i].stay * SECOND);
    }
}

/* What a user draws does not depend on who else is in the list. */
static void
listed_users_have_streams_of_their_own (void)
{
    const char *const one[] = { "logins.csv\ntime,user,duration\n50s,ana,60s\n90s,ana,60s\n",
                                NULL };
    const char *const two[] = { "logins.csv\ntime,user,duration\n10s,ben,60s\n50s,ana,60s\n"
                                "60s,carl,1s\n90s,ana,60s\n",
                                NULL };
    const char *scenario =
        RECORDING_SCENARIO ("duration = 10min", "") "[clients staff]\nendpoint = cvpn-1\n"
                                                    "arrival = csv logins.csv\n"
                                                    "[traffic web]\nclients = staff\n"
                                                    "to = web tcp 443\nevery = exponential 5s\n";
    g_autoptr (Recording) alone = recording_new (scenario, one);
    g_autoptr (Recording) among = recording_new (scenario, two);
    guint n = 0;

    recording_run (alone, G_MAXUINT64);
    recording_run (among, G_MAXUINT64);
    for (guint i = 0; i < among->flows->len; i++) {
        const CvpnFlowRecord *flow = recorded_flow (among, i);

        if (strcmp (flow->user.name, "ana") != 0)
            continue;
        CU_ASSERT_FATAL (n < alone->flows->len);
        cvpn_assert_int (flow->start_ns, recorded_flow (alone, n)->start_ns);
        n++;
    }
    cvpn_assert_int (n, alone->flows->len);
    CU_ASSERT (n > 10);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "closed population spreads its first", closed_population_spreads_its_first },
        { "poisson has its rate", poisson_has_its_rate },
        { "daily profile is thinned", daily_profile_is_thinned },
        { "daily profile goes around midnight", daily_profile_goes_around_midnight },
        { "listed log-ins come as listed", listed_logins_come_as_listed },
        { "listed users have streams of their own", listed_users_have_streams_of_their_own },
    };

    return cvpn_test_main ("arrival", tests, G_N_ELEMENTS (tests));
}
