/* random_besides: what a random scenario may lack without naming it, [unknown] with `of`. */
#pragma once

#include <glib.h>

/* 'scenario' (random_scenario.h) with one to three [unknown] groups that say what there may be
 * besides, of whatever kind, or with a landing of which only the name is known.  Newly allocated;
 * the same for the same state of 'rand'.  Valid if the scenario is. */
char *random_besides (GRand *rand, const char *scenario);
