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

/* How a session comes about, and how it will end. */
typedef struct {
    CvpnSlot slot;
    CvpnPerson person;               /* the user as this session has it */
    gint64 start_ns, established_ns; /* -1: not yet */

    guint64 connection; /* the present one of the attempt; 0: none yet */
    gint64 opened_ns;   /* when it was let in; -1: not yet */
    gint64 give_up_ns;  /* when the client gives up its handshake */
    CvpnCode code;      /* why it is about to fail */
    CvpnReason reason;
    guint8 asserted;  /* SAML: the user has logged in, this is the second connection */
    guint8 elsewhere; /* which has landed on another server than the first */

    guint8 leave;    /* CvpnEnd: why it will end, if no time limit and nothing else comes before: */
    guint8 missed;   /* CvpnEnd: why the server has ended it, which the client has not heard */
    gint64 leave_ns; /* when */
    gint64 end_ns;   /* when it will end, if nothing else comes before that */
    gint64 silent_ns; /* since when the other side hears nothing; -1: it does */
    gint64 notice_ns; /* when the client will notice that its zone has failed; -1: it has not */

    gint64 returned_after_ns; /* -1: the user had lost no session before */
} CvpnSessionLife;

/* A connection attempt and, if it is established, the session.  It is itself no more than what
 * each of its flows needs: two cache lines. */
typedef struct {
    CvpnSlot slot;
    guint32 client, association; /* CVPN_NONE: not landed */
    guint32 address;
    guint32 entity, population, user_number; /* the client's */
    gint64 client_latency_ns;
    guint64 number;
    guint64 flows;
    gint64 request_bytes, response_bytes, request_packets, response_packets;
    CvpnSessionLife *life;
    const CvpnPrefixTable *pushed; /* what the client has of the person's */
    const char *user_name;
    guint32 flow_counts[]; /* the client's, which has them back in the end: all flows, from a drawn
                              start on (they make the next source port), then each traffic's */
} CvpnSession;

/* With one traffic. */
G_STATIC_ASSERT (G_STRUCT_OFFSET (CvpnSession, flow_counts[2]) <= 2 * CVPN_CACHE_LINE);

/* A new attempt of the client, and its end: what the client needs of it goes back there. */
CvpnSession *cvpn_session_begin (CvpnSimulation *sim, guint32 client);
void cvpn_session_finish (CvpnSimulation *sim, CvpnSession *session);

/* The size of one, with the counts of as many traffics as a population has. */
gsize cvpn_session_size (const CvpnWorkload *workload);

/* The lease is there: traffic begins. */
void cvpn_session_establish (CvpnSimulation *sim, CvpnSession *session);

/* Whoever is looked for by flows that are listed: is there, or is no more. */
void cvpn_session_note_presence (CvpnSimulation *sim, const CvpnSession *session, gboolean present);

/* As records name the user. */
CvpnUser cvpn_session_user (const CvpnSimulation *sim, const CvpnSession *session);
CvpnSessionRecord cvpn_session_describe (const CvpnSimulation *sim, const CvpnSession *session);

/* All sessions and attempts in the order of their numbers; the list is the caller's. */
GPtrArray *cvpn_session_list (const CvpnSimulation *sim);

/* Reports the sessions and attempts still there. */
void cvpn_session_report_all (const CvpnSimulation *sim);

/* The session that the event names; NULL: it is no more. */
CvpnSession *cvpn_session_of (const CvpnSimulation *sim, const CvpnEvent *event);

/* Has the processor fetch from memory what an event that will come soon needs: the session
 * that it names; then, once that is there, what belongs to the session if that will end. */
void cvpn_session_fetch (const CvpnSimulation *sim, const CvpnEvent *event);
void cvpn_session_fetch_rest (const CvpnSimulation *sim, const CvpnEvent *event);

void cvpn_session_schedule (CvpnSimulation *sim, const CvpnSession *session, CvpnEvent event,
                            gint64 delay_ns);

const CvpnPopulation *cvpn_session_population (const CvpnSimulation *sim,
                                               const CvpnSession *session);
const CvpnEndpoint *cvpn_session_endpoint (const CvpnSimulation *sim, const CvpnSession *session);
CvpnStream cvpn_session_stream (const CvpnSimulation *sim, const CvpnSession *session);
/* One of the attempt's draws; 0 where the distribution is not set. */
gint64 cvpn_session_draw (const CvpnSimulation *sim, const CvpnSession *session, guint16 purpose,
                          const CvpnDistribution *distribution);
