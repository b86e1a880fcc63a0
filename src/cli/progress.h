/* progress: one line on the terminal for a run that takes a while. */
#pragma once

#include <cvpnsim/simulation.h>

typedef struct {
    gint64 began_us, shown_us; /* monotonic */
    gboolean enabled, on_screen;
} CvpnProgressLine;

/* Begins now; nothing is shown if 'quiet' or standard error is no terminal. */
void cvpn_progress_line_begin (CvpnProgressLine *line, gboolean quiet);

/* Shows the line, a few times a second and not before the first second is over. */
void cvpn_progress_line_update (CvpnProgressLine *line, const CvpnProgress *progress);

/* TRUE if it is time to show another text; then show it. */
gboolean cvpn_progress_line_is_due (CvpnProgressLine *line);
void cvpn_progress_line_show (CvpnProgressLine *line, const char *text);
/* The same of work of which the share that is done is known; 'what' is the part at work. */
void cvpn_progress_line_share (CvpnProgressLine *line, const char *what, double share);

/* Takes the line off the screen; returns the seconds since it began. */
double cvpn_progress_line_end (CvpnProgressLine *line);
