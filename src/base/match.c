/* match: protocols by name or number, port ranges, ICMP types.
 *
 * The fields go on with a peer that only the model knows, and a peer may be
 * left out by whom it does not concern; so what a field is, is told by its
 * look: digits, '-', '/' and '*' are ports or types, all else is a peer. */
#include "base/match.h"

#include <string.h>

#include <cvpnsim/error.h>

#include "base/spelling.h"

#define DIGITS   "0123456789"
#define PORTS    "443, 1024-65535 or *"
#define PORT_MAX 65535

typedef struct {
    const char *name;
    gint16 number;
} Protocol;

static const Protocol protocols[] = {
    { "tcp", CVPN_PROTOCOL_TCP },
    { "udp", CVPN_PROTOCOL_UDP },
    { "icmp", CVPN_PROTOCOL_ICMP },
    { "all", CVPN_PROTOCOL_ALL },
};

/* Decimal digits up to 'maximum'; moves 'at' behind them. */
static gboolean
scan_decimal (const char **at, guint64 maximum, guint64 *result)
{
    const char *const start = *at;

    for (*result = 0; g_ascii_isdigit (**at); ++*at)
        *result = MIN (*result * 10 + (guint64) (**at - '0'), G_MAXUINT32);
    return *at > start && *result <= maximum;
}

static gboolean
is_within (const char *text, const char *characters)
{
    return *text && text[strspn (text, characters)] == '\0';
}

static gboolean
refuse_protocol (const char *text, GError **error)
{
    const char *names[G_N_ELEMENTS (protocols)];

    for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
        names[i] = protocols[i].name;
    const char *nearest = cvpn_spelling_nearest (text, names, G_N_ELEMENTS (names));
    g_autofree char *hint = nearest ? g_strdup_printf ("; did you mean '%s'?", nearest) : NULL;
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_VALUE, "'%s' is not a protocol%s", text,
                 hint ? hint : "; expected tcp, udp, icmp, all or a number from 0 to 255");
    return FALSE;
}

gboolean
cvpn_protocol_parse (const char *text, gint16 *protocol, GError **error)
{
    const char *at = text;
    guint64 number;

    for (guint i = 0; i < G_N_ELEMENTS (protocols); i++) {
        if (strcmp (text, protocols[i].name) == 0) {
            *protocol = protocols[i].number;
            return TRUE;
        }
    }
    if (!scan_decimal (&at, 255, &number) || *at)
        return refuse_protocol (text, error);
    *protocol = (gint16) number;
    return TRUE;
}

static gboolean
scan_ports (const char *text, guint64 *first, guint64 *last)
{
    const char *at = text;

    if (!scan_decimal (&at, PORT_MAX, first))
        return FALSE;
    *last = *first;
    if (*at == '-') {
        at++;
        if (!scan_decimal (&at, PORT_MAX, last))
            return FALSE;
    }
    return *at == '\0';
}

gboolean
cvpn_ports_parse (const char *text, guint16 *first, guint16 *last, GError **error)
{
    guint64 low = 0, high = PORT_MAX;

    if (strcmp (text, "*") != 0 && !scan_ports (text, &low, &high)) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_VALUE,
                     "'%s' is not a port or a range of ports, 0 to 65535; expected " PORTS, text);
        return FALSE;
    }
    if (low > high) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_VALUE,
                     "'%s' ends before it begins; expected %u-%u", text, (guint) high, (guint) low);
        return FALSE;
    }
    *first = (guint16) low;
    *last = (guint16) high;
    return TRUE;
}

/* "*", "8" or "8/0". */
static gboolean
parse_icmp (const char *text, CvpnMatch *match, GError **error)
{
    const char *at = text;
    guint64 type, code;

    if (strcmp (text, "*") == 0)
        return TRUE;
    gboolean fine = scan_decimal (&at, 255, &type);
    if (fine)
        match->icmp_type = (gint16) type;
    if (fine && *at == '/') {
        at++;
        fine = scan_decimal (&at, 255, &code);
        if (fine)
            match->icmp_code = (gint16) code;
    }
    if (fine && *at == '\0')
        return TRUE;
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_VALUE,
                 "'%s' is not an ICMP type; expected TYPE or TYPE/CODE, each 0 to 255, as 8/0",
                 text);
    return FALSE;
}

/* 'ports' is the field behind the protocol, or NULL; 'used' counts it if it was taken. */
static gboolean
parse_details (const char *name, const char *ports, CvpnMatch *match, guint *used, GError **error)
{
    if (match->protocol == CVPN_PROTOCOL_ICMP) {
        const gboolean given = ports && is_within (ports, DIGITS "/*");
        *used += given;
        return !given || parse_icmp (ports, match, error);
    }
    if (ports && is_within (ports, DIGITS "-*")) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_VALUE,
                     "'%s %s': '%s' takes no ports; only tcp and udp have them", name, ports, name);
        return FALSE;
    }
    return TRUE;
}

gboolean
cvpn_match_parse (char *const *fields, guint n, CvpnMatch *match, guint *used, GError **error)
{
    CvpnMatch parsed = { 0, 0, PORT_MAX, CVPN_ICMP_ANY, CVPN_ICMP_ANY };
    guint taken = 1;

    if (n == 0) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_VALUE,
                     "nothing to match; expected a protocol and ports, as tcp 443");
        return FALSE;
    }
    if (!cvpn_protocol_parse (fields[0], &parsed.protocol, error))
        return FALSE;
    if (strcmp (fields[0], "tcp") != 0 && strcmp (fields[0], "udp") != 0) {
        if (!parse_details (fields[0], n > 1 ? fields[1] : NULL, &parsed, &taken, error))
            return FALSE;
    } else if (n == 1) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_VALUE, "'%s' has no ports; expected " PORTS,
                     fields[0]);
        return FALSE;
    } else if (!cvpn_ports_parse (fields[taken++], &parsed.first, &parsed.last, error)) {
        return FALSE;
    }
    *match = parsed;
    *used = taken;
    return TRUE;
}

char *
cvpn_protocol_format (gint16 protocol)
{
    for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
        if (protocols[i].number == protocol)
            return g_strdup (protocols[i].name);
    return g_strdup_printf ("%d", protocol);
}

static gboolean
has_ports (gint16 protocol)
{
    return protocol == CVPN_PROTOCOL_TCP || protocol == CVPN_PROTOCOL_UDP;
}

static void
append_details (GString *out, const CvpnMatch *match)
{
    if (match->protocol == CVPN_PROTOCOL_ICMP && match->icmp_type != CVPN_ICMP_ANY) {
        g_string_append_printf (out, " %d", match->icmp_type);
        if (match->icmp_code != CVPN_ICMP_ANY)
            g_string_append_printf (out, "/%d", match->icmp_code);
    } else if (has_ports (match->protocol)) {
        if (match->first == 0 && match->last == PORT_MAX)
            g_string_append (out, " *");
        else if (match->first == match->last)
            g_string_append_printf (out, " %u", match->first);
        else
            g_string_append_printf (out, " %u-%u", match->first, match->last);
    }
}

char *
cvpn_match_format (const CvpnMatch *match)
{
    g_autofree char *protocol = cvpn_protocol_format (match->protocol);
    GString *out = g_string_new (protocol);

    append_details (out, match);
    return g_string_free (out, FALSE);
}

gboolean
cvpn_match_admits (const CvpnMatch *match, guint8 protocol, guint16 port, guint8 icmp_type,
                   guint8 icmp_code)
{
    if (match->protocol == CVPN_PROTOCOL_ALL)
        return TRUE;
    if (match->protocol != protocol)
        return FALSE;
    if (has_ports (protocol))
        return match->first <= port && port <= match->last;
    if (protocol != CVPN_PROTOCOL_ICMP)
        return TRUE;
    return (match->icmp_type == CVPN_ICMP_ANY || match->icmp_type == icmp_type) &&
           (match->icmp_code == CVPN_ICMP_ANY || match->icmp_code == icmp_code);
}

gboolean
cvpn_match_covers (const CvpnMatch *outer, const CvpnMatch *inner)
{
    if (outer->protocol == CVPN_PROTOCOL_ALL)
        return TRUE;
    if (outer->protocol != inner->protocol)
        return FALSE;
    if (outer->protocol == CVPN_PROTOCOL_ICMP)
        return (outer->icmp_type == CVPN_ICMP_ANY || outer->icmp_type == inner->icmp_type) &&
               (outer->icmp_code == CVPN_ICMP_ANY || outer->icmp_code == inner->icmp_code);
    return outer->first <= inner->first && inner->last <= outer->last;
}
