/* The order in which a network is built: what others link to comes first. */
#include "kernel.h"

static void
make_room (Kernel *k)
{
    const CvpnNetwork *net = k->net;
    const guint32 populations = k->scenario->workload->populations->len;

    k->vpcs = g_new0 (KernelSpace *, net->vpcs->len);
    k->internet_gateways = g_new0 (KernelSpace *, net->vpcs->len);
    k->internet_links = g_new0 (KernelLink, net->vpcs->len);
    k->private_gateways = g_new0 (KernelSpace *, net->virtual_private_gateways->len);
    k->private_links = g_new0 (KernelLink, net->virtual_private_gateways->len);
    k->networks = g_new0 (KernelSpace *, net->networks->len);
    k->connection_links = g_new0 (KernelLink, net->vpn_connections->len);
    k->services = g_new0 (KernelSpace *, kernel_count (net->vpc_endpoints));
    k->service_links = g_new0 (KernelLink, kernel_count (net->vpc_endpoints));
    k->hosts = g_new0 (KernelSpace *, net->hosts->len);
    k->host_links = g_new0 (KernelLink, net->hosts->len);
    k->landings = g_new0 (KernelSpace *, net->associations->len);
    k->peers = g_new0 (KernelSpace *, net->associations->len);
    k->resolvers = g_new0 (KernelSpace *, net->associations->len);
    k->resolver_links = g_new0 (KernelLink, net->associations->len);
    k->clients = g_new0 (KernelSpace *, net->associations->len * populations);
    k->peering_links = g_new0 (KernelLink, net->peerings->len);
    k->nat_gateways = g_new0 (KernelSpace *, kernel_count (net->nat_gateways));
    k->nat_links = g_new0 (KernelLink, kernel_count (net->nat_gateways));
    k->transit_gateways = g_new0 (KernelSpace *, kernel_count (net->transit_gateways));
    k->attachment_links = g_new0 (KernelLink, kernel_count (net->attachment_subnets));
}

void
kernel_build (Kernel *k)
{
    make_room (k);
    kernel_world_init (&k->world);
    for (guint32 i = 0; i < kernel_count (k->net->transit_gateways); i++)
        k->transit_gateways[i] =
            kernel_world_space (&k->world, TRUE, "tgw.%s",
                                cvpn_at (k->net->transit_gateways, CvpnTransitGateway, i)->name);
    kernel_build_vpcs (k);
    kernel_build_internet (k);
    kernel_build_internet_gateways (k);
    kernel_build_private_gateways (k);
    kernel_build_networks (k);
    kernel_build_services (k);
    kernel_build_hosts (k);
    kernel_build_nat_gateways (k);
    kernel_build_transit_gateways (k);
    kernel_build_landings (k);
    kernel_build_tables (k);
}
