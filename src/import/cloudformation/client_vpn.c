/* Client VPN endpoints, their associations, routes and authorization rules. */
#include "import/cloudformation/resources.h"
#include "import/things.h"

#include <string.h>

static CvpnClientVpnThing *
find_endpoint (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const char *id = cvpn_cfn_need_id (cfn, resource, "ClientVpnEndpointId");
    CvpnClientVpnThing *endpoint =
        id ? cvpn_inventory_find (cfn->inventory, cfn->inventory->client_vpns, id) : NULL;

    if (id && !endpoint)
        cvpn_cfn_left_out (cfn, resource->type, "of endpoints that the template does not make");
    return endpoint;
}

static void
read_authentication (CvpnCfn *cfn, const CvpnCfnResource *resource, CvpnClientVpnThing *endpoint)
{
    const CvpnCfnValue *options = cvpn_cfn_property (cfn, resource, "AuthenticationOptions");
    const GPtrArray *items = cvpn_cfn_items (cfn, options);

    if (options->kind == CVPN_CFN_UNKNOWN)
        cvpn_cfn_need (cfn, options);
    for (guint i = 0; items && i < items->len; i++) {
        const CvpnCfnValue *type = cvpn_cfn_get (cfn, g_ptr_array_index (items, i), "Type");
        const char *word = cvpn_cfn_string (cfn, type);
        if (!word)
            continue;
        if (strcmp (word, "certificate-authentication") == 0)
            endpoint->certificate = TRUE;
        else if (strcmp (word, "directory-service-authentication") == 0)
            endpoint->directory = TRUE;
        else if (strcmp (word, "federated-authentication") == 0)
            endpoint->federated = TRUE;
        else
            cvpn_node_fault (type->node, "certificate-authentication, "
                                         "directory-service-authentication or "
                                         "federated-authentication is expected");
    }
}

static void
read_dns_servers (CvpnCfn *cfn, const CvpnCfnResource *resource, CvpnClientVpnThing *endpoint)
{
    const CvpnCfnValue *servers = cvpn_cfn_property (cfn, resource, "DnsServers");
    const GPtrArray *items = cvpn_cfn_items (cfn, servers);
    guint32 address;

    if (servers->kind == CVPN_CFN_UNKNOWN)
        cvpn_cfn_need (cfn, servers);
    for (guint i = 0; items && i < items->len; i++) {
        const CvpnCfnValue *server = g_ptr_array_index (items, i);
        if (cvpn_cfn_address (cfn, server, &address))
            g_array_append_val (endpoint->dns_servers, address);
        else if (server->kind == CVPN_CFN_UNKNOWN)
            cvpn_cfn_remark (cfn, resource->name,
                             "a DNS server is left out, since its address "
                             "is not in the template");
    }
}

static gboolean
option (CvpnCfn *cfn, const CvpnCfnResource *resource, const char *options, const char *name)
{
    const CvpnCfnValue *object = cvpn_cfn_property (cfn, resource, options);

    return cvpn_cfn_boolean (cfn, cvpn_cfn_get (cfn, object, name), FALSE);
}

static gboolean
read_transport (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const CvpnCfnValue *value = cvpn_cfn_property (cfn, resource, "TransportProtocol");
    const char *word = cvpn_cfn_string (cfn, value);

    if (word && g_ascii_strcasecmp (word, "tcp") != 0 && g_ascii_strcasecmp (word, "udp") != 0)
        cvpn_node_fault (value->node, "tcp or udp is expected");
    return word && g_ascii_strcasecmp (word, "tcp") == 0;
}

static void
read_settings (CvpnCfn *cfn, const CvpnCfnResource *resource, CvpnClientVpnThing *endpoint)
{
    const CvpnCfnValue *disconnect =
        cvpn_cfn_property (cfn, resource, "DisconnectOnSessionTimeout");

    endpoint->split_tunnel =
        cvpn_cfn_boolean (cfn, cvpn_cfn_property (cfn, resource, "SplitTunnel"), FALSE);
    endpoint->tcp = read_transport (cfn, resource);
    endpoint->vpn_port = cvpn_cfn_integer (cfn, cvpn_cfn_property (cfn, resource, "VpnPort"), -1);
    endpoint->session_hours =
        cvpn_cfn_integer (cfn, cvpn_cfn_property (cfn, resource, "SessionTimeoutHours"), -1);
    endpoint->disconnect_on_session_timeout =
        disconnect->kind == CVPN_CFN_ABSENT ? -1 : cvpn_cfn_boolean (cfn, disconnect, FALSE);
    endpoint->connection_log = option (cfn, resource, "ConnectionLogOptions", "Enabled");
    endpoint->connect_handler = option (cfn, resource, "ClientConnectOptions", "Enabled");
}

void
cvpn_cfn_read_client_vpn (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const CvpnCfnValue *block = cvpn_cfn_property (cfn, resource, "ClientCidrBlock");
    const CvpnCfnValue *transit = cvpn_cfn_property (cfn, resource, "TransitGatewayConfiguration");
    CvpnClientVpnThing *endpoint = cvpn_inventory_add_client_vpn (
        cfn->inventory, resource->name, cvpn_cfn_name_tag (cfn, resource), cfn->source);

    endpoint->thing.declared = TRUE;
    endpoint->status = CVPN_STATUS_ACTIVE;
    endpoint->word = "available";
    endpoint->transit_gateway = transit->kind != CVPN_CFN_ABSENT;
    if (!cvpn_cfn_cidr (cfn, block, &endpoint->client_cidr) &&
        (block->kind == CVPN_CFN_ABSENT || (block->kind == CVPN_CFN_UNKNOWN && !block->gives)))
        cvpn_node_fault (block->node, "the block of the clients' addresses is needed, and it is "
                                      "not in the template");
    endpoint->vpc = cvpn_cfn_property_id (cfn, resource, "VpcId");
    endpoint->groups_known =
        cvpn_cfn_ids (cfn, cvpn_cfn_property (cfn, resource, "SecurityGroupIds"), endpoint->groups);
    endpoint->targets_known = TRUE;
    endpoint->routes_known = TRUE;
    endpoint->rules_known = TRUE;
    endpoint->active_connections = -1;
    read_authentication (cfn, resource, endpoint);
    read_settings (cfn, resource, endpoint);
    read_dns_servers (cfn, resource, endpoint);
}

void
cvpn_cfn_read_client_association (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    CvpnClientVpnThing *endpoint = find_endpoint (cfn, resource);
    const char *subnet = endpoint ? cvpn_cfn_need_id (cfn, resource, "SubnetId") : NULL;

    if (!subnet)
        return;
    CvpnTargetNetworkThing *target = g_new0 (CvpnTargetNetworkThing, 1);
    target->subnet = subnet;
    target->status = CVPN_STATUS_ACTIVE;
    target->word = "associated";
    target->groups = g_ptr_array_new ();
    g_ptr_array_add (endpoint->targets, target);
}

void
cvpn_cfn_read_client_route (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const CvpnCfnValue *block = cvpn_cfn_property (cfn, resource, "DestinationCidrBlock");
    const CvpnCfnValue *target = cvpn_cfn_property (cfn, resource, "TargetVpcSubnetId");
    CvpnClientVpnThing *endpoint = find_endpoint (cfn, resource);
    CvpnPrefix cidr;

    if (!endpoint)
        return;
    /* "local" is a word, not an id. */
    const char *subnet = target->kind == CVPN_CFN_TEXT && strcmp (target->text, "local") == 0
                             ? target->text
                             : cvpn_cfn_need_id (cfn, resource, "TargetVpcSubnetId");
    if (cvpn_cfn_cidr (cfn, block, &cidr)) {
        if (subnet)
            cvpn_thing_add_client_route (endpoint, cidr, subnet, FALSE);
    } else if (block->kind == CVPN_CFN_ABSENT)
        cvpn_node_fault (block->node, "a CIDR block is expected");
    else if (block->kind == CVPN_CFN_UNKNOWN)
        endpoint->routes_known = FALSE;
}

void
cvpn_cfn_read_client_rule (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const CvpnCfnValue *block = cvpn_cfn_property (cfn, resource, "TargetNetworkCidr");
    const CvpnCfnValue *group = cvpn_cfn_property (cfn, resource, "AccessGroupId");
    const gboolean everyone =
        cvpn_cfn_boolean (cfn, cvpn_cfn_property (cfn, resource, "AuthorizeAllGroups"), FALSE);
    CvpnClientVpnThing *endpoint = find_endpoint (cfn, resource);
    CvpnAuthorizationThing rule = { .status = CVPN_STATUS_ACTIVE, .word = "active" };

    if (!endpoint)
        return;
    if (!everyone && group->kind == CVPN_CFN_ABSENT) {
        cvpn_node_fault (resource->node, "a rule has an AccessGroupId, or AuthorizeAllGroups");
        return;
    }
    rule.group = everyone ? NULL : cvpn_cfn_string (cfn, group);
    if (cvpn_cfn_cidr (cfn, block, &rule.cidr))
        g_ptr_array_add (endpoint->rules, g_memdup2 (&rule, sizeof rule));
    else if (block->kind == CVPN_CFN_ABSENT)
        cvpn_node_fault (block->node, "a CIDR block is expected");
    else if (block->kind == CVPN_CFN_UNKNOWN)
        endpoint->rules_known = FALSE;
}

/* The VPC of the associated subnets, whatever the endpoint names. */
static const CvpnVpcThing *
vpc_of_target (CvpnCfn *cfn, CvpnClientVpnThing *endpoint, const char *subnet_id)
{
    const CvpnInventory *inventory = cfn->inventory;
    const CvpnSubnetThing *subnet = cvpn_inventory_find (inventory, inventory->subnets, subnet_id);

    if (subnet && !endpoint->vpc)
        endpoint->vpc = subnet->vpc;
    const char *vpc = subnet ? subnet->vpc : endpoint->vpc;
    return vpc ? cvpn_inventory_find (inventory, inventory->vpcs, vpc) : NULL;
}

/* An association makes the VPC's route by itself (AWS Client VPN Administrator Guide, "Routes").
 * A second block is in it if it was there first, which a template seldom says. */
static void
finish_endpoint (CvpnCfn *cfn, CvpnClientVpnThing *endpoint)
{
    for (guint i = 0; i < endpoint->targets->len; i++) {
        const CvpnTargetNetworkThing *target = g_ptr_array_index (endpoint->targets, i);
        const CvpnVpcThing *vpc = vpc_of_target (cfn, endpoint, target->subnet);
        if (!vpc) {
            endpoint->routes_known = FALSE;
            cvpn_cfn_remark (cfn, endpoint->thing.id,
                             "the route that an association makes by itself is to a VPC whose "
                             "blocks are not in the template");
            continue;
        }
        if (vpc->cidrs->len > 1)
            cvpn_cfn_remark (cfn, endpoint->thing.id,
                             "associations are taken to make routes to all %u blocks of %s: the "
                             "blocks are supposed to be there before them",
                             vpc->cidrs->len, vpc->thing.id);
        for (guint j = 0; j < vpc->cidrs->len; j++) {
            const CvpnPrefix cidr = g_array_index (vpc->cidrs, CvpnPrefix, j);
            cvpn_thing_add_client_route (endpoint, cidr, target->subnet, TRUE);
        }
    }
}

void
cvpn_cfn_finish_client_vpns (CvpnCfn *cfn)
{
    for (guint i = 0; i < cfn->inventory->client_vpns->len; i++)
        finish_endpoint (cfn, g_ptr_array_index (cfn->inventory->client_vpns, i));
}
