/* field_table: names as they are written, made once for each.
 *
 * A scenario's names stay where they are and as they are, so the place of a name is enough to
 * find it; equal names at several places are found at each. */
#pragma once

#include <string.h>

#include <glib.h>

/* Of every field so many bytes may be read, however short it is: a copy of fixed size. */
#define CVPN_FIELD_WIDTH 48

typedef struct {
    const char *name; /* where it is; NULL: no field */
    char *bytes;
    gsize length;
} CvpnField;

/* Copies bytes of which CVPN_FIELD_WIDTH may be read, to where there is room for as many; returns
 * where the first 'length' of them end. */
static inline char *
cvpn_field_put (char *to, const char *bytes, gsize length)
{
    if (length > CVPN_FIELD_WIDTH)
        memcpy (to, bytes, length);
    else
        memcpy (to, bytes, CVPN_FIELD_WIDTH);
    return to + length;
}

typedef struct CvpnFieldTable CvpnFieldTable;

CvpnFieldTable *cvpn_field_table_new (void);
void cvpn_field_table_free (CvpnFieldTable *table);

/* The name as a field, quoted where needed; valid until the next call. */
const CvpnField *cvpn_field_table_get (CvpnFieldTable *table, const char *name);
