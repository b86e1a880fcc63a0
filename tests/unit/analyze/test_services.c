/* Gateway endpoints in explain: what it says of them, and what mends a way to a
 * service. */
#include <cvpnsim/explain.h>

#include <string.h>

#include "mend_text.h"
#include "scenario_text.h"
#include "support.h"

#define LIST "[prefix-list pl-s3]\nentries = 52.216.0.0/15; 3.5.0.0/19\n"
#define SERVICE(tables)                                                                            \
    LIST "[vpc-endpoint vpce-s3]\nvpc = vpc-a\nprefix-list = pl-s3\nroute-tables = " tables "\n"
#define NO_GATEWAY                                                                                 \
    "-[internet-gateway igw-a]\n[route-table rtb-a]\n-0.0.0.0/0\n[route-table "                    \
    "rtb-b]\n-0.0.0.0/0\n"
#define MODIFY "aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-s3 --add-route-table-ids "

static CvpnAnswer *
ask (const char *patch, const char *to, CvpnScenario **scenario)
{
    g_autofree char *base = cvpn_test_read ("tests/support/network.ini");
    g_autofree char *text = cvpn_test_patch (base, patch);
    g_autofree char *faults = NULL;
    const CvpnQuestion question = { .clients = "users", .to = to, .source_port = -1 };

    *scenario = cvpn_test_load (text, &faults);
    cvpn_assert_str (faults, NULL);
    CU_ASSERT_FATAL (*scenario != NULL);
    return cvpn_explain (*scenario, &question, NULL);
}

static void
test_mends (void)
{
    static const struct {
        const char *patch, *mends;
    } cases[] = {
        { SERVICE ("rtb-a; rtb-b") NO_GATEWAY, "" },
        { SERVICE ("rtb-a") NO_GATEWAY, "[vpc-endpoint vpce-s3] route-tables = rtb-a; rtb-b\n"
                                        "  " MODIFY "rtb-b\n" },
        /* Both landings, each its table; one table, once. */
        { SERVICE ("") NO_GATEWAY, "[vpc-endpoint vpce-s3] route-tables = rtb-a; rtb-b\n"
                                   "  " MODIFY "rtb-a && " MODIFY "rtb-b\n" },
        { SERVICE ("") NO_GATEWAY "[subnet subnet-b]\nroute-table = rtb-a\n",
          "[vpc-endpoint vpce-s3] route-tables = rtb-a\n  " MODIFY "rtb-a\n" },
        /* A main table that stands in no file is declared first. */
        { SERVICE ("rtb-a") NO_GATEWAY "[subnet subnet-b]\n-route-table\n",
          "[route-table vpc-a-main] vpc = vpc-a\n  \n[route-table vpc-a-main] main = true\n  \n"
          "[vpc-endpoint vpce-s3] route-tables = rtb-a; vpc-a-main\n  " MODIFY "vpc-a-main\n" },
        /* The list goes elsewhere: AWS takes one route to it. */
        { SERVICE ("rtb-a") NO_GATEWAY "[route-table rtb-b]\npl-s3 = pcx-ab\n",
          "[route-table rtb-b] pl-s3 = vpce-s3\n  aws ec2 delete-route --route-table-id rtb-b "
          "--destination-prefix-list-id pl-s3 && " MODIFY "rtb-b\n" },
        /* Behind a static route of the same length the endpoint's would lose. */
        { SERVICE ("rtb-a") "[route-table rtb-b]\n52.216.0.0/15 = blackhole\n",
          "[route-table rtb-b] 52.216.0.0/15 = igw-a\n  aws ec2 replace-route --route-table-id "
          "rtb-b --destination-cidr-block 52.216.0.0/15 --gateway-id igw-a\n" },
        { SERVICE ("rtb-a") "[route-table rtb-b]\n52.0.0.0/8 = blackhole\n",
          "[vpc-endpoint vpce-s3] route-tables = rtb-a; rtb-b\n  " MODIFY "rtb-b\n" },
        /* One entry in two lists: the first list of the file. */
        { SERVICE ("rtb-a") "[prefix-list pl-two]\nentries = 52.216.0.0/15\n"
                            "[route-table rtb-b]\npl-two = blackhole\n",
          "[vpc-endpoint vpce-s3] route-tables = rtb-a; rtb-b\n  " MODIFY "rtb-b\n" },
        { "[prefix-list pl-two]\nentries = 52.216.0.0/15\n" SERVICE (
              "rtb-a") "[route-table rtb-b]\npl-two = blackhole\n",
          "[route-table rtb-b] 52.216.0.0/15 = igw-a\n  aws ec2 create-route --route-table-id "
          "rtb-b --destination-cidr-block 52.216.0.0/15 --gateway-id igw-a\n" },
        /* Rules and endpoint routes name the service's block, groups its list. */
        { SERVICE ("rtb-a; rtb-b") "[authorization-rules cvpn-1]\n-0.0.0.0/0\n"
                                   "10.0.0.0/16 = *\n[security-group sg-vpn]\negress =\n",
          "[authorization-rules cvpn-1] 52.216.0.0/15 = staff\n  aws ec2 "
          "authorize-client-vpn-ingress --client-vpn-endpoint-id cvpn-1 --target-network-cidr "
          "52.216.0.0/15 --access-group-id staff\n"
          "[security-group sg-vpn] egress = tcp 443 pl-s3\n  aws ec2 "
          "authorize-security-group-egress --group-id sg-vpn --ip-permissions "
          "'IpProtocol=tcp,FromPort=443,ToPort=443,PrefixListIds=[{PrefixListId=pl-s3}]'\n" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        CvpnScenario *scenario;
        CvpnAnswer *answer = ask (cases[i].patch, "52.217.1.1 tcp 443", &scenario);
        g_autofree char *mends = cvpn_test_mends (answer);
        cvpn_assert_str (mends, cases[i].mends);
        cvpn_answer_free (answer);
        cvpn_scenario_free (scenario);
    }
}

/* UDP does not pass a gateway endpoint: the internet gateway would carry it. */
static void
test_udp (void)
{
    CvpnScenario *scenario;
    CvpnAnswer *answer =
        ask (SERVICE ("rtb-a") "[route-table rtb-b]\n-0.0.0.0/0\n", "52.217.1.1 udp 53", &scenario);
    g_autofree char *mends = cvpn_test_mends (answer);

    cvpn_assert_has (mends, "[route-table rtb-b] 52.216.0.0/15 = igw-a\n");
    CU_ASSERT (strstr (mends, "vpce-s3") == NULL);
    cvpn_answer_free (answer);
    cvpn_scenario_free (scenario);
}

static void
test_text (void)
{
    CvpnScenario *scenario;
    CvpnAnswer *answer = ask (SERVICE ("rtb-a"), "52.217.1.1 tcp 443", &scenario);
    CvpnScenario *other;
    CvpnAnswer *udp = ask (SERVICE ("rtb-a"), "52.217.1.1 udp 53", &other);
    g_autofree char *text = cvpn_answer_text (answer, FALSE);
    g_autofree char *refused = cvpn_answer_text (udp, FALSE);

    cvpn_assert_has (text, "rtb-a pl-s3 → vpce-s3");
    cvpn_assert_has (text, "vpce-s3: the service of pl-s3 answers");
    cvpn_assert_has (text, "through vpce-s3, without a route");
    cvpn_assert_has (refused, "VPCE_GATEWAY_PROTOCOL_RESTRICTION: a gateway endpoint carries TCP "
                              "and echo requests only");
    cvpn_answer_free (answer);
    cvpn_answer_free (udp);
    cvpn_scenario_free (scenario);
    cvpn_scenario_free (other);
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "mends", test_mends },
        { "a protocol that is not carried", test_udp },
        { "texts", test_text },
    };

    return cvpn_test_main ("analyze services", tests, G_N_ELEMENTS (tests));
}
