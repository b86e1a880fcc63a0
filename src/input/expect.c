/* expect: a flow's verdict, or a figure of the run; never both. */
#include "input/expect.h"

#include <math.h>
#include <string.h>

#include <cvpnsim/verdict.h>

#include "base/quantity.h"
#include "model/metric_names.h"

static const char *const of_flows[] = { "clients", "to", "landing",     "verdict",     "step",
                                        "code",    "at", "source-port", "packet-size", "idle" };
static const char *const of_figures[] = { "minimum", "maximum" };

static void
refuse_keys (const CvpnReading *at, const char *const *keys, guint n, const char *why)
{
    for (guint i = 0; i < n; i++)
        if (cvpn_reading_has (at, keys[i]))
            cvpn_group_fail (at->group, keys[i], at->report, "%s", why);
}

/* The unit is the figure's: a share, a duration, or a plain number. */
static gboolean
parse_bound (const char *text, CvpnUnit unit, double *result, GError **error)
{
    gint64 ns;

    if (unit == CVPN_UNIT_SHARE)
        return cvpn_fraction_parse (text, result, error);
    if (unit == CVPN_UNIT_COUNT)
        return cvpn_number_parse (text, result, error);
    if (!cvpn_duration_parse (text, &ns, error))
        return FALSE;
    *result = (double) ns / CVPN_SECOND;
    return TRUE;
}

static void
read_bound (const CvpnReading *at, const char *key, const char *text, CvpnUnit unit, double *result)
{
    g_autoptr (GError) error = NULL;

    if (text && !parse_bound (text, unit, result, &error))
        cvpn_group_fail (at->group, key, at->report, "%s", error->message);
}

static void
check_figure (CvpnExpectSpec *spec, const CvpnReading *at)
{
    const int metric = spec->metric ? cvpn_metric_from_name (spec->metric) : -1;

    refuse_keys (at, of_flows, G_N_ELEMENTS (of_flows), "does not go with 'metric'");
    if (!cvpn_reading_has (at, "minimum") && !cvpn_reading_has (at, "maximum"))
        cvpn_group_fail (at->group, "metric", at->report,
                         "no bound is given; expected minimum, maximum or both");
    if (metric < 0) /* reported */
        return;
    const CvpnUnit unit = cvpn_metric_unit ((CvpnMetric) metric);
    read_bound (at, "minimum", spec->minimum, unit, &spec->minimum_value);
    read_bound (at, "maximum", spec->maximum, unit, &spec->maximum_value);
    if (spec->minimum_value > spec->maximum_value) /* not if either is NaN */
        cvpn_group_fail (at->group, "maximum", at->report, "'%s' is below the minimum, '%s'",
                         spec->maximum, spec->minimum);
}

static void
check_flow (CvpnExpectSpec *spec, const CvpnReading *at)
{
    static const char *const required[] = { "clients", "to" };
    const gboolean fails = cvpn_reading_has (at, "step") || cvpn_reading_has (at, "code");

    refuse_keys (at, of_figures, G_N_ELEMENTS (of_figures), "goes with 'metric' only");
    for (guint i = 0; i < G_N_ELEMENTS (required); i++)
        if (!cvpn_reading_has (at, required[i]))
            cvpn_group_fail (at->group, required[i], at->report, "is missing");
    if (!cvpn_reading_has (at, "verdict") && fails)
        cvpn_group_fail (at->group, "verdict", at->report,
                         "is missing, and a flow that is delivered has neither step nor code");
    else if (!cvpn_reading_has (at, "verdict"))
        spec->verdict = CVPN_OUTCOME_DELIVERED;
    if (spec->verdict == CVPN_OUTCOME_INTERMITTENT && g_strcmp0 (spec->landing, "*") != 0)
        cvpn_group_fail (at->group, "landing", at->report,
                         "one landing is never intermittent; expected '*'");
}

void
cvpn_expect_parse_size (const CvpnReading *at, const char *value, gpointer field)
{
    GError *error = NULL;

    if (!cvpn_size_parse (value, field, &error))
        cvpn_reading_fail_error (at, error);
}

void
cvpn_expect_check (gpointer data, const CvpnReading *at)
{
    CvpnExpectSpec *spec = data;
    gboolean flow = FALSE;

    spec->minimum_value = spec->maximum_value = NAN;
    for (guint i = 0; i < G_N_ELEMENTS (of_flows); i++)
        flow = flow || cvpn_reading_has (at, of_flows[i]);
    if (cvpn_reading_has (at, "metric"))
        check_figure (spec, at);
    else if (flow)
        check_flow (spec, at);
    else
        cvpn_group_fail (at->group, NULL, at->report,
                         "expects nothing; expected clients and to, or metric with minimum "
                         "or maximum");
}
