/* Security groups and their rules, inline and as resources of their own. */
#include "import/cloudformation/resources.h"
#include "import/things.h"

#include <string.h>

gboolean
cvpn_cfn_protocol (CvpnCfn *cfn, const CvpnCfnValue *value, CvpnRuleThing *rule)
{
    const char *text = cvpn_cfn_string (cfn, value);

    if (!text) {
        if (value->kind == CVPN_CFN_ABSENT)
            cvpn_node_fault (value->node, "is missing: a protocol's name or number, or -1");
        return FALSE;
    }
    if (!cvpn_thing_protocol (text, rule)) {
        cvpn_node_fault (value->node, "the name or number of a protocol is expected, or -1");
        return FALSE;
    }
    if (rule->any || rule->protocol != CVPN_PROTOCOL_ICMPV6)
        return TRUE;
    cvpn_cfn_left_out (cfn, "IPv6", "rules of security groups and network ACLs");
    return FALSE;
}

/* Ports count with TCP and UDP, type and code with ICMP; else they are passed over. */
void
cvpn_cfn_read_ports (CvpnCfn *cfn, const CvpnCfnValue *source, const char *first,
                     const char *second, CvpnRuleThing *rule)
{
    const gboolean icmp = rule->protocol == 1;
    const gint64 limit = icmp ? 255 : 65535;

    rule->from_port = -1;
    rule->to_port = -1;
    if (rule->any || (rule->protocol != 6 && rule->protocol != 17 && !icmp))
        return;
    const gint64 from = cvpn_cfn_integer (cfn, cvpn_cfn_get (cfn, source, first), -1);
    const gint64 to = cvpn_cfn_integer (cfn, cvpn_cfn_get (cfn, source, second), -1);
    if (from < -1 || to < -1 || from > limit || to > limit || (!icmp && from > to && to >= 0)) {
        cvpn_node_fault (source->node, "no %s: %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                         icmp ? "ICMP type and code" : "range of ports", from, to);
        return;
    }
    rule->from_port = (gint) from;
    rule->to_port = (gint) to;
}

typedef enum { PEER_NONE, PEER_READ, PEER_UNKNOWN } Peer;

/* The block; or, where nobody could say it, that it is not known. */
static Peer
read_block (CvpnCfn *cfn, const CvpnCfnValue *source, CvpnRuleThing *rule)
{
    const CvpnCfnValue *block = cvpn_cfn_get (cfn, source, "CidrIp");

    if (block->kind == CVPN_CFN_ABSENT)
        return PEER_NONE;
    if (cvpn_cfn_cidr (cfn, block, &rule->cidr))
        return PEER_READ;
    return PEER_UNKNOWN;
}

static Peer
read_peer (CvpnCfn *cfn, const CvpnCfnValue *source, gboolean egress, CvpnRuleThing *rule)
{
    const Peer block = read_block (cfn, source, rule);

    if (block != PEER_NONE)
        return block;
    rule->group = cvpn_cfn_id (
        cfn, cvpn_cfn_get (cfn, source,
                           egress ? "DestinationSecurityGroupId" : "SourceSecurityGroupId"));
    rule->prefix_list = cvpn_cfn_id (
        cfn, cvpn_cfn_get (cfn, source, egress ? "DestinationPrefixListId" : "SourcePrefixListId"));
    if (rule->group || rule->prefix_list)
        return PEER_READ;
    if (cvpn_cfn_has (source, "CidrIpv6")) {
        cvpn_cfn_left_out (cfn, "IPv6", "rules of security groups and network ACLs");
        return PEER_NONE;
    }
    /* By name a group is of the default VPC, which is in no template. */
    if (cvpn_cfn_get (cfn, source, "SourceSecurityGroupName")->kind != CVPN_CFN_ABSENT)
        return PEER_UNKNOWN;
    cvpn_node_fault (source->node, "a rule has a peer: CidrIp, %s, …",
                     egress ? "DestinationSecurityGroupId" : "SourceSecurityGroupId");
    return PEER_NONE;
}

/* One rule that is not known makes the whole group's unknown: it may admit anything. */
static void
read_rule (CvpnCfn *cfn, const CvpnCfnValue *source, gboolean egress, CvpnSecurityGroupThing *group)
{
    CvpnRuleThing rule = { .cidr = { .length = CVPN_PREFIX_UNSET } };

    if (source->kind == CVPN_CFN_UNKNOWN) {
        group->rules_known = FALSE;
        cvpn_cfn_need (cfn, source);
        return;
    }
    const Peer peer = read_peer (cfn, source, egress, &rule);
    if (peer == PEER_UNKNOWN) {
        group->rules_known = FALSE;
        cvpn_cfn_remark (cfn, group->thing.id,
                         "a rule's peer is not in the template, so nothing of the security "
                         "group's rules is relied on");
        return;
    }
    if (peer == PEER_NONE ||
        !cvpn_cfn_protocol (cfn, cvpn_cfn_get (cfn, source, "IpProtocol"), &rule))
        return;
    cvpn_cfn_read_ports (cfn, source, "FromPort", "ToPort", &rule);
    g_array_append_val (*(egress ? &group->egress : &group->ingress), rule);
}

static guint
read_rules (CvpnCfn *cfn, const CvpnCfnValue *rules, gboolean egress, CvpnSecurityGroupThing *group)
{
    const GPtrArray *items = cvpn_cfn_items (cfn, rules);

    if (rules->kind == CVPN_CFN_UNKNOWN)
        group->rules_known = FALSE;
    for (guint i = 0; items && i < items->len; i++)
        read_rule (cfn, g_ptr_array_index (items, i), egress, group);
    return items ? items->len : 0;
}

static void
list_egress_resources (CvpnCfn *cfn)
{
    cfn->egress = g_hash_table_new (g_str_hash, g_str_equal);
    for (guint i = 0; i < cfn->resources->len; i++) {
        CvpnCfnResource *resource = g_ptr_array_index (cfn->resources, i);
        if (strcmp (resource->type, "AWS::EC2::SecurityGroupEgress") != 0 ||
            !cvpn_cfn_exists (cfn, resource))
            continue;
        const CvpnCfnValue *id = cvpn_cfn_property (cfn, resource, "GroupId");
        if (id->kind == CVPN_CFN_THING)
            g_hash_table_add (cfn->egress, (gpointer) (gsize) id->text);
    }
}

/* Whether a rule of the group's own is a resource of the template: then AWS's default rule goes. */
static gboolean
has_egress_resource (CvpnCfn *cfn, const char *group)
{
    if (!cfn->egress)
        list_egress_resources (cfn);
    return g_hash_table_contains (cfn->egress, group);
}

void
cvpn_cfn_read_security_group (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const CvpnRuleThing all = {
        .any = TRUE, .from_port = -1, .to_port = -1, .cidr = { .address = 0, .length = 0 }
    };
    CvpnSecurityGroupThing *group = cvpn_inventory_add_security_group (
        cfn->inventory, resource->name, cvpn_cfn_name_tag (cfn, resource), cfn->source);

    group->thing.declared = TRUE;
    group->rules_known = TRUE;
    /* Without one it is of the default VPC, which no template makes. */
    group->vpc = cvpn_cfn_property_id (cfn, resource, "VpcId");
    if (!group->vpc && cvpn_cfn_property (cfn, resource, "VpcId")->kind == CVPN_CFN_ABSENT)
        group->vpc = "default-vpc";
    read_rules (cfn, cvpn_cfn_property (cfn, resource, "SecurityGroupIngress"), FALSE, group);
    if (read_rules (cfn, cvpn_cfn_property (cfn, resource, "SecurityGroupEgress"), TRUE, group) > 0)
        return;
    if (!has_egress_resource (cfn, resource->name))
        g_array_append_val (group->egress, all);
    else
        cvpn_cfn_remark (cfn, resource->name,
                         "its egress is that of AWS::EC2::SecurityGroupEgress alone: the rule "
                         "that lets everything out goes when CloudFormation adds one");
}

static void
read_own_rule (CvpnCfn *cfn, const CvpnCfnResource *resource, gboolean egress)
{
    const CvpnInventory *inventory = cfn->inventory;
    const char *id = cvpn_cfn_need_id (cfn, resource, "GroupId");
    CvpnSecurityGroupThing *group =
        id ? cvpn_inventory_find (inventory, inventory->security_groups, id) : NULL;

    if (group)
        read_rule (cfn, resource->properties, egress, group);
    else if (id)
        cvpn_cfn_left_out (cfn, resource->type, "of groups that the template does not make");
}

void
cvpn_cfn_read_ingress (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    read_own_rule (cfn, resource, FALSE);
}

void
cvpn_cfn_read_egress (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    read_own_rule (cfn, resource, TRUE);
}

/* The CDK's custom resource takes a VPC's default group its rules away (AWS CDK API Reference,
 * Vpc, "restrictDefaultSecurityGroup"); it does so before others add theirs. */
void
cvpn_cfn_read_restricted_default (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const CvpnInventory *inventory = cfn->inventory;
    const char *id = cvpn_cfn_property_id (cfn, resource, "DefaultSecurityGroupId");
    CvpnSecurityGroupThing *group =
        id ? cvpn_inventory_find (inventory, inventory->security_groups, id) : NULL;

    if (!group)
        return;
    g_array_set_size (group->ingress, 0);
    g_array_set_size (group->egress, 0);
    cvpn_cfn_remark (cfn, group->thing.id,
                     "the default security group is taken to have no rules: a resource of type "
                     "%s, as the CDK makes it, takes them away",
                     resource->type);
}
