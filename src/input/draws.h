/* draws: values that are distributions, of durations or sizes. */
#pragma once

#include "input/section.h"

/* Reads a distribution; FALSE if a fault was reported, of the value or of the file that it
 * names. */
gboolean cvpn_draws_parse (const CvpnReading *at, const char *value, CvpnQuantity quantity,
                           CvpnDistribution *draw);
/* The same as the key wants it: not always zero where that is POSITIVE. */
void cvpn_draws_read (const CvpnReading *at, const char *value, CvpnQuantity quantity,
                      CvpnDistribution *draw);
