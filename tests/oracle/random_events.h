/* random_events: what happens over time to a random scenario. */
#pragma once

#include <glib.h>

/* All events are before it. */
#define RANDOM_EVENTS_SPAN 7200 /* s */

typedef struct {
    gboolean constant;      /* all durations of operations */
    gboolean two_endpoints; /* a second one, with people of its own, "guests" */
} CvpnRandomEvents;

/* 'scenario' (random_scenario.h) with [operations], quotas, a revocation list, expiries and up
 * to thirty events of any action, with parameters that are there or not, and times that
 * often coincide.  Newly allocated; the same for the same state of 'rand'.  Mostly valid. */
char *random_events (GRand *rand, const char *scenario, const CvpnRandomEvents *how);
