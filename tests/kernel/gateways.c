/* Internet gateways and virtual private gateways.
 *
 * An internet gateway is a one-to-one translation of private and public addresses with the
 * kernel's connection tracking, which also translates what ICMP errors quote.  It takes from the
 * VPC only what an interface with a public address sends to an address that is not private:
 * itself, as docs/model.md has it, so that what a host forwards does not count. */
#include "kernel.h"

#define NOT_PUBLIC                                                                                 \
    "{ 0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, "         \
    "192.168.0.0/16, 224.0.0.0/3 }"

typedef struct {
    GString *private, *out, *in; /* items of an nft set and two maps */
    GPtrArray *public;           /* char *, owned */
} Addresses;

static void
add_pair (Addresses *all, guint32 private, guint32 public)
{
    g_autofree char *one = kernel_address (private);
    char *other = kernel_address (public);

    g_string_append_printf (all->private, "%s, ", one);
    g_string_append_printf (all->out, "%s : %s, ", one, other);
    g_string_append_printf (all->in, "%s : %s, ", other, one);
    g_ptr_array_add (all->public, other);
}

static gboolean
is_in (const Kernel *k, guint32 subnet, guint32 vpc)
{
    return subnet != CVPN_NONE && cvpn_subnet (k->net, subnet)->vpc == vpc;
}

static void
collect_addresses (const Kernel *k, guint32 vpc, Addresses *all)
{
    for (guint32 i = 0; i < k->net->hosts->len; i++) {
        const CvpnHost *host = cvpn_host (k->net, i);
        if (host->public_address != 0 && is_in (k, host->subnet, vpc))
            add_pair (all, host->address, host->public_address);
    }
    for (guint32 i = 0; i < k->net->associations->len; i++) {
        const CvpnAssociation *association = cvpn_association (k->net, i);
        if (association->public_address != 0 && is_in (k, association->subnet, vpc))
            add_pair (all, association->interface_address, association->public_address);
    }
    for (guint32 i = 0; i < kernel_count (k->net->nat_addresses); i++) {
        const CvpnNatAddress *address = cvpn_at (k->net->nat_addresses, CvpnNatAddress, i);
        const guint32 subnet =
            cvpn_at (k->net->nat_gateways, CvpnNatGateway, address->gateway)->subnet;
        if (address->public_address != 0 && is_in (k, subnet, vpc))
            add_pair (all, address->address, address->public_address);
    }
}

static void
translate (KernelSpace *gateway, const Addresses *all)
{
    kernel_nft (gateway, "chain forward { type filter hook forward priority filter; "
                         "ct state invalid drop; iifname vpc ip daddr " NOT_PUBLIC " drop; "
                         "iifname vpc ip dscp " KERNEL_FOREIGN " drop;");
    if (all->public->len == 0) {
        kernel_nft (gateway, "drop; }");
        return;
    }
    kernel_nft (gateway, "iifname vpc ip saddr != { %s} drop;", all->private->str);
    kernel_nft (gateway, "iifname public ip daddr != { %s} drop; }", all->private->str);
    kernel_nft (gateway,
                "chain pre { type nat hook prerouting priority dstnat; "
                "iifname public dnat to ip daddr map { %s}; }",
                all->in->str);
    kernel_nft (gateway,
                "chain post { type nat hook postrouting priority srcnat; "
                "oifname public snat to ip saddr map { %s}; }",
                all->out->str);
}

static void
build_internet_gateway (Kernel *k, guint32 vpc)
{
    const CvpnVpc *v = cvpn_vpc (k->net, vpc);
    KernelSpace *gateway = kernel_world_space (&k->world, TRUE, "igw.%s", v->name);
    KernelSpace *internet = k->networks[CVPN_INTERNET];
    Addresses all = { g_string_new (NULL), g_string_new (NULL), g_string_new (NULL),
                      g_ptr_array_new_with_free_func (g_free) };
    char device[16];
    KernelLink link;

    g_snprintf (device, sizeof device, "igw%u", vpc);
    k->internet_gateways[vpc] = gateway;
    k->internet_links[vpc] = kernel_world_link (&k->world, k->vpcs[vpc], "igw", gateway, "vpc");
    link = kernel_world_link (&k->world, gateway, "public", internet, device);
    kernel_ip (gateway, "rule add pref 1000 iif vpc lookup 10");
    kernel_ip (gateway, "route add default %s table 10", link.to_b);
    for (guint32 i = v->cidrs.first; i < v->cidrs.first + v->cidrs.count; i++) {
        g_autofree char *block = kernel_prefix (*cvpn_at (k->net->cidrs, CvpnPrefix, i));
        kernel_ip (gateway, "route add %s %s", block, k->internet_links[vpc].to_a);
    }
    collect_addresses (k, vpc, &all);
    for (guint i = 0; i < all.public->len; i++)
        kernel_ip (internet, "route add %s/32 %s table %u", (char *) all.public->pdata[i],
                   link.to_a, KERNEL_SPECIFIC_TABLE);
    translate (gateway, &all);
    g_string_free (all.private, TRUE);
    g_string_free (all.out, TRUE);
    g_string_free (all.in, TRUE);
    g_ptr_array_unref (all.public);
}

void
kernel_build_internet_gateways (Kernel *k)
{
    for (guint32 i = 0; i < k->net->vpcs->len; i++)
        if (cvpn_vpc (k->net, i)->internet_gateway != CVPN_NONE)
            build_internet_gateway (k, i);
}

/* From the VPC by the longest route of its connections, into the VPC to its blocks only.  The
 * connections are linked where their networks are built. */
void
kernel_build_private_gateways (Kernel *k)
{
    for (guint32 i = 0; i < k->net->virtual_private_gateways->len; i++) {
        const CvpnGateway *g = cvpn_at (k->net->virtual_private_gateways, CvpnGateway, i);
        const CvpnVpc *vpc = cvpn_vpc (k->net, g->vpc);
        KernelSpace *gateway = kernel_world_space (&k->world, TRUE, "vgw.%s", g->name);
        g_autofree char *blocks = kernel_blocks (k, vpc->cidrs);
        char device[16];

        g_snprintf (device, sizeof device, "vgw%u", i);
        k->private_gateways[i] = gateway;
        k->private_links[i] =
            kernel_world_link (&k->world, k->vpcs[g->vpc], device, gateway, "vpc");
        kernel_ip (gateway, "rule add pref 1000 iif vpc lookup 10");
        kernel_ip (gateway, "route add blackhole default metric 9999 table 10");
        kernel_ip (gateway, "rule add pref 5000 lookup %u", KERNEL_LOCAL_TABLE);
        kernel_ip (gateway, "route add blackhole default table %u", KERNEL_LOCAL_TABLE);
        for (guint32 j = vpc->cidrs.first; j < vpc->cidrs.first + vpc->cidrs.count; j++) {
            g_autofree char *block = kernel_prefix (*cvpn_at (k->net->cidrs, CvpnPrefix, j));
            kernel_ip (gateway, "route add %s %s table %u", block, k->private_links[i].to_a,
                       KERNEL_LOCAL_TABLE);
        }
        kernel_nft (gateway,
                    "chain forward { type filter hook forward priority filter; "
                    "iifname vpc ip saddr != %s drop; }",
                    blocks);
    }
}
