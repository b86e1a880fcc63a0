/* new_file: a text file that appears whole, or not at all. */
#pragma once

#include <glib.h>

typedef struct CvpnNewFile CvpnNewFile;

/* Makes an empty file beside 'path' for what is to become it.  Fails with CVPN_ERROR_IO. */
CvpnNewFile *cvpn_new_file_new (const char *path, GError **error);
/* Takes it away, unless it was committed. */
void cvpn_new_file_free (CvpnNewFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnNewFile, cvpn_new_file_free)

/* Where it is until then. */
const char *cvpn_new_file_path (const CvpnNewFile *file);

/* Gives it this content, on the disk when this returns.  Fails with CVPN_ERROR_IO. */
gboolean cvpn_new_file_write (CvpnNewFile *file, const char *text, GError **error);

/* Gives it its name; a file that has it is replaced only if 'replace' says so.  Fails with
 * CVPN_ERROR_IO. */
gboolean cvpn_new_file_commit (CvpnNewFile *file, gboolean replace, GError **error);
