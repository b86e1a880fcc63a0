/* cli_vpcs, cli_gateways, cli_routes, cli_vpn: VPCs, what is in them and where they lead. */
#include "read_text.h"
#include "support.h"

static void
check (const char *json, const char *want)
{
    g_autofree char *got = cvpn_test_cli_text ("a.json", json, NULL);

    cvpn_assert_str (got, want);
}

static void
test_vpcs (void)
{
    check ("{'Vpcs': [{'CidrBlock': '10.0.0.0/16', 'DhcpOptionsId': 'dopt-19edf471',"
           " 'State': 'available', 'VpcId': 'vpc-0e9801d129EXAMPLE', 'OwnerId': '111122223333',"
           " 'InstanceTenancy': 'default', 'IsDefault': false,"
           " 'Ipv6CidrBlockAssociationSet': [{'AssociationId': 'vpc-cidr-assoc-1',"
           " 'Ipv6CidrBlock': '2001:db8::/56', 'Ipv6CidrBlockState': {'State': 'associated'}}],"
           " 'CidrBlockAssociationSet': ["
           "  {'CidrBlock': '100.65.0.0/16', 'CidrBlockState': {'State': 'associated'}},"
           "  {'CidrBlock': '10.0.0.0/16', 'CidrBlockState': {'State': 'associated'}},"
           "  {'CidrBlock': '100.66.0.0/16', 'CidrBlockState': {'State': 'disassociated'}}],"
           " 'Tags': [{'Key': 'env', 'Value': 'x'}, {'Key': 'Name', 'Value': 'Not Shared'}]},"
           "{'VpcId': 'vpc-b390fad5', 'CidrBlock': '10.1.0.0/16', 'InstanceTenancy': 'dedicated'}"
           "]}",
           "vpc vpc-0e9801d129EXAMPLE name=Not Shared 10.0.0.0/16 100.65.0.0/16\n"
           "vpc vpc-b390fad5 10.1.0.0/16 dedicated\n"
           "all: vpcs\n"
           "left out: a.json: vpc-0e9801d129EXAMPLE: a CIDR block that is not associated count=1\n"
           "left out: blocks of VPCs: IPv6: scenarios are IPv4 only count=1\n");
}

static void
test_subnets (void)
{
    check ("{'Subnets': [{'AvailabilityZone': 'us-east-1d', 'AvailabilityZoneId': 'use1-az2',"
           " 'AvailableIpAddressCount': 251, 'CidrBlock': '10.0.2.0/24', 'VpcId': 'vpc-1',"
           " 'SubnetId': 'subnet-9d4a7b6c', 'Ipv6CidrBlockAssociationSet': []},"
           "{'SubnetId': 'subnet-6', 'VpcId': 'vpc-1', 'Ipv6Native': true,"
           " 'Ipv6CidrBlockAssociationSet': [{'Ipv6CidrBlock': '2001:db8::/64'}]}]}",
           "subnet subnet-9d4a7b6c vpc=vpc-1 zone=us-east-1d 10.0.2.0/24 available=251\n"
           "all: subnets\n"
           "left out: blocks of subnets: IPv6: scenarios are IPv4 only count=1\n"
           "left out: a.json: subnet-6: a subnet without an IPv4 block count=1\n");
}

static void
test_peerings (void)
{
    check ("{'VpcPeeringConnections': [{'Status': {'Message': 'Active', 'Code': 'active'},"
           " 'Tags': [], 'RequesterVpcInfo': {'OwnerId': '1', 'VpcId': 'vpc-1',"
           " 'CidrBlock': '10.0.0.0/16'}, 'AccepterVpcInfo': {'OwnerId': '2', 'VpcId': 'vpc-2'},"
           " 'VpcPeeringConnectionId': 'pcx-11122233'},"
           "{'VpcPeeringConnectionId': 'pcx-2', 'Status': {'Code': 'expired'}}]}",
           "peering pcx-11122233 requester=vpc-1 accepter=vpc-2 status=active\n"
           "peering pcx-2 status=expired\n"
           "all: peerings\n");
}

/* "available" is what the service says, "attached" what its enumeration has. */
static void
test_internet_gateways (void)
{
    check ("{'InternetGateways': [{'Attachments': [{'State': 'available', 'VpcId': 'vpc-1'}],"
           " 'InternetGatewayId': 'igw-1', 'OwnerId': '1', 'Tags': []},"
           "{'Attachments': [{'State': 'attached', 'VpcId': 'vpc-2'}],"
           " 'InternetGatewayId': 'igw-2'},"
           "{'Attachments': [{'State': 'detaching', 'VpcId': 'vpc-3'}],"
           " 'InternetGatewayId': 'igw-3'}, {'Attachments': [], 'InternetGatewayId': 'igw-4'}]}",
           "internet-gateway igw-1 vpc=vpc-1\n"
           "internet-gateway igw-2 vpc=vpc-2\n"
           "internet-gateway igw-3\n"
           "internet-gateway igw-4\n"
           "all: igws\n");
}

static void
test_nat_gateways (void)
{
    check ("{'NatGateways': [{'CreateTime': '2019-08-26T12:00:00.000Z',"
           " 'NatGatewayAddresses': [{'PrivateIp': '10.0.0.5', 'IsPrimary': false},"
           "  {'AllocationId': 'eipalloc-1', 'NetworkInterfaceId': 'eni-1',"
           "   'PrivateIp': '10.0.0.4', 'PublicIp': '192.0.2.1', 'IsPrimary': true}],"
           " 'NatGatewayId': 'nat-0', 'State': 'available', 'SubnetId': 'subnet-1',"
           " 'VpcId': 'vpc-1', 'ConnectivityType': 'public'},"
           "{'NatGatewayId': 'nat-1', 'State': 'deleted', 'SubnetId': 'subnet-1',"
           " 'VpcId': 'vpc-1', 'NatGatewayAddresses': [{'PrivateIp': '10.0.0.9'}],"
           " 'ConnectivityType': 'private'}]}",
           "nat-gateway nat-0 vpc=vpc-1 subnet=subnet-1 address=10.0.0.4 address=10.0.0.5\n"
           "nat-gateway nat-1 vpc=vpc-1 subnet=subnet-1 private gone address=10.0.0.9\n"
           "all: nats\n");
}

static void
test_vpc_endpoints (void)
{
    check ("{'VpcEndpoints': [{'PolicyDocument': '{}', 'VpcId': 'vpc-1', 'State': 'available',"
           " 'ServiceName': 'com.amazonaws.us-east-1.dynamodb', 'RouteTableIds': ['rtb-3d560345'],"
           " 'VpcEndpointId': 'vpce-1', 'VpcEndpointType': 'Gateway'},"
           "{'VpcEndpointId': 'vpce-2', 'VpcEndpointType': 'Interface', 'VpcId': 'vpc-1',"
           " 'ServiceName': 'com.amazonaws.us-east-1.elasticloadbalancing', 'State': 'Deleted'},"
           "{'VpcEndpointId': 'vpce-3', 'VpcId': 'vpc-1', 'State': 'Available'}]}",
           "vpc-endpoint vpce-1 vpc=vpc-1 type=Gateway service=com.amazonaws.us-east-1.dynamodb"
           " state=available table=rtb-3d560345\n"
           "vpc-endpoint vpce-2 vpc=vpc-1 type=Interface"
           " service=com.amazonaws.us-east-1.elasticloadbalancing state=deleted\n"
           "vpc-endpoint vpce-3 vpc=vpc-1 type=Gateway state=available\n"
           "all: vpc-endpoints\n");
}

/* A main table has no subnets of its own; a table may be associated with a gateway instead. */
static void
test_associations (void)
{
    check ("{'RouteTables': [{'Associations': [{'Main': true, 'RouteTableId': 'rtb-1',"
           "  'RouteTableAssociationId': 'rtbassoc-1', 'AssociationState': {'State':"
           " 'associated'}}], 'PropagatingVgws': [{'GatewayId': 'vgw-1'}],"
           " 'RouteTableId': 'rtb-1', 'Routes': [], 'VpcId': 'vpc-1'},"
           "{'Associations': [{'Main': false, 'SubnetId': 'subnet-1'},"
           "  {'Main': false, 'SubnetId': 'subnet-2', 'AssociationState': {'State':"
           " 'disassociated'}}, {'Main': false, 'GatewayId': 'igw-1'}],"
           " 'RouteTableId': 'rtb-2', 'VpcId': 'vpc-1', 'Tags': [{'Key': 'Name',"
           " 'Value': 'a'}]}]}",
           "route-table rtb-1 vpc=vpc-1 main propagating=vgw-1\n"
           "route-table rtb-2 name=a vpc=vpc-1 unknown subnet=subnet-1\n"
           "all: route-tables\n"
           "remark: a.json: rtb-2: associated with a gateway: how it leads what comes in by that "
           "is not modelled\n");
}

#define TABLE(rows) "{'RouteTables': [{'RouteTableId': 'r', 'VpcId': 'v', 'Routes': [" rows "]}]}"

static void
test_routes (void)
{
    check (TABLE ("{'DestinationCidrBlock': '10.0.0.0/16', 'GatewayId': 'local',"
                  " 'Origin': 'CreateRouteTable', 'State': 'active'},"
                  "{'DestinationCidrBlock': '0.0.0.0/0', 'NatGatewayId': 'nat-0a',"
                  " 'Origin': 'CreateRoute', 'State': 'blackhole'},"
                  "{'DestinationPrefixListId': 'pl-63a5400a', 'GatewayId': 'vpce-1',"
                  " 'Origin': 'CreateRoute', 'State': 'active'},"
                  "{'DestinationCidrBlock': '192.168.0.0/16', 'GatewayId': 'vgw-1',"
                  " 'Origin': 'EnableVgwRoutePropagation', 'State': 'active'},"
                  "{'DestinationCidrBlock': '10.1.0.0/16', 'TransitGatewayId': 'tgw-1'},"
                  "{'DestinationCidrBlock': '10.2.0.0/16', 'VpcPeeringConnectionId': 'pcx-1'},"
                  "{'DestinationCidrBlock': '10.3.0.0/16', 'InstanceId': 'i-1',"
                  " 'InstanceOwnerId': '1', 'NetworkInterfaceId': 'eni-1', 'State': 'active'},"
                  "{'DestinationCidrBlock': '10.4.0.0/16', 'State': 'blackhole'},"
                  "{'DestinationCidrBlock': '10.5.0.0/16', 'CoreNetworkArn':"
                  " 'arn:aws:networkmanager::123456789012:core-network/core-network-0a1b'},"
                  "{'DestinationCidrBlock': '10.6.0.0/16', 'GatewayId': 'igw-1',"
                  " 'State': 'filtered'}"),
           "vpc v 10.0.0.0/16\n"
           "route-table r vpc=v\n"
           "  10.0.0.0/16 target=local\n"
           "  0.0.0.0/0 target=nat-0a kind=nat-gateway state=blackhole\n"
           "  list=pl-63a5400a target=vpce-1\n"
           "  192.168.0.0/16 target=vgw-1 propagated\n"
           "  10.1.0.0/16 target=tgw-1 kind=transit-gateway\n"
           "  10.2.0.0/16 target=pcx-1 kind=vpc-peering-connection\n"
           "  10.3.0.0/16 target=eni-1 kind=host\n"
           "  10.4.0.0/16 state=blackhole\n"
           "  10.5.0.0/16 target=core-network-0a1b\n"
           "  10.6.0.0/16 target=igw-1 state=unknown word=filtered\n"
           "all: route-tables\n"
           "remark: a.json: v: describe-vpcs does not tell of it: its blocks are those of the local"
           " routes of its tables\n");
}

static void
test_routes_left_out (void)
{
    check (TABLE ("{'DestinationIpv6CidrBlock': '::/0', 'EgressOnlyInternetGatewayId': 'eigw-1'},"
                  "{'DestinationIpv6CidrBlock': '2001:db8::/56', 'GatewayId': 'local'},"
                  "\n{'GatewayId': 'igw-1'},\n"
                  "{'DestinationCidrBlock': '10.4.0.0/16', 'State': 'active'},\n"
                  "{'DestinationCidrBlock': 10, 'GatewayId': 'igw-1'}"),
           "route-table r vpc=v\n"
           "all: route-tables\n"
           "left out: routes: IPv6: scenarios are IPv4 only count=2\n"
           "fault: 2: RouteTables[0].Routes[2]: neither DestinationCidrBlock nor "
           "DestinationPrefixListId\n"
           "fault: 3: RouteTables[0].Routes[3]: no target that is known, as GatewayId or "
           "NatGatewayId\n"
           "fault: 4: RouteTables[0].Routes[4].DestinationCidrBlock: expected a string, not a "
           "number\n");
}

static void
test_vpn (void)
{
    check ("{'VpnGateways': [{'State': 'available', 'Type': 'ipsec.1', 'VpnGatewayId': 'vgw-1',"
           " 'VpcAttachments': [{'State': 'detached', 'VpcId': 'vpc-9'},"
           "  {'State': 'attached', 'VpcId': 'vpc-1'}]},"
           "{'State': 'deleted', 'VpnGatewayId': 'vgw-2', 'VpcAttachments': []}],"
           "'VpnConnections': [{'VpnConnectionId': 'vpn-1', 'State': 'available',"
           " 'CustomerGatewayConfiguration': '<pre_shared_key>hunter2</pre_shared_key>',"
           " 'CustomerGatewayId': 'cgw-1', 'VpnGatewayId': 'vgw-1',"
           " 'Options': {'StaticRoutesOnly': true}, 'Routes': ["
           "  {'DestinationCidrBlock': '192.168.0.0/16', 'State': 'available'},"
           "  {'DestinationCidrBlock': '192.169.0.0/16', 'State': 'deleted'}]},"
           "{'VpnConnectionId': 'vpn-2', 'State': 'available', 'VpnGatewayId': '',"
           " 'TransitGatewayId': 'tgw-1', 'CustomerGatewayId': 'cgw-1'},"
           "{'VpnConnectionId': 'vpn-3', 'State': 'deleted'}],"
           "'CustomerGateways': [{'CustomerGatewayId': 'cgw-1', 'IpAddress': '12.1.2.3'}]}",
           "vpn-gateway vgw-1 vpc=vpc-1\n"
           "vpn-gateway vgw-2\n"
           "vpn-connection vpn-1 gateway=vgw-1 customer=cgw-1 state=available 192.168.0.0/16\n"
           "vpn-connection vpn-2 gateway=tgw-1 customer=cgw-1 state=available dynamic\n"
           "all: vgws vpn-connections\n"
           "left out: a.json: vgw-2: a virtual private gateway that is deleted count=1\n"
           "left out: a.json: vpn-1: a static route that is not available count=1\n"
           "left out: a.json: vpn-3: a VPN connection that is deleted count=1\n");
}

/* An example of the AWS CLI Command Reference has the only element where the list belongs. */
static void
test_object_for_a_list (void)
{
    check ("{'VpnConnections': {'VpnConnectionId': 'vpn-40f41529', 'State': 'available',"
           " 'VpnGatewayId': 'vgw-9a4cacf3', 'Routes': [], 'Options': {'StaticRoutesOnly':"
           " false}}}",
           "vpn-connection vpn-40f41529 gateway=vgw-9a4cacf3 state=available dynamic\n"
           "all: vpn-connections\n");
}

/* An account that describes everything but its VPCs: the tables say which blocks they have. */
static void
test_local_routes (void)
{
    check ("{'RouteTables': [{'RouteTableId': 'rtb-1', 'VpcId': 'vpc-1', 'Associations': [],"
           " 'Routes': [{'DestinationCidrBlock': '100.64.0.0/24', 'GatewayId': 'local',"
           " 'State': 'active'}, {'DestinationCidrBlock': '10.0.0.0/16', 'GatewayId': 'local',"
           " 'State': 'active'}]}, {'RouteTableId': 'rtb-2', 'VpcId': 'vpc-1', 'Routes': ["
           "{'DestinationCidrBlock': '10.0.0.0/16', 'GatewayId': 'local', 'State': 'active'}]},"
           " {'RouteTableId': 'rtb-3', 'VpcId': 'vpc-2', 'Routes': []}]}",
           "vpc vpc-1 10.0.0.0/16 100.64.0.0/24\n"
           "route-table rtb-1 vpc=vpc-1\n"
           "  100.64.0.0/24 target=local\n"
           "  10.0.0.0/16 target=local\n"
           "route-table rtb-2 vpc=vpc-1\n"
           "  10.0.0.0/16 target=local\n"
           "route-table rtb-3 vpc=vpc-2\n"
           "all: route-tables\n"
           "remark: a.json: vpc-1: describe-vpcs does not tell of it: its blocks are those of the "
           "local routes"
           " of its tables\n");
    check ("{'Vpcs': [{'VpcId': 'vpc-1', 'CidrBlock': '10.0.0.0/16'}], 'RouteTables': [{"
           "'RouteTableId': 'rtb-1', 'VpcId': 'vpc-1', 'Routes': [{'DestinationCidrBlock':"
           " '10.9.0.0/16', 'GatewayId': 'local', 'State': 'active'}]}]}",
           "vpc vpc-1 10.0.0.0/16\n"
           "route-table rtb-1 vpc=vpc-1\n"
           "  10.9.0.0/16 target=local\n"
           "all: vpcs route-tables\n");
}

/* A route to a gateway that is not attached is a blackhole: an active one says that it is. */
static void
test_active_routes (void)
{
    static const char table[] =
        "'RouteTables': [{'RouteTableId': 'rtb-1', 'VpcId': 'vpc-1', 'Routes': [{"
        "'DestinationCidrBlock': '0.0.0.0/0', 'GatewayId': 'igw-1', 'State': 'active'}, {"
        "'DestinationCidrBlock': '10.8.0.0/16', 'GatewayId': 'igw-2', 'State': 'blackhole'}]}]";
    static const char read[] = "route-table rtb-1 vpc=vpc-1\n"
                               "  0.0.0.0/0 target=igw-1\n"
                               "  10.8.0.0/16 target=igw-2 state=blackhole\n";
    g_autofree char *alone = g_strdup_printf ("{%s}", table);
    g_autofree char *beside = g_strdup_printf ("{'InternetGateways': [], %s}", table);
    g_autofree char *implied =
        g_strconcat (read,
                     "internet-gateway igw-1 vpc=vpc-1\n"
                     "all: route-tables\n"
                     "remark: a.json: igw-1: describe-internet-gateways is not there: attached to "
                     "vpc-1, whose route to it is active\n",
                     NULL);
    g_autofree char *known = g_strconcat (read, "all: route-tables igws\n", NULL);

    check (alone, implied);
    check (beside, known);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "vpcs", test_vpcs },
        { "subnets", test_subnets },
        { "peerings", test_peerings },
        { "internet gateways", test_internet_gateways },
        { "NAT gateways", test_nat_gateways },
        { "VPC endpoints", test_vpc_endpoints },
        { "associations", test_associations },
        { "routes", test_routes },
        { "routes that are left out", test_routes_left_out },
        { "VPCs of which only the tables tell", test_local_routes },
        { "gateways of which only the tables tell", test_active_routes },
        { "VPN", test_vpn },
        { "an object for a list", test_object_for_a_list },
    };

    return cvpn_test_main ("import.cli_vpcs", tests, G_N_ELEMENTS (tests));
}
