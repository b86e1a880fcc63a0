/* draft_endpoint: the parts of a Client VPN endpoint. */
#pragma once

#include "import/draft/parts.h"

/* Ids of the associated subnets, sorted; where the target networks are not in the input, those that
 * have routes by association. The caller frees the array. */
GPtrArray *cvpn_drafting_landings (const CvpnClientVpnThing *endpoint);
/* The ids of the endpoint's security groups, of which it has those of the VPC's default if it names
 * none; NULL: not known. The caller frees the array. */
GPtrArray *cvpn_drafting_endpoint_groups (const CvpnDrafting *d,
                                          const CvpnClientVpnThing *endpoint);
/* endpoint_rows.c: 'automatic-routes' of the endpoint's group, if it has to be said. */
void cvpn_drafting_add_automatic (CvpnDrafting *d, const CvpnClientVpnThing *endpoint,
                                  CvpnDraftGroup *group);
void cvpn_drafting_add_vpn_routes (CvpnDrafting *d, const CvpnClientVpnThing *endpoint);
void cvpn_drafting_add_authorization (CvpnDrafting *d, const CvpnClientVpnThing *endpoint);
/* interfaces.c: what the endpoint's interfaces have: addresses, and groups that lag. */
void cvpn_drafting_add_interfaces (CvpnDrafting *d, const CvpnClientVpnThing *endpoint,
                                   CvpnDraftGroup *group);
