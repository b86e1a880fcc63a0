/* lag: the groups that are to be are asked instead of those that are. */
#include "path/lag.h"

gboolean
cvpn_lag_is (const CvpnNetwork *net, guint32 association)
{
    const CvpnAssociation *a = cvpn_association (net, association);

    return a->groups.first != cvpn_endpoint (net, a->endpoint)->groups.first;
}

gboolean
cvpn_lag_admits (const CvpnNetwork *net, const CvpnLagQuestion *question)
{
    const CvpnEndpoint *endpoint =
        cvpn_endpoint (net, cvpn_association (net, question->association)->endpoint);
    const CvpnHost *host = question->host == CVPN_NONE ? NULL : cvpn_host (net, question->host);
    const CvpnGroupsQuestion asked = {
        .groups = host ? host->groups : endpoint->groups,
        .egress = host == NULL,
        .vpc = host ? cvpn_subnet (net, host->subnet)->vpc : endpoint->vpc,
        .packet = question->packet,
        .peer = { .address = host ? question->packet->source : question->packet->destination,
                  .groups_known = host != NULL,
                  .groups = endpoint->groups,
                  .referable = host == NULL || question->referable },
        .alike = question->alike,
    };
    guint n_rules;

    return cvpn_filter_groups (net, &asked, &n_rules) != CVPN_RULE_NONE;
}
