/* profile_rates: time_of_day,rate files, read as `arrival = daily FILE` reads them. */
#include "plan/profile_rates.h"

#include <cvpnsim/error.h>

#include "base/csv.h"
#include "base/quantity.h"
#include "input/tables.h"
#include "model/daily_rate.h"

static GArray *
read_points (const char *path, CvpnReport *report)
{
    g_autoptr (CvpnDocument) document = cvpn_document_new ();
    g_autoptr (CvpnNames) names = cvpn_names_new (document, report);
    const CvpnReading at = { .names = names, .report = report };

    return cvpn_tables_read_profile (&at, path);
}

static void
append_point (GString *out, const CvpnRatePoint *point, double factor)
{
    const gint64 s = point->time_of_day_ns / CVPN_SECOND;
    char rate[G_ASCII_DTOSTR_BUF_SIZE];

    /* Without an exponent, which quantities do not have. */
    g_ascii_formatd (rate, sizeof rate, "%.9f", point->rate * factor * 60);
    g_string_append_printf (out, "%s%02d:%02d", out->len > 0 ? "; " : "", (int) (s / 3600),
                            (int) (s / 60 % 60));
    if (s % 60 > 0)
        g_string_append_printf (out, ":%02d", (int) (s % 60));
    g_string_append_printf (out, " %s", rate);
    while (out->str[out->len - 1] == '0') /* there is a point before them */
        g_string_truncate (out, out->len - 1);
    if (out->str[out->len - 1] == '.')
        g_string_truncate (out, out->len - 1);
    g_string_append (out, "/min");
}

char *
cvpn_profile_rates (const char *path, double people, GError **error)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnCsv) readable = cvpn_csv_read (path, error);

    if (!readable)
        return NULL;
    g_autoptr (GArray) points = read_points (path, report);
    if (!points) {
        g_autofree char *faults = cvpn_report_format (report);
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_SCENARIO, "%s", g_strchomp (faults));
        return NULL;
    }
    const double seconds = (double) CVPN_DAY / (double) CVPN_SECOND;
    const double factor = people / (cvpn_daily_rate_mean (points, 0, CVPN_DAY) * seconds);
    GString *out = g_string_new (NULL);
    for (guint i = 0; i < points->len; i++)
        append_point (out, &g_array_index (points, CvpnRatePoint, i), factor);
    return g_string_free (out, FALSE);
}
