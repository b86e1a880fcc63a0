/* amend: a scenario's files as one, with changes.
 *
 * Here and not in base, since which files a scenario consists of, and which keys name further
 * ones, is the format's; the lines are base/document_edit.h's. */
#include <cvpnsim/amend.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cvpnsim/error.h>

#include "input/file_names.h"
#include "model/scenario.h"

#define SCENARIO "scenario"
#define INCLUDE  "include"

typedef struct {
    GHashTable *files; /* real paths of those that are read, owned */
    char *folder;      /* of the output, real; NULL: names stay */
    GError *error;     /* the first */
} Amender;

static CvpnLines *assemble (Amender *amender, const char *path);

/* Where a name leads to, links and all; newly allocated. */
static char *
find_real (const char *path)
{
    char *real = realpath (path, NULL);
    char *copy = g_strdup (real);

    free (real);
    return copy ? copy : g_canonicalize_filename (path, NULL);
}

static void
keep_error (Amender *amender, GError *error)
{
    if (!amender->error)
        amender->error = error;
    else if (error)
        g_error_free (error);
}

/* Names of files in 'folder' become names in the output's. */
static void
move_names (Amender *amender, CvpnLines *lines, const char *folder)
{
    g_autofree char *from = find_real (folder);
    CvpnFileNames names = { .from = from, .to = amender->folder };

    if (amender->folder)
        cvpn_file_names_move_all (&names, lines);
    keep_error (amender, names.error);
}

/* In the order in which they are read; each file once. */
static void
include_all (Amender *amender, CvpnLines *lines, const char *list, const char *folder)
{
    g_auto (GStrv) items = g_strsplit (list, ";", -1);
    g_autoptr (CvpnLines) before = cvpn_lines_new ("");

    for (guint i = 0; items[i]; i++) {
        const char *name = g_strstrip (items[i]);
        g_autofree char *path =
            g_path_is_absolute (name) ? g_strdup (name) : g_build_filename (folder, name, NULL);
        g_autofree char *real = find_real (path);
        if (!*name || g_hash_table_contains (amender->files, real))
            continue;
        g_autoptr (CvpnLines) included = assemble (amender, path);
        if (!included)
            return;
        cvpn_lines_merge (lines, included, SCENARIO);
        cvpn_lines_append (before, included);
    }
    cvpn_lines_precede (lines, before, SCENARIO);
}

/* NULL with amender->error; of a pipe there is nothing left. */
static char *
read_again (Amender *amender, const char *path)
{
    g_autoptr (GError) error = NULL;
    char *text = NULL;

    if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
        keep_error (amender, g_error_new (CVPN_ERROR, CVPN_ERROR_USAGE,
                                          "%s: cannot be read again; expected a plain file", path));
    else if (!g_file_get_contents (path, &text, NULL, &error))
        keep_error (amender, g_error_new (CVPN_ERROR, CVPN_ERROR_IO, "cannot read again: %s",
                                          error->message));
    return text;
}

/* The file, behind those that it includes; NULL with amender->error. */
static CvpnLines *
assemble (Amender *amender, const char *path)
{
    g_autofree char *folder = g_path_get_dirname (path);
    g_autofree char *text = read_again (amender, path);

    g_hash_table_add (amender->files, find_real (path));
    if (!text)
        return NULL;
    CvpnLines *lines = cvpn_lines_new (text);
    g_autofree char *list = cvpn_lines_get (lines, SCENARIO, INCLUDE);
    move_names (amender, lines, folder);
    if (list) {
        cvpn_lines_set (lines, SCENARIO, INCLUDE, NULL);
        include_all (amender, lines, list, folder);
    }
    return lines;
}

/* What a value of the command line names is relative to where that was typed. */
static void
set_override (Amender *amender, CvpnLines *lines, const CvpnGroup *group, const CvpnEntry *entry)
{
    g_autofree char *here = find_real (".");
    CvpnFileNames names = { .from = here, .to = amender->folder };
    g_autofree char *header =
        *group->name ? g_strconcat (group->kind, " ", group->name, NULL) : g_strdup (group->kind);
    g_autofree char *moved = cvpn_file_names_move (group->kind, entry->key, entry->value, &names);

    keep_error (amender, names.error);
    cvpn_lines_set (lines, header, entry->key, moved ? moved : entry->value);
}

static void
set_overrides (Amender *amender, CvpnLines *lines, const CvpnDocument *document)
{
    for (guint i = 0; i < document->groups->len; i++) {
        const CvpnGroup *group = document->groups->pdata[i];
        for (guint j = 0; j < group->entries->len; j++) {
            const CvpnEntry *entry = group->entries->pdata[j];
            if (entry->line == 0)
                set_override (amender, lines, group, entry);
        }
    }
}

static void
clear_amender (Amender *amender)
{
    g_hash_table_unref (amender->files);
    g_free (amender->folder);
    g_clear_error (&amender->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Amender, clear_amender)

char *
cvpn_scenario_amend (const CvpnScenario *scenario, const CvpnAmendment *changes, guint n,
                     const char *folder, GError **error)
{
    g_auto (Amender) amender = {
        .files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
        .folder = find_real (folder),
    };
    g_autoptr (CvpnLines) lines = assemble (&amender, scenario->path);

    if (lines)
        set_overrides (&amender, lines, scenario->spec->document);
    if (amender.error) {
        g_propagate_error (error, g_steal_pointer (&amender.error));
        return NULL;
    }
    for (guint i = 0; i < n; i++)
        cvpn_lines_set (lines, changes[i].group, changes[i].key, changes[i].value);
    return cvpn_lines_text (lines);
}

static gboolean
refuse_output (GError **error, const char *path, const char *why)
{
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE, "%s: %s", path, why);
    return FALSE;
}

/* FALSE with 'error': the scenario reads it, or cannot be read again. */
static gboolean
check_unread (const CvpnScenario *scenario, const char *path, GError **error)
{
    g_autofree char *real = find_real (path);
    g_auto (Amender) amender = {
        .files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    };
    CvpnLines *lines = assemble (&amender, scenario->path);

    g_clear_pointer (&lines, cvpn_lines_free); /* for the names of the files alone */
    if (amender.error) {
        g_propagate_error (error, g_steal_pointer (&amender.error));
        return FALSE;
    }
    return !g_hash_table_contains (amender.files, real) ||
           refuse_output (error, path, "is read by the scenario; expected another file");
}

gboolean
cvpn_scenario_check_output (const CvpnScenario *scenario, const char *path, gboolean force,
                            GError **error)
{
    struct stat status;

    if (!*path)
        return refuse_output (error, "-o", "the file's name is empty");
    if (!check_unread (scenario, path, error))
        return FALSE;
    if (lstat (path, &status) != 0)
        return errno == ENOENT || refuse_output (error, path, g_strerror (errno));
    if (!S_ISREG (status.st_mode))
        return refuse_output (error, path, "is there already, not a plain file");
    return force || refuse_output (error, path, "is there already; --force replaces it");
}
