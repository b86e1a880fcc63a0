/* Helpers of the unit tests. */
#include "support.h"

#include <CUnit/Basic.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

int
cvpn_test_main (const char *suite, const CvpnTest *tests, guint n)
{
    if (CU_initialize_registry () != CUE_SUCCESS)
        return 1;
    CU_pSuite added = CU_add_suite (suite, NULL, NULL);
    for (guint i = 0; i < n; i++)
        CU_add_test (added, tests[i].name, tests[i].run);
    CU_basic_set_mode (CU_BRM_VERBOSE);
    CU_ErrorCode ran = CU_basic_run_tests ();
    gboolean failed = ran != CUE_SUCCESS || CU_get_number_of_failures () > 0 ||
                      CU_get_number_of_tests_run () != n;
    CU_cleanup_registry ();
    return failed ? 1 : 0;
}

gboolean
cvpn_test_same_str (const char *got, const char *want, const char *file, int line)
{
    if (g_strcmp0 (got, want) == 0)
        return TRUE;
    g_printerr ("%s:%d: got:\n%s\nwanted:\n%s\n", file, line, got ? got : "(null)",
                want ? want : "(null)");
    return FALSE;
}

gboolean
cvpn_test_same_int (gint64 got, gint64 want, const char *file, int line)
{
    if (got == want)
        return TRUE;
    g_printerr ("%s:%d: got %" G_GINT64_FORMAT ", wanted %" G_GINT64_FORMAT "\n", file, line, got,
                want);
    return FALSE;
}

gboolean
cvpn_test_near (double got, double want, double tolerance, const char *file, int line)
{
    if (fabs (got - want) <= tolerance)
        return TRUE;
    g_printerr ("%s:%d: got %.17g, wanted %.17g within %g\n", file, line, got, want, tolerance);
    return FALSE;
}

gboolean
cvpn_test_has (const char *text, const char *part, const char *file, int line)
{
    if (text && strstr (text, part))
        return TRUE;
    g_printerr ("%s:%d: '%s'\nis not in:\n%s\n", file, line, part, text ? text : "(null)");
    return FALSE;
}

char *
cvpn_test_path (const char *relative)
{
    return g_build_filename (CVPN_SOURCE_DIR, relative, NULL);
}

char *
cvpn_test_file (const char *name, const char *content)
{
    g_autofree char *base = g_build_filename (cvpn_test_folder (), "XXXXXX", NULL);
    char *path = g_build_filename (g_mkdtemp (base), name, NULL);
    g_file_set_contents (path, content, -1, NULL);
    return path;
}

guint
cvpn_test_setting (const char *name, guint otherwise)
{
    const char *value = g_getenv (name);

    return value ? (guint) strtoul (value, NULL, 10) : otherwise;
}
