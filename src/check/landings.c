/* landings: what works on some landings only.
 *
 * diagnose knows, of every packet; its findings are taken over, but for those about the
 * endpoint's own routes, which vpn_routes.c compares whether or not anything is known to
 * stand behind them. */
#include <cvpnsim/diagnose.h>
#include <string.h>

#include "check/check.h"

static void
take_over (CvpnCheck *check, const CvpnFinding *theirs)
{
    const CvpnFindingKind *kind = cvpn_finding_kind (theirs->code);
    CvpnFinding *finding = g_new (CvpnFinding, 1);

    cvpn_finding_init (finding, theirs->severity, theirs->code);
    finding->message = g_strdup (theirs->message);
    finding->file = theirs->file;
    finding->line = theirs->line;
    finding->source = theirs->source ? theirs->source : kind ? kind->source : CVPN_SEVEN_STEPS;
    for (guint i = 0; i < theirs->places->len; i++) {
        const CvpnFindingPlace *place = theirs->places->pdata[i];
        cvpn_finding_add_place (finding, place->file, place->line, place->text);
    }
    g_ptr_array_add (check->findings, finding);
}

void
cvpn_check_landings (CvpnCheck *check)
{
    const CvpnDiagnoseOptions options = { .source_port = -1, .finds = CVPN_FINDS_INTERMITTENT };
    const char *routes = cvpn_finding_word (CVPN_FINDING_CVPN_ROUTES_DIFFER);
    g_autoptr (CvpnDiagnosis) diagnosis = cvpn_diagnose (check->scenario, &options, NULL);

    g_return_if_fail (diagnosis); /* no option of ours can be wrong */
    const GPtrArray *findings = cvpn_diagnosis_findings (diagnosis);
    for (guint i = 0; i < findings->len; i++) {
        const CvpnFinding *finding = findings->pdata[i];
        if (strcmp (finding->code, routes) != 0)
            take_over (check, finding);
    }
}
