/* Protocols of rules, and routes of Client VPN endpoints. */
#include "import/things.h"

#include <string.h>

gboolean
cvpn_thing_protocol (const char *word, CvpnRuleThing *rule)
{
    static const struct {
        const char *word;
        guint8 number;
    } words[] = { { "tcp", 6 }, { "udp", 17 }, { "icmp", 1 }, { "icmpv6", CVPN_PROTOCOL_ICMPV6 } };
    guint64 number;

    rule->any = strcmp (word, "-1") == 0 || g_ascii_strcasecmp (word, "all") == 0;
    if (rule->any)
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
        if (g_ascii_strcasecmp (word, words[i].word) != 0)
            continue;
        rule->protocol = words[i].number;
        return TRUE;
    }
    if (!g_ascii_string_to_unsigned (word, 10, 0, 255, &number, NULL))
        return FALSE;
    rule->protocol = (guint8) number;
    return TRUE;
}

void
cvpn_thing_add_client_route (CvpnClientVpnThing *endpoint, CvpnPrefix cidr, const char *subnet,
                             gboolean automatic)
{
    CvpnClientRouteThing *route;

    for (guint i = 0; i < endpoint->routes->len; i++) {
        const CvpnClientRouteThing *other = g_ptr_array_index (endpoint->routes, i);
        if (cvpn_prefix_equal (other->cidr, cidr) && strcmp (other->subnet, subnet) == 0)
            return;
    }
    route = g_new0 (CvpnClientRouteThing, 1);
    route->cidr = cidr;
    route->subnet = subnet;
    route->status = CVPN_STATUS_ACTIVE;
    route->word = "active";
    route->automatic = automatic;
    g_ptr_array_add (endpoint->routes, route);
}
