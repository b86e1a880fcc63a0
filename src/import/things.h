/* things: what readers of several forms make of the same words and rows. */
#pragma once

#include "import/inventory.h"

#define CVPN_PROTOCOL_ICMPV6 58

/* "tcp", "udp", "icmp", "icmpv6", "-1" or "all", or a number from 0 to 255; sets 'any' or
 * 'protocol' (Amazon EC2 API Reference, "IpPermission" and "NetworkAclEntry").  FALSE: it is none.
 */
gboolean cvpn_thing_protocol (const char *word, CvpnRuleThing *rule);

/* A route in force, unless there is one of that block and subnet.  'subnet' is the inventory's. */
void cvpn_thing_add_client_route (CvpnClientVpnThing *endpoint, CvpnPrefix cidr, const char *subnet,
                                  gboolean automatic);
