/* to: where a flow goes, as people write it: in `to` of traffic and expect, in
 * the CSV of flows, and after --to; and classes of such flows, for expect. */
#pragma once

#include "model/spec.h"

/* "HOST|ADDRESS PROTOCOL [PORT]".  The host's name is not looked up here.  NULL
 * with 'error' (CVPN_ERROR_VALUE). */
CvpnToSpec *cvpn_to_parse (const char *text, GError **error);
void cvpn_to_spec_free (CvpnToSpec *to);

/* The same, or a class of flows: "HOST|ADDRESS|CIDR PROTOCOL [PORTS]", where the protocol may be
 * "all" and ports "*" (1 to 65535, or all types of ICMP) or a range. */
CvpnToClassSpec *cvpn_to_class_parse (const char *text, GError **error);
void cvpn_to_class_spec_free (CvpnToClassSpec *class);
