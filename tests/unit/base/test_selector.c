/* selector: numbers of protocols and ports; ranges that a match does not tell apart, held
 * against the match itself. */
#include "base/selector.h"

#include "support.h"

#define N_ROUNDS 200000

static gboolean
admits (const CvpnMatch *match, guint32 selector)
{
    const guint16 port = cvpn_selector_port (selector);

    return cvpn_match_admits (match, cvpn_selector_protocol (selector), port, (guint8) (port >> 8),
                              (guint8) port);
}

static void
test_numbers (void)
{
    static const struct {
        guint8 protocol;
        guint16 port;
        guint8 type, code;
        guint32 selector;
    } rows[] = {
        { 6, 443, 9, 9, 0x0601bb }, { 17, 65535, 0, 0, 0x11ffff }, { 1, 443, 8, 0, 0x010800 },
        { 1, 0, 3, 4, 0x010304 },   { 47, 443, 9, 9, 0x2f0000 },   { 0, 1, 1, 1, 0 },
        { 255, 0, 0, 0, 0xff0000 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        const guint32 got =
            cvpn_selector (rows[i].protocol, rows[i].port, rows[i].type, rows[i].code);
        cvpn_assert_int (got, rows[i].selector);
        cvpn_assert_int (cvpn_selector_protocol (got), rows[i].protocol);
        cvpn_assert_int (cvpn_selector_port (got), rows[i].selector & 0xffff);
    }
}

/* What a match says of the selectors beside it, in protocols and ports that come as text. */
static void
test_known (void)
{
    static const struct {
        CvpnMatch match;
        guint32 selector, first, last;
    } rows[] = {
        { { 6, 443, 443, -1, -1 }, 0x0601bb, 0x0601bb, 0x0601bb },
        { { 6, 443, 443, -1, -1 }, 0x060050, 0, 0x0601ba },
        { { 6, 443, 443, -1, -1 }, 0x060fff, 0x0601bc, 0xffffff },
        { { 6, 0, 65535, -1, -1 }, 0x060050, 0x060000, 0x06ffff },
        { { 6, 0, 65535, -1, -1 }, 0x05ffff, 0, 0x05ffff },
        { { 17, 53, 53, -1, -1 }, 0x0601bb, 0, 0x10ffff },
        { { 1, 0, 65535, -1, -1 }, 0x010800, 0x010000, 0x01ffff },
        { { 1, 0, 65535, 8, -1 }, 0x010803, 0x010800, 0x0108ff },
        { { 1, 0, 65535, 8, -1 }, 0x010900, 0x010900, 0xffffff },
        { { 1, 0, 65535, 8, 0 }, 0x010800, 0x010800, 0x010800 },
        { { 47, 0, 65535, -1, -1 }, 0x2f1234, 0x2f0000, 0x2fffff },
        { { 47, 0, 65535, -1, -1 }, 0x300000, 0x300000, 0xffffff },
        { { -1, 0, 65535, -1, -1 }, 0x300000, 0, 0xffffff },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        CvpnSelectors range = CVPN_SELECTORS_ALL;
        cvpn_selectors_narrow (&range, rows[i].selector, &rows[i].match);
        cvpn_assert_int (range.first, rows[i].first);
        cvpn_assert_int (range.last, rows[i].last);
    }
}

static guint
pick (GRand *rand, guint n)
{
    return (guint) g_rand_int_range (rand, 0, (gint) n);
}

static CvpnMatch
pick_match (GRand *rand)
{
    static const gint16 protocols[] = { 6, 6, 17, 17, 1, 1, 1, -1, 0, 47, 255 };
    static const guint16 ports[] = { 0, 1, 22, 443, 1024, 65534, 65535 };
    CvpnMatch match = { protocols[pick (rand, G_N_ELEMENTS (protocols))], 0, 65535, -1, -1 };

    if (match.protocol == CVPN_PROTOCOL_TCP || match.protocol == CVPN_PROTOCOL_UDP) {
        const guint16 a = ports[pick (rand, 7)], b = ports[pick (rand, 7)];
        match.first = MIN (a, b);
        match.last = MAX (a, b);
    }
    if (match.protocol == CVPN_PROTOCOL_ICMP && pick (rand, 4) > 0) {
        static const gint16 numbers[] = { -1, 0, 3, 8, 255 };
        match.icmp_type = numbers[pick (rand, 5)];
        match.icmp_code = numbers[pick (rand, 5)];
    }
    return match;
}

/* Near where matches begin and end. */
static guint32
pick_selector (GRand *rand)
{
    static const guint8 protocols[] = { 0, 1, 1, 2, 5, 6, 6, 7, 16, 17, 17, 18, 47, 254, 255 };
    static const guint16 ports[] = { 0,     1,     0xff,  0x300, 0x303, 0x304, 0x800, 0x8ff,
                                     0x900, 21,    22,    443,   444,   1023,  1024,  65533,
                                     65534, 65535, 65280, 65279, 65281, 2 };
    const guint32 base = (guint32) protocols[pick (rand, G_N_ELEMENTS (protocols))] << 16;

    return base | (pick (rand, 5) > 0 ? ports[pick (rand, G_N_ELEMENTS (ports))]
                                      : (guint32) pick (rand, 65536));
}

static gboolean
is_within (const CvpnSelectors *range, guint32 selector)
{
    return range->first <= selector && selector <= range->last;
}

/* Codes of every type are many ranges, and may be cut at each type; and other protocols end
 * where the match's begins, wherever its ports do. */
static gboolean
may_be_cut (const CvpnMatch *match, guint32 beyond, guint32 selector)
{
    const gboolean codes = match->protocol == CVPN_PROTOCOL_ICMP &&
                           match->icmp_type == CVPN_ICMP_ANY && match->icmp_code != CVPN_ICMP_ANY;

    if (codes && beyond >> 8 != selector >> 8)
        return TRUE;
    return cvpn_selector_protocol (selector) != match->protocol &&
           cvpn_selector_protocol (beyond) == match->protocol;
}

static void
check_end (const CvpnMatch *match, guint32 selector, guint32 end, guint32 old, guint32 beyond)
{
    CU_ASSERT (admits (match, end) == admits (match, selector));
    if (end != old && !may_be_cut (match, beyond, selector))
        CU_ASSERT (admits (match, beyond) != admits (match, selector));
}

static void
check_range (GRand *rand, const CvpnMatch *match, guint32 selector, CvpnSelectors old)
{
    CvpnSelectors range = old;

    cvpn_selectors_narrow (&range, selector, match);
    CU_ASSERT (is_within (&range, selector));
    CU_ASSERT (is_within (&old, range.first) && is_within (&old, range.last));
    check_end (match, selector, range.first, old.first, range.first - 1);
    check_end (match, selector, range.last, old.last, range.last + 1);
    for (guint i = 0; i < 20; i++) {
        const guint32 other = pick_selector (rand);
        if (is_within (&range, other) && admits (match, other) != admits (match, selector)) {
            g_autofree char *text = cvpn_match_format (match);
            g_printerr ("%s: %06x and %06x in one range %06x-%06x\n", text, selector, other,
                        range.first, range.last);
            CU_FAIL ("told apart");
        }
    }
}

/* Whatever the match and the range: what is left is alike, and no more is gone than must. */
static void
test_random (void)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (7);

    for (guint i = 0; i < N_ROUNDS; i++) {
        const CvpnMatch match = pick_match (rand);
        const guint32 selector = pick_selector (rand);
        CvpnSelectors old = CVPN_SELECTORS_ALL;
        if (pick (rand, 2) == 0) {
            const guint32 a = pick_selector (rand), b = pick_selector (rand);
            old = (CvpnSelectors){ MIN (MIN (a, b), selector), MAX (MAX (a, b), selector) };
        }
        check_range (rand, &match, selector, old);
    }
}

/* All 2^24 of them, for some matches: stepping from range to range covers each once. */
static void
test_partition (void)
{
    static const CvpnMatch matches[] = { { 6, 1024, 65535, -1, -1 },
                                         { 1, 0, 65535, -1, 4 },
                                         { 1, 0, 65535, 3, 4 },
                                         { 255, 0, 65535, -1, -1 },
                                         { 0, 0, 65535, -1, -1 } };

    for (guint i = 0; i < G_N_ELEMENTS (matches); i++) {
        guint64 covered = 0;
        for (guint32 at = 0; at <= CVPN_SELECTOR_LAST;) {
            CvpnSelectors range = { at, CVPN_SELECTOR_LAST };
            cvpn_selectors_narrow (&range, at, &matches[i]);
            CU_ASSERT_FATAL (range.first == at && range.last >= at);
            for (guint32 s = range.first; s <= range.last; s++)
                covered += admits (&matches[i], s) == admits (&matches[i], at);
            at = range.last + 1;
        }
        cvpn_assert_int (covered, CVPN_SELECTOR_LAST + 1);
    }
}

static CvpnMatch
draw_match (GRand *rand)
{
    static const gint16 protocols[] = { 6, 17, 1, 47, CVPN_PROTOCOL_ALL };
    const gint16 protocol = protocols[g_rand_int_range (rand, 0, 5)];
    const guint16 first = (guint16) g_rand_int_range (rand, 0, 65536);

    return (CvpnMatch){ .protocol = protocol,
                        .first = first,
                        .last = (guint16) g_rand_int_range (rand, first, 65536),
                        .icmp_type = (gint16) g_rand_int_range (rand, -1, 256),
                        .icmp_code = (gint16) g_rand_int_range (rand, -1, 4) };
}

/* Matches admit what is in their ranges, and nothing else. */
static void
test_list (void)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (5);
    g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (CvpnSelectors));

    for (guint round = 0; round < 2000; round++) {
        CvpnMatch matches[3];
        g_array_set_size (list, 0);
        for (guint i = 0; i < G_N_ELEMENTS (matches); i++) {
            matches[i] = draw_match (rand);
            if (matches[i].protocol == CVPN_PROTOCOL_ALL && round % 8 > 0)
                matches[i].protocol = CVPN_PROTOCOL_TCP;
            cvpn_selectors_add_match (list, &matches[i]);
        }
        for (guint i = 0; i < 40; i++) {
            const guint32 selector = (guint32) g_rand_int_range (rand, 0, 49 << 16);
            gboolean want = FALSE, got = FALSE;
            for (guint j = 0; j < G_N_ELEMENTS (matches); j++)
                want |= admits (&matches[j], selector);
            for (guint j = 0; j < list->len; j++)
                got |= g_array_index (list, CvpnSelectors, j).first <= selector &&
                       selector <= g_array_index (list, CvpnSelectors, j).last;
            cvpn_assert_int (got, want);
        }
    }
}

int
main (void)
{
    const CvpnTest tests[] = { { "numbers", test_numbers },
                               { "known", test_known },
                               { "random", test_random },
                               { "partition", test_partition },
                               { "list", test_list } };

    return cvpn_test_main ("base selector", tests, G_N_ELEMENTS (tests));
}
