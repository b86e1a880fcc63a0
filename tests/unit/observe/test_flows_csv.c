/* flows.csv: rows whose text is put together from pieces, made once for flows of a kind. */
#include "written.h"

#define N_VARIANTS 18
#define LONG_NAME  "a name that is longer than the fields that are copied as a whole by far"

/* What can be unlike in flows of a kind as its number has it, one thing in each. */
static CvpnFlowRecord
vary (guint variant)
{
    CvpnFlowRecord flow = variant < 9 ? cvpn_test_dropped () : cvpn_test_delivered ();

    flow.kind = 0;
    flow.endpoint = variant == 1 ? "cvpn-2" : flow.endpoint;
    flow.subnet = variant == 2 ? "subnet, b" : flow.subnet;
    flow.destination_name = variant == 3 ? LONG_NAME : flow.destination_name;
    flow.verdict.step = variant == 4 ? CVPN_STEP_RETURN : flow.verdict.step;
    flow.verdict.code = variant == 5 ? CVPN_CODE_VGW_NO_ROUTE : flow.verdict.code;
    flow.verdict.rule = variant == 6 ? CVPN_RULE_NONE : flow.verdict.rule;
    flow.verdict.direction = variant == 7 ? CVPN_RETURN : flow.verdict.direction;
    flow.verdict.reason = variant == 8 ? CVPN_REASON_CRL_EXPIRED : flow.verdict.reason;
    flow.destination = variant == 10 ? 0 : flow.destination;
    flow.snat_address = variant == 11 ? 0x0a0001ff : variant == 12 ? 0 : flow.snat_address;
    flow.port = variant == 13 ? 65535 : flow.port;
    flow.protocol = variant == 14 ? 17 : variant == 15 ? 1 : flow.protocol;
    flow.outcome = variant == 16 ? CVPN_OUTCOME_REJECTED : flow.outcome;
    flow.endpoint = variant == 17 ? NULL : flow.endpoint;
    return flow;
}

/* Rows of flow 'i' of 'n', each as 'make' has it, of one kind or of kinds of their own. */
static char *
write_rows (CvpnFlowRecord (*make) (guint i), guint n, gboolean of_one_kind)
{
    Run run;

    begin (&run, "flows", NULL);
    for (guint i = 0; i < n; i++) {
        CvpnFlowRecord flow = make (i);
        flow.kind = of_one_kind ? 0 : i;
        tell (&run, flow, &flow);
    }
    end (&run);
    char *rows = rows_of (&run, "flows.csv");
    clear (&run);
    return rows;
}

/* Variant 0 in between, so that each comes after another one. */
static CvpnFlowRecord
vary_in_turn (guint i)
{
    return vary (i % 2 == 0 ? i / 2 : i < N_VARIANTS ? 0 : 9);
}

/* A kind's number saves work, and decides nothing. */
static void
test_kinds (void)
{
    g_autofree char *alike = write_rows (vary_in_turn, 2 * N_VARIANTS, TRUE);
    g_autofree char *apart = write_rows (vary_in_turn, 2 * N_VARIANTS, FALSE);
    g_autofree char *single = write_rows (vary, N_VARIANTS, FALSE);
    g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

    cvpn_assert_str (alike, apart);
    g_auto (GStrv) lines = g_strsplit (single, "\n", -1);
    for (guint i = 0; i < N_VARIANTS; i++)
        CU_ASSERT (g_hash_table_add (seen, lines[i]));
    cvpn_assert_int (g_strv_length (lines), N_VARIANTS + 1);
    cvpn_assert_has (single, ",udp,172.31.5.10,443,");
    cvpn_assert_has (single, ",icmp,172.31.5.10,443,");
}

static CvpnFlowRecord
make_odd (guint i)
{
    const CvpnUser users[] = {
        { .population = "staff", .number = G_MAXUINT32 },
        { .population = "staff", .name = "O'Neil, \"Zoe\"" },
        { .population = "a,b", .number = 1 },
        { .population = LONG_NAME, .number = 2 },
        { .population = LONG_NAME, .name = LONG_NAME " indeed" },
        { .population = "other", .number = 3 },
    };
    CvpnFlowRecord flow = cvpn_test_delivered ();

    flow.user = users[i];
    return flow;
}

static void
test_users (void)
{
    const char *const names[] = { "staff-4294967295", "\"O'Neil, \"\"Zoe\"\"\"", "\"a,b-1\"",
                                  LONG_NAME "-2",     LONG_NAME " indeed",       "other-3" };
    g_autofree char *rows = write_rows (make_odd, G_N_ELEMENTS (names), TRUE);
    g_autoptr (GString) want = g_string_new (NULL);

    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        g_string_append_printf (want,
                                "12.345678,3,%s,2,cvpn-1,subnet-a,10.2.0.2,tcp,172.31.5.10,443,"
                                "10.0.1.254,49152,delivered,,,,1.500000,20000,2000,50000,,,web\n",
                                names[i]);
    cvpn_assert_str (rows, want->str);
}

static CvpnFlowRecord
make_long (guint i)
{
    return (CvpnFlowRecord){
        .flow = G_MAXINT64 - i,
        .session = G_MAXINT64 - i,
        .start_ns = G_MAXINT64 - i,
        .duration_ns = G_MAXINT64 - i,
        .round_trip_ns = G_MAXINT64 - i,
        .request_bytes = G_MAXINT64 - i,
        .response_bytes = G_MAXINT64 - i,
        .user = { .population = "p", .number = G_MAXUINT32 },
        .endpoint = "e",
        .subnet = "s",
        .destination_name = "d",
        .client_address = i % 2 == 0 ? G_MAXUINT32 : 0,
        .destination = G_MAXUINT32,
        .snat_address = G_MAXUINT32,
        .port = G_MAXUINT16,
        .snat_port = G_MAXUINT16,
        .protocol = G_MAXUINT8,
        .outcome = CVPN_OUTCOME_DELIVERED,
    };
}

/* Every number as long as it can be, for so many rows that they end anywhere in the buffer. */
static void
test_long (void)
{
    const guint n = 5000;
    g_autofree char *rows = write_rows (make_long, n, TRUE);
    g_autoptr (GString) want = g_string_new (NULL);

    for (guint i = 0; i < n; i++) {
        const gint64 number = G_MAXINT64 - i, us = number / 1000;
        const char *client = i % 2 == 0 ? "255.255.255.255" : "";
        g_string_append_printf (
            want,
            "%" G_GINT64_FORMAT ".%06d,%" G_GINT64_FORMAT ",p-4294967295,%" G_GINT64_FORMAT
            ",e,s,%s,255,255.255.255.255,65535,255.255.255.255,65535,delivered,,,,%" G_GINT64_FORMAT
            ".%06d,%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",,,d\n",
            us / 1000000, (int) (us % 1000000), number, number, client, us / 1000000,
            (int) (us % 1000000), us, number, number);
    }
    CU_ASSERT (g_str_equal (rows, want->str));
}

#define WIDE 4000 /* bytes of a name: about what the buffer has behind a block */

/* Of a name so long that a row needs all the room that it asks for, wherever it begins. */
static CvpnFlowRecord
make_wide (guint i)
{
    static char name[WIDE + 1];
    CvpnFlowRecord flow = make_long (0);

    memset (name, 'x', WIDE);
    flow.destination_name = name + i % 61;
    return flow;
}

static void
test_wide (void)
{
    const guint n = 5000;
    g_autofree char *rows = write_rows (make_wide, n, FALSE);
    const char *line = rows, *const end = rows + strlen (rows);
    gsize first = 0;
    guint wrong = 0;

    for (guint i = 0; i < n; i++) {
        const char *line_end = memchr (line, '\n', (gsize) (end - line));
        first = i == 0 ? (gsize) (line_end - line) : first;
        wrong += (gsize) (line_end - line) != first - i % 61;
        line = line_end + 1;
    }
    cvpn_assert_int (wrong, 0);
    CU_ASSERT (line == end);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "flows of one kind that are unlike", test_kinds },
        { "users", test_users },
        { "long numbers", test_long },
        { "long names", test_wide },
    };

    return cvpn_test_main ("flows_csv", tests, G_N_ELEMENTS (tests));
}
