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
    const gboolean got = cvpn_snat_table_take (table, &one.tuple, (guint16) wanted, (guint16) first,
                                               count, &one.binding);
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

int
main (void)
{
    const CvpnTest tests[] = {
        { "random against the naive list", test_random },
        { "nothing to take or to give", test_nothing },
        { "a whole range", test_whole_range },
        { "the next behind full words", test_next_behind_full_words },
    };

    return cvpn_test_main ("path snat table", tests, G_N_ELEMENTS (tests));
}
