/* expected: verdict, step and code, over all landings and on each. */
#include "analyze/expected.h"

static char *
describe_fate (const CvpnFate *fate)
{
    if (fate->code == CVPN_CODE_NONE)
        return g_strdup (cvpn_outcome_word (fate->outcome));
    return g_strdup_printf ("%s at %s, %s", cvpn_outcome_word (fate->outcome),
                            cvpn_step_number (fate->step), cvpn_code_word (fate->code));
}

static char *
describe_expected (const CvpnExpectSpec *expect)
{
    return g_strdup_printf ("%s%s%s%s%s", cvpn_outcome_word ((CvpnOutcome) expect->verdict),
                            expect->step ? " at " : "", expect->step ? expect->step : "",
                            expect->code ? ", " : "", expect->code ? expect->code : "");
}

static gboolean
obstacle_agrees (const CvpnExpectSpec *expect, const CvpnFate *fate)
{
    if (expect->step && g_strcmp0 (expect->step, cvpn_step_number (fate->step)) != 0)
        return FALSE;
    return !expect->code || g_strcmp0 (expect->code, cvpn_code_word (fate->code)) == 0;
}

/* Step and code are asked of every landing that does not deliver. */
static gboolean
landed_agrees (const CvpnExpectSpec *expect, const CvpnFate *fate)
{
    /* One landing of which it is not known is enough, whatever the others do. */
    if (expect->verdict == CVPN_OUTCOME_UNDETERMINED && fate->outcome != CVPN_OUTCOME_UNDETERMINED)
        return TRUE;
    if (fate->outcome == CVPN_OUTCOME_DELIVERED || fate->code == CVPN_CODE_NONE)
        return expect->verdict == CVPN_OUTCOME_DELIVERED ||
               expect->verdict == CVPN_OUTCOME_INTERMITTENT;
    return obstacle_agrees (expect, fate);
}

static const CvpnLanded *
find_disagreeing (const CvpnExpectSpec *expect, const CvpnLandedAll *got)
{
    for (guint i = 0; i < got->landed->len; i++) {
        const CvpnLanded *landed = &g_array_index (got->landed, CvpnLanded, i);
        if (!landed_agrees (expect, &landed->fate))
            return landed;
    }
    return NULL;
}

/* The first landing with another verdict than the one expected over all. */
static const CvpnLanded *
find_other (const CvpnExpectSpec *expect, const CvpnLandedAll *got)
{
    for (guint i = 0; i < got->landed->len; i++) {
        const CvpnLanded *landed = &g_array_index (got->landed, CvpnLanded, i);
        if ((gint) landed->fate.outcome != expect->verdict)
            return landed;
    }
    return NULL;
}

/* "dropped at 3, CVPN_NO_ROUTE_TO_DESTINATION on subnet-a" */
static char *
describe_landed (const CvpnNetwork *net, const CvpnLanded *landed)
{
    const CvpnAssociation *association = cvpn_association (net, landed->association);
    g_autofree char *fate = describe_fate (&landed->fate);

    return g_strdup_printf ("%s on %s", fate, cvpn_subnet (net, association->subnet)->name);
}

/* Of one among many it is said on which landing; of one alone the verdict is enough. */
static char *
describe_whole (const CvpnExpectSpec *expect, const CvpnLandedAll *got, const char *packet)
{
    const CvpnLanded *other = packet ? find_other (expect, got) : NULL;
    g_autofree char *whole = describe_fate (&got->whole);

    if (!packet)
        return g_steal_pointer (&whole);
    if (!other)
        return g_strdup_printf ("%s for %s", whole, packet);
    g_autofree char *there = describe_landed (got->net, other);
    if (got->whole.outcome == other->fate.outcome)
        return g_strdup_printf ("%s for %s", there, packet);
    return g_strdup_printf ("%s for %s (%s)", cvpn_outcome_word (got->whole.outcome), packet,
                            there);
}

char *
cvpn_expected_compare (const CvpnExpectSpec *expect, const CvpnLandedAll *got, const char *packet)
{
    g_autofree char *expected = describe_expected (expect);
    g_autofree char *seen = NULL;

    /* Without a landing the answer as a whole says why. */
    if ((gint) got->whole.outcome != expect->verdict ||
        (got->landed->len == 0 && !obstacle_agrees (expect, &got->whole))) {
        seen = describe_whole (expect, got, packet);
        return g_strdup_printf ("expected %s; got %s", expected, seen);
    }
    const CvpnLanded *landed = find_disagreeing (expect, got);
    if (!landed)
        return NULL;
    seen = describe_landed (got->net, landed);
    return g_strdup_printf ("expected %s; got %s%s%s", expected, seen, packet ? " for " : "",
                            packet ? packet : "");
}

char *
cvpn_expected_compare_answer (const CvpnExpectSpec *expect, const CvpnAnswer *answer,
                              const char *packet)
{
    g_autoptr (GArray) landed = g_array_new (FALSE, FALSE, sizeof (CvpnLanded));
    const CvpnLandedAll got = { answer->net, cvpn_fate_of (answer->outcome, &answer->verdict),
                                landed };

    for (guint i = 0; i < answer->landings->len; i++) {
        const CvpnLanding *landing = &g_array_index (answer->landings, CvpnLanding, i);
        const CvpnVerdict *verdict = cvpn_trace_obstacle (&landing->trace);
        const CvpnLanded one = { landing->association, cvpn_fate_of (landing->outcome, verdict) };
        g_array_append_val (landed, one);
    }
    return cvpn_expected_compare (expect, &got, packet);
}
