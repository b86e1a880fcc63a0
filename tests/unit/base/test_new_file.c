/* new_file: whole, or not at all. */
#include "base/new_file.h"

#include <cvpnsim/error.h>
#include <string.h>

#include "support.h"

static guint
count_files (const char *folder)
{
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    guint n = 0;

    while (dir && g_dir_read_name (dir))
        n++;
    return n;
}

static void
check_content (const char *path, const char *want)
{
    g_autofree char *got = NULL;

    CU_ASSERT (g_file_get_contents (path, &got, NULL, NULL) == (want != NULL));
    cvpn_assert_str (got, want);
}

static void
test_new (void)
{
    g_autofree char *path = g_build_filename (cvpn_test_folder (), "new.ini", NULL);
    CvpnNewFile *file = cvpn_new_file_new (path, NULL);

    CU_ASSERT_PTR_NOT_NULL_FATAL (file);
    CU_ASSERT (cvpn_new_file_write (file, "longer\n", NULL));
    CU_ASSERT (cvpn_new_file_write (file, "short\n", NULL));
    check_content (cvpn_new_file_path (file), "short\n");
    check_content (path, NULL);
    CU_ASSERT (cvpn_new_file_commit (file, FALSE, NULL));
    cvpn_assert_str (cvpn_new_file_path (file), path);
    cvpn_new_file_free (file);
    check_content (path, "short\n");
}

static void
test_given_up (void)
{
    g_autofree char *path = g_build_filename (cvpn_test_folder (), "given-up.ini", NULL);
    const guint before = count_files (cvpn_test_folder ());
    CvpnNewFile *file = cvpn_new_file_new (path, NULL);

    CU_ASSERT (cvpn_new_file_write (file, "x", NULL));
    cvpn_new_file_free (file);
    cvpn_assert_int (count_files (cvpn_test_folder ()), before);
}

static void
test_there_already (void)
{
    g_autofree char *path = cvpn_test_file ("there.ini", "old\n");
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnNewFile) file = cvpn_new_file_new (path, NULL);

    CU_ASSERT (cvpn_new_file_write (file, "new\n", NULL));
    CU_ASSERT_FALSE (cvpn_new_file_commit (file, FALSE, &error));
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_IO));
    check_content (path, "old\n");
    CU_ASSERT (cvpn_new_file_commit (file, TRUE, NULL));
    check_content (path, "new\n");
}

static void
test_nowhere (void)
{
    g_autoptr (GError) error = NULL;

    CU_ASSERT_PTR_NULL (cvpn_new_file_new ("/no/such/folder/x.ini", &error));
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_IO));
    cvpn_assert_has (error->message, "/no/such/folder/x.ini: cannot be made: ");
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "a new one appears when it is whole", test_new },
        { "one that is given up leaves nothing", test_given_up },
        { "one that is there is replaced only if wanted", test_there_already },
        { "no folder", test_nowhere },
    };

    return cvpn_test_main ("base new_file", tests, G_N_ELEMENTS (tests));
}
