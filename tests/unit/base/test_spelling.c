/* spelling: what is near, what is not, and how it is said. */
#include "base/spelling.h"

#include "support.h"

static const char *const words[] = { "constant", "uniform", "exponential",     "lognormal",
                                     "ns",       "min",     "target-networks", "caf\xc3\xa9" };

static void
test_nearest (void)
{
    static const struct {
        const char *word, *nearest;
    } rows[] = {
        { "constant", "constant" },      /* itself */
        { "constnat", "constant" },      /* transposed: one edit, not two */
        { "unifrom", "uniform" },        /* the same */
        { "Uniform", "uniform" },        /* without regard to case */
        { "UNIFORM", "uniform" },        /* even so throughout */
        { "exponental", "exponential" }, /* a letter left out */
        { "target-network", "target-networks" },
        { "loggnormal", "lognormal" }, /* a letter too many */
        { "mni", "min" },              /* a third of three: one edit, a transposition */
        { "mxx", NULL },               /* two of three is too far */
        { "cafe", "caf\xc3\xa9" },     /* characters are compared, not bytes */
        { "x", NULL },                 /* no letter in common with anything */
        { "-5", NULL },                /* the same: 'm' and '-' are not one letter */
        { "CAF\xc3\x89", "caf\xc3\xa9" },
        { "gaussian", NULL },
        { "", NULL },
        { "\xff\xfe", NULL }, /* not UTF-8 */
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        cvpn_assert_str (cvpn_spelling_nearest (rows[i].word, words, G_N_ELEMENTS (words)),
                         rows[i].nearest);
}

static void
test_tie (void)
{
    static const char *const known[] = { "rtb-b", "rtb-c", "rtb-a" };

    cvpn_assert_str (cvpn_spelling_nearest ("rtb-x", known, 3), "rtb-b");
    cvpn_assert_str (cvpn_spelling_nearest ("rtb-a", known, 3), "rtb-a"); /* nearer beats first */
    cvpn_assert_str (cvpn_spelling_nearest ("rtb-a", known, 2), "rtb-b");
    cvpn_assert_str (cvpn_spelling_nearest ("rtb-a", known, 0), NULL);
}

static void
test_long_words (void)
{
    g_autofree char *word = g_strnfill (100000, 'a');
    const char *known[] = { word, "a" };

    cvpn_assert_str (cvpn_spelling_nearest (word, known, 2), NULL);
    cvpn_assert_str (cvpn_spelling_nearest ("a", known, 2), "a");
    cvpn_assert_str (cvpn_spelling_nearest ("x", known, 2), NULL); /* one edit, and nothing left */
}

static void
check_hint (const char *word, guint n, const char *want)
{
    static const char *const known[] = { "alpha", "beta", "gamma", "delta",  "epsilon",
                                         "zeta",  "eta",  "theta", "lambda", "omega" };
    g_autofree char *hint = cvpn_spelling_hint (word, known, n);

    cvpn_assert_str (hint, want);
}

static void
test_hint (void)
{
    check_hint ("gama", 10, "; did you mean 'gamma'?");
    check_hint ("xyz", 3, "; known: alpha, beta, gamma");
    check_hint ("xyz", 8, "; known: alpha, beta, gamma, delta, epsilon, zeta, eta, theta");
    check_hint ("xyz", 10,
                "; known: alpha, beta, gamma, delta, epsilon, zeta, eta, theta and 2 more");
    check_hint ("xyz", 0, "");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "nearest", test_nearest },
        { "tie", test_tie },
        { "long words", test_long_words },
        { "hint", test_hint },
    };

    return cvpn_test_main ("base spelling", tests, G_N_ELEMENTS (tests));
}
