/* relay: what observers are told in a thread of their own, in which order, and when it ends. */
#include "observe/relay.h"

#include <signal.h>

#include "support.h"

#define MANY    20000 /* records: several times what the batches hold */
#define WAITING 2000  /* more than one batch holds, less than full ones that still wait */

/* What a listener was told, as the numbers of the records. */
typedef struct {
    GArray *told; /* gint64 */
    gint64 stages;
    GThread *thread;     /* that told it */
    gboolean hears_term; /* that thread takes SIGTERM */
    gboolean slow;
} Listener;

static void
note (Listener *listener, gint64 number)
{
    sigset_t held;

    g_array_append_val (listener->told, number);
    listener->thread = g_thread_self ();
    pthread_sigmask (SIG_BLOCK, NULL, &held);
    listener->hears_term = !sigismember (&held, SIGTERM) || !sigismember (&held, SIGINT);
    if (listener->slow)
        g_usleep (10);
}

static void
note_flow (gpointer self, const CvpnFlowRecord *flow)
{
    Listener *listener = self;

    note (listener, (gint64) flow->flow);
    for (guint i = 0; flow->stages && i < flow->n_stages; i++)
        listener->stages += flow->stages[i].time_ns;
}

static void
note_session (gpointer self, const CvpnSessionRecord *session)
{
    note (self, -(gint64) session->session);
}

static void
note_period (gpointer self, const CvpnPeriodRecord *period)
{
    note (self, period->time_ns);
}

static const CvpnObserver of_flows = { .wants_stages = TRUE,
                                       .flow = note_flow,
                                       .session = note_session };
static const CvpnObserver of_periods = { .period = note_period };

static void
init_listener (Listener *listener)
{
    *listener = (Listener){ .told = g_array_new (FALSE, FALSE, sizeof (gint64)) };
}

static void
tell_flow (CvpnRelay *relay, guint64 number)
{
    const CvpnObserver *observer = cvpn_relay_observer (relay);
    CvpnFlowStage stages[] = { { .time_ns = (gint64) number }, { .time_ns = 1 } };
    const CvpnFlowRecord flow = { .flow = number,
                                  .n_stages = 1 + number % 2,
                                  .stages = number % 3 > 0 ? stages : NULL };

    observer->flow (relay, &flow);
}

static void
tell_session (CvpnRelay *relay, guint64 number)
{
    const CvpnSessionRecord session = { .session = number };

    cvpn_relay_observer (relay)->session (relay, &session);
}

static gboolean
is_in_order (const Listener *listener)
{
    for (guint i = 0; i < listener->told->len; i++) {
        const gint64 number = g_array_index (listener->told, gint64, i);
        if (number != (i % 5 == 4 ? -(gint64) (i + 1) : (gint64) i + 1))
            return FALSE;
    }
    return TRUE;
}

/* MANY records, each fifth of a session. */
static void
tell_many (CvpnRelay *relay)
{
    for (guint64 i = 1; i <= MANY; i++)
        if (i % 5 == 0)
            tell_session (relay, i);
        else
            tell_flow (relay, i);
}

static gint64
sum_stages (void)
{
    gint64 sum = 0;

    for (gint64 i = 1; i <= MANY; i++)
        if (i % 5 != 0 && i % 3 > 0)
            sum += i + i % 2;
    return sum;
}

static void
test_many (void)
{
    g_autoptr (CvpnRelay) relay = cvpn_relay_new ();
    Listener flows, periods;

    init_listener (&flows);
    init_listener (&periods);
    cvpn_relay_add (relay, &of_flows, &flows);
    cvpn_relay_add (relay, &of_periods, &periods);
    tell_many (relay);
    cvpn_relay_finish (relay);
    cvpn_assert_int (flows.told->len, MANY);
    CU_ASSERT (is_in_order (&flows));
    cvpn_assert_int (flows.stages, sum_stages ());
    cvpn_assert_int (periods.told->len, 0);
    g_array_unref (flows.told);
    g_array_unref (periods.told);
}

/* Told in a thread that leaves the signals of a run to the simulation's. */
static void
test_signals (void)
{
    CvpnRelay *relay = cvpn_relay_new ();
    Listener listener;
    sigset_t held;

    init_listener (&listener);
    cvpn_relay_add (relay, &of_flows, &listener);
    tell_many (relay);
    cvpn_relay_free (relay);
    CU_ASSERT (listener.thread != g_thread_self ());
    CU_ASSERT (!listener.hears_term);
    pthread_sigmask (SIG_BLOCK, NULL, &held);
    CU_ASSERT (!sigismember (&held, SIGTERM));
    g_array_unref (listener.told);
}

static void
test_few (void)
{
    g_autoptr (CvpnRelay) relay = cvpn_relay_new ();
    Listener listener;

    init_listener (&listener);
    cvpn_relay_add (relay, &of_flows, &listener);
    tell_flow (relay, 1);
    cvpn_assert_int (listener.told->len, 0);
    cvpn_relay_finish (relay);
    cvpn_assert_int (listener.told->len, 1);
    CU_ASSERT (listener.thread == g_thread_self ());
    g_array_unref (listener.told);
}

/* A run that fails is not told to its end, and what is being told ends first. */
static void
test_given_up (void)
{
    CvpnRelay *relay = cvpn_relay_new ();
    Listener listener;

    init_listener (&listener);
    listener.slow = TRUE;
    cvpn_relay_add (relay, &of_flows, &listener);
    tell_many (relay);
    cvpn_relay_free (relay);
    const guint told = listener.told->len;
    CU_ASSERT (told > 0 && told + WAITING < MANY);
    CU_ASSERT (is_in_order (&listener));
    g_usleep (10000);
    cvpn_assert_int (listener.told->len, told);
    g_array_unref (listener.told);
}

/* It asks for what its listeners ask for, and no more. */
static void
test_offers (void)
{
    g_autoptr (CvpnRelay) relay = cvpn_relay_new ();
    const CvpnObserver *observer = cvpn_relay_observer (relay);
    const CvpnObserver of_interfaces = { .wants_interfaces = TRUE, .flow = note_flow };

    CU_ASSERT_PTR_NULL (observer->flow);
    cvpn_relay_add (relay, &of_periods, NULL);
    CU_ASSERT_PTR_NULL (observer->flow);
    CU_ASSERT_PTR_NOT_NULL (observer->period);
    cvpn_relay_add (relay, &of_interfaces, NULL);
    CU_ASSERT_PTR_NOT_NULL (observer->flow);
    CU_ASSERT (observer->wants_interfaces && !observer->wants_stages);
    cvpn_relay_add (relay, &of_flows, NULL);
    CU_ASSERT (observer->wants_stages);
    cvpn_relay_finish (relay);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "many records of several kinds", test_many },
        { "signals are left to others", test_signals },
        { "few records need no thread", test_few },
        { "given up", test_given_up },
        { "what it asks for", test_offers },
    };

    return cvpn_test_main ("relay", tests, G_N_ELEMENTS (tests));
}
