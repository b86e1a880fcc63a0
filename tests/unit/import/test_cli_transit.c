/* cli_transit, cli_transit_routes, cli_transit_tables: a gateway is spread over many calls, and
 * those about one table do not name it. */
#include "read_text.h"
#include "support.h"

static void
check (const char *name, const char *json, const char *want)
{
    g_autofree char *got = cvpn_test_cli_text (name, json, NULL);

    cvpn_assert_str (got, want);
}

static void
test_gateways (void)
{
    check ("a",
           "{'TransitGateways': [{'TransitGatewayId': 'tgw-1', 'State': 'available',"
           " 'Options': {'SecurityGroupReferencingSupport': 'enable'}},"
           "{'TransitGatewayId': 'tgw-2', 'State': 'deleted'}],"
           "'TransitGatewayRouteTables': [{'TransitGatewayRouteTableId': 'tgw-rtb-1',"
           " 'TransitGatewayId': 'tgw-1', 'State': 'available',"
           " 'DefaultAssociationRouteTable': true, 'Tags': [{'Key': 'Name', 'Value': 't'}]},"
           "{'TransitGatewayRouteTableId': 'tgw-rtb-2', 'State': 'deleted'}]}",
           "transit-gateway tgw-1 security-group-referencing\n"
           "transit-table tgw-rtb-1 name=t gateway=tgw-1\n"
           "all: tgws\n"
           "left out: a: tgw-2: a transit gateway that is deleted count=1\n"
           "left out: a: tgw-rtb-2: a transit gateway's route table that is deleted count=1\n");
}

#define ATTACHMENTS                                                                                \
    "{'TransitGatewayAttachments': [{'TransitGatewayAttachmentId': 'tgw-attach-1',"                \
    " 'TransitGatewayId': 'tgw-1', 'ResourceType': 'vpc', 'ResourceId': 'vpc-1',"                  \
    " 'State': 'available', 'Association': {'TransitGatewayRouteTableId': 'tgw-rtb-1',"            \
    " 'State': 'associated'}, 'Tags': [{'Key': 'Name', 'Value': 'n'}]},"                           \
    "{'TransitGatewayAttachmentId': 'tgw-attach-2', 'TransitGatewayId': 'tgw-1',"                  \
    " 'ResourceType': 'direct-connect-gateway', 'State': 'available', 'ResourceId':"               \
    " '11460968-4ac1-4fd3-bdb2-00599EXAMPLE'},"                                                    \
    "{'TransitGatewayAttachmentId': 'tgw-attach-3', 'TransitGatewayId': 'tgw-1',"                  \
    " 'ResourceType': 'vpn', 'ResourceId': 'vpn-1', 'State': 'deleted',"                           \
    " 'Association': {'TransitGatewayRouteTableId': 'tgw-rtb-1', 'State': 'associating'}},"        \
    "{'TransitGatewayAttachmentId': 'tgw-attach-4', 'TransitGatewayId': 'tgw-1',"                  \
    " 'Association': {'TransitGatewayRouteTableId': 'tgw-rtb-1', 'State': 'odd'}}]}"
#define VPC_ATTACHMENTS                                                                            \
    "{'TransitGatewayVpcAttachments': [{'TransitGatewayAttachmentId': 'tgw-attach-1',"             \
    " 'TransitGatewayId': 'tgw-1', 'VpcId': 'vpc-1', 'State': 'available',"                        \
    " 'SubnetIds': ['subnet-1', 'subnet-2'], 'Tags': [{'Key': 'Name', 'Value': 'n'}],"             \
    " 'Options': {'DnsSupport': 'enable', 'ApplianceModeSupport': 'enable',"                       \
    "  'SecurityGroupReferencingSupport': 'enable'}}]}"

/* An attachment of a VPC is in two calls: the table in one, the subnets in the other. */
static void
test_attachments (void)
{
    g_autofree char *one = cvpn_test_cli_text ("a", ATTACHMENTS, "b", VPC_ATTACHMENTS, NULL);
    g_autofree char *two = cvpn_test_cli_text ("a", VPC_ATTACHMENTS ATTACHMENTS, NULL);
    static const char first[] =
        "attachment tgw-attach-1 name=n gateway=tgw-1 type=vpc resource=vpc-1 state=available"
        " subnet=subnet-1 subnet=subnet-2 table=tgw-rtb-1 appliance-mode"
        " security-group-referencing\n";

    cvpn_assert_has (one, first);
    cvpn_assert_has (two, first);
    cvpn_assert_has (one, "attachment tgw-attach-2 gateway=tgw-1 type=direct-connect-gateway"
                          " resource=11460968-4ac1-4fd3-bdb2-00599EXAMPLE state=available"
                          " table=none\n"
                          "attachment tgw-attach-3 gateway=tgw-1 type=vpn resource=vpn-1"
                          " state=deleted table=none\n"
                          "attachment tgw-attach-4 gateway=tgw-1\n"
                          "all: attachments\n"
                          "left out: a: tgw-attach-3: an association that is associating count=1\n"
                          "left out: a: tgw-attach-4: an association that is odd count=1\n");
    check ("a", VPC_ATTACHMENTS,
           "attachment tgw-attach-1 name=n gateway=tgw-1 type=vpc resource=vpc-1 state=available"
           " subnet=subnet-1 subnet=subnet-2 appliance-mode security-group-referencing\n");
}

#define TABLES                                                                                     \
    "{'TransitGatewayRouteTables': [{'TransitGatewayRouteTableId': 'tgw-rtb-1',"                   \
    " 'TransitGatewayId': 'tgw-1', 'State': 'available'}, {'TransitGatewayRouteTableId':"          \
    " 'tgw-rtb-2', 'TransitGatewayId': 'tgw-1', 'State': 'available'}]}"
#define ROUTES(more)                                                                               \
    "{'Routes': [{'DestinationCidrBlock': '10.0.2.0/24', 'TransitGatewayAttachments': ["           \
    "  {'ResourceId': 'vpc-1', 'TransitGatewayAttachmentId': 'tgw-attach-1',"                      \
    "   'ResourceType': 'vpc'}], 'Type': 'static', 'State': 'active'},"                            \
    "{'DestinationCidrBlock': '10.0.3.0/24', 'TransitGatewayAttachments': ["                       \
    "  {'TransitGatewayAttachmentId': 'tgw-attach-2'}], 'Type': 'propagated',"                     \
    " 'State': 'active'},"                                                                         \
    "{'DestinationCidrBlock': '10.0.4.0/24', 'Type': 'static', 'State': 'blackhole'},"             \
    "{'DestinationCidrBlock': '10.0.5.0/24', 'Type': 'static', 'State': 'deleting'},"              \
    "{'DestinationCidrBlock': '2001:db8::/32', 'Type': 'static', 'State': 'active'}],"             \
    " 'AdditionalRoutesAvailable': " more "}"
#define ROWS                                                                                       \
    "  10.0.2.0/24 attachment=tgw-attach-1\n"                                                      \
    "  10.0.3.0/24 attachment=tgw-attach-2 propagated\n"                                           \
    "  10.0.4.0/24 attachment=blackhole\n"

static void
test_routes (void)
{
    g_autofree char *named = cvpn_test_cli_text (
        "r/tgw-rtb-2.json", ROUTES ("false"), "t.json", TABLES, "search-tgw-rtb-1-routes.json",
        "{'Routes': [], 'AdditionalRoutesAvailable': false}", NULL);
    g_autofree char *which =
        cvpn_test_cli_text ("r.json", ROUTES ("false"), "t.json", TABLES, NULL);
    g_autofree char *only = cvpn_test_cli_text (
        "r.json", ROUTES ("true"), "t.json",
        "{'TransitGatewayRouteTables': [{'TransitGatewayRouteTableId': 'tgw-rtb-1'}]}", NULL);

    cvpn_assert_str (
        named, "transit-table tgw-rtb-1 gateway=tgw-1 routes-known\n"
               "transit-table tgw-rtb-2 gateway=tgw-1 routes-known\n" ROWS
               "left out: routes of transit gateways: deleting count=1\n"
               "left out: routes of transit gateways: IPv6: scenarios are IPv4 only count=1\n");
    cvpn_assert_str (which,
                     "transit-table tgw-rtb-1 gateway=tgw-1\n"
                     "transit-table tgw-rtb-2 gateway=tgw-1\n"
                     "skipped: r.json: Routes: search-transit-gateway-routes does not say of which "
                     "route table: give the file a name with the table's id in it\n");
    cvpn_assert_has (only, "transit-table tgw-rtb-1\n" ROWS);
    cvpn_assert_has (only, "remark: r.json: tgw-rtb-1: AdditionalRoutesAvailable: not all routes "
                           "of the table are there\n");
}

/* The only table is meant; a route that is not understood makes the table unknown. */
static void
test_strange_routes (void)
{
    static const char *const routes[] = {
        "{'DestinationCidrBlock': '10.0.2.0/24', 'Type': 'static', 'State': 'active'}",
        "{'DestinationCidrBlock': '10.0.2.0/24', 'Type': 'static', 'State': 'odd'}",
        "{'PrefixListId': 'pl-1', 'Type': 'static', 'State': 'active'}",
    };

    for (guint i = 0; i < G_N_ELEMENTS (routes); i++) {
        g_autofree char *json = g_strdup_printf (
            "{'TransitGatewayRouteTables': [{'TransitGatewayRouteTableId': 'tgw-rtb-1'}],"
            " 'Routes': [%s]}",
            routes[i]);
        check ("a", json,
               "transit-table tgw-rtb-1\n"
               "remark: a: tgw-rtb-1: a route of a state or target that is not modelled: the table "
               "as a whole is taken as unknown\n");
    }
}

static void
test_equal_cost (void)
{
    check ("a",
           "{'TransitGatewayRouteTables': [{'TransitGatewayRouteTableId': 'tgw-rtb-1'}],"
           " 'Routes': [{'DestinationCidrBlock': '10.0.2.0/24', 'Type': 'propagated',"
           " 'State': 'active', 'TransitGatewayAttachments': ["
           "{'TransitGatewayAttachmentId': 'tgw-attach-1'},"
           "{'TransitGatewayAttachmentId': 'tgw-attach-2'}]}]}",
           "transit-table tgw-rtb-1 routes-known\n"
           "  10.0.2.0/24 attachment=tgw-attach-1 propagated\n"
           "  10.0.2.0/24 attachment=tgw-attach-2 propagated\n");
}

#define STATICS                                                                                    \
    "{'TransitGatewayStaticRoutes': [{'AdditionalRoutesAvailable': false, 'Routes': ["             \
    " {'DestinationCidrBlock': '10.1.0.0/16', 'Type': 'static', 'State': 'blackhole'}],"           \
    " 'TransitGatewayRouteTableId': 'tgw-rtb-1'}]}"
#define BUNDLE(resource, type)                                                                     \
    "{'TransitGatewayPropagations': [{'TransitGatewayRouteTableId': 'tgw-rtb-1',"                  \
    " 'TransitGatewayRouteTablePropagations': [{'State': 'enabled',"                               \
    "  'TransitGatewayAttachmentId': 'tgw-attach-1'}]}], 'Vpcs': [{'VpcId': 'vpc-1',"              \
    " 'CidrBlock': '10.0.0.0/16', 'CidrBlockAssociationSet': [{'CidrBlock': '10.1.0.0/16'}]}],"    \
    " 'TransitGatewayAttachments': [{'TransitGatewayAttachmentId': 'tgw-attach-1',"                \
    " 'ResourceType': '" type "', 'ResourceId': '" resource "'}]}"

/* As a public test suite keeps its captures: answers in a list, with the table's id beside them. */
static void
test_bundles (void)
{
    g_autofree char *whole = cvpn_test_cli_text ("a", TABLES STATICS BUNDLE ("vpc-1", "vpc"), NULL);
    g_autofree char *other = cvpn_test_cli_text ("a", TABLES STATICS BUNDLE ("vpc-9", "vpc"), NULL);
    g_autofree char *far =
        cvpn_test_cli_text ("a", TABLES STATICS BUNDLE ("d", "direct-connect-gateway"), NULL);

    cvpn_assert_has (whole, "transit-table tgw-rtb-1 gateway=tgw-1 routes-known propagations-known"
                            " propagating=tgw-attach-1\n"
                            "  10.1.0.0/16 attachment=blackhole\n"
                            "  10.0.0.0/16 attachment=tgw-attach-1 propagated\n"
                            "transit-table tgw-rtb-2 gateway=tgw-1\n"
                            "all: ");
    cvpn_assert_has (other, "transit-table tgw-rtb-1 gateway=tgw-1 propagations-known ");
    cvpn_assert_has (far, "transit-table tgw-rtb-1 gateway=tgw-1 propagations-known ");
    check ("a", TABLES STATICS,
           "transit-table tgw-rtb-1 gateway=tgw-1\n"
           "  10.1.0.0/16 attachment=blackhole\n"
           "transit-table tgw-rtb-2 gateway=tgw-1\n"
           "remark: a: tgw-rtb-1: only its static routes are there, and what is propagated into it "
           "is not known\n");
    check ("a", "{'TransitGatewayPropagations': [7]}",
           "fault: 1: TransitGatewayPropagations[0]: expected an object\n");
}

/* A table that no call describes is there by the name of the file, with its attachment's gateway.
 */
static void
test_table_by_name (void)
{
    g_autofree char *text = cvpn_test_cli_text (
        "tgw-rtb-0123456789abcdef0/routes.json",
        "{'Routes': [], 'AdditionalRoutesAvailable': false}", "a.json",
        "{'TransitGatewayAttachments': [{'TransitGatewayAttachmentId': 'tgw-attach-1',"
        " 'TransitGatewayId': 'tgw-7', 'Association': {'TransitGatewayRouteTableId':"
        " 'tgw-rtb-0123456789abcdef0'}}]}",
        NULL);

    cvpn_assert_has (text, "transit-table tgw-rtb-0123456789abcdef0 gateway=tgw-7 routes-known\n");
}

static void
test_associations (void)
{
    g_autofree char *text = cvpn_test_cli_text (
        "a.json", TABLES VPC_ATTACHMENTS, "tgw-rtb-1.json",
        "{'Associations': [{'TransitGatewayAttachmentId': 'tgw-attach-1', 'ResourceId': 'vpc-1',"
        " 'ResourceType': 'vpc', 'State': 'associated'}]}",
        NULL);
    g_autofree char *none =
        cvpn_test_cli_text ("a.json", TABLES VPC_ATTACHMENTS, "tgw-rtb-1.json",
                            "{'Associations': []}", "tgw-rtb-2.json", "{'Associations': []}", NULL);
    g_autofree char *half = cvpn_test_cli_text ("a.json", TABLES VPC_ATTACHMENTS, "tgw-rtb-1.json",
                                                "{'Associations': []}", NULL);

    cvpn_assert_has (text, " subnet=subnet-2 table=tgw-rtb-1 ");
    cvpn_assert_has (none, " subnet=subnet-2 table=none ");
    cvpn_assert_has (half, " subnet=subnet-2 appliance-mode ");
}

static void
test_propagations (void)
{
    g_autofree char *text = cvpn_test_cli_text (
        "a.json", TABLES, "tgw-rtb-2/propagations.json",
        "{'TransitGatewayRouteTablePropagations': ["
        "{'TransitGatewayAttachmentId': 'tgw-attach-1', 'ResourceId': 'vpc-1',"
        " 'ResourceType': 'vpc', 'State': 'enabled'},"
        "{'TransitGatewayAttachmentId': 'tgw-attach-2', 'State': 'disabling'}]}",
        "tgw-attach-5.json",
        "{'TransitGatewayAttachmentPropagations': [{'TransitGatewayRouteTableId': 'tgw-rtb-2',"
        " 'State': 'enabled'}]}",
        "tgw-attach-00000005.json",
        "{'TransitGatewayAttachmentPropagations': [{'TransitGatewayRouteTableId': 'tgw-rtb-2',"
        " 'State': 'enabled'}]}",
        NULL);

    cvpn_assert_str (text, "transit-table tgw-rtb-1 gateway=tgw-1\n"
                           "transit-table tgw-rtb-2 gateway=tgw-1 propagations-known"
                           " propagating=tgw-attach-1 propagating=tgw-attach-00000005\n"
                           "left out: propagations of transit gateways: disabling count=1\n"
                           "skipped: tgw-attach-5.json: TransitGatewayAttachmentPropagations: "
                           "get-transit-gateway-attachment-propagations does not say of which "
                           "attachment: give the file a name with the attachment's id in it\n");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "gateways", test_gateways },
        { "attachments", test_attachments },
        { "routes", test_routes },
        { "strange routes", test_strange_routes },
        { "equal cost", test_equal_cost },
        { "bundles", test_bundles },
        { "a table by name", test_table_by_name },
        { "associations", test_associations },
        { "propagations", test_propagations },
    };

    return cvpn_test_main ("import.cli_transit", tests, G_N_ELEMENTS (tests));
}
