/* cli_client_parts: what an endpoint has: describe-client-vpn-target-networks, -routes,
 * -authorization-rules, -connections, and its certificate revocation list. */
#include "import/cli/cli.h"

#include <string.h>

/* The endpoint of an element; NULL: not in the input, which is counted. */
static CvpnClientVpnThing *
endpoint_of (CvpnCliAnswer *answer, const CvpnNode *element)
{
    CvpnInventory *inventory = answer->inventory;
    const char *id = cvpn_node_need_id (element, "ClientVpnEndpointId");
    CvpnClientVpnThing *endpoint = cvpn_inventory_find (inventory, inventory->client_vpns, id);

    if (id)
        cvpn_cli_about (answer, cvpn_inventory_keep (inventory, id));
    if (id != NULL && !endpoint) {
        g_autofree char *call =
            g_strconcat ("describe-client-vpn-endpoints --client-vpn-endpoint-ids ", id, NULL);
        cvpn_inventory_missing (inventory, id, call,
                                "the Client VPN endpoint of what was left out");
        cvpn_inventory_note (inventory, CVPN_IMPORT_LEFT_OUT, answer->source, id, 1,
                             "what belongs to it (%s): describe-client-vpn-endpoints does not "
                             "have it",
                             answer->call->call);
    }
    return endpoint;
}

void
cvpn_cli_done_client_vpn (CvpnCliAnswer *answer)
{
    cvpn_cli_answered (answer, answer->inventory->client_vpns, CVPN_CLI_ENDPOINT);
}

void
cvpn_cli_read_target_network (CvpnCliAnswer *answer, const CvpnNode *element)
{
    static const char *const active[] = { "associated", NULL };
    static const char *const inactive[] = { "associating", "association-failed", "disassociating",
                                            "disassociated", NULL };
    CvpnClientVpnThing *endpoint = endpoint_of (answer, element);
    const char *association = cvpn_node_get_id (element, "AssociationId");
    const char *subnet = cvpn_node_get_id (element, "TargetNetworkId");
    const char *vpc = cvpn_cli_id (answer, element, "VpcId");
    CvpnTargetNetworkThing *target;

    if (!endpoint || !cvpn_cli_is_new (answer,
                                       association != NULL ? association
                                       : subnet            ? subnet
                                                           : "",
                                       element))
        return;
    if (cvpn_node_get_string (element, "TransitGatewayAttachmentId") != NULL)
        endpoint->transit_gateway = TRUE;
    if (!subnet) {
        if (!endpoint->transit_gateway)
            cvpn_node_fault (element, "'TargetNetworkId' is missing");
        return;
    }
    target = g_new0 (CvpnTargetNetworkThing, 1);
    target->subnet = cvpn_inventory_keep (answer->inventory, subnet);
    target->word = cvpn_cli_status_word (answer, element);
    target->status = cvpn_cli_status (target->word, active, inactive);
    target->groups = g_ptr_array_new ();
    target->groups_known = cvpn_cli_ids (answer, element, "SecurityGroups", NULL, target->groups);
    g_ptr_array_add (endpoint->targets, target);
    if (!endpoint->vpc && target->status == CVPN_STATUS_ACTIVE)
        endpoint->vpc = vpc;
}

/* FALSE: of IPv6, or a fault. */
static gboolean
read_destination (CvpnCliAnswer *answer, const CvpnNode *element, const char *what,
                  CvpnPrefix *cidr)
{
    const CvpnNode node = cvpn_node_member (element, "DestinationCidr");

    if (cvpn_cli_is_ipv6 (element, "DestinationCidr")) {
        cvpn_cli_left_out_ipv6 (answer, what, 1);
        return FALSE;
    }
    if (!node.json || json_is_null (node.json))
        cvpn_node_fault (element, "'DestinationCidr' is missing");
    return cvpn_node_cidr (&node, cidr);
}

void
cvpn_cli_read_client_route (CvpnCliAnswer *answer, const CvpnNode *element)
{
    static const char *const active[] = { "active", NULL };
    static const char *const inactive[] = { "creating", "failed", "deleting", NULL };
    CvpnClientVpnThing *endpoint = endpoint_of (answer, element);
    const char *subnet = cvpn_cli_id (answer, element, "TargetSubnet");
    const char *origin = cvpn_node_get_string (element, "Origin");
    char text[CVPN_PREFIX_TEXT];
    CvpnClientRouteThing *route;
    CvpnPrefix cidr;

    if (!endpoint || !read_destination (answer, element, "routes of endpoints", &cidr))
        return;
    g_autofree char *key = g_strjoin (" ", endpoint->thing.id, cvpn_prefix_format (cidr, text),
                                      !subnet ? "" : subnet, NULL);
    if (!cvpn_cli_is_new (answer, key, element))
        return;
    if (cvpn_node_get_string (element, "TransitGatewayAttachmentId") != NULL)
        endpoint->transit_gateway = TRUE;
    if (!subnet) {
        if (!endpoint->transit_gateway)
            cvpn_node_fault (element, "'TargetSubnet' is missing");
        return;
    }
    route = g_new0 (CvpnClientRouteThing, 1);
    route->cidr = cidr;
    route->subnet = subnet;
    route->word = cvpn_cli_status_word (answer, element);
    route->status = cvpn_cli_status (route->word, active, inactive);
    route->automatic = origin != NULL && g_str_equal (origin, "associate");
    g_ptr_array_add (endpoint->routes, route);
}

/* An access group's name stands in lists of the scenario, between semicolons and spaces. */
static gboolean
is_group_name (const char *text)
{
    const gsize length = strlen (text);

    if (g_ascii_isspace (*text) || g_ascii_isspace (text[length - 1]) || g_str_equal (text, "*"))
        return FALSE;
    for (const char *at = text; *at != '\0'; at++)
        if (*at == ';' || g_ascii_iscntrl (*at))
            return FALSE;
    return TRUE;
}

/* FALSE: a fault.  'group' is NULL for everyone. */
static gboolean
read_access_group (CvpnCliAnswer *answer, const CvpnNode *element, const char **group)
{
    const CvpnNode node = cvpn_node_member (element, "GroupId");
    const gboolean everyone = cvpn_node_get_boolean (element, "AccessAll", FALSE);

    *group = cvpn_cli_word (answer, element, "GroupId");
    if (everyone) {
        *group = NULL;
        return TRUE;
    }
    if (!*group)
        cvpn_node_fault (element, "neither a GroupId nor AccessAll");
    else if (!is_group_name (*group))
        cvpn_node_fault (&node, "cannot be the name of an access group in a scenario: it has a "
                                "';' or a control character, begins or ends with a space, or "
                                "is '*'");
    else
        return TRUE;
    return FALSE;
}

void
cvpn_cli_read_authorization_rule (CvpnCliAnswer *answer, const CvpnNode *element)
{
    static const char *const active[] = { "active", NULL };
    static const char *const inactive[] = { "authorizing", "failed", "revoking", NULL };
    CvpnClientVpnThing *endpoint = endpoint_of (answer, element);
    char text[CVPN_PREFIX_TEXT];
    CvpnAuthorizationThing *rule;
    const char *group;
    CvpnPrefix cidr;

    if (!endpoint || !read_destination (answer, element, "authorization rules", &cidr) ||
        !read_access_group (answer, element, &group))
        return;
    g_autofree char *key = g_strjoin (" ", endpoint->thing.id, cvpn_prefix_format (cidr, text),
                                      !group ? "*" : group, NULL);
    if (!cvpn_cli_is_new (answer, key, element))
        return;
    rule = g_new0 (CvpnAuthorizationThing, 1);
    rule->cidr = cidr;
    rule->group = group;
    rule->word = cvpn_cli_status_word (answer, element);
    rule->status = cvpn_cli_status (rule->word, active, inactive);
    g_ptr_array_add (endpoint->rules, rule);
}

/* Only counted: user names and addresses of people are not looked at. */
void
cvpn_cli_read_connection (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *id = cvpn_node_get_string (element, "ConnectionId");
    CvpnClientVpnThing *endpoint = endpoint_of (answer, element);

    if (!endpoint)
        return;
    if (endpoint->active_connections < 0)
        endpoint->active_connections = 0;
    if (g_str_equal (cvpn_cli_status_word (answer, element), "active") &&
        (!id || g_hash_table_add (answer->reader->connections, g_strdup (id))))
        endpoint->active_connections++;
}

/* The answer does not name the endpoint: the file or folder does, or there is one only.  A list
 * that is pending is in force only when it is active. */
void
cvpn_cli_read_revocation_list (CvpnCliAnswer *answer, const CvpnNode *object)
{
    CvpnInventory *inventory = answer->inventory;
    const char *id = cvpn_cli_named (answer, inventory->client_vpns, CVPN_CLI_ENDPOINT);
    const char *list = cvpn_node_get_string (object, "CertificateRevocationList");
    CvpnClientVpnThing *endpoint = cvpn_inventory_find (inventory, inventory->client_vpns, id);

    if (!id && inventory->client_vpns->len == 1)
        endpoint = g_ptr_array_index (inventory->client_vpns, 0);
    if (!endpoint)
        cvpn_inventory_note (inventory, CVPN_IMPORT_SKIPPED, answer->source, answer->call->key, 0,
                             "%s does not say of which endpoint: give the file a name with the "
                             "endpoint's id in it",
                             answer->call->call);
    else
        endpoint->revocation_list = list != NULL && *list != '\0' &&
                                    g_str_equal (cvpn_cli_status_word (answer, object), "active");
}
