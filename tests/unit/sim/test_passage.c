/* passage: which flows share one, and what it says. */
#include "sim/passage.h"

#include <string.h>

#include "base/match.h"
#include "base/quantity.h"
#include "model/scenario.h"
#include "path_cases.h"
#include "scenario_text.h"
#include "support.h"

/* Answers come in to ports 49152-50000 and to 1024-2000, and the host's link takes 1,272 B of
 * payload. */
#define NARROW                                                                                     \
    "[network-acl acl-a]\ninbound 100 = allow tcp 49152-50000 0.0.0.0/0\n"                         \
    "inbound 110 = allow tcp 1024-2000 0.0.0.0/0\ninbound 120 = allow udp * 0.0.0.0/0\n"           \
    "inbound 130 = allow icmp 0.0.0.0/0\n[host app]\nmtu = 1300\n"
/* To the internet by a NAT gateway. */
#define NAT                                                                                        \
    "[route-table rtb-pub]\nvpc = vpc-a\n0.0.0.0/0 = igw-a\n"                                      \
    "[subnet subnet-pub]\nvpc = vpc-a\navailability-zone = us-east-1a\n"                           \
    "cidr-block = 10.0.20.0/24\nroute-table = rtb-pub\n"                                           \
    "[nat-gateway nat-a]\nsubnet = subnet-pub\n"                                                   \
    "[route-table rtb-a]\n0.0.0.0/0 = nat-a\n"
#define SNAT(range) "[client-vpn-endpoint cvpn-1]\nsnat-ports = " range "\n"

typedef struct {
    CvpnScenario *scenario;
    CvpnPassages *passages;
    CvpnPerson person;
    CvpnTraveller web, dns, ping; /* to the host `app` */
} Fixture;

static CvpnTraveller
make_traveller (const CvpnPerson *person, guint8 protocol, guint16 port)
{
    return (CvpnTraveller){ .packet = { .source = 0x0a020002,
                                        .destination = 0x0a000a0a,
                                        .source_port = 49500,
                                        .destination_port = port,
                                        .protocol = protocol },
                            .person = person,
                            .pushed = person->pushed,
                            .packet_bytes = 500,
                            .answer_bytes = 500 };
}

static void
fixture_set_up (Fixture *f, const char *patch)
{
    f->scenario = cvpn_test_load_patched (patch);
    CU_ASSERT_FATAL (f->scenario != NULL);
    f->passages = cvpn_passages_new (CVPN_PASSAGES_MOST);
    f->person = g_array_index (f->scenario->workload->populations, CvpnPopulation, 0).person;
    f->web = make_traveller (&f->person, CVPN_PROTOCOL_TCP, 443);
    f->dns = make_traveller (&f->person, CVPN_PROTOCOL_UDP, 53);
    f->ping = make_traveller (&f->person, CVPN_PROTOCOL_ICMP, 0);
    f->ping.packet.icmp_type = 8;
}

static void
fixture_clear (Fixture *f)
{
    cvpn_passages_free (f->passages);
    cvpn_scenario_free (f->scenario);
}

static const CvpnPassage *
find (const Fixture *f, CvpnTraveller traveller)
{
    return cvpn_passages_find (f->passages, f->scenario->net, &traveller);
}

static char *
describe (const CvpnPassage *passage)
{
    const gboolean whole = passage->outcome == CVPN_OUTCOME_DELIVERED;

    return cvpn_path_describe ((CvpnOutcome) passage->outcome,
                               whole ? NULL : &passage->verdicts[passage->n_stages - 1]);
}

static void
check_says (const Fixture *f, CvpnTraveller traveller, const char *want)
{
    const CvpnPassage *passage = find (f, traveller);
    g_autofree char *got = describe (passage);

    cvpn_assert_str (got, want);
    CU_ASSERT (find (f, traveller) == passage);
}

/* A change of 'field' leads to another passage, and back to the first. */
#define check_apart(f, traveller, field, value)                                                    \
    do {                                                                                           \
        CvpnTraveller other = (traveller);                                                         \
        const CvpnPassage *first = find ((f), (traveller));                                        \
        other.field = (value);                                                                     \
        CU_ASSERT (find ((f), other) != first);                                                    \
        CU_ASSERT (find ((f), traveller) == first);                                                \
    } while (0)

#define check_alike(f, traveller, field, value)                                                    \
    do {                                                                                           \
        CvpnTraveller other = (traveller);                                                         \
        other.field = (value);                                                                     \
        CU_ASSERT (find ((f), other) == find ((f), (traveller)));                                  \
    } while (0)

static void
test_class (void)
{
    Fixture f;

    fixture_set_up (&f, NULL);
    check_apart (&f, f.web, pushed, cvpn_endpoint (f.scenario->net, 0)->pushed_lengths);
    check_apart (&f, f.web, population, 1);
    check_apart (&f, f.web, association, 1);
    check_apart (&f, f.web, packet.destination, f.web.packet.destination + 1);
    check_apart (&f, f.web, packet.destination_port, 444);
    check_apart (&f, f.web, packet.protocol, CVPN_PROTOCOL_UDP);
    check_apart (&f, f.dns, stream, TRUE);
    check_apart (&f, f.ping, packet.icmp_type, 13);
    check_apart (&f, f.ping, packet.icmp_code, 1);
    check_alike (&f, f.web, packet.source, f.web.packet.source + 1);
    fixture_clear (&f);
}

/* At an end of what is alike, and just beyond. */
static void
test_extents (void)
{
    Fixture f;

    fixture_set_up (&f, NARROW);
    check_alike (&f, f.web, packet.source_port, 49152);
    check_alike (&f, f.web, packet.source_port, 50000);
    check_apart (&f, f.web, packet.source_port, 49151);
    check_apart (&f, f.web, packet.source_port, 50001);
    check_alike (&f, f.web, packet_bytes, 1400);
    check_apart (&f, f.web, packet_bytes, 1401);
    check_alike (&f, f.web, answer_bytes, 1400);
    check_apart (&f, f.web, answer_bytes, 1401);
    check_alike (&f, f.dns, packet_bytes, 1272);
    check_apart (&f, f.dns, packet_bytes, 1273);
    check_alike (&f, f.dns, idle_ns, 30 * CVPN_SECOND);
    check_apart (&f, f.dns, idle_ns, 30 * CVPN_SECOND + 1);
    fixture_clear (&f);
}

/* The same from beyond: what is too large, too late or not let in is no more alike to what is
 * not than the other way round. */
static void
test_extents_beyond (void)
{
    Fixture f;

    fixture_set_up (&f, NARROW);
    f.web.answer_bytes = 1401;
    f.dns.idle_ns = 30 * CVPN_SECOND + 1;
    check_apart (&f, f.web, answer_bytes, 1400);
    check_apart (&f, f.dns, idle_ns, 30 * CVPN_SECOND);
    f.web.packet.source_port = 50001;
    f.web.answer_bytes = 500;
    check_apart (&f, f.web, packet.source_port, 50000);
    check_alike (&f, f.web, packet.source_port, 65535);
    fixture_clear (&f);
}

static void
test_verdicts (void)
{
    Fixture f;

    fixture_set_up (&f, NARROW);
    CvpnTraveller large = f.dns, blocked = f.web, late = f.dns, wide = f.web;
    large.packet_bytes = 1273;
    blocked.packet.source_port = 50001;
    late.idle_ns = 31 * CVPN_SECOND;
    wide.answer_bytes = 1401;

    check_says (&f, f.web, "delivered");
    check_says (&f, blocked, "dropped 7 SUBNET_ACL_RESTRICTION return");
    check_says (&f, f.dns, "delivered");
    check_says (&f, large, "dropped destination MTU_EXCEEDED");
    check_says (&f, late, "dropped return CVPN_CONNECTION_TRACKING_EXPIRED");
    check_says (&f, wide, "dropped return MTU_EXCEEDED");
    check_says (&f, f.ping, "delivered");
    cvpn_assert_int (find (&f, f.web)->n_stages, CVPN_N_STAGES);
    cvpn_assert_int (find (&f, large)->n_stages, CVPN_STAGE_DESTINATION + 1);
    cvpn_assert_int (find (&f, f.web)->distance, CVPN_DISTANCE_SAME_ZONE);
    fixture_clear (&f);
}

/* What SNAT has for these flows; which port it takes is not the passage's to say. */
static void
test_snat (void)
{
    Fixture f;

    fixture_set_up (&f, SNAT ("40000-40020"));
    const CvpnPassage *passage = find (&f, f.web);

    CU_ASSERT (passage->takes_port);
    cvpn_assert_int (passage->snat.first, 40000);
    cvpn_assert_int (passage->snat.count, 21);
    cvpn_assert_int (passage->snat.tuple.interface, 0);
    cvpn_assert_int (passage->snat.tuple.destination, f.web.packet.destination);
    cvpn_assert_int (passage->snat.tuple.port, 443);
    cvpn_assert_int (passage->snat.tuple.protocol, CVPN_PROTOCOL_TCP);
    cvpn_assert_int (passage->snat_tuple, CVPN_NONE);
    cvpn_assert_int (passage->snat_address,
                     cvpn_association (f.scenario->net, 0)->interface_address);

    CvpnTraveller other = f.web;
    other.packet.protocol = 47;
    CU_ASSERT (!find (&f, other)->takes_port);
    other = f.web;
    other.packet.destination = 0x0a020009; /* another client */
    CU_ASSERT (!find (&f, other)->takes_port);
    cvpn_assert_int (find (&f, other)->snat_address, 0);
    fixture_clear (&f);
}

static void
test_no_snat_port (void)
{
    Fixture f;

    fixture_set_up (&f, SNAT (""));
    check_says (&f, f.web, "dropped 5 CVPN_SNAT_PORT_EXHAUSTED");
    CU_ASSERT (!find (&f, f.web)->takes_port);
    fixture_clear (&f);
}

/* Where a gateway chooses a port the passage ends, open; where none gets that far it does not. */
static void
test_nat_gateway (void)
{
    Fixture f;

    fixture_set_up (&f, NAT);
    f.web.packet.destination = 0xc6336401;
    cvpn_assert_int (find (&f, f.web)->n_stages, CVPN_STAGE_DESTINATION);
    cvpn_assert_int (find (&f, f.web)->outcome, CVPN_OUTCOME_DELIVERED);
    f.web.packet.protocol = 47;
    check_says (&f, f.web, "dropped destination PROTOCOL_RESTRICTION");
    fixture_clear (&f);
}

/* The evaluator itself tells how long the gateway remembers; no passage comes so far. */
static void
test_nat_gateway_remembers (void)
{
    Fixture f;
    CvpnTrace trace = { .n = 0 };
    CvpnShapes shapes = CVPN_SHAPES_ALL;

    fixture_set_up (&f, NAT);
    f.web.packet.destination = 0xc6336401;
    CvpnWalk walk = cvpn_traveller_walk (&f.web, f.scenario->net);
    walk.alike_shapes = &shapes;
    cvpn_assert_int (cvpn_walk_run (&walk, &trace), CVPN_OUTCOME_DELIVERED);
    cvpn_assert_int (shapes.idle.last, CVPN_NAT_IDLE - 1);
    fixture_clear (&f);
}

/* After a change the same flow may meet something else. */
static void
test_forget (void)
{
    Fixture f;

    fixture_set_up (&f, NULL);
    check_says (&f, f.web, "delivered");
    cvpn_test_fail_zone (f.scenario, "us-east-1a");
    check_says (&f, f.web, "delivered"); /* nobody has said so */
    cvpn_passages_forget (f.passages);
    check_says (&f, f.web, "dropped 1 BAD_STATE");
    cvpn_passages_forget (f.passages);
    cvpn_passages_forget (f.passages);
    fixture_clear (&f);
}

/* So many are kept that the table grows; then no more, and those that are stay. */
static void
test_number (void)
{
    Fixture f;
    guint n = 0;

    fixture_set_up (&f, NULL);
    f.web.packet.destination = 0x0a000000;
    const CvpnPassage *first = find (&f, f.web);
    for (guint i = 0; i < 70000; i++) {
        CvpnTraveller other = f.web;
        other.packet.destination += i;
        n += find (&f, other) != NULL;
    }
    cvpn_assert_int (n, CVPN_PASSAGES_MOST);
    CU_ASSERT (find (&f, f.web) == first);
    cvpn_passages_forget (f.passages);
    f.web.packet.destination += 69999;
    CU_ASSERT (find (&f, f.web) != NULL);
    fixture_clear (&f);
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "class", test_class },
        { "extents", test_extents },
        { "extents beyond", test_extents_beyond },
        { "verdicts", test_verdicts },
        { "snat", test_snat },
        { "no snat port", test_no_snat_port },
        { "nat gateway", test_nat_gateway },
        { "nat gateway remembers", test_nat_gateway_remembers },
        { "forget", test_forget },
        { "number", test_number },
    };

    return cvpn_test_main ("sim passage", tests, G_N_ELEMENTS (tests));
}
