/* VPCs, subnets, routes, filters and gateways of a template. */
#include "template_case.h"

#include "support.h"

#define VPC "'Vpc': {'Type': 'AWS::EC2::VPC', 'Properties': {'CidrBlock': '10.20.0.0/16'}}"

static gpointer
find (const CvpnTemplateCase *test, const GPtrArray *kind, const char *id)
{
    gpointer thing = cvpn_inventory_find (test->inventory, kind, id);

    CU_ASSERT_FATAL (thing != NULL);
    return thing;
}

static void
check_faults (const CvpnTemplateCase *test, const char *want)
{
    g_autofree char *faults = cvpn_template_faults (test);

    cvpn_assert_str (faults, want);
}

/* Words of the format are no names; strings are as good as numbers and booleans. */
static void
test_vpc (void)
{
    g_autoptr (CvpnTemplateCase) test = cvpn_template_of (
        "'vpc': {'Type': 'AWS::EC2::VPC', 'Properties': {'CidrBlock': '10.20.0.0/16',\n"
        "'InstanceTenancy': 'dedicated', 'Tags': [{'Key': 'Name', 'Value': {'Fn::Sub': "
        "'${AWS::StackName}/vpc'}}]}},\n"
        "'More': {'Type': 'AWS::EC2::VPCCidrBlock', 'Properties': {'VpcId': {'Ref': 'vpc'}, "
        "'CidrBlock': '100.64.0.0/16'}},\n"
        "'Six': {'Type': 'AWS::EC2::VPCCidrBlock', 'Properties': {'VpcId': {'Ref': 'vpc'}, "
        "'AmazonProvidedIpv6CidrBlock': 'true'}}");
    const CvpnVpcThing *vpc = find (test, test->inventory->vpcs, "vpc-resource");
    g_autofree char *second = cvpn_template_cidr (g_array_index (vpc->cidrs, CvpnPrefix, 1));
    g_autofree char *left = cvpn_template_notes (test, CVPN_IMPORT_LEFT_OUT);

    check_faults (test, "");
    CU_ASSERT (vpc->thing.declared && vpc->dedicated);
    cvpn_assert_str (vpc->thing.name, "${AWS::StackName}/vpc");
    cvpn_assert_str (second, "100.64.0.0/16");
    cvpn_assert_str (left, "IPv6: blocks of VPCs and subnets (1)\n");
}

/* An IPAM pool gives the block, or who has seen it. */
static void
test_pool (void)
{
    static const char *const given[] = { "Vpc.CidrBlock=10.9.0.0/16", NULL };
    static const char *const template =
        "{'Resources': {'Vpc': {'Type': 'AWS::EC2::VPC', 'Properties': {'Ipv4IpamPoolId': "
        "'ipam-pool-1'}}}}";
    g_autoptr (CvpnTemplateCase) test = cvpn_template_case (template, NULL);
    g_autoptr (CvpnTemplateCase) said = cvpn_template_case (template, given);

    check_faults (test, "1: Resources.Vpc: is not known: CidrBlock of 'Vpc' is known only once it "
                        "is made; --parameter Vpc.CidrBlock=VALUE gives one\n");
    check_faults (said, "");
    cvpn_assert_int (said->inventory->vpcs->len, 1);
}

static void
test_routes (void)
{
    g_autoptr (CvpnTemplateCase) test = cvpn_template_of (
        VPC
        ",\n"
        "'Sub': {'Type': 'AWS::EC2::Subnet', 'Properties': {'VpcId': {'Ref': 'Vpc'}, 'CidrBlock': "
        "'10.20.1.0/24', 'AvailabilityZone': 'a'}},\n"
        "'Far': {'Type': 'AWS::EC2::Subnet', 'Properties': {'VpcId': {'Ref': 'Vpc'}, 'CidrBlock': "
        "'10.20.2.0/24'}},\n"
        "'Igw': {'Type': 'AWS::EC2::InternetGateway'},\n"
        "'At': {'Type': 'AWS::EC2::VPCGatewayAttachment', 'Properties': {'VpcId': {'Ref': 'Vpc'}, "
        "'InternetGatewayId': {'Ref': 'Igw'}}},\n"
        "'Table': {'Type': 'AWS::EC2::RouteTable', 'Properties': {'VpcId': {'Ref': 'Vpc'}}},\n"
        "'Six': {'Type': 'AWS::EC2::Subnet', 'Properties': {'VpcId': {'Ref': 'Vpc'}, "
        "'CidrBlock': '10.20.3.0/24', 'AvailabilityZone': 'a', 'Ipv6CidrBlock': {'Fn::Select': "
        "[0, {'Fn::Cidr': ['2001:db8::/56', 2, '64']}]}}},\n"
        "'AssA': {'Type': 'AWS::EC2::SubnetRouteTableAssociation', 'Properties': {'SubnetId': "
        "{'Ref': 'Sub'}, 'RouteTableId': {'Ref': 'Table'}}},\n"
        "'AssB': {'Type': 'AWS::EC2::SubnetRouteTableAssociation', 'Properties': {'SubnetId': "
        "{'Ref': 'Far'}, 'RouteTableId': 'rtb-1'}},\n"
        "'R1': {'Type': 'AWS::EC2::Route', 'Properties': {'RouteTableId': {'Ref': 'Table'}, "
        "'DestinationCidrBlock': '0.0.0.0/0', 'GatewayId': {'Ref': 'Igw'}}},\n"
        "'R2': {'Type': 'AWS::EC2::Route', 'Properties': {'RouteTableId': {'Ref': 'Table'}, "
        "'DestinationPrefixListId': 'pl-1', 'TransitGatewayId': {'Fn::ImportValue': 'tgw'}}},\n"
        "'R3': {'Type': 'AWS::EC2::Route', 'Properties': {'RouteTableId': {'Ref': 'Table'}, "
        "'DestinationIpv6CidrBlock': '::/0', 'GatewayId': {'Ref': 'Igw'}}},\n"
        "'R4': {'Type': 'AWS::EC2::Route', 'Properties': {'RouteTableId': 'rtb-1', "
        "'DestinationCidrBlock': '0.0.0.0/0', 'GatewayId': {'Ref': 'Igw'}}}");
    const CvpnRouteTableThing *table = find (test, test->inventory->route_tables, "Table");
    const CvpnGatewayThing *gateway = find (test, test->inventory->internet_gateways, "Igw");
    const CvpnSubnetThing *far = find (test, test->inventory->subnets, "Far");
    g_autofree char *subnets = cvpn_template_list (table->subnets);
    g_autofree char *left = cvpn_template_notes (test, CVPN_IMPORT_LEFT_OUT);

    check_faults (test, "");
    cvpn_assert_str (gateway->vpc, "Vpc");
    cvpn_assert_str (subnets, "Sub");
    const CvpnRouteTableThing *elsewhere = find (test, test->inventory->route_tables, "rtb-1");
    CU_ASSERT (elsewhere->unknown && elsewhere->routes->len == 0);
    cvpn_assert_str (elsewhere->subnets->pdata[0], "Far");
    cvpn_assert_str (far->zone, "zone-of-Far");
    CU_ASSERT_FATAL (table->routes->len == 2);
    const CvpnRouteThing *one = g_ptr_array_index (table->routes, 0);
    const CvpnRouteThing *other = g_ptr_array_index (table->routes, 1);
    cvpn_assert_str (one->target, "Igw");
    cvpn_assert_str (one->kind, "internet-gateway");
    cvpn_assert_str (other->prefix_list, "pl-1");
    cvpn_assert_str (other->target, "tgw");
    cvpn_assert_str (other->kind, "transit-gateway");
    cvpn_assert_str (left, "IPv6: routes (1)\n"
                           "AWS::EC2::Route: in route tables that the template does not make "
                           "(1)\n"
                           "IPv6: blocks of VPCs and subnets (1)\n");
}

static void
test_route_faults (void)
{
    g_autoptr (CvpnTemplateCase) test = cvpn_template_of (
        "'T': {'Type': 'AWS::EC2::RouteTable', 'Properties': {'VpcId': 'vpc-1'}},\n"
        "'R1': {'Type': 'AWS::EC2::Route', 'Properties': {'RouteTableId': {'Ref': 'T'}, "
        "'DestinationCidrBlock': '0.0.0.0/0'}},\n"
        "'R2': {'Type': 'AWS::EC2::Route', 'Properties': {'RouteTableId': {'Ref': 'T'}, "
        "'GatewayId': 'igw-1'}},\n"
        "'R3': {'Type': 'AWS::EC2::Route', 'Properties': {'DestinationCidrBlock': '0.0.0.0/0'}},\n"
        "'R4': {'Type': 'AWS::EC2::Route', 'Properties': []},\n"
        "'A-B': {'Type': 'AWS::EC2::VPC'},\n"
        "'NoType': {},\n"
        "'T2': {'Type': 'AWS::EC2::RouteTable', 'Properties': {'VpcId': {'Fn::If': ['Y', 'x', "
        "{'Ref': 'T'}]}}}},'Conditions':{'Y':{'Fn::Equals':['a','b']}");

    check_faults (
        test, "3: Resources.R1: a route has a target: GatewayId, NatGatewayId, …\n"
              "4: Resources.R2: a route has a destination: DestinationCidrBlock, …\n"
              "5: Resources.R3: AWS::EC2::Route has a RouteTableId\n"
              "6: Resources.R4.Properties: an object is expected\n"
              "7: Resources.A-B: a logical id has letters and digits only, at most 255\n"
              "8: Resources.NoType: a resource has a Type\n"
              "9: Resources.T2.Properties.VpcId.Fn::If[2].Ref: 'T' is an AWS::EC2::RouteTable; an "
              "AWS::EC2::VPC is expected\n");
}

static void
test_gateways (void)
{
    g_autoptr (CvpnTemplateCase) test = cvpn_template_of (
        VPC
        ",\n"
        "'Sub': {'Type': 'AWS::EC2::Subnet', 'Properties': {'VpcId': {'Ref': 'Vpc'}, 'CidrBlock': "
        "'10.20.1.0/24', 'AvailabilityZone': 'a'}},\n"
        "'Eip': {'Type': 'AWS::EC2::EIP'},\n"
        "'Nat': {'Type': 'AWS::EC2::NatGateway', 'Properties': {'SubnetId': {'Ref': 'Sub'}, "
        "'AllocationId': {'Fn::GetAtt': ['Eip', 'AllocationId']}, 'PrivateIpAddress': "
        "'10.20.1.9'}},\n"
        "'S3': {'Type': 'AWS::EC2::VPCEndpoint', 'Properties': {'VpcId': {'Ref': 'Vpc'}, "
        "'ServiceName': {'Fn::Join': ['', ['com.amazonaws.', {'Ref': 'AWS::Region'}, '.s3']]}, "
        "'RouteTableIds': ['rtb-1']}},\n"
        "'Peer': {'Type': 'AWS::EC2::VPCPeeringConnection', 'Properties': {'VpcId': {'Ref': "
        "'Vpc'}, 'PeerVpcId': 'vpc-9'}},\n"
        "'List': {'Type': 'AWS::EC2::PrefixList', 'Properties': {'PrefixListName': 'office', "
        "'AddressFamily': 'IPv4', 'MaxEntries': 5, 'Entries': [{'Cidr': '192.0.2.0/24'}]}},\n"
        "'Fn': {'Type': 'AWS::Lambda::Function'}, 'Fn2': {'Type': 'AWS::Lambda::Function'},\n"
        "'Meta': {'Type': 'AWS::CDK::Metadata'}, 'Cert': {'Type': 'Custom::Cert'}");
    const CvpnNatThing *nat = find (test, test->inventory->nat_gateways, "Nat");
    const CvpnVpcEndpointThing *s3 = find (test, test->inventory->vpc_endpoints, "S3");
    const CvpnPeeringThing *peer = find (test, test->inventory->peerings, "Peer");
    const CvpnPrefixListThing *list = find (test, test->inventory->prefix_lists, "List");
    g_autofree char *left = cvpn_template_notes (test, CVPN_IMPORT_LEFT_OUT);

    check_faults (test, "");
    cvpn_assert_str (nat->vpc, "Vpc");
    cvpn_assert_int (g_array_index (nat->addresses, guint32, 0), 0x0a140109);
    cvpn_assert_str (s3->service, "com.amazonaws.REGION.s3");
    cvpn_assert_str (s3->type, "Gateway");
    cvpn_assert_str (peer->accepter_vpc, "vpc-9");
    cvpn_assert_str (peer->status, "active");
    cvpn_assert_int (list->entries->len, 1);
    CU_ASSERT (list->entries_known);
    cvpn_assert_str (left, "Custom::Cert: a custom resource: what it does is not known (1)\n"
                           "AWS::Lambda::Function: not modelled (2)\n");
}

static void
test_security_groups (void)
{
    g_autoptr (CvpnTemplateCase) test = cvpn_template_of (
        VPC
        ",\n"
        "'A': {'Type': 'AWS::EC2::SecurityGroup', 'Properties': {'VpcId': {'Ref': 'Vpc'}, "
        "'SecurityGroupIngress': [{'IpProtocol': 'icmp', 'FromPort': 8, 'ToPort': -1, 'CidrIp': "
        "'0.0.0.0/0'}, {'IpProtocol': '-1', 'FromPort': 1, 'ToPort': 2, 'SourcePrefixListId': "
        "'pl-1'}, {'IpProtocol': 'tcp', 'FromPort': 1, 'ToPort': 2, 'CidrIpv6': '::/0'}]}},\n"
        "'B': {'Type': 'AWS::EC2::SecurityGroup', 'Properties': {'VpcId': {'Ref': 'Vpc'}}},\n"
        "'In': {'Type': 'AWS::EC2::SecurityGroupIngress', 'Properties': {'GroupId': {'Fn::GetAtt': "
        "['A', 'GroupId']}, 'IpProtocol': '17', 'FromPort': '53', 'ToPort': '53', "
        "'SourceSecurityGroupId': {'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup']}}},\n"
        "'Out': {'Type': 'AWS::EC2::SecurityGroupEgress', 'Properties': {'GroupId': {'Fn::GetAtt': "
        "['B', 'GroupId']}, 'IpProtocol': 'tcp', 'FromPort': 443, 'ToPort': 443, 'CidrIp': "
        "'10.0.0.0/8'}},\n"
        "'C': {'Type': 'AWS::EC2::SecurityGroup', 'Properties': {'VpcId': {'Ref': 'Vpc'}, "
        "'SecurityGroupIngress': [{'IpProtocol': 'tcp', 'FromPort': 1, 'ToPort': 1, "
        "'SourceSecurityGroupName': 'web'}]}}");
    const GPtrArray *groups = test->inventory->security_groups;
    const CvpnSecurityGroupThing *a = find (test, groups, "A");
    const CvpnSecurityGroupThing *b = find (test, groups, "B");
    const CvpnSecurityGroupThing *c = find (test, groups, "C");
    const CvpnSecurityGroupThing *own = find (test, groups, "Vpc-default-security-group");
    g_autofree char *ingress = cvpn_template_rules (a->ingress);
    g_autofree char *egress = cvpn_template_rules (a->egress);
    g_autofree char *only = cvpn_template_rules (b->egress);
    g_autofree char *itself = cvpn_template_rules (own->ingress);

    check_faults (test, "");
    cvpn_assert_str (ingress, "1 8--1 0.0.0.0/0\nany pl-1\n17 53-53 Vpc-default-security-group\n");
    cvpn_assert_str (egress, "any 0.0.0.0/0\n");
    cvpn_assert_str (only, "6 443-443 10.0.0.0/8\n");
    cvpn_assert_str (itself, "any Vpc-default-security-group\n");
    CU_ASSERT (own->is_default && a->rules_known && !c->rules_known);
}

/* The CDK takes the default group its rules away; rules that a stack adds stay. */
static void
test_restricted (void)
{
    g_autoptr (CvpnTemplateCase) test = cvpn_template_of (
        VPC
        ",\n"
        "'Restrict': {'Type': 'Custom::VpcRestrictDefaultSG', 'Properties': "
        "{'DefaultSecurityGroupId': {'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup']}}},\n"
        "'In': {'Type': 'AWS::EC2::SecurityGroupIngress', 'Properties': {'GroupId': {'Fn::GetAtt': "
        "['Vpc', 'DefaultSecurityGroup']}, 'IpProtocol': '-1', 'CidrIp': '10.0.0.0/8'}}");
    const CvpnSecurityGroupThing *own =
        find (test, test->inventory->security_groups, "Vpc-default-security-group");
    g_autofree char *ingress = cvpn_template_rules (own->ingress);
    g_autofree char *remarks = cvpn_template_notes (test, CVPN_IMPORT_REMARK);

    check_faults (test, "");
    cvpn_assert_str (ingress, "any 10.0.0.0/8\n");
    cvpn_assert_int (own->egress->len, 0);
    cvpn_assert_has (remarks, "the default security group is taken to have no rules");
}

static void
test_acls (void)
{
    g_autoptr (CvpnTemplateCase) test = cvpn_template_of (
        VPC
        ",\n"
        "'Sub': {'Type': 'AWS::EC2::Subnet', 'Properties': {'VpcId': {'Ref': 'Vpc'}, 'CidrBlock': "
        "'10.20.1.0/24', 'AvailabilityZone': 'a'}},\n"
        "'Other': {'Type': 'AWS::EC2::Subnet', 'Properties': {'VpcId': {'Ref': 'Vpc'}, "
        "'CidrBlock': '10.20.2.0/24', 'AvailabilityZone': 'b'}},\n"
        "'Acl': {'Type': 'AWS::EC2::NetworkAcl', 'Properties': {'VpcId': {'Ref': 'Vpc'}}},\n"
        "'In': {'Type': 'AWS::EC2::NetworkAclEntry', 'Properties': {'NetworkAclId': {'Ref': "
        "'Acl'}, 'RuleNumber': '100', 'Protocol': 6, 'RuleAction': 'allow', 'CidrBlock': "
        "'0.0.0.0/0', 'PortRange': {'From': 1024, 'To': '65535'}}},\n"
        "'Out': {'Type': 'AWS::EC2::NetworkAclEntry', 'Properties': {'NetworkAclId': {'Ref': "
        "'Acl'}, 'RuleNumber': 90, 'Protocol': -1, 'Egress': 'true', 'RuleAction': 'deny', "
        "'CidrBlock': '10.9.0.0/16'}},\n"
        "'Def': {'Type': 'AWS::EC2::NetworkAclEntry', 'Properties': {'NetworkAclId': "
        "{'Fn::GetAtt': ['Vpc', 'DefaultNetworkAcl']}, 'RuleNumber': 50, 'Protocol': 1, "
        "'RuleAction': 'deny', 'CidrBlock': '10.9.0.0/16', 'Icmp': {'Type': 8, 'Code': -1}}},\n"
        "'Bad': {'Type': 'AWS::EC2::NetworkAclEntry', 'Properties': {'NetworkAclId': {'Ref': "
        "'Acl'}, 'RuleNumber': 40000, 'Protocol': 6, 'RuleAction': 'allow', 'CidrBlock': "
        "'0.0.0.0/0'}},\n"
        "'As': {'Type': 'AWS::EC2::SubnetNetworkAclAssociation', 'Properties': {'SubnetId': "
        "{'Ref': 'Sub'}, 'NetworkAclId': {'Ref': 'Acl'}}}");
    const CvpnAclThing *acl = find (test, test->inventory->network_acls, "Acl");
    const CvpnAclThing *own = find (test, test->inventory->network_acls, "Vpc-default-network-acl");
    g_autofree char *subnets = cvpn_template_list (acl->subnets);
    g_autofree char *others = cvpn_template_list (own->subnets);

    check_faults (test, "9: Resources.Bad.Properties.RuleNumber: a number from 1 to 32766 is "
                        "expected\n");
    cvpn_assert_str (subnets, "Sub");
    cvpn_assert_str (others, "Other");
    CU_ASSERT_FATAL (acl->entries->len == 2 && own->entries->len == 3);
    const CvpnAclEntryThing *in = &g_array_index (acl->entries, CvpnAclEntryThing, 0);
    const CvpnAclEntryThing *out = &g_array_index (acl->entries, CvpnAclEntryThing, 1);
    const CvpnAclEntryThing *icmp = &g_array_index (own->entries, CvpnAclEntryThing, 2);
    CU_ASSERT (in->allow && !in->egress && in->number == 100 && in->match.from_port == 1024);
    CU_ASSERT (!out->allow && out->egress && out->match.any);
    CU_ASSERT (icmp->match.protocol == 1 && icmp->match.from_port == 8);
}

/* What could be slow is refused. */
static void
test_many (void)
{
    GString *resources = g_string_new ("'E': {'Type': 'AWS::EC2::EIP'}");

    for (guint i = 0; i < 5000; i++)
        g_string_append_printf (resources, ",'E%u': {'Type': 'AWS::EC2::EIP'}", i);
    g_autoptr (CvpnTemplateCase) test = cvpn_template_of (resources->str);
    check_faults (test, "2: Resources: more than 5000 resources: CloudFormation takes 500\n");
    g_string_free (resources, TRUE);
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "VPC", test_vpc },
        { "IPAM", test_pool },
        { "routes", test_routes },
        { "faults of routes", test_route_faults },
        { "gateways", test_gateways },
        { "security groups", test_security_groups },
        { "restricted default group", test_restricted },
        { "network ACLs", test_acls },
        { "many resources", test_many },
    };

    return cvpn_test_main ("cloudformation_network", tests, G_N_ELEMENTS (tests));
}
