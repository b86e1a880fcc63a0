/* Before the seven steps: what the device sends into the tunnel. */
#include "path_cases.h"
#include "support.h"

#define SPLIT      "[client-vpn-endpoint cvpn-1]\nsplit-tunnel = true\n"
#define ROUTES     "[client-vpn-routes cvpn-1]\n-0.0.0.0/0\n"
#define LOOP       "[clients users]\ntunnel-route-loop = true\n"
#define LAN(block) "[clients users]\nlocal-network = " block "\n"

static void
test_full_tunnel (void)
{
    static const CvpnPathCase cases[] = {
        { NULL, NULL, "app tcp 443", "delivered", NULL },
        { NULL, NULL, "203.0.113.99 tcp 443", "delivered", NULL },
        /* The client's own network is reached beside the tunnel. */
        { LAN ("10.0.10.0/24"), NULL, "app tcp 443", "bypassed 1 CVPN_CLIENT_LOCAL_CIDR_OVERLAP",
          "cvpn-1: " },
        { LAN ("192.168.1.0/24"), NULL, "printer tcp 443",
          "bypassed 1 CVPN_CLIENT_LOCAL_CIDR_OVERLAP", NULL },
        { LAN ("192.168.2.0/24"), NULL, "printer tcp 443", "delivered", NULL },
        { LAN ("169.254.0.0/16"), NULL, "169.254.9.9 tcp 443",
          "bypassed 1 CVPN_CLIENT_LOCAL_CIDR_OVERLAP", NULL },
        /* A local network outside RFC 1918 is captured. */
        { LAN ("100.64.0.0/16"), NULL, "100.64.0.9 tcp 443",
          "dropped 6 IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS", NULL },
        { LAN ("0.0.0.0/0"), NULL, "app tcp 443", "delivered", NULL },
        { LAN ("198.51.100.0/24"), NULL, "site tcp 443", "delivered", NULL },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_CONNECTION, cases,
                     G_N_ELEMENTS (cases));
}

static void
test_split_tunnel (void)
{
    static const CvpnPathCase cases[] = {
        /* The automatic route is pushed. */
        { SPLIT ROUTES, NULL, "app tcp 443", "delivered", NULL },
        { SPLIT ROUTES, NULL, "web tcp 443", "bypassed 1 CVPN_SPLIT_TUNNEL_NOT_CAPTURED",
          "cvpn-1: " },
        { SPLIT ROUTES, NULL, "203.0.113.99 tcp 443", "bypassed 1 CVPN_SPLIT_TUNNEL_NOT_CAPTURED",
          NULL },
        { SPLIT ROUTES "172.31.0.0/16 = subnet-a; subnet-b\n", NULL, "web tcp 443", "delivered",
          NULL },
        /* What only another landing routes is pushed too, and then lost. */
        { SPLIT ROUTES "172.31.0.0/16 = subnet-b\n", NULL, "web tcp 443",
          "dropped 3 CVPN_NO_ROUTE_TO_DESTINATION", "cvpn-1: 172.31.0.0/16 = subnet-b" },
        { SPLIT ROUTES "172.31.0.0/16 = subnet-b\n", "subnet-b", "web tcp 443", "delivered", NULL },
        /* A pushed default route captures everything. */
        { SPLIT, NULL, "203.0.113.99 tcp 443", "delivered", NULL },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_CONNECTION, cases,
                     G_N_ELEMENTS (cases));
}

/* The longer prefix wins, and on equal prefixes the client's own network. */
static void
test_local_network_ties (void)
{
    static const CvpnPathCase cases[] = {
        { SPLIT LAN ("10.0.0.0/15"), NULL, "app tcp 443", "delivered", NULL },
        { SPLIT LAN ("10.0.0.0/16"), NULL, "app tcp 443",
          "bypassed 1 CVPN_CLIENT_LOCAL_CIDR_OVERLAP",
          "cvpn-1: 10.0.0.0/16 = subnet-a (automatic)" },
        { SPLIT LAN ("10.0.10.0/24"), NULL, "app tcp 443",
          "bypassed 1 CVPN_CLIENT_LOCAL_CIDR_OVERLAP", NULL },
        { SPLIT LAN ("10.0.10.0/24") "[client-vpn-routes cvpn-1]\n10.0.10.0/25 = subnet-a\n", NULL,
          "app tcp 443", "delivered", NULL },
        { SPLIT LAN ("10.0.10.0/24") "[client-vpn-routes cvpn-1]\n10.0.10.0/25 = subnet-b\n", NULL,
          "app tcp 443", "delivered", NULL },
        { SPLIT LAN ("198.51.100.0/24"), NULL, "site tcp 443",
          "bypassed 1 CVPN_CLIENT_LOCAL_CIDR_OVERLAP", NULL },
        { SPLIT LAN ("10.0.11.0/24"), NULL, "app tcp 443", "delivered", NULL },
        /* Not captured is said before overlap: no route, nothing to tie with. */
        { SPLIT ROUTES LAN ("172.31.0.0/16"), NULL, "web tcp 443",
          "bypassed 1 CVPN_SPLIT_TUNNEL_NOT_CAPTURED", NULL },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_CONNECTION, cases,
                     G_N_ELEMENTS (cases));
}

/* A client that lets the pushed default route capture its tunnel has none. */
static void
test_tunnel_route_loop (void)
{
    static const CvpnPathCase cases[] = {
        { SPLIT LOOP, NULL, "site tcp 443", "rejected 1 CVPN_TUNNEL_ROUTE_LOOP",
          "cvpn-1: 0.0.0.0/0 = subnet-a" },
        /* All that goes into the tunnel, by whichever route. */
        { SPLIT LOOP, NULL, "app tcp 443", "rejected 1 CVPN_TUNNEL_ROUTE_LOOP",
          "cvpn-1: 0.0.0.0/0 = subnet-a" },
        { SPLIT LOOP "[clients users]\nlocal-network = 10.0.0.0/16\n", NULL, "app tcp 443",
          "bypassed 1 CVPN_CLIENT_LOCAL_CIDR_OVERLAP", NULL },
        { SPLIT ROUTES LOOP, NULL, "app tcp 443", "delivered", NULL },
        /* A full tunnel excepts its own packets. */
        { LOOP, NULL, "site tcp 443", "delivered", NULL },
        { SPLIT, NULL, "app tcp 443", "delivered", NULL },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_CONNECTION, cases,
                     G_N_ELEMENTS (cases));
}

#define PUSHED(blocks) "[clients users]\npushed-routes = " blocks "\n"
#define TAKES(n)       "[clients users]\npushed-routes-limit = " n "\n"

/* A client's program may have a limit: the automatic route, then the table's rows. */
static void
test_truncated_routes (void)
{
    static const CvpnPathCase cases[] = {
        { SPLIT ROUTES "172.31.0.0/16 = subnet-a; subnet-b\n" TAKES ("2"), NULL, "web tcp 443",
          "delivered", NULL },
        { SPLIT ROUTES "172.31.0.0/16 = subnet-a; subnet-b\n" TAKES ("1"), NULL, "app tcp 443",
          "delivered", NULL },
        { SPLIT ROUTES "172.31.0.0/16 = subnet-a; subnet-b\n" TAKES ("1"), NULL, "web tcp 443",
          "bypassed 1 CVPN_PUSHED_ROUTES_TRUNCATED", "cvpn-1: 172.31.0.0/16 = subnet-a" },
        /* A shorter one that was taken will do. */
        { SPLIT ROUTES "172.16.0.0/12 = subnet-a\n172.31.0.0/16 = subnet-a\n" TAKES ("2"), NULL,
          "web tcp 443", "delivered", NULL },
        /* What was not pushed at all. */
        { SPLIT ROUTES "172.31.0.0/16 = subnet-b\n" TAKES ("1") PUSHED ("10.0.0.0/16"), NULL,
          "web tcp 443", "bypassed 1 CVPN_CLIENT_ROUTE_STALE", "cvpn-1: 172.31.0.0/16 = subnet-b" },
        { SPLIT ROUTES TAKES ("1"), NULL, "web tcp 443",
          "bypassed 1 CVPN_SPLIT_TUNNEL_NOT_CAPTURED", "cvpn-1: " },
        { TAKES ("1"), NULL, "web tcp 443", "delivered", NULL },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_CONNECTION, cases,
                     G_N_ELEMENTS (cases));
}

/* A session keeps the routes that it got. */
static void
test_stale_routes (void)
{
    static const CvpnPathCase cases[] = {
        { SPLIT PUSHED ("10.0.0.0/16"), NULL, "app tcp 443", "delivered", NULL },
        { SPLIT ROUTES "172.31.0.0/16 = subnet-a\n" PUSHED ("10.0.0.0/16"), NULL, "web tcp 443",
          "bypassed 1 CVPN_CLIENT_ROUTE_STALE", "cvpn-1: 172.31.0.0/16 = subnet-a" },
        /* Whatever landing the new route is of. */
        { SPLIT ROUTES "172.31.0.0/16 = subnet-b\n" PUSHED ("10.0.0.0/16"), NULL, "web tcp 443",
          "bypassed 1 CVPN_CLIENT_ROUTE_STALE", "cvpn-1: 172.31.0.0/16 = subnet-b" },
        { SPLIT ROUTES PUSHED ("10.0.0.0/16"), NULL, "web tcp 443",
          "bypassed 1 CVPN_SPLIT_TUNNEL_NOT_CAPTURED", "cvpn-1: " },
        /* What the endpoint has no more goes into the tunnel, and is lost there. */
        { SPLIT ROUTES PUSHED ("10.0.0.0/16; 172.31.0.0/16"), NULL, "web tcp 443",
          "dropped 3 CVPN_NO_ROUTE_TO_DESTINATION", "cvpn-1: " },
        /* A new route that is longer than the old one makes no difference to the
         * tunnel, but it does to the client's own network. */
        { SPLIT ROUTES "10.0.10.0/24 = subnet-a\n" PUSHED ("10.0.0.0/16"), NULL, "app tcp 443",
          "delivered", NULL },
        { SPLIT ROUTES "10.0.10.0/24 = subnet-a\n" LAN ("10.0.8.0/22") PUSHED ("10.0.0.0/16"), NULL,
          "app tcp 443", "bypassed 1 CVPN_CLIENT_ROUTE_STALE", "cvpn-1: 10.0.10.0/24 = subnet-a" },
        { SPLIT ROUTES LAN ("10.0.8.0/22") PUSHED ("10.0.0.0/16"), NULL, "app tcp 443",
          "bypassed 1 CVPN_CLIENT_LOCAL_CIDR_OVERLAP",
          "cvpn-1: 10.0.0.0/16 = subnet-a (automatic)" },
        { SPLIT ROUTES LAN ("10.0.8.0/22") PUSHED ("10.0.0.0/16; 10.0.10.0/24"), NULL,
          "app tcp 443", "delivered", NULL },
        /* The loop, too, is of the routes that were pushed. */
        { SPLIT LOOP PUSHED ("10.0.0.0/16"), NULL, "app tcp 443", "delivered", NULL },
        { SPLIT ROUTES LOOP PUSHED ("0.0.0.0/0"), NULL, "app tcp 443",
          "rejected 1 CVPN_TUNNEL_ROUTE_LOOP", "cvpn-1: " },
        /* Full tunnel pushes none. */
        { PUSHED ("10.0.0.0/16"), NULL, "web tcp 443", "delivered", NULL },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_CONNECTION, cases,
                     G_N_ELEMENTS (cases));
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "full tunnel", test_full_tunnel },
        { "split tunnel", test_split_tunnel },
        { "ties with the local network", test_local_network_ties },
        { "loop of the tunnel's route", test_tunnel_route_loop },
        { "truncated routes", test_truncated_routes },
        { "stale routes", test_stale_routes },
    };

    return cvpn_test_main ("path client route", tests, G_N_ELEMENTS (tests));
}
