/* keys_network: VPCs, their subnets and routes, and the hosts to talk to. */
#include "input/keys.h"

#include "input/matches.h"
#include "input/rows.h"

static const CvpnKey vpc_keys[] = {
    { .name = "cidr-block",
      .type = CVPN_KEY_PREFIXES,
      CVPN_IN (CvpnVpcSpec, cidr_block),
      .flags = CVPN_KEY_REQUIRED,
      .help = "The VPC's blocks; its local route covers them all." },
    { .name = "tenancy",
      .type = CVPN_KEY_CHOICE,
      CVPN_IN (CvpnVpcSpec, tenancy),
      .fallback = "default",
      .refers = "default|dedicated",
      .help = "Subnets of a VPC of dedicated tenancy cannot be associated (AWS Client VPN "
              "Administrator Guide, Limitations and rules of Client VPN)." },
};

const CvpnSection cvpn_section_vpc = {
    .kind = "vpc",
    .named = TRUE,
    .resource = TRUE,
    CVPN_SPEC (CvpnVpcSpec, vpcs),
    CVPN_KEYS (vpc_keys),
    .help = "A VPC. Without a main route table of its own it has one with the local route only, "
            "and without a default security group one that admits itself and lets all out.",
};

static const CvpnKey subnet_keys[] = {
    { .name = "vpc",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnSubnetSpec, vpc),
      .flags = CVPN_KEY_REQUIRED | CVPN_KEY_KNOWN,
      .refers = "vpc",
      .help = "The VPC it is in." },
    { .name = "availability-zone",
      .type = CVPN_KEY_TOKEN,
      CVPN_IN (CvpnSubnetSpec, availability_zone),
      .flags = CVPN_KEY_REQUIRED,
      .value = "a word",
      .help = "Its Availability Zone, for example `us-east-1a`." },
    { .name = "cidr-block",
      .type = CVPN_KEY_PREFIX,
      CVPN_IN (CvpnSubnetSpec, cidr_block),
      .flags = CVPN_KEY_REQUIRED,
      .help = "Its block, inside the VPC's." },
    { .name = "route-table",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnSubnetSpec, route_table),
      .flags = CVPN_KEY_OPTIONAL,
      .refers = "route-table",
      .help = "Default: the VPC's main route table." },
    { .name = "network-acl",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnSubnetSpec, network_acl),
      .flags = CVPN_KEY_OPTIONAL,
      .refers = "network-acl",
      .help = "Default: the VPC's default network ACL, which allows everything." },
    { .name = "available-addresses",
      .type = CVPN_KEY_INTEGER,
      CVPN_IN (CvpnSubnetSpec, available_addresses),
      .flags = CVPN_KEY_OPTIONAL,
      .maximum = G_MAXUINT32,
      .value = "whole number",
      .help = "Free addresses. Default: the block's size less the 5 that AWS keeps (Amazon VPC "
              "User Guide, Subnet CIDR blocks)." },
};

const CvpnSection cvpn_section_subnet = {
    .kind = "subnet",
    .named = TRUE,
    .resource = TRUE,
    CVPN_SPEC (CvpnSubnetSpec, subnets),
    CVPN_KEYS (subnet_keys),
    .help = "A subnet of a VPC. An associated one needs a block of at least /27 and free "
            "addresses (AWS Client VPN Administrator Guide, Target networks).",
};

static const CvpnKey route_table_keys[] = {
    { .name = "vpc",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnRouteTableSpec, vpc),
      .flags = CVPN_KEY_REQUIRED,
      .refers = "vpc",
      .help = "The VPC it is of." },
    { .name = "main",
      .type = CVPN_KEY_BOOLEAN,
      CVPN_IN (CvpnRouteTableSpec, main),
      .fallback = "false",
      .help = "Whether it serves the subnets that name no table. A VPC has at most one." },
    { .name = "propagating",
      .type = CVPN_KEY_NAMES,
      CVPN_IN (CvpnRouteTableSpec, propagating),
      .flags = CVPN_KEY_OPTIONAL,
      .refers = "virtual-private-gateway",
      .help = "Gateways whose routes it takes over. On equal destinations a static route wins, "
              "then one by prefix list (Amazon VPC User Guide, Route priority)." },
    { .name = "DESTINATION",
      .type = CVPN_KEY_ROWS,
      CVPN_IN (CvpnRouteTableSpec, routes),
      .refers = "internet-gateway|nat-gateway|vpc-peering-connection|transit-gateway|"
                "virtual-private-gateway|vpc-endpoint|host|=blackhole",
      .parse = cvpn_rows_parse_route,
      .help = "A route: `0.0.0.0/0 = igw-a`, `pl-office = pcx-ab`. The key is a CIDR, or the name "
              "of a prefix list, which stands for all its entries. The longest prefix wins; the "
              "VPC's local routes are there of themselves, and may be written, `10.0.0.0/16 = "
              "local`; a NAT gateway or a host may take the place of one (Amazon VPC User Guide, "
              "Replace or restore the target for a local route)." },
};

const CvpnSection cvpn_section_route_table = {
    .kind = "route-table",
    .named = TRUE,
    .resource = TRUE,
    CVPN_SPEC (CvpnRouteTableSpec, route_tables),
    CVPN_KEYS (route_table_keys),
    .help = "A route table of a VPC (Amazon VPC User Guide, Configure route tables).",
};

static const CvpnKey host_keys[] = {
    { .name = "subnet",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnHostSpec, subnet),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_KNOWN,
      .refers = "subnet",
      .help = "The subnet it is in; or:" },
    { .name = "network",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnHostSpec, network),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_KNOWN,
      .refers = "network|=internet",
      .help = "The network outside AWS that it is in; `internet` needs no group of its own." },
    { .name = "address",
      .type = CVPN_KEY_ADDRESS,
      CVPN_IN (CvpnHostSpec, address),
      .flags = CVPN_KEY_REQUIRED,
      .help = "Its address there." },
    { .name = "security-groups",
      .type = CVPN_KEY_NAMES,
      CVPN_IN (CvpnHostSpec, security_groups),
      .flags = CVPN_KEY_OPTIONAL,
      .refers = "security-group",
      .maximum = 16,
      .help = "Default: its VPC's default group. AWS's quota of an interface is 5, and can be "
              "raised to 16 (Amazon VPC User Guide, Amazon VPC quotas)." },
    { .name = "listen",
      .type = CVPN_KEY_MATCHES,
      CVPN_IN (CvpnHostSpec, listen),
      .flags = CVPN_KEY_OPTIONAL,
      .value = "list of `PROTOCOL [PORTS]`",
      .help = "What it answers: `tcp 443; udp 53; icmp`. Default: everything; an empty value: "
              "nothing." },
    { .name = "mtu",
      .type = CVPN_KEY_INTEGER,
      CVPN_IN (CvpnHostSpec, mtu),
      .fallback = "1500",
      .minimum = 68,
      .maximum = 65535,
      .help = "The largest packet that its interface takes, in bytes with headers. TCP's ends "
              "agree on it; other packets are not fragmented." },
    { .name = "public-address",
      .type = CVPN_KEY_ADDRESS,
      CVPN_IN (CvpnHostSpec, public_address),
      .flags = CVPN_KEY_OPTIONAL,
      .help = "Its address on the internet; default: none." },
    { .name = "source-dest-check",
      .type = CVPN_KEY_BOOLEAN,
      CVPN_IN (CvpnHostSpec, source_dest_check),
      .fallback = "false",
      .help = "Whether it takes packets to its own address only. Without, it forwards what a route "
              "with it as the target sends there (Amazon VPC User Guide, NAT instances)." },
    CVPN_TRACKING_KEYS (CvpnHostSpec),
};

static void
check_host (gpointer data, const CvpnReading *at)
{
    CvpnHostSpec *spec = data;
    const gboolean outside = cvpn_reading_has (at, "network");

    spec->listen_given = cvpn_reading_has (at, "listen");
    if (cvpn_reading_has (at, "subnet") == outside)
        cvpn_group_fail (at->group, outside ? "network" : NULL, at->report,
                         outside ? "a host is in a subnet or in a network; expected one of them"
                                 : "subnet or network is missing: where is it?");
    if (outside && cvpn_reading_has (at, "security-groups"))
        cvpn_group_fail (at->group, "security-groups", at->report,
                         "a host outside AWS has none; its network has a firewall");
}

const CvpnSection cvpn_section_host = {
    .kind = "host",
    .named = TRUE,
    .resource = TRUE,
    CVPN_SPEC (CvpnHostSpec, hosts),
    CVPN_KEYS (host_keys),
    .check = check_host,
    .help = "Something to talk to, in a subnet or in a network outside.",
};
