/* NAT gateways: namespaces of their own in their subnet, with the kernel's source translation.
 *
 * What the kernel takes for the middle or the end of a conversation that it never saw begin
 * (an answer that is routed into the gateway) is dropped, and so is what is sent to the gateway
 * itself.  One probe takes one port, so the first address serves them all. */
#include "kernel.h"

static void
translate (Kernel *k, KernelSpace *space, const CvpnNatGateway *gateway)
{
    const CvpnNatAddress *first =
        cvpn_at (k->net->nat_addresses, CvpnNatAddress, gateway->addresses.first);
    g_autofree char *address = kernel_address (first->address);

    kernel_nft (space, "chain input { type filter hook input priority filter; drop; }");
    kernel_nft (space,
                "chain forward { type filter hook forward priority filter; "
                "ct state invalid drop; ip dscp set " KERNEL_NOT_REFERABLE "; "
                "meta l4proto != { tcp, udp, icmp } drop; %s }",
                gateway->n_ports == 0 ? "ct state new drop;" : "");
    kernel_nft (space, "chain post { type nat hook postrouting priority srcnat;");
    if (gateway->n_ports > 0)
        kernel_nft (space, "meta l4proto { tcp, udp } snat to %s:1024-%u", address,
                    1023 + gateway->n_ports);
    kernel_nft (space, "snat to %s; }", address);
}

void
kernel_build_nat_gateways (Kernel *k)
{
    for (guint32 i = 0; i < kernel_count (k->net->nat_gateways); i++) {
        const CvpnNatGateway *gateway = cvpn_at (k->net->nat_gateways, CvpnNatGateway, i);
        const CvpnSpan all = gateway->addresses;
        KernelSpace *space = kernel_world_space (&k->world, TRUE, "nat.%s", gateway->name);
        k->nat_gateways[i] = space;
        k->nat_links[i] = kernel_attach (k, gateway->subnet, space, 'n', i);
        for (guint32 j = all.first; j < all.first + all.count; j++)
            kernel_attach_address (k, gateway->subnet, space, &k->nat_links[i],
                                   cvpn_at (k->net->nat_addresses, CvpnNatAddress, j)->address);
        translate (k, space, gateway);
    }
}
