/* crew_lead: the first rank, which hands out jobs to its own threads and to other ranks.
 *
 * A rank that does not answer cannot be told from one that is slow.  So nothing waits for one: a
 * job that has been away for longer than others were is handed out again, and its first result
 * counts. */
#include "experiment/crew_ranks.h"

#include <cvpnsim/error.h>

#include "experiment/crew_message.h"
#include "experiment/ledger.h"
#include "experiment/team.h"

/* A job is overdue after twice the longest that one took so far, and after this at least. */
#define PATIENCE_US (G_USEC_PER_SEC / 4)
/* While none has come back that is unknown. */
#define FIRST_PATIENCE_US (10 * (gint64) G_USEC_PER_SEC)
/* So many times overdue it goes before new jobs: others may depend on it. */
#define LONG_OVERDUE 4
/* How long the ranks have to say good-bye: when all is done, and when the user waits. */
#define BYE_US      (5 * (gint64) G_USEC_PER_SEC)
#define BYE_SOON_US (G_USEC_PER_SEC / 2)
/* When there was nothing to hand out, and nothing has come: how soon to look again. */
#define LOOK_AGAIN_US (G_USEC_PER_SEC / 50)

typedef struct {
    gboolean gone; /* it has said good-bye */
    guint idle;    /* threads without a job; none before it has said hello */
} Rank;

typedef struct {
    const CvpnCrew *crew;
    const CvpnWork *work;
    gpointer self;
    CvpnTeam *team;
    CvpnLedger *ledger;
    Rank *others;       /* by rank; that of the first is not used */
    gint64 longest_us;  /* that a job took; 0: none yet */
    gint64 asked_us;    /* when 'interrupted' was asked last */
    gint64 here_us;     /* when the ranks were told last that the first is there */
    gint64 look_us;     /* when to look again, without news, for something to hand out */
    gboolean news;      /* something has come that may change what there is to hand out */
    gboolean all_given; /* 'next' had none */
} Lead;

static void
say (const Lead *lead, guint to, CvpnSaying saying, CvpnJob job)
{
    const CvpnMessage message = { .saying = saying, .session = lead->crew->session, .job = job };

    cvpn_message_send (lead->crew->ranks, to, &message);
}

static void
say_to_all (const Lead *lead, CvpnSaying saying)
{
    for (guint rank = 1; rank < lead->crew->ranks->size; rank++)
        if (!lead->others[rank].gone)
            say (lead, rank, saying, (CvpnJob){ 0 });
}

/* A job for a rank that has a thread for it. */
static gboolean
choose (Lead *lead, guint rank, CvpnJob *job)
{
    const gint64 now = g_get_monotonic_time ();
    const gint64 patience =
        lead->longest_us > 0 ? MAX (PATIENCE_US, 2 * lead->longest_us) : FIRST_PATIENCE_US;

    /* Two ranks may have died with it; the first is there for certain. */
    const guint most = rank == 0 ? CVPN_LEDGER_HOLDERS : 2;

    if (cvpn_ledger_again (lead->ledger, rank, most, now - LONG_OVERDUE * patience, job))
        return TRUE;
    if (!lead->all_given && lead->work->next (lead->self, TRUE, job)) {
        cvpn_ledger_add (lead->ledger, *job, rank, now);
        return TRUE;
    }
    lead->all_given = TRUE;
    return cvpn_ledger_again (lead->ledger, rank, 2, now - patience, job);
}

/* One job to each who has a thread for it; FALSE: nobody took one. */
static gboolean
hand_round (Lead *lead)
{
    gboolean taken = FALSE;
    CvpnJob job;

    if (cvpn_team_idle (lead->team) > 0 && choose (lead, 0, &job)) {
        cvpn_team_give (lead->team, job);
        taken = TRUE;
    }
    for (guint rank = 1; rank < lead->crew->ranks->size; rank++)
        if (lead->others[rank].idle > 0 && choose (lead, rank, &job)) {
            say (lead, rank, CVPN_SAY_JOB, job);
            lead->others[rank].idle--;
            taken = TRUE;
        }
    return taken;
}

static void
hand_out (Lead *lead)
{
    const gint64 now = g_get_monotonic_time ();

    if (!lead->news && now < lead->look_us)
        return;
    lead->news = FALSE;
    lead->look_us = now + LOOK_AGAIN_US;
    lead->all_given = FALSE;
    while (hand_round (lead))
        ;
}

/* The others who have the job need not go on. */
static void
drop (Lead *lead, const CvpnLedgerEntry *entry, guint by)
{
    for (guint i = 0; i < entry->n_holders; i++) {
        const guint rank = entry->holders[i];
        if (rank == by)
            continue;
        if (rank == 0)
            cvpn_team_drop (lead->team, entry->job);
        else if (!lead->others[rank].gone)
            say (lead, rank, CVPN_SAY_DROP, entry->job);
    }
}

static gboolean
take_result (Lead *lead, guint from, CvpnJob job, CvpnJobResult *result, GError **error)
{
    CvpnLedgerEntry entry;

    if (!cvpn_ledger_take (lead->ledger, job, &entry))
        return TRUE; /* another was first */
    if (entry.n_holders == 1)
        lead->longest_us = MAX (lead->longest_us, g_get_monotonic_time () - entry.since_us);
    drop (lead, &entry, from);
    /* Its thread need not wait for what the result leads to. */
    lead->news = TRUE;
    hand_out (lead);
    const gboolean fine = lead->work->done (lead->self, job, result, error);
    lead->news = TRUE;
    return fine;
}

static gboolean
take_message (Lead *lead, guint from, const CvpnMessage *message, GError **error)
{
    g_auto (CvpnJobResult) result = { .text = g_strdup (message->text) };

    return take_result (lead, from, message->job, &result, error);
}

/* An error of a job that another has done meanwhile is that rank's alone. */
static gboolean
take_error (Lead *lead, guint from, const CvpnMessage *message, GError **error)
{
    CvpnLedgerEntry entry;

    if (!cvpn_ledger_take (lead->ledger, message->job, &entry))
        return TRUE;
    g_set_error (error, CVPN_ERROR, (int) message->number, "rank %u: %s", from, message->text);
    return FALSE;
}

static gboolean
welcome (Lead *lead, guint from, const CvpnMessage *message, GError **error)
{
    const char *same = lead->crew->same ? lead->crew->same : "";

    lead->others[from] = (Rank){ .idle = message->number };
    lead->news = TRUE;
    if (g_str_equal (message->text, same))
        return TRUE;
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                 "rank %u: its scenario, its options or its version of cvpnsim are not those of "
                 "rank 0; expected the same files on every machine",
                 from);
    return FALSE;
}

static void
part (Lead *lead, guint from)
{
    lead->others[from] = (Rank){ .gone = TRUE };
    cvpn_ledger_forget (lead->ledger, from);
    lead->news = TRUE;
}

static gboolean
hear (Lead *lead, guint from, const CvpnMessage *message, GError **error)
{
    Rank *other = &lead->others[from];

    /* A rank that declines does not know which work would have been the first. */
    if (message->session != lead->crew->session && message->saying != CVPN_SAY_DECLINE)
        return TRUE;
    switch (message->saying) {
    case CVPN_SAY_HELLO:
        return welcome (lead, from, message, error);
    case CVPN_SAY_RESULT:
        other->idle++;
        return take_message (lead, from, message, error);
    case CVPN_SAY_STOPPED:
        other->idle++;
        lead->news = TRUE;
        return TRUE;
    case CVPN_SAY_ERROR:
        other->idle++;
        return take_error (lead, from, message, error);
    case CVPN_SAY_BYE:
        part (lead, from);
        return TRUE;
    case CVPN_SAY_DECLINE:
        other->gone = TRUE;
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE, "rank %u: %s", from, message->text);
        return FALSE;
    default:
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                     "rank %u speaks another language; expected the same version of cvpnsim on "
                     "every machine",
                     from);
        return FALSE;
    }
}

/* The messages that have come; FALSE with 'error' if one ends the work. */
static gboolean
listen (Lead *lead, GError **error)
{
    const CvpnRanks *ranks = lead->crew->ranks;
    char *bytes;
    guint from;
    gsize length;
    gboolean fine = TRUE;

    while (fine && (bytes = ranks->receive (ranks, &from, &length))) {
        CvpnMessage message;
        if (!cvpn_message_read (bytes, &message))
            message = (CvpnMessage){ .saying = CVPN_N_SAYINGS, .session = lead->crew->session };
        fine = hear (lead, from, &message, error);
        g_free (bytes);
    }
    return fine;
}

/* What has become of a job of an own thread, if one comes soon. */
static gboolean
take_own (Lead *lead, GError **error)
{
    g_auto (CvpnJobOutcome) outcome = { 0 };
    CvpnLedgerEntry entry;

    if (!cvpn_team_take (lead->team, CVPN_CREW_WAIT_US, &outcome))
        return TRUE;
    lead->news = TRUE;
    if (outcome.result.text)
        return take_result (lead, 0, outcome.job, &outcome.result, error);
    /* Otherwise it was dropped, and is in no list any more. */
    if (!outcome.error || !cvpn_ledger_take (lead->ledger, outcome.job, &entry))
        return TRUE;
    g_propagate_error (error, g_steal_pointer (&outcome.error));
    return FALSE;
}

/* So that the others notice when it is not. */
static void
say_here (Lead *lead)
{
    const gint64 now = g_get_monotonic_time ();

    if (now < lead->here_us + CVPN_CREW_HERE_US)
        return;
    say_to_all (lead, CVPN_SAY_HERE);
    lead->here_us = now;
}

static gboolean
is_interrupted (Lead *lead)
{
    const gint64 now = g_get_monotonic_time ();

    if (!lead->crew->interrupted || (!lead->news && now < lead->asked_us + CVPN_CREW_POLL_US))
        return FALSE;
    lead->asked_us = now;
    return lead->crew->interrupted (lead->crew->data);
}

static CvpnCrewEnd
work_along (Lead *lead, GError **error)
{
    for (;;) {
        if (is_interrupted (lead))
            return CVPN_CREW_INTERRUPTED;
        say_here (lead);
        hand_out (lead);
        if (lead->all_given && cvpn_ledger_length (lead->ledger) == 0)
            return CVPN_CREW_DONE;
        if (!take_own (lead, error) || !listen (lead, error))
            return CVPN_CREW_FAILED;
    }
}

static gboolean
is_bye (const Lead *lead, const char *bytes)
{
    CvpnMessage message;

    return cvpn_message_read (bytes, &message) && message.saying == CVPN_SAY_BYE &&
           message.session == lead->crew->session;
}

/* From all who have not said it; those who do not are lost. */
static void
hear_good_byes (Lead *lead, gint64 wait_us)
{
    const CvpnRanks *ranks = lead->crew->ranks;
    const gint64 until = g_get_monotonic_time () + wait_us;

    for (guint rank = 1; rank < ranks->size; rank++)
        while (!lead->others[rank].gone) {
            guint from;
            gsize length;
            g_autofree char *bytes = ranks->receive (ranks, &from, &length);
            if (bytes && is_bye (lead, bytes))
                lead->others[from].gone = TRUE;
            else if (!bytes && g_get_monotonic_time () > until)
                break;
            else if (!bytes)
                g_usleep (CVPN_CREW_WAIT_US);
        }
    for (guint rank = 1; rank < ranks->size; rank++)
        if (!lead->others[rank].gone)
            ranks->lose (ranks, rank);
}

CvpnCrewEnd
cvpn_crew_lead (const CvpnCrew *crew, const CvpnWork *work, gpointer self, GError **error)
{
    g_autoptr (CvpnLedger) ledger = cvpn_ledger_new ();
    g_autofree Rank *others = g_new0 (Rank, crew->ranks->size);
    Lead lead = {
        .crew = crew,
        .work = work,
        .self = self,
        .team = cvpn_team_new (crew->threads, work, self),
        .ledger = ledger,
        .others = others,
    };

    const CvpnCrewEnd end = work_along (&lead, error);
    say_to_all (&lead, CVPN_SAY_STOP);
    cvpn_team_free (lead.team);
    hear_good_byes (&lead, end == CVPN_CREW_DONE ? BYE_US : BYE_SOON_US);
    return end;
}
