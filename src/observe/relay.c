/* relay: batches of copied records go round between two queues, full ones there and empty ones
 * back; when all are full, the simulation waits. */
#include "observe/relay.h"

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
    Batch *batch;              /* being filled; NULL: before the first record */
    guint n_batches;           /* made so far */
    GAsyncQueue *full, *empty; /* Batch *, owned; in 'full', the relay itself is the end */
    GThread *thread;           /* NULL: not yet, or no more */
    gint cancelled;            /* atomic: what is still to be told is not */
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
    relay->full = g_async_queue_new_full (g_free);
    relay->empty = g_async_queue_new_full (g_free);
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
tell_batch (CvpnRelay *relay, const Batch *batch)
{
    const char *from = (const char *) batch->bytes;
    const char *const end = from + batch->used;

    while (from < end && !g_atomic_int_get (&relay->cancelled)) {
        const Head *head = (const Head *) (gconstpointer) from;
        from = tell_record (relay, (Kind) head->kind, from + sizeof *head);
    }
}

static gpointer
run_thread (gpointer data)
{
    CvpnRelay *relay = data;
    Batch *batch;

    while ((batch = g_async_queue_pop (relay->full)) != data) {
        tell_batch (relay, batch);
        batch->used = 0;
        g_async_queue_push (relay->empty, batch);
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

/* An empty batch; while there are few, a new one. */
static Batch *
take_batch (CvpnRelay *relay)
{
    if (relay->n_batches == N_BATCHES)
        return g_async_queue_pop (relay->empty);
    relay->n_batches++;
    Batch *batch = g_new (Batch, 1);
    batch->used = 0;
    return batch;
}

/* The batch is full. */
static void
pass_on (CvpnRelay *relay)
{
    if (!relay->thread)
        start_thread (relay);
    if (relay->thread) {
        g_async_queue_push (relay->full, g_steal_pointer (&relay->batch));
        return;
    }
    tell_batch (relay, relay->batch);
    relay->batch->used = 0;
}

/* Where the next 'length' bytes go. */
static char *
make_room (CvpnRelay *relay, gsize length)
{
    if (relay->batch && relay->batch->used + length > BATCH_BYTES)
        pass_on (relay);
    if (!relay->batch)
        relay->batch = take_batch (relay);
    char *to = (char *) relay->batch->bytes + relay->batch->used;
    relay->batch->used += length;
    return to;
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
end_thread (CvpnRelay *relay)
{
    if (!relay->thread)
        return;
    g_async_queue_push (relay->full, relay);
    g_thread_join (g_steal_pointer (&relay->thread));
}

void
cvpn_relay_finish (CvpnRelay *relay)
{
    end_thread (relay);
    if (relay->batch)
        tell_batch (relay, relay->batch);
    g_clear_pointer (&relay->batch, g_free);
}

void
cvpn_relay_free (CvpnRelay *relay)
{
    if (!relay)
        return;
    g_atomic_int_set (&relay->cancelled, TRUE);
    end_thread (relay);
    g_free (relay->batch);
    g_async_queue_unref (relay->full);
    g_async_queue_unref (relay->empty);
    g_array_unref (relay->listeners);
    g_free (relay);
}
