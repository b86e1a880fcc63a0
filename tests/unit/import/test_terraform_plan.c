/* terraform_resolve, terraform_reference: what a plan says of what is not there yet. */
#include "support.h"
#include "read_text.h"

/* By a key, by the same index, by the only one; tables of a new VPC by name. */
static void
test_references (void)
{
    g_autofree char *got = cvpn_test_terraform_text (
        "p.json",
        "{'format_version': '1.2', 'planned_values': {'root_module': {'resources': [\n"
        "{'address': 'aws_vpc.a', 'type': 'aws_vpc', 'name': 'a',\n"
        " 'values': {'cidr_block': '10.0.0.0/16'}},\n"
        "{'address': 'aws_subnet.s[0]', 'type': 'aws_subnet', 'name': 's', 'index': 0,\n"
        " 'values': {'cidr_block': '10.0.0.0/24', 'availability_zone': 'us-east-1a'}},\n"
        "{'address': 'aws_subnet.s[1]', 'type': 'aws_subnet', 'name': 's', 'index': 1,\n"
        " 'values': {'cidr_block': '10.0.1.0/24', 'availability_zone': 'us-east-1a'}},\n"
        "{'address': 'aws_nat_gateway.n[0]', 'type': 'aws_nat_gateway', 'name': 'n', 'index': 0,\n"
        " 'values': {'connectivity_type': 'public'}},\n"
        "{'address': 'aws_route_table.t[0]', 'type': 'aws_route_table', 'name': 't', 'index': 0,\n"
        " 'values': {'route': [{'cidr_block': '0.0.0.0/0', 'gateway_id': ''}]}},\n"
        "{'address': 'aws_route_table.t[1]', 'type': 'aws_route_table', 'name': 't', 'index': 1,\n"
        " 'values': {'route': [{'cidr_block': '0.0.0.0/0', 'gateway_id': ''}]}},\n"
        "{'address': 'aws_route_table_association.t[0]', 'type': 'aws_route_table_association', "
        "'name': 't', 'index': 0,\n"
        " 'values': {'gateway_id': null}},\n"
        "{'address': 'aws_route_table_association.t[1]', 'type': 'aws_route_table_association', "
        "'name': 't', 'index': 1,\n"
        " 'values': {'gateway_id': null}},\n"
        "{'address': 'aws_route.m', 'type': 'aws_route', 'name': 'm',\n"
        " 'values': {'destination_cidr_block': '10.9.0.0/16'}}]}},\n"
        "'resource_changes': [\n"
        "{'address': 'aws_vpc.a', 'change': {'after_unknown': {'id': true, 'main_route_table_id': "
        "true}}},\n"
        "{'address': 'aws_subnet.s[0]', 'change': {'after_unknown': {'id': true, 'vpc_id': "
        "true}}},\n"
        "{'address': 'aws_subnet.s[1]', 'change': {'after_unknown': {'id': true, 'vpc_id': "
        "true}}},\n"
        "{'address': 'aws_nat_gateway.n[0]', 'change': {'after_unknown': {'id': true, 'subnet_id': "
        "true}}},\n"
        "{'address': 'aws_route_table.t[0]', 'change': {'after_unknown': {'id': true, 'vpc_id': "
        "true, 'route': [{'nat_gateway_id': true}]}}},\n"
        "{'address': 'aws_route_table.t[1]', 'change': {'after_unknown': {'id': true, 'vpc_id': "
        "true, 'route': [{'nat_gateway_id': true}]}}},\n"
        "{'address': 'aws_route_table_association.t[0]', 'change': {'after_unknown': {'id': true, "
        "'subnet_id': true, 'route_table_id': true}}},\n"
        "{'address': 'aws_route_table_association.t[1]', 'change': {'after_unknown': {'id': true, "
        "'subnet_id': true, 'route_table_id': true}}},\n"
        "{'address': 'aws_route.m', 'change': {'after_unknown': {'id': true, 'route_table_id': "
        "true, 'nat_gateway_id': true}}}],\n"
        "'configuration': {'root_module': {'resources': [\n"
        "{'mode': 'managed', 'type': 'aws_vpc', 'name': 'a', 'expressions': {}},\n"
        "{'mode': 'managed', 'type': 'aws_subnet', 'name': 's', 'expressions': {'vpc_id': "
        "{'references': ['aws_vpc.a.id', 'aws_vpc.a']}}},\n"
        "{'mode': 'managed', 'type': 'aws_nat_gateway', 'name': 'n', 'expressions': {'subnet_id': "
        "{'references': ['aws_subnet.s[1].id', 'aws_subnet.s[1]', 'aws_subnet.s']}}},\n"
        "{'mode': 'managed', 'type': 'aws_route_table', 'name': 't', 'expressions': {'vpc_id': "
        "{'references': ['aws_vpc.a']}, 'route': {'references': ['aws_nat_gateway.n']}}},\n"
        "{'mode': 'managed', 'type': 'aws_route_table_association', 'name': 't', 'expressions': "
        "{'subnet_id': {'references': ['aws_subnet.s', 'count.index']}, 'route_table_id': "
        "{'references': ['aws_route_table.t', 'count.index']}}},\n"
        "{'mode': 'managed', 'type': 'aws_route', 'name': 'm', 'expressions': {'route_table_id': "
        "{'references': ['aws_vpc.a.main_route_table_id', 'aws_vpc.a']}, 'nat_gateway_id': "
        "{'references': ['aws_nat_gateway.n[0].id', 'aws_nat_gateway.n[0]', "
        "'aws_nat_gateway.n']}}}]}}}\n",
        NULL);

    cvpn_assert_str (
        got, "vpc aws_vpc.a declared 10.0.0.0/16\n"
             "subnet aws_subnet.s.0 name=aws_subnet.s[0] declared vpc=aws_vpc.a "
             "zone=us-east-1a 10.0.0.0/24\n"
             "subnet aws_subnet.s.1 name=aws_subnet.s[1] declared vpc=aws_vpc.a "
             "zone=us-east-1a 10.0.1.0/24\n"
             "route-table aws_vpc.a.default_route_table_id declared vpc=aws_vpc.a main\n"
             "  10.9.0.0/16 target=aws_nat_gateway.n.0 kind=nat-gateway\n"
             "route-table aws_route_table.t.0 name=aws_route_table.t[0] declared "
             "vpc=aws_vpc.a subnet=aws_subnet.s.0\n"
             "  0.0.0.0/0 target=aws_nat_gateway.n.0 kind=nat-gateway\n"
             "route-table aws_route_table.t.1 name=aws_route_table.t[1] declared "
             "vpc=aws_vpc.a subnet=aws_subnet.s.1\n"
             "  0.0.0.0/0 target=aws_nat_gateway.n.0 kind=nat-gateway\n"
             "nat-gateway aws_nat_gateway.n.0 name=aws_nat_gateway.n[0] declared "
             "vpc=aws_vpc.a subnet=aws_subnet.s.1\n"
             "security-group aws_vpc.a.default_security_group_id name=default declared "
             "vpc=aws_vpc.a default rules-known\n"
             "  in all group=aws_vpc.a.default_security_group_id\n"
             "  out all 0.0.0.0/0\n"
             "remark: p.json: aws_route_table_association.t[0]: [count.index] is supposed in "
             "route_table_id: a plan says only that count.index is in it\n"
             "remark: p.json: aws_route_table_association.t[0]: [count.index] is supposed in "
             "subnet_id: a plan says only that count.index is in it\n");
}

/* element (s[*].id, 0) is not told from element (s[*].id, 1): the gateway is nobody known, and so
 * is a table of subnets. */
static void
test_uncertain (void)
{
    g_autofree char *got = cvpn_test_terraform_text (
        "p.json",
        "{'format_version': '1.2', 'planned_values': {'root_module': {'resources': [\n"
        "{'address': 'aws_vpc.a', 'type': 'aws_vpc', 'name': 'a',\n"
        " 'values': {'cidr_block': '10.0.0.0/16'}},\n"
        "{'address': 'aws_subnet.s[0]', 'type': 'aws_subnet', 'name': 's', 'index': 0,\n"
        " 'values': {'cidr_block': '10.0.0.0/24', 'availability_zone': 'us-east-1a'}},\n"
        "{'address': 'aws_subnet.s[1]', 'type': 'aws_subnet', 'name': 's', 'index': 1,\n"
        " 'values': {'cidr_block': '10.0.1.0/24', 'availability_zone': 'us-east-1a'}},\n"
        "{'address': 'aws_nat_gateway.n', 'type': 'aws_nat_gateway', 'name': 'n',\n"
        " 'values': {'connectivity_type': 'public'}},\n"
        "{'address': 'aws_route_table.t', 'type': 'aws_route_table', 'name': 't',\n"
        " 'values': {'route': []}},\n"
        "{'address': 'aws_route_table_association.t', 'type': 'aws_route_table_association', "
        "'name': 't',\n"
        " 'values': {'gateway_id': null}}]}},\n"
        "'resource_changes': [\n"
        "{'address': 'aws_vpc.a', 'change': {'after_unknown': {'id': true, 'main_route_table_id': "
        "true}}},\n"
        "{'address': 'aws_subnet.s[0]', 'change': {'after_unknown': {'id': true, 'vpc_id': "
        "true}}},\n"
        "{'address': 'aws_subnet.s[1]', 'change': {'after_unknown': {'id': true, 'vpc_id': "
        "true}}},\n"
        "{'address': 'aws_nat_gateway.n', 'change': {'after_unknown': {'id': true, 'subnet_id': "
        "true}}},\n"
        "{'address': 'aws_route_table.t', 'change': {'after_unknown': {'id': true, 'vpc_id': "
        "true}}},\n"
        "{'address': 'aws_route_table_association.t', 'change': {'after_unknown': {'id': true, "
        "'subnet_id': true, 'route_table_id': true}}}],\n"
        "'configuration': {'root_module': {'resources': [\n"
        "{'mode': 'managed', 'type': 'aws_vpc', 'name': 'a', 'expressions': {}},\n"
        "{'mode': 'managed', 'type': 'aws_subnet', 'name': 's', 'expressions': {'vpc_id': "
        "{'references': ['aws_vpc.a.id', 'aws_vpc.a']}}},\n"
        "{'mode': 'managed', 'type': 'aws_nat_gateway', 'name': 'n', 'expressions': {'subnet_id': "
        "{'references': ['aws_subnet.s']}}},\n"
        "{'mode': 'managed', 'type': 'aws_route_table', 'name': 't', 'expressions': {'vpc_id': "
        "{'references': ['aws_vpc.a']}}},\n"
        "{'mode': 'managed', 'type': 'aws_route_table_association', 'name': 't', 'expressions': "
        "{'subnet_id': {'references': ['aws_subnet.s']}, 'route_table_id': {'references': "
        "['aws_route_table.t']}}}]}}}\n",
        NULL);

    cvpn_assert_str (got,
                     "vpc aws_vpc.a declared 10.0.0.0/16\n"
                     "subnet aws_subnet.s.0 name=aws_subnet.s[0] declared vpc=aws_vpc.a "
                     "zone=us-east-1a 10.0.0.0/24\n"
                     "subnet aws_subnet.s.1 name=aws_subnet.s[1] declared vpc=aws_vpc.a "
                     "zone=us-east-1a 10.0.1.0/24\n"
                     "route-table aws_vpc.a.default_route_table_id declared vpc=aws_vpc.a main\n"
                     "route-table aws_route_table.t declared vpc=aws_vpc.a\n"
                     "route-table aws_route_table_association.t.subnet_id.route_table "
                     "vpc=aws_vpc.a unknown subnet=aws_subnet.s.0 subnet=aws_subnet.s.1\n"
                     "nat-gateway aws_nat_gateway.n declared subnet=aws_nat_gateway.n.subnet_id\n"
                     "security-group aws_vpc.a.default_security_group_id name=default declared "
                     "vpc=aws_vpc.a default rules-known\n"
                     "  in all group=aws_vpc.a.default_security_group_id\n"
                     "  out all 0.0.0.0/0\n"
                     "remark: p.json: aws_nat_gateway.n: the plan does not say for certain what "
                     "its subnet_id refers to\n"
                     "remark: p.json: aws_route_table_association.t: the plan does not say for "
                     "certain what its subnet_id refers to\n");
}

/* Associations that differ in their subnets only have one each, whichever; of routes that differ
 * otherwise that is not certain (real modules give all of them one subnet). */
static void
test_modules (void)
{
    g_autofree char *plan = g_strconcat (
        "{'format_version': '1.2', 'planned_values': {'root_module': {'resources': [\n"
        "{'address': 'aws_vpc.a', 'type': 'aws_vpc', 'name': 'a',\n"
        " 'values': {'cidr_block': '10.0.0.0/16'}},\n"
        "{'address': 'aws_subnet.s[0]', 'type': 'aws_subnet', 'name': 's', 'index': 0,\n"
        " 'values': {'cidr_block': '10.0.0.0/24', 'availability_zone': 'us-east-1a'}},\n"
        "{'address': 'aws_subnet.s[1]', 'type': 'aws_subnet', 'name': 's', 'index': 1,\n"
        " 'values': {'cidr_block': '10.0.1.0/24', 'availability_zone': 'us-east-1a'}}], "
        "'child_modules': [{'address': 'module.v', 'resources': [\n"
        "{'address': 'module.v.aws_ec2_client_vpn_endpoint.e', 'type': "
        "'aws_ec2_client_vpn_endpoint', 'name': 'e',\n"
        " 'values': {'client_cidr_block': '172.31.0.0/22', 'authentication_options': [{'type': "
        "'certificate-authentication'}]}},\n"
        "{'address': 'module.v.aws_ec2_client_vpn_network_association.n[0]', 'type': "
        "'aws_ec2_client_vpn_network_association', 'name': 'n', 'index': 0,\n"
        " 'values': {}},\n"
        "{'address': 'module.v.aws_ec2_client_vpn_network_association.n[1]', 'type': "
        "'aws_ec2_client_vpn_network_association', 'name': 'n', 'index': 1,\n"
        " 'values': {}},\n"
        "{'address': 'module.v.aws_ec2_client_vpn_route.r[0]', 'type': 'aws_ec2_client_vpn_route', "
        "'name': 'r', 'index': 0,\n"
        " 'values': {'destination_cidr_block': '10.1.0.0/16'}},\n"
        "{'address': 'module.v.aws_ec2_client_vpn_route.r[1]', 'type': 'aws_ec2_client_vpn_route', "
        "'name': 'r', 'index': 1,\n",
        " 'values': {'destination_cidr_block': '10.2.0.0/16'}}]}]}},\n"
        "'resource_changes': [\n"
        "{'address': 'aws_vpc.a', 'change': {'after_unknown': {'id': true, 'main_route_table_id': "
        "true}}},\n"
        "{'address': 'aws_subnet.s[0]', 'change': {'after_unknown': {'id': true, 'vpc_id': "
        "true}}},\n"
        "{'address': 'aws_subnet.s[1]', 'change': {'after_unknown': {'id': true, 'vpc_id': "
        "true}}},\n"
        "{'address': 'module.v.aws_ec2_client_vpn_endpoint.e', 'change': {'after_unknown': {'id': "
        "true, 'vpc_id': true, 'security_group_ids': true}}},\n"
        "{'address': 'module.v.aws_ec2_client_vpn_network_association.n[0]', 'change': "
        "{'after_unknown': {'id': true, 'subnet_id': true, 'client_vpn_endpoint_id': true}}},\n"
        "{'address': 'module.v.aws_ec2_client_vpn_network_association.n[1]', 'change': "
        "{'after_unknown': {'id': true, 'subnet_id': true, 'client_vpn_endpoint_id': true}}},\n"
        "{'address': 'module.v.aws_ec2_client_vpn_route.r[0]', 'change': {'after_unknown': {'id': "
        "true, 'target_vpc_subnet_id': true, 'client_vpn_endpoint_id': true}}},\n"
        "{'address': 'module.v.aws_ec2_client_vpn_route.r[1]', 'change': {'after_unknown': {'id': "
        "true, 'target_vpc_subnet_id': true, 'client_vpn_endpoint_id': true}}}],\n"
        "'configuration': {'root_module': {'resources': [\n"
        "{'mode': 'managed', 'type': 'aws_vpc', 'name': 'a', 'expressions': {}},\n"
        "{'mode': 'managed', 'type': 'aws_subnet', 'name': 's', 'expressions': {'vpc_id': "
        "{'references': ['aws_vpc.a.id', 'aws_vpc.a']}}}], 'module_calls': {'v': {'expressions': "
        "{'subnets': {'references': ['aws_subnet.s']}, 'routes': {'references': "
        "['aws_subnet.s']}}, 'module': {'resources': [\n"
        "{'mode': 'managed', 'type': 'aws_ec2_client_vpn_endpoint', 'name': 'e', 'expressions': "
        "{'client_cidr_block': {'constant_value': '172.31.0.0/22'}}},\n"
        "{'mode': 'managed', 'type': 'aws_ec2_client_vpn_network_association', 'name': 'n', "
        "'expressions': {'client_vpn_endpoint_id': {'references': "
        "['aws_ec2_client_vpn_endpoint.e']}, 'subnet_id': {'references': ['var.subnets', "
        "'count.index']}}},\n"
        "{'mode': 'managed', 'type': 'aws_ec2_client_vpn_route', 'name': 'r', 'expressions': "
        "{'client_vpn_endpoint_id': {'references': ['aws_ec2_client_vpn_endpoint.e']}, "
        "'destination_cidr_block': {'references': ['var.routes', 'count.index']}, "
        "'target_vpc_subnet_id': {'references': ['var.routes', 'count.index']}}}]}}}}}}\n",
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
             "client-vpn module.v.aws_ec2_client_vpn_endpoint.e declared active (available) "
             "172.31.0.0/22 vpc=aws_vpc.a groups-known certificate targets-known rules-known\n"
             "  target aws_subnet.s.0 active (associated)\n"
             "  target aws_subnet.s.1 active (associated)\n"
             "  route 10.0.0.0/16 aws_subnet.s.0 active (active) automatic\n"
             "  route 10.0.0.0/16 aws_subnet.s.1 active (active) automatic\n"
             "remark: p.json: module.v.aws_ec2_client_vpn_route.r[0]: the plan does not say for "
             "certain what its target_vpc_subnet_id refers to\n"
             "remark: p.json: module.v.aws_ec2_client_vpn_route.r[0]: is not known as a whole, so "
             "the endpoint's routes are not\n"
             "remark: p.json: module.v.aws_ec2_client_vpn_route.r[1]: the plan does not say for "
             "certain what its target_vpc_subnet_id refers to\n"
             "remark: p.json: module.v.aws_ec2_client_vpn_route.r[1]: is not known as a whole, so "
             "the endpoint's routes are not\n");
}

/* Two of three subnets: the first two, or the last, or any. */
static void
test_other_count (void)
{
    g_autofree char *got = cvpn_test_terraform_text (
        "p.json",
        "{'format_version': '1.2', 'planned_values': {'root_module': {'resources': [\n"
        "{'address': 'aws_subnet.s[0]', 'type': 'aws_subnet', 'name': 's', 'index': 0, 'values': "
        "{'availability_zone': 'us-east-1a', 'cidr_block': '10.0.0.0/24'}},\n"
        "{'address': 'aws_subnet.s[1]', 'type': 'aws_subnet', 'name': 's', 'index': 1, 'values': "
        "{'availability_zone': 'us-east-1a', 'cidr_block': '10.0.1.0/24'}},\n"
        "{'address': 'aws_subnet.s[2]', 'type': 'aws_subnet', 'name': 's', 'index': 2, 'values': "
        "{'availability_zone': 'us-east-1a', 'cidr_block': '10.0.2.0/24'}},\n"
        "{'address': 'aws_nat_gateway.n[0]', 'type': 'aws_nat_gateway', 'name': 'n', 'index': 0, "
        "'values': {'connectivity_type': 'public'}},\n"
        "{'address': 'aws_nat_gateway.n[1]', 'type': 'aws_nat_gateway', 'name': 'n', 'index': 1, "
        "'values': {'connectivity_type': 'public'}},\n"
        "{'address': 'aws_vpc.a', 'type': 'aws_vpc', 'name': 'a', 'values': {'cidr_block': "
        "'10.0.0.0/16'}}]}},\n"
        "'resource_changes': [\n"
        "{'address': 'aws_nat_gateway.n[0]', 'change': {'after_unknown': {'id': true, 'subnet_id': "
        "true}}},\n"
        "{'address': 'aws_nat_gateway.n[1]', 'change': {'after_unknown': {'id': true, 'subnet_id': "
        "true}}}],\n"
        "'configuration': {'root_module': {'resources': [\n"
        "{'address': 'aws_vpc.a', 'type': 'aws_vpc', 'name': 'a', 'mode': 'managed'},\n"
        "{'address': 'aws_subnet.s', 'type': 'aws_subnet', 'name': 's', 'mode': 'managed', "
        "'expressions': {'vpc_id': {'references': ['aws_vpc.a.id', 'aws_vpc.a']}}},\n"
        "{'address': 'aws_nat_gateway.n', 'type': 'aws_nat_gateway', 'name': 'n', 'mode': "
        "'managed', 'expressions': {'subnet_id': {'references': ['aws_subnet.s', "
        "'count.index']}}}]}}}\n",
        NULL);

    cvpn_assert_has (got, "\nnat-gateway aws_nat_gateway.n.0 name=aws_nat_gateway.n[0] declared");
    CU_ASSERT_PTR_NULL (g_strstr_len (got, -1, "subnet=aws_subnet.s.0"));
    cvpn_assert_has (got, "aws_nat_gateway.n[0]: the plan does not say for certain what its "
                          "subnet_id refers to\n");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "references", test_references },
        { "uncertain", test_uncertain },
        { "modules", test_modules },
        { "another count", test_other_count },
    };

    return cvpn_test_main ("import.terraform_plan", tests, G_N_ELEMENTS (tests));
}
