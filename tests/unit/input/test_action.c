/* action: what each action becomes, and whose endpoint it is about. */
#include "read_spec.h"

#include "base/quantity.h"

#define PLACE                                                                                      \
    TITLE STAFF WEB                                                                                \
        "[subnet subnet-b]\nvpc = vpc-a\navailability-zone = zone-b\ncidr-block = 10.0.2.0/24\n"   \
        "[route-table rtb-a]\nvpc = vpc-a\n[internet-gateway igw-a]\nvpc = vpc-a\n"                \
        "[prefix-list pl-office]\nentries = 192.0.2.0/24\n[network-acl acl-a]\nvpc = vpc-a\n"      \
        "[security-group sg-a]\nvpc = vpc-a\n[security-group sg-b]\nvpc = vpc-a\n"

#define OTHER_ENDPOINT "[client-vpn-endpoint cvpn-2]\nclient-cidr-block = 10.6.0.0/22\n"

static char *
write_event (const char *place, const char *action, const char *more)
{
    return g_strconcat (place, "[event e]\nat = 1h\naction = ", action, "\n", more, NULL);
}

/* The event of an action that has no faults; freed with 'spec'. */
static const CvpnActionSpec *
read_action (CvpnSpec **spec, const char *action)
{
    g_autofree char *text = write_event (PLACE, action, "");

    g_clear_pointer (spec, cvpn_spec_free);
    *spec = read_good (text);
    return &((const CvpnEventSpec *) (*spec)->events->pdata[0])->action;
}

/* The entry of a row stands where the event's action does. */
static void
check_entry (const CvpnSpec *spec, const CvpnRowSpec *row, const char *key, const char *value)
{
    const CvpnEventSpec *event = spec->events->pdata[0];
    const CvpnEntry *entry = cvpn_group_entry (event->group, "action");

    CU_ASSERT_PTR_NOT_NULL_FATAL (row);
    cvpn_assert_str (row->entry->key, key);
    cvpn_assert_str (row->entry->value, value);
    cvpn_assert_str (row->entry->file, entry->file);
    cvpn_assert_int (row->entry->line, entry->line);
}

static void
check_prefix (const CvpnRowSpec *row, const char *cidr)
{
    CvpnPrefix prefix;

    CU_ASSERT (cvpn_prefix_parse (cidr, &prefix, NULL));
    cvpn_assert_int (row->prefix.address, prefix.address);
    cvpn_assert_int (row->prefix.length, prefix.length);
}

static void
test_associations (void)
{
    g_autoptr (CvpnSpec) spec = NULL;
    const CvpnActionSpec *action = read_action (&spec, "associate subnet-b");

    cvpn_assert_int (action->kind, CVPN_ACTION_ASSOCIATE);
    cvpn_assert_str (action->name, "subnet-b");
    cvpn_assert_str (action->text, "subnet-b");
    CU_ASSERT_PTR_NULL (action->row);
    cvpn_assert_int (action->next_update_ns, -1);
    cvpn_assert_int (((const CvpnEventSpec *) spec->events->pdata[0])->at_ns, CVPN_HOUR);
    action = read_action (&spec, "disassociate \t subnet-a");
    cvpn_assert_int (action->kind, CVPN_ACTION_DISASSOCIATE);
    cvpn_assert_str (action->name, "subnet-a");
}

static void
test_endpoint_routes (void)
{
    g_autoptr (CvpnSpec) spec = NULL;
    const CvpnActionSpec *action = read_action (&spec, "create-route 172.31.0.0/16  subnet-b");

    cvpn_assert_str (action->name, "subnet-b");
    cvpn_assert_str (action->text, "172.31.0.0/16  subnet-b");
    check_entry (spec, action->row, "172.31.0.0/16", "subnet-b");
    check_prefix (action->row, "172.31.0.0/16");
    cvpn_assert_int (action->row->names->len, 1);
    cvpn_assert_str (action->row->names->pdata[0], "subnet-b");
    action = read_action (&spec, "delete-route 10.2.0.0/22 local");
    cvpn_assert_int (action->kind, CVPN_ACTION_DELETE_ROUTE);
    cvpn_assert_str (action->name, "local");
    cvpn_assert_str (action->row->names->pdata[0], "local");
}

static void
test_rules (void)
{
    g_autoptr (CvpnSpec) spec = NULL;
    const CvpnActionSpec *action = read_action (&spec, "authorize 0.0.0.0/0 *");

    cvpn_assert_str (action->name, "*");
    check_entry (spec, action->row, "0.0.0.0/0", "*");
    check_prefix (action->row, "0.0.0.0/0");
    action = read_action (&spec, "revoke 10.0.0.0/8 ops");
    cvpn_assert_int (action->kind, CVPN_ACTION_REVOKE);
    cvpn_assert_str (action->row->names->pdata[0], "ops");
}

/* An access group may be several words, if somebody is in it. */
static void
test_groups_of_words (void)
{
    g_autofree char *text = write_event (TITLE STAFF "groups = Domain Users\n",
                                         "authorize 10.0.0.0/8 Domain Users", "");
    g_autoptr (CvpnSpec) spec = read_good (text);
    const CvpnEventSpec *event = spec->events->pdata[0];

    cvpn_assert_str (event->action.name, "Domain Users");
    cvpn_assert_str (event->action.row->names->pdata[0], "Domain Users");
}

static void
test_security_groups (void)
{
    static const char *const lists[] = { "sg-b sg-a", "sg-b; sg-a", "sg-b ;sg-a;" };

    for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
        g_autofree char *text = g_strconcat ("apply-security-groups ", lists[i], NULL);
        g_autoptr (CvpnSpec) spec = NULL;
        const CvpnActionSpec *action = read_action (&spec, text);
        cvpn_assert_int (action->names->len, 2);
        cvpn_assert_str (action->names->pdata[0], "sg-b");
        cvpn_assert_str (action->names->pdata[1], "sg-a");
        CU_ASSERT_PTR_NULL (action->endpoint);
    }
}

static void
test_vpc_routes (void)
{
    g_autoptr (CvpnSpec) spec = NULL;
    const CvpnActionSpec *action = read_action (&spec, "set-route rtb-a 0.0.0.0/0 igw-a");

    cvpn_assert_str (action->name, "rtb-a");
    check_entry (spec, action->row, "0.0.0.0/0", "igw-a");
    check_prefix (action->row, "0.0.0.0/0");
    cvpn_assert_str (action->row->text, "igw-a");
    CU_ASSERT_PTR_NULL (action->row->prefix_list);
    action = read_action (&spec, "set-route rtb-a pl-office blackhole");
    cvpn_assert_str (action->row->prefix_list, "pl-office");
    cvpn_assert_str (action->row->text, "blackhole");
    cvpn_assert_int (action->row->prefix.length, CVPN_PREFIX_UNSET);
    action = read_action (&spec, "unset-route rtb-a 10.1.0.0/16");
    cvpn_assert_str (action->name, "rtb-a");
    check_entry (spec, action->row, "10.1.0.0/16", "");
    check_prefix (action->row, "10.1.0.0/16");
    CU_ASSERT_PTR_NULL (action->row->text);
    action = read_action (&spec, "unset-route rtb-a pl-office");
    cvpn_assert_str (action->row->prefix_list, "pl-office");
}

static void
test_acl_entries (void)
{
    g_autoptr (CvpnSpec) spec = NULL;
    const CvpnActionSpec *action =
        read_action (&spec, "set-acl-entry acl-a inbound 50 deny tcp 22 10.1.0.0/16");

    cvpn_assert_str (action->name, "acl-a");
    check_entry (spec, action->row, "inbound 50", "deny tcp 22 10.1.0.0/16");
    cvpn_assert_int (action->row->inbound, TRUE);
    cvpn_assert_int (action->row->number, 50);
    cvpn_assert_int (action->row->allow, FALSE);
    cvpn_assert_int (action->row->match.first, 22);
    check_prefix (action->row, "10.1.0.0/16");
    action = read_action (&spec, "unset-acl-entry acl-a outbound 0100");
    check_entry (spec, action->row, "outbound 0100", "");
    cvpn_assert_int (action->row->inbound, FALSE);
    cvpn_assert_int (action->row->number, 100);
}

static void
test_names (void)
{
    g_autoptr (CvpnSpec) spec = NULL;

    cvpn_assert_str (read_action (&spec, "fail-availability-zone zone-b")->name, "zone-b");
    cvpn_assert_str (read_action (&spec, "restore-availability-zone zone-a")->name, "zone-a");
    cvpn_assert_str (read_action (&spec, "terminate-connections staff")->name, "staff");
    cvpn_assert_str (read_action (&spec, "terminate-connections staff-10")->name, "staff-10");
    cvpn_assert_str (read_action (&spec, "revoke-certificate staff-1")->name, "staff-1");
    cvpn_assert_int (read_action (&spec, "import-crl 36h")->next_update_ns, 36 * CVPN_HOUR);
    cvpn_assert_int (read_action (&spec, "delete-endpoint")->kind, CVPN_ACTION_DELETE_ENDPOINT);
}

/* The value goes where the endpoint's own key would put it, the rest is at its default. */
static void
test_modifications (void)
{
    g_autoptr (CvpnSpec) spec = NULL;
    const CvpnActionSpec *action = read_action (&spec, "modify-endpoint session-timeout 8h");

    cvpn_assert_str (action->name, "session-timeout");
    CU_ASSERT_PTR_NOT_NULL_FATAL (action->endpoint);
    cvpn_assert_int (action->endpoint->session_timeout_ns, 8 * CVPN_HOUR);
    cvpn_assert_int (action->endpoint->vpn_port, 443);
    cvpn_assert_int (action->endpoint->server_certificate_expires_ns, -1);
    action = read_action (&spec, "modify-endpoint vpn-port 1194");
    cvpn_assert_int (action->endpoint->vpn_port, 1194);
    cvpn_assert_int (action->endpoint->session_timeout_ns, 24 * CVPN_HOUR);
    action = read_action (&spec, "modify-endpoint dns-servers 10.0.0.2; 10.0.0.3");
    cvpn_assert_int (action->endpoint->dns_servers->len, 2);
    action = read_action (&spec, "modify-endpoint dns-servers");
    cvpn_assert_str (action->name, "dns-servers");
    cvpn_assert_int (action->endpoint->dns_servers->len, 0);
    action = read_action (&spec, "modify-endpoint client-connect-handler lognormal 1s 0.5");
    cvpn_assert_int (action->endpoint->handler.duration.kind, CVPN_DISTRIBUTION_LOGNORMAL);
    action = read_action (&spec, "modify-endpoint client-connect-handler");
    cvpn_assert_int (action->endpoint->handler.duration.kind, CVPN_DISTRIBUTION_UNSET);
}

static void
check_faults (const char *text, const char *faults)
{
    g_autofree char *found = read_faults (text);
    const char *behind = strchr (found, ' ');

    cvpn_assert_str (behind ? behind + 1 : found, faults);
}

static void
test_whose (void)
{
    g_autofree char *none = write_event (TITLE SUBNET, "import-crl 1h", "");
    g_autofree char *unsaid = write_event (PLACE OTHER_ENDPOINT, "delete-endpoint", "");
    g_autofree char *said =
        write_event (PLACE OTHER_ENDPOINT, "delete-endpoint", "endpoint = cvpn-2\n");
    g_autofree char *zone = write_event (PLACE OTHER_ENDPOINT, "fail-availability-zone zone-a", "");
    g_autofree char *staff =
        write_event (PLACE OTHER_ENDPOINT, "terminate-connections staff-1", "endpoint = cvpn-1\n");

    check_faults (none, "[event e] action: 'import-crl' is about an endpoint, and there is none\n");
    check_faults (unsaid, "[event e] endpoint: is missing; 'delete-endpoint' is about one of the 2 "
                          "endpoints\n");
    check_faults (said, "");
    check_faults (zone, "");
    check_faults (staff, "");
}

/* After the run's end, and at it. */
static void
test_late (void)
{
    g_autofree char *late =
        write_event (TITLE "duration = 59min\n" ENDPOINT, "delete-endpoint", "");
    g_autofree char *last =
        write_event (TITLE "duration = 60min\n" ENDPOINT, "delete-endpoint", "");

    check_faults (late, "[event e] at: 1h is after the end of a run, which is at 59min\n");
    check_faults (last, "");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "associations", test_associations },
        { "routes of the endpoint", test_endpoint_routes },
        { "authorization rules", test_rules },
        { "access groups of several words", test_groups_of_words },
        { "security groups", test_security_groups },
        { "routes of a VPC", test_vpc_routes },
        { "entries of an ACL", test_acl_entries },
        { "zones, clients, a duration", test_names },
        { "modifications", test_modifications },
        { "whose endpoint", test_whose },
        { "events after the end", test_late },
    };

    return cvpn_test_main ("action", tests, G_N_ELEMENTS (tests));
}
