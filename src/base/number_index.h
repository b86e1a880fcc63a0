/* number_index: numbers of things, found by what the things are.
 *
 * A hash table with open addresses, at most three quarters full: 8 bytes a slot, and nothing
 * allocated for each number.  The things are elsewhere; whoever asks says whether one is the one.
 */
#pragma once

#include <glib.h>

#define CVPN_NUMBER_NONE G_MAXUINT32

typedef struct CvpnNumberIndex CvpnNumberIndex;

/* Whether the thing of that number, in 'things', is the one that 'key' is about. */
typedef gboolean (*CvpnNumberIs) (gconstpointer things, guint32 number, gconstpointer key);

/* 'expected' numbers make it grow no more. */
CvpnNumberIndex *cvpn_number_index_new (guint32 expected);
void cvpn_number_index_free (CvpnNumberIndex *index);

/* The number, or CVPN_NUMBER_NONE. */
guint32 cvpn_number_index_find (const CvpnNumberIndex *index, guint32 hash, CvpnNumberIs is,
                                gconstpointer things, gconstpointer key);
/* Adds a number, which must be below CVPN_NUMBER_NONE and not be there yet. */
void cvpn_number_index_add (CvpnNumberIndex *index, guint32 hash, guint32 number);

/* A hash of the text, and of whatever else 'seed' stands for. */
guint32 cvpn_number_hash (const char *text, guint64 seed);
