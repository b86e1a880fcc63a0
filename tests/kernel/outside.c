/* Outside AWS: the internet, which answers everything, networks behind VPN connections, and the
 * services behind gateway endpoints.
 *
 * A network's router marks a conversation by the link it came in by; answers go back by that
 * link only, and over a VPN connection only where a return route covers them. */
#include "kernel.h"

/* The specific routes stand before the table of local addresses, which has all of them; where
 * nothing is forwarded they are for answers only. */
void
kernel_own_everything (KernelWorld *world, KernelSpace *space, gboolean forwards)
{
    kernel_space_set (world, space, "ipv4/conf/all/accept_local", "1");
    kernel_ip (space, "rule add pref 60 %slookup %u", forwards ? "" : "iif lo ",
               KERNEL_SPECIFIC_TABLE);
    kernel_ip (space, "rule add pref 100 lookup local");
    kernel_ip (space, "rule del pref 0");
    kernel_ip (space, "route add throw 169.254.0.0/16 table local"); /* gateways are not here */
    kernel_ip (space, "route add local default dev lo table local");
}

static void
hide_block (Kernel *k, CvpnPrefix block)
{
    g_autofree char *text = kernel_prefix (block);

    kernel_ip (k->networks[CVPN_INTERNET], "route replace blackhole %s table %u", text,
               KERNEL_SPECIFIC_TABLE);
}

/* Nobody has a VPC's addresses on the internet, nor a public address where no gateway has it. */
void
kernel_build_internet (Kernel *k)
{
    KernelSpace *internet = kernel_world_space (&k->world, TRUE, "internet");

    k->networks[CVPN_INTERNET] = internet;
    kernel_own_everything (&k->world, internet, TRUE);
    for (guint32 i = 0; i < k->net->vpcs->len; i++) {
        const CvpnSpan cidrs = cvpn_vpc (k->net, i)->cidrs;
        for (guint32 j = cidrs.first; j < cidrs.first + cidrs.count; j++)
            hide_block (k, *cvpn_at (k->net->cidrs, CvpnPrefix, j));
    }
    for (guint32 i = 0; i < k->net->hosts->len; i++) {
        const CvpnHost *host = cvpn_host (k->net, i);
        if (host->subnet == CVPN_NONE || host->public_address == 0)
            continue;
        const CvpnVpc *vpc = cvpn_vpc (k->net, cvpn_subnet (k->net, host->subnet)->vpc);
        if (vpc->internet_gateway == CVPN_NONE)
            hide_block (k, (CvpnPrefix){ host->public_address, 32 });
    }
}

static void
build_firewall (Kernel *k, KernelSpace *router, const CvpnOutside *network)
{
    const CvpnSpan rules = network->firewall;

    kernel_nft (router, "chain forward { type filter hook forward priority filter;");
    kernel_nft (router, "ct state established,related accept");
    for (guint32 i = rules.first; i < rules.first + rules.count; i++) {
        const CvpnFilterRule *rule = cvpn_at (k->net->filter_rules, CvpnFilterRule, i);
        g_autofree char *match = kernel_match (&rule->match);
        g_autofree char *peer = kernel_peer ("saddr", rule->peer);
        kernel_nft (router, "%s%s%s", match, peer, rule->allow ? "accept" : "drop");
    }
    kernel_nft (router, "}");
}

/* The link's number marks what comes in by it; answers ask the table of that number. */
static void
mark_link (KernelSpace *router, const char *device, guint32 mark)
{
    kernel_nft (router, "iifname %s ct mark set %u", device, mark);
    kernel_ip (router, "rule add pref 1000 fwmark %u lookup %u", mark, mark);
    kernel_ip (router, "route add blackhole default metric 9999 table %u", mark);
}

static void
add_return_routes (Kernel *k, guint32 network, KernelSpace *router, const char *back, guint32 mark)
{
    const CvpnOutsideSpec *spec = k->scenario->spec->networks->pdata[network - 1];

    for (guint i = 0; i < spec->return_routes->len; i++) {
        g_autofree char *block = kernel_prefix (g_array_index (spec->return_routes, CvpnPrefix, i));
        kernel_ip (router, "route add %s %s table %u", block, back, mark);
    }
}

/* The routes by which the gateway sends to this connection: of two alike the first one's. */
static void
add_connection_routes (Kernel *k, guint32 connection, const char *there)
{
    const CvpnVpnConnection *c = cvpn_at (k->net->vpn_connections, CvpnVpnConnection, connection);
    const CvpnVpnConnectionSpec *spec = k->scenario->spec->vpn_connections->pdata[connection];

    for (guint i = 0; i < spec->routes->len; i++) {
        const CvpnPrefix block = g_array_index (spec->routes, CvpnPrefix, i);
        g_autofree char *text = kernel_prefix (block);
        kernel_ip (k->private_gateways[c->gateway], "route add %s %s table 10 metric %u", text,
                   there, 10 + connection);
    }
}

/* Where the connection begins: NULL at a transit gateway to which it is not attached. */
static KernelSpace *
find_near_end (const Kernel *k, const CvpnVpnConnection *connection)
{
    if (connection->gateway != CVPN_NONE)
        return k->private_gateways[connection->gateway];
    if (connection->attachment == CVPN_NONE)
        return NULL;
    return k->transit_gateways[cvpn_at (k->net->attachments, CvpnAttachment, connection->attachment)
                                   ->transit_gateway];
}

static void
link_connections (Kernel *k, guint32 network, KernelSpace *router)
{
    for (guint32 i = 0; i < k->net->vpn_connections->len; i++) {
        const CvpnVpnConnection *c = cvpn_at (k->net->vpn_connections, CvpnVpnConnection, i);
        KernelSpace *near = find_near_end (k, c);
        char device[16];
        if (c->network != network || !near)
            continue;
        g_snprintf (device, sizeof device, "vpn%u", i);
        k->connection_links[i] = kernel_world_link (&k->world, near, device, router, device);
        if (c->gateway != CVPN_NONE)
            add_connection_routes (k, i, k->connection_links[i].to_b);
        add_return_routes (k, network, router, k->connection_links[i].to_a, 1000 + i);
        mark_link (router, device, 1000 + i);
    }
}

/* Hosts that have a public address beside their own. */
static char *
add_public_addresses (Kernel *k, guint32 network, const char *there)
{
    GString *map = g_string_new (NULL);

    for (guint32 i = 0; i < k->net->hosts->len; i++) {
        const CvpnHost *host = cvpn_host (k->net, i);
        if (host->network != network || host->public_address == 0)
            continue;
        g_autofree char *address = kernel_address (host->address);
        g_autofree char *public = kernel_address (host->public_address);
        kernel_ip (k->networks[CVPN_INTERNET], "route replace %s/32 %s table %u", public, there,
                   KERNEL_SPECIFIC_TABLE);
        g_string_append_printf (map, "%s : %s, ", public, address);
    }
    return g_string_free (map, FALSE);
}

/* Public blocks and hosts are on the internet too, where everybody's routes lead. */
static void
link_internet (Kernel *k, guint32 network, KernelSpace *router)
{
    const CvpnOutside *outside = cvpn_at (k->net->networks, CvpnOutside, network);
    KernelSpace *internet = k->networks[CVPN_INTERNET];
    char device[16];
    KernelLink link;

    g_snprintf (device, sizeof device, "net%u", network);
    link = kernel_world_link (&k->world, internet, device, router, "public");
    for (guint32 i = outside->cidrs.first; i < outside->cidrs.first + outside->cidrs.count; i++) {
        const CvpnPrefix block = *cvpn_at (k->net->cidrs, CvpnPrefix, i);
        g_autofree char *text = kernel_prefix (block);
        if (!cvpn_address_is_private (block.address))
            kernel_ip (internet, "route replace %s %s table %u", text, link.to_b,
                       KERNEL_SPECIFIC_TABLE);
    }
    mark_link (router, "public", 999);
    kernel_ip (router, "route add default %s table 999", link.to_a);
    kernel_nft (router, "}");
    g_autofree char *map = add_public_addresses (k, network, link.to_b);
    if (*map)
        kernel_nft (router,
                    "chain pre { type nat hook prerouting priority dstnat; "
                    "iifname public dnat to ip daddr map { %s}; }",
                    map);
}

static void
build_network (Kernel *k, guint32 network)
{
    const CvpnOutside *outside = cvpn_at (k->net->networks, CvpnOutside, network);
    KernelSpace *router = kernel_world_space (&k->world, TRUE, "network.%s", outside->name);

    k->networks[network] = router;
    build_firewall (k, router, outside);
    /* Only answers bear the mark, so that requests find the hosts. */
    kernel_nft (router, "chain marks { type filter hook prerouting priority mangle;");
    kernel_nft (router, "ct direction reply meta mark set ct mark");
    link_connections (k, network, router);
    link_internet (k, network, router);
    kernel_ip (router, "route add blackhole default metric 9999");
}

void
kernel_build_networks (Kernel *k)
{
    for (guint32 i = CVPN_INTERNET + 1; i < k->net->networks->len; i++)
        build_network (k, i);
}

/* A [host] of the internet with a service's address listens to less than the service. */
static void
add_hosts_of_service (Kernel *k, KernelSpace *service, guint32 list)
{
    for (guint32 i = 0; i < k->net->hosts->len; i++) {
        const CvpnHost *host = cvpn_host (k->net, i);
        if (host->network != CVPN_INTERNET || host->listens_to_all ||
            !cvpn_network_prefix_list_contains (k->net, list, host->address))
            continue;
        g_autofree char *address = kernel_address (host->address);
        for (guint32 j = host->listen.first; j < host->listen.first + host->listen.count; j++) {
            g_autofree char *match = kernel_match (cvpn_at (k->net->matches, CvpnMatch, j));
            kernel_nft (service, "ip daddr %s %saccept", address, match);
        }
        kernel_nft (service, "ip daddr %s meta l4proto tcp reject with tcp reset", address);
        kernel_nft (service, "ip daddr %s drop", address);
    }
}

/* TCP and echo requests of the VPC's own addresses. */
static void
build_service (Kernel *k, guint32 index)
{
    const CvpnVpcEndpoint *endpoint = cvpn_at (k->net->vpc_endpoints, CvpnVpcEndpoint, index);
    const CvpnVpc *vpc = cvpn_vpc (k->net, endpoint->vpc);
    KernelSpace *service = kernel_world_space (&k->world, FALSE, "service.%s", endpoint->name);
    g_autofree char *blocks = kernel_blocks (k, vpc->cidrs);
    char device[16];

    g_snprintf (device, sizeof device, "vpce%u", index);
    k->services[index] = service;
    k->service_links[index] =
        kernel_world_link (&k->world, k->vpcs[endpoint->vpc], device, service, "vpc");
    kernel_own_everything (&k->world, service, FALSE);
    for (guint32 i = vpc->cidrs.first; i < vpc->cidrs.first + vpc->cidrs.count; i++) {
        g_autofree char *block = kernel_prefix (*cvpn_at (k->net->cidrs, CvpnPrefix, i));
        kernel_ip (service, "route add %s %s table %u", block, k->service_links[index].to_a,
                   KERNEL_SPECIFIC_TABLE);
    }
    kernel_nft (service, "chain input { type filter hook input priority filter;");
    kernel_nft (service, "ip saddr != %s drop", blocks);
    kernel_nft (service, "meta l4proto != { tcp, icmp } drop");
    kernel_nft (service, "meta l4proto icmp icmp type != echo-request drop");
    add_hosts_of_service (k, service, endpoint->prefix_list);
    kernel_nft (service, "}");
}

void
kernel_build_services (Kernel *k)
{
    for (guint32 i = 0; i < kernel_count (k->net->vpc_endpoints); i++)
        build_service (k, i);
}
