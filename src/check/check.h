/* check: what the files that look for findings share.
 *
 * Each file has a theme and a function below; it reads the scenario and adds findings, in any
 * order.  Whether packets get through is for the evaluator to say (path/walk.h), not for them. */
#pragma once

#include <cvpnsim/check.h>

#include "base/name_list.h"
#include "check/cover.h"
#include "model/scenario.h"
#include "path/walk.h"

typedef struct {
    const CvpnScenario *scenario;
    const CvpnSpec *spec;
    const CvpnNetwork *net;
    GPtrArray *findings; /* CvpnFinding *, owned */
} CvpnCheck;

/* Adds a finding with the severity and source of its code, for the caller to change; it stands
 * where the rule does, or at 'key' of the group (NULL: at its head). */
CvpnFinding *cvpn_found_at_rule (CvpnCheck *check, CvpnFindingCode code, guint32 rule,
                                 const char *format, ...) G_GNUC_PRINTF (4, 5);
CvpnFinding *cvpn_found_at_key (CvpnCheck *check, CvpnFindingCode code, const CvpnGroup *group,
                                const char *key, const char *format, ...) G_GNUC_PRINTF (5, 6);
/* A further place of the finding, where that rule stands, if it stands in a file. */
void cvpn_found_beside (const CvpnCheck *check, CvpnFinding *finding, guint32 rule,
                        const char *text);

static inline const CvpnRule *
cvpn_check_rule (const CvpnCheck *check, guint32 rule)
{
    return cvpn_network_rule (check->net, rule);
}

static inline const CvpnAclEntry *
cvpn_check_acl_entry (const CvpnCheck *check, guint32 entry)
{
    return cvpn_at (check->net->acl_entries, CvpnAclEntry, entry);
}

/* Something of the file's own has such an address: a VPC, an outside network, a prefix list. */
gboolean cvpn_check_is_declared (const CvpnCheck *check, CvpnPrefix block);

/* One of the target's rules is for this group; CVPN_NONE: for everyone. */
gboolean cvpn_check_target_names (const CvpnCheck *check, const CvpnAuthorizationTarget *target,
                                  guint32 group);

/* An endpoint's tables as sets of blocks; owned. */
typedef struct {
    const CvpnEndpoint *endpoint;
    const CvpnEndpointSpec *spec;
    guint32 index;
    GArray *landings;                 /* guint32: associations in known subnets, to land in */
    GArray *rules;                    /* CvpnPrefix: destinations of its authorization rules */
    GArray *routes;                   /* CvpnPrefix: of all its routes, each once */
    GArray *rules_ever, *routes_ever; /* with those that events add */
    GPtrArray *landing_routes;        /* GArray * of CvpnPrefix, for each of 'landings' */
    /* The file has all that there are: what is missing is missing. */
    gboolean landings_known, rules_known, routes_known;
} CvpnTables;

CvpnTables *cvpn_tables_new (const CvpnCheck *check, guint32 endpoint);
void cvpn_tables_free (CvpnTables *tables);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnTables, cvpn_tables_free)

static inline guint32
cvpn_tables_landing (const CvpnTables *tables, guint i)
{
    return g_array_index (tables->landings, guint32, i);
}

const CvpnSubnet *cvpn_check_landing_subnet (const CvpnCheck *check, guint32 association);

/* Somebody who is in every access group and can log in; 'groups' is theirs, for the caller to
 * free. */
CvpnPerson cvpn_check_anybody (const CvpnCheck *check, guint32 endpoint, guint32 **groups);

/* Where a flow of a session that is up ends, from one landing; 'go_on' as in CvpnWalk. */
typedef struct {
    CvpnOutcome outcome;
    CvpnTrace trace;
} CvpnTried;

void cvpn_check_try (const CvpnCheck *check, const CvpnPerson *person, guint32 association,
                     const CvpnPacket *packet, gboolean go_on, CvpnTried *tried);

/* The themes. */
void cvpn_check_limits (CvpnCheck *check);
void cvpn_check_people_limits (CvpnCheck *check);
void cvpn_check_addresses (CvpnCheck *check);
void cvpn_check_vpn_routes (CvpnCheck *check);
void cvpn_check_rules (CvpnCheck *check);
void cvpn_check_groups (CvpnCheck *check);
void cvpn_check_tunnel (CvpnCheck *check);
void cvpn_check_client_networks (CvpnCheck *check);
void cvpn_check_security_groups (CvpnCheck *check);
void cvpn_check_client_cidr_filters (CvpnCheck *check);
void cvpn_check_interfaces (CvpnCheck *check);
void cvpn_check_acls (CvpnCheck *check);
void cvpn_check_acl_answers (CvpnCheck *check);
void cvpn_check_route_tables (CvpnCheck *check);
void cvpn_check_landings (CvpnCheck *check);
void cvpn_check_hosts (CvpnCheck *check);
void cvpn_check_dns (CvpnCheck *check);
void cvpn_check_lifetime (CvpnCheck *check);
void cvpn_check_unknown (CvpnCheck *check);
