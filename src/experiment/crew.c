/* crew: one thread hands out and takes in, the team's threads do the jobs. */
#include "experiment/crew.h"

#include "experiment/crew_message.h"
#include "experiment/crew_ranks.h"
#include "experiment/team.h"

/* Jobs under way for each thread: the one that it does, and those that lie ready, or whose results
 * do.  This thread may have to wait for a processor as long as several short jobs take. */
#define UNDER_WAY 8

typedef struct {
    const CvpnCrew *crew;
    const CvpnWork *work;
    gpointer self;
    CvpnTeam *team;
    guint under_way;
} Hands;

/* A job to every thread, and more, so that none waits until what it did is taken in; as long as
 * results do not pile up. */
static void
hand_out (Hands *hands)
{
    while (hands->under_way < UNDER_WAY * hands->crew->threads) {
        const gboolean idle = cvpn_team_idle (hands->team) > 0;
        CvpnJob job;
        if (!hands->work->next (hands->self, idle, &job))
            return;
        cvpn_team_give (hands->team, job);
        hands->under_way++;
    }
}

/* FALSE with 'error' if the outcome ends the work. */
static gboolean
take_in (Hands *hands, CvpnJobOutcome *outcome, GError **error)
{
    hands->under_way--;
    g_assert (outcome->result.text || outcome->error); /* nothing is stopped before the end */
    if (outcome->error) {
        g_propagate_error (error, g_steal_pointer (&outcome->error));
        return FALSE;
    }
    return hands->work->done (hands->self, outcome->job, &outcome->result, error);
}

static CvpnCrewEnd
work_alone (Hands *hands, GError **error)
{
    const CvpnCrew *crew = hands->crew;

    for (;;) {
        if (crew->interrupted && crew->interrupted (crew->data))
            return CVPN_CREW_INTERRUPTED;
        hand_out (hands);
        if (hands->under_way == 0)
            return CVPN_CREW_DONE;
        g_auto (CvpnJobOutcome) outcome = { 0 };
        if (!cvpn_team_take (hands->team, CVPN_CREW_POLL_US, &outcome))
            continue;
        /* Its thread need not wait for what the result leads to. */
        hand_out (hands);
        if (!take_in (hands, &outcome, error))
            return CVPN_CREW_FAILED;
    }
}

CvpnCrewEnd
cvpn_crew_work (const CvpnCrew *crew, const CvpnWork *work, gpointer self, GError **error)
{
    if (crew->ranks)
        return crew->ranks->rank == 0 ? cvpn_crew_lead (crew, work, self, error)
                                      : cvpn_crew_serve (crew, work, self);
    g_autoptr (CvpnTeam) team = cvpn_team_new (crew->threads, work, self);
    Hands hands = { .crew = crew, .work = work, .self = self, .team = team };

    return work_alone (&hands, error);
}

void
cvpn_crew_decline (const CvpnRanks *ranks, const char *why)
{
    const CvpnMessage message = { .saying = CVPN_SAY_DECLINE, .text = why };

    cvpn_message_send (ranks, 0, &message);
}

void
cvpn_crew_say (const CvpnRanks *ranks, const char *text)
{
    const CvpnMessage message = { .saying = CVPN_SAY_WORD, .text = text };

    for (guint rank = 1; ranks && rank < ranks->size; rank++)
        cvpn_message_send (ranks, rank, &message);
}
