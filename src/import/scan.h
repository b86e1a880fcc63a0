/* scan: JSON text by its places, for messages only.
 *
 * jansson decides what is JSON. Where it says no, this says why and where, in words for whoever
 * has to mend the file; and where a value is found wanting later, on which line it stands. */
#pragma once

#include "import/source.h"

typedef struct {
    const char *text; /* UTF-8 */
    gsize length;
    gsize at;
    char *fault;       /* what is wrong; NULL: nothing yet */
    gsize fault_at;    /* where */
    guint depth;       /* brackets that are open */
    gsize opened;      /* where the innermost of them stands */
    const char *inner; /* what that is: "object", "array" */
} CvpnScan;

void cvpn_scan_init (CvpnScan *scan, const char *text, gsize length, gsize at);
void cvpn_scan_clear (CvpnScan *scan);

/* Past white space; FALSE at the end of the text. */
gboolean cvpn_scan_skip_space (CvpnScan *scan);
/* Past the value that begins behind white space; FALSE with 'fault'. */
gboolean cvpn_scan_value (CvpnScan *scan);
/* To the beginning of the value at that path below the value that begins here; FALSE: it is
 * not there. */
gboolean cvpn_scan_find (CvpnScan *scan, const CvpnSourceStep *path, gsize steps);

/* The line of a place, from 1; 'column' counts characters, from 1, and may be NULL. */
guint cvpn_scan_line (const char *text, gsize at, guint *column);
