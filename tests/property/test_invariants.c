/* What holds in every run, whatever happens: of sessions, addresses, levels, counters, logs.
 *
 * All of it is worked out from what the simulation tells observers.  CVPN_TEST_SEED and
 * CVPN_TEST_NETWORKS choose. */

#include <cvpnsim/simulation.h>

#include "control/timeline.h"
#include "model/scenario.h"
#include "random_crowd.h"
#include "scenario_text.h"
#include "support.h"

#define N_ENDPOINTS 2

typedef struct {
    gint64 active, attempts, established, failed, unfinished, flows, lost; /* counted by records */
    gint64 sum_attempts, sum_established, sum_failed, sum_flows, sum_lost; /* by periods */
    gint64 level, subnets, waiting, connecting;                            /* of the last period */
} Endpoint;

typedef struct {
    const CvpnScenario *scenario;
    Endpoint endpoints[N_ENDPOINTS];
    GHashTable *users;     /* name -> gint64: end of its last session; -1: it goes on */
    GHashTable *addresses; /* "endpoint address" -> connection */
    GHashTable *open;      /* connections without a reset */
    gint64 active, ports;
    gint64 ending_ns, ended; /* sessions that a change has ended at that time, untold */
    gint64 zone_lost, zone_ended;
    guint broken;
} Watch;

typedef struct {
    guint runs, closed;
    gint64 sessions, flows, losses, broken;
} Totals;

/* Says which law is broken, for the first few. */
static void
hold (Watch *watch, gboolean holds, const char *law, gint64 time_ns)
{
    if (!holds && watch->broken++ < 5)
        g_printerr ("  at %" G_GINT64_FORMAT "ns: %s\n", time_ns, law);
}

static Endpoint *
endpoint_of (Watch *watch, const char *name)
{
    return &watch->endpoints[cvpn_network_find_endpoint (watch->scenario->net, name)];
}

static char *
name_user (const CvpnUser *user)
{
    return g_strdup_printf ("%s-%u", user->population, user->number);
}

/* A user has one session, or attempt, at a time. */
static void
check_user (Watch *watch, const CvpnSessionRecord *record)
{
    char *user = name_user (&record->user);
    const gint64 *last = g_hash_table_lookup (watch->users, user);

    hold (watch, !last || (*last >= 0 && *last <= record->start_ns), "a user's sessions overlap",
          record->start_ns);
    hold (watch, !record->established || record->established_ns >= record->start_ns,
          "a session is established before it begins", record->start_ns);
    g_hash_table_insert (watch->users, user, g_memdup2 (&record->end_ns, sizeof (gint64)));
}

static gboolean
is_by_change (const char *reason)
{
    static const char *const reasons[] = {
        "route-change",       "rule-change",         "crl-import",  "dns-change",
        "certificate-change", "split-tunnel-change", "port-change", "disassociated",
        "terminated",         "endpoint-deleted",    NULL
    };

    return g_strv_contains (reasons, reason);
}

static void
note_end (Watch *watch, const CvpnSessionRecord *record)
{
    if (record->end_ns != watch->ending_ns) {
        hold (watch, watch->ended == 0, "no change says that it ended sessions", watch->ending_ns);
        watch->ending_ns = record->end_ns;
        watch->ended = 0;
    }
    watch->ended += is_by_change (record->end_reason);
    watch->zone_ended += g_str_equal (record->end_reason, "zone-failure");
}

static void
watch_session (gpointer self, const CvpnSessionRecord *record)
{
    Watch *watch = self;
    Endpoint *endpoint = endpoint_of (watch, record->endpoint);

    check_user (watch, record);
    endpoint->attempts++;
    if (!record->established && record->end_ns < 0)
        endpoint->unfinished++;
    else if (!record->established)
        endpoint->failed++;
    if (record->established && record->end_ns >= 0)
        note_end (watch, record);
}

/* Lost with a zone they are not ended yet, and those that are older than a new time limit end
 * for a reason that comes by itself too. */
static void
watch_change (gpointer self, const CvpnChangeRecord *record)
{
    Watch *watch = self;
    const gint64 ended = watch->ending_ns == record->time_ns ? watch->ended : 0;

    if (g_str_equal (record->state, "lost"))
        watch->zone_lost += record->sessions;
    else if (record->object && g_str_has_prefix (record->object, "session-timeout"))
        hold (watch, record->sessions >= ended, "a time limit ended more than it says",
              record->time_ns);
    else if (!g_str_equal (record->state, "restored"))
        hold (watch, record->sessions == ended, "a change ended other sessions than it says",
              record->time_ns);
    if (watch->ending_ns == record->time_ns)
        watch->ended = 0;
}

static void
take_address (Watch *watch, const CvpnConnectionRecord *record, char *place)
{
    const CvpnNetwork *net = cvpn_timeline_at (watch->scenario->timeline, record->time_ns);
    const guint32 index = cvpn_network_find_endpoint (net, record->endpoint);
    Endpoint *endpoint = &watch->endpoints[index];

    hold (watch, g_hash_table_add (watch->addresses, place), "an address is leased twice",
          record->time_ns);
    endpoint->active++;
    endpoint->established++;
    hold (watch, endpoint->active <= cvpn_endpoint (net, index)->connection_quota,
          "there are more connections than the quota", record->time_ns);
}

static void
free_address (Watch *watch, const CvpnConnectionRecord *record, char *place)
{
    hold (watch, g_hash_table_remove (watch->addresses, place), "a free address is freed",
          record->time_ns);
    endpoint_of (watch, record->endpoint)->active--;
    g_free (place);
}

static void
watch_connection (gpointer self, const CvpnConnectionRecord *record)
{
    Watch *watch = self;
    gpointer connection = GUINT_TO_POINTER (record->connection);
    char *place = g_strdup_printf ("%s %u", record->endpoint, record->client_address);
    gint64 active = 0;

    if (record->is_reset)
        hold (watch, g_hash_table_remove (watch->open, connection), "a reset of no connection",
              record->time_ns);
    else if (record->status != CVPN_ATTEMPT_FAILED)
        hold (watch, g_hash_table_add (watch->open, connection), "a connection begins twice",
              record->time_ns);
    if (record->is_reset && record->client_address != 0)
        free_address (watch, record, place);
    else if (record->status == CVPN_ATTEMPT_SUCCESSFUL)
        take_address (watch, record, place);
    else
        g_free (place);
    for (guint i = 0; i < N_ENDPOINTS; i++)
        active += watch->endpoints[i].active;
    hold (watch, active == watch->active, "the active level is not established less released",
          record->time_ns);
}

static void
watch_active (gpointer self, gint64 time_ns, gint64 active)
{
    Watch *watch = self;

    hold (watch, active >= 0, "the active level is negative", time_ns);
    watch->active = active;
}

static void
watch_flow (gpointer self, const CvpnFlowRecord *record)
{
    endpoint_of (self, record->endpoint)->flows++;
}

static void
watch_period (gpointer self, const CvpnPeriodRecord *record)
{
    Watch *watch = self;
    Endpoint *endpoint = endpoint_of (watch, record->endpoint);
    gint64 outcomes = 0;

    for (guint i = 0; i < CVPN_N_OUTCOMES; i++)
        outcomes += record->outcomes[i];
    for (guint i = 0; i < CVPN_N_FAILURES; i++)
        endpoint->sum_failed += record->attempts_failed[i];
    hold (watch, outcomes == record->flows, "flows have other outcomes", record->time_ns);
    hold (watch, record->active_connections == endpoint->active, "a period has another level",
          record->time_ns);
    hold (watch, record->addresses_in_use == endpoint->active, "a period has other addresses",
          record->time_ns);
    endpoint->sum_attempts += record->connection_attempts;
    endpoint->sum_established += record->connections_established;
    endpoint->sum_flows += record->flows;
    endpoint->level = record->active_connections;
    endpoint->waiting = record->waiting;
    endpoint->connecting = record->connecting;
    endpoint->subnets = 0;
    watch->ports = 0;
}

static void
watch_subnet (gpointer self, const CvpnSubnetRecord *record)
{
    Watch *watch = self;
    Endpoint *endpoint = endpoint_of (watch, record->endpoint);

    endpoint->subnets += record->active_connections;
    hold (watch, endpoint->subnets <= endpoint->level && record->active_connections >= 0,
          "subnets have more connections than the endpoint", record->time_ns);
    watch->ports += record->snat_ports_in_use;
}

static void
watch_nat (gpointer self, const CvpnNatGatewayRecord *record)
{
    ((Watch *) self)->ports += record->ports_in_use;
}

static void
watch_finish (gpointer self, gint64 time_ns, guint64 events, gboolean complete)
{
    Watch *watch = self;

    (void) events;
    hold (watch, complete, "the run is not complete", time_ns);
    hold (watch, watch->ended == 0, "no change says that it ended sessions", watch->ending_ns);
    hold (watch, watch->zone_ended <= watch->zone_lost, "zones ended more than they lost", time_ns);
    for (guint i = 0; i < N_ENDPOINTS; i++) {
        const Endpoint *e = &watch->endpoints[i];
        hold (watch, e->sum_established == e->established, "established: periods differ", time_ns);
        hold (watch, e->sum_failed == e->failed, "failed: periods differ", time_ns);
        hold (watch, e->sum_attempts == e->attempts, "attempts: periods differ", time_ns);
        hold (watch, e->sum_flows == e->flows, "flows: periods differ", time_ns);
        hold (watch, e->attempts == e->established + e->failed + e->unfinished,
              "attempts are not successes, failures and unfinished ones", time_ns);
        hold (watch, e->connecting == e->unfinished, "others are connecting", time_ns);
        hold (watch, e->subnets == e->level, "subnets do not make up the endpoint", time_ns);
    }
}

/* Long after everybody has gone. */
static void
check_silence (Watch *watch)
{
    for (guint i = 0; i < N_ENDPOINTS; i++) {
        const Endpoint *e = &watch->endpoints[i];
        hold (watch, e->level == 0 && e->connecting == 0 && e->waiting == 0,
              "somebody is left at the end", -1);
    }
    hold (watch, g_hash_table_size (watch->addresses) == 0, "addresses are left at the end", -1);
    hold (watch, g_hash_table_size (watch->open) == 0, "connections are left at the end", -1);
    hold (watch, watch->ports == 0, "ports are left at the end", -1);
}

static void
simulate (Watch *watch)
{
    static const CvpnObserver observer = {
        .flow = watch_flow,
        .session = watch_session,
        .connection = watch_connection,
        .change = watch_change,
        .period = watch_period,
        .subnet = watch_subnet,
        .nat_gateway = watch_nat,
        .active = watch_active,
        .finish = watch_finish,
    };
    g_autoptr (CvpnSimulation) simulation = cvpn_simulation_new (watch->scenario, NULL);

    CU_ASSERT_FATAL (simulation != NULL);
    cvpn_simulation_add_observer (simulation, &observer, watch);
    while (cvpn_simulation_advance (simulation, G_MAXUINT32))
        continue;
    cvpn_simulation_finish (simulation);
}

static void
check_run (guint32 seed, Totals *totals)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    const gboolean closed = seed % 2 == 0;
    g_autofree char *text = random_crowd (rand, closed);
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, &faults);
    Watch watch = { .scenario = scenario };

    if (!scenario) {
        if (g_getenv ("CVPN_TEST_TEXT"))
            g_printerr ("seed %u: %s", seed, faults);
        return;
    }
    watch.users = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    watch.addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    watch.open = g_hash_table_new (NULL, NULL);
    simulate (&watch);
    if (closed)
        check_silence (&watch);
    totals->runs++;
    totals->closed += closed != 0;
    totals->losses += watch.zone_lost;
    for (guint i = 0; i < N_ENDPOINTS; i++) {
        totals->sessions += watch.endpoints[i].established;
        totals->flows += watch.endpoints[i].flows;
    }
    totals->broken += watch.broken;
    if (watch.broken > 0)
        g_printerr ("seed %u\n", seed);
    if (watch.broken > 0 && g_getenv ("CVPN_TEST_TEXT"))
        g_printerr ("%s\n", text);
    g_hash_table_unref (watch.users);
    g_hash_table_unref (watch.addresses);
    g_hash_table_unref (watch.open);
}

static void
test_invariants (void)
{
    Totals totals = { 0 };
    const guint first = cvpn_test_setting ("CVPN_TEST_SEED", 1);
    const guint n = cvpn_test_setting ("CVPN_TEST_NETWORKS", 150);

    for (guint i = 0; i < n; i++)
        check_run (first + i, &totals);
    g_print ("  %u runs (%u to the end), %" G_GINT64_FORMAT " sessions, %" G_GINT64_FORMAT
             " flows, %" G_GINT64_FORMAT " sessions lost with their zone\n",
             totals.runs, totals.closed, totals.sessions, totals.flows, totals.losses);
    cvpn_assert_int (totals.broken, 0);
    if (n < 100)
        return;
    CU_ASSERT (totals.runs > n * 3 / 4);
    CU_ASSERT (totals.sessions > 5000 && totals.flows > 5000 && totals.losses > 20);
}

int
main (void)
{
    const CvpnTest tests[] = { { "invariants", test_invariants } };

    return cvpn_test_main ("property invariants", tests, G_N_ELEMENTS (tests));
}
