/* Conditions: what they make exist, and what is said if they are not known. */
#include "template_case.h"

#include "support.h"

/* An internet gateway under the condition 'C', which is 'condition'. */
static CvpnTemplateCase *
read_condition (const char *condition, const char *const *parameters)
{
    g_autofree char *template = g_strdup_printf (
        "{'Parameters': {'Env': {'Type': 'String', 'Default': 'prod'}, 'Peer': {'Type': "
        "'String'}},\n"
        "'Conditions': {'Prod': {'Fn::Equals': [{'Ref': 'Env'}, 'prod']},\n"
        "'Peered': {'Fn::Not': [{'Fn::Equals': [{'Ref': 'Peer'}, '']}]},\n"
        "'C': %s},\n"
        "'Resources': {'Gateway': {'Type': 'AWS::EC2::InternetGateway', 'Condition': 'C'},\n"
        "'Bucket': {'Type': 'AWS::S3::Bucket', 'Condition': 'Peered'}}}",
        condition);

    return cvpn_template_case (template, parameters);
}

static void
check (const char *condition, const char *const *parameters, gboolean exists, const char *fault)
{
    g_autoptr (CvpnTemplateCase) test = read_condition (condition, parameters);
    g_autofree char *faults = cvpn_template_faults (test);

    cvpn_assert_int (test->inventory->internet_gateways->len, exists);
    cvpn_assert_str (faults, fault);
}

static void
test_functions (void)
{
    static const char *const staging[] = { "Env=staging", NULL };
    static const char *const peer[] = { "Peer=vpc-1", NULL };
    static const char *const no_peer[] = { "Peer=", NULL };

    check ("{'Fn::Equals': ['a', 'a']}", NULL, TRUE, "");
    check ("{'Fn::Equals': ['a', 'b']}", NULL, FALSE, "");
    check ("{'Fn::Equals': ['true', true]}", NULL, TRUE, "");
    check ("{'Fn::Not': [{'Fn::Equals': ['a', 'a']}]}", NULL, FALSE, "");
    check ("{'Condition': 'Prod'}", NULL, TRUE, "");
    check ("{'Condition': 'Prod'}", staging, FALSE, "");
    check ("{'Condition': 'Peered'}", peer, TRUE, "");
    check ("{'Condition': 'Peered'}", no_peer, FALSE, "");
    check ("{'Fn::And': [{'Condition': 'Prod'}, {'Condition': 'Peered'}]}", peer, TRUE, "");
    check ("{'Fn::Or': [{'Fn::Equals': ['a', 'b']}, {'Condition': 'Peered'}]}", no_peer, FALSE, "");
}

/* One that decides is enough; else the parameter is asked for, once. */
static void
test_not_known (void)
{
    static const char *const fault = "4: Conditions.C: whether it is met is not known: the "
                                     "parameter Peer has no value; --parameter Peer=VALUE gives "
                                     "one\n";

    check ("{'Fn::And': [{'Condition': 'Peered'}, {'Fn::Equals': ['a', 'b']}]}", NULL, FALSE, "");
    check ("{'Fn::Or': [{'Condition': 'Peered'}, {'Condition': 'Prod'}]}", NULL, TRUE, "");
    check ("{'Fn::And': [{'Condition': 'Peered'}, {'Condition': 'Prod'}]}", NULL, FALSE, fault);
    check ("{'Fn::Or': [{'Condition': 'Peered'}, {'Fn::Equals': ['a', 'b']}]}", NULL, FALSE, fault);
}

static void
test_faults (void)
{
    check ("{'Condition': 'C'}", NULL, FALSE,
           "4: Conditions.C.Condition: the condition refers to "
           "itself\n");
    check ("{'Condition': 'D'}", NULL, FALSE,
           "4: Conditions.C.Condition: there is no condition "
           "'D'\n");
    check ("'yes'", NULL, FALSE,
           "4: Conditions.C: a condition is expected, an object of one "
           "function\n");
    check ("{'Fn::Xor': []}", NULL, FALSE,
           "4: Conditions.C.Fn::Xor: Fn::Equals, Fn::And, Fn::Or, "
           "Fn::Not or Condition is expected\n");
    check ("{'Fn::Equals': ['a']}", NULL, FALSE,
           "4: Conditions.C.Fn::Equals: a list of 2 is "
           "expected\n");
}

/* The branch that is not taken is not looked at; NoValue is nothing. */
static void
test_if (void)
{
    g_autoptr (CvpnTemplateCase) test = cvpn_template_case (
        "{'Conditions': {'Yes': {'Fn::Equals': ['a', 'a']}, 'No': {'Fn::Equals': ['a', 'b']}},\n"
        "'Resources': {'Group': {'Type': 'AWS::EC2::SecurityGroup', 'Properties': {\n"
        "'VpcId': {'Fn::If': ['Yes', 'vpc-1', {'Ref': 'Nothing'}]},\n"
        "'SecurityGroupEgress': {'Fn::If': ['No', [], {'Ref': 'AWS::NoValue'}]},\n"
        "'SecurityGroupIngress': [{'Fn::If': ['No', {'a': 1}, {'Ref': 'AWS::NoValue'}]},\n"
        "{'Fn::If': ['Yes', {'IpProtocol': 'tcp', 'FromPort': '22', 'ToPort': 22, 'CidrIp': "
        "'10.0.0.0/8'}, {}]}]}}}}",
        NULL);
    g_autofree char *faults = cvpn_template_faults (test);
    const CvpnSecurityGroupThing *group =
        cvpn_inventory_find (test->inventory, test->inventory->security_groups, "Group");
    g_autofree char *ingress = cvpn_template_rules (group->ingress);
    g_autofree char *egress = cvpn_template_rules (group->egress);

    cvpn_assert_str (faults, "");
    cvpn_assert_str (group->vpc, "vpc-1");
    cvpn_assert_str (ingress, "6 22-22 10.0.0.0/8\n");
    cvpn_assert_str (egress, "any 0.0.0.0/0\n");
}

static void
test_gone (void)
{
    g_autoptr (CvpnTemplateCase) test = cvpn_template_case (
        "{'Conditions': {'No': {'Fn::Equals': ['a', 'b']}},\n"
        "'Resources': {'Vpc': {'Type': 'AWS::EC2::VPC', 'Condition': 'No', 'Properties': "
        "{'CidrBlock': '10.0.0.0/16'}},\n"
        "'Table': {'Type': 'AWS::EC2::RouteTable', 'Properties': {'VpcId': {'Ref': 'Vpc'}}}}}",
        NULL);
    g_autofree char *faults = cvpn_template_faults (test);

    cvpn_assert_int (test->inventory->vpcs->len, 0);
    cvpn_assert_str (faults, "3: Resources.Table.Properties.VpcId.Ref: there is no resource 'Vpc' "
                             "under the conditions of now\n");
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "functions", test_functions }, { "not known", test_not_known }, { "faults", test_faults },
        { "Fn::If", test_if },           { "gone", test_gone },
    };

    return cvpn_test_main ("cloudformation_conditions", tests, G_N_ELEMENTS (tests));
}
