/* terraform: what VPCs of states have in them. */
#include "support.h"
#include "read_text.h"

/* Main tables, default groups, blocks of their own; gateways; a data source gives way to what is
 * managed. */
static void
test_vpcs (void)
{
    g_autofree char *got = cvpn_test_terraform_text (
        "a.json",
        "{'format_version': '1.0', 'values': {'root_module': {'resources': [\n"
        "{'address': 'aws_vpc.a', 'type': 'aws_vpc', 'name': 'a',\n"
        " 'values': {'id': 'vpc-1', 'cidr_block': '10.0.0.0/16', 'default_route_table_id': "
        "'rtb-0', 'main_route_table_id': 'rtb-0', 'default_security_group_id': 'sg-0', "
        "'default_network_acl_id': 'acl-0', 'tags': {'Name': 'a'}}},\n"
        "{'address': 'aws_subnet.x', 'type': 'aws_subnet', 'name': 'x',\n"
        " 'values': {'id': 'subnet-1', 'vpc_id': 'vpc-1', 'availability_zone': 'us-east-1a', "
        "'cidr_block': '10.0.1.0/24', 'ipv6_cidr_block': ''}},\n"
        "{'address': 'aws_vpc_ipv4_cidr_block_association.b', 'type': "
        "'aws_vpc_ipv4_cidr_block_association', 'name': 'b',\n"
        " 'values': {'id': 'vpc-cidr-assoc-1', 'vpc_id': 'vpc-1', 'cidr_block': "
        "'100.65.0.0/16'}},\n"
        "{'address': 'aws_internet_gateway.i', 'type': 'aws_internet_gateway', 'name': 'i',\n"
        " 'values': {'id': 'igw-1', 'vpc_id': 'vpc-1'}},\n"
        "{'address': 'aws_nat_gateway.n', 'type': 'aws_nat_gateway', 'name': 'n',\n"
        " 'values': {'id': 'nat-1', 'subnet_id': 'subnet-1', 'private_ip': '10.0.1.9', "
        "'connectivity_type': 'public', 'secondary_private_ip_addresses': ['10.0.1.8']}},\n"
        "{'address': 'aws_vpn_gateway.v', 'type': 'aws_vpn_gateway', 'name': 'v',\n"
        " 'values': {'id': 'vgw-1', 'vpc_id': ''}},\n"
        "{'address': 'aws_vpn_gateway_attachment.v', 'type': 'aws_vpn_gateway_attachment', 'name': "
        "'v',\n"
        " 'values': {'id': 'vpn-attachment-1', 'vpc_id': 'vpc-1', 'vpn_gateway_id': 'vgw-1'}},\n"
        "{'address': 'data.aws_vpc.seen', 'mode': 'data', 'type': 'aws_vpc', 'name': 'seen',\n"
        " 'values': {'id': 'vpc-1', 'cidr_block': '10.0.0.0/16'}},\n"
        "{'address': 'data.aws_vpc.other', 'mode': 'data', 'type': 'aws_vpc', 'name': 'other',\n"
        " 'values': {'id': 'vpc-2', 'cidr_block': '10.2.0.0/16', 'main_route_table_id': 'rtb-9', "
        "'cidr_block_associations': [{'association_id': 'x', 'cidr_block': '10.2.0.0/16', 'state': "
        "'associated'}, {'cidr_block': '10.3.0.0/16', 'state': 'associated'}]}},\n"
        "{'address': 'aws_egress_only_internet_gateway.e', 'type': "
        "'aws_egress_only_internet_gateway', 'name': 'e',\n"
        " 'values': {'id': 'eigw-1', 'vpc_id': 'vpc-1'}}]}}}\n",
        NULL);

    cvpn_assert_str (
        got,
        "vpc vpc-1 name=a declared 10.0.0.0/16 100.65.0.0/16\n"
        "vpc vpc-2 10.2.0.0/16 10.3.0.0/16\n"
        "subnet subnet-1 declared vpc=vpc-1 zone=us-east-1a 10.0.1.0/24\n"
        "route-table rtb-0 declared vpc=vpc-1 main\n"
        "internet-gateway igw-1 declared vpc=vpc-1\n"
        "vpn-gateway vgw-1 declared vpc=vpc-1\n"
        "nat-gateway nat-1 declared vpc=vpc-1 subnet=subnet-1 address=10.0.1.9 address=10.0.1.8\n"
        "security-group sg-0 name=default declared vpc=vpc-1 default rules-known\n"
        "  in all group=sg-0\n"
        "  out all 0.0.0.0/0\n"
        "left out: a.json: egress-only internet gateways: IPv6 count=1\n");
}

/* The main table is one of another state: the VPC has not just local routes. */
static void
test_main_elsewhere (void)
{
    g_autofree char *got = cvpn_test_terraform_text (
        "a.json",
        "{'format_version': '1.0', 'values': {'root_module': {'resources': [\n"
        "{'address': 'aws_vpc.a', 'type': 'aws_vpc', 'name': 'a',\n"
        " 'values': {'id': 'vpc-1', 'cidr_block': '10.0.0.0/16'}},\n"
        "{'address': 'aws_main_route_table_association.m', 'type': "
        "'aws_main_route_table_association', 'name': 'm',\n"
        " 'values': {'id': 'x', 'vpc_id': 'vpc-1', 'route_table_id': 'rtb-7'}}]}}}\n",
        NULL);

    cvpn_assert_has (got, "\nroute-table rtb-7 vpc=vpc-1 main unknown\n");
}

/* A route of its own is once among inline ones; another table is the main one. */
static void
test_routes (void)
{
    g_autofree char *got = cvpn_test_terraform_text (
        "a.json",
        "{'format_version': '1.0', 'values': {'root_module': {'resources': [\n"
        "{'address': 'aws_vpc.a', 'type': 'aws_vpc', 'name': 'a',\n"
        " 'values': {'id': 'vpc-1', 'cidr_block': '10.0.0.0/16', 'default_route_table_id': "
        "'rtb-0', 'main_route_table_id': 'rtb-0', 'default_security_group_id': 'sg-0', "
        "'default_network_acl_id': 'acl-0', 'tags': {'Name': 'a'}}},\n"
        "{'address': 'aws_subnet.x', 'type': 'aws_subnet', 'name': 'x',\n"
        " 'values': {'id': 'subnet-1', 'vpc_id': 'vpc-1', 'availability_zone': 'us-east-1a', "
        "'cidr_block': '10.0.1.0/24', 'ipv6_cidr_block': ''}},\n"
        "{'address': 'aws_route_table.t', 'type': 'aws_route_table', 'name': 't',\n"
        " 'values': {'id': 'rtb-1', 'vpc_id': 'vpc-1', 'propagating_vgws': ['vgw-1'], 'route': "
        "[{'cidr_block': '0.0.0.0/0', 'gateway_id': 'igw-1', 'nat_gateway_id': '', "
        "'ipv6_cidr_block': ''}, {'cidr_block': '', 'ipv6_cidr_block': '::/0', "
        "'egress_only_gateway_id': 'eigw-1'}, {'cidr_block': '', 'destination_prefix_list_id': "
        "'pl-1', 'gateway_id': '', 'transit_gateway_id': 'tgw-1'}]}},\n"
        "{'address': 'aws_route.own', 'type': 'aws_route', 'name': 'own',\n"
        " 'values': {'id': 'r-1', 'route_table_id': 'rtb-1', 'destination_cidr_block': "
        "'0.0.0.0/0', 'gateway_id': 'igw-1', 'state': 'active'}},\n"
        "{'address': 'aws_route.gone', 'type': 'aws_route', 'name': 'gone',\n"
        " 'values': {'id': 'r-2', 'route_table_id': 'rtb-0', 'destination_cidr_block': "
        "'10.9.0.0/16', 'nat_gateway_id': 'nat-9', 'state': 'blackhole'}},\n"
        "{'address': 'aws_route_table_association.x', 'type': 'aws_route_table_association', "
        "'name': 'x',\n"
        " 'values': {'id': 'rtbassoc-1', 'route_table_id': 'rtb-1', 'subnet_id': 'subnet-1', "
        "'gateway_id': ''}},\n"
        "{'address': 'aws_subnet.y', 'type': 'aws_subnet', 'name': 'y',\n"
        " 'values': {'id': 'subnet-2', 'vpc_id': 'vpc-1', 'availability_zone': 'us-east-1a', "
        "'cidr_block': '10.0.2.0/24', 'ipv6_cidr_block': ''}},\n"
        "{'address': 'aws_route_table_association.far', 'type': 'aws_route_table_association', "
        "'name': 'far',\n"
        " 'values': {'id': 'rtbassoc-2', 'route_table_id': 'rtb-far', 'subnet_id': 'subnet-2'}},\n"
        "{'address': 'aws_route_table_association.no', 'type': 'aws_route_table_association', "
        "'name': 'no',\n"
        " 'values': {'id': 'rtbassoc-4', 'route_table_id': 'rtb-no', 'subnet_id': 'subnet-no'}},\n"
        "{'address': 'aws_main_route_table_association.m', 'type': "
        "'aws_main_route_table_association', 'name': 'm',\n"
        " 'values': {'id': 'rtbassoc-3', 'route_table_id': 'rtb-1', 'vpc_id': 'vpc-1', "
        "'original_route_table_id': 'rtb-0'}},\n"
        "{'address': 'aws_vpc_endpoint.s3', 'type': 'aws_vpc_endpoint', 'name': 's3',\n"
        " 'values': {'id': 'vpce-1', 'vpc_id': 'vpc-1', 'vpc_endpoint_type': 'Gateway', "
        "'service_name': 'com.amazonaws.us-east-1.s3', 'prefix_list_id': 'pl-63a5400a', "
        "'cidr_blocks': ['52.216.0.0/15'], 'route_table_ids': ['rtb-1'], 'state': 'available'}},\n"
        "{'address': 'aws_ec2_managed_prefix_list.l', 'type': 'aws_ec2_managed_prefix_list', "
        "'name': 'l',\n"
        " 'values': {'id': 'pl-1', 'name': 'office', 'entry': [{'cidr': '192.0.2.0/24', "
        "'description': 'x'}]}},\n"
        "{'address': 'aws_ec2_managed_prefix_list_entry.l', 'type': "
        "'aws_ec2_managed_prefix_list_entry', 'name': 'l',\n"
        " 'values': {'id': 'pl-1,198.51.100.0/24', 'prefix_list_id': 'pl-1', 'cidr': "
        "'198.51.100.0/24'}},\n"
        "{'address': 'data.aws_route_table.seen', 'mode': 'data', 'type': 'aws_route_table', "
        "'name': 'seen',\n"
        " 'values': {'id': 'rtb-7', 'vpc_id': 'vpc-7', 'associations': [{'main': true, "
        "'subnet_id': ''}, {'main': false, 'subnet_id': 'subnet-7'}], 'routes': [{'cidr_block': "
        "'10.0.0.0/8', 'vpc_peering_connection_id': 'pcx-7', 'gateway_id': ''}]}}]}}}\n",
        NULL);

    cvpn_assert_str (
        got,
        "vpc vpc-1 name=a declared 10.0.0.0/16\n"
        "subnet subnet-1 declared vpc=vpc-1 zone=us-east-1a 10.0.1.0/24\n"
        "subnet subnet-2 declared vpc=vpc-1 zone=us-east-1a 10.0.2.0/24\n"
        "route-table rtb-0 declared vpc=vpc-1\n"
        "  10.9.0.0/16 target=nat-9 state=blackhole\n"
        "route-table rtb-1 declared vpc=vpc-1 main subnet=subnet-1 propagating=vgw-1\n"
        "  0.0.0.0/0 target=igw-1\n"
        "  list=pl-1 target=tgw-1\n"
        "  list=pl-63a5400a target=vpce-1 kind=vpc-endpoint\n"
        "route-table rtb-7 vpc=vpc-7 main subnet=subnet-7\n"
        "  10.0.0.0/8 target=pcx-7\n"
        "route-table rtb-far vpc=vpc-1 unknown subnet=subnet-2\n"
        "vpc-endpoint vpce-1 declared vpc=vpc-1 type=Gateway service=com.amazonaws.us-east-1.s3 "
        "list=pl-63a5400a state=available table=rtb-1\n"
        "prefix-list pl-1 declared called=office entries-known 192.0.2.0/24 198.51.100.0/24\n"
        "prefix-list pl-63a5400a called=com.amazonaws.us-east-1.s3 entries-known 52.216.0.0/15\n"
        "security-group sg-0 name=default declared vpc=vpc-1 default rules-known\n"
        "  in all group=sg-0\n"
        "  out all 0.0.0.0/0\n"
        "left out: a.json: routes: IPv6 count=1\n");
}

/* Rules of their own stand once beside inline ones; IPv6 is left out; the default ACL serves the
 * rest. */
static void
test_filters (void)
{
    g_autofree char *got = cvpn_test_terraform_text (
        "a.json",
        "{'format_version': '1.0', 'values': {'root_module': {'resources': [\n"
        "{'address': 'aws_vpc.a', 'type': 'aws_vpc', 'name': 'a',\n"
        " 'values': {'id': 'vpc-1', 'cidr_block': '10.0.0.0/16', 'default_route_table_id': "
        "'rtb-0', 'main_route_table_id': 'rtb-0', 'default_security_group_id': 'sg-0', "
        "'default_network_acl_id': 'acl-0', 'tags': {'Name': 'a'}}},\n"
        "{'address': 'aws_subnet.x', 'type': 'aws_subnet', 'name': 'x',\n"
        " 'values': {'id': 'subnet-1', 'vpc_id': 'vpc-1', 'availability_zone': 'us-east-1a', "
        "'cidr_block': '10.0.1.0/24', 'ipv6_cidr_block': ''}},\n"
        "{'address': 'aws_subnet.y', 'type': 'aws_subnet', 'name': 'y',\n"
        " 'values': {'id': 'subnet-2', 'vpc_id': 'vpc-1', 'availability_zone': 'us-east-1a', "
        "'cidr_block': '10.0.2.0/24', 'ipv6_cidr_block': ''}},\n"
        "{'address': 'aws_security_group.g', 'type': 'aws_security_group', 'name': 'g',\n"
        " 'values': {'id': 'sg-1', 'vpc_id': 'vpc-1', 'name': 'g', 'ingress': [{'cidr_blocks': "
        "['10.0.0.0/8'], 'from_port': 443, 'to_port': 443, 'protocol': 'tcp', 'ipv6_cidr_blocks': "
        "['::/0'], 'prefix_list_ids': ['pl-1'], 'security_groups': ['111122223333/sg-9'], 'self': "
        "true}], 'egress': []}},\n"
        "{'address': 'aws_security_group_rule.r', 'type': 'aws_security_group_rule', 'name': 'r',\n"
        " 'values': {'id': 'sgrule-1', 'type': 'ingress', 'security_group_id': 'sg-1', 'protocol': "
        "'6', 'from_port': 443, 'to_port': 443, 'cidr_blocks': ['10.0.0.0/8'], 'self': false}},\n"
        "{'address': 'aws_security_group_rule.all', 'type': 'aws_security_group_rule', 'name': "
        "'all',\n"
        " 'values': {'id': 'sgrule-2', 'type': 'egress', 'security_group_id': 'sg-1', 'protocol': "
        "'-1', 'from_port': 0, 'to_port': 0, 'cidr_blocks': ['0.0.0.0/0'], 'self': false}},\n"
        "{'address': 'aws_vpc_security_group_ingress_rule.p', 'type': "
        "'aws_vpc_security_group_ingress_rule', 'name': 'p',\n"
        " 'values': {'id': 'sgr-1', 'security_group_id': 'sg-0', 'ip_protocol': 'icmp', "
        "'from_port': 8, 'to_port': -1, 'cidr_ipv4': '10.0.0.0/8', 'cidr_ipv6': null}},\n"
        "{'address': 'data.aws_security_group.seen', 'mode': 'data', 'type': 'aws_security_group', "
        "'name': 'seen',\n"
        " 'values': {'id': 'sg-7', 'vpc_id': 'vpc-7', 'name': 'seen'}},\n"
        "{'address': 'aws_network_acl.n', 'type': 'aws_network_acl', 'name': 'n',\n"
        " 'values': {'id': 'acl-1', 'vpc_id': 'vpc-1', 'subnet_ids': ['subnet-1'], 'ingress': "
        "[{'rule_no': 100, 'action': 'allow', 'protocol': '6', 'from_port': 1024, 'to_port': "
        "65535, 'cidr_block': '0.0.0.0/0', 'ipv6_cidr_block': '', 'icmp_type': 0, 'icmp_code': "
        "0}], 'egress': [{'rule_no': 101, 'action': 'allow', 'protocol': '-1', 'from_port': 0, "
        "'to_port': 0, 'cidr_block': '', 'ipv6_cidr_block': '::/0'}]}},\n"
        "{'address': 'aws_network_acl_rule.r', 'type': 'aws_network_acl_rule', 'name': 'r',\n"
        " 'values': {'id': 'nacl-1', 'network_acl_id': 'acl-0', 'egress': true, 'rule_number': 90, "
        "'rule_action': 'deny', 'protocol': 'udp', 'from_port': 53, 'to_port': 53, 'cidr_block': "
        "'10.0.0.0/8'}}]}}}\n",
        NULL);

    cvpn_assert_str (got,
                     "vpc vpc-1 name=a declared 10.0.0.0/16\n"
                     "subnet subnet-1 declared vpc=vpc-1 zone=us-east-1a 10.0.1.0/24\n"
                     "subnet subnet-2 declared vpc=vpc-1 zone=us-east-1a 10.0.2.0/24\n"
                     "route-table rtb-0 declared vpc=vpc-1 main\n"
                     "security-group sg-0 name=default declared vpc=vpc-1 default rules-known\n"
                     "  in all group=sg-0\n"
                     "  in 1 8--1 10.0.0.0/8\n"
                     "  out all 0.0.0.0/0\n"
                     "security-group sg-1 name=g declared vpc=vpc-1 rules-known\n"
                     "  in 6 443-443 10.0.0.0/8\n"
                     "  in 6 443-443 list=pl-1\n"
                     "  in 6 443-443 group=sg-1\n"
                     "  in 6 443-443 group=sg-9\n"
                     "  out all 0.0.0.0/0\n"
                     "security-group sg-7 name=seen vpc=vpc-7\n"
                     "network-acl acl-1 declared vpc=vpc-1 subnet=subnet-1\n"
                     "  in 100 allow 6 1024-65535 0.0.0.0/0\n"
                     "network-acl acl-0 declared vpc=vpc-1 default subnet=subnet-2\n"
                     "  in 100 allow all 0.0.0.0/0\n"
                     "  out 100 allow all 0.0.0.0/0\n"
                     "  out 90 deny 17 53-53 10.0.0.0/8\n"
                     "left out: a.json: rules: IPv6 count=1\n"
                     "left out: a.json: network ACL entries: IPv6 count=1\n");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "vpcs", test_vpcs },
        { "routes", test_routes },
        { "filters", test_filters },
        { "a main table elsewhere", test_main_elsewhere },
    };

    return cvpn_test_main ("import.terraform_state", tests, G_N_ELEMENTS (tests));
}
