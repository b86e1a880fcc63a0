/* timeline: the versions of a network in the order of time. */
#include "control/timeline.h"

CvpnTimeline *
cvpn_timeline_new (const CvpnSpec *spec, const CvpnNetwork *first, CvpnReport *report)
{
    CvpnTimeline *timeline = g_new0 (CvpnTimeline, 1);

    (void) spec;
    (void) report;
    timeline->first = first;
    timeline->networks = g_ptr_array_new_with_free_func ((GDestroyNotify) cvpn_network_free);
    timeline->changes = g_array_new (FALSE, FALSE, sizeof (CvpnChange));
    timeline->texts = g_string_chunk_new (256);
    return timeline;
}

void
cvpn_timeline_free (CvpnTimeline *timeline)
{
    if (!timeline)
        return;
    g_ptr_array_unref (timeline->networks);
    g_array_unref (timeline->changes);
    g_string_chunk_free (timeline->texts);
    g_free (timeline);
}

const CvpnNetwork *
cvpn_timeline_at (const CvpnTimeline *timeline, gint64 time_ns)
{
    const CvpnNetwork *net = timeline->first;

    for (guint i = 0; i < timeline->changes->len; i++) {
        const CvpnChange *change = &g_array_index (timeline->changes, CvpnChange, i);
        if (change->time_ns > time_ns)
            break;
        net = change->net;
    }
    return net;
}
