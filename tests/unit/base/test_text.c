/* text: what is a text file, and what a file is that is none. */
#include "base/text.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include <cvpnsim/error.h>

#include "support.h"

static void
check_content (const char *content, const char *want)
{
    g_autofree char *path = cvpn_test_file ("x.ini", content);
    gsize length = 99;
    g_autofree char *got = cvpn_text_read (path, 1000, &length, NULL);

    cvpn_assert_str (got, want);
    cvpn_assert_int (length, strlen (want));
}

static void
test_content (void)
{
    check_content ("", "");
    check_content ("a\r\nb\n", "a\r\nb\n");
    check_content ("\xef\xbb\xbf[a]\n", "[a]\n"); /* a byte order mark */
    check_content ("\xef\xbb\xbf", "");
    check_content ("\xff", "\xff"); /* the caller's business */
}

static void
check_failure (const char *path, gsize bytes_max, gint code, const char *message)
{
    g_autoptr (GError) error = NULL;
    gsize length;
    g_autofree char *got = cvpn_text_read (path, bytes_max, &length, &error);

    CU_ASSERT (got == NULL);
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, code));
    cvpn_assert_has (error ? error->message : NULL, message);
}

static void
test_failures (void)
{
    g_autofree char *path = cvpn_test_file ("x.ini", "0123456789");
    g_autofree char *folder = g_path_get_dirname (path);
    gsize length;

    check_failure ("/nonexistent/x.ini", 10, CVPN_ERROR_IO, "No such file or directory");
    check_failure (folder, 10, CVPN_ERROR_IO, "Is a directory");
    check_failure (path, 9, CVPN_ERROR_SYNTAX, "too large: 10 bytes; at most 9");
    check_failure ("/dev/zero", 100000, CVPN_ERROR_SYNTAX, "more than 100000 bytes");
    g_autofree char *fits = cvpn_text_read (path, 10, &length, NULL);
    cvpn_assert_str (fits, "0123456789");

    CU_ASSERT (g_file_set_contents (path, "a\0b", 3, NULL));
    check_failure (path, 10, CVPN_ERROR_SYNTAX, "not a text file");
    g_chmod (path, 0);
    if (geteuid () != 0) /* root reads it all the same */
        check_failure (path, 10, CVPN_ERROR_IO, "Permission denied");
}

int
main (void)
{
    static const CvpnTest tests[] = { { "content", test_content }, { "failures", test_failures } };

    return cvpn_test_main ("base text", tests, G_N_ELEMENTS (tests));
}
