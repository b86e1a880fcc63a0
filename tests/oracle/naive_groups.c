/* naive_groups: security groups, any rule of any group admits. */
#include "naive.h"

/* The groups that stand at an interface: those named, or the VPC's declared default
 * group; an empty list means the implied one. */
static GPtrArray *
find_groups (const CvpnSpec *spec, const GPtrArray *named, const char *vpc)
{
    GPtrArray *groups = g_ptr_array_new ();

    for (guint i = 0; i < named->len; i++)
        g_ptr_array_add (groups, naive_find (spec->security_groups, named->pdata[i]));
    for (guint i = 0; named->len == 0 && i < spec->security_groups->len; i++) {
        CvpnSecurityGroupSpec *group = spec->security_groups->pdata[i];
        if (group->is_default && g_str_equal (group->vpc, vpc))
            g_ptr_array_add (groups, group);
    }
    return groups;
}

/* Where the file says that they lag behind the endpoint's, those. */
const GPtrArray *
naive_landing_groups (const Naive *n)
{
    const CvpnGroup *landing = n->landing ? n->landing->group : n->unknown_landing->group;

    for (guint i = 0; i < n->endpoint->interface_groups->len; i++) {
        const CvpnInterfaceGroupsSpec *given = n->endpoint->interface_groups->pdata[i];
        if (g_str_equal (given->subnet, landing->name))
            return given->groups;
    }
    return n->endpoint->security_groups;
}

static gboolean
is_member (const CvpnSpec *spec, const GPtrArray *named, const char *vpc,
           const CvpnSecurityGroupSpec *group)
{
    g_autoptr (GPtrArray) groups = find_groups (spec, named, vpc);

    return g_str_equal (group->vpc, vpc) && g_ptr_array_find (groups, group, NULL);
}

/* Outbound a reference stands for who has the destination's address in the group's
 * VPC, which is this one or joined to it by peering. */
static gboolean
refers_to_destination (const Naive *n, const CvpnSecurityGroupSpec *group, const char *vpc,
                       guint32 destination)
{
    const CvpnHostSpec *host = naive_host_in_vpc (n->spec, group->vpc, destination);
    const NaiveSource *interface = &n->sources[0];

    if (!naive_vpcs_joined (n->spec, vpc, group->vpc))
        return FALSE;
    if (host)
        return is_member (n->spec, host->security_groups, group->vpc, group);
    return n->n_sources > 0 && interface->address == destination &&
           is_member (n->spec, naive_landing_groups (n), n->landing->vpc, group);
}

/* Inbound it stands for who sent the packet. */
static gboolean
refers_to_sender (const NaiveTrip *trip, const CvpnSecurityGroupSpec *group)
{
    return trip->referable &&
           is_member (trip->n->spec, trip->sender_groups, trip->sender_vpc, group);
}

/* 'trip' is NULL for rules of the outbound direction. */
static gboolean
rule_admits (const Naive *n, const NaiveTrip *trip, const CvpnMatchSpec *rule, const char *vpc,
             const NaivePacket *packet)
{
    const CvpnPrefixListSpec *list = naive_find (n->spec->prefix_lists, rule->peer);
    const CvpnSecurityGroupSpec *group = naive_find (n->spec->security_groups, rule->peer);
    const guint32 peer = trip ? packet->source : packet->destination;
    CvpnPrefix block;

    if (!naive_match (&rule->match, packet))
        return FALSE;
    if (cvpn_prefix_parse (rule->peer, &block, NULL))
        return naive_contains (block, peer);
    if (list)
        return naive_contains_any (list->entries, peer);
    return trip ? refers_to_sender (trip, group) : refers_to_destination (n, group, vpc, peer);
}

/* Who has an address that nobody of the file has may be in the group. */
static const CvpnUnknownSpec *
find_doubt (const Naive *n, const CvpnMatchSpec *rule, const char *vpc, const NaivePacket *packet)
{
    const CvpnSecurityGroupSpec *group = naive_find (n->spec->security_groups, rule->peer);

    return group && naive_match (&rule->match, packet) &&
                   naive_vpcs_joined (n->spec, vpc, group->vpc)
               ? naive_more_hosts (n->spec, group->vpc, packet->destination)
               : NULL;
}

static CvpnCode
doubt_outbound (const Naive *n, const GPtrArray *groups, const NaivePacket *packet)
{
    for (guint i = 0; i < groups->len; i++) {
        const CvpnSecurityGroupSpec *group = groups->pdata[i];
        for (guint j = 0; j < group->egress->len; j++) {
            const CvpnUnknownSpec *more =
                find_doubt (n, group->egress->pdata[j], group->vpc, packet);
            if (more)
                return naive_doubt (more);
        }
    }
    return CVPN_CODE_NONE;
}

static CvpnCode
judge (const Naive *n, const NaiveTrip *trip, const GPtrArray *groups, const NaivePacket *packet)
{
    guint n_rules = 0;

    for (guint i = 0; i < groups->len; i++) {
        const CvpnSecurityGroupSpec *group = groups->pdata[i];
        const GPtrArray *rules = trip ? group->ingress : group->egress;
        for (guint j = 0; j < rules->len; j++)
            if (rule_admits (n, trip, rules->pdata[j], group->vpc, packet))
                return CVPN_CODE_NONE;
        n_rules += rules->len;
    }
    const CvpnCode doubt = trip ? CVPN_CODE_NONE : doubt_outbound (n, groups, packet);
    if (doubt != CVPN_CODE_NONE)
        return doubt;
    return n_rules == 0 ? CVPN_CODE_SG_HAS_NO_RULES : CVPN_CODE_ENI_SG_RULES_MISMATCH;
}

/* The implied default group lets all out. */
CvpnCode
naive_admit_out (const Naive *n, const GPtrArray *named, const char *vpc, const NaivePacket *packet)
{
    g_autoptr (GPtrArray) groups = find_groups (n->spec, named, vpc);

    return groups->len == 0 ? CVPN_CODE_NONE : judge (n, NULL, groups, packet);
}

/* The implied default group admits from itself, which is a reference to a group. */
CvpnCode
naive_admit_in (const NaiveTrip *trip, const GPtrArray *named, const char *vpc)
{
    g_autoptr (GPtrArray) own = find_groups (trip->n->spec, named, vpc);

    if (own->len > 0)
        return judge (trip->n, trip, own, &trip->packet);
    if (!trip->referable || !g_str_equal (trip->sender_vpc, vpc))
        return CVPN_CODE_ENI_SG_RULES_MISMATCH;
    g_autoptr (GPtrArray) theirs = find_groups (trip->n->spec, trip->sender_groups, vpc);
    return theirs->len == 0 ? CVPN_CODE_NONE : CVPN_CODE_ENI_SG_RULES_MISMATCH;
}
