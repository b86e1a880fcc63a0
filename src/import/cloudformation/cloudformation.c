/* A CloudFormation template, as `cdk synth` writes it or as `get-template` prints it: which
 * resources are read, and in which order. */
#include "import/forms.h"

#include <string.h>

#include "import/cloudformation/resources.h"

#define PASSES 4

typedef struct {
    const char *type;
    guint pass;
    CvpnCfnRead read; /* NULL: nothing to be said of it */
} Reader;

static const Reader readers[] = {
    { "AWS::CDK::Metadata", 0, NULL },
    { "AWS::EC2::EIP", 0, NULL },
    { "AWS::EC2::CustomerGateway", 0, NULL },
    { "AWS::EC2::VPC", 0, cvpn_cfn_read_vpc },
    { "AWS::EC2::RouteTable", 0, cvpn_cfn_read_route_table },
    { "AWS::EC2::InternetGateway", 0, cvpn_cfn_read_internet_gateway },
    { "AWS::EC2::VPNGateway", 0, cvpn_cfn_read_vpn_gateway },
    { "AWS::EC2::VPCPeeringConnection", 0, cvpn_cfn_read_peering },
    { "AWS::EC2::TransitGateway", 0, cvpn_cfn_read_transit_gateway },
    { "AWS::EC2::TransitGatewayAttachment", 0, cvpn_cfn_read_attachment },
    { "AWS::EC2::TransitGatewayVpcAttachment", 0, cvpn_cfn_read_attachment },
    { "AWS::EC2::TransitGatewayPeeringAttachment", 0, cvpn_cfn_read_other_attachment },
    { "AWS::EC2::TransitGatewayConnect", 0, cvpn_cfn_read_other_attachment },
    { "AWS::EC2::TransitGatewayRouteTable", 0, cvpn_cfn_read_transit_table },
    { "AWS::EC2::VPNConnection", 0, cvpn_cfn_read_vpn_connection },
    { "AWS::EC2::VPCEndpoint", 0, cvpn_cfn_read_vpc_endpoint },
    { "AWS::EC2::PrefixList", 0, cvpn_cfn_read_prefix_list },
    { "AWS::EC2::SecurityGroup", 0, cvpn_cfn_read_security_group },
    { "AWS::EC2::NetworkAcl", 0, cvpn_cfn_read_acl },
    { "AWS::EC2::ClientVpnEndpoint", 0, cvpn_cfn_read_client_vpn },
    { "AWS::EC2::VPCCidrBlock", 1, cvpn_cfn_read_vpc_cidr_block },
    { "AWS::EC2::Subnet", 1, cvpn_cfn_read_subnet },
    { "AWS::EC2::VPCGatewayAttachment", 1, cvpn_cfn_read_gateway_attachment },
    { "AWS::EC2::Route", 1, cvpn_cfn_read_route },
    { "AWS::EC2::VPNGatewayRoutePropagation", 1, cvpn_cfn_read_route_propagation },
    { "AWS::EC2::VPNConnectionRoute", 1, cvpn_cfn_read_vpn_route },
    { "AWS::EC2::TransitGatewayRoute", 1, cvpn_cfn_read_transit_route },
    { "AWS::EC2::TransitGatewayRouteTableAssociation", 1, cvpn_cfn_read_transit_association },
    { "AWS::EC2::TransitGatewayRouteTablePropagation", 1, cvpn_cfn_read_transit_propagation },
    { "AWS::EC2::NetworkAclEntry", 1, cvpn_cfn_read_acl_entry },
    { "AWS::EC2::ClientVpnTargetNetworkAssociation", 1, cvpn_cfn_read_client_association },
    { "AWS::EC2::ClientVpnRoute", 1, cvpn_cfn_read_client_route },
    { "AWS::EC2::ClientVpnAuthorizationRule", 1, cvpn_cfn_read_client_rule },
    { "Custom::VpcRestrictDefaultSG", 1, cvpn_cfn_read_restricted_default },
    { "AWS::EC2::SecurityGroupIngress", 2, cvpn_cfn_read_ingress },
    { "AWS::EC2::SecurityGroupEgress", 2, cvpn_cfn_read_egress },
    { "AWS::EC2::SubnetRouteTableAssociation", 2, cvpn_cfn_read_route_table_association },
    { "AWS::EC2::SubnetNetworkAclAssociation", 2, cvpn_cfn_read_acl_association },
    { "AWS::EC2::NatGateway", 2, cvpn_cfn_read_nat_gateway },
    { "AWS::EC2::NetworkInterface", 2, cvpn_cfn_read_interface },
    { "AWS::EC2::Instance", PASSES - 1, cvpn_cfn_read_instance },
};

static gboolean
is_template (const json_t *document)
{
    const json_t *resources = json_object_get (document, "Resources");
    const char *id;
    json_t *resource;

    if (!json_is_object (resources))
        return FALSE;
    if (json_object_get (document, "AWSTemplateFormatVersion"))
        return TRUE;
    json_object_foreach ((json_t *) (gsize) resources, id, resource)
    {
        const char *type = json_string_value (json_object_get (resource, "Type"));
        if (type && (g_str_has_prefix (type, "AWS::") || g_str_has_prefix (type, "Custom::")))
            return TRUE;
    }
    return FALSE;
}

/* The CLI's get-template wraps it. */
gboolean
cvpn_cloudformation_is (const json_t *document)
{
    return is_template (document) || is_template (json_object_get (document, "TemplateBody"));
}

static const Reader *
find_reader (const char *type)
{
    for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
        if (strcmp (readers[i].type, type) == 0)
            return &readers[i];
    return NULL;
}

static void
leave_out (CvpnCfn *cfn, const CvpnCfnResource *resource)
{
    if (strcmp (resource->type, "AWS::CloudFormation::Stack") == 0)
        cvpn_cfn_left_out (cfn, resource->type, "a stack with a template of its own: import that");
    else if (strcmp (resource->type, "AWS::EC2::EgressOnlyInternetGateway") == 0)
        cvpn_cfn_left_out (cfn, "IPv6", "egress-only internet gateways");
    else if (g_str_has_prefix (resource->type, "Custom::") ||
             strcmp (resource->type, "AWS::CloudFormation::CustomResource") == 0)
        cvpn_cfn_left_out (cfn, resource->type, "a custom resource: what it does is not known");
    else
        cvpn_cfn_left_out (cfn, resource->type, "not modelled");
}

static void
read_pass (CvpnCfn *cfn, guint pass)
{
    for (guint i = 0; i < cfn->resources->len; i++) {
        CvpnCfnResource *resource = g_ptr_array_index (cfn->resources, i);
        const Reader *reader = find_reader (resource->type);
        if (!reader && pass == 0)
            leave_out (cfn, resource);
        else if (reader && reader->read && reader->pass == pass &&
                 cvpn_cfn_exists (cfn, resource) &&
                 cvpn_inventory_is_new (cfn->inventory, resource->type, resource->name,
                                        resource->node))
            reader->read (cfn, resource);
    }
}

static void
read_template (CvpnInventory *inventory, const CvpnNode *template, const char *const *parameters)
{
    CvpnCfn cfn;

    cvpn_cfn_open (&cfn, inventory, template, parameters);
    for (guint pass = 0; pass < PASSES; pass++)
        read_pass (&cfn, pass);
    cvpn_cfn_finish_acls (&cfn);
    cvpn_cfn_finish_attachments (&cfn);
    cvpn_cfn_finish_client_vpns (&cfn);
    cvpn_cfn_check_given (&cfn);
    cvpn_cfn_close (&cfn);
}

void
cvpn_cloudformation_read (CvpnInventory *inventory, const GPtrArray *documents,
                          const char *const *parameters)
{
    for (guint i = 0; i < documents->len; i++) {
        const CvpnDocumentRead *document = g_ptr_array_index (documents, i);
        const CvpnNode root =
            cvpn_node_root (document->source, document->index, document->json, inventory->report);
        const CvpnNode body = cvpn_node_member (&root, "TemplateBody");
        if (i > 0)
            cvpn_node_fault (&root,
                             "a second template, after %s: their logical ids do not meet; "
                             "import one of them",
                             ((const CvpnDocumentRead *) documents->pdata[0])->source->name);
        else
            read_template (inventory, is_template (document->json) ? &root : &body, parameters);
    }
}
