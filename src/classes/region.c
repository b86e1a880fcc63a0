/* region: packets gathered cell by cell, and boxes made of them. */
#include "classes/region.h"

typedef struct {
    CvpnRange addresses;
    CvpnSelectors selectors;
} Entry;

struct CvpnRegion {
    GArray *entries;  /* Entry */
    GPtrArray *boxes; /* CvpnBox *, or NULL: not made yet */
};

static void
free_box (gpointer data)
{
    CvpnBox *box = data;

    g_array_unref (box->ranges);
    g_array_unref (box->selectors);
    g_free (box);
}

CvpnRegion *
cvpn_region_new (void)
{
    CvpnRegion *region = g_new0 (CvpnRegion, 1);

    region->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
    return region;
}

void
cvpn_region_free (CvpnRegion *region)
{
    if (!region)
        return;
    g_array_unref (region->entries);
    g_clear_pointer (&region->boxes, g_ptr_array_unref);
    g_free (region);
}

static const Entry *
entry_at (const CvpnRegion *region, guint i)
{
    return &g_array_index (region->entries, Entry, i);
}

void
cvpn_region_add (CvpnRegion *region, CvpnRange addresses, CvpnSelectors selectors)
{
    const Entry entry = { addresses, selectors };

    g_clear_pointer (&region->boxes, g_ptr_array_unref);
    g_array_append_val (region->entries, entry);
}

/* Both kinds of ranges are two numbers, both ends in it. */
static void
append_range (GArray *ranges, guint32 first, guint32 last)
{
    const CvpnRange range = { first, last };
    CvpnRange *before =
        ranges->len > 0 ? &g_array_index (ranges, CvpnRange, ranges->len - 1) : NULL;

    if (before && before->last != G_MAXUINT32 && before->last + 1 == first)
        before->last = last;
    else
        g_array_append_val (ranges, range);
}

G_STATIC_ASSERT (sizeof (CvpnRange) == sizeof (CvpnSelectors));

/* The selectors of the addresses at entry 'first', and in 'next' whose turn is next. */
static GArray *
gather_selectors (const CvpnRegion *region, guint first, guint *next)
{
    GArray *selectors = g_array_new (FALSE, FALSE, sizeof (CvpnSelectors));
    guint i = first;

    for (; i < region->entries->len &&
           entry_at (region, i)->addresses.first == entry_at (region, first)->addresses.first;
         i++)
        append_range (selectors, entry_at (region, i)->selectors.first,
                      entry_at (region, i)->selectors.last);
    *next = i;
    return selectors;
}

static CvpnBox *
find_box (CvpnRegion *region, GHashTable *by_selectors, GArray *selectors)
{
    GBytes *key = g_bytes_new (selectors->data, selectors->len * sizeof (CvpnSelectors));
    CvpnBox *box = g_hash_table_lookup (by_selectors, key);

    if (box) {
        g_bytes_unref (key);
        return box;
    }
    box = g_new (CvpnBox, 1);
    *box = (CvpnBox){ g_array_new (FALSE, FALSE, sizeof (CvpnRange)), g_array_ref (selectors) };
    g_ptr_array_add (region->boxes, box);
    g_hash_table_insert (by_selectors, key, box);
    return box;
}

const GPtrArray *
cvpn_region_boxes (CvpnRegion *region)
{
    g_autoptr (GHashTable) by_selectors = NULL;

    if (region->boxes)
        return region->boxes;
    region->boxes = g_ptr_array_new_with_free_func (free_box);
    by_selectors =
        g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
    for (guint i = 0, next; i < region->entries->len; i = next) {
        g_autoptr (GArray) selectors = gather_selectors (region, i, &next);
        const CvpnRange *range = &entry_at (region, i)->addresses;
        append_range (find_box (region, by_selectors, selectors)->ranges, range->first,
                      range->last);
    }
    return region->boxes;
}

guint64
cvpn_region_addresses (CvpnRegion *region)
{
    const GPtrArray *boxes = cvpn_region_boxes (region);
    guint64 sum = 0;

    for (guint i = 0; i < boxes->len; i++)
        sum += cvpn_ranges_addresses (((const CvpnBox *) boxes->pdata[i])->ranges);
    return sum;
}

guint32
cvpn_region_first (const CvpnRegion *region, guint32 *selector)
{
    *selector = entry_at (region, 0)->selectors.first;
    return entry_at (region, 0)->addresses.first;
}

gboolean
cvpn_ranges_have (const GArray *ranges, guint32 number)
{
    for (guint i = 0; i < ranges->len; i++) {
        const CvpnRange *range = &g_array_index (ranges, CvpnRange, i);
        if (range->first <= number && number <= range->last)
            return TRUE;
    }
    return FALSE;
}

guint64
cvpn_ranges_addresses (const GArray *ranges)
{
    guint64 sum = 0;

    for (guint i = 0; i < ranges->len; i++) {
        const CvpnRange *range = &g_array_index (ranges, CvpnRange, i);
        sum += (guint64) range->last - range->first + 1;
    }
    return sum;
}

/* The largest block that begins at 'first' and does not go beyond 'last'. */
static CvpnPrefix
largest_block (guint32 first, guint32 last)
{
    CvpnPrefix prefix = { first, 32 };

    while (prefix.length > 0) {
        const CvpnPrefix wider = { first, (guint8) (prefix.length - 1) };
        if ((first & ~cvpn_prefix_mask (wider.length)) != 0 ||
            cvpn_prefix_size (wider) - 1 > last - first)
            break;
        prefix = wider;
    }
    return prefix;
}

GArray *
cvpn_ranges_prefixes (const GArray *ranges)
{
    GArray *prefixes = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));

    for (guint i = 0; i < ranges->len; i++) {
        const CvpnRange *range = &g_array_index (ranges, CvpnRange, i);
        guint64 next = range->first;
        while (next <= range->last) {
            const CvpnPrefix prefix = largest_block ((guint32) next, range->last);
            g_array_append_val (prefixes, prefix);
            next += cvpn_prefix_size (prefix);
        }
    }
    return prefixes;
}
