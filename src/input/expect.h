/* expect: which keys of [expect] go together, and the bounds of figures. */
#pragma once

#include "input/section.h"

/* A CvpnKeyParse: a size, to gint64 bytes. */
void cvpn_expect_parse_size (const CvpnReading *at, const char *value, gpointer field);

/* A CvpnExpectSpec; fills minimum_value and maximum_value. */
void cvpn_expect_check (gpointer data, const CvpnReading *at);
