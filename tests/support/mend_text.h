/* Mends as text, for tests that say which they want. */
#pragma once

#include "analyze/answer.h"

/* "[GROUP] KEY = VALUE\n  COMMAND\n" each, in the answer's order; newly allocated. */
char *cvpn_test_mends (const CvpnAnswer *answer);
