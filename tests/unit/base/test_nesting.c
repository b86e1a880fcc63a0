/* nesting: what is too deep for a parser that calls itself. */
#include "base/nesting.h"

#include <string.h>

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
    g_assert_true (is_shallow ("", 0, ""));
    g_assert_true (is_shallow ("[", CVPN_NESTING_MAX, ""));
    g_assert_false (is_shallow ("[", CVPN_NESTING_MAX + 1, ""));
    g_assert_false (is_shallow ("{\"a\":", CVPN_NESTING_MAX + 1, ""));
    g_assert_true (is_shallow ("[{}],", 1000, ""));
    g_assert_true (is_shallow ("]", 1000, "["));
}

static void
test_strings (void)
{
    g_assert_true (is_shallow ("\"[\",", 1000, ""));
    g_assert_true (is_shallow ("\"\\\"[\",", 1000, ""));
    g_assert_false (is_shallow ("\"\\\\\"[", 1000, ""));
    g_assert_true (is_shallow ("\"", 1, "\\"));
}

int
main (int argc, char **argv)
{
    g_test_init (&argc, &argv, NULL);
    g_test_add_func ("/nesting/depth", test_depth);
    g_test_add_func ("/nesting/strings", test_strings);
    return g_test_run ();
}
