/* field_table: names as they are written, made once for each.
 *
 * A scenario's names stay where they are and as they are, so the place of a name is enough to
 * find it; equal names at several places are found at each. */
#pragma once

#include <glib.h>

/* Of every field so many bytes may be read, however short it is: a copy of fixed size. */
#define CVPN_FIELD_WIDTH 48

typedef struct {
    const char *name; /* where it is; NULL: no field */
    char *bytes;
    gsize length;
} CvpnField;

typedef struct CvpnFieldTable CvpnFieldTable;

CvpnFieldTable *cvpn_field_table_new (void);
void cvpn_field_table_free (CvpnFieldTable *table);

/* The name as a field, quoted where needed; valid until the next call. */
const CvpnField *cvpn_field_table_get (CvpnFieldTable *table, const char *name);
