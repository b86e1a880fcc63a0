/* keys_services: prefix lists, and the gateway endpoints to the services that have them. */
#include "input/keys.h"

static const CvpnKey prefix_list_keys[] = {
    { .name = "entries",
      .type = CVPN_KEY_PREFIXES,
      CVPN_IN (CvpnPrefixListSpec, entries),
      .flags = CVPN_KEY_REQUIRED | CVPN_KEY_MAY_BE_EMPTY,
      .help = "The blocks that the name stands for; an empty value: none, and nothing matches "
              "it." },
};

const CvpnSection cvpn_section_prefix_list = {
    .kind = "prefix-list",
    .named = TRUE,
    .resource = TRUE,
    CVPN_SPEC (CvpnPrefixListSpec, prefix_lists),
    CVPN_KEYS (prefix_list_keys),
    .help = "A prefix list, one of AWS's or one's own: its name stands for its entries as the "
            "destination of routes in route tables, and as the peer of security group rules "
            "(Amazon VPC User Guide, Customer-managed prefix lists).",
};

static const CvpnKey vpc_endpoint_keys[] = {
    { .name = "vpc",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnVpcEndpointSpec, vpc),
      .flags = CVPN_KEY_REQUIRED,
      .refers = "vpc",
      .help = "The VPC it is in; no other VPC reaches it." },
    { .name = "prefix-list",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnVpcEndpointSpec, prefix_list),
      .flags = CVPN_KEY_REQUIRED,
      .refers = "prefix-list",
      .help = "The addresses of the service." },
    { .name = "route-tables",
      .type = CVPN_KEY_NAMES,
      CVPN_IN (CvpnVpcEndpointSpec, route_tables),
      .flags = CVPN_KEY_OPTIONAL,
      .refers = "route-table",
      .help = "Tables of its VPC that get the route `PREFIX-LIST = NAME`, as AWS adds it; what "
              "uses another table does not get there." },
};

const CvpnSection cvpn_section_vpc_endpoint = {
    .kind = "vpc-endpoint",
    .named = TRUE,
    .resource = TRUE,
    CVPN_SPEC (CvpnVpcEndpointSpec, vpc_endpoints),
    CVPN_KEYS (vpc_endpoint_keys),
    .help = "A gateway endpoint, to Amazon S3 or DynamoDB. The addresses of its prefix list stand "
            "for the service, which answers TCP and echo requests (Amazon VPC User Guide, Gateway "
            "endpoints).",
};
