/* nesting: how deep a text of JSON is.
 *
 * json-glib reads each bracket within brackets by a further call of itself: a file of nothing but
 * '[' ends the process. Whoever reads a file that others may have written asks this first. */
#pragma once

#include <glib.h>

/* Nothing that this program writes is half as deep. */
#define CVPN_NESTING_MAX 64

/* Whether no more than CVPN_NESTING_MAX brackets are open at once. */
gboolean cvpn_nesting_is_shallow (const char *text, gsize length);
