/* cli_client_vpn: describe-client-vpn-endpoints, and what can be said of an endpoint only when all
 * calls about it are read. */
#include "import/cli/cli.h"

#include <string.h>

#define TARGETS     "describe-client-vpn-target-networks"
#define ROUTES      "describe-client-vpn-routes"
#define RULES       "describe-client-vpn-authorization-rules"
#define CONNECTIONS "describe-client-vpn-connections"

static void
read_authentication (CvpnCliAnswer *answer, const CvpnNode *element, CvpnClientVpnThing *endpoint)
{
    const CvpnNode options = cvpn_node_member (element, "AuthenticationOptions");

    for (gsize i = 0, n = cvpn_node_length (&options); i < n; i++) {
        const CvpnNode option = cvpn_node_element (&options, i);
        const char *type = cvpn_node_get_string (&option, "Type");
        if (g_strcmp0 (type, "certificate-authentication") == 0)
            endpoint->certificate = TRUE;
        else if (g_strcmp0 (type, "directory-service-authentication") == 0)
            endpoint->directory = TRUE;
        else if (g_strcmp0 (type, "federated-authentication") == 0)
            endpoint->federated = TRUE;
        else
            cvpn_inventory_note (answer->inventory, CVPN_IMPORT_REMARK, answer->source,
                                 endpoint->thing.id, 0,
                                 "a kind of authentication that is not known: left out");
    }
}

static void
read_dns_servers (CvpnCliAnswer *answer, const CvpnNode *element, CvpnClientVpnThing *endpoint)
{
    const CvpnNode servers = cvpn_node_member (element, "DnsServers");
    guint32 address;

    for (gsize i = 0, n = cvpn_node_length (&servers); i < n; i++) {
        const CvpnNode server = cvpn_node_element (&servers, i);
        const char *text = cvpn_node_string (&server);
        if (text != NULL && strchr (text, ':') != NULL)
            cvpn_cli_left_out_ipv6 (answer, "DNS servers", 1);
        else if (cvpn_node_address (&server, &address))
            g_array_append_val (endpoint->dns_servers, address);
    }
}

static void
read_settings (const CvpnNode *element, CvpnClientVpnThing *endpoint)
{
    const CvpnNode log = cvpn_node_member (element, "ConnectionLogOptions");
    const CvpnNode handler = cvpn_node_member (element, "ClientConnectOptions");
    const CvpnNode disconnect = cvpn_node_member (element, "DisconnectOnSessionTimeout");
    const char *protocol = cvpn_node_get_string (element, "TransportProtocol");

    endpoint->split_tunnel = cvpn_node_get_boolean (element, "SplitTunnel", FALSE);
    endpoint->tcp = protocol != NULL && g_str_equal (protocol, "tcp");
    endpoint->vpn_port = cvpn_node_get_integer (element, "VpnPort", -1);
    endpoint->session_hours = cvpn_node_get_integer (element, "SessionTimeoutHours", -1);
    if (disconnect.json != NULL && !json_is_null (disconnect.json))
        endpoint->disconnect_on_session_timeout = cvpn_node_boolean (&disconnect, FALSE);
    endpoint->connection_log = cvpn_node_get_boolean (&log, "Enabled", FALSE);
    endpoint->connect_handler = cvpn_node_get_boolean (&handler, "Enabled", FALSE);
}

static gboolean
is_of_transit_gateway (const CvpnNode *element)
{
    const CvpnNode configuration = cvpn_node_member (element, "TransitGatewayConfiguration");

    return json_object_size (configuration.json) > 0;
}

/* Deprecated in the Amazon EC2 API Reference, and still printed: the associated subnets. */
static void
read_networks (CvpnCliAnswer *answer, const CvpnNode *element, const char *id)
{
    GPtrArray *networks = g_ptr_array_new ();

    cvpn_cli_ids (answer, element, "AssociatedTargetNetworks", "NetworkId", networks);
    g_hash_table_insert (answer->reader->networks, (gpointer) (gsize) id, networks);
}

void
cvpn_cli_read_client_vpn (CvpnCliAnswer *answer, const CvpnNode *element)
{
    static const char *const active[] = { "available", "pending-associate", NULL };
    static const char *const inactive[] = { "deleting", "deleted", "pending", NULL };
    const char *id = cvpn_node_need_id (element, "ClientVpnEndpointId");
    CvpnClientVpnThing *endpoint;

    if (!id || !cvpn_cli_is_new (answer, id, element))
        return;
    endpoint = cvpn_inventory_add_client_vpn (answer->inventory, id,
                                              cvpn_cli_name (element, "Tags"), answer->source);
    endpoint->word = cvpn_cli_status_word (answer, element);
    endpoint->status = cvpn_cli_status (endpoint->word, active, inactive);
    endpoint->transit_gateway = is_of_transit_gateway (element);
    if (cvpn_cli_is_ipv6 (element, "ClientCidrBlock"))
        cvpn_cli_left_out_ipv6 (answer, "client CIDR blocks", 1);
    else
        cvpn_node_get_cidr (element, "ClientCidrBlock", &endpoint->client_cidr);
    endpoint->vpc = cvpn_cli_id (answer, element, "VpcId");
    endpoint->groups_known =
        cvpn_cli_ids (answer, element, "SecurityGroupIds", NULL, endpoint->groups);
    read_settings (element, endpoint);
    read_authentication (answer, element, endpoint);
    read_dns_servers (answer, element, endpoint);
    read_networks (answer, element, endpoint->thing.id);
}

/* How many endpoints have no answer of the call. */
static guint
count_unanswered (const CvpnCliReader *reader, const char *call)
{
    const GPtrArray *endpoints = reader->inventory->client_vpns;
    guint n = 0;

    for (guint i = 0; i < endpoints->len; i++) {
        const CvpnClientVpnThing *endpoint = g_ptr_array_index (endpoints, i);
        n += endpoint->status != CVPN_STATUS_NOT_ACTIVE &&
             !cvpn_cli_heard (reader, call, endpoint->thing.id);
    }
    return n;
}

static gboolean
knows (const CvpnCliReader *reader, const char *call, const CvpnClientVpnThing *endpoint,
       gboolean all_asked)
{
    return cvpn_cli_knows (reader, call, endpoint->thing.id) ||
           (all_asked && endpoint->status != CVPN_STATUS_NOT_ACTIVE &&
            !cvpn_cli_heard (reader, call, endpoint->thing.id));
}

/* As many empty answers without a name as endpoints without an answer: those are theirs. */
static gboolean
all_asked (const CvpnCliReader *reader, const char *call)
{
    const guint unnamed = GPOINTER_TO_UINT (g_hash_table_lookup (reader->unnamed, call));

    return unnamed > 0 && unnamed >= count_unanswered (reader, call);
}

static CvpnTargetNetworkThing *
find_target (const CvpnClientVpnThing *endpoint, const char *subnet)
{
    for (guint i = 0; i < endpoint->targets->len; i++) {
        CvpnTargetNetworkThing *target = g_ptr_array_index (endpoint->targets, i);
        if (g_strcmp0 (target->subnet, subnet) == 0)
            return target;
    }
    return NULL;
}

static void
add_target (CvpnClientVpnThing *endpoint, const char *subnet)
{
    CvpnTargetNetworkThing *target;

    if (find_target (endpoint, subnet) != NULL)
        return;
    target = g_new0 (CvpnTargetNetworkThing, 1);
    target->subnet = subnet;
    target->status = CVPN_STATUS_ACTIVE;
    target->word = "associated";
    target->groups = g_ptr_array_new ();
    g_ptr_array_add (endpoint->targets, target);
}

/* Each association makes a route of its VPC's block, which cannot be deleted by itself (AWS Client
 * VPN Administrator Guide, "Routes"): the automatic routes name all associated subnets. */
static void
infer_targets (CvpnCliReader *reader, CvpnClientVpnThing *endpoint)
{
    const GPtrArray *networks = g_hash_table_lookup (reader->networks, endpoint->thing.id);
    const char *from = NULL;

    for (guint i = 0; networks != NULL && i < networks->len; i++) {
        add_target (endpoint, g_ptr_array_index (networks, i));
        from = "AssociatedTargetNetworks";
    }
    for (guint i = 0; !from && endpoint->routes_known && i < endpoint->routes->len; i++) {
        const CvpnClientRouteThing *route = g_ptr_array_index (endpoint->routes, i);
        if (route->automatic && route->subnet && route->status == CVPN_STATUS_ACTIVE)
            add_target (endpoint, route->subnet);
    }
    if (!from && endpoint->targets->len > 0)
        from = "its automatic routes";
    endpoint->targets_known = from != NULL;
    if (from)
        cvpn_inventory_note (reader->inventory, CVPN_IMPORT_REMARK, endpoint->thing.source,
                             endpoint->thing.id, 0,
                             "its target networks are those of %s: %s is not there", from, TARGETS);
}

/* Older answers have the groups with the target networks only: all have the same. */
static void
infer_groups (CvpnClientVpnThing *endpoint)
{
    for (guint i = 0; !endpoint->groups_known && i < endpoint->targets->len; i++) {
        const CvpnTargetNetworkThing *target = g_ptr_array_index (endpoint->targets, i);
        if (target->status != CVPN_STATUS_ACTIVE || !target->groups_known)
            continue;
        endpoint->groups_known = TRUE;
        for (guint k = 0; k < target->groups->len; k++)
            g_ptr_array_add (endpoint->groups, g_ptr_array_index (target->groups, k));
    }
}

void
cvpn_cli_finish_client_vpns (CvpnCliReader *reader)
{
    const GPtrArray *endpoints = reader->inventory->client_vpns;
    const gboolean targets = all_asked (reader, TARGETS), routes = all_asked (reader, ROUTES),
                   rules = all_asked (reader, RULES), sessions = all_asked (reader, CONNECTIONS);

    for (guint i = 0; i < endpoints->len; i++) {
        CvpnClientVpnThing *endpoint = g_ptr_array_index (endpoints, i);
        endpoint->targets_known = knows (reader, TARGETS, endpoint, targets);
        endpoint->routes_known = knows (reader, ROUTES, endpoint, routes);
        endpoint->rules_known = knows (reader, RULES, endpoint, rules);
        if (endpoint->active_connections < 0 && knows (reader, CONNECTIONS, endpoint, sessions))
            endpoint->active_connections = 0;
        if (!endpoint->targets_known && endpoint->targets->len == 0)
            infer_targets (reader, endpoint);
        infer_groups (endpoint);
    }
}
