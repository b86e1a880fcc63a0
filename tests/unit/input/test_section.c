/* section: defaults, unset values, required keys, rows and leftovers. */
#include "read_spec.h"

#include "base/quantity.h"

static void
test_defaults_of_singles (void)
{
    g_autoptr (CvpnSpec) spec = read_good (TITLE);

    cvpn_assert_str (spec->scenario.title, "Test");
    CU_ASSERT_PTR_NULL (spec->scenario.description);
    cvpn_assert_int (spec->scenario.duration_ns, -1);
    cvpn_assert_int (spec->scenario.seed, 1);
    cvpn_assert_int (spec->scenario.warm_up_ns, 0);
    cvpn_assert_int (spec->scenario.metrics_period_ns, 5 * CVPN_MINUTE);
    cvpn_assert_int (spec->scenario.start_ns, 0);
    cvpn_assert_int (spec->scenario.start_date_s, 1767571200); /* 2026-01-05 */
    cvpn_assert_int (spec->scenario.include->len, 0);
    CU_ASSERT_PTR_NULL (spec->latency.group); /* the file has no such group */
    cvpn_assert_int (spec->latency.handshake.kind, CVPN_DISTRIBUTION_LOGNORMAL);
    cvpn_assert_near (spec->latency.client_time_out.a, 21.0 * CVPN_SECOND, 0);
    cvpn_assert_int (spec->quotas.profile, CVPN_PROFILE_CURRENT);
    cvpn_assert_int (spec->quotas.concurrent_connections, -1);
    cvpn_assert_int (spec->vpcs->len, 0);
}

static void
test_defaults_of_endpoint (void)
{
    g_autoptr (CvpnSpec) spec = read_good (TITLE ENDPOINT);
    const CvpnEndpointSpec *endpoint = spec->endpoints->pdata[0];

    CU_ASSERT_PTR_NULL (endpoint->vpc);
    cvpn_assert_int (endpoint->security_groups->len, 0);
    cvpn_assert_int (endpoint->split_tunnel, FALSE);
    cvpn_assert_int (endpoint->transport_protocol, CVPN_TRANSPORT_UDP);
    cvpn_assert_int (endpoint->vpn_port, 443);
    cvpn_assert_int (endpoint->authentication, CVPN_AUTHENTICATION_DIRECTORY);
    cvpn_assert_int (endpoint->mfa, FALSE);
    cvpn_assert_int (endpoint->session_timeout_ns, 24 * CVPN_HOUR);
    cvpn_assert_int (endpoint->dns_servers->len, 0);
    cvpn_assert_int (endpoint->mssfix, -1);
    cvpn_assert_int (endpoint->connection_log, TRUE);
    cvpn_assert_int (endpoint->dns_answer, CVPN_DNS_ROUND_ROBIN);
    cvpn_assert_int (endpoint->dns_ttl_ns, 60 * CVPN_SECOND);
    cvpn_assert_int (endpoint->health_check_ns, 30 * CVPN_SECOND);
    cvpn_assert_int (endpoint->ping_restart_ns, 20 * CVPN_SECOND);
    cvpn_assert_int (endpoint->address_model, CVPN_ADDRESSES_HALF);
    cvpn_assert_int (endpoint->interface_addresses->len, 0);
    cvpn_assert_int (endpoint->snat_ports_none, FALSE);
    cvpn_assert_int (endpoint->snat_first, 1024);
    cvpn_assert_int (endpoint->snat_last, 65535);
    cvpn_assert_near (endpoint->session_bandwidth, 50e6, 0);
}

/* What of an endpoint and its clients matters over time. */
static void
test_defaults_over_time (void)
{
    g_autoptr (CvpnSpec) spec = read_good (TITLE STAFF);
    const CvpnEndpointSpec *endpoint = spec->endpoints->pdata[0];
    const CvpnClientsSpec *clients = spec->clients->pdata[0];

    cvpn_assert_int (endpoint->handshake_time_out_ns, 60 * CVPN_SECOND);
    cvpn_assert_int (endpoint->keepalive_time_out_ns, 40 * CVPN_SECOND);
    cvpn_assert_int (endpoint->disconnect_on_session_timeout, FALSE);
    cvpn_assert_int (endpoint->server_certificate_expires_ns, -1);
    cvpn_assert_int (endpoint->identity_provider_certificate_expires_ns, -1);
    cvpn_assert_int (endpoint->handler.duration.kind, CVPN_DISTRIBUTION_UNSET);
    cvpn_assert_near (endpoint->handler.denied, 0, 0);
    cvpn_assert_int (endpoint->handler.concurrency, -1);
    cvpn_assert_int (clients->log_in_again.kind, CVPN_DISTRIBUTION_UNSET);
    cvpn_assert_int (clients->saml_login.kind, CVPN_DISTRIBUTION_LOGNORMAL);
    cvpn_assert_int (clients->saml_second_lookup, FALSE);
    cvpn_assert_near (clients->wrong_credentials, 0, 0);
    cvpn_assert_near (clients->vanishes, 0, 0);
    cvpn_assert_int (clients->self_service_portal.kind, CVPN_DISTRIBUTION_UNSET);
    cvpn_assert_int (clients->outbound->len, 0);
    cvpn_assert_int (clients->public_network.address, 0xcb007100); /* 203.0.113.0 */
    cvpn_assert_near (spec->operations.create_route.a, 90.0 * CVPN_SECOND, 0);
    cvpn_assert_int (spec->operations.certificate.kind, CVPN_DISTRIBUTION_UNIFORM);
}

static void
test_defaults_of_clients (void)
{
    g_autoptr (CvpnSpec) spec = read_good (TITLE STAFF);
    const CvpnClientsSpec *clients = spec->clients->pdata[0];

    cvpn_assert_int (clients->groups->len, 0);
    cvpn_assert_int (clients->authentication, 0);
    cvpn_assert_int (clients->session.kind, CVPN_DISTRIBUTION_UNSET);
    cvpn_assert_int (clients->away.kind, CVPN_DISTRIBUTION_UNSET);
    cvpn_assert_int (clients->retries, 0);
    cvpn_assert_int (clients->reconnect_after_ns, -1);
    cvpn_assert_int (clients->remote_random_hostname, CVPN_HOSTNAME_RANDOM);
    cvpn_assert_int (clients->mfa_prompt, TRUE);
    cvpn_assert_int (clients->local_network.length, CVPN_PREFIX_UNSET);
    cvpn_assert_near (clients->bandwidth, 50e6, 0);
}

static void
test_defaults_of_traffic (void)
{
    g_autoptr (CvpnSpec) spec =
        read_good (TITLE STAFF WEB
                   "[traffic t]\nclients = staff\nto = web tcp 443\nevery = exponential 30s\n");
    const CvpnTrafficSpec *traffic = spec->traffic->pdata[0];

    cvpn_assert_int (traffic->first.kind, CVPN_DISTRIBUTION_CONSTANT);
    cvpn_assert_near (traffic->request.a, 2000, 0);
    cvpn_assert_int (traffic->response.kind, CVPN_DISTRIBUTION_LOGNORMAL);
    cvpn_assert_near (traffic->response.a, 50000, 0);
    cvpn_assert_near (traffic->packet_size.a, 1400, 0);
    CU_ASSERT_PTR_NULL (traffic->from_csv);
}

static void
test_defaults_of_network (void)
{
    g_autoptr (CvpnSpec) spec = read_good (
        TITLE SUBNET WEB "[route-table rtb-a]\nvpc = vpc-a\n[security-group sg-a]\nvpc = vpc-a\n"
                         "[network office]\ncidr-block = 192.168.0.0/16\n");
    const CvpnSubnetSpec *subnet = spec->subnets->pdata[0];
    const CvpnHostSpec *host = spec->hosts->pdata[0];
    const CvpnSecurityGroupSpec *group = spec->security_groups->pdata[0];
    const CvpnOutsideSpec *office = spec->networks->pdata[0];

    CU_ASSERT_PTR_NULL (subnet->route_table);
    cvpn_assert_int (subnet->available_addresses, -1);
    cvpn_assert_int (host->mtu, 1500);
    cvpn_assert_int (host->listen_given, FALSE);
    cvpn_assert_int (host->public_address, 0);
    cvpn_assert_int (group->ingress->len, 0);
    cvpn_assert_int (group->egress->len, 1);
    cvpn_assert_str (((CvpnMatchSpec *) group->egress->pdata[0])->peer, "0.0.0.0/0");
    cvpn_assert_int (office->return_routes->len, 1);
    cvpn_assert_int (office->firewall->len, 0);
}

static void
test_empty_lists (void)
{
    g_autoptr (CvpnSpec) spec =
        read_good (TITLE ENDPOINT "snat-ports =\ndns-servers =\n" WEB "listen =\n"
                                  "[security-group sg-a]\nvpc = vpc-a\negress =\n");
    const CvpnEndpointSpec *endpoint = spec->endpoints->pdata[0];
    const CvpnHostSpec *host = spec->hosts->pdata[0];

    cvpn_assert_int (endpoint->snat_ports_none, TRUE);
    cvpn_assert_int (endpoint->dns_servers->len, 0);
    cvpn_assert_int (host->listen_given, TRUE);
    cvpn_assert_int (host->listen->len, 0);
    cvpn_assert_int (((CvpnSecurityGroupSpec *) spec->security_groups->pdata[0])->egress->len, 0);
}

static void
test_values (void)
{
    g_autoptr (CvpnSpec) spec = read_good (
        TITLE "start = 09:30\nstart-date = 2024-02-29\n" SUBNET
              "[vpc vpc-b]\ncidr-block = 172.31.0.0/16; 172.30.0.0/16;\ntenancy = dedicated\n"
              "[client-vpn-endpoint c]\nclient-cidr-block = 10.2.0.0/22\nvpn-port = 1194\n"
              "authentication = certificate; directory\ndns-servers = 10.0.0.2; 8.8.8.8\n");
    const CvpnVpcSpec *vpc = spec->vpcs->pdata[1];
    const CvpnEndpointSpec *endpoint = spec->endpoints->pdata[0];

    cvpn_assert_int (spec->scenario.start_ns, 9 * CVPN_HOUR + 30 * CVPN_MINUTE);
    cvpn_assert_int (spec->scenario.start_date_s, 1709164800);
    cvpn_assert_int (vpc->tenancy, CVPN_TENANCY_DEDICATED);
    cvpn_assert_int (vpc->cidr_block->len, 2);
    cvpn_assert_int (g_array_index (vpc->cidr_block, CvpnPrefix, 1).address, 0xac1e0000);
    cvpn_assert_int (endpoint->vpn_port, 1194);
    cvpn_assert_int (endpoint->authentication,
                     CVPN_AUTHENTICATION_CERTIFICATE | CVPN_AUTHENTICATION_DIRECTORY);
    cvpn_assert_int (g_array_index (endpoint->dns_servers, guint32, 1), 0x08080808);
    cvpn_assert_int (endpoint->target_networks->len, 0);
}

typedef struct {
    const CvpnGroup *group;
    double given, fallback, unset;
} Shares;

static const CvpnKey shares_keys[] = {
    { .name = "given", .type = CVPN_KEY_FRACTION, .offset = offsetof (Shares, given) },
    { .name = "fallback",
      .type = CVPN_KEY_FRACTION,
      .offset = offsetof (Shares, fallback),
      .fallback = "20%" },
    { .name = "unset",
      .type = CVPN_KEY_FRACTION,
      .offset = offsetof (Shares, unset),
      .flags = CVPN_KEY_OPTIONAL },
};

static const CvpnSection shares_section = {
    .kind = "shares",
    .size = sizeof (Shares),
    .keys = shares_keys,
    .n_keys = G_N_ELEMENTS (shares_keys),
};

/* Reads `given = VALUE`; its faults. */
static char *
read_share (const char *value, Shares *shares)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnDocument) document = cvpn_document_new ();
    CvpnGroup *group = cvpn_document_add (document, "shares", "", "t.ini", 1);
    const CvpnReading at = { .report = report, .group = group };

    cvpn_group_add (group, "given", value, "t.ini", 2);
    cvpn_section_read (&shares_section, &at, shares);
    return cvpn_report_format (report);
}

static void
test_fractions (void)
{
    Shares shares = { 0 };
    g_autofree char *none = read_share ("35%", &shares);

    cvpn_assert_str (none, "");
    cvpn_assert_near (shares.given, 0.35, 1e-12);
    cvpn_assert_near (shares.fallback, 0.2, 1e-12);
    cvpn_assert_near (shares.unset, -1, 0);

    g_autofree char *faults = read_share ("120%", &shares);
    cvpn_assert_str (faults, "t.ini:2: error: [shares] given: '120%' is more than 1; expected a "
                             "fraction from 0 to 1, as 0.5 or 50%\n");
}

static void
test_leftovers (void)
{
    g_autofree char *faults = read_faults ("[scenario]\nsed = 1\n[vpc vpc-a]\n[vpc]\n[latency x]\n"
                                           "[vcp vpc-b]\n");

    cvpn_assert_str (faults, "1: [scenario] title: is missing\n"
                             "2: [scenario] sed: unknown key; did you mean 'seed'?\n"
                             "3: [vpc vpc-a] cidr-block: is missing\n"
                             "4: [vpc]: the name is missing; expected [vpc NAME]\n"
                             "5: [latency x]: there is only one; expected [latency]\n"
                             "6: [vcp vpc-b]: unknown kind of group; did you mean 'vpc'?\n");
}

static void
test_warm_up (void)
{
    g_autofree char *faults = read_faults (TITLE "duration = 1h\nwarm-up = 1h\n");
    g_autofree char *none = read_faults (TITLE "duration = 1h\nwarm-up = 59min\n");

    cvpn_assert_str (faults, "4: [scenario] warm-up: it is not shorter than the duration, 1h: "
                             "nothing is left to count\n");
    cvpn_assert_str (none, "");
}

/* Every default of every table is well written: reading one with a fault aborts. */
static void
test_all_defaults (void)
{
    guint n;
    const CvpnSection *const *sections = cvpn_sections (&n);

    for (guint i = 0; i < n; i++) {
        g_autofree gpointer spec = g_malloc0 (sections[i]->size);
        const CvpnReading at = { .report = NULL };
        if (sections[i]->named)
            continue; /* their checks need a group */
        cvpn_section_read (sections[i], &at, spec);
        cvpn_section_clear (sections[i], spec);
    }
    cvpn_assert_int (n, 30);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "defaults of single groups", test_defaults_of_singles },
        { "defaults of an endpoint", test_defaults_of_endpoint },
        { "defaults over time", test_defaults_over_time },
        { "defaults of clients", test_defaults_of_clients },
        { "defaults of traffic", test_defaults_of_traffic },
        { "defaults of the network", test_defaults_of_network },
        { "empty lists", test_empty_lists },
        { "values", test_values },
        { "fractions", test_fractions },
        { "leftovers", test_leftovers },
        { "a warm-up as long as the run", test_warm_up },
        { "all defaults", test_all_defaults },
    };

    return cvpn_test_main ("section", tests, G_N_ELEMENTS (tests));
}
