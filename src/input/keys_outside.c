/* keys_outside: networks that are not AWS's, and the VPN to them. */
#include "input/keys.h"

#include "input/matches.h"

static const CvpnKey gateway_keys[] = {
    { .name = "vpc",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnGatewaySpec, vpc),
      .flags = CVPN_KEY_REQUIRED,
      .refers = "vpc",
      .help = "The VPC it is attached to." },
};

const CvpnSection cvpn_section_virtual_private_gateway = {
    .kind = "virtual-private-gateway",
    .named = TRUE,
    .resource = TRUE,
    CVPN_SPEC (CvpnGatewaySpec, virtual_private_gateways),
    CVPN_KEYS (gateway_keys),
    .help = "The AWS side of Site-to-Site VPNs.",
};

static const CvpnKey vpn_connection_keys[] = {
    { .name = "gateway",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnVpnConnectionSpec, gateway),
      .flags = CVPN_KEY_REQUIRED,
      .refers = "virtual-private-gateway|transit-gateway",
      .help = "The AWS side. To a transit gateway it has an attachment of its own." },
    { .name = "network",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnVpnConnectionSpec, network),
      .flags = CVPN_KEY_REQUIRED,
      .refers = "network",
      .help = "The far side." },
    { .name = "routes",
      .type = CVPN_KEY_PREFIXES,
      CVPN_IN (CvpnVpnConnectionSpec, routes),
      .flags = CVPN_KEY_REQUIRED | CVPN_KEY_MAY_BE_EMPTY,
      .help = "What the AWS side knows of the far one; route tables may propagate it. An empty "
              "value: nothing." },
};

const CvpnSection cvpn_section_vpn_connection = {
    .kind = "vpn-connection",
    .named = TRUE,
    .resource = TRUE,
    CVPN_SPEC (CvpnVpnConnectionSpec, vpn_connections),
    CVPN_KEYS (vpn_connection_keys),
    .help = "A Site-to-Site VPN connection with static routes (AWS Client VPN Administrator "
            "Guide, Access to an on-premises network).",
};

static const CvpnKey network_keys[] = {
    { .name = "cidr-block",
      .type = CVPN_KEY_PREFIXES,
      CVPN_IN (CvpnOutsideSpec, cidr_block),
      .flags = CVPN_KEY_REQUIRED,
      .help = "The addresses it has." },
    { .name = "return-routes",
      .type = CVPN_KEY_PREFIXES,
      CVPN_IN (CvpnOutsideSpec, return_routes),
      .fallback = "0.0.0.0/0",
      .help = "What its routers send back over the VPN; default: everything. Answers go to the "
              "endpoint's interfaces, so the associated VPC's block is enough." },
    { .name = "firewall",
      .type = CVPN_KEY_MATCHES,
      CVPN_IN (CvpnOutsideSpec, firewall),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_WITH_PEER | CVPN_KEY_WITH_ACTION,
      .help = "Judges requests by their source after SNAT, in order, the first match; stateful. "
              "No match allows; default: allow." },
};

const CvpnSection cvpn_section_network = {
    .kind = "network",
    .named = TRUE,
    .resource = TRUE,
    CVPN_SPEC (CvpnOutsideSpec, networks),
    CVPN_KEYS (network_keys),
    .help = "Somewhere outside AWS: on premises, or a part of the internet.",
};
