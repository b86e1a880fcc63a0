/* The temporary folder of a test program.
 *
 * The one place in the tests with a file-scope variable: what is removed at
 * exit has to be found by a function without arguments. */
#include "support.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

static char *folder;
static pid_t owner;

static void
remove_tree (const char *path)
{
    const gboolean is_folder =
        g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK);
    GDir *dir = is_folder ? g_dir_open (path, 0, NULL) : NULL;
    const char *name;

    while (dir && (name = g_dir_read_name (dir))) {
        g_autofree char *inner = g_build_filename (path, name, NULL);
        remove_tree (inner);
    }
    if (dir)
        g_dir_close (dir);
    g_remove (path);
}

/* A child that a test forks must not take the folder away from its parent. */
static void
remove_folder (void)
{
    if (owner == getpid ())
        remove_tree (folder);
    g_free (folder);
}

const char *
cvpn_test_folder (void)
{
    if (!folder) {
        folder = g_dir_make_tmp ("cvpnsim-test-XXXXXX", NULL);
        g_assert (folder);
        owner = getpid ();
        atexit (remove_folder);
    }
    return folder;
}
