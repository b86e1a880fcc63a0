/* csv_file: rows into a buffer, the buffer into a file. */
#include "observe/csv_file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <cvpnsim/error.h>

#include "base/csv.h"
#include "base/match.h"
#include "observe/user_text.h"

#define BUFFER_BYTES (1u << 20)
#define DIGITS_MAX   20

struct CvpnCsvFile {
    char *path;
    int fd; /* -1: not open */
    gboolean in_row;
    char separator;
    GString *buffer;
    GString *scratch;
    GError *error; /* the first */
};

static void
fail (CvpnCsvFile *file)
{
    if (!file->error)
        g_set_error (&file->error, CVPN_ERROR, CVPN_ERROR_IO, "%s: cannot write: %s", file->path,
                     g_strerror (errno));
}

static void
flush (CvpnCsvFile *file)
{
    const char *from = file->buffer->str;
    gsize left = file->buffer->len;

    while (left > 0 && !file->error) {
        const ssize_t written = write (file->fd, from, left);
        if (written >= 0) {
            from += written;
            left -= (gsize) written;
        } else if (errno != EINTR) {
            fail (file);
        }
    }
    g_string_truncate (file->buffer, 0);
}

CvpnCsvFile *
cvpn_csv_file_new (const char *path, const char *header)
{
    CvpnCsvFile *file = g_new0 (CvpnCsvFile, 1);

    file->path = g_strdup (path);
    file->separator = ',';
    file->buffer = g_string_sized_new (BUFFER_BYTES + 4096);
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
    g_string_free (file->buffer, TRUE);
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
    g_string_append (file->buffer, line);
    cvpn_csv_file_end_row (file);
}

/* The decimal digits of 'value', at least 'width' of them. */
static void
append_digits (GString *out, guint64 value, guint width)
{
    char digits[DIGITS_MAX];
    guint n = 0;

    do {
        digits[DIGITS_MAX - ++n] = (char) ('0' + value % 10);
        value /= 10;
    } while (value > 0 || n < width);
    g_string_append_len (out, digits + DIGITS_MAX - n, n);
}

static void
append_integer (GString *out, gint64 value)
{
    if (value < 0)
        g_string_append_c (out, '-');
    append_digits (out, value < 0 ? -(guint64) value : (guint64) value, 1);
}

/* The buffer, ready for the row's next field. */
static GString *
next_field (CvpnCsvFile *file)
{
    if (file->in_row)
        g_string_append_c (file->buffer, file->separator);
    file->in_row = TRUE;
    return file->buffer;
}

void
cvpn_csv_file_empty (CvpnCsvFile *file)
{
    next_field (file);
}

void
cvpn_csv_file_text (CvpnCsvFile *file, const char *text)
{
    GString *out = next_field (file);

    if (text)
        cvpn_csv_append (out, text);
}

void
cvpn_csv_file_plain (CvpnCsvFile *file, const char *text)
{
    g_string_append (next_field (file), text);
}

void
cvpn_csv_file_integer (CvpnCsvFile *file, gint64 value)
{
    append_integer (next_field (file), value);
}

void
cvpn_csv_file_real (CvpnCsvFile *file, double value)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    g_string_append (next_field (file), g_ascii_formatd (text, sizeof text, "%.6f", value));
}

void
cvpn_csv_file_seconds (CvpnCsvFile *file, gint64 ns)
{
    GString *out = next_field (file);
    const guint64 microseconds = (ns < 0 ? -(guint64) ns : (guint64) ns) / 1000;

    if (ns < 0)
        g_string_append_c (out, '-');
    append_digits (out, microseconds / 1000000, 1);
    g_string_append_c (out, '.');
    append_digits (out, microseconds % 1000000, 6);
}

void
cvpn_csv_file_microseconds (CvpnCsvFile *file, gint64 ns)
{
    append_integer (next_field (file), ns / 1000);
}

void
cvpn_csv_file_address (CvpnCsvFile *file, guint32 address)
{
    GString *out = next_field (file);

    if (address == 0)
        return;
    for (gint shift = 24; shift >= 0; shift -= 8) {
        append_digits (out, address >> shift & 255, 1);
        if (shift > 0)
            g_string_append_c (out, '.');
    }
}

void
cvpn_csv_file_protocol (CvpnCsvFile *file, guint8 protocol)
{
    if (protocol == CVPN_PROTOCOL_TCP)
        cvpn_csv_file_text (file, "tcp");
    else if (protocol == CVPN_PROTOCOL_UDP)
        cvpn_csv_file_text (file, "udp");
    else if (protocol == CVPN_PROTOCOL_ICMP)
        cvpn_csv_file_text (file, "icmp");
    else
        cvpn_csv_file_integer (file, protocol);
}

void
cvpn_csv_file_user (CvpnCsvFile *file, const CvpnUser *user)
{
    g_string_truncate (file->scratch, 0);
    cvpn_user_append (file->scratch, user);
    cvpn_csv_file_text (file, file->scratch->str);
}

void
cvpn_csv_file_end_row (CvpnCsvFile *file)
{
    g_string_append_c (file->buffer, '\n');
    file->in_row = FALSE;
    if (file->buffer->len >= BUFFER_BYTES)
        flush (file);
}

const GError *
cvpn_csv_file_error (const CvpnCsvFile *file)
{
    return file->error;
}

gboolean
cvpn_csv_file_close (CvpnCsvFile *file, GError **error)
{
    flush (file);
    if (file->fd >= 0 && close (file->fd) < 0)
        fail (file);
    file->fd = -1;
    if (!file->error)
        return TRUE;
    g_propagate_error (error, g_error_copy (file->error));
    return FALSE;
}
