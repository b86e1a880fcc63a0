/* cli_network_acls: describe-network-acls.
 *
 * Entries come in any order; those numbered 32767 (and 32768, of IPv6) are the implied denies. */
#include "import/cli/cli.h"

#define LAST_NUMBER 32766

static gboolean
read_match (CvpnCliAnswer *answer, const CvpnNode *element, CvpnRuleThing *rule)
{
    const CvpnNode protocol = cvpn_node_member (element, "Protocol");
    const CvpnNode range = cvpn_node_member (element, "PortRange");
    const CvpnNode icmp = cvpn_node_member (element, "IcmpTypeCode");

    if (!cvpn_cli_protocol (answer, &protocol, rule))
        return FALSE;
    return rule->protocol == 1
               ? cvpn_cli_ports (element, cvpn_node_get_integer (&icmp, "Type", -1),
                                 cvpn_node_get_integer (&icmp, "Code", -1), rule)
               : cvpn_cli_ports (element, cvpn_node_get_integer (&range, "From", -1),
                                 cvpn_node_get_integer (&range, "To", -1), rule);
}

static gboolean
read_action (const CvpnNode *element, gboolean *allow)
{
    const CvpnNode node = cvpn_node_member (element, "RuleAction");
    const char *action = cvpn_node_string (&node);

    if (!action) {
        cvpn_node_lacks (element, "no RuleAction");
        return FALSE;
    }
    *allow = g_str_equal (action, "allow");
    if (!*allow && !g_str_equal (action, "deny"))
        cvpn_node_fault (&node, "neither \"allow\" nor \"deny\"");
    return *allow || g_str_equal (action, "deny");
}

static void
read_entry (CvpnCliAnswer *answer, const CvpnNode *element, CvpnAclThing *acl)
{
    CvpnAclEntryThing entry = { .number = cvpn_node_get_integer (element, "RuleNumber", -1) };
    const CvpnNode number = cvpn_node_member (element, "RuleNumber");

    if (entry.number > LAST_NUMBER && entry.number <= LAST_NUMBER + 2)
        return;
    if (cvpn_node_get_string (element, "Ipv6CidrBlock") != NULL) {
        cvpn_cli_left_out_ipv6 (answer, "entries of network ACLs", 1);
        return;
    }
    if (entry.number < 1 || entry.number > LAST_NUMBER) {
        if (!number.json || json_is_null (number.json) || json_is_integer (number.json))
            cvpn_node_fault (&number, "expected a number from 1 to %d", LAST_NUMBER);
        return;
    }
    const CvpnNode egress = cvpn_node_member (element, "Egress");
    if (!egress.json)
        cvpn_node_fault (element, "no Egress");
    entry.egress = cvpn_node_boolean (&egress, FALSE);
    if (!cvpn_node_get_cidr (element, "CidrBlock", &entry.match.cidr)) {
        cvpn_node_lacks (element, "no CidrBlock");
        return;
    }
    if (read_action (element, &entry.allow) && read_match (answer, element, &entry.match))
        g_array_append_val (acl->entries, entry);
}

void
cvpn_cli_read_network_acl (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *id = cvpn_node_need_id (element, "NetworkAclId");
    const CvpnNode entries = cvpn_node_member (element, "Entries");
    CvpnAclThing *acl;

    if (!id || !cvpn_cli_is_new (answer, id, element))
        return;
    acl = cvpn_inventory_add_network_acl (answer->inventory, id, cvpn_cli_name (element, "Tags"),
                                          answer->source);
    acl->vpc = cvpn_inventory_keep (answer->inventory, cvpn_node_need_id (element, "VpcId"));
    acl->unknown = !json_is_array (entries.json); /* asked with --query, perhaps */
    acl->is_default = cvpn_node_get_boolean (element, "IsDefault", FALSE);
    cvpn_cli_ids (answer, element, "Associations", "SubnetId", acl->subnets);
    for (gsize i = 0, n = cvpn_node_length (&entries); i < n; i++) {
        const CvpnNode entry = cvpn_node_element (&entries, i);
        read_entry (answer, &entry, acl);
    }
}
