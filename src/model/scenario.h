/* scenario: what a loaded scenario consists of; made by the input layer. */
#pragma once

#include <cvpnsim/scenario.h>

#include "model/workload.h"

struct CvpnScenario {
    char *path;
    CvpnSpec *spec;
    CvpnNetwork *net;
    CvpnWorkload *workload;
};
