/* expect: which keys of [expect] go together, and the bounds of figures. */
#pragma once

#include "input/section.h"

/* A CvpnExpectSpec; fills minimum_value and maximum_value. */
void cvpn_expect_check (gpointer data, const CvpnReading *at);
