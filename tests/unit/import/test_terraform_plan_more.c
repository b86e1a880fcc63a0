/* terraform_resolve, terraform_reference: keys of for_each, filters, and what goes round. */
#include "support.h"
#include "read_text.h"

/* By keys of for_each, of each.value, and behind an output by its place in the order of keys; a
 * data source by its id; what is known is taken as it is. */
static void
test_for_each (void)
{
    g_autofree char *plan = g_strconcat (
        "{'format_version': '1.2', 'planned_values': {'root_module': {'resources': [\n"
        "{'address': 'aws_vpc.a', 'type': 'aws_vpc', 'name': 'a',\n"
        " 'values': {'cidr_block': '10.0.0.0/16'}},\n"
        "{'address': 'aws_subnet.s[\\'east\\']', 'type': 'aws_subnet', 'name': 's', 'index': "
        "'east',\n"
        " 'values': {'cidr_block': '10.0.0.0/24', 'availability_zone': 'us-east-1a'}},\n"
        "{'address': 'aws_subnet.s[\\'west\\']', 'type': 'aws_subnet', 'name': 's', 'index': "
        "'west',\n"
        " 'values': {'cidr_block': '10.0.1.0/24', 'availability_zone': 'us-east-1a'}},\n"
        "{'address': 'aws_ec2_client_vpn_endpoint.e', 'type': 'aws_ec2_client_vpn_endpoint', "
        "'name': 'e',\n"
        " 'values': {'client_cidr_block': '172.31.0.0/22', 'authentication_options': [{'type': "
        "'certificate-authentication'}]}},\n"
        "{'address': 'aws_ec2_client_vpn_network_association.n[\\'east\\']', 'type': "
        "'aws_ec2_client_vpn_network_association', 'name': 'n', 'index': 'east',\n"
        " 'values': {'timeouts': null}},\n"
        "{'address': 'aws_ec2_client_vpn_network_association.n[\\'west\\']', 'type': "
        "'aws_ec2_client_vpn_network_association', 'name': 'n', 'index': 'west',\n"
        " 'values': {'timeouts': null}},\n"
        "{'address': 'aws_ec2_client_vpn_route.r[\\'west\\']', 'type': 'aws_ec2_client_vpn_route', "
        "'name': 'r', 'index': 'west',\n"
        " 'values': {'destination_cidr_block': '0.0.0.0/0'}},\n"
        "{'address': 'aws_ec2_client_vpn_authorization_rule.r', 'type': "
        "'aws_ec2_client_vpn_authorization_rule', 'name': 'r',\n"
        " 'values': {'target_network_cidr': '10.0.0.0/8', 'authorize_all_groups': true}},\n"
        "{'address': 'aws_vpc_peering_connection.p', 'type': 'aws_vpc_peering_connection', 'name': "
        "'p',\n"
        " 'values': {'peer_vpc_id': 'vpc-0123456789abcdef0', 'auto_accept': false}}]}},\n"
        "'resource_changes': [\n",
        "{'address': 'aws_vpc.a', 'change': {'after_unknown': {'id': true, 'main_route_table_id': "
        "true}}},\n"
        "{'address': 'aws_subnet.s[\\'east\\']', 'change': {'after_unknown': {'id': true, "
        "'vpc_id': true}}},\n"
        "{'address': 'aws_subnet.s[\\'west\\']', 'change': {'after_unknown': {'id': true, "
        "'vpc_id': true}}},\n"
        "{'address': 'aws_ec2_client_vpn_endpoint.e', 'change': {'after_unknown': {'id': true, "
        "'vpc_id': true, 'security_group_ids': true}}},\n"
        "{'address': 'aws_ec2_client_vpn_network_association.n[\\'east\\']', 'change': "
        "{'after_unknown': {'id': true, 'subnet_id': true, 'client_vpn_endpoint_id': true}}},\n"
        "{'address': 'aws_ec2_client_vpn_network_association.n[\\'west\\']', 'change': "
        "{'after_unknown': {'id': true, 'subnet_id': true, 'client_vpn_endpoint_id': true}}},\n"
        "{'address': 'aws_ec2_client_vpn_route.r[\\'west\\']', 'change': {'after_unknown': {'id': "
        "true, 'target_vpc_subnet_id': true, 'client_vpn_endpoint_id': true}}},\n"
        "{'address': 'aws_ec2_client_vpn_authorization_rule.r', 'change': {'after_unknown': "
        "{'client_vpn_endpoint_id': true}}},\n"
        "{'address': 'aws_vpc_peering_connection.p', 'change': {'after_unknown': {'id': true, "
        "'vpc_id': true, 'accept_status': true}}}],\n"
        "'configuration': {'root_module': {'resources': [\n"
        "{'mode': 'managed', 'type': 'aws_vpc', 'name': 'a', 'expressions': {}},\n"
        "{'mode': 'managed', 'type': 'aws_subnet', 'name': 's', 'expressions': {'vpc_id': "
        "{'references': ['aws_vpc.a.id', 'aws_vpc.a']}}},\n"
        "{'mode': 'managed', 'type': 'aws_ec2_client_vpn_endpoint', 'name': 'e', 'expressions': "
        "{'client_cidr_block': {'constant_value': '172.31.0.0/22'}}},\n"
        "{'mode': 'managed', 'type': 'aws_ec2_client_vpn_network_association', 'name': 'n', "
        "'expressions': {'client_vpn_endpoint_id': {'references': "
        "['aws_ec2_client_vpn_endpoint.e']}, 'subnet_id': {'references': ['each.value.id', "
        "'each.value']}}, 'for_each_expression': {'references': ['aws_subnet.s']}},\n"
        "{'mode': 'managed', 'type': 'aws_ec2_client_vpn_route', 'name': 'r', 'expressions': "
        "{'client_vpn_endpoint_id': {'references': ['aws_ec2_client_vpn_endpoint.e']}, "
        "'target_vpc_subnet_id': {'references': ['aws_ec2_client_vpn_network_association.n', "
        "'each.key']}}},\n"
        "{'mode': 'managed', 'type': 'aws_ec2_client_vpn_authorization_rule', 'name': 'r', "
        "'expressions': {'client_vpn_endpoint_id': {'references': "
        "['aws_ec2_client_vpn_endpoint.e']}}},\n"
        "{'mode': 'managed', 'type': 'aws_vpc_peering_connection', 'name': 'p', 'expressions': "
        "{'vpc_id': {'references': ['data.aws_vpc.seen.id', 'data.aws_vpc.seen']}}}]}},\n"
        "'prior_state': {'values': {'root_module': {'resources': [\n"
        "{'address': 'data.aws_vpc.seen', 'mode': 'data', 'type': 'aws_vpc', 'name': 'seen',\n"
        " 'values': {'id': 'vpc-0fedcba9876543210', 'cidr_block': '10.7.0.0/16'}}]}}}}\n",
        NULL);
    g_autofree char *got = cvpn_test_terraform_text ("p.json", plan, NULL);

    cvpn_assert_str (
        got, "vpc aws_vpc.a declared 10.0.0.0/16\n"
             "vpc vpc-0fedcba9876543210 name=data.aws_vpc.seen 10.7.0.0/16\n"
             "subnet aws_subnet.s.east name=aws_subnet.s[\"east\"] declared vpc=aws_vpc.a "
             "zone=us-east-1a 10.0.0.0/24\n"
             "subnet aws_subnet.s.west name=aws_subnet.s[\"west\"] declared vpc=aws_vpc.a "
             "zone=us-east-1a 10.0.1.0/24\n"
             "route-table aws_vpc.a.default_route_table_id declared vpc=aws_vpc.a main\n"
             "peering aws_vpc_peering_connection.p declared requester=vpc-0fedcba9876543210 "
             "accepter=vpc-0123456789abcdef0 status=pending-acceptance\n"
             "security-group aws_vpc.a.default_security_group_id name=default declared "
             "vpc=aws_vpc.a default rules-known\n"
             "  in all group=aws_vpc.a.default_security_group_id\n"
             "  out all 0.0.0.0/0\n"
             "client-vpn aws_ec2_client_vpn_endpoint.e declared active (available) 172.31.0.0/22 "
             "vpc=aws_vpc.a groups-known certificate targets-known routes-known rules-known\n"
             "  target aws_subnet.s.east active (associated)\n"
             "  target aws_subnet.s.west active (associated)\n"
             "  route 0.0.0.0/0 aws_subnet.s.west active (active)\n"
             "  route 10.0.0.0/16 aws_subnet.s.east active (active) automatic\n"
             "  route 10.0.0.0/16 aws_subnet.s.west active (active) automatic\n"
             "  rule 10.0.0.0/8 everyone active (active)\n");
}

/* Groups by references of a block; what is not known of a rule is a prefix list that nobody knows.
 */
static void
test_filters (void)
{
    g_autofree char *got = cvpn_test_terraform_text (
        "p.json",
        "{'format_version': '1.2', 'planned_values': {'root_module': {'resources': [\n"
        "{'address': 'aws_vpc.a', 'type': 'aws_vpc', 'name': 'a',\n"
        " 'values': {'cidr_block': '10.0.0.0/16'}},\n"
        "{'address': 'aws_security_group.g', 'type': 'aws_security_group', 'name': 'g',\n"
        " 'values': {'name': 'g', 'ingress': [{'cidr_blocks': [], 'from_port': 22, 'to_port': 22, "
        "'protocol': 'tcp', 'self': false, 'prefix_list_ids': []}]}},\n"
        "{'address': 'aws_security_group.h', 'type': 'aws_security_group', 'name': 'h',\n"
        " 'values': {'name': 'h'}},\n"
        "{'address': 'aws_security_group_rule.r', 'type': 'aws_security_group_rule', 'name': 'r',\n"
        " 'values': {'type': 'ingress', 'protocol': 'tcp', 'from_port': 80, 'to_port': 80, 'self': "
        "false}},\n"
        "{'address': 'aws_vpc_security_group_egress_rule.e', 'type': "
        "'aws_vpc_security_group_egress_rule', 'name': 'e',\n"
        " 'values': {'ip_protocol': '-1', 'cidr_ipv4': '0.0.0.0/0'}},\n"
        "{'address': 'aws_security_group_rule.lost', 'type': 'aws_security_group_rule', 'name': "
        "'lost',\n"
        " 'values': {'type': 'ingress', 'protocol': 'tcp', 'from_port': 81, 'to_port': 81, "
        "'cidr_blocks': ['10.0.0.0/8']}}]}},\n"
        "'resource_changes': [\n"
        "{'address': 'aws_vpc.a', 'change': {'after_unknown': {'id': true, 'main_route_table_id': "
        "true}}},\n"
        "{'address': 'aws_security_group.g', 'change': {'after_unknown': {'id': true, 'vpc_id': "
        "true, 'ingress': [{'security_groups': true}], 'egress': true}}},\n"
        "{'address': 'aws_security_group.h', 'change': {'after_unknown': {'id': true, 'vpc_id': "
        "true, 'ingress': true, 'egress': true}}},\n"
        "{'address': 'aws_security_group_rule.r', 'change': {'after_unknown': {'id': true, "
        "'security_group_id': true, 'cidr_blocks': true}}},\n"
        "{'address': 'aws_vpc_security_group_egress_rule.e', 'change': {'after_unknown': {'id': "
        "true, 'security_group_id': true}}},\n"
        "{'address': 'aws_security_group_rule.lost', 'change': {'after_unknown': "
        "{'security_group_id': true}}}],\n"
        "'configuration': {'root_module': {'resources': [\n"
        "{'mode': 'managed', 'type': 'aws_vpc', 'name': 'a', 'expressions': {}},\n"
        "{'mode': 'managed', 'type': 'aws_security_group', 'name': 'g', 'expressions': {'vpc_id': "
        "{'references': ['aws_vpc.a']}, 'ingress': {'references': ['aws_security_group.h.id', "
        "'aws_security_group.h']}}},\n"
        "{'mode': 'managed', 'type': 'aws_security_group', 'name': 'h', 'expressions': {'vpc_id': "
        "{'references': ['aws_vpc.a']}}},\n"
        "{'mode': 'managed', 'type': 'aws_security_group_rule', 'name': 'r', 'expressions': "
        "{'security_group_id': {'references': ['aws_security_group.g.id', "
        "'aws_security_group.g']}, 'cidr_blocks': {'references': ['local.office']}}},\n"
        "{'mode': 'managed', 'type': 'aws_vpc_security_group_egress_rule', 'name': 'e', "
        "'expressions': {'security_group_id': {'references': ['aws_security_group.h']}}},\n"
        "{'mode': 'managed', 'type': 'aws_security_group_rule', 'name': 'lost', 'expressions': "
        "{'security_group_id': {'references': ['aws_security_group.h', 'aws_security_group.g', "
        "'var.which']}}}]}}}\n",
        NULL);

    cvpn_assert_str (got,
                     "vpc aws_vpc.a declared 10.0.0.0/16\n"
                     "route-table aws_vpc.a.default_route_table_id declared vpc=aws_vpc.a main\n"
                     "security-group aws_vpc.a.default_security_group_id name=default declared "
                     "vpc=aws_vpc.a default rules-known\n"
                     "  in all group=aws_vpc.a.default_security_group_id\n"
                     "  out all 0.0.0.0/0\n"
                     "security-group aws_security_group.g name=g declared vpc=aws_vpc.a\n"
                     "  in 6 22-22 group=aws_security_group.h\n"
                     "  in 6 80-80 list=aws_security_group_rule.r.cidr_blocks\n"
                     "security-group aws_security_group.h name=h declared vpc=aws_vpc.a\n"
                     "  out all 0.0.0.0/0\n"
                     "remark: p.json: aws_security_group_rule.r: whom one of its rules is about is "
                     "not known before it is made\n"
                     "remark: p.json: aws_security_group_rule.lost: the plan does not say for "
                     "certain what its security_group_id refers to\n");
}

/* An ACL with an entry that is not known is not known; nor is whose an ACL is, where its subnets
 * are not certain. */
static void
test_acls (void)
{
    g_autofree char *plan = g_strconcat (
        "{'format_version': '1.2', 'planned_values': {'root_module': {'resources': [\n"
        "{'address': 'aws_vpc.a', 'type': 'aws_vpc', 'name': 'a',\n"
        " 'values': {'cidr_block': '10.0.0.0/16'}},\n"
        "{'address': 'aws_subnet.s[0]', 'type': 'aws_subnet', 'name': 's', 'index': 0,\n"
        " 'values': {'cidr_block': '10.0.0.0/24', 'availability_zone': 'us-east-1a'}},\n"
        "{'address': 'aws_subnet.s[1]', 'type': 'aws_subnet', 'name': 's', 'index': 1,\n"
        " 'values': {'cidr_block': '10.0.1.0/24', 'availability_zone': 'us-east-1a'}},\n"
        "{'address': 'aws_network_acl.k', 'type': 'aws_network_acl', 'name': 'k',\n"
        " 'values': {'ingress': [], 'egress': []}},\n"
        "{'address': 'aws_network_acl.n', 'type': 'aws_network_acl', 'name': 'n',\n"
        " 'values': {'ingress': [], 'egress': []}},\n"
        "{'address': 'aws_network_acl_rule.r', 'type': 'aws_network_acl_rule', 'name': 'r',\n"
        " 'values': {'egress': false, 'rule_number': 100, 'rule_action': 'allow', 'protocol': "
        "'-1', 'from_port': 0, 'to_port': 0}},\n"
        "{'address': 'aws_network_acl_rule.k', 'type': 'aws_network_acl_rule', 'name': 'k',\n"
        " 'values': {'egress': false, 'rule_number': 100, 'rule_action': 'allow', 'protocol': "
        "'tcp', 'from_port': 22, 'to_port': 22, 'cidr_block': '10.0.0.0/8'}},\n"
        "{'address': 'aws_network_acl_association.a', 'type': 'aws_network_acl_association', "
        "'name': 'a',\n"
        " 'values': {}},\n"
        "{'address': 'aws_network_acl_association.b', 'type': 'aws_network_acl_association', "
        "'name': 'b',\n"
        " 'values': {}}]}},\n",
        "'resource_changes': [\n"
        "{'address': 'aws_vpc.a', 'change': {'after_unknown': {'id': true, 'main_route_table_id': "
        "true}}},\n"
        "{'address': 'aws_subnet.s[0]', 'change': {'after_unknown': {'id': true, 'vpc_id': "
        "true}}},\n"
        "{'address': 'aws_subnet.s[1]', 'change': {'after_unknown': {'id': true, 'vpc_id': "
        "true}}},\n"
        "{'address': 'aws_network_acl.k', 'change': {'after_unknown': {'id': true, 'vpc_id': true, "
        "'subnet_ids': true}}},\n"
        "{'address': 'aws_network_acl.n', 'change': {'after_unknown': {'id': true, 'vpc_id': true, "
        "'subnet_ids': true}}},\n"
        "{'address': 'aws_network_acl_rule.r', 'change': {'after_unknown': {'cidr_block': true, "
        "'network_acl_id': true}}},\n"
        "{'address': 'aws_network_acl_rule.k', 'change': {'after_unknown': {'network_acl_id': "
        "true}}},\n"
        "{'address': 'aws_network_acl_association.a', 'change': {'after_unknown': {'id': true, "
        "'subnet_id': true, 'network_acl_id': true}}},\n"
        "{'address': 'aws_network_acl_association.b', 'change': {'after_unknown': {'id': true, "
        "'subnet_id': true, 'network_acl_id': true}}}],\n"
        "'configuration': {'root_module': {'resources': [\n"
        "{'mode': 'managed', 'type': 'aws_vpc', 'name': 'a', 'expressions': {}},\n"
        "{'mode': 'managed', 'type': 'aws_subnet', 'name': 's', 'expressions': {'vpc_id': "
        "{'references': ['aws_vpc.a.id', 'aws_vpc.a']}}},\n"
        "{'mode': 'managed', 'type': 'aws_network_acl', 'name': 'k', 'expressions': {'vpc_id': "
        "{'references': ['aws_vpc.a']}}},\n"
        "{'mode': 'managed', 'type': 'aws_network_acl', 'name': 'n', 'expressions': {'vpc_id': "
        "{'references': ['aws_vpc.a']}}},\n"
        "{'mode': 'managed', 'type': 'aws_network_acl_rule', 'name': 'r', 'expressions': "
        "{'cidr_block': {'references': ['aws_eip.x']}, 'network_acl_id': {'references': "
        "['aws_network_acl.n']}}},\n"
        "{'mode': 'managed', 'type': 'aws_network_acl_rule', 'name': 'k', 'expressions': "
        "{'network_acl_id': {'references': ['aws_network_acl.k']}}},\n"
        "{'mode': 'managed', 'type': 'aws_network_acl_association', 'name': 'a', 'expressions': "
        "{'subnet_id': {'references': ['aws_subnet.s[0]', 'aws_subnet.s']}, 'network_acl_id': "
        "{'references': ['aws_network_acl.n']}}},\n"
        "{'mode': 'managed', 'type': 'aws_network_acl_association', 'name': 'b', 'expressions': "
        "{'subnet_id': {'references': ['aws_subnet.s']}, 'network_acl_id': {'references': "
        "['aws_network_acl.k']}}}]}}}\n",
        NULL);
    g_autofree char *got = cvpn_test_terraform_text ("p.json", plan, NULL);

    cvpn_assert_str (
        got, "vpc aws_vpc.a declared 10.0.0.0/16\n"
             "subnet aws_subnet.s.0 name=aws_subnet.s[0] declared vpc=aws_vpc.a zone=us-east-1a "
             "10.0.0.0/24\n"
             "subnet aws_subnet.s.1 name=aws_subnet.s[1] declared vpc=aws_vpc.a zone=us-east-1a "
             "10.0.1.0/24\n"
             "route-table aws_vpc.a.default_route_table_id declared vpc=aws_vpc.a main\n"
             "security-group aws_vpc.a.default_security_group_id name=default declared "
             "vpc=aws_vpc.a default rules-known\n"
             "  in all group=aws_vpc.a.default_security_group_id\n"
             "  out all 0.0.0.0/0\n"
             "network-acl aws_network_acl.k declared vpc=aws_vpc.a\n"
             "  in 100 allow 6 22-22 10.0.0.0/8\n"
             "network-acl aws_network_acl.n declared vpc=aws_vpc.a unknown subnet=aws_subnet.s.0\n"
             "network-acl aws_subnet.s.1.network_acl vpc=aws_vpc.a unknown subnet=aws_subnet.s.1\n"
             "remark: p.json: aws_network_acl_rule.r: an entry's cidr_block is not known, so its "
             "network ACL is not\n"
             "remark: p.json: aws_network_acl_association.b: the plan does not say for certain "
             "what its subnet_id refers to\n");
}

/* Modules whose inputs and outputs go round are given up. */
static void
test_loop (void)
{
    g_autofree char *got = cvpn_test_terraform_text (
        "p.json",
        "{'format_version': '1.2', 'planned_values': {'root_module': {'child_modules': "
        "[{'address': 'module.m', 'resources': [\n"
        "{'address': 'module.m.aws_subnet.s', 'type': 'aws_subnet', 'name': 's',\n"
        " 'values': {'cidr_block': '10.0.0.0/24', 'availability_zone': 'a'}}]}]}},\n"
        "'resource_changes': [{'address': 'module.m.aws_subnet.s', 'change': {'after_unknown': "
        "{'id': true, 'vpc_id': true}}}],\n"
        "'configuration': {'root_module': {'module_calls': {'m': {'expressions': {'v': "
        "{'references': ['module.m.o', 'module.m', 'module.m.p']}}, 'module': {'outputs': {'o': "
        "{'expression': {'references': ['var.v']}}, 'p': {'expression': {'references': "
        "['var.v']}}}, 'resources': [{'mode': 'managed', 'type': 'aws_subnet', 'name': 's', "
        "'expressions': {'vpc_id': {'references': ['var.v']}}}]}}}}}}\n",
        NULL);

    cvpn_assert_str (got, "subnet module.m.aws_subnet.s declared vpc=module.m.aws_subnet.s.vpc_id "
                          "zone=a 10.0.0.0/24\n"
                          "remark: p.json: module.m.aws_subnet.s: the plan does not say for "
                          "certain what its vpc_id refers to\n");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "for each", test_for_each },
        { "filters", test_filters },
        { "acls", test_acls },
        { "loop", test_loop },
    };

    return cvpn_test_main ("import.terraform_plan_more", tests, G_N_ELEMENTS (tests));
}
