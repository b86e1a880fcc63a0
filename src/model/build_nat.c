/* NAT gateways: first what routes lead to, and their addresses when all who come
 * before them have theirs.
 *
 * Each address of a public one has a public address if the VPC has an internet
 * gateway (Amazon VPC User Guide, "NAT gateway basics"). */
#include "model/builder.h"

static void
build_nat_gateway (CvpnBuilder *b, const CvpnNatGatewaySpec *spec)
{
    CvpnNetwork *net = b->net;
    CvpnNatGateway gateway = {
        .name = cvpn_builder_text (b, spec->group->name),
        .subnet = cvpn_builder_index (b, spec->subnet),
        .n_ports = (guint32) spec->ports_per_destination,
        .rule = cvpn_builder_object (b, spec->group, net->nat_gateways->len),
    };

    g_array_append_val (net->nat_gateways, gateway);
}

static void
add_address (CvpnBuilder *b, const CvpnNatGatewaySpec *spec, guint32 index, guint32 address)
{
    CvpnNetwork *net = b->net;
    const CvpnNatGateway *gateway = cvpn_at (net->nat_gateways, CvpnNatGateway, index);
    const CvpnVpc *vpc = cvpn_vpc (net, cvpn_subnet (net, gateway->subnet)->vpc);
    CvpnNatAddress entry = { .gateway = index, .address = address };

    if (spec->connectivity_type == CVPN_NAT_PUBLIC && vpc->internet_gateway != CVPN_NONE)
        entry.public_address = cvpn_builder_public_address (b);
    g_array_append_val (net->nat_addresses, entry);
    cvpn_network_place_nat (net, net->nat_addresses->len - 1);
}

static void
add_chosen (CvpnBuilder *b, const CvpnNatGatewaySpec *spec, guint32 index)
{
    const gint64 n = spec->secondary_address_count + (spec->address->len == 0 ? 1 : 0);
    const guint32 subnet = cvpn_builder_index (b, spec->subnet);

    for (gint64 i = 0; i < n; i++) {
        const guint32 address = cvpn_builder_choose_address (b, subnet, spec->group);
        if (address == 0) {
            cvpn_group_fail (spec->group, "subnet", b->report,
                             "[subnet %s] has no free address for it", spec->subnet);
            return;
        }
        add_address (b, spec, index, address);
    }
}

static void
build_addresses (CvpnBuilder *b, guint32 index)
{
    const CvpnNatGatewaySpec *spec = b->spec->nat_gateways->pdata[index];
    CvpnNatGateway *gateway = &g_array_index (b->net->nat_gateways, CvpnNatGateway, index);
    const guint32 first = b->net->nat_addresses->len;

    if (cvpn_subnet (b->net, gateway->subnet)->unknown)
        return;
    for (guint i = 0; i < spec->address->len; i++)
        add_address (b, spec, index, g_array_index (spec->address, guint32, i));
    add_chosen (b, spec, index);
    gateway->addresses = cvpn_span_from (b->net->nat_addresses, first);
}

void
cvpn_build_nat_gateways (CvpnBuilder *b)
{
    for (guint i = 0; i < b->spec->nat_gateways->len; i++)
        build_nat_gateway (b, b->spec->nat_gateways->pdata[i]);
}

void
cvpn_build_nat_addresses (CvpnBuilder *b)
{
    for (guint32 i = 0; i < b->net->nat_gateways->len; i++)
        build_addresses (b, i);
}
