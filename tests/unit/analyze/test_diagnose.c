/* What diagnose finds: each cause, what never works, what nobody named, what cannot be judged. */
#include <cvpnsim/diagnose.h>

#include "analyze/diagnosis.h"
#include "model/to.h"
#include "scenario_text.h"
#include "support.h"

/* A change of the network that everything works in, and what is found then. */
typedef struct {
    const char *patch;
    const char *want;    /* a line for each finding: see write_discovery */
    const char *in[4];   /* packets that the first finding is about */
    const char *out[4];  /* and some that it is not about */
    const char *message; /* a part of the first one's; NULL: not asked */
} Case;

static gboolean
has_number (const GArray *ranges, guint32 number)
{
    for (guint i = 0; i < ranges->len; i++) {
        const CvpnRange *range = &g_array_index (ranges, CvpnRange, i);
        if (range->first <= number && number <= range->last)
            return TRUE;
    }
    return FALSE;
}

static gboolean
has_packet (const CvpnDiagnosis *d, CvpnRegion *region, const char *to)
{
    const GPtrArray *boxes = cvpn_region_boxes (region);
    CvpnToSpec *parsed = cvpn_to_parse (to, NULL);
    CvpnDestination destination;
    gboolean found = FALSE;

    CU_ASSERT_FATAL (parsed != NULL &&
                     cvpn_destination_resolve (d->net, parsed, &destination, NULL));
    cvpn_to_spec_free (parsed);
    for (guint i = 0; i < boxes->len; i++) {
        const CvpnBox *box = boxes->pdata[i];
        found |= has_number (box->ranges, destination.address) &&
                 has_number (box->selectors,
                             cvpn_selector (destination.protocol, destination.port,
                                            destination.icmp_type, destination.icmp_code));
    }
    return found;
}

/* "error CVPN_ROUTES_DIFFER subnet-a of 2 by cvpn-1 10.0.0.0/16 = subnet-b" */
static void
write_discovery (GString *text, const CvpnDiagnosis *d, const CvpnDiscovery *discovery)
{
    static const char *const severities[] = { "note", "warning", "error" };
    const CvpnSubject *s = &discovery->subject;
    const CvpnRule *rule = cvpn_network_rule (d->net, s->blame);
    const guint32 crowd = g_array_index (discovery->crowds, guint32, 0);

    g_string_append_printf (text, "%s %s%s", severities[discovery->finding.severity], s->code,
                            s->latent ? " latent" : "");
    for (guint i = 0; i < s->n_landings; i++)
        if (s->roles[i] == CVPN_ROLE_FAILING)
            g_string_append_printf (text, " %s", cvpn_diagnosis_landing (d, crowd, i)->name);
    g_string_append_printf (text, " of %u by %s%s%s\n", s->n_landings, rule->component,
                            *rule->text ? " " : "", rule->text);
}

static CvpnDiagnosis *
diagnose (const CvpnScenario *scenario, guint finds)
{
    const CvpnDiagnoseOptions options = { .source_port = -1, .finds = finds };
    g_autoptr (GError) error = NULL;
    CvpnDiagnosis *d = cvpn_diagnose (scenario, &options, &error);

    cvpn_assert_str (error ? error->message : NULL, NULL);
    CU_ASSERT_FATAL (d != NULL);
    return d;
}

static void
check_packets (const CvpnDiagnosis *d, const Case *c)
{
    CvpnDiscovery *first = d->discoveries->len > 0 ? d->discoveries->pdata[0] : NULL;

    for (guint i = 0; first && i < G_N_ELEMENTS (c->in) && c->in[i]; i++)
        if (!has_packet (d, first->region, c->in[i])) {
            g_printerr ("%s: not in it: %s\n", c->patch, c->in[i]);
            CU_FAIL ("region");
        }
    for (guint i = 0; first && i < G_N_ELEMENTS (c->out) && c->out[i]; i++)
        if (has_packet (d, first->region, c->out[i])) {
            g_printerr ("%s: in it: %s\n", c->patch, c->out[i]);
            CU_FAIL ("region");
        }
    if (first && c->message)
        cvpn_assert_has (first->finding.message, c->message);
}

static void
check (const Case *cases, guint n, guint finds)
{
    for (guint i = 0; i < n; i++) {
        g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (cases[i].patch);
        g_autoptr (GString) got = g_string_new (NULL);
        CU_ASSERT_FATAL (scenario != NULL);
        g_autoptr (CvpnDiagnosis) d = diagnose (scenario, finds);
        for (guint j = 0; j < d->discoveries->len; j++)
            write_discovery (got, d, d->discoveries->pdata[j]);
        cvpn_assert_str (got->str, cases[i].want);
        check_packets (d, &cases[i]);
    }
}

static void
test_routes (void)
{
    static const Case cases[] = {
        { NULL, "", { NULL }, { NULL }, NULL },
        { "[client-vpn-routes cvpn-1]\n0.0.0.0/0 = subnet-b\n",
          "error CVPN_ROUTES_DIFFER subnet-a of 2 by cvpn-1 0.0.0.0/0 = subnet-b\n",
          { "web tcp 443", "site tcp 443", "printer udp 53", "8.8.8.8 47" },
          { "app tcp 443", "web tcp 80", "192.168.1.11 tcp 443" },
          "0.0.0.0/0 is routed from subnet-b only: connections that land on subnet-a (1 of 2)" },
        /* One finding for each block, one route being no excuse for the other. */
        { "[client-vpn-routes cvpn-1]\n172.31.0.0/16 = subnet-b\n0.0.0.0/0 = subnet-a\n",
          "error CVPN_ROUTES_DIFFER subnet-b of 2 by cvpn-1 0.0.0.0/0 = subnet-a\n",
          { "site tcp 443", "printer udp 53" },
          { "web tcp 443" },
          "0.0.0.0/0 is routed from subnet-a only" },
        /* The other landing has a shorter route that covers it. */
        { "[client-vpn-routes cvpn-1]\n172.31.0.0/16 = subnet-b\n192.168.0.0/16 = subnet-a; "
          "subnet-b\n0.0.0.0/0 = subnet-a\n-[authorization-rules "
          "cvpn-1]\n[authorization-rules cvpn-1]\n172.31.0.0/16 = staff\n192.168.0.0/16 = staff\n",
          "",
          { NULL },
          { NULL },
          NULL },
        { "[route-table rtb-a]\n-172.31.0.0/16\n",
          "error SUBNET_ROUTES_DIFFER subnet-a of 2 by rtb-a 0.0.0.0/0 = igw-a\n",
          { "web tcp 443", "web udp 53", "web icmp" },
          { "web tcp 80", "site tcp 443", "172.31.5.11 tcp 443" },
          "for 172.31.0.0/16, rtb-a of subnet-a has '0.0.0.0/0 = igw-a', but rtb-b of subnet-b "
          "has '172.31.0.0/16 = pcx-ab'" },
        { "[route-table rtb-b]\n-0.0.0.0/0\n",
          "error SUBNET_ROUTES_DIFFER subnet-b of 2 by rtb-b\n",
          { "site tcp 443", "8.8.8.8 47", "203.0.113.10 tcp 443" },
          { "web tcp 443", "site tcp 80" },
          "rtb-b of subnet-b has no route" },
        { "[route-table rtb-a]\n172.31.0.0/16 = blackhole\n",
          "error BAD_STATE_ROUTE subnet-a of 2 by rtb-a 172.31.0.0/16 = blackhole\n",
          { "web tcp 443" },
          { "site tcp 443" },
          "'rtb-a 172.31.0.0/16 = blackhole' is a blackhole" },
    };

    check (cases, G_N_ELEMENTS (cases), CVPN_FINDS_INTERMITTENT);
}

static void
test_filters (void)
{
    static const Case cases[] = {
        { "[network-acl acl-a]\noutbound 50 = deny tcp 443 172.31.0.0/16\n",
          "error SUBNET_ACLS_DIFFER subnet-a of 2 by acl-a outbound 50 = deny tcp 443 "
          "172.31.0.0/16\n",
          { "web tcp 443" },
          { "web udp 53", "site tcp 443" },
          "acl-a of subnet-a denies the request by 'outbound 50 = deny tcp 443 172.31.0.0/16'" },
        { "[network-acl acl-a]\ninbound 50 = deny udp * 0.0.0.0/0\n",
          "error SUBNET_ACLS_DIFFER subnet-a of 2 by acl-a inbound 50 = deny udp * 0.0.0.0/0\n"
          "error SUBNET_ACLS_DIFFER subnet-b of 2 by acl-a inbound 50 = deny udp * 0.0.0.0/0\n",
          { "web udp 53", "site udp 53", "8.8.8.8 udp 1" },
          { "web tcp 443", "10.0.0.2 udp 53" },
          "acl-a of subnet-a denies the answer" },
        { "[network-acl acl-web]\ninbound 50 = deny all 10.0.2.0/24\n",
          "error SUBNET_ACLS_DIFFER subnet-b of 2 by acl-web inbound 50 = deny all 10.0.2.0/24\n",
          { "web tcp 443", "web icmp" },
          { "app tcp 443" },
          "acl-web of subnet-web denies the request" },
        { "[security-group sg-app]\ningress = all 10.0.1.0/24\n",
          "error ENI_SG_RULES_MISMATCH subnet-b of 2 by sg-app\n",
          { "app tcp 443", "neighbour udp 53" },
          { "web tcp 443" },
          "no rule of the security groups admits it (sg-app): connections that land on subnet-b "
          "(1 of 2) cannot reach app and neighbour" },
        { "[network office]\nfirewall = allow all 10.0.1.0/24; deny all 0.0.0.0/0\n",
          "error FIREWALL_RULES_RESTRICTION subnet-b of 2 by office firewall deny all "
          "0.0.0.0/0\n",
          { "printer tcp 443" },
          { "web tcp 443" },
          NULL },
        { "[subnet subnet-b]\navailable-addresses = 0\n",
          "error CVPN_SUBNET_ADDRESS_EXHAUSTED subnet-b of 2 by subnet-b\n",
          { "app tcp 443", "web tcp 443", "site udp 53", "10.0.0.2 udp 53" },
          { "app tcp 80" },
          NULL },
    };

    check (cases, G_N_ELEMENTS (cases), CVPN_FINDS_INTERMITTENT);
}

#define GATEWAY                                                                                    \
    "[transit-gateway tgw-1]\n"                                                                    \
    "[transit-gateway-attachment att-a]\ntransit-gateway = tgw-1\nvpc = vpc-a\n"                   \
    "route-table = tgw-rtb\n"                                                                      \
    "[transit-gateway-attachment att-c]\ntransit-gateway = tgw-1\nvpc = vpc-c\n"                   \
    "route-table = tgw-rtb\nsubnets = subnet-lab\n"                                                \
    "[transit-gateway-route-table tgw-rtb]\ntransit-gateway = tgw-1\n"                             \
    "10.0.0.0/16 = att-a\n10.20.0.0/16 = att-c\n"                                                  \
    "[route-table rtb-lab]\nvpc = vpc-c\nmain = true\n"                                            \
    "[security-group sg-lab]\nvpc = vpc-c\ndefault = true\ningress = all 10.0.0.0/16\n"            \
    "[route-table rtb-a]\n10.20.0.0/16 = tgw-1\n[route-table rtb-b]\n10.20.0.0/16 = tgw-1\n"

static void
test_far_sides (void)
{
    static const Case cases[] = {
        { GATEWAY "[transit-gateway-attachment att-a]\nsubnets = subnet-a\n"
                  "[route-table rtb-lab]\n10.0.0.0/16 = tgw-1\n",
          "error TGW_ROUTE_AZ_RESTRICTION subnet-b of 2 by att-a\n",
          { "lab tcp 443", "lab icmp" },
          { "web tcp 443", "10.20.1.11 tcp 443" },
          "att-a has no subnet in us-east-1b, the zone of subnet-b" },
        { GATEWAY "[transit-gateway-attachment att-a]\nsubnets = subnet-a; subnet-b\n"
                  "[route-table rtb-lab]\n10.0.2.0/24 = tgw-1\n",
          "error RETURN_ROUTES_DIFFER subnet-a of 2 by rtb-lab\n",
          { "lab tcp 443" },
          { "web tcp 443" },
          "do not come back: the route table has no route ('rtb-lab')" },
        { "[route-table rtb-web]\n10.0.1.0/24 = blackhole\n",
          "error RETURN_ROUTES_DIFFER subnet-a of 2 by rtb-web 10.0.1.0/24 = blackhole\n",
          { "web tcp 443" },
          { "app tcp 443" },
          "the route is a blackhole" },
        { "[network office]\nreturn-routes = 10.0.1.0/24\n",
          "error RETURN_ROUTES_DIFFER subnet-b of 2 by office\n",
          { "printer tcp 443" },
          { "web tcp 443" },
          NULL },
    };

    check (cases, G_N_ELEMENTS (cases), CVPN_FINDS_INTERMITTENT);
}

/* Where no host is declared it would be intermittent all the same; a filter alone says nothing. */
static void
test_latent (void)
{
    static const Case cases[] = {
        { "-[host web]\n[route-table rtb-a]\n-172.31.0.0/16\n",
          "warning SUBNET_ROUTES_DIFFER latent subnet-a of 2 by rtb-a 0.0.0.0/0 = igw-a\n",
          { "172.31.5.10 tcp 443", "172.31.0.0 47" },
          { "site tcp 443" },
          "no host is declared there, but subnet route tables differ" },
        { "[unknown vpc-x]\nkind = vpc\n[vpc-peering-connection pcx-x]\nrequester-vpc = vpc-a\n"
          "accepter-vpc = vpc-x\n[route-table rtb-a]\n10.99.0.0/16 = pcx-x\n"
          "[route-table rtb-b]\n10.99.0.0/16 = pcx-x\n[client-vpn-routes cvpn-1]\n-0.0.0.0/0\n"
          "10.99.0.0/16 = subnet-a\n[authorization-rules cvpn-1]\n10.99.0.0/16 = *\n",
          "warning CVPN_ROUTES_DIFFER latent subnet-b of 2 by cvpn-1 10.99.0.0/16 = subnet-a\n",
          { "10.99.0.1 tcp 443" },
          { "web tcp 443" },
          "not every landing can be judged, but 10.99.0.0/16 is routed from subnet-a only" },
        { "-[host web]\n[network-acl acl-a]\noutbound 50 = deny tcp 443 172.31.0.0/16\n",
          "",
          { NULL },
          { NULL },
          NULL },
    };

    check (cases, G_N_ELEMENTS (cases), CVPN_FINDS_INTERMITTENT);
}

/* A gateway that does not carry a protocol is nobody's mistake. */
static void
test_gateway_limit (void)
{
    static const Case cases[] = {
        { "[subnet subnet-nat]\nvpc = vpc-a\navailability-zone = us-east-1b\n"
          "cidr-block = 10.0.9.0/24\nroute-table = rtb-a\n"
          "[nat-gateway nat-1]\nsubnet = subnet-nat\n[route-table rtb-b]\n0.0.0.0/0 = nat-1\n",
          "note PROTOCOL_RESTRICTION subnet-b of 2 by nat-1\n",
          { "8.8.8.8 47" },
          { "8.8.8.8 tcp 1", "8.8.8.8 icmp" },
          "the gateway does not carry this protocol" },
    };

    check (cases, G_N_ELEMENTS (cases), CVPN_FINDS_INTERMITTENT);
}

#define NO_LAB "-[host lab]\n-[subnet subnet-lab]\n-[vpc-peering-connection pcx-bc]\n-[vpc vpc-c]\n"
#define SOUND                                                                                      \
    NO_LAB "-[vpc vpc-d]\n-[internet-gateway igw-d]\n-[route-table rtb-shop]\n"                    \
           "-[subnet subnet-shop]\n-[security-group sg-shop]\n-[host shop]\n"

static void
test_never (void)
{
    static const Case cases[] = {
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

    check (cases, G_N_ELEMENTS (cases), CVPN_FINDS_NEVER);
}

static void
test_notes (void)
{
    static const Case cases[] = {
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

    check (cases, G_N_ELEMENTS (cases), CVPN_FINDS_UNAUTHORIZED | CVPN_FINDS_UNDETERMINED);
}

#define NARROW(inbound)                                                                            \
    "[network-acl acl-a]\nvpc = vpc-a\noutbound 100 = allow all 0.0.0.0/0\n" inbound               \
    "[subnet subnet-a]\nnetwork-acl = acl-a\n"

/* Answers to some of the ports of a population's systems do not come back. */
static void
test_ports (void)
{
    static const Case cases[] = {
        { SOUND NARROW ("inbound 100 = allow all 10.0.0.0/8\n"
                        "inbound 110 = allow tcp 49152-65535 0.0.0.0/0\n") "[clients users]\n"
                                                                           "system = linux\n",
          "warning CLIENT_PORTS_DIFFER subnet-a of 2 by acl-a inbound * = deny all 0.0.0.0/0\n",
          { "site tcp 443", "web tcp 443" },
          { "site udp 53", "app tcp 443" },
          "own ports 32768-49151, of 32768-60999 that their systems use, do not reach" },
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

    check (cases, G_N_ELEMENTS (cases), CVPN_FINDS_PORTS);
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "routes", test_routes },
        { "filters", test_filters },
        { "far sides", test_far_sides },
        { "latent", test_latent },
        { "gateway limit", test_gateway_limit },
        { "never", test_never },
        { "notes", test_notes },
        { "the client's own ports", test_ports },
    };

    return cvpn_test_main ("analyze diagnose", tests, G_N_ELEMENTS (tests));
}
