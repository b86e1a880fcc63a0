/* progress: simulated time, speed and time left, on standard error. */
#include "cli/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "base/quantity.h"

#define FIRST_AFTER_US 1000000
#define EVERY_US       250000
#define CLEAR_LINE     "\r\033[K"

void
cvpn_progress_line_begin (CvpnProgressLine *line, gboolean quiet)
{
    *line = (CvpnProgressLine){
        .began_us = g_get_monotonic_time (),
        .enabled = !quiet && isatty (STDERR_FILENO),
    };
}

gboolean
cvpn_progress_line_is_due (CvpnProgressLine *line)
{
    const gint64 now_us = g_get_monotonic_time ();

    if (!line->enabled || now_us - line->began_us < FIRST_AFTER_US ||
        now_us - line->shown_us < EVERY_US)
        return FALSE;
    line->shown_us = now_us;
    return TRUE;
}

void
cvpn_progress_line_show (CvpnProgressLine *line, const char *text)
{
    line->on_screen = TRUE;
    fprintf (stderr, CLEAR_LINE "%s", text);
    fflush (stderr);
}

void
cvpn_progress_line_update (CvpnProgressLine *line, const CvpnProgress *progress)
{
    if (!cvpn_progress_line_is_due (line))
        return;
    const double seconds = (double) (line->shown_us - line->began_us) / 1e6;
    const double share = (double) progress->time_ns / (double) MAX (progress->duration_ns, 1);
    g_autofree char *now = cvpn_duration_format (progress->time_ns / CVPN_SECOND * CVPN_SECOND);
    g_autofree char *end = cvpn_duration_format (progress->duration_ns);
    g_autoptr (GString) text = g_string_new (NULL);

    g_string_printf (text, "%s of %s simulated (%.0f %%), %.2f million events a second", now, end,
                     100 * share, (double) progress->events / seconds / 1e6);
    if (share > 0)
        g_string_append_printf (text, ", %.0f s left", seconds * (1 - share) / share);
    cvpn_progress_line_show (line, text->str);
}

void
cvpn_progress_line_share (CvpnProgressLine *line, const char *what, double share)
{
    if (!cvpn_progress_line_is_due (line))
        return;
    const double seconds = (double) (line->shown_us - line->began_us) / 1e6;
    g_autoptr (GString) text = g_string_new (NULL);

    g_string_printf (text, "%s (%.0f %%)", what, 100 * share);
    if (share > 0)
        g_string_append_printf (text, ", %.0f s left", seconds * (1 - share) / share);
    cvpn_progress_line_show (line, text->str);
}

double
cvpn_progress_line_end (CvpnProgressLine *line)
{
    if (line->on_screen)
        fputs (CLEAR_LINE, stderr);
    line->on_screen = FALSE;
    return (double) (g_get_monotonic_time () - line->began_us) / 1e6;
}
