/* What a key's distribution says is what happens: times between the events of a
 * run, and sizes of its flows, against the distribution functions.
 *
 * Nothing is cut off by the end of a run: the first gaps of each session are
 * taken, and runs last hundreds of them. */
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#include "replicate.h"
#include "validation.h"

#define RUNS      5
#define FLOWS     25  /* of each session */
#define CONNECT_S 6.0 /* the delays of draws.ini */

typedef struct {
    double a, b;
} Parameters;

static double
cdf_uniform (double x, gconstpointer p)
{
    return gsl_cdf_flat_P (x, ((const Parameters *) p)->a, ((const Parameters *) p)->b);
}

static double
cdf_exponential (double x, gconstpointer p)
{
    return gsl_cdf_exponential_P (x, ((const Parameters *) p)->a);
}

static double
cdf_lognormal (double x, gconstpointer p)
{
    return gsl_cdf_lognormal_P (x, log (((const Parameters *) p)->a), ((const Parameters *) p)->b);
}

/* GSL's order of parameters is the other one. */
static double
cdf_pareto (double x, gconstpointer p)
{
    return gsl_cdf_pareto_P (x, ((const Parameters *) p)->b, ((const Parameters *) p)->a);
}

static double
cdf_weibull (double x, gconstpointer p)
{
    return gsl_cdf_weibull_P (x, ((const Parameters *) p)->a, ((const Parameters *) p)->b);
}

/* In seconds, of sessions; NAN: not of this one.  'last' is the same user's last
 * session, or NULL. */
typedef double (*Measure) (const ValidationSession *session, const ValidationSession *last);

static double
seconds (gint64 from_ns, gint64 to_ns)
{
    return (double) (to_ns - from_ns) / 1e9;
}

static double
measure_stay (const ValidationSession *session, const ValidationSession *last)
{
    return last ? NAN : seconds (session->established_ns, session->end_ns);
}

static double
measure_first (const ValidationSession *session, const ValidationSession *last)
{
    return last ? NAN : seconds (0, session->start_ns);
}

static double
measure_connecting (const ValidationSession *session, const ValidationSession *last)
{
    return last ? NAN : seconds (session->start_ns, session->established_ns);
}

static double
measure_away (const ValidationSession *session, const ValidationSession *last)
{
    return last ? seconds (last->end_ns, session->start_ns) : NAN;
}

/* Of the first two sessions of each user, what the measure says: added to the sample. */
static void
sample_run (const ValidationRun *run, Measure measure, GArray *sample)
{
    g_autoptr (GArray) sessions = validation_sessions (run);
    guint nth = 0;

    validation_sort_by_user (sessions);
    for (guint i = 0; i < sessions->len; i++) {
        const ValidationSession *session = &g_array_index (sessions, ValidationSession, i);
        nth = i > 0 && session[-1].number == session->number ? nth + 1 : 0;
        const double value = nth < 2 ? measure (session, nth ? session - 1 : NULL) : NAN;
        if (!isnan (value))
            g_array_append_val (sample, value);
    }
}

/* Of some runs with seeds that no other sample has. */
static GArray *
sample_sessions (const char *change, guint seed, Measure measure)
{
    GArray *sample = g_array_new (FALSE, FALSE, sizeof (double));

    for (guint i = 0; i < RUNS; i++)
        sample_run (
            &(ValidationRun){ .scenario = "draws", .seed = RUNS * seed + i, .changes = { change } },
            measure, sample);
    return sample;
}

static void
check_sessions (const char *change, guint seed, Measure measure, ValidationCdf cdf,
                Parameters parameters)
{
    g_autoptr (GArray) sample = sample_sessions (change, seed, measure);

    validation_sample (change, sample, cdf, &parameters);
}

static guint
count_others (const GArray *sample, double value)
{
    guint others = 0;

    for (guint i = 0; i < sample->len; i++)
        others += fabs (g_array_index (sample, double, i) - value) > 1e-9 * value;
    return others;
}

static void
test_stays (void)
{
    g_autoptr (GArray) sample = sample_sessions (NULL, 1, measure_stay);

    validation_exact ("clients.people.session=10min: others", sample->len, 0,
                      count_others (sample, 600));
    check_sessions ("clients.people.session=uniform 5min 15min", 2, measure_stay, cdf_uniform,
                    (Parameters){ 300, 900 });
    check_sessions ("clients.people.session=exponential 10min", 3, measure_stay, cdf_exponential,
                    (Parameters){ 600, 0 });
    check_sessions ("clients.people.session=lognormal 10min 0.8", 4, measure_stay, cdf_lognormal,
                    (Parameters){ 600, 0.8 });
    check_sessions ("clients.people.session=pareto 5min 2.5", 5, measure_stay, cdf_pareto,
                    (Parameters){ 300, 2.5 });
    check_sessions ("clients.people.session=weibull 10min 0.7", 6, measure_stay, cdf_weibull,
                    (Parameters){ 600, 0.7 });
}

static void
test_empirical (void)
{
    static const double values[] = { 300, 1200, 7200 };
    g_autofree char *file = cvpn_test_path ("tests/validation/stays.csv");
    g_autofree char *change = g_strdup_printf ("clients.people.session=empirical %s stay", file);
    g_autoptr (GArray) sample = sample_sessions (change, 7, measure_stay);
    double observed[3] = { 0 };
    const double n = sample->len, expected[3] = { n / 4, n / 2, n / 4 };

    for (guint i = 0; i < sample->len; i++)
        for (guint j = 0; j < G_N_ELEMENTS (values); j++)
            observed[j] += fabs (g_array_index (sample, double, i) - values[j]) < 1e-6;
    validation_chi_square ("clients.people.session=empirical: chi-square", observed, expected, 3);
}

static void
test_other_times (void)
{
    check_sessions ("clients.people.arrival=uniform 0s 15min", 11, measure_first, cdf_uniform,
                    (Parameters){ 0, 900 });
    check_sessions ("clients.people.arrival=weibull 1h 3", 12, measure_first, cdf_weibull,
                    (Parameters){ 3600, 3 });
    check_sessions ("clients.people.away=exponential 1h", 13, measure_away, cdf_exponential,
                    (Parameters){ 3600, 0 });
    /* The two other delays are constant, and come on top. */
    check_sessions ("latency.dns=uniform 5s 9s", 14, measure_connecting, cdf_uniform,
                    (Parameters){ 10, 14 });
    check_sessions ("latency.handshake=uniform 1s 6s", 15, measure_connecting, cdf_uniform,
                    (Parameters){ 5, 10 });
    check_sessions ("latency.authentication=uniform 1s 2s", 16, measure_connecting, cdf_uniform,
                    (Parameters){ 4, 5 });
}

typedef struct {
    guint64 session;
    double start_s, request, response;
} Sent;

static void
keep_flow (gpointer self, const CvpnFlowRecord *record)
{
    const Sent sent = { record->session, (double) record->start_ns / 1e9,
                        (double) record->request_bytes, (double) record->response_bytes };

    g_array_append_val ((GArray *) self, sent);
}

static gint
compare_sent (gconstpointer a, gconstpointer b)
{
    const Sent *one = a, *other = b;

    if (one->session != other->session)
        return one->session < other->session ? -1 : 1;
    return one->start_s < other->start_s ? -1 : one->start_s > other->start_s;
}

/* 'last' is the session's last flow, NULL for its first one. */
typedef double (*MeasureSent) (const Sent *sent, const Sent *last);

static double
measure_response (const Sent *sent, const Sent *last)
{
    (void) last;
    return sent->response;
}

static double
measure_request (const Sent *sent, const Sent *last)
{
    (void) last;
    return sent->request;
}

static double
measure_gap (const Sent *sent, const Sent *last)
{
    return last ? sent->start_s - last->start_s : NAN;
}

static double
measure_wait (const Sent *sent, const Sent *last)
{
    return last ? NAN : sent->start_s - CONNECT_S;
}

/* Of the first flows of each session. */
static GArray *
sample_flows (const ValidationRun *run, MeasureSent measure)
{
    static const CvpnObserver observer = { .flow = keep_flow };
    g_autoptr (GArray) flows = g_array_new (FALSE, FALSE, sizeof (Sent));
    GArray *sample = g_array_new (FALSE, FALSE, sizeof (double));
    guint nth = 0;

    validation_run (run, &observer, flows);
    g_array_sort (flows, compare_sent);
    for (guint i = 0; i < flows->len; i++) {
        const Sent *sent = &g_array_index (flows, Sent, i);
        nth = i > 0 && sent[-1].session == sent->session ? nth + 1 : 0;
        const double value = nth < FLOWS ? measure (sent, nth ? sent - 1 : NULL) : NAN;
        if (!isnan (value))
            g_array_append_val (sample, value);
    }
    return sample;
}

static void
check_flows (const char *change, guint seed, MeasureSent measure, ValidationCdf cdf,
             Parameters parameters)
{
    const ValidationRun run = { .scenario = "draws-traffic",
                                .seed = seed,
                                .changes = { change, "scenario.duration=1h",
                                             "clients.people.session=3h",
                                             "clients.people.count=500" } };
    g_autoptr (GArray) sample = sample_flows (&run, measure);

    validation_sample (change, sample, cdf, &parameters);
}

static void
test_traffic (void)
{
    check_flows ("traffic.pages.every=uniform 30s 90s", 21, measure_gap, cdf_uniform,
                 (Parameters){ 30, 90 });
    check_flows ("traffic.pages.every=exponential 1min", 22, measure_gap, cdf_exponential,
                 (Parameters){ 60, 0 });
    check_flows ("traffic.pages.first=weibull 5min 2", 23, measure_wait, cdf_weibull,
                 (Parameters){ 300, 2 });
}

static void
test_sizes (void)
{
    check_flows ("traffic.pages.response=uniform 10kB 90kB", 31, measure_response, cdf_uniform,
                 (Parameters){ 1e4, 9e4 });
    check_flows ("traffic.pages.response=exponential 50kB", 32, measure_response, cdf_exponential,
                 (Parameters){ 5e4, 0 });
    check_flows ("traffic.pages.response=lognormal 50kB 1.5", 33, measure_response, cdf_lognormal,
                 (Parameters){ 5e4, 1.5 });
    check_flows ("traffic.pages.response=pareto 20kB 1.5", 34, measure_response, cdf_pareto,
                 (Parameters){ 2e4, 1.5 });
    check_flows ("traffic.pages.response=weibull 50kB 0.7", 35, measure_response, cdf_weibull,
                 (Parameters){ 5e4, 0.7 });
    check_flows ("traffic.pages.request=exponential 5kB", 36, measure_request, cdf_exponential,
                 (Parameters){ 5e3, 0 });
}

int
main (int argc, char **argv)
{
    static const CvpnTest tests[] = {
        { "stays", test_stays },
        { "empirical", test_empirical },
        { "other times", test_other_times },
        { "traffic", test_traffic },
        { "sizes", test_sizes },
    };

    return validation_main ("draws", tests, G_N_ELEMENTS (tests), argc, argv);
}
