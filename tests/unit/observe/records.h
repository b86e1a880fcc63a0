/* records: a hand-made scenario and what observers could be told about it. */
#pragma once

#include <cvpnsim/summary.h>

#include "base/quantity.h"
#include "model/scenario.h"

typedef struct {
    CvpnSpec spec;
    CvpnNetwork net;
    CvpnRuleBook book;
    CvpnScenario scenario;
} CvpnTestScenario;

/* Two rules: 0 "rtb-a 10.0.0.0/8, or so", 1 the whole of "cvpn-1".  Two endpoints: cvpn-1
 * keeps a connection log, cvpn-2 does not.  The run begins on 2026-01-05 at 07:30. */
static inline const CvpnScenario *
cvpn_test_scenario_init (CvpnTestScenario *test)
{
    static char path[] = "folder/office.ini";
    static char title[] = "An office";
    const CvpnRule rules[] = {
        { .component = "rtb-a", .text = "10.0.0.0/8, or so" },
        { .component = "cvpn-1", .text = "" },
    };
    const CvpnEndpoint endpoints[] = {
        { .name = "cvpn-1", .connection_log = TRUE },
        { .name = "cvpn-2", .connection_log = FALSE },
    };

    *test = (CvpnTestScenario){ .spec.scenario = { .title = title,
                                                   .seed = 7,
                                                   .start_date_s = 1767571200,
                                                   .start_ns = 7 * CVPN_HOUR + 30 * CVPN_MINUTE } };
    test->book.rules = g_array_new (FALSE, FALSE, sizeof (CvpnRule));
    test->net.book = &test->book;
    g_array_append_vals (test->book.rules, rules, G_N_ELEMENTS (rules));
    test->net.endpoints = g_array_new (FALSE, FALSE, sizeof (CvpnEndpoint));
    g_array_append_vals (test->net.endpoints, endpoints, G_N_ELEMENTS (endpoints));
    test->scenario = (CvpnScenario){ .path = path, .spec = &test->spec, .net = &test->net };
    return &test->scenario;
}

static inline void
cvpn_test_scenario_clear (CvpnTestScenario *test)
{
    g_array_unref (test->book.rules);
    g_array_unref (test->net.endpoints);
}

static inline CvpnFlowRecord
cvpn_test_delivered (void)
{
    return (CvpnFlowRecord){
        .flow = 3,
        .session = 2,
        .start_ns = 12 * CVPN_SECOND + 345678901,
        .end_ns = 13 * CVPN_SECOND,
        .user = { .population = "engineers", .number = 7 },
        .endpoint = "cvpn-1",
        .subnet = "subnet-a",
        .destination_name = "web",
        .client_address = 0x0a020002,
        .destination = 0xac1f050a,
        .snat_address = 0x0a0001fe,
        .port = 443,
        .snat_port = 49152,
        .protocol = 6,
        .outcome = CVPN_OUTCOME_DELIVERED,
        .verdict = { .step = CVPN_STEP_DESTINATION, .rule = CVPN_RULE_NONE },
        .duration_ns = 1500 * (CVPN_SECOND / 1000),
        .round_trip_ns = 20 * (CVPN_SECOND / 1000),
        .request_bytes = 2000,
        .response_bytes = 50000,
        .kind = 1,
    };
}

static inline CvpnFlowRecord
cvpn_test_dropped (void)
{
    CvpnFlowRecord flow = cvpn_test_delivered ();

    flow.outcome = CVPN_OUTCOME_DROPPED;
    flow.verdict = (CvpnVerdict){
        .step = CVPN_STEP_SUBNET_ROUTE,
        .result = CVPN_RESULT_FAIL,
        .code = CVPN_CODE_NO_ROUTE_TO_DESTINATION,
    };
    flow.round_trip_ns = 0;
    flow.response_bytes = 0;
    flow.kind = 2;
    return flow;
}
