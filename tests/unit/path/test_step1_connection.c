/* Step 1: what of the connection does not depend on the moment. */
#include "path_cases.h"
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

int
main (void)
{
    const CvpnTest tests[] = {
        { "authentication", test_authentication },
        { "multi-factor authentication", test_mfa },
        { "name resolution", test_resolution },
        { "limits", test_limits },
    };

    return cvpn_test_main ("path step 1", tests, G_N_ELEMENTS (tests));
}
