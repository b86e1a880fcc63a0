/* prefix: what is read and refused, and the arithmetic at its ends. */
#include "base/prefix.h"

#include <cvpnsim/error.h>

#include "support.h"

static void
test_addresses (void)
{
    static const struct {
        const char *text;
        guint32 address;
    } rows[] = {
        { "0.0.0.0", 0 },
        { "10.0.0.1", 0x0a000001 },
        { "192.168.200.30", 0xc0a8c81e },
        { "255.255.255.255", 0xffffffff },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        guint32 address = 1;
        char buffer[CVPN_ADDRESS_TEXT];
        CU_ASSERT (cvpn_address_parse (rows[i].text, &address, NULL));
        cvpn_assert_int (address, rows[i].address);
        cvpn_assert_str (cvpn_address_format (address, buffer), rows[i].text);
    }
}

static void
test_bad_addresses (void)
{
    static const struct {
        const char *text, *message;
    } rows[] = {
        { "", "'' is not an IPv4 address" },
        { "10.0.0", "'10.0.0' is not an IPv4 address, as 10.0.0.1" },
        { "10.0.0.1.2", "is not an IPv4 address" },
        { "10.0.0.1 ", "is not an IPv4 address" },
        { " 10.0.0.1", "is not an IPv4 address" },
        { "10..0.1", "is not an IPv4 address" },
        { "10.0.0.-1", "is not an IPv4 address" },
        { "0x0a.0.0.1", "is not an IPv4 address" },
        { "10.0.0.1:443", "is not an IPv4 address" },
        { "web", "is not an IPv4 address" },
        { "10.0.0.1/32", "is not an IPv4 address" },
        { "10.0.0.256", "'10.0.0.256' has a number above 255" },
        { "10.0.0.99999999999999999999999", "above 255" },
        { "010.0.0.1", "'010.0.0.1' has a number with a leading zero" },
        { "10.0.0.00", "leading zero" },
        { "2001:db8::1", "'2001:db8::1' is IPv6; Client VPN scenarios are IPv4 only" },
        { "::ffff:10.0.0.1", "is IPv6" },
        { "fe80::1%eth0", "is IPv6" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autoptr (GError) error = NULL;
        guint32 address = 77;
        CU_ASSERT (!cvpn_address_parse (rows[i].text, &address, &error));
        CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_VALUE));
        cvpn_assert_has (error ? error->message : NULL, rows[i].message);
        cvpn_assert_int (address, 77);
    }
}

static void
test_prefixes (void)
{
    static const struct {
        const char *text;
        CvpnPrefix prefix;
    } rows[] = {
        { "0.0.0.0/0", { 0, 0 } },
        { "10.0.0.0/16", { 0x0a000000, 16 } },
        { "128.0.0.0/1", { 0x80000000, 1 } },
        { "172.31.5.10/32", { 0xac1f050a, 32 } },
        { "255.255.255.255/32", { 0xffffffff, 32 } },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        CvpnPrefix prefix = { 1, 1 };
        char buffer[CVPN_PREFIX_TEXT];
        CU_ASSERT (cvpn_prefix_parse (rows[i].text, &prefix, NULL));
        CU_ASSERT (cvpn_prefix_equal (prefix, rows[i].prefix));
        cvpn_assert_str (cvpn_prefix_format (prefix, buffer), rows[i].text);
    }
}

static void
test_bad_prefixes (void)
{
    static const struct {
        const char *text, *message;
    } rows[] = {
        { "10.0.0.5/16", "'10.0.0.5/16' has host bits set; the network is 10.0.0.0/16" },
        { "10.0.0.1/0", "the network is 0.0.0.0/0" },
        { "10.0.0.1/31", "the network is 10.0.0.0/31" },
        { "10.0.0.0/16:", "'10.0.0.0/16:' is not a CIDR block" },
        { "10.0.0.0%:", "'10.0.0.0%:' is not a CIDR block" },
        { "2001:db8::/32", "'2001:db8::/32' is IPv6; Client VPN scenarios are IPv4 only" },
        { "::/0", "'::/0' is IPv6" },
        { "10.0.0.0", "'10.0.0.0' is not a CIDR block; expected ADDRESS/LENGTH, as 10.0.0.0/16" },
        { "", "'' is not a CIDR block" },
        { "10.0.0.0/", "is not a CIDR block" },
        { "10.0.0/16", "is not a CIDR block" },
        { "10.0.0.0/16x", "is not a CIDR block" },
        { "10.0.0.0/-1", "is not a CIDR block" },
        { "10.0.0.0/255.255.0.0", "is not a CIDR block" },
        { "10.0.0.0 /16", "is not a CIDR block" },
        { "/16", "is not a CIDR block" },
        { "10.0.0.0/33", "'10.0.0.0/33' has a prefix length above 32" },
        { "10.0.0.0/99999999999999999999999", "above 32" },
        { "10.0.0.0/016", "leading zero" },
        { "010.0.0.0/8", "'010.0.0.0/8' has a number with a leading zero" },
        { "10.0.300.0/24", "'10.0.300.0/24' has a number above 255" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autoptr (GError) error = NULL;
        CvpnPrefix prefix = { 77, CVPN_PREFIX_UNSET };
        CU_ASSERT (!cvpn_prefix_parse (rows[i].text, &prefix, &error));
        CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_VALUE));
        cvpn_assert_has (error ? error->message : NULL, rows[i].message);
        CU_ASSERT (prefix.address == 77 && prefix.length == CVPN_PREFIX_UNSET);
    }
}

static void
test_masks (void)
{
    cvpn_assert_int (cvpn_prefix_mask (0), 0);
    cvpn_assert_int (cvpn_prefix_mask (1), 0x80000000);
    cvpn_assert_int (cvpn_prefix_mask (22), 0xfffffc00);
    cvpn_assert_int (cvpn_prefix_mask (32), 0xffffffff);
    cvpn_assert_int (cvpn_prefix_size ((CvpnPrefix){ 0, 0 }), G_GINT64_CONSTANT (0x100000000));
    cvpn_assert_int (cvpn_prefix_size ((CvpnPrefix){ 0, 22 }), 1024);
    cvpn_assert_int (cvpn_prefix_size ((CvpnPrefix){ 0, 32 }), 1);
}

static CvpnPrefix
parse (const char *text)
{
    CvpnPrefix prefix = { 0, CVPN_PREFIX_UNSET };

    CU_ASSERT (cvpn_prefix_parse (text, &prefix, NULL));
    return prefix;
}

static void
test_relations (void)
{
    static const struct {
        const char *a, *b;
        gboolean covers, covered;
    } rows[] = {
        { "10.0.0.0/16", "10.0.1.0/24", TRUE, FALSE },
        { "10.0.0.0/16", "10.0.0.0/16", TRUE, TRUE },
        { "0.0.0.0/0", "255.255.255.255/32", TRUE, FALSE },
        { "0.0.0.0/0", "0.0.0.0/0", TRUE, TRUE },
        { "10.0.0.0/16", "10.1.0.0/16", FALSE, FALSE },
        { "10.0.0.0/24", "10.0.1.0/24", FALSE, FALSE },
        { "10.0.0.0/25", "10.0.0.128/25", FALSE, FALSE },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        const CvpnPrefix a = parse (rows[i].a), b = parse (rows[i].b);
        const gboolean overlaps = rows[i].covers || rows[i].covered;
        cvpn_assert_int (cvpn_prefix_covers (a, b), rows[i].covers);
        cvpn_assert_int (cvpn_prefix_covers (b, a), rows[i].covered);
        cvpn_assert_int (cvpn_prefix_overlaps (a, b), overlaps);
        cvpn_assert_int (cvpn_prefix_overlaps (b, a), overlaps);
        cvpn_assert_int (cvpn_prefix_equal (a, b), rows[i].covers && rows[i].covered);
    }
    CU_ASSERT (cvpn_prefix_contains (parse ("10.2.0.0/22"), 0x0a0203ff));
    CU_ASSERT (!cvpn_prefix_contains (parse ("10.2.0.0/22"), 0x0a020400));
    CU_ASSERT (!cvpn_prefix_contains (parse ("10.2.0.0/22"), 0x0a01ffff));
}

static void
test_private (void)
{
    static const struct {
        const char *first, *last; /* private, with public neighbours */
        gboolean first_has_neighbour, last_has_neighbour;
    } rows[] = {
        { "0.0.0.0", "0.255.255.255", FALSE, TRUE },
        { "10.0.0.0", "10.255.255.255", TRUE, TRUE },
        { "100.64.0.0", "100.127.255.255", TRUE, TRUE },
        { "127.0.0.0", "127.255.255.255", TRUE, TRUE },
        { "169.254.0.0", "169.254.255.255", TRUE, TRUE },
        { "172.16.0.0", "172.31.255.255", TRUE, TRUE },
        { "192.168.0.0", "192.168.255.255", TRUE, TRUE },
        { "224.0.0.0", "255.255.255.255", TRUE, FALSE },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        guint32 first = 0, last = 0;
        CU_ASSERT (cvpn_address_parse (rows[i].first, &first, NULL));
        CU_ASSERT (cvpn_address_parse (rows[i].last, &last, NULL));
        CU_ASSERT (cvpn_address_is_private (first) && cvpn_address_is_private (last));
        CU_ASSERT (!rows[i].first_has_neighbour || !cvpn_address_is_private (first - 1));
        CU_ASSERT (!rows[i].last_has_neighbour || !cvpn_address_is_private (last + 1));
    }
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "addresses", test_addresses }, { "bad addresses", test_bad_addresses },
        { "prefixes", test_prefixes },   { "bad prefixes", test_bad_prefixes },
        { "masks", test_masks },         { "relations", test_relations },
        { "private", test_private },
    };

    return cvpn_test_main ("base prefix", tests, G_N_ELEMENTS (tests));
}
