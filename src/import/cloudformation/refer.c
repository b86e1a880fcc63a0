/* Ref, Fn::GetAtt and Fn::ImportValue: what is somewhere else in the template, or elsewhere. */
#include "import/cloudformation/cloudformation.h"

#include <string.h>

/* The attributes that are the same as Ref. */
static gboolean
is_own_id (const char *type, const char *attribute)
{
    static const struct {
        const char *type, *attribute;
    } ids[] = {
        { "AWS::EC2::VPC", "VpcId" },
        { "AWS::EC2::Subnet", "SubnetId" },
        { "AWS::EC2::RouteTable", "RouteTableId" },
        { "AWS::EC2::InternetGateway", "InternetGatewayId" },
        { "AWS::EC2::NatGateway", "NatGatewayId" },
        { "AWS::EC2::SecurityGroup", "GroupId" },
        { "AWS::EC2::VPNGateway", "VPNGatewayId" },
        { "AWS::EC2::VPNConnection", "VpnConnectionId" },
        { "AWS::EC2::CustomerGateway", "CustomerGatewayId" },
        { "AWS::EC2::TransitGatewayRouteTable", "TransitGatewayRouteTableId" },
        { "AWS::EC2::PrefixList", "PrefixListId" },
        { "AWS::EC2::Instance", "InstanceId" },
    };

    if (strcmp (attribute, "Id") == 0)
        return g_str_has_prefix (type, "AWS::EC2::");
    for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
        if (strcmp (ids[i].type, type) == 0 && strcmp (ids[i].attribute, attribute) == 0)
            return TRUE;
    return FALSE;
}

/* The property that an attribute repeats, if the template has it. */
static const char *
find_property (const char *attribute)
{
    if (strcmp (attribute, "PrivateIp") == 0 || strcmp (attribute, "PrimaryPrivateIpAddress") == 0)
        return "PrivateIpAddress";
    return attribute;
}

static CvpnSecurityGroupThing *
add_default_group (CvpnCfn *cfn, const char *name, const CvpnCfnResource *vpc)
{
    CvpnSecurityGroupThing *group =
        cvpn_inventory_add_security_group (cfn->inventory, name, NULL, cfn->source);
    const CvpnRuleThing all = {
        .any = TRUE, .from_port = -1, .to_port = -1, .cidr = { .address = 0, .length = 0 }
    };
    const CvpnRuleThing itself = { .any = TRUE,
                                   .from_port = -1,
                                   .to_port = -1,
                                   .cidr = { .length = CVPN_PREFIX_UNSET },
                                   .group = group->thing.id };

    group->thing.declared = TRUE;
    group->vpc = vpc->name;
    group->is_default = TRUE;
    group->rules_known = TRUE;
    g_array_append_val (group->ingress, itself);
    g_array_append_val (group->egress, all);
    return group;
}

/* A new VPC's own ACL allows everything (Amazon VPC User Guide, "Default network ACL"). */
static void
add_default_acl (CvpnCfn *cfn, const char *name, const CvpnCfnResource *vpc)
{
    CvpnAclThing *acl = cvpn_inventory_add_network_acl (cfn->inventory, name, NULL, cfn->source);

    acl->thing.declared = TRUE;
    acl->vpc = vpc->name;
    acl->is_default = TRUE;
    for (guint egress = 0; egress < 2; egress++) {
        const CvpnAclEntryThing entry = {
            .egress = egress == 1,
            .allow = TRUE,
            .number = 100,
            .match = { .any = TRUE, .from_port = -1, .to_port = -1, .cidr = { .length = 0 } },
        };
        g_array_append_val (acl->entries, entry);
    }
}

static const CvpnCfnValue *
default_of_vpc (CvpnCfn *cfn, const CvpnNode *node, const CvpnCfnResource *vpc, gboolean group)
{
    CvpnInventory *inventory = cfn->inventory;
    g_autofree char *name =
        g_strconcat (vpc->name, group ? "-default-security-group" : "-default-network-acl", NULL);

    if (group && !cvpn_inventory_find (inventory, inventory->security_groups, name))
        add_default_group (cfn, name, vpc);
    if (!group && !cvpn_inventory_find (inventory, inventory->network_acls, name))
        add_default_acl (cfn, name, vpc);
    return cvpn_cfn_thing (cfn, node, name,
                           group ? "AWS::EC2::SecurityGroup" : "AWS::EC2::NetworkAcl");
}

/* AWS gives it: who has seen it may say it, as --parameter Vpc.CidrBlock=10.0.0.0/16. */
static const CvpnCfnValue *
made_on_deployment (CvpnCfn *cfn, const CvpnNode *node, const char *id, const char *attribute)
{
    g_autofree char *name = g_strconcat (id, ".", attribute, NULL);
    g_autofree char *text = g_strconcat ("${", name, "}", NULL);
    g_autofree char *why =
        g_strdup_printf ("%s of '%s' is known only once it is made", attribute, id);
    const char *given = cvpn_cfn_given (cfn, name);

    return given ? cvpn_cfn_text (cfn, node, given, FALSE)
                 : cvpn_cfn_unknown (cfn, node, text, why, name);
}

const CvpnCfnValue *
cvpn_cfn_attribute (CvpnCfn *cfn, const CvpnNode *node, const char *id, const char *attribute)
{
    CvpnCfnResource *resource = cvpn_cfn_resource (cfn, id);

    if (!resource || !cvpn_cfn_exists (cfn, resource))
        return cvpn_cfn_broken (cfn, node, "there is no resource '%s'%s", id,
                                resource ? " under the conditions of now" : "");
    if (is_own_id (resource->type, attribute))
        return cvpn_cfn_thing (cfn, node, resource->name, resource->type);
    if (strcmp (resource->type, "AWS::EC2::VPC") == 0) {
        if (strcmp (attribute, "DefaultSecurityGroup") == 0)
            return default_of_vpc (cfn, node, resource, TRUE);
        if (strcmp (attribute, "DefaultNetworkAcl") == 0)
            return default_of_vpc (cfn, node, resource, FALSE);
    }
    if (g_str_has_prefix (resource->type, "AWS::EC2::") &&
        resource->properties->kind == CVPN_CFN_OBJECT) {
        const CvpnCfnValue *property =
            cvpn_cfn_get (cfn, resource->properties, find_property (attribute));
        if (property->kind != CVPN_CFN_ABSENT)
            return property;
    }
    return made_on_deployment (cfn, node, id, attribute);
}

const CvpnCfnValue *
cvpn_cfn_refer (CvpnCfn *cfn, const CvpnNode *node, const char *name)
{
    if (strcmp (name, "AWS::NoValue") == 0)
        return cvpn_cfn_absent (cfn, node);
    if (g_str_has_prefix (name, "AWS::"))
        return cvpn_cfn_pseudo (cfn, node, name);
    if (cvpn_cfn_is_parameter (cfn, name))
        return cvpn_cfn_parameter (cfn, node, name);
    CvpnCfnResource *resource = cvpn_cfn_resource (cfn, name);
    if (!resource)
        return cvpn_cfn_broken (cfn, node, "there is no resource or parameter '%s'", name);
    if (!cvpn_cfn_exists (cfn, resource))
        return cvpn_cfn_broken (cfn, node, "there is no resource '%s' under the conditions of now",
                                name);
    /* Its Ref is an address, not an id. */
    if (strcmp (resource->type, "AWS::EC2::EIP") == 0)
        return made_on_deployment (cfn, node, name, "PublicIp");
    return cvpn_cfn_thing (cfn, node, resource->name, resource->type);
}

const CvpnCfnValue *
cvpn_cfn_ref (CvpnCfn *cfn, const CvpnNode *arguments)
{
    const char *name = cvpn_node_string (arguments);

    return name ? cvpn_cfn_refer (cfn, arguments, name)
                : cvpn_cfn_broken (cfn, arguments,
                                   "the name of a resource or parameter is expected");
}

/* "Vpc.CidrBlock", as in YAML and in Fn::Sub, or two strings. */
const CvpnCfnValue *
cvpn_cfn_get_att (CvpnCfn *cfn, const CvpnNode *arguments)
{
    if (json_is_string (arguments->json)) {
        const char *text = json_string_value (arguments->json);
        const char *dot = strchr (text, '.');
        if (!dot)
            return cvpn_cfn_broken (cfn, arguments, "RESOURCE.ATTRIBUTE is expected");
        g_autofree char *id = g_strndup (text, (gsize) (dot - text));
        return cvpn_cfn_attribute (cfn, arguments, cvpn_cfn_keep (cfn, id),
                                   cvpn_cfn_keep (cfn, dot + 1));
    }
    if (!cvpn_cfn_has_arguments (arguments, 2, 2))
        return cvpn_cfn_unknown (cfn, arguments, "not-known", NULL, NULL);
    const CvpnNode id = cvpn_node_element (arguments, 0);
    const CvpnCfnValue *attribute = cvpn_cfn_argument (cfn, arguments, 1);
    const char *name = cvpn_node_string (&id);
    const char *member = cvpn_cfn_string (cfn, attribute);

    return name && member ? cvpn_cfn_attribute (cfn, arguments, name, member)
                          : cvpn_cfn_unknown (cfn, arguments, "not-known", NULL, NULL);
}

const CvpnCfnValue *
cvpn_cfn_import_value (CvpnCfn *cfn, const CvpnNode *arguments)
{
    const CvpnCfnValue *name = cvpn_cfn_resolve (cfn, arguments);

    if (name->kind == CVPN_CFN_UNKNOWN)
        return cvpn_cfn_unknown (cfn, arguments, name->text, name->why, name->gives);
    if (name->kind != CVPN_CFN_TEXT)
        return cvpn_cfn_broken (cfn, arguments, "the name of an export is expected");
    const char *given = cvpn_cfn_given (cfn, name->text);
    if (given)
        return cvpn_cfn_text (cfn, arguments, given, FALSE);
    g_autofree char *why =
        g_strdup_printf ("another stack exports it, as '%s'", name->secret ? "…" : name->text);
    g_autofree char *text = g_strconcat ("${", name->secret ? "export" : name->text, "}", NULL);
    return cvpn_cfn_unknown (cfn, arguments, text, why, name->secret ? NULL : name->text);
}
