/* Hosts: what a host in a VPC lets in is its security groups' business, with the kernel's
 * connection tracking; what a host answers is listen.c's and the kernel's own. */
#include "kernel.h"

/* A host whose address a route names as its target forwards, unless it checks source and
 * destination.  Its groups judge what passes through as what arrives and what it sends; an
 * answer whose request went another way is judged as if it were new. */
static void
filter_host (Kernel *k, KernelSpace *space, const CvpnHost *host)
{
    kernel_groups_chain (k, space, "ingress", host->groups, FALSE);
    kernel_groups_chain (k, space, "egress", host->groups, TRUE);
    kernel_nft (space, "chain input { type filter hook input priority filter; policy accept;");
    kernel_nft (space, "ct state established,related accept; jump ingress; }");
    kernel_nft (space, "chain forward { type filter hook forward priority filter; policy accept;");
    kernel_nft (space, "ct state established,related accept; jump ingress; jump egress; }");
    kernel_nft (space, "chain passed { type filter hook postrouting priority mangle; "
                       "iifname eth0 ip dscp set " KERNEL_FOREIGN_NOT_REFERABLE "; }");
}

static void
place_in_subnet (Kernel *k, guint32 index, KernelSpace *space)
{
    const CvpnHost *host = cvpn_host (k->net, index);

    k->host_links[index] = kernel_attach (k, host->subnet, space, 'h', index);
    kernel_attach_address (k, host->subnet, space, &k->host_links[index], host->address);
    filter_host (k, space, host);
}

/* Behind its network's router, where the public address becomes the host's own. */
static void
place_outside (Kernel *k, guint32 index, KernelSpace *space)
{
    const CvpnHost *host = cvpn_host (k->net, index);
    KernelSpace *router = k->networks[host->network];
    const guint32 table = host->network == CVPN_INTERNET ? KERNEL_SPECIFIC_TABLE : 254;
    g_autofree char *address = kernel_address (host->address);
    char device[16];

    g_snprintf (device, sizeof device, "h%u", index);
    k->host_links[index] = kernel_world_link (&k->world, router, device, space, "eth0");
    kernel_ip (space, "addr add %s/32 dev eth0", address);
    kernel_ip (space, "route add default %s", k->host_links[index].to_a);
    kernel_ip (router, "route replace %s/32 %s table %u", address, k->host_links[index].to_b,
               table);
}

static gboolean
answers_echo (const CvpnNetwork *net, const CvpnHost *host)
{
    for (guint32 i = host->listen.first; i < host->listen.first + host->listen.count; i++)
        if (cvpn_match_admits (cvpn_at (net->matches, CvpnMatch, i), CVPN_PROTOCOL_ICMP, 0, 8, 0))
            return TRUE;
    return host->listens_to_all;
}

void
kernel_build_hosts (Kernel *k)
{
    for (guint32 i = 0; i < k->net->hosts->len; i++) {
        const CvpnHost *host = cvpn_host (k->net, i);
        KernelSpace *space =
            kernel_world_space (&k->world, host->subnet != CVPN_NONE && !host->source_dest_check,
                                "host.%s", host->name);
        k->hosts[i] = space;
        if (!answers_echo (k->net, host))
            kernel_space_set (&k->world, space, "ipv4/icmp_echo_ignore_all", "1");
        if (host->subnet != CVPN_NONE)
            place_in_subnet (k, i, space);
        else
            place_outside (k, i, space);
    }
}
