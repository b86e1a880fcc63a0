/* scenario: overrides, includes, and what a load returns when it fails. */
#include <cvpnsim/scenario.h>

#include <cvpnsim/error.h>

#include "base/quantity.h"
#include "model/scenario.h"
#include "read_spec.h"

static CvpnScenario *
load_text (const char *text, CvpnOverrides overrides, char **faults, GError **error)
{
    g_autofree char *path = cvpn_test_file ("t.ini", text);
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    CvpnScenario *scenario = cvpn_scenario_load (path, &overrides, report, error);

    *faults = cvpn_report_format (report);
    g_unlink (path);
    return scenario;
}

static void
test_load (void)
{
    g_autofree char *faults = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnScenario) scenario =
        load_text (TITLE STAFF, (CvpnOverrides){ 0 }, &faults, &error);

    CU_ASSERT_PTR_NOT_NULL_FATAL (scenario);
    cvpn_assert_str (faults, "");
    cvpn_assert_str (cvpn_scenario_title (scenario), "Test");
    cvpn_assert_has (cvpn_scenario_path (scenario), "t.ini");
    CU_ASSERT_PTR_NOT_NULL (cvpn_scenario_network (scenario));
}

static void
test_overrides (void)
{
    char *set[] = { (char[]){ "clients.staff.count=3" }, (char[]){ "latency.dns=1s" }, NULL };
    const CvpnOverrides overrides = { set, "7", "2h" };
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) scenario = load_text (TITLE STAFF, overrides, &faults, NULL);

    CU_ASSERT_PTR_NOT_NULL_FATAL (scenario);
    cvpn_assert_int (((CvpnClientsSpec *) scenario->spec->clients->pdata[0])->count, 3);
    cvpn_assert_near (scenario->spec->latency.dns.a, (double) CVPN_SECOND, 0);
    cvpn_assert_int (scenario->spec->scenario.seed, 7);
    cvpn_assert_int (scenario->spec->scenario.duration_ns, 2 * CVPN_HOUR);
}

static void
check_usage (const char *assignment, const char *part)
{
    g_autofree char *copy = g_strdup (assignment);
    char *set[] = { copy, NULL };
    g_autofree char *faults = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnScenario) scenario =
        load_text (TITLE STAFF, (CvpnOverrides){ .set = set }, &faults, &error);

    CU_ASSERT_PTR_NULL (scenario);
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_USAGE));
    cvpn_assert_has (error ? error->message : NULL, part);
}

static void
test_usage (void)
{
    check_usage ("seed", "is not a setting");
    check_usage ("clients.stuff.count=3", "no group [clients stuff]");
    check_usage ("scenario.include=x.ini", "files are included before anything is set");
}

/* The endpoint's routes and rules need no group of theirs in the file; nothing
 * else does without. */
static void
test_overrides_make_groups (void)
{
    char rule[] = "authorization-rules.cvpn-1.10.0.0.0/16=*";
    char stranger[] = "authorization-rules.cvpn-2.10.0.0.0/16=*";
    char *set[] = { rule, NULL }, *wrong[] = { stranger, NULL };
    g_autofree char *faults = NULL, *none = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnScenario) scenario =
        load_text (TITLE STAFF, (CvpnOverrides){ .set = set }, &faults, NULL);

    CU_ASSERT_PTR_NOT_NULL_FATAL (scenario);
    cvpn_assert_int (scenario->spec->authorization_rules->len, 1);
    CU_ASSERT_PTR_NULL (load_text (TITLE STAFF, (CvpnOverrides){ .set = wrong }, &none, &error));
    cvpn_assert_has (error->message, "no group [authorization-rules cvpn-2]");
}

/* An event is a group with a name, as others are: its keys can be set, if it is there. */
static void
test_overrides_of_events (void)
{
    char at[] = "event.e.at=2h", action[] = "event.e.action=import-crl 3h";
    char stranger[] = "event.f.at=2h";
    char *set[] = { at, action, NULL }, *wrong[] = { stranger, NULL };
    const char *text = TITLE STAFF "[event e]\nat = 1h\naction = associate subnet-z\n";
    g_autofree char *faults = NULL, *none = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnScenario) scenario =
        load_text (text, (CvpnOverrides){ .set = set }, &faults, NULL);

    CU_ASSERT_PTR_NOT_NULL_FATAL (scenario);
    const CvpnEventSpec *event = scenario->spec->events->pdata[0];
    cvpn_assert_int (event->at_ns, 2 * CVPN_HOUR);
    cvpn_assert_int (event->action.next_update_ns, 3 * CVPN_HOUR);
    CU_ASSERT_PTR_NULL (load_text (text, (CvpnOverrides){ .set = wrong }, &none, &error));
    cvpn_assert_has (error->message, "no group [event f]");
}

/* An event of an endpoint or subnet that could not be read is left out with it, and the rest
 * is still looked at. */
static void
test_pruned_events (void)
{
    const char *text =
        TITLE VPC "[subnet s]\nvpc = vpc-b\navailability-zone = z\ncidr-block = 10.0.1.0/24\n"
                  "[client-vpn-endpoint c]\nclient-cidr-block = 10.0.4.0/22\nvpc = vpc-a\n"
                  "[certificate-revocation-list d]\nrevoked =\n"
                  "[event s]\nat = 1h\naction = associate s\n"
                  "[event t]\nat = 1h\naction = associate u\n";
    g_autofree char *faults = NULL;

    CU_ASSERT_PTR_NULL (load_text (text, (CvpnOverrides){ 0 }, &faults, NULL));
    cvpn_assert_has (faults, "no [vpc vpc-b]");
    cvpn_assert_has (faults, "no [client-vpn-endpoint d]");
    cvpn_assert_has (faults, "no [subnet u]");
    cvpn_assert_has (faults, "10.0.4.0/22 overlaps 10.0.0.0/16");
}

static void
test_faulty_overrides (void)
{
    char *set[] = { (char[]){ "clients.staff.cont=3" }, NULL };
    const CvpnOverrides overrides = { set, "x", "8" };
    g_autofree char *faults = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnScenario) scenario = load_text (TITLE STAFF, overrides, &faults, &error);

    CU_ASSERT_PTR_NULL (scenario);
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_SCENARIO));
    cvpn_assert_has (error ? error->message : NULL, "t.ini: 3 errors");
    cvpn_assert_has (faults, "--set: error: [clients staff] cont: unknown key; did you mean "
                             "'count'?\n");
    cvpn_assert_has (faults, "--seed: error: [scenario] seed: 'x' is not a whole number");
    cvpn_assert_has (faults, "--duration: error: [scenario] duration: '8' has no unit");
}

static void
test_missing_file (void)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) error = NULL;

    CU_ASSERT_PTR_NULL (cvpn_scenario_load ("/no/such.ini", NULL, report, &error));
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_SCENARIO));
    g_autofree char *faults = cvpn_report_format (report);
    cvpn_assert_str (faults, "/no/such.ini: error: No such file or directory\n");
    cvpn_scenario_free (NULL);
}

/* The page of the documentation is the one that the tables make. */
static void
test_reference (void)
{
    g_autofree char *made = cvpn_scenario_reference ();
    g_autofree char *path = cvpn_test_path ("docs/scenario-format.md");
    g_autofree char *kept = NULL;

    CU_ASSERT (g_file_get_contents (path, &kept, NULL, NULL));
    cvpn_assert_str (kept, made);
}

static void
test_reference_is_complete (void)
{
    g_autofree char *page = cvpn_scenario_reference ();
    guint n;
    const CvpnSection *const *sections = cvpn_sections (&n);

    for (guint i = 0; i < n; i++) {
        CU_ASSERT_PTR_NOT_NULL (sections[i]->help);
        for (guint k = 0; k < sections[i]->n_keys; k++) {
            const CvpnKey *key = &sections[i]->keys[k];
            g_autofree char *row =
                g_strdup_printf (key->type == CVPN_KEY_ROWS ? "| %s | " : "| `%s` | ", key->name);
            cvpn_assert_has (page, row);
            CU_ASSERT_PTR_NOT_NULL (key->help);
        }
    }
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "a load", test_load },
        { "overrides", test_overrides },
        { "overrides that are none", test_usage },
        { "overrides make groups", test_overrides_make_groups },
        { "overrides of events", test_overrides_of_events },
        { "events of what cannot be read", test_pruned_events },
        { "overrides with faults", test_faulty_overrides },
        { "a missing file", test_missing_file },
        { "the page in docs", test_reference },
        { "the page has every key", test_reference_is_complete },
    };

    return cvpn_test_main ("scenario", tests, G_N_ELEMENTS (tests));
}
