/* inventory_things: how each kind of the inventory's begins and ends. */
#include "import/inventory_things.h"

static void
begin_vpc (gpointer data)
{
    CvpnVpcThing *vpc = data;

    vpc->cidrs = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));
}

static void
free_vpc (gpointer data)
{
    CvpnVpcThing *vpc = data;

    g_array_unref (vpc->cidrs);
    g_free (vpc);
}

static void
begin_subnet (gpointer data)
{
    CvpnSubnetThing *subnet = data;

    subnet->cidr.length = CVPN_PREFIX_UNSET;
    subnet->available = -1;
}

static void
begin_route_table (gpointer data)
{
    CvpnRouteTableThing *table = data;

    table->subnets = g_ptr_array_new ();
    table->propagating = g_ptr_array_new ();
    table->routes = g_ptr_array_new_with_free_func (g_free);
}

static void
free_route_table (gpointer data)
{
    CvpnRouteTableThing *table = data;

    g_ptr_array_unref (table->subnets);
    g_ptr_array_unref (table->propagating);
    g_ptr_array_unref (table->routes);
    g_free (table);
}

static void
begin_nat (gpointer data)
{
    CvpnNatThing *nat = data;

    nat->addresses = g_array_new (FALSE, FALSE, sizeof (guint32));
}

static void
free_nat (gpointer data)
{
    CvpnNatThing *nat = data;

    g_array_unref (nat->addresses);
    g_free (nat);
}

static void
free_attachment (gpointer data)
{
    CvpnAttachmentThing *attachment = data;

    g_clear_pointer (&attachment->subnets, g_ptr_array_unref);
    g_free (attachment);
}

static void
begin_transit_table (gpointer data)
{
    CvpnTransitTableThing *table = data;

    table->routes = g_ptr_array_new_with_free_func (g_free);
    table->propagating = g_ptr_array_new ();
}

static void
free_transit_table (gpointer data)
{
    CvpnTransitTableThing *table = data;

    g_ptr_array_unref (table->routes);
    g_ptr_array_unref (table->propagating);
    g_free (table);
}

static void
begin_vpn_connection (gpointer data)
{
    CvpnVpnConnectionThing *connection = data;

    connection->routes = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));
}

static void
free_vpn_connection (gpointer data)
{
    CvpnVpnConnectionThing *connection = data;

    g_array_unref (connection->routes);
    g_free (connection);
}

static void
begin_vpc_endpoint (gpointer data)
{
    CvpnVpcEndpointThing *endpoint = data;

    endpoint->route_tables = g_ptr_array_new ();
}

static void
free_vpc_endpoint (gpointer data)
{
    CvpnVpcEndpointThing *endpoint = data;

    g_ptr_array_unref (endpoint->route_tables);
    g_free (endpoint);
}

static void
begin_prefix_list (gpointer data)
{
    CvpnPrefixListThing *list = data;

    list->entries = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));
}

static void
free_prefix_list (gpointer data)
{
    CvpnPrefixListThing *list = data;

    g_array_unref (list->entries);
    g_free (list);
}

static void
begin_security_group (gpointer data)
{
    CvpnSecurityGroupThing *group = data;

    group->ingress = g_array_new (FALSE, FALSE, sizeof (CvpnRuleThing));
    group->egress = g_array_new (FALSE, FALSE, sizeof (CvpnRuleThing));
}

static void
free_security_group (gpointer data)
{
    CvpnSecurityGroupThing *group = data;

    g_array_unref (group->ingress);
    g_array_unref (group->egress);
    g_free (group);
}

static void
begin_network_acl (gpointer data)
{
    CvpnAclThing *acl = data;

    acl->subnets = g_ptr_array_new ();
    acl->entries = g_array_new (FALSE, FALSE, sizeof (CvpnAclEntryThing));
}

static void
free_network_acl (gpointer data)
{
    CvpnAclThing *acl = data;

    g_ptr_array_unref (acl->subnets);
    g_array_unref (acl->entries);
    g_free (acl);
}

static void
begin_interface (gpointer data)
{
    CvpnInterfaceThing *interface = data;

    interface->source_dest_check = TRUE;
    interface->groups = g_ptr_array_new ();
    interface->addresses = g_array_new (FALSE, FALSE, sizeof (guint32));
    interface->public_addresses = g_array_new (FALSE, FALSE, sizeof (guint32));
}

static void
free_interface (gpointer data)
{
    CvpnInterfaceThing *interface = data;

    g_ptr_array_unref (interface->groups);
    g_array_unref (interface->addresses);
    g_array_unref (interface->public_addresses);
    g_free (interface);
}

static void
free_target_network (gpointer data)
{
    CvpnTargetNetworkThing *target = data;

    g_clear_pointer (&target->groups, g_ptr_array_unref);
    g_free (target);
}

static void
begin_client_vpn (gpointer data)
{
    CvpnClientVpnThing *endpoint = data;

    endpoint->client_cidr.length = CVPN_PREFIX_UNSET;
    endpoint->vpn_port = -1;
    endpoint->session_hours = -1;
    endpoint->disconnect_on_session_timeout = -1;
    endpoint->active_connections = -1;
    endpoint->groups = g_ptr_array_new ();
    endpoint->dns_servers = g_array_new (FALSE, FALSE, sizeof (guint32));
    endpoint->targets = g_ptr_array_new_with_free_func (free_target_network);
    endpoint->routes = g_ptr_array_new_with_free_func (g_free);
    endpoint->rules = g_ptr_array_new_with_free_func (g_free);
}

static void
free_client_vpn (gpointer data)
{
    CvpnClientVpnThing *endpoint = data;

    g_ptr_array_unref (endpoint->groups);
    g_array_unref (endpoint->dns_servers);
    g_ptr_array_unref (endpoint->targets);
    g_ptr_array_unref (endpoint->routes);
    g_ptr_array_unref (endpoint->rules);
    g_free (endpoint);
}

#define AT(member) G_STRUCT_OFFSET (CvpnInventory, member)

static const CvpnThingKind kinds[] = {
    { AT (vpcs), sizeof (CvpnVpcThing), begin_vpc, free_vpc },
    { AT (subnets), sizeof (CvpnSubnetThing), begin_subnet, g_free },
    { AT (route_tables), sizeof (CvpnRouteTableThing), begin_route_table, free_route_table },
    { AT (internet_gateways), sizeof (CvpnGatewayThing), NULL, g_free },
    { AT (vpn_gateways), sizeof (CvpnGatewayThing), NULL, g_free },
    { AT (nat_gateways), sizeof (CvpnNatThing), begin_nat, free_nat },
    { AT (peerings), sizeof (CvpnPeeringThing), NULL, g_free },
    { AT (transit_gateways), sizeof (CvpnTransitGatewayThing), NULL, g_free },
    { AT (attachments), sizeof (CvpnAttachmentThing), NULL, free_attachment },
    { AT (transit_tables), sizeof (CvpnTransitTableThing), begin_transit_table,
      free_transit_table },
    { AT (vpn_connections), sizeof (CvpnVpnConnectionThing), begin_vpn_connection,
      free_vpn_connection },
    { AT (vpc_endpoints), sizeof (CvpnVpcEndpointThing), begin_vpc_endpoint, free_vpc_endpoint },
    { AT (prefix_lists), sizeof (CvpnPrefixListThing), begin_prefix_list, free_prefix_list },
    { AT (security_groups), sizeof (CvpnSecurityGroupThing), begin_security_group,
      free_security_group },
    { AT (network_acls), sizeof (CvpnAclThing), begin_network_acl, free_network_acl },
    { AT (interfaces), sizeof (CvpnInterfaceThing), begin_interface, free_interface },
    { AT (client_vpns), sizeof (CvpnClientVpnThing), begin_client_vpn, free_client_vpn },
};

const CvpnThingKind *
cvpn_thing_kinds (guint *n)
{
    *n = G_N_ELEMENTS (kinds);
    return kinds;
}
