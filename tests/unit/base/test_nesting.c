/* nesting: what is too deep for a parser that calls itself. */
#include "base/nesting.h"

#include "support.h"

/* 'n' of 'unit', and 'rest' behind them. */
static gboolean
is_shallow (const char *unit, guint n, const char *rest)
{
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint i = 0; i < n; i++)
        g_string_append (text, unit);
    g_string_append (text, rest);
    return cvpn_nesting_is_shallow (text->str, text->len);
}

static void
test_depth (void)
{
    CU_ASSERT_TRUE (is_shallow ("", 0, ""));
    CU_ASSERT_TRUE (is_shallow ("[", CVPN_NESTING_MAX, ""));
    CU_ASSERT_FALSE (is_shallow ("[", CVPN_NESTING_MAX + 1, ""));
    CU_ASSERT_FALSE (is_shallow ("{\"a\":", CVPN_NESTING_MAX + 1, ""));
    CU_ASSERT_TRUE (is_shallow ("[{}],", 1000, ""));
    CU_ASSERT_TRUE (is_shallow ("]", 1000, "["));
}

static void
test_strings (void)
{
    CU_ASSERT_TRUE (is_shallow ("\"[\",", 1000, ""));
    CU_ASSERT_TRUE (is_shallow ("\"\\\"[\",", 1000, ""));
    CU_ASSERT_FALSE (is_shallow ("\"\\\\\"[", 1000, ""));
    CU_ASSERT_TRUE (is_shallow ("\"", 1, "\\"));
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "how many are open", test_depth },
        { "brackets in strings", test_strings },
    };

    return cvpn_test_main ("nesting", tests, G_N_ELEMENTS (tests));
}
