/* survey_run: cuts, walks, and puts together. */
#include "classes/boundaries.h"
#include "classes/survey_work.h"

/* A subnet where people land, of one view. */
typedef struct {
    guint view;
    guint32 association;
    GArray *columns; /* guint32 */
    GArray *pieces;  /* Piece: of the address under way, ascending */
    guint at;        /* the piece that the selector under way is in */
} Landing;

/* Selectors up to here, from the piece before, and what becomes of them. */
typedef struct {
    guint32 last;
    guint32 fate; /* CVPN_NONE: nobody gets there */
} Piece;

static void
clear_landing (gpointer data)
{
    Landing *landing = data;

    g_array_unref (landing->columns);
    g_array_unref (landing->pieces);
}

void
cvpn_survey_work_free (CvpnSurveyWork *work)
{
    g_array_unref (work->landings);
    g_free (work->landing_of_column);
    g_free (work->entrances);
    g_free (work->behind);
    cvpn_joints_free (work->joints);
    g_free (work);
}

static const CvpnColumn *
column_at (const CvpnSurvey *survey, guint32 column)
{
    return &g_array_index (survey->columns, CvpnColumn, column);
}

static guint32
find_landing (CvpnSurveyWork *work, guint view, guint32 association)
{
    for (guint32 i = 0; i < work->landings->len; i++) {
        const Landing *landing = &g_array_index (work->landings, Landing, i);
        if (landing->view == view && landing->association == association)
            return i;
    }
    const Landing landing = { .view = view,
                              .association = association,
                              .columns = g_array_new (FALSE, FALSE, sizeof (guint32)),
                              .pieces = g_array_new (FALSE, FALSE, sizeof (Piece)) };
    g_array_append_val (work->landings, landing);
    return work->landings->len - 1;
}

static void
add_to_landing (CvpnSurvey *survey, guint32 column)
{
    const CvpnCrowd *crowd = cvpn_survey_crowd (survey, column_at (survey, column)->crowd);
    const guint32 landing =
        find_landing (survey->work, crowd->view, cvpn_survey_association (survey, column));
    GArray *columns = g_array_index (survey->work->landings, Landing, landing).columns;

    survey->work->landing_of_column[column] = landing;
    g_array_append_val (columns, column);
}

static CvpnSurveyWork *
new_work (guint n_columns)
{
    CvpnSurveyWork *work = g_new0 (CvpnSurveyWork, 1);

    work->landings = g_array_new (FALSE, TRUE, sizeof (Landing));
    g_array_set_clear_func (work->landings, clear_landing);
    work->landing_of_column = g_new (guint32, n_columns);
    work->entrances = g_new0 (CvpnEntrance, n_columns + 1);
    return work;
}

static void
prepare (CvpnSurvey *survey)
{
    CvpnSurveyWork *work = survey->work = new_work (survey->columns->len);

    for (guint32 i = 0; i < survey->columns->len; i++)
        add_to_landing (survey, i);
    work->behind = g_new0 (guint32, work->landings->len + 1);
    work->joints = cvpn_joints_new (survey->columns->len, work->landings->len);
}

/* A walk of a packet of 'selector', before its first stage. */
static CvpnWalk
begin_walk (const CvpnSurvey *survey, guint32 column, guint32 address, guint32 selector)
{
    const CvpnCrowd *crowd = cvpn_survey_crowd (survey, column_at (survey, column)->crowd);
    const CvpnPacket packet = cvpn_survey_packet (survey, address, selector);
    CvpnWalk walk;

    cvpn_walk_init (&walk, survey->views->pdata[crowd->view], &crowd->person,
                    column_at (survey, column)->association, &packet);
    walk.packet_bytes = walk.answer_bytes = survey->packet_bytes;
    walk.idle_ns = survey->idle_ns;
    return walk;
}

/* Goes on up to 'end'.  FALSE: the walk has ended before. */
static gboolean
walk_until (CvpnWalk *walk, CvpnTrace *trace, CvpnStage *stage, CvpnStage end)
{
    while (*stage < end) {
        if (!cvpn_walk_stage (walk, *stage, trace))
            return FALSE;
        (*stage)++;
    }
    return TRUE;
}

static CvpnFate
conclude (const CvpnWalk *walk, const CvpnTrace *trace, CvpnPorts ports)
{
    CvpnFate fate = cvpn_fate_of (walk->outcome, cvpn_trace_obstacle (trace));

    fate.ports = ports;
    return fate;
}

static guint32
note_fate (CvpnJoints *joints, const CvpnWalk *walk, const CvpnTrace *trace, CvpnPorts ports)
{
    const CvpnFate fate = conclude (walk, trace, ports);

    return cvpn_joints_fate (joints, &fate);
}

/* The steps that depend on who sends. */
static void
enter (CvpnSurvey *survey, guint32 column, guint32 address, guint32 selector)
{
    CvpnWalk walk = begin_walk (survey, column, address, selector);
    CvpnEntrance *entrance = &survey->work->entrances[column];
    CvpnStage stage = CVPN_STAGE_CLIENT_ROUTE;
    CvpnTrace trace;

    trace.n = 0;
    survey->n_walks++;
    if (walk_until (&walk, &trace, &stage, CVPN_STAGE_AUTHORIZATION + 1))
        *entrance = (CvpnEntrance){ CVPN_NONE, trace.verdicts[trace.n - 1].rule };
    else
        *entrance = (CvpnEntrance){ note_fate (survey->work->joints, &walk, &trace, CVPN_PORTS_ALL),
                                    CVPN_RULE_NONE };
}

/* Someone who gets past authorization there; CVPN_NONE: nobody does. */
static guint32
find_entrant (const CvpnSurveyWork *work, const Landing *landing)
{
    for (guint i = 0; i < landing->columns->len; i++) {
        const guint32 column = g_array_index (landing->columns, guint32, i);
        if (work->entrances[column].fate == CVPN_NONE)
            return column;
    }
    return CVPN_NONE;
}

static void
add_piece (Landing *landing, guint32 last, guint32 fate)
{
    const Piece piece = { last, fate };
    Piece *before = landing->pieces->len > 0
                        ? &g_array_index (landing->pieces, Piece, landing->pieces->len - 1)
                        : NULL;

    if (before && before->fate == fate)
        before->last = last;
    else
        g_array_append_val (landing->pieces, piece);
}

/* The whole way of one packet, and up to which selector the others share it.  No step up to
 * the endpoint's route asks for protocol or port. */
static void
walk_piece (CvpnSurvey *survey, Landing *landing, guint32 column, guint32 address,
            CvpnSelectors rest)
{
    CvpnWalk walk = begin_walk (survey, column, address, rest.first);
    CvpnSelectors alike = cvpn_selectors_around (rest.first);
    CvpnPorts ports = CVPN_PORTS_ALL;
    CvpnStage stage = CVPN_STAGE_CLIENT_ROUTE;
    CvpnTrace trace;
    guint32 last = rest.last;

    trace.n = 0;
    walk.alike = &alike;
    walk.alike_ports = &ports;
    survey->n_walks++;
    if (walk_until (&walk, &trace, &stage, CVPN_STAGE_VPN_ROUTE + 1)) {
        walk_until (&walk, &trace, &stage, CVPN_N_STAGES);
        last = MIN (alike.last, rest.last);
    }
    g_assert (alike.first <= cvpn_survey_walkable (rest.first) && rest.first <= last);
    add_piece (landing, last, note_fate (survey->work->joints, &walk, &trace, ports));
}

static void
walk_landing (CvpnSurvey *survey, Landing *landing, guint32 address, CvpnSelectors selectors)
{
    const guint32 column = find_entrant (survey->work, landing);

    g_array_set_size (landing->pieces, 0);
    landing->at = 0;
    if (column == CVPN_NONE) {
        add_piece (landing, selectors.last, CVPN_NONE);
        return;
    }
    for (guint32 next = selectors.first; next <= selectors.last;
         next = g_array_index (landing->pieces, Piece, landing->pieces->len - 1).last + 1)
        walk_piece (survey, landing, column, address, (CvpnSelectors){ next, selectors.last });
}

/* The selectors from 'first' on for which no landing's fate changes; returns their last. */
static guint32
gather (CvpnSurveyWork *work, guint32 first)
{
    guint32 last = G_MAXUINT32;

    for (guint i = 0; i < work->landings->len; i++) {
        Landing *landing = &g_array_index (work->landings, Landing, i);
        while (g_array_index (landing->pieces, Piece, landing->at).last < first)
            landing->at++;
        const Piece *piece = &g_array_index (landing->pieces, Piece, landing->at);
        work->behind[i] = piece->fate;
        last = MIN (last, piece->last);
    }
    return last;
}

static void
add_cell (CvpnSurvey *survey, const CvpnCell *cell)
{
    CvpnCell *before = survey->cells->len > survey->work->first_cell
                           ? &g_array_index (survey->cells, CvpnCell, survey->cells->len - 1)
                           : NULL;

    if (before && before->joint == cell->joint)
        before->selectors.last = cell->selectors.last;
    else
        g_array_append_val (survey->cells, *cell);
}

/* Selectors that the entrances do not tell apart: small packets all alike; others by the
 * protocol that carries them (mssfix). */
static CvpnSelectors
find_stretch (const CvpnSurvey *survey, guint32 first, guint32 last)
{
    if (survey->packet_bytes == 0)
        return (CvpnSelectors){ first, last };
    return (CvpnSelectors){ first, MIN (last, cvpn_selectors_around (first).last) };
}

static void
survey_stretch (CvpnSurvey *survey, CvpnRange range, CvpnSelectors stretch)
{
    CvpnSurveyWork *work = survey->work;

    for (guint32 i = 0; i < survey->columns->len; i++)
        enter (survey, i, range.first, stretch.first);
    for (guint i = 0; i < work->landings->len; i++)
        walk_landing (survey, &g_array_index (work->landings, Landing, i), range.first, stretch);
    const guint32 entrances = cvpn_joints_entrances (work->joints, work->entrances);
    for (guint32 next = stretch.first; next <= stretch.last;) {
        const guint32 last = MIN (gather (work, next), stretch.last);
        const CvpnCell cell = { range.first,
                                range.last,
                                { next, last },
                                cvpn_joints_joint (work->joints, entrances, work->behind) };
        add_cell (survey, &cell);
        next = last + 1;
    }
}

static gboolean
cells_equal (const CvpnCell *a, const CvpnCell *b)
{
    return a->joint == b->joint && a->selectors.first == b->selectors.first &&
           a->selectors.last == b->selectors.last;
}

/* The addresses just done share their fate with those in front of them: one piece. */
static void
merge_with_previous (CvpnSurvey *survey, guint previous)
{
    const guint first = survey->work->first_cell, n = first - previous;
    CvpnCell *cells = (CvpnCell *) (gpointer) survey->cells->data;

    if (n == 0 || survey->cells->len - first != n)
        return;
    for (guint i = 0; i < n; i++)
        if (!cells_equal (&cells[previous + i], &cells[first + i]))
            return;
    for (guint i = 0; i < n; i++)
        cells[previous + i].last = cells[first + i].last;
    g_array_set_size (survey->cells, first);
    survey->work->first_cell = previous;
}

void
cvpn_survey_run (CvpnSurvey *survey, CvpnPrefix destination, CvpnSelectors selectors)
{
    g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (guint32));
    const guint32 end = destination.address | ~cvpn_prefix_mask (destination.length);

    g_return_if_fail (!survey->work);
    prepare (survey);
    for (guint i = 0; i < survey->views->len; i++)
        cvpn_boundaries_of_network (starts, survey->views->pdata[i]);
    for (guint i = 0; i < survey->crowds->len; i++)
        cvpn_boundaries_of_person (starts, &cvpn_survey_crowd (survey, i)->person);
    cvpn_boundaries_sort (starts, destination);
    for (guint i = 0; i < starts->len; i++) {
        const guint32 first = g_array_index (starts, guint32, i);
        const CvpnRange range = { first, i + 1 < starts->len
                                             ? g_array_index (starts, guint32, i + 1) - 1
                                             : end };
        const guint previous = survey->work->first_cell;
        survey->work->first_cell = survey->cells->len;
        for (guint32 next = selectors.first; next <= selectors.last;) {
            const CvpnSelectors stretch = find_stretch (survey, next, selectors.last);
            survey_stretch (survey, range, stretch);
            next = stretch.last + 1;
        }
        merge_with_previous (survey, previous);
    }
    survey->n_joints = cvpn_joints_count (survey->work->joints);
}

CvpnFate
cvpn_survey_walk (const CvpnSurvey *survey, guint32 column, guint32 address, guint32 selector,
                  guint16 source_port)
{
    CvpnWalk walk = begin_walk (survey, column, address, selector);
    CvpnSelectors alike = cvpn_selectors_around (selector);
    CvpnPorts ports = CVPN_PORTS_ALL;
    CvpnTrace trace;

    trace.n = 0;
    walk.packet.source_port = source_port;
    walk.alike = &alike;
    walk.alike_ports = &ports;
    cvpn_walk_run (&walk, &trace);
    return conclude (&walk, &trace, ports);
}
