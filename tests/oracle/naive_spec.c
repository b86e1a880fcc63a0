/* naive_spec: names, blocks, lists and places, by linear scans over the scenario's groups. */
#include "naive_spec.h"

gpointer
naive_find (const GPtrArray *all, const char *name)
{
    for (guint i = 0; name && i < all->len; i++) {
        /* Every spec begins with its group. */
        const CvpnGroup *group = *(const CvpnGroup *const *) all->pdata[i];
        if (g_str_equal (group->name, name))
            return all->pdata[i];
    }
    return NULL;
}

gboolean
naive_contains (CvpnPrefix block, guint32 address)
{
    for (guint bit = 0; bit < block.length; bit++) {
        const guint32 mask = 1u << (31 - bit);
        if ((block.address & mask) != (address & mask))
            return FALSE;
    }
    return TRUE;
}

gboolean
naive_contains_any (const GArray *blocks, guint32 address)
{
    for (guint i = 0; i < blocks->len; i++)
        if (naive_contains (g_array_index (blocks, CvpnPrefix, i), address))
            return TRUE;
    return FALSE;
}

gboolean
naive_is_private (guint32 address)
{
    const guint a = address >> 24, b = address >> 16 & 255;

    return a == 0 || a == 10 || a == 127 || a >= 224 || (a == 100 && b >= 64 && b < 128) ||
           (a == 169 && b == 254) || (a == 172 && b >= 16 && b < 32) || (a == 192 && b == 168);
}

gboolean
naive_match (const CvpnMatch *match, const NaivePacket *packet)
{
    if (match->protocol == -1)
        return TRUE;
    if (match->protocol != packet->protocol)
        return FALSE;
    if (packet->protocol == 6 || packet->protocol == 17)
        return packet->destination_port >= match->first && packet->destination_port <= match->last;
    if (match->icmp_type != -1 && match->icmp_type != packet->icmp_type)
        return FALSE;
    return match->icmp_code == -1 || match->icmp_code == packet->icmp_code;
}

const CvpnSubnetSpec *
naive_subnet_at (const CvpnSpec *spec, const char *vpc, guint32 address)
{
    for (guint i = 0; i < spec->subnets->len; i++) {
        const CvpnSubnetSpec *subnet = spec->subnets->pdata[i];
        if (g_str_equal (subnet->vpc, vpc) && naive_contains (subnet->cidr_block, address))
            return subnet;
    }
    return NULL;
}

const CvpnHostSpec *
naive_host_in_vpc (const CvpnSpec *spec, const char *vpc, guint32 address)
{
    for (guint i = 0; i < spec->hosts->len; i++) {
        const CvpnHostSpec *host = spec->hosts->pdata[i];
        const CvpnSubnetSpec *subnet = naive_find (spec->subnets, host->subnet);
        if (subnet && g_str_equal (subnet->vpc, vpc) && host->address == address)
            return host;
    }
    return NULL;
}

const CvpnHostSpec *
naive_host_in_network (const CvpnSpec *spec, const char *network, guint32 address)
{
    for (guint i = 0; i < spec->hosts->len; i++) {
        const CvpnHostSpec *host = spec->hosts->pdata[i];
        if (g_strcmp0 (host->network, network) == 0 && host->address == address)
            return host;
    }
    return NULL;
}

gboolean
naive_vpc_has_gateway (const CvpnSpec *spec, const char *vpc)
{
    for (guint i = 0; i < spec->internet_gateways->len; i++)
        if (g_str_equal (((CvpnGatewaySpec *) spec->internet_gateways->pdata[i])->vpc, vpc))
            return TRUE;
    return FALSE;
}

gboolean
naive_vpcs_joined (const CvpnSpec *spec, const char *one, const char *other)
{
    for (guint i = 0; i < spec->peerings->len; i++) {
        const CvpnPeeringSpec *p = spec->peerings->pdata[i];
        if (p->status == CVPN_PEERING_ACTIVE &&
            ((g_str_equal (p->requester_vpc, one) && g_str_equal (p->accepter_vpc, other)) ||
             (g_str_equal (p->requester_vpc, other) && g_str_equal (p->accepter_vpc, one))))
            return TRUE;
    }
    return g_str_equal (one, other);
}

const CvpnVpnConnectionSpec *
naive_connection (const CvpnSpec *spec, const char *gateway, guint32 address)
{
    const CvpnVpnConnectionSpec *best = NULL;
    gint length = -1;

    for (guint i = 0; i < spec->vpn_connections->len; i++) {
        const CvpnVpnConnectionSpec *connection = spec->vpn_connections->pdata[i];
        if (!g_str_equal (connection->gateway, gateway))
            continue;
        for (guint j = 0; j < connection->routes->len; j++) {
            const CvpnPrefix block = g_array_index (connection->routes, CvpnPrefix, j);
            if (naive_contains (block, address) && block.length > length) {
                best = connection;
                length = block.length;
            }
        }
    }
    return best;
}

gboolean
naive_acl (const CvpnSpec *spec, const CvpnSubnetSpec *subnet, gboolean inbound,
           const NaivePacket *packet)
{
    const CvpnAclSpec *acl = naive_find (spec->network_acls, subnet->network_acl);
    const CvpnRowSpec *first = NULL;

    if (!acl) /* the VPC's default one */
        return TRUE;
    for (guint i = 0; i < acl->entries->len; i++) {
        const CvpnRowSpec *row = acl->entries->pdata[i];
        if (row->inbound == inbound && naive_match (&row->match, packet) &&
            naive_contains (row->prefix, inbound ? packet->source : packet->destination) &&
            (!first || row->number < first->number))
            first = row;
    }
    return first && first->allow;
}
