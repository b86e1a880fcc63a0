/* shrink: the smallest scenario that still shows something. */
#pragma once

#include <glib.h>

/* Does the text still show it?  FALSE too where it is no scenario. */
typedef gboolean (*ShrinkFunc) (const char *text, gpointer data);

/* Leaves out groups and lines of 'text' for as long as 'shows' says TRUE of what is left;
 * newly allocated. */
char *shrink_scenario (const char *text, ShrinkFunc shows, gpointer data);
