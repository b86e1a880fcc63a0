/* naive_unknown: what the oracle makes of what a scenario may lack, [unknown] with `of`. */
#pragma once

#include "naive_spec.h"

#include <cvpnsim/verdict.h>

/* The first [unknown] that says there may be more of the kind, there; or NULL. */
const CvpnUnknownSpec *naive_more (const CvpnSpec *spec, const char *kind, const char *of);

/* What a verdict says of it: UNKNOWN_RESOURCE or UNSUPPORTED_COMPONENT; NONE for NULL. */
CvpnCode naive_doubt (const CvpnUnknownSpec *unknown);

/* By which somebody may have an address of the VPC that nobody of the file has, or NULL. */
const CvpnUnknownSpec *naive_more_hosts (const CvpnSpec *spec, const char *vpc, guint32 address);

/* By which a virtual private gateway may know a longer route to the address, or NULL. */
const CvpnUnknownSpec *naive_more_connections (const CvpnSpec *spec, const char *gateway,
                                               guint32 address);
