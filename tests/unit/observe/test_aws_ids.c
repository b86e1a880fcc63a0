/* clock and aws_ids: times and ids as AWS's logs have them. */
#include "observe/aws_ids.h"

#include <string.h>

#include "observe/clock.h"
#include "records.h"
#include "support.h"

static void
test_clock (void)
{
    static const struct {
        gint64 time_ns;
        const char *want;
    } rows[] = {
        { 0, "2026-01-05 07:30:00" },
        { CVPN_SECOND - 1, "2026-01-05 07:30:00" }, /* cut off, not rounded */
        { 86400 * CVPN_SECOND, "2026-01-06 07:30:00" },
        { 54 * 86400 * CVPN_SECOND, "2026-02-28 07:30:00" },
        { 55 * 86400 * CVPN_SECOND, "2026-03-01 07:30:00" }, /* no leap year */
    };
    CvpnTestScenario test;
    const CvpnScenario *scenario = cvpn_test_scenario_init (&test);

    cvpn_assert_int (cvpn_clock_unix (scenario, 0), 1767598200);
    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autoptr (GString) got = g_string_new (NULL);
        cvpn_clock_append (got, cvpn_clock_unix (scenario, rows[i].time_ns));
        cvpn_assert_str (got->str, rows[i].want);
    }
    cvpn_test_scenario_clear (&test);
}

/* As GLib's own clock has it, from the first day to the last one. */
static void
test_calendar (void)
{
    const gint64 last = G_GINT64_CONSTANT (253402300799); /* 9999-12-31 23:59:59 */
    g_autoptr (GRand) random = g_rand_new_with_seed (1);

    for (guint i = 0; i <= 20000; i++) {
        const double share = i % 10000 == 0 ? i / 20000.0 : g_rand_double (random);
        const gint64 unix_s = (gint64) (share * (double) last);
        g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (unix_s);
        g_autofree char *want = g_date_time_format (date, "%Y-%m-%d %H:%M:%S");
        g_autoptr (GString) got = g_string_new (NULL);
        cvpn_clock_append (got, unix_s);
        if (strcmp (got->str, want) != 0)
            cvpn_assert_str (got->str, want);
    }
}

static gboolean
has_form (const GString *id, const char *prefix)
{
    if (!g_str_has_prefix (id->str, prefix) || id->len != strlen (prefix) + 17)
        return FALSE;
    for (const char *p = id->str + strlen (prefix); *p; p++)
        if (!g_ascii_isdigit (*p) && !(*p >= 'a' && *p <= 'f'))
            return FALSE;
    return TRUE;
}

static void
assert_ids (const GPtrArray *ids)
{
    for (guint i = 0; i < ids->len; i++)
        for (guint k = 0; k < i; k++)
            CU_ASSERT_STRING_NOT_EQUAL (ids->pdata[i], ids->pdata[k]);
}

/* Another seed, name, subnet or number is another id. */
static void
test_ids (void)
{
    CvpnTestScenario test;
    const CvpnScenario *scenario = cvpn_test_scenario_init (&test);
    g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

    for (guint seed = 7; seed <= 8; seed++) {
        GString *texts[6];
        for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
            texts[i] = g_string_new (NULL);
        test.spec.scenario.seed = seed;
        cvpn_endpoint_id_append (texts[0], scenario, "cvpn-1");
        cvpn_connection_id_append (texts[1], scenario, "cvpn-1", 1);
        cvpn_connection_id_append (texts[2], scenario, "cvpn-1", 11);
        cvpn_interface_id_append (texts[3], scenario, "cvpn-1", "subnet-a");
        cvpn_interface_id_append (texts[4], scenario, "cvpn-1", "subnet-b");
        cvpn_interface_id_append (texts[5], scenario, "cvpn-1", NULL);
        CU_ASSERT (has_form (texts[0], "cvpn-endpoint-"));
        CU_ASSERT (has_form (texts[1], "cvpn-connection-"));
        CU_ASSERT (has_form (texts[5], "eni-"));
        for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
            g_ptr_array_add (ids, g_string_free (texts[i], FALSE));
    }
    assert_ids (ids);
    cvpn_test_scenario_clear (&test);
}

/* The same in every run, on every machine. */
static void
test_stable (void)
{
    CvpnTestScenario test;
    const CvpnScenario *scenario = cvpn_test_scenario_init (&test);
    g_autoptr (GString) id = g_string_new (NULL);

    cvpn_connection_id_append (id, scenario, "cvpn-1", 1);
    /* printf '7\ncvpn-connection-\ncvpn-1\n\n1' | sha256sum | cut -c1-17 */
    cvpn_assert_str (id->str, "cvpn-connection-d348eeab70a6385ad");
    cvpn_test_scenario_clear (&test);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "dates", test_clock },
        { "the calendar", test_calendar },
        { "ids differ", test_ids },
        { "ids stay", test_stable },
    };

    return cvpn_test_main ("aws_ids", tests, G_N_ELEMENTS (tests));
}
