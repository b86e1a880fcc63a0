/* plan_quotas: the quotas of the current profile, or of the file's, and what takes them up
 * (AWS Client VPN Administrator Guide, "Client VPN quotas"). */
#include "plan/plan_quotas.h"

#include <math.h>
#include <string.h>

#include "control/timeline.h"
#include "plan/plan_traffic.h"

#define QUOTAS "AWS Client VPN Administrator Guide, \"Client VPN quotas\""

typedef struct {
    const CvpnPlanning *planning;
    GArray *quotas;
} Page;

static void
add (const Page *page, const char *quota, double used, double limit, gboolean grows,
     const char *source)
{
    const CvpnPlanQuota one = { .quota = quota,
                                .component =
                                    g_intern_string (cvpn_planning_endpoint (page->planning)->name),
                                .used = used,
                                .limit = limit,
                                .grows = grows,
                                .source = source };

    g_array_append_val (page->quotas, one);
}

static void
add_people (const Page *page, const CvpnPlanCandidate *candidate)
{
    /* the highest of all replications: what there must be room for */
    const double most = cvpn_plan_runs_highest (page->planning->demand, CVPN_METRIC_ADDRESSES_PEAK);
    const gboolean given = page->planning->scenario->net->quotas.concurrent_connections >= 0;

    add (page, "client-addresses", most, (double) candidate->usable_addresses, TRUE,
         "AWS Client VPN Administrator Guide, \"Rules and best practices\"");
    add (page, "concurrent-connections", most, (double) candidate->connection_quota, TRUE,
         given ? QUOTAS : "AWS Client VPN Administrator Guide, \"Scaling considerations\"");
    add (page, "associations", candidate->associations, CVPN_PLAN_ASSOCIATIONS_MAX, FALSE,
         "AWS Client VPN Administrator Guide, \"Scaling considerations\"");
}

static guint
count_rules (const CvpnSpec *spec, const char *endpoint)
{
    guint n = 0;

    for (guint i = 0; i < spec->authorization_rules->len; i++) {
        const CvpnEndpointRowsSpec *rows = spec->authorization_rules->pdata[i];
        if (!g_str_equal (rows->group->name, endpoint))
            continue;
        for (guint j = 0; j < rows->rows->len; j++)
            n += ((const CvpnRowSpec *) rows->rows->pdata[j])->names->len;
    }
    return n;
}

/* Of the endpoint in 2020, of an association now. */
static guint
count_routes (const CvpnNetwork *net, const CvpnEndpoint *endpoint)
{
    const CvpnSpan routes = endpoint->vpn_routes, own = endpoint->associations;
    guint most = 0;

    if (net->quotas.profile == CVPN_PROFILE_2020)
        return routes.count;
    for (guint32 i = own.first; i < own.first + own.count; i++) {
        guint n = 0;
        for (guint32 j = routes.first; j < routes.first + routes.count; j++) {
            const guint32 to = cvpn_at (net->vpn_routes, CvpnVpnRoute, j)->association;
            n += to == i || to == CVPN_NONE;
        }
        most = MAX (most, n);
    }
    return most;
}

static guint
most_groups (const CvpnPlanning *planning)
{
    const CvpnClientsSpec *clients;
    guint most = 0;

    for (guint i = 0; (clients = cvpn_planning_next_clients (planning, &i));)
        most = MAX (most, clients->groups->len);
    return most;
}

static void
add_revocations (const Page *page)
{
    const CvpnScenario *scenario = page->planning->scenario;
    const char *endpoint = cvpn_planning_endpoint (page->planning)->name;

    for (guint i = 0; i < scenario->spec->revocation_lists->len; i++) {
        const CvpnCrlSpec *list = scenario->spec->revocation_lists->pdata[i];
        if (g_str_equal (list->group->name, endpoint))
            add (page, "crl-entries", list->revoked->len,
                 (double) scenario->net->quotas.crl_entries, FALSE, QUOTAS);
    }
}

static gboolean
begins (const CvpnChange *change)
{
    static const char *const words[] = { "associating", "disassociating", "creating",
                                         "deleting",    "authorizing",    "revoking",
                                         "applying",    "pending",        NULL };

    return !change->error && g_strv_contains (words, change->state);
}

/* The most that are under way at a time; each event's operation begins once and ends once. */
static guint
most_operations (const CvpnTimeline *timeline, guint32 endpoint)
{
    g_autoptr (GHashTable) running = g_hash_table_new (NULL, NULL);
    guint most = 0;

    for (guint i = 0; i < timeline->changes->len; i++) {
        const CvpnChange *change = cvpn_at (timeline->changes, CvpnChange, i);
        if (!change->event || change->endpoint != endpoint)
            continue;
        if (begins (change))
            g_hash_table_add (running, (gpointer) (gsize) change->event);
        else
            g_hash_table_remove (running, change->event);
        most = MAX (most, g_hash_table_size (running));
    }
    return most;
}

static void
add_configuration (const Page *page)
{
    const CvpnPlanning *planning = page->planning;
    const CvpnScenario *scenario = planning->scenario;
    const CvpnQuotas *quotas = &scenario->net->quotas;
    const CvpnEndpoint *endpoint = cvpn_planning_endpoint (planning);

    add (page, "authorization-rules", count_rules (scenario->spec, endpoint->name),
         (double) quotas->authorization_rules, FALSE, QUOTAS);
    add (page, "routes", count_routes (scenario->net, endpoint), (double) quotas->routes, FALSE,
         QUOTAS);
    add (page, "groups-per-user", most_groups (planning), (double) quotas->groups_per_user, FALSE,
         QUOTAS);
    add (page, "endpoints", scenario->net->endpoints->len, (double) quotas->endpoints, FALSE,
         QUOTAS);
    add_revocations (page);
    if (scenario->spec->events->len > 0)
        add (page, "concurrent-operations",
             most_operations (scenario->timeline, planning->endpoint),
             (double) quotas->concurrent_operations, FALSE, QUOTAS);
}

/* 0 of 0 is no use of it. */
static double
use_of (const CvpnPlanQuota *quota)
{
    return quota->used > 0 ? quota->used / quota->limit : 0;
}

static int
compare_uses (gconstpointer a, gconstpointer b)
{
    const CvpnPlanQuota *one = a, *other = b;
    const double difference = use_of (other) - use_of (one);
    const int names = strcmp (one->quota, other->quota);

    if (difference != 0)
        return difference > 0 ? 1 : -1;
    return names != 0 ? names : strcmp (one->component, other->component);
}

static void
find_first (CvpnPlan *plan)
{
    plan->first_quota = -1;
    plan->growth = NAN;
    for (guint i = 0; i < plan->quotas->len && plan->first_quota < 0; i++) {
        const CvpnPlanQuota *quota = &g_array_index (plan->quotas, CvpnPlanQuota, i);
        if (!quota->grows || !(quota->used > 0))
            continue;
        plan->first_quota = (int) i;
        plan->growth = quota->limit / quota->used;
    }
}

gboolean
cvpn_plan_quotas_fill (CvpnPlanning *planning, const CvpnPlanCandidate *recommended, GError **error)
{
    CvpnPlan *plan = planning->plan;
    const Page page = { planning, plan->quotas };

    add_people (&page, recommended);
    add_configuration (&page);
    if (!planning->options->without_traffic &&
        !cvpn_plan_traffic_run (planning, plan->quotas, error))
        return FALSE;
    g_array_sort (plan->quotas, compare_uses);
    find_first (plan);
    return TRUE;
}
