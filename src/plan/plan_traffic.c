/* plan_traffic: the file's own network and traffic, with the client CIDR that is recommended. */
#include "plan/plan_traffic.h"

#include <cvpnsim/simulation.h>

#include "base/quantity.h"

#define SLICE_EVENTS 16384
#define LOOK_EVERY   (G_USEC_PER_SEC / 10)

typedef struct {
    const CvpnPlanning *planning;
    GArray *quotas;
} Peaks;

static gboolean
is_own_subnet (const CvpnPlanning *planning, const char *subnet)
{
    const CvpnNetwork *net = planning->scenario->net;
    const CvpnSpan own = cvpn_planning_endpoint (planning)->associations;

    for (guint32 i = own.first; i < own.first + own.count; i++)
        if (g_str_equal (cvpn_subnet (net, cvpn_association (net, i)->subnet)->name, subnet))
            return TRUE;
    return FALSE;
}

/* Connections and addresses are known better from the runs without limits. */
static void
take_peak (gpointer self, const CvpnPeakRecord *peak)
{
    const Peaks *peaks = self;
    const gboolean snat = g_str_equal (peak->quota, "snat-ports");
    const gboolean nat = g_str_equal (peak->quota, "nat-gateway-ports");
    CvpnPlanQuota quota = {
        .quota = g_intern_string (peak->quota),
        .component = g_intern_string (peak->component),
        .used = (double) peak->peak,
        .limit = (double) peak->limit,
        .grows = TRUE,
        .source = nat ? "Amazon VPC User Guide, \"NAT gateway basics\""
                      : "an assumption: snat-ports of the endpoint",
    };

    if (nat || (snat && is_own_subnet (peaks->planning, peak->component)))
        g_array_append_val (peaks->quotas, quota);
}

static const CvpnObserver observer = { .peak = take_peak };

static char **
add_block (const CvpnPlanning *planning)
{
    char **set = planning->overrides ? planning->overrides->set : NULL;
    const char *name = cvpn_planning_endpoint (planning)->name;
    const char *block = planning->plan->client_cidr_block;
    GStrvBuilder *builder = g_strv_builder_new ();

    for (guint i = 0; set && set[i]; i++)
        g_strv_builder_add (builder, set[i]);
    if (block) {
        g_autofree char *assignment =
            g_strdup_printf ("client-vpn-endpoint.%s.client-cidr-block=%s", name, block);
        g_strv_builder_add (builder, assignment);
    }
    char **all = g_strv_builder_end (builder);
    g_strv_builder_unref (builder);
    return all;
}

/* NULL: with that block the file would have faults. */
static CvpnScenario *
load (const CvpnPlanning *planning, char **set)
{
    g_autofree char *seed =
        g_strdup_printf ("%" G_GINT64_FORMAT, cvpn_trial_seed (planning->options->seed, 1));
    g_autofree char *duration = cvpn_duration_format (planning->duration_ns);
    const gboolean timed = planning->scenario->spec->scenario.duration_ns > 0;
    const CvpnOverrides overrides = { .set = set,
                                      .seed = seed,
                                      .duration = timed ? NULL : duration };
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    const char *path = planning->scenario->path;

    return planning->text ? cvpn_scenario_load_text (path, planning->text, &overrides, report, NULL)
                          : cvpn_scenario_load (path, &overrides, report, NULL);
}

static gboolean
advance (const CvpnPlanning *planning, CvpnSimulation *simulation)
{
    gint64 next = 0;

    while (cvpn_simulation_advance (simulation, SLICE_EVENTS)) {
        const CvpnProgress progress = cvpn_simulation_progress (simulation);
        const gint64 now = g_get_monotonic_time ();
        if (!planning->watch.interrupted || now < next)
            continue;
        next = now + LOOK_EVERY;
        if (planning->watch.interrupted (planning->watch.data, "the traffic",
                                         (double) progress.time_ns / (double) progress.duration_ns))
            return FALSE;
    }
    return TRUE;
}

static gboolean
simulate (CvpnPlanning *planning, const CvpnScenario *scenario, GArray *quotas, GError **error)
{
    g_autoptr (CvpnSimulation) simulation = cvpn_simulation_new (scenario, error);
    Peaks peaks = { planning, quotas };

    if (!simulation)
        return FALSE;
    cvpn_simulation_add_observer (simulation, &observer, &peaks);
    if (!advance (planning, simulation))
        return FALSE;
    planning->plan->events += cvpn_simulation_progress (simulation).events;
    cvpn_simulation_finish (simulation);
    return TRUE;
}

gboolean
cvpn_plan_traffic_run (CvpnPlanning *planning, GArray *quotas, GError **error)
{
    const guint own = cvpn_planning_endpoint (planning)->associations.count;
    g_auto (GStrv) set = add_block (planning);

    if (planning->scenario->spec->traffic->len == 0)
        return TRUE;
    g_autoptr (CvpnScenario) scenario = load (planning, set);
    if (!scenario)
        cvpn_planning_assume (planning,
                              "With %s the file would have faults, so its traffic was "
                              "looked at with its own client CIDR.",
                              planning->plan->client_cidr_block);
    cvpn_planning_assume (planning,
                          "SNAT and NAT gateway ports are those of one run of the "
                          "scenario as it is, with its %u association%s.",
                          own, own == 1 ? "" : "s");
    return simulate (planning, scenario ? scenario : planning->scenario, quotas, error);
}
