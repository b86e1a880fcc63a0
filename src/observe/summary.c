/* summary: counts what the observers are told, and leaves out the warm-up.
 *
 * A flow or an attempt counts if it began at the warm-up's end or later; the
 * level of active connections counts from then on. */
#include "observe/summary_state.h"

#include <math.h>
#include <string.h>

#include "base/quantity.h"
#include "model/scenario.h"

CvpnSummary *
cvpn_summary_new (const CvpnScenario *scenario)
{
    CvpnSummary *summary = g_new0 (CvpnSummary, 1);

    summary->scenario = scenario;
    summary->warm_up_ns = MAX (scenario->spec->scenario.warm_up_ns, 0);
    summary->landings = cvpn_landings_new ();
    summary->round_trips = cvpn_round_trips_new ();
    summary->attempts_begun = g_ptr_array_new_with_free_func (g_free);
    summary->returns = g_array_new (FALSE, FALSE, sizeof (gint64));
    summary->peaks = g_array_new (FALSE, FALSE, sizeof (CvpnPeakRecord));
    return summary;
}

void
cvpn_summary_free (CvpnSummary *summary)
{
    if (!summary)
        return;
    cvpn_landings_free (summary->landings);
    cvpn_round_trips_free (summary->round_trips);
    g_ptr_array_unref (summary->attempts_begun);
    g_array_unref (summary->returns);
    g_array_unref (summary->peaks);
    g_free (summary);
}

static void
count_verdict (CvpnSummary *summary, const CvpnFlowRecord *flow)
{
    const CvpnVerdict *verdict = &flow->verdict;

    switch (flow->outcome) {
    case CVPN_OUTCOME_DELIVERED:
        if (flow->round_trip_ns > 0)
            cvpn_round_trips_add (summary->round_trips, flow->round_trip_ns);
        break;
    case CVPN_OUTCOME_BYPASSED:
        summary->bypassed[verdict->code]++;
        break;
    default:
        summary->stopped[verdict->step][verdict->code]++;
        summary->snat_exhausted += verdict->code == CVPN_CODE_CVPN_SNAT_PORT_EXHAUSTED;
        summary->nat_port_errors += verdict->code == CVPN_CODE_NGW_PORT_ALLOCATION;
        break;
    }
}

static void
count_flow (gpointer self, const CvpnFlowRecord *flow)
{
    CvpnSummary *summary = self;

    if (flow->start_ns < summary->warm_up_ns)
        return;
    summary->flows++;
    summary->outcomes[flow->outcome]++;
    summary->ports_replaced += flow->port_replaced;
    summary->request_bytes += (double) flow->request_bytes;
    summary->response_bytes += (double) flow->response_bytes;
    count_verdict (summary, flow);
    if (flow->outcome != CVPN_OUTCOME_BYPASSED)
        cvpn_landings_add (summary->landings, flow);
}

static gboolean
is_blocked (CvpnCode code)
{
    return code == CVPN_CODE_CVPN_CLIENT_CIDR_EXHAUSTED ||
           code == CVPN_CODE_CVPN_CONNECTION_QUOTA_EXCEEDED;
}

static gboolean
is_of_handler (CvpnReason reason)
{
    return reason == CVPN_REASON_HANDLER_DENIED || reason == CVPN_REASON_HANDLER_TIMED_OUT ||
           reason == CVPN_REASON_HANDLER_INVALID_RESPONSE ||
           reason == CVPN_REASON_HANDLER_EXECUTION_ERROR ||
           reason == CVPN_REASON_HANDLER_THROTTLED || reason == CVPN_REASON_HANDLER_SERVICE_ERROR;
}

static void
count_begin (CvpnSummary *summary, gint64 start_ns)
{
    GPtrArray *minutes = summary->attempts_begun;
    const guint minute = (guint) (start_ns / CVPN_MINUTE);

    if (minute >= minutes->len)
        g_ptr_array_set_size (minutes, (gint) minute + 1);
    if (!minutes->pdata[minute])
        minutes->pdata[minute] = g_new0 (guint32, CVPN_MINUTE / CVPN_SECOND);
    guint32 *seconds = minutes->pdata[minute];
    const guint32 begun = ++seconds[start_ns % CVPN_MINUTE / CVPN_SECOND];
    summary->attempts_peak = MAX (summary->attempts_peak, begun);
}

static CvpnEnd
end_of (const CvpnSessionRecord *session)
{
    for (guint end = 0; end < CVPN_N_ENDS; end++)
        if (strcmp (cvpn_end_word (end), session->end_reason) == 0)
            return end;
    return CVPN_END_NONE;
}

/* A loss counts when it happens, whenever the session began. */
static void
count_end (CvpnSummary *summary, const CvpnSessionRecord *session)
{
    const gboolean over = session->established && session->end_ns >= summary->warm_up_ns &&
                          session->end_reason && *session->end_reason;

    if (!over)
        return;
    const CvpnEnd end = end_of (session);
    summary->ends[end]++;
    summary->lost += cvpn_end_is_involuntary (end);
    if (session->start_ns < summary->warm_up_ns)
        return;
    summary->ended++;
    summary->session_ns += (double) (session->end_ns - session->established_ns);
}

static void
count_failure (CvpnSummary *summary, const CvpnSessionRecord *session)
{
    summary->connection_codes[session->code]++;
    summary->authentication_failures +=
        session->code == CVPN_CODE_CVPN_AUTHENTICATION_FAILED && !is_of_handler (session->reason);
    summary->handler_failures += is_of_handler (session->reason);
    summary->blocked += is_blocked (session->code);
}

static void
count_return (CvpnSummary *summary, const CvpnSessionRecord *session)
{
    const gint64 after_ns = session->returned_after_ns;
    const gboolean loss_counts = session->established_ns - after_ns >= summary->warm_up_ns;

    g_array_append_val (summary->returns, after_ns);
    summary->return_ns += (double) after_ns;
    summary->returned_in_time +=
        loss_counts && after_ns <= summary->scenario->spec->scenario.return_within_ns;
}

static void
count_session (gpointer self, const CvpnSessionRecord *session)
{
    CvpnSummary *summary = self;
    const gboolean decided = session->established || session->end_ns >= 0;

    count_end (summary, session);
    if (session->start_ns < summary->warm_up_ns)
        return;
    count_begin (summary, session->start_ns);
    if (!decided)
        return;
    summary->attempts++;
    summary->connections += session->established;
    if (!session->established)
        count_failure (summary, session);
    else if (session->returned_after_ns >= 0)
        count_return (summary, session);
}

static void
count_change (gpointer self, const CvpnChangeRecord *change)
{
    CvpnSummary *summary = self;

    if (change->time_ns < summary->warm_up_ns)
        return;
    summary->changes++;
    summary->operations_refused += change->error != NULL;
}

static void
raise_peak (CvpnSummary *summary, gint64 time_ns)
{
    if (summary->active <= summary->active_peak)
        return;
    summary->active_peak = summary->active;
    summary->active_peak_ns = time_ns;
}

/* The level held until 'time_ns'; the part before the warm-up's end is cut off. */
static void
add_level (CvpnSummary *summary, gint64 time_ns)
{
    const gint64 from_ns = MAX (summary->active_since_ns, summary->warm_up_ns);

    summary->active_since_ns = time_ns;
    if (time_ns <= from_ns)
        return;
    summary->active_area += (double) summary->active * (double) (time_ns - from_ns);
    raise_peak (summary, from_ns);
}

static void
count_active (gpointer self, gint64 time_ns, gint64 active)
{
    CvpnSummary *summary = self;

    add_level (summary, time_ns);
    summary->active = active;
    if (time_ns >= summary->warm_up_ns)
        raise_peak (summary, time_ns);
}

static void
count_without_session (gpointer self, gint64 time_ns)
{
    CvpnSummary *summary = self;

    summary->without_session += time_ns >= summary->warm_up_ns;
}

static void
take_peak (gpointer self, const CvpnPeakRecord *peak)
{
    CvpnSummary *summary = self;

    g_array_append_vals (summary->peaks, peak, 1);
}

static gint
compare_times (gconstpointer a, gconstpointer b)
{
    const gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

    return (one > other) - (one < other);
}

static void
finish (gpointer self, gint64 time_ns, guint64 events, gboolean complete)
{
    CvpnSummary *summary = self;

    add_level (summary, time_ns);
    g_array_sort (summary->returns, compare_times);
    summary->end_ns = time_ns;
    summary->events = events;
    summary->complete = complete;
}

const CvpnObserver *
cvpn_summary_observer (void)
{
    static const CvpnObserver observer = {
        .flow = count_flow,
        .session = count_session,
        .change = count_change,
        .active = count_active,
        .without_session = count_without_session,
        .peak = take_peak,
        .finish = finish,
    };

    return &observer;
}

double
cvpn_summary_return_quantile (const CvpnSummary *summary, double share)
{
    const guint n = summary->returns->len;

    if (n == 0)
        return NAN;
    const guint rank = (guint) ceil (share * n); /* of the first that is enough, from 1 */
    return (double) g_array_index (summary->returns, gint64, CLAMP (rank, 1, n) - 1) / CVPN_SECOND;
}

gint64
cvpn_summary_stopped_at (const CvpnSummary *summary, CvpnStep step)
{
    gint64 n = 0;

    for (guint code = 0; code < CVPN_N_CODES; code++)
        n += summary->stopped[step][code];
    return n;
}

gint64
cvpn_summary_flows_with_code (const CvpnSummary *summary, CvpnCode code)
{
    gint64 n = summary->bypassed[code];

    for (guint step = 0; step < CVPN_N_STEPS; step++)
        n += summary->stopped[step][code];
    return n;
}
