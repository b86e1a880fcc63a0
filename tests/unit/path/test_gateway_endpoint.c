/* Gateway endpoints: step 6, the service behind them, and its answer. */
#include "model/scenario.h"
#include "path_cases.h"
#include "scenario_text.h"
#include "support.h"

#define BASE "tests/support/network.ini"

/* vpce-s3 serves rtb-a, the table of subnet-a, and not rtb-b. */
#define LIST "[prefix-list pl-s3]\nentries = 52.216.0.0/15; 3.5.0.0/19\n"
#define SERVICE                                                                                    \
    LIST "[vpc-endpoint vpce-s3]\nvpc = vpc-a\nprefix-list = pl-s3\nroute-tables = rtb-a\n"
#define NO_GATEWAY                                                                                 \
    "-[internet-gateway igw-a]\n[route-table rtb-a]\n-0.0.0.0/0\n[route-table "                    \
    "rtb-b]\n-0.0.0.0/0\n"

static void
test_routes (void)
{
    static const CvpnPathCase cases[] = {
        { SERVICE, NULL, "52.217.1.1 tcp 443", "delivered", "rtb-a: pl-s3 = vpce-s3" },
        { SERVICE, NULL, "3.5.31.255 tcp 443", "delivered", "rtb-a: pl-s3 = vpce-s3" },
        { SERVICE, NULL, "3.5.32.0 tcp 443", "delivered", "rtb-a: 0.0.0.0/0 = igw-a" },
        { SERVICE, "subnet-b", "52.217.1.1 tcp 443", "delivered", "rtb-b: 0.0.0.0/0 = igw-a" },
        { SERVICE NO_GATEWAY, NULL, "52.217.1.1 tcp 443", "delivered", NULL },
        { SERVICE NO_GATEWAY, "subnet-b", "52.217.1.1 tcp 443", "dropped 6 NO_ROUTE_TO_DESTINATION",
          "rtb-b: " },
        /* Written in the table, or both: one and the same route. */
        { SERVICE "[route-table rtb-b]\npl-s3 = vpce-s3\n", "subnet-b", "52.217.1.1 tcp 443",
          "delivered", "rtb-b: pl-s3 = vpce-s3" },
        { SERVICE "[route-table rtb-a]\npl-s3 = vpce-s3\n", NULL, "52.217.1.1 tcp 443", "delivered",
          "rtb-a: pl-s3 = vpce-s3" },
        /* "Route priority" */
        { SERVICE "[route-table rtb-a]\n52.216.0.0/15 = blackhole\n", NULL, "52.217.1.1 tcp 443",
          "dropped 6 BAD_STATE_ROUTE", "rtb-a: 52.216.0.0/15 = blackhole" },
        { SERVICE "[route-table rtb-a]\n52.216.0.0/14 = blackhole\n", NULL, "52.217.1.1 tcp 443",
          "delivered", "rtb-a: pl-s3 = vpce-s3" },
        { SERVICE "[route-table rtb-a]\n52.217.1.0/24 = igw-a\n", NULL, "52.217.1.1 udp 53",
          "delivered", "rtb-a: 52.217.1.0/24 = igw-a" },
        { SERVICE "[prefix-list pl-wide]\nentries = 3.0.0.0/8; 52.217.1.0/24\n"
                  "[route-table rtb-a]\npl-wide = blackhole\n",
          NULL, "3.5.0.1 tcp 443", "delivered", "rtb-a: pl-s3 = vpce-s3" },
        { SERVICE "[prefix-list pl-wide]\nentries = 3.0.0.0/8; 52.217.1.0/24\n"
                  "[route-table rtb-a]\npl-wide = blackhole\n",
          NULL, "52.217.1.1 tcp 443", "dropped 6 BAD_STATE_ROUTE", "rtb-a: pl-wide = blackhole" },
    };
    cvpn_path_check (BASE, CVPN_STEP_SUBNET_ROUTE, cases, G_N_ELEMENTS (cases));
}

#define RESTRICTED "dropped destination VPCE_GATEWAY_PROTOCOL_RESTRICTION"
#define HOST       "[host bucket]\nnetwork = internet\naddress = 52.217.1.1\nlisten = tcp 443\n"

static void
test_destination (void)
{
    static const CvpnPathCase cases[] = {
        { SERVICE, NULL, "52.217.1.1 tcp 80", "delivered", "vpce-s3: " },
        { SERVICE, NULL, "52.217.1.1 icmp", "delivered", "vpce-s3: " },
        { SERVICE, NULL, "52.217.1.1 icmp 8/0", "delivered", NULL },
        { SERVICE, NULL, "52.217.1.1 icmp 13/0", RESTRICTED, "vpce-s3: " },
        { SERVICE, NULL, "52.217.1.1 udp 443", RESTRICTED, "vpce-s3: " },
        /* By the internet gateway all is carried. */
        { SERVICE, "subnet-b", "52.217.1.1 udp 443", "delivered", NULL },
        /* A host that the file puts there answers as the file says. */
        { SERVICE HOST, NULL, "bucket tcp 443", "delivered", "bucket: " },
        { SERVICE HOST, NULL, "bucket tcp 80", "rejected destination NO_LISTENER", "bucket: " },
        { SERVICE HOST, NULL, "bucket icmp", "dropped destination NO_LISTENER", "bucket: " },
        { SERVICE HOST, NULL, "bucket udp 53", RESTRICTED, NULL },
        /* No edge-to-edge routing: a peer's endpoint is not reached. */
        { LIST "[vpc-endpoint vpce-b]\nvpc = vpc-b\nprefix-list = pl-s3\nroute-tables = rtb-web\n"
               "[route-table rtb-a]\npl-s3 = pcx-ab\n",
          NULL, "52.217.1.1 tcp 443", "dropped destination PCX_REQUIRES_ADDRESS_IN_VPC_CIDR",
          "pcx-ab: " },
    };
    cvpn_path_check (BASE, CVPN_STEP_DESTINATION, cases, G_N_ELEMENTS (cases));
}

#define ACL_IN(line) "[network-acl acl-a]\n-inbound 100\n" line "\n"

/* The answer needs no route; the landing's ACL judges it. */
static void
test_answer (void)
{
    static const CvpnPathCase cases[] = {
        { SERVICE NO_GATEWAY ACL_IN ("inbound 100 = allow tcp 1024-65535 52.216.0.0/15"), NULL,
          "52.217.1.1 tcp 443", "delivered", "vpce-s3: " },
        { SERVICE NO_GATEWAY ACL_IN ("inbound 100 = allow tcp 1024-65535 52.216.0.0/15"), NULL,
          "3.5.0.1 tcp 443", "dropped 7 SUBNET_ACL_RESTRICTION return",
          "acl-a: inbound * = deny all 0.0.0.0/0" },
        { SERVICE ACL_IN ("inbound 100 = allow tcp 443 0.0.0.0/0"), NULL, "52.217.1.1 tcp 443",
          "dropped 7 SUBNET_ACL_RESTRICTION return", NULL },
        { SERVICE HOST ACL_IN ("inbound 100 = allow tcp 443 0.0.0.0/0"), NULL, "bucket tcp 80",
          "dropped destination NO_LISTENER", NULL },
        { SERVICE "[network-acl acl-a]\noutbound 90 = deny tcp 443 52.216.0.0/15\n", NULL,
          "52.217.1.1 tcp 443", "dropped 7 SUBNET_ACL_RESTRICTION", NULL },
        /* A far table that sends the interface's address to a service. */
        { "[prefix-list pl-odd]\nentries = 10.0.1.0/24\n[vpc-endpoint vpce-b]\nvpc = vpc-b\n"
          "prefix-list = pl-odd\nroute-tables = rtb-web\n",
          NULL, "web tcp 443", "dropped return NO_POSSIBLE_DESTINATION",
          "rtb-web: pl-odd = vpce-b" },
    };
    cvpn_path_check (BASE, CVPN_STEP_RETURN, cases, G_N_ELEMENTS (cases));
}

/* Behind a missing route the endpoint that would lead there is supposed, where it
 * carries the packet. */
static void
test_supposed (void)
{
    static const struct {
        const char *patch, *to;
        guint8 place;
    } cases[] = {
        { SERVICE NO_GATEWAY, "52.217.1.1 tcp 443", CVPN_PLACE_SERVICE },
        { SERVICE NO_GATEWAY, "52.217.1.1 udp 53", CVPN_PLACE_NOWHERE },
        { SERVICE NO_GATEWAY, "52.218.1.1 tcp 443", CVPN_PLACE_NOWHERE },
        { SERVICE "[route-table rtb-b]\n-0.0.0.0/0\n", "52.217.1.1 tcp 443", CVPN_PLACE_SERVICE },
        { SERVICE "[route-table rtb-b]\n-0.0.0.0/0\n", "52.217.1.1 udp 53", CVPN_PLACE_INTERNET },
    };
    g_autofree char *base = cvpn_test_read (BASE);

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autofree char *text = cvpn_test_patch (base, cases[i].patch);
        g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, NULL);
        CvpnWalk walk;
        CvpnTrace trace;
        CU_ASSERT_FATAL (scenario != NULL);
        const CvpnPathWalk how = {
            .scenario = scenario, .association = 1, .to = cases[i].to, .go_on = TRUE
        };
        cvpn_assert_int (cvpn_path_walk (&how, &walk, &trace), CVPN_OUTCOME_DROPPED);
        cvpn_assert_int (walk.way.place.kind, cases[i].place);
    }
}

static void
test_distance (void)
{
    g_autofree char *base = cvpn_test_read (BASE);
    g_autofree char *text = cvpn_test_patch (base, SERVICE);
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, NULL);
    const CvpnPathWalk how = { .scenario = scenario, .to = "52.217.1.1 tcp 443" };
    CvpnWalk walk;
    CvpnTrace trace;

    CU_ASSERT_FATAL (scenario != NULL);
    cvpn_assert_int (cvpn_path_walk (&how, &walk, &trace), CVPN_OUTCOME_DELIVERED);
    cvpn_assert_int (cvpn_walk_distance (&walk), CVPN_DISTANCE_SAME_ZONE);
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "routes", test_routes },     { "destination", test_destination },
        { "answer", test_answer },     { "supposed routes", test_supposed },
        { "distance", test_distance },
    };

    return cvpn_test_main ("path gateway endpoint", tests, G_N_ELEMENTS (tests));
}
