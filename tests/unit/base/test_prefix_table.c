/* prefix_table: a few cases by hand, and a naive scan at random. */
#include "base/prefix_table.h"

#include "support.h"

static void
test_empty (void)
{
    g_autoptr (CvpnPrefixTable) table = cvpn_prefix_table_new ();

    cvpn_assert_int (cvpn_prefix_table_lookup (table, 0), CVPN_PREFIX_TABLE_NONE);
    cvpn_assert_int (cvpn_prefix_table_lookup (table, G_MAXUINT32), CVPN_PREFIX_TABLE_NONE);
    cvpn_assert_int (cvpn_prefix_table_get (table, (CvpnPrefix){ 0, 0 }), CVPN_PREFIX_TABLE_NONE);
    CU_ASSERT (cvpn_prefix_table_is_empty (table));

    g_autoptr (CvpnPrefixTable) all = cvpn_prefix_table_new ();
    CU_ASSERT (cvpn_prefix_table_insert (all, (CvpnPrefix){ 0, 0 }, 0));
    CU_ASSERT (!cvpn_prefix_table_is_empty (all));
    CU_ASSERT (cvpn_prefix_table_insert (table, (CvpnPrefix){ 0x0a000000, 16 }, 0));
    CU_ASSERT (!cvpn_prefix_table_is_empty (table));
}

static void
test_longest (void)
{
    g_autoptr (CvpnPrefixTable) table = cvpn_prefix_table_new ();

    CU_ASSERT (cvpn_prefix_table_insert (table, (CvpnPrefix){ 0x0a000000, 16 }, 1));
    CU_ASSERT (cvpn_prefix_table_insert (table, (CvpnPrefix){ 0x0a000100, 24 }, 2));
    CU_ASSERT (cvpn_prefix_table_insert (table, (CvpnPrefix){ 0x0a000101, 32 }, 3));
    cvpn_assert_int (cvpn_prefix_table_lookup (table, 0x0a000101), 3);
    cvpn_assert_int (cvpn_prefix_table_lookup (table, 0x0a000102), 2);
    cvpn_assert_int (cvpn_prefix_table_lookup (table, 0x0a000201), 1);
    cvpn_assert_int (cvpn_prefix_table_lookup (table, 0x0a010000), CVPN_PREFIX_TABLE_NONE);

    CU_ASSERT (cvpn_prefix_table_insert (table, (CvpnPrefix){ 0, 0 }, 0));
    cvpn_assert_int (cvpn_prefix_table_lookup (table, 0x0a010000), 0);
    cvpn_assert_int (cvpn_prefix_table_lookup (table, 0x0a000101), 3);
}

static void
test_repeated (void)
{
    g_autoptr (CvpnPrefixTable) table = cvpn_prefix_table_new ();
    const CvpnPrefix prefix = { 0x0a000000, 16 };

    CU_ASSERT (cvpn_prefix_table_insert (table, prefix, 1));
    CU_ASSERT (!cvpn_prefix_table_insert (table, prefix, 2));
    cvpn_assert_int (cvpn_prefix_table_get (table, prefix), 1);
    cvpn_assert_int (cvpn_prefix_table_lookup (table, prefix.address), 1);
    /* On the way to a longer prefix there are nodes without a value. */
    cvpn_assert_int (cvpn_prefix_table_get (table, (CvpnPrefix){ 0x0a000000, 8 }),
                     CVPN_PREFIX_TABLE_NONE);
    cvpn_assert_int (cvpn_prefix_table_get (table, (CvpnPrefix){ 0x0a000000, 17 }),
                     CVPN_PREFIX_TABLE_NONE);
}

/* Dense enough that prefixes nest and repeat: few distinct bits, all lengths. */
static CvpnPrefix
draw_prefix (GRand *rand)
{
    const guint8 length = (guint8) g_rand_int_range (rand, 0, 33);
    const guint32 address = g_rand_int (rand) & 0xc1810181;

    return (CvpnPrefix){ address & cvpn_prefix_mask (length), length };
}

static guint32
scan_naively (const CvpnPrefix *prefixes, guint n, guint32 address)
{
    guint32 best = CVPN_PREFIX_TABLE_NONE;

    for (guint i = 0; i < n; i++)
        if (cvpn_prefix_contains (prefixes[i], address) &&
            (best == CVPN_PREFIX_TABLE_NONE || prefixes[i].length > prefixes[best].length))
            best = i; /* of equal ones the first, as the table keeps it */
    return best;
}

typedef struct {
    const CvpnPrefix *prefixes;
    CvpnPrefix last;
    guint n, wrong;
} Order;

static void
check_next (CvpnPrefix prefix, guint32 value, gpointer data)
{
    Order *order = data;
    const CvpnPrefix last = order->last;

    order->wrong += !cvpn_prefix_equal (prefix, order->prefixes[value]);
    order->wrong +=
        order->n > 0 && (prefix.address < last.address ||
                         (prefix.address == last.address && prefix.length <= last.length));
    order->last = prefix;
    order->n++;
}

/* By address, a shorter one before those in it, and each once. */
static guint
count_misplaced (const CvpnPrefixTable *table, const CvpnPrefix *prefixes, guint n)
{
    Order order = { .prefixes = prefixes };
    guint distinct = 0;

    for (guint i = 0; i < n; i++)
        distinct += cvpn_prefix_table_get (table, prefixes[i]) == i;
    cvpn_prefix_table_foreach (table, check_next, &order);
    return order.wrong + (order.n != distinct);
}

static void
check_round (GRand *rand, guint n, guint lookups)
{
    g_autoptr (CvpnPrefixTable) table = cvpn_prefix_table_new ();
    CvpnPrefix prefixes[256];
    guint wrong = 0;

    for (guint i = 0; i < n; i++) {
        prefixes[i] = draw_prefix (rand);
        const gboolean is_new =
            cvpn_prefix_table_get (table, prefixes[i]) == CVPN_PREFIX_TABLE_NONE;
        wrong += cvpn_prefix_table_insert (table, prefixes[i], i) != is_new;
    }
    for (guint i = 0; i < lookups; i++) {
        const guint32 mask = i % 2 ? 0xc1810181 : G_MAXUINT32;
        const guint32 address = g_rand_int (rand) & mask;
        wrong += cvpn_prefix_table_lookup (table, address) != scan_naively (prefixes, n, address);
    }
    wrong += count_misplaced (table, prefixes, n);
    cvpn_assert_int (wrong, 0);
}

static void
test_random (void)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (1);

    for (guint round = 0; round < 100; round++)
        check_round (rand, 1 + round * 255 / 99, 1000);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "empty", test_empty },
        { "longest", test_longest },
        { "repeated", test_repeated },
        { "random", test_random },
    };

    return cvpn_test_main ("base prefix_table", tests, G_N_ELEMENTS (tests));
}
