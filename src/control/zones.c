/* zones: one fails, and comes back; the resolver learns of it by its health check. */
#include "control/plane.h"

static const char *
name_of (const CvpnPlane *plane, guint32 association)
{
    return cvpn_subnet (plane->net, cvpn_association (plane->net, association)->subnet)->name;
}

/* What is being associated, or is no more, nobody is connected to. */
static gboolean
is_associated (const CvpnPlane *plane, guint32 association)
{
    const guint32 endpoint = cvpn_association (plane->net, association)->endpoint;

    return cvpn_draft_is_associated (plane->draft, cvpn_endpoint (plane->net, endpoint)->name,
                                     name_of (plane, association));
}

static gboolean
in_failed_zone (const CvpnPlane *plane, guint32 association)
{
    const guint32 subnet = cvpn_association (plane->net, association)->subnet;
    const guint32 zone = cvpn_subnet (plane->net, subnet)->zone;

    return zone != CVPN_NONE && plane->zone_failed[zone];
}

void
cvpn_plane_look (CvpnPlane *plane, guint32 association)
{
    plane->places[association].out = in_failed_zone (plane, association);
}

/* Those who are connected there, and what will be seen there in a while. */
static void
affect (CvpnPlane *plane, const CvpnEventSpec *event, guint32 association)
{
    const gboolean failed = in_failed_zone (plane, association);
    const guint32 endpoint = cvpn_association (plane->net, association)->endpoint;

    cvpn_plane_note (plane, (CvpnChange){ .event = event,
                                          .endpoint = endpoint,
                                          .association = association,
                                          .object = name_of (plane, association),
                                          .state = failed ? "lost" : "restored",
                                          .effect = failed ? CVPN_EFFECT_LOSE : CVPN_EFFECT_FIND,
                                          .end = CVPN_END_ZONE_FAILURE });
    plane->places[association].health_ns =
        plane->now_ns + cvpn_endpoint (plane->net, endpoint)->health_check_ns;
    cvpn_plane_expect (
        plane, plane->places[association].health_ns,
        (CvpnItem){ .kind = CVPN_ITEM_HEALTH, .association = association, .event = event });
}

void
cvpn_plane_zone_event (CvpnPlane *plane, const CvpnEventSpec *event)
{
    const CvpnNetwork *net = plane->net;
    const gboolean failed = event->action.kind == CVPN_ACTION_FAIL_AVAILABILITY_ZONE;
    const guint32 zone = cvpn_network_find_zone (net, event->action.name);
    const gboolean changes = plane->zone_failed[zone] != failed;

    cvpn_plane_note (plane, (CvpnChange){ CVPN_CHANGE_NONE, .endpoint = CVPN_NONE, .event = event,
                                          .object = net->zones->pdata[zone],
                                          .state = failed ? "failed" : "restored" });
    if (!changes)
        return;
    plane->zone_failed[zone] = failed;
    plane->dirty = TRUE;
    for (guint32 i = 0; i < net->associations->len; i++)
        if (cvpn_subnet (net, cvpn_association (net, i)->subnet)->zone == zone &&
            is_associated (plane, i))
            affect (plane, event, i);
}

/* A zone that failed and came back in between has been seen by nobody. */
void
cvpn_plane_health (CvpnPlane *plane, const CvpnItem *item)
{
    CvpnPlaceState *place = &plane->places[item->association];
    const gboolean out = in_failed_zone (plane, item->association);

    if (place->out == out || plane->now_ns != place->health_ns ||
        !is_associated (plane, item->association))
        return;
    place->out = out;
    plane->dirty = TRUE;
    cvpn_plane_note (
        plane, (CvpnChange){ .endpoint = cvpn_association (plane->net, item->association)->endpoint,
                             .association = item->association,
                             .object = name_of (plane, item->association),
                             .state = out ? "out of the DNS answer" : "in the DNS answer" });
}
