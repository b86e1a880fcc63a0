/* The scenarios of this project, each with the errors and warnings that it should have:
 * corpus.txt, "FILE: CODE CODE*2 …".  What is mended has no errors.
 *
 * To renew it, having read the difference: CVPN_TEST_BLESS=1 test_check_corpus. */
#include <string.h>

#include "checked.h"
#include "scenario_text.h"
#include "support.h"

static const char *const folders[] = { "scenarios", "scenarios/cases", "scenarios/troubles",
                                       "scenarios/steps", "scenarios/intermittent" };

static gint
compare_names (gconstpointer a, gconstpointer b)
{
    return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
list_folder (const char *folder, GPtrArray *files)
{
    g_autofree char *path = cvpn_test_path (folder);
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name (dir)))
        if (g_str_has_suffix (name, ".ini"))
            g_ptr_array_add (files, g_strdup_printf ("%s/%s", folder, name));
}

static char *
describe (const char *file, const CvpnChecked *checked)
{
    g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
    GString *line = g_string_new (file);

    for (guint i = 0; i < checked->findings->len; i++) {
        const CvpnFinding *finding = checked->findings->pdata[i];
        if (finding->severity != CVPN_SEVERITY_NOTE)
            g_ptr_array_add (
                words, g_strdup_printf (finding->severity == CVPN_SEVERITY_ERROR ? "%s!" : "%s",
                                        finding->code));
    }
    g_ptr_array_sort (words, compare_names);
    g_string_append_c (line, ':');
    for (guint i = 0; i < words->len; i++)
        g_string_append_printf (line, " %s", (const char *) words->pdata[i]);
    g_string_append_c (line, '\n');
    return g_string_free (line, FALSE);
}

static char *
describe_all (void)
{
    g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
    GString *all = g_string_new (NULL);

    for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
        list_folder (folders[i], files);
    g_ptr_array_sort (files, compare_names);
    CU_ASSERT (files->len > 150);
    for (guint i = 0; i < files->len; i++) {
        g_autofree char *path = cvpn_test_path (files->pdata[i]);
        g_auto (CvpnChecked) checked = cvpn_test_check (path);
        CU_ASSERT_FATAL (checked.findings != NULL);
        g_autofree char *line = describe (files->pdata[i], &checked);
        g_string_append (all, line);
        if (strstr (files->pdata[i], "-fixed"))
            cvpn_assert_int (cvpn_findings_count (checked.findings, CVPN_SEVERITY_ERROR), 0);
    }
    return g_string_free (all, FALSE);
}

/* The line of the same file, or "": one file more or less is one difference. */
static const char *
find_line (char *const *lines, const char *line)
{
    const gsize length = (gsize) (strchr (line, ':') - line) + 1;

    for (guint i = 0; lines[i]; i++)
        if (strncmp (lines[i], line, length) == 0)
            return lines[i];
    return "";
}

static void
compare_lines (const char *got, const char *want)
{
    g_auto (GStrv) lines = g_strsplit (got, "\n", -1);
    g_auto (GStrv) wanted = g_strsplit (want, "\n", -1);

    for (guint i = 0; lines[i] && *lines[i]; i++)
        cvpn_assert_str (lines[i], find_line (wanted, lines[i]));
    for (guint i = 0; wanted[i] && *wanted[i]; i++)
        CU_ASSERT (*find_line (lines, wanted[i]) != '\0');
}

static void
test_corpus (void)
{
    g_autofree char *got = describe_all ();
    g_autofree char *want = cvpn_test_read ("tests/unit/check/corpus.txt");

    if (g_getenv ("CVPN_TEST_BLESS")) {
        g_autofree char *path = cvpn_test_path ("tests/unit/check/corpus.txt");
        CU_ASSERT (g_file_set_contents (path, got, -1, NULL));
        return;
    }
    compare_lines (got, want ? want : "");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "what is found in each scenario", test_corpus },
    };

    return cvpn_test_main ("check: scenarios", tests, G_N_ELEMENTS (tests));
}
