/* document_edit: changes of a key file that leave every other byte as it is. */
#pragma once

#include "base/document_lines.h"

/* Gives the key of the group [header] ("kind name", or "kind") this value; NULL takes it away.
 * A key that is there keeps its place and the spelling before its value.  A new one goes
 * beside its like: among the numbered ones of its word ("inbound 90"), behind the last CIDR
 * block, else behind the group's last key.  A new group goes behind the last one of its
 * kind, else to the end. */
void cvpn_lines_set (CvpnLines *lines, const char *header, const char *key, const char *value);

/* The value; newly allocated, NULL: no such group or key. */
char *cvpn_lines_get (const CvpnLines *lines, const char *header, const char *key);

/* What to give a key instead: newly allocated, or NULL to leave it as it is. */
typedef char *(*CvpnLinesReplace) (const char *kind, const char *key, const char *value,
                                   gpointer data);
void cvpn_lines_replace (CvpnLines *lines, CvpnLinesReplace replace, gpointer data);

/* Moves all lines of 'other' to the end. */
void cvpn_lines_append (CvpnLines *lines, CvpnLines *other);

/* Moves the keys of a group [shared], and their comments, from 'earlier' to the end of that
 * group of 'lines', which must have it; the header is taken away. */
void cvpn_lines_merge (CvpnLines *lines, CvpnLines *earlier, const char *shared);

/* Moves all lines of 'earlier' before the first group of 'lines' that is not [shared], as of
 * a file that is read first. */
void cvpn_lines_precede (CvpnLines *lines, CvpnLines *earlier, const char *shared);
