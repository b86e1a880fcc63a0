/* crew over ranks: the first rank and others, each a thread here, with queues between them. */
#include "plan/crew.h"

#include <pthread.h>
#include <string.h>

#include <cvpnsim/error.h>

#include "plan/crew_message.h"
#include "support.h"

#define JOBS  120
#define RANKS 3

typedef struct {
    guint from;
    char *bytes;
} Letter;

/* The ranks of a test: a letter box each, and what became of them. */
typedef struct {
    guint size;
    pthread_mutex_t lock;
    GQueue boxes[RANKS]; /* Letter * */
    CvpnRanks ranks[RANKS];
    gboolean lost[RANKS][RANKS]; /* by whom, who */
} Post;

static void
send_letter (const CvpnRanks *ranks, guint to, const char *bytes, gsize length)
{
    Post *post = ranks->self;
    Letter *letter = g_new (Letter, 1);

    *letter = (Letter){ .from = ranks->rank, .bytes = g_strndup (bytes, length) };
    pthread_mutex_lock (&post->lock);
    g_queue_push_tail (&post->boxes[to], letter);
    pthread_mutex_unlock (&post->lock);
}

static char *
receive_letter (const CvpnRanks *ranks, guint *from, gsize *length)
{
    Post *post = ranks->self;

    pthread_mutex_lock (&post->lock);
    g_autofree Letter *letter = g_queue_pop_head (&post->boxes[ranks->rank]);
    pthread_mutex_unlock (&post->lock);
    if (!letter)
        return NULL;
    *from = letter->from;
    *length = strlen (letter->bytes);
    return letter->bytes;
}

static void
lose (const CvpnRanks *ranks, guint rank)
{
    ((Post *) ranks->self)->lost[ranks->rank][rank] = TRUE;
}

static void
open_post (Post *post, guint size)
{
    *post = (Post){ .size = size };
    pthread_mutex_init (&post->lock, NULL);
    for (guint i = 0; i < size; i++)
        post->ranks[i] = (CvpnRanks){ .rank = i,
                                      .size = size,
                                      .self = post,
                                      .send = send_letter,
                                      .receive = receive_letter,
                                      .lose = lose };
}

static void
free_letter (gpointer data)
{
    Letter *letter = data;

    g_free (letter->bytes);
    g_free (letter);
}

static void
close_post (Post *post)
{
    for (guint i = 0; i < post->size; i++)
        g_queue_clear_full (&post->boxes[i], free_letter);
    pthread_mutex_destroy (&post->lock);
}

/* What all ranks have in common. */
typedef struct {
    Post post;
    guint n;
    guint given, back;      /* by the first rank */
    guint done[JOBS];       /* in the same way */
    gint runs, stopped;     /* atomic: of all ranks */
    gint run_by[RANKS];     /* atomic */
    guint run_us, fails_at; /* a job that fails on other ranks than the first */
    gboolean all_take_part; /* the first rank waits until all others have run something */
    guint slow_rank;        /* not 0: its jobs last until they are stopped */
    guint quits_at;         /* 'interrupted' of rank 1 is TRUE when it has run so many */
    guint ends_at;          /* that of rank 0, when so many are back */
    const char *same[RANKS];
    guint session[RANKS];
    char *heard[RANKS];
} Fake;

typedef struct {
    Fake *fake;
    guint rank;
} Member;

static gboolean
next (gpointer self, CvpnJob *job)
{
    Fake *fake = ((Member *) self)->fake;

    cvpn_assert_int (((Member *) self)->rank, 0);
    if (fake->given == fake->n)
        return FALSE;
    fake->given++;
    *job = (CvpnJob){ .setting = 3, .replication = fake->given };
    return TRUE;
}

static void
wait_for_others (Fake *fake)
{
    const gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

    for (guint rank = 1; rank < fake->post.size; rank++)
        while (g_atomic_int_get (&fake->run_by[rank]) == 0 && g_get_monotonic_time () < until)
            g_usleep (1000);
}

static char *
run (gpointer self, CvpnJob job, const CvpnStop *stop, GError **error)
{
    const Member *member = self;
    Fake *fake = member->fake;

    g_atomic_int_inc (&fake->runs);
    g_atomic_int_inc (&fake->run_by[member->rank]);
    if (fake->slow_rank && member->rank == fake->slow_rank) {
        while (!cvpn_stop_is_set (stop))
            g_usleep (1000);
        g_atomic_int_inc (&fake->stopped);
        return NULL;
    }
    if (fake->all_take_part && member->rank == 0)
        wait_for_others (fake);
    g_usleep (fake->run_us);
    if (member->rank > 0 && job.replication >= fake->fails_at && fake->fails_at) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_IO, "no such file\nin two lines");
        return NULL;
    }
    return g_strdup_printf ("{\"%u\"}\nof %u", job.replication, job.setting);
}

static gboolean
done (gpointer self, CvpnJob job, const char *result, G_GNUC_UNUSED GError **error)
{
    Fake *fake = ((Member *) self)->fake;
    g_autofree char *wanted = g_strdup_printf ("{\"%u\"}\nof 3", job.replication);

    cvpn_assert_int (((Member *) self)->rank, 0);
    cvpn_assert_str (result, wanted);
    fake->done[job.replication - 1]++;
    fake->back++;
    return TRUE;
}

static gboolean
interrupted (gpointer data)
{
    const Member *member = data;
    Fake *fake = member->fake;

    if (member->rank == 0)
        return fake->ends_at && fake->back >= fake->ends_at;
    return member->rank == 1 && fake->quits_at &&
           (guint) g_atomic_int_get (&fake->run_by[1]) >= fake->quits_at;
}

static const CvpnWork work = { .next = next, .run = run, .done = done };

static CvpnCrewEnd
work_as (Member *member, GError **error)
{
    const CvpnCrew crew = { .threads = 2,
                            .ranks = &member->fake->post.ranks[member->rank],
                            .same = member->fake->same[member->rank],
                            .session = member->fake->session[member->rank],
                            .interrupted = interrupted,
                            .data = member };

    return cvpn_crew_work (&crew, &work, member, error);
}

static gpointer
serve (gpointer data)
{
    work_as (data, NULL);
    return NULL;
}

typedef gpointer (*Role) (gpointer member);

/* The first rank leads, rank 1 serves, and rank 2 (NULL: there is none) is what 'other' says. */
static CvpnCrewEnd
work_together (Fake *fake, Role first_other, Role other, GError **error)
{
    Member members[RANKS] = { { fake, 0 }, { fake, 1 }, { fake, 2 } };

    open_post (&fake->post, other ? 3 : 2);
    g_autoptr (GThread) one = g_thread_new ("rank 1", first_other, &members[1]);
    g_autoptr (GThread) two = other ? g_thread_new ("rank 2", other, &members[2]) : NULL;
    const CvpnCrewEnd end = work_as (&members[0], error);
    g_thread_join (g_steal_pointer (&one));
    if (two)
        g_thread_join (g_steal_pointer (&two));
    close_post (&fake->post);
    return end;
}

static void
check_all_once (const Fake *fake)
{
    cvpn_assert_int (fake->back, fake->n);
    for (guint i = 0; i < fake->n; i++)
        cvpn_assert_int (fake->done[i], 1);
}

/* The first rank has lost that one; 0: none.  The others have lost nobody. */
static void
check_lost (const Fake *fake, guint rank)
{
    for (guint by = 0; by < RANKS; by++)
        for (guint who = 0; who < RANKS; who++)
            cvpn_assert_int (fake->post.lost[by][who], by == 0 && who > 0 && who == rank);
}

static void
check_ranks (Role other)
{
    Fake fake = { .n = JOBS, .run_us = 3000, .all_take_part = TRUE };
    g_autoptr (GError) error = NULL;

    cvpn_assert_int (work_together (&fake, serve, other, &error), CVPN_CREW_DONE);
    CU_ASSERT_PTR_NULL (error);
    check_all_once (&fake);
    CU_ASSERT (fake.runs >= JOBS);
    for (guint i = 0; i < fake.post.size; i++)
        CU_ASSERT (fake.run_by[i] > 0);
    check_lost (&fake, 0);
}

static void
test_two_ranks (void)
{
    check_ranks (NULL);
}

static void
test_three_ranks (void)
{
    check_ranks (serve);
}

static void
test_nothing_to_do (void)
{
    Fake fake = { .n = 0 };

    cvpn_assert_int (work_together (&fake, serve, serve, NULL), CVPN_CREW_DONE);
    check_lost (&fake, 0);
}

/* Says hello, takes jobs, and is never heard of again. */
static gpointer
die (gpointer data)
{
    const Member *member = data;
    const CvpnRanks *ranks = &member->fake->post.ranks[member->rank];
    const CvpnMessage hello = { .saying = CVPN_SAY_HELLO, .number = 3 };

    cvpn_message_send (ranks, 0, &hello);
    return NULL;
}

/* What the first rank waits for, at the end, is the good-bye. */
static void
test_dead_rank (void)
{
    Fake fake = { .n = 60, .run_us = 3000 };
    g_autoptr (GError) error = NULL;
    const gint64 begun = g_get_monotonic_time ();

    cvpn_assert_int (work_together (&fake, serve, die, &error), CVPN_CREW_DONE);
    check_all_once (&fake);
    CU_ASSERT (fake.runs >= 60);
    check_lost (&fake, 2);
    CU_ASSERT (g_get_monotonic_time () - begun < 15 * G_USEC_PER_SEC);
}

/* One that is only slow does no harm either: what it has is done by others, and dropped. */
static void
test_slow_rank (void)
{
    Fake fake = { .n = JOBS, .run_us = 40000, .slow_rank = 2 };

    cvpn_assert_int (work_together (&fake, serve, serve, NULL), CVPN_CREW_DONE);
    check_all_once (&fake);
    CU_ASSERT (fake.stopped >= 4); /* having dropped two, it was given more */
    cvpn_assert_int (fake.stopped, fake.run_by[2]);
    CU_ASSERT (fake.runs - fake.stopped >= JOBS);
    check_lost (&fake, 0);
}

/* A rank that goes leaves its jobs to the others at once. */
static void
test_rank_that_goes (void)
{
    Fake fake = { .n = 60, .run_us = 20000, .quits_at = 4 };

    cvpn_assert_int (work_together (&fake, serve, serve, NULL), CVPN_CREW_DONE);
    check_all_once (&fake);
    CU_ASSERT (fake.run_by[1] < 20);
    check_lost (&fake, 0);
}

static void
test_error (void)
{
    Fake fake = { .n = JOBS, .run_us = 3000, .fails_at = 20 };
    g_autoptr (GError) error = NULL;

    cvpn_assert_int (work_together (&fake, serve, serve, &error), CVPN_CREW_FAILED);
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_IO));
    cvpn_assert_has (error->message, "rank ");
    cvpn_assert_has (error->message, ": no such file\nin two lines");
    CU_ASSERT (fake.back < JOBS);
    check_lost (&fake, 0);
}

static void
test_interrupt (void)
{
    Fake fake = { .n = JOBS, .run_us = 3000, .ends_at = 10, .slow_rank = 1 };

    cvpn_assert_int (work_together (&fake, serve, serve, NULL), CVPN_CREW_INTERRUPTED);
    CU_ASSERT (fake.back >= 10 && fake.back < JOBS);
    check_lost (&fake, 0);
}

/* Other files on another machine. */
static void
test_other_digest (void)
{
    Fake fake = { .n = JOBS, .run_us = 3000, .same = { "abc", "abc", "abd" } };
    g_autoptr (GError) error = NULL;

    cvpn_assert_int (work_together (&fake, serve, serve, &error), CVPN_CREW_FAILED);
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_USAGE));
    cvpn_assert_has (error->message, "rank 2: its scenario, its options or its version");
    Fake fine = { .n = JOBS, .same = { "abc", "abc", "abc" } };
    cvpn_assert_int (work_together (&fine, serve, serve, NULL), CVPN_CREW_DONE);
    check_all_once (&fine);
}

static gpointer
decline (gpointer data)
{
    const Member *member = data;

    cvpn_crew_decline (&member->fake->post.ranks[member->rank], "a.ini: cannot read");
    return NULL;
}

static void
test_decline (void)
{
    Fake fake = { .n = JOBS, .run_us = 3000 };
    g_autoptr (GError) error = NULL;

    cvpn_assert_int (work_together (&fake, serve, decline, &error), CVPN_CREW_FAILED);
    cvpn_assert_str (error->message, "rank 2: a.ini: cannot read");
    check_lost (&fake, 0);
}

/* Serves two works, and hears what the first says before each. */
static gpointer
serve_twice (gpointer data)
{
    Member *member = data;
    const CvpnCrew crew = { .threads = 2,
                            .ranks = &member->fake->post.ranks[member->rank],
                            .interrupted = interrupted,
                            .data = member };
    g_autofree char *one = cvpn_crew_hear (&crew);
    serve (data);
    g_autofree char *two = cvpn_crew_hear (&crew);
    member->fake->session[member->rank]++;
    serve (data);
    g_autofree char *three = cvpn_crew_hear (&crew);
    member->fake->heard[member->rank] = g_strjoin (",", one, two, three, NULL);
    return NULL;
}

/* Late in the second work come a result and a good-bye of the first. */
static void
send_late (Fake *fake)
{
    static const CvpnSaying sayings[] = { CVPN_SAY_RESULT, CVPN_SAY_BYE };

    for (guint i = 0; i < G_N_ELEMENTS (sayings); i++) {
        const CvpnMessage message = { .saying = sayings[i],
                                      .job = { .setting = 3, .replication = 1 },
                                      .text = "stale" };
        cvpn_message_send (&fake->post.ranks[2], 0, &message);
    }
}

static void
test_two_works (void)
{
    Fake fake = { .n = JOBS, .run_us = 1000, .all_take_part = TRUE };
    Member members[RANKS] = { { &fake, 0 }, { &fake, 1 }, { &fake, 2 } };

    open_post (&fake.post, 3);
    GThread *one = g_thread_new ("rank 1", serve_twice, &members[1]);
    GThread *two = g_thread_new ("rank 2", serve_twice, &members[2]);
    cvpn_crew_say (&fake.post.ranks[0], "pilots");
    cvpn_assert_int (work_as (&members[0], NULL), CVPN_CREW_DONE);
    check_all_once (&fake);
    memset (fake.done, 0, sizeof fake.done);
    fake.given = fake.back = 0;
    fake.session[0]++;
    send_late (&fake);
    cvpn_crew_say (&fake.post.ranks[0], "run 12\nof it");
    cvpn_assert_int (work_as (&members[0], NULL), CVPN_CREW_DONE);
    check_all_once (&fake);
    cvpn_crew_say (&fake.post.ranks[0], "");
    g_thread_join (one);
    g_thread_join (two);
    for (guint i = 1; i < RANKS; i++) {
        cvpn_assert_str (fake.heard[i], "pilots,run 12\nof it,");
        g_free (fake.heard[i]);
    }
    check_lost (&fake, 0);
    close_post (&fake.post);
    cvpn_crew_say (NULL, "alone");
}

/* Answers everything twice, as if another rank had been given it, too. */
static gpointer
repeat (gpointer data)
{
    const Member *member = data;
    const CvpnRanks *ranks = &member->fake->post.ranks[member->rank];
    CvpnMessage message = { .saying = CVPN_SAY_HELLO, .number = 2 };
    gsize length;
    guint from;

    cvpn_message_send (ranks, 0, &message);
    while (message.saying != CVPN_SAY_STOP) {
        g_autofree char *bytes = receive_letter (ranks, &from, &length);
        if (!bytes)
            g_usleep (1000);
        else if (cvpn_message_read (bytes, &message) && message.saying == CVPN_SAY_JOB) {
            g_autofree char *result = g_strdup_printf ("{\"%u\"}\nof 3", message.job.replication);
            g_atomic_int_inc (&member->fake->run_by[member->rank]);
            message.saying = CVPN_SAY_RESULT;
            message.text = result;
            cvpn_message_send (ranks, 0, &message);
            cvpn_message_send (ranks, 0, &message);
        }
    }
    message = (CvpnMessage){ .saying = CVPN_SAY_BYE };
    cvpn_message_send (ranks, 0, &message);
    return NULL;
}

static void
test_first_result_counts (void)
{
    Fake fake = { .n = JOBS, .run_us = 3000, .all_take_part = TRUE };

    cvpn_assert_int (work_together (&fake, serve, repeat, NULL), CVPN_CREW_DONE);
    check_all_once (&fake);
    CU_ASSERT (fake.run_by[2] > 0);
}

static gpointer
babble (gpointer data)
{
    const Member *member = data;
    const CvpnRanks *ranks = &member->fake->post.ranks[member->rank];

    send_letter (ranks, 0, "result of old\n", 14);
    return NULL;
}

static void
test_other_language (void)
{
    Fake fake = { .n = JOBS, .run_us = 3000 };
    g_autoptr (GError) error = NULL;

    cvpn_assert_int (work_together (&fake, serve, babble, &error), CVPN_CREW_FAILED);
    cvpn_assert_has (error->message, "rank 2 speaks another language");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "two ranks", test_two_ranks },
        { "three ranks", test_three_ranks },
        { "nothing to do", test_nothing_to_do },
        { "a rank that never answers", test_dead_rank },
        { "a rank that is slow", test_slow_rank },
        { "of two results the first counts", test_first_result_counts },
        { "a rank that goes", test_rank_that_goes },
        { "an error on another rank", test_error },
        { "an interrupt", test_interrupt },
        { "other files on another rank", test_other_digest },
        { "a rank that declines", test_decline },
        { "two works, one after the other", test_two_works },
        { "a message of another version", test_other_language },
    };

    return cvpn_test_main ("crew_ranks", tests, G_N_ELEMENTS (tests));
}
