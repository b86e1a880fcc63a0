/* cli_unused: top-level keys of calls that are often kept with the others and that say nothing
 * about who reaches what; a report names them as known, so that nobody looks for a mistake. */
#include "import/cli.h"

static const struct {
    const char *key, *call;
} unused[] = {
    { "AccountAttributes", "describe-account-attributes" },
    { "Addresses", "describe-addresses" },
    { "AvailabilityZones", "describe-availability-zones" },
    { "CarrierGateways", "describe-carrier-gateways" },
    { "CertificateSummaryList", "list-certificates" },
    { "ClientConfiguration", "export-client-vpn-client-configuration" },
    { "Cluster", "describe-cluster" },
    { "DBInstances", "describe-db-instances" },
    { "DBSubnetGroups", "describe-db-subnet-groups" },
    { "DhcpOptions", "describe-dhcp-options" },
    { "DirectoryDescriptions", "describe-directories" },
    { "DomainStatusList", "describe-elasticsearch-domains" },
    { "EgressOnlyInternetGateways", "describe-egress-only-internet-gateways" },
    { "FlowLogs", "describe-flow-logs" },
    { "HostedZones", "list-hosted-zones" },
    { "IamInstanceProfileAssociations", "describe-iam-instance-profile-associations" },
    { "Images", "describe-images" },
    { "InstanceStatuses", "describe-instance-status" },
    { "InstanceTypes", "describe-instance-types" },
    { "KeyPairs", "describe-key-pairs" },
    { "LaunchTemplates", "describe-launch-templates" },
    { "LoadBalancerDescriptions", "describe-load-balancers" },
    { "LoadBalancers", "describe-load-balancers" },
    { "NetworkInsightsPaths", "describe-network-insights-paths" },
    { "NetworkInsightsAnalyses", "describe-network-insights-analyses" },
    { "PlacementGroups", "describe-placement-groups" },
    { "Regions", "describe-regions" },
    { "SecurityGroupReferenceSet", "describe-security-group-references" },
    { "ServiceDetails", "describe-vpc-endpoint-services" },
    { "ServiceNames", "describe-vpc-endpoint-services" },
    { "Snapshots", "describe-snapshots" },
    { "StaleSecurityGroupSet", "describe-stale-security-groups" },
    { "Tags", "describe-tags" },
    { "TargetGroups", "describe-target-groups" },
    { "TransitGatewayConnects", "describe-transit-gateway-connects" },
    { "TransitGatewayMulticastDomains", "describe-transit-gateway-multicast-domains" },
    { "TransitGatewayPeeringAttachments", "describe-transit-gateway-peering-attachments" },
    { "TransitGatewayPrefixListReferences", "get-transit-gateway-prefix-list-references" },
    { "Volumes", "describe-volumes" },
    { "VpcEndpointConnections", "describe-vpc-endpoint-connections" },
    /* Of --query and of --output that is not the whole answer. */
    { "Instances", "describe-instances with --query, which hides what is needed" },
};

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
