/* The rows of the tables over time: periods and changes. */
#include <math.h>

#include "written.h"

/* Every figure of a period is another number, its column's. */
static void
test_metrics (void)
{
    CvpnPeriodRecord period = {
        .time_ns = 300 * CVPN_SECOND,
        .endpoint = "cvpn-1",
        .active_connections = 3,
        .authentication_failures = 4,
        .ingress_bytes = 5,
        .ingress_packets = 6,
        .egress_bytes = 7,
        .egress_packets = 8,
        .crl_days_to_expiry = 9.5,
        .portal_downloads = 10,
        .handler_timeouts = 11,
        .handler_invalid_responses = 12,
        .handler_execution_errors = 13,
        .handler_throttling_errors = 14,
        .handler_denied_connections = 15,
        .handler_service_errors = 16,
        .idp_certificate_days_to_expiry = -17.25,
        .connection_attempts = 21,
        .connections_established = 22,
        .connections_blocked = 23,
        .addresses_in_use = 24,
        .usable_addresses = 25,
        .connection_quota = 26,
        .flows = 27,
        .outcomes = { 28, 29, 30, 31, 41, 99 },
        .failures = { 32, 33, 34, 35, 36, 37, 38, 39, 40 },
        .connecting = 42,
        .waiting = 43,
        .attempts_failed = { 44, 45, 46, 47, 48, 49 },
        .sessions_lost = 50,
        .sessions_returned = 51,
    };
    Run run;

    begin (&run, "metrics", NULL);
    tell (&run, period, &period);
    period.crl_days_to_expiry = period.idp_certificate_days_to_expiry = NAN;
    tell (&run, period, &period);
    end (&run);
    g_autofree char *rows = rows_of (&run, "metrics.csv");
    cvpn_assert_str (rows,
                     "300.000000,cvpn-1,3,4,5,6,7,8,9.500000,10,11,12,13,14,15,16,-17.250000,,,,"
                     "21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,"
                     "46,47,48,49,50,51\n"
                     "300.000000,cvpn-1,3,4,5,6,7,8,,10,11,12,13,14,15,16,,,,,"
                     "21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,"
                     "46,47,48,49,50,51\n");
    clear (&run);
}

static void
test_metrics_header (void)
{
    Run run;

    begin (&run, "metrics", NULL);
    end (&run);
    g_autofree char *content = content_of (&run, "metrics.csv");
    cvpn_assert_str (
        content,
        "time_s,endpoint,ActiveConnectionsCount,AuthenticationFailures,IngressBytes,"
        "IngressPackets,EgressBytes,EgressPackets,CrlDaysToExpiry,"
        "SelfServicePortalClientConfigurationDownloads,ClientConnectHandlerTimeouts,"
        "ClientConnectHandlerInvalidResponses,ClientConnectHandlerOtherExecutionErrors,"
        "ClientConnectHandlerThrottlingErrors,ClientConnectHandlerDeniedConnections,"
        "ClientConnectHandlerFailedServiceErrors,IdpCertDaysToExpiry,"
        "AuthorizationPolicyDeniedConnections,AuthorizationPolicyEvaluationCount,"
        "AuthorizationPolicyTerminatedConnections,connection_attempts,connections_established,"
        "connections_blocked,addresses_in_use,usable_addresses,connection_quota,flows,delivered,"
        "dropped,rejected,bypassed,failed_1,failed_2,failed_3,failed_4,failed_5,failed_6,failed_7,"
        "failed_destination,failed_return,undetermined,connecting,waiting,attempts_failed_dns,"
        "attempts_failed_handshake,attempts_failed_authentication,attempts_failed_handler,"
        "attempts_failed_quota,attempts_failed_address,sessions_lost,sessions_returned\n");
    clear (&run);
}

static void
test_events (void)
{
    const CvpnChangeRecord changes[] = {
        { 90 * CVPN_SECOND, "outage", "fail-availability-zone", NULL, "us-east-1b", "failed", NULL,
          12 },
        { 120 * CVPN_SECOND, NULL, NULL, "cvpn-1", "subnet-b", "out of the answer", NULL, 0 },
        { 180 * CVPN_SECOND, "more", "create-route 10.0.0.0/8, subnet-a", "cvpn-1",
          "10.0.0.0/8 subnet-a", "failed", "InvalidClientVpnDuplicateRoute", 0 },
    };
    Run run;

    begin (&run, "events", NULL);
    for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
        tell (&run, change, &changes[i]);
    end (&run);
    g_autofree char *content = content_of (&run, "events.csv");
    cvpn_assert_str (content, "time_s,event,action,endpoint,object,state,error,sessions\n"
                              "90.000000,outage,fail-availability-zone,,us-east-1b,failed,,12\n"
                              "120.000000,,,cvpn-1,subnet-b,out of the answer,,0\n"
                              "180.000000,more,\"create-route 10.0.0.0/8, subnet-a\",cvpn-1,"
                              "10.0.0.0/8 subnet-a,failed,InvalidClientVpnDuplicateRoute,0\n");
    clear (&run);
}

static void
test_subnets (void)
{
    const CvpnSubnetRecord subnet = {
        300 * CVPN_SECOND, "cvpn-1", "subnet-a", 4, 5, 6, 7, 8, 9, 10, 11
    };
    Run run;

    begin (&run, "subnets", NULL);
    tell (&run, subnet, &subnet);
    end (&run);
    g_autofree char *rows = rows_of (&run, "subnets.csv");
    cvpn_assert_str (rows, "300.000000,cvpn-1,subnet-a,4,5,6,7,8,9,10,11\n");
    clear (&run);
}

/* CloudWatch's names first. */
static void
test_nat_gateways (void)
{
    const CvpnNatGatewayRecord gateway = {
        .time_ns = 300 * CVPN_SECOND,
        .nat_gateway = "nat-a",
        .active_connections = 3,
        .connection_attempts = 4,
        .connections_established = 5,
        .port_errors = 6,
        .idle_timeouts = 7,
        .bytes_in_from_destination = 8,
        .bytes_out_to_destination = 9,
        .ports_in_use = 10,
        .busiest_destination_ports = 11,
        .ports_per_destination = 12,
    };
    Run run;

    begin (&run, "nat-gateways", NULL);
    tell (&run, nat_gateway, &gateway);
    end (&run);
    g_autofree char *content = content_of (&run, "nat-gateways.csv");
    cvpn_assert_str (content, "time_s,nat_gateway,ActiveConnectionCount,ConnectionAttemptCount,"
                              "ConnectionEstablishedCount,ErrorPortAllocation,IdleTimeoutCount,"
                              "BytesInFromDestination,BytesOutToDestination,ports_in_use,"
                              "busiest_destination_ports,ports_per_destination\n"
                              "300.000000,nat-a,3,4,5,6,7,8,9,10,11,12\n");
    clear (&run);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "metrics.csv", test_metrics },
        { "metrics.csv's header", test_metrics_header },
        { "events.csv", test_events },
        { "subnets.csv", test_subnets },
        { "nat-gateways.csv", test_nat_gateways },
    };

    return cvpn_test_main ("tables", tests, G_N_ELEMENTS (tests));
}
