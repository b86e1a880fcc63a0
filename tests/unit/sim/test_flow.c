/* flow: the times of its stages, its verdicts, its bytes and its SNAT port. */
#include <string.h>

#include "base/quantity.h"
#include "recording.h"
#include "scenario_text.h"
#include "support.h"

#define SECOND RECORDING_SECOND
#define MS     RECORDING_MS

/* One user on subnet-a, connected from 1.1 s on. */
#define ONE_USER                                                                                   \
    "[clients one]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\nbandwidth = 10Mbps\n"
#define TRAFFIC(TO, KEYS)                                                                          \
    "[traffic t]\nclients = one\nto = " TO "\nfirst = 2s\nevery = 1h\nrequest = 2kB\n"             \
    "response = 50kB\n" KEYS

static void
times_of_stages_add_up (void)
{
    /* client 10 ms, six stages, across zones; stage, across zones, stage, client */
    static const struct {
        CvpnStep step;
        gint latency;
        CvpnDirection direction;
    } want[] = {
        { CVPN_STEP_CONNECTION, 0, CVPN_FORWARD },     { CVPN_STEP_CONNECTION, 10, CVPN_FORWARD },
        { CVPN_STEP_AUTHORIZATION, 1, CVPN_FORWARD },  { CVPN_STEP_VPN_ROUTE, 1, CVPN_FORWARD },
        { CVPN_STEP_SECURITY_GROUP, 1, CVPN_FORWARD }, { CVPN_STEP_SNAT, 1, CVPN_FORWARD },
        { CVPN_STEP_SUBNET_ROUTE, 1, CVPN_FORWARD },   { CVPN_STEP_NACL, 1 + 3, CVPN_FORWARD },
        { CVPN_STEP_DESTINATION, 1, CVPN_FORWARD },    { CVPN_STEP_RETURN, 3, CVPN_RETURN },
        { CVPN_STEP_NACL, 1 + 10, CVPN_RETURN },
    };
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO ("duration = 1min", "")
                                                  ONE_USER TRAFFIC ("web tcp 443", ""));
    const CvpnFlowRecord *flow = recorded_flow (run, 0);
    gint64 time = RECORDING_SETUP + 2 * SECOND;

    cvpn_assert_int (run->flows->len, 1);
    cvpn_assert_int (flow->start_ns, time);
    cvpn_assert_int (flow->n_stages, G_N_ELEMENTS (want));
    for (guint i = 0; i < flow->n_stages; i++) {
        const CvpnFlowStage *stage = &flow->stages[i];

        cvpn_assert_int (stage->time_ns, time);
        cvpn_assert_int (stage->latency_ns, want[i].latency * MS);
        cvpn_assert_int (stage->verdict.step, want[i].step);
        cvpn_assert_int (stage->verdict.direction, want[i].direction);
        cvpn_assert_int (stage->verdict.result, CVPN_RESULT_OK);
        time += stage->latency_ns;
    }
    cvpn_assert_int (flow->end_ns, time);
    cvpn_assert_int (flow->round_trip_ns, time - flow->start_ns);
    cvpn_assert_int (flow->round_trip_ns, 34 * MS);
    /* 52 kB at 10 Mbps */
    cvpn_assert_int (flow->duration_ns, 34 * MS + 41600000);
    /* visit, name, handshake, authentication, lease; flow due, its stages, the
     * answer; the port given back */
    cvpn_assert_int (run->events, 5 + 1 + 11 + 1 + 1);
}

static void
delivered_flow_is_described (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO ("duration = 1min", "")
                                                  ONE_USER TRAFFIC ("web tcp 443", ""));
    const CvpnFlowRecord *flow = recorded_flow (run, 0);

    cvpn_assert_int (flow->flow, 1);
    cvpn_assert_int (flow->session, 1);
    cvpn_assert_str (flow->user.population, "one");
    cvpn_assert_str (flow->destination_name, "web");
    cvpn_assert_str (flow->subnet, "subnet-a");
    cvpn_assert_int (flow->client_address, 0x0a020002);
    cvpn_assert_int (flow->destination, 0x0a00020a);
    cvpn_assert_int (flow->port, 443);
    cvpn_assert_int (flow->protocol, 6);
    cvpn_assert_int (flow->outcome, CVPN_OUTCOME_DELIVERED);
    cvpn_assert_int (flow->verdict.step, CVPN_STEP_DESTINATION);
    cvpn_assert_int (flow->verdict.code, CVPN_CODE_NONE);
    cvpn_assert_int (flow->request_bytes, 2000);
    cvpn_assert_int (flow->response_bytes, 50000);
    CU_ASSERT (flow->snat_port >= 49152);
    cvpn_assert_int (flow->snat_address >> 8, 0x0a0001);
    cvpn_assert_int (flow->port_replaced, FALSE);
    cvpn_assert_int (recorded_session (run, 0)->flows, 1);
    cvpn_assert_int (recorded_session (run, 0)->request_bytes, 2000);
    cvpn_assert_int (recorded_session (run, 0)->response_bytes, 50000);
}

/* Within the landing subnet no ACL is asked: the stages are there, and take the
 * way's time only. */
static void
skipped_stages_take_no_time (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 1min", "") "[host near]\nsubnet = subnet-a\n"
                               "address = 10.0.1.10\nsecurity-groups = sg-web\n" ONE_USER TRAFFIC (
                                   "near tcp 443", ""));
    const CvpnFlowRecord *flow = recorded_flow (run, 0);

    cvpn_assert_int (flow->outcome, CVPN_OUTCOME_DELIVERED);
    cvpn_assert_int (flow->n_stages, 11);
    cvpn_assert_int (flow->stages[7].verdict.result, CVPN_RESULT_SKIPPED);
    cvpn_assert_int (flow->stages[7].latency_ns, 2 * MS);
    cvpn_assert_int (flow->stages[10].verdict.result, CVPN_RESULT_SKIPPED);
    cvpn_assert_int (flow->stages[10].latency_ns, 10 * MS);
    cvpn_assert_int (flow->round_trip_ns, (20 + 5 + 1 + 4) * MS);
}

static void
dropped_flow_costs_the_time_out (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO ("duration = 1min", "")
                                                  ONE_USER TRAFFIC ("192.168.7.7 tcp 443", ""));
    const CvpnFlowRecord *flow = recorded_flow (run, 0);

    cvpn_assert_int (flow->outcome, CVPN_OUTCOME_DROPPED);
    cvpn_assert_int (flow->verdict.step, CVPN_STEP_AUTHORIZATION);
    cvpn_assert_int (flow->verdict.code, CVPN_CODE_CVPN_NO_AUTHORIZATION_RULE);
    cvpn_assert_str (flow->destination_name, "192.168.7.7");
    cvpn_assert_int (flow->n_stages, 3);
    cvpn_assert_int (flow->stages[2].latency_ns, 0);
    cvpn_assert_int (flow->end_ns, flow->start_ns + 10 * MS);
    cvpn_assert_int (flow->duration_ns, 21 * SECOND);
    cvpn_assert_int (flow->round_trip_ns, 0);
    cvpn_assert_int (flow->request_bytes, 0);
    cvpn_assert_int (flow->response_bytes, 0);
    cvpn_assert_int (recorded_period (run, 0)->ingress_packets, 1);
    cvpn_assert_int (recorded_period (run, 0)->egress_packets, 0);
    cvpn_assert_int (recorded_period (run, 0)->failures[CVPN_STEP_AUTHORIZATION], 1);
}

static void
stopped_datagrams_were_sent (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO ("duration = 1min", "")
                                                  ONE_USER TRAFFIC ("192.168.7.7 udp 53", ""));

    cvpn_assert_int (recorded_flow (run, 0)->request_bytes, 2000);
    cvpn_assert_int (recorded_flow (run, 0)->response_bytes, 0);
}

/* The refusal takes as long back as the packet took there. */
static void
rejected_flow_knows_soon (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO ("duration = 1min", "")
                                                  ONE_USER TRAFFIC ("web tcp 22", ""));
    const CvpnFlowRecord *flow = recorded_flow (run, 0);

    cvpn_assert_int (flow->outcome, CVPN_OUTCOME_REJECTED);
    cvpn_assert_int (flow->verdict.code, CVPN_CODE_NO_LISTENER);
    cvpn_assert_int (flow->end_ns - flow->start_ns, 19 * MS);
    cvpn_assert_int (flow->duration_ns, 38 * MS);
    cvpn_assert_int (flow->round_trip_ns, 38 * MS);
    cvpn_assert_int (flow->response_bytes, 0);
}

static void
bypassed_flow_ends_at_the_client (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 1min", "split-tunnel = true") ONE_USER TRAFFIC ("8.8.8.8 udp 53", ""));
    const CvpnFlowRecord *flow = recorded_flow (run, 0);

    cvpn_assert_int (flow->outcome, CVPN_OUTCOME_BYPASSED);
    cvpn_assert_int (flow->verdict.code, CVPN_CODE_CVPN_SPLIT_TUNNEL_NOT_CAPTURED);
    cvpn_assert_int (flow->verdict.step, CVPN_STEP_CONNECTION);
    cvpn_assert_int (flow->n_stages, 1);
    cvpn_assert_int (flow->duration_ns, 0);
    cvpn_assert_int (flow->end_ns, flow->start_ns);
    cvpn_assert_int (flow->request_bytes, 0);
    cvpn_assert_int (flow->snat_port, 0);
    cvpn_assert_int (recorded_period (run, 0)->ingress_packets, 0);
    cvpn_assert_int (recorded_period (run, 0)->failures[CVPN_STEP_CONNECTION], 0);
    cvpn_assert_int (recorded_period (run, 0)->outcomes[CVPN_OUTCOME_BYPASSED], 1);
}

/* TCP: to the end of the flow; an exchange of datagrams 30 s longer, a stream of
 * them 180 s.  Levels are seen once a second. */
static void
ports_are_held_as_long_as_tracked (void)
{
    static const struct {
        const char *to, *response;
        guint held_s;
    } rows[] = {
        { "web tcp 443", "50MB", 40 },       /* at 10 Mbps */
        { "web udp 53", "1kB", 30 },         /* one packet each way */
        { "web udp 53", "5MB", 4 + 180 },    /* many */
        { "web icmp", "1kB", 30 },           /* */
        { "10.0.2.99 tcp 443", "50MB", 21 }, /* dropped: the client's time-out */
        { "10.0.2.99 udp 53", "50MB", 30 },  /* dropped */
        { "web udp 99", "50MB", 30 },        /* rejected */
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autofree char *traffic =
            g_strdup_printf ("[traffic t]\nclients = one\nto = %s\nfirst = 2s\nevery = 1h\n"
                             "request = 1kB\nresponse = %s\n",
                             rows[i].to, rows[i].response);
        g_autofree char *scenario =
            g_strconcat (RECORDING_SCENARIO ("duration = 10min\nmetrics-period = 1s", "") ONE_USER,
                         traffic, NULL);
        g_autoptr (Recording) run = recording_of (scenario);
        guint held = 0;

        cvpn_assert_int (run->flows->len, 1);
        for (guint j = 0; j < run->subnets->len; j++)
            held += recorded_subnet (run, j)->snat_ports_in_use > 0;
        cvpn_assert_near (held, rows[i].held_s, 1);
    }
}

/* Users whose systems begin anywhere in 49152 to 65535, and an interface that has
 * the lowest of these ports only: whoever is not there already is replaced. */
static void
taken_ports_are_replaced (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 1min",
        "snat-ports = 49152-49153") "[clients one]\nendpoint = cvpn-1\ncount = 4\narrival = at "
                                    "0s\n" TRAFFIC ("web tcp 443", ""));
    guint replaced = 0;

    cvpn_assert_int (run->flows->len, 4);
    for (guint i = 0; i < 4; i++)
        replaced += recorded_flow (run, i)->port_replaced;
    cvpn_assert_int (replaced, 4);
    cvpn_assert_int (recorded_peak (run, 2)->peak, 2);
    cvpn_assert_str (recorded_peak (run, 2)->component, "subnet-a");
    cvpn_assert_int (recorded_peak (run, 2)->limit, 2);
}

static void
ports_run_out (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 1min",
        "snat-ports = 50000-50000") "[clients one]\nendpoint = cvpn-1\ncount = 4\narrival = at "
                                    "0s\n" TRAFFIC ("web tcp 443", ""));
    guint exhausted = 0;

    for (guint i = 0; i < run->flows->len; i++)
        exhausted += recorded_flow (run, i)->verdict.code == CVPN_CODE_CVPN_SNAT_PORT_EXHAUSTED;
    cvpn_assert_int (exhausted, 2);
    cvpn_assert_int (recorded_flow (run, 3)->snat_port, 50000);
}

static gboolean
alike (const CvpnFlowRecord *a, const CvpnFlowRecord *b)
{
    return a->destination == b->destination && a->port == b->port &&
           strcmp (a->subnet, b->subnet) == 0;
}

/* Alike in traffic, destination, landing and verdict: of four destinations, of which two ports
 * of a host refuse alike, and two landings there are eight. */
static void
kinds_tell_flows_apart (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 3min", "") "[clients one]\nendpoint = cvpn-1\ncount = 2\narrival = at 0s\n"
                               "[traffic t]\nclients = one\nto = web tcp 443; web tcp 22; web tcp "
                               "23; 10.9.9.9 tcp 80\nevery = 1s\n");
    guint32 kinds = 0;

    for (guint i = 0; i < run->flows->len; i++) {
        const CvpnFlowRecord *flow = recorded_flow (run, i);

        CU_ASSERT (flow->kind <= kinds); /* numbered as they appear */
        kinds = MAX (kinds, flow->kind + 1);
        for (guint j = 0; j < i; j++)
            cvpn_assert_int (recorded_flow (run, j)->kind == flow->kind,
                             alike (recorded_flow (run, j), flow));
    }
    cvpn_assert_int (kinds, 8);
}

/* Large segments: the packets of a short request are small, those of its long
 * answer are not. */
static void
large_packets_are_lost (void)
{
#define MSSFIX "[client-vpn-endpoint cvpn-1]\nmssfix = 1328\n"
    static const struct {
        const char *endpoint, *to, *sizes;
        CvpnStep step;
        CvpnCode code;
        guint stages;
    } rows[] = {
        { "", "web tcp 443", "request = 2kB\nresponse = 0B\npacket-size = 1400B",
          CVPN_STEP_DESTINATION, CVPN_CODE_NONE, 11 },
        { "", "web tcp 443", "request = 2kB\nresponse = 0B\npacket-size = 1401B",
          CVPN_STEP_CONNECTION, CVPN_CODE_MTU_EXCEEDED, 2 },
        { "", "web tcp 443", "request = 1400B\nresponse = 1400B\npacket-size = 1460B",
          CVPN_STEP_DESTINATION, CVPN_CODE_NONE, 11 },
        { "", "web tcp 443", "request = 1400B\nresponse = 1401B\npacket-size = 1460B",
          CVPN_STEP_RETURN, CVPN_CODE_MTU_EXCEEDED, 11 },
        { MSSFIX, "web tcp 443", "request = 2kB\nresponse = 2kB\npacket-size = 1460B",
          CVPN_STEP_DESTINATION, CVPN_CODE_NONE, 11 },
        { MSSFIX, "web udp 53", "request = 2kB\nresponse = 2kB\npacket-size = 1460B",
          CVPN_STEP_CONNECTION, CVPN_CODE_MTU_EXCEEDED, 2 },
        /* A ping has its packet's size, whatever else is said. */
        { "", "web icmp", "request = 0B\nresponse = 0B\npacket-size = 1480B", CVPN_STEP_CONNECTION,
          CVPN_CODE_MTU_EXCEEDED, 2 },
        { "", "web icmp", "request = 2kB\nresponse = 2kB\npacket-size = 56B", CVPN_STEP_DESTINATION,
          CVPN_CODE_NONE, 11 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autofree char *text =
            g_strdup_printf ("%s[clients one]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n"
                             "[traffic t]\nclients = one\nto = %s\nfirst = 1s\nevery = 10min\n%s\n",
                             RECORDING_SCENARIO ("duration = 1min", ""), rows[i].to, rows[i].sizes);
        g_autofree char *whole = cvpn_test_patch (text, rows[i].endpoint);
        g_autoptr (Recording) run = recording_of (whole);
        const CvpnFlowRecord *flow = recorded_flow (run, 0);

        cvpn_assert_int (flow->verdict.step, rows[i].step);
        cvpn_assert_int (flow->verdict.code, rows[i].code);
        cvpn_assert_int (flow->n_stages, rows[i].stages);
    }
}

/* It takes its time, but is no part of the round trip; too long, and the answer is
 * lost. */
static void
silence_is_part_of_the_flow (void)
{
    static const struct {
        const char *to, *sizes;
        CvpnCode code;
    } rows[] = {
        { "web tcp 443", "idle = 10min", CVPN_CODE_NONE },
        { "web udp 53", "idle = 30s", CVPN_CODE_NONE },
        { "web udp 53", "idle = 31s\nrequest = 1kB\nresponse = 1kB",
          CVPN_CODE_CVPN_CONNECTION_TRACKING_EXPIRED },
        /* A stream is remembered for longer. */
        { "web udp 53", "idle = 31s\nresponse = 2kB", CVPN_CODE_NONE },
        { "web udp 53", "idle = 31s\nrequest = 2kB", CVPN_CODE_NONE },
        { "web udp 53", "idle = 181s\nrequest = 2kB", CVPN_CODE_CVPN_CONNECTION_TRACKING_EXPIRED },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autofree char *text =
            g_strdup_printf ("%s[clients one]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\n"
                             "[traffic t]\nclients = one\nto = %s\nfirst = 1s\nevery = 1h\n%s\n",
                             RECORDING_SCENARIO ("duration = 1h", ""), rows[i].to, rows[i].sizes);
        g_autoptr (Recording) run = recording_of (text);
        const CvpnFlowRecord *flow = recorded_flow (run, 0);

        cvpn_assert_int (flow->verdict.code, rows[i].code);
        if (rows[i].code != CVPN_CODE_NONE)
            continue;
        CU_ASSERT (flow->round_trip_ns < CVPN_SECOND);
        CU_ASSERT (flow->duration_ns >= 30 * CVPN_SECOND);
        CU_ASSERT (flow->end_ns - flow->start_ns >= 30 * CVPN_SECOND);
    }
}

/* Nobody is left to judge it. */
static void
flow_without_its_session_is_abandoned (void)
{
    g_autoptr (Recording) run = recording_of (RECORDING_SCENARIO (
        "duration = 1min", "") "[clients one]\nendpoint = cvpn-1\ncount = 1\narrival = at "
                               "0s\nsession = 2020ms\n" TRAFFIC ("web tcp 443", ""));

    cvpn_assert_int (run->flows->len, 0);
    cvpn_assert_int (run->sessions->len, 1);
    cvpn_assert_int (recorded_session (run, 0)->flows, 0);
    cvpn_assert_int (recorded_subnet (run, 0)->snat_ports_in_use, 0);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "times of stages add up", times_of_stages_add_up },
        { "delivered flow is described", delivered_flow_is_described },
        { "skipped stages take no time", skipped_stages_take_no_time },
        { "dropped flow costs the time-out", dropped_flow_costs_the_time_out },
        { "stopped datagrams were sent", stopped_datagrams_were_sent },
        { "rejected flow knows soon", rejected_flow_knows_soon },
        { "silence is part of the flow", silence_is_part_of_the_flow },
        { "bypassed flow ends at the client", bypassed_flow_ends_at_the_client },
        { "ports are held as long as tracked", ports_are_held_as_long_as_tracked },
        { "taken ports are replaced", taken_ports_are_replaced },
        { "ports run out", ports_run_out },
        { "kinds tell flows apart", kinds_tell_flows_apart },
        { "large packets are lost", large_packets_are_lost },
        { "flow without its session is abandoned", flow_without_its_session_is_abandoned },
    };

    return cvpn_test_main ("flow", tests, G_N_ELEMENTS (tests));
}
