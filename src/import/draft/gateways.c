/* Gateways: to the internet, to the VPN, NAT gateways, gateway endpoints and their prefix lists,
 * peerings, VPN connections. */
#include "import/draft/parts.h"

#include <string.h>

static void
add_gateways (CvpnDrafting *d, const char *kind, const GPtrArray *gateways, const char *vpc)
{
    for (guint i = 0; i < gateways->len; i++) {
        const CvpnGatewayThing *gateway = gateways->pdata[i];
        if (g_strcmp0 (gateway->vpc, vpc) != 0 || !cvpn_drafting_has (d, kind, gateway->thing.id))
            continue;
        CvpnDraftGroup *group = cvpn_drafting_group (d, kind, &gateway->thing);
        cvpn_drafting_line (group, "vpc", vpc, NULL);
    }
}

void
cvpn_drafting_add_vpc_gateways (CvpnDrafting *d, const CvpnVpcThing *vpc)
{
    add_gateways (d, "internet-gateway", d->inventory->internet_gateways, vpc->thing.id);
    add_gateways (d, "virtual-private-gateway", d->inventory->vpn_gateways, vpc->thing.id);
}

const char *
cvpn_drafting_vpc_of_nat (const CvpnDrafting *d, const CvpnNatThing *nat)
{
    const CvpnSubnetThing *subnet =
        cvpn_inventory_find (d->inventory, d->inventory->subnets, nat->subnet);

    return subnet && subnet->vpc ? subnet->vpc : nat->vpc;
}

const char *
cvpn_drafting_nat_of (const CvpnDrafting *d, const CvpnInterfaceThing *interface)
{
    const GPtrArray *all = d->inventory->nat_gateways;

    for (guint i = 0; i < all->len && interface->addresses->len > 0; i++) {
        const CvpnNatThing *nat = all->pdata[i];
        if (nat->addresses->len > 0 && g_strcmp0 (nat->subnet, interface->subnet) == 0 &&
            g_array_index (nat->addresses, guint32, 0) ==
                g_array_index (interface->addresses, guint32, 0) &&
            cvpn_drafting_has (d, "nat-gateway", nat->thing.id))
            return nat->thing.id;
    }
    return NULL;
}

static void
add_addresses (CvpnDraftGroup *group, const GArray *addresses)
{
    g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
    char text[CVPN_ADDRESS_TEXT];

    for (guint i = 0; i < addresses->len; i++)
        g_ptr_array_add (
            texts, g_strdup (cvpn_address_format (g_array_index (addresses, guint32, i), text)));
    if (texts->len > 0)
        cvpn_drafting_list (group, "address", texts, FALSE);
}

void
cvpn_drafting_add_nat_gateways (CvpnDrafting *d, const CvpnVpcThing *vpc)
{
    for (guint i = 0; i < d->inventory->nat_gateways->len; i++) {
        const CvpnNatThing *nat = d->inventory->nat_gateways->pdata[i];
        if (!cvpn_drafting_has (d, "nat-gateway", nat->thing.id) ||
            g_strcmp0 (cvpn_drafting_vpc_of_nat (d, nat), vpc->thing.id) != 0)
            continue;
        CvpnDraftGroup *group = cvpn_drafting_group (d, "nat-gateway", &nat->thing);
        cvpn_drafting_line (
            group, "subnet",
            cvpn_drafting_refer (d, "subnet", nat->subnet, "the subnet of %s", nat->thing.id),
            NULL);
        if (nat->private)
            cvpn_drafting_line (group, "connectivity-type", "private", NULL);
        if (cvpn_drafting_has (d, "subnet", nat->subnet))
            add_addresses (group, nat->addresses);
    }
}

/* By its id, by the service's name, or by a route that leads from a list to the endpoint. */
static const char *
find_list (const CvpnDrafting *d, const CvpnVpcEndpointThing *endpoint)
{
    const CvpnInventory *in = d->inventory;

    if (endpoint->prefix_list)
        return endpoint->prefix_list;
    for (guint i = 0; i < in->route_tables->len; i++) {
        const CvpnRouteTableThing *table = in->route_tables->pdata[i];
        for (guint j = 0; j < table->routes->len; j++) {
            const CvpnRouteThing *route = table->routes->pdata[j];
            if (route->prefix_list && g_strcmp0 (route->target, endpoint->thing.id) == 0)
                return route->prefix_list;
        }
    }
    for (guint i = 0; endpoint->service && i < in->prefix_lists->len; i++) {
        const CvpnPrefixListThing *list = in->prefix_lists->pdata[i];
        if (g_strcmp0 (list->list_name, endpoint->service) == 0)
            return list->thing.id;
    }
    return NULL;
}

const char *
cvpn_drafting_list_of_endpoint (CvpnDrafting *d, const CvpnVpcEndpointThing *endpoint)
{
    const char *list = find_list (d, endpoint);

    if (list)
        return cvpn_drafting_refer (d, "prefix-list", list, "the addresses behind %s",
                                    endpoint->thing.id);
    g_autofree char *name = g_strdup_printf ("prefix-list-of-%s", endpoint->thing.id);
    g_autofree char *why = g_strdup_printf ("the addresses behind %s", endpoint->thing.id);
    g_autofree char *call =
        endpoint->service && g_str_has_prefix (endpoint->service, "com.amazonaws.")
            ? g_strdup_printf ("describe-prefix-lists --filters Name=prefix-list-name,Values=%s",
                               endpoint->service)
            : NULL;
    return cvpn_drafting_unknown (d, "prefix-list", name, NULL, call, why);
}

/* Tables that the endpoint is in whose rows do not show it, as a configuration has it. */
static void
add_route_tables (CvpnDrafting *d, CvpnDraftGroup *group, const CvpnVpcEndpointThing *endpoint)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new ();

    for (guint i = 0; i < endpoint->route_tables->len; i++) {
        const char *id = endpoint->route_tables->pdata[i];
        const CvpnRouteTableThing *table =
            cvpn_inventory_find (d->inventory, d->inventory->route_tables, id);
        if (table && table->thing.declared && cvpn_drafting_has (d, "route-table", id) &&
            g_strcmp0 (table->vpc, endpoint->vpc) == 0)
            cvpn_drafting_add (names, id);
    }
    if (names->len > 0)
        cvpn_drafting_list (group, "route-tables", names, TRUE);
}

void
cvpn_drafting_add_vpc_endpoints (CvpnDrafting *d, const CvpnVpcThing *vpc)
{
    for (guint i = 0; i < d->inventory->vpc_endpoints->len; i++) {
        const CvpnVpcEndpointThing *endpoint = d->inventory->vpc_endpoints->pdata[i];
        if (g_strcmp0 (endpoint->vpc, vpc->thing.id) != 0 ||
            !cvpn_drafting_has (d, "vpc-endpoint", endpoint->thing.id))
            continue;
        CvpnDraftGroup *group = cvpn_drafting_group (d, "vpc-endpoint", &endpoint->thing);
        if (endpoint->service) {
            g_autofree char *service = cvpn_drafting_clean (endpoint->service);
            cvpn_drafting_comment (group, "%s", service);
        }
        cvpn_drafting_line (group, "vpc", endpoint->vpc, NULL);
        cvpn_drafting_line (group, "prefix-list", cvpn_drafting_list_of_endpoint (d, endpoint),
                            NULL);
        add_route_tables (d, group, endpoint);
    }
}

void
cvpn_drafting_add_prefix_lists (CvpnDrafting *d)
{
    for (guint i = 0; i < d->inventory->prefix_lists->len; i++) {
        const CvpnPrefixListThing *list = d->inventory->prefix_lists->pdata[i];
        if (!cvpn_drafting_has (d, "prefix-list", list->thing.id))
            continue;
        CvpnDraftGroup *group = cvpn_drafting_group (d, "prefix-list", &list->thing);
        if (list->list_name && g_strcmp0 (list->list_name, list->thing.name) != 0) {
            g_autofree char *name = cvpn_drafting_clean (list->list_name);
            cvpn_drafting_comment (group, "%s", name);
        }
        g_autoptr (GPtrArray) entries = cvpn_drafting_prefixes (list->entries);
        cvpn_drafting_list (group, "entries", entries, FALSE);
    }
}

/* AWS has more words for what is not, or not yet, there (Amazon VPC Peering Guide, "VPC peering
 * connection lifecycle"). */
static const char *
status_of (const char *word)
{
    if (!word || g_ascii_strcasecmp (word, "active") == 0)
        return "active";
    if (g_ascii_strcasecmp (word, "pending-acceptance") == 0 ||
        g_ascii_strcasecmp (word, "initiating-request") == 0 ||
        g_ascii_strcasecmp (word, "provisioning") == 0)
        return "pending-acceptance";
    return "deleted";
}

void
cvpn_drafting_add_peerings (CvpnDrafting *d)
{
    for (guint i = 0; i < d->inventory->peerings->len; i++) {
        const CvpnPeeringThing *peering = d->inventory->peerings->pdata[i];
        if (!cvpn_drafting_has (d, "vpc-peering-connection", peering->thing.id))
            continue;
        CvpnDraftGroup *group = cvpn_drafting_group (d, "vpc-peering-connection", &peering->thing);
        const char *status = status_of (peering->status);
        cvpn_drafting_line (group, "requester-vpc",
                            cvpn_drafting_refer (d, "vpc", peering->requester_vpc,
                                                 "the requester's VPC of %s", peering->thing.id),
                            NULL);
        cvpn_drafting_line (group, "accepter-vpc",
                            cvpn_drafting_refer (d, "vpc", peering->accepter_vpc,
                                                 "the accepter's VPC of %s", peering->thing.id),
                            NULL);
        if (!g_str_equal (status, "active"))
            cvpn_drafting_line (group, "status", status, NULL);
    }
}

gboolean
cvpn_drafting_connections_known (const CvpnDrafting *d, const char *gateway)
{
    const CvpnInventory *in = d->inventory;
    const CvpnGatewayThing *vgw = cvpn_inventory_find (in, in->vpn_gateways, gateway);

    for (guint i = 0; i < in->vpn_connections->len; i++) {
        const CvpnVpnConnectionThing *connection = in->vpn_connections->pdata[i];
        if (g_strcmp0 (connection->gateway, gateway) == 0 && connection->dynamic)
            return FALSE;
    }
    return in->all[CVPN_ALL_VPN_CONNECTIONS] || (vgw && vgw->thing.declared);
}

static void
add_more_connections (CvpnDrafting *d)
{
    for (guint i = 0; i < d->inventory->vpn_gateways->len; i++) {
        const CvpnGatewayThing *gateway = d->inventory->vpn_gateways->pdata[i];
        const char *id = gateway->thing.id;
        if (!cvpn_drafting_has (d, "virtual-private-gateway", id) ||
            cvpn_drafting_connections_known (d, id))
            continue;
        g_autofree char *name = g_strconcat ("connections-of-", id, NULL);
        const gboolean all = d->inventory->all[CVPN_ALL_VPN_CONNECTIONS];
        g_autofree char *call =
            !all && g_str_has_prefix (id, "vgw-")
                ? g_strdup_printf (
                      "describe-vpn-connections --filters Name=vpn-gateway-id,Values=%s", id)
                : NULL;
        g_autofree char *why =
            all ? g_strdup_printf ("routes by BGP behind %s, which no call lists", id)
                : g_strdup_printf ("VPN connections of %s", id);
        cvpn_drafting_unknown (d, "vpn-connection", name, id, call, why);
    }
}

/* The far side is nobody's to know: it is not AWS's. */
static const char *
refer_to_network (CvpnDrafting *d, const CvpnVpnConnectionThing *connection)
{
    const char *id = connection->customer_gateway;
    g_autofree char *why = g_strdup_printf (
        "the customer's side of %s: a [network] by hand says what is there", connection->thing.id);
    g_autofree char *name = g_strdup_printf ("network-behind-%s", connection->thing.id);

    return cvpn_drafting_unknown (d, "network", id ? id : name, NULL, NULL, why);
}

void
cvpn_drafting_add_vpn_connections (CvpnDrafting *d)
{
    for (guint i = 0; i < d->inventory->vpn_connections->len; i++) {
        const CvpnVpnConnectionThing *connection = d->inventory->vpn_connections->pdata[i];
        const gboolean transit =
            connection->gateway && (g_str_has_prefix (connection->gateway, "tgw-") ||
                                    cvpn_drafting_has (d, "transit-gateway", connection->gateway));
        if (!cvpn_drafting_has (d, "vpn-connection", connection->thing.id))
            continue;
        CvpnDraftGroup *group = cvpn_drafting_group (d, "vpn-connection", &connection->thing);
        cvpn_drafting_line (
            group, "gateway",
            cvpn_drafting_refer (d, transit ? "transit-gateway" : "virtual-private-gateway",
                                 connection->gateway, "AWS's side of %s", connection->thing.id),
            NULL);
        cvpn_drafting_line (group, "network", refer_to_network (d, connection), NULL);
        g_autoptr (GPtrArray) routes = cvpn_drafting_prefixes (connection->routes);
        cvpn_drafting_list (group, "routes", routes, FALSE);
    }
    add_more_connections (d);
}
