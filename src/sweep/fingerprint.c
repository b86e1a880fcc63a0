/* fingerprint: the words of the document, each with its final 0 so that none run together. */
#include "sweep/fingerprint.h"

#include <string.h>

#include <cvpnsim/error.h>

#include "input/file_names.h"
#include "input/include.h"

static void
hash_word (GChecksum *sum, const char *word)
{
    g_checksum_update (sum, (const guchar *) word, (gssize) strlen (word) + 1);
}

/* Its name and its bytes; a file that cannot be read is found by whoever loads the scenario. */
static void
hash_file (GChecksum *sum, const char *folder, const char *name)
{
    g_autofree char *path =
        g_path_is_absolute (name) ? g_strdup (name) : g_build_filename (folder, name, NULL);
    g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);

    hash_word (sum, name);
    if (file && g_mapped_file_get_length (file) > 0)
        g_checksum_update (sum, (const guchar *) g_mapped_file_get_contents (file),
                           (gssize) g_mapped_file_get_length (file));
}

/* The files that a value names. */
static void
hash_files (GChecksum *sum, const char *kind, const char *key, const char *value,
            const char *folder)
{
    g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
    CvpnFileNames names = { .from = "/", .to = "/", .found = found };

    g_free (cvpn_file_names_move (kind, key, value, &names));
    for (guint i = 0; i < found->len; i++)
        hash_file (sum, folder, g_ptr_array_index (found, i));
}

static void
hash_group (GChecksum *sum, const CvpnGroup *group)
{
    hash_word (sum, group->kind);
    hash_word (sum, group->name);
    for (guint i = 0; i < group->entries->len; i++) {
        const CvpnEntry *entry = g_ptr_array_index (group->entries, i);
        g_autofree char *folder = g_path_get_dirname (entry->file);
        hash_word (sum, entry->key);
        hash_word (sum, entry->value);
        hash_files (sum, group->kind, entry->key, entry->value, folder);
    }
}

/* Of "KIND.NAME.KEY=VALUE": keys that name files have no dot.  What is set is told apart by the
 * manifest; here are only its files, which are named from the current folder. */
static void
hash_assignment (GChecksum *sum, const char *assignment)
{
    g_auto (GStrv) sides = g_strsplit (assignment, "=", 2);
    const char *dot = sides[0] ? strchr (sides[0], '.') : NULL;

    if (!dot || !sides[1])
        return;
    g_autofree char *kind = g_strndup (sides[0], (gsize) (dot - sides[0]));
    hash_files (sum, kind, strrchr (sides[0], '.') + 1, sides[1], ".");
}

/* Each assignment once: a grid has far fewer of them than settings. */
static void
hash_settings (GChecksum *sum, const CvpnGrid *grid)
{
    g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

    for (guint i = 0; i < grid->settings->len; i++) {
        const CvpnSetting *setting = g_ptr_array_index (grid->settings, i);
        for (guint j = 0; setting->set[j]; j++)
            if (g_hash_table_add (seen, setting->set[j]))
                hash_assignment (sum, setting->set[j]);
    }
}

char *
cvpn_fingerprint (const CvpnGrid *grid, GError **error)
{
    g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
    g_autoptr (CvpnDocument) document = cvpn_document_new ();
    g_autoptr (CvpnReport) report = cvpn_report_new ();

    if (!cvpn_include_read (document, grid->path, NULL, report)) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_IO, "%s: cannot be read any more", grid->path);
        return NULL;
    }
    for (guint i = 0; i < document->groups->len; i++)
        hash_group (sum, g_ptr_array_index (document->groups, i));
    hash_settings (sum, grid);
    return g_strdup (g_checksum_get_string (sum));
}
