/* modify: the endpoint's keys that an event can change. */
#pragma once

#include "input/section.h"

/* An endpoint with defaults, but the key and value of at->entry; a fault if there is no such
 * key, if AWS cannot modify it, or if the value is wrong.  To be freed with
 * cvpn_modify_free. */
CvpnEndpointSpec *cvpn_modify_read (const CvpnReading *at);
void cvpn_modify_free (CvpnEndpointSpec *endpoint);

/* Whether the key may go without a value, as if the endpoint did not have it. */
gboolean cvpn_modify_may_unset (const char *key);
