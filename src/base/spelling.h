/* spelling: the nearest known word to a misspelt one. */
#pragma once

#include <glib.h>

/* Returns the entry of known[0..n) nearest to 'word' by edit distance (with
 * transpositions), or NULL when none is near enough to be what was meant.
 * The first wins a tie. */
const char *cvpn_spelling_nearest (const char *word, const char *const *known, guint n);

/* "; did you mean 'x'?" when there is a nearest word, else "; known: a, b, c"
 * (at most eight), else "".  Newly allocated. */
char *cvpn_spelling_hint (const char *word, const char *const *known, guint n);
