/* replica: a scenario with another seed, which shares with it all that a seed does not change.
 *
 * What is read and built of a file is the same for every seed, but for one thing: how long an
 * operation takes may be drawn, and then the timeline is the seed's own.  The scenario stays as it
 * is, and may have replicas on several threads at a time. */
#pragma once

#include "model/scenario.h"

typedef struct CvpnReplica CvpnReplica;

/* 'of' must outlive it.  NULL: with that seed the timeline has faults; who loads the scenario with
 * it is told which. */
CvpnReplica *cvpn_replica_new (const CvpnScenario *of, gint64 seed);
/* The scenario itself, as a replica of nothing else; taken over. */
CvpnReplica *cvpn_replica_take (CvpnScenario *scenario);
void cvpn_replica_free (CvpnReplica *replica);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnReplica, cvpn_replica_free)

/* Lives as long as the replica. */
const CvpnScenario *cvpn_replica_scenario (const CvpnReplica *replica);
