/* What works on one landing and fails on another; and what would, if a host were there. */
#include "analyze/cause.h"

/* One cell and those alike in it, under way. */
typedef struct {
    CvpnDiagnosis *d;
    CvpnSubjects *subjects;
    const CvpnAlike *alike;
    CvpnLatency latent;
    guint32 *associations; /* by landing */
    guint8 *good;          /* CvpnRole by landing: GOOD or OTHER */
    gboolean *carries;     /* by landing: some packet to these addresses is delivered */
    gboolean *said;        /* by landing: other packets say why it fails, and these are no more
                              than what a gateway does not carry */
} Look;

typedef struct {
    guint delivered, nobody, unknown, stopped;
} Counts;

static Counts
count_fates (const CvpnAlike *alike)
{
    Counts n = { 0 };

    for (guint i = 0; i < alike->fates->len; i++) {
        const CvpnFate *fate = &g_array_index (alike->fates, CvpnFate, i);
        *(fate->outcome == CVPN_OUTCOME_DELIVERED      ? &n.delivered
          : fate->outcome == CVPN_OUTCOME_UNDETERMINED ? &n.unknown
          : cvpn_fate_finds_nobody (fate)              ? &n.nobody
                                                       : &n.stopped) += 1;
    }
    return n;
}

/* Some landings find nobody there, others do not get so far, and none delivers; or some are
 * stopped, whatever the file lacks to judge the others. */
static CvpnLatency
find_latency (const CvpnAlike *alike)
{
    const Counts n = count_fates (alike);

    if (n.stopped > 0 && n.unknown > 0)
        return CVPN_LATENT_UNKNOWN;
    return n.stopped > 0 && n.nobody > 0 && n.delivered == 0 ? CVPN_LATENT_NO_HOST
                                                             : CVPN_LATENT_NOT;
}

/* Is the landing one of those that the failing ones are held against?  The best there are. */
static gboolean
is_good (const CvpnFate *fate, Counts n)
{
    if (n.delivered > 0)
        return fate->outcome == CVPN_OUTCOME_DELIVERED;
    return n.nobody > 0 ? cvpn_fate_finds_nobody (fate)
                        : fate->outcome == CVPN_OUTCOME_UNDETERMINED;
}

/* A block is the same block; an obstacle without one is the same for landings with the same
 * code, each with its own rule. */
static gboolean
causes_equal (const CvpnCause *a, const CvpnCause *b)
{
    return g_str_equal (a->code, b->code) && a->block.address == b->block.address &&
           a->block.length == b->block.length;
}

/* Landings that fail for one cause are one finding. */
static void
add_cause (const Look *look, const CvpnCase *c, const CvpnCause *causes, guint landing,
           CvpnPiece piece)
{
    const guint32 crowd = g_array_index (look->alike->crowds, guint32, 0);
    g_autofree guint8 *roles = g_memdup2 (look->good, c->n_landings);
    g_autofree guint32 *objects = g_new0 (guint32, c->n_landings);
    CvpnSubject subject = {
        .kind = CVPN_FINDS_INTERMITTENT,
        .code = causes[landing].code,
        .latent = look->latent,
        .limit = causes[landing].limit,
        .endpoint = cvpn_diagnosis_crowd (look->d, crowd)->person.endpoint,
        .block = causes[landing].block,
        .blame = causes[landing].blame,
        .n_landings = c->n_landings,
        .objects = objects,
        .fates = c->fates,
        .roles = roles,
    };

    for (guint i = 0; i < c->n_landings; i++) {
        if (!causes[i].code || !causes_equal (&causes[i], &causes[landing]))
            continue;
        if (i < landing)
            return; /* said with that one */
        roles[i] = CVPN_ROLE_FAILING;
        objects[i] = causes[i].blame;
    }
    cvpn_subjects_add (look->subjects, &subject, look->alike->set, piece);
}

/* Where no landing is known to get there, a route that others have is missing all the same. */
static gboolean
says_something (const Look *look, const CvpnFate *fate)
{
    const Counts n = count_fates (look->alike);

    if (fate->outcome == CVPN_OUTCOME_UNDETERMINED)
        return FALSE;
    return n.delivered + n.nobody > 0 || fate->code == CVPN_CODE_CVPN_NO_ROUTE_TO_DESTINATION;
}

static void
judge_piece (gpointer data, CvpnPiece piece)
{
    const Look *look = data;
    const guint n = look->alike->fates->len;
    const guint32 crowd = g_array_index (look->alike->crowds, guint32, 0);
    g_autofree CvpnCause *causes = g_new0 (CvpnCause, n);
    const CvpnCase c = {
        .net = look->d->net,
        .endpoint = cvpn_diagnosis_crowd (look->d, crowd)->person.endpoint,
        .associations = look->associations,
        .fates = (const CvpnFate *) (gconstpointer) look->alike->fates->data,
        .roles = look->good,
        .carries = look->carries,
        .n_landings = n,
        .packet = cvpn_survey_packet (look->d->survey, piece.first, piece.selectors.first),
    };

    for (guint i = 0; i < n; i++)
        if (look->good[i] != CVPN_ROLE_GOOD && !look->said[i] && says_something (look, &c.fates[i]))
            causes[i] = cvpn_cause_find (&c, i);
    for (guint i = 0; i < n; i++)
        if (causes[i].code)
            add_cause (look, &c, causes, i, piece);
}

/* The cells of one run of addresses. */
typedef struct {
    CvpnDiagnosis *d;
    CvpnSubjects *subjects;
    guint first, n;
} Run;

static gboolean
delivers_something (const Run *run, guint32 column)
{
    for (guint i = run->first; i < run->first + run->n; i++)
        if (cvpn_survey_fate (run->d->survey, cvpn_diagnosis_cell (run->d, i)->joint, column)
                ->outcome == CVPN_OUTCOME_DELIVERED)
            return TRUE;
    return FALSE;
}

/* Has the joint a landing that fails for a gateway's limit?  'delivers': one that delivers? */
static gboolean
has_limit (const CvpnDiagnosis *d, guint32 joint, const CvpnCrowd *crowd, gboolean *delivers)
{
    gboolean limit = FALSE;

    *delivers = FALSE;
    for (guint i = 0; i < crowd->n_columns; i++) {
        const CvpnFate *fate = cvpn_survey_fate (d->survey, joint, crowd->column + i);
        limit |= cvpn_cause_is_limit ((CvpnCode) fate->code);
        *delivers |= fate->outcome == CVPN_OUTCOME_DELIVERED;
    }
    return limit;
}

/* Does the landing fail for other packets to the same addresses that other landings deliver,
 * and that every gateway carries? */
static gboolean
fails_otherwise (const Run *run, const CvpnCrowd *crowd, guint landing)
{
    for (guint i = run->first; i < run->first + run->n; i++) {
        const guint32 joint = cvpn_diagnosis_cell (run->d, i)->joint;
        gboolean delivers;
        if (cvpn_survey_fate (run->d->survey, joint, crowd->column + landing)->outcome !=
                CVPN_OUTCOME_DELIVERED &&
            !has_limit (run->d, joint, crowd, &delivers) && delivers)
            return TRUE;
    }
    return FALSE;
}

/* What a gateway does not carry is one word: what else keeps these packets from landings keeps
 * others from them, too, and its cure is theirs. */
static void
find_said (const Run *run, const CvpnAlike *alike, const gboolean *carries, gboolean *said)
{
    gboolean limited = FALSE;

    for (guint i = 0; i < alike->fates->len; i++)
        limited |= carries[i];
    for (guint i = 0; i < alike->fates->len; i++) {
        said[i] = limited && !carries[i];
        for (guint j = 0; said[i] && j < alike->crowds->len; j++)
            said[i] = fails_otherwise (
                run, cvpn_diagnosis_crowd (run->d, g_array_index (alike->crowds, guint32, j)), i);
    }
}

static void
judge_alike (const Run *run, const CvpnAlike *alike, const CvpnCell *cell)
{
    CvpnDiagnosis *d = run->d;
    const guint n = alike->fates->len;
    const CvpnCrowd *crowd = cvpn_diagnosis_crowd (d, g_array_index (alike->crowds, guint32, 0));
    g_autofree guint32 *associations = g_new (guint32, n);
    g_autofree guint8 *good = g_new0 (guint8, n);
    g_autofree gboolean *carries = g_new0 (gboolean, n);
    g_autofree gboolean *said = g_new0 (gboolean, n);
    const CvpnLatency latent =
        alike->verdict == CVPN_OUTCOME_INTERMITTENT ? CVPN_LATENT_NOT : find_latency (alike);
    const Counts counts = count_fates (alike);
    Look look = { d, run->subjects, alike, latent, associations, good, carries, said };

    for (guint i = 0; i < n; i++) {
        const CvpnFate *fate = &g_array_index (alike->fates, CvpnFate, i);
        associations[i] = cvpn_survey_association (d->survey, crowd->column + i);
        carries[i] = cvpn_cause_is_limit ((CvpnCode) fate->code) &&
                     delivers_something (run, crowd->column + i);
        if (is_good (fate, counts))
            good[i] = CVPN_ROLE_GOOD;
    }
    find_said (run, alike, carries, said);
    cvpn_diagnosis_cut (d, cell, judge_piece, &look);
}

/* Some packet gets to these addresses from every landing. */
static gboolean
gets_there (const CvpnAlike *alike)
{
    for (guint i = 0; i < alike->fates->len; i++) {
        const CvpnFate *fate = &g_array_index (alike->fates, CvpnFate, i);
        if (fate->outcome != CVPN_OUTCOME_DELIVERED && !cvpn_fate_finds_nobody (fate))
            return FALSE;
    }
    return alike->fates->len > 0;
}

/* By crowd: where every landing leads, a filter that a host's ports would have to pass is
 * nobody's mistake before there is a host. */
static void
mark_reached (const Run *run, gboolean *reached)
{
    CvpnDiagnosis *d = run->d;

    for (guint i = 0; i < d->survey->crowds->len; i++)
        reached[i] = FALSE;
    for (guint i = run->first; i < run->first + run->n; i++) {
        const GPtrArray *list = cvpn_diagnosis_alike (d, cvpn_diagnosis_cell (d, i)->joint);
        for (guint j = 0; j < list->len; j++) {
            const CvpnAlike *alike = list->pdata[j];
            for (guint k = 0; gets_there (alike) && k < alike->crowds->len; k++)
                reached[g_array_index (alike->crowds, guint32, k)] = TRUE;
        }
    }
}

/* Those alike to whom no landing's filter alone makes the difference: people who get there in
 * some way are not told of others before there is a host. */
static gboolean
concerns (const CvpnAlike *alike, const gboolean *reached)
{
    if (alike->verdict == CVPN_OUTCOME_INTERMITTENT)
        return TRUE;
    switch (find_latency (alike)) {
    case CVPN_LATENT_NOT:
        return FALSE;
    case CVPN_LATENT_NO_HOST:
        return !reached[g_array_index (alike->crowds, guint32, 0)];
    case CVPN_LATENT_UNKNOWN:
        return TRUE;
    }
    return FALSE;
}

static void
judge_run (const Run *run, const gboolean *reached)
{
    for (guint i = run->first; i < run->first + run->n; i++) {
        const CvpnCell *cell = cvpn_diagnosis_cell (run->d, i);
        const GPtrArray *list = cvpn_diagnosis_alike (run->d, cell->joint);
        for (guint j = 0; j < list->len; j++)
            if (concerns (list->pdata[j], reached))
                judge_alike (run, list->pdata[j], cell);
    }
}

void
cvpn_diagnosis_intermittent (CvpnDiagnosis *d, CvpnSubjects *subjects)
{
    const guint n = d->survey->cells->len;
    g_autofree gboolean *reached = g_new0 (gboolean, d->survey->crowds->len + 1);

    for (guint i = 0; i < n;) {
        Run run = { .d = d, .subjects = subjects, .first = i };
        while (i < n &&
               cvpn_diagnosis_cell (d, i)->first == cvpn_diagnosis_cell (d, run.first)->first)
            i++;
        run.n = i - run.first;
        mark_reached (&run, reached);
        judge_run (&run, reached);
    }
}
