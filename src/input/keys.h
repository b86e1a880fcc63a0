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
/* keys_events.c */
extern const CvpnSection cvpn_section_operations, cvpn_section_event, cvpn_section_revocation_list;
/* keys_unknown.c */
extern const CvpnSection cvpn_section_unknown;

/* For how long an interface's security groups remember, in a spec with a member
 * 'tracking'. */
#define CVPN_TRACKING_KEYS(Spec)                                                                   \
    { .name = "tcp-established-timeout",                                                           \
      .type = CVPN_KEY_DURATION,                                                                   \
      CVPN_IN (Spec, tracking.tcp_established_ns),                                                 \
      .fallback = "120h",                                                                          \
      .flags = CVPN_KEY_POSITIVE,                                                                  \
      .help =                                                                                      \
          "For how long its security groups remember a TCP connection that is silent; 432,000 "    \
          "s by default, 350 s on Nitro v6 (Amazon EC2 User Guide, Security group connection "     \
          "tracking)." },                                                                          \
        { .name = "udp-timeout",                                                                   \
          .type = CVPN_KEY_DURATION,                                                               \
          CVPN_IN (Spec, tracking.udp_ns),                                                         \
          .fallback = "30s",                                                                       \
          .flags = CVPN_KEY_POSITIVE,                                                              \
          .help =                                                                                  \
              "The same of UDP that is a single exchange, and of ICMP (that: an assumption)." },   \
    {                                                                                              \
        .name = "udp-stream-timeout", .type = CVPN_KEY_DURATION,                                   \
        CVPN_IN (Spec, tracking.udp_stream_ns), .fallback = "180s", .flags = CVPN_KEY_POSITIVE,    \
        .help = "The same of UDP that is more than one exchange."                                  \
    }

/* The members of CvpnSection and CvpnKey that every table repeats. */
#define CVPN_KEYS(array)        .keys = (array), .n_keys = G_N_ELEMENTS (array)
#define CVPN_IN(type, member)   .offset = offsetof (type, member)
#define CVPN_SPEC(type, member) .size = sizeof (type), .offset = offsetof (CvpnSpec, member)
