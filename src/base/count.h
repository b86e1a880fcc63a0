/* count: whole numbers for people. */
#pragma once

#include <glib.h>

#define CVPN_COUNT_TEXT 27 /* "18,446,744,073,709,551,615" and its NUL */

/* "65,536"; writes into 'buffer' and returns it. */
char *cvpn_count_format (guint64 count, char buffer[CVPN_COUNT_TEXT]);

/* "1 address", "65,536 addresses", the plural being given; newly allocated. */
char *cvpn_count_of (guint64 count, const char *one, const char *many);
