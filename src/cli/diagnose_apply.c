/* diagnose --apply: remarks on standard error, since standard output has the diagnosis. */
#include "cli/diagnose_apply.h"

#include <cvpnsim/apply.h>

#include "cli/cli.h"

static void
tell (const CvpnApplied *applied, const CvpnDiagnoseOptions *asked, const char *path)
{
    const guint errors = cvpn_diagnosis_count (applied->left, CVPN_SEVERITY_ERROR);
    const guint warnings = cvpn_diagnosis_count (applied->left, CVPN_SEVERITY_WARNING);
    const guint notes = cvpn_diagnosis_count (applied->left, CVPN_SEVERITY_NOTE);

    cvpn_cli_remark ("%s: %u line%s changed in %u round%s", path, applied->n_changes,
                     applied->n_changes == 1 ? "" : "s", applied->n_rounds,
                     applied->n_rounds == 1 ? "" : "s");
    if (applied->n_openings > 0)
        cvpn_cli_remark ("%s: %u of them %s a security group, a network ACL or a firewall, which "
                         "may have been meant as %s: read %s before AWS does",
                         path, applied->n_openings, applied->n_openings == 1 ? "opens" : "open",
                         applied->n_openings == 1 ? "it was" : "they were",
                         applied->n_openings == 1 ? "it" : "them");
    for (guint i = 0; i < applied->refused->len; i++)
        cvpn_cli_remark ("%s", (const char *) applied->refused->pdata[i]);
    if (errors + warnings + notes == 0)
        cvpn_cli_remark (
            "%s: nothing %sis found in it any more", path,
            asked->finds != 0 || asked->clients || asked->groups ? "that was asked for " : "");
    else
        cvpn_cli_remark ("%s: left are %u error%s, %u warning%s, %u note%s; `cvpnsim diagnose %s` "
                         "shows them",
                         path, errors, errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s",
                         notes, notes == 1 ? "" : "s", path);
}

int
cvpn_cli_apply (const CvpnScenario *scenario, const CvpnDiagnoseOptions *options, const char *path,
                gboolean force, CvpnSeverity fail_on, gboolean quiet)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnApplied) applied = cvpn_diagnosis_apply (scenario, options, path, force, &error);

    if (!applied)
        return cvpn_cli_fail (error);
    if (!quiet)
        tell (applied, options, path);
    return cvpn_findings_count (cvpn_diagnosis_findings (applied->left), fail_on) > 0
               ? CVPN_EXIT_NO
               : CVPN_EXIT_FINE;
}
