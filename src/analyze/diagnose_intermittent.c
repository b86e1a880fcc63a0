/* What works on one landing and fails on another; and what would, if a host were there. */
#include "analyze/cause.h"

/* One cell and those alike in it, under way. */
typedef struct {
    CvpnDiagnosis *d;
    CvpnSubjects *subjects;
    const CvpnAlike *alike;
    gboolean latent;
    guint32 *associations; /* by landing */
    guint8 *good;          /* CvpnRole by landing: GOOD or OTHER */
    gboolean *carries;     /* by landing: some packet to these addresses is delivered */
} Look;

/* The packet got to where somebody could have the address. */
static gboolean
finds_nobody (const CvpnFate *fate)
{
    return fate->code == CVPN_CODE_NO_POSSIBLE_DESTINATION && fate->step == CVPN_STEP_DESTINATION &&
           fate->direction == CVPN_FORWARD;
}

/* Some landings find nobody there, others do not get so far, and none delivers. */
static gboolean
is_latent (const CvpnAlike *alike)
{
    gboolean nobody = FALSE, stopped = FALSE;

    for (guint i = 0; i < alike->fates->len; i++) {
        const CvpnFate *fate = &g_array_index (alike->fates, CvpnFate, i);
        if (fate->outcome == CVPN_OUTCOME_DELIVERED || fate->outcome == CVPN_OUTCOME_UNDETERMINED)
            return FALSE;
        if (finds_nobody (fate))
            nobody = TRUE;
        else
            stopped = TRUE;
    }
    return nobody && stopped;
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
        if (look->good[i] != CVPN_ROLE_GOOD)
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

static const CvpnCell *
cell_at (const CvpnDiagnosis *d, guint i)
{
    return &g_array_index (d->survey->cells, CvpnCell, i);
}

static gboolean
delivers_something (const Run *run, guint32 column)
{
    for (guint i = run->first; i < run->first + run->n; i++)
        if (cvpn_survey_fate (run->d->survey, cell_at (run->d, i)->joint, column)->outcome ==
            CVPN_OUTCOME_DELIVERED)
            return TRUE;
    return FALSE;
}

static CvpnRole
role_of (const Look *look, const CvpnFate *fate)
{
    return (look->latent ? finds_nobody (fate) : fate->outcome == CVPN_OUTCOME_DELIVERED)
               ? CVPN_ROLE_GOOD
               : CVPN_ROLE_OTHER;
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
    const gboolean latent = alike->verdict != CVPN_OUTCOME_INTERMITTENT;
    Look look = { d, run->subjects, alike, latent, associations, good, carries };

    for (guint i = 0; i < n; i++) {
        const CvpnFate *fate = &g_array_index (alike->fates, CvpnFate, i);
        associations[i] = cvpn_survey_association (d->survey, crowd->column + i);
        carries[i] = cvpn_cause_is_limit ((CvpnCode) fate->code) &&
                     delivers_something (run, crowd->column + i);
        good[i] = (guint8) role_of (&look, fate);
    }
    cvpn_diagnosis_cut (d, cell, judge_piece, &look);
}

/* Some packet gets to these addresses from every landing. */
static gboolean
gets_there (const CvpnAlike *alike)
{
    for (guint i = 0; i < alike->fates->len; i++) {
        const CvpnFate *fate = &g_array_index (alike->fates, CvpnFate, i);
        if (fate->outcome != CVPN_OUTCOME_DELIVERED && !finds_nobody (fate))
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
        const GPtrArray *list = cvpn_diagnosis_alike (d, cell_at (d, i)->joint);
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
    return is_latent (alike) && !reached[g_array_index (alike->crowds, guint32, 0)];
}

static void
judge_run (const Run *run, const gboolean *reached)
{
    for (guint i = run->first; i < run->first + run->n; i++) {
        const CvpnCell *cell = cell_at (run->d, i);
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
        while (i < n && cell_at (d, i)->first == cell_at (d, run.first)->first)
            i++;
        run.n = i - run.first;
        mark_reached (&run, reached);
        judge_run (&run, reached);
    }
}
