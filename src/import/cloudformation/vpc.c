/* VPCs, subnets, gateways and prefix lists of a template (AWS CloudFormation Template Reference
 * Guide, AWS::EC2::VPC and those named in the table of cloudformation.c). */
#include "import/cloudformation/resources.h"

#include <string.h>

/* A block that an IPAM pool gives may be said by --parameter Vpc.CidrBlock=10.0.0.0/16. */
static gboolean
read_block (CvpnCfn *cfn, const CvpnCfnResource *resource, CvpnPrefix *cidr)
{
    const CvpnCfnValue *value = cvpn_cfn_property (cfn, resource, "CidrBlock");

    if (value->kind == CVPN_CFN_ABSENT)
        value = cvpn_cfn_attribute (cfn, resource->node, resource->id, "CidrBlock");
    if (cvpn_cfn_cidr (cfn, value, cidr))
        return TRUE;
    if (value->kind == CVPN_CFN_UNKNOWN && !value->gives)
        cvpn_cfn_need (cfn, value);
    return FALSE;
}

void
cvpn_cfn_read_vpc (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    CvpnPrefix cidr;

    if (!read_block (cfn, resource, &cidr))
        return;
    CvpnVpcThing *vpc = cvpn_inventory_add_vpc (cfn->inventory, resource->name,
                                                cvpn_cfn_name_tag (cfn, resource), cfn->source);
    const char *tenancy =
        cvpn_cfn_string (cfn, cvpn_cfn_property (cfn, resource, "InstanceTenancy"));
    vpc->thing.declared = TRUE;
    vpc->dedicated = tenancy && strcmp (tenancy, "dedicated") == 0;
    g_array_append_val (vpc->cidrs, cidr);
}

void
cvpn_cfn_read_vpc_cidr_block (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const CvpnInventory *inventory = cfn->inventory;
    const char *id = cvpn_cfn_need_id (cfn, resource, "VpcId");
    CvpnVpcThing *vpc = id ? cvpn_inventory_find (inventory, inventory->vpcs, id) : NULL;
    CvpnPrefix cidr;

    if (cvpn_cfn_has (resource->properties, "Ipv6CidrBlock") ||
        cvpn_cfn_has (resource->properties, "Ipv6IpamPoolId") ||
        cvpn_cfn_boolean (cfn, cvpn_cfn_property (cfn, resource, "AmazonProvidedIpv6CidrBlock"),
                          FALSE)) {
        cvpn_cfn_left_out (cfn, "IPv6", "blocks of VPCs and subnets");
        return;
    }
    if (!vpc)
        cvpn_cfn_left_out (cfn, resource->type, "of a VPC that the template does not make");
    else if (read_block (cfn, resource, &cidr))
        g_array_append_val (vpc->cidrs, cidr);
}

/* Which zone a subnet without one gets, AWS decides. */
static const char *
read_zone (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const CvpnCfnValue *value = cvpn_cfn_property (cfn, resource, "AvailabilityZone");

    if (value->kind == CVPN_CFN_ABSENT)
        value = cvpn_cfn_property (cfn, resource, "AvailabilityZoneId");
    if (value->kind != CVPN_CFN_ABSENT)
        return cvpn_cfn_id (cfn, value);
    g_autofree char *zone = g_strconcat ("zone-of-", resource->name, NULL);
    cvpn_cfn_remark (cfn, resource->name,
                     "the subnet names no Availability Zone, so AWS chooses one: it is called %s "
                     "here, as if no other subnet were in it",
                     zone);
    return cvpn_cfn_keep (cfn, zone);
}

void
cvpn_cfn_read_subnet (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    CvpnPrefix cidr;

    if (cvpn_cfn_has (resource->properties, "Ipv6CidrBlock"))
        cvpn_cfn_left_out (cfn, "IPv6", "blocks of VPCs and subnets");
    if (cvpn_cfn_boolean (cfn, cvpn_cfn_property (cfn, resource, "Ipv6Native"), FALSE) ||
        !read_block (cfn, resource, &cidr))
        return;
    CvpnSubnetThing *subnet = cvpn_inventory_add_subnet (
        cfn->inventory, resource->name, cvpn_cfn_name_tag (cfn, resource), cfn->source);
    subnet->thing.declared = TRUE;
    subnet->vpc = cvpn_cfn_need_id (cfn, resource, "VpcId");
    subnet->zone = read_zone (cfn, resource);
    subnet->cidr = cidr;
    subnet->available = -1;
}

void
cvpn_cfn_read_internet_gateway (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    CvpnGatewayThing *gateway = cvpn_inventory_add_internet_gateway (
        cfn->inventory, resource->name, cvpn_cfn_name_tag (cfn, resource), cfn->source);

    gateway->thing.declared = TRUE;
}

void
cvpn_cfn_read_vpn_gateway (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    CvpnGatewayThing *gateway = cvpn_inventory_add_vpn_gateway (
        cfn->inventory, resource->name, cvpn_cfn_name_tag (cfn, resource), cfn->source);

    gateway->thing.declared = TRUE;
}

/* A gateway that another stack makes is there too, if it is attached here. */
void
cvpn_cfn_read_gateway_attachment (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    CvpnInventory *inventory = cfn->inventory;
    const char *vpc = cvpn_cfn_need_id (cfn, resource, "VpcId");
    const char *internet = cvpn_cfn_property_id (cfn, resource, "InternetGatewayId");
    const char *vpn = cvpn_cfn_property_id (cfn, resource, "VpnGatewayId");
    CvpnGatewayThing *gateway;

    if (internet) {
        gateway = cvpn_inventory_find (inventory, inventory->internet_gateways, internet);
        if (!gateway)
            gateway = cvpn_inventory_add_internet_gateway (inventory, internet, NULL, cfn->source);
        gateway->vpc = vpc;
    }
    if (vpn) {
        gateway = cvpn_inventory_find (inventory, inventory->vpn_gateways, vpn);
        if (!gateway)
            gateway = cvpn_inventory_add_vpn_gateway (inventory, vpn, NULL, cfn->source);
        gateway->vpc = vpc;
    }
}

static void
read_nat_addresses (CvpnCfn *cfn, const CvpnCfnResource *resource, CvpnNatThing *nat)
{
    const GPtrArray *others =
        cvpn_cfn_items (cfn, cvpn_cfn_property (cfn, resource, "SecondaryPrivateIpAddresses"));
    guint32 address;

    if (!cvpn_cfn_address (cfn, cvpn_cfn_property (cfn, resource, "PrivateIpAddress"), &address))
        return;
    g_array_append_val (nat->addresses, address);
    for (guint i = 0; others && i < others->len; i++)
        if (cvpn_cfn_address (cfn, g_ptr_array_index (others, i), &address))
            g_array_append_val (nat->addresses, address);
}

void
cvpn_cfn_read_nat_gateway (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const CvpnInventory *inventory = cfn->inventory;
    const char *mode = cvpn_cfn_string (cfn, cvpn_cfn_property (cfn, resource, "AvailabilityMode"));

    if (mode && strcmp (mode, "regional") == 0) {
        cvpn_cfn_left_out (cfn, resource->type, "regional ones, which are in no subnet");
        return;
    }
    const char *type = cvpn_cfn_string (cfn, cvpn_cfn_property (cfn, resource, "ConnectivityType"));
    CvpnNatThing *nat = cvpn_inventory_add_nat_gateway (
        cfn->inventory, resource->name, cvpn_cfn_name_tag (cfn, resource), cfn->source);
    nat->thing.declared = TRUE;
    nat->subnet = cvpn_cfn_need_id (cfn, resource, "SubnetId");
    nat->private = type && strcmp (type, "private") == 0;
    const CvpnSubnetThing *subnet =
        nat->subnet ? cvpn_inventory_find (inventory, inventory->subnets, nat->subnet) : NULL;
    nat->vpc = subnet ? subnet->vpc : NULL;
    read_nat_addresses (cfn, resource, nat);
}

void
cvpn_cfn_read_prefix_list (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const char *family = cvpn_cfn_string (cfn, cvpn_cfn_property (cfn, resource, "AddressFamily"));
    const CvpnCfnValue *entries = cvpn_cfn_property (cfn, resource, "Entries");
    const GPtrArray *items = cvpn_cfn_items (cfn, entries);
    CvpnPrefix cidr;

    if (family && strcmp (family, "IPv6") == 0) {
        cvpn_cfn_left_out (cfn, "IPv6", "prefix lists");
        return;
    }
    CvpnPrefixListThing *list = cvpn_inventory_add_prefix_list (
        cfn->inventory, resource->name, cvpn_cfn_name_tag (cfn, resource), cfn->source);
    list->thing.declared = TRUE;
    list->list_name = cvpn_cfn_string (cfn, cvpn_cfn_property (cfn, resource, "PrefixListName"));
    list->entries_known = entries->kind != CVPN_CFN_UNKNOWN;
    for (guint i = 0; items && i < items->len; i++) {
        const CvpnCfnValue *item = g_ptr_array_index (items, i);
        if (cvpn_cfn_cidr (cfn, cvpn_cfn_get (cfn, item, "Cidr"), &cidr))
            g_array_append_val (list->entries, cidr);
        else
            list->entries_known = FALSE;
    }
}
