/* replica: a scenario with another seed, which shares with it all that a seed does not change.
 *
 * What is read and built of a file is the same for every seed, but where an operation's duration is
 * drawn: then the timeline is the seed's own, and so are the versions of the network, which all
 * write into one book of rules; there are no replicas.  The scenario stays as it is, and may have
 * replicas on several threads at a time. */
#pragma once

#include "model/scenario.h"

typedef struct CvpnReplica CvpnReplica;

/* 'of' must outlive it.  NULL: with that seed it must be loaded. */
CvpnReplica *cvpn_replica_new (const CvpnScenario *of, gint64 seed);
/* The scenario itself, as a replica of nothing else; taken over. */
CvpnReplica *cvpn_replica_take (CvpnScenario *scenario);
void cvpn_replica_free (CvpnReplica *replica);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnReplica, cvpn_replica_free)

/* Lives as long as the replica. */
const CvpnScenario *cvpn_replica_scenario (const CvpnReplica *replica);
