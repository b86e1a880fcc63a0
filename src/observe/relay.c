/* relay: a ring of batches of copied records.  The simulation fills one after the other, the
 * thread tells them in the same order; when all are full, the simulation waits. */
#include "observe/relay.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>

#define BATCH_BYTES (256u << 10)
#define N_BATCHES   4

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
    GArray *listeners;         /* Listener */
    Batch *batches[N_BATCHES]; /* a ring; NULL: not made yet */
    GThread *thread;           /* NULL: not yet, or no more */
    pthread_mutex_t lock;
    pthread_cond_t changed;
    /* Behind the lock, once there is a thread: */
    guint64 n_full; /* batches; the next one is being filled.  Written by the simulation only */
    guint64 n_told;
    gboolean ending;    /* no more batches will come */
    gboolean cancelled; /* what is still to be told is not */
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
    pthread_cond_init (&relay->changed, NULL);
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
    CvpnFlowRecord record;

    memcpy (&record, from, sizeof record);
    from += sizeof record;
    if (record.stages) {
        record.stages = (const CvpnFlowStage *) (gconstpointer) from;
        from += record.n_stages * sizeof (CvpnFlowStage);
    }
    NOTIFY (relay, flow, &record);
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
tell_batch (const CvpnRelay *relay, Batch *batch)
{
    const char *from = (const char *) batch->bytes;
    const char *const end = from + batch->used;

    while (from < end) {
        const Head *head = (const Head *) (gconstpointer) from;
        from = tell_record (relay, (Kind) head->kind, from + sizeof *head);
    }
    batch->used = 0;
}

/* The next full batch; NULL: there will be none. */
static Batch *
await_full (CvpnRelay *relay)
{
    Batch *batch = NULL;

    pthread_mutex_lock (&relay->lock);
    while (relay->n_told == relay->n_full && !relay->ending)
        pthread_cond_wait (&relay->changed, &relay->lock);
    if (relay->n_told < relay->n_full && !relay->cancelled)
        batch = relay->batches[relay->n_told % N_BATCHES];
    pthread_mutex_unlock (&relay->lock);
    return batch;
}

static gpointer
run_thread (gpointer data)
{
    CvpnRelay *relay = data;

    for (Batch *batch; (batch = await_full (relay)) != NULL;) {
        tell_batch (relay, batch);
        pthread_mutex_lock (&relay->lock);
        relay->n_told++;
        pthread_cond_signal (&relay->changed);
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

/* The batch that is full is passed on; returns when the next one is empty. */
static void
pass_on (CvpnRelay *relay)
{
    pthread_mutex_lock (&relay->lock);
    relay->n_full++;
    pthread_cond_signal (&relay->changed);
    while (relay->n_full - relay->n_told == N_BATCHES)
        pthread_cond_wait (&relay->changed, &relay->lock);
    pthread_mutex_unlock (&relay->lock);
}

/* The one being filled. */
static Batch **
current_batch (CvpnRelay *relay)
{
    return &relay->batches[relay->n_full % N_BATCHES];
}

static void
empty_batch (CvpnRelay *relay)
{
    if (!relay->thread)
        start_thread (relay);
    if (relay->thread)
        pass_on (relay);
    else
        tell_batch (relay, *current_batch (relay));
}

/* Where the next 'length' bytes go. */
static char *
make_room (CvpnRelay *relay, gsize length)
{
    Batch **batch = current_batch (relay);

    if (*batch && (*batch)->used + length > BATCH_BYTES) {
        empty_batch (relay);
        batch = current_batch (relay);
    }
    if (!*batch) {
        *batch = g_new (Batch, 1);
        (*batch)->used = 0;
    }
    (*batch)->used += length;
    return (char *) (*batch)->bytes + (*batch)->used - length;
}

static char *
put (char *to, gconstpointer from, gsize length)
{
    memcpy (to, from, length);
    return to + length;
}

static void
take_flow (gpointer self, const CvpnFlowRecord *record)
{
    const Head head = { KIND_flow };
    const gsize stages = record->stages ? record->n_stages * sizeof (CvpnFlowStage) : 0;
    char *to = make_room (self, sizeof head + sizeof *record + stages);

    to = put (to, &head, sizeof head);
    to = put (to, record, sizeof *record);
    if (stages > 0)
        put (to, record->stages, stages);
}

#define TAKE_RECORD(callback, Type)                                                                \
    static void take_##callback (gpointer self, const Type *record)                                \
    {                                                                                              \
        const Head head = { KIND_##callback };                                                     \
        char *to = make_room (self, sizeof head + sizeof *record);                                 \
                                                                                                   \
        put (put (to, &head, sizeof head), record, sizeof *record);                                \
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
end_thread (CvpnRelay *relay, gboolean cancelled)
{
    if (!relay->thread)
        return;
    pthread_mutex_lock (&relay->lock);
    relay->ending = TRUE;
    relay->cancelled = cancelled;
    pthread_cond_signal (&relay->changed);
    pthread_mutex_unlock (&relay->lock);
    g_thread_join (g_steal_pointer (&relay->thread));
}

void
cvpn_relay_finish (CvpnRelay *relay)
{
    Batch *last = *current_batch (relay);

    end_thread (relay, FALSE);
    if (last)
        tell_batch (relay, last);
}

void
cvpn_relay_free (CvpnRelay *relay)
{
    if (!relay)
        return;
    end_thread (relay, TRUE);
    for (guint i = 0; i < N_BATCHES; i++)
        g_free (relay->batches[i]);
    pthread_cond_destroy (&relay->changed);
    pthread_mutex_destroy (&relay->lock);
    g_array_unref (relay->listeners);
    g_free (relay);
}
