/* cli: which documents are answers, and which key is whose. */
#include "import/forms.h"

#include "read_text.h"
#include "support.h"

static gboolean
is_cli (const char *text)
{
    g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
    json_t *document = json_loads (json, JSON_DECODE_ANY, NULL);
    const gboolean is = cvpn_cli_is (document);

    CU_ASSERT_PTR_NOT_NULL (document);
    json_decref (document);
    return is;
}

static void
test_is (void)
{
    CU_ASSERT_TRUE (is_cli ("{'Vpcs': []}"));
    CU_ASSERT_TRUE (is_cli ("{'x': 1, 'KeyPairs': [], 'TransitGatewayStaticRoutes': []}"));
    CU_ASSERT_FALSE (is_cli ("{'KeyPairs': []}"));
    CU_ASSERT_TRUE (is_cli ("[{'x': 1}, {'Vpcs': []}]"));
    CU_ASSERT_FALSE (is_cli ("{}"));
    CU_ASSERT_FALSE (is_cli ("[]"));
    CU_ASSERT_FALSE (is_cli ("'Vpcs'"));
    CU_ASSERT_FALSE (is_cli ("{'NextToken': 'x', 'Status': {}}"));
    CU_ASSERT_FALSE (is_cli ("[{'VpcId': 'vpc-1', 'CidrBlock': '10.0.0.0/16'}]"));
    CU_ASSERT_FALSE (is_cli ("{'Resources': {'Vpc': {'Type': 'AWS::EC2::VPC'}}}"));
    CU_ASSERT_FALSE (is_cli ("{'format_version': '1.0', 'values': {}}"));
}

static void
check_hint (const char *text, const char *want)
{
    g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
    json_t *document = json_loads (json, JSON_DECODE_ANY, NULL);

    cvpn_assert_str (cvpn_cli_hint (document), want);
    json_decref (document);
}

/* What is of no use is known all the same, and what --query has cut out. */
static void
test_hints (void)
{
    static const char query[] =
        "a list without the key of its call, as --query makes it: the whole answer is needed";

    check_hint ("{'KeyPairs': []}", "the answer of describe-key-pairs, which is not needed");
    check_hint ("[{'KeyPairs': []}]", "the answer of describe-key-pairs, which is not needed");
    check_hint ("[{'VpcId': 'vpc-1', 'CidrBlock': '10.0.0.0/16'}]", query);
    check_hint ("[[{'InstanceId': 'i-1'}]]", query);
    check_hint ("[['vpc-1']]", NULL);
    check_hint ("{'VpcId': 'vpc-1'}", NULL);
    check_hint ("7", NULL);
}

static void
check (const char *json, const char *want)
{
    g_autofree char *got = cvpn_test_cli_text ("a.json", json, NULL);

    cvpn_assert_str (got, want);
}

static void
test_others (void)
{
    check ("{'KeyPairs': [{'KeyName': 'x'}], 'Vpcs': [], 'Widgets': [], 'NextToken': null,"
           " 'ResponseMetadata': {'RequestId': 'r'}, 'a b\\nc': 1,"
           " 'Instances': []}",
           "all: vpcs\n"
           "skipped: a.json: KeyPairs: describe-key-pairs: not needed\n"
           "skipped: a.json: Widgets: printed by none of the calls that are known\n"
           "skipped: a.json: a top-level key: printed by none of the calls that are known\n"
           "skipped: a.json: Instances: describe-instances with --query: the whole answer is "
           "needed\n");
    check ("[{'Vpcs': []}, {'Widgets': []}, 7, {'Subnets': []}]",
           "all: vpcs subnets\n"
           "skipped: a.json: Widgets: printed by none of the calls that are known\n"
           "skipped: a.json: an element of the outermost list: not an answer of a call, with its "
           "top-level key\n");
}

/* The same key of other services and calls is told by what its elements have. */
static void
test_same_keys (void)
{
    check ("{'Routes': [{'DestinationCidrBlock': '10.0.0.0/8', 'Type': 'static',"
           " 'LocalGatewayRouteTableId': 'lgw-rtb-1'}, {'x': 1}]}",
           "skipped: a.json: Routes: elements of a call that is not known: 2\n");
    check ("{'Connections': [{'EndpointArn': 'arn:aws:dms'}], 'Entries': [{'EventId': '1'}],"
           " 'Associations': [{'Name': 'AWS-RunShellScript', 'AssociationId': 'x'}]}",
           "skipped: a.json: Connections: elements of a call that is not known: 1\n"
           "skipped: a.json: Entries: elements of a call that is not known: 1\n"
           "skipped: a.json: Associations: elements of a call that is not known: 1\n");
}

/* Both calls that print "Routes", put together by jq: each element goes its way. */
static void
test_merged_routes (void)
{
    check ("{'TransitGatewayRouteTables': [{'TransitGatewayRouteTableId': 'tgw-rtb-1'}],"
           "'ClientVpnEndpoints': [{'ClientVpnEndpointId': 'e-1', 'Status': {'Code':"
           " 'pending-associate'}}], 'Routes': ["
           "{'ClientVpnEndpointId': 'e-1', 'DestinationCidr': '10.0.0.0/16',"
           " 'TargetSubnet': 'subnet-1', 'Status': {'Code': 'active'}},"
           "{'DestinationCidrBlock': '10.9.0.0/16', 'Type': 'static', 'State': 'blackhole'}]}",
           "transit-table tgw-rtb-1 routes-known\n"
           "  10.9.0.0/16 attachment=blackhole\n"
           "client-vpn e-1 active (pending-associate) routes-known\n"
           "  route 10.0.0.0/16 subnet-1 active (active)\n");
}

/* Split, merged, in another order: the same things. */
static void
test_files (void)
{
    static const char vpc[] = "{'Vpcs': [{'VpcId': 'vpc-1', 'CidrBlock': '10.0.0.0/16'}]}";
    static const char other[] = "{'Vpcs': [{'CidrBlock': '10.1.0.0/16', 'VpcId': 'vpc-2'}]}";
    static const char want[] = "vpc vpc-1 10.0.0.0/16\nvpc vpc-2 10.1.0.0/16\nall: vpcs\n";
    g_autofree char *split = cvpn_test_cli_text ("a", vpc, "b", other, "c", vpc, NULL);
    g_autofree char *concatenated =
        cvpn_test_cli_text ("a",
                            "{'Vpcs': [{'VpcId': 'vpc-1', 'CidrBlock': '10.0.0.0/16'}]}\n"
                            "{'Vpcs': [{'CidrBlock': '10.1.0.0/16', 'VpcId': 'vpc-2'}]}",
                            NULL);

    cvpn_assert_str (split, want);
    cvpn_assert_str (concatenated, want);
}

static void
test_different (void)
{
    g_autofree char *text =
        cvpn_test_cli_text ("a", "{'Vpcs': [{'VpcId': 'vpc-1', 'CidrBlock': '10.0.0.0/16'}]}", "b",
                            "{'Vpcs': [\n{'VpcId': 'vpc-1', 'CidrBlock': '10.9.0.0/16'}]}", NULL);

    cvpn_assert_has (text, "fault: 2: Vpcs[0]: 'vpc-1' is described differently at ");
}

static void
test_pages (void)
{
    static const char remark[] =
        "remark: a.json: Vpcs: describe-vpcs: there are more pages (NextToken) than this; what "
        "is on them is not known\n";

    check ("{'Vpcs': [], 'NextToken': 'eyJ'}", remark);
    check ("{'Vpcs': [], 'NextToken': 'eyJ'}{'Vpcs': []}", remark);
    check ("{'Vpcs': [], 'NextToken': ''}{'Vpcs': null}", "all: vpcs\n");
    check ("{'Vpcs': null}", "");
}

static void
test_wrong_types (void)
{
    check (
        "{'Vpcs': 'x', 'Subnets': 7, 'Routes': true, 'NetworkAcls':\n[[]],"
        " 'ClientVpnEndpoints': [{'ClientVpnEndpointId': 'e'}], 'CertificateRevocationList': []}",
        "client-vpn e unknown (not said)\n"
        "all: vpcs subnets network-acls\n"
        "fault: 1: Vpcs: expected an array, not a string\n"
        "fault: 1: Subnets: expected an array, not a number\n"
        "fault: 1: Routes: expected an array, not true or false\n"
        "fault: 2: NetworkAcls[0]: expected an object, not an array\n"
        "fault: 2: CertificateRevocationList: expected a string, not an array\n");
}

/* Times of both versions of the CLI, and of Client VPN without a zone: none is looked at. */
static void
test_times (void)
{
    static const char *const times[] = { "2019-07-10T14:02:12.000Z", "2019-07-10T14:02:12+00:00",
                                         "2019-07-08T11:37:27" };

    for (guint i = 0; i < G_N_ELEMENTS (times); i++) {
        g_autofree char *json =
            g_strdup_printf ("{'NatGateways': [{'NatGatewayId': 'nat-1', 'CreateTime': '%s',"
                             " 'State': 'available'}]}",
                             times[i]);
        check (json, "nat-gateway nat-1\nall: nats\n");
    }
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "is", test_is },
        { "hints", test_hints },
        { "others", test_others },
        { "same keys", test_same_keys },
        { "merged routes", test_merged_routes },
        { "files", test_files },
        { "different", test_different },
        { "pages", test_pages },
        { "wrong types", test_wrong_types },
        { "times", test_times },
    };

    return cvpn_test_main ("import.cli", tests, G_N_ELEMENTS (tests));
}
