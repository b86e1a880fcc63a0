/* cli_client_vpn, cli_client_parts, cli_answered: endpoints, what they have, and whether that is
 * all of it. */
#include "read_text.h"
#include "support.h"

static void
check (const char *json, const char *want)
{
    g_autofree char *got = cvpn_test_cli_text ("a.json", json, NULL);

    cvpn_assert_str (got, want);
}

/* The example of describe-client-vpn-endpoints (of 2019, without what came later), and all that
 * today's answers have. */
static void
test_endpoints (void)
{
    check ("{'ClientVpnEndpoints': [{'ClientVpnEndpointId': 'cvpn-endpoint-123456789123abcde',"
           " 'Description': '', 'Status': {'Code': 'available'},"
           " 'CreationTime': '2019-07-08T11:37:27', 'DnsName': '*.cvpn-endpoint-1.prod',"
           " 'ClientCidrBlock': '172.31.0.0/16', 'DnsServers': ['8.8.8.8'],"
           " 'SplitTunnel': false, 'VpnProtocol': 'openvpn', 'TransportProtocol': 'udp',"
           " 'AuthenticationOptions': [{'Type': 'certificate-authentication',"
           "  'MutualAuthentication': {'ClientRootCertificateChain': 'arn:aws:acm:x'}}],"
           " 'ConnectionLogOptions': {'Enabled': false},"
           " 'Tags': [{'Key': 'Name', 'Value': 'Client VPN'}]},"
           "{'ClientVpnEndpointId': 'cvpn-endpoint-2', 'Status': {'Code': 'pending-associate'},"
           " 'ClientCidrBlock': '10.1.0.0/22', 'SplitTunnel': true, 'TransportProtocol': 'tcp',"
           " 'VpnPort': 1194, 'DnsServers': ['10.0.0.2', '2001:db8::2'],"
           " 'AssociatedTargetNetworks': [], 'AuthenticationOptions': ["
           "  {'Type': 'directory-service-authentication'},"
           "  {'Type': 'federated-authentication'}, {'Type': 'odd'}],"
           " 'ConnectionLogOptions': {'Enabled': true, 'CloudwatchLogGroup': 'g'},"
           " 'SecurityGroupIds': ['sg-1', 'sg-2'], 'VpcId': 'vpc-1',"
           " 'ClientConnectOptions': {'Enabled': true}, 'SessionTimeoutHours': 8,"
           " 'DisconnectOnSessionTimeout': true},"
           "{'ClientVpnEndpointId': 'cvpn-endpoint-3', 'Status': {'Code': 'deleted'},"
           " 'DisconnectOnSessionTimeout': false},"
           "{'ClientVpnEndpointId': 'cvpn-endpoint-4', 'Status': {'Code': 'odd'},"
           " 'TransitGatewayConfiguration': {'TransitGatewayId': 'tgw-1'}},"
           "{'ClientVpnEndpointId': 'cvpn-endpoint-5', 'TransitGatewayConfiguration': {}}]}",
           "client-vpn cvpn-endpoint-123456789123abcde name=Client VPN active (available)"
           " 172.31.0.0/16 certificate dns=8.8.8.8\n"
           "client-vpn cvpn-endpoint-2 active (pending-associate) 10.1.0.0/22 vpc=vpc-1"
           " groups-known group=sg-1 group=sg-2 split tcp port=1194 hours=8 disconnect=1"
           " directory federated log handler dns=10.0.0.2\n"
           "client-vpn cvpn-endpoint-3 not-active (deleted) disconnect=0\n"
           "client-vpn cvpn-endpoint-4 unknown (odd) transit-gateway\n"
           "client-vpn cvpn-endpoint-5 unknown (not said)\n"
           "remark: a.json: cvpn-endpoint-2: a kind of authentication that is not known: left "
           "out\n"
           "left out: DNS servers: IPv6: scenarios are IPv4 only count=1\n");
}

#define ENDPOINT(id) "{'ClientVpnEndpointId': '" id "', 'Status': {'Code': 'available'}}"
#define ONE          "'ClientVpnEndpoints': [" ENDPOINT ("cvpn-endpoint-1") "]"
#define OF           "'ClientVpnEndpointId': 'cvpn-endpoint-1'"
#define HEAD         "client-vpn cvpn-endpoint-1 active (available)"

static void
test_target_networks (void)
{
    check ("{'ClientVpnTargetNetworks': [{'AssociationId': 'cvpn-assoc-1', 'VpcId': 'vpc-1',"
           " 'TargetNetworkId': 'subnet-1', " OF ", 'Status': {'Code': 'associated'},"
           " 'SecurityGroups': ['sg-1']},"
           "{'AssociationId': 'cvpn-assoc-2', 'TargetNetworkId': 'subnet-2', " OF ","
           " 'Status': {'Code': 'associating'}},"
           "{'AssociationId': 'cvpn-assoc-3', 'TargetNetworkId': 'subnet-3', " OF ","
           " 'Status': {'Code': 'odd'}}], " ONE "}",
           HEAD " vpc=vpc-1 groups-known group=sg-1 targets-known\n"
                "  target subnet-1 active (associated) group=sg-1\n"
                "  target subnet-2 not-active (associating)\n"
                "  target subnet-3 unknown (odd)\n");
}

static void
test_routes (void)
{
    check ("{" ONE ", 'Routes': [" /* as in the AWS CLI Command Reference */
           "{" OF ", 'DestinationCidr': '10.0.0.0/16', 'TargetSubnet': 'subnet-1',"
           " 'Type': 'Nat', 'Origin': 'associate', 'Status': {'Code': 'active'}},"
           "{" OF ", 'DestinationCidr': '0.0.0.0/0', 'TargetSubnet': 'subnet-1',"
           " 'Type': 'Nat', 'Origin': 'add-route', 'Status': {'Code': 'creating'}},"
           "{" OF ", 'DestinationCidr': '172.31.0.0/16', 'TargetSubnet': 'local',"
           " 'Type': 'Nat', 'Origin': 'add-route', 'Status': {'Code': 'odd'}},"
           "{" OF ", 'DestinationCidr': '2001:db8::/56', 'TargetSubnet': 'subnet-1'}]}",
           HEAD " targets-known routes-known\n"
                "  target subnet-1 active (associated)\n"
                "  route 10.0.0.0/16 subnet-1 active (active) automatic\n"
                "  route 0.0.0.0/0 subnet-1 not-active (creating)\n"
                "  route 172.31.0.0/16 local unknown (odd)\n"
                "left out: routes of endpoints: IPv6: scenarios are IPv4 only count=1\n"
                "remark: a.json: cvpn-endpoint-1: its target networks are those of its automatic "
                "routes: describe-client-vpn-target-networks is not there\n");
}

static void
test_rules (void)
{
    check ("{" ONE ", 'AuthorizationRules': ["
           "{" OF ", 'GroupId': '', 'AccessAll': true, 'DestinationCidr': '0.0.0.0/0',"
           " 'Status': {'Code': 'active'}},"
           "{" OF ", 'Description': 'd', 'GroupId': 'S-1-5-21', 'AccessAll': false,"
           " 'DestinationCidr': '10.0.0.0/8', 'Status': {'Code': 'revoking'}}]}",
           HEAD " rules-known\n"
                "  rule 0.0.0.0/0 everyone active (active)\n"
                "  rule 10.0.0.0/8 S-1-5-21 not-active (revoking)\n");
}

/* What would be another list of groups, or everyone, in a scenario. */
static void
test_group_names (void)
{
    static const char *const names[] = { "a;b", " a", "a ", "a\\nb", "*" };

    for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
        g_autofree char *json = g_strdup_printf ("{" ONE ", 'AuthorizationRules': [{" OF
                                                 ", 'DestinationCidr': '10.0.0.0/8',"
                                                 " 'GroupId': '%s'}]}",
                                                 names[i]);
        check (json, HEAD " rules-known\n"
                          "fault: 1: AuthorizationRules[0].GroupId: cannot be the name of an "
                          "access group in a scenario: it has a ';' or a control character, begins "
                          "or ends with a space, or is '*'\n");
    }
    check ("{" ONE ", 'AuthorizationRules': [{" OF ", 'DestinationCidr': '10.0.0.0/8'}]}",
           HEAD " rules-known\n"
                "fault: 1: AuthorizationRules[0]: neither a GroupId nor AccessAll\n");
}

/* Counters and times are strings there: they are not looked at, nor is who it was. */
static void
test_connections (void)
{
    check ("{" ONE ", 'Connections': ["
           "{" OF ", 'ConnectionId': 'cvpn-connection-1', 'Username': 'joe',"
           " 'IngressBytes': '32302', 'ConnectionEndTime': '-', 'Status': {'Code': 'active'}},"
           "{" OF ", 'ConnectionId': 'cvpn-connection-2', 'Status': {'Code': 'active'}},"
           "{" OF ", 'ConnectionId': 'cvpn-connection-2', 'Status': {'Code': 'active'}},"
           "{" OF ", 'ConnectionId': 'cvpn-connection-3', 'Status': {'Code': 'terminated'}}]}",
           HEAD " connections=2\n");
    check ("{" ONE ", 'Connections': []}", HEAD " connections=0\n");
}

static void
test_revocation_lists (void)
{
    g_autofree char *which =
        cvpn_test_cli_text ("crl.json",
                            "{'CertificateRevocationList': 'x', 'Status': {'Code':"
                            " 'active'}}",
                            "e.json",
                            "{'ClientVpnEndpoints': [" ENDPOINT ("cvpn-endpoint-1") "," ENDPOINT (
                                "cvpn-endpoint-2") "]}",
                            NULL);
    g_autofree char *named =
        cvpn_test_cli_text ("cvpn-endpoint-2/crl.json",
                            "{'CertificateRevocationList': 'x',"
                            " 'Status': {'Code': 'active'}}",
                            "e.json",
                            "{'ClientVpnEndpoints': [" ENDPOINT ("cvpn-endpoint-1") "," ENDPOINT (
                                "cvpn-endpoint-2") "]}",
                            NULL);

    check ("{" ONE "}{'CertificateRevocationList': 'x', 'Status': {'Code': 'active'}}",
           HEAD " crl\n");
    check ("{" ONE "}{'CertificateRevocationList': 'x', 'Status': {'Code': 'pending'}}", HEAD "\n");
    cvpn_assert_str (which, HEAD
                     "\nclient-vpn cvpn-endpoint-2 active (available)\n"
                     "skipped: crl.json: CertificateRevocationList: "
                     "export-client-vpn-client-certificate-revocation-list does not say of which "
                     "endpoint: give the file a name with the endpoint's id in it\n");
    cvpn_assert_str (named, HEAD "\nclient-vpn cvpn-endpoint-2 active (available) crl\n");
}

#define TWO                                                                                        \
    "{'ClientVpnEndpoints': [" ENDPOINT ("cvpn-endpoint-1") "," ENDPOINT (                         \
        "cvpn-endpoint-2") ","                                                                     \
                           "{'ClientVpnEndpointId': 'cvpn-endpoint-3', 'Status': {'Code': "        \
                           "'deleted'}}]}"
#define RULE                                                                                       \
    "{'AuthorizationRules': [{" OF ", 'AccessAll': true, 'DestinationCidr': '0.0.0.0/0',"          \
    " 'Status': {'Code': 'active'}}]}"
#define RULE_1 "\n  rule 0.0.0.0/0 everyone active (active)\n"
#define NO     "{'AuthorizationRules': []}"

/* Which endpoint an empty answer is about: by name, by the number of answers, or not at all. */
static void
test_empty_answers (void)
{
    static const char both[] =
        HEAD " rules-known" RULE_1 "client-vpn cvpn-endpoint-2 active (available) rules-known\n";
    static const char one[] =
        HEAD " rules-known" RULE_1 "client-vpn cvpn-endpoint-2 active (available)\n";
    g_autofree char *merged = cvpn_test_cli_text ("a", TWO RULE, NULL);
    g_autofree char *counted = cvpn_test_cli_text ("a", TWO RULE NO, NULL);
    g_autofree char *too_few = cvpn_test_cli_text ("a", TWO NO, NULL);
    g_autofree char *enough = cvpn_test_cli_text ("a", TWO NO NO, NULL);
    g_autofree char *named =
        cvpn_test_cli_text ("a", TWO, "x/cvpn-endpoint-2-rules.json", NO, NULL);
    g_autofree char *more = cvpn_test_cli_text (
        "a", TWO, "b", "{'AuthorizationRules': [], 'NextToken': 'x'}", "c", NO, NULL);

    cvpn_assert_has (merged, one);
    cvpn_assert_has (counted, both);
    cvpn_assert_has (too_few, HEAD "\nclient-vpn cvpn-endpoint-2 active (available)\n");
    cvpn_assert_has (enough, HEAD " rules-known\nclient-vpn cvpn-endpoint-2 active (available)"
                                  " rules-known\n");
    cvpn_assert_has (named, HEAD "\nclient-vpn cvpn-endpoint-2 active (available) rules-known\n");
    cvpn_assert_has (more, HEAD "\nclient-vpn cvpn-endpoint-2 active (available)\n");
}

/* A page that goes on makes the endpoint's rules unknown, though the last page is there. */
static void
test_pages (void)
{
    check ("{" ONE "}" RULE "{'NextToken': 'x', 'AuthorizationRules': [{" OF
           ", 'AccessAll': true, 'DestinationCidr': '10.0.0.0/8'}]}",
           HEAD RULE_1
           "  rule 10.0.0.0/8 everyone unknown (not said)\n"
           "remark: a.json: AuthorizationRules: describe-client-vpn-authorization-rules: "
           "there are more pages (NextToken) than this; what is on them is not known\n");
    check ("{" ONE "}" RULE "{'NextToken': '', 'AuthorizationRules': []}",
           HEAD " rules-known" RULE_1);
}

/* AssociatedTargetNetworks, where the call for target networks was not made. */
static void
test_associated_networks (void)
{
    check ("{'ClientVpnEndpoints': [{" OF ", 'Status': {'Code': 'available'},"
           " 'AssociatedTargetNetworks': [{'NetworkId': 'subnet-7', 'NetworkType': 'vpc'}]}]}",
           HEAD " targets-known\n  target subnet-7 active (associated)\n"
                "remark: a.json: cvpn-endpoint-1: its target networks are those of "
                "AssociatedTargetNetworks: describe-client-vpn-target-networks is not there\n");
}

/* Endpoints of transit gateways show it in any of the calls. */
static void
test_transit_gateway (void)
{
    check ("{" ONE ", 'Routes': [{" OF ", 'DestinationCidr': '10.0.0.0/8',"
           " 'TransitGatewayAttachmentId': 'tgw-attach-1', 'Status': {'Code': 'active'}}]}",
           HEAD " transit-gateway routes-known\n");
    check ("{" ONE ", 'ClientVpnTargetNetworks': [{" OF ", 'AssociationId': 'cvpn-assoc-1',"
           " 'TransitGatewayAttachmentId': 'tgw-attach-1', 'Status': {'Code': 'associated'}}]}",
           HEAD " transit-gateway targets-known\n");
}

static void
test_faults (void)
{
    check ("{" ONE ", 'Routes': [\n{" OF ", 'TargetSubnet': 'subnet-1'},\n"
           "{" OF ", 'DestinationCidr': '10.0.0.0/8'},\n"
           "{'DestinationCidr': '10.0.0.0/8'}], 'ClientVpnTargetNetworks': [\n{" OF "}]}",
           HEAD " targets-known routes-known\n"
                "fault: 2: Routes[0]: 'DestinationCidr' is missing\n"
                "fault: 3: Routes[1]: 'TargetSubnet' is missing\n"
                "fault: 4: Routes[2]: 'ClientVpnEndpointId' is missing\n"
                "fault: 5: ClientVpnTargetNetworks[0]: 'TargetNetworkId' is missing\n");
    check ("{'AuthorizationRules': [{" OF ", 'AccessAll': true, 'DestinationCidr': '0.0.0.0/0'}]}",
           "missing: cvpn-endpoint-1: the Client VPN endpoint of what was left out\n"
           "left out: a.json: cvpn-endpoint-1: what belongs to it "
           "(describe-client-vpn-authorization-rules): describe-client-vpn-endpoints does not "
           "have it count=1\n");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "endpoints", test_endpoints },
        { "target networks", test_target_networks },
        { "routes", test_routes },
        { "rules", test_rules },
        { "group names", test_group_names },
        { "connections", test_connections },
        { "revocation lists", test_revocation_lists },
        { "empty answers", test_empty_answers },
        { "pages", test_pages },
        { "associated networks", test_associated_networks },
        { "transit gateway", test_transit_gateway },
        { "faults", test_faults },
    };

    return cvpn_test_main ("import.cli_client_vpn", tests, G_N_ELEMENTS (tests));
}
