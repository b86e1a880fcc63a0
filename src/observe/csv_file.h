/* csv_file: a CSV file being written, row by row; or another one of lines.
 *
 * Rows gather in a buffer and leave it in large writes; no field goes through
 * printf.  Lines end in LF.  The first error (a full disk) is kept,
 * what follows it is dropped, and closing reports it. */
#pragma once

#include <glib.h>

#include <cvpnsim/observer.h>

typedef struct CvpnCsvFile CvpnCsvFile;

/* Creates or empties 'path'; 'header' becomes its first line, or NULL.  Never NULL: that
 * it cannot be created is its first error. */
CvpnCsvFile *cvpn_csv_file_new (const char *path, const char *header);
void cvpn_csv_file_free (CvpnCsvFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnCsvFile, cvpn_csv_file_free)

/* What stands between fields from now on, instead of a comma. */
void cvpn_csv_file_set_separator (CvpnCsvFile *file, char separator);

/* A line as it stands, without its line end; between rows only. */
void cvpn_csv_file_line (CvpnCsvFile *file, const char *line);

/* Each adds a field to the row.  Text may be NULL and is quoted where needed. */
void cvpn_csv_file_text (CvpnCsvFile *file, const char *text);
/* The same for names and words that stay where they are and as they are while the file is open:
 * they are looked at once. */
void cvpn_csv_file_name (CvpnCsvFile *file, const char *name);
void cvpn_csv_file_plain (CvpnCsvFile *file, const char *text); /* never quoted */
/* Of 'length' bytes; never quoted.  Several fields at once, if separators are among them. */
void cvpn_csv_file_bytes (CvpnCsvFile *file, const char *bytes, gsize length);
void cvpn_csv_file_integer (CvpnCsvFile *file, gint64 value);
void cvpn_csv_file_real (CvpnCsvFile *file, double value); /* six decimals; slow */
void cvpn_csv_file_empty (CvpnCsvFile *file);
/* Seconds with six decimals, what is below a microsecond cut off. */
void cvpn_csv_file_seconds (CvpnCsvFile *file, gint64 ns);
/* Whole microseconds, the rest cut off. */
void cvpn_csv_file_microseconds (CvpnCsvFile *file, gint64 ns);
/* Dotted; nothing for 0. */
void cvpn_csv_file_address (CvpnCsvFile *file, guint32 address);
/* The name of a listed user, or POPULATION-NUMBER. */
void cvpn_csv_file_user (CvpnCsvFile *file, const CvpnUser *user);

void cvpn_csv_file_end_row (CvpnCsvFile *file);

/* For whoever puts whole rows together: where the next one goes, of at most 'room' bytes; and that
 * it ends, behind its line end.  Between rows only. */
char *cvpn_csv_file_row (CvpnCsvFile *file, gsize room);
void cvpn_csv_file_take_row (CvpnCsvFile *file, char *end);

/* NULL as long as all is well. */
const GError *cvpn_csv_file_error (const CvpnCsvFile *file);

/* That there is an error; may be asked by any thread while another one writes. */
gboolean cvpn_csv_file_failed (CvpnCsvFile *file);

/* Writes out what is left and closes the file. */
gboolean cvpn_csv_file_close (CvpnCsvFile *file, GError **error);
