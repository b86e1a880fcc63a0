/* gnuplot: draws a script's picture into a file, whole or not at all. */
#pragma once

#include <glib.h>

typedef struct {
    const char *script; /* plots/connections.gp */
    const char *run;    /* the run's folder */
    const char *format; /* "png" or "svg" */
    const char *out;    /* the picture's file */
} CvpnPicture;

/* Fails with CVPN_ERROR_IO; the message says what gnuplot said. */
gboolean cvpn_gnuplot_draw (const CvpnPicture *picture, GError **error);
