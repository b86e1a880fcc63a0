/* cli_interfaces, cli_instances: who has an address, and whether anybody is there. */
#include "read_text.h"
#include "support.h"

static void
check (const char *json, const char *want)
{
    g_autofree char *got = cvpn_test_cli_text ("a.json", json, NULL);

    cvpn_assert_str (got, want);
}

/* The first example of describe-network-interfaces, shortened; a second address is an answer of
 * today's. */
static void
test_interfaces (void)
{
    check ("{'NetworkInterfaces': [{'Status': 'in-use', 'SourceDestCheck': false,"
           " 'VpcId': 'vpc-a01106c2', 'Description': 'my network interface',"
           " 'Association': {'PublicIp': '203.0.113.12'}, 'NetworkInterfaceId': 'eni-e5aa89a3',"
           " 'PrivateIpAddresses': [{'Primary': false, 'PrivateIpAddress': '10.0.1.18'},"
           "  {'Association': {'PublicIp': '203.0.113.12', 'IpOwnerId': 'amazon'},"
           "   'Primary': true, 'PrivateIpAddress': '10.0.1.17'}],"
           " 'RequesterManaged': false, 'Ipv6Addresses': [{'Ipv6Address': '2001:db8::1'}],"
           " 'Ipv4Prefixes': [{'Ipv4Prefix': '10.0.1.32/28'}],"
           " 'Attachment': {'Status': 'attached', 'DeviceIndex': 0, 'InstanceId': 'i-1',"
           "  'AttachTime': '2013-11-30T23:36:42.000Z'}, 'Groups': [{'GroupName': 'default',"
           "  'GroupId': 'sg-8637d3e3'}], 'SubnetId': 'subnet-b61f49f0', 'TagSet': ["
           "  {'Key': 'Name', 'Value': 'eth'}], 'PrivateIpAddress': '10.0.1.17'}]}",
           "interface eni-e5aa89a3 name=eth vpc=vpc-a01106c2 subnet=subnet-b61f49f0"
           " type=interface instance=i-1 primary no-check group=sg-8637d3e3 address=10.0.1.17"
           " address=10.0.1.18 public=203.0.113.12\n"
           "all: interfaces\n"
           "left out: addresses of interfaces: IPv6: scenarios are IPv4 only count=1\n"
           "left out: prefixes of interfaces: delegated as a block: which addresses of it are in "
           "use is not said count=1\n");
}

/* By type, or by the description where an answer is older than the type. */
static void
test_managed_interfaces (void)
{
    check ("{'NetworkInterfaces': ["
           "{'NetworkInterfaceId': 'eni-1', 'Description': 'ClientVPN Endpoint resource',"
           " 'RequesterManaged': true, 'InterfaceType': 'interface', 'Groups': []},"
           "{'NetworkInterfaceId': 'eni-2', 'InterfaceType': 'nat_gateway'},"
           "{'NetworkInterfaceId': 'eni-3', 'InterfaceType': 'natGateway'},"
           "{'NetworkInterfaceId': 'eni-4', 'Description': 'Interface for NAT Gateway nat-1'},"
           "{'NetworkInterfaceId': 'eni-5', 'InterfaceType': 'interface', 'Description':"
           " 'Network Interface for Transit Gateway Attachment tgw-attach-1'},"
           "{'NetworkInterfaceId': 'eni-6', 'Description': 'VPC Endpoint Interface vpce-1'},"
           "{'NetworkInterfaceId': 'eni-7', 'InterfaceType': 'something_new'},"
           "{'NetworkInterfaceId': 'eni-8', 'Description': '', 'Status': 'available'}]}",
           "interface eni-1 type=interface client-vpn\n"
           "interface eni-2 type=nat_gateway groups-unknown\n"
           "interface eni-3 type=nat_gateway groups-unknown\n"
           "interface eni-4 type=nat_gateway groups-unknown\n"
           "interface eni-5 type=transit_gateway groups-unknown\n"
           "interface eni-6 type=vpc_endpoint groups-unknown\n"
           "interface eni-7 type=something_new groups-unknown\n"
           "interface eni-8 type=interface stopped groups-unknown\n"
           "all: interfaces\n");
}

#define INSTANCE(id, state, interfaces)                                                            \
    "{'InstanceId': '" id "', 'State': {'Code': 16, 'Name': '" state "'}, 'KeyName': 'secret',"    \
    " 'Tags': [{'Key': 'Name', 'Value': 'web " id "'}], 'NetworkInterfaces': [" interfaces "]}"
#define ETHERNET(id, index, address)                                                               \
    "{'NetworkInterfaceId': '" id "', 'VpcId': 'vpc-1', 'SubnetId': 'subnet-1',"                   \
    " 'SourceDestCheck': true, 'Status': 'in-use', 'Groups': [{'GroupId': 'sg-1'}],"               \
    " 'Attachment': {'DeviceIndex': " index ", 'Status': 'attached'},"                             \
    " 'PrivateIpAddress': '" address "', 'PrivateIpAddresses': ["                                  \
    "  {'Primary': true, 'PrivateIpAddress': '" address "'}]}"

static void
test_instances (void)
{
    check (
        "{'Reservations': [{'Groups': [], 'Instances': [" INSTANCE (
            "i-1", "running",
            ETHERNET ("eni-1", "0", "10.0.0.5") "," ETHERNET (
                "eni-2", "1",
                "10.0.0.6")) "]},"
                             "{'Instances': [" INSTANCE (
                                 "i-2", "stopped",
                                 ETHERNET (
                                     "eni-3", "0",
                                     "10.0.0.7")) "," INSTANCE ("i-3", "terminated",
                                                                "") ","
                                                                    "{'InstanceId': 'i-4', "
                                                                    "'State': {'Name': 'running'}, "
                                                                    "'SubnetId': 'subnet-1',"
                                                                    " 'VpcId': 'vpc-1', "
                                                                    "'PrivateIpAddress': "
                                                                    "'10.0.0.8',"
                                                                    " 'SecurityGroups': "
                                                                    "[{'GroupId': 'sg-1'}]}]}]}",
        "interface eni-1 name=web i-1 vpc=vpc-1 subnet=subnet-1 type=interface instance=i-1"
        " primary group=sg-1 address=10.0.0.5\n"
        "interface eni-2 name=web i-1 vpc=vpc-1 subnet=subnet-1 type=interface instance=i-1"
        " group=sg-1 address=10.0.0.6\n"
        "interface eni-3 name=web i-2 vpc=vpc-1 subnet=subnet-1 type=interface instance=i-2"
        " primary stopped group=sg-1 address=10.0.0.7\n"
        "interface i-4 vpc=vpc-1 subnet=subnet-1 type=interface instance=i-4 primary"
        " group=sg-1 address=10.0.0.8\n"
        "all: instances\n"
        "left out: instances: terminated count=1\n");
}

/* The same interface from both calls, in either order of files: once. */
static void
test_both (void)
{
    static const char instances[] = "{'Reservations': [{'Instances': [" INSTANCE (
        "i-1", "stopped", ETHERNET ("eni-1", "0", "10.0.0.5")) "]}]}";
    static const char interfaces[] =
        "{'NetworkInterfaces': [{'NetworkInterfaceId': 'eni-1', 'VpcId': 'vpc-1',"
        " 'SubnetId': 'subnet-1', 'Groups': [{'GroupId': 'sg-9'}], 'Status': 'in-use',"
        " 'InterfaceType': 'efa', 'PrivateIpAddress': '10.0.0.5',"
        " 'Attachment': {'InstanceId': 'i-1', 'DeviceIndex': 0}}]}";
    static const char want[] =
        "interface eni-1 name=web i-1 vpc=vpc-1 subnet=subnet-1 type=efa instance=i-1 primary"
        " stopped group=sg-9 address=10.0.0.5\n"
        "all: interfaces instances\n";
    g_autofree char *a = cvpn_test_cli_text ("a", instances, "b", interfaces, NULL);
    g_autofree char *b = cvpn_test_cli_text ("a", interfaces, "b", instances, NULL);

    cvpn_assert_str (a, want);
    cvpn_assert_str (b, want);
}

static void
test_wrong_types (void)
{
    check ("{'NetworkInterfaces': [\n{'NetworkInterfaceId': 7},\n"
           "{'NetworkInterfaceId': 'eni-1', 'PrivateIpAddress': '10.0.0.300', 'Groups': {}},\n"
           "'eni-2', {}]}",
           "interface eni-1 type=interface\n"
           "all: interfaces\n"
           "fault: 2: NetworkInterfaces[0].NetworkInterfaceId: expected a string, not a number\n"
           "fault: 3: NetworkInterfaces[1].Groups: expected an array, not an object\n"
           "fault: 3: NetworkInterfaces[1].PrivateIpAddress: expected an IPv4 address such "
           "as '10.0.0.4', not '10.0.0.300'\n"
           "fault: 4: NetworkInterfaces[2]: expected an object, not a string\n"
           "fault: 4: NetworkInterfaces[3]: 'NetworkInterfaceId' is missing\n");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "interfaces", test_interfaces },   { "managed interfaces", test_managed_interfaces },
        { "instances", test_instances },     { "both", test_both },
        { "wrong types", test_wrong_types },
    };

    return cvpn_test_main ("import.cli_interfaces", tests, G_N_ELEMENTS (tests));
}
