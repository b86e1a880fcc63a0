/* quantity: every unit, every bound, and what the messages say. */
#include "base/quantity.h"

#include <cvpnsim/error.h>

#include "support.h"

typedef gboolean (*ParseInt) (const char *text, gint64 *result, GError **error);
typedef gboolean (*ParseDouble) (const char *text, double *result, GError **error);

typedef struct {
    const char *text;
    gint64 value;
} IntRow;

typedef struct {
    const char *text;
    double value;
} DoubleRow;

typedef struct {
    const char *text, *message;
} BadRow;

static void
check_ints (ParseInt parse, const IntRow *rows, guint n)
{
    for (guint i = 0; i < n; i++) {
        g_autoptr (GError) error = NULL;
        gint64 value = -77;
        if (!parse (rows[i].text, &value, &error))
            cvpn_assert_str (error->message, NULL);
        cvpn_assert_int (value, rows[i].value);
    }
}

static void
check_doubles (ParseDouble parse, const DoubleRow *rows, guint n)
{
    for (guint i = 0; i < n; i++) {
        g_autoptr (GError) error = NULL;
        double value = -77;
        if (!parse (rows[i].text, &value, &error))
            cvpn_assert_str (error->message, NULL);
        cvpn_assert_near (value, rows[i].value, rows[i].value * 1e-15);
    }
}

static void
check_bad (gboolean parsed, const GError *error, const char *message)
{
    CU_ASSERT (!parsed);
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_VALUE));
    cvpn_assert_has (error ? error->message : NULL, message);
}

static void
check_bad_ints (ParseInt parse, const BadRow *rows, guint n)
{
    for (guint i = 0; i < n; i++) {
        g_autoptr (GError) error = NULL;
        gint64 value = -77;
        const gboolean parsed = parse (rows[i].text, &value, &error);
        check_bad (parsed, error, rows[i].message);
        cvpn_assert_int (value, -77);
    }
}

static void
check_bad_doubles (ParseDouble parse, const BadRow *rows, guint n)
{
    for (guint i = 0; i < n; i++) {
        g_autoptr (GError) error = NULL;
        double value = -77;
        const gboolean parsed = parse (rows[i].text, &value, &error);
        check_bad (parsed, error, rows[i].message);
        cvpn_assert_near (value, -77, 0);
    }
}

static void
test_durations (void)
{
    static const IntRow rows[] = {
        { "1ns", 1 },
        { "1us", 1000 },
        { "250ms", 250000000 },
        { "1s", CVPN_SECOND },
        { "0s", 0 },
        { "5min", 5 * CVPN_MINUTE },
        { "8h", 8 * CVPN_HOUR },
        { "2d", 2 * CVPN_DAY },
        { "1h30min", 90 * CVPN_MINUTE },
        { "30min1h", 90 * CVPN_MINUTE },
        { "1d2h3min4s5ms6us7ns", G_GINT64_CONSTANT (93784005006007) },
        { "1.5h", 90 * CVPN_MINUTE },
        { "0.1s", 100000000 },
        { "1.5h1.5min", 5490 * CVPN_SECOND },
        { "0.000000001s", 1 },
        { "12345678901234567ns",
          G_GINT64_CONSTANT (12345678901234567) }, /* past a double's 53 bits */
        { "2305843009213693951ns", CVPN_QUANTITY_MAX },
        { "2305843009.2s", G_GINT64_CONSTANT (2305843009200000000) },
        { "1.6ns", 2 }, /* rounded */
    };

    check_ints (cvpn_duration_parse, rows, G_N_ELEMENTS (rows));
}

static void
test_bad_durations (void)
{
    static const BadRow rows[] = {
        { "5", "'5' has no unit; expected one of ns us ms s min h d" },
        { "0", "'0' has no unit" },
        { "1h30", "'1h30' has no unit" },
        { "-5s", "'-5s' is negative" },
        { "", "'' is empty; expected a number and a unit" },
        { "1h 30min", "'1h 30min' has a space in it" },
        { "5 s", "has a space in it" },
        { "8h ; simulated", "'8h ; simulated' has a space in it" },
        { "fast", "'fast' is not a duration; expected a number and a unit, as 250ms or 1h30min" },
        { "5m", "'5m' has an unknown unit 'm'; did you mean 'min'?" },
        { "5sec", "did you mean 's'?" },
        { "5\xc2\xb5s", "did you mean 'us'?" },
        { "5S", "'5S' has an unknown unit 'S'; did you mean 's'?" },
        { "5mins", "did you mean 'min'?" },
        { "5parsec", "unknown unit 'parsec'; expected one of ns us ms s min h d" },
        { "5.s", "'5.s' is not a duration" },
        { ".5s", "is not a duration" },
        { "1.2.3s", "'1.2.3s' has an unknown unit '.'" },
        { "1,5s", "unknown unit ',';" },
        { "1e3s", "unknown unit 'e'" },
        { "0x10s", "unknown unit 'x'" },
        { "+5s", "is not a duration" },
        { "inf", "is not a duration" },
        { "nan", "is not a duration" },
        { "s", "is not a duration" },
        { "2305843009213693952ns", "'2305843009213693952ns' is too large" },
        { "99999999999999999999999999d", "is too large" },
        { "26688d", "is too large" },
        { "2305843009.3s", "is too large" },
        { "281474976710656d", "is too large" }, /* 0 modulo 2^64 */
        { "20000d20000d", "is too large" },
        { "9999999999999999999999999999999999999999ns", "is too large" },
    };

    check_bad_ints (cvpn_duration_parse, rows, G_N_ELEMENTS (rows));
}

static void
test_sizes (void)
{
    static const IntRow rows[] = {
        { "0B", 0 },
        { "1400B", 1400 },
        { "2kB", 2000 },
        { "3MB", 3000000 },
        { "1GB", 1000000000 },
        { "1KiB", 1024 },
        { "4MiB", 4 << 20 },
        { "1GiB", 1 << 30 },
        { "1.5kB", 1500 },
        { "0.5KiB", 512 },
        { "1000000GB", G_GINT64_CONSTANT (1000000000000000) },
    };
    static const BadRow bad[] = {
        { "1400", "'1400' has no unit; expected one of B kB MB GB KiB MiB GiB" },
        { "2mb", "'2mb' has an unknown unit 'mb'; did you mean 'MB'?" },
        { "2K", "did you mean 'kB'?" },
        { "1MB500kB", "'1MB500kB' is not a size" },
        { "-1B", "is negative" },
        { "big", "'big' is not a size; expected a number and a unit, as 1400B or 4MiB" },
        { "99999999999GB", "is too large" },
    };

    check_ints (cvpn_size_parse, rows, G_N_ELEMENTS (rows));
    check_bad_ints (cvpn_size_parse, bad, G_N_ELEMENTS (bad));
}

static void
test_bandwidths (void)
{
    static const DoubleRow rows[] = {
        { "9600bps", 9600 },    { "64kbps", 64e3 }, { "50Mbps", 50e6 },
        { "1.25Gbps", 1.25e9 }, { "0bps", 0 },
    };
    static const BadRow bad[] = {
        { "50", "'50' has no unit; expected one of bps kbps Mbps Gbps" },
        { "50mbps", "did you mean 'Mbps'?" },
        { "50Mbit/s", "did you mean 'Mbps'?" },
        { "50Mbps1kbps", "'50Mbps1kbps' is not a bandwidth" },
        { "-50Mbps", "is negative" },
        { "", "is empty" },
        { "9999999999999999999Gbps", "is too large" },
    };

    check_doubles (cvpn_bandwidth_parse, rows, G_N_ELEMENTS (rows));
    check_bad_doubles (cvpn_bandwidth_parse, bad, G_N_ELEMENTS (bad));
}

static void
test_rates (void)
{
    static const DoubleRow rows[] = {
        { "20/s", 20 }, { "20/min", 20.0 / 60 }, { "1.5/h", 1.5 / 3600 }, { "1/d", 1.0 / 86400 },
        { "0/s", 0 },
    };
    static const BadRow bad[] = {
        { "20", "'20' has no unit; expected one of /s /min /h /d" },
        { "20/m", "did you mean '/min'?" },
        { "20/sec", "did you mean '/s'?" },
        { "20/fortnight", "unknown unit '/fortnight'; expected one of /s /min /h /d" },
        { "20 /s", "has a space in it" },
        { "-20/s", "is negative" },
    };

    check_doubles (cvpn_rate_parse, rows, G_N_ELEMENTS (rows));
    check_bad_doubles (cvpn_rate_parse, bad, G_N_ELEMENTS (bad));
}

static void
test_fractions (void)
{
    static const DoubleRow rows[] = {
        { "0", 0 }, { "0.5", 0.5 }, { "1", 1 }, { "50%", 0.5 }, { "99.9%", 0.999 }, { "100%", 1 },
    };
    static const BadRow bad[] = {
        { "1.01", "'1.01' is more than 1; expected a fraction from 0 to 1, as 0.5 or 50%" },
        { "150%", "'150%' is more than 1" },
        { "-0.5", "is negative" },
        { "half", "'half' is not a fraction" },
        { "50%%", "is not a fraction" },
        { "0.5s", "is not a fraction" },
        { "50 %", "has a space in it" },
        { "", "is empty" },
    };

    check_doubles (cvpn_fraction_parse, rows, G_N_ELEMENTS (rows));
    check_bad_doubles (cvpn_fraction_parse, bad, G_N_ELEMENTS (bad));
}

static void
test_numbers (void)
{
    static const DoubleRow rows[] = { { "0", 0 }, { "0.4", 0.4 }, { "12", 12 } };
    static const BadRow bad[] = {
        { "0.4s", "'0.4s' is not a number" }, { "-1", "is negative" }, { "1e5", "is not a number" },
        { "inf", "is not a number" },         { "", "is empty" },      { "1.", "is not a number" },
    };

    check_doubles (cvpn_number_parse, rows, G_N_ELEMENTS (rows));
    check_bad_doubles (cvpn_number_parse, bad, G_N_ELEMENTS (bad));
}

static void
test_times_of_day (void)
{
    static const IntRow rows[] = {
        { "00:00", 0 },
        { "09:30", 570 * CVPN_MINUTE },
        { "09:30:15", 570 * CVPN_MINUTE + 15 * CVPN_SECOND },
        { "23:59:59", CVPN_DAY - CVPN_SECOND },
    };
    static const BadRow bad[] = {
        { "24:00", "'24:00' is not a time of day; expected HH:MM or HH:MM:SS" },
        { "12:60", "is not a time of day" },
        { "12:00:60", "is not a time of day" },
        { "9:30", "is not a time of day" },
        { "09:3", "is not a time of day" },
        { "09:30:", "is not a time of day" },
        { "09:30:15:00", "is not a time of day" },
        { "0930", "is not a time of day" },
        { "0", "is not a time of day" },
        { "", "is not a time of day" },
        { "-9:30", "is not a time of day" },
    };

    check_ints (cvpn_time_of_day_parse, rows, G_N_ELEMENTS (rows));
    check_bad_ints (cvpn_time_of_day_parse, bad, G_N_ELEMENTS (bad));
}

static void
test_seconds (void)
{
    static const IntRow rows[] = {
        { "0", 0 },
        { "12.5", 12500000000 },
        { "3600", CVPN_HOUR },
        { "1h30min", 90 * CVPN_MINUTE },
        { "0.000000001", 1 },
        { "86400.000000001", CVPN_DAY + 1 },
    };
    static const BadRow bad[] = {
        { "-1", "'-1' is negative" },
        { "", "'' is empty; expected a duration, as 250ms, or seconds, as 12.5" },
        { "soon", "or seconds, as 12.5" },
        { "5m", "did you mean 'min'?" },
        { "99999999999999999", "is too large" },
        { "2305843009.3", "is too large" },
    };

    check_ints (cvpn_seconds_parse, rows, G_N_ELEMENTS (rows));
    check_bad_ints (cvpn_seconds_parse, bad, G_N_ELEMENTS (bad));
}

static gboolean
parse_bounded (const char *text, gint64 *result, GError **error)
{
    return cvpn_integer_parse (text, 1, 100, result, error);
}

static gboolean
parse_any (const char *text, gint64 *result, GError **error)
{
    return cvpn_integer_parse (text, 0, G_MAXINT64, result, error);
}

static void
test_integers (void)
{
    static const IntRow bounded[] = { { "1", 1 }, { "42", 42 }, { "100", 100 } };
    static const IntRow any[] = { { "0", 0 }, { "9223372036854775807", G_MAXINT64 } };
    static const BadRow bad[] = {
        { "0", "'0' is out of bounds; expected a whole number from 1 to 100" },
        { "101", "'101' is out of bounds" },
        { "-1", "'-1' is negative; expected a whole number from 1 to 100" },
        { "1.5", "'1.5' is not a whole number; expected a whole number from 1 to 100" },
        { "ten", "'ten' is not a whole number" },
        { "", "is empty" },
        { "1 2", "has a space in it" },
        { "0x10", "is not a whole number" },
        { "99999999999999999999999", "is out of bounds" },
    };
    static const BadRow large[] = { { "9223372036854775808", "is out of bounds" },
                                    { "18446744073709551616", "is out of bounds" } };

    check_ints (parse_bounded, bounded, G_N_ELEMENTS (bounded));
    check_ints (parse_any, any, G_N_ELEMENTS (any));
    check_bad_ints (parse_bounded, bad, G_N_ELEMENTS (bad));
    check_bad_ints (parse_any, large, G_N_ELEMENTS (large));
}

static void
test_duration_format (void)
{
    static const IntRow rows[] = {
        { "0s", 0 },
        { "1ns", 1 },
        { "250ms", 250000000 },
        { "1s500ms", 1500000000 },
        { "1h30min", 90 * CVPN_MINUTE },
        { "1d", CVPN_DAY },
        { "1d2h3min4s5ms6us7ns", G_GINT64_CONSTANT (93784005006007) },
        { "-5s", -5 * CVPN_SECOND },
    };
    g_autoptr (GRand) rand = g_rand_new_with_seed (1);

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autofree char *text = cvpn_duration_format (rows[i].value);
        cvpn_assert_str (text, rows[i].text);
    }
    for (guint i = 0; i < 10000; i++) {
        const guint64 bits = (guint64) g_rand_int (rand) << 32 | g_rand_int (rand);
        const gint64 ns = (gint64) (bits >> g_rand_int_range (rand, 3, 64));
        g_autofree char *text = cvpn_duration_format (ns);
        gint64 again = -1;
        CU_ASSERT (cvpn_duration_parse (text, &again, NULL));
        cvpn_assert_int (again, ns);
    }
    g_autofree char *lowest = cvpn_duration_format (G_MININT64);
    CU_ASSERT (g_str_has_prefix (lowest, "-106751d"));
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "durations", test_durations },
        { "bad durations", test_bad_durations },
        { "sizes", test_sizes },
        { "bandwidths", test_bandwidths },
        { "rates", test_rates },
        { "fractions", test_fractions },
        { "numbers", test_numbers },
        { "times of day", test_times_of_day },
        { "seconds", test_seconds },
        { "integers", test_integers },
        { "duration format", test_duration_format },
    };

    return cvpn_test_main ("base quantity", tests, G_N_ELEMENTS (tests));
}
