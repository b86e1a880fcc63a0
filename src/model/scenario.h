/* scenario: what a loaded scenario consists of; made by the input layer.  It is constant, for runs
 * on several threads share it. */
#pragma once

#include <cvpnsim/scenario.h>

#include "model/workload.h"

struct CvpnScenario {
    char *path;
    const CvpnSpec *spec;
    const CvpnNetwork *net; /* as the file has it, before any event */
    const CvpnWorkload *workload;
    const struct CvpnTimeline *timeline; /* control/timeline.h */
};
