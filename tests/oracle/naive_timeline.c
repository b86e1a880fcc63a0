/* naive_timeline: a list of what is to come; the earliest first, and at one time first what
 * events led to, then the events in the order of the file. */
#include "naive_state.h"

typedef struct Item {
    gint64 time;
    guint order;
    void (*handle) (NaiveState *state, const struct Item *item);
    const CvpnEventSpec *event;
    NaiveEndpoint *endpoint;
    NaivePlace *place;
    guint expiry;
} Item;

static void
expect (NaiveState *state, gint64 time, Item item)
{
    item.time = time;
    item.order = state->n_items++;
    g_ptr_array_add (state->items, g_memdup2 (&item, sizeof item));
}

void
naive_note (NaiveState *state, const char *object, const char *change, const char *error,
            const char *end)
{
    g_ptr_array_add (state->changes,
                     g_strdup_printf ("%020" G_GINT64_FORMAT " %s: %s %s [%s]", state->now, object,
                                      change, error ? error : "", end ? end : ""));
}

static void
handle_end (NaiveState *state, const Item *item)
{
    naive_operation_end (state, item->event);
}

void
naive_expect_end (NaiveState *state, gint64 after, const CvpnEventSpec *event)
{
    expect (state, state->now + after, (Item){ .handle = handle_end, .event = event });
}

static void
handle_expiry (NaiveState *state, const Item *item)
{
    static const char *const objects[] = { "certificate-revocation-list", "server-certificate",
                                           "identity-provider-certificate" };
    const gint64 time = naive_state_expiry (item->endpoint, item->expiry);
    gint64 *told = &item->endpoint->told[item->expiry];

    if (time < 0 || time > state->now || *told == time)
        return;
    *told = time;
    naive_note (state, objects[item->expiry], "expired", NULL, NULL);
}

void
naive_expect_expiries (NaiveState *state, NaiveEndpoint *endpoint)
{
    for (guint i = 0; i < NAIVE_EXPIRIES; i++) {
        const gint64 time = naive_state_expiry (endpoint, i);
        if (time >= 0)
            expect (state, MAX (time, state->now),
                    (Item){ .handle = handle_expiry, .endpoint = endpoint, .expiry = i });
    }
}

static void
handle_health (NaiveState *state, const Item *item)
{
    NaivePlace *place = item->place;
    const gboolean failed = naive_state_zone_failed (state, place);

    if (!place->associated || place->out == failed || state->now != place->last_health)
        return;
    place->out = failed;
    naive_note (state, place->subnet, failed ? "out of the DNS answer" : "in the DNS answer", NULL,
                NULL);
}

static void
change_zone (NaiveState *state, const CvpnActionSpec *action)
{
    const gboolean fails = action->kind == CVPN_ACTION_FAIL_AVAILABILITY_ZONE;

    naive_note (state, action->name, fails ? "failed" : "restored", NULL, NULL);
    if (fails ? !g_hash_table_add (state->failed_zones, action->name)
              : !g_hash_table_remove (state->failed_zones, action->name))
        return;
    for (guint i = 0; i < state->endpoints->len; i++) {
        const NaiveEndpoint *endpoint = state->endpoints->pdata[i];
        for (guint k = 0; k < endpoint->places->len; k++) {
            NaivePlace *place = endpoint->places->pdata[k];
            if (!place->associated || !g_str_equal (place->zone, action->name))
                continue;
            naive_note (state, place->subnet, fails ? "lost" : "restored", NULL, "zone-failure");
            place->last_health = state->now + endpoint->settings.health_check_ns;
            expect (state, place->last_health, (Item){ .handle = handle_health, .place = place });
        }
    }
}

static void
handle_event (NaiveState *state, const Item *item)
{
    const CvpnEventSpec *event = item->event;

    if (event->action.kind == CVPN_ACTION_FAIL_AVAILABILITY_ZONE ||
        event->action.kind == CVPN_ACTION_RESTORE_AVAILABILITY_ZONE)
        change_zone (state, &event->action);
    else
        naive_operation_begin (state, event);
}

static guint
find_next (const NaiveState *state)
{
    guint best = 0;

    for (guint i = 1; i < state->items->len; i++) {
        const Item *item = state->items->pdata[i], *other = state->items->pdata[best];
        const gboolean begins = item->handle == handle_event,
                       other_begins = other->handle == handle_event;
        if (item->time != other->time ? item->time < other->time
            : begins != other_begins  ? other_begins
                                      : item->order < other->order)
            best = i;
    }
    return best;
}

/* All up to that time. */
static NaiveState *
replay (const CvpnSpec *spec, gint64 until)
{
    NaiveState *state = naive_state_new (spec);

    for (guint i = 0; i < spec->events->len; i++) {
        const CvpnEventSpec *event = spec->events->pdata[i];
        expect (state, event->at_ns, (Item){ .handle = handle_event, .event = event });
    }
    for (guint i = 0; i < state->endpoints->len; i++)
        naive_expect_expiries (state, state->endpoints->pdata[i]);
    while (state->items->len > 0) {
        const guint next = find_next (state);
        const Item item = *(const Item *) state->items->pdata[next];
        if (item.time > until)
            break;
        g_ptr_array_remove_index (state->items, next);
        state->now = item.time;
        item.handle (state, &item);
    }
    state->now = until;
    return state;
}

char *
naive_timeline_describe (const CvpnSpec *spec, gint64 time_ns)
{
    NaiveState *state = replay (spec, time_ns);
    char *text = naive_state_describe (state);

    naive_state_free (state);
    return text;
}

char *
naive_timeline_changes (const CvpnSpec *spec)
{
    NaiveState *state = replay (spec, G_MAXINT64);
    char *text = naive_lines_join (state->changes);

    naive_state_free (state);
    return text;
}
