/* traffic: a chain of events for each session and traffic.
 *
 * The chain ends by itself when its session is found to be no more. */
#include "sim/traffic.h"

#include "sim/flow.h"
#include "sim/handlers.h"

static CvpnStream
stream_of (const CvpnSimulation *sim, const CvpnSession *session, guint32 source)
{
    return (CvpnStream){ sim->sources[source].key, session->entity };
}

static const CvpnTraffic *
traffic_of (const CvpnSimulation *sim, guint32 source)
{
    return cvpn_at (sim->workload->traffics, CvpnTraffic, sim->sources[source].traffic);
}

static void
schedule_flow (CvpnSimulation *sim, const CvpnSession *session, guint32 source, gint64 delay_ns)
{
    const CvpnHandle handle = session->slot.handle;

    cvpn_simulation_schedule (
        sim, delay_ns,
        (CvpnEvent){
            .kind = CVPN_EVENT_FLOW_DUE, .a = handle.slot, .b = handle.generation, .c = source });
}

void
cvpn_traffic_start (CvpnSimulation *sim, const CvpnSession *session)
{
    const CvpnClient *client = cvpn_simulation_client (sim, session->client);
    const CvpnSpan traffics = cvpn_session_population (sim, session)->traffics;

    for (guint32 i = traffics.first; i < traffics.first + traffics.count; i++) {
        const CvpnTraffic *traffic = traffic_of (sim, i);

        if (traffic->destinations.count > 0 && !traffic->spec->from_csv)
            schedule_flow (sim, session, i,
                           cvpn_stream_sample (stream_of (sim, session, i), CVPN_DRAW_TRAFFIC_FIRST,
                                               client->attempts, &traffic->spec->first));
    }
}

guint32
cvpn_traffic_next_flow (const CvpnSimulation *sim, CvpnSession *session, guint32 source)
{
    const guint32 first = cvpn_session_population (sim, session)->traffics.first;

    return session->flow_counts[1 + source - first]++;
}

/* Time goes on between two flows, whatever `every` draws. */
void
cvpn_traffic_handle (CvpnSimulation *sim, const CvpnEvent *event)
{
    CvpnSession *session = cvpn_slab_lookup (&sim->sessions, (CvpnHandle){ event->a, event->b });
    const guint32 source = event->c;

    if (session == NULL)
        return;

    const CvpnTraffic *traffic = traffic_of (sim, source);
    const CvpnStream stream = stream_of (sim, session, source);
    const guint32 index = cvpn_traffic_next_flow (sim, session, source);
    const CvpnFlowRequest request = {
        .source = source,
        .index = index,
        .destination =
            traffic->destinations.first +
            cvpn_stream_choose (stream, CVPN_DRAW_DESTINATION, index, traffic->destinations.count),
        .request_bytes =
            cvpn_stream_sample (stream, CVPN_DRAW_REQUEST, index, &traffic->spec->request),
        .response_bytes =
            cvpn_stream_sample (stream, CVPN_DRAW_RESPONSE, index, &traffic->spec->response),
    };
    const gint64 gap = cvpn_stream_sample (stream, CVPN_DRAW_GAP, index, &traffic->spec->every);

    schedule_flow (sim, session, source, MAX (gap, 1));
    cvpn_flow_start (sim, session, &request);
}
