/* reserved_words: what stands in values of a scenario beside names, and so is no resource's name.
 */
#pragma once

#include <glib.h>

gboolean cvpn_is_reserved_word (const char *name);
