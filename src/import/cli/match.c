/* cli_match: protocols and ports as the rules of security groups and network ACLs give them: a
 * protocol is a word or a number, both in a string. */
#include "import/cli/cli.h"
#include "import/things.h"

#include <string.h>

#define ICMP 1
#define TCP  6
#define UDP  17

gboolean
cvpn_cli_protocol (CvpnCliAnswer *answer, const CvpnNode *protocol, CvpnRuleThing *rule)
{
    const char *text = cvpn_node_string (protocol);

    if (!text) {
        if (!protocol->json || json_is_null (protocol->json))
            cvpn_node_fault (protocol, "not given; needs a protocol, as \"tcp\", \"6\" or \"-1\"");
        return FALSE;
    }
    if (!cvpn_thing_protocol (text, rule)) {
        cvpn_node_fault (protocol, "no protocol; expected \"tcp\", \"udp\", \"icmp\", \"-1\" or a "
                                   "number from 0 to 255 in a string");
        return FALSE;
    }
    if (rule->any || rule->protocol != CVPN_PROTOCOL_ICMPV6)
        return TRUE;
    cvpn_cli_left_out_ipv6 (answer, "rules", 1);
    return FALSE;
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
        cvpn_node_lacks (at, "no %s: %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                         rule->protocol == ICMP ? "ICMP type and code" : "range of ports", from,
                         to);
        return FALSE;
    }
    rule->from_port = (gint) from;
    rule->to_port = (gint) to;
    return TRUE;
}
