/* rng: the published vectors, streams that never meet, and bits worth having. */
#include "base/rng.h"

#include <math.h>
#include <string.h>

#include "support.h"

#define DRAWS 100000

/* Random123's kat_vectors, philox4x32 10. */
static void
test_known_answers (void)
{
    static const struct {
        guint32 index, block, purpose, entity, key[2];
        guint32 want[4];
    } rows[] = {
        { 0, 0, 0, 0, { 0, 0 }, { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 } },
        { 0xffffffff,
          0xffffffff,
          0xffffffff,
          0xffffffff,
          { 0xffffffff, 0xffffffff },
          { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd } },
        { 0x243f6a88,
          0x85a308d3,
          0x13198a2e,
          0x03707344,
          { 0xa4093822, 0x299f31d0 },
          { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 } },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        CvpnDraw draw;
        const CvpnRngKey key = { { rows[i].key[0], rows[i].key[1] } };
        gsl_rng *rng = cvpn_draw_start (&draw, key, rows[i].entity, 0, rows[i].index);
        draw.counter[1] = rows[i].block; /* the vectors reach where a draw does not */
        draw.counter[2] = rows[i].purpose;
        for (guint j = 0; j < 4; j++)
            cvpn_assert_int (gsl_rng_get (rng), rows[i].want[j]);
    }
}

/* Fixed for ever: a change of these changes every published result. */
static void
test_key (void)
{
    const CvpnRngKey engineers = cvpn_rng_key (1, "engineers");
    const CvpnRngKey again = cvpn_rng_key (1, "engineers");
    const CvpnRngKey seed = cvpn_rng_key (2, "engineers");
    const CvpnRngKey name = cvpn_rng_key (1, "engineer");
    const CvpnRngKey high = cvpn_rng_key (G_GUINT64_CONSTANT (1) << 32 | 1, "engineers");

    CU_ASSERT (memcmp (&engineers, &again, sizeof again) == 0);
    CU_ASSERT (memcmp (&engineers, &seed, sizeof seed) != 0);
    CU_ASSERT (memcmp (&engineers, &name, sizeof name) != 0);
    CU_ASSERT (memcmp (&engineers, &high, sizeof high) != 0);
    cvpn_assert_int (engineers.key[0], 0x60282a6d);
    cvpn_assert_int (engineers.key[1], 0x94188e91);
}

static void
test_restart (void)
{
    const CvpnRngKey key = cvpn_rng_key (7, "x");
    CvpnDraw first, second;
    gsl_rng *a = cvpn_draw_start (&first, key, 3, 2, 1);

    for (guint i = 0; i < 5; i++)
        gsl_rng_get (a);
    cvpn_draw_start (&first, key, 3, 2, 1);
    cvpn_draw_start (&second, key, 3, 2, 1);
    for (guint i = 0; i < 1000; i++)
        cvpn_assert_int (gsl_rng_get (&first.gsl), gsl_rng_get (&second.gsl));
}

/* All first blocks of a grid of streams, and several blocks of each: no two
 * alike.  By chance 64 bits of 34992 blocks agree once in 3e10 runs. */
static void
test_streams_differ (void)
{
    g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
    static const guint32 values[] = { 0, 1, 2, 3, 255, 65535 };
    const guint n = G_N_ELEMENTS (values);
    guint total = 0;

    for (guint i = 0; i < n * n * n; i++) {
        const CvpnRngKey key = { { 5, 6 } };
        CvpnDraw draw;
        gsl_rng *rng = cvpn_draw_start (&draw, key, values[i / n / n], (guint16) values[i / n % n],
                                        values[i % n]);
        for (guint block = 0; block < 162; block++, total++) {
            guint32 words[4];
            for (guint j = 0; j < 4; j++)
                words[j] = (guint32) gsl_rng_get (rng);
            gint64 *bits = g_new (gint64, 1);
            *bits = (gint64) ((guint64) words[0] << 32 | words[2]);
            g_hash_table_add (seen, bits);
        }
    }
    cvpn_assert_int (g_hash_table_size (seen), total);
}

/* A client's draws do not depend on how many clients there are, nor on order. */
static void
test_independence (void)
{
    const CvpnRngKey key = cvpn_rng_key (1, "engineers");
    double few[10], many[1000];
    CvpnDraw draw;

    for (guint i = 0; i < 10; i++)
        few[i] = gsl_rng_uniform (cvpn_draw_start (&draw, key, i, 4, 0));
    for (guint i = 1000; i-- > 0;)
        many[i] = gsl_rng_uniform (cvpn_draw_start (&draw, key, i, 4, 0));
    for (guint i = 0; i < 10; i++)
        cvpn_assert_near (few[i], many[i], 0);
}

static void
check_moments (const double *draws, guint n)
{
    double sum = 0, squares = 0, lagged = 0;

    for (guint i = 0; i < n; i++) {
        const double centred = draws[i] - 0.5;
        CU_ASSERT (draws[i] >= 0 && draws[i] < 1);
        sum += centred;
        squares += centred * centred;
        lagged += i > 0 ? centred * (draws[i - 1] - 0.5) : 0;
    }
    /* Of n uniform draws: the variance is 1/12, its own 1/180; 5 sigma. */
    cvpn_assert_near (sum / n, 0, 5 * sqrt (1.0 / 12 / n));
    cvpn_assert_near (squares / n, 1.0 / 12, 5 * sqrt (1.0 / 180 / n));
    cvpn_assert_near (lagged / n, 0, 5 * sqrt (1.0 / 144 / n));
}

/* Along one draw, and across entities, purposes and indices. */
static void
test_uniform (void)
{
    const CvpnRngKey key = cvpn_rng_key (1, "x");
    g_autofree double *draws = g_new (double, (gsize) 4 * DRAWS);
    CvpnDraw long_draw, draw;
    gsl_rng *rng = cvpn_draw_start (&long_draw, key, 0, 0, 0);

    for (guint i = 0; i < DRAWS; i++) {
        draws[i] = gsl_rng_uniform (rng);
        draws[DRAWS + i] = gsl_rng_uniform (cvpn_draw_start (&draw, key, i, 1, 0));
        draws[2 * DRAWS + i] = gsl_rng_uniform (cvpn_draw_start (&draw, key, 1, 1, i));
        draws[3 * DRAWS + i] =
            gsl_rng_uniform (cvpn_draw_start (&draw, key, 2, (guint16) i, i >> 16));
    }
    for (guint i = 0; i < 4; i++)
        check_moments (draws + (gsize) i * DRAWS, DRAWS);
}

/* Each of the 53 bits is set in half of the draws. */
static void
test_resolution (void)
{
    CvpnDraw draw;
    gsl_rng *rng = cvpn_draw_start (&draw, cvpn_rng_key (1, "x"), 0, 0, 0);
    guint counts[53] = { 0 };

    for (guint i = 0; i < DRAWS; i++) {
        const guint64 bits = (guint64) (gsl_rng_uniform (rng) * 0x1p53);
        for (guint bit = 0; bit < G_N_ELEMENTS (counts); bit++)
            counts[bit] += (bits >> bit & 1) != 0;
    }
    for (guint bit = 0; bit < G_N_ELEMENTS (counts); bit++)
        cvpn_assert_near (counts[bit], DRAWS / 2.0, 5 * sqrt (DRAWS / 4.0));
}

static void
test_gsl (void)
{
    CvpnDraw draw;
    gsl_rng *rng = cvpn_draw_start (&draw, cvpn_rng_key (1, "x"), 0, 0, 0);
    guint counts[6] = { 0 };

    cvpn_assert_int (gsl_rng_min (rng), 0);
    cvpn_assert_int (gsl_rng_max (rng), G_MAXUINT32);
    for (guint i = 0; i < DRAWS; i++) {
        CU_ASSERT (gsl_rng_uniform_pos (rng) > 0);
        counts[gsl_rng_uniform_int (rng, 6)]++;
    }
    for (guint i = 0; i < 6; i++)
        cvpn_assert_near (counts[i], DRAWS / 6.0, 5 * sqrt (DRAWS * 5.0 / 36));
}

/* Without GSL's table in between: the same values, and as many words taken. */
static void
test_direct (void)
{
    static const guint32 choices[] = { 1,  2,  3,     6,          7,          20,
                                       64, 97, 65536, 0x55555556, 0x80000001, G_MAXUINT32 };

    for (guint i = 0; i < DRAWS; i++) {
        const CvpnRngKey key = { { i, i * 2654435761u } };
        const guint32 n = choices[i % G_N_ELEMENTS (choices)];
        CvpnDraw direct, gsl;
        cvpn_draw_start (&direct, key, i / 3, (guint16) i, i * 40503u);
        gsl_rng *rng = cvpn_draw_start (&gsl, key, i / 3, (guint16) i, i * 40503u);
        for (guint j = 0; j < 3; j++) {
            cvpn_assert_near (cvpn_draw_uniform (&direct), gsl_rng_uniform (rng), 0);
            cvpn_assert_int (cvpn_draw_choose (&direct, n), gsl_rng_uniform_int (rng, n));
        }
        CU_ASSERT (direct.left == gsl.left && direct.counter[1] == gsl.counter[1]);
    }
}

/* 53 bits of two words in a row, wherever a block ends between them. */
static void
test_join (void)
{
    const CvpnRngKey key = cvpn_rng_key (7, "join");

    for (guint skipped = 0; skipped < 9; skipped++) {
        CvpnDraw joined, apart;
        gsl_rng *words = cvpn_draw_start (&apart, key, 1, 2, 3);
        gsl_rng *skipping = cvpn_draw_start (&joined, key, 1, 2, 3);

        for (guint i = 0; i < skipped; i++)
            cvpn_assert_int (gsl_rng_get (skipping), gsl_rng_get (words));
        const guint64 high = gsl_rng_get (words) >> 5;
        const guint64 low = gsl_rng_get (words) >> 6;
        cvpn_assert_near (cvpn_draw_uniform (&joined), ldexp ((double) (high << 26 | low), -53), 0);
        CU_ASSERT (joined.left == apart.left && joined.counter[1] == apart.counter[1]);
    }
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "known answers", test_known_answers },
        { "key", test_key },
        { "restart", test_restart },
        { "streams differ", test_streams_differ },
        { "independence", test_independence },
        { "uniform", test_uniform },
        { "join", test_join },
        { "resolution", test_resolution },
        { "gsl", test_gsl },
        { "direct", test_direct },
    };

    return cvpn_test_main ("base rng", tests, G_N_ELEMENTS (tests));
}
