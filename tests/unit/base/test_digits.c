/* digits: the text that printf would have made. */
#include "base/digits.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "support.h"

#define ROUNDS 200000

/* As many digits as 'i' says, so that all widths come. */
static guint64
draw (GRand *random, guint i)
{
    const guint64 bits = (guint64) g_rand_int (random) << 32 | g_rand_int (random);

    return bits >> i % 64;
}

/* TRUE if what was written up to 'end' is 'want'. */
static gboolean
is_text (char *text, char *end, const char *want)
{
    const gboolean same =
        (gsize) (end - text) == strlen (want) && memcmp (text, want, strlen (want)) == 0;

    if (!same)
        g_printerr ("got '%.*s', want '%s'\n", (int) (end - text), text, want);
    return same;
}

static gboolean
is_written (guint64 value)
{
    char text[CVPN_DIGITS_ROOM], want[CVPN_DIGITS_ROOM];

    snprintf (want, sizeof want, "%" PRIu64, value);
    return is_text (text, cvpn_digits_write (text, value), want);
}

static gboolean
is_written_signed (gint64 value)
{
    char text[CVPN_DIGITS_ROOM], want[CVPN_DIGITS_ROOM];

    snprintf (want, sizeof want, "%" PRId64, value);
    return is_text (text, cvpn_digits_write_signed (text, value), want);
}

static void
test_random (void)
{
    g_autoptr (GRand) random = g_rand_new_with_seed (1);
    guint wrong = 0;

    for (guint i = 0; i < ROUNDS; i++) {
        const guint64 value = draw (random, i);
        wrong += !is_written (value);
        wrong += !is_written_signed ((gint64) value);
        wrong += !is_written_signed (-(gint64) (value >> 1));
    }
    cvpn_assert_int (wrong, 0);
}

/* Where another digit begins. */
static void
test_bounds (void)
{
    guint64 power = 1;

    for (guint i = 0; i < 20; i++, power *= 10) {
        CU_ASSERT (is_written (power - 1));
        CU_ASSERT (is_written (power));
        CU_ASSERT (is_written (power + 1));
    }
    CU_ASSERT (is_written (G_MAXUINT64));
    CU_ASSERT (is_written_signed (G_MAXINT64));
    CU_ASSERT (is_written_signed (G_MININT64));
    CU_ASSERT (is_written_signed (-1));
}

/* All numbers of four digits as halves, all of six. */
static void
test_six (void)
{
    char text[CVPN_DIGITS_ROOM], want[CVPN_DIGITS_ROOM];
    guint wrong = 0;

    for (guint32 i = 0; i < 1000000; i++) {
        snprintf (want, sizeof want, "%06u", i);
        wrong += !is_text (text, cvpn_digits_write_six (text, i), want);
    }
    cvpn_assert_int (wrong, 0);
}

static void
test_seconds (void)
{
    static const struct {
        gint64 ns;
        const char *want;
    } rows[] = {
        { 0, "0.000000" },
        { 999, "0.000000" },
        { 1000, "0.000001" },
        { -999, "-0.000000" },
        { -1500000, "-0.001500" },
        { 999999999, "0.999999" },
        { 1000000000, "1.000000" },
        { 9999999999, "9.999999" },
        { 10000000000, "10.000000" },
        { 99999999999, "99.999999" },
        { 100000000000, "100.000000" },
        { 109999999000, "109.999999" },
        { 86399999999999, "86399.999999" },
        { G_MAXINT64, "9223372036.854775" },
        { G_MININT64, "-9223372036.854775" },
    };
    char text[CVPN_DIGITS_ROOM];

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        CU_ASSERT (is_text (text, cvpn_digits_write_seconds (text, rows[i].ns), rows[i].want));
}

static void
test_any_seconds (void)
{
    g_autoptr (GRand) random = g_rand_new_with_seed (3);
    char text[CVPN_DIGITS_ROOM], want[CVPN_DIGITS_ROOM];
    guint wrong = 0;

    for (guint i = 0; i < ROUNDS; i++) {
        const guint64 ns = draw (random, i) >> 1, us = ns / 1000;
        snprintf (want, sizeof want, "%" PRIu64 ".%06u", us / 1000000, (guint) (us % 1000000));
        wrong += !is_text (text, cvpn_digits_write_seconds (text, (gint64) ns), want);
    }
    cvpn_assert_int (wrong, 0);
}

static void
test_addresses (void)
{
    g_autoptr (GRand) random = g_rand_new_with_seed (2);
    char text[CVPN_DIGITS_ROOM], want[CVPN_DIGITS_ROOM];
    guint wrong = 0;

    for (guint32 i = 0; i < ROUNDS; i++) {
        const guint32 address = i < 256 ? i * 0x01010101 : g_rand_int (random);
        snprintf (want, sizeof want, "%u.%u.%u.%u", address >> 24, address >> 16 & 255,
                  address >> 8 & 255, address & 255);
        wrong += !is_text (text, cvpn_digits_write_address (text, address), want);
    }
    cvpn_assert_int (wrong, 0);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "numbers of all widths", test_random },
        { "where another digit begins", test_bounds },
        { "six digits", test_six },
        { "seconds", test_seconds },
        { "seconds of all widths", test_any_seconds },
        { "addresses", test_addresses },
    };

    return cvpn_test_main ("digits", tests, G_N_ELEMENTS (tests));
}
