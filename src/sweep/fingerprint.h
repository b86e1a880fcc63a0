/* fingerprint: whether the files are still those that runs were made from. */
#pragma once

#include "sweep/grid.h"

/* SHA-256, in hexadecimal, over the groups and keys of the scenario as its files have them
 * together, and over the bytes of each file that a value of theirs, or of the settings, names.
 * What is only remarked in a file is not in it.  Newly allocated; NULL with 'error' if the
 * scenario cannot be read. */
char *cvpn_fingerprint (const CvpnGrid *grid, GError **error);
