/* Intrinsic functions, each in the block of a subnet or the id of its VPC. */
#include "template_case.h"

#include "support.h"

static const char *const no_parameters[] = { NULL };

/* A subnet whose CidrBlock, VpcId and AvailabilityZone are these; the rest of the template. */
static CvpnTemplateCase *
read_subnet (const char *cidr, const char *vpc, const char *zone, const char *rest,
             const char *const *parameters)
{
    g_autofree char *template =
        g_strdup_printf ("{'Resources': {\n"
                         "'Vpc': {'Type': 'AWS::EC2::VPC', 'Properties': {'CidrBlock': "
                         "'10.20.0.0/16'}},\n"
                         "'Subnet': {'Type': 'AWS::EC2::Subnet', 'Properties': {'CidrBlock': %s,\n"
                         "'VpcId': %s,\n"
                         "'AvailabilityZone': %s}}}%s}",
                         cidr, vpc, zone, rest);

    return cvpn_template_case (template, parameters ? parameters : no_parameters);
}

static const CvpnSubnetThing *
subnet_of (const CvpnTemplateCase *test)
{
    return cvpn_inventory_find (test->inventory, test->inventory->subnets, "Subnet");
}

/* What a function makes of a block; "" and the fault where it makes none. */
static void
check_block (const char *function, const char *rest, const char *const *parameters,
             const char *want, const char *fault)
{
    g_autoptr (CvpnTemplateCase) test =
        read_subnet (function, "{'Ref': 'Vpc'}", "'a'", rest, parameters);
    const CvpnSubnetThing *subnet = subnet_of (test);
    g_autofree char *got = subnet ? cvpn_template_cidr (subnet->cidr) : g_strdup ("");
    g_autofree char *faults = cvpn_template_faults (test);

    cvpn_assert_str (got, want);
    cvpn_assert_str (faults, fault);
}

static void
test_texts (void)
{
    static const char *const maps = ", 'Mappings': {'Net': {'prod': {'A': '10.20.5.0/24'}}}";

    check_block ("'10.20.1.0/24'", "", NULL, "10.20.1.0/24", "");
    check_block ("{'Fn::Join': ['.', ['10', 20, '1', '0/24']]}", "", NULL, "10.20.1.0/24", "");
    check_block ("{'Fn::Sub': '10.20.${!n}'}", "", NULL, "",
                 "3: Resources.Subnet.Properties.CidrBlock.Fn::Sub: an IPv4 CIDR block is "
                 "expected\n");
    check_block ("{'Fn::Sub': ['10.${Net}.1.0/${L}', {'Net': '20', 'L': 24}]}", "", NULL,
                 "10.20.1.0/24", "");
    check_block ("{'Fn::Sub': '${Vpc.CidrBlock}'}", "", NULL, "10.20.0.0/16", "");
    check_block ("{'Fn::GetAtt': ['Vpc', 'CidrBlock']}", "", NULL, "10.20.0.0/16", "");
    check_block ("{'Fn::GetAtt': 'Vpc.CidrBlock'}", "", NULL, "10.20.0.0/16", "");
    check_block ("{'Fn::Select': ['1', {'Fn::Split': ['|', 'x|10.20.3.0/24']}]}", "", NULL,
                 "10.20.3.0/24", "");
    check_block ("{'Fn::FindInMap': ['Net', 'prod', 'A']}", maps, NULL, "10.20.5.0/24", "");
    check_block ("{'Fn::FindInMap': ['Net', 'test', 'A']}", maps, NULL, "",
                 "3: Resources.Subnet.Properties.CidrBlock.Fn::FindInMap[1]: Mappings has no such "
                 "key 'test'\n");
    check_block ("{'Fn::FindInMap': ['Net', 'test', 'A', {'DefaultValue': '10.20.6.0/24'}]}", maps,
                 NULL, "10.20.6.0/24", "");
}

static void
test_cidr (void)
{
    check_block ("{'Fn::Select': [3, {'Fn::Cidr': [{'Fn::GetAtt': ['Vpc', 'CidrBlock']}, 4, 8]}]}",
                 "", NULL, "10.20.3.0/24", "");
    check_block ("{'Fn::Select': [4, {'Fn::Cidr': ['10.20.0.0/16', 4, 8]}]}", "", NULL, "",
                 "3: Resources.Subnet.Properties.CidrBlock.Fn::Select: the list has 4 items, none "
                 "at 4\n");
    check_block ("{'Fn::Select': [0, {'Fn::Cidr': ['10.20.0.0/24', 4, 8]}]}", "", NULL, "",
                 "3: Resources.Subnet.Properties.CidrBlock.Fn::Select[1].Fn::Cidr: the block does "
                 "not hold so many\n");
    check_block ("{'Fn::Cidr': ['10.20.0.0/16']}", "", NULL, "",
                 "3: Resources.Subnet.Properties.CidrBlock.Fn::Cidr: a list of 3 is expected\n");
}

static void
test_parameters (void)
{
    static const char *const given[] = { "Block=10.20.7.0/24", NULL };
    static const char *const wrong[] = { "Blok=10.20.7.0/24", NULL };
    static const char *const rest = ", 'Parameters': {'Block': {'Type': 'String', 'Default': "
                                    "'10.20.8.0/24'}}";
    static const char *const list = ", 'Parameters': {'Block': {'Type': 'CommaDelimitedList', "
                                    "'Default': '10.20.0.0/24, 10.20.9.0/24'}}";
    static const char *const empty =
        ", 'Parameters': {'Ids': {'Type': 'List<String>', 'Default': ''}}, 'Conditions': {'None': "
        "{'Fn::Equals': [{'Fn::Select': [0, {'Ref': 'Ids'}]}, '']}}";
    static const char *const bare = ", 'Parameters': {'Block': {'Type': 'String'}}";
    static const char *const ssm =
        ", 'Parameters': {'Block': {'Type': 'AWS::SSM::Parameter::Value<String>', "
        "'Default': '/network/block'}}";

    check_block ("{'Ref': 'Block'}", rest, NULL, "10.20.8.0/24", "");
    check_block ("{'Ref': 'Block'}", rest, given, "10.20.7.0/24", "");
    check_block ("{'Fn::Select': [1, {'Ref': 'Block'}]}", list, NULL, "10.20.9.0/24", "");
    check_block ("{'Fn::If': ['None', '10.20.7.0/24', '10.20.9.0/24']}", empty, NULL,
                 "10.20.7.0/24", "");
    check_block ("{'Ref': 'Block'}", ssm, given, "10.20.7.0/24", "");
    check_block ("{'Ref': 'Block'}", bare, NULL, "",
                 "3: Resources.Subnet.Properties.CidrBlock.Ref: is not known: the parameter Block "
                 "has no value; --parameter Block=VALUE gives one\n");
    check_block ("{'Ref': 'Block'}", ssm, NULL, "",
                 "3: Resources.Subnet.Properties.CidrBlock.Ref: is not known: the parameter Block "
                 "has no value; --parameter Block=VALUE gives one\n");
    check_block ("{'Ref': 'Block'}", rest, wrong, "10.20.8.0/24",
                 "1: --parameter Blok: the template has no such parameter; did you mean "
                 "'Block'?\n");
}

static void
test_allowed (void)
{
    static const char *const given[] = { "Block=10.20.7.0/24", NULL };
    static const char *const rest = ",\n'Parameters': {'Block': {'Type': 'String', "
                                    "'AllowedValues': ['10.20.1.0/24', '10.20.2.0/24']}}";

    check_block ("{'Ref': 'Block'}", rest, given, "10.20.7.0/24",
                 "6: Parameters.Block.AllowedValues: what --parameter gives for Block is none of "
                 "these\n");
}

/* What the remarks say of a default: never of a secret. */
static void
test_secret (void)
{
    g_autoptr (CvpnTemplateCase) test = read_subnet (
        "{'Ref': 'Block'}", "{'Ref': 'Vpc'}", "{'Fn::Join': ['', ['z-', {'Ref': 'Zone'}]]}",
        ", 'Parameters': {'Block': {'Type': 'String', 'NoEcho': 'true', 'Default': "
        "'10.20.8.0/24'}, 'Zone': {'Type': 'String', 'Default': 'b'}}",
        NULL);
    g_autofree char *remarks = cvpn_template_notes (test, CVPN_IMPORT_REMARK);

    cvpn_assert_str (remarks, "Block: the parameter's default was taken\n"
                              "Zone: the parameter's default was taken: 'b'; --parameter "
                              "Zone=VALUE gives another value\n");
    cvpn_assert_str (subnet_of (test)->zone, "z-b");
}

/* An id that is not known has a name that nothing else has, and a remark. */
static void
check_id (const char *function, const char *rest, const char *const *parameters, const char *want,
          const char *remark)
{
    g_autoptr (CvpnTemplateCase) test =
        read_subnet ("'10.20.1.0/24'", function, "'a'", rest, parameters);
    g_autofree char *remarks = cvpn_template_notes (test, CVPN_IMPORT_REMARK);
    g_autofree char *faults = cvpn_template_faults (test);

    cvpn_assert_str (subnet_of (test)->vpc, want);
    cvpn_assert_str (remarks, remark);
    cvpn_assert_str (faults, "");
}

static void
test_ids (void)
{
    static const char *const given[] = { "Network-VpcId=vpc-0a1b", NULL };
    static const char *const rest = ", 'Parameters': {'VpcId': {'Type': 'AWS::EC2::VPC::Id'}, "
                                    "'Ids': {'Type': 'List<AWS::EC2::VPC::Id>'}}";

    check_id ("{'Ref': 'Vpc'}", "", NULL, "Vpc", "");
    check_id ("{'Fn::Sub': '${Vpc}'}", "", NULL, "Vpc", "");
    check_id ("{'Fn::Join': ['', [{'Ref': 'Vpc'}]]}", "", NULL, "Vpc", "");
    check_id ("{'Fn::GetAtt': ['Vpc', 'VpcId']}", "", NULL, "Vpc", "");
    check_id ("'vpc-0a1b'", "", NULL, "vpc-0a1b", "");
    check_id ("{'Ref': 'VpcId'}", rest, NULL, "VpcId",
              "VpcId: an id that is not known: the parameter VpcId has no value; --parameter "
              "VpcId=ID gives it\n");
    check_id ("{'Fn::Select': [1, {'Ref': 'Ids'}]}", rest, NULL, "Ids.1",
              "Ids.1: an id that is not known: the parameter Ids has no value; --parameter Ids=ID "
              "gives it\n");
    check_id ("{'Fn::ImportValue': 'Network-VpcId'}", "", NULL, "Network-VpcId",
              "Network-VpcId: an id that is not known: another stack exports it, as "
              "'Network-VpcId'; --parameter Network-VpcId=ID gives it\n");
    check_id ("{'Fn::ImportValue': 'Network-VpcId'}", "", given, "vpc-0a1b", "");
    /* The export has the name of a resource. */
    check_id ("{'Fn::ImportValue': 'Subnet'}", "", NULL, "Subnet-elsewhere",
              "Subnet-elsewhere: an id that is not known: another stack exports it, as 'Subnet'; "
              "--parameter Subnet=ID gives it\n");
    check_id ("{'Fn::ImportValue': {'Fn::Sub': '${AWS::StackName}:Vpc'}}", "", NULL,
              "AWS-StackName-Vpc",
              "AWS-StackName-Vpc: an id that is not known: the template does not say "
              "AWS::StackName; --parameter AWS::StackName=ID gives it\n");
    check_id ("'{{resolve:ssm:/net/vpc}}'", "", NULL, "resolve-ssm-net-vpc",
              "resolve-ssm-net-vpc: an id that is not known: a dynamic reference has it from "
              "another service\n");
    check_id ("'{{resolve:secretsmanager:key}}'", "", NULL, "resolved-elsewhere",
              "resolved-elsewhere: an id that is not known: a dynamic reference has it from "
              "another service\n");
}

static void
test_zones (void)
{
    static const char *const region[] = { "AWS::Region=eu-west-1", NULL };
    static const char *const zone = "{'Fn::Select': [1, {'Fn::GetAZs': ''}]}";
    g_autoptr (CvpnTemplateCase) plain = read_subnet ("'10.20.1.0/24'", "'vpc-1'", zone, "", NULL);
    g_autoptr (CvpnTemplateCase) named =
        read_subnet ("'10.20.1.0/24'", "'vpc-1'", zone, "", region);
    g_autofree char *remarks = cvpn_template_notes (plain, CVPN_IMPORT_REMARK);

    cvpn_assert_str (subnet_of (plain)->zone, "zone-2");
    cvpn_assert_str (subnet_of (named)->zone, "eu-west-1b");
    cvpn_assert_has (remarks, "the first zone is called zone-1");
}

static void
test_faults (void)
{
    check_block ("{'Ref': 'Nothing'}", "", NULL, "",
                 "3: Resources.Subnet.Properties.CidrBlock.Ref: there is no resource or parameter "
                 "'Nothing'\n");
    check_block ("{'Fn::GetAtt': ['Subnet', 'CidrBlock']}", "", NULL, "",
                 "3: Resources.Subnet.Properties.CidrBlock: refers to itself\n");
    check_block ("['10.20.0.0/24']", "", NULL, "",
                 "3: Resources.Subnet.Properties.CidrBlock: a CIDR block is expected\n");
    check_block ("{'a': 1, 'b': 2}", "", NULL, "",
                 "3: Resources.Subnet.Properties.CidrBlock: a CIDR block is expected\n");
    check_block ("42", "", NULL, "",
                 "3: Resources.Subnet.Properties.CidrBlock: '42' is no IPv4 CIDR block\n");
    check_block ("{'Ref': 'AWS::Regoin'}", "", NULL, "",
                 "3: Resources.Subnet.Properties.CidrBlock.Ref: there is no pseudo parameter "
                 "'AWS::Regoin'\n");
    check_block ("{'Fn::Sub': '10.${'}", "", NULL, "",
                 "3: Resources.Subnet.Properties.CidrBlock.Fn::Sub: '${' without a '}'\n");
    check_block ("{'Fn::Base64': 'x'}", "", NULL, "",
                 "3: Resources.Subnet.Properties.CidrBlock.Fn::Base64: is not known: Fn::Base64 is "
                 "not worked out here\n");
}

/* Twice as long with each function: bounded, and said once. */
static void
test_growth (void)
{
    GString *maps = g_string_new (", 'Mappings': {'M': {'m': {'0': '0123456789'");
    g_autoptr (CvpnTemplateCase) test = NULL;

    for (guint i = 1; i < 40; i++)
        g_string_append_printf (maps,
                                ",\n'%u': {'Fn::Sub': ['${a}${a}', {'a': {'Fn::FindInMap': "
                                "['M', 'm', '%u']}}]}",
                                i, i - 1);
    g_string_append (maps, "}}}");
    test = read_subnet ("{'Fn::FindInMap': ['M', 'm', '39']}", "'vpc-1'", "'a'", maps->str, NULL);
    g_autofree char *faults = cvpn_template_faults (test);
    cvpn_assert_str (faults, "16: Mappings.M.m.11.Fn::Sub[0]: makes a text of more than 16384 "
                             "bytes\n");
    g_string_free (maps, TRUE);
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "texts", test_texts },     { "Fn::Cidr", test_cidr }, { "parameters", test_parameters },
        { "allowed", test_allowed }, { "secret", test_secret }, { "ids", test_ids },
        { "zones", test_zones },     { "faults", test_faults }, { "growth", test_growth },
    };

    return cvpn_test_main ("cloudformation_functions", tests, G_N_ELEMENTS (tests));
}
