/* relay: batches of copied records, used in turn; when all are full, the simulation waits.
 *
 * Either side goes on for as long as it can, and one that waits is woken when half of the batches
 * are there for it: waking a thread takes as long as telling some fifty records.
 *
 * The locks are those of POSIX and not GLib's, which the thread sanitizer does not see. */
#include "observe/relay.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>

#define BATCH_BYTES (64u << 10)
#define N_BATCHES   16
#define HALF        (N_BATCHES / 2)

/* Kinds of records that are flat: the callback, and what it is told. */
#define FLAT_RECORDS(RECORD)                                                                       \
    RECORD (session, CvpnSessionRecord)                                                            \
    RECORD (connection, CvpnConnectionRecord)                                                      \
    RECORD (change, CvpnChangeRecord)                                                              \
    RECORD (period, CvpnPeriodRecord)                                                              \
    RECORD (subnet, CvpnSubnetRecord)                                                              \
    RECORD (nat_gateway, CvpnNatGatewayRecord)

#define RECORD_KIND(callback, Type) KIND_##callback,

/* A flow's record is followed by its stages. */
typedef enum { KIND_flow, FLAT_RECORDS (RECORD_KIND) } Kind;

/* Before each record. */
typedef struct {
    gint64 kind; /* as wide as what follows is aligned */
} Head;

typedef struct {
    gsize used;
    gint64 bytes[BATCH_BYTES / sizeof (gint64)];
} Batch;

typedef struct {
    const CvpnObserver *observer;
    gpointer self;
} Listener;

struct CvpnRelay {
    CvpnObserver observer;
    GArray *listeners;          /* Listener */
    Batch *batches[N_BATCHES];  /* NULL: not used yet */
    GThread *thread;            /* NULL: not yet, or no more */
    gint cancelled;             /* atomic: what is still to be told is not */
    guint n_given;              /* full batches; the next one is being filled */
    pthread_mutex_t lock;       /* of all below, and of changes of n_given */
    pthread_cond_t given, told; /* one more */
    guint n_told;
    gboolean ending; /* no more will be given */
};

#define CHECK_SIZE(callback, Type) G_STATIC_ASSERT (sizeof (Type) % sizeof (Head) == 0);

CHECK_SIZE (flow, CvpnFlowRecord)
CHECK_SIZE (flow, CvpnFlowStage)
FLAT_RECORDS (CHECK_SIZE)

CvpnRelay *
cvpn_relay_new (void)
{
    CvpnRelay *relay = g_new0 (CvpnRelay, 1);

    relay->listeners = g_array_new (FALSE, FALSE, sizeof (Listener));
    pthread_mutex_init (&relay->lock, NULL);
    pthread_cond_init (&relay->given, NULL);
    pthread_cond_init (&relay->told, NULL);
    return relay;
}

/* cvpn_notify, for the listeners of a relay. */
#define NOTIFY(relay, callback, record)                                                            \
    for (guint listener_ = 0; listener_ < (relay)->listeners->len; listener_++) {                  \
        const Listener *to_ = &g_array_index ((relay)->listeners, Listener, listener_);            \
        if (to_->observer->callback)                                                               \
            to_->observer->callback (to_->self, record);                                           \
    }

/* Tells the flow at 'from'; returns where what follows it begins. */
static const char *
tell_flow (const CvpnRelay *relay, const char *from)
{
    const CvpnFlowRecord *record = (const CvpnFlowRecord *) (gconstpointer) from;

    from += sizeof *record + (record->stages ? record->n_stages * sizeof (CvpnFlowStage) : 0);
    NOTIFY (relay, flow, record);
    return from;
}

#define TELL_RECORD(callback, Type)                                                                \
    case KIND_##callback:                                                                          \
        NOTIFY (relay, callback, (const Type *) (gconstpointer) from);                             \
        return from + sizeof (Type);

static const char *
tell_record (const CvpnRelay *relay, Kind kind, const char *from)
{
    switch (kind) {
        FLAT_RECORDS (TELL_RECORD)
    case KIND_flow:
        return tell_flow (relay, from);
    }
    g_assert_not_reached ();
}

static void
tell_batch (CvpnRelay *relay, const Batch *batch)
{
    const char *from = (const char *) batch->bytes;
    const char *const end = from + batch->used;

    while (from < end && !g_atomic_int_get (&relay->cancelled)) {
        const Head *head = (const Head *) (gconstpointer) from;
        from = tell_record (relay, (Kind) head->kind, from + sizeof *head);
    }
}

/* Waits for a batch; NULL: there will be none. */
static Batch *
next_given (CvpnRelay *relay)
{
    Batch *batch = NULL;

    pthread_mutex_lock (&relay->lock);
    while (relay->n_told == relay->n_given && !relay->ending)
        pthread_cond_wait (&relay->given, &relay->lock);
    if (relay->n_told != relay->n_given)
        batch = relay->batches[relay->n_told % N_BATCHES];
    pthread_mutex_unlock (&relay->lock);
    return batch;
}

static gpointer
run_thread (gpointer data)
{
    CvpnRelay *relay = data;
    const Batch *batch;

    while ((batch = next_given (relay))) {
        tell_batch (relay, batch);
        pthread_mutex_lock (&relay->lock);
        relay->n_told++;
        if (relay->n_given - relay->n_told <= HALF)
            pthread_cond_signal (&relay->told);
        pthread_mutex_unlock (&relay->lock);
    }
    return NULL;
}

/* Without the signals that the simulation's thread asks for.  Where there may be no more threads
 * there is none. */
static void
start_thread (CvpnRelay *relay)
{
    sigset_t held, before;

    sigemptyset (&held);
    sigaddset (&held, SIGINT);
    sigaddset (&held, SIGTERM);
    pthread_sigmask (SIG_BLOCK, &held, &before);
    relay->thread = g_thread_try_new ("observers", run_thread, relay, NULL);
    pthread_sigmask (SIG_SETMASK, &before, NULL);
}

/* The batch that is being filled; made, while there are few. */
static Batch *
current_batch (CvpnRelay *relay)
{
    Batch **batch = &relay->batches[relay->n_given % N_BATCHES];

    if (!*batch) {
        *batch = g_new (Batch, 1);
        (*batch)->used = 0;
    }
    return *batch;
}

/* Returns when there is another batch to fill. */
static void
give_batch (CvpnRelay *relay)
{
    pthread_mutex_lock (&relay->lock);
    relay->n_given++;
    if (relay->n_given - relay->n_told >= HALF)
        pthread_cond_signal (&relay->given);
    while (relay->n_given - relay->n_told == N_BATCHES)
        pthread_cond_wait (&relay->told, &relay->lock);
    pthread_mutex_unlock (&relay->lock);
    current_batch (relay)->used = 0;
}

/* The batch is full. */
static void
pass_on (CvpnRelay *relay)
{
    Batch *batch = current_batch (relay);

    if (!relay->thread)
        start_thread (relay);
    if (relay->thread) {
        give_batch (relay);
        return;
    }
    tell_batch (relay, batch);
    batch->used = 0;
}

/* Where the next 'length' bytes go. */
static char *
make_room (CvpnRelay *relay, gsize length)
{
    if (current_batch (relay)->used + length > BATCH_BYTES)
        pass_on (relay);
    Batch *batch = current_batch (relay);
    char *to = (char *) batch->bytes + batch->used;
    batch->used += length;
    return to;
}

static void
take_flow (gpointer self, const CvpnFlowRecord *record)
{
    const gsize stages = record->stages ? record->n_stages * sizeof (CvpnFlowStage) : 0;
    Head *head = (Head *) (gpointer) make_room (self, sizeof *head + sizeof *record + stages);
    CvpnFlowRecord *copy = (CvpnFlowRecord *) (gpointer) (head + 1);

    head->kind = KIND_flow;
    *copy = *record;
    if (stages > 0)
        copy->stages = memcpy (copy + 1, record->stages, stages);
}

#define TAKE_RECORD(callback, Type)                                                                \
    static void take_##callback (gpointer self, const Type *record)                                \
    {                                                                                              \
        Head *head = (Head *) (gpointer) make_room (self, sizeof *head + sizeof *record);          \
                                                                                                   \
        head->kind = KIND_##callback;                                                              \
        memcpy (head + 1, record, sizeof *record);                                                 \
    }

FLAT_RECORDS (TAKE_RECORD)

#define OFFER_RECORD(callback, Type)                                                               \
    if (observer->callback)                                                                        \
        relay->observer.callback = take_##callback;

void
cvpn_relay_add (CvpnRelay *relay, const CvpnObserver *observer, gpointer self)
{
    const Listener listener = { observer, self };

    g_assert (!observer->active && !observer->without_session && !observer->peak &&
              !observer->finish);
    g_array_append_val (relay->listeners, listener);
    relay->observer.wants_stages |= observer->wants_stages;
    relay->observer.wants_interfaces |= observer->wants_interfaces;
    if (observer->flow)
        relay->observer.flow = take_flow;
    FLAT_RECORDS (OFFER_RECORD)
}

const CvpnObserver *
cvpn_relay_observer (const CvpnRelay *relay)
{
    return &relay->observer;
}

static void
end_thread (CvpnRelay *relay)
{
    if (!relay->thread)
        return;
    pthread_mutex_lock (&relay->lock);
    relay->ending = TRUE;
    pthread_cond_signal (&relay->given);
    pthread_mutex_unlock (&relay->lock);
    g_thread_join (g_steal_pointer (&relay->thread));
}

void
cvpn_relay_finish (CvpnRelay *relay)
{
    Batch *batch = current_batch (relay);

    end_thread (relay);
    tell_batch (relay, batch);
    batch->used = 0;
}

void
cvpn_relay_free (CvpnRelay *relay)
{
    if (!relay)
        return;
    g_atomic_int_set (&relay->cancelled, TRUE);
    end_thread (relay);
    for (guint i = 0; i < N_BATCHES; i++)
        g_free (relay->batches[i]);
    pthread_cond_destroy (&relay->given);
    pthread_cond_destroy (&relay->told);
    pthread_mutex_destroy (&relay->lock);
    g_array_unref (relay->listeners);
    g_free (relay);
}
