/* truncation: MSER-5 against its definition, computed the slow way. */
#include "sweep/truncation.h"

#include <math.h>

#include "support.h"

/* White's formula: of the batch means behind d, the sum of squares around their mean over the
 * square of their number; the first smallest one. */
static guint
slow_truncation (const double *values, guint n)
{
    const guint k = n / 5;
    double best = INFINITY;
    guint at = 0;

    for (guint d = 0; k - d >= 5; d++) {
        double mean = 0, squares = 0;
        for (guint i = d * 5; i < k * 5; i++)
            mean += values[i] / ((k - d) * 5);
        for (guint j = d; j < k; j++) {
            double batch = 0;
            for (guint i = 0; i < 5; i++)
                batch += values[j * 5 + i] / 5;
            squares += (batch - mean) * (batch - mean);
        }
        if (squares / ((double) (k - d) * (k - d)) < best * (1 - 1e-12)) {
            best = squares / ((double) (k - d) * (k - d));
            at = d * 5;
        }
    }
    return at;
}

static void
fill (double *values, guint n, double start_up, double noise)
{
    for (guint i = 0; i < n; i++)
        values[i] = 100 * (1 - exp (-(double) i / start_up)) +
                    noise * ((double) (i * 2654435761u % 1000) / 1000 - 0.5);
}

static void
test_definition (void)
{
    double values[503];

    for (guint start_up = 1; start_up < 60; start_up += 7)
        for (guint n = 50; n <= 503; n += 151) {
            fill (values, n, start_up, 10);
            cvpn_assert_int (cvpn_truncation (values, n), slow_truncation (values, n));
        }
}

static void
test_shapes (void)
{
    double values[400];

    for (guint i = 0; i < 400; i++)
        values[i] = 7;
    cvpn_assert_int (cvpn_truncation (values, 400), 0); /* constant */
    for (guint i = 0; i < 42; i++)
        values[i] = 0;
    cvpn_assert_int (cvpn_truncation (values, 400), 45); /* a step: to the end of its batch */
    for (guint i = 0; i < 400; i++)
        values[i] = i;
    CU_ASSERT (cvpn_truncation (values, 400) > 200); /* never settles */
    fill (values, 400, 20, 10);
    CU_ASSERT (cvpn_truncation (values, 400) >= 40 && cvpn_truncation (values, 400) <= 150);
}

int
main (void)
{
    static const CvpnTest tests[] = { { "definition", test_definition },
                                      { "shapes", test_shapes } };

    return cvpn_test_main ("sweep/truncation", tests, G_N_ELEMENTS (tests));
}
