/* sweep_words: as many decimals as the interval is good for. */
#include "observe/sweep_words.h"

#include <math.h>

#include "model/metric_names.h"

#define DECIMALS_MAX 6

/* Two digits of the half-width, or four of what is the same in all runs. */
static int
count_decimals (double mean, double half_width)
{
    const double from = half_width > 0 ? half_width : fabs (mean) / 100;

    if (!(half_width > 0) && fabs (mean - round (mean)) <= 0)
        return 0;
    return from > 0 ? CLAMP (1 - (int) floor (log10 (from)), 0, DECIMALS_MAX) : 0;
}

static void
append (GString *out, int decimals, double number, const char *sign)
{
    char format[] = "%.0f";
    char text[G_ASCII_DTOSTR_BUF_SIZE * 16]; /* %f of any double */

    format[2] = (char) ('0' + decimals);
    g_ascii_formatd (text, sizeof text, format, number);
    g_string_append_printf (out, "%s%s", sign, text);
}

static const char *
unit_of (CvpnMetric metric, gboolean is_signed)
{
    switch (cvpn_metric_unit (metric)) {
    case CVPN_UNIT_SHARE:
        return is_signed ? " points" : " %";
    case CVPN_UNIT_SECONDS:
        return " s";
    default:
        return "";
    }
}

char *
cvpn_sweep_words (guint metric, const CvpnSweepFigure *figure, gboolean is_signed)
{
    const double scale = cvpn_metric_unit (metric) == CVPN_UNIT_SHARE ? 100 : 1;
    const double mean = figure->mean * scale, half_width = figure->half_width * scale;

    if (figure->replications == 0)
        return g_strdup ("-");
    GString *out = g_string_new (NULL);
    const int decimals = count_decimals (mean, half_width);
    append (out, decimals, mean + 0.0, is_signed && mean > 0 ? "+" : "");
    if (figure->replications > 1)
        append (out, half_width > 0 ? decimals : 0, half_width, " ± ");
    g_string_append (out, unit_of (metric, is_signed));
    return g_string_free (out, FALSE);
}

char *
cvpn_sweep_percent (double share)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    g_ascii_formatd (text, sizeof text, "%.6g", 100 * share);
    return g_strdup_printf ("%s %%", text);
}
