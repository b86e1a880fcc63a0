/* journal_folder: what a sweep's folder may hold, and its lock. */
#include "sweep/journal_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include <cvpnsim/error.h>

#include "base/refuse.h"

static const char *const files[] = { CVPN_SWEEP_RESULTS, CVPN_SWEEP_DIFFERENCES,
                                     CVPN_SWEEP_CURVE,   CVPN_SWEEP_HEAT_MAP,
                                     CVPN_SWEEP_RUNS,    CVPN_SWEEP_MANIFEST };

/* ".results.csv.X1Y2Z3": a file that did not get its name (base/new_file.h). */
static gboolean
is_left_over (const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS (files); i++) {
        const gsize length = strlen (files[i]);
        if (*name == '.' && strncmp (name + 1, files[i], length) == 0 && name[length + 1] == '.' &&
            strlen (name) == length + 8)
            return TRUE;
    }
    return FALSE;
}

/* Pictures that were drawn into it, too. */
static gboolean
is_ours (const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS (files); i++)
        if (strcmp (name, files[i]) == 0)
            return TRUE;
    return g_str_has_prefix (name, "sweep-") &&
           (g_str_has_suffix (name, ".png") || g_str_has_suffix (name, ".svg"));
}

/* What kind of a name 'is' tells; each is unlinked. */
static gboolean
remove_files (const char *folder, gboolean (*is) (const char *name), GError **error)
{
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name (dir))) {
        g_autofree char *path = g_build_filename (folder, name, NULL);
        if (is (name) && strcmp (name, CVPN_SWEEP_MANIFEST) != 0 && g_unlink (path) < 0)
            return cvpn_refuse_io (error, path, "cannot be removed");
    }
    return TRUE;
}

/* Something in the folder that is not of a sweep; newly allocated, NULL: nothing. */
static char *
find_foreign (const char *folder, gboolean holds_sweep)
{
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name (dir)))
        if (!holds_sweep || !is_ours (name))
            return g_strdup (name);
    return NULL;
}

/* Beside a sweep there may be other files, but it does not begin among them. A results.csv without
 * a sweep.json, which comes first and goes last, may be anybody's, and nobody knows which sweep
 * the lines of such a runs.jsonl are of. */
static gboolean
check_content (const char *folder, gboolean force, GError **error)
{
    g_autofree char *manifest = g_build_filename (folder, CVPN_SWEEP_MANIFEST, NULL);
    const gboolean holds_sweep = g_access (manifest, F_OK) == 0;
    g_autofree char *foreign = find_foreign (folder, holds_sweep);

    if (!foreign || (!force && holds_sweep))
        return TRUE;
    if (!holds_sweep && is_ours (foreign)) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                     "%s: holds '%s', but no " CVPN_SWEEP_MANIFEST
                     ", which says what it is of; name another folder",
                     folder, foreign);
        return FALSE;
    }
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE, "%s: holds '%s', which is not of a sweep%s",
                 folder, foreign, force ? "; not replaced" : "; name another folder");
    return FALSE;
}

static gboolean
lock (int fd, const char *folder, GError **error)
{
    if (flock (fd, LOCK_EX | LOCK_NB) == 0)
        return TRUE;
    if (errno != EWOULDBLOCK)
        return cvpn_refuse_io (error, folder, "cannot be locked");
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE, "%s: another sweep is at work in it", folder);
    return FALSE;
}

int
cvpn_sweep_folder_lock (const char *folder, gboolean force, GError **error)
{
    if (g_mkdir (folder, 0777) < 0 && errno != EEXIST) {
        cvpn_refuse_io (error, folder, "cannot make the folder");
        return -1;
    }
    const int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        cvpn_refuse_io (error, folder, "cannot be used");
        return -1;
    }
    if (lock (fd, folder, error) && remove_files (folder, is_left_over, error) &&
        check_content (folder, force, error))
        return fd;
    close (fd);
    return -1;
}

gboolean
cvpn_sweep_folder_clear (const char *folder, GError **error)
{
    g_autofree char *manifest = g_build_filename (folder, CVPN_SWEEP_MANIFEST, NULL);

    if (!remove_files (folder, is_ours, error))
        return FALSE;
    if (g_unlink (manifest) < 0 && errno != ENOENT)
        return cvpn_refuse_io (error, manifest, "cannot be removed");
    return TRUE;
}
