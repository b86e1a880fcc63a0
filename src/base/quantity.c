/* quantity: numbers with units, one table of units a kind of quantity.
 *
 * Durations and sizes are whole numbers in the end: the part before the point
 * is multiplied exactly, the part behind it is rounded.  Every message begins
 * with the whole text in quotes, which is what lets cvpn_group_fail recognize
 * a remark behind a value. */
#include "base/quantity.h"

#include <math.h>
#include <string.h>

#include <cvpnsim/error.h>

#include "base/spelling.h"
#include "base/refuse.h"

#define DIGITS       "0123456789"
#define DIGITS_EXACT 15 /* any number of so many is one of the doubles */
#define UNITS_MAX    8

typedef struct {
    const char *name;
    gint64 factor;
    const char *alias; /* what people write instead: named in the message, not read */
} Unit;

typedef struct {
    const char *what;  /* for messages: "'x' is not WHAT" */
    const char *shape; /* "expected SHAPE" */
    const Unit *units; /* ends in a NULL name */
} Family;

typedef struct {
    guint64 whole;   /* before the point; G_MAXUINT64 where it is larger */
    double fraction; /* behind it */
    double value;    /* both */
} Number;

static const Unit duration_units[] = {
    { "ns", 1, NULL },           { "us", 1000, "\xc2\xb5s" }, { "ms", 1000000, "msec" },
    { "s", CVPN_SECOND, "sec" }, { "min", CVPN_MINUTE, "m" }, { "h", CVPN_HOUR, "hr" },
    { "d", CVPN_DAY, "day" },    { NULL, 0, NULL },
};
static const Unit size_units[] = {
    { "B", 1, NULL },          { "kB", 1000, "K" },      { "MB", 1000000, "M" },
    { "GB", 1000000000, "G" }, { "KiB", 1 << 10, "Ki" }, { "MiB", 1 << 20, "Mi" },
    { "GiB", 1 << 30, "Gi" },  { NULL, 0, NULL },
};
static const Unit bandwidth_units[] = {
    { "bps", 1, "bit/s" },
    { "kbps", 1000, "kbit/s" },
    { "Mbps", 1000000, "Mbit/s" },
    { "Gbps", 1000000000, "Gbit/s" },
    { NULL, 0, NULL },
};
static const Unit rate_units[] = {
    { "/s", 1, "/sec" },     { "/min", 60, "/m" }, { "/h", 3600, "/hr" },
    { "/d", 86400, "/day" }, { NULL, 0, NULL },
};

static const Family durations = { "a duration", "a number and a unit, as 250ms or 1h30min",
                                  duration_units };
static const Family sizes = { "a size", "a number and a unit, as 1400B or 4MiB", size_units };
static const Family bandwidths = { "a bandwidth", "a number and a unit, as 50Mbps",
                                   bandwidth_units };
static const Family rates = { "a rate", "a number and a unit, as 20/min", rate_units };
static const Family fractions = { "a fraction", "a fraction from 0 to 1, as 0.5 or 50%", NULL };
static const Family numbers = { "a number", "a plain number, as 0.4", NULL };
static const Family seconds = { "a duration", "a duration, as 250ms, or seconds, as 12.5",
                                duration_units };
static const Family times_of_day = { "a time of day", "HH:MM or HH:MM:SS, 00:00 to 23:59:59",
                                     NULL };

static gboolean
refuse_shape (const Family *family, const char *text, GError **error)
{
    return cvpn_refuse (error, "'%s' is not %s; expected %s", text, family->what, family->shape);
}

/* The mistakes that no number may have, whatever its unit. */
static gboolean
check_start (const Family *family, const char *text, GError **error)
{
    if (*text == '\0')
        return cvpn_refuse (error, "'' is empty; expected %s", family->shape);
    if (*text == '-' && g_ascii_isdigit (text[1]))
        return cvpn_refuse (error, "'%s' is negative; expected %s", text, family->shape);
    if (!g_ascii_isdigit (*text))
        return refuse_shape (family, text, error);
    if (strpbrk (text, " \t"))
        return cvpn_refuse (error, "'%s' has a space in it; expected %s", text, family->shape);
    return TRUE;
}

/* What nearly every number is; a double has it as it is. */
static Number
read_whole (const char *text, gsize digits)
{
    guint64 whole = 0;

    for (gsize i = 0; i < digits; i++)
        whole = whole * 10 + (guint64) (text[i] - '0');
    return (Number){ .value = (double) whole, .whole = whole };
}

/* "12" or "12.5"; what strtod reads besides (exponents, "0x", "inf") is none. */
static gboolean
scan_number (const char **at, Number *number)
{
    const char *const start = *at;
    const gsize digits = strspn (start, DIGITS);
    const gsize decimals = start[digits] == '.' ? strspn (start + digits + 1, DIGITS) : 0;

    if (digits == 0 || (start[digits] == '.' && decimals == 0))
        return FALSE;
    *at = start + digits + (decimals > 0 ? decimals + 1 : 0);
    if (decimals == 0 && digits <= DIGITS_EXACT) {
        *number = read_whole (start, digits);
        return TRUE;
    }
    g_autofree char *span = g_strndup (start, (gsize) (*at - start));
    number->value = g_ascii_strtod (span, NULL);
    number->fraction = g_ascii_strtod (decimals > 0 ? span + digits : "0", NULL);
    number->whole = g_ascii_strtoull (span, NULL, 10);
    return TRUE;
}

static gboolean
refuse_unit (const Family *family, const char *text, const char *unit, GError **error)
{
    const char *names[UNITS_MAX];
    const char *nearest = NULL;
    guint n = 0;

    for (; family->units[n].name; n++) {
        names[n] = family->units[n].name;
        if (g_strcmp0 (unit, family->units[n].alias) == 0)
            nearest = names[n];
    }
    names[n] = NULL;
    if (!nearest)
        nearest = cvpn_spelling_nearest (unit, names, n);
    if (nearest)
        return cvpn_refuse (error, "'%s' has an unknown unit '%s'; did you mean '%s'?", text, unit,
                            nearest);

    g_autofree char *list = g_strjoinv (" ", (char **) (gpointer) names);
    if (*unit == '\0')
        return cvpn_refuse (error, "'%s' has no unit; expected one of %s", text, list);
    return cvpn_refuse (error, "'%s' has an unknown unit '%s'; expected one of %s", text, unit,
                        list);
}

static gboolean
scan_unit (const Family *family, const char *text, const char **at, gint64 *factor, GError **error)
{
    const gsize length = strcspn (*at, DIGITS);
    g_autofree char *unit = g_strndup (*at, length);

    for (const Unit *known = family->units; known->name; known++) {
        if (strcmp (known->name, unit) == 0) {
            *at += length;
            *factor = known->factor;
            return TRUE;
        }
    }
    return refuse_unit (family, text, unit, error);
}

static gboolean
refuse_large (const char *text, GError **error)
{
    return cvpn_refuse (error, "'%s' is too large", text);
}

static gboolean
scale (const char *text, const Number *number, gint64 factor, gint64 *result, GError **error)
{
    const guint64 part = (guint64) llround (number->fraction * (double) factor);
    guint64 whole;

    if (!g_uint64_checked_mul (&whole, number->whole, (guint64) factor) ||
        whole > CVPN_QUANTITY_MAX - part)
        return refuse_large (text, error);
    *result = (gint64) (whole + part);
    return TRUE;
}

/* One number and its unit, at 'at'. */
static gboolean
scan_term (const Family *family, const char *text, const char **at, gint64 *result, GError **error)
{
    Number number;
    gint64 factor = 0;

    if (!scan_number (at, &number))
        return refuse_shape (family, text, error);
    return scan_unit (family, text, at, &factor, error) &&
           scale (text, &number, factor, result, error);
}

gboolean
cvpn_duration_parse (const char *text, gint64 *result_ns, GError **error)
{
    const char *at = text;
    gint64 total = 0;

    if (!check_start (&durations, text, error))
        return FALSE;
    while (*at) {
        gint64 term = 0;
        if (!scan_term (&durations, text, &at, &term, error))
            return FALSE;
        if (term > CVPN_QUANTITY_MAX - total)
            return refuse_large (text, error);
        total += term;
    }
    *result_ns = total;
    return TRUE;
}

gboolean
cvpn_size_parse (const char *text, gint64 *result_bytes, GError **error)
{
    const char *at = text;
    gint64 bytes = 0;

    if (!check_start (&sizes, text, error) || !scan_term (&sizes, text, &at, &bytes, error))
        return FALSE;
    if (*at)
        return refuse_shape (&sizes, text, error);
    *result_bytes = bytes;
    return TRUE;
}

/* A number and one unit, the result a double: number * factor, or number / factor. */
static gboolean
parse_double (const Family *family, const char *text, gboolean divides, double *result,
              GError **error)
{
    const char *at = text;
    Number number;
    gint64 factor = 0;

    if (!check_start (family, text, error))
        return FALSE;
    if (!scan_number (&at, &number))
        return refuse_shape (family, text, error);
    if (!scan_unit (family, text, &at, &factor, error))
        return FALSE;
    if (*at)
        return refuse_shape (family, text, error);
    const double value = divides ? number.value / (double) factor : number.value * (double) factor;
    if (value > (double) CVPN_QUANTITY_MAX)
        return refuse_large (text, error);
    *result = value;
    return TRUE;
}

gboolean
cvpn_bandwidth_parse (const char *text, double *result_bps, GError **error)
{
    return parse_double (&bandwidths, text, FALSE, result_bps, error);
}

gboolean
cvpn_rate_parse (const char *text, double *result_per_second, GError **error)
{
    return parse_double (&rates, text, TRUE, result_per_second, error);
}

gboolean
cvpn_fraction_parse (const char *text, double *result, GError **error)
{
    const char *at = text;
    Number number;

    if (!check_start (&fractions, text, error))
        return FALSE;
    if (!scan_number (&at, &number) || (*at && strcmp (at, "%") != 0))
        return refuse_shape (&fractions, text, error);
    const double value = *at ? number.value / 100 : number.value;
    if (value > 1)
        return cvpn_refuse (error, "'%s' is more than 1; expected %s", text, fractions.shape);
    *result = value;
    return TRUE;
}

gboolean
cvpn_number_parse (const char *text, double *result, GError **error)
{
    const char *at = text;
    Number number;

    if (!check_start (&numbers, text, error))
        return FALSE;
    if (!scan_number (&at, &number) || *at)
        return refuse_shape (&numbers, text, error);
    if (!isfinite (number.value))
        return refuse_large (text, error);
    *result = number.value;
    return TRUE;
}

/* Two digits below 'limit'. */
static gboolean
scan_clock (const char **at, gint64 limit, gint64 *result)
{
    if (!g_ascii_isdigit ((*at)[0]) || !g_ascii_isdigit ((*at)[1]))
        return FALSE;
    *result = ((*at)[0] - '0') * 10 + ((*at)[1] - '0');
    *at += 2;
    return *result < limit;
}

gboolean
cvpn_time_of_day_parse (const char *text, gint64 *result_ns, GError **error)
{
    const char *at = text;
    gint64 hour, minute, second = 0;

    gboolean fine = scan_clock (&at, 24, &hour) && *at++ == ':' && scan_clock (&at, 60, &minute);
    if (fine && *at == ':') {
        at++;
        fine = scan_clock (&at, 60, &second);
    }
    if (!fine || *at)
        return refuse_shape (&times_of_day, text, error);
    *result_ns = hour * CVPN_HOUR + minute * CVPN_MINUTE + second * CVPN_SECOND;
    return TRUE;
}

gboolean
cvpn_seconds_parse (const char *text, gint64 *result_ns, GError **error)
{
    const char *at = text;
    Number number;

    if (!check_start (&seconds, text, error))
        return FALSE;
    if (!scan_number (&at, &number))
        return refuse_shape (&seconds, text, error);
    if (*at)
        return cvpn_duration_parse (text, result_ns, error);
    return scale (text, &number, CVPN_SECOND, result_ns, error);
}

static gboolean
refuse_integer (const char *text, gint64 minimum, gint64 maximum, GError **error)
{
    g_autofree char *shape = g_strdup_printf (
        "a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, minimum, maximum);
    const Family integers = { "a whole number", shape, NULL };

    if (!check_start (&integers, text, error))
        return FALSE;
    if (text[strspn (text, DIGITS)] != '\0')
        return refuse_shape (&integers, text, error);
    return cvpn_refuse (error, "'%s' is out of bounds; expected %s", text, shape);
}

gboolean
cvpn_integer_parse (const char *text, gint64 minimum, gint64 maximum, gint64 *result,
                    GError **error)
{
    const guint64 safe = G_MAXUINT64 / 10 - 1; /* with a further digit, too */
    const char *at = text;
    guint64 value = 0;

    for (; g_ascii_isdigit (*at); at++)
        value = value > safe ? G_MAXUINT64 : value * 10 + (guint64) (*at - '0');
    if (at == text || *at != '\0' || value > (guint64) MAX (maximum, 0) || (gint64) value < minimum)
        return refuse_integer (text, minimum, maximum, error);
    *result = (gint64) value;
    return TRUE;
}

char *
cvpn_duration_format (gint64 ns)
{
    GString *out = g_string_new (ns < 0 ? "-" : NULL);
    guint64 rest = ns < 0 ? -(guint64) ns : (guint64) ns;

    if (rest == 0)
        g_string_append (out, "0s");
    for (guint i = G_N_ELEMENTS (duration_units) - 1; i-- > 0;) {
        const guint64 factor = (guint64) duration_units[i].factor;
        g_assert (factor > 0); /* the row that ends the table is left out */
        if (rest >= factor)
            g_string_append_printf (out, "%" G_GUINT64_FORMAT "%s", rest / factor,
                                    duration_units[i].name);
        rest %= factor;
    }
    return g_string_free (out, FALSE);
}
