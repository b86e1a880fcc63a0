/* Operations of the control plane: how long they take, that nothing of them is seen before
 * their end, and that their end misses nobody. */
#include <math.h>

#include "replicate.h"
#include "validation.h"

#define RUNS_DURATIONS 1000
#define RUNS_EFFECTS   6
#define SECOND         G_GINT64_CONSTANT (1000000000)
#define DNS            (SECOND / 50)

/* The operations of operations.ini; reason NULL: ends no session. */
typedef struct {
    const char *event;
    double shortest_s, longest_s; /* the defaults of [operations] */
    const char *reason, *subnet;
} Operation;

static const Operation operations[] = {
    { "associate", 240, 480, NULL, NULL },
    { "disassociate", 180, 360, "disassociated", "subnet-c" },
    { "dns", 0, 14400, "dns-change", NULL },
    { "list", 0, 14400, "crl-import", NULL },
    { "certificate", 0, 18000, "certificate-change", NULL },
    { "authorize", 60, 60, "rule-change", NULL },
    { "revoke", 60, 60, "rule-change", NULL },
    { "create", 90, 90, NULL, NULL },
    { "delete", 90, 90, NULL, NULL },
};

#define N G_N_ELEMENTS (operations)

enum { ASSOCIATE, DISASSOCIATE, DNS_SERVERS, LIST, CERTIFICATE, AUTHORIZE, REVOKE };

/* Begin, end, and how many sessions the end ended; -1: not yet. */
typedef struct {
    gint64 begin_ns[N], end_ns[N], sessions[N];
    guint rows;
} History;

static void
see_change (gpointer self, const CvpnChangeRecord *record)
{
    History *history = self;

    history->rows++;
    for (guint i = 0; i < N; i++) {
        if (g_strcmp0 (record->event, operations[i].event) != 0)
            continue;
        if (history->begin_ns[i] < 0) {
            history->begin_ns[i] = record->time_ns;
        } else {
            history->end_ns[i] = record->time_ns;
            history->sessions[i] = record->sessions;
        }
    }
}

static History
history_new (void)
{
    History history = { 0 };

    for (guint i = 0; i < N; i++)
        history.begin_ns[i] = history.end_ns[i] = -1;
    return history;
}

static double
uniform_cdf (double x, gconstpointer data)
{
    const Operation *operation = data;

    return CLAMP ((x - operation->shortest_s) / (operation->longest_s - operation->shortest_s), 0,
                  1);
}

static void
draw_durations (GArray *durations[N])
{
    static const CvpnObserver observer = { .change = see_change };

    for (guint i = 0; i < RUNS_DURATIONS; i++) {
        const ValidationRun run = { .scenario = "operations",
                                    .seed = 1 + i,
                                    .changes = { "clients.members.count=1",
                                                 "clients.visitors.arrival=at 1h",
                                                 "traffic.web.every=10h" } };
        History history = history_new ();
        validation_run (&run, &observer, &history);
        for (guint j = 0; j < N; j++) {
            const double s = (double) (history.end_ns[j] - history.begin_ns[j]) / 1e9;
            g_array_append_val (durations[j], s);
        }
    }
}

static void
check_duration (const Operation *operation, GArray *durations)
{
    g_autofree char *what = g_strdup_printf ("%s: durations, distance", operation->event);
    g_autofree char *constant = g_strdup_printf ("%s: durations that are others", operation->event);
    guint others = 0;

    if (operation->shortest_s < operation->longest_s) {
        validation_sample (what, durations, uniform_cdf, operation);
        return;
    }
    for (guint i = 0; i < durations->len; i++)
        others += g_array_index (durations, double, i) != operation->shortest_s;
    validation_exact (constant, durations->len, 0, others);
}

static void
check_pair (const char *what, const GArray *a, const GArray *b)
{
    validation_uncorrelated (what, (const double *) a->data, (const double *) b->data, a->len);
}

static void
test_durations (void)
{
    GArray *durations[N];

    for (guint i = 0; i < N; i++)
        durations[i] = g_array_new (FALSE, FALSE, sizeof (double));
    draw_durations (durations);
    check_pair ("one operation and another: correlation", durations[ASSOCIATE],
                durations[DISASSOCIATE]);
    check_pair ("two that are distributed alike: correlation", durations[DNS_SERVERS],
                durations[LIST]);
    for (guint i = 0; i < N; i++) { /* sorts them */
        check_duration (&operations[i], durations[i]);
        g_array_unref (durations[i]);
    }
}

/* Sessions that an end should have ended and did not, or that ended for its reason at another
 * time. */
static guint
count_wrong (const GArray *sessions, const History *history, guint i)
{
    const Operation *operation = &operations[i];
    guint wrong = 0, ended = 0;

    for (guint j = 0; j < sessions->len; j++) {
        const ValidationSession *s = &g_array_index (sessions, ValidationSession, j);
        if (!s->established || (operation->subnet && !g_str_equal (operation->subnet, s->subnet)))
            continue;
        wrong += s->established_ns < history->end_ns[i] &&
                 (s->end_ns < 0 || s->end_ns > history->end_ns[i]);
        ended += s->end_ns == history->end_ns[i] && g_str_equal (s->end_reason, operation->reason);
    }
    return wrong + (ended != history->sessions[i]) + (ended == 0);
}

/* That end for a reason which no operation had at that time. */
static guint
count_strays (const GArray *sessions, const History *history)
{
    guint strays = 0;

    for (guint j = 0; j < sessions->len; j++) {
        const ValidationSession *s = &g_array_index (sessions, ValidationSession, j);
        gboolean known = s->end_ns < 0 || g_str_equal (s->end_reason, "client-disconnect");
        for (guint i = 0; i < N; i++)
            known |= s->end_ns == history->end_ns[i] &&
                     g_strcmp0 (s->end_reason, operations[i].reason) == 0;
        strays += !known;
    }
    return strays;
}

/* Queries while subnet-c is associated, and those answered with it; and how many were
 * answered so before or after. */
typedef struct {
    guint queries, there, wrong;
    guint late_queries, late_there; /* while it is disassociating */
} Landings;

/* A landing answers until its disassociation ends, as a route forwards until it is deleted. */
static void
count_landings (Landings *landings, const GArray *sessions, const History *history)
{
    for (guint j = 0; j < sessions->len; j++) {
        const ValidationSession *s = &g_array_index (sessions, ValidationSession, j);
        const gint64 query_ns = s->start_ns + DNS;
        const gboolean there = g_strcmp0 (s->subnet, "subnet-c") == 0;
        const gboolean associated =
            query_ns >= history->end_ns[ASSOCIATE] && query_ns < history->end_ns[DISASSOCIATE];
        const gboolean late = associated && query_ns >= history->begin_ns[DISASSOCIATE];
        landings->queries += associated;
        landings->late_queries += late;
        landings->late_there += late && there;
        landings->there += there;
        landings->wrong += there && !associated;
    }
}

typedef struct {
    const History *history;
    guint flows, wrong, delivered;
} Flows;

/* From the rule's end on, until the end of its revocation, and no other time. */
static void
see_flow (gpointer self, const CvpnFlowRecord *record)
{
    Flows *flows = self;
    const gboolean allowed = record->start_ns >= flows->history->end_ns[AUTHORIZE] &&
                             record->start_ns < flows->history->end_ns[REVOKE];
    const gboolean delivered = record->outcome == CVPN_OUTCOME_DELIVERED;

    flows->flows++;
    flows->delivered += delivered;
    flows->wrong += allowed != delivered;
}

typedef struct {
    guint sessions, strays, wrong[N];
    Landings landings;
    Flows flows;
} Effects;

static void
add_effects (Effects *effects, guint seed)
{
    static const CvpnObserver changes = { .change = see_change };
    static const CvpnObserver flows = { .flow = see_flow };
    const ValidationRun run = { .scenario = "operations", .seed = seed };
    History history = history_new ();
    g_autoptr (GArray) sessions = validation_sessions (&run);

    validation_run (&run, &changes, &history);
    effects->flows.history = &history;
    validation_run (&run, &flows, &effects->flows);
    effects->sessions += sessions->len;
    effects->strays += count_strays (sessions, &history);
    count_landings (&effects->landings, sessions, &history);
    for (guint i = 0; i < N; i++)
        if (operations[i].reason)
            effects->wrong[i] += count_wrong (sessions, &history, i);
}

static void
check_third (const char *what, guint n, guint there)
{
    validation_normal (what, &validation_share, n, 1.0 / 3, (double) there / n, sqrt (2.0 / 9 / n));
}

static void
test_effects (void)
{
    Effects effects = { 0 };
    const Landings *landings = &effects.landings;

    for (guint i = 0; i < RUNS_EFFECTS; i++)
        add_effects (&effects, 2001 + i);
    for (guint i = 0; i < N; i++) {
        g_autofree char *what =
            g_strdup_printf ("%s: sessions that outlive its end", operations[i].event);
        if (operations[i].reason)
            validation_exact (what, effects.sessions, 0, effects.wrong[i]);
    }
    validation_exact ("sessions that end at another time", effects.sessions, 0, effects.strays);
    check_third ("landings on the third of three", landings->queries, landings->there);
    check_third ("landings there while disassociating", landings->late_queries,
                 landings->late_there);
    validation_exact ("landings there before or after", effects.sessions, 0, landings->wrong);
    validation_exact ("flows allowed before active, or not until revoked", effects.flows.flows, 0,
                      effects.flows.wrong);
}

int
main (int argc, char **argv)
{
    static const CvpnTest tests[] = {
        { "durations", test_durations },
        { "effects", test_effects },
    };

    return validation_main ("operations", tests, G_N_ELEMENTS (tests), argc, argv);
}
