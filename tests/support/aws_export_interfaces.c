/* Interfaces: of hosts, some of them instances, of gateways, and those that nobody is behind. */
#include "aws_export_parts.h"

#define GONE_LAST_BYTE 77 /* of the address of an instance that is stopped */

/* What all interfaces have; 'id' and 'description' are copied. */
static JsonObject *
new_interface (const AwsExport *e, JsonArray *list, const char *id, const char *subnet,
               guint32 address)
{
    JsonObject *object = aws_object (list);
    const char *vpc = aws_subnet_vpc (e, subnet);

    aws_text (object, "MacAddress", "0e:12:34:56:78:9a");
    aws_text (object, "NetworkInterfaceId", id);
    aws_text (object, "OwnerId", AWS_ACCOUNT);
    if (address != 0)
        aws_address (object, "PrivateIpAddress", address);
    aws_text (object, "Status", "in-use");
    aws_text (object, "SubnetId", aws_id (e, subnet));
    if (vpc)
        aws_text (object, "VpcId", aws_id (e, vpc));
    aws_list (object, "Ipv6Addresses");
    return object;
}

static void
add_group (JsonArray *groups, const char *id)
{
    JsonObject *group = aws_object (groups);

    aws_text (group, "GroupName", "a name");
    aws_text (group, "GroupId", id);
}

/* Those of that name, or the VPC's default group. */
static void
add_groups (const AwsExport *e, JsonObject *object, const GPtrArray *names, const char *subnet)
{
    JsonArray *groups = aws_list (object, "Groups");
    const char *vpc = aws_subnet_vpc (e, subnet);
    g_autofree char *fallback = vpc ? aws_default_group (e, vpc) : NULL;

    for (guint i = 0; i < names->len; i++)
        add_group (groups, aws_id (e, names->pdata[i]));
    if (names->len == 0 && fallback)
        add_group (groups, fallback);
}

static void
add_address (JsonArray *list, guint32 address, guint32 public_address, gboolean primary)
{
    JsonObject *object = aws_object (list);

    if (public_address != 0) {
        JsonObject *association = aws_member (object, "Association");
        aws_text (association, "IpOwnerId", "amazon");
        aws_text (association, "PublicDnsName", "");
        aws_address (association, "PublicIp", public_address);
    }
    json_object_set_boolean_member (object, "Primary", primary);
    aws_address (object, "PrivateIpAddress", address);
}

static void
attach_instance (JsonObject *object, const char *instance)
{
    JsonObject *attachment = aws_member (object, "Attachment");

    aws_text (attachment, "AttachmentId", "eni-attach-0123456789abcdef0");
    json_object_set_boolean_member (attachment, "DeleteOnTermination", TRUE);
    json_object_set_int_member (attachment, "DeviceIndex", 0);
    aws_text (attachment, "InstanceId", instance);
    aws_text (attachment, "InstanceOwnerId", AWS_ACCOUNT);
    aws_text (attachment, "Status", "attached");
}

/* As describe-network-interfaces has it, and, but for 'TagSet', an instance too. */
static void
fill_host (AwsExport *e, JsonObject *object, const CvpnHostSpec *spec, const char *instance)
{
    if (spec->public_address != 0) {
        JsonObject *association = aws_member (object, "Association");
        aws_text (association, "IpOwnerId", "amazon");
        aws_address (association, "PublicIp", spec->public_address);
    }
    if (instance)
        attach_instance (object, instance);
    aws_text (object, "Description", instance ? "" : "AWS Lambda VPC ENI-something");
    add_groups (e, object, spec->security_groups, spec->subnet);
    aws_text (object, "InterfaceType", instance ? "interface" : "lambda");
    add_address (aws_list (object, "PrivateIpAddresses"), spec->address, spec->public_address,
                 TRUE);
    json_object_set_boolean_member (object, "SourceDestCheck", spec->source_dest_check);
}

static void
export_instance (AwsExport *e, JsonArray *reservations, const CvpnHostSpec *spec, const char *id,
                 const char *instance, gboolean running)
{
    JsonObject *reservation = aws_object (reservations);
    JsonObject *object, *interface;

    aws_list (reservation, "Groups");
    aws_text (reservation, "OwnerId", AWS_ACCOUNT);
    aws_format (reservation, "ReservationId", "r-%s", instance);
    object = aws_object (aws_list (reservation, "Instances"));
    aws_text (object, "InstanceId", instance);
    aws_text (object, "InstanceType", "t3.micro");
    aws_text (object, "LaunchTime",
              aws_chance (e, 50) ? "2024-05-10T08:05:20.000Z" : "2024-05-10T08:05:20+00:00");
    aws_address (object, "PrivateIpAddress", spec->address);
    json_object_set_int_member (aws_member (object, "State"), "Code", running ? 16 : 80);
    aws_text (json_object_get_object_member (object, "State"), "Name",
              running ? "running" : "stopped");
    aws_text (object, "SubnetId", aws_id (e, spec->subnet));
    interface =
        new_interface (e, aws_list (object, "NetworkInterfaces"), id, spec->subnet, spec->address);
    fill_host (e, interface, spec, NULL);
    json_object_set_int_member (aws_member (interface, "Attachment"), "DeviceIndex", 0);
    aws_text (interface, "InterfaceType", "interface");
    aws_tags (object, spec->group->name);
}

static void
export_host (AwsExport *e, JsonArray *list, JsonArray *reservations, const CvpnHostSpec *spec)
{
    const char *name = spec->group->name;
    const gboolean is_instance = aws_is_one_of (name, "instance", 2);
    g_autofree char *instance = is_instance ? aws_new_id ("i-", "instance", name) : NULL;
    JsonObject *object = new_interface (e, list, aws_id (e, name), spec->subnet, spec->address);

    json_object_set_boolean_member (object, "RequesterManaged", !is_instance);
    fill_host (e, object, spec, instance);
    aws_list (object, "TagSet");
    if (instance)
        export_instance (e, reservations, spec, aws_id (e, name), instance, TRUE);
}

/* Nobody's packets stop there. */
static void
export_stopped (AwsExport *e, JsonArray *list, JsonArray *reservations)
{
    char name[] = "stopped instance";
    CvpnGroup group = { .name = name };
    gboolean done = FALSE;
    CvpnHostSpec spec = { .group = &group, .security_groups = g_ptr_array_new () };
    JsonObject *object;

    for (guint i = 0; i < e->spec->subnets->len; i++) {
        const CvpnSubnetSpec *subnet = e->spec->subnets->pdata[i];
        gboolean taken = subnet->cidr_block.length > 24;
        spec.address = subnet->cidr_block.address + GONE_LAST_BYTE;
        for (guint j = 0; j < e->spec->hosts->len; j++)
            taken |= ((CvpnHostSpec *) e->spec->hosts->pdata[j])->address == spec.address;
        for (guint j = 0; j < e->net->associations->len; j++)
            taken |= cvpn_at (e->net->associations, CvpnAssociation, j)->interface_address ==
                     spec.address;
        for (guint j = 0; j < e->net->nat_addresses->len; j++)
            taken |= cvpn_at (e->net->nat_addresses, CvpnNatAddress, j)->address == spec.address;
        if (taken || done || !aws_chance (e, 15))
            continue;
        done = TRUE;
        spec.subnet = subnet->group->name;
        object = new_interface (e, list, "eni-0fffe000000000077", spec.subnet, spec.address);
        fill_host (e, object, &spec, "i-0fffe000000000077");
        export_instance (e, reservations, &spec, "eni-0fffe000000000077", "i-0fffe000000000077",
                         FALSE);
    }
    g_ptr_array_unref (spec.security_groups);
}

static void
export_nat (AwsExport *e, JsonArray *list, const CvpnNatGateway *nat)
{
    const CvpnSubnet *subnet = cvpn_subnet (e->net, nat->subnet);
    const CvpnNatAddress *first =
        cvpn_at (e->net->nat_addresses, CvpnNatAddress, nat->addresses.first);
    g_autofree char *id = aws_new_id ("eni-", "nat", nat->name);
    JsonObject *object;
    JsonArray *addresses;

    if (nat->addresses.count == 0)
        return;
    object = new_interface (e, list, id, subnet->name, first->address);
    aws_format (object, "Description", "Interface for NAT Gateway %s", aws_id (e, nat->name));
    aws_list (object, "Groups");
    aws_text (object, "InterfaceType", "nat_gateway");
    addresses = aws_list (object, "PrivateIpAddresses");
    for (guint i = 0; i < nat->addresses.count; i++)
        add_address (addresses, first[i].address, 0, i == 0);
    json_object_set_boolean_member (object, "RequesterManaged", TRUE);
    json_object_set_boolean_member (object, "SourceDestCheck", FALSE);
    aws_list (object, "TagSet");
}

/* They may lag behind the endpoint's. */
static const GPtrArray *
groups_of (const CvpnEndpointSpec *spec, const char *subnet)
{
    for (guint i = 0; i < spec->interface_groups->len; i++) {
        const CvpnInterfaceGroupsSpec *given = spec->interface_groups->pdata[i];
        if (g_str_equal (given->subnet, subnet))
            return given->groups;
    }
    return spec->security_groups;
}

static void
export_association (AwsExport *e, JsonArray *list, const CvpnAssociation *association)
{
    const CvpnEndpoint *endpoint = cvpn_endpoint (e->net, association->endpoint);
    const CvpnEndpointSpec *spec = e->spec->endpoints->pdata[association->endpoint];
    const char *subnet = cvpn_subnet (e->net, association->subnet)->name;
    g_autofree char *id = aws_new_id ("eni-", endpoint->name, subnet);
    JsonObject *object;

    if (association->interface_address == 0)
        return;
    object = new_interface (e, list, id, subnet, association->interface_address);
    aws_text (object, "Description", "ClientVPN Endpoint resource");
    add_groups (e, object, groups_of (spec, subnet), subnet);
    aws_text (object, "InterfaceType", "interface");
    add_address (aws_list (object, "PrivateIpAddresses"), association->interface_address,
                 0x03010203, TRUE);
    json_object_set_boolean_member (object, "RequesterManaged", TRUE);
    json_object_set_boolean_member (object, "SourceDestCheck", TRUE);
    aws_list (object, "TagSet");
}

void
aws_export_interfaces (AwsExport *e)
{
    JsonArray *list =
        aws_answers_add (e->answers, "describe-network-interfaces", NULL, "NetworkInterfaces");
    JsonArray *reservations =
        aws_answers_add (e->answers, "describe-instances", NULL, "Reservations");

    for (guint i = 0; i < e->spec->hosts->len; i++) {
        const CvpnHostSpec *spec = e->spec->hosts->pdata[i];
        if (spec->subnet)
            export_host (e, list, reservations, spec);
    }
    export_stopped (e, list, reservations);
    for (guint i = 0; i < e->net->nat_gateways->len; i++)
        export_nat (e, list, cvpn_at (e->net->nat_gateways, CvpnNatGateway, i));
    for (guint i = 0; i < e->net->associations->len; i++)
        export_association (e, list, cvpn_at (e->net->associations, CvpnAssociation, i));
}
