/* client_cidr: which block a client CIDR of that size can be.
 *
 * It may not overlap the VPC of the associated subnets nor a route of the endpoint (AWS Client
 * VPN Administrator Guide, "Rules and best practices"); here it overlaps no VPC of the file, no
 * local network of its clients and no other endpoint's client CIDR either, so that nothing is
 * ambiguous when they come to be connected. */
#pragma once

#include "model/scenario.h"

/* The file's own block, made as large or small as asked for, if it can be; else the first one
 * that can, from there on in 10.0.0.0/8, then in 100.64.0.0/10, 172.16.0.0/12 and 192.168.0.0/16.
 * FALSE: there is none.  '*remark' says where it is from; newly allocated. */
gboolean cvpn_plan_client_cidr (const CvpnScenario *scenario, guint32 endpoint, guint length,
                                CvpnPrefix *block, char **remark);
