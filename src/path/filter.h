/* filter: matching packets against security groups, ACLs and firewalls. */
#pragma once

#include "path/walk.h"

/* Who wants to know for which other packets the answer would be the same. */
typedef struct {
    CvpnSelectors *range; /* of the request; NULL: nobody */
    gint32 shift;         /* from its selector to that of the packet that is judged */
    CvpnPorts *ports;     /* of the client, where an answer to them is judged; NULL: nobody */
} CvpnSame;

/* Narrows 'ports' (NULL: nothing) to those around 'port' that are as it is, in 'range' or not.
 * Returns TRUE if it is. */
gboolean cvpn_filter_ports (CvpnPorts *ports, guint16 port, CvpnPorts range);

/* For a packet of the walk: its request, or an answer to it. */
CvpnSame cvpn_filter_alike (const CvpnWalk *walk, const CvpnPacket *packet, gboolean answer);

/* Protocol, port, type and code alone. */
gboolean cvpn_filter_match (const CvpnMatch *match, const CvpnPacket *packet, CvpnSame alike);

/* Is the packet let through by a numbered list?  Lowest number first, first
 * match.  'peer' is the address that the entries' blocks are compared with: the
 * destination outbound, the source inbound.  'entry' receives the one that
 * decided; every list ends with a deny. */
gboolean cvpn_filter_acl (const CvpnNetwork *net, CvpnSpan entries, const CvpnPacket *packet,
                          guint32 peer, CvpnSame alike, const CvpnAclEntry **entry);

/* The other end of a flow, as rules see it: an address, and the security groups
 * behind it. */
typedef struct {
    guint32 address;
    gboolean groups_known; /* FALSE: of whoever has the address, in the rule's group's VPC */
    CvpnSpan groups;       /* in group_lists */
    gboolean referable;    /* came by private address, within the VPC or over a peering */
} CvpnFilterPeer;

/* A question to the security groups of one end about the packet to, or from, the
 * other. */
typedef struct {
    CvpnSpan groups; /* in group_lists */
    gboolean egress; /* their outbound rules; else inbound */
    guint32 vpc;     /* where the groups are */
    const CvpnPacket *packet;
    CvpnFilterPeer peer;
    CvpnSame alike;
} CvpnGroupsQuestion;

/* The rule that admits, or CVPN_RULE_NONE.  A reference to a group of another
 * VPC holds only over an active peering.  'n_rules' receives how many rules were
 * looked at: 0 if the groups have none in this direction. */
guint32 cvpn_filter_groups (const CvpnNetwork *net, const CvpnGroupsQuestion *question,
                            guint *n_rules);

/* Where no rule admits: the rule of the [unknown] that may do so, a group of the set,
 * or the peer of one of their rules; CVPN_RULE_NONE: nothing does.  Who has a group
 * among its own is known; whose an address is, only of hosts and endpoints. */
guint32 cvpn_filter_unknown (const CvpnNetwork *net, const CvpnGroupsQuestion *question);

/* First match of a firewall; no match allows.  'rule' as above. */
gboolean cvpn_filter_firewall (const CvpnNetwork *net, CvpnSpan rules, const CvpnPacket *packet,
                               CvpnSame alike, guint32 *rule);
