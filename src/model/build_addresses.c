/* Who has which address of a VPC: hosts, the endpoints' interfaces, NAT gateways.
 *
 * What the file gives is taken first, so that no choice is in its way; then each
 * who has none takes the highest free one of its subnet, the endpoints before the
 * NAT gateways.  AWS keeps the first four of a subnet and its last (Amazon VPC
 * User Guide, "Subnet CIDR blocks"). */
#include "model/builder.h"

#define KEPT_FIRST 4
#define KEPT_LAST  1

/* What has a public address that AWS chooses.  Which one is not known here: one of
 * the block for benchmarks (RFC 2544) stands for it. */
#define PUBLIC_ADDRESS_BASE 0xc6120000u

static gpointer
address_key (guint32 vpc, guint32 address)
{
    return GSIZE_TO_POINTER (((gsize) vpc << 32) | address);
}

/* Whose address of the VPC it is, "[host app]"; NULL: nobody's, and now that group's. */
static const char *
take_address (CvpnBuilder *b, guint32 vpc, guint32 address, const CvpnGroup *group)
{
    const gpointer key = address_key (vpc, address);
    const char *owner = g_hash_table_lookup (b->taken, key);

    if (!owner) {
        g_autofree char *name = g_strconcat ("[", group->kind, " ", group->name, "]", NULL);
        g_hash_table_insert (b->taken, key, cvpn_builder_text (b, name));
    }
    return owner;
}

static gboolean
is_kept (CvpnPrefix cidr, guint32 address)
{
    const guint64 place = address - cidr.address;

    return place < KEPT_FIRST || place + KEPT_LAST >= cvpn_prefix_size (cidr);
}

/* The subnets of hosts have been checked, and two hosts with one address found. */
static void
take_hosts (CvpnBuilder *b)
{
    for (guint32 i = 0; i < b->net->hosts->len; i++) {
        const CvpnHost *host = cvpn_host (b->net, i);
        const CvpnHostSpec *spec = b->spec->hosts->pdata[i];
        if (host->subnet != CVPN_NONE)
            take_address (b, cvpn_subnet (b->net, host->subnet)->vpc, host->address, spec->group);
    }
}

static void
take_given (CvpnBuilder *b, const CvpnGroup *group, const char *key, const CvpnSubnet *subnet,
            guint32 address)
{
    char text[CVPN_ADDRESS_TEXT];
    const char *owner = take_address (b, subnet->vpc, address, group);

    cvpn_address_format (address, text);
    if (!cvpn_prefix_contains (subnet->cidr, address))
        cvpn_group_fail (group, key, b->report, "%s is not in [subnet %s]", text, subnet->name);
    if (owner)
        cvpn_group_fail (group, key, b->report, "%s is the address of %s", text, owner);
}

static void
take_interfaces (CvpnBuilder *b, const CvpnEndpointSpec *spec)
{
    for (guint i = 0; i < spec->interface_addresses->len; i++) {
        const CvpnInterfaceAddressSpec *given = spec->interface_addresses->pdata[i];
        const guint32 subnet = cvpn_builder_index (b, given->subnet);
        if (!cvpn_subnet (b->net, subnet)->unknown)
            take_given (b, spec->group, "interface-addresses", cvpn_subnet (b->net, subnet),
                        given->address);
    }
}

static void
take_nat_addresses (CvpnBuilder *b, const CvpnNatGatewaySpec *spec)
{
    const CvpnSubnet *subnet = cvpn_subnet (b->net, cvpn_builder_index (b, spec->subnet));
    char text[CVPN_ADDRESS_TEXT];

    for (guint i = 0; i < spec->address->len && !subnet->unknown; i++) {
        const guint32 address = g_array_index (spec->address, guint32, i);
        take_given (b, spec->group, "address", subnet, address);
        if (cvpn_prefix_contains (subnet->cidr, address) && is_kept (subnet->cidr, address))
            cvpn_group_fail (spec->group, "address", b->report,
                             "%s is one of the five addresses of [subnet %s] that AWS keeps",
                             cvpn_address_format (address, text), subnet->name);
    }
}

void
cvpn_build_addresses (CvpnBuilder *b)
{
    take_hosts (b);
    for (guint i = 0; i < b->spec->endpoints->len; i++)
        take_interfaces (b, b->spec->endpoints->pdata[i]);
    for (guint i = 0; i < b->spec->nat_gateways->len; i++)
        take_nat_addresses (b, b->spec->nat_gateways->pdata[i]);
}

guint32
cvpn_builder_choose_address (CvpnBuilder *b, guint32 subnet_index, const CvpnGroup *group)
{
    const CvpnSubnet *subnet = cvpn_subnet (b->net, subnet_index);

    for (guint64 i = cvpn_prefix_size (subnet->cidr); i > KEPT_FIRST + KEPT_LAST; i--) {
        const guint32 address = subnet->cidr.address + (guint32) (i - 1 - KEPT_LAST);
        if (!take_address (b, subnet->vpc, address, group))
            return address;
    }
    return 0;
}

guint32
cvpn_builder_public_address (CvpnBuilder *b)
{
    guint32 address;

    do
        address = PUBLIC_ADDRESS_BASE + ++b->n_public;
    while (cvpn_network_host_by_public_address (b->net, address) != CVPN_NONE);
    return address;
}
