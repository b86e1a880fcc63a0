/* filter: matching packets against security groups, ACLs and firewalls. */
#pragma once

#include "path/walk.h"

/* Is the packet let through by a numbered list?  Lowest number first, first
 * match.  'peer' is the address that the entries' blocks are compared with: the
 * destination outbound, the source inbound.  'entry' receives the one that
 * decided; every list ends with a deny. */
gboolean cvpn_filter_acl (const CvpnNetwork *net, CvpnSpan entries, const CvpnPacket *packet,
                          guint32 peer, const CvpnAclEntry **entry);

/* The other end of a flow, as rules see it: an address, and the security groups
 * behind it. */
typedef struct {
    guint32 address;
    gboolean groups_known; /* FALSE: of whoever has the address, in the rule's group's VPC */
    CvpnSpan groups;       /* in group_lists */
    guint32 vpc;           /* where they are; CVPN_NONE: not reached by private address */
} CvpnFilterPeer;

/* Does any rule of 'groups' (their egress rules, or ingress) admit the packet
 * to or from 'peer'?  'rule' receives the admitting rule, or CVPN_RULE_NONE.
 * 'vpc' is where 'groups' are; a reference to a group of another VPC holds only
 * over an active peering.  'n_rules' receives how many rules there are. */
gboolean cvpn_filter_groups (const CvpnNetwork *net, CvpnSpan groups, gboolean egress, guint32 vpc,
                             const CvpnPacket *packet, const CvpnFilterPeer *peer, guint32 *rule,
                             guint *n_rules);

/* First match of a firewall; no match allows.  'rule' as above. */
gboolean cvpn_filter_firewall (const CvpnNetwork *net, CvpnSpan rules, const CvpnPacket *packet,
                               guint32 *rule);
