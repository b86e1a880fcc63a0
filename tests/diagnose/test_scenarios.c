/* What diagnose finds in every scenario of the project, as a table to be read: errors and
 * warnings, the landings that fail, the place to blame, and the packets.  What has been mended
 * (-fixed) has no error, and no warning but those that are listed here.
 * CVPN_TEST_BLESS writes the table. */
#include <string.h>

#include "analyze/diagnosis.h"
#include "scenario_text.h"
#include "support.h"

#define TABLE "tests/diagnose/table.txt"

/* Mended twins that go on having something that never works. */
static const struct {
    const char *file, *code;
} expected_warnings[] = {
    /* Before their events: the case is what becomes of it in time. */
    { "c10-old-security-group-stays-fixed.ini", "ENI_SG_RULES_MISMATCH" },
    { "c24-rule-works-minutes-later-fixed.ini", "CVPN_NO_AUTHORIZATION_RULE" },
    { "operations-quota-fixed.ini", "CVPN_NO_ROUTE_TO_DESTINATION" },
    /* The cure is that the default group does not admit clients. */
    { "c14-default-security-group-fixed.ini", "ENI_SG_RULES_MISMATCH" },
    /* About sessions alone: there is no rule at all. */
    { "c34-session-limit-storm-fixed.ini", "CVPN_NO_AUTHORIZATION_RULE" },
    { "c35-no-idle-timeout-fixed.ini", "CVPN_NO_AUTHORIZATION_RULE" },
    { "c42-several-sessions-per-user-fixed.ini", "CVPN_NO_AUTHORIZATION_RULE" },
    { "c45-client-cidr-too-small-fixed.ini", "CVPN_NO_AUTHORIZATION_RULE" },
};

static gboolean
is_expected (const char *file, const char *code)
{
    for (guint i = 0; i < G_N_ELEMENTS (expected_warnings); i++)
        if (g_str_equal (expected_warnings[i].file, file) &&
            g_str_equal (expected_warnings[i].code, code))
            return TRUE;
    return FALSE;
}

static void
add_failing (GString *table, const CvpnDiagnosis *d, const CvpnDiscovery *discovery)
{
    const CvpnSubject *s = &discovery->subject;
    const guint32 crowd = g_array_index (discovery->crowds, guint32, 0);
    guint n = 0;

    for (guint i = 0; i < s->n_landings; i++)
        if (s->roles[i] == CVPN_ROLE_FAILING)
            g_string_append_printf (table, "%s%s", n++ > 0 ? "," : " ",
                                    cvpn_diagnosis_landing (d, crowd, i)->name);
    g_string_append_printf (table, " of %u", s->n_landings);
}

static void
add_region (GString *table, CvpnRegion *region)
{
    const GPtrArray *boxes = cvpn_region_boxes (region);

    for (guint i = 0; i < boxes->len; i++) {
        const CvpnBox *box = boxes->pdata[i];
        g_autoptr (GArray) prefixes = cvpn_ranges_prefixes (box->ranges);
        g_autofree char *services = cvpn_selectors_text (box->selectors);
        char text[CVPN_PREFIX_TEXT];
        g_string_append_printf (table, "%s%s", i > 0 ? "; " : " ",
                                cvpn_prefix_format (g_array_index (prefixes, CvpnPrefix, 0), text));
        if (prefixes->len > 1)
            g_string_append_printf (table, " and %u more", prefixes->len - 1);
        g_string_append_printf (table, " %s", services);
    }
}

static void
add_row (GString *table, const CvpnDiagnosis *d, const CvpnDiscovery *discovery)
{
    const CvpnFinding *finding = &discovery->finding;
    g_autofree char *file = finding->file ? g_path_get_basename (finding->file) : NULL;

    g_string_append_printf (table, "  %s %s%s",
                            finding->severity == CVPN_SEVERITY_ERROR ? "error" : "warning",
                            finding->code, discovery->subject.latent ? " latent" : "");
    add_failing (table, d, discovery);
    g_string_append_printf (table, " at %s:%u for", file ? file : "-", finding->line);
    add_region (table, discovery->region);
    g_string_append_printf (table, "\n    %s\n", finding->message);
}

static void
check_twin (const char *name, const CvpnFinding *finding)
{
    if (!strstr (name, "-fixed"))
        return;
    if (finding->severity == CVPN_SEVERITY_ERROR || !is_expected (name, finding->code)) {
        g_printerr ("%s: %s: %s\n", name, finding->code, finding->message);
        CU_FAIL ("a finding in a scenario that has been mended");
    }
}

static void
diagnose_file (GString *table, const char *relative)
{
    g_autofree char *path = cvpn_test_path (relative);
    g_autofree char *name = g_path_get_basename (relative);
    g_autoptr (CvpnReport) faults = cvpn_report_new ();
    g_autoptr (CvpnScenario) scenario = cvpn_scenario_load (path, NULL, faults, NULL);
    const CvpnDiagnoseOptions options = { .source_port = -1 };

    CU_ASSERT_FATAL (scenario != NULL);
    g_autoptr (CvpnDiagnosis) d = cvpn_diagnose (scenario, &options, NULL);
    CU_ASSERT_FATAL (d != NULL);
    g_string_append_printf (table, "%s\n", relative);
    for (guint i = 0; i < d->discoveries->len; i++) {
        const CvpnDiscovery *discovery = d->discoveries->pdata[i];
        if (discovery->finding.severity == CVPN_SEVERITY_NOTE)
            continue;
        check_twin (name, &discovery->finding);
        add_row (table, d, discovery);
    }
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
    return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_files (const char *folder)
{
    g_autofree char *path = cvpn_test_path (folder);
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    GPtrArray *files = g_ptr_array_new_with_free_func (g_free);

    CU_ASSERT_FATAL (dir != NULL);
    for (const char *name = g_dir_read_name (dir); name; name = g_dir_read_name (dir))
        if (g_str_has_suffix (name, ".ini"))
            g_ptr_array_add (files, g_build_filename (folder, name, NULL));
    g_ptr_array_sort (files, compare_names);
    return files;
}

/* The first line that differs. */
static void
compare_tables (const char *got, const char *want)
{
    g_auto (GStrv) a = g_strsplit (got, "\n", -1);
    g_auto (GStrv) b = g_strsplit (want, "\n", -1);

    for (guint i = 0; a[i] || b[i]; i++) {
        cvpn_assert_str (a[i], b[i]);
        if (g_strcmp0 (a[i], b[i]) != 0)
            return;
    }
}

static void
test_scenarios (void)
{
    static const char *const folders[] = { "scenarios", "scenarios/cases", "scenarios/steps",
                                           "scenarios/troubles", "scenarios/intermittent" };
    g_autoptr (GString) table = g_string_new (NULL);
    g_autofree char *path = cvpn_test_path (TABLE);

    for (guint i = 0; i < G_N_ELEMENTS (folders); i++) {
        g_autoptr (GPtrArray) files = list_files (folders[i]);
        for (guint j = 0; j < files->len; j++)
            diagnose_file (table, files->pdata[j]);
    }
    if (g_getenv ("CVPN_TEST_BLESS"))
        CU_ASSERT (g_file_set_contents (path, table->str, -1, NULL));
    g_autofree char *want = cvpn_test_read (TABLE);
    compare_tables (table->str, want);
}

int
main (void)
{
    const CvpnTest tests[] = { { "scenarios", test_scenarios } };

    return cvpn_test_main ("diagnose scenarios", tests, G_N_ELEMENTS (tests));
}
