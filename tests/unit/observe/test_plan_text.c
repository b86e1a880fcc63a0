/* The plan as a person reads it. */
#include "observe/plan_words.h"
#include "planned.h"
#include "support.h"

static void
test_whole (void)
{
    g_autoptr (CvpnPlan) plan = plan_by_hand ();
    g_autofree char *text = cvpn_plan_text (plan, FALSE);

    /* clang-format off */
    cvpn_assert_str (text,
        "8,000 people, emergency: a plan for cvpn-1\n"
        "  people              8,000; attempts to connect in the busiest second: 5.3 (4.9 to 5.7)\n"
        "  connected at once   8,000 at most, 2,986 (2,983 to 2,990) on average; most at 11:20\n"
        "  client addresses    8,000 at most, with as many as one likes\n"
        "  closed form         population bound\n"
        "\n"
        "recommendation\n"
        "  wanted              99.9 % succeed: every day\n"
        "  client CIDR         10.16.0.0/18, 2 associations\n"
        "                      as the file has it\n"
        "  places              8,192: 8,192 usable addresses, a quota of 36,500 connections\n"
        "  success             closed form                 simulated                       99 % back  holds  alone needs\n"
        "  every day           100 % (population bound)    100 % (99.95 % to 100 %) *      -          yes    /18, 2\n"
        "  a zone fails        -                           87 % (86 % to 88 %)             12 s       no     /18, 3\n"
        "  all are reset       -                           99.987 % (99.95 % to 100 %)     4 min      yes    /18, 2\n"
        "  Intervals have a confidence of 95 %. A zone fails, or all sessions are reset, at 11:20: success\n"
        "  is then who is back within 5 min. * needed no runs of its own.\n"
        "\n"
        "quotas\n"
        "  first to break      client-addresses of cvpn-1, at 1.02 times as many people\n"
        "  quota                                              used        limit        share         left  grows with people\n"
        "  client-addresses cvpn-1                           8,000        8,192       97.7 %          192  yes\n"
        "  concurrent-connections cvpn-1                     8,000       36,500       21.9 %       28,500  yes\n"
        "  authorization-rules cvpn-1                            1          200        0.5 %          199  no\n"
        "\n"
        "cost of a month of 730 hours\n"
        "  USD                 78,153: associations 146.00, 1,560,000 connection hours 78,000, public addresses 7.30\n"
        "  prices              us-east-1, 2026-10: AWS VPN pricing\n"
        "\n"
        "alternatives\n"
        "  CIDR associations   places             every day     a zone fails    all are reset      USD/month\n"
        "  /18           1      7,000               87.4 % s!      not tried        not tried         78,077\n"
        "  /19           2      4,096                 50 % s!      not tried        not tried         78,153\n"
        "  /18           2      8,192                100 % c           87 % s!      99.987 % s        78,153  recommended\n"
        "  /17           2     16,384                100 % c       not tried        not tried         78,153\n"
        "  /18           3      8,192                100 % c          100 % s       not tried         78,230  enough: a zone fails\n"
        "  c closed form; s simulated; * needed no runs of its own; ! misses the wanted 99.9 %.\n"
        "\n"
        "assumptions\n"
        "  - One public address for each association.\n"
        "  - No traffic.\n");
    /* clang-format on */
}

static void
test_nothing_holds (void)
{
    g_autoptr (CvpnPlan) plan = plan_by_hand ();

    recommend_nothing (plan);
    g_autofree char *text = cvpn_plan_text (plan, FALSE);
    /* clang-format off */
    cvpn_assert_str (text,
        "8,000 people, emergency: a plan for cvpn-1\n"
        "  people              8,000; attempts to connect in the busiest second: 5.3 (4.9 to 5.7)\n"
        "  connected at once   8,000 at most, 2,986 (2,983 to 2,990) on average; most at 11:20\n"
        "  client addresses    8,000 at most, with as many as one likes\n"
        "  closed form         population bound\n"
        "\n"
        "no recommendation\n"
        "  wanted              99.9 % succeed: every day; nothing holds that\n"
        "  comes closest       /18, 2 associations: 8,192 places\n"
        "  success             closed form                 simulated                       99 % back  holds  alone needs\n"
        "  every day           100 % (population bound)    100 % (99.95 % to 100 %) *      -          yes    none found\n"
        "  a zone fails        -                           87 % (86 % to 88 %)             12 s       no     none found\n"
        "  all are reset       -                           99.987 % (99.95 % to 100 %)     4 min      yes    none found\n"
        "  Intervals have a confidence of 95 %. A zone fails, or all sessions are reset, at 11:20: success\n"
        "  is then who is back within 5 min. * needed no runs of its own.\n"
        "\n"
        "alternatives\n"
        "  CIDR associations   places             every day     a zone fails    all are reset      USD/month\n"
        "  /18           2      8,192                100 % c           87 % s!      99.987 % s        78,153\n"
        "  c closed form; s simulated; * needed no runs of its own; ! misses the wanted 99.9 %.\n"
        "\n"
        "assumptions\n"
        "  - One public address for each association.\n"
        "  - No traffic.\n");
    /* clang-format on */
}

/* Colours add nothing but themselves. */
static void
test_colors (void)
{
    g_autoptr (CvpnPlan) plan = plan_by_hand ();
    g_autofree char *plain = cvpn_plan_text (plan, FALSE);
    g_autofree char *colored = cvpn_plan_text (plan, TRUE);
    g_autoptr (GRegex) codes = g_regex_new ("\033\\[[0-9]*m", 0, 0, NULL);
    g_autofree char *stripped = g_regex_replace_literal (codes, colored, -1, 0, "", 0, NULL);

    cvpn_assert_str (stripped, plain);
    cvpn_assert_has (colored, "\033[31mno\033[0m");
}

/* Where runs were not worth it, it is known that no more than that succeed. */
static void
test_bounds (void)
{
    const CvpnPlanFigure bound = { NAN, NAN, 0.766, 0 }, nothing = { NAN, NAN, NAN, 0 };
    g_autoptr (GString) out = g_string_new (NULL);

    cvpn_plan_words_success (out, &nothing);
    cvpn_plan_words_success (out, &bound);
    cvpn_assert_str (out->str, "≤ 76.6 %");
}

static void
check_words (void (*append) (GString *, double), double value, const char *expected)
{
    g_autoptr (GString) out = g_string_new (NULL);

    append (out, value);
    cvpn_assert_str (out->str, expected);
}

static void
test_words (void)
{
    check_words (cvpn_plan_words_share, 1, "100 %");
    check_words (cvpn_plan_words_share, 0.999, "99.9 %");
    check_words (cvpn_plan_words_share, 0.999874, "99.987 %");
    check_words (cvpn_plan_words_share, 0.9999996, "99.99996 %");
    check_words (cvpn_plan_words_share, 0.99896, "99.89 %");
    check_words (cvpn_plan_words_share, 0.4567, "45.7 %");
    check_words (cvpn_plan_words_share, 0, "0 %");
    check_words (cvpn_plan_words_share, 0.00012, "0.012 %");
    check_words (cvpn_plan_words_number, 0.0312, "0.031");
    check_words (cvpn_plan_words_number, 45.23, "45.2");
    check_words (cvpn_plan_words_number, 8000, "8,000");
    check_words (cvpn_plan_words_number, NAN, "unknown");
    check_words (cvpn_plan_words_money, 1234.5, "1,234.50");
    check_words (cvpn_plan_words_money, 0.004, "0.00");
    check_words (cvpn_plan_words_money, 78307.3, "78,307");
    check_words (cvpn_plan_words_seconds, 11.2, "12 s");
    check_words (cvpn_plan_words_seconds, 200, "4 min");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "a recommendation", test_whole },
        { "nothing holds", test_nothing_holds },
        { "colours", test_colors },
        { "bounds", test_bounds },
        { "words", test_words },
    };

    return cvpn_test_main ("plan_text", tests, G_N_ELEMENTS (tests));
}
