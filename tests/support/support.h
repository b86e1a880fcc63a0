/* Helpers of the unit tests: comparisons that print both sides, and a main. */
#pragma once

#include <CUnit/CUnit.h>
#include <glib.h>

typedef struct {
    const char *name;
    CU_TestFunc run;
} CvpnTest;

/* Runs the tests as one CUnit suite with its summary on standard output;
 * returns 0 if all passed, else 1. */
int cvpn_test_main (const char *suite, const CvpnTest *tests, guint n);

/* These print what was got and what was wanted when they differ. */
#define cvpn_assert_str(got, want)                                                                 \
    CU_ASSERT (cvpn_test_same_str ((got), (want), __FILE__, __LINE__))
#define cvpn_assert_int(got, want)                                                                 \
    CU_ASSERT (cvpn_test_same_int ((gint64) (got), (gint64) (want), __FILE__, __LINE__))
#define cvpn_assert_near(got, want, tolerance)                                                     \
    CU_ASSERT (cvpn_test_near ((got), (want), (tolerance), __FILE__, __LINE__))
/* 'text' contains 'part'. */
#define cvpn_assert_has(text, part) CU_ASSERT (cvpn_test_has ((text), (part), __FILE__, __LINE__))

gboolean cvpn_test_same_str (const char *got, const char *want, const char *file, int line);
gboolean cvpn_test_same_int (gint64 got, gint64 want, const char *file, int line);
gboolean cvpn_test_near (double got, double want, double tolerance, const char *file, int line);
gboolean cvpn_test_has (const char *text, const char *part, const char *file, int line);

/* A path of the source tree, "scenarios/x.ini"; newly allocated. */
char *cvpn_test_path (const char *relative);

/* The temporary folder of this process, removed when it exits. */
const char *cvpn_test_folder (void);

/* A new file in a folder of its own below that one; newly allocated path. */
char *cvpn_test_file (const char *name, const char *content);

/* A number from the environment, for long runs; 'otherwise' where it is not set. */
guint cvpn_test_setting (const char *name, guint otherwise);
