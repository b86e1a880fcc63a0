/* random_crowd: a random scenario for runs: two endpoints, three populations that send, events. */
#pragma once

#include <glib.h>

/* 'closed': everybody comes once and gives up after some attempts, and the run goes on for long
 * after that; else they come again, and never give up.  Newly allocated; mostly valid. */
char *random_crowd (GRand *rand, gboolean closed);
