/* Mends as text, for tests that say which they want. */
#pragma once

#include "analyze/answer.h"

/* "[GROUP] KEY = VALUE\n  COMMAND\n" each, in the answer's order; newly allocated. */
char *cvpn_test_mends (const CvpnAnswer *answer);

/* The mend as scenario_text.h's patches have it; newly allocated. */
char *cvpn_test_mend_patch (const CvpnMend *mend);
