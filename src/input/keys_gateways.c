/* keys_gateways: what routes of a VPC lead to, and the tables of transit gateways. */
#include "input/keys.h"

#include "input/rows.h"

static const CvpnKey internet_gateway_keys[] = {
    { .name = "vpc",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnGatewaySpec, vpc),
      .flags = CVPN_KEY_REQUIRED,
      .refers = "vpc",
      .help = "The VPC it is attached to." },
};

const CvpnSection cvpn_section_internet_gateway = {
    .kind = "internet-gateway",
    .named = TRUE,
    .resource = TRUE,
    CVPN_SPEC (CvpnGatewaySpec, internet_gateways),
    CVPN_KEYS (internet_gateway_keys),
    .help = "An internet gateway. In a VPC that has one, every interface of the endpoint has a "
            "public address (AWS Client VPN Administrator Guide, What is AWS Client VPN?).",
};

static const CvpnKey nat_gateway_keys[] = {
    { .name = "subnet",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnNatGatewaySpec, subnet),
      .flags = CVPN_KEY_REQUIRED,
      .refers = "subnet",
      .help = "The subnet it is in, whose route table decides where it sends." },
    { .name = "connectivity-type",
      .type = CVPN_KEY_CHOICE,
      CVPN_IN (CvpnNatGatewaySpec, connectivity_type),
      .fallback = "public",
      .refers = "public|private",
      .help = "A public one has public addresses, if its VPC has an internet gateway." },
    { .name = "address",
      .type = CVPN_KEY_ADDRESSES,
      CVPN_IN (CvpnNatGatewaySpec, address),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_NOT_EMPTY,
      .maximum = CVPN_NAT_ADDRESSES_MAX,
      .help = "Its private addresses, the primary one first. Default: one, the highest free one of "
              "the subnet, below the one that AWS keeps." },
    { .name = "secondary-private-ip-address-count",
      .type = CVPN_KEY_INTEGER,
      CVPN_IN (CvpnNatGatewaySpec, secondary_address_count),
      .fallback = "0",
      .maximum = CVPN_NAT_ADDRESSES_MAX - 1,
      .help = "How many more it has, chosen like the default one; 8 in all at most (Amazon VPC "
              "User Guide, NAT gateway basics)." },
    { .name = "ports-per-destination",
      .type = CVPN_KEY_INTEGER,
      CVPN_IN (CvpnNatGatewaySpec, ports_per_destination),
      .fallback = "55000",
      .maximum = 64512,
      .help = "Simultaneous connections of each of its addresses to one destination address, port "
              "and protocol (Amazon VPC User Guide, NAT gateway basics)." },
};

/* Where none is given, the bound of the count alone holds it: one is chosen. */
static void
check_nat_gateway (gpointer data, const CvpnReading *at)
{
    const CvpnNatGatewaySpec *spec = data;
    const gint64 n = spec->address->len + spec->secondary_address_count;

    if (spec->address->len <= CVPN_NAT_ADDRESSES_MAX && n > CVPN_NAT_ADDRESSES_MAX)
        cvpn_group_fail (at->group, "secondary-private-ip-address-count", at->report,
                         "%" G_GINT64_FORMAT " addresses in all; expected at most %d", n,
                         CVPN_NAT_ADDRESSES_MAX);
}

const CvpnSection cvpn_section_nat_gateway = {
    .kind = "nat-gateway",
    .named = TRUE,
    .resource = TRUE,
    CVPN_SPEC (CvpnNatGatewaySpec, nat_gateways),
    CVPN_KEYS (nat_gateway_keys),
    .check = check_nat_gateway,
    .help = "A NAT gateway: connections leave its subnet with its address as their source, and "
            "none comes in (Amazon VPC User Guide, NAT gateways).",
};

static const CvpnKey peering_keys[] = {
    { .name = "requester-vpc",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnPeeringSpec, requester_vpc),
      .flags = CVPN_KEY_REQUIRED,
      .refers = "vpc",
      .help = "One side." },
    { .name = "accepter-vpc",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnPeeringSpec, accepter_vpc),
      .flags = CVPN_KEY_REQUIRED,
      .refers = "vpc",
      .help = "The other side." },
    { .name = "status",
      .type = CVPN_KEY_CHOICE,
      CVPN_IN (CvpnPeeringSpec, status),
      .fallback = "active",
      .refers = "active|pending-acceptance|deleted",
      .help = "Unless it is active, routes to it are blackholes." },
};

static void
check_peering (gpointer data, const CvpnReading *at)
{
    const CvpnPeeringSpec *spec = data;

    if (spec->requester_vpc && g_strcmp0 (spec->requester_vpc, spec->accepter_vpc) == 0)
        cvpn_group_fail (at->group, "accepter-vpc", at->report,
                         "'%s' is the requester too; expected another VPC", spec->accepter_vpc);
}

const CvpnSection cvpn_section_peering = {
    .kind = "vpc-peering-connection",
    .named = TRUE,
    .resource = TRUE,
    CVPN_SPEC (CvpnPeeringSpec, peerings),
    CVPN_KEYS (peering_keys),
    .check = check_peering,
    .help = "A peering of two VPCs: not transitive, and no way to the other's gateways (Amazon "
            "VPC Peering Guide, VPC peering basics).",
};

static const CvpnKey transit_gateway_keys[] = {
    { .name = "security-group-referencing-support",
      .type = CVPN_KEY_BOOLEAN,
      CVPN_IN (CvpnTransitGatewaySpec, security_group_referencing),
      .fallback = "false",
      .help = "Whether inbound rules may refer to security groups of other VPCs over it; the two "
              "attachments must have it too." },
};

const CvpnSection cvpn_section_transit_gateway = {
    .kind = "transit-gateway",
    .named = TRUE,
    .resource = TRUE,
    CVPN_SPEC (CvpnTransitGatewaySpec, transit_gateways),
    CVPN_KEYS (transit_gateway_keys),
    .help = "A transit gateway: VPCs and VPN connections are attached to it, and its own route "
            "tables decide between them (AWS Transit Gateway Guide, How transit gateways work).",
};

static const CvpnKey attachment_keys[] = {
    { .name = "transit-gateway",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnAttachmentSpec, transit_gateway),
      .flags = CVPN_KEY_REQUIRED,
      .refers = "transit-gateway",
      .help = "What is attached to." },
    { .name = "vpc",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnAttachmentSpec, vpc),
      .flags = CVPN_KEY_OPTIONAL,
      .refers = "vpc",
      .help = "The VPC that is attached, once to one transit gateway; or:" },
    { .name = "vpn-connection",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnAttachmentSpec, vpn_connection),
      .flags = CVPN_KEY_OPTIONAL,
      .refers = "vpn-connection",
      .help = "The VPN connection that is attached, whose gateway is the transit gateway." },
    { .name = "subnets",
      .type = CVPN_KEY_NAMES,
      CVPN_IN (CvpnAttachmentSpec, subnets),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_NOT_EMPTY,
      .refers = "subnet",
      .help = "Required with a `vpc` that is known: subnets of the VPC, at most one in each zone. "
              "From zones "
              "without one the "
              "transit gateway is not reached (AWS Transit Gateway Guide, VPC attachments)." },
    { .name = "route-table",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnAttachmentSpec, route_table),
      .flags = CVPN_KEY_OPTIONAL,
      .refers = "transit-gateway-route-table",
      .help = "The table that it is associated with, which decides about what comes from it. "
              "Default: none, and then nothing that comes from it goes on." },
    { .name = "appliance-mode-support",
      .type = CVPN_KEY_BOOLEAN,
      CVPN_IN (CvpnAttachmentSpec, appliance_mode),
      .fallback = "false",
      .help =
          "Whether both directions of a flow enter the VPC by one and the same subnet, whatever "
          "their zones, as stateful appliances need it (AWS Transit Gateway Guide, Stateful "
          "appliances and appliance mode). AWS chooses by a hash of the flow; here it is the "
          "first subnet." },
    { .name = "security-group-referencing-support",
      .type = CVPN_KEY_BOOLEAN,
      CVPN_IN (CvpnAttachmentSpec, security_group_referencing),
      .fallback = "true",
      .help = "Whether rules may refer to security groups over it, if the transit gateway lets "
              "them." },
};

static void
check_attachment (gpointer data, const CvpnReading *at)
{
    const CvpnAttachmentSpec *spec = data;
    const gboolean vpn = cvpn_reading_has (at, "vpn-connection");

    if (cvpn_reading_has (at, "vpc") == vpn)
        cvpn_group_fail (at->group, vpn ? "vpn-connection" : NULL, at->report,
                         vpn ? "an attachment is of a VPC or of a VPN connection; expected one of "
                               "them"
                             : "vpc or vpn-connection is missing: what is attached?");
    else if (vpn && cvpn_reading_has (at, "subnets"))
        cvpn_group_fail (at->group, "subnets", at->report,
                         "the attachment of a VPN connection has none");
    else if (!vpn && !cvpn_reading_has (at, "subnets") &&
             !(spec->vpc && cvpn_names_is_unknown (at->names, spec->vpc)))
        cvpn_group_fail (at->group, "subnets", at->report,
                         "is missing; expected subnets of the VPC, at most one in each zone");
}

const CvpnSection cvpn_section_attachment = {
    .kind = "transit-gateway-attachment",
    .named = TRUE,
    .resource = TRUE,
    CVPN_SPEC (CvpnAttachmentSpec, attachments),
    CVPN_KEYS (attachment_keys),
    .check = check_attachment,
    .help = "The attachment of a VPC or of a Site-to-Site VPN connection to a transit gateway.",
};

static const CvpnKey transit_route_table_keys[] = {
    { .name = "transit-gateway",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnTransitRouteTableSpec, transit_gateway),
      .flags = CVPN_KEY_REQUIRED,
      .refers = "transit-gateway",
      .help = "The transit gateway it is of." },
    { .name = "propagating",
      .type = CVPN_KEY_NAMES,
      CVPN_IN (CvpnTransitRouteTableSpec, propagating),
      .flags = CVPN_KEY_OPTIONAL,
      .refers = "transit-gateway-attachment",
      .help = "Attachments whose routes it takes over: a VPC's blocks, a VPN connection's routes. "
              "On equal destinations a static route wins, then a VPC's, then a VPN connection's, "
              "then the first in the list (AWS Transit Gateway Guide, Route evaluation order)." },
    { .name = "DESTINATION",
      .type = CVPN_KEY_ROWS,
      CVPN_IN (CvpnTransitRouteTableSpec, routes),
      .refers = "transit-gateway-attachment|=blackhole",
      .parse = cvpn_rows_parse_transit_route,
      .help = "A static route: `172.31.0.0/16 = att-b`, `10.9.0.0/16 = blackhole`. The longest "
              "prefix wins; there are no local routes." },
};

const CvpnSection cvpn_section_transit_route_table = {
    .kind = "transit-gateway-route-table",
    .named = TRUE,
    .resource = TRUE,
    CVPN_SPEC (CvpnTransitRouteTableSpec, transit_route_tables),
    CVPN_KEYS (transit_route_table_keys),
    .help = "A route table of a transit gateway. Attachments are associated with one, and "
            "propagate their routes to as many as name them.",
};
