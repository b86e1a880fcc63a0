/* draws: what one value of each distribution costs, in nanoseconds, as rows of a table:
 * as runs draw it; by GSL's samplers through a gsl_rng over the same Philox blocks, which
 * is what it must equal to the bit; and by GSL's own generator, mt19937, whose state goes
 * on from draw to draw.  Then the tables that every flow touches. */
#include "draws.h"

#include <math.h>
#include <stdio.h>
#include <gsl/gsl_randist.h>

#include "draws_timing.h"
#include "sim/streams.h"

#define DRAWS   500000
#define CHOICES 20

typedef struct {
    CvpnDistribution distribution; /* UNSET: one of CHOICES */
    CvpnStream stream;
    gsl_rng *mt19937;
} Drawing;

static gint64
draw_ours (gpointer data, guint32 n)
{
    const Drawing *drawing = data;
    CvpnStream stream = drawing->stream;
    gint64 sum = 0;

    for (guint32 i = 0; i < n; i++) {
        stream.entity = i % 1024;
        sum += drawing->distribution.kind == CVPN_DISTRIBUTION_UNSET
                   ? cvpn_stream_choose (stream, 1, i, CHOICES)
                   : cvpn_stream_sample (stream, 1, i, &drawing->distribution);
    }
    return sum;
}

static double
draw_value (const CvpnDistribution *distribution, gsl_rng *rng)
{
    switch (distribution->kind) {
    case CVPN_DISTRIBUTION_UNSET:
        return (double) gsl_rng_uniform_int (rng, CHOICES);
    case CVPN_DISTRIBUTION_UNIFORM:
        return gsl_ran_flat (rng, distribution->a, distribution->b);
    case CVPN_DISTRIBUTION_EXPONENTIAL:
        return gsl_ran_exponential (rng, distribution->a);
    case CVPN_DISTRIBUTION_LOGNORMAL:
        return gsl_ran_lognormal (rng, log (distribution->a), distribution->b);
    case CVPN_DISTRIBUTION_PARETO:
        return gsl_ran_pareto (rng, distribution->b, distribution->a);
    case CVPN_DISTRIBUTION_WEIBULL:
        return gsl_ran_weibull (rng, distribution->a, distribution->b);
    case CVPN_DISTRIBUTION_NORMAL:
        return distribution->a + gsl_ran_gaussian_tail (rng, -distribution->a, distribution->b);
    default:
        return distribution->a;
    }
}

static gint64
draw_by_gsl (gpointer data, guint32 n)
{
    const Drawing *drawing = data;
    gint64 sum = 0;

    for (guint32 i = 0; i < n; i++) {
        CvpnDraw draw;
        cvpn_draw_start (&draw, drawing->stream.key, i % 1024, 1, i);
        sum += llround (draw_value (&drawing->distribution, &draw.gsl));
    }
    return sum;
}

static gint64
draw_by_mt19937 (gpointer data, guint32 n)
{
    const Drawing *drawing = data;
    gint64 sum = 0;

    for (guint32 i = 0; i < n; i++)
        sum += llround (draw_value (&drawing->distribution, drawing->mt19937));
    return sum;
}

static void
print_row (const char *name, Drawing *drawing)
{
    static const BenchWork works[] = { draw_ours, draw_by_gsl, draw_by_mt19937 };
    double ns[G_N_ELEMENTS (works)];

    bench_time (works, G_N_ELEMENTS (works), drawing, DRAWS, ns);
    printf ("| %s | %.1f | %.1f | %.1f | %.2f |\n", name, ns[0], ns[1], ns[2], ns[1] / ns[0]);
    fflush (stdout);
}

int
main (void)
{
    static const char *const texts[] = {
        "50us",          "uniform 1s 4s",   "exponential 60s", "lognormal 20ms 0.5",
        "pareto 1s 1.5", "weibull 10s 0.7", "normal 9h 30min"
    };
    Drawing drawing = { .stream = { cvpn_rng_key (1, "bench"), 0 },
                        .mt19937 = gsl_rng_alloc (gsl_rng_mt19937) };

    printf ("| a draw | ns | GSL over Philox, ns | GSL over mt19937, ns | times |\n"
            "| --- | --- | --- | --- | --- |\n");
    print_row ("one of 20", &drawing);
    for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
        cvpn_distribution_parse (texts[i], CVPN_QUANTITY_DURATION, NULL, &drawing.distribution,
                                 NULL);
        print_row (texts[i], &drawing);
    }
    gsl_rng_free (drawing.mt19937);
    bench_tables ();
    return 0;
}
