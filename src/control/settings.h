/* settings: the keys of an endpoint that ModifyClientVpnEndpoint changes. */
#pragma once

#include "control/timeline.h"

/* Puts the value of the key in 'from' into 'to'. */
void cvpn_setting_copy (const char *key, CvpnEndpointSpec *to, const CvpnEndpointSpec *from);

/* Why sessions end when the key changes; NONE: they do not. */
CvpnEnd cvpn_setting_end (const char *key);

/* "server-certificate-expires": a certificate has been renewed. */
gboolean cvpn_setting_is_certificate (const char *key);
