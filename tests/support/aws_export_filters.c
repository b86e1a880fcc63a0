/* Security groups and network ACLs. */
#include "aws_export_parts.h"

/* As a security group's rule has it: a word for the three that have one. */
static void
set_protocol (JsonObject *object, const CvpnMatch *match)
{
    switch (match->protocol) {
    case CVPN_PROTOCOL_ALL:
        aws_text (object, "IpProtocol", "-1");
        return;
    case CVPN_PROTOCOL_TCP:
    case CVPN_PROTOCOL_UDP:
        aws_text (object, "IpProtocol", match->protocol == CVPN_PROTOCOL_TCP ? "tcp" : "udp");
        json_object_set_int_member (object, "FromPort", match->first);
        json_object_set_int_member (object, "ToPort", match->last);
        return;
    case CVPN_PROTOCOL_ICMP:
        aws_text (object, "IpProtocol", "icmp");
        json_object_set_int_member (object, "FromPort", match->icmp_type);
        json_object_set_int_member (object, "ToPort", match->icmp_code);
        return;
    default:
        aws_format (object, "IpProtocol", "%d", match->protocol);
    }
}

static const char *
vpc_of_group (const AwsExport *e, const char *name)
{
    for (guint i = 0; i < e->spec->security_groups->len; i++) {
        const CvpnSecurityGroupSpec *spec = e->spec->security_groups->pdata[i];
        if (g_str_equal (spec->group->name, name))
            return spec->vpc;
    }
    return NULL;
}

static void
add_pair (const AwsExport *e, JsonArray *pairs, const char *vpc, const char *group)
{
    JsonObject *pair = aws_object (pairs);
    const char *other = vpc_of_group (e, group);

    aws_text (pair, "GroupId", aws_id (e, group));
    aws_text (pair, "UserId", AWS_ACCOUNT);
    if (!other || g_str_equal (other, vpc))
        return;
    aws_text (pair, "VpcId", aws_id (e, other));
    for (guint i = 0; i < e->spec->peerings->len; i++) {
        const CvpnPeeringSpec *spec = e->spec->peerings->pdata[i];
        const gboolean joins =
            (g_str_equal (spec->requester_vpc, vpc) && g_str_equal (spec->accepter_vpc, other)) ||
            (g_str_equal (spec->requester_vpc, other) && g_str_equal (spec->accepter_vpc, vpc));
        if (!joins || spec->status != CVPN_PEERING_ACTIVE)
            continue;
        aws_text (pair, "VpcPeeringConnectionId", aws_id (e, spec->group->name));
        aws_text (pair, "PeeringStatus", "active");
    }
}

static void
export_permission (AwsExport *e, JsonArray *list, const char *vpc, const CvpnMatchSpec *rule)
{
    JsonObject *permission = aws_object (list);
    const char *kind = g_hash_table_lookup (e->kinds, rule->peer);
    JsonArray *ranges, *ranges6, *lists, *pairs;

    set_protocol (permission, &rule->match);
    ranges = aws_list (permission, "IpRanges");
    ranges6 = aws_list (permission, "Ipv6Ranges");
    lists = aws_list (permission, "PrefixListIds");
    pairs = aws_list (permission, "UserIdGroupPairs");
    if (!kind) {
        JsonObject *range = aws_object (ranges);
        aws_text (range, "CidrIp", rule->peer);
        if (aws_chance (e, 30))
            aws_text (range, "Description", "for a reason");
    } else if (g_str_equal (kind, "prefix-list")) {
        aws_text (aws_object (lists), "PrefixListId", aws_id (e, rule->peer));
    } else {
        add_pair (e, pairs, vpc, rule->peer);
    }
    if (aws_chance (e, 20))
        aws_text (aws_object (ranges6), "CidrIpv6", "::/0");
}

static void
add_ipv6_permission (JsonArray *list)
{
    JsonObject *permission = aws_object (list);

    aws_text (permission, "IpProtocol", "icmpv6");
    json_object_set_int_member (permission, "FromPort", -1);
    json_object_set_int_member (permission, "ToPort", -1);
    aws_list (permission, "IpRanges");
    aws_text (aws_object (aws_list (permission, "Ipv6Ranges")), "CidrIpv6", "::/0");
    aws_list (permission, "PrefixListIds");
    aws_list (permission, "UserIdGroupPairs");
}

static void
export_permissions (AwsExport *e, JsonObject *group, const char *member, const char *vpc,
                    const GPtrArray *rules)
{
    JsonArray *list = aws_list (group, member);

    for (guint i = 0; i < rules->len; i++)
        export_permission (e, list, vpc, rules->pdata[i]);
    if (aws_chance (e, 20))
        add_ipv6_permission (list);
}

static JsonObject *
new_group (AwsExport *e, JsonArray *list, const char *id, const char *name, const char *vpc)
{
    JsonObject *group = aws_object (list);

    aws_text (group, "Description", name ? "of this scenario" : "default VPC security group");
    aws_text (group, "GroupName", name ? name : "default");
    aws_text (group, "OwnerId", AWS_ACCOUNT);
    aws_text (group, "GroupId", id);
    aws_tags (group, name ? name : "default");
    aws_text (group, "VpcId", aws_id (e, vpc));
    return group;
}

static void
export_group (AwsExport *e, JsonArray *list, const CvpnSecurityGroupSpec *spec)
{
    const char *name = spec->group->name;
    JsonObject *group =
        new_group (e, list, aws_id (e, name), spec->is_default ? NULL : name, spec->vpc);

    export_permissions (e, group, "IpPermissions", spec->vpc, spec->ingress);
    export_permissions (e, group, "IpPermissionsEgress", spec->vpc, spec->egress);
}

/* The group that a VPC has from the beginning: it admits itself and lets all out. */
static void
export_default_group (AwsExport *e, JsonArray *list, const char *vpc)
{
    g_autofree char *id = aws_default_group (e, vpc);
    JsonObject *group = new_group (e, list, id, NULL, vpc);
    JsonObject *in = aws_object (aws_list (group, "IpPermissions"));
    JsonObject *out = aws_object (aws_list (group, "IpPermissionsEgress"));
    JsonObject *pair;

    aws_text (in, "IpProtocol", "-1");
    aws_list (in, "IpRanges");
    aws_list (in, "Ipv6Ranges");
    aws_list (in, "PrefixListIds");
    pair = aws_object (aws_list (in, "UserIdGroupPairs"));
    aws_text (pair, "GroupId", id);
    aws_text (pair, "UserId", AWS_ACCOUNT);
    aws_text (out, "IpProtocol", "-1");
    aws_text (aws_object (aws_list (out, "IpRanges")), "CidrIp", "0.0.0.0/0");
    aws_text (aws_object (aws_list (out, "Ipv6Ranges")), "CidrIpv6", "::/0");
    aws_list (out, "PrefixListIds");
    aws_list (out, "UserIdGroupPairs");
}

void
aws_export_security_groups (AwsExport *e)
{
    JsonArray *list =
        aws_answers_add (e->answers, "describe-security-groups", NULL, "SecurityGroups");

    for (guint i = 0; i < e->spec->security_groups->len; i++)
        export_group (e, list, e->spec->security_groups->pdata[i]);
    for (guint i = 0; i < e->spec->vpcs->len; i++) {
        const CvpnVpcSpec *vpc = e->spec->vpcs->pdata[i];
        gboolean has_default = FALSE;
        for (guint j = 0; j < e->spec->security_groups->len; j++) {
            const CvpnSecurityGroupSpec *spec = e->spec->security_groups->pdata[j];
            has_default |= spec->is_default && g_str_equal (spec->vpc, vpc->group->name);
        }
        if (!has_default)
            export_default_group (e, list, vpc->group->name);
    }
}

static JsonObject *
add_entry (JsonArray *list, guint number, gboolean egress, gboolean allow, int protocol)
{
    JsonObject *entry = aws_object (list);

    json_object_set_boolean_member (entry, "Egress", egress);
    aws_format (entry, "Protocol", "%d", protocol);
    aws_text (entry, "RuleAction", allow ? "allow" : "deny");
    json_object_set_int_member (entry, "RuleNumber", number);
    return entry;
}

static void
export_entry (JsonArray *list, const CvpnRowSpec *row)
{
    JsonObject *entry =
        add_entry (list, row->number, !row->inbound, row->allow, row->match.protocol);

    aws_cidr (entry, "CidrBlock", row->prefix);
    if (row->match.protocol == CVPN_PROTOCOL_TCP || row->match.protocol == CVPN_PROTOCOL_UDP) {
        JsonObject *range = aws_member (entry, "PortRange");
        json_object_set_int_member (range, "From", row->match.first);
        json_object_set_int_member (range, "To", row->match.last);
    }
    if (row->match.protocol == CVPN_PROTOCOL_ICMP) {
        JsonObject *code = aws_member (entry, "IcmpTypeCode");
        json_object_set_int_member (code, "Code", row->match.icmp_code);
        json_object_set_int_member (code, "Type", row->match.icmp_type);
    }
}

static void
add_implied_entries (AwsExport *e, JsonArray *list, gboolean ipv6)
{
    for (guint egress = 0; egress < 2; egress++) {
        aws_text (add_entry (list, 32767, egress, FALSE, -1), "CidrBlock", "0.0.0.0/0");
        if (!ipv6)
            continue;
        aws_text (add_entry (list, 32768, egress, FALSE, -1), "Ipv6CidrBlock", "::/0");
        if (aws_chance (e, 50))
            aws_text (add_entry (list, 101, egress, TRUE, 58), "Ipv6CidrBlock", "::/0");
    }
}

/* 'spec' NULL: the default one of the VPC. */
static void
export_acl (AwsExport *e, JsonArray *list, const char *vpc, const CvpnAclSpec *spec)
{
    const char *name = spec ? spec->group->name : NULL;
    g_autofree char *implied = aws_new_id ("acl-", "default", vpc);
    const char *id = name ? aws_id (e, name) : implied;
    JsonObject *acl = aws_object (list);
    JsonArray *associations = aws_list (acl, "Associations");
    JsonArray *entries = aws_list (acl, "Entries");

    for (guint i = 0; i < e->spec->subnets->len; i++) {
        const CvpnSubnetSpec *subnet = e->spec->subnets->pdata[i];
        if (g_strcmp0 (subnet->network_acl, name) != 0 || !g_str_equal (subnet->vpc, vpc))
            continue;
        JsonObject *association = aws_object (associations);
        aws_format (association, "NetworkAclAssociationId", "aclassoc-%08x", i);
        aws_text (association, "NetworkAclId", id);
        aws_text (association, "SubnetId", aws_id (e, subnet->group->name));
    }
    for (guint i = 0; spec && i < spec->entries->len; i++)
        export_entry (entries, spec->entries->pdata[i]);
    for (guint egress = 0; !spec && egress < 2; egress++)
        aws_text (add_entry (entries, 100, egress, TRUE, -1), "CidrBlock", "0.0.0.0/0");
    add_implied_entries (e, entries, aws_chance (e, 30));
    json_object_set_boolean_member (acl, "IsDefault", spec == NULL);
    aws_text (acl, "NetworkAclId", id);
    aws_tags (acl, name ? name : "");
    aws_text (acl, "VpcId", aws_id (e, vpc));
    aws_text (acl, "OwnerId", AWS_ACCOUNT);
}

void
aws_export_network_acls (AwsExport *e)
{
    JsonArray *list = aws_answers_add (e->answers, "describe-network-acls", NULL, "NetworkAcls");

    for (guint i = 0; i < e->spec->network_acls->len; i++) {
        const CvpnAclSpec *spec = e->spec->network_acls->pdata[i];
        export_acl (e, list, spec->vpc, spec);
    }
    for (guint i = 0; i < e->spec->vpcs->len; i++)
        export_acl (e, list, ((CvpnVpcSpec *) e->spec->vpcs->pdata[i])->group->name, NULL);
}
