/* The formulas and quantiles behind the checks, against what is published or
 * can be worked out by hand. */
#include "statistics.h"

#include <math.h>

#include "support.h"

/* A usual table of Erlang B: the erlangs that so many servers carry at 1 %. */
static void
test_erlang (void)
{
    cvpn_assert_near (validation_erlang_b (0, 7), 1, 0);
    cvpn_assert_near (validation_erlang_b (1, 1), 0.5, 1e-15);
    cvpn_assert_near (validation_erlang_b (2, 1), 0.2, 1e-15); /* 1/2 / (1 + 1 + 1/2) */
    cvpn_assert_near (validation_erlang_b (10, 4.461), 0.01, 5e-6);
    cvpn_assert_near (validation_erlang_b (50, 37.90), 0.01, 1e-5);
    cvpn_assert_near (validation_erlang_b (100, 84.06), 0.01, 1e-5);
}

static void
test_engset (void)
{
    cvpn_assert_near (validation_engset (2, 1, 3), 0.75, 1e-15); /* the other one is there */
    cvpn_assert_near (validation_engset (3, 2, 1), 0.25, 1e-15); /* both others: 1/2 * 1/2 */
    cvpn_assert_near (validation_engset (10, 10, 5), 0, 0);
    /* Very many who come very seldom are Erlang's. */
    cvpn_assert_near (validation_engset (10000000, 10, 7e-7), validation_erlang_b (10, 7), 1e-6);
}

static void
test_quantiles (void)
{
    cvpn_assert_near (validation_normal_quantile (0.05), 1.95996, 1e-5);
    cvpn_assert_near (validation_t_quantile (10, 0.01), 3.24984, 1e-5); /* 9 degrees */
    cvpn_assert_near (validation_t_quantile (30, 0.001), 3.6594, 1e-4);
    cvpn_assert_near (validation_kolmogorov_limit (100000000, 0.05) * 1e4, 1.3581, 1e-3);
    cvpn_assert_near (validation_kolmogorov_limit (100000000, 0.01) * 1e4, 1.6276, 1e-3);
    cvpn_assert_near (validation_kolmogorov_limit (100, 0.05), 0.1340, 5e-4);
}

static void
test_samples (void)
{
    static const double values[] = { 2, 4, 4, 4, 5, 5, 7, 9 },
                        falling[] = { 8, 7, 6, 5, 4, 3, 2, 1 };
    static const double rising[] = { 1, 2, 3, 4, 5, 6, 7, 8 };

    cvpn_assert_near (validation_average (values, 8), 5, 0);
    cvpn_assert_near (validation_standard_error (values, 8), sqrt (32.0 / 7 / 8), 1e-15);
    cvpn_assert_near (validation_correlation (rising, falling, 8), -1, 1e-15);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "Erlang", test_erlang },
        { "Engset", test_engset },
        { "quantiles", test_quantiles },
        { "samples", test_samples },
    };

    return cvpn_test_main ("validation statistics", tests, G_N_ELEMENTS (tests));
}
