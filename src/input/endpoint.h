/* endpoint: the values of [client-vpn-endpoint] that no type covers. */
#pragma once

#include "input/section.h"

void cvpn_endpoint_parse_port (const CvpnReading *at, const char *value, gpointer field);
/* "subnet-a 10.0.1.200; subnet-b 10.0.2.200" */
void cvpn_endpoint_parse_interfaces (const CvpnReading *at, const char *value, gpointer field);
void cvpn_endpoint_clear_interfaces (gpointer field);
/* "subnet-a sg-old; subnet-b sg-old sg-dns"; CvpnInterfaceGroupsSpec. */
void cvpn_endpoint_parse_interface_groups (const CvpnReading *at, const char *value,
                                           gpointer field);
/* "1024-65535" or empty; 'field' is CvpnEndpointSpec.snat_ports_none. */
void cvpn_endpoint_parse_snat_ports (const CvpnReading *at, const char *value, gpointer field);

/* Which methods go together, and that interfaces are of target networks; a
 * CvpnEndpointSpec. */
void cvpn_endpoint_check (gpointer data, const CvpnReading *at);
