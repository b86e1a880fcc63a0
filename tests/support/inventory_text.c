#include "inventory_text.h"

#include "inventory_put.h"

static void
begin (GString *out, const char *kind, const CvpnThing *thing)
{
    g_string_append_printf (out, "%s %s", kind, thing->id);
    cvpn_text_put (out, "name", thing->name);
    cvpn_text_put_flag (out, "declared", thing->declared);
}

static void
put_vpc (GString *out, gpointer data)
{
    const CvpnVpcThing *vpc = data;

    begin (out, "vpc", &vpc->thing);
    cvpn_text_put_cidrs (out, vpc->cidrs);
    cvpn_text_put_flag (out, "dedicated", vpc->dedicated);
}

static void
put_subnet (GString *out, gpointer data)
{
    const CvpnSubnetThing *subnet = data;

    begin (out, "subnet", &subnet->thing);
    cvpn_text_put (out, "vpc", subnet->vpc);
    cvpn_text_put (out, "zone", subnet->zone);
    cvpn_text_put_cidr (out, subnet->cidr);
    cvpn_text_put_number (out, "available", subnet->available);
}

static void
put_route_table (GString *out, gpointer data)
{
    static const char *const states[] = { NULL, "blackhole", "unknown" };
    const CvpnRouteTableThing *table = data;

    begin (out, "route-table", &table->thing);
    cvpn_text_put (out, "vpc", table->vpc);
    cvpn_text_put_flag (out, "main", table->main);
    cvpn_text_put_flag (out, "unknown", table->unknown);
    cvpn_text_put_ids (out, "subnet", table->subnets);
    cvpn_text_put_ids (out, "propagating", table->propagating);
    for (guint i = 0; i < table->routes->len; i++) {
        const CvpnRouteThing *route = g_ptr_array_index (table->routes, i);
        g_string_append (out, "\n ");
        cvpn_text_put_cidr (out, route->cidr);
        cvpn_text_put (out, "list", route->prefix_list);
        cvpn_text_put (out, "target", route->target);
        cvpn_text_put (out, "kind", route->kind);
        cvpn_text_put (out, "state", states[route->state]);
        cvpn_text_put (out, "word", route->word);
        cvpn_text_put_flag (out, "propagated", route->propagated);
    }
}

static void
put_internet_gateway (GString *out, gpointer data)
{
    const CvpnGatewayThing *gateway = data;

    begin (out, "internet-gateway", &gateway->thing);
    cvpn_text_put (out, "vpc", gateway->vpc);
}

static void
put_vpn_gateway (GString *out, gpointer data)
{
    const CvpnGatewayThing *gateway = data;

    begin (out, "vpn-gateway", &gateway->thing);
    cvpn_text_put (out, "vpc", gateway->vpc);
}

static void
put_nat_gateway (GString *out, gpointer data)
{
    const CvpnNatThing *nat = data;

    begin (out, "nat-gateway", &nat->thing);
    cvpn_text_put (out, "vpc", nat->vpc);
    cvpn_text_put (out, "subnet", nat->subnet);
    cvpn_text_put_flag (out, "private", nat->private);
    cvpn_text_put_flag (out, "gone", nat->gone);
    cvpn_text_put_addresses (out, "address", nat->addresses);
}

static void
put_peering (GString *out, gpointer data)
{
    const CvpnPeeringThing *peering = data;

    begin (out, "peering", &peering->thing);
    cvpn_text_put (out, "requester", peering->requester_vpc);
    cvpn_text_put (out, "accepter", peering->accepter_vpc);
    cvpn_text_put (out, "status", peering->status);
}

static void
put_transit_gateway (GString *out, gpointer data)
{
    const CvpnTransitGatewayThing *gateway = data;

    begin (out, "transit-gateway", &gateway->thing);
    cvpn_text_put_flag (out, "security-group-referencing", gateway->security_group_referencing);
}

static void
put_attachment (GString *out, gpointer data)
{
    const CvpnAttachmentThing *attachment = data;

    begin (out, "attachment", &attachment->thing);
    cvpn_text_put (out, "gateway", attachment->transit_gateway);
    cvpn_text_put (out, "type", attachment->resource_type);
    cvpn_text_put (out, "resource", attachment->resource);
    cvpn_text_put (out, "state", attachment->state);
    cvpn_text_put_ids (out, "subnet", attachment->subnets);
    if (attachment->association_known)
        cvpn_text_put (out, "table", attachment->route_table ? attachment->route_table : "none");
    cvpn_text_put_flag (out, "appliance-mode", attachment->appliance_mode);
    cvpn_text_put_flag (out, "security-group-referencing", attachment->security_group_referencing);
}

static void
put_transit_table (GString *out, gpointer data)
{
    const CvpnTransitTableThing *table = data;

    begin (out, "transit-table", &table->thing);
    cvpn_text_put (out, "gateway", table->transit_gateway);
    cvpn_text_put_flag (out, "routes-known", table->routes_known);
    cvpn_text_put_flag (out, "propagations-known", table->propagations_known);
    cvpn_text_put_ids (out, "propagating", table->propagating);
    for (guint i = 0; i < table->routes->len; i++) {
        const CvpnTransitRouteThing *route = g_ptr_array_index (table->routes, i);
        g_string_append (out, "\n ");
        cvpn_text_put_cidr (out, route->cidr);
        cvpn_text_put (out, "attachment", route->attachment ? route->attachment : "blackhole");
        cvpn_text_put_flag (out, "propagated", route->propagated);
    }
}

static void
put_vpn_connection (GString *out, gpointer data)
{
    const CvpnVpnConnectionThing *connection = data;

    begin (out, "vpn-connection", &connection->thing);
    cvpn_text_put (out, "gateway", connection->gateway);
    cvpn_text_put (out, "customer", connection->customer_gateway);
    cvpn_text_put (out, "state", connection->state);
    cvpn_text_put_flag (out, "dynamic", connection->dynamic);
    cvpn_text_put_cidrs (out, connection->routes);
}

static void
put_vpc_endpoint (GString *out, gpointer data)
{
    const CvpnVpcEndpointThing *endpoint = data;

    begin (out, "vpc-endpoint", &endpoint->thing);
    cvpn_text_put (out, "vpc", endpoint->vpc);
    cvpn_text_put (out, "type", endpoint->type);
    cvpn_text_put (out, "service", endpoint->service);
    cvpn_text_put (out, "list", endpoint->prefix_list);
    cvpn_text_put (out, "state", endpoint->state);
    cvpn_text_put_ids (out, "table", endpoint->route_tables);
}

static void
put_prefix_list (GString *out, gpointer data)
{
    const CvpnPrefixListThing *list = data;

    begin (out, "prefix-list", &list->thing);
    cvpn_text_put (out, "called", list->list_name);
    cvpn_text_put_flag (out, "entries-known", list->entries_known);
    cvpn_text_put_cidrs (out, list->entries);
}

static void
put_rule (GString *out, const CvpnRuleThing *rule)
{
    if (rule->any)
        g_string_append (out, " all");
    else
        g_string_append_printf (out, " %u %d-%d", rule->protocol, rule->from_port, rule->to_port);
    cvpn_text_put_cidr (out, rule->cidr);
    cvpn_text_put (out, "group", rule->group);
    cvpn_text_put (out, "list", rule->prefix_list);
}

static void
put_security_group (GString *out, gpointer data)
{
    const CvpnSecurityGroupThing *group = data;

    begin (out, "security-group", &group->thing);
    cvpn_text_put (out, "vpc", group->vpc);
    cvpn_text_put_flag (out, "default", group->is_default);
    cvpn_text_put_flag (out, "rules-known", group->rules_known);
    for (guint i = 0; i < group->ingress->len; i++) {
        g_string_append (out, "\n  in");
        put_rule (out, &g_array_index (group->ingress, CvpnRuleThing, i));
    }
    for (guint i = 0; i < group->egress->len; i++) {
        g_string_append (out, "\n  out");
        put_rule (out, &g_array_index (group->egress, CvpnRuleThing, i));
    }
}

static void
put_network_acl (GString *out, gpointer data)
{
    const CvpnAclThing *acl = data;

    begin (out, "network-acl", &acl->thing);
    cvpn_text_put (out, "vpc", acl->vpc);
    cvpn_text_put_flag (out, "default", acl->is_default);
    cvpn_text_put_flag (out, "unknown", acl->unknown);
    cvpn_text_put_ids (out, "subnet", acl->subnets);
    for (guint i = 0; i < acl->entries->len; i++) {
        const CvpnAclEntryThing *entry = &g_array_index (acl->entries, CvpnAclEntryThing, i);
        g_string_append_printf (out, "\n  %s %" G_GINT64_FORMAT " %s", entry->egress ? "out" : "in",
                                entry->number, entry->allow ? "allow" : "deny");
        put_rule (out, &entry->match);
    }
}

static void
put_interface (GString *out, gpointer data)
{
    const CvpnInterfaceThing *interface = data;

    begin (out, "interface", &interface->thing);
    cvpn_text_put (out, "vpc", interface->vpc);
    cvpn_text_put (out, "subnet", interface->subnet);
    cvpn_text_put (out, "type", interface->type);
    cvpn_text_put (out, "instance", interface->instance);
    cvpn_text_put_flag (out, "primary", interface->primary);
    cvpn_text_put_flag (out, "client-vpn", interface->client_vpn);
    cvpn_text_put_flag (out, "stopped", interface->stopped);
    cvpn_text_put_flag (out, "no-check", !interface->source_dest_check);
    cvpn_text_put_flag (out, "groups-unknown", !interface->groups_known);
    cvpn_text_put_ids (out, "group", interface->groups);
    cvpn_text_put_addresses (out, "address", interface->addresses);
    cvpn_text_put_addresses (out, "public", interface->public_addresses);
}

static const char *
show_status (CvpnStatus status)
{
    static const char *const words[] = { "active", "not-active", "unknown" };

    return words[status];
}

static void
put_parts (GString *out, const CvpnClientVpnThing *endpoint)
{
    for (guint i = 0; i < endpoint->targets->len; i++) {
        const CvpnTargetNetworkThing *target = g_ptr_array_index (endpoint->targets, i);
        g_string_append_printf (out, "\n  target %s %s (%s)", target->subnet,
                                show_status (target->status), target->word);
        cvpn_text_put_ids (out, "group", target->groups);
    }
    for (guint i = 0; i < endpoint->routes->len; i++) {
        const CvpnClientRouteThing *route = g_ptr_array_index (endpoint->routes, i);
        g_string_append (out, "\n  route");
        cvpn_text_put_cidr (out, route->cidr);
        g_string_append_printf (out, " %s %s (%s)", route->subnet, show_status (route->status),
                                route->word);
        cvpn_text_put_flag (out, "automatic", route->automatic);
    }
    for (guint i = 0; i < endpoint->rules->len; i++) {
        const CvpnAuthorizationThing *rule = g_ptr_array_index (endpoint->rules, i);
        g_string_append (out, "\n  rule");
        cvpn_text_put_cidr (out, rule->cidr);
        g_string_append_printf (out, " %s %s (%s)", rule->group ? rule->group : "everyone",
                                show_status (rule->status), rule->word);
    }
}

static void
put_client_vpn (GString *out, gpointer data)
{
    const CvpnClientVpnThing *endpoint = data;

    begin (out, "client-vpn", &endpoint->thing);
    g_string_append_printf (out, " %s (%s)", show_status (endpoint->status), endpoint->word);
    cvpn_text_put_cidr (out, endpoint->client_cidr);
    cvpn_text_put (out, "vpc", endpoint->vpc);
    cvpn_text_put_flag (out, "transit-gateway", endpoint->transit_gateway);
    cvpn_text_put_flag (out, "groups-known", endpoint->groups_known);
    cvpn_text_put_ids (out, "group", endpoint->groups);
    cvpn_text_put_flag (out, "split", endpoint->split_tunnel);
    cvpn_text_put_flag (out, "tcp", endpoint->tcp);
    cvpn_text_put_number (out, "port", endpoint->vpn_port);
    cvpn_text_put_number (out, "hours", endpoint->session_hours);
    cvpn_text_put_number (out, "disconnect", endpoint->disconnect_on_session_timeout);
    cvpn_text_put_flag (out, "certificate", endpoint->certificate);
    cvpn_text_put_flag (out, "directory", endpoint->directory);
    cvpn_text_put_flag (out, "federated", endpoint->federated);
    cvpn_text_put_flag (out, "log", endpoint->connection_log);
    cvpn_text_put_flag (out, "handler", endpoint->connect_handler);
    cvpn_text_put_addresses (out, "dns", endpoint->dns_servers);
    cvpn_text_put_flag (out, "crl", endpoint->revocation_list);
    cvpn_text_put_number (out, "connections", endpoint->active_connections);
    cvpn_text_put_flag (out, "targets-known", endpoint->targets_known);
    cvpn_text_put_flag (out, "routes-known", endpoint->routes_known);
    cvpn_text_put_flag (out, "rules-known", endpoint->rules_known);
    put_parts (out, endpoint);
}

static void
put_all (GString *out, const CvpnInventory *inventory)
{
    static const char *const names[CVPN_ALL_KINDS] = {
        "vpcs",         "subnets",         "route-tables",  "security-groups",
        "network-acls", "interfaces",      "instances",     "igws",
        "nats",         "peerings",        "tgws",          "attachments",
        "vgws",         "vpn-connections", "vpc-endpoints", "prefix-lists",
    };
    gboolean any = FALSE;

    for (guint i = 0; i < CVPN_ALL_KINDS; i++)
        if (inventory->all[i]) {
            g_string_append_printf (out, "%s %s", any ? "" : "all:", names[i]);
            any = TRUE;
        }
    if (any)
        g_string_append_c (out, '\n');
}

static void
put_notes (GString *out, const CvpnInventory *inventory)
{
    static const char *const kinds[] = { "read", "skipped", "left out", "missing", "remark" };

    for (guint i = 0; i < inventory->notes->len; i++) {
        const CvpnImportNote *note = g_ptr_array_index (inventory->notes, i);
        g_string_append_printf (out, "%s: %s%s%s: %s", kinds[note->kind],
                                note->file ? note->file : "", note->file ? ": " : "", note->what,
                                note->text);
        cvpn_text_put_number (out, "count", note->count > 0 ? (gint64) note->count : -1);
        g_string_append_c (out, '\n');
    }
}

char *
cvpn_inventory_text (const CvpnInventory *inventory)
{
    const struct {
        const GPtrArray *things;
        void (*put) (GString *out, gpointer thing);
    } kinds[] = {
        { inventory->vpcs, put_vpc },
        { inventory->subnets, put_subnet },
        { inventory->route_tables, put_route_table },
        { inventory->internet_gateways, put_internet_gateway },
        { inventory->vpn_gateways, put_vpn_gateway },
        { inventory->nat_gateways, put_nat_gateway },
        { inventory->peerings, put_peering },
        { inventory->transit_gateways, put_transit_gateway },
        { inventory->attachments, put_attachment },
        { inventory->transit_tables, put_transit_table },
        { inventory->vpn_connections, put_vpn_connection },
        { inventory->vpc_endpoints, put_vpc_endpoint },
        { inventory->prefix_lists, put_prefix_list },
        { inventory->security_groups, put_security_group },
        { inventory->network_acls, put_network_acl },
        { inventory->interfaces, put_interface },
        { inventory->client_vpns, put_client_vpn },
    };
    GString *out = g_string_new (NULL);

    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        for (guint k = 0; k < kinds[i].things->len; k++) {
            kinds[i].put (out, g_ptr_array_index (kinds[i].things, k));
            g_string_append_c (out, '\n');
        }
    put_all (out, inventory);
    put_notes (out, inventory);
    for (guint i = 0; i < cvpn_report_faults (inventory->report)->len; i++) {
        const CvpnFault *fault = g_ptr_array_index (cvpn_report_faults (inventory->report), i);
        g_string_append_printf (out, "fault: %u: %s\n", fault->line, fault->text);
    }
    return g_string_free (out, FALSE);
}
