/* source_memo: what is remembered of a source, so that many faults of a large file are not as many
 * readings of it. */
#pragma once

#include "import/source.h"

struct CvpnSourceMemo {
    GHashTable *said;   /* as a set */
    GHashTable *faulty; /* a set: objects and lists in which something was faulted */
    GString *text;      /* NULL: not read again yet */
    GHashTable *lists;  /* path of an array -> GArray of where its elements are */
    guint64 memory;     /* about what its documents take */
};
