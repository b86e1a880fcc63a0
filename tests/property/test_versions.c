/* Versions of a network: a rebuild has the same handles and numbers of rules, and a flow
 * that changes over to it under way does not notice.
 *
 * Each flow over a random network is walked once over the network itself, and once over it
 * for the first stages and over a rebuild for the rest, for every number of first stages:
 * what the walk holds on to must not be the index of something that moves. */
#include <string.h>

#include "model/scenario.h"
#include "model/to.h"
#include "path_cases.h"
#include "random_scenario.h"
#include "scenario_text.h"
#include "support.h"

#define N_NETWORKS 300
#define N_FLOWS    10

typedef struct {
    guint networks, walks, delivered;
} Totals;

/* Before stage 'change' the walk goes over to 'next'. */
static CvpnOutcome
walk_over (const CvpnScenario *scenario, const CvpnNetwork *next, guint change,
           const CvpnPacket *packet, CvpnTrace *trace)
{
    const CvpnPopulation *population =
        &g_array_index (scenario->workload->populations, CvpnPopulation, 0);
    CvpnWalk walk;
    guint stage = 0;

    trace->n = 0;
    cvpn_walk_init (&walk, scenario->net, &population->person, 0, packet);
    for (gboolean more = TRUE; more; stage++) {
        if (stage == change)
            walk.net = next;
        more = cvpn_walk_stage (&walk, (CvpnStage) stage, trace);
    }
    return walk.outcome;
}

static void
compare_flow (const CvpnScenario *scenario, const CvpnNetwork *next, const char *flow,
              Totals *totals)
{
    CvpnToSpec *to = cvpn_to_parse (flow, NULL);
    CvpnDestination destination;
    CvpnTrace want, got;

    g_assert (to && cvpn_destination_resolve (scenario->net, to, &destination, NULL));
    cvpn_to_spec_free (to);
    const CvpnPacket packet = { .destination = destination.address,
                                .source_port = 49152,
                                .destination_port = destination.port,
                                .protocol = destination.protocol,
                                .icmp_type = destination.icmp_type,
                                .icmp_code = destination.icmp_code };
    const CvpnOutcome outcome = walk_over (scenario, scenario->net, CVPN_N_STAGES, &packet, &want);
    totals->delivered += outcome == CVPN_OUTCOME_DELIVERED;
    for (guint change = 0; change < CVPN_N_STAGES; change++) {
        cvpn_assert_int (walk_over (scenario, next, change, &packet, &got), outcome);
        cvpn_assert_int (got.n, want.n);
        cvpn_assert_int (memcmp (got.verdicts, want.verdicts, want.n * sizeof (CvpnVerdict)), 0);
        totals->walks++;
    }
}

/* Where one row more stands in front, all indices of rows move; its block is one that no
 * packet is for, so all else is the same. */
static void
move_rows (GPtrArray *rows)
{
    static char blackhole[] = "blackhole";
    CvpnRowSpec *row;

    if (rows->len == 0)
        return;
    row = g_memdup2 (rows->pdata[0], sizeof *row);
    row->prefix = (CvpnPrefix){ 0xf0000000u, 32 };
    row->prefix_list = NULL;
    row->text = blackhole; /* of a route table's */
    g_ptr_array_insert (rows, 0, row);
}

static void
move_rows_back (GPtrArray *rows)
{
    if (rows->len > 0)
        g_free (g_ptr_array_steal_index (rows, 0));
}

static void
for_all_rows (const CvpnSpec *spec, void (*change) (GPtrArray *rows))
{
    for (guint i = 0; i < spec->route_tables->len; i++)
        change (((CvpnRouteTableSpec *) spec->route_tables->pdata[i])->routes);
    for (guint i = 0; i < spec->endpoint_routes->len; i++)
        change (((CvpnEndpointRowsSpec *) spec->endpoint_routes->pdata[i])->rows);
    for (guint i = 0; i < spec->authorization_rules->len; i++)
        change (((CvpnEndpointRowsSpec *) spec->authorization_rules->pdata[i])->rows);
}

static void
compare_networks (GRand *rand, const char *text, const CvpnScenario *scenario,
                  const CvpnNetwork *next, Totals *totals)
{
    for (guint i = 0; i < N_FLOWS; i++) {
        g_autofree char *flow = random_flow (rand, text);
        compare_flow (scenario, next, flow, totals);
    }
}

static void
check_network (guint32 seed, Totals *totals)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autofree char *text = random_scenario (rand);
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, NULL);
    g_autoptr (CvpnReport) report = cvpn_report_new ();

    if (!scenario)
        return;
    totals->networks++;
    const guint n_rules = scenario->net->book->rules->len;
    g_autoptr (CvpnNetwork) same = cvpn_network_build_next (scenario->spec, scenario->net, report);
    CU_ASSERT_FATAL (same != NULL);
    cvpn_assert_int (same->book->rules->len, n_rules);
    compare_networks (rand, text, scenario, same, totals);
    for_all_rows (scenario->spec, move_rows);
    g_autoptr (CvpnNetwork) moved = cvpn_network_build_next (scenario->spec, same, report);
    for_all_rows (scenario->spec, move_rows_back);
    CU_ASSERT_FATAL (moved != NULL);
    compare_networks (rand, text, scenario, moved, totals);
}

static void
test_versions (void)
{
    Totals totals = { 0 };

    for (guint32 seed = 0; seed < N_NETWORKS; seed++)
        check_network (seed, &totals);
    g_print ("  %u networks, %u walks, %u flows delivered\n", totals.networks, totals.walks,
             totals.delivered);
    CU_ASSERT (totals.networks > N_NETWORKS * 9 / 10);
    CU_ASSERT (totals.delivered > 100);
}

int
main (void)
{
    const CvpnTest tests[] = { { "versions of a network", test_versions } };

    return cvpn_test_main ("property versions", tests, G_N_ELEMENTS (tests));
}
