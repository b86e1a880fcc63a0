/* sweep_words: figures with their intervals, as a person reads them. */
#pragma once

#include <cvpnsim/sweep.h>

/* "98.31 ± 0.22 %", "+120 ± 3" of a difference ('signed'), "-" where there is none; two digits of
 * the half-width are told.  Newly allocated. */
char *cvpn_sweep_words (guint metric, const CvpnSweepFigure *figure, gboolean is_signed);
/* "95 %"; newly allocated. */
char *cvpn_sweep_percent (double share);
