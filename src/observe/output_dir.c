/* output_dir: a partial folder beside the final one, and one rename. */
#include "observe/output_dir.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cvpnsim/error.h>

#include "base/refuse.h"

struct CvpnOutputDir {
    char *path;    /* absolute, without links */
    char *partial; /* beside it */
    int lock;      /* the partial folder, open and locked; -1: not ours */
    CvpnOutputKnows knows;
    gboolean force;
};

/* The first name in 'folder' that is not a regular file known to us; NULL if
 * there is none.  A folder that cannot be read gives "?". */
static char *
find_foreign (const char *folder, CvpnOutputKnows knows)
{
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    const char *name;

    if (!dir)
        return g_strdup ("?");
    while ((name = g_dir_read_name (dir))) {
        g_autofree char *path = g_build_filename (folder, name, NULL);
        GStatBuf status;
        if (!knows (name) || g_lstat (path, &status) < 0 || !S_ISREG (status.st_mode))
            return g_strdup (name);
    }
    return NULL;
}

static gboolean
is_empty (const char *folder)
{
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

    return dir && !g_dir_read_name (dir);
}

/* Removes the files that are ours. */
static void
clear_folder (const char *folder, CvpnOutputKnows knows)
{
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name (dir))) {
        g_autofree char *path = g_build_filename (folder, name, NULL);
        if (knows (name))
            g_unlink (path);
    }
}

/* The files that are ours, and the folder if that is all there was. */
static void
remove_folder (const char *folder, CvpnOutputKnows knows)
{
    clear_folder (folder, knows);
    g_rmdir (folder);
}

/* TRUE if 'path' may be made, filled or replaced. */
static gboolean
check_target (const CvpnOutputDir *output, const char *given, GError **error)
{
    if (is_empty (output->path))
        return TRUE;
    if (g_access (output->path, R_OK | X_OK) < 0)
        return cvpn_refuse_io (error, given, "cannot be read");
    if (!output->force) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                     "%s: is there already and not empty; --force replaces a run of cvpnsim",
                     given);
        return FALSE;
    }
    g_autofree char *foreign = find_foreign (output->path, output->knows);
    if (!foreign)
        return TRUE;
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                 "%s: holds '%s', which is not of a run of cvpnsim; not replaced", given, foreign);
    return FALSE;
}

/* What a rename cannot replace: the current folder, the root, a mount point. */
static gboolean
check_place (const CvpnOutputDir *output, const GStatBuf *status, const char *given, GError **error)
{
    g_autofree char *parent = g_path_get_dirname (output->path);
    GStatBuf here, above;

    if (g_stat (".", &here) == 0 && here.st_dev == status->st_dev &&
        here.st_ino == status->st_ino) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                     "%s: is the current folder; name one inside it", given);
        return FALSE;
    }
    if (g_stat (parent, &above) < 0)
        return cvpn_refuse_io (error, given, "cannot be examined");
    if (above.st_dev == status->st_dev && above.st_ino != status->st_ino)
        return TRUE;
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                 "%s: is a mount point, which cannot be replaced; name a folder inside it", given);
    return FALSE;
}

static char *
strip_slashes (const char *given)
{
    char *path = g_strdup (given);
    gsize n = strlen (path);

    while (n > 1 && path[n - 1] == '/')
        path[--n] = '\0';
    return path;
}

/* The absolute path of a folder still to be made. */
static char *
resolve_new (const char *path, const char *given, GError **error)
{
    g_autofree char *parent = g_path_get_dirname (path);
    g_autofree char *name = g_path_get_basename (path);
    char *above = realpath (parent, NULL);
    GStatBuf status;

    if (!above) {
        cvpn_refuse_io (error, given, "its parent folder cannot be used");
        return NULL;
    }
    char *resolved = g_build_filename (above, name, NULL);
    free (above);
    if (g_lstat (resolved, &status) < 0)
        return resolved;
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE, "%s: is a link to nothing", given);
    g_free (resolved);
    return NULL;
}

static gboolean
resolve (CvpnOutputDir *output, const char *given, GError **error)
{
    g_autofree char *path = strip_slashes (given);
    GStatBuf status;

    if (g_stat (path, &status) < 0) {
        if (errno != ENOENT)
            return cvpn_refuse_io (error, given, "cannot be used");
        output->path = resolve_new (path, given, error);
        return output->path != NULL;
    }
    if (!S_ISDIR (status.st_mode)) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE, "%s: is there already, not a folder",
                     given);
        return FALSE;
    }
    char *real = realpath (path, NULL);
    if (!real)
        return cvpn_refuse_io (error, given, "cannot be used");
    output->path = g_strdup (real);
    free (real);
    return check_place (output, &status, given, error) && check_target (output, given, error);
}

/* Locks the partial folder, so that a second run does not take it over. */
static gboolean
lock_partial (CvpnOutputDir *output, GError **error)
{
    const int lock = open (output->partial, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

    if (lock < 0)
        return cvpn_refuse_io (error, output->partial, "cannot be used");
    if (flock (lock, LOCK_EX | LOCK_NB) < 0) {
        close (lock);
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_IO, "%s: another run is writing to it",
                     output->partial);
        return FALSE;
    }
    output->lock = lock;
    return TRUE;
}

static gboolean
make_partial (CvpnOutputDir *output, GError **error)
{
    if (g_mkdir (output->partial, 0777) < 0 && errno != EEXIST)
        return cvpn_refuse_io (error, output->partial, "cannot make the folder");
    if (!lock_partial (output, error))
        return FALSE;
    g_autofree char *foreign = find_foreign (output->partial, output->knows);
    if (foreign) {
        close (output->lock);
        output->lock = -1;
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                     "%s: is in the way: it holds '%s', which is not of a run of cvpnsim",
                     output->partial, foreign);
        return FALSE;
    }
    clear_folder (output->partial, output->knows);
    return TRUE;
}

CvpnOutputDir *
cvpn_output_dir_new (const char *path, gboolean force, CvpnOutputKnows knows, GError **error)
{
    g_autoptr (CvpnOutputDir) output = g_new0 (CvpnOutputDir, 1);

    output->lock = -1;
    output->knows = knows;
    output->force = force;
    if (*path == '\0') {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE, "the folder's name is empty");
        return NULL;
    }
    if (!resolve (output, path, error))
        return NULL;
    g_autofree char *parent = g_path_get_dirname (output->path);
    g_autofree char *name = g_path_get_basename (output->path);
    g_autofree char *hidden = g_strdup_printf (".%s.partial", name);
    output->partial = g_build_filename (parent, hidden, NULL);
    return make_partial (output, error) ? g_steal_pointer (&output) : NULL;
}

void
cvpn_output_dir_free (CvpnOutputDir *output)
{
    if (!output)
        return;
    if (output->lock >= 0) {
        remove_folder (output->partial, output->knows);
        close (output->lock);
    }
    g_free (output->path);
    g_free (output->partial);
    g_free (output);
}

const char *
cvpn_output_dir_path (const CvpnOutputDir *output)
{
    return output->partial;
}

/* In steps, where the file system cannot exchange: for a moment DIR is absent. */
static gboolean
exchange_in_steps (const CvpnOutputDir *output)
{
    g_autofree char *aside = g_strconcat (output->partial, ".old", NULL);

    if (rename (output->path, aside) < 0)
        return FALSE;
    if (rename (output->partial, output->path) == 0)
        return rename (aside, output->partial) == 0;
    const int reason = errno;
    rename (aside, output->path);
    errno = reason;
    return FALSE;
}

/* Swaps the two folders; the old one is then at 'partial'. */
static gboolean
exchange (const CvpnOutputDir *output, GError **error)
{
    if (renameat2 (AT_FDCWD, output->partial, AT_FDCWD, output->path, RENAME_EXCHANGE) == 0)
        return TRUE;
    if ((errno == EINVAL || errno == ENOSYS) && exchange_in_steps (output))
        return TRUE;
    return cvpn_refuse_io (error, output->path, "cannot be replaced");
}

gboolean
cvpn_output_dir_commit (CvpnOutputDir *output, GError **error)
{
    const gboolean replaces = g_access (output->path, F_OK) == 0 && !is_empty (output->path);

    if (!replaces && rename (output->partial, output->path) < 0)
        return cvpn_refuse_io (error, output->path, "cannot be made");
    if (replaces) {
        if (!check_target (output, output->path, error) || !exchange (output, error))
            return FALSE;
        remove_folder (output->partial, output->knows);
    }
    close (output->lock);
    output->lock = -1;
    return TRUE;
}
