/* matches: lists of packet matches, and the entries of network ACLs. */
#pragma once

#include "input/section.h"

/* CVPN_KEY_MATCHES: a GPtrArray * of CvpnMatchSpec, which the document owns. */
void cvpn_matches_parse (const CvpnReading *at, const char *value, gpointer field);

/* A row "inbound 100 = allow tcp 443 0.0.0.0/0"; the peer becomes the row's
 * prefix. */
void cvpn_matches_parse_acl_entry (const CvpnReading *at, const char *value, gpointer field);
/* Its key alone, "inbound 100"; FALSE if a fault was reported. */
gboolean cvpn_matches_read_acl_number (const CvpnReading *at, CvpnRowSpec *row);
