/* name_list: how lists are said. */
#include "base/name_list.h"
#include "support.h"

static void
test_join (void)
{
    static const struct {
        const char *names, *want;
    } cases[] = {
        { "a", "a" },
        { "a b", "a and b" },
        { "a b c", "a, b and c" },
        { "a b c d", "a, b and 2 more" },
        { "a b a b c", "a, b and c" }, /* each once */
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
        g_autoptr (GPtrArray) names = cvpn_name_list_new ();
        g_auto (GStrv) words = g_strsplit (cases[i].names, " ", -1);
        for (guint j = 0; words[j]; j++)
            cvpn_name_list_add (names, words[j]);
        g_autofree char *got = cvpn_name_list_join (names, 3);
        cvpn_assert_str (got, cases[i].want);
    }
}

static void
test_add_all (void)
{
    g_autoptr (GPtrArray) names = cvpn_name_list_new ();
    g_autoptr (GPtrArray) more = cvpn_name_list_new ();

    g_autofree char *none = cvpn_name_list_join (names, 3);
    cvpn_assert_str (none, "");
    cvpn_name_list_add (names, "a");
    cvpn_name_list_add (more, "a");
    cvpn_name_list_add (more, "b");
    cvpn_name_list_add_all (names, more);
    g_autofree char *got = cvpn_name_list_join (names, G_MAXUINT);
    cvpn_assert_str (got, "a and b");
}

int
main (void)
{
    const CvpnTest tests[] = { { "join", test_join }, { "add all", test_add_all } };

    return cvpn_test_main ("base name_list", tests, G_N_ELEMENTS (tests));
}
