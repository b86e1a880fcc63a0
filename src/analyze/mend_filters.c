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
write_ports (const Judged *judged, const char *const words[4])
{
    if (judged->match.protocol != CVPN_PROTOCOL_TCP &&
        judged->match.protocol != CVPN_PROTOCOL_UDP && judged->match.protocol != CVPN_PROTOCOL_ICMP)
        return g_strdup (""); /* has none */
    if (judged->match.protocol == CVPN_PROTOCOL_ICMP)
        return g_strdup_printf ("%s%d,%s%d", words[0], judged->match.icmp_type, words[1],
                                judged->match.icmp_code);
    return g_strdup_printf ("%s%u,%s%u", words[2], judged->match.first, words[3],
                            judged->match.last);
}

/* An address that only AWS knows, of an interface on the internet. */
static gboolean
is_stand_in (guint32 address)
{
    return cvpn_prefix_contains (CVPN_PUBLIC_STAND_IN, address);
}

/* A free number in front of the entry that denied. */
static guint
free_number (const CvpnNetwork *net, CvpnSpan entries, guint32 rule)
{
    guint previous = 0;

    for (guint32 i = entries.first; i < entries.first + entries.count; i++) {
        const CvpnAclEntry *entry = cvpn_at (net->acl_entries, CvpnAclEntry, i);
        if (entry->rule != rule) {
            previous = entry->number;
            continue;
        }
        if (entry->number == G_MAXUINT16) /* the implied deny at the end */
            return MIN (previous + 100, 32766u);
        return entry->number - previous > 1 ? (previous + entry->number) / 2 : previous;
    }
    return previous + 100;
}

/* One ACL may stop a flow at both of its ends: a change of its own for each, with
 * the next lower number. */
static char *
choose_key (const CvpnMendContext *c, const char *acl, gboolean inbound, guint number,
            const char *value)
{
    char *key = g_strdup_printf ("%s %u", inbound ? "inbound" : "outbound", number);

    while (number > 1 && cvpn_mend_differs (c, "network-acl", acl, key, value)) {
        g_free (key);
        key = g_strdup_printf ("%s %u", inbound ? "inbound" : "outbound", --number);
    }
    return key;
}

void
cvpn_mend_acl (const CvpnMendContext *c)
{
    static const char *const words[] = { "--icmp-type-code Type=", "Code=", "--port-range From=",
                                         "To=" };
    const gboolean inbound = c->spot->inbound;
    const CvpnAcl *acl =
        cvpn_at (c->net->acls, CvpnAcl, cvpn_subnet (c->net, c->spot->subnet)->acl);
    const Judged judged = find_judged (c);
    const guint number =
        free_number (c->net, inbound ? acl->inbound : acl->outbound, c->verdict->rule);
    char peer[CVPN_PREFIX_TEXT];

    if (is_stand_in (inbound ? judged.from : judged.to))
        return;
    cvpn_prefix_format (cvpn_mend_block (c, inbound ? judged.from : judged.to), peer);
    g_autofree char *match = cvpn_match_format (&judged.match);
    g_autofree char *value = g_strdup_printf ("allow %s %s", match, peer);
    g_autofree char *key = choose_key (c, acl->name, inbound, number, value);
    g_autofree char *protocol = cvpn_protocol_format (judged.match.protocol);
    g_autofree char *ports = write_ports (&judged, words);
    g_autofree char *command = g_strdup_printf (
        "aws ec2 create-network-acl-entry --network-acl-id %s %s --rule-number %s --protocol %s%s"
        "%s --cidr-block %s --rule-action allow",
        acl->name, inbound ? "--ingress" : "--egress", strchr (key, ' ') + 1, protocol,
        *ports ? " " : "", ports, peer);
    cvpn_mend_add (c, "network-acl", acl->name, key, value, command);
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

/* A default group that is declared anew goes on admitting from itself. */
static char *
append_rule (const CvpnMendContext *c, const char *name, const char *key, const char *item)
{
    const char *slash = strchr (name, '/');

    if (!slash)
        return cvpn_mend_append (c, "security-group", name, key, item);
    return g_strdup_printf ("all %.*s-%s; %s", (int) (slash - name), name, slash + 1, item);
}

void
cvpn_mend_group (const CvpnMendContext *c)
{
    static const char *const words[] = { "FromPort=", "ToPort=", "FromPort=", "ToPort=" };
    const gboolean egress = c->verdict->step == CVPN_STEP_SECURITY_GROUP || !c->spot->inbound;
    const char *name = cvpn_network_rule (c->net, c->verdict->rule)->component;
    const Judged judged = find_judged (c);
    const char *key = egress ? "egress" : "ingress";

    if (!egress && is_stand_in (judged.from))
        return;
    g_autofree char *source = NULL;
    g_autofree char *peer = write_peer (c, egress, &source);
    g_autofree char *match = cvpn_match_format (&judged.match);
    g_autofree char *item = g_strdup_printf ("%s %s", match, peer);
    g_autofree char *value = append_rule (c, name, key, item);
    g_autofree char *protocol = cvpn_protocol_format (judged.match.protocol);
    g_autofree char *ports = write_ports (&judged, words);
    g_autofree char *command =
        g_strdup_printf ("aws ec2 authorize-security-group-%s --group-id %s --ip-permissions "
                         "'IpProtocol=%s,%s%s%s'",
                         key, name, protocol, ports, *ports ? "," : "", source);
    cvpn_mend_add (c, "security-group", name, key, value, command);
}

void
cvpn_mend_listener (const CvpnMendContext *c)
{
    const CvpnHost *host = cvpn_host (c->net, c->landing->walk.way.place.host);
    const Judged judged = find_judged (c);
    g_autofree char *match = cvpn_match_format (&judged.match);
    g_autofree char *value = cvpn_mend_append (c, "host", host->name, "listen", match);

    cvpn_mend_add (c, "host", host->name, "listen", value, "");
}
