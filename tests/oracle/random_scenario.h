/* random_scenario: small networks, as text, in which most things go right and
 * anything may be wrong. */
#pragma once

#include <glib.h>

/* One to three VPCs of one to four subnets and one or two blocks, peerings of any
 * status, tables, ACLs, groups, hosts and some that forward, NAT gateways, up to two
 * transit gateways, a virtual private gateway, two outside networks, prefix lists,
 * gateway endpoints, the internet, one endpoint with one or two associations, one
 * population "users".  Half of them are tidy, with little wrong, and in many all leave
 * by one VPC's NAT gateway.  Newly allocated; the same for the same state of 'rand'.
 * Nearly always valid. */
char *random_scenario (GRand *rand);

/* The zone of such a network that has failed; NULL, mostly: none. */
const char *random_failure (GRand *rand);

/* "HOST|ADDRESS PROTOCOL [PORT]" for a network made above: mostly to a host. */
char *random_flow (GRand *rand, const char *scenario);
