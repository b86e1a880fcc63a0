/* report: order, format, counting, and text that cannot harm a terminal. */
#include <cvpnsim/report.h>

#include <string.h>

#include "support.h"

static void
check_format (CvpnReport *report, const char *want)
{
    g_autofree char *text = cvpn_report_format (report);

    cvpn_assert_str (text, want);
}

static void
test_format (void)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();

    check_format (report, "");
    cvpn_assert_int (cvpn_report_errors (report), 0);
    cvpn_report_add (report, CVPN_SEVERITY_ERROR, "a.ini", 7, "no [subnet %s]", "x");
    cvpn_report_add (report, CVPN_SEVERITY_WARNING, "a.ini", 9, "unused");
    cvpn_report_add (report, CVPN_SEVERITY_ERROR, "b.ini", 0, "No such file or directory");
    cvpn_report_add (report, CVPN_SEVERITY_ERROR, NULL, 0, "nothing to run");
    check_format (report, "a.ini:7: error: no [subnet x]\n"
                          "a.ini:9: warning: unused\n"
                          "b.ini: error: No such file or directory\n"
                          "error: nothing to run\n");
    cvpn_assert_int (cvpn_report_errors (report), 3);
}

static void
test_order (void)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autofree char *again = g_strdup ("z.ini"); /* the name counts, not the pointer */

    cvpn_report_add (report, CVPN_SEVERITY_ERROR, "z.ini", 30, "third");
    cvpn_report_add (report, CVPN_SEVERITY_ERROR, "a.ini", 1, "sixth");
    cvpn_report_add (report, CVPN_SEVERITY_ERROR, again, 2, "second");
    cvpn_report_add (report, CVPN_SEVERITY_ERROR, "z.ini", 30, "fourth");
    cvpn_report_add (report, CVPN_SEVERITY_ERROR, "z.ini", 0, "first");
    cvpn_report_add (report, CVPN_SEVERITY_WARNING, "z.ini", 30, "fifth");

    static const char *const want[] = { "first", "second", "third", "fourth", "fifth", "sixth" };
    const GPtrArray *faults = cvpn_report_faults (report);
    cvpn_assert_int (faults->len, G_N_ELEMENTS (want));
    for (guint i = 0; i < faults->len; i++) {
        const CvpnFault *fault = g_ptr_array_index (faults, i);
        cvpn_assert_str (fault->text, want[i]);
        cvpn_assert_str (fault->file, i < 5 ? "z.ini" : "a.ini");
    }
}

static void
test_many (void)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    guint lines = 0;

    for (guint i = 0; i < 200; i++)
        cvpn_report_add (report, CVPN_SEVERITY_ERROR, "a.ini", i + 1, "x");
    g_autofree char *whole = cvpn_report_format (report);
    CU_ASSERT (g_str_has_suffix (whole, "a.ini:200: error: x\n"));

    for (guint i = 200; i < 50000; i++)
        cvpn_report_add (report, CVPN_SEVERITY_ERROR, "a.ini", i + 1, "x");
    g_autofree char *cut = cvpn_report_format (report);
    for (const char *p = cut; *p; p++)
        lines += *p == '\n';
    cvpn_assert_int (lines, 201);
    CU_ASSERT (g_str_has_suffix (cut, "a.ini:200: error: x\nand 49800 more\n"));
    cvpn_assert_int (cvpn_report_errors (report), 50000);
}

static void
test_text (void)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();

    cvpn_report_add (report, CVPN_SEVERITY_ERROR, NULL, 0, "'%s'", "a\x1b[31m\nb\xc3\xa9");
    cvpn_report_add (report, CVPN_SEVERITY_ERROR, NULL, 0, "'%s'", "\xff");
    check_format (report, "error: 'a\\x1b[31m\\x0ab\xc3\xa9'\n"
                          "error: '\xef\xbf\xbd'\n");
}

static void
test_long_text (void)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autofree char *value = g_strnfill (5000, 'x');

    cvpn_report_add (report, CVPN_SEVERITY_ERROR, NULL, 0, "'%s' has no unit", value);
    const CvpnFault *fault = g_ptr_array_index (cvpn_report_faults (report), 0);
    cvpn_assert_int (strlen (fault->text), 603);
    CU_ASSERT (g_str_has_prefix (fault->text, "'xxx"));
    cvpn_assert_has (fault->text, "xxx...xxx");
    cvpn_assert_has (fault->text, "x' has no unit");

    value[598] = '\0'; /* with its quotes as long as may be */
    cvpn_report_add (report, CVPN_SEVERITY_ERROR, NULL, 0, "'%s'", value);
    const CvpnFault *whole = g_ptr_array_index (cvpn_report_faults (report), 1);
    cvpn_assert_int (strlen (whole->text), 600);
    CU_ASSERT (!strstr (whole->text, "..."));
}

/* Errors like all others, until the report tolerates them: then they are kept apart. */
static void
test_refusals (void)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();

    cvpn_report_refuse (report, CVPN_SEVERITY_ERROR, "TOO_SMALL", "a.ini", 3, "too small");
    cvpn_assert_int (cvpn_report_errors (report), 1);
    cvpn_assert_int (cvpn_report_refusals (report)->len, 0);
    CU_ASSERT (!cvpn_report_tolerates (report));
    cvpn_report_tolerate (report);
    CU_ASSERT (cvpn_report_tolerates (report));
    cvpn_report_refuse (report, CVPN_SEVERITY_WARNING, "TWICE", "b.ini", 9, "%s is there twice");
    cvpn_report_add (report, CVPN_SEVERITY_ERROR, "a.ini", 1, "cannot be read");
    cvpn_assert_int (cvpn_report_errors (report), 2);
    cvpn_assert_int (cvpn_report_refusals (report)->len, 1);
    const CvpnFault *refusal = cvpn_report_refusals (report)->pdata[0];
    cvpn_assert_str (refusal->code, "TWICE");
    cvpn_assert_str (refusal->file, "b.ini");
    cvpn_assert_str (refusal->text, "%s is there twice");
    g_autofree char *text = cvpn_report_format (report);
    cvpn_assert_str (text, "a.ini:1: error: cannot be read\na.ini:3: error: too small\n");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "refusals", test_refusals }, { "format", test_format }, { "order", test_order },
        { "many", test_many },         { "text", test_text },     { "long text", test_long_text },
    };

    return cvpn_test_main ("base report", tests, G_N_ELEMENTS (tests));
}
