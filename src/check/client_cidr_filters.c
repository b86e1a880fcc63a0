/* client_cidr_filters: filters that name the client CIDR, whose addresses are seen by nobody
 * behind the endpoint's interface.
 *
 * (AWS Client VPN Administrator Guide, "Restrict access to your network") */
#include "check/check.h"

#include "path/filter.h"

/* A block not much wider than the client CIDR is meant for it, too: an assumption. */
#define WIDER_BITS 4

static gboolean
means (const CvpnEndpoint *endpoint, CvpnPrefix peer)
{
    return cvpn_prefix_covers (endpoint->client_cidr, peer) ||
           (cvpn_prefix_covers (peer, endpoint->client_cidr) &&
            peer.length + WIDER_BITS >= endpoint->client_cidr.length);
}

static const CvpnEndpoint *
find_named (const CvpnCheck *check, CvpnPrefix peer)
{
    for (guint32 i = 0; i < check->net->endpoints->len; i++) {
        const CvpnEndpoint *endpoint = cvpn_endpoint (check->net, i);
        if (endpoint->associations.count > 0 && means (endpoint, peer))
            return endpoint;
    }
    return NULL;
}

/* The cidrs of prefix lists are in net->cidrs too: a list may name the client CIDR as well. */
static gboolean
names_landing (const CvpnCheck *check, const CvpnEndpoint *endpoint, const CvpnFilterRule *rule)
{
    const CvpnSpan a = endpoint->associations;

    for (guint32 i = endpoint->groups.first; i < endpoint->groups.first + endpoint->groups.count;
         i++)
        if (rule->group == g_array_index (check->net->group_lists, guint32, i))
            return TRUE;
    for (guint32 i = a.first; i < a.first + a.count; i++)
        if (rule->group == CVPN_NONE && rule->prefix_list == CVPN_NONE &&
            cvpn_prefix_contains (rule->peer, cvpn_association (check->net, i)->interface_address))
            return TRUE;
    return FALSE;
}

/* TRUE if another rule of the list admits what the one for the client CIDR was meant for. */
static gboolean
is_mended (const CvpnCheck *check, const CvpnEndpoint *endpoint, CvpnSpan rules,
           const CvpnFilterRule *rule)
{
    for (guint32 i = rules.first; i < rules.first + rules.count; i++) {
        const CvpnFilterRule *other = cvpn_at (check->net->filter_rules, CvpnFilterRule, i);
        if (other->allow && names_landing (check, endpoint, other) &&
            cvpn_match_covers (&other->match, &rule->match))
            return TRUE;
    }
    return FALSE;
}

static void
check_filter (CvpnCheck *check, const char *kind, CvpnSpan rules)
{
    char text[CVPN_PREFIX_TEXT];

    for (guint32 i = rules.first; i < rules.first + rules.count; i++) {
        const CvpnFilterRule *rule = cvpn_at (check->net->filter_rules, CvpnFilterRule, i);
        if (!rule->allow || rule->group != CVPN_NONE || rule->prefix_list != CVPN_NONE)
            continue;
        const CvpnEndpoint *endpoint = find_named (check, rule->peer);
        if (!endpoint || cvpn_check_is_declared (check, rule->peer))
            continue;
        CvpnFinding *finding = cvpn_found_at_rule (
            check, CVPN_FINDING_CLIENT_CIDR_BEHIND_NAT, rule->rule,
            "[%s %s] admits %s, the client CIDR of [client-vpn-endpoint %s]: clients arrive with "
            "an address of the associated subnets",
            kind, cvpn_check_rule (check, rule->rule)->component,
            cvpn_prefix_format (rule->peer, text), endpoint->name);
        if (is_mended (check, endpoint, rules, rule))
            finding->severity = CVPN_SEVERITY_NOTE;
    }
}

static void
check_entries (CvpnCheck *check, CvpnSpan entries)
{
    char text[CVPN_PREFIX_TEXT];

    for (guint32 i = entries.first; i < entries.first + entries.count; i++) {
        const CvpnAclEntry *entry = cvpn_at (check->net->acl_entries, CvpnAclEntry, i);
        const CvpnEndpoint *endpoint = find_named (check, entry->peer);
        if (!endpoint || cvpn_check_is_declared (check, entry->peer))
            continue;
        cvpn_found_at_rule (
            check, CVPN_FINDING_CLIENT_CIDR_BEHIND_NAT, entry->rule,
            "[network-acl %s] names %s, the client CIDR of [client-vpn-endpoint %s]: no packet "
            "in a subnet has such an address",
            cvpn_check_rule (check, entry->rule)->component, cvpn_prefix_format (entry->peer, text),
            endpoint->name);
    }
}

void
cvpn_check_client_cidr_filters (CvpnCheck *check)
{
    const CvpnNetwork *net = check->net;

    for (guint32 i = 0; i < net->security_groups->len; i++)
        check_filter (check, "security-group",
                      cvpn_at (net->security_groups, CvpnSecurityGroup, i)->ingress);
    for (guint32 i = 0; i < net->networks->len; i++)
        check_filter (check, "network", cvpn_at (net->networks, CvpnOutside, i)->firewall);
    for (guint32 i = 0; i < net->acls->len; i++) {
        check_entries (check, cvpn_at (net->acls, CvpnAcl, i)->inbound);
        check_entries (check, cvpn_at (net->acls, CvpnAcl, i)->outbound);
    }
}
