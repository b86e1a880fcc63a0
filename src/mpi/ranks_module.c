/* ranks_module: CvpnRanks over MPI.
 *
 * All calls come from one thread (MPI_THREAD_FUNNELED), and none of them waits for another rank
 * but the last: what is sent stays in a list until MPI has taken it, what comes is in a list
 * until it is whole.  A rank may die in the middle of a message. */
#include "mpi/ranks_module.h"

#include <stdio.h>
#include <unistd.h>

#include <gmodule.h>
#include <mpi.h>

/* Leaving takes a fraction of a second where nobody is lost. */
#define LEAVING_US (20 * G_USEC_PER_SEC)

/* A message on its way in or out. */
typedef struct {
    MPI_Request request;
    gboolean whole;
    guint from;
    gsize length;
    char *bytes;
} Parcel;

typedef struct {
    CvpnRanks ranks;
    MPI_Comm all;
    GQueue going, coming; /* Parcel *, in the order of sending and of being seen */
    gboolean some_lost;
} World;

typedef struct {
    GMutex lock;
    GCond changed;
    gboolean over;
    int status;
} Leaving;

static void
free_parcel (Parcel *parcel)
{
    g_free (parcel->bytes);
    g_free (parcel);
}

/* An error is a rank that has died: its messages do not arrive any more, and that is all. */
static gboolean
is_whole (Parcel *parcel)
{
    int flag = 0;

    if (!parcel->whole && MPI_Test (&parcel->request, &flag, MPI_STATUS_IGNORE) == MPI_SUCCESS)
        parcel->whole = flag != 0;
    return parcel->whole;
}

/* Those that MPI has taken are gone. */
static void
clear_going (World *world)
{
    GList *next;

    for (GList *link = world->going.head; link; link = next) {
        next = link->next;
        if (!is_whole (link->data))
            continue;
        free_parcel (link->data);
        g_queue_delete_link (&world->going, link);
    }
}

static void
send_bytes (const CvpnRanks *ranks, guint to, const char *bytes, gsize length)
{
    World *world = ranks->self;
    Parcel *parcel = g_new0 (Parcel, 1);

    g_return_if_fail (length <= G_MAXINT);
    clear_going (world);
    parcel->bytes = g_memdup2 (bytes, length);
    if (MPI_Isend (parcel->bytes, (int) length, MPI_BYTE, (int) to, 0, world->all,
                   &parcel->request) == MPI_SUCCESS)
        g_queue_push_tail (&world->going, parcel);
    else
        free_parcel (parcel);
}

/* Begins to receive what has been announced. */
static void
look_for_parcels (World *world)
{
    int flag = 1;

    while (flag) {
        MPI_Message message;
        MPI_Status status;
        int length = 0;
        if (MPI_Improbe (MPI_ANY_SOURCE, 0, world->all, &flag, &message, &status) != MPI_SUCCESS ||
            !flag)
            return;
        MPI_Get_count (&status, MPI_BYTE, &length);
        Parcel *parcel = g_new0 (Parcel, 1);
        parcel->from = (guint) status.MPI_SOURCE;
        parcel->length = (gsize) length;
        parcel->bytes = g_malloc0 (parcel->length + 1);
        if (MPI_Imrecv (parcel->bytes, length, MPI_BYTE, &message, &parcel->request) == MPI_SUCCESS)
            g_queue_push_tail (&world->coming, parcel);
        else
            free_parcel (parcel);
    }
}

/* Nothing that the same rank has sent before is still on its way. */
static gboolean
is_next_of_its_rank (const World *world, const GList *link)
{
    const Parcel *parcel = link->data;

    for (const GList *before = world->coming.head; before != link; before = before->next)
        if (((const Parcel *) before->data)->from == parcel->from)
            return FALSE;
    return TRUE;
}

static char *
receive_bytes (const CvpnRanks *ranks, guint *from, gsize *length)
{
    World *world = ranks->self;

    clear_going (world);
    look_for_parcels (world);
    for (GList *link = world->coming.head; link; link = link->next) {
        g_autofree Parcel *parcel = NULL;
        if (!is_next_of_its_rank (world, link) || !is_whole (link->data))
            continue;
        parcel = link->data;
        g_queue_delete_link (&world->coming, link);
        *from = parcel->from;
        *length = parcel->length;
        return parcel->bytes;
    }
    return NULL;
}

static void
lose_rank (const CvpnRanks *ranks, G_GNUC_UNUSED guint rank)
{
    World *world = ranks->self;

    world->some_lost = TRUE;
}

/* Only the first rank knows who is lost, and somebody may die later still: MPI_Finalize would then
 * keep the others for ever. */
static gpointer
limit_leaving (gpointer data)
{
    Leaving *leaving = data;
    const gint64 until = g_get_monotonic_time () + LEAVING_US;

    g_mutex_lock (&leaving->lock);
    while (!leaving->over)
        if (!g_cond_wait_until (&leaving->changed, &leaving->lock, until))
            _exit (leaving->status);
    g_mutex_unlock (&leaving->lock);
    return NULL;
}

/* MPI_Finalize waits for all ranks. */
static void
finish_world (const CvpnRanks *ranks)
{
    const World *world = ranks->self;

    while (world->going.head) {
        char *late;
        guint from;
        gsize length;
        if ((late = receive_bytes (ranks, &from, &length)))
            g_free (late);
        else
            g_usleep (1000);
    }
    MPI_Finalize ();
}

/* Where a lost rank is known of, the process ends without MPI_Finalize, which Open MPI allows
 * with --enable-recovery, and otherwise ends the others for. */
static void
leave_world (const CvpnRanks *ranks, int status)
{
    World *world = ranks->self;
    Leaving leaving = { .status = status };

    if (world->some_lost)
        return;
    fflush (stdout); /* _exit would not */
    g_mutex_init (&leaving.lock);
    g_cond_init (&leaving.changed);
    GThread *limit = g_thread_new ("leaving", limit_leaving, &leaving);
    finish_world (ranks);
    g_mutex_lock (&leaving.lock);
    leaving.over = TRUE;
    g_cond_signal (&leaving.changed);
    g_mutex_unlock (&leaving.lock);
    g_thread_join (limit);
    g_cond_clear (&leaving.changed);
    g_mutex_clear (&leaving.lock);
    g_queue_clear_full (&world->coming, (GDestroyNotify) free_parcel);
    g_free (world);
}

G_MODULE_EXPORT const CvpnRanks *cvpn_ranks_module_open (guint version, char **why);

G_MODULE_EXPORT const CvpnRanks *
cvpn_ranks_module_open (guint version, char **why)
{
    int provided = MPI_THREAD_SINGLE;
    int rank = 0, size = 0;

    if (version != CVPN_RANKS_MODULE_VERSION)
        *why = g_strdup ("it is of another version of cvpnsim");
    else if (MPI_Init_thread (NULL, NULL, MPI_THREAD_FUNNELED, &provided) != MPI_SUCCESS)
        *why = g_strdup ("MPI does not start");
    else if (provided < MPI_THREAD_FUNNELED)
        *why = g_strdup ("this MPI knows no threads");
    if (*why)
        return NULL;
    World *world = g_new0 (World, 1);
    world->all = MPI_COMM_WORLD;
    MPI_Comm_set_errhandler (world->all, MPI_ERRORS_RETURN);
    MPI_Comm_rank (world->all, &rank);
    MPI_Comm_size (world->all, &size);
    world->ranks = (CvpnRanks){ .rank = (guint) rank,
                                .size = (guint) size,
                                .self = world,
                                .send = send_bytes,
                                .receive = receive_bytes,
                                .lose = lose_rank,
                                .leave = leave_world };
    return &world->ranks;
}
