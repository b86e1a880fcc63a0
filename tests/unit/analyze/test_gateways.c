/* Transit gateways, NAT gateways and hosts that forward in explain: what mends a
 * way through them, and what is said of them. */
#include <cvpnsim/explain.h>

#include "mend_text.h"
#include "scenario_text.h"
#include "support.h"

#define SITE "198.51.100.1 tcp 443"
#define APP  "app tcp 443"

static CvpnAnswer *
ask (const char *patch, const char *to, CvpnScenario **scenario)
{
    g_autofree char *base = cvpn_test_read ("tests/support/transit.ini");
    g_autofree char *text = cvpn_test_patch (base, patch);
    g_autofree char *faults = NULL;
    const CvpnQuestion question = {
        .clients = "users", .to = to, .landing = "subnet-a", .source_port = -1
    };

    *scenario = cvpn_test_load (text, &faults);
    cvpn_assert_str (faults, NULL);
    CU_ASSERT_FATAL (*scenario != NULL);
    return cvpn_explain (*scenario, &question, NULL);
}

static void
test_mends (void)
{
    static const struct {
        const char *patch, *to, *mends;
    } cases[] = {
        { NULL, APP, "" },
        { "[route-table rtb-a]\n-0.0.0.0/0\n", APP,
          "[route-table rtb-a] 10.1.0.0/16 = tgw-1\n  aws ec2 create-route --route-table-id rtb-a "
          "--destination-cidr-block 10.1.0.0/16 --transit-gateway-id tgw-1\n" },
        /* Any other subnet of the zone serves better than the sender's own. */
        { "[transit-gateway-attachment att-a]\nsubnets = subnet-tb\n", APP,
          "[transit-gateway-attachment att-a] subnets = subnet-tb; subnet-ta\n  aws ec2 "
          "modify-transit-gateway-vpc-attachment --transit-gateway-attachment-id att-a "
          "--add-subnet-ids subnet-ta\n" },
        { "[transit-gateway-attachment att-a]\n-route-table\n", APP,
          "[transit-gateway-attachment att-a] route-table = tgw-rtb\n  aws ec2 "
          "associate-transit-gateway-route-table --transit-gateway-route-table-id tgw-rtb "
          "--transit-gateway-attachment-id att-a\n" },
        { "[transit-gateway-route-table tgw-rtb]\n-0.0.0.0/0\npropagating = att-a\n", APP,
          "[transit-gateway-route-table tgw-rtb] 10.1.0.0/16 = att-b\n  aws ec2 "
          "create-transit-gateway-route --transit-gateway-route-table-id tgw-rtb "
          "--destination-cidr-block 10.1.0.0/16 --transit-gateway-attachment-id att-b\n" },
        { "[transit-gateway-route-table tgw-rtb]\n10.1.1.0/24 = blackhole\n", APP,
          "[transit-gateway-route-table tgw-rtb] 10.1.1.0/24 = att-b\n  aws ec2 "
          "replace-transit-gateway-route --transit-gateway-route-table-id tgw-rtb "
          "--destination-cidr-block 10.1.1.0/24 --transit-gateway-attachment-id att-b\n" },
        /* The circle is closed where the transit gateway sends it back. */
        { "[transit-gateway-route-table tgw-rtb]\n10.1.0.0/16 = att-a\n", APP,
          "[transit-gateway-route-table tgw-rtb] 10.1.0.0/16 = att-b\n  aws ec2 "
          "replace-transit-gateway-route --transit-gateway-route-table-id tgw-rtb "
          "--destination-cidr-block 10.1.0.0/16 --transit-gateway-attachment-id att-b\n" },
        /* On the way back, at the far end's tables. */
        { "[route-table rtb-app]\n-10.0.0.0/16\n", APP,
          "[route-table rtb-app] 10.0.0.0/16 = tgw-1\n  aws ec2 create-route --route-table-id "
          "rtb-app --destination-cidr-block 10.0.0.0/16 --transit-gateway-id tgw-1\n" },
        { "[route-table rtb-pub]\n-10.0.0.0/8\n", SITE,
          "[route-table rtb-pub] 10.0.0.0/16 = tgw-1\n  aws ec2 create-route --route-table-id "
          "rtb-pub --destination-cidr-block 10.0.0.0/16 --transit-gateway-id tgw-1\n" },
        /* A foreign address needs a NAT gateway, and none behind the same table. */
        { "[route-table rtb-te]\n0.0.0.0/0 = igw-e\n", SITE,
          "[route-table rtb-te] 0.0.0.0/0 = nat-e\n  aws ec2 replace-route --route-table-id "
          "rtb-te --destination-cidr-block 0.0.0.0/0 --nat-gateway-id nat-e\n" },
        { "[subnet subnet-te]\nroute-table = rtb-pub\n", SITE, "" },
        { "[nat-gateway nat-e]\nports-per-destination = 0\n", SITE,
          "[nat-gateway nat-e] ports-per-destination = 55000\n  \n" },
        /* An answer that is sent into a NAT gateway. */
        { "[route-table rtb-t]\nvpc = vpc-e\n0.0.0.0/0 = igw-e\n10.0.0.0/8 = nat-e\n"
          "[subnet subnet-pub]\nroute-table = rtb-t\n",
          SITE,
          "[route-table rtb-t] 10.0.0.0/16 = tgw-1\n  aws ec2 create-route --route-table-id rtb-t "
          "--destination-cidr-block 10.0.0.0/16 --transit-gateway-id tgw-1\n" },
        { "[route-table rtb-a]\n10.1.0.0/16 = fw\n[host fw]\nsource-dest-check = true\n", APP,
          "[host fw] source-dest-check = false\n  aws ec2 modify-network-interface-attribute "
          "--network-interface-id fw --no-source-dest-check\n" },
        { "[route-table rtb-a]\n10.1.0.0/16 = fw\n[security-group sg-fw]\negress = tcp 80 "
          "0.0.0.0/0\n",
          APP,
          "[security-group sg-fw] egress = tcp 80 0.0.0.0/0; tcp 443 10.1.0.0/16\n  aws ec2 "
          "authorize-security-group-egress --group-id sg-fw --ip-permissions "
          "'IpProtocol=tcp,FromPort=443,ToPort=443,IpRanges=[{CidrIp=10.1.0.0/16}]'\n" },
        /* A protocol without ports. */
        { "[network-acl acl-app]\n-inbound 100\n[host app]\n-listen\n", "app 47",
          "[network-acl acl-app] inbound 100 = allow 47 10.0.0.0/16\n  aws ec2 "
          "create-network-acl-entry --network-acl-id acl-app --ingress --rule-number 100 "
          "--protocol 47 --cidr-block 10.0.0.0/16 --rule-action allow\n" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        CvpnScenario *scenario;
        CvpnAnswer *answer = ask (cases[i].patch, cases[i].to, &scenario);
        g_autofree char *mends = cvpn_test_mends (answer);
        cvpn_assert_str (mends, cases[i].mends);
        cvpn_answer_free (answer);
        cvpn_scenario_free (scenario);
    }
}

static void
test_texts (void)
{
    static const struct {
        const char *patch, *to, *text;
    } cases[] = {
        { NULL, SITE, "nat-e: source becomes 10.2.1.200, port kept" },
        { "[nat-gateway nat-e]\nports-per-destination = 10\n", SITE,
          "nat-e: source becomes 10.2.1.200, port 49152 → 1024" },
        { "[route-table rtb-a]\n10.1.0.0/16 = fw\n[security-group sg-fw]\ningress =\n", APP,
          "sg-fw of fw, inbound" },
        { "[route-table rtb-a]\n10.1.0.0/16 = fw\n[security-group sg-fw]\negress =\n", APP,
          "sg-fw of fw, outbound" },
        { "[transit-gateway-attachment att-a]\nsubnets = subnet-tb\n", APP,
          "rtb-a 0.0.0.0/0 → tgw-1: att-a has no subnet in us-east-1a" },
        { "[route-table rtb-t]\nvpc = vpc-e\n0.0.0.0/0 = igw-e\n10.0.0.0/8 = nat-e\n"
          "[subnet subnet-pub]\nroute-table = rtb-t\n",
          SITE, "nat-e takes no answers but its own" },
        { "[transit-gateway tgw-2]\n[route-table rtb-a]\n0.0.0.0/0 = tgw-2\n", APP,
          "rtb-a 0.0.0.0/0 → tgw-2: vpc-a is not attached to it" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        CvpnScenario *scenario;
        CvpnAnswer *answer = ask (cases[i].patch, cases[i].to, &scenario);
        g_autofree char *text = cvpn_answer_text (answer, FALSE);
        cvpn_assert_has (text, cases[i].text);
        cvpn_answer_free (answer);
        cvpn_scenario_free (scenario);
    }
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "mends", test_mends },
        { "texts", test_texts },
    };

    return cvpn_test_main ("analyze gateways", tests, G_N_ELEMENTS (tests));
}
