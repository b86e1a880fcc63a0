/* terraform_match: protocols and ports as the provider writes them. */
#include <string.h>

#include "import/terraform/terraform.h"

/* "tcp", "6", "-1", "all", "icmpv6": FALSE with IPv6's, or with a word that is none. */
static gboolean
take_protocol (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
               const CvpnNode *rule, const char *name, CvpnRuleThing *match)
{
    static const struct {
        const char *word;
        guint8 number;
    } words[] = { { "tcp", 6 }, { "udp", 17 }, { "icmp", 1 } };
    CvpnNode node = cvpn_node_member (rule, name);
    g_autofree char *word = NULL;
    gint64 number;

    if (json_is_integer (node.json))
        word = g_strdup_printf ("%" JSON_INTEGER_FORMAT, json_integer_value (node.json));
    else
        word = g_strdup (cvpn_node_string (&node));
    if (word == NULL)
        return FALSE;
    if (strcmp (word, "-1") == 0 || g_ascii_strcasecmp (word, "all") == 0) {
        match->any = TRUE;
        return TRUE;
    }
    if (g_ascii_strcasecmp (word, "icmpv6") == 0 || strcmp (word, "58") == 0) {
        cvpn_terraform_left_out (terraform, resource, "rules", "IPv6");
        return FALSE;
    }
    for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
        if (g_ascii_strcasecmp (word, words[i].word) == 0) {
            match->protocol = words[i].number;
            return TRUE;
        }
    }
    if (!g_ascii_string_to_signed (word, 10, 0, 255, &number, NULL)) {
        cvpn_node_fault (&node, "expected a protocol: tcp, udp, icmp, -1 or its number");
        return FALSE;
    }
    match->protocol = (guint8) number;
    return TRUE;
}

static gint
take_number (const CvpnNode *rule, const char *name, gint64 least)
{
    gint64 number = cvpn_terraform_number (rule, name, -1);
    CvpnNode node = cvpn_node_member (rule, name);

    if (number < least || number > 65535) {
        cvpn_node_fault (&node, "expected a port from 0 to 65535");
        return -1;
    }
    return (gint) number;
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
    from = take_number (rule, "from_port", -1);
    to = take_number (rule, "to_port", -1);
    if (match->protocol == 1) {
        gint64 type = cvpn_terraform_number (rule, "icmp_type", from);
        gint64 code = cvpn_terraform_number (rule, "icmp_code", to);

        match->from_port = (gint) CLAMP (type, -1, 255);
        match->to_port = match->from_port < 0 ? -1 : (gint) CLAMP (code, -1, 255);
        return TRUE;
    }
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
