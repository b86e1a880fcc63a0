/* users: whom expectations, lists of flows, events and revocation lists may name, and whether
 * anyone comes. */
#pragma once

#include "model/spec.h"

/* Of a population: more is more likely a slip than meant. */
#define CVPN_USERS_MAX G_GINT64_CONSTANT (10000000)

/* Checks the users that those name, when all groups have been read; warns of a population
 * without a day to come on.  What a faulty population would hold is not held against anyone. */
void cvpn_users_check (const CvpnSpec *spec, CvpnReport *report);
