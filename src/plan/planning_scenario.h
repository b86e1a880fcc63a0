/* planning_scenario: what a plan simulates of a scenario: the people of one endpoint, and
 * whatever decides about their connections, over a network made for the purpose.
 *
 * It is a scenario like any other, as text: what is wrong with it is found by the checks of all
 * scenarios, and a person can read it and run it.  Streams of random numbers belong to the
 * populations by name, so people come and go in it as they do in the file's own. */
#pragma once

#include <cvpnsim/plan.h>

#include "model/scenario.h"

/* What one simulation differs in from another. */
typedef struct {
    guint associations, prefix_length;
    gint64 connections; /* the quota of concurrent connections; -1: as the file has it */
    gint64 duration_ns, warm_up_ns;
    CvpnPlanCondition condition;
    gint64 at_ns, within_ns; /* when what the condition says happens; who is back in time */
    gboolean without_limits; /* no matter what profile of quotas the file has */
    gboolean impatient;      /* who is refused does not try again */
    gboolean week;           /* seven days from a Monday's midnight on, whatever the file says */
} CvpnPlanVariant;

/* More connections than any client CIDR has addresses for. */
#define CVPN_PLAN_NO_QUOTA 10000000

/* 'endpoint' is an index into the scenario's network.  Newly allocated. Fails with
 * CVPN_ERROR_VALUE where a file that a value names cannot be named from the scenario's folder. */
char *cvpn_planning_scenario (const CvpnScenario *scenario, guint32 endpoint,
                              const CvpnPlanVariant *variant, GError **error);

/* TRUE if the file says when a certificate or the revocation list of the endpoint expires: in
 * the planning scenario nothing does. */
gboolean cvpn_planning_expires (const CvpnScenario *scenario, guint32 endpoint);

/* TRUE if the user of that population never comes back by itself; the conditions other than
 * NORMAL have it reconnect as OpenVPN does. */
gboolean cvpn_planning_stays_away (const CvpnClientsSpec *clients);

/* The zone of the n-th association, from 0: those of the endpoint, then the file's others, then
 * made-up ones; newly allocated. */
char *cvpn_planning_zone (const CvpnScenario *scenario, guint32 endpoint, guint n);
