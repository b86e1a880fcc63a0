/* shelf: the scenarios of several settings, each read once and then shared by its runs.
 *
 * Whoever needs a scenario first reads it and leaves it for the others; nobody waits.  What is
 * handed out is constant, so that any number of threads may have it at a time.  When there is no
 * room any more, whoever needs a scenario reads it for itself. */
#pragma once

#include "control/replica.h"
#include "experiment/setting.h"

/* Lines of all scenarios together that are kept: one takes 0.6 to 0.8 KiB when it is built, so
 * that these are some 200 MiB. */
#define CVPN_SHELF_LINES (1u << 18)

typedef struct CvpnShelf CvpnShelf;

/* 'settings' (CvpnSetting *) must outlive it, and stay as they are. */
CvpnShelf *cvpn_shelf_new (const GPtrArray *settings, guint lines);
/* All that it handed out must be gone. */
void cvpn_shelf_free (CvpnShelf *shelf);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnShelf, cvpn_shelf_free)

/* The scenario of that setting and seed, as cvpn_setting_load would have it, faults too.  On any
 * thread. */
CvpnReplica *cvpn_shelf_take (CvpnShelf *shelf, guint32 setting, gint64 seed, CvpnReport *report,
                              GError **error);
