/* csv_file: rows into a buffer, the buffer into a file. */
#include "observe/csv_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <cvpnsim/error.h>

#include "base/csv.h"
#include "base/digits.h"
#include "observe/field_table.h"
#include "observe/user_text.h"

/* What is written at a time, at a multiple of it: the kernel takes pages of this size for the
 * file.  Eight small ones are the largest that it keeps at hand for each processor; larger ones
 * come from memory that nothing has used for long, and where a host must give that back to its
 * guest first, writing takes ten times as long. */
#define BLOCK_BYTES (32u << 10)
/* What is gathered beyond a block, so that a row seldom needs more than there is. */
#define SPARE_BYTES (4u << 10)
/* For a field of limited length and the separator in front of it. */
#define FIELD_ROOM 96

G_STATIC_ASSERT (CVPN_FIELD_WIDTH + CVPN_DIGITS_ROOM <= FIELD_ROOM);

struct CvpnCsvFile {
    char *path;
    int fd; /* -1: not open */
    gboolean in_row;
    char separator;
    char *buffer, *end; /* of what is in it */
    gsize size;         /* a block, and what is spare */
    CvpnFieldTable *names;
    GString *scratch;
    GError *error; /* the first */
    gint failed;   /* atomic: that there is one, for other threads */
};

static void
fail (CvpnCsvFile *file)
{
    if (!file->error)
        g_set_error (&file->error, CVPN_ERROR, CVPN_ERROR_IO, "%s: cannot write: %s", file->path,
                     g_strerror (errno));
    g_atomic_int_set (&file->failed, TRUE);
}

static void
write_out (CvpnCsvFile *file, const char *from, gsize left)
{
    while (left > 0 && !file->error) {
        const ssize_t written = write (file->fd, from, left);
        if (written >= 0) {
            from += written;
            left -= (gsize) written;
        } else if (errno != EINTR) {
            fail (file);
        }
    }
}

static gsize
used_bytes (const CvpnCsvFile *file)
{
    return (gsize) (file->end - file->buffer);
}

/* Whole blocks; what is left moves to the front. */
static void
write_blocks (CvpnCsvFile *file)
{
    const gsize left = used_bytes (file) % BLOCK_BYTES;
    const gsize whole = used_bytes (file) - left;

    write_out (file, file->buffer, whole);
    memmove (file->buffer, file->buffer + whole, left);
    file->end = file->buffer + left;
}

/* So that 'length' bytes more have room. */
static void
enlarge (CvpnCsvFile *file, gsize length)
{
    write_blocks (file);
    const gsize used = used_bytes (file);
    if (length <= file->size - used)
        return;
    file->size = BLOCK_BYTES + length;
    file->buffer = g_realloc (file->buffer, file->size);
    file->end = file->buffer + used;
}

/* Where the next 'length' bytes go. */
static char *
make_room (CvpnCsvFile *file, gsize length)
{
    if (G_UNLIKELY (length > file->size - used_bytes (file)))
        enlarge (file, length);
    return file->end;
}

static void
append (CvpnCsvFile *file, const char *bytes, gsize length)
{
    for (gsize part; length > 0; length -= part, bytes += part) {
        if (used_bytes (file) == file->size)
            write_blocks (file);
        part = MIN (length, file->size - used_bytes (file));
        memcpy (file->end, bytes, part);
        file->end += part;
    }
}

CvpnCsvFile *
cvpn_csv_file_new (const char *path, const char *header)
{
    CvpnCsvFile *file = g_new0 (CvpnCsvFile, 1);

    file->path = g_strdup (path);
    file->separator = ',';
    file->size = BLOCK_BYTES + SPARE_BYTES;
    file->buffer = g_malloc (file->size);
    file->end = file->buffer;
    file->names = cvpn_field_table_new ();
    file->scratch = g_string_new (NULL);
    file->fd = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file->fd < 0)
        fail (file);
    if (header)
        cvpn_csv_file_line (file, header);
    return file;
}

void
cvpn_csv_file_free (CvpnCsvFile *file)
{
    if (!file)
        return;
    if (file->fd >= 0)
        close (file->fd);
    g_free (file->buffer);
    cvpn_field_table_free (file->names);
    g_string_free (file->scratch, TRUE);
    g_clear_error (&file->error);
    g_free (file->path);
    g_free (file);
}

void
cvpn_csv_file_set_separator (CvpnCsvFile *file, char separator)
{
    file->separator = separator;
}

void
cvpn_csv_file_line (CvpnCsvFile *file, const char *line)
{
    append (file, line, strlen (line));
    cvpn_csv_file_end_row (file);
}

/* Where the row's next field goes; there is room for FIELD_ROOM bytes, less the separator. */
static char *
next_field (CvpnCsvFile *file)
{
    char *to = make_room (file, FIELD_ROOM);

    *to = file->separator; /* overwritten by the first field */
    file->end = to + (file->in_row ? 1 : 0);
    file->in_row = TRUE;
    return file->end;
}

void
cvpn_csv_file_empty (CvpnCsvFile *file)
{
    next_field (file);
}

void
cvpn_csv_file_text (CvpnCsvFile *file, const char *text)
{
    const gsize length = text ? strlen (text) : 0;

    next_field (file);
    if (length == 0)
        return;
    if (!cvpn_csv_needs_quotes (text, length)) {
        append (file, text, length);
        return;
    }
    g_autoptr (GString) quoted = g_string_sized_new (2 * length);
    cvpn_csv_append (quoted, text);
    append (file, quoted->str, quoted->len);
}

static void
append_field (CvpnCsvFile *file, const CvpnField *field)
{
    if (field->length > CVPN_FIELD_WIDTH)
        append (file, field->bytes, field->length);
    else
        file->end = cvpn_field_put (file->end, field->bytes, field->length);
}

void
cvpn_csv_file_name (CvpnCsvFile *file, const char *name)
{
    next_field (file);
    if (name)
        append_field (file, cvpn_field_table_get (file->names, name));
}

void
cvpn_csv_file_bytes (CvpnCsvFile *file, const char *bytes, gsize length)
{
    next_field (file);
    append (file, bytes, length);
}

void
cvpn_csv_file_plain (CvpnCsvFile *file, const char *text)
{
    cvpn_csv_file_bytes (file, text, strlen (text));
}

void
cvpn_csv_file_integer (CvpnCsvFile *file, gint64 value)
{
    file->end = cvpn_digits_write_signed (next_field (file), value);
}

void
cvpn_csv_file_real (CvpnCsvFile *file, double value)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    cvpn_csv_file_plain (file, g_ascii_formatd (text, sizeof text, "%.6f", value));
}

void
cvpn_csv_file_seconds (CvpnCsvFile *file, gint64 ns)
{
    file->end = cvpn_digits_write_seconds (next_field (file), ns);
}

void
cvpn_csv_file_microseconds (CvpnCsvFile *file, gint64 ns)
{
    cvpn_csv_file_integer (file, ns / 1000);
}

void
cvpn_csv_file_address (CvpnCsvFile *file, guint32 address)
{
    char *to = next_field (file);

    if (address != 0)
        file->end = cvpn_digits_write_address (to, address);
}

void
cvpn_csv_file_user (CvpnCsvFile *file, const CvpnUser *user)
{
    if (user->name) { /* lists are long: not kept */
        cvpn_csv_file_text (file, user->name);
        return;
    }
    const CvpnField *population = cvpn_field_table_get (file->names, user->population);
    if (population->length <= CVPN_FIELD_WIDTH && population->bytes[0] != '"') {
        next_field (file);
        append_field (file, population);
        *file->end = '-';
        file->end = cvpn_digits_write (file->end + 1, user->number);
        return;
    }
    g_string_truncate (file->scratch, 0);
    cvpn_user_append (file->scratch, user);
    cvpn_csv_file_text (file, file->scratch->str);
}

void
cvpn_csv_file_end_row (CvpnCsvFile *file)
{
    *make_room (file, 1) = '\n';
    file->in_row = FALSE;
    cvpn_csv_file_take_row (file, file->end + 1);
}

char *
cvpn_csv_file_row (CvpnCsvFile *file, gsize room)
{
    return make_room (file, room);
}

void
cvpn_csv_file_take_row (CvpnCsvFile *file, char *end)
{
    file->end = end;
}

const GError *
cvpn_csv_file_error (const CvpnCsvFile *file)
{
    return file->error;
}

gboolean
cvpn_csv_file_failed (CvpnCsvFile *file)
{
    return g_atomic_int_get (&file->failed);
}

gboolean
cvpn_csv_file_close (CvpnCsvFile *file, GError **error)
{
    write_out (file, file->buffer, used_bytes (file));
    file->end = file->buffer;
    if (file->fd >= 0 && close (file->fd) < 0)
        fail (file);
    file->fd = -1;
    if (!file->error)
        return TRUE;
    g_propagate_error (error, g_error_copy (file->error));
    return FALSE;
}
