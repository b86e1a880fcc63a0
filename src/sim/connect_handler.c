/* connect_handler: how long it takes, and what it answers; what the guide says of the
 * latter is drawn in shares. */
#include "sim/connect_handler.h"

#include "base/quantity.h"
#include "sim/client.h"
#include "sim/connection.h"
#include "sim/handlers.h"

/* "Connection authorization": fixed. */
#define TIME_OUT (30 * CVPN_SECOND)

static CvpnReason
draw_answer (const CvpnSimulation *sim, const CvpnSession *session,
             const CvpnConnectHandlerSpec *handler)
{
    const struct {
        double share;
        CvpnReason reason;
    } answers[] = {
        { handler->denied, CVPN_REASON_HANDLER_DENIED },
        { handler->invalid_responses, CVPN_REASON_HANDLER_INVALID_RESPONSE },
        { handler->execution_errors, CVPN_REASON_HANDLER_EXECUTION_ERROR },
        { handler->service_errors, CVPN_REASON_HANDLER_SERVICE_ERROR },
    };
    const CvpnClient *client = cvpn_simulation_client (sim, session->client);
    double left = cvpn_stream_uniform (cvpn_client_stream (sim, client), CVPN_DRAW_HANDLER_ANSWER,
                                       client->attempts);

    for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
        if (left < answers[i].share)
            return answers[i].reason;
        left -= answers[i].share;
    }
    return CVPN_REASON_NONE;
}

static void
schedule_answer (CvpnSimulation *sim, const CvpnSession *session,
                 const CvpnConnectHandlerSpec *handler)
{
    const gint64 duration = cvpn_session_draw (sim, session, CVPN_DRAW_HANDLER, &handler->duration);
    const CvpnReason reason =
        duration > TIME_OUT ? CVPN_REASON_HANDLER_TIMED_OUT : draw_answer (sim, session, handler);

    sim->endpoints[session->life->person.endpoint].handler_calls++;
    cvpn_session_schedule (sim, session,
                           (CvpnEvent){ .kind = CVPN_EVENT_HANDLER_ANSWER, .c = reason },
                           MIN (duration, TIME_OUT));
}

static void
refuse (CvpnSimulation *sim, CvpnSession *session, CvpnReason reason)
{
    cvpn_connection_refuse (sim, session, CVPN_CODE_CVPN_AUTHENTICATION_FAILED, reason);
}

static void
go_on (CvpnSimulation *sim, const CvpnSession *session)
{
    cvpn_session_schedule (sim, session, (CvpnEvent){ .kind = CVPN_EVENT_LEASE }, 0);
}

void
cvpn_connect_handler_call (CvpnSimulation *sim, CvpnSession *session)
{
    const CvpnConnectHandlerSpec *handler = cvpn_session_endpoint (sim, session)->handler;
    const gint64 calls = sim->endpoints[session->life->person.endpoint].handler_calls;

    if (handler->duration.kind == CVPN_DISTRIBUTION_UNSET)
        go_on (sim, session);
    else if (handler->concurrency >= 0 && calls >= handler->concurrency)
        refuse (sim, session, CVPN_REASON_HANDLER_THROTTLED);
    else
        schedule_answer (sim, session, handler);
}

void
cvpn_connect_handler_handle (CvpnSimulation *sim, const CvpnEvent *event)
{
    CvpnSession *session = cvpn_session_of (sim, event);
    const CvpnReason reason = event->c;

    sim->endpoints[session->life->person.endpoint].handler_calls--;
    if (reason != CVPN_REASON_NONE)
        refuse (sim, session, reason);
    else
        go_on (sim, session);
}
