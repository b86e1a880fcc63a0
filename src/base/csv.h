/* csv: reading and quoting of CSV files (RFC 4180), in one place, by libcsv. */
#pragma once

#include <glib.h>

/* A whole file in memory: the header's names, and rows of as many fields. */
typedef struct {
    GPtrArray *columns; /* char *, owned */
    GPtrArray *rows;    /* CvpnCsvRow *, owned */
} CvpnCsv;

typedef struct {
    guint line;    /* 1 is the header's */
    char **fields; /* as many as there are columns */
} CvpnCsvRow;

/* Reads 'path'.  Fails with CVPN_ERROR_IO (cannot be read) or CVPN_ERROR_SYNTAX
 * (no header, a row of another width, a quote left open; the message begins
 * with "PATH:LINE: "). */
CvpnCsv *cvpn_csv_read (const char *path, GError **error);
void cvpn_csv_free (CvpnCsv *csv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnCsv, cvpn_csv_free)

/* The column's index, or -1. */
gint cvpn_csv_column (const CvpnCsv *csv, const char *name);

/* TRUE for a field of 'length' bytes that cannot stand as it is (RFC 4180, and white space at
 * its ends). */
gboolean cvpn_csv_needs_quotes (const char *field, gsize length);
/* Appends 'field' to 'out', quoted where RFC 4180 asks for it. */
void cvpn_csv_append (GString *out, const char *field);
