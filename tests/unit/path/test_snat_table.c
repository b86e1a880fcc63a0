/* snat_table against a naive list of what is taken. */
#include "path/snat_table.h"

#include "base/rng.h"
#include "support.h"

typedef struct {
    CvpnSnatTuple tuple;
    CvpnSnatBinding binding;
} Taken;

static gboolean
same_tuple (const CvpnSnatTuple *a, const CvpnSnatTuple *b)
{
    return a->interface == b->interface && a->destination == b->destination && a->port == b->port &&
           a->protocol == b->protocol;
}

static gboolean
is_taken (const GArray *all, const CvpnSnatTuple *tuple, guint port)
{
    for (guint i = 0; i < all->len; i++) {
        const Taken *one = &g_array_index (all, Taken, i);
        if (same_tuple (&one->tuple, tuple) && one->binding.port == port)
            return TRUE;
    }
    return FALSE;
}

/* The wanted port or the next above it, cyclically; 0: none is free. */
static guint
find_free (const GArray *all, const CvpnSnatTuple *tuple, guint wanted, guint first, guint count)
{
    const guint start = wanted >= first && wanted < first + count ? wanted : first;

    for (guint i = 0; i < count; i++) {
        const guint port = first + (start - first + i) % count;
        if (!is_taken (all, tuple, port))
            return port;
    }
    return 0;
}

static guint
count_in_use (const GArray *all, guint32 interface)
{
    guint n = 0;

    for (guint i = 0; i < all->len; i++)
        n += g_array_index (all, Taken, i).tuple.interface == interface;
    return n;
}

static guint
count_of_tuple (const GArray *all, const CvpnSnatTuple *tuple)
{
    guint n = 0;

    for (guint i = 0; i < all->len; i++)
        n += same_tuple (&g_array_index (all, Taken, i).tuple, tuple);
    return n;
}

/* At once, or in two steps. */
static gboolean
take (CvpnSnatTable *table, const CvpnSnatTuple *tuple, guint16 wanted, guint16 first,
      guint32 count, gboolean at_once, CvpnSnatBinding *binding)
{
    if (at_once)
        return cvpn_snat_table_take (table, tuple, wanted, first, count, binding);
    return cvpn_snat_table_take_at (table, cvpn_snat_table_find (table, tuple), wanted, first,
                                    count, binding);
}

static void
take_both (CvpnSnatTable *table, GArray *all, GRand *rand, guint first, guint count)
{
    const guint32 last = 65535;
    Taken one = { .tuple = { .interface = (guint32) g_rand_int_range (rand, 1, 3),
                             .destination = (guint32) g_rand_int_range (rand, 1, 3),
                             .port = (guint16) g_rand_int_range (rand, 80, 82),
                             .protocol = g_rand_boolean (rand) ? 6 : 17 } };
    const guint wanted =
        g_rand_int_range (rand, (gint) MAX (first, 3) - 3, (gint) MIN (first + count + 3, last));
    const guint want = find_free (all, &one.tuple, wanted, first, count);

    one.binding = (CvpnSnatBinding){ .tuple = G_MAXUINT32 };
    const gboolean got = take (table, &one.tuple, (guint16) wanted, (guint16) first, count,
                               g_rand_boolean (rand), &one.binding);
    cvpn_assert_int (got, want != 0);
    if (!got) {
        cvpn_assert_int (one.binding.tuple, G_MAXUINT32);
        return;
    }
    cvpn_assert_int (one.binding.port, want);
    g_array_append_val (all, one);
}

static void
check_range (guint first, guint count, guint32 seed)
{
    g_autoptr (CvpnSnatTable) table = cvpn_snat_table_new ();
    g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Taken));
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    guint peaks[3] = { 0 };

    for (guint i = 0; i < 3000; i++) {
        if (all->len > 0 && g_rand_int_range (rand, 0, 100) < 45) {
            const guint at = (guint) g_rand_int_range (rand, 0, (gint) all->len);
            cvpn_snat_table_release (table, g_array_index (all, Taken, at).binding);
            g_array_remove_index (all, at);
        } else {
            take_both (table, all, rand, first, count);
        }
        for (guint j = 0; j < all->len; j++) {
            const CvpnSnatTuple *tuple = &g_array_index (all, Taken, j).tuple;
            guint *peak = &peaks[tuple->interface];
            *peak = MAX (*peak, count_of_tuple (all, tuple));
        }
    }
    for (guint i = 0; i < all->len; i++) {
        const Taken *one = &g_array_index (all, Taken, i);
        CU_ASSERT (same_tuple (cvpn_snat_table_tuple (table, one->binding), &one->tuple));
    }
    for (guint32 i = 1; i < 3; i++) {
        cvpn_assert_int (cvpn_snat_table_in_use (table, i), count_in_use (all, i));
        cvpn_assert_int (cvpn_snat_table_peak (table, i), peaks[i]);
    }
}

static void
test_random (void)
{
    check_range (1024, 8, 1);
    check_range (1, 3, 2);
    check_range (65530, 6, 3); /* the range ends where ports do */
    check_range (40000, 1, 4);
    check_range (2000, 40, 5);
    check_range (1000, 130, 6); /* several words of a bitmap */
}

static void
test_nothing (void)
{
    g_autoptr (CvpnSnatTable) table = cvpn_snat_table_new ();
    const CvpnSnatTuple tuple = { .interface = 1, .destination = 2, .protocol = 6 };
    CvpnSnatBinding binding = { .tuple = G_MAXUINT32 };

    CU_ASSERT_FALSE (cvpn_snat_table_take (table, &tuple, 1, 1, 0, &binding));
    cvpn_snat_table_release (table, binding); /* of nothing: ignored */
    cvpn_assert_int (cvpn_snat_table_in_use (table, 1), 0);
    cvpn_assert_int (cvpn_snat_table_in_use (table, 7), 0);
    cvpn_assert_int (cvpn_snat_table_peak (table, 7), 0);
}

/* All ports of one destination, and each of them once. */
static void
test_whole_range (void)
{
    g_autoptr (CvpnSnatTable) table = cvpn_snat_table_new ();
    g_autofree guint8 *seen = g_new0 (guint8, 65536);
    const CvpnSnatTuple tuple = { 1, 2, 443, 6 };
    CvpnSnatBinding binding;

    for (guint i = 0; i < 64512; i++) {
        CU_ASSERT_FATAL (cvpn_snat_table_take (table, &tuple, (guint16) (1024 + i * 7919 % 64512),
                                               1024, 64512, &binding));
        CU_ASSERT_FATAL (!seen[binding.port]++);
    }
    CU_ASSERT_FALSE (cvpn_snat_table_take (table, &tuple, 5000, 1024, 64512, &binding));
    cvpn_assert_int (cvpn_snat_table_in_use (table, 1), 64512);
}

/* Two full words of the bitmap: the free port is the very next one behind them. */
static void
test_next_behind_full_words (void)
{
    g_autoptr (CvpnSnatTable) table = cvpn_snat_table_new ();
    const CvpnSnatTuple tuple = { .interface = 1, .destination = 2, .port = 443, .protocol = 6 };
    CvpnSnatBinding binding;

    for (guint16 port = 1024; port < 1024 + 64; port++)
        CU_ASSERT (cvpn_snat_table_take (table, &tuple, port, 1024, 1000, &binding));
    CU_ASSERT (cvpn_snat_table_take (table, &tuple, 1024, 1024, 1000, &binding));
    cvpn_assert_int (binding.port, 1024 + 64);
    for (guint16 port = 1024 + 65; port < 1024 + 128; port++)
        CU_ASSERT (cvpn_snat_table_take (table, &tuple, port, 1024, 1000, &binding));
    CU_ASSERT (cvpn_snat_table_take (table, &tuple, 1030, 1024, 1000, &binding));
    cvpn_assert_int (binding.port, 1024 + 128);
}

/* More tuples than the table begins with: each keeps its index, and what it has. */
static void
test_many_tuples (void)
{
    g_autoptr (CvpnSnatTable) table = cvpn_snat_table_new ();
    const guint n = 20000;

    for (guint i = 0; i < n; i++) {
        const CvpnSnatTuple tuple = { i % 7, 0x0a000000 + i / 4, (guint16) (443 + i % 4), 6 };
        CvpnSnatBinding binding;
        cvpn_assert_int (cvpn_snat_table_find (table, &tuple), i);
        CU_ASSERT (cvpn_snat_table_take (table, &tuple, 2000, 1024, 100, &binding));
        cvpn_assert_int (binding.tuple, i);
        cvpn_assert_int (binding.port, 1024); /* 2000 is not among them */
    }
    for (guint i = 0; i < n; i++) {
        const CvpnSnatTuple tuple = { i % 7, 0x0a000000 + i / 4, (guint16) (443 + i % 4), 6 };
        cvpn_assert_int (cvpn_snat_table_find (table, &tuple), i);
        cvpn_snat_table_release (table, (CvpnSnatBinding){ i, 1024 });
    }
    for (guint32 i = 0; i < 8; i++) {
        cvpn_assert_int (cvpn_snat_table_in_use (table, i), 0);
        cvpn_assert_int (cvpn_snat_table_peak (table, i), i < 7);
    }
}

/* A busy tuple that has become empty leaves its bitmap, clean, to the next. */
static void
test_busy_in_turn (void)
{
    g_autoptr (CvpnSnatTable) table = cvpn_snat_table_new ();

    for (guint32 turn = 0; turn < 20; turn++) {
        const CvpnSnatTuple tuple = { 1, turn % 3, 443, 6 };
        CvpnSnatBinding bindings[100];
        for (guint i = 0; i < G_N_ELEMENTS (bindings); i++) {
            CU_ASSERT (cvpn_snat_table_take (table, &tuple, 1100, 1024, 200, &bindings[i]));
            cvpn_assert_int (bindings[i].port, 1100 + i);
        }
        cvpn_assert_int (cvpn_snat_table_in_use (table, 1), G_N_ELEMENTS (bindings));
        for (guint i = 0; i < G_N_ELEMENTS (bindings); i++)
            cvpn_snat_table_release (table, bindings[i]);
        cvpn_assert_int (cvpn_snat_table_in_use (table, 1), 0);
    }
    cvpn_assert_int (cvpn_snat_table_peak (table, 1), 100);
}

/* Neighbours, as addresses and ports are: no 16 bits of the hash say the same of many. */
static void
test_hash (void)
{
    g_autofree guint *counts = g_new0 (guint, 65536);
    guint most = 0;

    for (guint32 i = 0; i < 65536; i++) {
        const CvpnSnatTuple tuple = { i % 5, 0x0a000000 + (i / 5 % 4096 << 8),
                                      (guint16) (i / 5 / 4096), 6 };
        const guint low = cvpn_snat_tuple_hash (&tuple) % 65536;
        most = MAX (most, ++counts[low]);
    }
    CU_ASSERT (most <= 12); /* thrown at random, more than 12 in one of them: once in 1e5 */
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "random against the naive list", test_random },
        { "nothing to take or to give", test_nothing },
        { "a whole range", test_whole_range },
        { "the next behind full words", test_next_behind_full_words },
        { "many tuples", test_many_tuples },
        { "busy in turn", test_busy_in_turn },
        { "hash", test_hash },
    };

    return cvpn_test_main ("path snat table", tests, G_N_ELEMENTS (tests));
}
