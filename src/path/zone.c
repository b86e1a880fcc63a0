/* What a failed Availability Zone takes along.
 *
 * Hosts, NAT gateways and hosts that forward stand in one subnet, and so in one zone;
 * what goes to them is lost in silence.  Gateway endpoints, internet gateways, peerings and
 * VPN connections belong to the region or to a VPC as a whole and live on, and a transit
 * gateway uses the zones that are left (transit.c).  (Amazon VPC User Guide, "NAT gateway
 * basics": each stands in one zone; "How Amazon VPC works"; AWS Transit Gateway Guide,
 * "How transit gateways work") */
#include "path/route.h"
#include "path/step.h"
#include "path/way.h"

/* One dead subnet is one obstacle, however often the packet meets it. */
static gboolean
is_told (const CvpnTrace *trace, guint32 rule)
{
    for (guint i = 0; i < trace->n; i++) {
        const CvpnVerdict *verdict = &trace->verdicts[i];
        if (verdict->rule == rule && (verdict->code == CVPN_CODE_BAD_STATE ||
                                      verdict->code == CVPN_CODE_CVPN_HANDSHAKE_TIMEOUT))
            return TRUE;
    }
    return FALSE;
}

gboolean
cvpn_subnet_is_dead (const CvpnNetwork *net, guint32 subnet)
{
    const guint32 zone = subnet == CVPN_NONE ? CVPN_NONE : cvpn_subnet (net, subnet)->zone;

    return zone != CVPN_NONE && cvpn_network_zone_failed (net, zone);
}

gboolean
cvpn_way_meets_life (const CvpnLeg *leg, guint32 subnet)
{
    const CvpnNetwork *net = leg->walk->net;

    if (!cvpn_subnet_is_dead (net, subnet))
        return TRUE;
    if (is_told (leg->trace, cvpn_subnet (net, subnet)->rule))
        return leg->walk->go_on;
    return cvpn_way_fail (leg, CVPN_CODE_BAD_STATE, cvpn_subnet (net, subnet)->rule);
}
