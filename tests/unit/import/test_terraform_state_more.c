/* terraform: what is beyond VPCs, several states, and faults. */
#include "support.h"
#include "read_text.h"

/* Default tables of a transit gateway are used as its options say; a VPN has an attachment; keys
 * are not copied. */
static void
test_transit (void)
{
    g_autofree char *got = cvpn_test_terraform_text (
        "a.json",
        "{'format_version': '1.0', 'values': {'root_module': {'resources': [\n"
        "{'address': 'aws_vpc.a', 'type': 'aws_vpc', 'name': 'a',\n"
        " 'values': {'id': 'vpc-1', 'cidr_block': '10.0.0.0/16', 'default_route_table_id': "
        "'rtb-0', 'main_route_table_id': 'rtb-0', 'default_security_group_id': 'sg-0', "
        "'default_network_acl_id': 'acl-0', 'tags': {'Name': 'a'}}},\n"
        "{'address': 'aws_ec2_transit_gateway.t', 'type': 'aws_ec2_transit_gateway', 'name': 't',\n"
        " 'values': {'id': 'tgw-1', 'association_default_route_table_id': 'tgw-rtb-0', "
        "'propagation_default_route_table_id': 'tgw-rtb-0', 'default_route_table_association': "
        "'enable', 'default_route_table_propagation': 'enable', "
        "'security_group_referencing_support': 'disable'}},\n"
        "{'address': 'aws_ec2_transit_gateway_vpc_attachment.a', 'type': "
        "'aws_ec2_transit_gateway_vpc_attachment', 'name': 'a',\n"
        " 'values': {'id': 'tgw-attach-1', 'transit_gateway_id': 'tgw-1', 'vpc_id': 'vpc-1', "
        "'subnet_ids': ['subnet-1'], 'appliance_mode_support': 'disable', "
        "'transit_gateway_default_route_table_association': true, "
        "'transit_gateway_default_route_table_propagation': false}},\n"
        "{'address': 'aws_ec2_transit_gateway_peering_attachment.p', 'type': "
        "'aws_ec2_transit_gateway_peering_attachment', 'name': 'p',\n"
        " 'values': {'id': 'tgw-attach-2', 'transit_gateway_id': 'tgw-1', "
        "'peer_transit_gateway_id': 'tgw-9', 'state': 'available'}},\n"
        "{'address': 'aws_ec2_transit_gateway_route_table.r', 'type': "
        "'aws_ec2_transit_gateway_route_table', 'name': 'r',\n"
        " 'values': {'id': 'tgw-rtb-1', 'transit_gateway_id': 'tgw-1'}},\n"
        "{'address': 'aws_ec2_transit_gateway_route_table_association.x', 'type': "
        "'aws_ec2_transit_gateway_route_table_association', 'name': 'x',\n"
        " 'values': {'id': 'tgw-rtb-1_tgw-attach-2', 'transit_gateway_route_table_id': "
        "'tgw-rtb-1', 'transit_gateway_attachment_id': 'tgw-attach-2'}},\n"
        "{'address': 'aws_ec2_transit_gateway_route_table_propagation.x', 'type': "
        "'aws_ec2_transit_gateway_route_table_propagation', 'name': 'x',\n"
        " 'values': {'id': 'p', 'transit_gateway_route_table_id': 'tgw-rtb-1', "
        "'transit_gateway_attachment_id': 'tgw-attach-1'}},\n"
        "{'address': 'aws_ec2_transit_gateway_route.b', 'type': 'aws_ec2_transit_gateway_route', "
        "'name': 'b',\n"
        " 'values': {'id': 'b', 'transit_gateway_route_table_id': 'tgw-rtb-0', "
        "'destination_cidr_block': '10.9.0.0/16', 'blackhole': true, "
        "'transit_gateway_attachment_id': ''}},\n"
        "{'address': 'aws_vpn_connection.v', 'type': 'aws_vpn_connection', 'name': 'v',\n"
        " 'values': {'id': 'vpn-1', 'transit_gateway_id': 'tgw-1', 'vpn_gateway_id': '', "
        "'customer_gateway_id': 'cgw-1', 'static_routes_only': true, "
        "'transit_gateway_attachment_id': 'tgw-attach-3', 'tunnel1_preshared_key': 'SECRET', "
        "'customer_gateway_configuration': 'SECRET', 'routes': []}},\n"
        "{'address': 'aws_vpn_connection_route.r', 'type': 'aws_vpn_connection_route', 'name': "
        "'r',\n"
        " 'values': {'id': '192.168.0.0/16:vpn-1', 'vpn_connection_id': 'vpn-1', "
        "'destination_cidr_block': '192.168.0.0/16'}},\n"
        "{'address': 'aws_vpc_peering_connection_accepter.p', 'type': "
        "'aws_vpc_peering_connection_accepter', 'name': 'p',\n"
        " 'values': {'id': 'pcx-1', 'vpc_peering_connection_id': 'pcx-1', 'vpc_id': 'vpc-1', "
        "'peer_vpc_id': 'vpc-far', 'accept_status': 'active'}}]}}}\n",
        NULL);

    cvpn_assert_str (got,
                     "vpc vpc-1 name=a declared 10.0.0.0/16\n"
                     "route-table rtb-0 declared vpc=vpc-1 main\n"
                     "peering pcx-1 declared requester=vpc-far accepter=vpc-1 status=active\n"
                     "transit-gateway tgw-1 declared\n"
                     "attachment tgw-attach-1 declared gateway=tgw-1 type=vpc resource=vpc-1 "
                     "state=available subnet=subnet-1 table=tgw-rtb-0 security-group-referencing\n"
                     "attachment tgw-attach-2 declared gateway=tgw-1 type=peering state=available "
                     "table=tgw-rtb-1\n"
                     "attachment tgw-attach-3 declared gateway=tgw-1 type=vpn resource=vpn-1 "
                     "state=available table=tgw-rtb-0\n"
                     "transit-table tgw-rtb-0 declared gateway=tgw-1 routes-known "
                     "propagations-known propagating=tgw-attach-3\n"
                     "  10.9.0.0/16 attachment=blackhole\n"
                     "transit-table tgw-rtb-1 declared gateway=tgw-1 routes-known "
                     "propagations-known propagating=tgw-attach-1\n"
                     "vpn-connection vpn-1 declared gateway=tgw-1 customer=cgw-1 state=available "
                     "192.168.0.0/16\n"
                     "security-group sg-0 name=default declared vpc=vpc-1 default rules-known\n"
                     "  in all group=sg-0\n"
                     "  out all 0.0.0.0/0\n");
}

/* An interface of its own is not doubled by its instance; a stopped one is nobody. */
static void
test_hosts (void)
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
        "{'address': 'aws_network_interface.e', 'type': 'aws_network_interface', 'name': 'e',\n"
        " 'values': {'id': 'eni-1', 'subnet_id': 'subnet-1', 'private_ip': '10.0.1.5', "
        "'private_ips': ['10.0.1.6', '10.0.1.5'], 'security_groups': ['sg-1'], "
        "'source_dest_check': false, 'attachment': []}},\n"
        "{'address': 'aws_instance.router', 'type': 'aws_instance', 'name': 'router',\n"
        " 'values': {'id': 'i-1', 'primary_network_interface_id': 'eni-1', 'private_ip': "
        "'10.0.1.5', 'subnet_id': 'subnet-1', 'network_interface': [{'device_index': 0, "
        "'network_interface_id': 'eni-1'}], 'instance_state': 'running', 'tags': {'Name': "
        "'router'}}},\n"
        "{'address': 'aws_instance.old', 'type': 'aws_instance', 'name': 'old',\n"
        " 'values': {'id': 'i-2', 'primary_network_interface_id': 'eni-2', 'private_ip': "
        "'10.0.1.7', 'subnet_id': 'subnet-1', 'vpc_security_group_ids': ['sg-0'], "
        "'instance_state': 'stopped', 'user_data': 'SECRET'}},\n"
        "{'address': 'aws_eip.e', 'type': 'aws_eip', 'name': 'e',\n"
        " 'values': {'id': 'eipalloc-1', 'public_ip': '198.51.100.7', 'private_ip': '10.0.1.6', "
        "'network_interface': 'eni-1', 'instance': 'i-1'}}]}}}\n",
        NULL);

    cvpn_assert_str (got,
                     "vpc vpc-1 name=a declared 10.0.0.0/16\n"
                     "subnet subnet-1 declared vpc=vpc-1 zone=us-east-1a 10.0.1.0/24\n"
                     "route-table rtb-0 declared vpc=vpc-1 main\n"
                     "security-group sg-0 name=default declared vpc=vpc-1 default rules-known\n"
                     "  in all group=sg-0\n"
                     "  out all 0.0.0.0/0\n"
                     "interface eni-1 name=router declared vpc=vpc-1 subnet=subnet-1 "
                     "type=interface instance=i-1 primary no-check group=sg-1 address=10.0.1.5 "
                     "address=10.0.1.6 public=198.51.100.7\n"
                     "interface eni-2 declared vpc=vpc-1 subnet=subnet-1 type=interface "
                     "instance=i-2 primary stopped group=sg-0 address=10.0.1.7\n");
}

/* Automatic routes are added, and not doubled; a route of IPv6 is left out. */
static void
test_client_vpn (void)
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
        "{'address': 'aws_ec2_client_vpn_endpoint.e', 'type': 'aws_ec2_client_vpn_endpoint', "
        "'name': 'e',\n"
        " 'values': {'id': 'cvpn-endpoint-1', 'client_cidr_block': '172.31.0.0/22', 'vpc_id': "
        "'vpc-1', 'security_group_ids': [], 'split_tunnel': true, 'transport_protocol': 'tcp', "
        "'vpn_port': 1194, 'session_timeout_hours': 8, 'dns_servers': ['10.0.0.2'], "
        "'authentication_options': [{'type': 'federated-authentication', 'saml_provider_arn': "
        "'arn:aws:iam::1:saml-provider/x'}], 'connection_log_options': [{'enabled': true}], "
        "'client_connect_options': [{'enabled': true, 'lambda_function_arn': 'arn:x'}]}},\n"
        "{'address': 'aws_ec2_client_vpn_network_association.a[0]', 'type': "
        "'aws_ec2_client_vpn_network_association', 'name': 'a', 'index': 0,\n"
        " 'values': {'id': 'cvpn-assoc-1', 'client_vpn_endpoint_id': 'cvpn-endpoint-1', "
        "'subnet_id': 'subnet-1', 'security_groups': ['sg-0'], 'status': 'associated'}},\n"
        "{'address': 'aws_ec2_client_vpn_network_association.a[1]', 'type': "
        "'aws_ec2_client_vpn_network_association', 'name': 'a', 'index': 1,\n"
        " 'values': {'id': 'cvpn-assoc-2', 'client_vpn_endpoint_id': 'cvpn-endpoint-1', "
        "'subnet_id': 'subnet-2', 'security_groups': ['sg-0'], 'status': 'associated'}},\n"
        "{'address': 'aws_ec2_client_vpn_route.v', 'type': 'aws_ec2_client_vpn_route', 'name': "
        "'v',\n"
        " 'values': {'id': 'a', 'client_vpn_endpoint_id': 'cvpn-endpoint-1', "
        "'destination_cidr_block': '10.0.0.0/16', 'target_vpc_subnet_id': 'subnet-1', 'origin': "
        "'associate'}},\n"
        "{'address': 'aws_ec2_client_vpn_route.d', 'type': 'aws_ec2_client_vpn_route', 'name': "
        "'d',\n"
        " 'values': {'id': 'b', 'client_vpn_endpoint_id': 'cvpn-endpoint-1', "
        "'destination_cidr_block': '0.0.0.0/0', 'target_vpc_subnet_id': 'subnet-1', 'origin': "
        "'add-route'}},\n"
        "{'address': 'aws_ec2_client_vpn_route.s', 'type': 'aws_ec2_client_vpn_route', 'name': "
        "'s',\n"
        " 'values': {'id': 'c', 'client_vpn_endpoint_id': 'cvpn-endpoint-1', "
        "'destination_cidr_block': '::/0', 'target_vpc_subnet_id': 'subnet-1'}},\n"
        "{'address': 'aws_ec2_client_vpn_authorization_rule.o', 'type': "
        "'aws_ec2_client_vpn_authorization_rule', 'name': 'o',\n"
        " 'values': {'id': 'd', 'client_vpn_endpoint_id': 'cvpn-endpoint-1', "
        "'target_network_cidr': '0.0.0.0/0', 'authorize_all_groups': null, 'access_group_id': "
        "'ops'}}]}}}\n",
        NULL);

    cvpn_assert_str (got,
                     "vpc vpc-1 name=a declared 10.0.0.0/16\n"
                     "subnet subnet-1 declared vpc=vpc-1 zone=us-east-1a 10.0.1.0/24\n"
                     "subnet subnet-2 declared vpc=vpc-1 zone=us-east-1a 10.0.2.0/24\n"
                     "route-table rtb-0 declared vpc=vpc-1 main\n"
                     "security-group sg-0 name=default declared vpc=vpc-1 default rules-known\n"
                     "  in all group=sg-0\n"
                     "  out all 0.0.0.0/0\n"
                     "client-vpn cvpn-endpoint-1 declared active (available) 172.31.0.0/22 "
                     "vpc=vpc-1 groups-known group=sg-0 split tcp port=1194 hours=8 federated log "
                     "handler dns=10.0.0.2 targets-known routes-known rules-known\n"
                     "  target subnet-1 active (associated) group=sg-0\n"
                     "  target subnet-2 active (associated) group=sg-0\n"
                     "  route 10.0.0.0/16 subnet-1 active (active) automatic\n"
                     "  route 0.0.0.0/0 subnet-1 active (active)\n"
                     "  route 10.0.0.0/16 subnet-2 active (active) automatic\n"
                     "  rule 0.0.0.0/0 ops active (active)\n"
                     "left out: a.json: routes of Client VPN endpoints: IPv6 count=1\n");
}

/* Two states are one network; what one makes the other only looks up; other types are counted. */
static void
test_together (void)
{
    g_autofree char *got = cvpn_test_terraform_text (
        "a.json",
        "{'format_version': '1.0', 'values': {'root_module': {'resources': [\n"
        "{'address': 'aws_vpc.a', 'type': 'aws_vpc', 'name': 'a',\n"
        " 'values': {'id': 'vpc-1', 'cidr_block': '10.0.0.0/16', 'default_route_table_id': "
        "'rtb-0', 'main_route_table_id': 'rtb-0', 'default_security_group_id': 'sg-0', "
        "'default_network_acl_id': 'acl-0', 'tags': {'Name': 'a'}}},\n"
        "{'address': 'aws_iam_role.r', 'type': 'aws_iam_role', 'name': 'r',\n"
        " 'values': {'id': 'x'}}]}}}\n",
        "b.json",
        "{'format_version': '1.0', 'values': {'root_module': {'resources': [\n"
        "{'address': 'data.aws_vpc.a', 'mode': 'data', 'type': 'aws_vpc', 'name': 'a',\n"
        " 'values': {'id': 'vpc-1', 'cidr_block': '10.0.0.0/16'}},\n"
        "{'address': 'aws_subnet.x', 'type': 'aws_subnet', 'name': 'x',\n"
        " 'values': {'id': 'subnet-1', 'vpc_id': 'vpc-1', 'availability_zone': 'us-east-1a', "
        "'cidr_block': '10.0.1.0/24', 'ipv6_cidr_block': ''}}]}}}\n",
        "c.json", "{'format_version': '1.0', 'terraform_version': '1.7.5'}\n", NULL);

    cvpn_assert_str (
        got, "vpc vpc-1 name=a declared 10.0.0.0/16\n"
             "subnet subnet-1 declared vpc=vpc-1 zone=us-east-1a 10.0.1.0/24\n"
             "route-table rtb-0 declared vpc=vpc-1 main\n"
             "security-group sg-0 name=default declared vpc=vpc-1 default rules-known\n"
             "  in all group=sg-0\n"
             "  out all 0.0.0.0/0\n"
             "left out: a.json: resources: of types that are not part of the network here count=1\n"
             "skipped: c.json: c.json: a terraform state without resources of a network\n");
}

/* Wrong types, and a version that is not known, have their place. */
static void
test_faults (void)
{
    g_autofree char *got = cvpn_test_terraform_text (
        "a.json",
        "{'format_version': '1.0', 'values': {'root_module': {'resources': [\n"
        "{'address': 'aws_vpc.a', 'type': 'aws_vpc', 'name': 'a',\n"
        " 'values': {'id': 'vpc-1', 'cidr_block': 10}},\n"
        "{'address': 'aws_vpc.b', 'type': 'aws_vpc', 'name': 'b',\n"
        " 'values': {'id': 'a b', 'cidr_block': '10.0.0.0/16'}},\n"
        "{'address': 'aws_route_table.t', 'type': 'aws_route_table', 'name': 't',\n"
        " 'values': {'id': 'rtb-1', 'vpc_id': ['x'], 'route': {'cidr_block': '0.0.0.0/0'}}},\n"
        "{'address': 'aws_network_acl.n', 'type': 'aws_network_acl', 'name': 'n',\n"
        " 'values': {'id': 'acl-1', 'ingress': [{'rule_no': '1x', 'protocol': 'tpc', 'action': "
        "'allow'}]}},\n"
        "{'type': 'aws_vpc'},\n"
        "7]}}}\n",
        "b.json", "{'format_version': '2.0', 'values': {}}\n", NULL);

    cvpn_assert_str (
        got,
        "vpc aws_vpc.b declared 10.0.0.0/16\n"
        "route-table rtb-1 declared\n"
        "network-acl acl-1 declared\n"
        "remark: a.json: aws_vpc.a: its cidr_block is not known before it is made\n"
        "skipped: b.json: b.json: a terraform state without resources of a network\n"
        "fault: 3: values.root_module.resources[0].values.cidr_block: expected a string, not a "
        "number\n"
        "fault: 5: values.root_module.resources[1].values.id: expected an id: a letter, then "
        "letters, digits, "
        "'-', '_' and '.', at most 255\n"
        "fault: 7: values.root_module.resources[2].values.vpc_id: expected a string, not an array\n"
        "fault: 7: values.root_module.resources[2].values.route: expected an array, not an object\n"
        "fault: 9: values.root_module.resources[3].values.ingress[0].rule_no: expected a whole "
        "number\n"
        "fault: 9: values.root_module.resources[3].values.ingress[0].protocol: expected a "
        "protocol: tcp, udp, icmp, -1 or its number\n"
        "fault: 10: values.root_module.resources[4]: a resource without address, type or name\n"
        "fault: 11: values.root_module.resources[5]: expected an object, not a number\n"
        "fault: 1: format_version: a version of Terraform's JSON output that is not known; "
        "expected 1, or 0 of older versions\n");
}

/* A plan stands alone. */
static void
test_two_plans (void)
{
    g_autofree char *got =
        cvpn_test_terraform_text ("a.json", "{'format_version': '1.2', 'planned_values': {}}\n",
                                  "b.json", "{'format_version': '1.0', 'values': {}}\n", NULL);

    cvpn_assert_str (got, "fault: 1: a terraform plan is imported alone; there is b.json, too\n");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "transit", test_transit },   { "hosts", test_hosts },   { "client vpn", test_client_vpn },
        { "together", test_together }, { "faults", test_faults }, { "two plans", test_two_plans },
    };

    return cvpn_test_main ("import.terraform_state_more", tests, G_N_ELEMENTS (tests));
}
