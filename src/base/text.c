/* text: whole files, bounded.
 *
 * Pipes have no size to ask for, so the bound is kept while reading too: a
 * name like /dev/zero ends in a message, not in all of the memory. */
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cvpnsim/error.h>

#define CHUNK (1u << 15)

static gboolean
refuse_errno (GError **error, int code)
{
    g_set_error_literal (error, CVPN_ERROR, CVPN_ERROR_IO, g_strerror (code));
    return FALSE;
}

/* '*size' is what the file seems to have. */
static gboolean
check_size (FILE *file, gsize bytes_max, gsize *size, GError **error)
{
    struct stat status;

    if (fstat (fileno (file), &status) != 0)
        return refuse_errno (error, errno);
    *size = S_ISREG (status.st_mode) ? (gsize) status.st_size : 0;
    if (*size <= bytes_max)
        return TRUE;
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_SYNTAX,
                 "the file is too large: %" G_GUINT64_FORMAT " bytes; at most %" G_GSIZE_FORMAT
                 " are read",
                 (guint64) status.st_size, bytes_max);
    return FALSE;
}

static gboolean
read_bytes (FILE *file, gsize bytes_max, GString *content, GError **error)
{
    gsize n = CHUNK;

    while (n > 0) {
        const gsize length = content->len;
        g_string_set_size (content, length + CHUNK);
        n = fread (content->str + length, 1, CHUNK, file);
        g_string_set_size (content, length + n);
        if (content->len > bytes_max) {
            g_set_error (error, CVPN_ERROR, CVPN_ERROR_SYNTAX,
                         "the file is too large: more than %" G_GSIZE_FORMAT " bytes", bytes_max);
            return FALSE;
        }
    }
    return ferror (file) ? refuse_errno (error, errno) : TRUE;
}

static gboolean
check_text (const GString *content, GError **error)
{
    if (!memchr (content->str, '\0', content->len))
        return TRUE;
    g_set_error_literal (error, CVPN_ERROR, CVPN_ERROR_SYNTAX,
                         "not a text file: it has NUL bytes; expected UTF-8");
    return FALSE;
}

char *
cvpn_text_read (const char *path, gsize bytes_max, gsize *length, GError **error)
{
    static const char mark[] = "\xef\xbb\xbf";
    FILE *file = fopen (path, "rbe");
    gsize size;

    if (!file) {
        refuse_errno (error, errno);
        return NULL;
    }
    if (!check_size (file, bytes_max, &size, error)) {
        (void) fclose (file);
        return NULL;
    }
    GString *content = g_string_sized_new (size + CHUNK);
    const gboolean fine =
        read_bytes (file, bytes_max, content, error) && check_text (content, error);
    (void) fclose (file); /* read only: nothing can be lost */
    if (fine && g_str_has_prefix (content->str, mark))
        g_string_erase (content, 0, sizeof mark - 1);
    *length = content->len;
    return g_string_free (content, !fine);
}
