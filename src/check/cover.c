/* cover: 'where' is halved until every block either covers a half or has nothing of it. */
#include "check/cover.h"

#define CONSTRAINTS_MAX 12

typedef enum { NOTHING, A_PART, ALL } Share;

/* What the blocks have of 'where'. */
static Share
share_of (CvpnPrefix where, const GArray *blocks)
{
    Share share = NOTHING;

    for (guint i = 0; i < blocks->len; i++) {
        const CvpnPrefix block = g_array_index (blocks, CvpnPrefix, i);
        if (cvpn_prefix_covers (block, where))
            return ALL;
        if (cvpn_prefix_covers (where, block))
            share = A_PART;
    }
    return share;
}

/* Those that have a part of 'where', so that smaller halves look at fewer. */
static GArray *
narrow (CvpnPrefix where, const GArray *blocks)
{
    GArray *near = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));

    for (guint i = 0; i < blocks->len; i++) {
        const CvpnPrefix block = g_array_index (blocks, CvpnPrefix, i);
        if (cvpn_prefix_overlaps (block, where))
            g_array_append_val (near, block);
    }
    return near;
}

static gboolean
search_halves (CvpnPrefix where, const CvpnConstraint *constraints, guint n, guint32 *address)
{
    const guint8 length = (guint8) (where.length + 1);
    const CvpnPrefix low = { where.address, length };
    const CvpnPrefix high = { where.address | (guint32) (1u << (32 - length)), length };
    GArray *blocks[CONSTRAINTS_MAX];
    CvpnConstraint near[CONSTRAINTS_MAX] = { 0 };
    gboolean found;

    for (guint i = 0; i < n; i++) {
        blocks[i] = narrow (where, constraints[i].blocks);
        near[i] = (CvpnConstraint){ blocks[i], constraints[i].inside };
    }
    found = cvpn_cover_find (low, near, n, address) || cvpn_cover_find (high, near, n, address);
    for (guint i = 0; i < n; i++)
        g_array_unref (blocks[i]);
    return found;
}

gboolean
cvpn_cover_find (CvpnPrefix where, const CvpnConstraint *constraints, guint n, guint32 *address)
{
    gboolean certain = TRUE;

    g_assert (n <= CONSTRAINTS_MAX);
    for (guint i = 0; i < n; i++) {
        const Share share = share_of (where, constraints[i].blocks);
        if (share == (constraints[i].inside ? NOTHING : ALL))
            return FALSE;
        certain = certain && share != A_PART;
    }
    if (!certain)
        return search_halves (where, constraints, n, address);
    *address = where.address;
    return TRUE;
}

gboolean
cvpn_cover_all (CvpnPrefix where, const GArray *blocks)
{
    const CvpnConstraint outside = { blocks, FALSE };
    guint32 address;

    return !cvpn_cover_find (where, &outside, 1, &address);
}

static gint
compare_addresses (gconstpointer left, gconstpointer right)
{
    const CvpnPrefix *a = left, *b = right;

    return (a->address > b->address) - (a->address < b->address);
}

void
cvpn_cover_sort (GArray *blocks)
{
    g_array_sort (blocks, compare_addresses);
}

/* The first that does not lie below the address. */
static guint
find_address (const GArray *sorted, guint32 address)
{
    guint low = 0, high = sorted->len;

    while (low < high) {
        const guint middle = low + (high - low) / 2;
        if (g_array_index (sorted, CvpnPrefix, middle).address < address)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

GArray *
cvpn_cover_within (CvpnPrefix where, const GArray *blocks)
{
    GArray *within = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));

    for (guint i = 0; i < blocks->len; i++) {
        const CvpnPrefix block = g_array_index (blocks, CvpnPrefix, i);
        if (block.length > where.length && cvpn_prefix_covers (where, block))
            g_array_append_val (within, block);
    }
    return within;
}

GArray *
cvpn_cover_within_sorted (CvpnPrefix where, const GArray *sorted)
{
    GArray *within = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));

    for (guint i = find_address (sorted, where.address); i < sorted->len; i++) {
        const CvpnPrefix block = g_array_index (sorted, CvpnPrefix, i);
        if (!cvpn_prefix_contains (where, block.address))
            break;
        if (block.length > where.length)
            g_array_append_val (within, block);
    }
    return within;
}

GArray *
cvpn_cover_private_blocks (void)
{
    GArray *all = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));
    guint n;
    const CvpnPrefix *blocks = cvpn_prefix_private_blocks (&n);

    g_array_append_vals (all, blocks, n);
    return all;
}

gboolean
cvpn_cover_sample (CvpnPrefix where, const CvpnConstraint *constraints, guint n,
                   gboolean public_only, guint32 *address)
{
    static const CvpnPrefix example = { 0xc6336401u, 32 }; /* 198.51.100.1, RFC 5737 */
    g_autoptr (GArray) not_public = cvpn_cover_private_blocks ();
    CvpnConstraint more[CONSTRAINTS_MAX];

    g_assert (n < CONSTRAINTS_MAX);
    if (cvpn_prefix_covers (where, example) && cvpn_cover_find (example, constraints, n, address))
        return TRUE;
    for (guint i = 0; i < n; i++)
        more[i] = constraints[i];
    more[n] = (CvpnConstraint){ not_public, FALSE };
    if (cvpn_cover_find (where, more, n + 1, address))
        return TRUE;
    if (public_only && !cvpn_cover_all (where, not_public))
        return FALSE;
    return cvpn_cover_find (where, constraints, n, address);
}
