/* cover: against looking at every address of a small block. */
#include "check/cover.h"

#include "support.h"

/* A block of 10.0.0.0/24, or one that is wider. */
static CvpnPrefix
draw_block (GRand *rand)
{
    const guint8 length = (guint8) g_rand_int_range (rand, 23, 33);
    const guint32 address = 0x0a000000u + (guint32) g_rand_int_range (rand, 0, 256);

    return (CvpnPrefix){ address & cvpn_prefix_mask (length), length };
}

static GArray *
draw_blocks (GRand *rand)
{
    GArray *blocks = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));

    for (gint i = g_rand_int_range (rand, 0, 6); i > 0; i--) {
        const CvpnPrefix block = draw_block (rand);
        g_array_append_val (blocks, block);
    }
    return blocks;
}

static gboolean
is_in (const GArray *blocks, guint32 address)
{
    for (guint i = 0; i < blocks->len; i++)
        if (cvpn_prefix_contains (g_array_index (blocks, CvpnPrefix, i), address))
            return TRUE;
    return FALSE;
}

static gboolean
search_slowly (CvpnPrefix where, const GArray *inside, const GArray *outside, guint32 *address)
{
    for (guint64 i = 0; i < cvpn_prefix_size (where); i++) {
        *address = where.address + (guint32) i;
        if (is_in (inside, *address) && !is_in (outside, *address))
            return TRUE;
    }
    return FALSE;
}

static void
test_random (void)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (1);
    guint found = 0;

    for (guint i = 0; i < 5000; i++) {
        g_autoptr (GArray) inside = draw_blocks (rand);
        g_autoptr (GArray) outside = draw_blocks (rand);
        const CvpnPrefix where = draw_block (rand);
        const CvpnConstraint constraints[] = { { inside, TRUE }, { outside, FALSE } };
        guint32 got = 0, want = 0;
        const gboolean there = search_slowly (where, inside, outside, &want);
        CU_ASSERT (cvpn_cover_find (where, constraints, 2, &got) == there);
        if (there)
            cvpn_assert_int (got, want);
        CU_ASSERT (!there || cvpn_cover_sample (where, constraints, 2, FALSE, &got));
        found += there;
    }
    CU_ASSERT (found > 500 && found < 4500);
}

static GArray *
list_blocks (const char *text)
{
    GArray *blocks = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));
    g_auto (GStrv) items = g_strsplit (text, " ", -1);

    for (guint i = 0; items[i]; i++) {
        CvpnPrefix block = { 0, 0 };
        CU_ASSERT (cvpn_prefix_parse (items[i], &block, NULL));
        g_array_append_val (blocks, block);
    }
    return blocks;
}

static void
test_all (void)
{
    g_autoptr (GArray) halves = list_blocks ("0.0.0.0/1 128.0.0.0/1");
    g_autoptr (GArray) gap =
        list_blocks ("0.0.0.0/1 128.0.0.0/2 192.0.0.0/3 224.0.0.0/4 240.0.0.0/5");
    const CvpnPrefix everything = { 0, 0 };

    CU_ASSERT (cvpn_cover_all (everything, halves));
    CU_ASSERT (!cvpn_cover_all (everything, gap));
}

static void
test_within (void)
{
    g_autoptr (GArray) blocks = list_blocks ("10.0.0.0/8 10.0.0.0/16 10.0.1.0/24 11.0.0.0/24");
    const CvpnPrefix where = { 0x0a000000u, 16 };
    g_autoptr (GArray) within = cvpn_cover_within (where, blocks);

    cvpn_assert_int (within->len, 1);
    cvpn_assert_int (g_array_index (within, CvpnPrefix, 0).length, 24);
}

/* Of blocks in order the same, found without a look at all of them. */
static void
test_within_sorted (void)
{
    guint32 state = 1;

    for (guint round = 0; round < 200; round++) {
        g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));
        CvpnPrefix where = { 0, 0 };
        for (guint i = 0; i < round; i++) {
            state = state * 1664525u + 1013904223u;
            const guint8 length = (guint8) (state >> 8 & 31);
            CvpnPrefix block = { (state & 0xf00f0000u) & cvpn_prefix_mask (length), length };
            g_array_append_val (blocks, block);
            where = i % 3 == 0 ? block : where;
        }
        g_autoptr (GArray) within = cvpn_cover_within (where, blocks);
        cvpn_cover_sort (blocks);
        g_autoptr (GArray) found = cvpn_cover_within_sorted (where, blocks);
        cvpn_assert_int (found->len, within->len);
        for (guint i = 0; i < found->len; i++) {
            const CvpnPrefix block = g_array_index (found, CvpnPrefix, i);
            CU_ASSERT (block.length > where.length && cvpn_prefix_covers (where, block));
        }
    }
}

/* A person recognizes an address of documentation, and a public one. */
static void
test_sample (void)
{
    g_autoptr (GArray) halves = list_blocks ("0.0.0.0/1 128.0.0.0/1");
    const CvpnConstraint constraint = { halves, TRUE };
    const CvpnPrefix everything = { 0, 0 }, low = { 0, 1 }, private = { 0x0a000000u, 8 };
    guint32 address;

    CU_ASSERT (cvpn_cover_sample (everything, &constraint, 1, TRUE, &address));
    cvpn_assert_int (address, 0xc6336401u);
    CU_ASSERT (cvpn_cover_sample (low, &constraint, 1, TRUE, &address));
    cvpn_assert_int (address, 0x01000000u);
    CU_ASSERT (cvpn_cover_sample (private, &constraint, 1, TRUE, &address));
    cvpn_assert_int (address, 0x0a000000u);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "the lowest address of random sets", test_random },
        { "halves cover all, and a gap does not", test_all },
        { "blocks within a block", test_within },
        { "the same of blocks in order", test_within_sorted },
        { "an address that says something", test_sample },
    };

    return cvpn_test_main ("check: cover", tests, G_N_ELEMENTS (tests));
}
