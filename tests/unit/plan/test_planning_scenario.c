/* planning_scenario: people come and go in it as they do in the file's own network. */
#include "plan/planning_scenario.h"

#include <math.h>

#include "base/quantity.h"
#include "experiment/setting.h"
#include "experiment/trial.h"
#include "support.h"

#define LONGEST (12 * CVPN_HOUR)

/* Everything of the file but what is sent and what happens; NULL: it has nothing of that. */
static char *
print_without_events (const CvpnScenario *scenario)
{
    static const char *const without[] = { "traffic", "event", "expect", NULL };
    const GPtrArray *groups = scenario->spec->document->groups;
    GString *text = g_string_new (NULL);

    if (scenario->spec->events->len == 0 && scenario->spec->traffic->len == 0)
        return g_string_free (text, TRUE);
    for (guint i = 0; i < groups->len; i++) {
        const CvpnGroup *group = groups->pdata[i];
        if (g_strv_contains (without, group->kind))
            continue;
        g_string_append_printf (text, "[%s%s%s]\n", group->kind, *group->name ? " " : "",
                                group->name);
        for (guint j = 0; j < group->entries->len; j++) {
            const CvpnEntry *entry = group->entries->pdata[j];
            if (!g_str_equal (entry->key, "include")) /* that is among them */
                g_string_append_printf (text, "%s = %s\n", entry->key, entry->value);
        }
    }
    return g_string_free (text, FALSE);
}

static gboolean
run (const char *path, const char *text, const char *duration, CvpnTrial *trial)
{
    g_autoptr (CvpnSetting) setting = cvpn_setting_new (path, text, NULL, duration);
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnScenario) scenario = cvpn_setting_load (setting, 7, report, &error);
    const gboolean fine = scenario && cvpn_trial_run (scenario, NULL, trial, &error);

    if (!fine)
        g_printerr ("%s: %s\n%s\n", path, error->message, text ? text : "");
    return fine;
}

static gboolean
is_same (double a, double b)
{
    return (isnan (a) && isnan (b)) || a == b;
}

static void
compare (const char *path, const CvpnTrial *own, const CvpnTrial *planned)
{
    static const CvpnMetric metrics[] = {
        CVPN_METRIC_CONNECTION_ATTEMPTS,
        CVPN_METRIC_CONNECTIONS,
        CVPN_METRIC_BLOCKED,
        CVPN_METRIC_AUTHENTICATION_FAILURES,
        CVPN_METRIC_HANDSHAKE_TIME_OUTS,
        CVPN_METRIC_HANDLER_FAILURES,
        CVPN_METRIC_CONCURRENT_MEAN,
        CVPN_METRIC_CONCURRENT_PEAK,
        CVPN_METRIC_ATTEMPTS_PEAK,
        CVPN_METRIC_SESSION_MEAN,
        CVPN_METRIC_SESSIONS_LOST,
        CVPN_METRIC_RETURN_MEAN,
    };

    for (guint i = 0; i < G_N_ELEMENTS (metrics); i++) {
        const double a = own->figures[metrics[i]], b = planned->figures[metrics[i]];
        if (!is_same (a, b))
            g_printerr ("%s: %s is %g, in the planning scenario %g\n", path,
                        cvpn_metric_name (metrics[i]), a, b);
        CU_ASSERT (is_same (a, b));
    }
}

/* Nobody connects where the subnet has no address left, or is not known; the plan makes its own.
 * Nor does anything expire in it. */
static gboolean
is_comparable (const CvpnScenario *scenario)
{
    const CvpnNetwork *net = scenario->net;

    if (net->endpoints->len != 1 || scenario->spec->clients->len == 0 ||
        cvpn_planning_expires (scenario, 0) || cvpn_endpoint (net, 0)->associations.count == 0)
        return FALSE;
    for (guint32 i = 0; i < net->associations->len; i++) {
        const CvpnAssociation *association = cvpn_association (net, i);
        const CvpnSubnet *subnet = cvpn_subnet (net, association->subnet);
        if (association->status != CVPN_ASSOCIATION_ASSOCIATED || subnet->unknown ||
            subnet->available_addresses == 0)
            return FALSE; /* an event's, or one that the plan would not make so */
    }
    return TRUE;
}

static gboolean
check_file (const char *path)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnScenario) scenario = cvpn_scenario_load (path, NULL, report, NULL);

    if (!scenario || !is_comparable (scenario))
        return FALSE;
    const CvpnEndpoint *endpoint = cvpn_endpoint (scenario->net, 0);
    const gint64 given = scenario->spec->scenario.duration_ns;
    const CvpnPlanVariant variant = {
        .associations = endpoint->associations.count,
        .prefix_length = endpoint->client_cidr.length,
        .connections = -1,
        .duration_ns = CLAMP (given, CVPN_MINUTE, LONGEST),
        .warm_up_ns = scenario->spec->scenario.warm_up_ns,
        .condition = CVPN_PLAN_NORMAL,
    };
    g_autoptr (GError) error = NULL;
    g_autofree char *planned = cvpn_planning_scenario (scenario, 0, &variant, &error);
    g_autofree char *own = print_without_events (scenario);
    g_autofree char *duration = cvpn_duration_format (variant.duration_ns);
    g_auto (CvpnTrial) a = { 0 }, b = { 0 };

    CU_ASSERT_PTR_NOT_NULL_FATAL (planned);
    CU_ASSERT (run (path, own, duration, &a) && run (path, planned, NULL, &b));
    if (a.hours && b.hours)
        compare (path, &a, &b);
    return TRUE;
}

static guint
check_folder (const char *path)
{
    g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
    const char *name;
    guint n = 0;

    while (folder && (name = g_dir_read_name (folder))) {
        g_autofree char *file = g_build_filename (path, name, NULL);
        if (g_str_has_suffix (name, ".ini"))
            n += check_file (file);
    }
    return n;
}

static void
test_scenarios (void)
{
    static const char *const folders[] = { "scenarios", "scenarios/cases", "scenarios/troubles",
                                           "tests/plan" };
    guint n = 0;

    for (guint i = 0; i < G_N_ELEMENTS (folders); i++) {
        g_autofree char *path = g_build_filename (CVPN_SOURCE_DIR, folders[i], NULL);
        n += check_folder (path);
    }
    CU_ASSERT (n > 50);
}

/* A zone fails that the file names, and all that come after it are named alike. */
static void
test_zones (void)
{
    static const char *const want[] = { "us-east-1b", "us-east-1a", "us-east-1c" };
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autofree char *path = g_build_filename (CVPN_SOURCE_DIR, "tests/plan/lists.ini", NULL);
    g_autoptr (CvpnScenario) scenario = cvpn_scenario_load (path, NULL, report, NULL);

    CU_ASSERT_PTR_NOT_NULL_FATAL (scenario);
    for (guint i = 0; i < G_N_ELEMENTS (want); i++) {
        g_autofree char *zone = cvpn_planning_zone (scenario, 0, i);
        cvpn_assert_str (zone, want[i]);
    }
}

/* What the page has of the conditions, and what it has not of others' people. */
static void
test_conditions (void)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autofree char *path = g_build_filename (CVPN_SOURCE_DIR, "tests/plan/two.ini", NULL);
    g_autoptr (CvpnScenario) scenario = cvpn_scenario_load (path, NULL, report, NULL);
    CvpnPlanVariant variant = { .associations = 2,
                                .prefix_length = 20,
                                .connections = 77,
                                .duration_ns = CVPN_HOUR,
                                .condition = CVPN_PLAN_STORM,
                                .at_ns = 90 * CVPN_SECOND,
                                .within_ns = CVPN_MINUTE };

    CU_ASSERT_PTR_NOT_NULL_FATAL (scenario);
    g_autofree char *storm = cvpn_planning_scenario (scenario, 1, &variant, NULL);
    variant.condition = CVPN_PLAN_ZONE_LOSS;
    g_autofree char *loss = cvpn_planning_scenario (scenario, 1, &variant, NULL);
    CU_ASSERT (strstr (storm, "action = terminate-connections guests\n") != NULL);
    CU_ASSERT (strstr (storm, "terminate-connections staff") == NULL);
    CU_ASSERT (strstr (storm, "[clients staff]") == NULL);
    CU_ASSERT (strstr (storm, "reconnect = openvpn\n") != NULL);
    CU_ASSERT (strstr (storm, "return-within = 1min\n") != NULL);
    CU_ASSERT (strstr (storm, "client-cidr-block = 10.0.0.0/20\n") != NULL);
    CU_ASSERT (strstr (storm, "concurrent-connections = 77\n") != NULL);
    CU_ASSERT (strstr (storm, "revoked = guests-2; \n") != NULL);
    CU_ASSERT (strstr (loss, "at = 1min30s\naction = fail-availability-zone us-east-1c\n") != NULL);
    g_auto (CvpnTrial) trial = { 0 };
    CU_ASSERT (run (path, storm, NULL, &trial));
    CU_ASSERT (trial.figures[CVPN_METRIC_SESSIONS_LOST] == 9);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "as in the file's network", test_scenarios },
        { "zones", test_zones },
        { "conditions", test_conditions },
    };

    return cvpn_test_main ("planning scenario", tests, G_N_ELEMENTS (tests));
}
