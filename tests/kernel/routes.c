/* Subnet route tables.  The kernel's longest prefix decides; a local route is "throw", behind
 * which the table that delivers comes. */
#include "kernel.h"

static const char *
peering_target (const Kernel *k, guint32 peering, guint32 vpc)
{
    const CvpnPeering *p = cvpn_at (k->net->peerings, CvpnPeering, peering);

    if (p->status != CVPN_PEERING_ACTIVE)
        return NULL;
    return p->requester == vpc ? k->peering_links[peering].to_b : k->peering_links[peering].to_a;
}

/* By the attachment's subnet in the sender's zone. */
static const char *
transit_target (const Kernel *k, guint32 gateway, const CvpnSubnet *subnet)
{
    for (guint32 i = 0; i < kernel_count (k->net->attachments); i++) {
        const CvpnAttachment *attachment = cvpn_at (k->net->attachments, CvpnAttachment, i);
        const CvpnSpan at = attachment->subnets;
        if (attachment->transit_gateway != gateway || attachment->vpc != subnet->vpc)
            continue;
        for (guint32 j = at.first; j < at.first + at.count; j++) {
            const guint32 there = g_array_index (k->net->attachment_subnets, guint32, j);
            if (cvpn_subnet (k->net, there)->zone == subnet->zone)
                return k->attachment_links[j].to_b;
        }
    }
    return NULL;
}

/* "via … dev …"; NULL: nowhere. */
static const char *
find_target (const Kernel *k, const CvpnRoute *route, const CvpnSubnet *subnet)
{
    const guint32 index = route->target.index;

    switch ((CvpnTargetKind) route->target.kind) {
    case CVPN_TARGET_INTERNET_GATEWAY:
        return k->internet_links[subnet->vpc].to_b;
    case CVPN_TARGET_PEERING:
        return peering_target (k, index, subnet->vpc);
    case CVPN_TARGET_VIRTUAL_PRIVATE_GATEWAY:
        return k->private_links[index].to_b;
    case CVPN_TARGET_VPC_ENDPOINT:
        return k->service_links[index].to_b;
    case CVPN_TARGET_NAT_GATEWAY:
        return k->nat_links[index].to_b;
    case CVPN_TARGET_HOST:
        return k->host_links[index].to_b;
    case CVPN_TARGET_TRANSIT_GATEWAY:
        return transit_target (k, index, subnet);
    case CVPN_TARGET_LOCAL:
    case CVPN_TARGET_BLACKHOLE:
    case CVPN_TARGET_UNKNOWN: /* its networks have none */
        break;
    }
    return NULL;
}

static void
add_route (Kernel *k, guint32 table, const CvpnRoute *route, const CvpnSubnet *subnet)
{
    KernelSpace *router = k->vpcs[subnet->vpc];
    g_autofree char *destination = kernel_prefix (route->destination);
    const char *target = find_target (k, route, subnet);

    if (route->target.kind == CVPN_TARGET_LOCAL)
        kernel_ip (router, "route add throw %s table %u", destination, table);
    else if (target)
        kernel_ip (router, "route add %s %s table %u", destination, target, table);
    else
        kernel_ip (router, "route add blackhole %s table %u", destination, table);
}

void
kernel_build_tables (Kernel *k)
{
    for (guint32 i = 0; i < k->net->subnets->len; i++) {
        const CvpnSubnet *subnet = cvpn_subnet (k->net, i);
        const CvpnSpan routes =
            cvpn_at (k->net->route_tables, CvpnRouteTable, subnet->route_table)->routes;
        const guint32 table = KERNEL_SUBNET_TABLE + i;
        for (guint32 j = routes.first; j < routes.first + routes.count; j++)
            add_route (k, table, cvpn_at (k->net->routes, CvpnRoute, j), subnet);
        kernel_ip (k->vpcs[subnet->vpc], "route add blackhole default metric 9999 table %u", table);
    }
}
