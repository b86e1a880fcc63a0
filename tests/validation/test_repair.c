/* A zone that fails and comes back, as it is seen by people who come at random: the resolver
 * learns of both by its health check. */
#include <math.h>

#include "storm.h"
#include "validation.h"

#define RUNS_REPAIR 25
#define RUNS_BLINK  10

#define THREE "client-vpn-endpoint.cvpn-1.target-networks=subnet-a; subnet-b; subnet-c"
/* As long as ever, together: some are behind the handshake when the zone fails. */
#define HANDSHAKE      "latency.handshake=150ms"
#define AUTHENTICATION "latency.authentication=2s"

/* Visitors by the time of their query. */
typedef enum { BEFORE, NAMED, OUT, RESTORED, BACK, N_SPANS } Span;

#define REPAIRED_AT (1800250 * MS)
#define CHECK       (5 * MINUTE) /* health-check */

static Span
span_of (const ValidationSession *session)
{
    const gint64 query_ns = session->start_ns + DNS;

    if (query_ns < FAILED_AT)
        return query_ns + CONNECT < FAILED_AT ? BEFORE : NAMED;
    if (query_ns < REPAIRED_AT)
        return query_ns < FAILED_AT + CHECK ? NAMED : OUT;
    return query_ns < REPAIRED_AT + CHECK ? RESTORED : BACK;
}

typedef struct {
    guint queries[N_SPANS], first[N_SPANS], failed[N_SPANS];
    guint wrong;
} Visits;

static void
note_visit (Visits *visits, const ValidationSession *session)
{
    const Span span = span_of (session);
    const gboolean first = g_str_equal (session->subnet, "subnet-a");
    const gboolean fails = first && span == NAMED;

    visits->queries[span]++;
    visits->first[span] += first;
    visits->wrong += fails == session->established ||
                     (fails && session->end_ns != session->start_ns + DNS + MINUTE);
}

static void
report_share (const Visits *visits, const char *what, Span span, double share)
{
    const guint n = visits->queries[span];

    validation_normal (what, &validation_share, n, share, (double) visits->first[span] / n,
                       sqrt (share * (1 - share) / n));
}

static void
test_repair (void)
{
    Visits visits = { 0 };
    guint all = 0;

    for (guint i = 0; i < RUNS_REPAIR; i++) {
        const ValidationRun run = { .scenario = "outage-repair",
                                    .seed = 5000 + i,
                                    .changes = { "scenario.duration=50min", THREE, HANDSHAKE,
                                                 AUTHENTICATION } };
        g_autoptr (GArray) sessions = validation_sessions (&run);
        for (guint j = 0; j < sessions->len; j++) {
            const ValidationSession *session = &g_array_index (sessions, ValidationSession, j);
            if (g_str_equal (session->population, "visitors") &&
                (session->established || session->end_ns >= 0))
                note_visit (&visits, session);
        }
        all += sessions->len;
    }
    report_share (&visits, "visitors on 1 of 3: before it fails", BEFORE, 1.0 / 3);
    report_share (&visits, "visitors on 1 of 3: dead, and in the answer", NAMED, 1.0 / 3);
    report_share (&visits, "visitors on 1 of 3: out of the answer", OUT, 0);
    report_share (&visits, "visitors on 1 of 3: restored, and out of it", RESTORED, 0);
    report_share (&visits, "visitors on 1 of 3: in the answer again", BACK, 1.0 / 3);
    validation_exact ("visitors who fail, or do not, wrongly", all, 0, visits.wrong);
}

/* While the landing is out of the answer, and nobody is underway any more, the rotation goes
 * from one survivor to the other. */
static void
test_rotation (void)
{
    guint seen = 0, unequal = 0;

    for (guint i = 0; i < RUNS_BLINK; i++) {
        const ValidationRun run = {
            .scenario = "outage-repair",
            .seed = 7000 + i,
            .changes = { "client-vpn-endpoint.cvpn-1.dns-answer=round-robin", THREE },
        };
        g_autoptr (GArray) sessions = validation_sessions (&run);
        const char *last = NULL;
        for (guint j = 0; j < sessions->len; j++) {
            const ValidationSession *session = &g_array_index (sessions, ValidationSession, j);
            if (span_of (session) != OUT || session->start_ns < FAILED_AT + 2 * CHECK)
                continue;
            unequal += last && session->subnet == last; /* interned */
            last = session->subnet;
            seen++;
        }
    }
    validation_exact ("round-robin over two survivors: one twice in a row", seen, 0, unequal);
}

/* Back before anybody has noticed: nobody is lost, and the landing never leaves the answer. */
static void
test_blink (void)
{
    guint all = 0, ended = 0;

    for (guint i = 0; i < RUNS_BLINK; i++) {
        const ValidationRun run = { .scenario = "outage-repair",
                                    .seed = 6000 + i,
                                    .changes = { "event.repair.at=620249ms" } };
        g_autoptr (GArray) sessions = validation_sessions (&run);
        for (guint j = 0; j < sessions->len; j++) {
            const ValidationSession *session = &g_array_index (sessions, ValidationSession, j);
            all += g_str_equal (session->population, "members");
            ended += storm_lost (session);
        }
    }
    validation_exact ("back a millisecond before it is noticed: sessions", all,
                      RUNS_BLINK * MEMBERS, all);
    validation_exact ("back a millisecond before it is noticed: lost", all, 0, ended);
}

int
main (int argc, char **argv)
{
    static const CvpnTest tests[] = {
        { "repair", test_repair },
        { "rotation", test_rotation },
        { "blink", test_blink },
    };

    return validation_main ("repair", tests, G_N_ELEMENTS (tests), argc, argv);
}
