/* flow_logs: the records of the documents' cases, packets and bytes. */
#include "written.h"

#define HEADER                                                                                     \
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes "      \
    "start end action log-status\n"
#define NEAR "2 123456789012 eni-9a7f750bb0b2bc83e "
#define FAR  "2 123456789012 eni-da172ee427a0f86d1 "

static CvpnFlowRecord
make_flow (CvpnFlowRecord flow)
{
    flow.packet_bytes = 1400;
    flow.far_host = "web";
    flow.near = (CvpnFlowAtInterface){ .request = CVPN_SEEN_ACCEPTED,
                                       .answer = CVPN_SEEN_ACCEPTED,
                                       .source = 0x0a0001fe,
                                       .source_port = 49152,
                                       .destination = 0xac1f050a };
    flow.far = flow.near;
    return flow;
}

static char *
log_of (const CvpnFlowRecord *flow)
{
    Run run;

    begin (&run, "flow-logs", NULL);
    tell (&run, flow, flow);
    end (&run);
    char *content = content_of (&run, "flow-logs.txt");
    clear (&run);
    return content;
}

/* 2,000 bytes in two packets and three without any; 50,000 in 36 and two. */
static void
test_delivered (void)
{
    CvpnFlowRecord flow = make_flow (cvpn_test_delivered ());

    flow.far.source = 0x0a001401; /* behind a NAT gateway */
    flow.far.source_port = 1024;
    g_autofree char *got = log_of (&flow);
    cvpn_assert_str (
        got, HEADER NEAR
        "10.0.1.254 172.31.5.10 49152 443 6 5 2200 1767598212 1767598213 ACCEPT OK\n" NEAR
        "172.31.5.10 10.0.1.254 443 49152 6 38 51520 1767598212 1767598213 ACCEPT OK\n" FAR
        "10.0.20.1 172.31.5.10 1024 443 6 5 2200 1767598212 1767598213 ACCEPT OK\n" FAR
        "172.31.5.10 10.0.20.1 443 1024 6 38 51520 1767598212 1767598213 ACCEPT OK\n");
}

/* An ACL that drops the answer: the request is accepted, the answer is not. */
static void
test_answer_rejected (void)
{
    CvpnFlowRecord flow = make_flow (cvpn_test_dropped ());

    flow.request_bytes = 0;
    flow.far_host = NULL;
    flow.near.answer = CVPN_SEEN_REJECTED;
    g_autofree char *got = log_of (&flow);
    cvpn_assert_str (
        got,
        HEADER NEAR "10.0.1.254 172.31.5.10 49152 443 6 1 40 1767598212 1767598213 ACCEPT OK\n" NEAR
                    "172.31.5.10 10.0.1.254 443 49152 6 1 40 1767598212 1767598213 REJECT OK\n");
}

static void
test_far_rejected (void)
{
    CvpnFlowRecord flow = make_flow (cvpn_test_dropped ());

    flow.protocol = 17;
    flow.near.answer = flow.far.answer = CVPN_SEEN_NOT;
    flow.far.request = CVPN_SEEN_REJECTED;
    g_autofree char *got = log_of (&flow);
    cvpn_assert_str (
        got, HEADER NEAR
        "10.0.1.254 172.31.5.10 49152 443 17 2 2056 1767598212 1767598213 ACCEPT OK\n" FAR
        "10.0.1.254 172.31.5.10 49152 443 17 2 2056 1767598212 1767598213 REJECT OK\n");
}

/* No ports with ICMP and the like. */
static void
test_ports (void)
{
    CvpnFlowRecord flow = make_flow (cvpn_test_dropped ());

    flow.far_host = NULL;
    flow.near.answer = CVPN_SEEN_NOT;
    flow.protocol = 1;
    flow.request_bytes = 84;
    g_autofree char *ping = log_of (&flow);
    flow.protocol = 50;
    g_autofree char *other = log_of (&flow);
    cvpn_assert_has (ping, "10.0.1.254 172.31.5.10 0 0 1 1 112 ");
    cvpn_assert_has (other, "10.0.1.254 172.31.5.10 0 0 50 1 104 ");
}

/* A closed port: TCP's answer is a reset, UDP's an ICMP error. */
static void
test_refused (void)
{
    CvpnFlowRecord flow = make_flow (cvpn_test_dropped ());

    flow.outcome = CVPN_OUTCOME_REJECTED;
    flow.request_bytes = 0;
    flow.far_host = NULL;
    g_autofree char *tcp = log_of (&flow);
    flow.protocol = 17;
    flow.request_bytes = 40;
    g_autofree char *udp = log_of (&flow);
    cvpn_assert_has (tcp, "172.31.5.10 10.0.1.254 443 49152 6 1 40 ");
    cvpn_assert_has (udp, "172.31.5.10 10.0.1.254 0 0 1 1 56 ");
}

static void
test_not_seen (void)
{
    CvpnFlowRecord flow = make_flow (cvpn_test_dropped ());

    flow.near = flow.far = (CvpnFlowAtInterface){ 0 };
    flow.far_host = NULL;
    g_autofree char *got = log_of (&flow);
    cvpn_assert_str (got, HEADER);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "delivered", test_delivered },
        { "the answer rejected", test_answer_rejected },
        { "rejected at the host", test_far_rejected },
        { "protocols without ports", test_ports },
        { "nothing listens", test_refused },
        { "stopped before the interface", test_not_seen },
    };

    return cvpn_test_main ("flow_logs", tests, G_N_ELEMENTS (tests));
}
