/* A VPC: a router to which every interface in it has a link of its own, as an instance has to
 * its hypervisor.
 *
 * An interface's device is called sS-…, S being its subnet, a transit gateway's tS-…; what comes
 * in by either is looked up in the subnet's own table, what comes in by another device (a
 * gateway, a peering) in the one that only delivers.  ACLs are stateless rules of the forward
 * hook by these names, and nothing is tracked. */
#include "kernel.h"

KernelLink
kernel_attach (Kernel *k, guint32 subnet, KernelSpace *space, char kind, guint32 index)
{
    KernelSpace *router = k->vpcs[cvpn_subnet (k->net, subnet)->vpc];
    char device[16];
    KernelLink link;

    g_snprintf (device, sizeof device, "s%u-%c%u", subnet, kind, index);
    link = kernel_world_link (&k->world, router, device, space, "eth0");
    kernel_ip (router, "rule add pref 1000 iif %s lookup %u", device, KERNEL_SUBNET_TABLE + subnet);
    kernel_ip (space, "route add default %s metric 10", link.to_a);
    return link;
}

void
kernel_attach_address (Kernel *k, guint32 subnet, KernelSpace *space, const KernelLink *link,
                       guint32 address)
{
    KernelSpace *router = k->vpcs[cvpn_subnet (k->net, subnet)->vpc];
    g_autofree char *text = kernel_address (address);

    kernel_ip (space, "addr add %s/32 dev eth0", text);
    kernel_ip (router, "route add %s/32 %s table %u", text, link->to_b, KERNEL_LOCAL_TABLE);
}

/* A peering carries what goes from the one VPC's blocks (to the other's: the table that
 * delivers has no others). */
static void
guard_peerings (Kernel *k, guint32 vpc)
{
    for (guint32 i = 0; i < k->net->peerings->len; i++) {
        const CvpnPeering *peering = cvpn_at (k->net->peerings, CvpnPeering, i);
        const guint32 other = peering->requester == vpc ? peering->accepter : peering->requester;
        if (peering->requester != vpc && peering->accepter != vpc)
            continue;
        g_autofree char *blocks = kernel_blocks (k, cvpn_vpc (k->net, other)->cidrs);
        kernel_nft (k->vpcs[vpc], "iifname pcx%u ip saddr != %s drop", i, blocks);
    }
}

/* Within a subnet no ACL is asked; a transit gateway's device is not in it on the way out. */
static void
check_acls (Kernel *k, guint32 vpc)
{
    for (guint32 i = 0; i < k->net->subnets->len; i++) {
        if (cvpn_subnet (k->net, i)->vpc != vpc)
            continue;
        kernel_nft (k->vpcs[vpc], "iifname \"s%u-*\" oifname \"s%u-*\" accept", i, i);
        kernel_nft (k->vpcs[vpc], "iifname \"t%u-*\" oifname \"s%u-*\" accept", i, i);
        kernel_nft (k->vpcs[vpc], "iifname \"s%u-*\" jump out%u", i, i);
        kernel_nft (k->vpcs[vpc], "iifname \"t%u-*\" jump out%u", i, i);
    }
    for (guint32 i = 0; i < k->net->subnets->len; i++) {
        if (cvpn_subnet (k->net, i)->vpc != vpc)
            continue;
        kernel_nft (k->vpcs[vpc], "oifname \"s%u-*\" jump in%u", i, i);
        kernel_nft (k->vpcs[vpc], "oifname \"t%u-*\" jump in%u", i, i);
    }
}

static void
build_filters (Kernel *k, guint32 vpc)
{
    KernelSpace *router = k->vpcs[vpc];

    kernel_nft (router, "chain raw { type filter hook prerouting priority raw; notrack; }");
    for (guint32 i = 0; i < k->net->subnets->len; i++) {
        const CvpnSubnet *subnet = cvpn_subnet (k->net, i);
        const CvpnAcl *acl = cvpn_at (k->net->acls, CvpnAcl, subnet->acl);
        char name[16];
        if (subnet->vpc != vpc)
            continue;
        g_snprintf (name, sizeof name, "in%u", i);
        kernel_acl_chain (k, router, name, acl->inbound, "saddr");
        g_snprintf (name, sizeof name, "out%u", i);
        kernel_acl_chain (k, router, name, acl->outbound, "daddr");
    }
    kernel_nft (router, "chain forward {");
    kernel_nft (router, "type filter hook forward priority filter; policy accept;");
    guard_peerings (k, vpc);
    check_acls (k, vpc);
    kernel_nft (router, "}");
}

static void
link_peerings (Kernel *k)
{
    for (guint32 i = 0; i < k->net->peerings->len; i++) {
        const CvpnPeering *peering = cvpn_at (k->net->peerings, CvpnPeering, i);
        char device[16];
        g_snprintf (device, sizeof device, "pcx%u", i);
        k->peering_links[i] = kernel_world_link (&k->world, k->vpcs[peering->requester], device,
                                                 k->vpcs[peering->accepter], device);
    }
}

void
kernel_build_vpcs (Kernel *k)
{
    for (guint32 i = 0; i < k->net->vpcs->len; i++) {
        KernelSpace *router =
            kernel_world_space (&k->world, TRUE, "vpc.%s", cvpn_vpc (k->net, i)->name);
        k->vpcs[i] = router;
        kernel_ip (router, "rule add pref 5000 lookup %u", KERNEL_LOCAL_TABLE);
        kernel_ip (router, "route add blackhole default table %u", KERNEL_LOCAL_TABLE);
        build_filters (k, i);
    }
    link_peerings (k);
}
