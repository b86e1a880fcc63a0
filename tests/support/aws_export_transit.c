/* Transit gateways, over seven calls, of which three do not say which table they are about. */
#include "aws_export_parts.h"

static const CvpnAttachmentSpec *
find_attachment (const AwsExport *e, const char *name)
{
    for (guint i = 0; i < e->spec->attachments->len; i++) {
        const CvpnAttachmentSpec *spec = e->spec->attachments->pdata[i];
        if (g_str_equal (spec->group->name, name))
            return spec;
    }
    return NULL; /* an [unknown] */
}

/* "ResourceType" and "ResourceId", and the attachment's own id. */
static void
add_resource (const AwsExport *e, JsonObject *object, const char *attachment)
{
    const CvpnAttachmentSpec *spec = find_attachment (e, attachment);

    aws_text (object, "TransitGatewayAttachmentId", aws_id (e, attachment));
    if (!spec)
        return;
    aws_text (object, "ResourceType", spec->vpc ? "vpc" : "vpn");
    aws_text (object, "ResourceId", aws_id (e, spec->vpc ? spec->vpc : spec->vpn_connection));
}

static void
export_transit_gateways (AwsExport *e)
{
    JsonArray *list =
        aws_answers_add (e->answers, "describe-transit-gateways", NULL, "TransitGateways");

    for (guint i = 0; i < e->spec->transit_gateways->len; i++) {
        const CvpnTransitGatewaySpec *spec = e->spec->transit_gateways->pdata[i];
        JsonObject *gateway = aws_object (list), *options;
        aws_text (gateway, "TransitGatewayId", aws_id (e, spec->group->name));
        aws_text (gateway, "State", "available");
        aws_text (gateway, "OwnerId", AWS_ACCOUNT);
        aws_text (gateway, "CreationTime", "2019-07-10T14:02:12.000Z");
        options = aws_member (gateway, "Options");
        json_object_set_int_member (options, "AmazonSideAsn", 64516);
        aws_text (options, "DefaultRouteTableAssociation", "enable");
        aws_text (options, "SecurityGroupReferencingSupport",
                  spec->security_group_referencing ? "enable" : "disable");
        aws_tags (gateway, spec->group->name);
    }
}

static void
export_attachments (AwsExport *e)
{
    JsonArray *list = aws_answers_add (e->answers, "describe-transit-gateway-attachments", NULL,
                                       "TransitGatewayAttachments");

    for (guint i = 0; i < e->spec->attachments->len; i++) {
        const CvpnAttachmentSpec *spec = e->spec->attachments->pdata[i];
        JsonObject *object = aws_object (list);
        add_resource (e, object, spec->group->name);
        aws_text (object, "TransitGatewayId", aws_id (e, spec->transit_gateway));
        aws_text (object, "TransitGatewayOwnerId", AWS_ACCOUNT);
        aws_text (object, "State", "available");
        aws_text (object, "CreationTime", "2019-08-28T11:50:27.000Z");
        if (spec->route_table) {
            JsonObject *association = aws_member (object, "Association");
            aws_text (association, "TransitGatewayRouteTableId", aws_id (e, spec->route_table));
            aws_text (association, "State", "associated");
        }
        aws_tags (object, spec->group->name);
    }
}

static void
export_vpc_attachments (AwsExport *e)
{
    JsonArray *list = aws_answers_add (e->answers, "describe-transit-gateway-vpc-attachments", NULL,
                                       "TransitGatewayVpcAttachments");

    for (guint i = 0; i < e->spec->attachments->len; i++) {
        const CvpnAttachmentSpec *spec = e->spec->attachments->pdata[i];
        JsonObject *object, *options;
        JsonArray *subnets;
        if (!spec->vpc)
            continue;
        object = aws_object (list);
        aws_text (object, "TransitGatewayAttachmentId", aws_id (e, spec->group->name));
        aws_text (object, "TransitGatewayId", aws_id (e, spec->transit_gateway));
        aws_text (object, "VpcId", aws_id (e, spec->vpc));
        aws_text (object, "State", "available");
        subnets = aws_list (object, "SubnetIds");
        for (guint j = 0; j < spec->subnets->len; j++)
            json_array_add_string_element (subnets, aws_id (e, spec->subnets->pdata[j]));
        options = aws_member (object, "Options");
        aws_text (options, "DnsSupport", "enable");
        aws_text (options, "SecurityGroupReferencingSupport",
                  spec->security_group_referencing ? "enable" : "disable");
        aws_text (options, "ApplianceModeSupport", spec->appliance_mode ? "enable" : "disable");
        aws_tags (object, spec->group->name);
    }
}

static void
export_table_associations (AwsExport *e, const char *table)
{
    JsonArray *list = aws_answers_add (e->answers, "get-transit-gateway-route-table-associations",
                                       aws_id (e, table), "Associations");

    for (guint i = 0; i < e->spec->attachments->len; i++) {
        const CvpnAttachmentSpec *spec = e->spec->attachments->pdata[i];
        if (g_strcmp0 (spec->route_table, table) != 0)
            continue;
        JsonObject *object = aws_object (list);
        add_resource (e, object, spec->group->name);
        aws_text (object, "State", "associated");
    }
}

static void
export_propagations (AwsExport *e, const CvpnTransitRouteTableSpec *table)
{
    JsonArray *list =
        aws_answers_add (e->answers, "get-transit-gateway-route-table-propagations",
                         aws_id (e, table->group->name), "TransitGatewayRouteTablePropagations");

    for (guint i = 0; i < table->propagating->len; i++) {
        JsonObject *object = aws_object (list);
        add_resource (e, object, table->propagating->pdata[i]);
        aws_text (object, "State", "enabled");
    }
}

/* What is in force, whoever gave it. */
static void
export_transit_routes (AwsExport *e, const CvpnTransitRouteTable *table)
{
    AwsAnswer *answer;
    JsonArray *list = aws_answers_add (e->answers, "search-transit-gateway-routes",
                                       aws_id (e, table->name), "Routes");

    answer = e->answers->pdata[e->answers->len - 1];
    json_object_set_boolean_member (answer->json, "AdditionalRoutesAvailable", FALSE);
    for (guint i = 0; i < table->routes.count; i++) {
        const CvpnTransitRoute *route =
            cvpn_at (e->net->transit_routes, CvpnTransitRoute, table->routes.first + i);
        JsonObject *object = aws_object (list);
        aws_cidr (object, "DestinationCidrBlock", route->destination);
        if (route->attachment != CVPN_NONE)
            add_resource (e, aws_object (aws_list (object, "TransitGatewayAttachments")),
                          cvpn_at (e->net->attachments, CvpnAttachment, route->attachment)->name);
        aws_text (object, "Type", route->propagated ? "propagated" : "static");
        aws_text (object, "State", route->attachment == CVPN_NONE ? "blackhole" : "active");
    }
}

static void
export_transit_tables (AwsExport *e)
{
    JsonArray *list = aws_answers_add (e->answers, "describe-transit-gateway-route-tables", NULL,
                                       "TransitGatewayRouteTables");

    for (guint i = 0; i < e->spec->transit_route_tables->len; i++) {
        const CvpnTransitRouteTableSpec *spec = e->spec->transit_route_tables->pdata[i];
        JsonObject *object = aws_object (list);
        aws_text (object, "TransitGatewayRouteTableId", aws_id (e, spec->group->name));
        aws_text (object, "TransitGatewayId", aws_id (e, spec->transit_gateway));
        aws_text (object, "State", "available");
        json_object_set_boolean_member (object, "DefaultAssociationRouteTable", i == 0);
        json_object_set_boolean_member (object, "DefaultPropagationRouteTable", i == 0);
        aws_tags (object, spec->group->name);
    }
    for (guint i = 0; i < e->spec->transit_route_tables->len; i++) {
        const CvpnTransitRouteTableSpec *spec = e->spec->transit_route_tables->pdata[i];
        export_table_associations (e, spec->group->name);
        export_propagations (e, spec);
        export_transit_routes (e, cvpn_at (e->net->transit_route_tables, CvpnTransitRouteTable, i));
    }
}

void
aws_export_transit_gateways (AwsExport *e)
{
    export_transit_gateways (e);
    export_attachments (e);
    export_vpc_attachments (e);
    export_transit_tables (e);
}
