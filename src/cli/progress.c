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

static void
show (const CvpnProgress *progress, double seconds)
{
    const gint64 time_ns = progress->time_ns / CVPN_SECOND * CVPN_SECOND;
    const double share = (double) progress->time_ns / (double) MAX (progress->duration_ns, 1);
    g_autofree char *now = cvpn_duration_format (time_ns);
    g_autofree char *end = cvpn_duration_format (progress->duration_ns);

    fprintf (stderr, CLEAR_LINE "%s of %s simulated (%.0f %%), %.2f million events a second", now,
             end, 100 * share, (double) progress->events / seconds / 1e6);
    if (share > 0)
        fprintf (stderr, ", %.0f s left", seconds * (1 - share) / share);
    fflush (stderr);
}

/* Not at once, and not too often. */
static gboolean
is_due (CvpnProgressLine *line, gint64 now_us)
{
    if (!line->enabled || now_us - line->began_us < FIRST_AFTER_US ||
        now_us - line->shown_us < EVERY_US)
        return FALSE;
    line->shown_us = now_us;
    line->on_screen = TRUE;
    return TRUE;
}

void
cvpn_progress_line_update (CvpnProgressLine *line, const CvpnProgress *progress)
{
    const gint64 now_us = line->enabled ? g_get_monotonic_time () : 0;

    if (is_due (line, now_us))
        show (progress, (double) (now_us - line->began_us) / 1e6);
}

void
cvpn_progress_line_share (CvpnProgressLine *line, const char *what, double share)
{
    const gint64 now_us = line->enabled ? g_get_monotonic_time () : 0;

    if (!is_due (line, now_us))
        return;
    const double seconds = (double) (now_us - line->began_us) / 1e6;
    fprintf (stderr, CLEAR_LINE "%s (%.0f %%)", what, 100 * share);
    if (share > 0)
        fprintf (stderr, ", %.0f s left", seconds * (1 - share) / share);
    fflush (stderr);
}

double
cvpn_progress_line_end (CvpnProgressLine *line)
{
    if (line->on_screen)
        fputs (CLEAR_LINE, stderr);
    line->on_screen = FALSE;
    return (double) (g_get_monotonic_time () - line->began_us) / 1e6;
}
