/* diagnose_message: findings in words. */
#pragma once

#include "analyze/diagnosis.h"
#include "base/name_list.h"

/* So many names stand in a sentence before the rest is counted. */
#define CVPN_NAMES_MAX 3

/* The message and the further places, from an answer about one of its packets, for the first of
 * its crowds, on every landing. */
void cvpn_discovery_describe (CvpnDiscovery *discovery, const CvpnDiagnosis *d,
                              const CvpnAnswer *answer);

/* "web and db", "vpc-b", "the internet": what the finding's packets are for; newly allocated. */
char *cvpn_discovery_what (const CvpnDiscovery *discovery, const CvpnDiagnosis *d);

/* A finding under description. */
typedef struct {
    CvpnDiscovery *discovery;
    const CvpnSubject *subject;
    const CvpnDiagnosis *d;
    const CvpnNetwork *net;
    const CvpnAnswer *answer; /* about one of its packets */
    guint32 crowd;            /* the first of its crowds */
} CvpnMessage;

/* Of what is intermittent (diagnose_message_causes.c); newly allocated. */
char *cvpn_message_cause (const CvpnMessage *m);

/* The subnets of the landings with that role; newly allocated. */
char *cvpn_message_landings (const CvpnMessage *m, CvpnRole role);

/* "connections that land on subnet-a (1 of 2) cannot reach web by tcp 443"; newly allocated. */
char *cvpn_message_consequence (const CvpnMessage *m);

/* The rule as it stands in the file: "rtb-b 10.0.0.0/16 = pcx-ab"; newly allocated. */
char *cvpn_rule_quote (const CvpnNetwork *net, guint32 number);
