/* The summary of a run: an observer that counts. */
#pragma once

#include <cvpnsim/observer.h>
#include <cvpnsim/scenario.h>

typedef struct CvpnSummary CvpnSummary;

/* 'scenario' must outlive it.  Flows and attempts begun before the scenario's
 * warm-up are left out of the statistics. */
CvpnSummary *cvpn_summary_new (const CvpnScenario *scenario);
void cvpn_summary_free (CvpnSummary *summary);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnSummary, cvpn_summary_free)

/* For cvpn_simulation_add_observer, with the summary itself as 'self'. */
const CvpnObserver *cvpn_summary_observer (void);

/* After the run's finish: a flat figure by its name ("flow-success"); FALSE if
 * there is no such figure or nothing to compute it from. */
gboolean cvpn_summary_metric (const CvpnSummary *summary, const char *name, double *value);

/* summary.json; newly allocated. */
char *cvpn_summary_json (const CvpnSummary *summary);
