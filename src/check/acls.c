/* acls: entries of network ACLs that cannot mean what they say.
 *
 * Numbered entries, the first that matches decides (Amazon VPC User Guide, "Network ACL
 * rules"). */
#include "check/check.h"

#include "path/filter.h"

#define LAST_NUMBER 32766 /* what AWS adds itself has a higher one */

static gboolean
is_port_zero (const CvpnAclEntry *entry)
{
    return (entry->match.protocol == CVPN_PROTOCOL_TCP ||
            entry->match.protocol == CVPN_PROTOCOL_UDP) &&
           entry->match.first == 0 && entry->match.last == 0;
}

static CvpnPacket
make_packet (guint32 selector)
{
    return (CvpnPacket){ .protocol = cvpn_selector_protocol (selector),
                         .destination_port = cvpn_selector_destination_port (selector),
                         .icmp_type = cvpn_selector_icmp_type (selector),
                         .icmp_code = cvpn_selector_icmp_code (selector) };
}

/* One entry, and who decides in its place. */
typedef struct {
    const CvpnCheck *check;
    CvpnSpan entries;
    const CvpnAclEntry *entry;
    const CvpnAclEntry *earlier; /* the first that does; NULL: none yet */
    gboolean differs;            /* one of them decides otherwise */
} Rivals;

/* TRUE if the entry decides about some packet of this peer and of 'own', which it matches. */
static gboolean
decides_in (Rivals *rivals, guint32 peer, CvpnSelectors own)
{
    for (guint32 selector = own.first; selector <= own.last;) {
        const CvpnPacket packet = make_packet (selector);
        CvpnSelectors range = own;
        const CvpnAclEntry *deciding;
        cvpn_filter_acl (rivals->check->net, rivals->entries, &packet, peer,
                         (CvpnSame){ .range = &range }, &deciding);
        if (deciding == rivals->entry)
            return TRUE;
        rivals->earlier = rivals->earlier ? rivals->earlier : deciding;
        rivals->differs = rivals->differs || deciding->allow != rivals->entry->allow;
        selector = range.last + 1;
    }
    return FALSE;
}

static gboolean
decides_for (Rivals *rivals, guint32 peer)
{
    g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (CvpnSelectors));

    cvpn_selectors_add_match (own, &rivals->entry->match);
    for (guint i = 0; i < own->len; i++)
        if (decides_in (rivals, peer, g_array_index (own, CvpnSelectors, i)))
            return TRUE;
    return FALSE;
}

/* Earlier entries cut its peers at their own blocks' ends: one address of each piece. */
static gboolean
is_reached (Rivals *rivals)
{
    const CvpnPrefix peer = rivals->entry->peer;

    if (decides_for (rivals, peer.address))
        return TRUE;
    for (guint32 i = rivals->entries.first;
         cvpn_check_acl_entry (rivals->check, i) != rivals->entry; i++) {
        const CvpnPrefix cut = cvpn_check_acl_entry (rivals->check, i)->peer;
        const guint64 end = cut.address + cvpn_prefix_size (cut);
        if (!cvpn_prefix_covers (peer, cut))
            continue;
        if (decides_for (rivals, cut.address) ||
            (end < peer.address + cvpn_prefix_size (peer) && decides_for (rivals, (guint32) end)))
            return TRUE;
    }
    return FALSE;
}

/* For each ACL, whether some subnet has it; newly allocated. */
static gboolean *
list_used (const CvpnNetwork *net)
{
    gboolean *used = g_new0 (gboolean, net->acls->len);

    for (guint32 i = 0; i < net->subnets->len; i++)
        if (cvpn_subnet (net, i)->acl < net->acls->len)
            used[cvpn_subnet (net, i)->acl] = TRUE;
    return used;
}

static void
check_port_zero (CvpnCheck *check, const CvpnAclEntry *entry, gboolean used)
{
    const CvpnRule *rule = cvpn_check_rule (check, entry->rule);

    if (!is_port_zero (entry))
        return;
    CvpnFinding *finding = cvpn_found_at_rule (check, CVPN_FINDING_ACL_PORT_ZERO, entry->rule,
                                               "[network-acl %s] '%s' is for port 0 only",
                                               rule->component, rule->text);
    if (!used)
        finding->severity = CVPN_SEVERITY_NOTE;
}

/* The list ends with a deny that is its own, which some write out. */
static gboolean
is_last_word (const CvpnAclEntry *entry)
{
    return entry->number > LAST_NUMBER ||
           (!entry->allow && entry->match.protocol == CVPN_PROTOCOL_ALL && entry->peer.length == 0);
}

static void
report_unreached (CvpnCheck *check, const Rivals *rivals, gboolean used)
{
    const CvpnRule *rule = cvpn_check_rule (check, rivals->entry->rule);

    g_assert (rivals->earlier); /* what is not reached is decided by another */
    CvpnFinding *finding = cvpn_found_at_rule (
        check, CVPN_FINDING_ACL_ENTRY_UNREACHED, rivals->entry->rule,
        "[network-acl %s] '%s' is never reached: what it matches, '%s' or others before it match",
        rule->component, rule->text, cvpn_check_rule (check, rivals->earlier->rule)->text);
    if (!rivals->differs || !used)
        finding->severity = CVPN_SEVERITY_NOTE;
    cvpn_found_beside (check, finding, rivals->earlier->rule, "an entry before it");
}

static void
check_entries (CvpnCheck *check, CvpnSpan entries, gboolean used)
{
    for (guint32 i = entries.first; i + 1 < entries.first + entries.count; i++) {
        const CvpnAclEntry *entry = cvpn_check_acl_entry (check, i);
        Rivals rivals = { .check = check, .entries = entries, .entry = entry };
        check_port_zero (check, entry, used);
        if (!is_last_word (entry) && !is_reached (&rivals))
            report_unreached (check, &rivals, used);
    }
}

void
cvpn_check_acls (CvpnCheck *check)
{
    g_autofree gboolean *used = list_used (check->net);

    for (guint32 i = 0; i < check->net->acls->len; i++) {
        const CvpnAcl *acl = cvpn_at (check->net->acls, CvpnAcl, i);
        if (acl->unknown)
            continue;
        check_entries (check, acl->inbound, used[i]);
        check_entries (check, acl->outbound, used[i]);
    }
}
