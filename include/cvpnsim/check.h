/* check: does a configuration break a rule or a quota of Client VPN, and what does
 * experience warn of? */
#pragma once

#include <cvpnsim/finding.h>
#include <cvpnsim/finding_codes.h>
#include <cvpnsim/scenario.h>

/* What is found in the scenario as its file has it, before any event: CvpnFinding *, by file
 * and line, owned by the array.
 *
 * 'report' is the one that the scenario was loaded with; what it tolerated (see
 * cvpn_report_tolerate) is among the findings.  Both must outlive them. */
GPtrArray *cvpn_check (const CvpnScenario *scenario, const CvpnReport *report);

/* Both newly allocated, ending in a line feed. */
char *cvpn_findings_json (const GPtrArray *findings);
char *cvpn_findings_text (const GPtrArray *findings, gboolean color);

/* The page of all codes, in Markdown; newly allocated. */
char *cvpn_findings_reference (void);
