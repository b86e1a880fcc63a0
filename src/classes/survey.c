/* survey: who is asked for, and what is known when it has run. */
#include "classes/survey.h"

#include "classes/survey_work.h"
#include "path/outcomes.h"

static void
clear_crowd (gpointer data)
{
    CvpnCrowd *crowd = data;

    g_ptr_array_unref (crowd->clients);
    g_ptr_array_unref (crowd->groups);
}

CvpnSurvey *
cvpn_survey_new (void)
{
    CvpnSurvey *survey = g_new0 (CvpnSurvey, 1);

    survey->views = g_ptr_array_new ();
    survey->crowds = g_array_new (FALSE, TRUE, sizeof (CvpnCrowd));
    g_array_set_clear_func (survey->crowds, clear_crowd);
    survey->columns = g_array_new (FALSE, TRUE, sizeof (CvpnColumn));
    survey->cells = g_array_new (FALSE, TRUE, sizeof (CvpnCell));
    survey->handles = g_ptr_array_new_with_free_func (g_free);
    survey->source_port = CVPN_CLIENT_PORT;
    return survey;
}

void
cvpn_survey_free (CvpnSurvey *survey)
{
    if (!survey)
        return;
    g_ptr_array_unref (survey->views);
    g_array_unref (survey->crowds);
    g_array_unref (survey->columns);
    g_array_unref (survey->cells);
    g_ptr_array_unref (survey->handles);
    g_clear_pointer (&survey->work, cvpn_survey_work_free);
    g_free (survey);
}

guint
cvpn_survey_add_view (CvpnSurvey *survey, const CvpnNetwork *net)
{
    g_ptr_array_add (survey->views, (gpointer) (gsize) net);
    return survey->views->len - 1;
}

CvpnPacket
cvpn_survey_packet (const CvpnSurvey *survey, guint32 address, guint32 selector)
{
    return (CvpnPacket){ .destination = address,
                         .source_port = survey->source_port,
                         .destination_port = cvpn_selector_destination_port (selector),
                         .protocol = cvpn_selector_protocol (selector),
                         .icmp_type = cvpn_selector_icmp_type (selector),
                         .icmp_code = cvpn_selector_icmp_code (selector) };
}

CvpnFate
cvpn_fate_of (CvpnOutcome outcome, const CvpnVerdict *obstacle)
{
    CvpnFate fate = { .outcome = (guint8) outcome,
                      .rule = CVPN_RULE_NONE,
                      .ports = CVPN_PORTS_ALL };

    if (obstacle) {
        fate.step = obstacle->step;
        fate.direction = obstacle->direction;
        fate.reason = obstacle->reason;
        fate.code = obstacle->code;
        fate.rule = obstacle->rule;
    }
    return fate;
}

const CvpnFate *
cvpn_survey_fate (const CvpnSurvey *survey, guint32 joint, guint32 column)
{
    const CvpnSurveyWork *work = survey->work;
    const CvpnEntrance entrance = cvpn_joints_entrance (work->joints, joint, column);
    const guint32 fate =
        entrance.fate != CVPN_NONE
            ? entrance.fate
            : cvpn_joints_behind (work->joints, joint, work->landing_of_column[column]);

    return cvpn_joints_get (work->joints, fate);
}

guint32
cvpn_survey_authorization (const CvpnSurvey *survey, guint32 joint, guint32 column)
{
    return cvpn_joints_entrance (survey->work->joints, joint, column).rule;
}

CvpnOutcome
cvpn_survey_verdict (const CvpnSurvey *survey, guint32 joint, guint32 crowd, double *probability)
{
    const CvpnCrowd *c = cvpn_survey_crowd (survey, crowd);
    g_autofree guint8 *outcomes = g_new (guint8, c->n_columns);

    for (guint32 i = 0; i < c->n_columns; i++)
        outcomes[i] = cvpn_survey_fate (survey, joint, c->column + i)->outcome;
    if (probability)
        *probability = cvpn_outcomes_probability (outcomes, c->n_columns);
    return c->n_columns == 0 ? CVPN_OUTCOME_REJECTED
                             : cvpn_outcomes_combine (outcomes, c->n_columns);
}

/* Before, within or behind the cell, in the order of the cells. */
static int
compare_with_cell (guint32 address, guint32 selector, const CvpnCell *cell)
{
    if (address < cell->first)
        return -1;
    if (address > cell->last)
        return 1;
    return selector < cell->selectors.first ? -1 : selector > cell->selectors.last;
}

const CvpnCell *
cvpn_survey_find (const CvpnSurvey *survey, guint32 address, guint32 selector)
{
    guint low = 0, high = survey->cells->len;

    while (low < high) {
        const guint middle = low + (high - low) / 2;
        const CvpnCell *cell = &g_array_index (survey->cells, CvpnCell, middle);
        const int order = compare_with_cell (address, selector, cell);
        if (order == 0)
            return cell;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}
