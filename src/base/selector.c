/* selector: ranges of protocols and ports that a match does not tell apart. */
#include "base/selector.h"

#define PROTOCOL_FIRST(protocol) ((guint32) (protocol) << 16)
#define PROTOCOL_LAST(protocol)  (PROTOCOL_FIRST (protocol) | 0xffff)
#define ECHO_FIRST               (PROTOCOL_FIRST (CVPN_PROTOCOL_ICMP) | 8 << 8)

CvpnSelectors
cvpn_selectors_around (guint32 selector)
{
    /* The last of each piece. */
    static const guint32 ends[] = {
        PROTOCOL_FIRST (CVPN_PROTOCOL_ICMP) - 1,
        ECHO_FIRST - 1,
        ECHO_FIRST | 0xff,
        PROTOCOL_LAST (CVPN_PROTOCOL_ICMP),
        PROTOCOL_FIRST (CVPN_PROTOCOL_TCP) - 1,
        PROTOCOL_LAST (CVPN_PROTOCOL_TCP),
        PROTOCOL_FIRST (CVPN_PROTOCOL_UDP) - 1,
        PROTOCOL_LAST (CVPN_PROTOCOL_UDP),
        CVPN_SELECTOR_LAST,
    };
    guint i = 0;

    while (selector > ends[i])
        i++;
    return (CvpnSelectors){ i == 0 ? 0 : ends[i - 1] + 1, ends[i] };
}

static CvpnSelectors
find_icmp (guint32 selector, const CvpnMatch *match)
{
    const guint32 base = (guint32) CVPN_PROTOCOL_ICMP << 16;
    const guint32 type =
        match->icmp_type == CVPN_ICMP_ANY ? selector >> 8 & 0xff : (guint32) match->icmp_type;

    if (match->icmp_type == CVPN_ICMP_ANY && match->icmp_code == CVPN_ICMP_ANY)
        return (CvpnSelectors){ base, base | 0xffff };
    if (match->icmp_code == CVPN_ICMP_ANY)
        return (CvpnSelectors){ base | type << 8, base | type << 8 | 0xff };
    return (CvpnSelectors){ base | type << 8 | (guint32) match->icmp_code,
                            base | type << 8 | (guint32) match->icmp_code };
}

/* What the match admits near 'selector': the whole protocol, where that is another. */
static CvpnSelectors
find_admitted (guint32 selector, const CvpnMatch *match)
{
    const guint32 base = (guint32) match->protocol << 16;

    if (cvpn_selector_protocol (selector) == match->protocol) {
        if (match->protocol == CVPN_PROTOCOL_ICMP)
            return find_icmp (selector, match);
        if (match->protocol == CVPN_PROTOCOL_TCP || match->protocol == CVPN_PROTOCOL_UDP)
            return (CvpnSelectors){ base | match->first, base | match->last };
    }
    return (CvpnSelectors){ base, base | 0xffff };
}

/* A code of every type is many ranges: no further than the type. */
static void
stay_in_type (CvpnSelectors *range, guint32 selector)
{
    range->first = MAX (range->first, selector & ~0xffu);
    range->last = MIN (range->last, selector | 0xffu);
}

void
cvpn_selectors_narrow (CvpnSelectors *range, guint32 selector, const CvpnMatch *match)
{
    if (match->protocol == CVPN_PROTOCOL_ALL)
        return;
    const CvpnSelectors admitted = find_admitted (selector, match);
    if (cvpn_selector_protocol (selector) == CVPN_PROTOCOL_ICMP &&
        match->protocol == CVPN_PROTOCOL_ICMP && match->icmp_type == CVPN_ICMP_ANY &&
        match->icmp_code != CVPN_ICMP_ANY)
        stay_in_type (range, selector);
    if (selector < admitted.first) {
        range->last = MIN (range->last, admitted.first - 1);
    } else if (selector > admitted.last) {
        range->first = MAX (range->first, admitted.last + 1);
    } else {
        range->first = MAX (range->first, admitted.first);
        range->last = MIN (range->last, admitted.last);
    }
}

static void
add_range (GArray *list, guint32 first, guint32 last)
{
    const CvpnSelectors range = { first, last };

    g_array_append_val (list, range);
}

void
cvpn_selectors_add_match (GArray *list, const CvpnMatch *match)
{
    const guint32 base = PROTOCOL_FIRST (match->protocol);

    if (match->protocol == CVPN_PROTOCOL_ALL)
        add_range (list, 0, CVPN_SELECTOR_LAST);
    else if (match->protocol == CVPN_PROTOCOL_TCP || match->protocol == CVPN_PROTOCOL_UDP)
        add_range (list, base | match->first, base | match->last);
    else if (match->protocol != CVPN_PROTOCOL_ICMP || match->icmp_code == CVPN_ICMP_ANY)
        add_range (list, find_admitted (base, match).first, find_admitted (base, match).last);
    else
        for (guint32 type = 0; type < 256; type++)
            if (match->icmp_type == CVPN_ICMP_ANY || match->icmp_type == (gint) type)
                add_range (list, base | type << 8 | (guint32) match->icmp_code,
                           base | type << 8 | (guint32) match->icmp_code);
}
