/* replica: the seed stands in the spec, so there is a copy of that, whose lists are the other's. */
#include "control/replica.h"

#include "control/timeline.h"

struct CvpnReplica {
    CvpnScenario scenario; /* borrows all that it names, but for what is below */
    CvpnSpec spec;
    CvpnScenario *taken; /* NULL: it is of another */
};

CvpnReplica *
cvpn_replica_new (const CvpnScenario *of, gint64 seed)
{
    if (seed != of->spec->scenario.seed && cvpn_timeline_draws (of->spec))
        return NULL;

    CvpnReplica *replica = g_new0 (CvpnReplica, 1);

    replica->scenario = *of;
    replica->spec = *of->spec;
    replica->spec.scenario.seed = seed;
    replica->scenario.spec = &replica->spec;
    return replica;
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
    cvpn_scenario_free (replica->taken);
    g_free (replica);
}

const CvpnScenario *
cvpn_replica_scenario (const CvpnReplica *replica)
{
    return &replica->scenario;
}
