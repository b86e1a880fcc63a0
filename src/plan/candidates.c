/* candidates: how much room a client CIDR and a number of associations give. */
#include "plan/candidates.h"

#include <math.h>

#include "model/quotas.h"

#define BLOCK_SIZE   32
#define BLOCK_USABLE 29

guint
cvpn_candidates_largest (const CvpnQuotas *quotas)
{
    return quotas->profile == CVPN_PROFILE_2020 ? 16 : 12;
}

guint64
cvpn_candidates_usable (CvpnAddressModel model, guint prefix_length)
{
    const guint64 size = G_GUINT64_CONSTANT (1) << (32 - prefix_length);

    return model == CVPN_ADDRESSES_BLOCKS ? size / BLOCK_SIZE * BLOCK_USABLE : size / 2;
}

static guint64
quota_of (const CvpnPlanning *planning, guint associations)
{
    return (guint64) cvpn_quotas_connections (&planning->scenario->net->quotas, associations);
}

CvpnPlanCandidate
cvpn_candidate (const CvpnPlanning *planning, guint associations, guint prefix_length)
{
    const CvpnAddressModel model = cvpn_planning_endpoint (planning)->address_model;
    CvpnPlanCandidate candidate = {
        .associations = associations,
        .prefix_length = prefix_length,
        .usable_addresses = cvpn_candidates_usable (model, prefix_length),
        .connection_quota = quota_of (planning, associations),
    };
    const CvpnPlanFigure unknown = { NAN, NAN, NAN, 0 };

    candidate.places = MIN (candidate.usable_addresses, candidate.connection_quota);
    for (guint i = 0; i < CVPN_N_PLAN_CONDITIONS; i++)
        candidate.outcomes[i] =
            (CvpnPlanOutcome){ .success = unknown, .exact = NAN, .back_p99_s = unknown };
    return candidate;
}

guint64
cvpn_candidate_places_without_zone (const CvpnPlanning *planning,
                                    const CvpnPlanCandidate *candidate)
{
    return MIN (candidate->usable_addresses, quota_of (planning, candidate->associations - 1));
}

gboolean
cvpn_candidate_covers (const CvpnPlanning *planning, const CvpnPlanCandidate *candidate,
                       guint64 places, double need)
{
    guint64 room = places;

    if (cvpn_planning_endpoint (planning)->address_model == CVPN_ADDRESSES_BLOCKS) {
        const guint64 blocks = (G_GUINT64_CONSTANT (1) << (32 - candidate->prefix_length)) /
                               BLOCK_SIZE / candidate->associations;
        room = MIN (room, blocks * BLOCK_USABLE);
    }
    return need <= (double) room;
}
