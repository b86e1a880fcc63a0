/* output_dir: a folder that comes to be all at once, or not at all.
 *
 * Files are written to `.DIR.partial` beside DIR; committing renames it, or
 * exchanges it with a DIR that is to be replaced.  Until then nothing of DIR
 * changes, and on any failure the partial folder goes away.  A lock on it keeps
 * two runs apart; what a killed run left behind is taken over. */
#pragma once

#include <glib.h>

typedef struct CvpnOutputDir CvpnOutputDir;

/* TRUE for the names of files that may be replaced or removed. */
typedef gboolean (*CvpnOutputKnows) (const char *file);

/* Prepares to make or, with 'force', to replace the folder 'path'.  Without
 * 'force' it must be absent or empty; with it, hold only regular files that
 * 'knows' names.  Fails with CVPN_ERROR_USAGE (the wrong folder) or
 * CVPN_ERROR_IO (the outside). */
CvpnOutputDir *cvpn_output_dir_new (const char *path, gboolean force, CvpnOutputKnows knows,
                                    GError **error);

/* Removes what has not been committed. */
void cvpn_output_dir_free (CvpnOutputDir *output);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnOutputDir, cvpn_output_dir_free)

/* Where to write the files. */
const char *cvpn_output_dir_path (const CvpnOutputDir *output);

gboolean cvpn_output_dir_commit (CvpnOutputDir *output, GError **error);
