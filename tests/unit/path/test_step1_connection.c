/* Step 1: what of the connection does not depend on the moment. */
#include "base/match.h"
#include "model/scenario.h"
#include "path_cases.h"
#include "scenario_text.h"
#include "support.h"

#define ENDPOINT(lines) "[client-vpn-endpoint cvpn-1]\n" lines "\n"
#define CLIENTS(lines)  "[clients users]\n" lines "\n"
#define FAILED          "rejected 1 CVPN_AUTHENTICATION_FAILED"

static void
test_authentication (void)
{
    static const CvpnPathCase cases[] = {
        { NULL, NULL, "app tcp 443", "delivered", NULL },
        { CLIENTS ("authentication = certificate"), NULL, "app tcp 443", FAILED, "cvpn-1: " },
        { CLIENTS ("authentication = federated"), NULL, "app tcp 443", FAILED, NULL },
        { CLIENTS ("authentication = certificate; directory"), NULL, "app tcp 443", "delivered",
          NULL },
        /* Two listed are both needed; clients bring the endpoint's by default. */
        { ENDPOINT ("authentication = certificate; directory"), NULL, "app tcp 443", "delivered",
          NULL },
        { ENDPOINT ("authentication = certificate; directory")
              CLIENTS ("authentication = directory"),
          NULL, "app tcp 443", FAILED, NULL },
        { ENDPOINT ("authentication = certificate; directory")
              CLIENTS ("authentication = certificate"),
          NULL, "app tcp 443", FAILED, NULL },
        { ENDPOINT ("authentication = federated") CLIENTS ("authentication = directory"), NULL,
          "app tcp 443", FAILED, NULL },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_CONNECTION, cases,
                     G_N_ELEMENTS (cases));
}

static void
test_mfa (void)
{
    static const CvpnPathCase cases[] = {
        { ENDPOINT ("mfa = true"), NULL, "app tcp 443", "delivered", NULL },
        { ENDPOINT ("mfa = true") CLIENTS ("mfa-prompt = false"), NULL, "app tcp 443", FAILED,
          NULL },
        { CLIENTS ("mfa-prompt = false"), NULL, "app tcp 443", "delivered", NULL },
        /* MFA is the directory's. */
        { ENDPOINT ("mfa = true\nauthentication = certificate") CLIENTS ("mfa-prompt = false"),
          NULL, "app tcp 443", "delivered", NULL },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_CONNECTION, cases,
                     G_N_ELEMENTS (cases));
}

static void
test_resolution (void)
{
    static const CvpnPathCase cases[] = {
        { CLIENTS ("remote-random-hostname = false"), NULL, "app tcp 443", "delivered", NULL },
        { CLIENTS ("remote-random-hostname = unsupported"), NULL, "app tcp 443",
          "rejected 1 CVPN_DNS_NO_ANSWER", NULL },
        /* The name comes before the password. */
        { CLIENTS ("remote-random-hostname = unsupported\nauthentication = certificate"), NULL,
          "app tcp 443", "rejected 1 CVPN_DNS_NO_ANSWER", NULL },
        /* What does not enter the tunnel does not need it. */
        { CLIENTS ("remote-random-hostname = unsupported\nlocal-network = 10.0.10.0/24"), NULL,
          "app tcp 443", "bypassed 1 CVPN_CLIENT_LOCAL_CIDR_OVERLAP", NULL },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_CONNECTION, cases,
                     G_N_ELEMENTS (cases));
}

static void
test_limits (void)
{
    static const CvpnPathCase cases[] = {
        { "[subnet subnet-a]\navailable-addresses = 0\n", NULL, "app tcp 443",
          "rejected 1 CVPN_SUBNET_ADDRESS_EXHAUSTED", "subnet-a: " },
        { "[subnet subnet-a]\navailable-addresses = 0\n", "subnet-b", "app tcp 443", "delivered",
          NULL },
        { "[quotas]\nconcurrent-connections = 0\n", NULL, "app tcp 443",
          "rejected 1 CVPN_CONNECTION_QUOTA_EXCEEDED", "cvpn-1: " },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_CONNECTION, cases,
                     G_N_ELEMENTS (cases));
}

/* What events and expiries make of an endpoint, and of those who connect. */
static CvpnEndpoint *
endpoint_of (const CvpnScenario *scenario)
{
    return &g_array_index (scenario->net->endpoints, CvpnEndpoint, 0);
}

static CvpnPerson *
person_of (const CvpnScenario *scenario)
{
    return &g_array_index (scenario->workload->populations, CvpnPopulation, 0).person;
}

static void
expire_server_certificate (const CvpnScenario *scenario)
{
    endpoint_of (scenario)->server_certificate_expired = TRUE;
}

static void
expire_list (const CvpnScenario *scenario)
{
    endpoint_of (scenario)->crl_expired = TRUE;
}

static void
revoke_certificate (const CvpnScenario *scenario)
{
    CvpnEndpoint *endpoint = endpoint_of (scenario);

    if (!endpoint->revoked)
        endpoint->revoked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    g_hash_table_add (endpoint->revoked, g_strdup ("users-7"));
}

static void
revoke_own_certificate (const CvpnScenario *scenario)
{
    revoke_certificate (scenario);
    person_of (scenario)->user = "users-7";
}

static void
revoke_other_certificate (const CvpnScenario *scenario)
{
    revoke_certificate (scenario);
    person_of (scenario)->user = "users-8";
}

static void
expire_provider_certificate (const CvpnScenario *scenario)
{
    endpoint_of (scenario)->identity_provider_certificate_expired = TRUE;
}

static void
mistype_always (const CvpnScenario *scenario)
{
    person_of (scenario)->wrong_credentials = 1;
}

static void
mistype_often (const CvpnScenario *scenario)
{
    person_of (scenario)->wrong_credentials = 0.999;
}

static void
set_handler (const CvpnScenario *scenario, double denied, CvpnDistributionKind kind)
{
    CvpnConnectHandlerSpec *handler =
        &((CvpnEndpointSpec *) scenario->spec->endpoints->pdata[0])->handler;

    handler->duration.kind = kind;
    handler->denied = denied;
}

static void
deny_always (const CvpnScenario *scenario)
{
    set_handler (scenario, 1, CVPN_DISTRIBUTION_CONSTANT);
}

static void
deny_often (const CvpnScenario *scenario)
{
    set_handler (scenario, 0.999, CVPN_DISTRIBUTION_CONSTANT);
}

static void
deny_without_handler (const CvpnScenario *scenario)
{
    set_handler (scenario, 1, CVPN_DISTRIBUTION_UNSET);
}

static void
leave_answer (const CvpnScenario *scenario)
{
    g_array_index (scenario->net->associations, CvpnAssociation, 0).answers = FALSE;
}

static void
break_everything (const CvpnScenario *scenario)
{
    expire_server_certificate (scenario);
    expire_list (scenario);
    revoke_own_certificate (scenario);
    expire_provider_certificate (scenario);
    mistype_always (scenario);
    deny_always (scenario);
}

#define BOTH      ENDPOINT ("authentication = certificate; directory")
#define FEDERATED ENDPOINT ("authentication = federated")

typedef struct {
    void (*change) (const CvpnScenario *scenario);
    const char *patch;
    CvpnReason reason; /* NONE: delivered */
} TroubleCase;

static void
check_trouble (const TroubleCase *c)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (c->patch);
    const CvpnPathWalk how = { .scenario = scenario, .to = "app tcp 443" };
    const CvpnPathWalk connected = { .scenario = scenario, .to = "app tcp 443", .connected = TRUE };
    CvpnWalk walk;
    CvpnTrace trace;

    CU_ASSERT_FATAL (scenario != NULL);
    c->change (scenario);
    cvpn_path_walk (&how, &walk, &trace);
    const CvpnVerdict *obstacle = cvpn_trace_obstacle (&trace);
    g_autofree char *got = cvpn_path_describe (walk.outcome, obstacle);
    cvpn_assert_str (got, c->reason == CVPN_REASON_NONE ? "delivered" : FAILED);
    cvpn_assert_str (cvpn_reason_word (obstacle ? obstacle->reason : CVPN_REASON_NONE),
                     cvpn_reason_word (c->reason));
    cvpn_assert_int (cvpn_path_walk (&connected, &walk, &trace), CVPN_OUTCOME_DELIVERED);
}

/* Sessions that are up are not asked again. */
static void
test_troubles (void)
{
    static const TroubleCase cases[] = {
        { expire_server_certificate, NULL, CVPN_REASON_SERVER_CERTIFICATE_EXPIRED },
        { expire_list, NULL, CVPN_REASON_NONE },
        { expire_list, BOTH, CVPN_REASON_CRL_EXPIRED },
        { expire_list, ENDPOINT ("authentication = certificate"), CVPN_REASON_CRL_EXPIRED },
        { revoke_own_certificate, NULL, CVPN_REASON_NONE },
        { revoke_own_certificate, BOTH, CVPN_REASON_CERTIFICATE_REVOKED },
        { revoke_other_certificate, BOTH, CVPN_REASON_NONE },
        { revoke_certificate, BOTH, CVPN_REASON_NONE }, /* nobody in particular */
        { expire_provider_certificate, BOTH, CVPN_REASON_NONE },
        { expire_provider_certificate, FEDERATED,
          CVPN_REASON_IDENTITY_PROVIDER_CERTIFICATE_EXPIRED },
        { mistype_always, NULL, CVPN_REASON_WRONG_CREDENTIALS },
        { mistype_often, NULL, CVPN_REASON_NONE },
        { mistype_always, ENDPOINT ("authentication = certificate"), CVPN_REASON_NONE },
        { deny_always, NULL, CVPN_REASON_HANDLER_DENIED },
        { deny_often, NULL, CVPN_REASON_NONE },
        { deny_without_handler, NULL, CVPN_REASON_NONE },
        { break_everything, BOTH, CVPN_REASON_SERVER_CERTIFICATE_EXPIRED },
        { expire_list, BOTH CLIENTS ("authentication = directory"), CVPN_REASON_CRL_EXPIRED },
        { expire_provider_certificate, FEDERATED CLIENTS ("authentication = directory"),
          CVPN_REASON_METHOD_NOT_OFFERED },
        { mistype_always, ENDPOINT ("mfa = true") CLIENTS ("mfa-prompt = false"),
          CVPN_REASON_MFA_NOT_PROMPTED },
        { mistype_always, "[subnet subnet-a]\navailable-addresses = 0\n",
          CVPN_REASON_WRONG_CREDENTIALS },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        check_trouble (&cases[i]);
}

/* With 'go_on' all of them are named, in the order in which a client meets them. */
static void
test_order_of_troubles (void)
{
    static const CvpnReason want[] = {
        CVPN_REASON_SERVER_CERTIFICATE_EXPIRED,
        CVPN_REASON_CRL_EXPIRED,
        CVPN_REASON_CERTIFICATE_REVOKED,
        CVPN_REASON_METHOD_NOT_OFFERED,
        CVPN_REASON_WRONG_CREDENTIALS,
        CVPN_REASON_HANDLER_DENIED,
        CVPN_REASON_NONE,
        CVPN_REASON_NONE,
    };
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (
        BOTH CLIENTS ("authentication = certificate") "[subnet subnet-a]\navailable-addresses = 0\n"
                                                      "[quotas]\nconcurrent-connections = 0\n");
    const CvpnPathWalk how = { .scenario = scenario, .to = "app tcp 443", .go_on = TRUE };
    CvpnWalk walk;
    CvpnTrace trace;

    CU_ASSERT_FATAL (scenario != NULL);
    break_everything (scenario);
    cvpn_path_walk (&how, &walk, &trace);
    guint n = 0;
    for (guint i = 0; i < trace.n; i++)
        if (trace.verdicts[i].code != CVPN_CODE_NONE && n < G_N_ELEMENTS (want))
            cvpn_assert_int (trace.verdicts[i].reason, want[n++]);
    cvpn_assert_int (n, G_N_ELEMENTS (want));
}

static void
test_answer (void)
{
    static const CvpnPathCase cases[] = {
        { NULL, "subnet-a", "app tcp 443", "rejected 1 CVPN_DNS_NO_ANSWER", "cvpn-1: " },
        { NULL, "subnet-b", "app tcp 443", "delivered", NULL },
    };
    CvpnPathSetting setting = { .base = "tests/support/network.ini", .change = leave_answer };

    cvpn_path_check_in (&setting, CVPN_STEP_CONNECTION, cases, G_N_ELEMENTS (cases));
    setting.failed_zone = "us-east-1a"; /* the name comes first */
    cvpn_path_check_in (&setting, CVPN_STEP_CONNECTION, cases, 1);
}

typedef struct {
    const char *patch;
    CvpnMatch match[2];
    guint n;
    const char *want;
} OutboundCase;

#define MATCH(protocol, first, last)                                                               \
    {                                                                                              \
        protocol, first, last, CVPN_ICMP_ANY, CVPN_ICMP_ANY                                        \
    }
#define STUCK "rejected 1 CVPN_TRANSPORT_RESTRICTION"

static void
check_outbound (const OutboundCase *c)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (c->patch);
    g_autoptr (GPtrArray) outbound = g_ptr_array_new ();
    CvpnMatchSpec items[2];
    const CvpnPathWalk how = { .scenario = scenario, .to = "app tcp 443" };
    CvpnWalk walk;
    CvpnTrace trace;

    CU_ASSERT_FATAL (scenario != NULL);
    for (guint i = 0; i < c->n; i++) {
        items[i] = (CvpnMatchSpec){ .allow = TRUE, .match = c->match[i] };
        g_ptr_array_add (outbound, &items[i]);
    }
    person_of (scenario)->outbound = outbound;
    cvpn_path_walk (&how, &walk, &trace);
    g_autofree char *got = cvpn_path_describe (walk.outcome, cvpn_trace_obstacle (&trace));
    cvpn_assert_str (got, c->want);
}

/* UDP 443 is what an endpoint listens on by default. */
static void
test_transport (void)
{
    static const OutboundCase cases[] = {
        { NULL, { MATCH (0, 0, 0), MATCH (0, 0, 0) }, 0, "delivered" },
        { NULL, { MATCH (17, 443, 443), MATCH (0, 0, 0) }, 1, "delivered" },
        { NULL, { MATCH (6, 443, 443), MATCH (0, 0, 0) }, 1, STUCK },
        { NULL, { MATCH (6, 443, 443), MATCH (17, 400, 500) }, 2, "delivered" },
        { NULL, { MATCH (17, 53, 53), MATCH (6, 0, 65535) }, 2, STUCK },
        { NULL, { MATCH (CVPN_PROTOCOL_ALL, 0, 65535), MATCH (0, 0, 0) }, 1, "delivered" },
        { ENDPOINT ("transport-protocol = tcp"),
          { MATCH (6, 443, 443), MATCH (0, 0, 0) },
          1,
          "delivered" },
        { ENDPOINT ("transport-protocol = tcp"),
          { MATCH (17, 443, 443), MATCH (0, 0, 0) },
          1,
          STUCK },
        { ENDPOINT ("vpn-port = 1194"), { MATCH (17, 443, 443), MATCH (0, 0, 0) }, 1, STUCK },
        { ENDPOINT ("vpn-port = 1194"),
          { MATCH (17, 1194, 1194), MATCH (0, 0, 0) },
          1,
          "delivered" },
        /* The name comes before it, and the password behind. */
        { CLIENTS ("remote-random-hostname = unsupported"),
          { MATCH (6, 443, 443), MATCH (0, 0, 0) },
          1,
          "rejected 1 CVPN_DNS_NO_ANSWER" },
        { CLIENTS ("authentication = certificate"),
          { MATCH (6, 443, 443), MATCH (0, 0, 0) },
          1,
          STUCK },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        check_outbound (&cases[i]);
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "authentication", test_authentication },
        { "multi-factor authentication", test_mfa },
        { "name resolution", test_resolution },
        { "limits", test_limits },
        { "certificates, passwords and handlers", test_troubles },
        { "their order", test_order_of_troubles },
        { "what the resolver names", test_answer },
        { "transport", test_transport },
    };

    return cvpn_test_main ("path step 1", tests, G_N_ELEMENTS (tests));
}
