/* naive_places: addresses that the file leaves to AWS: interfaces, NAT gateways;
 * and an attachment's subnets. */
#include "naive_spec.h"

static gboolean
lists_address (const GArray *addresses, guint32 address)
{
    for (guint i = 0; i < addresses->len; i++)
        if (g_array_index (addresses, guint32, i) == address)
            return TRUE;
    return FALSE;
}

static gboolean
is_interface (const CvpnEndpointSpec *endpoint, const CvpnSubnetSpec *subnet, guint32 address)
{
    for (guint i = 0; i < endpoint->interface_addresses->len; i++) {
        const CvpnInterfaceAddressSpec *given = endpoint->interface_addresses->pdata[i];
        if (given->address == address && g_str_equal (given->subnet, subnet->group->name))
            return TRUE;
    }
    return FALSE;
}

static guint32
given_interface (const CvpnEndpointSpec *endpoint, const CvpnSubnetSpec *subnet)
{
    for (guint i = 0; i < endpoint->interface_addresses->len; i++) {
        const CvpnInterfaceAddressSpec *given = endpoint->interface_addresses->pdata[i];
        if (g_str_equal (given->subnet, subnet->group->name))
            return given->address;
    }
    return 0;
}

/* Does the file itself give this address of the subnet to somebody? */
static gboolean
is_given (const CvpnSpec *spec, const CvpnSubnetSpec *subnet, guint32 address)
{
    if (naive_host_in_vpc (spec, subnet->vpc, address))
        return TRUE;
    for (guint i = 0; i < spec->nat_gateways->len; i++) {
        const CvpnNatGatewaySpec *nat = spec->nat_gateways->pdata[i];
        if (g_str_equal (nat->subnet, subnet->group->name) && lists_address (nat->address, address))
            return TRUE;
    }
    for (guint i = 0; i < spec->endpoints->len; i++)
        if (is_interface (spec->endpoints->pdata[i], subnet, address))
            return TRUE;
    return FALSE;
}

/* The highest address of the subnet that the file gives to nobody, below AWS's
 * reserved last; then the next lower ones. */
static guint32
nth_free (const CvpnSpec *spec, const CvpnSubnetSpec *subnet, guint n)
{
    const guint32 size = 1u << (32 - subnet->cidr_block.length);
    guint32 address = subnet->cidr_block.address + size - 2;

    while (is_given (spec, subnet, address) || n-- > 0)
        address--;
    return address;
}

/* How many addresses the NAT gateway leaves to AWS. */
static guint
count_chosen (const CvpnNatGatewaySpec *nat)
{
    return (guint) nat->secondary_address_count + (nat->address->len == 0 ? 1 : 0);
}

/* AWS chooses for the interface first, where the subnet is associated and the file
 * gives no address, then for the NAT gateways in the file's order. */
static guint
count_chosen_before (const CvpnSpec *spec, const CvpnSubnetSpec *subnet,
                     const CvpnNatGatewaySpec *last)
{
    guint n = 0;

    for (guint i = 0; i < spec->endpoints->len; i++) {
        const CvpnEndpointSpec *endpoint = spec->endpoints->pdata[i];
        for (guint j = 0; j < endpoint->target_networks->len; j++)
            if (g_str_equal (endpoint->target_networks->pdata[j], subnet->group->name) &&
                given_interface (endpoint, subnet) == 0)
                n++;
    }
    for (guint i = 0; spec->nat_gateways->pdata[i] != last; i++) {
        const CvpnNatGatewaySpec *nat = spec->nat_gateways->pdata[i];
        if (g_str_equal (nat->subnet, subnet->group->name))
            n += count_chosen (nat);
    }
    return n;
}

guint32
naive_interface (const CvpnSpec *spec, const CvpnEndpointSpec *endpoint,
                 const CvpnSubnetSpec *subnet)
{
    const guint32 given = given_interface (endpoint, subnet);

    return given ? given : nth_free (spec, subnet, 0);
}

guint32
naive_nat_address (const CvpnSpec *spec, const CvpnNatGatewaySpec *nat)
{
    const CvpnSubnetSpec *subnet = naive_find (spec->subnets, nat->subnet);

    return nat->address->len > 0 ? g_array_index (nat->address, guint32, 0)
                                 : nth_free (spec, subnet, count_chosen_before (spec, subnet, nat));
}

const CvpnAttachmentSpec *
naive_attachment (const CvpnSpec *spec, const char *transit_gateway, const char *vpc)
{
    for (guint i = 0; i < spec->attachments->len; i++) {
        const CvpnAttachmentSpec *a = spec->attachments->pdata[i];
        if (g_str_equal (a->transit_gateway, transit_gateway) && g_strcmp0 (a->vpc, vpc) == 0)
            return a;
    }
    return NULL;
}

const CvpnSubnetSpec *
naive_attachment_subnet (const CvpnSpec *spec, const CvpnAttachmentSpec *attachment,
                         const char *zone)
{
    for (guint i = 0; i < attachment->subnets->len; i++) {
        const CvpnSubnetSpec *subnet = naive_find (spec->subnets, attachment->subnets->pdata[i]);
        if (g_strcmp0 (subnet->availability_zone, zone) == 0)
            return subnet;
    }
    return NULL;
}
