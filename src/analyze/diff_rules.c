/* diff_rules: by which rule a packet passes where it failed, or fails where it passed. */
#include "analyze/diff.h"

/* A trace is large: both are kept on the heap. */
typedef struct {
    CvpnTrace trace;
    const CvpnVerdict *obstacle;
} Way;

static void
walk (const CvpnSurvey *survey, guint32 crowd, const char *subnet, guint32 address,
      guint32 selector, Way *way)
{
    const CvpnCrowd *c = cvpn_survey_crowd (survey, crowd);
    const CvpnNetwork *net = survey->views->pdata[c->view];
    const CvpnPacket packet = cvpn_survey_packet (survey, address, selector);

    for (guint32 i = c->column; i < c->column + c->n_columns; i++) {
        const guint32 association = cvpn_survey_association (survey, i);
        const guint32 place = cvpn_association (net, association)->subnet;
        CvpnWalk one;
        if (!g_str_equal (cvpn_subnet (net, place)->name, subnet))
            continue;
        cvpn_walk_init (&one, net, &c->person, association, &packet);
        cvpn_walk_run (&one, &way->trace);
        way->obstacle = cvpn_trace_obstacle (&way->trace);
    }
}

static gboolean
is_same_stage (const CvpnVerdict *a, const CvpnVerdict *b)
{
    return a->step == b->step && a->direction == b->direction;
}

/* Which of the step's verdicts the obstacle is: a long way has several hops. */
static guint
count_before (const Way *way)
{
    guint n = 0;

    for (const CvpnVerdict *v = way->trace.verdicts; v < way->obstacle; v++)
        n += is_same_stage (v, way->obstacle);
    return n;
}

/* The rule that let the packet pass there, at the same hop or the last one before. */
static guint32
find_passing (const Way *way, const Way *failed)
{
    const guint nth = count_before (failed);
    guint32 rule = CVPN_RULE_NONE;
    guint n = 0;

    for (guint i = 0; i < way->trace.n; i++) {
        const CvpnVerdict *verdict = &way->trace.verdicts[i];
        if (!is_same_stage (verdict, failed->obstacle))
            continue;
        if (verdict->rule != CVPN_RULE_NONE && n <= nth)
            rule = verdict->rule;
        n++;
    }
    return rule;
}

void
cvpn_diff_rules (const CvpnSurvey *survey, const CvpnDiffPair *pair, const CvpnDiffLanding *landing,
                 guint32 address, guint32 selector, guint32 rules[2])
{
    g_autofree Way *ways = g_new0 (Way, 2);

    for (guint side = 0; side < 2; side++) {
        rules[side] = CVPN_RULE_NONE;
        if (landing->present[side])
            walk (survey, pair->crowds[side], landing->subnet, address, selector, &ways[side]);
    }
    for (guint side = 0; side < 2; side++) {
        if (ways[side].obstacle)
            rules[side] = ways[side].obstacle->rule;
        else if (ways[!side].obstacle && landing->present[side])
            rules[side] = find_passing (&ways[side], &ways[!side]);
    }
}
