/* session: a connection attempt, from the query for the endpoint's name on, and the
 * session that it becomes.
 *
 *     connection.h       the attempt: name, handshake, authentication
 *     connect_handler.h  the client connect handler's part of it
 *     lease.h            quota and address, taken and given back
 *     session.h          the session itself
 *     session_end.h      why and when it ends
 *
 * Every step of it is an event that names the session by its handle. */
#pragma once

#include "control/timeline.h"
#include "sim/state.h"

/* A connection attempt and, if it is established, the session. */
typedef struct {
    /* What every flow needs, and no more, in two cache lines. */
    CvpnSlot slot;
    guint32 client, association; /* CVPN_NONE: not landed */
    guint32 address;
    guint32 entity, flow_counts, population; /* the client's */
    gint64 client_latency_ns;
    guint64 number;
    guint64 flows;
    gint64 request_bytes, response_bytes, request_packets, response_packets;
    CvpnUser user;
    CvpnPerson person; /* the user as this session has it; its first member is still one of these */

    gint64 start_ns, established_ns; /* -1: not yet */

    guint64 connection; /* the present one of the attempt; 0: none yet */
    gint64 opened_ns;   /* when it was let in; -1: not yet */
    gint64 give_up_ns;  /* when the client gives up its handshake */
    gboolean asserted;  /* SAML: the user has logged in, this is the second connection */
    gboolean elsewhere; /* which has landed on another server than the first */
    CvpnCode code;      /* why it is about to fail */
    CvpnReason reason;

    gint64 leave_ns;  /* when it will end, if no time limit and nothing else comes before that */
    guint8 leave;     /* CvpnEnd: why then */
    gint64 end_ns;    /* when it will end, if nothing else comes before that */
    gint64 silent_ns; /* since when the other side hears nothing; -1: it does */
    gint64 notice_ns; /* when the client will notice that its zone has failed; -1: it has not */
    guint8 missed;    /* CvpnEnd: why the server has ended it, which the client has not heard */

    gint64 returned_after_ns; /* -1: the user had lost no session before */
} CvpnSession;

/* The lease is there: traffic begins. */
void cvpn_session_establish (CvpnSimulation *sim, CvpnSession *session);

/* Whoever is looked for by flows that are listed: is there, or is no more. */
void cvpn_session_note_presence (CvpnSimulation *sim, const CvpnSession *session, gboolean present);

CvpnSessionRecord cvpn_session_describe (const CvpnSimulation *sim, const CvpnSession *session);

/* All sessions and attempts in the order of their numbers; the list is the caller's. */
GPtrArray *cvpn_session_list (const CvpnSimulation *sim);

/* Reports the sessions and attempts still there. */
void cvpn_session_report_all (const CvpnSimulation *sim);

/* The session that the event names; NULL: it is no more. */
CvpnSession *cvpn_session_of (const CvpnSimulation *sim, const CvpnEvent *event);
void cvpn_session_schedule (CvpnSimulation *sim, const CvpnSession *session, CvpnEvent event,
                            gint64 delay_ns);

const CvpnPopulation *cvpn_session_population (const CvpnSimulation *sim,
                                               const CvpnSession *session);
const CvpnEndpoint *cvpn_session_endpoint (const CvpnSimulation *sim, const CvpnSession *session);
CvpnStream cvpn_session_stream (const CvpnSimulation *sim, const CvpnSession *session);
/* One of the attempt's draws; 0 where the distribution is not set. */
gint64 cvpn_session_draw (const CvpnSimulation *sim, const CvpnSession *session, guint16 purpose,
                          const CvpnDistribution *distribution);
