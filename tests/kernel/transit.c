/* Transit gateways: a namespace with a link to each subnet of a VPC's attachment, and one to the
 * network of a VPN connection's.
 *
 * Every link has a table of its own, a copy of its attachment's: a packet leaves towards a VPC by
 * the attachment's subnet in the zone that it came from, which the link says, else by the first. */
#include "kernel.h"

#define LINK_TABLE       200
#define CONNECTION_TABLE 2000

static const CvpnAttachment *
get_attachment (const Kernel *k, guint32 i)
{
    return cvpn_at (k->net->attachments, CvpnAttachment, i);
}

static guint32
get_subnet (const Kernel *k, guint32 link)
{
    return g_array_index (k->net->attachment_subnets, guint32, link);
}

/* 'zone' is CVPN_NONE for what comes from outside. */
static const char *
find_way (const Kernel *k, const CvpnAttachment *to, guint32 zone)
{
    const CvpnSpan links = to->subnets;

    if (to->vpn_connection != CVPN_NONE)
        return k->connection_links[to->vpn_connection].to_b;
    for (guint32 j = links.first; j < links.first + links.count; j++)
        if (!to->appliance_mode && cvpn_subnet (k->net, get_subnet (k, j))->zone == zone)
            return k->attachment_links[j].to_a;
    return k->attachment_links[links.first].to_a;
}

static void
add_table (Kernel *k, const CvpnAttachment *from, const char *device, guint32 table, guint32 zone)
{
    KernelSpace *gateway = k->transit_gateways[from->transit_gateway];

    kernel_ip (gateway, "rule add pref 1000 iif %s lookup %u", device, table);
    kernel_ip (gateway, "route add blackhole default metric 9999 table %u", table);
    if (from->table == CVPN_NONE)
        return;
    const CvpnSpan routes =
        cvpn_at (k->net->transit_route_tables, CvpnTransitRouteTable, from->table)->routes;
    for (guint32 i = routes.first; i < routes.first + routes.count; i++) {
        const CvpnTransitRoute *route = cvpn_at (k->net->transit_routes, CvpnTransitRoute, i);
        g_autofree char *destination = kernel_prefix (route->destination);
        if (route->attachment == CVPN_NONE)
            kernel_ip (gateway, "route add blackhole %s table %u", destination, table);
        else
            kernel_ip (gateway, "route add %s %s table %u", destination,
                       find_way (k, get_attachment (k, route->attachment), zone), table);
    }
}

static void
link_vpc (Kernel *k, const CvpnAttachment *attachment)
{
    const CvpnSpan links = attachment->subnets;
    KernelSpace *router = k->vpcs[attachment->vpc];

    for (guint32 j = links.first; j < links.first + links.count; j++) {
        const guint32 subnet = get_subnet (k, j);
        char near[16], far[16];
        g_snprintf (near, sizeof near, "t%u-%u", subnet, j);
        g_snprintf (far, sizeof far, "att%u", j);
        k->attachment_links[j] = kernel_world_link (
            &k->world, router, near, k->transit_gateways[attachment->transit_gateway], far);
        kernel_ip (router, "rule add pref 1000 iif %s lookup %u", near,
                   KERNEL_SUBNET_TABLE + subnet);
    }
}

static void
add_tables (Kernel *k, const CvpnAttachment *attachment)
{
    const CvpnSpan links = attachment->subnets;
    char device[16];

    if (attachment->vpn_connection != CVPN_NONE) {
        g_snprintf (device, sizeof device, "vpn%u", attachment->vpn_connection);
        add_table (k, attachment, device, CONNECTION_TABLE + attachment->vpn_connection, CVPN_NONE);
        return;
    }
    for (guint32 j = links.first; j < links.first + links.count; j++) {
        g_snprintf (device, sizeof device, "att%u", j);
        add_table (k, attachment, device, LINK_TABLE + j,
                   cvpn_subnet (k->net, get_subnet (k, j))->zone);
    }
}

/* Only between attachments that carry references to security groups do they stay referable. */
static void
guard_references (Kernel *k, guint32 index)
{
    const CvpnTransitGateway *gateway =
        cvpn_at (k->net->transit_gateways, CvpnTransitGateway, index);
    KernelSpace *space = k->transit_gateways[index];
    g_autoptr (GString) devices = g_string_new (NULL);

    for (guint32 i = 0; i < kernel_count (k->net->attachments); i++) {
        const CvpnAttachment *attachment = get_attachment (k, i);
        const CvpnSpan links = attachment->subnets;
        if (attachment->transit_gateway != index || !attachment->security_group_referencing)
            continue;
        for (guint32 j = links.first; j < links.first + links.count; j++)
            g_string_append_printf (devices, "att%u, ", j);
    }
    kernel_nft (space, "chain forward { type filter hook forward priority filter;");
    if (gateway->security_group_referencing && devices->len > 0)
        kernel_nft (space, "iifname { %s} oifname { %s} ip dscp " KERNEL_REFERABLE " accept",
                    devices->str, devices->str);
    kernel_nft (space, "ip dscp set " KERNEL_NOT_REFERABLE "; }");
}

void
kernel_build_transit_gateways (Kernel *k)
{
    for (guint32 i = 0; i < kernel_count (k->net->attachments); i++)
        if (get_attachment (k, i)->vpc != CVPN_NONE)
            link_vpc (k, get_attachment (k, i));
    for (guint32 i = 0; i < kernel_count (k->net->attachments); i++)
        add_tables (k, get_attachment (k, i));
    for (guint32 i = 0; i < kernel_count (k->net->transit_gateways); i++)
        guard_references (k, i);
}
