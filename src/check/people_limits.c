/* people_limits: quotas that concern users and their groups.
 *
 * (AWS Client VPN Administrator Guide, "AWS Client VPN quotas") */
#include "check/check.h"

#define GROUP_NAME_MAX 255

static void
check_row (CvpnCheck *check, const CvpnGroup *group, const CvpnRowSpec *row)
{
    for (guint i = 0; i < row->names->len; i++) {
        const glong length = g_utf8_strlen (row->names->pdata[i], -1);
        if (length > GROUP_NAME_MAX)
            cvpn_found_at_key (check, CVPN_FINDING_NAME_TOO_LONG, group, row->entry->key,
                               "the identifier of an access group has %ld characters; the most "
                               "is %d",
                               length, GROUP_NAME_MAX);
    }
}

static void
check_group_names (CvpnCheck *check)
{
    for (guint i = 0; i < check->spec->authorization_rules->len; i++) {
        const CvpnEndpointRowsSpec *rows = check->spec->authorization_rules->pdata[i];
        for (guint j = 0; j < rows->rows->len; j++)
            check_row (check, rows->group, rows->rows->pdata[j]);
    }
}

void
cvpn_check_people_limits (CvpnCheck *check)
{
    const gint64 quota = check->net->quotas.groups_per_user;

    check_group_names (check);
    for (guint i = 0; i < check->spec->clients->len; i++) {
        const CvpnClientsSpec *spec = check->spec->clients->pdata[i];
        if (spec->groups->len <= quota)
            continue;
        CvpnFinding *finding =
            cvpn_found_at_key (check, CVPN_FINDING_QUOTA_EXCEEDED, spec->group, "groups",
                               "[clients %s] are in %u groups; %" G_GINT64_FORMAT
                               " of a user count, the others are ignored",
                               spec->group->name, spec->groups->len, quota);
        finding->severity = CVPN_SEVERITY_WARNING;
    }
}
