/* The names, units and texts of the flat figures. */
#include "model/metric_names.h"

#include <glib.h>

#define METRIC_NAME(word, name, unit, text) name,
#define METRIC_UNIT(word, name, unit, text) CVPN_UNIT_##unit,
#define METRIC_TEXT(word, name, unit, text) text,

static const char *const names[] = { CVPN_METRICS (METRIC_NAME) };
static const CvpnUnit units[] = { CVPN_METRICS (METRIC_UNIT) };
static const char *const texts[] = { CVPN_METRICS (METRIC_TEXT) };

const char *
cvpn_metric_name (CvpnMetric metric)
{
    return names[metric];
}

CvpnUnit
cvpn_metric_unit (CvpnMetric metric)
{
    return units[metric];
}

const char *
cvpn_metric_text (CvpnMetric metric)
{
    return texts[metric];
}

int
cvpn_metric_from_name (const char *name)
{
    for (int i = 0; i < CVPN_N_METRICS; i++)
        if (g_strcmp0 (names[i], name) == 0)
            return i;
    return -1;
}
