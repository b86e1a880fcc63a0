/* cli_unused: top-level keys of calls that are often kept with the others and that say nothing
 * about who reaches what; a report names them as known, so that nobody looks for a mistake. */
#include "import/cli/cli.h"

#define CALL(key, call)                                                                            \
    {                                                                                              \
        key, call ": not needed", "the answer of " call ", which is not needed"                    \
    }

static const struct {
    const char *key, *call, *text;
} unused[] = {
    CALL ("AccountAttributes", "describe-account-attributes"),
    CALL ("Addresses", "describe-addresses"),
    CALL ("AvailabilityZones", "describe-availability-zones"),
    CALL ("CarrierGateways", "describe-carrier-gateways"),
    CALL ("CertificateSummaryList", "list-certificates"),
    CALL ("ClientConfiguration", "export-client-vpn-client-configuration"),
    CALL ("Cluster", "describe-cluster"),
    CALL ("DBInstances", "describe-db-instances"),
    CALL ("DBSubnetGroups", "describe-db-subnet-groups"),
    CALL ("DhcpOptions", "describe-dhcp-options"),
    CALL ("DirectoryDescriptions", "describe-directories"),
    CALL ("DomainStatusList", "describe-elasticsearch-domains"),
    CALL ("EgressOnlyInternetGateways", "describe-egress-only-internet-gateways"),
    CALL ("FlowLogs", "describe-flow-logs"),
    CALL ("HostedZones", "list-hosted-zones"),
    CALL ("IamInstanceProfileAssociations", "describe-iam-instance-profile-associations"),
    CALL ("Images", "describe-images"),
    CALL ("InstanceStatuses", "describe-instance-status"),
    CALL ("InstanceTypes", "describe-instance-types"),
    CALL ("KeyPairs", "describe-key-pairs"),
    CALL ("LaunchTemplates", "describe-launch-templates"),
    CALL ("LoadBalancerDescriptions", "describe-load-balancers"),
    CALL ("LoadBalancers", "describe-load-balancers"),
    CALL ("NetworkInsightsPaths", "describe-network-insights-paths"),
    CALL ("NetworkInsightsAnalyses", "describe-network-insights-analyses"),
    CALL ("PlacementGroups", "describe-placement-groups"),
    CALL ("Regions", "describe-regions"),
    CALL ("SecurityGroupReferenceSet", "describe-security-group-references"),
    CALL ("ServiceDetails", "describe-vpc-endpoint-services"),
    CALL ("ServiceNames", "describe-vpc-endpoint-services"),
    CALL ("Snapshots", "describe-snapshots"),
    CALL ("StaleSecurityGroupSet", "describe-stale-security-groups"),
    CALL ("Tags", "describe-tags"),
    CALL ("TargetGroups", "describe-target-groups"),
    CALL ("TransitGatewayConnects", "describe-transit-gateway-connects"),
    CALL ("TransitGatewayMulticastDomains", "describe-transit-gateway-multicast-domains"),
    CALL ("TransitGatewayPeeringAttachments", "describe-transit-gateway-peering-attachments"),
    CALL ("TransitGatewayPrefixListReferences", "get-transit-gateway-prefix-list-references"),
    CALL ("Volumes", "describe-volumes"),
    CALL ("VpcEndpointConnections", "describe-vpc-endpoint-connections"),
    { "Instances", "describe-instances with --query: the whole answer is needed",
      "made by describe-instances with --query: the whole answer is needed" },
};

/* Members that only things of AWS's have. */
static gboolean
is_thing (const json_t *json)
{
    static const char *const ids[] = {
        "VpcId",        "SubnetId",           "InstanceId",          "GroupId",
        "Instances",    "NetworkInterfaceId", "ClientVpnEndpointId", "RouteTableId",
        "NatGatewayId",
    };

    for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
        if (json_object_get (json, ids[i]))
            return TRUE;
    return FALSE;
}

const char *
cvpn_cli_hint (const json_t *document)
{
    const json_t *first = document;

    for (guint depth = 0; depth < 3 && json_is_array (first); depth++)
        first = json_array_get (first, 0);
    for (guint i = 0; i < G_N_ELEMENTS (unused); i++)
        if (json_object_get (first, unused[i].key))
            return unused[i].text;
    return first != document && is_thing (first)
               ? "a list without the key of its call, as --query makes it: the whole answer is "
                 "needed"
               : NULL;
}

const char *
cvpn_cli_unused (const char *key)
{
    for (guint i = 0; i < G_N_ELEMENTS (unused); i++)
        if (g_str_equal (unused[i].key, key))
            return unused[i].call;
    return NULL;
}

gboolean
cvpn_cli_is_companion (const char *key)
{
    static const char *const companions[] = { "ClientVpnEndpointId",
                                              "TransitGatewayRouteTableId",
                                              "TransitGatewayAttachmentId",
                                              "PrefixListId",
                                              "NextToken",
                                              "nextToken",
                                              "AdditionalRoutesAvailable",
                                              "Status",
                                              "ResponseMetadata",
                                              NULL };
    return g_strv_contains (companions, key);
}

gboolean
cvpn_cli_is_bundle (const char *key)
{
    return g_str_equal (key, CVPN_CLI_STATIC_ROUTES) ||
           g_str_equal (key, "TransitGatewayPropagations");
}
