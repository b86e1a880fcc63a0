/* outcomes: from landings to a verdict. */
#include "path/outcomes.h"

#include "path/route.h"

CvpnOutcome
cvpn_outcomes_combine (const guint8 *outcomes, guint n)
{
    gboolean alike = TRUE, undetermined = FALSE, delivered = FALSE;

    for (guint i = 0; i < n; i++) {
        alike &= outcomes[i] == outcomes[0];
        undetermined |= outcomes[i] == CVPN_OUTCOME_UNDETERMINED;
        delivered |= outcomes[i] == CVPN_OUTCOME_DELIVERED;
    }
    if (alike)
        return (CvpnOutcome) outcomes[0];
    if (undetermined)
        return CVPN_OUTCOME_UNDETERMINED;
    return delivered ? CVPN_OUTCOME_INTERMITTENT : (CvpnOutcome) outcomes[0];
}

double
cvpn_outcomes_probability (const guint8 *outcomes, guint n)
{
    guint delivered = 0;

    for (guint i = 0; i < n; i++)
        delivered += outcomes[i] == CVPN_OUTCOME_DELIVERED;
    return n == 0 ? 0 : (double) delivered / n;
}

CvpnCode
cvpn_outcomes_why_none (const CvpnNetwork *net, guint32 endpoint)
{
    const CvpnSpan a = cvpn_endpoint (net, endpoint)->associations;

    for (guint32 i = a.first; i < a.first + a.count; i++)
        if (cvpn_association_stands (cvpn_association (net, i)))
            return CVPN_CODE_CVPN_DNS_NO_ANSWER;
    return CVPN_CODE_CVPN_NO_TARGET_NETWORK;
}

guint32
cvpn_outcomes_maybe (const CvpnNetwork *net, guint32 endpoint)
{
    const CvpnEndpoint *e = cvpn_endpoint (net, endpoint);

    return e->status == CVPN_ENDPOINT_DELETED ? CVPN_NONE : e->maybe_association;
}
