/* A small scenario whose events a test adds, and its timeline as text. */
#pragma once

#include "control/timeline.h"
#include "model/scenario.h"
#include "scenario_text.h"
#include "support.h"

/* Three subnets in three zones, two of them associated; operations take whole minutes. */
extern const char history_base[];

/* history_base with a patch; NULL, the faults being printed, if it does not load. */
CvpnScenario *history_load (const char *patch);

/* A line for each change: "SECONDS EVENT OBJECT: STATE[ ERROR][ → EFFECT END]", EVENT "-" where
 * it comes of itself; newly allocated. */
char *history_of (const CvpnScenario *scenario);

/* The same of a patch. */
char *history_of_patch (const char *patch);
