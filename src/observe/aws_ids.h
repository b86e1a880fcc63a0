/* aws_ids: the ids that AWS would give, made from names.
 *
 * A prefix and 17 hexadecimal digits, as AWS's are.  The same seed and names give the same id,
 * so that the files of a run agree with each other, and two equal runs with one another. */
#pragma once

#include <cvpnsim/scenario.h>

/* The account of the examples in AWS's documents. */
#define CVPN_ACCOUNT_ID "123456789012"

/* These append "cvpn-endpoint-…"; "cvpn-connection-…" of that number at the endpoint; "eni-…",
 * an endpoint's in a subnet or (subnet NULL) a host's. */
void cvpn_endpoint_id_append (GString *out, const CvpnScenario *scenario, const char *endpoint);
void cvpn_connection_id_append (GString *out, const CvpnScenario *scenario, const char *endpoint,
                                guint64 number);
void cvpn_interface_id_append (GString *out, const CvpnScenario *scenario, const char *owner,
                               const char *subnet);
