/* What a reader wants a value to be: an id, a block, a number; and a fault if it is not that.
 *
 * CloudFormation takes numbers and booleans as strings too, and so is it here. */
#include "import/cloudformation/cloudformation.h"

#include <string.h>

#include "base/group_name.h"
#include "model/reserved_words.h"

void
cvpn_cfn_need (CvpnCfn *cfn, const CvpnCfnValue *value)
{
    if (value->kind == CVPN_CFN_THING) {
        cvpn_node_fault (value->node, "'%s' is known only once it is made", value->text);
        return;
    }
    if (!value->why) /* a fault has been said */
        return;
    /* One fault for each parameter that is missing, wherever it is used. */
    if (value->gives && !cvpn_cfn_once (cfn, "gives %s", value->gives))
        return;
    if (value->gives)
        cvpn_node_fault (value->node, "is not known: %s; --parameter %s=VALUE gives one",
                         value->why, value->gives);
    else
        cvpn_node_fault (value->node, "is not known: %s", value->why);
}

/* A text is repeated only if it can be nothing but an address or a number. */
static void
fault_form (const CvpnCfnValue *value, const char *wanted)
{
    if (value->kind == CVPN_CFN_TEXT && !value->secret && strlen (value->text) <= 49 &&
        strspn (value->text, "0123456789abcdefABCDEF.:/-") == strlen (value->text))
        cvpn_node_fault (value->node, "'%s' is no %s", value->text, wanted);
    else
        cvpn_node_fault (value->node, "%s %s is expected", strchr ("eiI", wanted[0]) ? "an" : "a",
                         wanted);
}

/* The text, or NULL where it is absent, and with a fault where it is none. */
static const char *
text_of (CvpnCfn *cfn, const CvpnCfnValue *value, const char *wanted)
{
    switch (value->kind) {
    case CVPN_CFN_TEXT:
        return value->text;
    case CVPN_CFN_UNKNOWN:
    case CVPN_CFN_THING:
        cvpn_cfn_need (cfn, value);
        return NULL;
    case CVPN_CFN_LIST:
    case CVPN_CFN_OBJECT:
        fault_form (value, wanted);
        return NULL;
    case CVPN_CFN_ABSENT:
    default:
        return NULL;
    }
}

const CvpnCfnValue *
cvpn_cfn_get (CvpnCfn *cfn, const CvpnCfnValue *object, const char *member)
{
    switch (object->kind) {
    case CVPN_CFN_OBJECT:
        return cvpn_cfn_resolve (cfn, cvpn_cfn_node_member (cfn, object->node, member));
    case CVPN_CFN_ABSENT:
    case CVPN_CFN_UNKNOWN:
        return object;
    case CVPN_CFN_TEXT:
    case CVPN_CFN_THING:
    case CVPN_CFN_LIST:
    default:
        return cvpn_cfn_broken (cfn, object->node, "an object is expected");
    }
}

const CvpnCfnValue *
cvpn_cfn_property (CvpnCfn *cfn, const CvpnCfnResource *resource, const char *name)
{
    return cvpn_cfn_get (cfn, resource->properties, name);
}

gboolean
cvpn_cfn_has (const CvpnCfnValue *object, const char *member)
{
    return object->kind == CVPN_CFN_OBJECT && json_object_get (object->node->json, member);
}

const GPtrArray *
cvpn_cfn_items (CvpnCfn *cfn, const CvpnCfnValue *value)
{
    (void) cfn;
    if (value->kind == CVPN_CFN_LIST)
        return value->items;
    if (value->kind != CVPN_CFN_ABSENT && value->kind != CVPN_CFN_UNKNOWN)
        cvpn_node_fault (value->node, "a list is expected");
    return NULL;
}

static const char *
unknown_id (CvpnCfn *cfn, const CvpnCfnValue *value)
{
    const char *name = cvpn_cfn_unknown_name (cfn, value);

    if (value->gives)
        cvpn_cfn_remark (cfn, name, "an id that is not known: %s; --parameter %s=ID gives it",
                         value->why, value->gives);
    else if (value->why)
        cvpn_cfn_remark (cfn, name, "an id that is not known: %s", value->why);
    return name;
}

/* What a property must refer to: AWS would refuse anything else. */
static const char *
type_of_property (const char *property)
{
    static const struct {
        const char *property, *type;
    } types[] = {
        { "VpcId", "AWS::EC2::VPC" },
        { "PeerVpcId", "AWS::EC2::VPC" },
        { "SubnetId", "AWS::EC2::Subnet" },
        { "TargetVpcSubnetId", "AWS::EC2::Subnet" },
        { "RouteTableId", "AWS::EC2::RouteTable" },
        { "InternetGatewayId", "AWS::EC2::InternetGateway" },
        { "VpnGatewayId", "AWS::EC2::VPNGateway" },
        { "NatGatewayId", "AWS::EC2::NatGateway" },
        { "TransitGatewayId", "AWS::EC2::TransitGateway" },
        { "VpcPeeringConnectionId", "AWS::EC2::VPCPeeringConnection" },
        { "CustomerGatewayId", "AWS::EC2::CustomerGateway" },
        { "VpnConnectionId", "AWS::EC2::VPNConnection" },
        { "GroupId", "AWS::EC2::SecurityGroup" },
        { "SourceSecurityGroupId", "AWS::EC2::SecurityGroup" },
        { "DestinationSecurityGroupId", "AWS::EC2::SecurityGroup" },
        { "NetworkAclId", "AWS::EC2::NetworkAcl" },
        { "TransitGatewayRouteTableId", "AWS::EC2::TransitGatewayRouteTable" },
        { "ClientVpnEndpointId", "AWS::EC2::ClientVpnEndpoint" },
        { "SubnetIds", "AWS::EC2::Subnet" },
        { "SecurityGroupIds", "AWS::EC2::SecurityGroup" },
        { "GroupSet", "AWS::EC2::SecurityGroup" },
        { "RouteTableIds", "AWS::EC2::RouteTable" },
    };

    for (guint i = 0; property && i < G_N_ELEMENTS (types); i++)
        if (strcmp (types[i].property, property) == 0)
            return types[i].type;
    return NULL;
}

/* The reference stands in that property, or in a function or list in it. */
static gboolean
is_of_type (const CvpnCfnValue *value)
{
    const char *type = NULL;

    for (const CvpnNode *at = value->node; at && !type; at = at->parent)
        type = type_of_property (at->member);
    if (!type || strcmp (value->type, type) == 0)
        return TRUE;
    cvpn_node_fault (value->node, "'%s' is an %s; an %s is expected", value->text, value->type,
                     type);
    return FALSE;
}

const char *
cvpn_cfn_id (CvpnCfn *cfn, const CvpnCfnValue *value)
{
    switch (value->kind) {
    case CVPN_CFN_THING:
        return is_of_type (value) ? value->text : NULL;
    case CVPN_CFN_UNKNOWN:
        return unknown_id (cfn, value);
    case CVPN_CFN_TEXT:
        if (strlen (value->text) <= 255 && cvpn_group_name_is_legal (value->text) &&
            !cvpn_is_reserved_word (value->text))
            return value->text;
        fault_form (value, "id");
        return NULL;
    case CVPN_CFN_LIST:
    case CVPN_CFN_OBJECT:
        fault_form (value, "id");
        return NULL;
    case CVPN_CFN_ABSENT:
    default:
        return NULL;
    }
}

const char *
cvpn_cfn_property_id (CvpnCfn *cfn, const CvpnCfnResource *resource, const char *name)
{
    return cvpn_cfn_id (cfn, cvpn_cfn_property (cfn, resource, name));
}

const char *
cvpn_cfn_need_id (CvpnCfn *cfn, const CvpnCfnResource *resource, const char *name)
{
    const CvpnCfnValue *value = cvpn_cfn_property (cfn, resource, name);

    if (value->kind == CVPN_CFN_ABSENT)
        cvpn_node_fault (resource->node, "%s has a %s", resource->type, name);
    return cvpn_cfn_id (cfn, value);
}

gboolean
cvpn_cfn_ids (CvpnCfn *cfn, const CvpnCfnValue *value, GPtrArray *ids)
{
    const GPtrArray *items = cvpn_cfn_items (cfn, value);

    if (value->kind == CVPN_CFN_UNKNOWN) {
        unknown_id (cfn, value);
        return FALSE;
    }
    for (guint i = 0; items && i < items->len; i++) {
        const char *id = cvpn_cfn_id (cfn, g_ptr_array_index (items, i));
        if (id)
            g_ptr_array_add (ids, (gpointer) (gsize) id);
    }
    return TRUE;
}

const char *
cvpn_cfn_string (CvpnCfn *cfn, const CvpnCfnValue *value)
{
    return text_of (cfn, value, "string");
}

gboolean
cvpn_cfn_boolean (CvpnCfn *cfn, const CvpnCfnValue *value, gboolean fallback)
{
    const char *text = text_of (cfn, value, "boolean");

    if (!text)
        return fallback;
    if (g_ascii_strcasecmp (text, "true") == 0)
        return TRUE;
    if (g_ascii_strcasecmp (text, "false") != 0)
        fault_form (value, "boolean");
    return FALSE;
}

gboolean
cvpn_cfn_enabled (CvpnCfn *cfn, const CvpnCfnValue *value, gboolean fallback)
{
    const char *text = text_of (cfn, value, "word");

    if (!text)
        return fallback;
    if (strcmp (text, "enable") != 0 && strcmp (text, "disable") != 0)
        cvpn_node_fault (value->node, "'enable' or 'disable' is expected");
    return strcmp (text, "enable") == 0;
}

gint64
cvpn_cfn_integer (CvpnCfn *cfn, const CvpnCfnValue *value, gint64 fallback)
{
    const char *text = text_of (cfn, value, "whole number");
    gint64 number = fallback;

    if (text && !g_ascii_string_to_signed (text, 10, G_MININT32, G_MAXINT32, &number, NULL)) {
        fault_form (value, "whole number");
        return fallback;
    }
    return number;
}

/* What a user could give is asked for; what nobody can give is left to the reader. */
static const char *
text_to_parse (CvpnCfn *cfn, const CvpnCfnValue *value, const char *wanted)
{
    if (value->kind == CVPN_CFN_UNKNOWN && !value->gives)
        return NULL;
    return text_of (cfn, value, wanted);
}

gboolean
cvpn_cfn_cidr (CvpnCfn *cfn, const CvpnCfnValue *value, CvpnPrefix *cidr)
{
    const char *text = text_to_parse (cfn, value, "CIDR block");
    const char *slash = text ? strchr (text, '/') : NULL;
    guint64 length = 0;
    guint32 address = 0;

    if (!text)
        return FALSE;
    g_autofree char *first = slash ? g_strndup (text, (gsize) (slash - text)) : NULL;
    if (!slash || !g_ascii_string_to_unsigned (slash + 1, 10, 0, 32, &length, NULL) ||
        !cvpn_address_parse (first, &address, NULL)) {
        fault_form (value, "IPv4 CIDR block");
        return FALSE;
    }
    /* Host bits are cleared as the EC2 API does it. */
    *cidr = (CvpnPrefix){ .address = address & cvpn_prefix_mask ((guint8) length),
                          .length = (guint8) length };
    return TRUE;
}

gboolean
cvpn_cfn_address (CvpnCfn *cfn, const CvpnCfnValue *value, guint32 *address)
{
    const char *text = text_to_parse (cfn, value, "IPv4 address");

    if (!text)
        return FALSE;
    if (cvpn_address_parse (text, address, NULL))
        return TRUE;
    fault_form (value, "IPv4 address");
    return FALSE;
}

static const char *
find_name (CvpnCfn *cfn, const CvpnCfnValue *tags)
{
    for (guint i = 0; tags->kind == CVPN_CFN_LIST && i < tags->items->len; i++) {
        const CvpnCfnValue *tag = g_ptr_array_index (tags->items, i);
        if (tag->kind != CVPN_CFN_OBJECT)
            continue;
        const CvpnCfnValue *key = cvpn_cfn_get (cfn, tag, "Key");
        if (key->kind != CVPN_CFN_TEXT || strcmp (key->text, "Name") != 0)
            continue;
        const CvpnCfnValue *value = cvpn_cfn_get (cfn, tag, "Value");
        if (value->kind == CVPN_CFN_UNKNOWN || (value->kind == CVPN_CFN_TEXT && !value->secret))
            return value->text;
    }
    return NULL;
}

/* A Client VPN endpoint has them in TagSpecifications. */
const char *
cvpn_cfn_name_tag (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    const CvpnCfnValue *all = cvpn_cfn_property (cfn, resource, "TagSpecifications");
    const char *name = find_name (cfn, cvpn_cfn_property (cfn, resource, "Tags"));

    for (guint i = 0; !name && all->kind == CVPN_CFN_LIST && i < all->items->len; i++) {
        const CvpnCfnValue *one = g_ptr_array_index (all->items, i);
        if (one->kind == CVPN_CFN_OBJECT)
            name = find_name (cfn, cvpn_cfn_get (cfn, one, "Tags"));
    }
    return name;
}
