/* Findings: their order, places, severities, and what the load tolerates for check only. */
#include <string.h>

#include "checked.h"
#include "scenario_text.h"
#include "support.h"

static CvpnChecked
check_patched (const char *patch)
{
    g_autofree char *base = cvpn_test_read ("tests/support/sound.ini");
    g_autofree char *text = cvpn_test_patch (base, patch);

    return cvpn_test_check_text (text);
}

static void
test_order (void)
{
    g_auto (CvpnChecked) checked = check_patched (
        "[client-vpn-endpoint cvpn-1]\nsession-timeout = 9h\nclient-cidr-block = 100.64.0.0/23\n"
        "[route-table rtb-b]\n-0.0.0.0/0\n[network-acl acl-app]\ninbound 200 = allow tcp 0 "
        "0.0.0.0/0\n");

    CU_ASSERT (checked.findings->len >= 4);
    for (guint i = 1; i < checked.findings->len; i++) {
        const CvpnFinding *before = checked.findings->pdata[i - 1];
        const CvpnFinding *finding = checked.findings->pdata[i];
        CU_ASSERT (before->line <= finding->line);
        CU_ASSERT (finding->file && g_str_has_suffix (finding->file, "checked.ini"));
    }
}

/* Each impossibility at once, and the other themes still look. */
static void
test_tolerated (void)
{
    g_auto (CvpnChecked) checked = check_patched (
        "[client-vpn-endpoint cvpn-1]\nclient-cidr-block = 10.0.0.0/24\n"
        "[vpc vpc-a]\ntenancy = dedicated\n"
        "[subnet subnet-b]\navailability-zone = us-east-1a\ncidr-block = 10.0.2.0/28\n"
        "[client-vpn-routes cvpn-1]\n0.0.0.0/0 = subnet-a\n");
    static const char *const codes[] = { "CLIENT_CIDR_SIZE",        "CLIENT_CIDR_OVERLAP",
                                         "DEDICATED_TENANCY",       "SUBNET_TOO_SMALL",
                                         "ASSOCIATIONS_SHARE_ZONE", "CVPN_ROUTES_DIFFER" };

    for (guint i = 0; i < G_N_ELEMENTS (codes); i++) {
        const CvpnFinding *finding = cvpn_checked_find (&checked, codes[i]);
        CU_ASSERT_FATAL (finding != NULL);
        cvpn_assert_int (finding->severity, CVPN_SEVERITY_ERROR);
        CU_ASSERT (finding->line > 0);
        CU_ASSERT (finding->source && !strchr (finding->source, '/'));
    }
}

/* Other commands do not take it, and say the same words. */
static void
test_refused (void)
{
    g_autofree char *base = cvpn_test_read ("tests/support/sound.ini");
    g_autofree char *text =
        cvpn_test_patch (base, "[client-vpn-endpoint cvpn-1]\nclient-cidr-block = 100.64.0.0/23\n");
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, &faults);

    CU_ASSERT (scenario == NULL);
    cvpn_assert_has (faults, "100.64.0.0/23: the block must be between /12 and /22");
}

/* All on one line, each beside the first rule that makes it needless. */
static void
test_one_line (void)
{
    g_auto (CvpnChecked) checked = check_patched (
        "[security-group sg-x]\nvpc = vpc-a\ningress = tcp 5 10.0.0.0/24; tcp 5-5 10.0.0.0/24; "
        "tcp 7 10.0.0.0/8; tcp 7 10.0.0.0/24; tcp 1-9 10.0.0.0/16; all sg-x; tcp 443 sg-x; "
        "udp 53 10.0.0.0/24; tcp 8 0.0.0.0/0\n");
    static const char *const said[] = {
        "'ingress tcp 443 sg-x' has no effect: 'ingress all sg-x' admits all of it",
        "'ingress tcp 5 10.0.0.0/24' has no effect: 'ingress tcp 1-9 10.0.0.0/16' admits all of it",
        "'ingress tcp 5-5 10.0.0.0/24' has no effect: 'ingress tcp 5 10.0.0.0/24' admits all of it",
        "'ingress tcp 7 10.0.0.0/24' has no effect: 'ingress tcp 7 10.0.0.0/8' admits all of it",
    };
    guint n = 0;

    for (guint i = 0; i < checked.findings->len; i++) {
        const CvpnFinding *finding = checked.findings->pdata[i];
        if (!g_str_equal (finding->code, "SECURITY_GROUP_RULE_REDUNDANT"))
            continue;
        CU_ASSERT_FATAL (n < G_N_ELEMENTS (said));
        cvpn_assert_has (finding->message, said[n++]);
    }
    cvpn_assert_int (n, G_N_ELEMENTS (said));
}

/* What cannot be read stays an error. */
static void
test_unreadable (void)
{
    g_auto (CvpnChecked) checked =
        check_patched ("[client-vpn-endpoint cvpn-1]\ntarget-networks = subnet-a; subnet-z\n");

    CU_ASSERT (checked.findings == NULL);
    CU_ASSERT (cvpn_report_errors (checked.report) > 0);
}

/* An event that brings what AWS would refuse is a finding at the event; its later versions
 * do not say it again. */
static void
test_event (void)
{
    g_auto (CvpnChecked) checked =
        check_patched ("[event bad]\nat = 1h\naction = create-route 100.64.0.0/16 subnet-a\n"
                       "[event other]\nat = 2h\naction = authorize 100.65.0.0/16 *\n");
    const CvpnFinding *finding = cvpn_checked_find (&checked, "CLIENT_CIDR_OVERLAP");
    guint n = 0;

    CU_ASSERT_FATAL (finding != NULL);
    cvpn_assert_has (finding->message, "[event bad] action");
    for (guint i = 0; i < checked.findings->len; i++)
        n += strcmp (((CvpnFinding *) checked.findings->pdata[i])->code, finding->code) == 0;
    cvpn_assert_int (n, 1);
}

static void
test_counts (void)
{
    g_auto (CvpnChecked) checked =
        check_patched ("[client-vpn-endpoint cvpn-1]\nsession-timeout = 9h\n-security-groups\n"
                       "[network-acl acl-app]\ninbound 200 = allow tcp 0 0.0.0.0/0\n");

    cvpn_assert_int (cvpn_findings_count (checked.findings, CVPN_SEVERITY_ERROR), 1);
    cvpn_assert_int (cvpn_findings_count (checked.findings, CVPN_SEVERITY_WARNING), 2);
    cvpn_assert_int (cvpn_findings_count (checked.findings, CVPN_SEVERITY_NOTE),
                     checked.findings->len);
    CU_ASSERT (checked.findings->len > 2);
}

/* A quota between the usual one and what AWS grants is a warning. */
static void
test_raised (void)
{
    GString *patch = g_string_new ("[network-acl acl-app]\n");
    for (guint i = 0; i < 30; i++)
        g_string_append_printf (patch, "inbound %u = allow tcp 443 10.%u.0.0/16\n", 200 + i, i + 1);
    g_auto (CvpnChecked) within = check_patched (patch->str);
    for (guint i = 30; i < 45; i++)
        g_string_append_printf (patch, "inbound %u = allow tcp 443 10.%u.0.0/16\n", 200 + i, i + 1);
    g_auto (CvpnChecked) beyond = check_patched (patch->str);

    cvpn_assert_int (cvpn_checked_find (&within, "QUOTA_EXCEEDED")->severity,
                     CVPN_SEVERITY_WARNING);
    cvpn_assert_int (cvpn_checked_find (&beyond, "QUOTA_EXCEEDED")->severity, CVPN_SEVERITY_ERROR);
    g_string_free (patch, TRUE);
}

/* Where it may be meant, or matters less, a finding is a note. */
static void
test_severities (void)
{
    static const struct {
        const char *code, *patch;
        CvpnSeverity severity;
    } rows[] = {
        { "ROUTE_WITHOUT_RULE",
          "[authorization-rules cvpn-1]\n-10.0.0.0/16\n-0.0.0.0/0\n198.51.100.0/24 = *\n",
          CVPN_SEVERITY_NOTE },
        { "ROUTE_WITHOUT_RULE",
          "[authorization-rules cvpn-1]\n-192.168.0.0/16\n-0.0.0.0/0\n198.51.100.0/24 = *\n",
          CVPN_SEVERITY_WARNING },
        { "RULE_SHADOWED", "[authorization-rules cvpn-1]\n192.168.0.0/16 = engineering\n",
          CVPN_SEVERITY_NOTE },
        { "RULE_SHADOWED",
          "[authorization-rules cvpn-1]\n0.0.0.0/0 = sales\n192.168.0.0/16 = engineering\n",
          CVPN_SEVERITY_WARNING },
        { "ROUTE_MISSING",
          "-[vpc-peering-connection pcx-ab]\n[route-table rtb-web]\n"
          "-10.0.0.0/16\n[route-table rtb-a]\n-172.31.0.0/16\n"
          "[route-table rtb-b]\n-172.31.0.0/16\n"
          "[client-vpn-routes cvpn-1]\n-172.31.0.0/16\n"
          "[authorization-rules cvpn-1]\n-172.31.0.0/16\n",
          CVPN_SEVERITY_NOTE },
        { "ROUTE_MISSING",
          "[route-table rtb-a]\n-172.31.0.0/16\n"
          "[route-table rtb-b]\n-172.31.0.0/16\n"
          "[client-vpn-routes cvpn-1]\n-172.31.0.0/16\n"
          "[authorization-rules cvpn-1]\n-172.31.0.0/16\n",
          CVPN_SEVERITY_WARNING },
        { "CLIENT_NETWORK_OVERLAP",
          "[client-vpn-routes cvpn-1]\n172.16.0.0/12 = subnet-a; subnet-b\n"
          "[clients engineers]\nlocal-network = 172.20.0.0/24\n",
          CVPN_SEVERITY_NOTE },
        { "ACL_PORT_ZERO", "[network-acl acl-x]\nvpc = vpc-a\ninbound 1 = allow tcp 0 0.0.0.0/0\n",
          CVPN_SEVERITY_NOTE },
        { "FULL_TUNNEL_INTERNET",
          "[client-vpn-routes cvpn-1]\n-0.0.0.0/0\n[authorization-rules cvpn-1]\n-0.0.0.0/0\n",
          CVPN_SEVERITY_NOTE },
        { "CRL_EXPIRES",
          "[scenario]\n-duration\n[certificate-revocation-list cvpn-1]\nnext-update = 7h\n",
          CVPN_SEVERITY_NOTE },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_auto (CvpnChecked) checked = check_patched (rows[i].patch);
        const CvpnFinding *finding = cvpn_checked_find (&checked, rows[i].code);
        if (!finding || finding->severity != rows[i].severity)
            g_printerr ("%s: %s with\n%s", rows[i].code, finding ? "wrong severity" : "not found",
                        rows[i].patch);
        CU_ASSERT (finding && finding->severity == rows[i].severity);
    }
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "by line", test_order },
        { "impossibilities are tolerated, and reported", test_tolerated },
        { "other commands refuse them", test_refused },
        { "what cannot be read stays an error", test_unreadable },
        { "what an event brings", test_event },
        { "counted by severity", test_counts },
        { "quotas that AWS raises", test_raised },
        { "severities", test_severities },
        { "many of one line", test_one_line },
    };

    return cvpn_test_main ("check: findings", tests, G_N_ELEMENTS (tests));
}
