/* terraform_match: protocols and ports as the provider writes them. */
#include <string.h>

#include "import/terraform/terraform.h"
#include "import/things.h"

/* "tcp", "6", "-1", "all", "icmpv6": FALSE with IPv6's, or with a word that is none. */
static gboolean
take_protocol (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
               const CvpnNode *rule, const char *name, CvpnRuleThing *match)
{
    CvpnNode node = cvpn_node_member (rule, name);
    g_autofree char *word = NULL;

    if (json_is_integer (node.json))
        word = g_strdup_printf ("%" JSON_INTEGER_FORMAT, json_integer_value (node.json));
    else
        word = g_strdup (cvpn_node_string (&node));
    if (word == NULL)
        return FALSE;
    if (!cvpn_thing_protocol (word, match)) {
        cvpn_node_fault (&node, "expected a protocol: tcp, udp, icmp, -1 or its number");
        return FALSE;
    }
    if (match->any || match->protocol != CVPN_PROTOCOL_ICMPV6)
        return TRUE;
    cvpn_terraform_left_out (terraform, resource, "rules", "IPv6");
    return FALSE;
}

/* FALSE: it is out of its range, which is said. */
static gboolean
take_number (const CvpnNode *rule, const char *name, gint most, gint *number)
{
    const gint64 given = cvpn_terraform_number (rule, name, -1);
    const CvpnNode node = cvpn_node_member (rule, name);

    *number = given < -1 || given > most ? -1 : (gint) given;
    if (*number == given)
        return TRUE;
    cvpn_node_fault (&node, "expected a number from 0 to %d, or -1 for all", most);
    return FALSE;
}

/* Rules of security groups have type and code in from_port and to_port, entries of network ACLs
 * have members of their own. */
static gboolean
take_icmp (const CvpnNode *rule, CvpnRuleThing *match)
{
    const json_t *type = cvpn_node_member (rule, "icmp_type").json;
    const gboolean own =
        json_is_integer (type) || (json_is_string (type) && *json_string_value (type) != '\0');

    if (!take_number (rule, own ? "icmp_type" : "from_port", 255, &match->from_port) ||
        !take_number (rule, own ? "icmp_code" : "to_port", 255, &match->to_port))
        return FALSE;
    if (match->from_port < 0)
        match->to_port = -1;
    return TRUE;
}

gboolean
cvpn_terraform_match (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
                      const CvpnNode *rule, const char *protocol, CvpnRuleThing *match)
{
    gint from, to;

    match->from_port = match->to_port = -1;
    if (!take_protocol (terraform, resource, rule, protocol, match))
        return FALSE;
    /* -1 has ports 0 to 0 and means all; other protocols than these three have none. */
    if (match->any || (match->protocol != 6 && match->protocol != 17 && match->protocol != 1))
        return TRUE;
    if (match->protocol == 1)
        return take_icmp (rule, match);
    if (!take_number (rule, "from_port", 65535, &from) ||
        !take_number (rule, "to_port", 65535, &to))
        return FALSE;
    if (from < 0 && to < 0)
        return TRUE;
    if (from < 0 || to < from) {
        cvpn_node_fault (rule, "its from_port is above its to_port, or one of them is missing");
        return FALSE;
    }
    match->from_port = from == 0 && to == 65535 ? -1 : from;
    match->to_port = from == 0 && to == 65535 ? -1 : to;
    return TRUE;
}

gboolean
cvpn_terraform_same_rule (const CvpnRuleThing *a, const CvpnRuleThing *b)
{
    return a->any == b->any && (a->any || a->protocol == b->protocol) &&
           a->from_port == b->from_port && a->to_port == b->to_port &&
           cvpn_prefix_equal (a->cidr, b->cidr) && g_strcmp0 (a->group, b->group) == 0 &&
           g_strcmp0 (a->prefix_list, b->prefix_list) == 0;
}
