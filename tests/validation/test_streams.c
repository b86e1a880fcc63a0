/* Whose random numbers are whose.
 *
 * What a person draws hangs from the seed, the population's name and the
 * person's number: who else is there, or what else is sent, changes nothing of
 * it, so that two scenarios are compared person by person.  And numbers that
 * belong to different populations, seeds or purposes know nothing of each other. */
#include <gsl/gsl_cdf.h>
#include <string.h>

#include "replicate.h"
#include "validation.h"

#define RUNS      20
#define SEEDS     1000
#define INTERVALS 600 /* of ten minutes in 100 hours */
#define PEOPLE    40  /* whose draws are compared */

/* What is known of a population's people, a line a fact, sorted. */
typedef struct {
    const char *population;
    GPtrArray *facts;
} Facts;

static gboolean
is_of (const Facts *facts, const CvpnUser *user)
{
    return g_str_equal (user->population, facts->population) && user->number <= PEOPLE;
}

static void
note_session (gpointer self, const CvpnSessionRecord *record)
{
    Facts *facts = self;

    if (is_of (facts, &record->user))
        g_ptr_array_add (facts->facts,
                         g_strdup_printf ("%u %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
                                          " %" G_GINT64_FORMAT " %s",
                                          record->user.number, record->start_ns,
                                          record->established_ns, record->end_ns, record->subnet));
}

static void
note_flow (gpointer self, const CvpnFlowRecord *record)
{
    Facts *facts = self;

    if (is_of (facts, &record->user) && record->port == 443)
        g_ptr_array_add (
            facts->facts,
            g_strdup_printf ("%u %" G_GINT64_FORMAT " %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                             record->user.number, record->start_ns, record->destination_name,
                             record->response_bytes, record->duration_ns));
}

static gint
compare_lines (gconstpointer a, gconstpointer b)
{
    return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
collect_facts (const ValidationRun *run, const char *population)
{
    static const CvpnObserver observer = { .session = note_session, .flow = note_flow };
    Facts facts = { population, g_ptr_array_new_with_free_func (g_free) };

    validation_run (run, &observer, &facts);
    g_ptr_array_sort (facts.facts, compare_lines);
    return facts.facts;
}

/* Lines of 'a' that are not in 'b', both sorted. */
static guint
count_missing (const GPtrArray *a, const GPtrArray *b)
{
    guint missing = 0;

    for (guint i = 0, j = 0; i < a->len; i++) {
        while (j < b->len && strcmp (b->pdata[j], a->pdata[i]) < 0)
            j++;
        if (j < b->len && strcmp (b->pdata[j], a->pdata[i]) == 0)
            j++;
        else
            missing++;
    }
    return missing;
}

/* What a change of the scenario does to people whom it does not name. */
static void
check_unmoved (const char *name, const char *population, const ValidationRun *other)
{
    const ValidationRun run = { .scenario = "streams", .seed = 1 };
    g_autoptr (GPtrArray) before = collect_facts (&run, population);
    g_autoptr (GPtrArray) after = collect_facts (other, population);
    g_autofree char *what = g_strdup_printf ("%s: facts of %s that differ", name, population);

    validation_exact (what, before->len, 0,
                      count_missing (before, after) + count_missing (after, before));
}

static void
test_neighbours (void)
{
    const ValidationRun more = { .scenario = "streams-more", .seed = 1 };
    const ValidationRun longer = { .scenario = "streams",
                                   .seed = 1,
                                   .changes = { "clients.visitors.session=exponential 3h" } };
    const ValidationRun people = { .scenario = "streams",
                                   .seed = 1,
                                   .changes = { "clients.members.count=60" } };

    check_unmoved ("one more population", "members", &more);
    check_unmoved ("one more population", "visitors", &more);
    check_unmoved ("twenty more members", "members", &people);
    check_unmoved ("twenty more members", "visitors", &people);
    check_unmoved ("longer stays of visitors", "members", &longer);
}

/* The times at which visitors come; free with g_array_unref. */
static GArray *
list_starts (const ValidationRun *run)
{
    g_autoptr (GArray) sessions = validation_sessions (run);
    GArray *starts = g_array_new (FALSE, FALSE, sizeof (gint64));

    for (guint i = 0; i < sessions->len; i++) {
        const ValidationSession *session = &g_array_index (sessions, ValidationSession, i);
        if (g_str_equal (session->population, "visitors"))
            g_array_append_val (starts, session->start_ns);
    }
    return starts;
}

/* Two variants of a scenario under one seed have the same people come. */
static void
test_variants (void)
{
    const ValidationRun run = { .scenario = "streams", .seed = 1 };
    const ValidationRun longer = { .scenario = "streams",
                                   .seed = 1,
                                   .changes = { "clients.visitors.session=exponential 3h" } };
    g_autoptr (GArray) before = list_starts (&run);
    g_autoptr (GArray) after = list_starts (&longer);
    guint moved = before->len != after->len;

    for (guint i = 0; i < MIN (before->len, after->len); i++)
        moved += g_array_index (before, gint64, i) != g_array_index (after, gint64, i);
    validation_exact ("longer stays of visitors: arrivals that move", before->len, 0, moved);
}

static guint
count_kept (const char *scenario, const char *population, guint seed, guint *n)
{
    const ValidationRun run = { .scenario = scenario, .seed = seed };
    const ValidationRun next = { .scenario = scenario, .seed = seed + 1 };
    g_autoptr (GPtrArray) before = collect_facts (&run, population);
    g_autoptr (GPtrArray) after = collect_facts (&next, population);

    *n = before->len;
    return before->len - count_missing (before, after);
}

static void
test_seed (void)
{
    guint n;
    const guint kept = count_kept ("streams", "members", 1, &n);

    validation_exact ("another seed: facts of members that stay", n, 0, kept);
}

/* Appends double: arrivals of a population in each ten minutes. */
static void
count_arrivals (const GArray *sessions, const char *population, GArray *counts)
{
    const guint first = counts->len;

    g_array_set_size (counts, first + INTERVALS);
    for (guint i = 0; i < INTERVALS; i++)
        g_array_index (counts, double, first + i) = 0;
    for (guint i = 0; i < sessions->len; i++) {
        const ValidationSession *session = &g_array_index (sessions, ValidationSession, i);
        const guint interval = (guint) (session->start_ns / G_GINT64_CONSTANT (600000000000));
        if (g_str_equal (session->population, population) && interval < INTERVALS)
            g_array_index (counts, double, first + interval)++;
    }
}

/* Appends double: the gap before each of staff who has left, and the stay. */
static void
list_visits (const GArray *sessions, GArray *gaps, GArray *stays)
{
    gint64 last_ns = 0;

    for (guint i = 0; i < sessions->len; i++) {
        const ValidationSession *session = &g_array_index (sessions, ValidationSession, i);
        const double gap = (double) (session->start_ns - last_ns);
        const double stay = (double) (session->end_ns - session->established_ns);
        if (!g_str_equal (session->population, "staff"))
            continue;
        last_ns = session->start_ns;
        if (session->end_ns < 0)
            continue;
        g_array_append_val (gaps, gap);
        g_array_append_val (stays, stay);
    }
}

static void
check_pairs (const char *what, const GArray *a, const GArray *b, guint from)
{
    validation_uncorrelated (what, (const double *) a->data, (const double *) b->data + from,
                             a->len - from);
}

static void
test_correlation (void)
{
    g_autoptr (GArray) staff = g_array_new (FALSE, FALSE, sizeof (double));
    g_autoptr (GArray) guests = g_array_new (FALSE, FALSE, sizeof (double));
    g_autoptr (GArray) gaps = g_array_new (FALSE, FALSE, sizeof (double));
    g_autoptr (GArray) stays = g_array_new (FALSE, FALSE, sizeof (double));

    for (guint i = 0; i < RUNS; i++) {
        const ValidationRun run = { .scenario = "arrivals", .seed = 300 + i };
        g_autoptr (GArray) sessions = validation_sessions (&run);
        count_arrivals (sessions, "staff", staff);
        count_arrivals (sessions, "guests", guests);
        list_visits (sessions, gaps, stays);
    }
    check_pairs ("arrivals of two populations: correlation", staff, guests, 0);
    check_pairs ("arrivals under one seed and the next: correlation", staff, staff, INTERVALS);
    check_pairs ("a gap and the stay behind it: correlation", gaps, stays, 0);
    check_pairs ("a stay and the next one: correlation", stays, stays, 1);
}

/* What a person does in turn, parallel: double, in nanoseconds. */
typedef struct {
    GArray *stays, *aways, *connects, *next_stays;
} Habits;

static void
append (GArray *values, gint64 from_ns, gint64 to_ns)
{
    const double value = (double) (to_ns - from_ns);

    g_array_append_val (values, value);
}

static void
list_habits (GArray *sessions, const Habits *habits)
{
    validation_sort_by_user (sessions);
    for (guint i = 1; i < sessions->len; i++) {
        const ValidationSession *next = &g_array_index (sessions, ValidationSession, i);
        const ValidationSession *session = next - 1;
        if (next->number != session->number || next->end_ns < 0)
            continue;
        append (habits->stays, session->established_ns, session->end_ns);
        append (habits->aways, session->end_ns, next->start_ns);
        append (habits->connects, next->start_ns, next->established_ns);
        append (habits->next_stays, next->established_ns, next->end_ns);
    }
}

static void
test_habits (void)
{
    g_autoptr (GArray) stays = g_array_new (FALSE, FALSE, sizeof (double));
    g_autoptr (GArray) aways = g_array_new (FALSE, FALSE, sizeof (double));
    g_autoptr (GArray) connects = g_array_new (FALSE, FALSE, sizeof (double));
    g_autoptr (GArray) next_stays = g_array_new (FALSE, FALSE, sizeof (double));
    const Habits habits = { stays, aways, connects, next_stays };

    for (guint i = 0; i < RUNS / 2; i++) {
        const ValidationRun run = { .scenario = "members", .seed = 400 + i };
        g_autoptr (GArray) sessions = validation_sessions (&run);
        list_habits (sessions, &habits);
    }
    check_pairs ("one person: a stay and the next one: correlation", stays, next_stays, 0);
    check_pairs ("one person: a stay, being away: correlation", stays, aways, 0);
    check_pairs ("one person: being away, the next stay: correlation", aways, next_stays, 0);
    check_pairs ("one person: connecting, the stay: correlation", connects, next_stays, 0);
}

static double
exponential_cdf (double x, gconstpointer mean)
{
    return gsl_cdf_exponential_P (x, *(const double *) mean);
}

/* The first number that each of many seeds draws. */
static void
test_first_draws (void)
{
    static const double mean_ns = 3600e9 / 30;
    g_autoptr (GArray) firsts = g_array_new (FALSE, FALSE, sizeof (double));

    for (guint i = 0; i < SEEDS; i++) {
        const ValidationRun run = { .scenario = "arrivals",
                                    .seed = 1 + i,
                                    .changes = { "scenario.duration=30min" } };
        g_autoptr (GArray) sessions = validation_sessions (&run);
        double first = 30 * 60e9; /* once in three million seeds nobody comes */

        for (guint j = 0; j < sessions->len; j++) {
            const ValidationSession *session = &g_array_index (sessions, ValidationSession, j);
            if (g_str_equal (session->population, "staff"))
                first = MIN (first, (double) session->start_ns);
        }
        g_array_append_val (firsts, first);
    }
    check_pairs ("first arrival under a seed and the next: correlation", firsts, firsts, 1);
    validation_sample ("first arrival under 1000 seeds: distance", firsts, exponential_cdf,
                       &mean_ns);
}

int
main (int argc, char **argv)
{
    static const CvpnTest tests[] = {
        { "neighbours", test_neighbours },
        { "variants", test_variants },
        { "seed", test_seed },
        { "correlation", test_correlation },
        { "habits", test_habits },
        { "first draws", test_first_draws },
    };

    return validation_main ("streams", tests, G_N_ELEMENTS (tests), argc, argv);
}
