/* nat_counters against a count of the run's flows, one by one. */
#include <string.h>

#include "base/match.h"
#include "path/walk.h"
#include "recording.h"
#include "support.h"

#define SECOND RECORDING_SECOND
#define PERIOD (2 * 60 * SECOND)

#define NAT_SCENARIO(RUN)                                                                          \
    "[scenario]\ntitle = test\n" RUN "\n"                                                          \
    "[vpc vpc-a]\ncidr-block = 10.0.0.0/16\n"                                                      \
    "[internet-gateway igw-a]\nvpc = vpc-a\n"                                                      \
    "[route-table rtb-public]\nvpc = vpc-a\n0.0.0.0/0 = igw-a\n"                                   \
    "[route-table rtb-a]\nvpc = vpc-a\n0.0.0.0/0 = nat-a\n"                                        \
    "[route-table rtb-b]\nvpc = vpc-a\n0.0.0.0/0 = nat-b\n"                                        \
    "[subnet private-a]\nvpc = vpc-a\navailability-zone = us-east-1a\n"                            \
    "cidr-block = 10.0.1.0/24\nroute-table = rtb-a\n"                                              \
    "[subnet private-b]\nvpc = vpc-a\navailability-zone = us-east-1b\n"                            \
    "cidr-block = 10.0.2.0/24\nroute-table = rtb-b\n"                                              \
    "[subnet public]\nvpc = vpc-a\navailability-zone = us-east-1a\n"                               \
    "cidr-block = 10.0.3.0/24\nroute-table = rtb-public\n"                                         \
    "[nat-gateway nat-a]\nsubnet = public\nports-per-destination = 3\n"                            \
    "secondary-private-ip-address-count = 1\n"                                                     \
    "[nat-gateway nat-b]\nsubnet = public\nports-per-destination = 4\n"                            \
    "[host closed]\nnetwork = internet\naddress = 203.0.113.90\nlisten = udp 1\n"                  \
    "[client-vpn-endpoint cvpn-1]\nclient-cidr-block = 10.2.0.0/22\n"                              \
    "target-networks = private-a; private-b\nauthentication = certificate\n"                       \
    "[client-vpn-routes cvpn-1]\n0.0.0.0/0 = private-a; private-b\n"                               \
    "[authorization-rules cvpn-1]\n0.0.0.0/0 = *\n"                                                \
    "[clients all]\nendpoint = cvpn-1\ncount = 6\narrival = uniform 0s 10s\nbandwidth = 1Mbps\n"

static const char busy[] = NAT_SCENARIO (
    "duration = 61min\nmetrics-period = 2min") "[traffic web]\nclients = all\n"
                                               "to = 203.0.113.80 tcp 443; 203.0.113.81 tcp 443\n"
                                               "every = exponential 8s\n"
                                               "response = lognormal 2MB 1\n"
                                               "[traffic names]\nclients = all\n"
                                               "to = 198.51.100.53 udp 53\n"
                                               "every = exponential 4min\n"
                                               "[traffic refused]\nclients = all\n"
                                               "to = closed tcp 443; closed icmp\n"
                                               "every = exponential 5min\n"
                                               "[traffic quiet]\nclients = all\n"
                                               "to = 203.0.113.82 tcp 22\n"
                                               "every = exponential 3min\n"
                                               "idle = uniform 3min 9min\n";

/* Its levels rise and fall, and the limits are far. */
static const char calm[] =
    NAT_SCENARIO ("duration = 61min\nmetrics-period = 2min") "[traffic web]\nclients = all\n"
                                                             "to = 203.0.113.80 tcp 443\n"
                                                             "every = exponential 3min\n"
                                                             "response = lognormal 10MB 1\n";

#define recorded_nat(run, i) (&g_array_index ((run)->nat_gateways, CvpnNatGatewayRecord, i))

static gboolean
goes_by (const CvpnFlowRecord *flow, const CvpnNatGatewayRecord *gateway)
{
    return flow->subnet[strlen ("private-")] == gateway->nat_gateway[strlen ("nat-")];
}

static gboolean
had_port (const CvpnFlowRecord *flow)
{
    return flow->n_stages > CVPN_STAGE_DESTINATION &&
           flow->verdict.code != CVPN_CODE_NGW_PORT_ALLOCATION;
}

static gint64
taken_at (const CvpnFlowRecord *flow)
{
    return flow->stages[CVPN_STAGE_DESTINATION].time_ns;
}

static gboolean
ends_by_silence (const CvpnFlowRecord *flow)
{
    return flow->protocol != CVPN_PROTOCOL_TCP || flow->outcome != CVPN_OUTCOME_DELIVERED;
}

static gint64
released_at (const CvpnFlowRecord *flow)
{
    const gint64 end_ns = MAX (flow->start_ns + flow->duration_ns, flow->end_ns);

    return ends_by_silence (flow) ? end_ns + CVPN_NAT_IDLE : end_ns;
}

static gboolean
holds_port (const CvpnFlowRecord *flow, gint64 time_ns)
{
    return had_port (flow) && taken_at (flow) <= time_ns && released_at (flow) > time_ns;
}

static gboolean
is_in (gint64 time_ns, const CvpnNatGatewayRecord *period)
{
    return time_ns > period->time_ns - PERIOD && time_ns <= period->time_ns;
}

/* How many ports the flow's destination has when the flow takes its own. */
static gint64
level_with (const Recording *run, const CvpnFlowRecord *flow, gint64 time_ns)
{
    gint64 level = 0;

    for (guint i = 0; i < run->flows->len; i++) {
        const CvpnFlowRecord *other = recorded_flow (run, i);

        level += other->subnet == flow->subnet && other->destination == flow->destination &&
                 other->port == flow->port && other->protocol == flow->protocol &&
                 holds_port (other, time_ns);
    }
    return level;
}

static CvpnNatGatewayRecord
count_levels (const Recording *run, const CvpnNatGatewayRecord *period)
{
    CvpnNatGatewayRecord want = { 0 };

    for (guint i = 0; i < run->flows->len; i++) {
        const CvpnFlowRecord *flow = recorded_flow (run, i);
        const gint64 start_ns = period->time_ns - PERIOD;

        if (!goes_by (flow, period) || !had_port (flow))
            continue;
        want.ports_in_use += holds_port (flow, period->time_ns);
        want.active_connections +=
            holds_port (flow, period->time_ns) && flow->protocol == CVPN_PROTOCOL_TCP;
        want.idle_timeouts += ends_by_silence (flow) && is_in (released_at (flow), period);
        if (holds_port (flow, start_ns) || is_in (taken_at (flow), period))
            want.busiest_destination_ports =
                MAX (want.busiest_destination_ports,
                     level_with (run, flow, MAX (taken_at (flow), start_ns)));
    }
    return want;
}

static CvpnNatGatewayRecord
count_judged (const Recording *run, const CvpnNatGatewayRecord *period)
{
    CvpnNatGatewayRecord want = { 0 };

    for (guint i = 0; i < run->flows->len; i++) {
        const CvpnFlowRecord *flow = recorded_flow (run, i);
        const gboolean tcp = flow->protocol == CVPN_PROTOCOL_TCP;

        if (!goes_by (flow, period) || !is_in (flow->end_ns, period))
            continue;
        want.connection_attempts += tcp;
        want.connections_established += tcp && (flow->outcome == CVPN_OUTCOME_DELIVERED ||
                                                flow->verdict.code == CVPN_CODE_NGW_IDLE_TIMEOUT);
        want.port_errors += flow->verdict.code == CVPN_CODE_NGW_PORT_ALLOCATION;
        want.bytes_out_to_destination += had_port (flow) ? flow->request_bytes : 0;
        want.bytes_in_from_destination += flow->response_bytes;
    }
    return want;
}

/* Without the last ten minutes, whose flows are not all judged when the run ends. */
static void
assert_periods (const Recording *run)
{
    cvpn_assert_int (run->nat_gateways->len, 2 * 31);
    for (guint i = 0; i < 2 * 25; i++) {
        const CvpnNatGatewayRecord *got = recorded_nat (run, i);
        const CvpnNatGatewayRecord levels = count_levels (run, got);
        const CvpnNatGatewayRecord judged = count_judged (run, got);

        cvpn_assert_str (got->nat_gateway, i % 2 == 0 ? "nat-a" : "nat-b");
        cvpn_assert_int (got->time_ns, (i / 2 + 1) * PERIOD);
        cvpn_assert_int (got->ports_per_destination, i % 2 == 0 ? 6 : 4);
        cvpn_assert_int (got->ports_in_use, levels.ports_in_use);
        cvpn_assert_int (got->active_connections, levels.active_connections);
        cvpn_assert_int (got->idle_timeouts, levels.idle_timeouts);
        cvpn_assert_int (got->busiest_destination_ports, levels.busiest_destination_ports);
        cvpn_assert_int (got->connection_attempts, judged.connection_attempts);
        cvpn_assert_int (got->connections_established, judged.connections_established);
        cvpn_assert_int (got->port_errors, judged.port_errors);
        cvpn_assert_int (got->bytes_out_to_destination, judged.bytes_out_to_destination);
        cvpn_assert_int (got->bytes_in_from_destination, judged.bytes_in_from_destination);
    }
}

static void
periods_are_what_the_flows_did (void)
{
    g_autoptr (Recording) run = recording_of (busy);
    gint64 errors = 0, idle = 0;

    assert_periods (run);
    for (guint i = 0; i < run->nat_gateways->len; i++) {
        errors += recorded_nat (run, i)->port_errors;
        idle += recorded_nat (run, i)->idle_timeouts;
    }
    CU_ASSERT (errors > 20 && idle > 20);
}

static void
busiest_destination_rises_and_falls (void)
{
    g_autoptr (Recording) run = recording_of (calm);

    assert_periods (run);
}

static const CvpnPeakRecord *
find_peak (const Recording *run, const char *component)
{
    for (guint i = 0; i < run->peaks->len; i++)
        if (g_str_equal (recorded_peak (run, i)->component, component))
            return recorded_peak (run, i);
    return NULL;
}

/* All addresses together, and never more than they have. */
static void
peaks_are_of_all_addresses (void)
{
    g_autoptr (Recording) run = recording_of (busy);
    const CvpnPeakRecord *a = find_peak (run, "nat-a"), *b = find_peak (run, "nat-b");

    CU_ASSERT_FATAL (a && b);
    cvpn_assert_str (a->quota, "nat-gateway-ports");
    cvpn_assert_int (a->limit, 6);
    cvpn_assert_int (a->peak, 6);
    cvpn_assert_int (b->limit, 4);
    cvpn_assert_int (b->peak, 4);
}

/* The port of a flow that nobody waits for any more is in use nevertheless. */
static void
abandoned_flow_holds_its_port (void)
{
    g_autoptr (Recording) run = recording_of (NAT_SCENARIO (
        "duration = 2min") "session = 10s\n[traffic quiet]\nclients = all\n"
                           "to = 203.0.113.82 tcp 22\nevery = 1h\nfirst = 1s\nidle = 1min\n");

    cvpn_assert_int (run->flows->len, 0);
    cvpn_assert_int (recorded_nat (run, 0)->ports_in_use + recorded_nat (run, 1)->ports_in_use, 6);
    cvpn_assert_int (recorded_nat (run, 0)->connection_attempts, 0);
}

static void
no_gateway_no_record (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 10min\nmetrics-period = 5min", "") "[clients one]\nendpoint = cvpn-1\n"
                                                       "count = 1\narrival = at 0s\n");

    cvpn_assert_int (run->nat_gateways->len, 0);
    cvpn_assert_int (run->peaks->len, 4);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "periods are what the flows did", periods_are_what_the_flows_did },
        { "busiest destination rises and falls", busiest_destination_rises_and_falls },
        { "peaks are of all addresses", peaks_are_of_all_addresses },
        { "abandoned flow holds its port", abandoned_flow_holds_its_port },
        { "no gateway, no record", no_gateway_no_record },
    };

    return cvpn_test_main ("nat counters", tests, G_N_ELEMENTS (tests));
}
