/* VPCs and subnets.
 *
 * Refused, because AWS's API refuses it: blocks of one VPC or subnets of one
 * VPC that overlap, a subnet outside its VPC. */
#include "model/builder.h"

static void
check_blocks (CvpnBuilder *b, const CvpnVpcSpec *spec)
{
    char one[CVPN_PREFIX_TEXT], other[CVPN_PREFIX_TEXT];

    for (guint i = 0; i < spec->cidr_block->len; i++)
        for (guint j = 0; j < i; j++) {
            CvpnPrefix p = g_array_index (spec->cidr_block, CvpnPrefix, i);
            CvpnPrefix q = g_array_index (spec->cidr_block, CvpnPrefix, j);
            if (cvpn_prefix_overlaps (p, q))
                cvpn_builder_refuse (b, spec->group, "cidr-block", VPC_CIDR_CONFLICT,
                                     "%s overlaps %s", cvpn_prefix_format (p, one),
                                     cvpn_prefix_format (q, other));
        }
}

static void
build_vpc (CvpnBuilder *b, const CvpnVpcSpec *spec)
{
    CvpnNetwork *net = b->net;
    CvpnVpc vpc = {
        .name = cvpn_builder_text (b, spec->group->name),
        .cidrs = { net->cidrs->len, spec->cidr_block->len },
        .subnets = cvpn_prefix_table_new (),
        .main_route_table = CVPN_NONE,
        .default_group = CVPN_NONE,
        .default_acl = CVPN_NONE,
        .internet_gateway = CVPN_NONE,
        .more_hosts = cvpn_builder_more (b, "host", spec->group->name),
        .more_subnets = cvpn_builder_more (b, "subnet", spec->group->name),
        .more_internet_gateways = cvpn_builder_more (b, "internet-gateway", spec->group->name),
        .rule = cvpn_builder_object (b, spec->group, net->vpcs->len),
    };

    check_blocks (b, spec);
    g_array_append_vals (net->cidrs, spec->cidr_block->data, spec->cidr_block->len);
    g_array_append_val (net->vpcs, vpc);
}

static guint32
find_zone (CvpnBuilder *b, const char *name)
{
    GPtrArray *zones = b->net->zones;

    for (guint32 i = 0; i < zones->len; i++)
        if (g_str_equal (zones->pdata[i], name))
            return i;
    const gboolean failed = FALSE;
    g_ptr_array_add (zones, cvpn_builder_text (b, name));
    g_array_append_val (b->net->zone_failed, failed);
    return zones->len - 1;
}

static gboolean
vpc_covers (const CvpnNetwork *net, const CvpnVpc *vpc, CvpnPrefix cidr)
{
    for (guint32 i = vpc->cidrs.first; i < vpc->cidrs.first + vpc->cidrs.count; i++)
        if (cvpn_prefix_covers (*cvpn_at (net->cidrs, CvpnPrefix, i), cidr))
            return TRUE;
    return FALSE;
}

static void
check_subnet (CvpnBuilder *b, const CvpnSubnetSpec *spec, guint32 vpc)
{
    const CvpnNetwork *net = b->net;
    char own[CVPN_PREFIX_TEXT], other[CVPN_PREFIX_TEXT];

    cvpn_prefix_format (spec->cidr_block, own);
    if (!vpc_covers (net, cvpn_vpc (net, vpc), spec->cidr_block))
        cvpn_builder_refuse (b, spec->group, "cidr-block", VPC_CIDR_CONFLICT,
                             "%s is not inside [vpc %s]", own, spec->vpc);
    for (guint32 i = 0; i < net->subnets->len; i++) {
        const CvpnSubnet *subnet = cvpn_subnet (net, i);
        if (subnet->vpc == vpc && cvpn_prefix_overlaps (subnet->cidr, spec->cidr_block))
            cvpn_builder_refuse (b, spec->group, "cidr-block", VPC_CIDR_CONFLICT,
                                 "%s overlaps %s of [subnet %s]", own,
                                 cvpn_prefix_format (subnet->cidr, other), subnet->name);
    }
}

/* AWS keeps five addresses of every subnet (Amazon VPC User Guide, "Subnet
 * sizing"). */
static guint32
count_available (CvpnBuilder *b, const CvpnSubnetSpec *spec)
{
    guint64 size = cvpn_prefix_size (spec->cidr_block);
    guint64 most = size > 5 ? size - 5 : 0;

    if (spec->available_addresses > (gint64) most)
        cvpn_group_fail (spec->group, "available-addresses", b->report,
                         "a block of %" G_GUINT64_FORMAT " addresses has at most %" G_GUINT64_FORMAT
                         " to give: AWS keeps 5",
                         size, most);
    return (guint32) (spec->available_addresses < 0 ? most : (guint64) spec->available_addresses);
}

static void
build_subnet (CvpnBuilder *b, const CvpnSubnetSpec *spec)
{
    CvpnNetwork *net = b->net;
    guint32 vpc = cvpn_builder_index (b, spec->vpc);
    CvpnSubnet subnet = {
        .name = cvpn_builder_text (b, spec->group->name),
        .vpc = vpc,
        .zone = find_zone (b, spec->availability_zone),
        .route_table = CVPN_NONE,
        .acl = CVPN_NONE,
        .cidr = spec->cidr_block,
        .available_addresses = count_available (b, spec),
        .more_hosts = cvpn_builder_more (b, "host", spec->group->name),
    };

    check_subnet (b, spec, vpc);
    cvpn_prefix_table_insert (cvpn_vpc (net, vpc)->subnets, subnet.cidr, net->subnets->len);
    subnet.rule = cvpn_builder_object (b, spec->group, net->subnets->len);
    g_array_append_val (net->subnets, subnet);
}

void
cvpn_build_vpcs (CvpnBuilder *b)
{
    for (guint i = 0; i < b->spec->vpcs->len; i++)
        build_vpc (b, b->spec->vpcs->pdata[i]);
    cvpn_build_unknown (b, "vpc");
    for (guint i = 0; i < b->spec->subnets->len; i++)
        build_subnet (b, b->spec->subnets->pdata[i]);
    cvpn_build_unknown (b, "subnet");
}
