/* terraform_types: which reader each resource type has (AWS provider, "Resources" and "Data
 * Sources").  Types that are not here say nothing of a network. */
#include <string.h>

#include "import/terraform/terraform.h"

#define READ(name) cvpn_terraform_read_##name

static const CvpnTerraformType types[] = {
#define THINGS CVPN_TERRAFORM_THINGS
#define INNER  CVPN_TERRAFORM_INNER
#define PARTS  CVPN_TERRAFORM_PARTS
    { "aws_vpc", "vpc", THINGS, READ (vpc), READ (vpc) },
    { "aws_default_vpc", "vpc", THINGS, READ (vpc), NULL },
    { "aws_subnet", "subnet", THINGS, READ (subnet), READ (subnet) },
    { "aws_default_subnet", "subnet", THINGS, READ (subnet), NULL },
    { "aws_internet_gateway", "internet-gateway", THINGS, READ (internet_gateway),
      READ (internet_gateway) },
    { "aws_vpn_gateway", "virtual-private-gateway", THINGS, READ (vpn_gateway),
      READ (vpn_gateway) },
    { "aws_ec2_transit_gateway", "transit-gateway", THINGS, READ (transit_gateway),
      READ (transit_gateway) },
    { "aws_ec2_managed_prefix_list", "prefix-list", THINGS, READ (prefix_list),
      READ (prefix_list) },
    { "aws_prefix_list", "prefix-list", THINGS, NULL, READ (prefix_list) },
    { "aws_customer_gateway", NULL, THINGS, NULL, NULL },
    { "aws_security_group", "security-group", INNER, READ (security_group),
      READ (security_group_data) },
    { "aws_default_security_group", "security-group", INNER, READ (default_security_group), NULL },
    { "aws_route_table", "route-table", INNER, READ (route_table), READ (route_table_data) },
    { "aws_default_route_table", "route-table", INNER, READ (default_route_table), NULL },
    { "aws_network_acl", "network-acl", INNER, READ (network_acl), NULL },
    { "aws_default_network_acl", "network-acl", INNER, READ (default_network_acl), NULL },
    { "aws_nat_gateway", "nat-gateway", INNER, READ (nat_gateway), READ (nat_gateway) },
    { "aws_egress_only_internet_gateway", NULL, INNER, READ (egress_only), NULL },
    { "aws_vpc_peering_connection", "vpc-peering-connection", INNER, READ (peering),
      READ (peering) },
    { "aws_vpn_connection", "vpn-connection", INNER, READ (vpn_connection), NULL },
    { "aws_ec2_transit_gateway_route_table", "transit-gateway-route-table", INNER,
      READ (transit_table), NULL },
    { "aws_ec2_transit_gateway_vpc_attachment", "transit-gateway-attachment", INNER,
      READ (vpc_attachment), READ (vpc_attachment) },
    { "aws_ec2_transit_gateway_peering_attachment", "transit-gateway-attachment", INNER,
      READ (other_attachment), READ (other_attachment) },
    { "aws_ec2_transit_gateway_connect", "transit-gateway-attachment", INNER,
      READ (other_attachment), READ (other_attachment) },
    { "aws_network_interface", "host", INNER, READ (network_interface), READ (network_interface) },
    { "aws_instance", "host", PARTS, READ (instance), READ (instance) },
    { "aws_ec2_client_vpn_endpoint", "client-vpn-endpoint", INNER, READ (client_vpn),
      READ (client_vpn) },
    { "aws_vpc_ipv4_cidr_block_association", NULL, INNER, READ (vpc_block), NULL },
    { "aws_internet_gateway_attachment", NULL, PARTS, READ (gateway_attachment), NULL },
    { "aws_vpn_gateway_attachment", NULL, PARTS, READ (gateway_attachment), NULL },
    { "aws_vpc_endpoint", "vpc-endpoint", PARTS, READ (vpc_endpoint), READ (vpc_endpoint) },
    { "aws_vpc_endpoint_route_table_association", NULL, PARTS, READ (vpc_endpoint_table), NULL },
    { "aws_ec2_managed_prefix_list_entry", NULL, PARTS, READ (prefix_list_entry), NULL },
    { "aws_route", NULL, PARTS, READ (route), NULL },
    { "aws_route_table_association", NULL, PARTS, READ (table_association), NULL },
    { "aws_main_route_table_association", NULL, PARTS, READ (main_association), NULL },
    { "aws_vpn_gateway_route_propagation", NULL, PARTS, READ (propagation), NULL },
    { "aws_security_group_rule", NULL, PARTS, READ (group_rule), NULL },
    { "aws_vpc_security_group_ingress_rule", NULL, PARTS, READ (group_ingress), NULL },
    { "aws_vpc_security_group_egress_rule", NULL, PARTS, READ (group_egress), NULL },
    { "aws_network_acl_rule", NULL, PARTS, READ (acl_rule), NULL },
    { "aws_network_acl_association", NULL, PARTS, READ (acl_association), NULL },
    { "aws_vpc_peering_connection_accepter", NULL, PARTS, READ (peering_accepter), NULL },
    { "aws_vpn_connection_route", NULL, PARTS, READ (vpn_connection_route), NULL },
    { "aws_ec2_transit_gateway_vpc_attachment_accepter", NULL, PARTS, READ (vpc_attachment), NULL },
    { "aws_ec2_transit_gateway_peering_attachment_accepter", NULL, PARTS, READ (other_attachment),
      NULL },
    { "aws_ec2_transit_gateway_route", NULL, PARTS, READ (transit_route), NULL },
    { "aws_ec2_transit_gateway_route_table_association", NULL, PARTS, READ (transit_association),
      NULL },
    { "aws_ec2_transit_gateway_route_table_propagation", NULL, PARTS, READ (transit_propagation),
      NULL },
    { "aws_eip", NULL, PARTS, READ (public_address), NULL },
    { "aws_eip_association", NULL, PARTS, READ (public_address), NULL },
    { "aws_network_interface_attachment", NULL, PARTS, READ (interface_attachment), NULL },
    { "aws_network_interface_sg_attachment", NULL, PARTS, READ (interface_group), NULL },
    { "aws_ec2_client_vpn_network_association", NULL, PARTS, READ (client_vpn_association), NULL },
    { "aws_ec2_client_vpn_route", NULL, PARTS, READ (client_vpn_route), NULL },
    { "aws_ec2_client_vpn_authorization_rule", NULL, PARTS, READ (client_vpn_rule), NULL },
};

const CvpnTerraformType *
cvpn_terraform_type (const char *type)
{
    for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
        if (strcmp (types[i].type, type) == 0)
            return &types[i];
    }
    return NULL;
}
