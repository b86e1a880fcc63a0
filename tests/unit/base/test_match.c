/* match: how many fields belong to it, what they mean, and whom it admits. */
#include "base/match.h"

#include <cvpnsim/error.h>

#include "support.h"

typedef struct {
    const char *text; /* fields separated by single spaces */
    guint used;
    CvpnMatch match;
    const char *format; /* as it is written again */
} Row;

static const Row good[] = {
    { "tcp 443", 2, { 6, 443, 443, -1, -1 }, "tcp 443" },
    { "tcp 443 10.0.0.0/16", 2, { 6, 443, 443, -1, -1 }, "tcp 443" },
    { "udp 1024-65535 sg-web", 2, { 17, 1024, 65535, -1, -1 }, "udp 1024-65535" },
    { "tcp *", 2, { 6, 0, 65535, -1, -1 }, "tcp *" },
    { "tcp 0-65535", 2, { 6, 0, 65535, -1, -1 }, "tcp *" },
    { "tcp 0", 2, { 6, 0, 0, -1, -1 }, "tcp 0" },
    { "icmp", 1, { 1, 0, 65535, -1, -1 }, "icmp" },
    { "icmp 10.0.0.0/16", 1, { 1, 0, 65535, -1, -1 }, "icmp" },
    { "icmp sg-web", 1, { 1, 0, 65535, -1, -1 }, "icmp" },
    { "icmp * 0.0.0.0/0", 2, { 1, 0, 65535, -1, -1 }, "icmp" },
    { "icmp 8", 2, { 1, 0, 65535, 8, -1 }, "icmp 8" },
    { "icmp 8/0 0.0.0.0/0", 2, { 1, 0, 65535, 8, 0 }, "icmp 8/0" },
    { "icmp 255/255", 2, { 1, 0, 65535, 255, 255 }, "icmp 255/255" },
    { "all", 1, { -1, 0, 65535, -1, -1 }, "all" },
    { "all 0.0.0.0/0", 1, { -1, 0, 65535, -1, -1 }, "all" },
    { "all sg-web", 1, { -1, 0, 65535, -1, -1 }, "all" },
    { "47", 1, { 47, 0, 65535, -1, -1 }, "47" },
    { "47 10.0.0.0/8", 1, { 47, 0, 65535, -1, -1 }, "47" },
    { "0", 1, { 0, 0, 65535, -1, -1 }, "0" },
    { "255", 1, { 255, 0, 65535, -1, -1 }, "255" },
    { "6 10.0.0.0/8", 1, { 6, 0, 65535, -1, -1 }, "tcp *" },
};

static gboolean
parse (const char *text, CvpnMatch *match, guint *used, GError **error)
{
    g_auto (GStrv) fields = g_strsplit (text, " ", -1);

    return cvpn_match_parse (fields, g_strv_length (fields), match, used, error);
}

static void
check_match (const CvpnMatch *got, const CvpnMatch *want)
{
    cvpn_assert_int (got->protocol, want->protocol);
    cvpn_assert_int (got->first, want->first);
    cvpn_assert_int (got->last, want->last);
    cvpn_assert_int (got->icmp_type, want->icmp_type);
    cvpn_assert_int (got->icmp_code, want->icmp_code);
}

static void
test_parse (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
        g_autoptr (GError) error = NULL;
        CvpnMatch match = { 99, 9, 9, 9, 9 };
        guint used = 99;
        CU_ASSERT (parse (good[i].text, &match, &used, &error));
        cvpn_assert_str (error ? error->message : NULL, NULL);
        cvpn_assert_int (used, good[i].used);
        check_match (&match, &good[i].match);
    }
}

static void
test_format (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
        g_autofree char *text = cvpn_match_format (&good[i].match);
        CvpnMatch again = { 0 };
        guint used;
        cvpn_assert_str (text, good[i].format);
        CU_ASSERT (parse (text, &again, &used, NULL));
        check_match (&again, &good[i].match);
    }
}

static void
test_bad (void)
{
    static const struct {
        const char *text, *message;
    } rows[] = {
        { "", "nothing to match; expected a protocol" },
        { "TCP 443", "'TCP' is not a protocol; did you mean 'tcp'?" },
        { "tpc 443", "did you mean 'tcp'?" },
        { "sctp 443", "'sctp' is not a protocol; expected tcp, udp, icmp, all or" },
        { "carrier-pigeon", "expected tcp, udp, icmp, all or a number from 0 to 255" },
        { "256", "'256' is not a protocol" },
        { "-1", "'-1' is not a protocol" },
        { "tcp", "'tcp' has no ports; expected 443, 1024-65535 or *" },
        { "udp 10.0.0.0/16", "'10.0.0.0/16' is not a port or a range of ports" },
        { "tcp 65536", "'65536' is not a port" },
        { "tcp 99999999999999999999", "is not a port" },
        { "tcp 443-", "'443-' is not a port" },
        { "tcp -443", "'-443' is not a port" },
        { "tcp 443-80", "'443-80' ends before it begins; expected 80-443" },
        { "tcp 80,443", "'80,443' is not a port" },
        { "all 443", "'all 443': 'all' takes no ports" },
        { "all * 0.0.0.0/0", "'all' takes no ports" },
        { "47 1-2 0.0.0.0/0", "'47' takes no ports" },
        { "icmp 256", "'256' is not an ICMP type; expected TYPE or TYPE/CODE" },
        { "icmp 8/256", "'8/256' is not an ICMP type" },
        { "icmp 8/", "is not an ICMP type" },
        { "icmp /0", "is not an ICMP type" },
        { "icmp 8/*", "is not an ICMP type" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autoptr (GError) error = NULL;
        CvpnMatch match = { 99, 9, 9, 9, 9 };
        guint used = 99;
        CU_ASSERT (!parse (rows[i].text, &match, &used, &error));
        CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_VALUE));
        cvpn_assert_has (error ? error->message : NULL, rows[i].message);
        CU_ASSERT (match.protocol == 99 && used == 99);
    }
}

static void
test_protocol_format (void)
{
    static const struct {
        gint16 protocol;
        const char *text;
    } rows[] = { { 6, "tcp" }, { 17, "udp" }, { 1, "icmp" }, { -1, "all" }, { 47, "47" } };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autofree char *text = cvpn_protocol_format (rows[i].protocol);
        gint16 again = 99;
        cvpn_assert_str (text, rows[i].text);
        CU_ASSERT (cvpn_protocol_parse (text, &again, NULL));
        cvpn_assert_int (again, rows[i].protocol);
    }
}

static void
test_admits (void)
{
    static const struct {
        const char *match;
        guint8 protocol;
        guint16 port;
        guint8 type, code;
        gboolean admits;
    } rows[] = {
        { "tcp 443", 6, 443, 0, 0, TRUE },
        { "tcp 443", 6, 442, 0, 0, FALSE },
        { "tcp 443", 6, 444, 0, 0, FALSE },
        { "tcp 443", 17, 443, 0, 0, FALSE },
        { "tcp 1024-2048", 6, 1024, 0, 0, TRUE },
        { "tcp 1024-2048", 6, 2048, 0, 0, TRUE },
        { "tcp 1024-2048", 6, 1023, 0, 0, FALSE },
        { "tcp 1024-2048", 6, 2049, 0, 0, FALSE },
        { "udp *", 17, 0, 0, 0, TRUE },
        { "udp *", 17, 65535, 0, 0, TRUE },
        { "all", 6, 22, 0, 0, TRUE },
        { "all", 1, 0, 8, 0, TRUE },
        { "all", 255, 0, 0, 0, TRUE },
        { "icmp", 1, 0, 8, 0, TRUE },
        { "icmp", 6, 0, 8, 0, FALSE },
        { "icmp 8", 1, 0, 8, 5, TRUE },
        { "icmp 8", 1, 0, 0, 0, FALSE },
        { "icmp 3/4", 1, 0, 3, 4, TRUE },
        { "icmp 3/4", 1, 0, 3, 3, FALSE },
        { "icmp 3/4", 1, 0, 4, 4, FALSE },
        { "icmp 0/0", 1, 0, 0, 0, TRUE },
        { "icmp 0", 1, 0, 8, 0, FALSE },
        { "47", 47, 0, 0, 0, TRUE },
        { "47", 50, 0, 0, 0, FALSE },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        CvpnMatch match = { 0 };
        guint used;
        CU_ASSERT (parse (rows[i].match, &match, &used, NULL));
        cvpn_assert_int (
            cvpn_match_admits (&match, rows[i].protocol, rows[i].port, rows[i].type, rows[i].code),
            rows[i].admits);
    }
}

static void
test_covers (void)
{
    static const struct {
        const char *outer, *inner;
        gboolean covers;
    } rows[] = {
        { "all", "tcp 443", TRUE },
        { "tcp 443", "all", FALSE },
        { "all", "all", TRUE },
        { "tcp *", "udp 53", FALSE },
        { "tcp 1-100", "tcp 1-100", TRUE },
        { "tcp 1-100", "tcp 1-101", FALSE },
        { "tcp 2-100", "tcp 1-100", FALSE },
        { "icmp", "icmp 8/0", TRUE },
        { "icmp 8", "icmp", FALSE },
        { "icmp 8", "icmp 8/0", TRUE },
        { "icmp 8/0", "icmp 8", FALSE },
        { "icmp 3", "icmp 8/0", FALSE },
        { "47", "47", TRUE },
        { "47", "50", FALSE },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        CvpnMatch outer = { 0 }, inner = { 0 };
        guint used;
        CU_ASSERT (parse (rows[i].outer, &outer, &used, NULL));
        CU_ASSERT (parse (rows[i].inner, &inner, &used, NULL));
        cvpn_assert_int (cvpn_match_covers (&outer, &inner), rows[i].covers);
    }
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "parse", test_parse },   { "format", test_format },
        { "bad", test_bad },       { "protocol format", test_protocol_format },
        { "admits", test_admits }, { "covers", test_covers },
    };

    return cvpn_test_main ("base match", tests, G_N_ELEMENTS (tests));
}
