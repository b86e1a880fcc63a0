/* scenario: what a loaded scenario consists of; made by the input layer. */
#pragma once

#include <cvpnsim/scenario.h>

#include "model/workload.h"

struct CvpnScenario {
    char *path;
    CvpnSpec *spec;
    CvpnNetwork *net; /* as the file has it, before any event */
    CvpnWorkload *workload;
    struct CvpnTimeline *timeline; /* control/timeline.h */
};
