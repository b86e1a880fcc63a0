/* csv_file: the form of each kind of field, and what happens when a disk is full. */
#include "observe/csv_file.h"

#include <string.h>

#include <cvpnsim/error.h>

#include "base/csv.h"
#include "support.h"

typedef void (*Fill) (CvpnCsvFile *file);

/* What 'fill' makes of a file whose header is "h". */
static char *
write_with (Fill fill)
{
    g_autofree char *path = cvpn_test_file ("x.csv", "what was there before");
    g_autoptr (CvpnCsvFile) file = cvpn_csv_file_new (path, "h");
    char *content = NULL;

    fill (file);
    CU_ASSERT_PTR_NULL (cvpn_csv_file_error (file));
    CU_ASSERT (cvpn_csv_file_close (file, NULL));
    g_file_get_contents (path, &content, NULL, NULL);
    return content;
}

static void
fill_times (CvpnCsvFile *file)
{
    const gint64 times[] = { 0, 999, 1000, 1000000000, 86399999999999, G_MAXINT64, -1500000 };

    for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
        cvpn_csv_file_seconds (file, times[i]);
        cvpn_csv_file_microseconds (file, times[i]);
        cvpn_csv_file_end_row (file);
    }
}

static void
test_times (void)
{
    g_autofree char *got = write_with (fill_times);

    cvpn_assert_str (got, "h\n"
                          "0.000000,0\n"
                          "0.000000,0\n"
                          "0.000001,1\n"
                          "1.000000,1000000\n"
                          "86399.999999,86399999999\n"
                          "9223372036.854775,9223372036854775\n"
                          "-0.001500,-1500\n");
}

static void
fill_numbers (CvpnCsvFile *file)
{
    cvpn_csv_file_integer (file, 0);
    cvpn_csv_file_integer (file, G_MAXINT64);
    cvpn_csv_file_integer (file, G_MININT64);
    cvpn_csv_file_real (file, 0.25);
    cvpn_csv_file_empty (file);
    cvpn_csv_file_end_row (file);
    cvpn_csv_file_address (file, 0xffffffff);
    cvpn_csv_file_address (file, 0x0a000001);
    cvpn_csv_file_address (file, 0);
    cvpn_csv_file_end_row (file);
}

static void
test_numbers (void)
{
    g_autofree char *got = write_with (fill_numbers);

    cvpn_assert_str (got, "h\n0,9223372036854775807,-9223372036854775808,0.250000,\n"
                          "255.255.255.255,10.0.0.1,\n");
}

static void
fill_bytes (CvpnCsvFile *file)
{
    cvpn_csv_file_bytes (file, "a,b and more", 3);
    cvpn_csv_file_bytes (file, ",,", 2);
    cvpn_csv_file_bytes (file, "", 0);
    cvpn_csv_file_integer (file, 1);
    cvpn_csv_file_end_row (file);
}

/* As they are, several fields among them. */
static void
test_bytes (void)
{
    g_autofree char *got = write_with (fill_bytes);

    cvpn_assert_str (got, "h\na,b,,,,,1\n");
}

static void
fill_text (CvpnCsvFile *file)
{
    const CvpnUser listed = { .population = "staff", .name = "O'Neil, \"Zoe\"" };
    const CvpnUser counted = { .population = "staff", .number = 4000000000 };

    cvpn_csv_file_text (file, NULL);
    cvpn_csv_file_text (file, "");
    cvpn_csv_file_text (file, "a,b");
    cvpn_csv_file_user (file, &listed);
    cvpn_csv_file_user (file, &counted);
    cvpn_csv_file_text (file, "two\nlines");
    cvpn_csv_file_end_row (file);
}

static void
test_text (void)
{
    g_autofree char *got = write_with (fill_text);

    cvpn_assert_str (got, "h\n,,\"a,b\",\"O'Neil, \"\"Zoe\"\"\",staff-4000000000,\"two\nlines\"\n");
}

/* Names are written as text is, the first time and each later one; more of them than fit a
 * field of fixed width, and enough for the table to grow. */
static void
test_names (void)
{
    const char *const samples[] = { "web",
                                    "",
                                    "a,b",
                                    "\"",
                                    " x",
                                    "x ",
                                    "two\nlines",
                                    "é\r",
                                    "exactly as wide as what is copied as a whole is.",
                                    "one byte wider than what is copied as a whole is.",
                                    "longer than a field, with \"quotes\" and a comma, \n." };
    g_autofree char *path = cvpn_test_file ("x.csv", "");
    g_autoptr (CvpnCsvFile) file = cvpn_csv_file_new (path, NULL);
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GString) want = g_string_new (NULL);
    g_autofree char *got = NULL;

    for (guint i = 0; i < 1000; i++)
        g_ptr_array_add (names, i < G_N_ELEMENTS (samples) ? g_strdup (samples[i])
                                                           : g_strdup_printf ("name, %u", i));
    for (guint i = 0; i < 3 * names->len; i++) {
        const char *name = names->pdata[i * 7 % names->len];
        cvpn_csv_file_name (file, name);
        cvpn_csv_file_name (file, NULL);
        cvpn_csv_file_text (file, name);
        cvpn_csv_file_end_row (file);
        cvpn_csv_append (want, name);
        g_string_append (want, ",,");
        cvpn_csv_append (want, name);
        g_string_append_c (want, '\n');
    }
    CU_ASSERT (cvpn_csv_file_close (file, NULL));
    g_file_get_contents (path, &got, NULL, NULL);
    cvpn_assert_str (got, want->str);
}

/* POPULATION-NUMBER as if it were text, whatever the population is called. */
static void
test_users (void)
{
    const char *const populations[] = {
        "staff", "a b", "a ", " a",
        "a,b",   "",    "\"", "a population whose name is longer than what is copied as a whole"
    };
    g_autofree char *path = cvpn_test_file ("x.csv", "");
    g_autoptr (CvpnCsvFile) file = cvpn_csv_file_new (path, NULL);
    g_autoptr (GString) want = g_string_new (NULL);
    g_autofree char *got = NULL;

    for (guint i = 0; i < 4 * G_N_ELEMENTS (populations); i++) {
        const CvpnUser user = { .population = populations[i % G_N_ELEMENTS (populations)],
                                .number = i < 9 ? G_MAXUINT32 : i };
        g_autofree char *text = g_strdup_printf ("%s-%u", user.population, user.number);
        cvpn_csv_file_integer (file, -1);
        cvpn_csv_file_user (file, &user);
        cvpn_csv_file_end_row (file);
        g_string_append (want, "-1,");
        cvpn_csv_append (want, text);
        g_string_append_c (want, '\n');
    }
    CU_ASSERT (cvpn_csv_file_close (file, NULL));
    g_file_get_contents (path, &got, NULL, NULL);
    cvpn_assert_str (got, want->str);
}

/* Rows of all lengths, so that the buffer is full at any place of one, and lines that are
 * longer than it. */
static void
test_where_the_buffer_ends (void)
{
    g_autofree char *path = cvpn_test_file ("x.csv", "");
    g_autofree char *much = g_strnfill (700000, 'x');
    g_autoptr (CvpnCsvFile) file = cvpn_csv_file_new (path, "h");
    g_autoptr (GString) want = g_string_new ("h\n");
    g_autofree char *got = NULL;

    for (guint i = 0; i < 60000; i++) {
        const char *text = much + 700000 - i % 101;
        cvpn_csv_file_text (file, text);
        cvpn_csv_file_integer (file, i);
        cvpn_csv_file_empty (file);
        cvpn_csv_file_seconds (file, (gint64) i * 1000000000);
        cvpn_csv_file_end_row (file);
        g_string_append_printf (want, "%s,%u,,%u.000000\n", text, i, i);
        if (i % 20000 == 0) {
            cvpn_csv_file_line (file, much);
            g_string_append_printf (want, "%s\n", much);
        }
    }
    CU_ASSERT (cvpn_csv_file_close (file, NULL));
    g_file_get_contents (path, &got, NULL, NULL);
    CU_ASSERT (g_strcmp0 (got, want->str) == 0);
}

/* Rows put together by who writes them: of any length, beside fields and lines. */
static void
test_rows (void)
{
    g_autofree char *path = cvpn_test_file ("x.csv", "");
    g_autofree char *much = g_strnfill (700000, 'x');
    g_autoptr (CvpnCsvFile) file = cvpn_csv_file_new (path, "h");
    g_autoptr (GString) want = g_string_new ("h\n");
    g_autofree char *got = NULL;

    for (guint i = 0; i < 20000; i++) {
        const gsize length = i % 4999 == 0 ? 300000 + i : i % 997;
        char *to = cvpn_csv_file_row (file, length + 1);
        memcpy (to, much, length);
        to[length] = '\n';
        cvpn_csv_file_take_row (file, to + length + 1);
        cvpn_csv_file_integer (file, i);
        cvpn_csv_file_end_row (file);
        g_string_append_printf (want, "%.*s\n%u\n", (int) length, much, i);
    }
    CU_ASSERT (cvpn_csv_file_close (file, NULL));
    g_file_get_contents (path, &got, NULL, NULL);
    CU_ASSERT (g_strcmp0 (got, want->str) == 0);
}

#define MANY 400000

static void
fill_much (CvpnCsvFile *file)
{
    for (guint i = 0; i < MANY; i++) {
        cvpn_csv_file_text (file, "0123456789");
        cvpn_csv_file_end_row (file);
    }
}

static void
test_much (void)
{
    g_autofree char *got = write_with (fill_much);

    cvpn_assert_int (strlen (got), 2 + MANY * 11);
}

static void
test_full (void)
{
    g_autoptr (CvpnCsvFile) file = cvpn_csv_file_new ("/dev/full", "h");
    g_autoptr (GError) error = NULL;

    fill_much (file);
    CU_ASSERT_PTR_NOT_NULL (cvpn_csv_file_error (file));
    CU_ASSERT (cvpn_csv_file_failed (file));
    CU_ASSERT (!cvpn_csv_file_close (file, &error));
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_IO));
    cvpn_assert_str (error->message, "/dev/full: cannot write: No space left on device");
}

static void
test_full_at_the_end (void)
{
    g_autoptr (CvpnCsvFile) file = cvpn_csv_file_new ("/dev/full", "h");
    g_autoptr (GError) error = NULL;

    CU_ASSERT_PTR_NULL (cvpn_csv_file_error (file));
    CU_ASSERT (!cvpn_csv_file_close (file, &error));
    cvpn_assert_has (error->message, "No space left on device");
}

static void
test_cannot_create (void)
{
    g_autoptr (CvpnCsvFile) file = cvpn_csv_file_new ("/proc/nothing/x.csv", "h");
    g_autoptr (GError) error = NULL;

    cvpn_csv_file_integer (file, 1);
    cvpn_csv_file_end_row (file);
    CU_ASSERT (!cvpn_csv_file_close (file, &error));
    cvpn_assert_str (error->message,
                     "/proc/nothing/x.csv: cannot write: No such file or directory");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "times are cut to microseconds", test_times },
        { "numbers, addresses", test_numbers },
        { "bytes", test_bytes },
        { "text is quoted where needed", test_text },
        { "names", test_names },
        { "names of users", test_users },
        { "where the buffer ends", test_where_the_buffer_ends },
        { "rows as a whole", test_rows },
        { "more than the buffer holds", test_much },
        { "a full disk", test_full },
        { "a full disk, noticed at the end", test_full_at_the_end },
        { "a file that cannot be made", test_cannot_create },
    };

    return cvpn_test_main ("csv_file", tests, G_N_ELEMENTS (tests));
}
