/* scan: a descent into the brackets, as deep as a source may be. */
#include "import/scan_text.h"

#include <string.h>

void
cvpn_scan_init (CvpnScan *scan, const char *text, gsize length, gsize at)
{
    *scan = (CvpnScan){ .text = text, .length = length, .at = at };
}

void
cvpn_scan_clear (CvpnScan *scan)
{
    g_clear_pointer (&scan->fault, g_free);
}

guint
cvpn_scan_line (const char *text, gsize at, guint *column)
{
    const char *begin = text, *newline;
    guint line = 1;

    while ((newline = memchr (begin, '\n', (gsize) (text + at - begin)))) {
        begin = newline + 1;
        line++;
    }
    if (column) {
        *column = 1;
        for (const char *p = begin; p < text + at; p++)
            *column += ((guchar) *p & 0xc0) != 0x80;
    }
    return line;
}

gboolean
cvpn_scan_skip_space (CvpnScan *scan)
{
    while (scan->at < scan->length && strchr (" \t\r\n", scan->text[scan->at]) &&
           scan->text[scan->at])
        scan->at++;
    return scan->at < scan->length;
}

static gboolean
fail_at_end (CvpnScan *scan)
{
    if (!scan->depth)
        return cvpn_scan_fail (scan, scan->length, "the file ends where a value should be");
    return cvpn_scan_fail (scan, scan->length,
                           "the file ends within the %s that line %u begins: was it cut off?",
                           scan->inner, cvpn_scan_line (scan->text, scan->opened, NULL));
}

/* What stands at the place, if it gives nothing away: punctuation. */
static char *
describe (const CvpnScan *scan)
{
    const char c = scan->text[scan->at];

    if (c == '"')
        return g_strdup ("a string");
    if (g_ascii_isdigit (c) || c == '-')
        return g_strdup ("a number");
    if (strchr ("{}[],:", c))
        return g_strdup_printf ("'%c'", c);
    if (g_ascii_isalpha (c))
        return g_strdup ("a word without quotes");
    if (c == '\'')
        return g_strdup ("a single quote; JSON has double ones");
    if (c == '/' || c == '#')
        return g_strdup_printf ("'%c'; JSON has no comments", c);
    return g_strdup ("a character that cannot stand here");
}

G_GNUC_PRINTF (2, 3)
static gboolean
fail_expected (CvpnScan *scan, const char *format, ...)
{
    va_list arguments;

    if (scan->at >= scan->length)
        return fail_at_end (scan);
    va_start (arguments, format);
    g_autofree char *expected = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    g_autofree char *got = describe (scan);
    return cvpn_scan_fail (scan, scan->at, "expected %s, not %s", expected, got);
}

static gboolean
scan_word (CvpnScan *scan)
{
    static const char *const words[] = { "true", "false", "null" };
    gsize length = 0;

    while (scan->at + length < scan->length && g_ascii_isalnum (scan->text[scan->at + length]))
        length++;
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
        if (strlen (words[i]) == length && !memcmp (scan->text + scan->at, words[i], length)) {
            scan->at += length;
            return TRUE;
        }
    if (!scan->depth)
        return cvpn_scan_fail (scan, scan->at,
                               "text that is not JSON: did the call that wrote it fail?");
    return cvpn_scan_fail (scan, scan->at,
                           "expected a value, not a word without quotes: is a quote missing?");
}

/* A member's name and its colon; the name is without its quotes. */
static gboolean
scan_name (CvpnScan *scan, gsize *begin, gsize *length)
{
    if (!cvpn_scan_skip_space (scan))
        return fail_at_end (scan);
    if (scan->text[scan->at] != '"')
        return fail_expected (scan, "the name of a member in double quotes");
    *begin = scan->at + 1;
    if (!cvpn_scan_string (scan))
        return FALSE;
    *length = scan->at - 1 - *begin;
    cvpn_scan_skip_space (scan);
    return cvpn_scan_skip_one_of (scan, ":") ||
           fail_expected (scan, "':' behind the name of a member");
}

static gboolean
is_at (CvpnScan *scan, char c)
{
    return cvpn_scan_skip_space (scan) && scan->text[scan->at] == c;
}

/* Whoever has to mend it looks for the comma where it should be, not where it was missed. */
static gboolean
fail_comma (CvpnScan *scan, gsize value, char end, const char *behind)
{
    if (scan->at >= scan->length)
        return fail_at_end (scan);
    const gboolean follows = strchr (end == '}' ? "\"" : "\"{[", scan->text[scan->at]) != NULL;
    const guint line = cvpn_scan_line (scan->text, value, NULL);
    g_autofree char *got = describe (scan);

    if (follows && memchr (scan->text + value, '\n', scan->at - value))
        return cvpn_scan_fail (
            scan, scan->at,
            "expected ',' or '%c'%s, not %s: is a ',' missing at the end of line %u?", end, behind,
            got, line);
    return cvpn_scan_fail (scan, scan->at, "expected ',' or '%c'%s, not %s%s", end, behind, got,
                           follows ? ": is a ',' missing before it?" : "");
}

/* Behind a value: TRUE with 'more' if another one follows. */
static gboolean
scan_comma (CvpnScan *scan, char end, const char *missing, gboolean *more)
{
    const gsize value = scan->at;

    *more = FALSE;
    cvpn_scan_skip_space (scan);
    if (cvpn_scan_skip_one_of (scan, (char[]){ end, '\0' }))
        return TRUE;
    const gsize comma = scan->at;
    if (!cvpn_scan_skip_one_of (scan, ","))
        return fail_comma (scan, value, end, missing);
    if (is_at (scan, end))
        return cvpn_scan_fail (scan, comma, "a ',' with nothing but '%c' behind it", end);
    *more = TRUE;
    return TRUE;
}

/* A name that comes a second time is a fault, as it is to the parser. */
static gboolean
note_name (CvpnScan *scan, GHashTable *names, gsize begin, gsize length)
{
    g_autofree char *name = g_strndup (scan->text + begin, length);
    const gsize before = GPOINTER_TO_SIZE (g_hash_table_lookup (names, name));

    if (before)
        return cvpn_scan_fail (scan, begin - 1,
                               "'%.60s' is there twice in one object; line %u has it first", name,
                               cvpn_scan_line (scan->text, before, NULL));
    g_hash_table_insert (names, g_steal_pointer (&name), GSIZE_TO_POINTER (begin));
    return TRUE;
}

static gboolean
scan_members (CvpnScan *scan)
{
    g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    gboolean more = !is_at (scan, '}');
    gsize begin = 0, length = 0;

    if (!more)
        scan->at++;
    while (more)
        if (!scan_name (scan, &begin, &length) || !note_name (scan, names, begin, length) ||
            !cvpn_scan_value (scan) || !scan_comma (scan, '}', " behind a member", &more))
            return FALSE;
    return TRUE;
}

static gboolean
scan_elements (CvpnScan *scan)
{
    gboolean more = !is_at (scan, ']');

    if (!more)
        scan->at++;
    while (more)
        if (!cvpn_scan_value (scan) || !scan_comma (scan, ']', " behind an element", &more))
            return FALSE;
    return TRUE;
}

static gboolean
scan_brackets (CvpnScan *scan)
{
    const gsize opened = scan->opened;
    const char *inner = scan->inner;
    const gboolean object = scan->text[scan->at] == '{';

    if (++scan->depth > CVPN_SOURCE_DEPTH_MAX)
        return cvpn_scan_fail (scan, scan->at, "nested deeper than %d brackets",
                               CVPN_SOURCE_DEPTH_MAX);
    scan->opened = scan->at++;
    scan->inner = object ? "object" : "array";
    if (!(object ? scan_members (scan) : scan_elements (scan)))
        return FALSE;
    scan->depth--;
    scan->opened = opened;
    scan->inner = inner;
    return TRUE;
}

gboolean
cvpn_scan_value (CvpnScan *scan)
{
    if (!cvpn_scan_skip_space (scan))
        return fail_at_end (scan);
    const char c = scan->text[scan->at];
    if (c == '{' || c == '[')
        return scan_brackets (scan);
    if (c == '"')
        return cvpn_scan_string (scan);
    if (c == '-' || g_ascii_isdigit (c))
        return cvpn_scan_number (scan);
    if (g_ascii_isalpha (c))
        return scan_word (scan);
    return fail_expected (scan, "a value");
}

/* Whether the name between the quotes is that one; escapes make it another, since no name that
 * is asked for needs any. */
static gboolean
is_name (const CvpnScan *scan, gsize begin, gsize length, const char *name)
{
    return strlen (name) == length && !memcmp (scan->text + begin, name, length);
}

static gboolean
find_member (CvpnScan *scan, const char *name)
{
    gboolean more = is_at (scan, '{');
    gsize begin = 0, length = 0;

    scan->at++;
    more = more && !is_at (scan, '}');
    while (more) {
        if (!scan_name (scan, &begin, &length))
            return FALSE;
        if (is_name (scan, begin, length, name))
            return cvpn_scan_skip_space (scan);
        if (!cvpn_scan_value (scan) || !scan_comma (scan, '}', "", &more))
            return FALSE;
    }
    return FALSE;
}

static gboolean
find_element (CvpnScan *scan, gsize index)
{
    gboolean more = is_at (scan, '[');

    scan->at++;
    more = more && !is_at (scan, ']');
    for (gsize i = 0; more; i++) {
        if (i == index)
            return cvpn_scan_skip_space (scan);
        if (!cvpn_scan_value (scan) || !scan_comma (scan, ']', "", &more))
            return FALSE;
    }
    return FALSE;
}

gboolean
cvpn_scan_find (CvpnScan *scan, const CvpnSourceStep *path, gsize steps)
{
    gboolean found = cvpn_scan_skip_space (scan);

    for (gsize i = 0; i < steps && found; i++)
        found = path[i].member ? find_member (scan, path[i].member)
                               : find_element (scan, path[i].index);
    return found;
}
