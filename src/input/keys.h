/* keys: the sections of the format, a table of keys each, in files by theme. */
#pragma once

#include "input/section.h"

/* keys_run.c */
extern const CvpnSection cvpn_section_scenario, cvpn_section_latency, cvpn_section_quotas,
    cvpn_section_expect;
/* keys_network.c */
extern const CvpnSection cvpn_section_vpc, cvpn_section_subnet, cvpn_section_route_table,
    cvpn_section_host;
/* keys_gateways.c */
extern const CvpnSection cvpn_section_internet_gateway, cvpn_section_nat_gateway,
    cvpn_section_peering, cvpn_section_transit_gateway, cvpn_section_attachment,
    cvpn_section_transit_route_table;
/* keys_outside.c */
extern const CvpnSection cvpn_section_virtual_private_gateway, cvpn_section_vpn_connection,
    cvpn_section_network;
/* keys_services.c */
extern const CvpnSection cvpn_section_prefix_list, cvpn_section_vpc_endpoint;
/* keys_filters.c */
extern const CvpnSection cvpn_section_security_group, cvpn_section_network_acl;
/* keys_endpoint.c */
extern const CvpnSection cvpn_section_endpoint, cvpn_section_endpoint_routes,
    cvpn_section_authorization_rules;
/* keys_people.c */
extern const CvpnSection cvpn_section_clients, cvpn_section_traffic;

/* keys_unknown.c */
extern const CvpnSection cvpn_section_unknown;

/* The members of CvpnSection and CvpnKey that every table repeats. */
#define CVPN_KEYS(array)        .keys = (array), .n_keys = G_N_ELEMENTS (array)
#define CVPN_IN(type, member)   .offset = offsetof (type, member)
#define CVPN_SPEC(type, member) .size = sizeof (type), .offset = offsetof (CvpnSpec, member)
