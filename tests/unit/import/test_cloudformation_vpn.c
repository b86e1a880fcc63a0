/* Client VPN, transit gateways, Site-to-Site VPN and hosts of a template. */
#include "template_case.h"

#include "support.h"

#define VPC                                                                                        \
    "'Vpc': {'Type': 'AWS::EC2::VPC', 'Properties': {'CidrBlock': '10.20.0.0/16'}},\n"             \
    "'A': {'Type': 'AWS::EC2::Subnet', 'Properties': {'VpcId': {'Ref': 'Vpc'}, 'CidrBlock': "      \
    "'10.20.1.0/24', 'AvailabilityZone': 'a'}},\n"                                                 \
    "'B': {'Type': 'AWS::EC2::Subnet', 'Properties': {'VpcId': {'Ref': 'Vpc'}, 'CidrBlock': "      \
    "'10.20.2.0/24', 'AvailabilityZone': 'b'}}"

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

static char *
list_routes (const CvpnClientVpnThing *endpoint)
{
    GString *out = g_string_new (NULL);

    for (guint i = 0; i < endpoint->routes->len; i++) {
        const CvpnClientRouteThing *route = g_ptr_array_index (endpoint->routes, i);
        g_autofree char *cidr = cvpn_template_cidr (route->cidr);
        g_string_append_printf (out, "%s %s%s\n", cidr, route->subnet,
                                route->automatic ? " automatic" : "");
    }
    return g_string_free (out, FALSE);
}

static void
test_endpoint (void)
{
    g_autoptr (CvpnTemplateCase) test = cvpn_template_of (
        VPC
        ",\n"
        "'Vpn': {'Type': 'AWS::EC2::ClientVpnEndpoint', 'Properties': {'ClientCidrBlock': "
        "'172.16.0.0/22', 'SplitTunnel': 'true', 'VpnPort': '1194', 'TransportProtocol': 'tcp', "
        "'SessionTimeoutHours': 8, 'DnsServers': ['10.20.0.2'], 'ServerCertificateArn': 'arn:x', "
        "'AuthenticationOptions': [{'Type': 'certificate-authentication'}, {'Type': "
        "'federated-authentication'}], 'ConnectionLogOptions': {'Enabled': true}, "
        "'TagSpecifications': [{'ResourceType': 'client-vpn-endpoint', 'Tags': [{'Key': 'Name', "
        "'Value': 'staff'}]}]}},\n"
        "'AsA': {'Type': 'AWS::EC2::ClientVpnTargetNetworkAssociation', 'Properties': "
        "{'ClientVpnEndpointId': {'Ref': 'Vpn'}, 'SubnetId': {'Ref': 'A'}}},\n"
        "'AsB': {'Type': 'AWS::EC2::ClientVpnTargetNetworkAssociation', 'Properties': "
        "{'ClientVpnEndpointId': {'Ref': 'Vpn'}, 'SubnetId': {'Ref': 'B'}}},\n"
        "'Route': {'Type': 'AWS::EC2::ClientVpnRoute', 'Properties': {'ClientVpnEndpointId': "
        "{'Ref': 'Vpn'}, 'DestinationCidrBlock': '0.0.0.0/0', 'TargetVpcSubnetId': {'Ref': "
        "'A'}}},\n"
        "'Local': {'Type': 'AWS::EC2::ClientVpnRoute', 'Properties': {'ClientVpnEndpointId': "
        "{'Ref': 'Vpn'}, 'DestinationCidrBlock': '172.16.0.0/22', 'TargetVpcSubnetId': "
        "'local'}},\n"
        "'All': {'Type': 'AWS::EC2::ClientVpnAuthorizationRule', 'Properties': "
        "{'ClientVpnEndpointId': {'Ref': 'Vpn'}, 'AuthorizeAllGroups': true, 'TargetNetworkCidr': "
        "{'Fn::GetAtt': ['Vpc', 'CidrBlock']}}},\n"
        "'One': {'Type': 'AWS::EC2::ClientVpnAuthorizationRule', 'Properties': "
        "{'ClientVpnEndpointId': {'Ref': 'Vpn'}, 'AccessGroupId': 'admins', 'TargetNetworkCidr': "
        "'0.0.0.0/0'}}");
    const CvpnClientVpnThing *vpn = find (test, test->inventory->client_vpns, "Vpn");
    const CvpnAuthorizationThing *all = g_ptr_array_index (vpn->rules, 0);
    const CvpnAuthorizationThing *one = g_ptr_array_index (vpn->rules, 1);
    g_autofree char *routes = list_routes (vpn);

    check_faults (test, "");
    cvpn_assert_str (vpn->thing.name, "staff");
    cvpn_assert_str (vpn->vpc, "Vpc");
    CU_ASSERT (vpn->split_tunnel && vpn->tcp && vpn->certificate && vpn->federated);
    CU_ASSERT (!vpn->directory && vpn->connection_log && !vpn->connect_handler);
    CU_ASSERT (vpn->vpn_port == 1194 && vpn->session_hours == 8);
    CU_ASSERT (vpn->disconnect_on_session_timeout == -1 && vpn->dns_servers->len == 1);
    CU_ASSERT (vpn->targets_known && vpn->routes_known && vpn->rules_known && vpn->groups_known);
    cvpn_assert_int (vpn->targets->len, 2);
    cvpn_assert_str (routes, "172.16.0.0/22 local\n0.0.0.0/0 A\n10.20.0.0/16 A automatic\n"
                             "10.20.0.0/16 B automatic\n");
    CU_ASSERT (all->group == NULL);
    cvpn_assert_str (one->group, "admins");
}

/* What is not known: a parameter is asked for, else the whole is not known. */
static void
test_endpoint_unknown (void)
{
    g_autoptr (CvpnTemplateCase) test = cvpn_template_case (
        "{'Parameters': {'Sub': {'Type': 'AWS::EC2::Subnet::Id'}, 'Split': {'Type': 'String'}},\n"
        "'Resources': {'Vpn': {'Type': 'AWS::EC2::ClientVpnEndpoint', 'Properties': "
        "{'ClientCidrBlock': '172.16.0.0/22', 'SecurityGroupIds': {'Fn::Split': [',', "
        "{'Fn::ImportValue': 'groups'}]},\n"
        "'SplitTunnel': {'Ref': 'Split'}, 'AuthenticationOptions': [{'Type': 'mutual'}]}},\n"
        "'As': {'Type': 'AWS::EC2::ClientVpnTargetNetworkAssociation', 'Properties': "
        "{'ClientVpnEndpointId': {'Ref': 'Vpn'}, 'SubnetId': {'Ref': 'Sub'}}},\n"
        "'Rule': {'Type': 'AWS::EC2::ClientVpnAuthorizationRule', 'Properties': "
        "{'ClientVpnEndpointId': {'Ref': 'Vpn'}, 'TargetNetworkCidr': '0.0.0.0/0'}}}}",
        NULL);
    const CvpnClientVpnThing *vpn = find (test, test->inventory->client_vpns, "Vpn");
    const CvpnTargetNetworkThing *target = g_ptr_array_index (vpn->targets, 0);

    check_faults (test,
                  "3: Resources.Vpn.Properties.AuthenticationOptions[0].Type: "
                  "certificate-authentication, directory-service-authentication or "
                  "federated-authentication is expected\n"
                  "3: Resources.Vpn.Properties.SplitTunnel.Ref: is not known: the parameter Split "
                  "has no value; --parameter Split=VALUE gives one\n"
                  "5: Resources.Rule: a rule has an AccessGroupId, or AuthorizeAllGroups\n");
    cvpn_assert_str (target->subnet, "Sub");
    CU_ASSERT (!vpn->groups_known && !vpn->routes_known);
}

static void
test_transit (void)
{
    g_autoptr (CvpnTemplateCase) test = cvpn_template_of (
        VPC
        ",\n"
        "'Tgw': {'Type': 'AWS::EC2::TransitGateway'},\n"
        "'Cgw': {'Type': 'AWS::EC2::CustomerGateway'},\n"
        "'AttA': {'Type': 'AWS::EC2::TransitGatewayAttachment', 'Properties': "
        "{'TransitGatewayId': {'Ref': 'Tgw'}, 'VpcId': {'Ref': 'Vpc'}, 'SubnetIds': [{'Ref': 'A'}, "
        "{'Ref': 'B'}]}},\n"
        "'AttB': {'Type': 'AWS::EC2::TransitGatewayVpcAttachment', 'Properties': "
        "{'TransitGatewayId': {'Ref': 'Tgw'}, 'VpcId': 'vpc-9', 'SubnetIds': ['subnet-9'], "
        "'Options': {'ApplianceModeSupport': 'enable'}}},\n"
        "'Table': {'Type': 'AWS::EC2::TransitGatewayRouteTable', 'Properties': "
        "{'TransitGatewayId': {'Ref': 'Tgw'}}},\n"
        "'As': {'Type': 'AWS::EC2::TransitGatewayRouteTableAssociation', 'Properties': "
        "{'TransitGatewayAttachmentId': {'Ref': 'AttB'}, 'TransitGatewayRouteTableId': {'Ref': "
        "'Table'}}},\n"
        "'Pro': {'Type': 'AWS::EC2::TransitGatewayRouteTablePropagation', 'Properties': "
        "{'TransitGatewayAttachmentId': {'Ref': 'AttA'}, 'TransitGatewayRouteTableId': {'Ref': "
        "'Table'}}},\n"
        "'R1': {'Type': 'AWS::EC2::TransitGatewayRoute', 'Properties': {'DestinationCidrBlock': "
        "'10.0.0.0/8', 'Blackhole': 'true', 'TransitGatewayRouteTableId': {'Ref': 'Table'}}},\n"
        "'R2': {'Type': 'AWS::EC2::TransitGatewayRoute', 'Properties': {'DestinationCidrBlock': "
        "'0.0.0.0/0', 'TransitGatewayAttachmentId': {'Ref': 'AttA'}, "
        "'TransitGatewayRouteTableId': {'Ref': 'Table'}}},\n"
        "'Con': {'Type': 'AWS::EC2::VPNConnection', 'Properties': {'Type': 'ipsec.1', "
        "'CustomerGatewayId': {'Ref': 'Cgw'}, 'TransitGatewayId': {'Ref': 'Tgw'}, "
        "'StaticRoutesOnly': 'true', 'VpnTunnelOptionsSpecifications': [{'PreSharedKey': "
        "'hunter22'}]}}");
    const GPtrArray *attachments = test->inventory->attachments;
    const CvpnAttachmentThing *a = find (test, attachments, "AttA");
    const CvpnAttachmentThing *b = find (test, attachments, "AttB");
    const CvpnAttachmentThing *vpn = find (test, attachments, "Con-attachment");
    const CvpnTransitTableThing *table = find (test, test->inventory->transit_tables, "Table");
    const CvpnTransitTableThing *own =
        find (test, test->inventory->transit_tables, "Tgw-default-route-table");
    g_autofree char *propagating = cvpn_template_list (table->propagating);
    g_autofree char *all = cvpn_template_list (own->propagating);
    g_autofree char *subnets = cvpn_template_list (a->subnets);
    const CvpnTransitRouteThing *hole = g_ptr_array_index (table->routes, 0);
    const CvpnTransitRouteThing *way = g_ptr_array_index (table->routes, 1);

    check_faults (test, "");
    cvpn_assert_str (a->route_table, "Tgw-default-route-table");
    cvpn_assert_str (b->route_table, "Table");
    cvpn_assert_str (vpn->route_table, "Tgw-default-route-table");
    cvpn_assert_str (subnets, "A B");
    CU_ASSERT (b->appliance_mode && !a->appliance_mode && a->security_group_referencing);
    cvpn_assert_str (propagating, "AttA");
    cvpn_assert_str (all, "AttA AttB Con-attachment");
    CU_ASSERT (hole->attachment == NULL);
    cvpn_assert_str (way->attachment, "AttA");
}

/* Without default tables an attachment has none; of a foreign transit gateway nothing is known. */
static void
test_transit_options (void)
{
    g_autoptr (CvpnTemplateCase) test = cvpn_template_of (
        "'Tgw': {'Type': 'AWS::EC2::TransitGateway', 'Properties': "
        "{'DefaultRouteTableAssociation': 'disable', 'DefaultRouteTablePropagation': 'disable'}},\n"
        "'Own': {'Type': 'AWS::EC2::TransitGatewayAttachment', 'Properties': {'TransitGatewayId': "
        "{'Ref': 'Tgw'}, 'VpcId': 'vpc-1', 'SubnetIds': ['subnet-1']}},\n"
        "'Far': {'Type': 'AWS::EC2::TransitGatewayAttachment', 'Properties': {'TransitGatewayId': "
        "'tgw-1', 'VpcId': 'vpc-1', 'SubnetIds': ['subnet-1']}}");
    const CvpnAttachmentThing *own = find (test, test->inventory->attachments, "Own");
    const CvpnAttachmentThing *far = find (test, test->inventory->attachments, "Far");

    check_faults (test, "");
    CU_ASSERT (own->association_known && own->route_table == NULL && !far->association_known);
    cvpn_assert_int (test->inventory->transit_tables->len, 0);
}

static void
test_vpn (void)
{
    g_autoptr (CvpnTemplateCase) test = cvpn_template_of (
        "'Vgw': {'Type': 'AWS::EC2::VPNGateway', 'Properties': {'Type': 'ipsec.1'}},\n"
        "'At': {'Type': 'AWS::EC2::VPCGatewayAttachment', 'Properties': {'VpcId': 'vpc-1', "
        "'VpnGatewayId': {'Ref': 'Vgw'}}},\n"
        "'Cgw': {'Type': 'AWS::EC2::CustomerGateway'},\n"
        "'Con': {'Type': 'AWS::EC2::VPNConnection', 'Properties': {'CustomerGatewayId': {'Ref': "
        "'Cgw'}, 'VpnGatewayId': {'Ref': 'Vgw'}, 'StaticRoutesOnly': true}},\n"
        "'Bgp': {'Type': 'AWS::EC2::VPNConnection', 'Properties': {'CustomerGatewayId': {'Ref': "
        "'Cgw'}, 'VpnGatewayId': {'Ref': 'Vgw'}}},\n"
        "'R': {'Type': 'AWS::EC2::VPNConnectionRoute', 'Properties': {'VpnConnectionId': {'Ref': "
        "'Con'}, 'DestinationCidrBlock': '192.168.0.0/16'}},\n"
        "'T': {'Type': 'AWS::EC2::RouteTable', 'Properties': {'VpcId': 'vpc-1'}},\n"
        "'P': {'Type': 'AWS::EC2::VPNGatewayRoutePropagation', 'Properties': {'RouteTableIds': "
        "[{'Ref': 'T'}], 'VpnGatewayId': {'Ref': 'Vgw'}}}");
    const CvpnVpnConnectionThing *con = find (test, test->inventory->vpn_connections, "Con");
    const CvpnVpnConnectionThing *bgp = find (test, test->inventory->vpn_connections, "Bgp");
    const CvpnGatewayThing *vgw = find (test, test->inventory->vpn_gateways, "Vgw");
    const CvpnRouteTableThing *table = find (test, test->inventory->route_tables, "T");
    g_autofree char *propagating = cvpn_template_list (table->propagating);

    check_faults (test, "");
    cvpn_assert_str (vgw->vpc, "vpc-1");
    CU_ASSERT (!con->dynamic && con->routes->len == 1 && bgp->dynamic);
    cvpn_assert_str (con->customer_gateway, "Cgw");
    cvpn_assert_str (propagating, "Vgw");
}

static void
test_hosts (void)
{
    g_autoptr (CvpnTemplateCase) test = cvpn_template_of (
        VPC
        ",\n"
        "'Web': {'Type': 'AWS::EC2::Instance', 'Properties': {'SubnetId': {'Ref': 'A'}, "
        "'PrivateIpAddress': '10.20.1.10', 'SourceDestCheck': 'false', 'UserData': "
        "'c2VjcmV0'}},\n"
        "'Db': {'Type': 'AWS::EC2::Instance', 'Properties': {'NetworkInterfaces': "
        "[{'DeviceIndex': '0', 'NetworkInterfaceId': {'Ref': 'Eni'}}]}},\n"
        "'Eni': {'Type': 'AWS::EC2::NetworkInterface', 'Properties': {'SubnetId': {'Ref': 'B'}, "
        "'GroupSet': ['sg-1'], 'PrivateIpAddresses': [{'PrivateIpAddress': '10.20.2.11', "
        "'Primary': false}, {'PrivateIpAddress': '10.20.2.10', 'Primary': true}]}},\n"
        "'None': {'Type': 'AWS::EC2::Instance', 'Properties': {'SubnetId': {'Ref': 'A'}}}");
    const CvpnInterfaceThing *web = find (test, test->inventory->interfaces, "Web-interface-0");
    const CvpnInterfaceThing *eni = find (test, test->inventory->interfaces, "Eni");
    g_autofree char *groups = cvpn_template_list (web->groups);
    g_autofree char *left = cvpn_template_notes (test, CVPN_IMPORT_LEFT_OUT);

    check_faults (test, "");
    cvpn_assert_str (web->instance, "Web");
    cvpn_assert_str (web->vpc, "Vpc");
    cvpn_assert_str (groups, "Vpc-default-security-group");
    CU_ASSERT (web->primary && !web->source_dest_check && web->groups_known);
    cvpn_assert_str (eni->instance, "Db");
    cvpn_assert_int (g_array_index (eni->addresses, guint32, 0), 0x0a14020a);
    cvpn_assert_int (eni->public_addresses->len, 2);
    cvpn_assert_str (left, "AWS::EC2::Instance: without a private address in the template (1)\n");
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "endpoint", test_endpoint },
        { "endpoint that is not known", test_endpoint_unknown },
        { "transit gateway", test_transit },
        { "transit gateway's options", test_transit_options },
        { "Site-to-Site VPN", test_vpn },
        { "hosts", test_hosts },
    };

    return cvpn_test_main ("cloudformation_vpn", tests, G_N_ELEMENTS (tests));
}
