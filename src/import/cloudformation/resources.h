/* cloudformation_resources: who reads the properties of which type of resource.
 *
 * Things are read before what belongs to them, and that before what depends on both. */
#pragma once

#include "import/cloudformation/cloudformation.h"

typedef void (*CvpnCfnRead) (CvpnCfn *cfn, const CvpnCfnResource *resource);

/* vpc.c */
void cvpn_cfn_read_vpc (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_vpc_cidr_block (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_subnet (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_internet_gateway (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_vpn_gateway (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_gateway_attachment (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_nat_gateway (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_prefix_list (CvpnCfn *cfn, const CvpnCfnResource *resource);
/* routes.c */
void cvpn_cfn_read_route_table (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_route_table_association (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_route (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_vpc_endpoint (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_peering (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_route_propagation (CvpnCfn *cfn, const CvpnCfnResource *resource);
/* filters.c */
void cvpn_cfn_read_security_group (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_ingress (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_egress (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_restricted_default (CvpnCfn *cfn, const CvpnCfnResource *resource);
/* "tcp", "6", "-1"; FALSE where it is none, or of IPv6, which is said. */
gboolean cvpn_cfn_protocol (CvpnCfn *cfn, const CvpnCfnValue *value, CvpnRuleThing *rule);
/* Of the members of that name: a range of ports, or an ICMP type and code; -1: all. */
void cvpn_cfn_read_ports (CvpnCfn *cfn, const CvpnCfnValue *source, const char *first,
                          const char *second, CvpnRuleThing *rule);
/* acl.c */
void cvpn_cfn_read_acl (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_acl_entry (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_acl_association (CvpnCfn *cfn, const CvpnCfnResource *resource);
/* Subnets of no other ACL have the default one, where that is in the inventory. */
void cvpn_cfn_finish_acls (CvpnCfn *cfn);
/* transit.c */
void cvpn_cfn_read_transit_gateway (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_attachment (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_other_attachment (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_transit_table (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_transit_route (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_transit_association (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_transit_propagation (CvpnCfn *cfn, const CvpnCfnResource *resource);
/* transit_default.c */
/* Attachments that nothing associates or propagates have their transit gateway's default table. */
void cvpn_cfn_finish_attachments (CvpnCfn *cfn);
/* vpn.c */
void cvpn_cfn_read_vpn_connection (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_vpn_route (CvpnCfn *cfn, const CvpnCfnResource *resource);
/* hosts.c */
void cvpn_cfn_read_interface (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_instance (CvpnCfn *cfn, const CvpnCfnResource *resource);
/* client_vpn.c */
void cvpn_cfn_read_client_vpn (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_client_association (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_client_route (CvpnCfn *cfn, const CvpnCfnResource *resource);
void cvpn_cfn_read_client_rule (CvpnCfn *cfn, const CvpnCfnResource *resource);
/* The routes that associations make by themselves. */
void cvpn_cfn_finish_client_vpns (CvpnCfn *cfn);
