/* aws_export: what the AWS CLI would print of the network of a scenario, were it one of AWS's.
 *
 * With all that real output has and a scenario has not: implicit main tables, default groups and
 * ACLs, entries in any order and the implied ones, numbers as strings, IPv6, tags or none, what is
 * no longer or not yet in force.  It shares no code with the import. */
#pragma once

#include <cvpnsim/scenario.h>

#include "aws_answers.h"

/* The pre-shared key of every VPN connection, which no output may repeat. */
#define AWS_EXPORT_SECRET "r4nd0mPreSharedKey"

/* AwsAnswer, of every call that knows something; 'noise' chooses what means nothing. */
GPtrArray *aws_export (const CvpnScenario *scenario, GRand *noise);

/* The id that AWS would have given to what has that name, "subnet-0003…"; newly allocated, NULL if
 * nothing has it.  In each kind the ids are in the order of the names. */
char *aws_export_id (const CvpnScenario *scenario, const char *name);

/* 'scenario' without what AWS does not know: what is outside becomes an [unknown] network, hosts
 * there go, and what hosts answer, MFA and figures of ours.  Newly allocated. */
char *aws_export_form (const char *scenario);
