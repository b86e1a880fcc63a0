/* rng: Philox 4x32-10 behind GSL's interface.
 *
 * The key is the class of entities, the counter everything else, a word each:
 *
 *     counter = { index, block, purpose, entity }
 *
 * Each input has a word of its own, so two draws never share a block of the
 * same key; a draw has 2^32 blocks of four words, which no sampler exhausts.
 * Words are little-endian bytes of the hash and integers after that: the bits
 * are the same on every machine. */
#include "base/rng.h"

#include <string.h>

#include <Random123/philox.h>

enum { COUNTER_INDEX, COUNTER_BLOCK, COUNTER_PURPOSE, COUNTER_ENTITY };

static void
append_word (guint8 *bytes, guint64 word)
{
    for (guint i = 0; i < 8; i++)
        bytes[i] = (guint8) (word >> 8 * i);
}

static guint32
read_word (const guint8 *bytes)
{
    return (guint32) bytes[0] | (guint32) bytes[1] << 8 | (guint32) bytes[2] << 16 |
           (guint32) bytes[3] << 24;
}

CvpnRngKey
cvpn_rng_key (guint64 seed, const char *name)
{
    g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
    guint8 head[8], digest[32];
    gsize length = sizeof digest;

    append_word (head, seed);
    g_checksum_update (sum, head, sizeof head);
    g_checksum_update (sum, (const guchar *) name, (gssize) strlen (name));
    g_checksum_get_digest (sum, digest, &length);
    return (CvpnRngKey){ { read_word (digest), read_word (digest + 4) } };
}

static void
refill_block (CvpnDraw *draw)
{
    const philox4x32_ctr_t counter = { { draw->counter[0], draw->counter[1], draw->counter[2],
                                         draw->counter[3] } };
    const philox4x32_key_t key = { { draw->key.key[0], draw->key.key[1] } };
    const philox4x32_ctr_t block = philox4x32_R (10, counter, key);

    memcpy (draw->block, block.v, sizeof draw->block);
    draw->counter[COUNTER_BLOCK]++;
    draw->left = G_N_ELEMENTS (draw->block);
}

static inline guint32
next_word (CvpnDraw *draw)
{
    if (draw->left == 0)
        refill_block (draw);
    return draw->block[G_N_ELEMENTS (draw->block) - draw->left--];
}

/* 53 bits, all that a double in [0, 1) holds; 0 is possible, 1 is not. */
double
cvpn_draw_uniform (CvpnDraw *draw)
{
    const guint64 high = next_word (draw) >> 5;
    const guint64 low = next_word (draw) >> 6;

    return (double) (high << 26 | low) * 0x1p-53;
}

/* As gsl_rng_uniform_int does: words of as many equal ranges as there are
 * choices; what is above the last of them is drawn again. */
guint32
cvpn_draw_choose (CvpnDraw *draw, guint32 n)
{
    guint32 chosen;

    g_assert (n > 0);

    const guint32 range = G_MAXUINT32 / n;

    do
        chosen = next_word (draw) / range;
    while (chosen >= n);
    return chosen;
}

static unsigned long
get_word (void *state)
{
    return next_word (state);
}

static double
get_double (void *state)
{
    return cvpn_draw_uniform (state);
}

/* GSL wants it; a draw's seed is its place in the stream. */
static void
set_seed (void *state, unsigned long seed)
{
    (void) state;
    (void) seed;
}

static const gsl_rng_type philox_type = {
    .name = "cvpnsim-philox4x32-10",
    .max = G_MAXUINT32,
    .min = 0,
    .size = sizeof (CvpnDraw),
    .set = set_seed,
    .get = get_word,
    .get_double = get_double,
};

gsl_rng *
cvpn_draw_start (CvpnDraw *draw, CvpnRngKey key, guint32 entity, guint16 purpose, guint32 index)
{
    draw->gsl = (gsl_rng){ .type = &philox_type, .state = draw };
    draw->key = key;
    draw->counter[COUNTER_INDEX] = index;
    draw->counter[COUNTER_BLOCK] = 0;
    draw->counter[COUNTER_PURPOSE] = purpose;
    draw->counter[COUNTER_ENTITY] = entity;
    draw->left = 0;
    return &draw->gsl;
}
