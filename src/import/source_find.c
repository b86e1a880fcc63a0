/* source_find: the files below a folder, in an order that is the same everywhere. */
#include "import/source.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <cvpnsim/error.h>

typedef struct {
    GPtrArray *sources;
    CvpnReport *report;
    guint64 bytes;
    gboolean full; /* more than are read: said once */
} Search;

static gboolean
is_json (const char *name)
{
    const gsize length = strlen (name);

    return length > 5 && !g_ascii_strcasecmp (name + length - 5, ".json");
}

static void
fail (Search *search, const char *path, const char *what)
{
    cvpn_report_add (search->report, CVPN_SEVERITY_ERROR, path, 0, "%s", what);
}

static void
add_source (Search *search, const char *path, const char *name, guint64 bytes)
{
    g_ptr_array_add (search->sources, cvpn_source_new (path, name));
    search->bytes += bytes;
}

static void
check_bounds (Search *search, const char *root)
{
    g_autofree char *what = NULL;

    if (search->full)
        return;
    if (search->sources->len > CVPN_SOURCE_FILES_MAX)
        what = g_strdup_printf ("more than %d files", CVPN_SOURCE_FILES_MAX);
    else if (search->bytes > CVPN_SOURCE_TOTAL_MAX)
        what = g_strdup_printf ("the files are too large together: more than %" G_GUINT64_FORMAT
                                " bytes",
                                (guint64) CVPN_SOURCE_TOTAL_MAX);
    if (what) {
        fail (search, root, what);
        search->full = TRUE;
    }
}

static void search_folder (Search *search, const char *root, const char *relative);

static void
search_entry (Search *search, const char *root, const char *name)
{
    g_autofree char *path = g_build_filename (root, name, NULL);
    struct stat itself, target;

    if (lstat (path, &itself) != 0)
        fail (search, path, g_strerror (errno));
    else if (S_ISDIR (itself.st_mode))
        search_folder (search, root, name);
    else if (!is_json (name))
        return;
    else if (stat (path, &target) != 0)
        fail (search, path, g_strerror (errno));
    else if (S_ISREG (target.st_mode))
        add_source (search, path, name, (guint64) target.st_size);
}

static void
search_folder (Search *search, const char *root, const char *relative)
{
    g_autofree char *path = *relative ? g_build_filename (root, relative, NULL) : g_strdup (root);
    g_autoptr (GError) error = NULL;
    g_autoptr (GDir) folder = g_dir_open (path, 0, &error);
    const char *entry;

    if (!folder) {
        fail (search, path, "the folder cannot be read");
        return;
    }
    while (!search->full && (entry = g_dir_read_name (folder))) {
        g_autofree char *name =
            *relative ? g_build_filename (relative, entry, NULL) : g_strdup (entry);
        search_entry (search, root, name);
        check_bounds (search, root);
    }
}

static gint
compare_sources (gconstpointer left, gconstpointer right)
{
    const CvpnSource *a = *(const CvpnSource *const *) left;
    const CvpnSource *b = *(const CvpnSource *const *) right;
    const gint order = strcmp (a->name, b->name);

    return order ? order : strcmp (a->path, b->path);
}

static void
search_path (Search *search, const char *path)
{
    g_autofree char *name = g_path_get_basename (path);
    struct stat status;

    if (stat (path, &status) != 0)
        fail (search, path, g_strerror (errno));
    else if (S_ISREG (status.st_mode))
        add_source (search, path, name, (guint64) status.st_size);
    else if (!S_ISDIR (status.st_mode))
        fail (search, path, "neither a file nor a folder");
    else {
        search_folder (search, path, "");
        if (search->sources->len == 0 && cvpn_report_errors (search->report) == 0)
            fail (search, path, "the folder has no *.json");
    }
}

GPtrArray *
cvpn_sources_find (const char *path, CvpnReport *report, GError **error)
{
    const guint before = cvpn_report_errors (report);
    Search search = { .report = report };

    search.sources = g_ptr_array_new_with_free_func ((GDestroyNotify) cvpn_source_free);
    search_path (&search, path);
    if (cvpn_report_errors (report) == before) {
        g_ptr_array_sort (search.sources, compare_sources);
        return search.sources;
    }
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_SCENARIO, "%u error%s",
                 cvpn_report_errors (report) - before,
                 cvpn_report_errors (report) - before == 1 ? "" : "s");
    g_ptr_array_unref (search.sources);
    return NULL;
}
