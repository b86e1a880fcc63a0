/* terraform_client_vpn: endpoints, their associations, routes and authorization rules. */
#include <string.h>

#include "import/terraform/terraform.h"
#include "import/things.h"

static CvpnClientVpnThing *
find_endpoint (CvpnTerraform *terraform, const char *id)
{
    return cvpn_inventory_find (terraform->inventory, terraform->inventory->client_vpns, id);
}

static gboolean
has_flag (const CvpnTerraformResource *resource, const char *block, const char *name)
{
    CvpnNode list = cvpn_node_member (&resource->values, block);
    CvpnNode first = cvpn_node_element (&list, 0);

    return cvpn_node_length (&list) > 0 && cvpn_node_get_boolean (&first, name, FALSE);
}

static void
read_authentication (const CvpnTerraformResource *resource, CvpnClientVpnThing *endpoint)
{
    CvpnNode list = cvpn_node_member (&resource->values, "authentication_options");
    gsize n = cvpn_node_length (&list);

    for (gsize i = 0; i < n; i++) {
        CvpnNode one = cvpn_node_element (&list, i);
        CvpnNode node = cvpn_node_member (&one, "type");
        const char *type = cvpn_node_string (&node);

        if (type == NULL)
            continue;
        if (strcmp (type, "certificate-authentication") == 0)
            endpoint->certificate = TRUE;
        else if (strcmp (type, "directory-service-authentication") == 0)
            endpoint->directory = TRUE;
        else if (strcmp (type, "federated-authentication") == 0)
            endpoint->federated = TRUE;
        else
            cvpn_node_fault (&node, "expected certificate-authentication, "
                                    "directory-service-authentication or "
                                    "federated-authentication");
    }
}

static void
read_groups (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
             CvpnClientVpnThing *endpoint)
{
    const json_t *expressions = json_object_get (resource->configuration, "expressions");

    g_ptr_array_unref (endpoint->groups);
    endpoint->groups = cvpn_terraform_refer_all (terraform, resource, "security_group_ids",
                                                 &endpoint->groups_known);
    /* Where none are written it gets the VPC's default group. */
    if (terraform->plan && json_object_get (expressions, "security_group_ids") == NULL)
        endpoint->groups_known = TRUE;
}

static void
read_options (const CvpnTerraformResource *resource, CvpnClientVpnThing *endpoint)
{
    const char *transport = cvpn_terraform_text_of (resource, "transport_protocol");
    CvpnNode disconnect = cvpn_node_member (&resource->values, "disconnect_on_session_timeout");
    CvpnNode servers = cvpn_node_member (&resource->values, "dns_servers");

    endpoint->split_tunnel = cvpn_terraform_flag (resource, "split_tunnel", FALSE);
    endpoint->tcp = g_strcmp0 (transport, "tcp") == 0;
    endpoint->vpn_port = cvpn_terraform_number (&resource->values, "vpn_port", -1);
    endpoint->session_hours =
        cvpn_terraform_number (&resource->values, "session_timeout_hours", -1);
    if (disconnect.json != NULL && !json_is_null (disconnect.json))
        endpoint->disconnect_on_session_timeout = cvpn_node_boolean (&disconnect, FALSE);
    endpoint->connection_log = has_flag (resource, "connection_log_options", "enabled");
    endpoint->connect_handler = has_flag (resource, "client_connect_options", "enabled");
    cvpn_terraform_addresses (&servers, endpoint->dns_servers);
}

CVPN_TERRAFORM_READER (client_vpn)
{
    CvpnNode transit = cvpn_node_member (&resource->values, "transit_gateway_configuration");
    CvpnClientVpnThing *endpoint = find_endpoint (terraform, resource->id);

    if (endpoint != NULL)
        return;
    endpoint = CVPN_TERRAFORM_NEW (terraform, resource, client_vpn);
    endpoint->status = CVPN_STATUS_ACTIVE;
    endpoint->word = "available";
    endpoint->transit_gateway =
        json_array_size (transit.json) > 0 || json_object_size (transit.json) > 0;
    if (!cvpn_terraform_cidr (resource, "client_cidr_block", &endpoint->client_cidr))
        cvpn_terraform_remark (terraform, resource,
                               "its client_cidr_block is not known before it is made");
    endpoint->vpc = cvpn_terraform_refer (terraform, resource, "vpc_id");
    read_groups (terraform, resource, endpoint);
    read_authentication (resource, endpoint);
    read_options (resource, endpoint);
    endpoint->targets_known = endpoint->routes_known = endpoint->rules_known = resource->managed;
}

/* The endpoint that a part belongs to; of each that it may belong to 'unknown' is called. */
static CvpnClientVpnThing *
find_owner (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
            void (*unknown) (CvpnClientVpnThing *endpoint))
{
    const char *id = cvpn_terraform_refer (terraform, resource, "client_vpn_endpoint_id");
    const GPtrArray *endpoints = terraform->inventory->client_vpns;
    CvpnClientVpnThing *endpoint = find_endpoint (terraform, id);

    for (guint i = 0; endpoint == NULL && i < endpoints->len; i++) {
        CvpnClientVpnThing *one = g_ptr_array_index (endpoints, i);

        if (cvpn_terraform_may_be (terraform, id, one->thing.id))
            unknown (one);
    }
    if (endpoint == NULL)
        cvpn_terraform_left_out (terraform, resource, "parts of Client VPN endpoints",
                                 "of endpoints that are not in the input");
    return endpoint;
}

static void
forget_targets (CvpnClientVpnThing *endpoint)
{
    endpoint->targets_known = FALSE;
}

static void
forget_routes (CvpnClientVpnThing *endpoint)
{
    endpoint->routes_known = FALSE;
}

static void
forget_rules (CvpnClientVpnThing *endpoint)
{
    endpoint->rules_known = FALSE;
}

/* Before version 5 of the provider associations had the security groups, of which a plan may know
 * some only. */
static void
read_target_groups (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
                    CvpnClientVpnThing *endpoint, CvpnTargetNetworkThing *target)
{
    const json_t *expressions = json_object_get (resource->configuration, "expressions");
    gboolean known;

    target->groups = cvpn_terraform_refer_all (terraform, resource, "security_groups", &known);
    target->groups_known = known && target->groups->len > 0;
    if (endpoint->groups->len > 0)
        return;
    if (!known && json_object_get (expressions, "security_groups") != NULL)
        endpoint->groups_known = FALSE;
    for (guint i = 0; i < target->groups->len; i++)
        g_ptr_array_add (endpoint->groups, g_ptr_array_index (target->groups, i));
}

CVPN_TERRAFORM_READER (client_vpn_association)
{
    CvpnClientVpnThing *endpoint = find_owner (terraform, resource, forget_targets);
    const char *subnet = cvpn_terraform_refer (terraform, resource, "subnet_id");
    const char *status = cvpn_terraform_text_of (resource, "status");
    CvpnTargetNetworkThing *target;

    if (endpoint == NULL)
        return;
    if (subnet == NULL || g_hash_table_contains (terraform->uncertain, subnet)) {
        endpoint->targets_known = FALSE;
        return;
    }
    if (status != NULL && strcmp (status, "associated") != 0 &&
        strcmp (status, "associating") != 0) {
        cvpn_terraform_left_out (terraform, resource, "target networks", "not associated");
        return;
    }
    target = g_new0 (CvpnTargetNetworkThing, 1);
    target->subnet = subnet;
    target->status = CVPN_STATUS_ACTIVE;
    target->word = "associated";
    read_target_groups (terraform, resource, endpoint, target);
    g_ptr_array_add (endpoint->targets, target);
}

CVPN_TERRAFORM_READER (client_vpn_route)
{
    CvpnClientVpnThing *endpoint = find_owner (terraform, resource, forget_routes);
    const char *text = cvpn_terraform_text_of (resource, "destination_cidr_block");
    const char *subnet = cvpn_terraform_refer (terraform, resource, "target_vpc_subnet_id");
    CvpnPrefix cidr;

    if (endpoint == NULL)
        return;
    if (text != NULL && strchr (text, ':') != NULL) {
        cvpn_terraform_left_out (terraform, resource, "routes of Client VPN endpoints", "IPv6");
        return;
    }
    if (text == NULL || subnet == NULL || g_hash_table_contains (terraform->uncertain, subnet)) {
        endpoint->routes_known = FALSE;
        cvpn_terraform_remark (terraform, resource,
                               "is not known as a whole, so the endpoint's routes are not");
    } else if (cvpn_terraform_cidr (resource, "destination_cidr_block", &cidr)) {
        cvpn_thing_add_client_route (
            endpoint, cidr, subnet,
            g_strcmp0 (cvpn_terraform_text_of (resource, "origin"), "associate") == 0);
    }
}

CVPN_TERRAFORM_READER (client_vpn_rule)
{
    CvpnClientVpnThing *endpoint = find_owner (terraform, resource, forget_rules);
    const char *text = cvpn_terraform_text_of (resource, "target_network_cidr");
    const char *group = cvpn_terraform_text_of (resource, "access_group_id");
    CvpnAuthorizationThing rule = { .status = CVPN_STATUS_ACTIVE, .word = "active" };

    if (endpoint == NULL)
        return;
    if (text != NULL && strchr (text, ':') != NULL) {
        cvpn_terraform_left_out (terraform, resource, "authorization rules", "IPv6");
        return;
    }
    if (text == NULL || (group == NULL && cvpn_terraform_unknown (resource, "access_group_id"))) {
        endpoint->rules_known = FALSE;
        cvpn_terraform_remark (terraform, resource,
                               "is not known as a whole, so the endpoint's rules are not");
        return;
    }
    if (!cvpn_terraform_cidr (resource, "target_network_cidr", &rule.cidr))
        return;
    if (!cvpn_terraform_flag (resource, "authorize_all_groups", FALSE)) {
        CvpnNode node = cvpn_node_member (&resource->values, "access_group_id");

        if (group == NULL) {
            cvpn_node_fault (&node, "neither access_group_id nor authorize_all_groups is set");
            return;
        }
        rule.group = cvpn_inventory_keep (terraform->inventory, group);
    }
    g_ptr_array_add (endpoint->rules, g_memdup2 (&rule, sizeof rule));
}

/* Each association brings the routes to the blocks of its VPC (AWS Client VPN Administrator
 * Guide, "Routes"). */
static void
add_automatic (CvpnTerraform *terraform, CvpnClientVpnThing *endpoint)
{
    const CvpnInventory *inventory = terraform->inventory;

    for (guint i = 0; i < endpoint->targets->len; i++) {
        const CvpnTargetNetworkThing *target = g_ptr_array_index (endpoint->targets, i);
        const CvpnSubnetThing *subnet =
            cvpn_inventory_find (inventory, inventory->subnets, target->subnet);
        const CvpnVpcThing *vpc;

        if (endpoint->vpc == NULL && subnet != NULL)
            endpoint->vpc = subnet->vpc;
        vpc = cvpn_inventory_find (inventory, inventory->vpcs,
                                   subnet != NULL ? subnet->vpc : endpoint->vpc);
        for (guint j = 0; vpc != NULL && j < vpc->cidrs->len; j++)
            cvpn_thing_add_client_route (endpoint, g_array_index (vpc->cidrs, CvpnPrefix, j),
                                         target->subnet, TRUE);
        if (vpc != NULL && vpc->cidrs->len > 1)
            cvpn_inventory_note (terraform->inventory, CVPN_IMPORT_REMARK, endpoint->thing.source,
                                 endpoint->thing.id, 0,
                                 "taken to have automatic routes to all blocks of %s; a block "
                                 "that was added after a subnet was associated has none",
                                 vpc->thing.id);
    }
}

void
cvpn_terraform_finish_client_vpns (CvpnTerraform *terraform)
{
    const GPtrArray *endpoints = terraform->inventory->client_vpns;

    for (guint i = 0; i < endpoints->len; i++)
        add_automatic (terraform, g_ptr_array_index (endpoints, i));
}
