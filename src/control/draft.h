/* draft: a scenario's configuration that can be edited, and what stands in no group.
 *
 * A copy of the spec whose elements are the spec's own until they are changed.  Each edit
 * checks first what AWS's API would, and returns its error code if that refuses; NULL: done. */
#pragma once

#include "model/workload.h"

typedef struct CvpnDraft {
    CvpnSpec spec;    /* arrays of its own, elements shared until they change */
    GPtrArray *owned; /* CvpnOwned *, in the order of their making */
} CvpnDraft;

/* 'spec' must outlive it; so must the draft all networks that are built from it. */
CvpnDraft *cvpn_draft_new (const CvpnSpec *spec);
void cvpn_draft_free (CvpnDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnDraft, cvpn_draft_free)

/* A copy of a struct, or of an array of pointers, that lives as long as the draft. */
gpointer cvpn_draft_copy (CvpnDraft *draft, gconstpointer element, gsize size);
GPtrArray *cvpn_draft_copy_array (CvpnDraft *draft, const GPtrArray *array);

/* The endpoint as it is; a copy of it to be changed, in its place. */
const CvpnEndpointSpec *cvpn_draft_endpoint (const CvpnDraft *draft, const char *name);
CvpnEndpointSpec *cvpn_draft_change_endpoint (CvpnDraft *draft, const char *name);

/* TRUE if the subnet is among the endpoint's target networks. */
gboolean cvpn_draft_is_associated (const CvpnDraft *draft, const char *endpoint,
                                   const char *subnet);

/* Whether the action could be done now. */
const char *cvpn_draft_check (const CvpnDraft *draft, const CvpnNetwork *net,
                              const CvpnEventSpec *event, const char *endpoint);
/* Does it: what it is about has been checked. */
void cvpn_draft_apply (CvpnDraft *draft, const CvpnEventSpec *event, const char *endpoint);

/* edit_rows.c: routes and rules of the endpoint, routes and ACL entries of the VPC. */
const char *cvpn_draft_check_row (const CvpnDraft *draft, const CvpnNetwork *net,
                                  const CvpnActionSpec *action, const char *endpoint);
void cvpn_draft_apply_row (CvpnDraft *draft, const CvpnActionSpec *action, const char *endpoint);
/* The routes that target the subnet go with it. */
void cvpn_draft_remove_routes (CvpnDraft *draft, const char *endpoint, const char *subnet);

/* edit_endpoint.c: associations, groups, lists, settings. */
const char *cvpn_draft_check_endpoint (const CvpnDraft *draft, const CvpnNetwork *net,
                                       const CvpnActionSpec *action, const char *endpoint);
void cvpn_draft_apply_endpoint (CvpnDraft *draft, const CvpnEventSpec *event, const char *endpoint);
const CvpnCrlSpec *cvpn_draft_revocation_list (const CvpnDraft *draft, const char *endpoint);
