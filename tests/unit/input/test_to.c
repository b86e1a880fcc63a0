/* to: destinations, good and bad. */
#include "read_spec.h"
#include "model/to.h"

static void
check_good (const char *text, const char *target, guint32 address, guint protocol, guint port)
{
    g_autoptr (GError) error = NULL;
    CvpnToSpec *to = cvpn_to_parse (text, &error);

    CU_ASSERT_PTR_NOT_NULL_FATAL (to);
    cvpn_assert_str (to->target, target);
    cvpn_assert_int (to->address, address);
    cvpn_assert_int (to->protocol, protocol);
    cvpn_assert_int (to->port, port);
    cvpn_to_spec_free (to);
}

static void
test_good (void)
{
    check_good ("web tcp 443", "web", 0, 6, 443);
    check_good ("172.31.5.10 udp 65535", NULL, 0xac1f050a, 17, 65535);
    check_good ("  web   icmp ", "web", 0, 1, 0);
    check_good ("10.0.0.1 47", NULL, 0x0a000001, 47, 0);
}

static void
test_icmp (void)
{
    static const struct {
        const char *text;
        guint type, code;
    } rows[] = { { "web icmp", 8, 0 }, { "web icmp 13", 13, 0 }, { "web icmp 3/4", 3, 4 } };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        CvpnToSpec *to = cvpn_to_parse (rows[i].text, NULL);
        CU_ASSERT_PTR_NOT_NULL_FATAL (to);
        cvpn_assert_int (to->icmp_type, rows[i].type);
        cvpn_assert_int (to->icmp_code, rows[i].code);
        cvpn_assert_str (to->text, rows[i].text);
        cvpn_to_spec_free (to);
    }
}

static void
test_bad (void)
{
    static const struct {
        const char *text, *part;
    } rows[] = {
        { "", "is not a destination" },
        { "web", "is not a destination" },
        { "web tcp 443 444", "is not a destination" },
        { "10.0.0.0/8 tcp 443", "expected an address, not a block" },
        { "10.0.0.256 tcp 443", "above 255" },
        { "::1 tcp 443", "is IPv6" },
        { "web tpc 443", "did you mean 'tcp'?" },
        { "web all", "is not one protocol" },
        { "web tcp", "has no port" },
        { "web tcp 0", "out of bounds" },
        { "web tcp 65536", "out of bounds" },
        { "web tcp 1-2", "is not a whole number" },
        { "web tcp *", "is not a whole number" },
        { "web icmp 256", "is not an ICMP type" },
        { "web icmp *", "is not an ICMP type" },
        { "web icmp echo", "is not an ICMP type" },
        { "web 6 443", "expected 'tcp'" },
        { "web 1", "expected 'icmp'" },
        { "web 47 1", "has a port" },
        { "web 256", "is not a protocol" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autoptr (GError) error = NULL;
        CU_ASSERT_PTR_NULL (cvpn_to_parse (rows[i].text, &error));
        cvpn_assert_has (error ? error->message : NULL, rows[i].part);
    }
}

static void
test_classes (void)
{
    static const struct {
        const char *text, *target;
        CvpnPrefix destination;
        CvpnSelectors selectors;
    } rows[] = {
        { "10.0.0.0/8 tcp 443", NULL, { 0x0a000000, 8 }, { 0x0601bb, 0x0601bb } },
        { "10.0.0.7/32 udp 53", NULL, { 0x0a000007, 32 }, { 0x110035, 0x110035 } },
        { "0.0.0.0/0 all", NULL, { 0, 0 }, { 0, 0xffffff } },
        { "web tcp *", "web", { 0, 32 }, { 0x060001, 0x06ffff } },
        { "10.0.1.10 udp 1-1024", NULL, { 0x0a00010a, 32 }, { 0x110001, 0x110400 } },
        { "web icmp *", "web", { 0, 32 }, { 0x010000, 0x01ffff } },
        { "10.0.0.0/24 icmp", NULL, { 0x0a000000, 24 }, { 0x010800, 0x010800 } },
        { "10.0.0.0/24 icmp 3/4", NULL, { 0x0a000000, 24 }, { 0x010304, 0x010304 } },
        { " 10.0.0.0/24  47 ", NULL, { 0x0a000000, 24 }, { 0x2f0000, 0x2fffff } },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        CvpnToClassSpec *class = cvpn_to_class_parse (rows[i].text, NULL);
        CU_ASSERT_PTR_NOT_NULL_FATAL (class);
        CU_ASSERT_PTR_NULL (class->flow);
        cvpn_assert_str (class->target, rows[i].target);
        CU_ASSERT (cvpn_prefix_equal (class->destination, rows[i].destination));
        cvpn_assert_int (class->selectors.first, rows[i].selectors.first);
        cvpn_assert_int (class->selectors.last, rows[i].selectors.last);
        cvpn_to_class_spec_free (class);
    }
}

/* What can only be one flow is read as one, with the messages of one. */
static void
test_single_flows (void)
{
    static const char *const texts[] = { "web tcp 443", "10.0.0.1 icmp 3/4", "10.0.0.1 47" };

    for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
        CvpnToClassSpec *class = cvpn_to_class_parse (texts[i], NULL);
        CU_ASSERT_PTR_NOT_NULL_FATAL (class);
        CU_ASSERT_FATAL (class->flow != NULL);
        cvpn_assert_str (class->flow->text, texts[i]);
        cvpn_to_class_spec_free (class);
    }
}

static void
test_bad_classes (void)
{
    static const struct {
        const char *text, *part;
    } rows[] = {
        { "", "is not a destination" },
        { "web tcp", "has no port" },
        { "web tcp 0", "out of bounds" },
        { "10.0.0.0/8", "expected HOST|ADDRESS|CIDR PROTOCOL [PORTS]" },
        { "10.0.0.0/8 tcp 1-2 3", "is not a destination" },
        { "10.0.0.1/8 tcp 1", "10.0.0.0/8" },
        { "10.0.0.0/33 tcp 1", "prefix length above 32" },
        { "10.0.0.0/8 tcp", "has no port" },
        { "10.0.0.0/8 tcp 0", "out of bounds" },
        { "10.0.0.0/8 tcp 0-7", "expected 1-7" },
        { "10.0.0.0/8 tcp 9-7", "ends before it begins" },
        { "10.0.0.0/8 tcp 1-70000", "is not a port" },
        { "10.0.0.0/8 all 443", "has ports, which belong to tcp or udp" },
        { "10.0.0.0/8 6 443", "expected 'tcp'" },
        { "10.0.0.0/8 6 1-2", "expected 'tcp'" },
        { "10.0.0.0/8 1 *", "expected 'icmp'" },
        { "10.0.0.0/8 47 1-2", "has a port" },
        { "10.0.0.0/8 icmp 1-2", "is not an ICMP type" },
        { "10.0.0.0/8 tpc 1", "did you mean 'tcp'?" },
        { "10.0.0.256 tcp *", "above 255" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autoptr (GError) error = NULL;
        CU_ASSERT_PTR_NULL (cvpn_to_class_parse (rows[i].text, &error));
        cvpn_assert_has (error ? error->message : NULL, rows[i].part);
    }
}

static void
test_free_null (void)
{
    cvpn_to_spec_free (NULL);
    cvpn_to_class_spec_free (NULL);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "hosts, addresses, ports", test_good },
        { "ICMP types", test_icmp },
        { "faults", test_bad },
        { "classes of flows", test_classes },
        { "what is no class", test_single_flows },
        { "faults of classes", test_bad_classes },
        { "freeing nothing", test_free_null },
    };

    return cvpn_test_main ("to", tests, G_N_ELEMENTS (tests));
}
