/* source_text: only what is a file when it is open is read, so that nothing waits for a pipe. */
#include "import/source_text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cvpnsim/error.h>

static gboolean
check_file (int file, gsize *size, GError **error)
{
    struct stat status;

    if (fstat (file, &status) != 0)
        g_set_error_literal (error, CVPN_ERROR, CVPN_ERROR_IO, g_strerror (errno));
    else if (!S_ISREG (status.st_mode))
        g_set_error_literal (error, CVPN_ERROR, CVPN_ERROR_SYNTAX, "not a file that can be read");
    else if (status.st_size > (off_t) CVPN_SOURCE_BYTES_MAX)
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_SYNTAX,
                     "the file is too large: %" G_GINT64_FORMAT " bytes; at most %u are read",
                     (gint64) status.st_size, CVPN_SOURCE_BYTES_MAX);
    else {
        *size = (gsize) status.st_size;
        return TRUE;
    }
    return FALSE;
}

/* No more than the size that it had when it was opened: a file may grow meanwhile. */
static GString *
read_file (int file, gsize size, GError **error)
{
    GString *bytes = g_string_sized_new (size + 1);

    while (bytes->len < size) {
        const ssize_t n = read (file, bytes->str + bytes->len, size - bytes->len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            g_set_error_literal (error, CVPN_ERROR, CVPN_ERROR_IO, g_strerror (errno));
            g_string_free (bytes, TRUE);
            return NULL;
        }
        if (n == 0)
            break;
        bytes->len += (gsize) n;
    }
    bytes->str[bytes->len] = '\0';
    return bytes;
}

static GString *
open_file (const char *path, GError **error)
{
    const int file = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    GString *bytes = NULL;
    gsize size = 0;

    if (file < 0) {
        g_set_error_literal (error, CVPN_ERROR, CVPN_ERROR_IO, g_strerror (errno));
        return NULL;
    }
    if (check_file (file, &size, error))
        bytes = read_file (file, size, error);
    close (file);
    return bytes;
}

static gboolean
begins_with (const GString *bytes, const char *mark, gsize length)
{
    return bytes->len >= length && !memcmp (bytes->str, mark, length);
}

/* UTF-16, as its byte order mark says. */
static GString *
convert (GString *bytes, const char *from, GError **error)
{
    gsize length = 0;
    g_autofree char *text =
        g_convert (bytes->str + 2, (gssize) bytes->len - 2, "UTF-8", from, NULL, &length, NULL);

    g_string_free (bytes, TRUE);
    if (text)
        return g_string_new_len (text, (gssize) length);
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_SYNTAX, "not valid %.6s, as which it begins", from);
    return NULL;
}

GString *
cvpn_source_text (const char *path, GError **error)
{
    GString *bytes = open_file (path, error);

    if (!bytes)
        return NULL;
    if (begins_with (bytes, "\xff\xfe", 2))
        return convert (bytes, "UTF-16LE", error);
    if (begins_with (bytes, "\xfe\xff", 2))
        return convert (bytes, "UTF-16BE", error);
    if (begins_with (bytes, "\xef\xbb\xbf", 3))
        g_string_erase (bytes, 0, 3);
    return bytes;
}
