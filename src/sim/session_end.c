/* session_end: the user leaves, the time limit, changes of the endpoint, and silence.
 *
 * A session has one end planned, the earliest; where that has moved, the event finds nothing
 * to end, and plans anew.  Whose zone has failed hears nothing of what the server
 * does; it learns that when the zone is back, or notices the silence first. */
#include "sim/session_end.h"

#include "sim/client.h"
#include "sim/counters.h"
#include "sim/handlers.h"
#include "sim/lease.h"

static CvpnCode
code_of (CvpnEnd end)
{
    switch (end) {
    case CVPN_END_SESSION_TIMEOUT:
        return CVPN_CODE_CVPN_SESSION_EXPIRED;
    case CVPN_END_TUNNEL_ROUTE_LOOP:
        return CVPN_CODE_CVPN_TUNNEL_ROUTE_LOOP;
    default:
        return CVPN_CODE_NONE;
    }
}

static void
end_session (CvpnSimulation *sim, CvpnSession *session, CvpnEnd end)
{
    CvpnSessionRecord record = cvpn_session_describe (sim, session);
    const guint32 client = session->client;
    const gint64 stayed = sim->now_ns - session->life->established_ns;
    const gint64 lost_ns = end == CVPN_END_ZONE_FAILURE ? session->life->silent_ns : sim->now_ns;

    record.code = code_of (end);
    record.end_ns = sim->now_ns;
    record.end_reason = cvpn_end_word (end);
    cvpn_lease_give_back (sim, session);
    cvpn_session_note_presence (sim, session, FALSE);
    cvpn_session_finish (sim, session);
    cvpn_notify (sim, session, &record);
    cvpn_client_session_ended (sim, client, end, lost_ns,
                               cvpn_simulation_client (sim, client)->stay_left_ns - stayed);
}

static gint64
limit_of (const CvpnSimulation *sim, const CvpnSession *session)
{
    return session->life->established_ns + cvpn_session_endpoint (sim, session)->session_timeout_ns;
}

static void
schedule_end (CvpnSimulation *sim, CvpnSession *session)
{
    session->life->end_ns = MIN (session->life->leave_ns, limit_of (sim, session));
    cvpn_session_schedule (sim, session, (CvpnEvent){ .kind = CVPN_EVENT_SESSION_END },
                           session->life->end_ns - sim->now_ns);
}

/* A tunnel that its own route captures is silent from the start, and given up after
 * `ping-restart`. */
void
cvpn_session_end_plan (CvpnSimulation *sim, CvpnSession *session)
{
    gint64 length = cvpn_client_session_length (sim, session->client);
    const gint64 patience = cvpn_session_endpoint (sim, session)->ping_restart_ns;

    session->life->leave = CVPN_END_CLIENT_DISCONNECT;
    if (cvpn_client_route_loops (sim->net, &session->life->person) && patience < length) {
        length = patience;
        session->life->leave = CVPN_END_TUNNEL_ROUTE_LOOP;
    }
    session->life->leave_ns = sim->now_ns + length;
    schedule_end (sim, session);
}

gboolean
cvpn_session_end_limit (CvpnSimulation *sim, CvpnSession *session)
{
    const gint64 limit = limit_of (sim, session);

    if (limit <= sim->now_ns)
        return cvpn_session_end_by_server (sim, session, CVPN_END_SESSION_TIMEOUT);
    if (limit < session->life->end_ns)
        schedule_end (sim, session);
    return FALSE;
}

gboolean
cvpn_session_end_by_server (CvpnSimulation *sim, CvpnSession *session, CvpnEnd end)
{
    if (session->life->notice_ns < 0) {
        end_session (sim, session, end);
        return TRUE;
    }
    if (session->life->missed == CVPN_END_NONE)
        session->life->missed = (guint8) end;
    return FALSE;
}

/* The user goes, or gives up a tunnel that is silent. */
static void
leave (CvpnSimulation *sim, CvpnSession *session)
{
    const CvpnClient *client = cvpn_simulation_client (sim, session->client);
    CvpnEnd end = session->life->leave;
    gint64 silent = -1;

    if (end == CVPN_END_TUNNEL_ROUTE_LOOP) {
        silent = session->life->established_ns;
    } else if (cvpn_stream_happens (cvpn_client_stream (sim, client), CVPN_DRAW_VANISHES,
                                    client->attempts,
                                    cvpn_session_population (sim, session)->spec->vanishes)) {
        end = CVPN_END_CLIENT_VANISHED;
        silent = sim->now_ns;
    }
    if (session->life->silent_ns < 0)
        session->life->silent_ns = silent;
    end_session (sim, session, end);
}

void
cvpn_session_end_handle (CvpnSimulation *sim, const CvpnEvent *event)
{
    CvpnSession *session = cvpn_session_of (sim, event);

    if (session == NULL)
        return;
    if (session->life->leave_ns == sim->now_ns)
        leave (sim, session);
    else if (limit_of (sim, session) > sim->now_ns)
        schedule_end (sim, session); /* not yet: the limit was raised */
    else
        cvpn_session_end_by_server (sim, session, CVPN_END_SESSION_TIMEOUT);
}

gboolean
cvpn_session_end_lose (CvpnSimulation *sim, CvpnSession *session)
{
    const gint64 patience = cvpn_session_endpoint (sim, session)->ping_restart_ns;

    if (session->life->notice_ns >= 0)
        return FALSE;
    session->life->silent_ns = sim->now_ns;
    session->life->notice_ns = sim->now_ns + patience;
    cvpn_session_schedule (sim, session, (CvpnEvent){ .kind = CVPN_EVENT_SILENCE }, patience);
    return TRUE;
}

gboolean
cvpn_session_end_find (CvpnSimulation *sim, CvpnSession *session)
{
    if (session->life->notice_ns < 0)
        return FALSE;
    session->life->silent_ns = -1;
    session->life->notice_ns = -1;
    return session->life->missed != CVPN_END_NONE &&
           cvpn_session_end_by_server (sim, session, session->life->missed);
}

void
cvpn_session_end_handle_silence (CvpnSimulation *sim, const CvpnEvent *event)
{
    CvpnSession *session = cvpn_session_of (sim, event);

    if (session && event->time == session->life->notice_ns)
        end_session (sim, session, CVPN_END_ZONE_FAILURE);
}
