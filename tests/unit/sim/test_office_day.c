/* office_day: when people come, for how long, and when they eat; against the
 * distributions asked for, and to the second where nothing is random. */
#include <math.h>
#include <stdlib.h>
#include <gsl/gsl_cdf.h>

#include "recording.h"
#include "support.h"

#define SECOND RECORDING_SECOND
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

/* A large endpoint, so that there is an address for everyone. */
#define PEOPLE(RUN, KEYS)                                                                          \
    RECORDING_SCENARIO (RUN, "")                                                                   \
    "[client-vpn-endpoint cvpn-2]\nclient-cidr-block = 10.16.0.0/16\n"                             \
    "target-networks = subnet-a\nauthentication = certificate\n"                                   \
    "[quotas]\nconcurrent-connections = 60000\n"                                                   \
    "[clients all]\nendpoint = cvpn-2\n" KEYS

/* One person whose days are all alike. */
#define ALIKE                                                                                      \
    "count = 1\narrival = office-day 09:00 0s\nsecond-session = 0%\n"                              \
    "lunch-start = 12:30 0s\nlunch-length = 45min\n"
#define ONE(RUN, KEYS) PEOPLE (RUN, ALIKE KEYS)

typedef struct {
    gint64 start, length; /* of the attempt; of the session */
} Stay;

static void
check_stays (const Recording *run, const Stay *want, guint n)
{
    cvpn_assert_int (run->sessions->len, n);
    for (guint i = 0; i < MIN (n, run->sessions->len); i++) {
        const CvpnSessionRecord *session = recorded_session (run, i);

        cvpn_assert_int (session->start_ns, want[i].start);
        cvpn_assert_int (session->end_ns - session->established_ns, want[i].length);
    }
}

static int
compare_doubles (const void *left, const void *right)
{
    const double a = *(const double *) left, b = *(const double *) right;

    return (a > b) - (a < b);
}

/* Kolmogorov: beyond 2.5 / sqrt n once in 130000 tests. */
static void
check_distribution (GArray *values, double (*cdf) (double x))
{
    const guint n = values->len;
    double distance = 0;

    qsort (values->data, n, sizeof (double), compare_doubles);
    for (guint i = 0; i < n; i++) {
        const double theory = cdf (g_array_index (values, double, i));
        distance = fmax (
            distance, fmax (fabs (theory - (double) i / n), fabs (theory - (double) (i + 1) / n)));
    }
    CU_ASSERT (n > 1000);
    cvpn_assert_near (distance, 0, 2.5 / sqrt (n));
}

static double
cdf_nine (double hours)
{
    return gsl_cdf_gaussian_P (hours - 9, 0.5);
}

static double
cdf_ten (double hours)
{
    return gsl_cdf_gaussian_P (hours - 10, 0.25);
}

static double
cdf_stay (double hours)
{
    return 0.2 * gsl_cdf_flat_P (hours, 1.0 / 60, 0.5) +
           0.8 * gsl_cdf_lognormal_P (hours, log (6), 0.35);
}

static void
add_value (GArray *values, gint64 ns)
{
    const double hours = (double) ns / (double) HOUR;

    g_array_append_val (values, hours);
}

static void
people_come_around_nine (void)
{
    g_autoptr (Recording) run =
        recording_of (PEOPLE ("duration = 24h", "count = 3000\narrival = office-day\n"
                                                "second-session = 0%\nlunch = 0%\n"));
    g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (double));
    g_autoptr (GArray) lengths = g_array_new (FALSE, FALSE, sizeof (double));

    cvpn_assert_int (run->sessions->len, 3000);
    for (guint i = 0; i < run->sessions->len; i++) {
        const CvpnSessionRecord *session = recorded_session (run, i);
        /* one that the day's end cut short is longer than what is left of it */
        const gint64 end = session->end_ns >= 0 ? session->end_ns : DAY + 24 * HOUR;

        add_value (starts, session->start_ns);
        add_value (lengths, end - session->established_ns);
    }
    check_distribution (starts, cdf_nine);
    check_distribution (lengths, cdf_stay);
}

static void
the_time_can_be_chosen (void)
{
    g_autoptr (Recording) run = recording_of (
        PEOPLE ("duration = 20h\nstart = 04:00", "count = 3000\narrival = office-day 10:00 15min\n"
                                                 "second-session = 0%\nlunch = 0%\n"));
    g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (double));

    for (guint i = 0; i < run->sessions->len; i++)
        add_value (starts, 4 * HOUR + recorded_session (run, i)->start_ns);
    check_distribution (starts, cdf_ten);
}

/* From a Friday at noon, for ten days. */
static void
nobody_works_on_weekends (void)
{
    g_autoptr (Recording) run =
        recording_of (ONE ("duration = 240h\nstart = 12:00\nstart-date = 2026-01-09",
                           "session = 10min\nlunch = 0%\n"));
    static const guint days[] = { 3, 4, 5, 6, 7, 10 };

    cvpn_assert_int (run->sessions->len, G_N_ELEMENTS (days));
    for (guint i = 0; i < MIN (run->sessions->len, G_N_ELEMENTS (days)); i++)
        cvpn_assert_int (recorded_session (run, i)->start_ns, days[i] * DAY - 3 * HOUR);
}

static void
lunch_cuts_the_session_in_two (void)
{
    g_autoptr (Recording) run =
        recording_of (ONE ("duration = 24h", "session = 8h\nlunch = 100%\n"));
    static const Stay want[] = {
        { 9 * HOUR, 3 * HOUR + 30 * MINUTE - RECORDING_SETUP },
        { 13 * HOUR + 15 * MINUTE, 4 * HOUR + 30 * MINUTE + RECORDING_SETUP },
    };

    check_stays (run, want, G_N_ELEMENTS (want));
    cvpn_assert_int (recorded_session (run, 0)->end_ns, 12 * HOUR + 30 * MINUTE);
    cvpn_assert_str (recorded_session (run, 0)->end_reason, "client-disconnect");
    cvpn_assert_int (recorded_session (run, 0)->code, CVPN_CODE_NONE);
}

/* Who has left before lunch, or comes after it, is connected once. */
static void
lunch_is_for_the_connected (void)
{
    g_autoptr (Recording) before =
        recording_of (ONE ("duration = 24h", "session = 3h\nlunch = 100%\n"));
    g_autoptr (Recording) after = recording_of (
        PEOPLE ("duration = 24h", "count = 1\narrival = office-day 13:00 0s\nsecond-session = 0%\n"
                                  "lunch = 100%\nsession = 8h\n"));
    static const Stay short_one[] = { { 9 * HOUR, 3 * HOUR } };
    static const Stay late_one[] = { { 13 * HOUR, 8 * HOUR } };

    check_stays (before, short_one, 1);
    check_stays (after, late_one, 1);
}

/* The time limit, at 11 o'clock and after lunch, does not shorten the day. */
static void
lunch_and_the_time_limit (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 24h",
        "session-timeout = 2h") "[clients all]\nendpoint = cvpn-1\nsession = 6h\nlunch = "
                                "100%\nreconnect = after 10s\n" ALIKE);
    const gint64 again = 11 * HOUR + RECORDING_SETUP + 10 * SECOND;
    const gint64 back = 13 * HOUR + 15 * MINUTE;
    const gint64 morning = 2 * HOUR + (12 * HOUR + 30 * MINUTE - again - RECORDING_SETUP);
    const Stay want[] = {
        { 9 * HOUR, 2 * HOUR },
        { again, morning - 2 * HOUR },
        { back, 2 * HOUR },
        { back + RECORDING_SETUP + 2 * HOUR + 10 * SECOND, 4 * HOUR - morning },
    };

    check_stays (run, want, G_N_ELEMENTS (want));
    cvpn_assert_str (recorded_session (run, 0)->end_reason, "session-timeout");
    cvpn_assert_str (recorded_session (run, 1)->end_reason, "client-disconnect");
}

static void
lunch_has_its_share (void)
{
    g_autoptr (Recording) run = recording_of (
        PEOPLE ("duration = 24h", "count = 2000\narrival = office-day 09:00 0s\nsession = 6h\n"
                                  "second-session = 0%\nlunch = 35%\n"));

    cvpn_assert_near (run->sessions->len, 2000 * 1.35, 5 * sqrt (2000 * 0.35 * 0.65));
}

static void
some_come_twice (void)
{
    g_autoptr (Recording) run = recording_of (
        PEOPLE ("duration = 24h", "count = 2000\narrival = office-day 09:00 0s\nsession = 3h\n"
                                  "second-session = 30%\nsecond-session-after = uniform 1h 2h\n"
                                  "lunch = 0%\n"));
    guint n = 0;

    for (guint i = 0; i < run->sessions->len; i++) {
        const gint64 after = recorded_session (run, i)->start_ns - 9 * HOUR;

        if (after == 0)
            continue;
        CU_ASSERT (after >= 4 * HOUR && after <= 5 * HOUR + 2 * SECOND);
        n++;
    }
    cvpn_assert_int (run->sessions->len, 2000 + n);
    cvpn_assert_near (n, 600, 5 * sqrt (2000 * 0.3 * 0.7));
}

/* Past midnight is another day, and it has its own sessions. */
static void
nobody_comes_twice_past_midnight (void)
{
    g_autoptr (Recording) run = recording_of (
        PEOPLE ("duration = 48h", "count = 50\narrival = office-day 09:00 0s\nsession = 3h\n"
                                  "second-session = 100%\nsecond-session-after = 13h\n"
                                  "lunch = 0%\n"));

    cvpn_assert_int (run->sessions->len, 100);
}

/* A share of the users, each day another one; who is there on both runs does the
 * same on that day, whatever was on the days before. */
static void
days_do_not_depend_on_each_other (void)
{
    static const char all[] = PEOPLE ("duration = 120h", "count = 400\narrival = office-day\n"
                                                         "second-session = 0%\nlunch = 0%\n");
    static const char some[] =
        PEOPLE ("duration = 120h", "count = 400\narrival = office-day\nsecond-session = 0%\n"
                                   "lunch = 0%\nattendance = 60%\n");
    g_autoptr (Recording) full = recording_of (all);
    g_autoptr (Recording) part = recording_of (some);
    g_autoptr (GHashTable) stays = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, NULL);
    g_autofree guint *came = g_new0 (guint, 401);
    guint always = 0;

    for (guint i = 0; i < full->sessions->len; i++)
        g_hash_table_insert (stays, &recorded_session (full, i)->start_ns,
                             recorded_session (full, i));
    cvpn_assert_int (full->sessions->len, 2000);
    cvpn_assert_near (part->sessions->len, 1200, 5 * sqrt (2000 * 0.6 * 0.4));
    for (guint i = 0; i < part->sessions->len; i++) {
        const CvpnSessionRecord *session = recorded_session (part, i);
        const CvpnSessionRecord *other = g_hash_table_lookup (stays, &session->start_ns);

        CU_ASSERT_FATAL (other != NULL);
        cvpn_assert_int (other->user.number, session->user.number);
        always += ++came[session->user.number] == 5;
        cvpn_assert_int (other->end_ns - other->established_ns,
                         session->end_ns - session->established_ns);
    }
    cvpn_assert_near (always, 400 * pow (0.6, 5), 5 * sqrt (400 * pow (0.6, 5)));
}

/* Two days of 100 people: every time of day and every length is another one. */
static void
no_two_days_are_alike (void)
{
    g_autoptr (Recording) run = recording_of (
        PEOPLE ("duration = 72h", "count = 100\narrival = office-day\nattendance = 50%\n"));
    g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
    guint days[3] = { 0, 0, 0 };

    for (guint i = 0; i < run->sessions->len; i++) {
        const CvpnSessionRecord *session = recorded_session (run, i);
        const gint64 times[] = { session->start_ns % DAY,
                                 session->end_ns - session->established_ns };

        for (guint j = 0; j < G_N_ELEMENTS (times); j++)
            CU_ASSERT (g_hash_table_add (seen, g_memdup2 (&times[j], sizeof times[j])));
        days[session->start_ns / DAY]++;
    }
    CU_ASSERT (days[0] > 50 && days[1] > 50 && days[2] > 50);
}

/* A run that begins in the middle of the day finds its people there. */
static void
who_is_at_work_already_connects_at_once (void)
{
    g_autoptr (Recording) at_work =
        recording_of (ONE ("duration = 20h\nstart = 12:00", "session = 4h\nlunch = 0%\n"));
    g_autoptr (Recording) gone =
        recording_of (ONE ("duration = 30h\nstart = 12:00", "session = 3h\nlunch = 0%\n"));
    static const Stay rest[] = { { 0, 1 * HOUR } };
    static const Stay next[] = { { 21 * HOUR, 3 * HOUR } };

    check_stays (at_work, rest, 1);
    check_stays (gone, next, 1);
}

/* Thirty hours from nine o'clock on a Thursday: Friday's begin when those are
 * over, a nanosecond later. */
static void
a_night_at_work_delays_the_next_day (void)
{
    g_autoptr (Recording) run =
        recording_of (PEOPLE ("duration = 70h\nstart-date = 2026-01-08",
                              "count = 1\narrival = office-day 09:00 0s\n"
                              "second-session = 0%\nlunch = 0%\nsession = 30h\n"
                              "reconnect = after 0s\n"));
    const gint64 over = 9 * HOUR + 30 * HOUR + 2 * RECORDING_SETUP + 2;
    const Stay want[] = {
        { 9 * HOUR, 24 * HOUR }, /* the endpoint's time limit */
        { 33 * HOUR + RECORDING_SETUP + 1, 6 * HOUR },
        { over, 33 * HOUR + 30 * HOUR - over },
    };

    check_stays (run, want, G_N_ELEMENTS (want));
}

/* Who cannot connect gives up for the day. */
static void
who_fails_comes_again_the_next_day (void)
{
    g_autoptr (Recording) run =
        recording_of (ONE ("duration = 72h", "remote-random-hostname = unsupported\nlunch = 100%\n"
                                             "retry = 2 10min\n"));

    cvpn_assert_int (run->sessions->len, 9);
    for (guint i = 0; i < run->sessions->len; i++)
        CU_ASSERT (!recorded_session (run, i)->established);
    cvpn_assert_int (recorded_session (run, 8)->start_ns / HOUR, 48 + 9);
}

/* Listed flows take the user's session, whichever it is; there is none at lunch. */
static void
flows_can_be_listed (void)
{
    const char *const files[] = {
        "flows.csv\ntime,user,destination,protocol,port,request,response\n"
        "10h,all-1,web,tcp,443,1kB,1kB\n"
        "12h45min,all-1,web,tcp,443,1kB,1kB\n"
        "14h,all-1,web,tcp,443,1kB,1kB\n",
        NULL
    };
    g_autoptr (Recording) run = recording_new (
        RECORDING_SCENARIO ("duration = 24h", "") "[clients before]\nendpoint = cvpn-1\n"
                                                  "count = 3\narrival = at 0s\n"
                                                  "[clients all]\nendpoint = cvpn-1\n"
                                                  "session = 8h\nlunch = 100%\n" ALIKE
                                                  "[traffic web]\nclients = all\n"
                                                  "from-csv = flows.csv\n",
        files);

    recording_run (run, G_MAXUINT64);
    cvpn_assert_int (run->flows->len, 2);
    cvpn_assert_int (run->without_session, 1);
    cvpn_assert_int (recorded_flow (run, 0)->outcome, CVPN_OUTCOME_DELIVERED);
    cvpn_assert_int (recorded_flow (run, 1)->session, recorded_flow (run, 0)->session + 1);
}

/* Two weeks with all defaults: nobody is connected twice at a time, and the time
 * that people are connected is what the distributions say, lunch or not. */
static void
stays_add_up (void)
{
    g_autoptr (Recording) run =
        recording_of (PEOPLE ("duration = 336h", "count = 300\narrival = office-day\n"));
    g_autofree gint64 *last = g_new0 (gint64, 301);
    double connected = 0;

    for (guint i = 0; i < run->sessions->len; i++) { /* in the order of their ends */
        const CvpnSessionRecord *session = recorded_session (run, i);

        CU_ASSERT_FATAL (session->end_ns >= 0);
        CU_ASSERT (session->start_ns > last[session->user.number]);
        last[session->user.number] = session->end_ns;
        connected += (double) (session->end_ns - session->established_ns) / (double) HOUR;
    }
    /* E = 0.2 * 15.5 min + 0.8 * 6 h * exp (0.35^2 / 2) = 5.155 h; sigma of one: 3.2 h */
    const double days = 300 * 10;
    cvpn_assert_near (connected / days, 1.2 * 5.155, 5 * 4 / sqrt (days));
    /* 1.2 sessions, of which 0.8 * 0.4 are in two; a few are over before lunch */
    cvpn_assert_near (run->sessions->len / days, 1.2 + 0.8 * 0.4, 0.05);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "people come around nine", people_come_around_nine },
        { "the time can be chosen", the_time_can_be_chosen },
        { "nobody works on weekends", nobody_works_on_weekends },
        { "lunch cuts the session in two", lunch_cuts_the_session_in_two },
        { "lunch is for the connected", lunch_is_for_the_connected },
        { "lunch and the time limit", lunch_and_the_time_limit },
        { "lunch has its share", lunch_has_its_share },
        { "some come twice", some_come_twice },
        { "nobody comes twice past midnight", nobody_comes_twice_past_midnight },
        { "days do not depend on each other", days_do_not_depend_on_each_other },
        { "no two days are alike", no_two_days_are_alike },
        { "who is at work already connects at once", who_is_at_work_already_connects_at_once },
        { "a night at work delays the next day", a_night_at_work_delays_the_next_day },
        { "who fails comes again the next day", who_fails_comes_again_the_next_day },
        { "flows can be listed", flows_can_be_listed },
        { "stays add up", stays_add_up },
    };

    return cvpn_test_main ("office day", tests, G_N_ELEMENTS (tests));
}
