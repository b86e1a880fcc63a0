/* to: "HOST|ADDRESS PROTOCOL [PORT]", and classes of flows. */
#include "model/to.h"

#include <string.h>

#include <cvpnsim/error.h>

#include "base/fields.h"
#include "base/quantity.h"
#include "base/refuse.h"

#define SHAPE       "HOST|ADDRESS PROTOCOL [PORT], as web tcp 443"
#define CLASS_SHAPE "HOST|ADDRESS|CIDR PROTOCOL [PORTS], as 10.0.0.0/8 tcp 1-1024"

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
    g_autofree char **fields = cvpn_fields_split (text);
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

static gboolean
parse_class_target (const char *word, CvpnToClassSpec *class, GError **error)
{
    CvpnToSpec one = { 0 };

    if (strchr (word, '/'))
        return cvpn_prefix_parse (word, &class->destination, error);
    if (!parse_target (word, &one, error))
        return FALSE;
    class->target = one.target;
    class->destination = (CvpnPrefix){ one.address, 32 };
    return TRUE;
}

/* No flow goes to port 0, so "*" is all others. */
static gboolean
parse_class_ports (const char *word, guint32 base, CvpnToClassSpec *class, GError **error)
{
    guint16 first, last;

    if (!cvpn_ports_parse (word, &first, &last, error))
        return FALSE;
    if (first == 0 && strcmp (word, "*") != 0)
        return cvpn_refuse (error, "'%s' begins with port 0, to which no flow goes; expected 1-%u",
                            word, last);
    class->selectors = (CvpnSelectors){ base | MAX (first, 1), base | last };
    return TRUE;
}

static gboolean
parse_class_all (guint n, CvpnToClassSpec *class, GError **error)
{
    class->selectors = CVPN_SELECTORS_ALL;
    return n == 2 || cvpn_refuse (error, "'%s' has ports, which belong to tcp or udp", class->text);
}

/* One selector, as of a flow; all that a protocol without ports has. */
static gboolean
parse_class_one (char **fields, guint n, CvpnToClassSpec *class, GError **error)
{
    CvpnToSpec one = { .text = class->text };

    if (!parse_service (fields, n, &one, error))
        return FALSE;
    const guint32 selector = cvpn_selector (one.protocol, one.port, one.icmp_type, one.icmp_code);
    class->selectors = (CvpnSelectors){ selector, selector };
    if (one.protocol != CVPN_PROTOCOL_TCP && one.protocol != CVPN_PROTOCOL_UDP &&
        one.protocol != CVPN_PROTOCOL_ICMP)
        class->selectors.last |= 0xffff;
    return TRUE;
}

static gboolean
parse_class_selectors (char **fields, guint n, CvpnToClassSpec *class, GError **error)
{
    const char *ports = n > 2 ? fields[2] : "";
    gint16 protocol;

    if (!cvpn_protocol_parse (fields[1], &protocol, error))
        return FALSE;
    const guint32 base = (guint32) (guint8) protocol << 16;
    if (protocol == CVPN_PROTOCOL_ALL)
        return parse_class_all (n, class, error);
    if (!g_ascii_isdigit (*fields[1]) && protocol == CVPN_PROTOCOL_ICMP && strcmp (ports, "*") == 0)
        class->selectors = (CvpnSelectors){ base, base | 0xffff };
    else if (!g_ascii_isdigit (*fields[1]) && protocol != CVPN_PROTOCOL_ICMP &&
             strpbrk (ports, "-*"))
        return parse_class_ports (ports, base, class, error);
    else
        return parse_class_one (fields, n, class, error);
    return TRUE;
}

/* Whether it can be more than one flow. */
static gboolean
is_class (char **fields, guint n)
{
    return (n > 0 && strchr (fields[0], '/')) || (n > 1 && strcmp (fields[1], "all") == 0) ||
           (n > 2 && strpbrk (fields[2], "-*"));
}

CvpnToClassSpec *
cvpn_to_class_parse (const char *text, GError **error)
{
    g_autofree char **fields = cvpn_fields_split (text);
    const guint n = g_strv_length (fields);
    CvpnToClassSpec *class = g_new0 (CvpnToClassSpec, 1);
    gboolean fine = FALSE;

    class->text = g_strjoinv (" ", fields);
    if (!is_class (fields, n)) {
        class->flow = cvpn_to_parse (text, error);
        fine = class->flow != NULL;
    } else if (n < 2 || n > 3) {
        cvpn_refuse (error, "'%s' is not a destination; expected " CLASS_SHAPE, text);
    } else {
        fine = parse_class_target (fields[0], class, error) &&
               parse_class_selectors (fields, n, class, error);
    }
    if (!fine)
        g_clear_pointer (&class, cvpn_to_class_spec_free);
    return class;
}

void
cvpn_to_class_spec_free (CvpnToClassSpec *class)
{
    if (!class)
        return;
    cvpn_to_spec_free (class->flow);
    g_free (class->target);
    g_free (class->text);
    g_free (class);
}
