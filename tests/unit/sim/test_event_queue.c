/* event_queue against a sorted list: what comes out is sorted by time, and by
 * the order of the pushes where times are equal. */
#include "sim/event_queue.h"

#include "support.h"

static void
takes_earliest_first (void)
{
    g_autoptr (CvpnEventQueue) queue = cvpn_event_queue_new ();
    const gint64 times[] = { 30, 10, 20 };

    CU_ASSERT_PTR_NULL (cvpn_event_queue_peek (queue));
    for (guint32 i = 0; i < G_N_ELEMENTS (times); i++)
        cvpn_event_queue_push (queue, (CvpnEvent){ .time = times[i], .kind = 7, .a = i });
    cvpn_assert_int (cvpn_event_queue_size (queue), 3);
    cvpn_assert_int (cvpn_event_queue_peek (queue)->time, 10);
    cvpn_assert_int (cvpn_event_queue_pop (queue).a, 1);
    cvpn_assert_int (cvpn_event_queue_pop (queue).a, 2);

    const CvpnEvent last = cvpn_event_queue_pop (queue);

    cvpn_assert_int (last.a, 0);
    cvpn_assert_int (last.kind, 7);
    cvpn_assert_int (cvpn_event_queue_size (queue), 0);
}

static void
keeps_order_of_equal_times (void)
{
    g_autoptr (CvpnEventQueue) queue = cvpn_event_queue_new ();

    for (guint32 i = 0; i < 5000; i++)
        cvpn_event_queue_push (queue, (CvpnEvent){ .time = 5, .a = i });
    for (guint32 i = 0; i < 5000; i++)
        cvpn_assert_int (cvpn_event_queue_pop (queue).a, i);
}

/* The obvious one: an array kept sorted by insertion. */
static void
insert_sorted (GArray *list, CvpnEvent event)
{
    guint at = list->len;

    while (at > 0 && g_array_index (list, CvpnEvent, at - 1).time > event.time)
        at--;
    g_array_insert_val (list, at, event);
}

static void
pop_both (CvpnEventQueue *queue, GArray *list)
{
    const CvpnEvent want = g_array_index (list, CvpnEvent, 0);
    const CvpnEvent got = cvpn_event_queue_pop (queue);

    cvpn_assert_int (got.time, want.time);
    cvpn_assert_int (got.a, want.a);
    g_array_remove_index (list, 0);
}

static void
agrees_with_sorted_list (void)
{
    g_autoptr (CvpnEventQueue) queue = cvpn_event_queue_new ();
    g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (CvpnEvent));
    g_autoptr (GRand) random = g_rand_new_with_seed (20240607);

    for (guint32 i = 0; i < 30000; i++) {
        const gboolean grows = i % 10000 < 5000;

        if (list->len > 0 && g_rand_int_range (random, 0, 10) < (grows ? 3 : 7)) {
            pop_both (queue, list);
            continue;
        }

        const CvpnEvent event = { .time = g_rand_int_range (random, 0, 200), .a = i };

        cvpn_event_queue_push (queue, event);
        insert_sorted (list, event);
    }
    while (list->len > 0)
        pop_both (queue, list);
    cvpn_assert_int (cvpn_event_queue_size (queue), 0);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "takes the earliest first", takes_earliest_first },
        { "keeps the order of equal times", keeps_order_of_equal_times },
        { "agrees with a sorted list", agrees_with_sorted_list },
    };

    return cvpn_test_main ("event_queue", tests, G_N_ELEMENTS (tests));
}
