/* fake_ranks: a letter is a message; nothing of it waits. */
#include "fake_ranks.h"

#include <string.h>

#include <cvpnsim/error.h>

#include "support.h"

typedef struct {
    guint from;
    char *bytes;
} Letter;

static void
send_letter (const CvpnRanks *ranks, guint to, const char *bytes, gsize length)
{
    CvpnPost *post = ranks->self;
    Letter *letter = g_new (Letter, 1);

    *letter = (Letter){ .from = ranks->rank, .bytes = g_strndup (bytes, length) };
    pthread_mutex_lock (&post->lock);
    g_queue_push_tail (&post->boxes[to], letter);
    pthread_mutex_unlock (&post->lock);
}

static char *
receive_letter (const CvpnRanks *ranks, guint *from, gsize *length)
{
    CvpnPost *post = ranks->self;

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
    ((CvpnPost *) ranks->self)->lost[ranks->rank][rank] = TRUE;
}

void
cvpn_post_open (CvpnPost *post, guint size)
{
    *post = (CvpnPost){ .size = size };
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

void
cvpn_post_close (CvpnPost *post)
{
    for (guint i = 0; i < post->size; i++)
        g_queue_clear_full (&post->boxes[i], free_letter);
    pthread_mutex_destroy (&post->lock);
}

static gboolean
next (gpointer self, gboolean idle, CvpnJob *job)
{
    CvpnFakeWork *fake = ((CvpnFakeRank *) self)->fake;

    CU_ASSERT (idle);
    cvpn_assert_int (((CvpnFakeRank *) self)->rank, 0);
    if (fake->given == fake->n)
        return FALSE;
    fake->given++;
    *job = (CvpnJob){ .setting = 3, .replication = fake->given };
    return TRUE;
}

static void
wait_for_others (CvpnFakeWork *fake)
{
    const gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

    for (guint rank = 1; rank < fake->post.size; rank++)
        while (g_atomic_int_get (&fake->run_by[rank]) == 0 && g_get_monotonic_time () < until)
            g_usleep (1000);
}

static void
forget (gpointer made)
{
    (void) made;
}

static gboolean
run (gpointer self, CvpnJob job, const CvpnStop *stop, CvpnJobResult *result, GError **error)
{
    const CvpnFakeRank *member = self;
    CvpnFakeWork *fake = member->fake;

    g_atomic_int_inc (&fake->runs);
    g_atomic_int_inc (&fake->run_by[member->rank]);
    if (fake->slow_rank && member->rank == fake->slow_rank) {
        while (!cvpn_stop_is_set (stop))
            g_usleep (1000);
        g_atomic_int_inc (&fake->stopped);
        return FALSE;
    }
    if (fake->all_take_part && member->rank == 0)
        wait_for_others (fake);
    g_usleep (fake->run_us);
    if (member->rank > 0 && job.replication >= fake->fails_at && fake->fails_at) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_IO, "no such file\nin two lines");
        return FALSE;
    }
    result->text = g_strdup_printf ("{\"%u\"}\nof %u", job.replication, job.setting);
    result->made = GUINT_TO_POINTER (member->rank + 1);
    result->free_made = forget;
    return TRUE;
}

static gboolean
done (gpointer self, CvpnJob job, CvpnJobResult *result, G_GNUC_UNUSED GError **error)
{
    CvpnFakeWork *fake = ((CvpnFakeRank *) self)->fake;
    g_autofree char *wanted = g_strdup_printf ("{\"%u\"}\nof 3", job.replication);

    cvpn_assert_int (((CvpnFakeRank *) self)->rank, 0);
    cvpn_assert_str (result->text, wanted);
    CU_ASSERT (!result->made || result->made == GUINT_TO_POINTER (1)); /* not of another rank */
    fake->done[job.replication - 1]++;
    fake->back++;
    return TRUE;
}

gboolean
cvpn_fake_interrupted (gpointer data)
{
    const CvpnFakeRank *member = data;
    CvpnFakeWork *fake = member->fake;

    if (member->rank == 0)
        return fake->ends_at && fake->back >= fake->ends_at;
    return member->rank == 1 && fake->quits_at &&
           (guint) g_atomic_int_get (&fake->run_by[1]) >= fake->quits_at;
}

static const CvpnWork work = { .next = next, .run = run, .done = done };

CvpnCrewEnd
cvpn_fake_work_as (CvpnFakeRank *member, GError **error)
{
    const CvpnCrew crew = { .threads = 2,
                            .ranks = &member->fake->post.ranks[member->rank],
                            .same = member->fake->same[member->rank],
                            .session = member->fake->session[member->rank],
                            .interrupted = cvpn_fake_interrupted,
                            .data = member };

    return cvpn_crew_work (&crew, &work, member, error);
}

gpointer
cvpn_fake_serve (gpointer data)
{
    cvpn_fake_work_as (data, NULL);
    return NULL;
}

CvpnCrewEnd
cvpn_fake_work_together (CvpnFakeWork *fake, CvpnFakeRole one_does, CvpnFakeRole other,
                         GError **error)
{
    CvpnFakeRank members[CVPN_FAKE_RANKS] = { { fake, 0 }, { fake, 1 }, { fake, 2 } };

    cvpn_post_open (&fake->post, other ? 3 : 2);
    g_autoptr (GThread) one = g_thread_new ("rank 1", one_does, &members[1]);
    g_autoptr (GThread) two = other ? g_thread_new ("rank 2", other, &members[2]) : NULL;
    const CvpnCrewEnd end = cvpn_fake_work_as (&members[0], error);
    g_thread_join (g_steal_pointer (&one));
    if (two)
        g_thread_join (g_steal_pointer (&two));
    cvpn_post_close (&fake->post);
    return end;
}

void
cvpn_fake_check_all_once (const CvpnFakeWork *fake)
{
    cvpn_assert_int (fake->back, fake->n);
    for (guint i = 0; i < fake->n; i++)
        cvpn_assert_int (fake->done[i], 1);
}

void
cvpn_fake_check_lost (const CvpnFakeWork *fake, guint rank)
{
    for (guint by = 0; by < CVPN_FAKE_RANKS; by++)
        for (guint who = 0; who < CVPN_FAKE_RANKS; who++)
            cvpn_assert_int (fake->post.lost[by][who], by == 0 && who > 0 && who == rank);
}
