/* summary_text: what a run came to, in a screenful for a person. */
#pragma once

#include <cvpnsim/summary.h>

/* Newly allocated. */
char *cvpn_summary_text (const CvpnSummary *summary, gboolean color);
