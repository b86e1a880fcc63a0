/* Cures for all that a finding is about: its protocols and ports as the matches of rules. */
#include "analyze/mend.h"

/* More lines than this nobody wants for one cure: a wider one instead. */
#define MATCHES_MAX 4

static const CvpnMatch everything = { CVPN_PROTOCOL_ALL, 0, G_MAXUINT16, CVPN_ICMP_ANY,
                                      CVPN_ICMP_ANY };

static CvpnMatch
match_protocol (guint8 protocol)
{
    CvpnMatch match = everything;

    match.protocol = protocol;
    return match;
}

/* The part of a range that is of one protocol, ports or ICMP types or codes. */
static void
add_part (GArray *matches, guint8 protocol, guint16 first, guint16 last)
{
    CvpnMatch match = match_protocol (protocol);
    const gboolean icmp = protocol == CVPN_PROTOCOL_ICMP && (first > 0 || last < G_MAXUINT16);

    if (protocol == CVPN_PROTOCOL_TCP || protocol == CVPN_PROTOCOL_UDP) {
        match.first = first;
        match.last = last;
    }
    for (guint at = first; icmp && at <= last && matches->len <= MATCHES_MAX; at++) {
        const gboolean whole = (at & 0xff) == 0 && (at | 0xff) <= last;
        match.icmp_type = (gint16) (at >> 8);
        match.icmp_code = (gint16) (whole ? CVPN_ICMP_ANY : (gint) (at & 0xff));
        g_array_append_val (matches, match);
        at |= whole ? 0xff : 0;
    }
    if (!icmp)
        g_array_append_val (matches, match);
}

static void
add_range (GArray *matches, const CvpnSelectors *range)
{
    const guint last = cvpn_selector_protocol (range->last);

    for (guint p = cvpn_selector_protocol (range->first); p <= last && matches->len <= MATCHES_MAX;
         p++)
        add_part (matches, (guint8) p, (guint16) (MAX (range->first, p << 16) & 0xffff),
                  (guint16) (MIN (range->last, p << 16 | 0xffff) & 0xffff));
}

/* One match for each protocol, from its first to its last port. */
static void
add_hulls (GArray *matches, const GArray *extent)
{
    for (guint i = 0; i < extent->len && matches->len <= MATCHES_MAX; i++) {
        const CvpnSelectors *range = &g_array_index (extent, CvpnSelectors, i);
        const guint n = matches->len;
        add_range (matches, range);
        CvpnMatch *before = n > 0 ? &g_array_index (matches, CvpnMatch, n - 1) : NULL;
        const CvpnMatch *after = &g_array_index (matches, CvpnMatch, n);
        if (!before || before->protocol != after->protocol)
            continue;
        before->last = after->last;
        before->icmp_type = before->icmp_code = CVPN_ICMP_ANY;
        g_array_remove_index (matches, n);
        while (matches->len > n && before->protocol == CVPN_PROTOCOL_ICMP &&
               g_array_index (matches, CvpnMatch, n).protocol == CVPN_PROTOCOL_ICMP)
            g_array_remove_index (matches, n);
    }
}

static gboolean
is_everything (const GArray *extent)
{
    const CvpnSelectors *first = &g_array_index (extent, CvpnSelectors, 0);

    return extent->len == 1 && first->first == 0 && first->last == CVPN_SELECTOR_LAST;
}

static void
widen (GArray *matches)
{
    g_array_set_size (matches, 0);
    g_array_append_val (matches, everything);
}

static void
match_requests (GArray *matches, const GArray *extent)
{
    for (guint i = 0; i < extent->len && matches->len <= MATCHES_MAX; i++)
        add_range (matches, &g_array_index (extent, CvpnSelectors, i));
    if (matches->len <= MATCHES_MAX)
        return;
    g_array_set_size (matches, 0);
    add_hulls (matches, extent);
    if (matches->len > MATCHES_MAX)
        widen (matches);
}

static gboolean
is_of_last (const GArray *matches, guint protocol)
{
    return matches->len > 0 &&
           g_array_index (matches, CvpnMatch, matches->len - 1).protocol == (gint16) protocol;
}

static void
add_answer (GArray *matches, guint8 protocol, const CvpnMatch *one)
{
    CvpnMatch match = match_protocol (protocol);

    if (is_of_last (matches, protocol))
        return;
    if (protocol == CVPN_PROTOCOL_TCP || protocol == CVPN_PROTOCOL_UDP) {
        match.first = one->first;
        match.last = one->last;
    }
    g_array_append_val (matches, match);
}

/* Of answers the protocol counts: they go to the ports that the interface has chosen. */
static void
match_answers (GArray *matches, const GArray *extent, const CvpnMatch *one)
{
    for (guint i = 0; i < extent->len; i++) {
        const CvpnSelectors *range = &g_array_index (extent, CvpnSelectors, i);
        const guint last = cvpn_selector_protocol (range->last);
        for (guint p = cvpn_selector_protocol (range->first);
             p <= last && matches->len <= MATCHES_MAX; p++)
            add_answer (matches, (guint8) p, one);
    }
    if (matches->len > MATCHES_MAX)
        widen (matches);
}

GArray *
cvpn_mend_matches (const CvpnMendContext *c, const CvpnMatch *one)
{
    const GArray *extent = c->answer->extent;
    GArray *matches = g_array_new (FALSE, FALSE, sizeof (CvpnMatch));

    if (!extent || extent->len == 0)
        g_array_append_val (matches, *one);
    else if (is_everything (extent))
        widen (matches);
    else if (c->verdict->direction == CVPN_RETURN)
        match_answers (matches, extent, one);
    else
        match_requests (matches, extent);
    return matches;
}
