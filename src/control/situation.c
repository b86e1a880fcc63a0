/* situation: what a version says beside what stands in groups: states, failures, expiries.
 *
 * The table of connections by number of associations is taken by those whose zone lives (an
 * assumption: what a lost one carried is not carried by the others). */
#include "control/plane.h"

#include "model/quotas.h"

static gboolean
has_passed (const CvpnPlane *plane, gint64 time_ns)
{
    return time_ns >= 0 && time_ns <= plane->now_ns;
}

/* The draft knows what is associated and what is not. */
static CvpnAssociationStatus
status_of (const CvpnAssociation *association, const CvpnPlaceState *place)
{
    if (association->status == CVPN_ASSOCIATION_ASSOCIATED)
        return place->disassociating > 0 ? CVPN_ASSOCIATION_DISASSOCIATING
                                         : CVPN_ASSOCIATION_ASSOCIATED;
    if (place->associating > 0)
        return CVPN_ASSOCIATION_ASSOCIATING;
    return place->failed ? CVPN_ASSOCIATION_FAILED : CVPN_ASSOCIATION_DISASSOCIATED;
}

static void
adjust_association (const CvpnPlane *plane, CvpnNetwork *net, guint32 i)
{
    CvpnAssociation *association = &g_array_index (net->associations, CvpnAssociation, i);
    const CvpnPlaceState *place = &plane->places[i];

    association->status = (guint8) status_of (association, place);
    association->answers =
        association->answers && !place->out && !plane->endpoints[association->endpoint].deleted;
}

static guint
count_living (const CvpnNetwork *net, const CvpnEndpoint *endpoint)
{
    const CvpnSpan a = endpoint->associations;
    guint n = 0;

    for (guint32 i = a.first; i < a.first + a.count; i++) {
        const CvpnAssociation *association = cvpn_association (net, i);
        const guint32 zone = cvpn_subnet (net, association->subnet)->zone;
        n += (association->status == CVPN_ASSOCIATION_ASSOCIATED ||
              association->status == CVPN_ASSOCIATION_DISASSOCIATING) &&
             !cvpn_network_zone_failed (net, zone);
    }
    return n;
}

static void
adjust_endpoint (const CvpnPlane *plane, CvpnNetwork *net, guint32 i)
{
    CvpnEndpoint *endpoint = &g_array_index (net->endpoints, CvpnEndpoint, i);
    const CvpnEndpointSpec *spec = cvpn_draft_endpoint (plane->draft, endpoint->name);

    endpoint->crl_expired = has_passed (plane, endpoint->crl_next_update_ns);
    endpoint->server_certificate_expired = has_passed (plane, spec->server_certificate_expires_ns);
    endpoint->identity_provider_certificate_expired =
        has_passed (plane, spec->identity_provider_certificate_expires_ns);
    endpoint->connection_quota =
        cvpn_quotas_connections (&net->quotas, count_living (net, endpoint));
    if (plane->endpoints[i].deleting > 0)
        endpoint->status = CVPN_ENDPOINT_DELETING;
    if (plane->endpoints[i].deleted)
        endpoint->status = CVPN_ENDPOINT_DELETED;
}

void
cvpn_plane_adjust (const CvpnPlane *plane, CvpnNetwork *net)
{
    for (guint32 i = 0; i < net->zones->len; i++)
        g_array_index (net->zone_failed, gboolean, i) = plane->zone_failed[i];
    for (guint32 i = 0; i < net->associations->len; i++)
        adjust_association (plane, net, i);
    for (guint32 i = 0; i < net->endpoints->len; i++)
        adjust_endpoint (plane, net, i);
}
