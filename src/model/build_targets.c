/* What routes of subnets' tables lead to: which kind of thing a name is. */
#include "model/builder.h"

static const struct {
    const char *kind;
    CvpnTargetKind target;
} target_kinds[] = {
    { "internet-gateway", CVPN_TARGET_INTERNET_GATEWAY },
    { "nat-gateway", CVPN_TARGET_NAT_GATEWAY },
    { "vpc-peering-connection", CVPN_TARGET_PEERING },
    { "transit-gateway", CVPN_TARGET_TRANSIT_GATEWAY },
    { "virtual-private-gateway", CVPN_TARGET_VIRTUAL_PRIVATE_GATEWAY },
    { "vpc-endpoint", CVPN_TARGET_VPC_ENDPOINT },
    { "host", CVPN_TARGET_HOST },
};

static gboolean
is_in_vpc (const CvpnNetwork *net, guint32 subnet, guint32 vpc)
{
    return subnet != CVPN_NONE && cvpn_subnet (net, subnet)->vpc == vpc;
}

/* A transit gateway serves every VPC; one that is not attached to it is a matter of
 * the packet's way. */
static gboolean
serves_vpc (const CvpnNetwork *net, CvpnTarget target, guint32 vpc)
{
    const guint32 i = target.index;

    switch ((CvpnTargetKind) target.kind) {
    case CVPN_TARGET_INTERNET_GATEWAY:
        return cvpn_at (net->internet_gateways, CvpnGateway, i)->vpc == vpc;
    case CVPN_TARGET_NAT_GATEWAY:
        return is_in_vpc (net, cvpn_at (net->nat_gateways, CvpnNatGateway, i)->subnet, vpc);
    case CVPN_TARGET_PEERING:
        return cvpn_at (net->peerings, CvpnPeering, i)->requester == vpc ||
               cvpn_at (net->peerings, CvpnPeering, i)->accepter == vpc;
    case CVPN_TARGET_VIRTUAL_PRIVATE_GATEWAY:
        return cvpn_at (net->virtual_private_gateways, CvpnGateway, i)->vpc == vpc;
    case CVPN_TARGET_VPC_ENDPOINT:
        return cvpn_at (net->vpc_endpoints, CvpnVpcEndpoint, i)->vpc == vpc;
    case CVPN_TARGET_HOST:
        return is_in_vpc (net, cvpn_host (net, i)->subnet, vpc);
    case CVPN_TARGET_LOCAL:
    case CVPN_TARGET_BLACKHOLE:
    case CVPN_TARGET_TRANSIT_GATEWAY:
    case CVPN_TARGET_UNKNOWN:
        break;
    }
    return TRUE;
}

/* The rule of what must be known of the target and is not: itself, or where a NAT
 * gateway stands. */
static guint32
find_unknown (const CvpnBuilder *b, const char *name)
{
    const CvpnNetwork *net = b->net;

    if (!cvpn_document_group (b->spec->document, "nat-gateway", name))
        return cvpn_builder_unknown (b, name);
    const CvpnSubnet *subnet = cvpn_subnet (
        net, cvpn_at (net->nat_gateways, CvpnNatGateway, cvpn_builder_index (b, name))->subnet);
    return subnet->unknown ? subnet->rule : CVPN_RULE_NONE;
}

static CvpnTarget
find_target (const CvpnBuilder *b, const char *name)
{
    const guint32 unknown = find_unknown (b, name);

    if (unknown != CVPN_RULE_NONE)
        return (CvpnTarget){ CVPN_TARGET_UNKNOWN, unknown };
    for (guint i = 0; i < G_N_ELEMENTS (target_kinds); i++)
        if (cvpn_document_group (b->spec->document, target_kinds[i].kind, name))
            return (CvpnTarget){ (guint8) target_kinds[i].target, cvpn_builder_index (b, name) };
    return (CvpnTarget){ CVPN_TARGET_BLACKHOLE, CVPN_NONE };
}

gboolean
cvpn_builder_target (const CvpnBuilder *b, const char *name, guint32 vpc, CvpnTarget *target)
{
    const CvpnTarget *known = g_hash_table_lookup (b->targets, name);

    *target = known ? *known : find_target (b, name);
    if (!known)
        g_hash_table_insert (b->targets, g_strdup (name), g_memdup2 (target, sizeof *target));
    return serves_vpc (b->net, *target, vpc);
}
