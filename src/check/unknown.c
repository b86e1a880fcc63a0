/* unknown: what an imported file refers to and does not contain. */
#include "check/check.h"

void
cvpn_check_unknown (CvpnCheck *check)
{
    for (guint i = 0; i < check->spec->unknowns->len; i++) {
        const CvpnUnknownSpec *spec = check->spec->unknowns->pdata[i];
        cvpn_found_at_key (check, CVPN_FINDING_INCOMPLETE_DATA, spec->group, NULL,
                           "the %s %s is not in the file, and what depends on it is not "
                           "checked%s%s",
                           spec->kind, spec->group->name, spec->call ? "; see aws ec2 " : "",
                           spec->call ? spec->call : "");
    }
}
