/* Cures in security groups, network ACLs and hosts. */
#include <string.h>

#include "analyze/mend.h"

/* The packet that the obstacle judged: the client's on its way, or the answer,
 * which goes to any port that SNAT may choose. */
typedef struct {
    CvpnMatch match;
    guint32 from, to;
} Judged;

static Judged
find_judged (const CvpnMendContext *c)
{
    const CvpnPacket *p =
        c->verdict->step == CVPN_STEP_SECURITY_GROUP ? &c->landing->walk.packet : &c->spot->packet;
    const gboolean back = c->verdict->direction == CVPN_RETURN;
    const gboolean translated = c->landing->walk.n_translations > 0;
    Judged judged = { .from = p->source, .to = p->destination };

    judged.match = (CvpnMatch){
        .protocol = p->protocol,
        .first = back ? MIN (c->endpoint->snat_first, 1024) : p->destination_port,
        .last = back ? MAX (c->endpoint->snat_last, 65535) : p->destination_port,
        .icmp_type = p->icmp_type,
        .icmp_code = p->icmp_code,
    };
    if (back && !translated) {
        judged.match.first = c->endpoint->snat_first;
        judged.match.last = c->endpoint->snat_last;
    }
    return judged;
}

/* "FromPort=443,ToPort=443", with the words of the call in question. */
static char *
write_ports (const CvpnMatch *match, const char *const words[4])
{
    if (match->protocol != CVPN_PROTOCOL_TCP && match->protocol != CVPN_PROTOCOL_UDP &&
        match->protocol != CVPN_PROTOCOL_ICMP)
        return g_strdup (""); /* has none */
    if (match->protocol == CVPN_PROTOCOL_ICMP)
        return g_strdup_printf ("%s%d,%s%d", words[0], match->icmp_type, words[1],
                                match->icmp_code);
    return g_strdup_printf ("%s%u,%s%u", words[2], match->first, words[3], match->last);
}

/* An address that only AWS knows, of an interface on the internet. */
static gboolean
is_stand_in (guint32 address)
{
    return cvpn_prefix_contains (CVPN_PUBLIC_STAND_IN, address);
}

/* A list of an ACL, and which of its entries denied: the first one of them, and what their
 * blocks have in common. */
typedef struct {
    const CvpnAcl *acl;
    gboolean inbound;
    CvpnSpan entries;
    const CvpnAclEntry *denied;
    CvpnPrefix peer;
} Denial;

/* Is any of what is to be mended denied by the entry?  Of answers it is not known. */
static gboolean
denies_more (const CvpnMendContext *c, const CvpnAclEntry *entry, guint32 address)
{
    const GArray *extent = c->answer->extent;

    if (!extent || entry->allow || c->verdict->direction == CVPN_RETURN ||
        !cvpn_prefix_contains (entry->peer, address))
        return FALSE;
    for (guint i = 0; i < extent->len; i++) {
        const CvpnSelectors *range = &g_array_index (extent, CvpnSelectors, i);
        CvpnSelectors first = *range;
        cvpn_selectors_narrow (&first, range->first, &entry->match);
        if (first.last < range->last || /* it tells some of the range from others */
            cvpn_match_admits (&entry->match, cvpn_selector_protocol (range->first),
                               cvpn_selector_port (range->first),
                               (guint8) (cvpn_selector_port (range->first) >> 8),
                               (guint8) cvpn_selector_port (range->first)))
            return TRUE;
    }
    return FALSE;
}

static Denial
find_denial (const CvpnMendContext *c, guint32 address)
{
    Denial d = { .acl = cvpn_at (c->net->acls, CvpnAcl, cvpn_subnet (c->net, c->spot->subnet)->acl),
                 .inbound = c->spot->inbound,
                 .peer = { address, 32 } };

    d.entries = d.inbound ? d.acl->inbound : d.acl->outbound;
    for (guint32 i = d.entries.first; i < d.entries.first + d.entries.count; i++) {
        const CvpnAclEntry *entry = cvpn_at (c->net->acl_entries, CvpnAclEntry, i);
        const gboolean decided = entry->rule == c->verdict->rule;
        if (!decided && !denies_more (c, entry, address))
            continue;
        d.denied = d.denied ? d.denied : entry;
        d.peer = entry->peer.length < d.peer.length ? entry->peer : d.peer;
        if (decided)
            break;
    }
    g_assert (d.denied); /* the rule of the verdict is one of them */
    return d;
}

/* Where the search for a number begins: in the gap before the entry that denied. */
static guint
first_number (const CvpnNetwork *net, const Denial *d)
{
    guint previous = 0;

    for (guint32 i = d->entries.first; i < d->entries.first + d->entries.count; i++) {
        const CvpnAclEntry *entry = cvpn_at (net->acl_entries, CvpnAclEntry, i);
        if (entry->number < d->denied->number)
            previous = entry->number;
    }
    return d->denied->number == G_MAXUINT16 /* the implied one, at the end */
               ? MIN (previous + 100, 32766u)
               : (previous + d->denied->number) / 2;
}

static gboolean
is_taken (const CvpnNetwork *net, const Denial *d, guint number)
{
    for (guint32 i = d->entries.first; i < d->entries.first + d->entries.count; i++)
        if (cvpn_at (net->acl_entries, CvpnAclEntry, i)->number == number)
            return TRUE;
    return FALSE;
}

/* Is nothing left to an entry that somebody wrote, once the other one stands before it? */
static gboolean
is_superseded (const Denial *d, const CvpnMatch *match, CvpnPrefix peer)
{
    return d->denied->number != G_MAXUINT16 && cvpn_match_covers (match, &d->denied->match) &&
           cvpn_prefix_covers (peer, d->denied->peer);
}

/* The denial's own, if nothing is left to it; else the first free one from there towards the
 * front; the denial's own, if none is left. */
static char *
choose_key (const CvpnMendContext *c, const Denial *d, const char *value, gboolean superseded)
{
    const char *word = d->inbound ? "inbound" : "outbound";
    g_autofree char *own = g_strdup_printf ("%s %u", word, MIN (d->denied->number, 32766u));

    if (superseded && !cvpn_mend_differs (c, "network-acl", d->acl->name, own, value))
        return g_steal_pointer (&own);
    for (guint number = first_number (c->net, d); number > 0; number--) {
        g_autofree char *key = g_strdup_printf ("%s %u", word, number);
        if (!is_taken (c->net, d, number) &&
            !cvpn_mend_differs (c, "network-acl", d->acl->name, key, value))
            return g_steal_pointer (&key);
    }
    return g_steal_pointer (&own);
}

/* No wider than what denied: further rules of that list are to go on for the others. */
static CvpnPrefix
narrow (CvpnPrefix block, CvpnPrefix denied)
{
    return denied.length > block.length ? denied : block;
}

static void
add_entry (const CvpnMendContext *c, const Denial *d, const CvpnMatch *match, CvpnPrefix block)
{
    static const char *const words[] = { "--icmp-type-code Type=", "Code=", "--port-range From=",
                                         "To=" };
    char peer[CVPN_PREFIX_TEXT];
    g_autofree char *what = cvpn_match_format (match);
    g_autofree char *value =
        g_strdup_printf ("allow %s %s", what, cvpn_prefix_format (block, peer));
    g_autofree char *key = choose_key (c, d, value, is_superseded (d, match, block));
    const guint number = (guint) g_ascii_strtoull (strchr (key, ' ') + 1, NULL, 10);
    g_autofree char *protocol = cvpn_protocol_format (match->protocol);
    g_autofree char *ports = write_ports (match, words);
    g_autofree char *command = g_strdup_printf (
        "aws ec2 %s-network-acl-entry --network-acl-id %s %s --rule-number %u --protocol %s%s%s "
        "--cidr-block %s --rule-action allow",
        is_taken (c->net, d, number) ? "replace" : "create", d->acl->name,
        d->inbound ? "--ingress" : "--egress", number, protocol, *ports ? " " : "", ports, peer);

    cvpn_mend_add (c, "network-acl", d->acl->name, key, value, command);
}

void
cvpn_mend_acl (const CvpnMendContext *c)
{
    const Judged judged = find_judged (c);
    const guint32 address = c->spot->inbound ? judged.from : judged.to;
    const Denial denial = find_denial (c, address);
    const CvpnPrefix peer = narrow (cvpn_mend_block (c, address), denial.peer);

    if (is_stand_in (address))
        return;
    g_autoptr (GArray) matches = cvpn_mend_matches (c, &judged.match);
    for (guint i = 0; i < matches->len; i++)
        add_entry (c, &denial, &g_array_index (matches, CvpnMatch, i), peer);
}

/* Who shall be let in: the endpoint's group where a reference to it holds; or out:
 * to a service by its prefix list. */
static char *
write_peer (const CvpnMendContext *c, gboolean egress, char **source)
{
    const CvpnPlace *place = &c->landing->walk.way.place;
    const gboolean referable =
        !egress && c->spot->referable && c->verdict->direction == CVPN_FORWARD;
    const guint32 first = g_array_index (c->net->group_lists, guint32, c->endpoint->groups.first);
    const CvpnSecurityGroup *group = cvpn_at (c->net->security_groups, CvpnSecurityGroup, first);
    char text[CVPN_PREFIX_TEXT];

    /* A default group that stands in no file has no name to refer to. */
    if (referable && !strchr (group->name, '/')) {
        *source = g_strdup_printf ("UserIdGroupPairs=[{GroupId=%s}]", group->name);
        return g_strdup (group->name);
    }
    if (egress && place->kind == CVPN_PLACE_SERVICE) {
        const guint32 list =
            cvpn_at (c->net->vpc_endpoints, CvpnVpcEndpoint, place->gateway)->prefix_list;
        const char *name = cvpn_at (c->net->prefix_lists, CvpnPrefixList, list)->name;
        *source = g_strdup_printf ("PrefixListIds=[{PrefixListId=%s}]", name);
        return g_strdup (name);
    }
    const Judged judged = find_judged (c);
    cvpn_prefix_format (cvpn_mend_block (c, egress ? judged.to : judged.from), text);
    *source = g_strdup_printf ("IpRanges=[{CidrIp=%s}]", text);
    return g_strdup (text);
}

static void
add_rule (const CvpnMendContext *c, const char *name, const char *key, const CvpnMatch *match,
          const char *peer, const char *source)
{
    static const char *const words[] = { "FromPort=", "ToPort=", "FromPort=", "ToPort=" };
    g_autofree char *what = cvpn_match_format (match);
    g_autofree char *item = g_strdup_printf ("%s %s", what, peer);
    g_autofree char *protocol = match->protocol == CVPN_PROTOCOL_ALL
                                    ? g_strdup ("-1")
                                    : cvpn_protocol_format (match->protocol);
    g_autofree char *ports = write_ports (match, words);
    g_autofree char *command =
        g_strdup_printf ("aws ec2 authorize-security-group-%s --group-id %s --ip-permissions "
                         "'IpProtocol=%s,%s%s%s'",
                         key, name, protocol, ports, *ports ? "," : "", source);

    cvpn_mend_add_item (c, "security-group", name, key, item, command);
}

/* A default group that is declared anew goes on admitting from itself. */
static void
keep_itself (const CvpnMendContext *c, const char *name)
{
    if (!strchr (name, '/'))
        return;
    g_autofree char *declared = cvpn_mend_declare (c, "security-group", name);
    g_autofree char *itself = g_strdup_printf ("all %s", declared);
    cvpn_mend_add_item (c, "security-group", name, "ingress", itself, "");
}

/* The group that gets a rule; the endpoint's own for its interfaces, whatever they have yet. */
static const char *
find_group (const CvpnMendContext *c)
{
    if (c->verdict->step != CVPN_STEP_SECURITY_GROUP)
        return cvpn_network_rule (c->net, c->verdict->rule)->component;
    const guint32 first = g_array_index (c->net->group_lists, guint32, c->endpoint->groups.first);
    return cvpn_at (c->net->security_groups, CvpnSecurityGroup, first)->name;
}

void
cvpn_mend_group (const CvpnMendContext *c)
{
    const gboolean egress = c->verdict->step == CVPN_STEP_SECURITY_GROUP || !c->spot->inbound;
    const char *name = find_group (c);
    const Judged judged = find_judged (c);
    const char *key = egress ? "egress" : "ingress";

    if ((!egress && is_stand_in (judged.from)) || cvpn_mend_appliance (c) || cvpn_mend_lag (c))
        return;
    g_autofree char *source = NULL;
    g_autofree char *peer = write_peer (c, egress, &source);
    g_autoptr (GArray) matches = cvpn_mend_matches (c, &judged.match);
    keep_itself (c, name);
    for (guint i = 0; i < matches->len; i++)
        add_rule (c, name, key, &g_array_index (matches, CvpnMatch, i), peer, source);
}

void
cvpn_mend_listener (const CvpnMendContext *c)
{
    const CvpnHost *host = cvpn_host (c->net, c->landing->walk.way.place.host);
    const Judged judged = find_judged (c);
    g_autoptr (GArray) matches = cvpn_mend_matches (c, &judged.match);

    for (guint i = 0; i < matches->len; i++) {
        g_autofree char *match = cvpn_match_format (&g_array_index (matches, CvpnMatch, i));
        cvpn_mend_add_item (c, "host", host->name, "listen", match, "");
    }
}
