/* draft_inventory: inventories made by hand, and the scenario that becomes of them. */
#pragma once

#include "import/draft/draft.h"

typedef struct {
    CvpnReport *report;
    CvpnInventory *in;
    CvpnImportOptions options;
} CvpnTestDraft;

/* A VPC 'vpc-1', 10.0.0.0/16, with the subnets subnet-a, 10.0.1.0/24, and subnet-b, 10.0.2.0/24;
 * its main table, default ACL and interfaces are all there. */
CvpnTestDraft cvpn_test_draft_new (void);
void cvpn_test_draft_clear (CvpnTestDraft *t);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CvpnTestDraft, cvpn_test_draft_clear)

CvpnPrefix cvpn_test_prefix (const char *text);
guint32 cvpn_test_address (const char *text);
CvpnRouteThing *cvpn_test_route (CvpnTestDraft *t, const char *table, const char *cidr,
                                 const char *target);
CvpnInterfaceThing *cvpn_test_interface (CvpnTestDraft *t, const char *id, const char *subnet,
                                         const char *address, const char *group);
/* An endpoint of vpc-1 that is associated with both subnets, and has their automatic routes. */
CvpnClientVpnThing *cvpn_test_endpoint (CvpnTestDraft *t, const char *id);
void cvpn_test_client_route (CvpnClientVpnThing *endpoint, const char *cidr, const char *subnet,
                             gboolean automatic);
void cvpn_test_rule (CvpnClientVpnThing *endpoint, const char *cidr, const char *group);

/* The scenario; that it can be read is asserted. NULL if there was a fault. */
char *cvpn_test_draft_text (CvpnTestDraft *t);
/* One group of it, "[subnet subnet-a]", without comments of its own above; newly allocated. */
char *cvpn_test_draft_group (CvpnTestDraft *t, const char *header);
/* The faults of a draft that must have some. */
char *cvpn_test_draft_faults (CvpnTestDraft *t);
