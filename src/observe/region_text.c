/* region_text: sets of packets and of people, as short as they can be said. */
#include "observe/region_text.h"

#include "base/name_list.h"

#define BLOCKS_MAX 3
#define HOSTS_MAX  3
#define PEOPLE_MAX 4

static int
compare_ranges (gconstpointer a, gconstpointer b)
{
    const CvpnRange *x = a, *y = b;

    return x->first < y->first ? -1 : x->first > y->first;
}

GArray *
cvpn_region_ranges (CvpnRegion *region)
{
    const GPtrArray *boxes = cvpn_region_boxes (region);
    g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (CvpnRange));
    GArray *merged = g_array_new (FALSE, FALSE, sizeof (CvpnRange));

    for (guint i = 0; i < boxes->len; i++) {
        const GArray *ranges = ((const CvpnBox *) boxes->pdata[i])->ranges;
        g_array_append_vals (all, ranges->data, ranges->len);
    }
    g_array_sort (all, compare_ranges);
    for (guint i = 0; i < all->len; i++) {
        const CvpnRange *range = &g_array_index (all, CvpnRange, i);
        CvpnRange *before =
            merged->len > 0 ? &g_array_index (merged, CvpnRange, merged->len - 1) : NULL;
        if (before && before->last != G_MAXUINT32 && before->last + 1 >= range->first)
            before->last = MAX (before->last, range->last);
        else
            g_array_append_val (merged, *range);
    }
    return merged;
}

static guint32
host_at (const CvpnNetwork *net, guint32 address)
{
    for (guint32 i = 0; address != 0 && i < net->hosts->len; i++)
        if (cvpn_host (net, i)->address == address || cvpn_host (net, i)->public_address == address)
            return i;
    return CVPN_NONE;
}

/* Single addresses that are hosts', and few; NULL: they are not. */
static char *
write_hosts (const CvpnNetwork *net, const GArray *ranges)
{
    g_autoptr (GString) text = g_string_new (NULL);
    char address[CVPN_ADDRESS_TEXT];
    guint n = 0;

    for (guint i = 0; i < ranges->len; i++) {
        const CvpnRange *range = &g_array_index (ranges, CvpnRange, i);
        if (range->last - range->first >= HOSTS_MAX)
            return NULL;
        for (guint32 a = range->first;; a++) {
            const guint32 host = host_at (net, a);
            if (host == CVPN_NONE)
                return NULL;
            if (n++ < HOSTS_MAX)
                g_string_append_printf (text, "%s%s (%s)", n > 1 ? ", " : "",
                                        cvpn_host (net, host)->name,
                                        cvpn_address_format (a, address));
            if (a == range->last)
                break;
        }
    }
    if (n > HOSTS_MAX)
        g_string_append_printf (text, " and %u more hosts", n - HOSTS_MAX);
    return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
write_prefixes (const GArray *prefixes)
{
    GString *text = g_string_new (NULL);
    char block[CVPN_PREFIX_TEXT];

    for (guint i = 0; i < prefixes->len; i++) {
        const CvpnPrefix prefix = g_array_index (prefixes, CvpnPrefix, i);
        g_string_append (text, i > 0 ? ", " : "");
        g_string_append (text, prefix.length == 32 ? cvpn_address_format (prefix.address, block)
                                                   : cvpn_prefix_format (prefix, block));
    }
    return g_string_free (text, FALSE);
}

/* The smallest block that has them all. */
static CvpnPrefix
find_hull (const GArray *ranges)
{
    const guint32 first = g_array_index (ranges, CvpnRange, 0).first;
    const guint32 last = g_array_index (ranges, CvpnRange, ranges->len - 1).last;
    guint8 length = 32;

    while ((first ^ last) & cvpn_prefix_mask (length))
        length--;
    return (CvpnPrefix){ first & cvpn_prefix_mask (length), length };
}

static GArray *
find_gaps (const GArray *ranges, CvpnPrefix hull)
{
    const guint32 end = hull.address | ~cvpn_prefix_mask (hull.length);
    GArray *gaps = g_array_new (FALSE, FALSE, sizeof (CvpnRange));
    guint32 next = hull.address;

    for (guint i = 0; i < ranges->len; i++) {
        const CvpnRange *range = &g_array_index (ranges, CvpnRange, i);
        const CvpnRange gap = { next, range->first - 1 };
        if (range->first > next)
            g_array_append_val (gaps, gap);
        if (range->last == end)
            return gaps;
        next = range->last + 1;
    }
    const CvpnRange gap = { next, end };
    g_array_append_val (gaps, gap);
    return gaps;
}

char *
cvpn_ranges_text (const CvpnNetwork *net, const GArray *ranges)
{
    g_autoptr (GArray) prefixes = cvpn_ranges_prefixes (ranges);
    g_autofree char *hosts = write_hosts (net, ranges);
    char block[CVPN_PREFIX_TEXT];

    if (hosts)
        return g_steal_pointer (&hosts);
    if (prefixes->len <= BLOCKS_MAX)
        return write_prefixes (prefixes);
    const CvpnPrefix hull = find_hull (ranges);
    g_autoptr (GArray) gaps = find_gaps (ranges, hull);
    g_autoptr (GArray) rest = cvpn_ranges_prefixes (gaps);
    cvpn_prefix_format (hull, block);
    if (rest->len <= BLOCKS_MAX) {
        g_autofree char *text = write_prefixes (rest);
        return g_strdup_printf ("%s but for %s", block, text);
    }
    if (cvpn_ranges_addresses (gaps) < cvpn_ranges_addresses (ranges))
        return g_strdup_printf ("%s but for %u blocks", block, rest->len);
    return g_strdup_printf ("%u blocks of %s (%" G_GUINT64_FORMAT " addresses)", prefixes->len,
                            block, cvpn_ranges_addresses (ranges));
}

static gboolean
is_everything (const GArray *selectors)
{
    const CvpnSelectors *first = &g_array_index (selectors, CvpnSelectors, 0);

    return first->first == 0 && first->last == CVPN_SELECTOR_LAST;
}

/* Boxes after the second are counted. */
char *
cvpn_region_text (const CvpnNetwork *net, CvpnRegion *region)
{
    const GPtrArray *boxes = cvpn_region_boxes (region);
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < boxes->len && i < 2; i++) {
        const CvpnBox *box = boxes->pdata[i];
        g_autofree char *where = cvpn_ranges_text (net, box->ranges);
        g_autofree char *what = cvpn_selectors_text (box->selectors);
        g_string_append_printf (text, "%s%s", i > 0 ? "; and " : "", where);
        if (!is_everything (box->selectors))
            g_string_append_printf (text, ", %s", what);
        else if (boxes->len > 1)
            g_string_append (text, " with everything");
    }
    if (boxes->len > 2)
        g_string_append_printf (text, "; and %u more sets of addresses", boxes->len - 2);
    return g_string_free (text, FALSE);
}

GPtrArray *
cvpn_crowds_clients (const CvpnDiagnosis *d, const GArray *crowds)
{
    GPtrArray *list = cvpn_name_list_new ();

    for (guint i = 0; i < crowds->len; i++) {
        const CvpnCrowd *crowd = cvpn_diagnosis_crowd (d, g_array_index (crowds, guint32, i));
        cvpn_name_list_add_all (list, crowd->clients);
    }
    return list;
}

GPtrArray *
cvpn_crowds_groups (const CvpnDiagnosis *d, const GArray *crowds)
{
    GPtrArray *list = cvpn_name_list_new ();

    for (guint i = 0; i < crowds->len; i++) {
        const CvpnCrowd *crowd = cvpn_diagnosis_crowd (d, g_array_index (crowds, guint32, i));
        if (crowd->clients->len == 0 && crowd->groups->len == 0)
            cvpn_name_list_add (list, "");
        cvpn_name_list_add_all (list, crowd->groups);
    }
    return list;
}

/* "users of dev and ops"; "users of no group". */
static char *
write_groups (const CvpnCrowd *crowd)
{
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint i = 0; i < crowd->groups->len; i++)
        g_string_append_printf (text, "%s%s", i > 0 ? " and " : "",
                                (char *) crowd->groups->pdata[i]);
    return g_strdup_printf ("users of %s", text->len > 0 ? text->str : "no group");
}

char *
cvpn_crowds_text (const CvpnDiagnosis *d, const GArray *crowds)
{
    g_autoptr (GPtrArray) names = cvpn_crowds_clients (d, crowds);
    GString *text = g_string_new (NULL);

    if (crowds->len > PEOPLE_MAX && crowds->len == d->survey->crowds->len) {
        g_string_printf (text, "all %u kinds of clients", crowds->len);
        return g_string_free (text, FALSE);
    }
    for (guint i = 0; i < crowds->len; i++) {
        const CvpnCrowd *crowd = cvpn_diagnosis_crowd (d, g_array_index (crowds, guint32, i));
        if (crowd->clients->len == 0)
            g_ptr_array_add (names, write_groups (crowd));
    }
    for (guint i = 0; i < names->len && i < PEOPLE_MAX; i++)
        g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", (char *) names->pdata[i]);
    if (names->len > PEOPLE_MAX)
        g_string_append_printf (text, " and %u more", names->len - PEOPLE_MAX);
    return g_string_free (text, FALSE);
}

char *
cvpn_fate_text (const CvpnFate *fate, const char *separator)
{
    const char *word = cvpn_outcome_word (fate->outcome), *code = cvpn_code_word (fate->code);
    const char *number = cvpn_step_number (fate->step);

    if (fate->code == CVPN_CODE_NONE)
        return g_strdup (word);
    if (fate->outcome == CVPN_OUTCOME_BYPASSED)
        return g_strdup_printf ("%s%s%s", word, separator, code);
    return g_strdup_printf ("%s at %s%s%s%s", word, g_ascii_isdigit (*number) ? "step " : "",
                            number, separator, code);
}
