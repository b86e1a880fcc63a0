/* What diagnose finds besides: what never works, what nobody named, what cannot be judged, and what
 * some of the client's own ports lose. */
#include "diagnose_cases.h"
#include "support.h"

#define NO_LAB "-[host lab]\n-[subnet subnet-lab]\n-[vpc-peering-connection pcx-bc]\n-[vpc vpc-c]\n"
#define SOUND                                                                                      \
    NO_LAB "-[vpc vpc-d]\n-[internet-gateway igw-d]\n-[route-table rtb-shop]\n"                    \
           "-[subnet subnet-shop]\n-[security-group sg-shop]\n-[host shop]\n"

static void
test_never (void)
{
    static const DiagnoseCase cases[] = {
        { SOUND, "", { NULL }, { NULL }, NULL },
        /* The lab's VPC is peered with another one only. */
        { NULL,
          "warning IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS subnet-a subnet-b of 2 by rtb-a "
          "0.0.0.0/0 = igw-a\n"
          "warning IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS subnet-a subnet-b of 2 by rtb-a "
          "0.0.0.0/0 = igw-a\n",
          { "lab tcp 443", "10.20.7.7 47" },
          { "web tcp 443", "10.40.0.1 tcp 443" },
          "0.0.0.0/0 is authorized, but nothing reaches vpc-c (10.20.0.0/16) from any landing" },
        /* A rule without a route. */
        { SOUND "[client-vpn-routes cvpn-1]\n-0.0.0.0/0\n172.31.0.0/16 = subnet-a; subnet-b\n"
                "[authorization-rules cvpn-1]\n-0.0.0.0/0\n172.31.0.0/16 = *\n192.168.0.0/16 = *\n"
                "10.0.0.0/16 = *\n",
          "warning CVPN_NO_ROUTE_TO_DESTINATION subnet-a subnet-b of 2 by cvpn-1\n",
          { "printer tcp 443", "192.168.77.1 icmp" },
          { "web tcp 443", "site tcp 443" },
          "192.168.0.0/16 is authorized, but nothing reaches office (192.168.0.0/16)" },
        /* A route without a rule; that of the VPC comes by itself. */
        { SOUND "[authorization-rules cvpn-1]\n-0.0.0.0/0\n172.31.0.0/16 = *\n",
          "warning CVPN_NO_AUTHORIZATION_RULE subnet-a subnet-b of 2 by cvpn-1\n"
          "warning CVPN_NO_AUTHORIZATION_RULE subnet-a subnet-b of 2 by cvpn-1\n",
          { "site tcp 443" },
          { "app tcp 443", "web tcp 443", "10.40.0.1 tcp 443" },
          "0.0.0.0/0 is routed, but nothing reaches the internet from any landing" },
        /* Rules for others are policy. */
        { SOUND "[authorization-rules cvpn-1]\n172.31.0.0/16 = others\n",
          "",
          { NULL },
          { NULL },
          NULL },
        /* Split tunnel: what only 0.0.0.0/0 covers is meant to bypass it. */
        { SOUND "[client-vpn-endpoint cvpn-1]\nsplit-tunnel = true\n[client-vpn-routes cvpn-1]\n"
                "-0.0.0.0/0\n172.31.0.0/16 = subnet-a; subnet-b\n",
          "",
          { NULL },
          { NULL },
          NULL },
        { SOUND "[client-vpn-endpoint cvpn-1]\nsplit-tunnel = true\n[client-vpn-routes cvpn-1]\n"
                "-0.0.0.0/0\n172.31.0.0/16 = subnet-a; subnet-b\n"
                "[authorization-rules cvpn-1]\n192.168.0.0/16 = *\n",
          "warning CVPN_SPLIT_TUNNEL_NOT_CAPTURED subnet-a subnet-b of 2 by cvpn-1\n",
          { "printer tcp 443" },
          { "site tcp 443" },
          "no pushed route covers it" },
        /* What gets farthest shows why: the group admits 443, and then there is no way back. */
        { SOUND "[route-table rtb-web]\n-10.0.0.0/16\n[security-group sg-web]\n"
                "ingress = tcp 443 sg-vpn\n",
          "warning NO_ROUTE_TO_DESTINATION subnet-a subnet-b of 2 by rtb-web\n",
          { "web tcp 443" },
          { "web tcp 80", "172.31.5.11 tcp 443" },
          "on the way back" },
        /* Of a host that lets nobody in, what it listens to. */
        { SOUND "[security-group sg-web]\ningress = tcp 443 10.0.9.0/24\n"
                "[host web]\nlisten = tcp 443\n",
          "warning ENI_SG_RULES_MISMATCH subnet-a subnet-b of 2 by sg-web\n",
          { "web tcp 443" },
          { "web tcp 80", "web udp 53", "172.31.5.11 tcp 443" },
          "(sg-web); right if clients of the VPN are to be kept out" },
        /* An address where nothing listens is no fault. */
        { SOUND "[host web]\nlisten = \n", "", { NULL }, { NULL }, NULL },
        { SOUND "[client-vpn-endpoint cvpn-1]\ntarget-networks =\n[client-vpn-routes cvpn-1]\n"
                "-0.0.0.0/0\n",
          "warning CVPN_NO_TARGET_NETWORK of 0 by cvpn-1\n",
          { "site tcp 443" },
          { NULL },
          "no subnet is associated" },
    };

    cvpn_test_diagnose (cases, G_N_ELEMENTS (cases), CVPN_FINDS_NEVER);
}

static void
test_notes (void)
{
    static const DiagnoseCase cases[] = {
        { SOUND,
          "note RULE_TOO_BROAD of 2 by cvpn-1 0.0.0.0/0 = *\n"
          "note RULE_TOO_BROAD of 2 by cvpn-1 0.0.0.0/0 = *\n"
          "note RULE_TOO_BROAD of 2 by cvpn-1 0.0.0.0/0 = *\n",
          { "app tcp 443" },
          { "app tcp 80", "web tcp 443", "site tcp 443", "10.0.0.2 udp 53" },
          "no rule names 10.0.0.0/16" },
        /* The resolver alone is no discovery. */
        { SOUND "[security-group sg-app]\ningress =\n[authorization-rules cvpn-1]\n"
                "172.31.0.0/16 = *\n192.168.0.0/16 = *\n",
          "",
          { NULL },
          { NULL },
          NULL },
        { SOUND "[authorization-rules cvpn-1]\n10.0.0.0/16 = *\n172.31.0.0/16 = *\n"
                "192.168.0.0/16 = *\n",
          "",
          { NULL },
          { NULL },
          NULL },
        { SOUND "[unknown acl-x]\nkind = network-acl\n[subnet subnet-app]\n"
                "network-acl = acl-x\n[authorization-rules cvpn-1]\n10.0.0.0/16 = *\n"
                "172.31.0.0/16 = *\n192.168.0.0/16 = *\n",
          "note UNKNOWN_RESOURCE subnet-a subnet-b of 2 by acl-x\n",
          { "app tcp 443" },
          { "web tcp 443" },
          "depends on acl-x, which the file does not contain" },
    };

    cvpn_test_diagnose (cases, G_N_ELEMENTS (cases),
                        CVPN_FINDS_UNAUTHORIZED | CVPN_FINDS_UNDETERMINED);
}

#define NARROW(inbound)                                                                            \
    "[network-acl acl-a]\nvpc = vpc-a\noutbound 100 = allow all 0.0.0.0/0\n" inbound               \
    "[subnet subnet-a]\nnetwork-acl = acl-a\n"

/* Answers to some of the ports of a population's systems do not come back. */
static void
test_ports (void)
{
    static const DiagnoseCase cases[] = {
        { SOUND NARROW ("inbound 100 = allow all 10.0.0.0/8\n"
                        "inbound 110 = allow tcp 49152-65535 0.0.0.0/0\n") "[clients users]\n"
                                                                           "system = linux\n",
          "warning CLIENT_PORTS_DIFFER subnet-a of 2 by acl-a inbound * = deny all 0.0.0.0/0\n",
          { "site tcp 443", "web tcp 443" },
          { "site udp 53", "app tcp 443" },
          "own ports 32768-49151, of 32768-60999 that their systems use, do not reach" },
        /* Two kinds of clients with the same ports are one finding. */
        { SOUND NARROW (
              "inbound 100 = allow all 10.0.0.0/8\n"
              "inbound 110 = allow tcp 49152-65535 0.0.0.0/0\n") "[clients users]\n"
                                                                 "system = linux\n"
                                                                 "[clients others]\nendpoint = "
                                                                 "cvpn-1\ncount = 1\narrival = at "
                                                                 "0s\n"
                                                                 "system = linux\nlocal-network = "
                                                                 "192.168.77.0/24\n",
          "warning CLIENT_PORTS_DIFFER subnet-a of 2 by acl-a inbound * = deny all 0.0.0.0/0\n",
          { "site tcp 443", "web tcp 443" },
          { "site udp 53" },
          NULL },
        /* Windows uses no others. */
        { SOUND NARROW ("inbound 100 = allow all 10.0.0.0/8\n"
                        "inbound 110 = allow tcp 49152-65535 0.0.0.0/0\n"),
          "",
          { NULL },
          { NULL },
          NULL },
        /* Two entries that make up one range. */
        { SOUND NARROW ("inbound 100 = allow all 10.0.0.0/8\n"
                        "inbound 110 = allow tcp 49152-65535 0.0.0.0/0\n"
                        "inbound 120 = allow tcp 1024-49151 0.0.0.0/0\n") "[clients users]\n"
                                                                          "system = linux\n",
          "",
          { NULL },
          { NULL },
          NULL },
        /* SNAT replaces what is outside of its ports: then the client's own do not matter. */
        { SOUND NARROW ("inbound 100 = allow all 10.0.0.0/8\n"
                        "inbound 110 = allow tcp 49152-65535 0.0.0.0/0\n") "[clients users]\n"
                                                                           "system = linux\n"
                                                                           "[client-vpn-endpoint "
                                                                           "cvpn-1]\nsnat-ports = "
                                                                           "49152-65535\n",
          "",
          { NULL },
          { NULL },
          NULL },
    };

    cvpn_test_diagnose (cases, G_N_ELEMENTS (cases), CVPN_FINDS_PORTS);
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "never", test_never },
        { "notes", test_notes },
        { "the client's own ports", test_ports },
    };

    return cvpn_test_main ("analyze diagnose_kinds", tests, G_N_ELEMENTS (tests));
}
