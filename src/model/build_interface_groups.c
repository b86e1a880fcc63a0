/* build_interface_groups: the security groups of an endpoint's interfaces. */
#include "model/builder.h"

static gboolean
is_known (const CvpnNetwork *net, guint32 vpc)
{
    return vpc != CVPN_NONE && !cvpn_vpc (net, vpc)->unknown;
}

/* The [unknown] that a landing of the endpoint is, or may be; CVPN_RULE_NONE: there is none. */
static guint32
landing_rule (CvpnBuilder *b, const CvpnEndpointSpec *spec)
{
    const CvpnUnknownSpec *more = cvpn_builder_more_spec (b, "subnet", spec->group->name);

    if (spec->target_networks->len > 0)
        return cvpn_builder_unknown (b, spec->target_networks->pdata[0]);
    return more ? cvpn_builder_unknown (b, more->group->name) : CVPN_RULE_NONE;
}

/* The default group of a VPC of which nothing is known, perhaps not even which it is. */
static void
add_unknown_default (CvpnBuilder *b, const CvpnEndpointSpec *spec, const CvpnEndpoint *endpoint)
{
    CvpnNetwork *net = b->net;
    const CvpnSecurityGroup group = { .name = "default",
                                      .vpc = CVPN_NONE,
                                      .unknown = TRUE,
                                      .rule = endpoint->vpc != CVPN_NONE
                                                  ? cvpn_vpc (net, endpoint->vpc)->rule
                                                  : landing_rule (b, spec) };

    if (group.rule == CVPN_RULE_NONE)
        return;
    g_array_append_val (net->group_lists, net->security_groups->len);
    g_array_append_val (net->security_groups, group);
}

static void
append_groups (CvpnBuilder *b, const CvpnEndpointSpec *spec, const CvpnEndpoint *endpoint,
               const char *key, const GPtrArray *names)
{
    CvpnNetwork *net = b->net;

    for (guint i = 0; i < names->len; i++) {
        const char *name = names->pdata[i];
        guint32 group = cvpn_builder_index (b, name);
        if (is_known (net, endpoint->vpc) && cvpn_builder_unknown (b, name) == CVPN_RULE_NONE &&
            cvpn_at (net->security_groups, CvpnSecurityGroup, group)->vpc != endpoint->vpc)
            cvpn_builder_refuse (b, spec->group, key, SECURITY_GROUP_IN_OTHER_VPC,
                                 "[security-group %s] is not of [vpc %s]", name,
                                 cvpn_vpc (net, endpoint->vpc)->name);
        g_array_append_val (net->group_lists, group);
    }
}

void
cvpn_build_endpoint_groups (CvpnBuilder *b, const CvpnEndpointSpec *spec, CvpnEndpoint *endpoint)
{
    CvpnNetwork *net = b->net;
    guint32 first = net->group_lists->len;

    append_groups (b, spec, endpoint, "security-groups", spec->security_groups);
    if (net->group_lists->len == first && is_known (net, endpoint->vpc))
        g_array_append_val (net->group_lists, cvpn_vpc (net, endpoint->vpc)->default_group);
    else if (net->group_lists->len == first)
        add_unknown_default (b, spec, endpoint);
    endpoint->groups = cvpn_span_from (net->group_lists, first);
}

static gboolean
has_group (const CvpnNetwork *net, CvpnSpan span, guint32 group)
{
    for (guint32 i = span.first; i < span.first + span.count; i++)
        if (g_array_index (net->group_lists, guint32, i) == group)
            return TRUE;
    return FALSE;
}

/* Lists have no group twice. */
static gboolean
is_same_set (const CvpnNetwork *net, CvpnSpan a, CvpnSpan b)
{
    for (guint32 i = a.first; i < a.first + a.count; i++)
        if (!has_group (net, b, g_array_index (net->group_lists, guint32, i)))
            return FALSE;
    return a.count == b.count;
}

/* The groups of one interface, with the rule that says so if they are not the endpoint's. */
static void
give_groups (CvpnBuilder *b, const CvpnEndpointSpec *spec, const CvpnEndpoint *endpoint,
             const CvpnInterfaceGroupsSpec *given, CvpnAssociation *association)
{
    const guint32 first = b->net->group_lists->len;
    g_autoptr (GString) names = g_string_new (NULL);

    append_groups (b, spec, endpoint, "interface-security-groups", given->groups);
    const CvpnSpan groups = cvpn_span_from (b->net->group_lists, first);
    if (is_same_set (b->net, groups, endpoint->groups))
        return;
    for (guint i = 0; i < given->groups->len; i++)
        g_string_append_printf (names, " %s", (char *) given->groups->pdata[i]);
    association->groups = groups;
    association->groups_rule =
        cvpn_builder_rule (b, CVPN_RULE_OBJECT, endpoint->name, spec->group,
                           "interface-security-groups", "%s%s", given->subnet, names->str);
}

void
cvpn_build_interface_groups (CvpnBuilder *b, const CvpnEndpointSpec *spec,
                             const CvpnEndpoint *endpoint, const char *subnet,
                             CvpnAssociation *association)
{
    association->groups = endpoint->groups;
    association->groups_rule = CVPN_RULE_NONE;
    for (guint i = 0; i < spec->interface_groups->len; i++) {
        const CvpnInterfaceGroupsSpec *given = spec->interface_groups->pdata[i];
        if (g_str_equal (given->subnet, subnet))
            give_groups (b, spec, endpoint, given, association);
    }
}
