/* random_variety: more of what protocols, ports, people and landings can tell apart, on top of
 * a random scenario. */
#pragma once

#include <glib.h>

/* 'scenario' (random_scenario.h) with ACL entries, security groups, listeners and firewalls by
 * port and ICMP type, up to three landings, one to three populations more with groups and local
 * networks of their own.  Newly allocated; the same for the same state of 'rand'.  Mostly
 * valid. */
char *random_variety (GRand *rand, const char *scenario);

/* The same with one resource, of whatever kind, that the file refers to and does not contain. */
char *random_unknown (GRand *rand, const char *scenario);
