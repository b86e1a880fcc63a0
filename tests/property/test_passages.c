/* Passages over random networks: what one says of a flow is what the evaluator finds when it
 * is asked stage by stage, for whoever's flow the passage was made.
 *
 * Random networks, links and time-outs, some as events have made them; random people, with the
 * routes that some version has pushed, landings and packets; of each packet many flows, of own
 * ports, sizes and silences here and there and just where a passage says that it ends.  The
 * fresh walk takes its port from a table in which few are free.
 * CVPN_TEST_SEED, CVPN_TEST_NETWORKS and CVPN_TEST_PACKETS (of each) choose. */
#include <string.h>

#include "base/match.h"
#include "control/timeline.h"
#include "model/scenario.h"
#include "model/to.h"
#include "packets.h"
#include "random_besides.h"
#include "random_events.h"
#include "random_scenario.h"
#include "random_variety.h"
#include "scenario_text.h"
#include "sim/passage.h"
#include "support.h"

#define SECOND     G_GINT64_CONSTANT (1000000000)
#define N_FLOWS    24 /* of each packet */
#define N_NETWORKS 150
#define N_PACKETS  40

#define PICK(rand, array) ((array)[g_rand_int_range ((rand), 0, G_N_ELEMENTS (array))])

typedef struct {
    guint networks, flows, shared, differing;
    guint narrow_ports, narrow_packets, narrow_answers, narrow_silences;
    guint replaced, exhausted, translated;
    guint outcomes[CVPN_N_OUTCOMES];
} Totals;

typedef struct {
    const CvpnScenario *scenario;
    const CvpnNetwork *net;
    CvpnPassages *passages;
    CvpnSnatTable *snat;
    GHashTable *seen; /* passages */
    GRand *rand;
    Totals *totals;
} Setting;

/* One flow: what the evaluator finds, and the passage that is to say the same. */
typedef struct {
    const Setting *at;
    const CvpnTraveller *traveller;
    CvpnWalk walk;
    const CvpnPassage *passage;
} Flow;

static gboolean
chance (GRand *rand, gint percent)
{
    return g_rand_int_range (rand, 0, 100) < percent;
}

/* ---- What flows are ---- */

static gint64
pick_within (GRand *rand, const gint64 *values, guint n, CvpnExtent known)
{
    const gint64 value = values[g_rand_int_range (rand, 0, (gint32) n)];

    switch (g_rand_int_range (rand, 0, 6)) {
    case 0:
        return known.first;
    case 1:
        return MAX (known.first - 1, 0);
    case 2:
        return known.last < G_MAXINT64 ? known.last : value;
    case 3:
        return known.last < G_MAXINT64 ? known.last + 1 : value;
    default:
        return value;
    }
}

#define PICK_WITHIN(rand, values, known)                                                           \
    pick_within ((rand), (values), G_N_ELEMENTS (values), (known))

/* Anything, and what is at the ends of 'known'. */
static void
vary (GRand *rand, const CvpnPassage *known, CvpnTraveller *traveller)
{
    static const gint64 ports[] = { 1,     1023,  1024,  2000,  2100,  5000, 32768,
                                    49151, 49152, 50000, 60999, 61000, 65535 };
    static const gint64 sizes[] = { 0, 1, 40, 600, 1252, 1280, 1372, 1400, 1401, 8973, 65535 };
    static const gint64 silences[] = { 0,
                                       SECOND / 2,
                                       30 * SECOND,
                                       60 * SECOND,
                                       180 * SECOND,
                                       350 * SECOND,
                                       350 * SECOND - 1,
                                       600 * SECOND,
                                       601 * SECOND,
                                       432000 * SECOND,
                                       432001 * SECOND };
    static const guint16 services[] = { 22, 53, 80, 443 };
    const CvpnShapes *shapes = &known->shapes;
    const CvpnExtent own = { known->ports.first, known->ports.last };
    const gint64 port = PICK_WITHIN (rand, ports, own);

    if (chance (rand, 10) && traveller->packet.destination_port > 0)
        traveller->packet.destination_port = PICK (rand, services);
    if (chance (rand, 20) && traveller->packet.protocol == CVPN_PROTOCOL_ICMP)
        traveller->packet.icmp_type = chance (rand, 50) ? 8 : 13;
    traveller->packet.source_port = (guint16) CLAMP (port, 1, G_MAXUINT16);
    traveller->packet_bytes = (guint32) PICK_WITHIN (rand, sizes, shapes->packet);
    traveller->answer_bytes = (guint32) PICK_WITHIN (rand, sizes, shapes->answer);
    traveller->idle_ns = PICK_WITHIN (rand, silences, shapes->idle);
    if (traveller->packet.protocol == CVPN_PROTOCOL_UDP)
        traveller->stream = chance (rand, 40);
}

/* A session has the routes of when it began, whatever they are now. */
static void
choose_routes (const Setting *at, CvpnPerson *person)
{
    const GPtrArray *versions = at->scenario->timeline->networks;
    const CvpnNetwork *then = at->net;

    if (person->pushed || chance (at->rand, 30))
        return;
    if (versions->len > 0 && chance (at->rand, 50))
        then = versions->pdata[g_rand_int_range (at->rand, 0, (gint32) versions->len)];
    person->pushed = cvpn_endpoint (then, person->endpoint)->pushed_lengths;
}

/* Of any population of the scenario, on any landing of its endpoint; FALSE: it has none. */
static gboolean
choose_traveller (const Setting *at, const PacketChoice *packet, CvpnPerson *person,
                  CvpnTraveller *traveller)
{
    const GArray *populations = at->scenario->workload->populations;
    const guint32 population = (guint32) g_rand_int_range (at->rand, 0, (gint32) populations->len);

    *person = g_array_index (populations, CvpnPopulation, population).person;
    choose_routes (at, person);
    const CvpnSpan landings = cvpn_endpoint (at->net, person->endpoint)->associations;
    if (landings.count == 0)
        return FALSE;
    *traveller = (CvpnTraveller){
        .packet = { .source = 0x64400002,
                    .destination = packet->address,
                    .destination_port = packet->port,
                    .protocol = packet->protocol,
                    .icmp_type = packet->icmp_type,
                    .icmp_code = packet->icmp_code },
        .person = person,
        .pushed = person->pushed,
        .population = population,
        .association =
            landings.first + (guint32) g_rand_int_range (at->rand, 0, (gint32) landings.count),
    };
    return TRUE;
}

/* ---- What becomes of them ---- */

static void
tell (const Flow *flow, CvpnStage stage, const char *what)
{
    const CvpnTraveller *t = flow->traveller;
    const PacketChoice packet = { t->packet.destination, t->packet.protocol,
                                  t->packet.destination_port, t->packet.icmp_type,
                                  t->packet.icmp_code };
    g_autofree char *to = packet_text (&packet);

    if (++flow->at->totals->differing > 5)
        return;
    g_printerr ("%s from port %u of population %u on landing %u, %u B, %u B back, silent for "
                "%" G_GINT64_FORMAT " ns%s: stage %u: %s\n",
                to, t->packet.source_port, t->population, t->association, t->packet_bytes,
                t->answer_bytes, t->idle_ns, t->stream ? ", a stream" : "", stage, what);
}

static void
expect (const Flow *flow, CvpnStage stage, gboolean true, const char *what)
{
    if (!true)
        tell (flow, stage, what);
}

static const CvpnPassage *
find_passage (const Setting *at, const CvpnTraveller *traveller)
{
    CvpnPassage *passage = cvpn_passages_find (at->passages, at->net, traveller);

    g_assert (passage); /* there are never so many */
    at->totals->shared += !g_hash_table_add (at->seen, passage);
    return passage;
}

/* Says the verdict that the evaluator has given, and how far it goes. */
static void
expect_same (const Flow *flow, CvpnStage stage, const CvpnVerdict *found)
{
    const CvpnPassage *passage = flow->passage;
    const gboolean last = stage + 1u == passage->n_stages;

    expect (flow, stage, memcmp (&passage->verdicts[stage], found, sizeof *found) == 0, "verdict");
    if (last)
        expect (flow, stage, passage->outcome == flow->walk.outcome, "outcome");
    else
        expect (flow, stage, flow->walk.outcome == CVPN_OUTCOME_DELIVERED, "goes on");
    if (stage == CVPN_STAGE_NACL_OUTBOUND && flow->walk.outcome == CVPN_OUTCOME_DELIVERED)
        expect (flow, stage, passage->distance == cvpn_walk_distance (&flow->walk), "distance");
}

/* The walk has asked the table, which passages do not.  FALSE: nothing more is to be compared. */
static gboolean
pass_snat (Flow *flow, const CvpnVerdict *found)
{
    const CvpnPassage *passage = flow->passage;
    const CvpnSnatBinding *binding = &flow->walk.binding;
    CvpnTraveller traveller = *flow->traveller;

    if (found->code == CVPN_CODE_CVPN_SNAT_PORT_EXHAUSTED && passage->takes_port) {
        flow->at->totals->exhausted++;
        expect (flow, CVPN_STAGE_SNAT, passage->snat.count > 0, "ports");
        return FALSE;
    }
    expect (flow, CVPN_STAGE_SNAT, passage->takes_port == (binding->tuple != CVPN_NONE), "a port");
    if (found->result == CVPN_RESULT_OK)
        expect (flow, CVPN_STAGE_SNAT, passage->snat_address == flow->walk.packet.source, "source");
    if (binding->tuple == CVPN_NONE)
        return TRUE;
    expect (flow, CVPN_STAGE_SNAT,
            cvpn_snat_tuple_equal (cvpn_snat_table_tuple (flow->at->snat, *binding),
                                   &passage->snat.tuple),
            "tuple");
    if (binding->port == traveller.packet.source_port)
        return TRUE;
    flow->at->totals->replaced++;
    traveller.packet.source_port = binding->port;
    flow->passage = find_passage (flow->at, &traveller);
    return TRUE;
}

/* Where a passage ends that nothing has stopped. */
static void
expect_gateway (const Flow *flow, CvpnStage stage, const CvpnVerdict *found)
{
    flow->at->totals->translated++;
    expect (flow, stage, flow->passage->outcome == CVPN_OUTCOME_DELIVERED, "ends");
    expect (flow, stage,
            flow->walk.n_translations > 0 || found->code == CVPN_CODE_NGW_PORT_ALLOCATION,
            "ends early");
}

static void
start_walk (Flow *flow)
{
    const CvpnTraveller *traveller = flow->traveller;
    CvpnWalk *walk = &flow->walk;

    cvpn_walk_init (walk, flow->at->net, traveller->person, traveller->association,
                    &traveller->packet);
    walk->connected = TRUE;
    walk->snat = flow->at->snat;
    walk->idle_ns = traveller->idle_ns;
    walk->stream = traveller->stream;
    walk->packet_bytes = traveller->packet_bytes;
    walk->answer_bytes = traveller->answer_bytes;
}

static void
compare_stages (Flow *flow)
{
    for (CvpnStage stage = 0; stage < CVPN_N_STAGES; stage++) {
        const CvpnVerdict found = cvpn_passage_ask (&flow->walk, stage, NULL);
        if (stage >= flow->passage->n_stages) {
            expect_gateway (flow, stage, &found);
            return;
        }
        if (stage == CVPN_STAGE_SNAT && !pass_snat (flow, &found))
            return;
        expect_same (flow, stage, &found);
        if (flow->walk.outcome != CVPN_OUTCOME_DELIVERED)
            return;
    }
}

/* Ports of connections that are over are free again, most of them. */
static void
release_ports (const Setting *at, const CvpnWalk *walk)
{
    for (guint i = 0; i < walk->n_translations; i++)
        cvpn_snat_table_release (at->snat, walk->translations[i].binding);
    if (chance (at->rand, 60))
        cvpn_snat_table_release (at->snat, walk->binding);
}

static const CvpnPassage *
compare (const Setting *at, const CvpnTraveller *traveller)
{
    Flow flow = { .at = at, .traveller = traveller };
    Totals *totals = at->totals;

    totals->flows++;
    flow.passage = find_passage (at, traveller);
    start_walk (&flow);
    compare_stages (&flow);
    totals->outcomes[flow.walk.outcome]++;
    totals->narrow_ports += flow.passage->ports.first > 0 || flow.passage->ports.last < G_MAXUINT16;
    totals->narrow_packets += flow.passage->shapes.packet.first > 1400;
    totals->narrow_answers += flow.passage->shapes.answer.last < G_MAXINT64;
    totals->narrow_silences += flow.passage->shapes.idle.last < G_MAXINT64;
    release_ports (at, &flow.walk);
    return flow.passage;
}

static void
compare_packet (const Setting *at, const PacketChoice *packet)
{
    static const CvpnPassage anybodys = {
        .ports = { 0, G_MAXUINT16 },
        .shapes = { { 0, G_MAXINT64 }, { 0, G_MAXINT64 }, { 0, G_MAXINT64 } }
    };
    const CvpnPassage *known = &anybodys;
    CvpnTraveller traveller;
    CvpnPerson person;

    for (guint i = 0; i < N_FLOWS; i++) {
        if ((i == 0 || chance (at->rand, 25)) &&
            !choose_traveller (at, packet, &person, &traveller))
            return;
        vary (at->rand, known, &traveller);
        known = compare (at, &traveller);
    }
}

/* ---- The networks ---- */

/* For answers, to some of the ports that are the clients' own or SNAT's. */
static void
add_acl_entry (GRand *rand, GString *text)
{
    static const guint16 ports[] = { 1, 1023, 2050, 40001, 49155, 50001, 61000, 65535 };
    const guint16 a = PICK (rand, ports), b = PICK (rand, ports);

    g_string_append_printf (text, "%s %u = deny %s %u-%u 0.0.0.0/0\n",
                            chance (rand, 50) ? "inbound" : "outbound", chance (rand, 50) ? 3 : 7,
                            chance (rand, 60) ? "tcp" : "udp", MIN (a, b), MAX (a, b));
}

/* Links, time-outs and ports of every kind. */
static char *
add_limits (GRand *rand, const char *text)
{
    static const guint links[] = { 68, 576, 1280, 1427, 1428, 1500, 9001 };
    static const char *const ports[] = { "1024-65535",  "1024-65535",  "1024-65535",
                                         "49152-49160", "40000-40003", "" };
    static const guint silences[] = { 30, 60, 45 };
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    GString *whole = g_string_new (NULL);

    for (guint i = 0; lines[i]; i++) {
        const gboolean endpoint = g_str_has_prefix (lines[i], "[client-vpn-endpoint ");
        if (!g_str_has_prefix (lines[i], "snat-ports = "))
            g_string_append_printf (whole, "%s\n", lines[i]);
        if (g_str_has_prefix (lines[i], "[host "))
            g_string_append_printf (whole, "mtu = %u\n", PICK (rand, links));
        if (g_str_has_prefix (lines[i], "[network-acl ") && chance (rand, 70))
            add_acl_entry (rand, whole);
        if (endpoint && chance (rand, 30))
            g_string_append (whole, chance (rand, 50) ? "mssfix = 1328\n" : "mssfix = 1500\n");
        if (endpoint)
            g_string_append_printf (whole, "snat-ports = %s\n", PICK (rand, ports));
        if (endpoint || g_str_has_prefix (lines[i], "[host "))
            g_string_append_printf (whole, "udp-timeout = %us\n", PICK (rand, silences));
    }
    return g_string_free (whole, FALSE);
}

/* Mostly to a host, and so one that comes far. */
static PacketChoice
choose_flow (GRand *rand, const CvpnNetwork *net, const char *text)
{
    g_autofree char *flow = random_flow (rand, text);
    CvpnToSpec *to = cvpn_to_parse (flow, NULL);
    CvpnDestination d;

    g_assert (to && cvpn_destination_resolve (net, to, &d, NULL));
    cvpn_to_spec_free (to);
    return (PacketChoice){ d.address, d.protocol, d.port, d.icmp_type, d.icmp_code };
}

static void
ask_version (CvpnPassages *passages, const CvpnScenario *scenario, const CvpnNetwork *net,
             const char *text, GRand *rand, Totals *totals)
{
    g_autoptr (PacketChooser) chooser = packet_chooser_new (text);
    g_autoptr (CvpnSnatTable) snat = cvpn_snat_table_new ();
    g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
    const Setting at = { scenario, net, passages, snat, seen, rand, totals };
    const guint n = cvpn_test_setting ("CVPN_TEST_PACKETS", N_PACKETS);
    const guint before = totals->differing;

    cvpn_passages_forget (passages);
    for (guint i = 0; i < n; i++) {
        const PacketChoice packet =
            chance (rand, 60) ? choose_flow (rand, net, text) : packet_choose (chooser, rand);
        compare_packet (&at, &packet);
    }
    if (totals->differing > before && before < 5)
        g_printerr ("%s\n", text);
}

/* Of the file itself, or of two endpoints after some of thirty events. */
static char *
make_text (GRand *rand, gboolean over_time)
{
    static const CvpnRandomEvents how = { .two_endpoints = TRUE };
    g_autofree char *plain = random_scenario (rand);
    g_autofree char *varied = random_variety (rand, plain);
    g_autofree char *limited = add_limits (rand, varied);
    g_autofree char *whole = over_time ? random_events (rand, limited, &how) : g_strdup (limited);

    if (chance (rand, 20))
        return random_besides (rand, whole);
    return !over_time && chance (rand, 20) ? random_unknown (rand, whole)
                                           : g_steal_pointer (&whole);
}

static void
ask_network (guint32 seed, Totals *totals)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    const gboolean over_time = seed % 3 == 0;
    g_autofree char *text = make_text (rand, over_time);
    const char *failed_zone = random_failure (rand);
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, &faults);
    g_autoptr (CvpnPassages) passages = cvpn_passages_new (CVPN_PASSAGES_MOST);

    if (!scenario) {
        if (g_getenv ("CVPN_TEST_VERBOSE"))
            g_printerr ("seed %u: %s", seed, faults);
        return;
    }
    totals->networks++;
    if (failed_zone)
        cvpn_test_fail_zone (scenario, failed_zone);
    ask_version (passages, scenario, scenario->net, text, rand, totals);
    for (guint i = 0; i < 2 && scenario->timeline->networks->len > 0; i++) {
        const GPtrArray *later = scenario->timeline->networks;
        ask_version (passages, scenario,
                     later->pdata[g_rand_int_range (rand, 0, (gint32) later->len)], text, rand,
                     totals);
    }
}

static void
check_variety (const Totals *t)
{
    CU_ASSERT (t->shared > t->flows / 2);
    CU_ASSERT (t->narrow_ports > t->flows / 50 && t->narrow_packets > t->flows / 50);
    CU_ASSERT (t->narrow_answers > t->flows / 50 && t->narrow_silences > t->flows / 50);
    CU_ASSERT (t->replaced > 0 && t->exhausted > 0 && t->translated > 0);
    for (guint i = 0; i < CVPN_N_OUTCOMES; i++)
        CU_ASSERT (t->outcomes[i] > 0 || i == CVPN_OUTCOME_INTERMITTENT);
}

static void
test_random_networks (void)
{
    const guint seed = cvpn_test_setting ("CVPN_TEST_SEED", 1);
    const guint n = cvpn_test_setting ("CVPN_TEST_NETWORKS", N_NETWORKS);
    Totals t = { 0 };

    for (guint i = 0; i < n; i++)
        ask_network (seed + i, &t);
    g_print ("  %u networks of %u, %u flows, %u on a passage that was there; its extents end "
             "for %u by port, %u by size, %u by the answer's, %u by silence; %u ports replaced, "
             "%u missing, %u flows at a NAT gateway\n",
             t.networks, n, t.flows, t.shared, t.narrow_ports, t.narrow_packets, t.narrow_answers,
             t.narrow_silences, t.replaced, t.exhausted, t.translated);
    cvpn_assert_int (t.differing, 0);
    CU_ASSERT (t.networks >= n * 7 / 10);
    if (n >= 100)
        check_variety (&t);
}

int
main (void)
{
    const CvpnTest tests[] = { { "random networks", test_random_networks } };

    return cvpn_test_main ("property passages", tests, G_N_ELEMENTS (tests));
}
