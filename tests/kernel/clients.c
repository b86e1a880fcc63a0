/* Clients' devices: one for each population and landing, with a tunnel to the landing and a
 * network of its own, and the routes that the endpoint pushes.
 *
 * The kernel's longest prefix decides between the two; where they are equal, the lower metric of
 * the own network.  Which of the two it chose is read off the source address that it gives a
 * socket.  What goes into the own network ends there. */
#include "kernel.h"

/* "block-local": a network outside these is captured by a full tunnel. */
static gboolean
stays_local (CvpnPrefix lan)
{
    static const CvpnPrefix blocks[] = {
        { 0x0a000000, 8 }, { 0xac100000, 12 }, { 0xc0a80000, 16 }, { 0xa9fe0000, 16 }
    };

    for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
        if (cvpn_prefix_covers (blocks[i], lan))
            return TRUE;
    return FALSE;
}

static void
push_routes (Kernel *k, KernelSpace *client, const CvpnPopulation *p, const char *tunnel)
{
    const CvpnEndpoint *endpoint = cvpn_endpoint (k->net, p->person.endpoint);
    const GArray *old = p->spec->pushed_routes;
    const CvpnSpan routes = endpoint->vpn_routes;

    if (!endpoint->split_tunnel) {
        kernel_ip (client, "route add 0.0.0.0/1 %s", tunnel);
        kernel_ip (client, "route add 128.0.0.0/1 %s", tunnel);
        return;
    }
    for (guint i = 0; i < old->len; i++) {
        g_autofree char *text = kernel_prefix (g_array_index (old, CvpnPrefix, i));
        kernel_ip (client, "route replace %s %s metric 100", text, tunnel);
    }
    for (guint32 i = routes.first; old->len == 0 && i < routes.first + routes.count; i++) {
        g_autofree char *text =
            kernel_prefix (cvpn_at (k->net->vpn_routes, CvpnVpnRoute, i)->destination);
        kernel_ip (client, "route replace %s %s metric 100", text, tunnel);
    }
}

static void
add_own_network (KernelSpace *client, const CvpnPerson *person, gboolean split, const char *lan)
{
    const CvpnPrefix block = person->local_network;
    g_autofree char *text = block.length == CVPN_PREFIX_UNSET ? NULL : kernel_prefix (block);

    if (text && (split || stays_local (block)))
        kernel_ip (client, "route add %s %s metric 1", text, lan);
    kernel_ip (client, "route add default %s metric 200", lan);
}

/* Amazon's DNS server is asked past the interface, from what the endpoint routes. */
static void
ask_resolver (Kernel *k, guint32 association, const char *tunnel, const char *client)
{
    static const char *const protocols[] = { "tcp", "udp" };
    const guint32 resolver = kernel_resolver (k->net, association);
    g_autofree char *address = kernel_address (resolver);

    if (resolver == 0)
        return;
    for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
        kernel_ip (k->landings[association],
                   "rule add pref 1001 iif %s to %s/32 ipproto %s dport 53 lookup 40", tunnel,
                   address, protocols[i]);
    kernel_ip (k->resolvers[association], "route add %s/32 %s table %u", client,
               k->resolver_links[association].to_a, KERNEL_SPECIFIC_TABLE);
}

static void
build_client (Kernel *k, guint32 association, guint32 population, const char *others)
{
    const CvpnPopulation *p =
        cvpn_at (k->scenario->workload->populations, CvpnPopulation, population);
    const CvpnEndpoint *endpoint = cvpn_endpoint (k->net, p->person.endpoint);
    KernelSpace *landing = k->landings[association];
    KernelSpace *client =
        kernel_world_space (&k->world, FALSE, "client.%s.%u", p->name, association);
    KernelSpace *elsewhere =
        kernel_world_space (&k->world, FALSE, "lan.%s.%u", p->name, association);
    /* From the block's end downward: what flows name is nearer to its beginning. */
    const guint32 last =
        endpoint->client_cidr.address + (guint32) cvpn_prefix_size (endpoint->client_cidr) - 2;
    g_autofree char *address = kernel_address (last - population);
    char device[16];
    KernelLink tunnel, lan;

    g_snprintf (device, sizeof device, "tun%u", population);
    tunnel = kernel_world_link (&k->world, client, "tun", landing, device);
    lan = kernel_world_link (&k->world, client, "lan", elsewhere, "lan");
    g_autofree char *into = g_strdup_printf ("%s src %s", tunnel.to_b, address);
    kernel_ip (client, "addr add %s/32 dev tun", address);
    push_routes (k, client, p, into);
    add_own_network (client, &p->person, endpoint->split_tunnel, lan.to_b);
    kernel_ip (landing, "route add %s/32 %s", address, tunnel.to_a);
    kernel_ip (landing, "rule add pref 1000 iif %s lookup 10", device);
    ask_resolver (k, association, device, address);
    kernel_ip (k->peers[association], "route add %s/32 %s table %u", address, others,
               KERNEL_SPECIFIC_TABLE);
    k->clients[association * k->scenario->workload->populations->len + population] = client;
}

guint32
kernel_resolver (const CvpnNetwork *net, guint32 association)
{
    const guint32 vpc = cvpn_subnet (net, cvpn_association (net, association)->subnet)->vpc;
    const guint32 address =
        cvpn_at (net->cidrs, CvpnPrefix, cvpn_vpc (net, vpc)->cidrs.first)->address + 2;

    return cvpn_network_host_in_vpc (net, vpc, address) == CVPN_NONE ? address : 0;
}

static void
build_resolver (Kernel *k, guint32 association)
{
    KernelSpace *space = kernel_world_space (&k->world, FALSE, "resolver.%u", association);

    k->resolvers[association] = space;
    k->resolver_links[association] =
        kernel_world_link (&k->world, k->landings[association], "resolver", space, "eth0");
    kernel_own_everything (&k->world, space, FALSE);
    kernel_ip (k->landings[association], "route add default %s table 40",
               k->resolver_links[association].to_b);
}

KernelLink
kernel_build_clients (Kernel *k, guint32 association)
{
    const GArray *populations = k->scenario->workload->populations;
    const guint32 endpoint = cvpn_association (k->net, association)->endpoint;
    KernelSpace *others = kernel_world_space (&k->world, FALSE, "others.%u", association);
    const KernelLink link =
        kernel_world_link (&k->world, k->landings[association], "peers", others, "tun");

    k->peers[association] = others;
    build_resolver (k, association);
    kernel_own_everything (&k->world, others, FALSE);
    for (guint32 i = 0; i < populations->len; i++)
        if (cvpn_at (populations, CvpnPopulation, i)->person.endpoint == endpoint)
            build_client (k, association, i, link.to_a);
    return link;
}
