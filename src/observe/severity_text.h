/* severity_text: the words of severities. */
#pragma once

#include <cvpnsim/report.h>

/* "error", "warning", "note": SARIF's levels, too. */
static inline const char *
cvpn_severity_word (CvpnSeverity severity)
{
    static const char *const words[] = { [CVPN_SEVERITY_NOTE] = "note",
                                         [CVPN_SEVERITY_WARNING] = "warning",
                                         [CVPN_SEVERITY_ERROR] = "error" };

    return words[severity];
}
