/* apply: the mends of a diagnosis, applied until nothing is left that has one. */
#pragma once

#include <cvpnsim/diagnose.h>

typedef struct {
    guint n_rounds;
    guint n_changes;      /* lines of the file that are new or other, the last word on each */
    guint n_openings;     /* those of them that are of a security group, a network ACL or a
                             firewall, which may have been meant as they were */
    GPtrArray *refused;   /* char *: findings whose mends were not applied, and why */
    CvpnScenario *mended; /* read back from the file */
    CvpnDiagnosis *left;  /* of it */
} CvpnApplied;

/* Writes the scenario with the mends of all findings that 'options' asks for to 'path', in
 * rounds, since behind one obstacle the next shows; at most ten.  Mends after which anything
 * that worked would work less (cvpnsim/diff.h) are not applied.  The file appears whole, or
 * not at all; see cvpn_scenario_amend and cvpn_scenario_check_output for what it may be and
 * what it keeps.
 * Fails with CVPN_ERROR_USAGE ('at_ns' is set: a file says how things begin), CVPN_ERROR_IO,
 * CVPN_ERROR_VALUE and what cvpn_diagnose fails with. */
CvpnApplied *cvpn_diagnosis_apply (const CvpnScenario *scenario, const CvpnDiagnoseOptions *options,
                                   const char *path, gboolean force, GError **error);
void cvpn_applied_free (CvpnApplied *applied);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnApplied, cvpn_applied_free)
