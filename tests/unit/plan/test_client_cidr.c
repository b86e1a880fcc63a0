/* client_cidr: the file's own block where it can be, else the next one that is free. */
#include "plan/client_cidr.h"

#include "support.h"

#define BASE                                                                                       \
    "[scenario]\ntitle = Test\n[vpc vpc-a]\ncidr-block = 10.0.0.0/16\n[subnet subnet-a]\n"         \
    "vpc = vpc-a\navailability-zone = us-east-1a\ncidr-block = 10.0.1.0/24\n"                      \
    "[client-vpn-endpoint cvpn-1]\ntarget-networks = subnet-a\nclient-cidr-block = "
#define ROUTE(destination) "[client-vpn-routes cvpn-1]\n" destination " = subnet-a\n"

typedef struct {
    const char *text; /* behind BASE */
    guint length;
    const char *block, *remark;
} Case;

static const Case cases[] = {
    { "10.2.0.0/22\n", 22, "10.2.0.0/22", "as the file has it" },
    { "10.2.0.0/22\n", 18, "10.2.0.0/18", "the file's 10.2.0.0/22, made larger" },
    { "10.2.64.0/18\n", 22, "10.2.64.0/22", "the file's 10.2.64.0/18, made smaller" },
    /* a /14 around 10.2.0.0 begins at 10.0.0.0, where the VPC is */
    { "10.2.0.0/22\n", 14, "10.4.0.0/14", "10.0.0.0/14 overlaps 10.0.0.0/16 of [vpc vpc-a]" },
    { "10.2.0.0/22\n" ROUTE ("10.3.7.0/24"), 15, "10.4.0.0/15",
      "10.2.0.0/15 overlaps 10.3.7.0/24 of [client-vpn-routes cvpn-1]" },
    /* everything and oneself are no destinations that a block is taken by */
    { "10.2.0.0/22\n" ROUTE ("0.0.0.0/0") "10.2.0.0/22 = local\n", 20, "10.2.0.0/20",
      "the file's 10.2.0.0/22, made larger" },
    /* behind the file's block first, then around */
    { "10.255.0.0/22\n" ROUTE ("10.254.0.0/24"), 15, "10.2.0.0/15",
      "10.254.0.0/15 overlaps 10.254.0.0/24 of [client-vpn-routes cvpn-1]" },
    { "10.2.0.0/22\n[clients a]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n"
      "local-network = 10.2.8.0/24\n",
      20, "10.2.16.0/20", "10.2.0.0/20 overlaps 10.2.8.0/24 of [clients a]" },
    { "10.2.0.0/22\n[client-vpn-endpoint cvpn-2]\nclient-cidr-block = 10.2.4.0/22\n", 20,
      "10.2.16.0/20", "10.2.0.0/20 overlaps 10.2.4.0/22 of [client-vpn-endpoint cvpn-2]" },
    { "100.64.0.0/22\n" ROUTE ("10.0.0.0/9") "10.128.0.0/9 = subnet-a\n100.65.0.0/16 = subnet-a\n",
      15, "100.66.0.0/15", "100.64.0.0/15 overlaps 100.65.0.0/16 of [client-vpn-routes cvpn-1]" },
    { "10.2.0.0/22\n[vpc vpc-b]\ncidr-block = 10.2.16.0/20\n", 19, "10.2.32.0/19",
      "10.2.0.0/19 overlaps 10.2.16.0/20 of [vpc vpc-b]" },
};

static void
check (const Case *one)
{
    g_autofree char *text = g_strconcat (BASE, one->text, NULL);
    g_autofree char *path = cvpn_test_file ("plan.ini", text);
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnScenario) scenario = cvpn_scenario_load (path, NULL, report, NULL);
    g_autofree char *faults = cvpn_report_format (report);
    g_autofree char *remark = NULL;
    char block_text[CVPN_PREFIX_TEXT];
    CvpnPrefix block;

    cvpn_assert_str (faults, "");
    CU_ASSERT_PTR_NOT_NULL_FATAL (scenario);
    CU_ASSERT (cvpn_plan_client_cidr (scenario, 0, one->length, &block, &remark));
    cvpn_assert_str (cvpn_prefix_format (block, block_text), one->block);
    cvpn_assert_str (remark, one->remark);
}

static void
test_blocks (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        check (&cases[i]);
}

static void
test_none (void)
{
    g_autofree char *path = cvpn_test_file (
        "plan.ini", BASE "172.20.0.0/22\n" ROUTE (
                        "10.0.0.0/9") "10.128.0.0/9 = subnet-a\n"
                                      "100.64.0.0/11 = subnet-a\n100.96.0.0/11 = subnet-a\n"
                                      "172.30.0.0/16 = subnet-a\n");
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnScenario) scenario = cvpn_scenario_load (path, NULL, report, NULL);
    g_autofree char *remark = NULL;
    CvpnPrefix block;

    CU_ASSERT_PTR_NOT_NULL_FATAL (scenario);
    CU_ASSERT (!cvpn_plan_client_cidr (scenario, 0, 12, &block, &remark));
    cvpn_assert_str (remark, "no /12 of the private address ranges is free");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "blocks", test_blocks },
        { "none", test_none },
    };

    return cvpn_test_main ("client CIDR", tests, G_N_ELEMENTS (tests));
}
