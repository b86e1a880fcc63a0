/* Mends: applied, they take away the obstacles that they are for.
 *
 * Every flow that a scenario of the project expects to fail is explained, its
 * mends are set on the command line's way, and so on until nothing is left to
 * mend: then it is delivered, or what stops it has no cure. */
#include <cvpnsim/explain.h>

#include "analyze/answer.h"
#include "model/scenario.h"
#include "support.h"

#define ROUNDS_MAX 5

/* What has no cure in the configuration. */
static gboolean
is_incurable (const CvpnVerdict *verdict)
{
    if (verdict->reason == CVPN_REASON_CERTIFICATE_REVOKED) /* as meant */
        return TRUE;
    switch (verdict->code) {
    case CVPN_CODE_NO_POSSIBLE_DESTINATION:
    case CVPN_CODE_UNKNOWN_RESOURCE:
    case CVPN_CODE_UNSUPPORTED_COMPONENT:
    case CVPN_CODE_IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS:
    case CVPN_CODE_TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION: /* the gateway has no table */
    case CVPN_CODE_TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT:     /* behind none of its attachments */
    case CVPN_CODE_TGW_RTB_BAD_STATE_ROUTE:
    case CVPN_CODE_PCX_REQUIRES_ADDRESS_IN_VPC_CIDR: /* edge to edge, as the following */
    case CVPN_CODE_VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS:
    case CVPN_CODE_GATEWAY_REJECTS_SPOOFED_TRAFFIC:
    case CVPN_CODE_CVPN_ROUTING_LOOP:
    case CVPN_CODE_PROTOCOL_RESTRICTION:
    case CVPN_CODE_VPCE_GATEWAY_PROTOCOL_RESTRICTION:
    case CVPN_CODE_NGW_IDLE_TIMEOUT:
    case CVPN_CODE_CVPN_CONNECTION_TRACKING_EXPIRED:
        return TRUE;
    default:
        return FALSE;
    }
}

typedef struct {
    const char *path;
    const CvpnExpectSpec *expect;
    GPtrArray *settings; /* char *, ends in NULL while in use */
} Trial;

static CvpnScenario *
load (const Trial *trial)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) error = NULL;
    CvpnOverrides overrides = { .set = (char **) trial->settings->pdata };
    CvpnScenario *scenario = cvpn_scenario_load (trial->path, &overrides, report, &error);

    if (!scenario) {
        g_autofree char *faults = cvpn_report_format (report);
        g_printerr ("%s: %s\n%s", trial->path, error->message, faults);
    }
    return scenario;
}

/* Adds the answer's mends to the settings; FALSE if one is for something that
 * stands in no file (a default group or main table that is implied), or takes a key away. */
static gboolean
apply (Trial *trial, const CvpnScenario *scenario, const CvpnAnswer *answer)
{
    for (guint i = 0; i < answer->mends->len; i++) {
        const CvpnMend *mend = answer->mends->pdata[i];
        g_auto (GStrv) words = g_strsplit (mend->group, " ", 2);
        if (!mend->value || !cvpn_document_group (scenario->spec->document, words[0], words[1]))
            return FALSE;
        g_ptr_array_remove_index (trial->settings, trial->settings->len - 1);
        g_ptr_array_add (trial->settings, g_strdup_printf ("%s.%s.%s=%s", words[0], words[1],
                                                           mend->key, mend->value));
        g_ptr_array_add (trial->settings, NULL);
    }
    return TRUE;
}

static void
check_end (const Trial *trial, const CvpnAnswer *answer)
{
    const CvpnOutcome outcome = cvpn_answer_outcome (answer);
    gboolean fine = outcome == CVPN_OUTCOME_DELIVERED;

    for (guint i = 0; !fine && i < answer->landings->len; i++) {
        const CvpnVerdict *verdict =
            cvpn_trace_obstacle (&g_array_index (answer->landings, CvpnLanding, i).trace);
        fine = verdict && is_incurable (verdict);
    }
    if (!fine) {
        g_autofree char *text = cvpn_answer_text (answer, FALSE);
        g_printerr ("%s: [expect %s] is not mended:\n%s", trial->path, trial->expect->group->name,
                    text);
        for (guint i = 0; i + 1 < trial->settings->len; i++)
            g_printerr ("  set %s\n", (char *) trial->settings->pdata[i]);
    }
    CU_ASSERT (fine);
}

/* TRUE if mends were tried. */
static gboolean
try_flow (const char *path, const CvpnExpectSpec *expect)
{
    Trial trial = { path, expect, g_ptr_array_new_with_free_func (g_free) };
    const CvpnQuestion question = { .clients = expect->clients,
                                    .to = expect->to->flow->text,
                                    .landing = expect->landing,
                                    .source_port = (gint) expect->source_port,
                                    .packet_bytes = expect->packet_bytes };
    gboolean tried = FALSE;

    g_ptr_array_add (trial.settings, NULL);
    for (guint round = 0; round < ROUNDS_MAX; round++) {
        g_autoptr (GError) error = NULL;
        g_autoptr (CvpnScenario) scenario = load (&trial);
        CU_ASSERT_PTR_NOT_NULL (scenario);
        if (!scenario)
            break;
        g_autoptr (CvpnAnswer) answer = cvpn_explain (scenario, &question, &error);
        CU_ASSERT_PTR_NOT_NULL (answer);
        if (!answer)
            break;
        if (answer->mends->len == 0 || round + 1 == ROUNDS_MAX) {
            check_end (&trial, answer);
            break;
        }
        tried = TRUE;
        if (!apply (&trial, scenario, answer))
            break;
    }
    g_ptr_array_unref (trial.settings);
    return tried;
}

static guint
try_scenario (const char *path)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnScenario) scenario = cvpn_scenario_load (path, NULL, report, NULL);
    guint tried = 0;

    CU_ASSERT_PTR_NOT_NULL (scenario);
    for (guint i = 0; scenario && i < scenario->spec->expects->len; i++) {
        const CvpnExpectSpec *expect = scenario->spec->expects->pdata[i];
        if (!expect->metric && expect->to->flow && expect->verdict != CVPN_OUTCOME_DELIVERED &&
            expect->verdict != CVPN_OUTCOME_BYPASSED)
            tried += try_flow (path, expect);
    }
    return tried;
}

static guint
try_folder (const char *relative)
{
    g_autofree char *folder = cvpn_test_path (relative);
    g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
    const char *name;
    guint tried = 0;

    CU_ASSERT_PTR_NOT_NULL_FATAL (dir);
    while ((name = g_dir_read_name (dir)))
        if (g_str_has_suffix (name, ".ini")) {
            g_autofree char *path = g_build_filename (folder, name, NULL);
            tried += try_scenario (path);
        }
    return tried;
}

static void
test_mends_mend (void)
{
    const guint tried = try_folder ("scenarios") + try_folder ("scenarios/steps");

    g_print ("  %u flows mended\n", tried);
    CU_ASSERT (tried > 50);
}

int
main (void)
{
    const CvpnTest tests[] = { { "every mend takes away its obstacle", test_mends_mend } };

    return cvpn_test_main ("property.mends", tests, G_N_ELEMENTS (tests));
}
