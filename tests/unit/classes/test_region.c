/* region: random sets of packets against a grid of them; blocks against a
 * search from the widest one. */
#include "classes/region.h"

#include <stdlib.h>
#include <string.h>

#include "support.h"

#define N_ROUNDS 3000
#define SIDE     12 /* pieces of the address space, and of the selectors */

static guint
pick (GRand *rand, guint n)
{
    return (guint) g_rand_int_range (rand, 0, (gint) n);
}

/* The fewest blocks: of each, the block twice as large holds what is not wanted. */
static void
add_blocks (GArray *blocks, const GArray *ranges, CvpnPrefix block)
{
    const guint64 first = block.address, last = first + cvpn_prefix_size (block) - 1;
    gboolean touched = FALSE;

    for (guint i = 0; i < ranges->len; i++) {
        const CvpnRange *range = &g_array_index (ranges, CvpnRange, i);
        if (range->first <= first && last <= range->last) {
            g_array_append_val (blocks, block);
            return;
        }
        touched |= range->first <= last && first <= range->last;
    }
    if (!touched)
        return;
    const guint8 length = (guint8) (block.length + 1);
    add_blocks (blocks, ranges, (CvpnPrefix){ block.address, length });
    add_blocks (blocks, ranges, (CvpnPrefix){ block.address | 1u << (32 - length), length });
}

static char *
describe_blocks (const GArray *blocks)
{
    GString *text = g_string_new (NULL);
    char buffer[CVPN_PREFIX_TEXT];

    for (guint i = 0; i < blocks->len; i++)
        g_string_append_printf (text, "%s ",
                                cvpn_prefix_format (g_array_index (blocks, CvpnPrefix, i), buffer));
    return g_string_free (text, FALSE);
}

static void
check_prefixes (const GArray *ranges)
{
    g_autoptr (GArray) want = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));
    g_autoptr (GArray) got = cvpn_ranges_prefixes (ranges);
    guint64 addresses = 0;

    add_blocks (want, ranges, (CvpnPrefix){ 0, 0 });
    g_autofree char *wanted = describe_blocks (want);
    g_autofree char *text = describe_blocks (got);
    cvpn_assert_str (text, wanted);
    for (guint i = 0; i < want->len; i++)
        addresses += cvpn_prefix_size (g_array_index (want, CvpnPrefix, i));
    cvpn_assert_int (cvpn_ranges_addresses (ranges), addresses);
}

static void
test_known_prefixes (void)
{
    static const struct {
        guint32 first, last;
        const char *blocks;
    } rows[] = {
        { 0, G_MAXUINT32, "0.0.0.0/0 " },
        { 0, 0, "0.0.0.0/32 " },
        { G_MAXUINT32, G_MAXUINT32, "255.255.255.255/32 " },
        { 0x0a000000, 0x0a00ffff, "10.0.0.0/16 " },
        { 0x0a000001, 0x0a000004, "10.0.0.1/32 10.0.0.2/31 10.0.0.4/32 " },
        { 0x0a00000a, 0x0a00000a, "10.0.0.10/32 " },
        { 0x80000000, G_MAXUINT32, "128.0.0.0/1 " },
        { 0x7fffffff, 0x80000000, "127.255.255.255/32 128.0.0.0/32 " },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (CvpnRange));
        const CvpnRange range = { rows[i].first, rows[i].last };
        g_array_append_val (ranges, range);
        g_autoptr (GArray) got = cvpn_ranges_prefixes (ranges);
        g_autofree char *text = describe_blocks (got);
        cvpn_assert_str (text, rows[i].blocks);
        check_prefixes (ranges);
    }
}

/* Ascending, at least one address apart; small ones and large ones, and up to the ends. */
static GArray *
pick_ranges (GRand *rand)
{
    GArray *ranges = g_array_new (FALSE, FALSE, sizeof (CvpnRange));
    guint64 at = pick (rand, 3) == 0 ? 0 : g_rand_int (rand) >> pick (rand, 32);

    for (guint i = 1 + pick (rand, 8); i > 0 && at <= G_MAXUINT32; i--) {
        const guint64 length = 1 + (g_rand_int (rand) >> pick (rand, 32));
        const CvpnRange range = { (guint32) at, (guint32) MIN (at + length - 1, G_MAXUINT32) };
        g_array_append_val (ranges, range);
        at += length + 1 + (g_rand_int (rand) >> pick (rand, 32));
    }
    if (ranges->len == 0)
        g_array_append_val (ranges, ((CvpnRange){ 5, 9 }));
    return ranges;
}

static void
test_random_prefixes (void)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (3);
    g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (CvpnRange));

    check_prefixes (none);
    for (guint i = 0; i < N_ROUNDS; i++) {
        g_autoptr (GArray) ranges = pick_ranges (rand);
        check_prefixes (ranges);
    }
}

/* Pieces of both spaces, from their first to their last number, and which packets are in:
 * rows are pieces of addresses, columns of selectors. */
typedef struct {
    guint64 addresses[SIDE + 1], selectors[SIDE + 1]; /* where each piece begins */
    gboolean in[SIDE][SIDE];
} Grid;

static int
compare_numbers (const void *a, const void *b)
{
    const guint64 left = *(const guint64 *) a, right = *(const guint64 *) b;

    return (left > right) - (left < right);
}

static void
cut (GRand *rand, guint64 cuts[SIDE + 1], guint64 end)
{
    cuts[0] = 0;
    for (guint i = 1; i < SIDE;) {
        cuts[i] = pick (rand, 2) ? i : (g_rand_int (rand) >> pick (rand, 30)) % end;
        gboolean new = cuts[i] > 0;
        for (guint j = 0; j < i; j++)
            new &= cuts[i] != cuts[j];
        i += (guint) new;
    }
    cuts[SIDE] = end;
    qsort (cuts, SIDE + 1, sizeof *cuts, compare_numbers);
}

/* Rows are often alike, next to each other or not. */
static void
draw (GRand *rand, Grid *grid)
{
    const guint density = pick (rand, 11);

    cut (rand, grid->addresses, G_GUINT64_CONSTANT (1) << 32);
    cut (rand, grid->selectors, CVPN_SELECTOR_LAST + 1);
    for (guint i = 0; i < SIDE; i++) {
        for (guint j = 0; j < SIDE; j++)
            grid->in[i][j] = pick (rand, 10) < density;
        if (i > 0 && pick (rand, 2))
            memcpy (grid->in[i], grid->in[pick (rand, i)], sizeof grid->in[i]);
    }
}

/* Pieces that touch are added as one or as several. */
static CvpnRegion *
fill (GRand *rand, const Grid *grid)
{
    CvpnRegion *region = cvpn_region_new ();

    for (guint i = 0; i < SIDE; i++)
        for (guint j = 0; j < SIDE;) {
            guint n = 1;
            while (grid->in[i][j] && j + n < SIDE && grid->in[i][j + n] && pick (rand, 2))
                n++;
            const CvpnRange addresses = { (guint32) grid->addresses[i],
                                          (guint32) (grid->addresses[i + 1] - 1) };
            const CvpnSelectors selectors = { (guint32) grid->selectors[j],
                                              (guint32) grid->selectors[j + n] - 1 };
            if (grid->in[i][j])
                cvpn_region_add (region, addresses, selectors);
            j += n;
        }
    return region;
}

/* Neither empty nor touching. */
static void
check_ranges (const GArray *ranges)
{
    CU_ASSERT (ranges->len > 0);
    for (guint i = 0; i < ranges->len; i++) {
        const CvpnRange *range = &g_array_index (ranges, CvpnRange, i);
        CU_ASSERT (range->first <= range->last);
        if (i > 0)
            CU_ASSERT (g_array_index (ranges, CvpnRange, i - 1).last + (guint64) 1 < range->first);
    }
}

static gboolean
holds (const GArray *ranges, guint64 number)
{
    for (guint i = 0; i < ranges->len; i++) {
        const CvpnRange *range = &g_array_index (ranges, CvpnRange, i);
        if (range->first <= number && number <= range->last)
            return TRUE;
    }
    return FALSE;
}

/* Rows that are not empty and differ from all before them. */
static guint
count_kinds (const Grid *grid)
{
    static const gboolean nothing[SIDE];
    guint n = 0;

    for (guint i = 0; i < SIDE; i++) {
        gboolean new = memcmp (grid->in[i], nothing, sizeof nothing) != 0;
        for (guint j = 0; j < i; j++)
            new &= memcmp (grid->in[i], grid->in[j], sizeof nothing) != 0;
        n += (guint) new;
    }
    return n;
}

/* Each packet of the grid, by the first and last of its piece, is in one box or in none. */
static void
check_members (const Grid *grid, const GPtrArray *boxes)
{
    for (guint i = 0; i < SIDE; i++)
        for (guint j = 0; j < SIDE; j++)
            for (guint end = 0; end < 4; end++) {
                const guint64 address = end & 1 ? grid->addresses[i + 1] - 1 : grid->addresses[i];
                const guint64 selector = end & 2 ? grid->selectors[j + 1] - 1 : grid->selectors[j];
                guint n = 0;
                for (guint b = 0; b < boxes->len; b++) {
                    const CvpnBox *box = boxes->pdata[b];
                    n += holds (box->ranges, address) && holds (box->selectors, selector);
                }
                cvpn_assert_int (n, grid->in[i][j]);
            }
}

static void
check_sums (const Grid *grid, CvpnRegion *region)
{
    guint64 addresses = 0;
    guint first = SIDE, column = 0;

    for (guint i = 0; i < SIDE; i++) {
        gboolean any = FALSE;
        for (guint j = SIDE; j > 0; j--)
            if (grid->in[i][j - 1]) {
                any = TRUE;
                if (first == SIDE || first == i) {
                    first = i;
                    column = j - 1;
                }
            }
        addresses += any ? grid->addresses[i + 1] - grid->addresses[i] : 0;
    }
    cvpn_assert_int (cvpn_region_addresses (region), addresses);
    if (first < SIDE) {
        guint32 selector = 0;
        cvpn_assert_int (cvpn_region_first (region, &selector), grid->addresses[first]);
        cvpn_assert_int (selector, grid->selectors[column]);
    }
}

static void
test_random_regions (void)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (5);

    for (guint round = 0; round < N_ROUNDS / 10; round++) {
        Grid grid;
        draw (rand, &grid);
        g_autoptr (CvpnRegion) region = fill (rand, &grid);
        const GPtrArray *boxes = cvpn_region_boxes (region);
        cvpn_assert_int (boxes->len, count_kinds (&grid));
        for (guint i = 0; i < boxes->len; i++) {
            const CvpnBox *box = boxes->pdata[i];
            check_ranges (box->ranges);
            check_ranges (box->selectors);
            if (i > 0)
                CU_ASSERT (
                    g_array_index (((CvpnBox *) boxes->pdata[i - 1])->ranges, CvpnRange, 0).first <
                    g_array_index (box->ranges, CvpnRange, 0).first);
        }
        check_members (&grid, boxes);
        check_sums (&grid, region);
    }
}

static void
test_everything (void)
{
    g_autoptr (CvpnRegion) region = cvpn_region_new ();
    g_autoptr (CvpnRegion) empty = cvpn_region_new ();

    cvpn_region_add (region, (CvpnRange){ 0, G_MAXUINT32 }, CVPN_SELECTORS_ALL);
    cvpn_assert_int (cvpn_region_boxes (region)->len, 1);
    cvpn_assert_int (cvpn_region_addresses (region), G_GINT64_CONSTANT (1) << 32);
    cvpn_assert_int (cvpn_region_boxes (empty)->len, 0);
    cvpn_assert_int (cvpn_region_addresses (empty), 0);
}

int
main (void)
{
    const CvpnTest tests[] = { { "known prefixes", test_known_prefixes },
                               { "random prefixes", test_random_prefixes },
                               { "random regions", test_random_regions },
                               { "everything", test_everything } };

    return cvpn_test_main ("classes region", tests, G_N_ELEMENTS (tests));
}
