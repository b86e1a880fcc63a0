/* Client VPN endpoints, their target networks, routes and rules. */
#include "aws_export_parts.h"

static void
add_authentication (JsonArray *list, const char *type, const char *member, const char *key,
                    const char *value)
{
    JsonObject *option = aws_object (list);

    aws_text (option, "Type", type);
    aws_text (aws_member (option, member), key, value);
}

static void
add_authentications (JsonObject *endpoint, guint bits)
{
    JsonArray *list = aws_list (endpoint, "AuthenticationOptions");

    if (bits & CVPN_AUTHENTICATION_CERTIFICATE)
        add_authentication (list, "certificate-authentication", "MutualAuthentication",
                            "ClientRootCertificateChain",
                            "arn:aws:acm:us-east-1:" AWS_ACCOUNT ":certificate/a");
    if (bits & CVPN_AUTHENTICATION_DIRECTORY)
        add_authentication (list, "directory-service-authentication", "ActiveDirectory",
                            "DirectoryId", "d-9067301234");
    if (bits & CVPN_AUTHENTICATION_FEDERATED)
        add_authentication (list, "federated-authentication", "FederatedAuthentication",
                            "SamlProviderArn", "arn:aws:iam::" AWS_ACCOUNT ":saml-provider/a");
}

static void
add_strings (AwsExport *e, JsonObject *endpoint, const CvpnEndpointSpec *spec, guint32 vpc)
{
    const char *vpc_name = vpc == CVPN_NONE ? NULL : cvpn_vpc (e->net, vpc)->name;
    g_autofree char *fallback = NULL;
    JsonArray *list = aws_list (endpoint, "DnsServers");

    for (guint i = 0; i < spec->dns_servers->len; i++) {
        char text[CVPN_ADDRESS_TEXT];
        json_array_add_string_element (
            list, cvpn_address_format (g_array_index (spec->dns_servers, guint32, i), text));
    }
    if (!vpc_name)
        return;
    aws_text (endpoint, "VpcId", aws_id (e, vpc_name));
    list = aws_list (endpoint, "SecurityGroupIds");
    for (guint i = 0; i < spec->security_groups->len; i++)
        json_array_add_string_element (list, aws_id (e, spec->security_groups->pdata[i]));
    if (spec->security_groups->len == 0 && !cvpn_vpc (e->net, vpc)->unknown) {
        fallback = aws_default_group (e, vpc_name);
        json_array_add_string_element (list, fallback);
    }
}

static void
export_endpoint (AwsExport *e, JsonArray *list, guint32 index)
{
    const CvpnEndpointSpec *spec = e->spec->endpoints->pdata[index];
    const char *id = aws_id (e, spec->group->name);
    JsonObject *endpoint = aws_object (list);

    aws_text (endpoint, "ClientVpnEndpointId", id);
    aws_text (endpoint, "Description", "");
    aws_code (endpoint, "Status",
              spec->target_networks->len > 0 ? "available" : "pending-associate");
    aws_text (endpoint, "CreationTime", "2020-10-28T06:46:43");
    aws_format (endpoint, "DnsName", "*.%s.prod.clientvpn.us-east-1.amazonaws.com", id);
    aws_cidr (endpoint, "ClientCidrBlock", spec->client_cidr_block);
    json_object_set_boolean_member (endpoint, "SplitTunnel", spec->split_tunnel);
    aws_text (endpoint, "VpnProtocol", "openvpn");
    aws_text (endpoint, "TransportProtocol",
              spec->transport_protocol == CVPN_TRANSPORT_TCP ? "tcp" : "udp");
    json_object_set_int_member (endpoint, "VpnPort", spec->vpn_port);
    aws_text (endpoint, "ServerCertificateArn", "arn:aws:acm:us-east-1:1:certificate/b");
    add_authentications (endpoint, spec->authentication);
    json_object_set_boolean_member (aws_member (endpoint, "ConnectionLogOptions"), "Enabled",
                                    spec->connection_log);
    add_strings (e, endpoint, spec, cvpn_endpoint (e->net, index)->vpc);
    json_object_set_boolean_member (aws_member (endpoint, "ClientConnectOptions"), "Enabled",
                                    FALSE);
    json_object_set_int_member (endpoint, "SessionTimeoutHours",
                                spec->session_timeout_ns / (G_GINT64_CONSTANT (3600) * 1000000000));
    json_object_set_boolean_member (endpoint, "DisconnectOnSessionTimeout",
                                    spec->disconnect_on_session_timeout);
    aws_tags (endpoint, spec->group->name);
}

static void
export_target_networks (AwsExport *e, guint32 index)
{
    const CvpnEndpointSpec *spec = e->spec->endpoints->pdata[index];
    const guint32 vpc = cvpn_endpoint (e->net, index)->vpc;
    JsonArray *list = aws_answers_add (e->answers, "describe-client-vpn-target-networks",
                                       aws_id (e, spec->group->name), "ClientVpnTargetNetworks");

    for (guint i = 0; i < spec->target_networks->len; i++) {
        const char *subnet = spec->target_networks->pdata[i];
        g_autofree char *id = aws_new_id ("cvpn-assoc-", spec->group->name, subnet);
        JsonObject *target = aws_object (list);
        JsonArray *groups;
        aws_text (target, "AssociationId", id);
        if (vpc != CVPN_NONE)
            aws_text (target, "VpcId", aws_id (e, cvpn_vpc (e->net, vpc)->name));
        aws_text (target, "TargetNetworkId", aws_id (e, subnet));
        aws_text (target, "ClientVpnEndpointId", aws_id (e, spec->group->name));
        aws_code (target, "Status", "associated");
        groups = aws_list (target, "SecurityGroups");
        for (guint j = 0; j < spec->security_groups->len; j++)
            json_array_add_string_element (groups, aws_id (e, spec->security_groups->pdata[j]));
        if (spec->security_groups->len == 0 && vpc != CVPN_NONE) {
            g_autofree char *group = aws_default_group (e, cvpn_vpc (e->net, vpc)->name);
            json_array_add_string_element (groups, group);
        }
    }
}

static JsonObject *
add_route (JsonArray *list, const char *endpoint, CvpnPrefix cidr, const char *subnet)
{
    JsonObject *route = aws_object (list);

    aws_text (route, "ClientVpnEndpointId", endpoint);
    aws_cidr (route, "DestinationCidr", cidr);
    aws_text (route, "TargetSubnet", subnet);
    aws_text (route, "Type", "Nat");
    return route;
}

/* Some of them not in force any more, or not yet. */
static void
export_routes (AwsExport *e, guint32 index)
{
    const CvpnEndpoint *endpoint = cvpn_endpoint (e->net, index);
    const char *id = aws_id (e, endpoint->name), *subnet = "local";
    JsonArray *list = aws_answers_add (e->answers, "describe-client-vpn-routes", id, "Routes");

    for (guint i = 0; i < endpoint->vpn_routes.count; i++) {
        const CvpnVpnRoute *route =
            cvpn_at (e->net->vpn_routes, CvpnVpnRoute, endpoint->vpn_routes.first + i);
        JsonObject *object;
        subnet = "local";
        if (route->association != CVPN_NONE)
            subnet = aws_id (
                e,
                cvpn_subnet (e->net, cvpn_association (e->net, route->association)->subnet)->name);
        object = add_route (list, id, route->destination, subnet);
        aws_text (object, "Origin", route->automatic ? "associate" : "add-route");
        aws_code (object, "Status", "active");
        if (aws_chance (e, 30))
            aws_text (object, "Description", "Default Route");
    }
    if (aws_chance (e, 30)) {
        const CvpnPrefix other = { 0xc0000200, 24 };
        static const char *const words[] = { "creating", "failed", "deleting" };
        JsonObject *object = add_route (list, id, other, subnet);
        aws_text (object, "Origin", "add-route");
        aws_code (object, "Status", words[g_rand_int_range (e->noise, 0, G_N_ELEMENTS (words))]);
    }
}

static JsonObject *
add_rule (JsonArray *list, const char *endpoint, CvpnPrefix cidr, const char *group)
{
    JsonObject *rule = aws_object (list);
    const gboolean all = g_str_equal (group, "*");

    aws_text (rule, "ClientVpnEndpointId", endpoint);
    if (!all)
        aws_text (rule, "GroupId", group);
    json_object_set_boolean_member (rule, "AccessAll", all);
    aws_cidr (rule, "DestinationCidr", cidr);
    return rule;
}

static void
export_rules (AwsExport *e, const char *endpoint)
{
    const char *id = aws_id (e, endpoint);
    JsonArray *list = aws_answers_add (e->answers, "describe-client-vpn-authorization-rules", id,
                                       "AuthorizationRules");

    for (guint i = 0; i < e->spec->authorization_rules->len; i++) {
        const CvpnEndpointRowsSpec *spec = e->spec->authorization_rules->pdata[i];
        if (!g_str_equal (spec->group->name, endpoint))
            continue;
        for (guint j = 0; j < spec->rows->len; j++) {
            const CvpnRowSpec *row = spec->rows->pdata[j];
            for (guint k = 0; k < row->names->len; k++)
                aws_code (add_rule (list, id, row->prefix, row->names->pdata[k]), "Status",
                          "active");
        }
    }
    if (aws_chance (e, 30)) {
        const CvpnPrefix everything = { 0, 0 };
        aws_code (add_rule (list, id, everything, "people-who-left"), "Status", "revoking");
    }
}

void
aws_export_endpoints (AwsExport *e)
{
    JsonArray *list =
        aws_answers_add (e->answers, "describe-client-vpn-endpoints", NULL, "ClientVpnEndpoints");

    for (guint32 i = 0; i < e->spec->endpoints->len; i++)
        export_endpoint (e, list, i);
    for (guint32 i = 0; i < e->spec->endpoints->len; i++) {
        const CvpnEndpointSpec *spec = e->spec->endpoints->pdata[i];
        export_target_networks (e, i);
        export_routes (e, i);
        export_rules (e, spec->group->name);
    }
}
