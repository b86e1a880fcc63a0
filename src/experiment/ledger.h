/* ledger: the jobs that are under way, since when, and who has them. */
#pragma once

#include "experiment/crew.h"

#define CVPN_LEDGER_HOLDERS 3 /* of a job, at most */

typedef struct {
    CvpnJob job;
    gint64 since_us; /* handed out, to the first of them */
    guint holders[CVPN_LEDGER_HOLDERS], n_holders;
} CvpnLedgerEntry;

typedef struct CvpnLedger CvpnLedger;

CvpnLedger *cvpn_ledger_new (void);
void cvpn_ledger_free (CvpnLedger *ledger);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnLedger, cvpn_ledger_free)

guint cvpn_ledger_length (const CvpnLedger *ledger);
/* A job that is not in it yet; what is added is never older than what is there. */
void cvpn_ledger_add (CvpnLedger *ledger, CvpnJob job, guint rank, gint64 now_us);
/* The oldest job that 'rank' does not have, and fewer than 'most' do; it was handed out at
 * 'before_us' or earlier, or nobody has it any more.  'rank' has it now.  FALSE: there is none. */
gboolean cvpn_ledger_again (CvpnLedger *ledger, guint rank, guint most, gint64 before_us,
                            CvpnJob *job);
/* It is under way no more; 'entry' says what was known of it.  FALSE: it had not been. */
gboolean cvpn_ledger_take (CvpnLedger *ledger, CvpnJob job, CvpnLedgerEntry *entry);
/* The rank has nothing any more. */
void cvpn_ledger_forget (CvpnLedger *ledger, guint rank);
