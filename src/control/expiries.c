/* expiries: what ends by itself: revocation lists and certificates.
 *
 * An item of the agenda that has been overtaken by a newer list or certificate finds nothing
 * that has expired. */
#include "control/plane.h"

#define EXPIRY_OBJECT(word, object, key) object,

static const char *const objects[] = { CVPN_EXPIRIES (EXPIRY_OBJECT) };

/* -1: never */
static gint64
time_of (const CvpnPlane *plane, guint32 endpoint, CvpnExpiry expiry)
{
    const char *name = cvpn_endpoint (plane->net, endpoint)->name;
    const CvpnEndpointSpec *spec = cvpn_draft_endpoint (plane->draft, name);
    const CvpnCrlSpec *list = cvpn_draft_revocation_list (plane->draft, name);

    switch (expiry) {
    case CVPN_EXPIRY_LIST:
        return list ? list->next_update_ns : -1;
    case CVPN_EXPIRY_SERVER_CERTIFICATE:
        return spec->server_certificate_expires_ns;
    default:
        return spec->identity_provider_certificate_expires_ns;
    }
}

void
cvpn_plane_expect_expiries (CvpnPlane *plane, guint32 endpoint)
{
    for (guint i = 0; i < CVPN_N_EXPIRIES; i++) {
        const gint64 time = time_of (plane, endpoint, i);
        if (time >= 0)
            cvpn_plane_expect (
                plane, MAX (time, plane->now_ns),
                (CvpnItem){ .kind = CVPN_ITEM_EXPIRY, .endpoint = endpoint, .expiry = (guint8) i });
    }
}

void
cvpn_plane_expire (CvpnPlane *plane, const CvpnItem *item)
{
    const gint64 time = time_of (plane, item->endpoint, item->expiry);
    gint64 *told = &plane->endpoints[item->endpoint].told_ns[item->expiry];

    if (time < 0 || time > plane->now_ns || *told == time + 1)
        return;
    *told = time + 1;
    plane->dirty = TRUE;
    cvpn_plane_note (plane, (CvpnChange){ CVPN_CHANGE_NONE, .endpoint = item->endpoint,
                                          .object = objects[item->expiry], .state = "expired" });
}
