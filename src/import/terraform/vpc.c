/* terraform_vpc: VPCs, their blocks, subnets and gateways. */
#include <string.h>

#include "import/terraform/terraform.h"

static void
add_block (CvpnVpcThing *vpc, CvpnPrefix cidr)
{
    for (guint i = 0; i < vpc->cidrs->len; i++) {
        if (cvpn_prefix_equal (g_array_index (vpc->cidrs, CvpnPrefix, i), cidr))
            return;
    }
    g_array_append_val (vpc->cidrs, cidr);
}

/* Of a data source: all blocks that are associated. */
static void
add_associated (CvpnVpcThing *vpc, const CvpnTerraformResource *resource)
{
    CvpnNode list = cvpn_node_member (&resource->values, "cidr_block_associations");
    gsize n = cvpn_node_length (&list);

    for (gsize i = 0; i < n; i++) {
        CvpnNode one = cvpn_node_element (&list, i);
        const char *state = cvpn_terraform_text (&one, "state");
        CvpnPrefix cidr;

        if ((state == NULL || strcmp (state, "associated") == 0) &&
            cvpn_node_get_cidr (&one, "cidr_block", &cidr))
            add_block (vpc, cidr);
    }
}

/* Every VPC has a main route table and a default security group, which others may refer to. */
static void
add_defaults (CvpnTerraform *terraform, const CvpnTerraformResource *resource)
{
    CvpnInventory *inventory = terraform->inventory;
    const char *table = cvpn_terraform_computed (terraform, resource, "default_route_table_id");
    const char *now = cvpn_terraform_text_of (resource, "main_route_table_id");
    const char *group = cvpn_terraform_computed (terraform, resource, "default_security_group_id");
    CvpnRuleThing all = { .any = TRUE, .from_port = -1, .to_port = -1, .cidr = { 0, 0 } };

    if (table == NULL)
        table = cvpn_terraform_computed (terraform, resource, "main_route_table_id");
    if (table != NULL) {
        CvpnRouteTableThing *main = cvpn_terraform_declare (
            resource,
            cvpn_inventory_add_route_table (inventory, table, NULL, resource->values.source));

        main->vpc = resource->id;
        main->main = now == NULL || strcmp (now, table) == 0;
    }
    if (group != NULL) {
        CvpnSecurityGroupThing *own = cvpn_terraform_declare (
            resource, cvpn_inventory_add_security_group (inventory, group, "default",
                                                         resource->values.source));

        own->vpc = resource->id;
        own->is_default = own->rules_known = TRUE;
        g_array_append_val (own->egress, all);
        all.cidr.length = CVPN_PREFIX_UNSET;
        all.group = own->thing.id;
        g_array_append_val (own->ingress, all);
    }
}

CVPN_TERRAFORM_READER (vpc)
{
    CvpnVpcThing *vpc;
    CvpnPrefix cidr;

    if (cvpn_inventory_find (terraform->inventory, terraform->inventory->vpcs, resource->id))
        return;
    if (!cvpn_terraform_cidr (resource, "cidr_block", &cidr)) {
        cvpn_terraform_remark (terraform, resource,
                               "its cidr_block is not known before it is made");
        return;
    }
    vpc = CVPN_TERRAFORM_NEW (terraform, resource, vpc);
    vpc->dedicated =
        g_strcmp0 (cvpn_terraform_text_of (resource, "instance_tenancy"), "dedicated") == 0;
    add_block (vpc, cidr);
    if (resource->managed)
        add_defaults (terraform, resource);
    else
        add_associated (vpc, resource);
}

CVPN_TERRAFORM_READER (vpc_block)
{
    const char *id = cvpn_terraform_refer (terraform, resource, "vpc_id");
    CvpnVpcThing *vpc = cvpn_inventory_find (terraform->inventory, terraform->inventory->vpcs, id);
    CvpnPrefix cidr;

    if (vpc == NULL)
        return;
    if (cvpn_terraform_cidr (resource, "cidr_block", &cidr))
        add_block (vpc, cidr);
    else
        cvpn_terraform_remark (terraform, resource,
                               "a block of a VPC that is not known before it is made is left out");
}

CVPN_TERRAFORM_READER (subnet)
{
    CvpnSubnetThing *subnet;
    CvpnPrefix cidr;

    if (cvpn_inventory_find (terraform->inventory, terraform->inventory->subnets, resource->id))
        return;
    if (!cvpn_terraform_cidr (resource, "cidr_block", &cidr)) {
        if (cvpn_terraform_flag (resource, "ipv6_native", FALSE))
            cvpn_terraform_left_out (terraform, resource, "subnets", "of IPv6 only");
        else
            cvpn_terraform_remark (terraform, resource,
                                   "its cidr_block is not known before it is made");
        return;
    }
    subnet = CVPN_TERRAFORM_NEW (terraform, resource, subnet);
    subnet->vpc = cvpn_terraform_refer (terraform, resource, "vpc_id");
    subnet->zone = cvpn_inventory_keep (
        terraform->inventory, cvpn_terraform_id_of (&resource->values, "availability_zone"));
    if (subnet->zone == NULL)
        subnet->zone = cvpn_inventory_keep (
            terraform->inventory, cvpn_terraform_id_of (&resource->values, "availability_zone_id"));
    subnet->cidr = cidr;
    subnet->available = cvpn_terraform_number (&resource->values, "available_ip_address_count", -1);
}

/* A data source has the VPC in attachments. */
static const char *
refer_attached (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
                const char *attribute)
{
    const char *vpc = cvpn_terraform_refer (terraform, resource, attribute);
    CvpnNode list = cvpn_node_member (&resource->values, "attachments");
    CvpnNode first = cvpn_node_element (&list, 0);

    if (vpc == NULL && !resource->managed && cvpn_node_length (&list) > 0)
        vpc = cvpn_inventory_keep (terraform->inventory, cvpn_terraform_id_of (&first, "vpc_id"));
    return vpc;
}

CVPN_TERRAFORM_READER (internet_gateway)
{
    CvpnInventory *inventory = terraform->inventory;
    CvpnGatewayThing *gateway;

    if (cvpn_inventory_find (inventory, inventory->internet_gateways, resource->id))
        return;
    gateway = CVPN_TERRAFORM_NEW (terraform, resource, internet_gateway);
    gateway->vpc = refer_attached (terraform, resource, "vpc_id");
}

CVPN_TERRAFORM_READER (vpn_gateway)
{
    CvpnInventory *inventory = terraform->inventory;
    CvpnGatewayThing *gateway;

    if (cvpn_inventory_find (inventory, inventory->vpn_gateways, resource->id))
        return;
    gateway = CVPN_TERRAFORM_NEW (terraform, resource, vpn_gateway);
    gateway->vpc =
        refer_attached (terraform, resource, resource->managed ? "vpc_id" : "attached_vpc_id");
}

CVPN_TERRAFORM_READER (gateway_attachment)
{
    CvpnInventory *inventory = terraform->inventory;
    gboolean internet = strcmp (resource->type, "aws_internet_gateway_attachment") == 0;
    const char *id = cvpn_terraform_refer (terraform, resource,
                                           internet ? "internet_gateway_id" : "vpn_gateway_id");
    CvpnGatewayThing *gateway = cvpn_inventory_find (
        inventory, internet ? inventory->internet_gateways : inventory->vpn_gateways, id);

    if (gateway != NULL && gateway->vpc == NULL)
        gateway->vpc = cvpn_terraform_refer (terraform, resource, "vpc_id");
}

CVPN_TERRAFORM_READER (nat_gateway)
{
    CvpnInventory *inventory = terraform->inventory;
    const char *type = cvpn_terraform_text_of (resource, "connectivity_type");
    const char *state = cvpn_terraform_text_of (resource, "state");
    CvpnNode more = cvpn_node_member (&resource->values, "secondary_private_ip_addresses");
    const CvpnSubnetThing *subnet;
    CvpnNatThing *nat;
    guint32 address;

    if (cvpn_inventory_find (inventory, inventory->nat_gateways, resource->id))
        return;
    nat = CVPN_TERRAFORM_NEW (terraform, resource, nat_gateway);
    nat->private = g_strcmp0 (type, "private") == 0;
    nat->gone = state != NULL && strcmp (state, "available") != 0 && strcmp (state, "pending") != 0;
    nat->subnet = cvpn_terraform_refer (terraform, resource, "subnet_id");
    nat->vpc = cvpn_terraform_refer (terraform, resource, "vpc_id");
    subnet = cvpn_inventory_find (inventory, inventory->subnets, nat->subnet);
    if (nat->vpc == NULL && subnet != NULL)
        nat->vpc = subnet->vpc;
    if (cvpn_terraform_text_of (resource, "private_ip") != NULL &&
        cvpn_node_get_address (&resource->values, "private_ip", &address))
        g_array_append_val (nat->addresses, address);
    cvpn_terraform_addresses (&more, nat->addresses);
}

CVPN_TERRAFORM_READER (egress_only)
{
    cvpn_terraform_left_out (terraform, resource, "egress-only internet gateways", "IPv6");
}
