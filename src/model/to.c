/* to: "HOST|ADDRESS PROTOCOL [PORT]". */
#include "model/to.h"

#include <string.h>

#include <cvpnsim/error.h>

#include "base/fields.h"
#include "base/quantity.h"
#include "base/refuse.h"

#define SHAPE "HOST|ADDRESS PROTOCOL [PORT], as web tcp 443"

static gboolean
parse_target (const char *word, CvpnToSpec *to, GError **error)
{
    if (strchr (word, '/'))
        return cvpn_refuse (error, "'%s' is a block; expected an address, not a block", word);
    if (cvpn_field_is_numeric (word))
        return cvpn_address_parse (word, &to->address, error);
    to->target = g_strdup (word);
    return TRUE;
}

static gboolean
parse_port (char **fields, guint n, CvpnToSpec *to, GError **error)
{
    gint64 port;

    if (n < 3)
        return cvpn_refuse (error, "'%s' has no port; expected " SHAPE, to->text);
    if (!cvpn_integer_parse (fields[2], 1, 65535, &port, error))
        return FALSE;
    to->port = (guint16) port;
    return TRUE;
}

static gboolean
parse_icmp (char **fields, guint n, CvpnToSpec *to, GError **error)
{
    CvpnMatch match = { .icmp_type = 8, .icmp_code = 0 };
    guint used = n - 1;

    if (n > 2 && !cvpn_match_parse (fields + 1, 2, &match, &used, error))
        return FALSE;
    if (used != n - 1 || match.icmp_type == CVPN_ICMP_ANY)
        return cvpn_refuse (error, "'%s' is not an ICMP type; expected TYPE or TYPE/CODE, as 8/0",
                            fields[2]);
    to->icmp_type = (guint8) match.icmp_type;
    to->icmp_code = (guint8) MAX (match.icmp_code, 0);
    return TRUE;
}

static gboolean
parse_number (char **fields, guint n, CvpnToSpec *to, GError **error)
{
    if (to->protocol == CVPN_PROTOCOL_TCP || to->protocol == CVPN_PROTOCOL_UDP ||
        to->protocol == CVPN_PROTOCOL_ICMP) {
        g_autofree char *name = cvpn_protocol_format (to->protocol);
        return cvpn_refuse (error, "'%s' is a protocol with a name; expected '%s'", fields[1],
                            name);
    }
    return n == 2 || cvpn_refuse (error, "'%s' has a port, which protocol %u has not", to->text,
                                  to->protocol);
}

static gboolean
parse_service (char **fields, guint n, CvpnToSpec *to, GError **error)
{
    gint16 protocol;

    if (!cvpn_protocol_parse (fields[1], &protocol, error))
        return FALSE;
    if (protocol == CVPN_PROTOCOL_ALL)
        return cvpn_refuse (error,
                            "'all' is not one protocol; expected tcp, udp, icmp or a number");
    to->protocol = (guint8) protocol;
    if (g_ascii_isdigit (*fields[1]))
        return parse_number (fields, n, to, error);
    return protocol == CVPN_PROTOCOL_ICMP ? parse_icmp (fields, n, to, error)
                                          : parse_port (fields, n, to, error);
}

CvpnToSpec *
cvpn_to_parse (const char *text, GError **error)
{
    g_auto (GStrv) fields = cvpn_fields_split (text);
    const guint n = g_strv_length (fields);
    CvpnToSpec *to = g_new0 (CvpnToSpec, 1);
    gboolean fine = FALSE;

    to->text = g_strjoinv (" ", fields);
    if (n < 2 || n > 3)
        cvpn_refuse (error, "'%s' is not a destination; expected " SHAPE, text);
    else
        fine = parse_target (fields[0], to, error) && parse_service (fields, n, to, error);
    if (!fine)
        g_clear_pointer (&to, cvpn_to_spec_free);
    return to;
}

void
cvpn_to_spec_free (CvpnToSpec *to)
{
    if (!to)
        return;
    g_free (to->target);
    g_free (to->text);
    g_free (to);
}
