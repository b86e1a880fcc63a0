/* cli_filters, cli_network_acls, cli_match, cli_prefix_lists: rules, and what they refer to. */
#include "read_text.h"
#include "support.h"

static void
check (const char *json, const char *want)
{
    g_autofree char *got = cvpn_test_cli_text ("a.json", json, NULL);

    cvpn_assert_str (got, want);
}

static void
test_security_groups (void)
{
    check ("{'SecurityGroups': [{'Description': 'd', 'GroupName': 'web', 'VpcId': 'vpc-1',"
           " 'GroupId': 'sg-903004f8', 'IpPermissionsEgress': [{'IpProtocol': '-1',"
           "  'IpRanges': [{'CidrIp': '0.0.0.0/0'}], 'Ipv6Ranges': [{'CidrIpv6': '::/0'}],"
           "  'UserIdGroupPairs': [], 'PrefixListIds': []}],"
           " 'IpPermissions': ["
           "  {'IpProtocol': 'tcp', 'FromPort': 22, 'ToPort': 22, 'PrefixListIds': ["
           "   {'PrefixListId': 'pl-1'}], 'IpRanges': [{'CidrIp': '203.0.113.0/24'},"
           "   {'CidrIp': '198.51.100.7/24', 'Description': 'x'}]},"
           "  {'IpProtocol': 'tcp', 'FromPort': 0, 'ToPort': 65535, 'UserIdGroupPairs': ["
           "   {'UserId': '123456789012', 'GroupId': 'sg-2'},"
           "   {'GroupId': 'sg-3', 'VpcPeeringConnectionId': 'pcx-1',"
           "    'PeeringStatus': 'active'},"
           "   {'GroupId': 'sg-4', 'VpcPeeringConnectionId': 'pcx-2',"
           "    'PeeringStatus': 'deleted'}]},"
           "  {'IpProtocol': 'icmp', 'FromPort': 8, 'ToPort': -1, 'IpRanges': ["
           "   {'CidrIp': '10.0.0.0/8'}]},"
           "  {'IpProtocol': 'icmp', 'FromPort': -1, 'ToPort': -1, 'IpRanges': ["
           "   {'CidrIp': '10.0.0.0/8'}]},"
           "  {'IpProtocol': 'udp', 'IpRanges': [{'CidrIp': '10.0.0.0/8'}]},"
           "  {'IpProtocol': '50', 'FromPort': 0, 'ToPort': 0, 'IpRanges': ["
           "   {'CidrIp': '10.0.0.0/8'}]},"
           "  {'IpProtocol': 'icmpv6', 'FromPort': -1, 'ToPort': -1, 'Ipv6Ranges': ["
           "   {'CidrIpv6': '::/0'}]}]},"
           "{'GroupName': 'default', 'GroupId': 'sg-5', 'VpcId': 'vpc-1', 'IpPermissions': [],"
           " 'IpPermissionsEgress': [], 'Tags': [{'Key': 'Name', 'Value': 'n'}]}]}",
           "security-group sg-903004f8 name=web vpc=vpc-1 rules-known\n"
           "  in 6 22-22 203.0.113.0/24\n"
           "  in 6 22-22 198.51.100.0/24\n"
           "  in 6 22-22 list=pl-1\n"
           "  in 6 0-65535 group=sg-2\n"
           "  in 6 0-65535 group=sg-3\n"
           "  in 1 8--1 10.0.0.0/8\n"
           "  in 1 -1--1 10.0.0.0/8\n"
           "  in 17 -1--1 10.0.0.0/8\n"
           "  in 50 -1--1 10.0.0.0/8\n"
           "  out all 0.0.0.0/0\n"
           "security-group sg-5 name=n vpc=vpc-1 default rules-known\n"
           "all: security-groups\n"
           "left out: a.json: sg-903004f8: a rule for a group behind a peering connection that "
           "is gone count=1\n"
           "left out: rules: IPv6: scenarios are IPv4 only count=2\n");
}

static void
test_bad_rules (void)
{
    check ("{'SecurityGroups': [{'GroupId': 'sg-1', 'IpPermissions': [\n"
           "{'IpProtocol': 6, 'FromPort': 1, 'ToPort': 2},\n"
           "{'IpProtocol': 'spam'},\n"
           "{'IpProtocol': 'tcp', 'FromPort': 9, 'ToPort': 8},\n"
           "{'IpProtocol': 'tcp', 'FromPort': 0, 'ToPort': 65536},\n"
           "{'IpProtocol': 'tcp', 'FromPort': '22', 'ToPort': 22},\n"
           "{'FromPort': 1}, {'IpProtocol': '-1', 'UserIdGroupPairs': [{'UserId': '1'}]}\n"
           "], 'IpPermissionsEgress': []}]}",
           "security-group sg-1 rules-known\n"
           "all: security-groups\n"
           "fault: 2: SecurityGroups[0].IpPermissions[0].IpProtocol: expected a string, not a "
           "number\n"
           "fault: 3: SecurityGroups[0].IpPermissions[1].IpProtocol: no protocol; expected "
           "\"tcp\", \"udp\", \"icmp\", \"-1\" or a number from 0 to 255 in a string\n"
           "fault: 4: SecurityGroups[0].IpPermissions[2]: no range of ports: 9 to 8\n"
           "fault: 5: SecurityGroups[0].IpPermissions[3]: no range of ports: 0 to 65536\n"
           "fault: 6: SecurityGroups[0].IpPermissions[4].FromPort: expected a number, not a "
           "string\n"
           "fault: 7: SecurityGroups[0].IpPermissions[5].IpProtocol: not given; needs a protocol, "
           "as \"tcp\", \"6\" or \"-1\"\n"
           "fault: 7: SecurityGroups[0].IpPermissions[6].UserIdGroupPairs[0]: no GroupId\n");
}

#define RULES                                                                                      \
    "'SecurityGroupRules': [{'SecurityGroupRuleId': 'sgr-1', 'GroupId': 'sg-1',"                   \
    " 'IsEgress': false, 'IpProtocol': '-1', 'FromPort': -1, 'ToPort': -1,"                        \
    " 'ReferencedGroupInfo': {'GroupId': 'sg-2', 'UserId': '1'}},"                                 \
    "{'SecurityGroupRuleId': 'sgr-2', 'GroupId': 'sg-1', 'IsEgress': true,"                        \
    " 'IpProtocol': '-1', 'FromPort': -1, 'ToPort': -1, 'CidrIpv6': '::/0'},"                      \
    "{'SecurityGroupRuleId': 'sgr-3', 'GroupId': 'sg-1', 'IsEgress': true,"                        \
    " 'IpProtocol': 'tcp', 'FromPort': 443, 'ToPort': 443, 'CidrIpv4': '0.0.0.0/0'},"              \
    "{'SecurityGroupRuleId': 'sgr-4', 'GroupId': 'sg-1', 'IsEgress': true,"                        \
    " 'IpProtocol': 'tcp', 'FromPort': 1, 'ToPort': 2, 'PrefixListId': 'pl-1'}]"

/* Rules alone make groups; their VPC is that of the interface that has them. */
static void
test_rules_alone (void)
{
    check ("{" RULES "}", "security-group sg-1 rules-known\n"
                          "  in all group=sg-2\n"
                          "  out 6 443-443 0.0.0.0/0\n"
                          "  out 6 1-2 list=pl-1\n"
                          "left out: rules: IPv6: scenarios are IPv4 only count=1\n");
    check ("{" RULES ", 'NetworkInterfaces': [{'NetworkInterfaceId': 'eni-1', 'VpcId': 'vpc-7',"
           " 'Groups': [{'GroupId': 'sg-1'}]}]}",
           "security-group sg-1 vpc=vpc-7 rules-known\n"
           "  in all group=sg-2\n"
           "  out 6 443-443 0.0.0.0/0\n"
           "  out 6 1-2 list=pl-1\n"
           "interface eni-1 vpc=vpc-7 type=interface group=sg-1\n"
           "all: interfaces\n"
           "left out: rules: IPv6: scenarios are IPv4 only count=1\n");
}

/* Both calls list the same rules: they are not there twice. */
static void
test_rules_twice (void)
{
    check ("{" RULES ", 'SecurityGroups': [{'GroupId': 'sg-1', 'VpcId': 'vpc-1',"
           " 'IpPermissions': [], 'IpPermissionsEgress': [{'IpProtocol': 'tcp', 'FromPort': 443,"
           " 'ToPort': 443, 'IpRanges': [{'CidrIp': '0.0.0.0/0'}]}]}]}",
           "security-group sg-1 vpc=vpc-1 rules-known\n"
           "  out 6 443-443 0.0.0.0/0\n"
           "all: security-groups\n");
    check ("{" RULES ", 'SecurityGroups': [{'GroupId': 'sg-1', 'VpcId': 'vpc-1'},"
           " {'GroupId': 'sg-9', 'VpcId': 'vpc-1'}]}",
           "security-group sg-1 vpc=vpc-1 rules-known\n"
           "  in all group=sg-2\n"
           "  out 6 443-443 0.0.0.0/0\n"
           "  out 6 1-2 list=pl-1\n"
           "security-group sg-9 vpc=vpc-1\n"
           "all: security-groups\n"
           "left out: rules: IPv6: scenarios are IPv4 only count=1\n");
}

/* Protocols are numbers in strings, entries are in any order, the implied denies are no entries. */
static void
test_network_acls (void)
{
    check ("{'NetworkAcls': [{'Associations': [{'SubnetId': 'subnet-1',"
           " 'NetworkAclId': 'acl-5566953c', 'NetworkAclAssociationId': 'aclassoc-66ea5f0b'},"
           " {'SubnetId': 'subnet-2'}], 'NetworkAclId': 'acl-5566953c', 'VpcId': 'vpc-1',"
           " 'Tags': [], 'IsDefault': false, 'Entries': ["
           "  {'CidrBlock': '0.0.0.0/0', 'RuleNumber': 32767, 'Protocol': '-1', 'Egress': true,"
           "   'RuleAction': 'deny'},"
           "  {'Ipv6CidrBlock': '::/0', 'RuleNumber': 32768, 'Protocol': '-1', 'Egress': true,"
           "   'RuleAction': 'deny'},"
           "  {'CidrBlock': '10.0.0.5/8', 'RuleNumber': 200, 'Protocol': '6', 'Egress': false,"
           "   'PortRange': {'From': 1024, 'To': 65535}, 'RuleAction': 'allow'},"
           "  {'CidrBlock': '0.0.0.0/0', 'RuleNumber': 100, 'Protocol': '-1', 'Egress': true,"
           "   'RuleAction': 'allow'},"
           "  {'Ipv6CidrBlock': '::/0', 'RuleNumber': 101, 'Protocol': '-1', 'Egress': true,"
           "   'RuleAction': 'allow'},"
           "  {'CidrBlock': '0.0.0.0/0', 'RuleNumber': 90, 'Protocol': '1', 'Egress': false,"
           "   'IcmpTypeCode': {'Code': -1, 'Type': 8}, 'RuleAction': 'deny'},"
           "  {'CidrBlock': '0.0.0.0/0', 'RuleNumber': 91, 'Protocol': '17', 'Egress': false,"
           "   'RuleAction': 'allow'},"
           "  {'CidrBlock': '0.0.0.0/0', 'RuleNumber': 92, 'Protocol': '58', 'Egress': false,"
           "   'IcmpTypeCode': {'Code': -1, 'Type': -1}, 'RuleAction': 'allow'}]},"
           "{'NetworkAclId': 'acl-2', 'VpcId': 'vpc-1', 'IsDefault': true}]}",
           "network-acl acl-5566953c vpc=vpc-1 subnet=subnet-1 subnet=subnet-2\n"
           "  in 200 allow 6 1024-65535 10.0.0.0/8\n"
           "  out 100 allow all 0.0.0.0/0\n"
           "  in 90 deny 1 8--1 0.0.0.0/0\n"
           "  in 91 allow 17 -1--1 0.0.0.0/0\n"
           "network-acl acl-2 vpc=vpc-1 default unknown\n"
           "all: network-acls\n"
           "left out: entries of network ACLs: IPv6: scenarios are IPv4 only count=1\n"
           "left out: rules: IPv6: scenarios are IPv4 only count=1\n");
}

/* What an answer has always, and here has not, is not taken for none. */
static void
test_without_rules (void)
{
    check ("{'SecurityGroups': [{'GroupId': 'sg-1', 'VpcId': 'vpc-1', 'IpPermissions': []}]}",
           "security-group sg-1 vpc=vpc-1\nall: security-groups\n");
    check ("{'SecurityGroupRules': [\n{'SecurityGroupRuleId': 'sgr-1', 'GroupId': 'sg-1', "
           "'IpProtocol': '-1', 'CidrIpv4': '10.0.0.0/8'},\n"
           "{'SecurityGroupRuleId': 'sgr-2', 'GroupId': 'sg-1', 'IpProtocol': '-1', "
           "'IsEgress': true}]}",
           "security-group sg-1 rules-known\n  in all 10.0.0.0/8\n"
           "fault: 2: SecurityGroupRules[0]: no IsEgress\n"
           "fault: 3: SecurityGroupRules[1]: neither CidrIpv4, PrefixListId nor "
           "ReferencedGroupInfo\n");
}

static void
test_bad_entries (void)
{
    check ("{'NetworkAcls': [{'NetworkAclId': 'acl-2', 'VpcId': 'vpc-1', 'Entries': [\n"
           "{'CidrBlock': '0.0.0.0/0', 'RuleNumber': 0, 'Protocol': '-1', 'RuleAction': 'deny'},\n"
           "{'CidrBlock': '0.0.0.0/0', 'RuleNumber': '1', 'Protocol': '-1'},\n"
           "{'CidrBlock': '0.0.0.0/0', 'RuleNumber': 1, 'Protocol': '-1', 'RuleAction': 'no', "
           "'Egress': true},\n"
           "{'CidrBlock': '0.0.0.0/0', 'RuleNumber': 1, 'Protocol': '-1', 'Egress': true},\n"
           "{'RuleNumber': 1, 'Protocol': '-1', 'RuleAction': 'deny', 'Egress': true},\n"
           "{'RuleNumber': 1, 'CidrBlock': '10.0.0.0/8', 'Protocol': '-1', "
           "'RuleAction': 'deny'}]}]}",
           "network-acl acl-2 vpc=vpc-1\n  in 1 deny all 10.0.0.0/8\n"
           "all: network-acls\n"
           "fault: 2: NetworkAcls[0].Entries[0].RuleNumber: expected a number from 1 to 32766\n"
           "fault: 3: NetworkAcls[0].Entries[1].RuleNumber: expected a number, not a string\n"
           "fault: 4: NetworkAcls[0].Entries[2].RuleAction: neither \"allow\" nor \"deny\"\n"
           "fault: 5: NetworkAcls[0].Entries[3]: no RuleAction\n"
           "fault: 6: NetworkAcls[0].Entries[4]: no CidrBlock\n"
           "fault: 7: NetworkAcls[0].Entries[5]: no Egress\n");
}

#define MANAGED                                                                                    \
    "{'PrefixLists': [{'PrefixListId': 'pl-63a5400a', 'AddressFamily': 'IPv4',"                    \
    " 'State': 'create-complete', 'PrefixListName': 'com.amazonaws.us-west-2.s3',"                 \
    " 'OwnerId': 'AWS', 'Tags': []},"                                                              \
    "{'PrefixListId': 'pl-0b1a', 'AddressFamily': 'IPv4', 'State': 'active',"                      \
    " 'PrefixListName': 'office', 'MaxEntries': 2, 'Version': 1, 'OwnerId': '1',"                  \
    " 'Tags': [{'Key': 'Name', 'Value': 'o'}]}]}"

#define AMAZON                                                                                     \
    "{'PrefixLists': [{'Cidrs': ['54.231.0.0/17', '10.0.0.0/8'],"                                  \
    " 'PrefixListId': 'pl-63a5400a', 'PrefixListName': 'com.amazonaws.us-west-2.s3'}]}"

/* Two calls print the same key: one has the entries of AWS's lists, the other all the lists. */
static void
test_prefix_lists (void)
{
    check (MANAGED, "prefix-list pl-63a5400a called=com.amazonaws.us-west-2.s3\n"
                    "prefix-list pl-0b1a name=o called=office\n"
                    "all: prefix-lists\n");
    check (MANAGED AMAZON, "prefix-list pl-63a5400a called=com.amazonaws.us-west-2.s3 entries-known"
                           " 54.231.0.0/17 10.0.0.0/8\n"
                           "prefix-list pl-0b1a name=o called=office\n"
                           "all: prefix-lists\n");
    check (AMAZON, "prefix-list pl-63a5400a called=com.amazonaws.us-west-2.s3 entries-known"
                   " 54.231.0.0/17 10.0.0.0/8\n");
    check ("{'ManagedPrefixLists': [{'PrefixListId': 'pl-6', 'AddressFamily': 'IPv6'}]}",
           "prefix-list pl-6 entries-known\n"
           "all: prefix-lists\n"
           "left out: prefix lists: IPv6: scenarios are IPv4 only count=1\n");
}

#define ENTRIES                                                                                    \
    "{'Entries': [{'Cidr': '10.0.0.0/16', 'Description': 'x'}, {'Cidr': '2001:db8::/32'},"         \
    " {'Cidr': '10.2.0.0/16'}]}"

static void
test_entries (void)
{
    g_autofree char *named = cvpn_test_cli_text ("lists.json", MANAGED AMAZON, "x/pl-0b1a-e.json",
                                                 ENTRIES, "x/pl-0b1a-copy.json", ENTRIES, NULL);
    g_autofree char *only = cvpn_test_cli_text ("e.json", ENTRIES, "l.json", MANAGED AMAZON, NULL);
    g_autofree char *which = cvpn_test_cli_text ("e.json", ENTRIES, "l.json", MANAGED, NULL);
    g_autofree char *more =
        cvpn_test_cli_text ("pl-0123456789abcdef0.json",
                            "{'Entries': [{'Cidr': '10.0.0.0/16'}], 'NextToken': 'x'}", NULL);
    static const char both[] = "prefix-list pl-0b1a name=o called=office entries-known"
                               " 10.0.0.0/16 10.2.0.0/16\nall: prefix-lists\n";

    cvpn_assert_has (named, both);
    cvpn_assert_has (only, both);
    cvpn_assert_has (which, "prefix-list pl-0b1a name=o called=office\n");
    cvpn_assert_has (which,
                     "skipped: e.json: Entries: get-managed-prefix-list-entries does not say "
                     "of which list: give the file a name with the list's id in it\n");
    cvpn_assert_str (more,
                     "prefix-list pl-0123456789abcdef0 10.0.0.0/16\n"
                     "remark: pl-0123456789abcdef0.json: Entries: get-managed-prefix-list-entries: "
                     "there are more pages (NextToken) than this; what is on them is not known\n");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "security groups", test_security_groups },
        { "bad rules", test_bad_rules },
        { "rules alone", test_rules_alone },
        { "rules twice", test_rules_twice },
        { "groups without rules", test_without_rules },
        { "network ACLs", test_network_acls },
        { "bad entries", test_bad_entries },
        { "prefix lists", test_prefix_lists },
        { "entries", test_entries },
    };

    return cvpn_test_main ("import.cli_filters", tests, G_N_ELEMENTS (tests));
}
