/* crew_serve: another rank than the first, which does what it is sent. */
#include "experiment/crew_ranks.h"

#include <cvpnsim/error.h>

#include "experiment/crew_message.h"
#include "experiment/team.h"

/* The first says every five seconds that it is there; a rank that has heard nothing for a minute
 * goes.  Before its first word the first may read what an earlier sweep has left, for long.  Time
 * is counted in looks for messages, so that a machine that was suspended does not count it. */
#define SILENCE_LOOKS       (60 * (gint64) G_USEC_PER_SEC / CVPN_CREW_WAIT_US)
#define FIRST_SILENCE_LOOKS (60 * SILENCE_LOOKS)

typedef struct {
    const CvpnCrew *crew;
    CvpnTeam *team;
    gint64 asked_us; /* when 'interrupted' was asked last */
    gint64 looks;    /* that may still find nothing */
    gboolean over;
} Serve;

static void
answer (const Serve *serve, CvpnMessage message)
{
    message.session = serve->crew->session;
    cvpn_message_send (serve->crew->ranks, 0, &message);
}

static void
answer_job (const Serve *serve, const CvpnJobOutcome *outcome)
{
    const GError *error = outcome->error;
    CvpnMessage message = { .saying = CVPN_SAY_STOPPED, .job = outcome->job };

    if (outcome->result.text) {
        message.saying = CVPN_SAY_RESULT;
        message.text = outcome->result.text;
    } else if (error) {
        message.saying = CVPN_SAY_ERROR;
        message.number = error->domain == CVPN_ERROR ? (guint) error->code : CVPN_ERROR_IO;
        message.text = error->message;
    }
    answer (serve, message);
}

static void
obey (Serve *serve, const CvpnMessage *message)
{
    if (message->saying == CVPN_SAY_JOB)
        cvpn_team_give (serve->team, message->job);
    else if (message->saying == CVPN_SAY_DROP)
        cvpn_team_drop (serve->team, message->job);
    else if (message->saying == CVPN_SAY_STOP)
        serve->over = TRUE;
}

static void
listen (Serve *serve)
{
    const CvpnRanks *ranks = serve->crew->ranks;
    char *bytes;
    guint from;
    gsize length;

    serve->looks--;
    while (!serve->over && (bytes = ranks->receive (ranks, &from, &length))) {
        CvpnMessage message;
        if (cvpn_message_read (bytes, &message) && message.session == serve->crew->session)
            obey (serve, &message);
        serve->looks = SILENCE_LOOKS;
        g_free (bytes);
    }
}

static gboolean
is_interrupted (Serve *serve)
{
    const CvpnCrew *crew = serve->crew;
    const gint64 now = g_get_monotonic_time ();

    if (!crew->interrupted || now < serve->asked_us + CVPN_CREW_POLL_US)
        return FALSE;
    serve->asked_us = now;
    return crew->interrupted (crew->data);
}

/* Until the first says that the work is over, or says nothing any more. */
static CvpnCrewEnd
serve_first (Serve *serve)
{
    while (!serve->over && serve->looks > 0) {
        g_auto (CvpnJobOutcome) outcome = { 0 };
        if (is_interrupted (serve))
            return CVPN_CREW_INTERRUPTED;
        if (cvpn_team_take (serve->team, CVPN_CREW_WAIT_US, &outcome))
            answer_job (serve, &outcome);
        listen (serve);
    }
    return CVPN_CREW_DONE;
}

CvpnCrewEnd
cvpn_crew_serve (const CvpnCrew *crew, const CvpnWork *work, gpointer self)
{
    const CvpnMessage hello = { .saying = CVPN_SAY_HELLO,
                                .number = MAX (crew->threads, 1),
                                .text = crew->same };
    const CvpnMessage bye = { .saying = CVPN_SAY_BYE };
    Serve serve = { .crew = crew,
                    .team = cvpn_team_new (crew->threads, work, self),
                    .looks = FIRST_SILENCE_LOOKS };

    answer (&serve, hello);
    const CvpnCrewEnd end = serve_first (&serve);
    cvpn_team_free (serve.team);
    answer (&serve, bye);
    if (serve.looks <= 0)
        crew->ranks->lose (crew->ranks, 0);
    return end;
}

char *
cvpn_crew_hear (const CvpnCrew *crew)
{
    Serve serve = { .crew = crew, .looks = FIRST_SILENCE_LOOKS };

    for (; serve.looks > 0 && !is_interrupted (&serve); serve.looks--) {
        guint from;
        gsize length;
        CvpnMessage message;
        g_autofree char *bytes = crew->ranks->receive (crew->ranks, &from, &length);
        if (bytes && cvpn_message_read (bytes, &message) && message.saying == CVPN_SAY_WORD)
            return g_strdup (message.text);
        if (!bytes)
            g_usleep (CVPN_CREW_WAIT_US);
    }
    if (serve.looks <= 0)
        crew->ranks->lose (crew->ranks, 0);
    return NULL;
}
