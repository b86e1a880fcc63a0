/* cli_match: protocols and ports as the rules of security groups and network ACLs give them: a
 * protocol is a word or a number, both in a string. */
#include "import/cli/cli.h"

#include <string.h>

#define ICMP   1
#define TCP    6
#define UDP    17
#define ICMPV6 58

gboolean
cvpn_cli_protocol (CvpnCliAnswer *answer, const CvpnNode *protocol, CvpnRuleThing *rule)
{
    static const struct {
        const char *word;
        guint8 number;
    } words[] = { { "tcp", TCP }, { "udp", UDP }, { "icmp", ICMP }, { "icmpv6", ICMPV6 } };
    const char *text = cvpn_node_string (protocol);
    guint64 number = G_MAXUINT64;

    if (!text) {
        if (!protocol->json || json_is_null (protocol->json))
            cvpn_node_fault (protocol, "not given; needs a protocol, as \"tcp\", \"6\" or \"-1\"");
        return FALSE;
    }
    rule->any = g_str_equal (text, "-1") || g_ascii_strcasecmp (text, "all") == 0;
    if (rule->any)
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
        if (g_ascii_strcasecmp (text, words[i].word) == 0)
            number = words[i].number;
    if (number == G_MAXUINT64 && !g_ascii_string_to_unsigned (text, 10, 0, 255, &number, NULL)) {
        cvpn_node_fault (protocol, "no protocol; expected \"tcp\", \"udp\", \"icmp\", \"-1\" or a "
                                   "number from 0 to 255 in a string");
        return FALSE;
    }
    rule->protocol = (guint8) number;
    if (number == ICMPV6)
        cvpn_cli_left_out_ipv6 (answer, "rules", 1);
    return number != ICMPV6;
}

gboolean
cvpn_cli_ports (const CvpnNode *at, gint64 from, gint64 to, CvpnRuleThing *rule)
{
    const gint64 limit = rule->protocol == ICMP ? 255 : 65535;

    rule->from_port = rule->to_port = -1;
    if (rule->any || (rule->protocol != TCP && rule->protocol != UDP && rule->protocol != ICMP))
        return TRUE;
    if (from < -1 || to < -1 || from > limit || to > limit ||
        (rule->protocol != ICMP && (from > to || (from == -1) != (to == -1)))) {
        cvpn_node_fault (at, "no %s: %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                         rule->protocol == ICMP ? "ICMP type and code" : "range of ports", from,
                         to);
        return FALSE;
    }
    rule->from_port = (gint) from;
    rule->to_port = (gint) to;
    return TRUE;
}
