/* list: lists of items, items of fields, and words out of a fixed choice. */
#pragma once

#include "input/section.h"

/* The items of "a; b;", trimmed; NULL-terminated, newly allocated as one (g_free).
 * An empty item in the middle is reported and left out. */
char **cvpn_list_split (const CvpnReading *at, const char *value);

/* The words of "a|b|c"; an empty last one is left out. */
char **cvpn_list_words (const char *choices);

/* The index of 'word' in the choices "a|b|c", or -1. */
gint cvpn_list_find (const char *choices, const char *word);
/* The same; that there is none is reported, with the nearest one. */
gint cvpn_list_choose (const CvpnReading *at, const char *choices, const char *word);

/* Reports each item that stands there twice, and more than 'maximum' items
 * (0: no bound). */
void cvpn_list_check (const CvpnReading *at, char *const *items, gint64 maximum);
