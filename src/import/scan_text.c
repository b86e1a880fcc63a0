/* scan_text: strings and numbers, as far as JSON has them. */
#include "import/scan_text.h"

#include <string.h>

gboolean
cvpn_scan_fail (CvpnScan *scan, gsize at, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    if (!scan->fault) {
        scan->fault = g_strdup_vprintf (format, arguments);
        scan->fault_at = at;
    }
    va_end (arguments);
    return FALSE;
}

static gint
read_unit (const CvpnScan *scan, gsize at)
{
    gint unit = 0;

    if (at + 6 > scan->length || scan->text[at] != '\\' || scan->text[at + 1] != 'u')
        return -1;
    for (gsize i = at + 2; i < at + 6; i++) {
        if (!g_ascii_isxdigit (scan->text[i]))
            return -1;
        unit = unit * 16 + g_ascii_xdigit_value (scan->text[i]);
    }
    return unit;
}

static gboolean
scan_unicode (CvpnScan *scan)
{
    const gint unit = read_unit (scan, scan->at);
    const gint low = read_unit (scan, scan->at + 6);
    const gboolean pair = unit >= 0xd800 && unit < 0xdc00 && low >= 0xdc00 && low < 0xe000;

    if (unit < 0)
        return cvpn_scan_fail (scan, scan->at, "\\u is followed by four hexadecimal digits");
    if (unit == 0)
        return cvpn_scan_fail (scan, scan->at, "\\u0000 cannot be in a text");
    if (!pair && unit >= 0xd800 && unit < 0xe000)
        return cvpn_scan_fail (scan, scan->at, "half of a pair of \\u, which is no character");
    scan->at += pair ? 12 : 6;
    return TRUE;
}

static gboolean
scan_escape (CvpnScan *scan)
{
    const char c = scan->at + 1 < scan->length ? scan->text[scan->at + 1] : 'n';

    if (c == 'u')
        return scan_unicode (scan);
    if (!strchr ("\"\\/bfnrt", c) || !c)
        return cvpn_scan_fail (scan, scan->at,
                               "a backslash before a character that has none in JSON");
    scan->at += 2;
    return TRUE;
}

/* At a quote. */
gboolean
cvpn_scan_string (CvpnScan *scan)
{
    const gsize begin = scan->at++;

    while (scan->at < scan->length && scan->text[scan->at] != '"') {
        const char c = scan->text[scan->at];
        if (c == '\n' || c == '\r')
            return cvpn_scan_fail (scan, begin, "the string that begins here has no closing quote");
        if ((guchar) c < 0x20)
            return cvpn_scan_fail (scan, scan->at, "a control character within a string");
        if (c != '\\')
            scan->at++;
        else if (!scan_escape (scan))
            return FALSE;
    }
    if (scan->at >= scan->length)
        return cvpn_scan_fail (
            scan, scan->length,
            "the file ends within the string that line %u begins: was it cut off?",
            cvpn_scan_line (scan->text, begin, NULL));
    scan->at++;
    return TRUE;
}

static gsize
skip_digits (CvpnScan *scan)
{
    const gsize begin = scan->at;

    while (scan->at < scan->length && g_ascii_isdigit (scan->text[scan->at]))
        scan->at++;
    return scan->at - begin;
}

gboolean
cvpn_scan_skip_one_of (CvpnScan *scan, const char *characters)
{
    if (scan->at >= scan->length || !scan->text[scan->at] ||
        !strchr (characters, scan->text[scan->at]))
        return FALSE;
    scan->at++;
    return TRUE;
}

gboolean
cvpn_scan_number (CvpnScan *scan)
{
    const gsize begin = scan->at;

    cvpn_scan_skip_one_of (scan, "-");
    const gsize first = scan->at;
    const gsize digits = skip_digits (scan);
    gboolean good = digits == 1 || (digits > 1 && scan->text[first] != '0');
    if (good && cvpn_scan_skip_one_of (scan, "."))
        good = skip_digits (scan) > 0;
    if (good && cvpn_scan_skip_one_of (scan, "eE")) {
        cvpn_scan_skip_one_of (scan, "+-");
        good = skip_digits (scan) > 0;
    }
    if (!good && digits > 1 && scan->text[first] == '0')
        return cvpn_scan_fail (scan, begin, "a number that begins with a zero");
    return good || cvpn_scan_fail (scan, begin, "a number that is none in JSON");
}
