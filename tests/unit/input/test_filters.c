/* filters: packet matches of groups, firewalls, hosts and network ACLs; rows
 * of routes and rules. */
#include "read_spec.h"

static void
test_security_group (void)
{
    g_autoptr (CvpnSpec) spec = read_good (
        TITLE VPC "[security-group sg-a]\nvpc = vpc-a\n"
                  "ingress = tcp 443 sg-a; icmp 8/0 10.0.0.0/8;  47   10.0.0.0/8 ; icmp sg-a;\n");
    const CvpnSecurityGroupSpec *group = spec->security_groups->pdata[0];
    const CvpnMatchSpec *first = group->ingress->pdata[0], *third = group->ingress->pdata[2];

    cvpn_assert_int (group->ingress->len, 4);
    cvpn_assert_int (first->allow, TRUE);
    cvpn_assert_int (first->match.protocol, CVPN_PROTOCOL_TCP);
    cvpn_assert_int (first->match.last, 443);
    cvpn_assert_str (first->peer, "sg-a");
    cvpn_assert_str (first->text, "tcp 443 sg-a");
    cvpn_assert_int (third->match.protocol, 47);
    cvpn_assert_str (third->peer, "10.0.0.0/8");
}

static void
test_firewall (void)
{
    g_autoptr (CvpnSpec) spec =
        read_good (TITLE "[network office]\ncidr-block = 192.168.0.0/16\n"
                         "firewall = allow tcp 443 10.0.0.0/16; deny all 0.0.0.0/0\n");
    const CvpnOutsideSpec *office = spec->networks->pdata[0];
    const CvpnMatchSpec *second = office->firewall->pdata[1];

    cvpn_assert_int (second->allow, FALSE);
    cvpn_assert_int (second->match.protocol, CVPN_PROTOCOL_ALL);
    cvpn_assert_str (second->peer, "0.0.0.0/0");
}

static void
test_listen (void)
{
    g_autoptr (CvpnSpec) spec = read_good (TITLE SUBNET WEB "listen = tcp 443; udp *; icmp\n");
    const CvpnHostSpec *host = spec->hosts->pdata[0];

    cvpn_assert_int (host->listen->len, 3);
    cvpn_assert_int (host->listen_given, TRUE);
    CU_ASSERT_PTR_NULL (((CvpnMatchSpec *) host->listen->pdata[0])->peer);
}

static void
test_acl (void)
{
    g_autoptr (CvpnSpec) spec =
        read_good (TITLE VPC "[network-acl acl-a]\nvpc = vpc-a\n"
                             "inbound 32766 = allow tcp 1024-65535 0.0.0.0/0\n"
                             "outbound  1 = deny tcp 22 10.1.0.0/16\n");
    const CvpnAclSpec *acl = spec->network_acls->pdata[0];
    const CvpnRowSpec *in = acl->entries->pdata[0], *out = acl->entries->pdata[1];

    cvpn_assert_int (in->inbound, TRUE);
    cvpn_assert_int (in->number, 32766);
    cvpn_assert_int (in->allow, TRUE);
    cvpn_assert_int (in->match.first, 1024);
    cvpn_assert_int (in->prefix.length, 0);
    cvpn_assert_int (out->inbound, FALSE);
    cvpn_assert_int (out->allow, FALSE);
    cvpn_assert_int (out->prefix.address, 0x0a010000);
    cvpn_assert_int (out->entry->line, 8);
}

static void
test_routes (void)
{
    g_autoptr (CvpnSpec) spec = read_good (
        TITLE VPC "[internet-gateway igw-a]\nvpc = vpc-a\n[route-table rtb-a]\nmain = true\n"
                  "0.0.0.0/0 = igw-a\nvpc = vpc-a\n10.9.0.0/16 = blackhole\n");
    const CvpnRouteTableSpec *table = spec->route_tables->pdata[0];
    const CvpnRowSpec *second = table->routes->pdata[1];

    cvpn_assert_int (table->main, TRUE);
    cvpn_assert_int (table->routes->len, 2);
    cvpn_assert_str (((CvpnRowSpec *) table->routes->pdata[0])->text, "igw-a");
    cvpn_assert_str (second->text, "blackhole");
    cvpn_assert_int (second->prefix.length, 16);
}

#define LISTS                                                                                      \
    VPC "[prefix-list pl-s3]\nentries = 52.216.0.0/15; 3.5.0.0/19;\n"                              \
        "[prefix-list mian]\nentries = 192.168.0.0/16\n"

/* A list's name is a key like any other, be it ever so near to a named one. */
static void
test_prefix_lists (void)
{
    g_autoptr (CvpnSpec) spec =
        read_good (TITLE LISTS "[route-table rtb-a]\nvpc = vpc-a\npl-s3 = blackhole\n"
                               "mian = blackhole\n0.0.0.0/0 = blackhole\n"
                               "[security-group sg-a]\nvpc = vpc-a\negress = tcp 443 pl-s3\n"
                               "[vpc-endpoint vpce-s3]\nvpc = vpc-a\nprefix-list = pl-s3\n"
                               "route-tables = rtb-a;\n"
                               "[vpc-endpoint vpce-2]\nvpc = vpc-a\nprefix-list = mian\n");
    const CvpnVpcEndpointSpec *service = spec->vpc_endpoints->pdata[0],
                              *unused = spec->vpc_endpoints->pdata[1];
    const CvpnPrefixListSpec *list = spec->prefix_lists->pdata[0];
    const CvpnRouteTableSpec *table = spec->route_tables->pdata[0];
    const CvpnSecurityGroupSpec *group = spec->security_groups->pdata[0];
    const CvpnRowSpec *first = table->routes->pdata[0], *second = table->routes->pdata[1],
                      *third = table->routes->pdata[2];

    cvpn_assert_int (list->entries->len, 2);
    cvpn_assert_int (g_array_index (list->entries, CvpnPrefix, 1).address, 0x03050000);
    cvpn_assert_str (service->vpc, "vpc-a");
    cvpn_assert_str (service->prefix_list, "pl-s3");
    cvpn_assert_int (service->route_tables->len, 1);
    cvpn_assert_str (service->route_tables->pdata[0], "rtb-a");
    cvpn_assert_int (unused->route_tables->len, 0);
    cvpn_assert_str (first->prefix_list, "pl-s3");
    cvpn_assert_str (first->text, "blackhole");
    cvpn_assert_int (first->prefix.length, CVPN_PREFIX_UNSET);
    cvpn_assert_str (second->prefix_list, "mian");
    CU_ASSERT_PTR_NULL (third->prefix_list);
    cvpn_assert_str (((CvpnMatchSpec *) group->egress->pdata[0])->peer, "pl-s3");
}

static void
test_endpoint_rows (void)
{
    g_autoptr (CvpnSpec) spec =
        read_good (TITLE ENDPOINT "[client-vpn-routes cvpn-1]\n172.31.0.0/16 = subnet-a;\n"
                                  "10.2.0.0/22 = local\n"
                                  "[authorization-rules cvpn-1]\n10.0.0.0/16 = *\n"
                                  "172.31.0.0/16 = engineering; Domain Users\n");
    const CvpnEndpointRowsSpec *routes = spec->endpoint_routes->pdata[0];
    const CvpnEndpointRowsSpec *rules = spec->authorization_rules->pdata[0];
    const CvpnRowSpec *local = routes->rows->pdata[1], *second = rules->rows->pdata[1];

    cvpn_assert_str (local->names->pdata[0], "local");
    cvpn_assert_str (((CvpnRowSpec *) rules->rows->pdata[0])->names->pdata[0], "*");
    cvpn_assert_int (second->names->len, 2);
    cvpn_assert_str (second->names->pdata[1], "Domain Users");
}

/* An [unknown] that does not say what it would be is said once, where it stands. */
static void
test_targets_without_kind (void)
{
    g_autofree char *faults =
        read_faults (TITLE VPC "[unknown eni-a]\n"
                               "[route-table rtb-a]\nvpc = vpc-a\n0.0.0.0/0 = eni-a\n"
                               "eni-a = blackhole\n"
                               "[security-group sg-a]\nvpc = vpc-a\negress = all eni-a\n");

    cvpn_assert_str (faults, "5: [unknown eni-a] kind: is missing\n");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "security groups", test_security_group },
        { "firewalls", test_firewall },
        { "what hosts listen to", test_listen },
        { "network ACLs", test_acl },
        { "route tables", test_routes },
        { "prefix lists and gateway endpoints", test_prefix_lists },
        { "routes and rules of endpoints", test_endpoint_rows },
        { "targets without a kind", test_targets_without_kind },
    };

    return cvpn_test_main ("filters", tests, G_N_ELEMENTS (tests));
}
