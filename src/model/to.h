/* to: where a flow goes, as people write it: in `to` of traffic and expect, in
 * the CSV of flows, and after --to. */
#pragma once

#include "model/spec.h"

/* "HOST|ADDRESS PROTOCOL [PORT]".  The host's name is not looked up here.  NULL
 * with 'error' (CVPN_ERROR_VALUE). */
CvpnToSpec *cvpn_to_parse (const char *text, GError **error);
void cvpn_to_spec_free (CvpnToSpec *to);
