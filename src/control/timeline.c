/* timeline: the agenda is worked off, time by time; each time that changed something has a
 * version of the network. */
#include "control/timeline.h"

#include "control/plane.h"

/* What ends at a time ends before anything begins: a route can be made again in the instant in
 * which it is gone. */
static gint
compare_items (gconstpointer a, gconstpointer b, gpointer data)
{
    const CvpnItem *one = a, *other = b;

    (void) data;
    if (one->time_ns != other->time_ns)
        return one->time_ns < other->time_ns ? -1 : 1;
    if ((one->kind == CVPN_ITEM_EVENT) != (other->kind == CVPN_ITEM_EVENT))
        return one->kind == CVPN_ITEM_EVENT ? 1 : -1;
    return one->sequence < other->sequence ? -1 : one->sequence > other->sequence;
}

void
cvpn_plane_expect (CvpnPlane *plane, gint64 time_ns, CvpnItem item)
{
    item.time_ns = time_ns;
    item.sequence = plane->n_items++;
    g_sequence_insert_sorted (plane->agenda, g_memdup2 (&item, sizeof item), compare_items, NULL);
}

static const char *
keep (CvpnPlane *plane, const char *text)
{
    return text ? g_string_chunk_insert_const (plane->timeline->texts, text) : NULL;
}

void
cvpn_plane_note (CvpnPlane *plane, CvpnChange change)
{
    change.time_ns = plane->now_ns;
    change.object = keep (plane, change.object);
    change.clients = keep (plane, change.clients);
    g_array_append_val (plane->timeline->changes, change);
}

static void
handle (CvpnPlane *plane, const CvpnItem *item)
{
    switch (item->kind) {
    case CVPN_ITEM_EVENT:
        if (item->event->action.kind == CVPN_ACTION_FAIL_AVAILABILITY_ZONE ||
            item->event->action.kind == CVPN_ACTION_RESTORE_AVAILABILITY_ZONE)
            cvpn_plane_zone_event (plane, item->event);
        else
            cvpn_plane_begin (plane, item->event);
        break;
    case CVPN_ITEM_DONE:
        cvpn_plane_done (plane, item);
        break;
    case CVPN_ITEM_EXPIRY:
        cvpn_plane_expire (plane, item);
        break;
    default:
        cvpn_plane_health (plane, item);
        break;
    }
}

/* What no version can be built of is impossible, whenever it comes: the event's fault. */
static void
blame (CvpnPlane *plane, CvpnReport *faults)
{
    const GPtrArray *all = cvpn_report_faults (faults);

    for (guint i = 0; i < all->len; i++) {
        const CvpnFault *fault = all->pdata[i];
        if (fault->severity == CVPN_SEVERITY_ERROR)
            cvpn_group_fail (plane->blamed->group, "action", plane->report, "%s", fault->text);
    }
}

/* What is tolerated stands in each version: it is the fault of who brings it. */
static gboolean
is_known (const CvpnPlane *plane, const CvpnFault *refusal)
{
    const GPtrArray *known = cvpn_report_refusals (plane->report);

    for (guint i = 0; i < known->len; i++)
        if (g_str_has_suffix (((const CvpnFault *) known->pdata[i])->text, refusal->text))
            return TRUE;
    return FALSE;
}

static void
blame_refusals (CvpnPlane *plane, const CvpnReport *faults)
{
    const GPtrArray *all = cvpn_report_refusals (faults);

    for (guint i = 0; i < all->len; i++) {
        const CvpnFault *refusal = all->pdata[i];
        if (plane->blamed && !is_known (plane, refusal))
            cvpn_group_refuse (plane->blamed->group, "action", plane->report, refusal->severity,
                               refusal->code, "%s", refusal->text);
    }
}

/* The present version, and what those who are not built anew go on with if it fails. */
static void
build_version (CvpnPlane *plane)
{
    g_autoptr (CvpnReport) faults = cvpn_report_new ();

    if (cvpn_report_tolerates (plane->report))
        cvpn_report_tolerate (faults);
    CvpnNetwork *net = cvpn_network_build_next (&plane->draft->spec, plane->net, faults);
    plane->dirty = FALSE;
    blame_refusals (plane, faults);
    if (!net) {
        blame (plane, faults);
        return;
    }
    cvpn_plane_adjust (plane, net);
    g_ptr_array_add (plane->timeline->networks, net);
    plane->net = net;
}

/* All of one time, what it leads to at once among it. */
static void
work_off_time (CvpnPlane *plane)
{
    const guint first = plane->timeline->changes->len;
    GSequenceIter *next = g_sequence_get_begin_iter (plane->agenda);

    plane->now_ns = ((const CvpnItem *) g_sequence_get (next))->time_ns;
    while (!g_sequence_iter_is_end (next) &&
           ((const CvpnItem *) g_sequence_get (next))->time_ns == plane->now_ns) {
        const CvpnItem item = *(const CvpnItem *) g_sequence_get (next);
        g_sequence_remove (next);
        handle (plane, &item);
        next = g_sequence_get_begin_iter (plane->agenda);
    }
    if (plane->dirty)
        build_version (plane);
    for (guint i = first; i < plane->timeline->changes->len; i++)
        g_array_index (plane->timeline->changes, CvpnChange, i).net = plane->net;
}

static void
write_agenda (CvpnPlane *plane)
{
    for (guint i = 0; i < plane->spec->events->len; i++) {
        const CvpnEventSpec *event = plane->spec->events->pdata[i];
        cvpn_plane_expect (plane, event->at_ns,
                           (CvpnItem){ .kind = CVPN_ITEM_EVENT, .event = event });
    }
    for (guint32 i = 0; i < plane->net->endpoints->len; i++)
        cvpn_plane_expect_expiries (plane, i);
}

static void
make_timeline (CvpnTimeline *timeline, const CvpnSpec *spec, CvpnReport *report)
{
    CvpnPlane plane = {
        .spec = spec,
        .report = report,
        .timeline = timeline,
        .draft = timeline->draft,
        .net = timeline->first,
        .agenda = g_sequence_new (g_free),
        .zone_failed = g_new0 (gboolean, timeline->first->zones->len + 1),
        .places = g_new0 (CvpnPlaceState, timeline->first->associations->len + 1),
        .endpoints = g_new0 (CvpnEndpointPlane, timeline->first->endpoints->len + 1),
    };

    write_agenda (&plane);
    while (!g_sequence_is_empty (plane.agenda))
        work_off_time (&plane);
    g_sequence_free (plane.agenda);
    g_free (plane.zone_failed);
    g_free (plane.places);
    g_free (plane.endpoints);
}

CvpnTimeline *
cvpn_timeline_new (const CvpnSpec *spec, const CvpnNetwork *first, CvpnReport *report)
{
    g_autoptr (CvpnTimeline) timeline = g_new0 (CvpnTimeline, 1);
    const guint errors = cvpn_report_errors (report);

    timeline->first = first;
    timeline->draft = cvpn_draft_new (spec);
    timeline->networks = g_ptr_array_new_with_free_func ((GDestroyNotify) cvpn_network_free);
    timeline->changes = g_array_new (FALSE, FALSE, sizeof (CvpnChange));
    timeline->texts = g_string_chunk_new (256);
    make_timeline (timeline, spec, report);
    return cvpn_report_errors (report) == errors ? g_steal_pointer (&timeline) : NULL;
}

void
cvpn_timeline_free (CvpnTimeline *timeline)
{
    if (!timeline)
        return;
    g_ptr_array_unref (timeline->networks);
    cvpn_draft_free (timeline->draft);
    g_array_unref (timeline->changes);
    g_string_chunk_free (timeline->texts);
    g_free (timeline);
}

/* The first change after that time. */
static guint
find_later (const CvpnTimeline *timeline, gint64 time_ns)
{
    guint low = 0, high = timeline->changes->len;

    while (low < high) {
        const guint middle = (low + high) / 2;
        if (g_array_index (timeline->changes, CvpnChange, middle).time_ns <= time_ns)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const CvpnNetwork *
cvpn_timeline_at (const CvpnTimeline *timeline, gint64 time_ns)
{
    const guint later = find_later (timeline, time_ns);

    return later == 0 ? timeline->first
                      : g_array_index (timeline->changes, CvpnChange, later - 1).net;
}
