/* replica: the seed stands in the spec, so there is a copy of that, whose lists are the other's. */
#include "control/replica.h"

#include "control/timeline.h"

struct CvpnReplica {
    CvpnScenario scenario; /* borrows all that it names, but for what is below */
    CvpnSpec spec;
    CvpnTimeline *timeline; /* of this seed; NULL: it is no other with any */
    CvpnScenario *taken;    /* NULL: it is of another */
};

CvpnReplica *
cvpn_replica_new (const CvpnScenario *of, gint64 seed)
{
    g_autoptr (CvpnReplica) replica = g_new0 (CvpnReplica, 1);

    replica->scenario = *of;
    replica->spec = *of->spec;
    replica->spec.scenario.seed = seed;
    replica->scenario.spec = &replica->spec;
    if (seed == of->spec->scenario.seed || !cvpn_timeline_draws (of->spec))
        return g_steal_pointer (&replica);
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    replica->timeline = cvpn_timeline_new (&replica->spec, of->net, report);
    replica->scenario.timeline = replica->timeline;
    return replica->timeline ? g_steal_pointer (&replica) : NULL;
}

CvpnReplica *
cvpn_replica_take (CvpnScenario *scenario)
{
    CvpnReplica *replica = g_new0 (CvpnReplica, 1);

    replica->scenario = *scenario;
    replica->taken = scenario;
    return replica;
}

void
cvpn_replica_free (CvpnReplica *replica)
{
    if (!replica)
        return;
    cvpn_timeline_free (replica->timeline);
    cvpn_scenario_free (replica->taken);
    g_free (replica);
}

const CvpnScenario *
cvpn_replica_scenario (const CvpnReplica *replica)
{
    return &replica->scenario;
}
