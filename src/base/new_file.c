/* new_file: a file of another name beside it, and one rename. */
#include "base/new_file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/refuse.h"

struct CvpnNewFile {
    char *path;
    char *partial; /* NULL: it has its name */
    int fd;
};

CvpnNewFile *
cvpn_new_file_new (const char *path, GError **error)
{
    g_autofree char *folder = g_path_get_dirname (path);
    g_autofree char *name = g_path_get_basename (path);
    g_autofree char *hidden = g_strdup_printf (".%s.XXXXXX", name);
    g_autofree char *partial = g_build_filename (folder, hidden, NULL);
    const int fd = g_mkstemp_full (partial, O_RDWR | O_CLOEXEC, 0666);

    if (fd < 0) {
        cvpn_refuse_io (error, path, "cannot be made");
        return NULL;
    }
    CvpnNewFile *file = g_new0 (CvpnNewFile, 1);
    file->path = g_strdup (path);
    file->partial = g_steal_pointer (&partial);
    file->fd = fd;
    return file;
}

void
cvpn_new_file_free (CvpnNewFile *file)
{
    if (!file)
        return;
    if (file->partial)
        g_unlink (file->partial);
    close (file->fd);
    g_free (file->partial);
    g_free (file->path);
    g_free (file);
}

const char *
cvpn_new_file_path (const CvpnNewFile *file)
{
    return file->partial ? file->partial : file->path;
}

gboolean
cvpn_new_file_write (CvpnNewFile *file, const char *text, GError **error)
{
    gsize left = strlen (text);

    if (lseek (file->fd, 0, SEEK_SET) < 0 || ftruncate (file->fd, 0) < 0)
        return cvpn_refuse_io (error, file->path, "cannot write");
    while (left > 0) {
        const ssize_t written = write (file->fd, text, left);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return cvpn_refuse_io (error, file->path, "cannot write");
        text += written;
        left -= (gsize) written;
    }
    return fsync (file->fd) == 0 || cvpn_refuse_io (error, file->path, "cannot write");
}

static gboolean
give_name (const CvpnNewFile *file, gboolean replace)
{
    if (!replace &&
        renameat2 (AT_FDCWD, file->partial, AT_FDCWD, file->path, RENAME_NOREPLACE) == 0)
        return TRUE;
    /* A file system that knows no such rename has a moment between look and deed. */
    if (!replace && (errno == EEXIST || (errno != EINVAL && errno != ENOSYS)))
        return FALSE;
    if (!replace && g_access (file->path, F_OK) == 0) {
        errno = EEXIST;
        return FALSE;
    }
    return rename (file->partial, file->path) == 0;
}

gboolean
cvpn_new_file_commit (CvpnNewFile *file, gboolean replace, GError **error)
{
    if (!give_name (file, replace))
        return cvpn_refuse_io (error, file->path, "cannot be made");
    g_clear_pointer (&file->partial, g_free);
    return TRUE;
}
