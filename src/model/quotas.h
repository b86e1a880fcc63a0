/* quotas: figures that depend on more than the profile. */
#pragma once

#include "model/network.h"

/* The quota of concurrent connections of an endpoint with so many associations. */
gint64 cvpn_quotas_connections (const CvpnQuotas *quotas, guint associations);
