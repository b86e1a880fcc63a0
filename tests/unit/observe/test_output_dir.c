/* output_dir: all or nothing, whatever is in the way.  Failures are provoked
 * without permissions, because root has them all. */
#include "observe/output_dir.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cvpnsim/error.h>

#include "support.h"

typedef struct {
    char *root;    /* a folder of the test's own */
    char *path;    /* root/out */
    char *partial; /* root/.out.partial */
} Place;

static gboolean
knows (const char *file)
{
    return strcmp (file, "a.csv") == 0 || strcmp (file, "b.csv") == 0;
}

static void
begin (Place *place)
{
    place->root = g_dir_make_tmp ("cvpnsim-test-XXXXXX", NULL);
    place->path = g_build_filename (place->root, "out", NULL);
    place->partial = g_build_filename (place->root, ".out.partial", NULL);
}

static void
put (const char *folder, const char *name, const char *content)
{
    g_autofree char *path = g_build_filename (folder, name, NULL);

    g_mkdir (folder, 0777);
    CU_ASSERT (g_file_set_contents (path, content, -1, NULL));
}

static gint
compare (gconstpointer a, gconstpointer b)
{
    return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* "a.csv=1 b.csv=2", by name; "none" if there is no such folder. */
static char *
look (const char *folder)
{
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    GString *out = g_string_new (dir ? "" : "none");
    const char *name;

    while (dir && (name = g_dir_read_name (dir)))
        g_ptr_array_add (names, g_strdup (name));
    g_ptr_array_sort (names, compare);
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);
        g_autofree char *content = NULL;
        g_file_get_contents (path, &content, NULL, NULL);
        g_string_append_printf (out, "%s%s=%s", i > 0 ? " " : "",
                                (char *) g_ptr_array_index (names, i), content ? content : "?");
    }
    return g_string_free (out, FALSE);
}

static void
assert_holds (const char *folder, const char *want)
{
    g_autofree char *got = look (folder);

    cvpn_assert_str (got, want);
}

static void
end (Place *place)
{
    const char *const folders[] = { place->partial, place->path, place->root };

    for (guint i = 0; i < G_N_ELEMENTS (folders); i++) {
        g_autoptr (GDir) dir = g_dir_open (folders[i], 0, NULL);
        const char *name;
        while (dir && (name = g_dir_read_name (dir))) {
            g_autofree char *path = g_build_filename (folders[i], name, NULL);
            g_remove (path);
        }
        g_rmdir (folders[i]);
    }
    CU_ASSERT (!g_file_test (place->root, G_FILE_TEST_EXISTS));
    g_free (place->root);
    g_free (place->path);
    g_free (place->partial);
}

/* Writes a.csv=new into 'path' and commits. */
static void
assert_written (const Place *place, const char *path, gboolean force)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnOutputDir) output = cvpn_output_dir_new (path, force, knows, &error);

    if (!output)
        g_printerr ("%s\n", error->message);
    CU_ASSERT_PTR_NOT_NULL_FATAL (output);
    put (cvpn_output_dir_path (output), "a.csv", "new");
    CU_ASSERT (cvpn_output_dir_commit (output, &error));
    assert_holds (place->path, "a.csv=new");
    assert_holds (place->partial, "none");
}

static void
assert_refused (const char *path, gboolean force, CvpnError code, const char *message)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnOutputDir) output = cvpn_output_dir_new (path, force, knows, &error);

    CU_ASSERT_PTR_NULL_FATAL (output);
    cvpn_assert_int (error->code, code);
    cvpn_assert_has (error->message, message);
}

static void
test_new (void)
{
    Place place;

    begin (&place);
    assert_written (&place, place.path, FALSE);
    end (&place);
}

static void
test_slashes (void)
{
    Place place;

    begin (&place);
    g_autofree char *slashed = g_strconcat (place.path, "///", NULL);
    assert_written (&place, slashed, FALSE);
    assert_written (&place, slashed, TRUE);
    end (&place);
}

static void
test_empty (void)
{
    Place place;

    begin (&place);
    g_mkdir (place.path, 0777);
    assert_written (&place, place.path, FALSE);
    end (&place);
}

static void
test_refused (void)
{
    Place place;

    begin (&place);
    put (place.path, "a.csv", "old");
    assert_refused (place.path, FALSE, CVPN_ERROR_USAGE, "not empty; --force replaces");
    assert_holds (place.path, "a.csv=old");
    assert_holds (place.partial, "none");
    end (&place);
}

static void
test_exchange (void)
{
    Place place;

    begin (&place);
    put (place.path, "a.csv", "old");
    put (place.path, "b.csv", "old");
    assert_written (&place, place.path, TRUE);
    end (&place);
}

static void
test_foreign (void)
{
    Place place;

    begin (&place);
    put (place.path, "a.csv", "old");
    put (place.path, "thesis.doc", "dear");
    assert_refused (place.path, TRUE, CVPN_ERROR_USAGE, "holds 'thesis.doc'");
    assert_holds (place.path, "a.csv=old thesis.doc=dear");
    assert_holds (place.partial, "none");
    end (&place);
}

/* A name of ours is not enough: it must be a plain file. */
static void
test_foreign_kinds (void)
{
    Place place;

    begin (&place);
    g_autofree char *named = g_build_filename (place.path, "a.csv", NULL);
    g_mkdir (place.path, 0777);
    g_mkdir (named, 0777);
    assert_refused (place.path, TRUE, CVPN_ERROR_USAGE, "holds 'a.csv'");
    g_rmdir (named);
    CU_ASSERT_EQUAL (symlink ("/etc/hostname", named), 0);
    assert_refused (place.path, TRUE, CVPN_ERROR_USAGE, "holds 'a.csv'");
    end (&place);
}

/* Put there while the run went on. */
static void
test_foreign_later (void)
{
    g_autoptr (GError) error = NULL;
    Place place;

    begin (&place);
    put (place.path, "a.csv", "old");
    CvpnOutputDir *output = cvpn_output_dir_new (place.path, TRUE, knows, NULL);
    put (cvpn_output_dir_path (output), "a.csv", "new");
    put (place.path, "thesis.doc", "dear");
    CU_ASSERT (!cvpn_output_dir_commit (output, &error));
    cvpn_assert_has (error->message, "holds 'thesis.doc'");
    cvpn_output_dir_free (output);
    assert_holds (place.path, "a.csv=old thesis.doc=dear");
    assert_holds (place.partial, "none");
    end (&place);
}

static void
test_abandoned (void)
{
    Place place;

    begin (&place);
    put (place.path, "a.csv", "old");
    CvpnOutputDir *output = cvpn_output_dir_new (place.path, TRUE, knows, NULL);
    put (cvpn_output_dir_path (output), "a.csv", "new");
    cvpn_output_dir_free (output);
    assert_holds (place.path, "a.csv=old");
    assert_holds (place.partial, "none");
    end (&place);
}

static void
test_stale (void)
{
    Place place;

    begin (&place);
    put (place.partial, "b.csv", "of a run that was killed");
    assert_written (&place, place.path, FALSE);
    end (&place);
}

static void
test_stale_foreign (void)
{
    Place place;

    begin (&place);
    put (place.partial, "thesis.doc", "dear");
    assert_refused (place.path, FALSE, CVPN_ERROR_USAGE, "holds 'thesis.doc'");
    assert_holds (place.partial, "thesis.doc=dear");
    assert_holds (place.path, "none");
    end (&place);
}

static void
test_two_at_once (void)
{
    Place place;

    begin (&place);
    g_autoptr (CvpnOutputDir) first = cvpn_output_dir_new (place.path, FALSE, knows, NULL);
    put (cvpn_output_dir_path (first), "a.csv", "first");
    assert_refused (place.path, FALSE, CVPN_ERROR_IO, "another run is writing to it");
    assert_holds (place.partial, "a.csv=first");
    CU_ASSERT (cvpn_output_dir_commit (first, NULL));
    assert_holds (place.path, "a.csv=first");
    end (&place);
}

static void
test_in_the_way (void)
{
    Place place;

    begin (&place);
    put (place.root, "out", "a file");
    assert_refused (place.path, TRUE, CVPN_ERROR_USAGE, "not a folder");
    g_remove (place.path);
    put (place.root, ".out.partial", "a file");
    assert_refused (place.path, TRUE, CVPN_ERROR_IO, ".out.partial: cannot be used");
    g_remove (place.partial);
    CU_ASSERT_EQUAL (symlink ("nowhere", place.path), 0);
    assert_refused (place.path, TRUE, CVPN_ERROR_USAGE, "a link to nothing");
    end (&place);
}

static void
test_wrong_place (void)
{
    assert_refused ("", FALSE, CVPN_ERROR_USAGE, "empty");
    assert_refused (".", TRUE, CVPN_ERROR_USAGE, "is the current folder");
    assert_refused ("/", TRUE, CVPN_ERROR_USAGE, "/: is ");
    assert_refused ("/proc", TRUE, CVPN_ERROR_USAGE, "is a mount point");
    assert_refused ("/nowhere/at/all", FALSE, CVPN_ERROR_IO, "its parent folder cannot be used");
    assert_refused ("/etc/hostname/x", FALSE, CVPN_ERROR_IO, "Not a directory");
    assert_refused ("/proc/out", FALSE, CVPN_ERROR_IO,
                    "/proc/.out.partial: cannot make the folder");
}

/* The folder that a link leads to is the one replaced; the link stays. */
static void
test_link (void)
{
    Place place;

    begin (&place);
    g_autofree char *link = g_build_filename (place.root, "link", NULL);
    put (place.path, "b.csv", "old");
    CU_ASSERT_EQUAL (symlink ("out", link), 0);
    assert_written (&place, link, TRUE);
    CU_ASSERT (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
    end (&place);
}

static void
test_relative (void)
{
    Place place;

    begin (&place);
    g_autofree char *before = g_get_current_dir ();
    CU_ASSERT_EQUAL (g_chdir (place.root), 0);
    assert_written (&place, "out", FALSE);
    assert_written (&place, "./out", TRUE);
    CU_ASSERT_EQUAL (g_chdir (before), 0);
    end (&place);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "a new folder", test_new },
        { "slashes at the end", test_slashes },
        { "an empty folder", test_empty },
        { "a full folder is refused", test_refused },
        { "force exchanges", test_exchange },
        { "force does not replace what is not ours", test_foreign },
        { "nor folders and links with our names", test_foreign_kinds },
        { "nor what was put there meanwhile", test_foreign_later },
        { "nothing changes without a commit", test_abandoned },
        { "what a killed run left is taken over", test_stale },
        { "but not if it holds something else", test_stale_foreign },
        { "two runs at once", test_two_at_once },
        { "a file in the way", test_in_the_way },
        { "places that cannot be", test_wrong_place },
        { "a link to a folder", test_link },
        { "relative paths", test_relative },
    };

    return cvpn_test_main ("output_dir", tests, G_N_ELEMENTS (tests));
}
