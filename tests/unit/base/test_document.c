/* document: groups by name, settings from the command line, and faults tied to
 * their lines. */
#include "base/document.h"

#include <cvpnsim/error.h>

#include "support.h"

static const char content[] = "[scenario]\n"
                              "duration = 8h ; simulated\n"
                              "title = a ; b\n"
                              "[client-vpn-endpoint cvpn-1]\n"
                              "client-cidr-block = 10.2.0.0/22 # ours\n"
                              "[client-vpn-routes cvpn-1]\n"
                              "172.31.0.0/16 = subnet-a\n"
                              "[host a]\n"
                              "mtu = 1500\n"
                              "[host a.b]\n"
                              "mtu = 1400\n"
                              "[host c.d]\n"
                              "[host c]\n";

static CvpnDocument *
read_sample (char **path)
{
    CvpnDocument *document = cvpn_document_new ();
    g_autoptr (CvpnReport) report = cvpn_report_new ();

    *path = cvpn_test_file ("x.ini", content);
    CU_ASSERT (cvpn_document_read (document, *path, NULL, report));
    cvpn_assert_int (cvpn_report_errors (report), 0);
    return document;
}

static void
test_lookup (void)
{
    g_autofree char *path = NULL;
    g_autoptr (CvpnDocument) document = read_sample (&path);
    const CvpnGroup *group = cvpn_document_group (document, "host", "a.b");

    CU_ASSERT_PTR_NOT_NULL_FATAL (group);
    cvpn_assert_str (group->kind, "host");
    cvpn_assert_str (group->name, "a.b");
    cvpn_assert_str (group->file, path);
    cvpn_assert_int (group->line, 10);
    CU_ASSERT_PTR_NOT_NULL_FATAL (cvpn_group_entry (group, "mtu"));
    cvpn_assert_str (cvpn_group_entry (group, "mtu")->value, "1400");
    CU_ASSERT (cvpn_group_entry (group, "MTU") == NULL);
    CU_ASSERT (cvpn_document_group (document, "host", "") == NULL);
    CU_ASSERT (cvpn_document_group (document, "host", "b") == NULL);
    CU_ASSERT (cvpn_document_group (document, "scenario", "") != NULL);
}

static void
test_set (void)
{
    static const struct {
        const char *assignment, *kind, *name, *key, *value;
    } rows[] = {
        { "scenario.duration=1h", "scenario", "", "duration", "1h" },
        { "scenario.seed=7", "scenario", "", "seed", "7" }, /* a new key */
        { "latency.dns=5ms", "latency", "", "dns", "5ms" }, /* a new group */
        { "latency.stage = 1us ", "latency", "", "stage", "1us" },
        { "client-vpn-endpoint.cvpn-1.client-cidr-block=10.0.0.0/22", "client-vpn-endpoint",
          "cvpn-1", "client-cidr-block", "10.0.0.0/22" },
        { "client-vpn-routes.cvpn-1.10.0.0.0/16=subnet-a", "client-vpn-routes", "cvpn-1",
          "10.0.0.0/16", "subnet-a" }, /* dots in the key */
        { "client-vpn-routes.cvpn-1.172.31.0.0/16=local", "client-vpn-routes", "cvpn-1",
          "172.31.0.0/16", "local" },
        { "host.a.b.mtu=9000", "host", "a.b", "mtu", "9000" }, /* the longest name */
        { "host.c.d.mtu=9000", "host", "c.d", "mtu", "9000" }, /* in any order */
        { "host.a.mtu=1280", "host", "a", "mtu", "1280" },
        { "scenario.title=a=b", "scenario", "", "title", "a=b" },
        { "scenario.title=", "scenario", "", "title", "" },
    };
    g_autofree char *path = NULL;
    g_autoptr (CvpnDocument) document = read_sample (&path);

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autoptr (GError) error = NULL;
        CU_ASSERT (cvpn_document_set (document, rows[i].assignment, &error));
        cvpn_assert_str (error ? error->message : NULL, NULL);
        const CvpnGroup *group = cvpn_document_group (document, rows[i].kind, rows[i].name);
        const CvpnEntry *entry = group ? cvpn_group_entry (group, rows[i].key) : NULL;
        cvpn_assert_str (entry ? entry->value : NULL, rows[i].value);
        cvpn_assert_str (entry ? entry->file : NULL, "--set");
        cvpn_assert_int (entry ? entry->line : 99, 0);
    }
    cvpn_assert_int (document->groups->len, 8);
    cvpn_assert_int (cvpn_document_group (document, "scenario", "")->entries->len, 3);
    cvpn_assert_int (cvpn_document_group (document, "host", "a")->entries->len, 1);
}

static void
test_bad_set (void)
{
    static const struct {
        const char *assignment;
        CvpnError code;
        const char *message;
    } rows[] = {
        { "", CVPN_ERROR_USAGE, "'' is not a setting; expected KIND.NAME.KEY=VALUE" },
        { "scenario.seed", CVPN_ERROR_USAGE, "'scenario.seed' is not a setting" },
        { "seed=1", CVPN_ERROR_USAGE, "'seed=1' is not a setting" },
        { "=1", CVPN_ERROR_USAGE, "is not a setting" },
        { ".seed=1", CVPN_ERROR_USAGE, "is not a setting" },
        { "scenario.=1", CVPN_ERROR_USAGE, "is not a setting" },
        { "host.a.b.=1", CVPN_ERROR_USAGE, "is not a setting" },
        { "Scenario.seed=1", CVPN_ERROR_USAGE, "is not a setting" },
        { "scenario.title=\xff", CVPN_ERROR_USAGE, "is not a setting" },
        { "client-vpn-endpoint.cvpn-2.vpc=x", CVPN_ERROR_REFERENCE,
          "'client-vpn-endpoint.cvpn-2.vpc': no group [client-vpn-endpoint cvpn-2]; did you mean "
          "'client-vpn-endpoint cvpn-1'?" },
        { "client-vpn-routes.cvpn-9.10.0.0.0/16=x", CVPN_ERROR_REFERENCE,
          "did you mean 'client-vpn-routes cvpn-1'?" },
        { "client-vpn-endpiont.cvpn-1.vpc=x", CVPN_ERROR_REFERENCE,
          "did you mean 'client-vpn-endpoint cvpn-1'?" },
        { "host.ab.mtu=1", CVPN_ERROR_REFERENCE,
          "'host.ab.mtu': no group [host ab]; did you mean 'host a'?" },
        { "client-vpn-endpoint.client-cidr-block=x", CVPN_ERROR_REFERENCE,
          "no group [client-vpn-endpoint]; known: client-vpn-endpoint cvpn-1" },
    };
    g_autofree char *path = NULL;
    g_autoptr (CvpnDocument) document = read_sample (&path);

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autoptr (GError) error = NULL;
        CU_ASSERT (!cvpn_document_set (document, rows[i].assignment, &error));
        CU_ASSERT (g_error_matches (error, CVPN_ERROR, (gint) rows[i].code));
        cvpn_assert_has (error ? error->message : NULL, rows[i].message);
    }
    cvpn_assert_int (document->groups->len, 7);
}

static void
test_fail (void)
{
    g_autofree char *path = NULL;
    g_autoptr (CvpnDocument) document = read_sample (&path);
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    const CvpnGroup *host = cvpn_document_group (document, "host", "a.b");
    const CvpnGroup *scenario = cvpn_document_group (document, "scenario", "");

    CU_ASSERT (cvpn_document_set (document, "scenario.seed=x ; y", NULL));
    cvpn_group_fail (host, "mtu", report, "'%s' is odd", "1400");
    cvpn_group_fail (host, "subnet", report, "is missing");
    cvpn_group_warn (host, NULL, report, "nobody talks to it");
    cvpn_group_fail (scenario, "seed", report, "'x ; y' is not a whole number");

    g_autofree char *got = cvpn_report_format (report);
    g_autofree char *want =
        g_strdup_printf ("%s:10: error: [host a.b] subnet: is missing\n"
                         "%s:10: warning: [host a.b]: nobody talks to it\n"
                         "%s:11: error: [host a.b] mtu: '1400' is odd\n"
                         "--set: error: [scenario] seed: 'x ; y' is not a whole number\n",
                         path, path, path);
    cvpn_assert_str (got, want);
    cvpn_assert_int (cvpn_report_errors (report), 3);
}

static void
test_remarks (void)
{
    g_autofree char *path = NULL;
    g_autoptr (CvpnDocument) document = read_sample (&path);
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    const CvpnGroup *scenario = cvpn_document_group (document, "scenario", "");
    const CvpnGroup *endpoint = cvpn_document_group (document, "client-vpn-endpoint", "cvpn-1");

    cvpn_group_fail (scenario, "duration", report, "'8h ; simulated' has a space in it");
    cvpn_group_fail (scenario, "title", report, "no subnet 'b'"); /* an item of a list */
    cvpn_group_warn (scenario, "duration", report, "'8h ; simulated' is long");
    cvpn_group_fail (endpoint, "client-cidr-block", report, "no CIDR block");

    g_autofree char *got = cvpn_report_format (report);
    g_autofree char *want = g_strdup_printf (
        "%s:2: error: [scenario] duration: '8h ; simulated' has a space in it; a comment is a "
        "whole line that begins with '#'\n"
        "%s:2: warning: [scenario] duration: '8h ; simulated' is long\n"
        "%s:3: error: [scenario] title: no subnet 'b'\n"
        "%s:5: error: [client-vpn-endpoint cvpn-1] client-cidr-block: no CIDR block; a comment is "
        "a whole line that begins with '#'\n",
        path, path, path, path);
    cvpn_assert_str (got, want);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "lookup", test_lookup }, { "set", test_set },         { "bad set", test_bad_set },
        { "fail", test_fail },     { "remarks", test_remarks },
    };

    return cvpn_test_main ("base document", tests, G_N_ELEMENTS (tests));
}
