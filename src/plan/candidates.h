/* candidates: client CIDRs of every size, by one to five associations, and the room that they
 * have. */
#pragma once

#include "plan/planning.h"

/* Of the largest client CIDR: /12 now, /16 in 2020 (Amazon EC2 API Reference,
 * CreateClientVpnEndpoint; AWS Client VPN Administrator Guide, 2020). */
guint cvpn_candidates_largest (const CvpnQuotas *quotas);

/* Half of the block can be assigned, or 29 of each /27: `address-model`. */
guint64 cvpn_candidates_usable (CvpnAddressModel model, guint prefix_length);

/* Of one: usable addresses, quota and places; all of its outcomes are unknown yet. */
CvpnPlanCandidate cvpn_candidate (const CvpnPlanning *planning, guint associations,
                                  guint prefix_length);

/* The places that are left when one association is gone. */
guint64 cvpn_candidate_places_without_zone (const CvpnPlanning *planning,
                                            const CvpnPlanCandidate *candidate);

/* TRUE if a run that never has more than 'need' connections at a time meets no limit in those
 * places.  By blocks of addresses every landing must have room for all of them. */
gboolean cvpn_candidate_covers (const CvpnPlanning *planning, const CvpnPlanCandidate *candidate,
                                guint64 places, double need);
