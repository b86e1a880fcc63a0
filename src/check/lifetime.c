/* lifetime: what ends by itself: sessions, revocation lists, certificates.
 *
 * (AWS Client VPN Administrator Guide, "Maximum VPN session duration timeout", "Client
 * certificate revocation lists", "Troubleshooting: clients unable to connect") */
#include "check/check.h"

#include <string.h>

#include "base/quantity.h"
#include "control/timeline.h"

static void
check_session_timeout (CvpnCheck *check, const CvpnEndpointSpec *spec)
{
    static const gint64 hours[] = { 8, 10, 12, 24 };
    g_autofree char *text = cvpn_duration_format (spec->session_timeout_ns);

    for (guint i = 0; i < G_N_ELEMENTS (hours); i++)
        if (spec->session_timeout_ns == hours[i] * 3600 * CVPN_SECOND)
            return;
    cvpn_found_at_key (check, CVPN_FINDING_SESSION_TIMEOUT_VALUE, spec->group, "session-timeout",
                       "a session of [client-vpn-endpoint %s] lasts at most %s; AWS takes 8h, "
                       "10h, 12h or 24h",
                       spec->group->name, text);
}

static const CvpnGroup *
find_list (const CvpnCheck *check, const char *endpoint)
{
    for (guint i = 0; i < check->spec->revocation_lists->len; i++) {
        const CvpnCrlSpec *list = check->spec->revocation_lists->pdata[i];
        if (g_str_equal (list->group->name, endpoint))
            return list->group;
    }
    return NULL;
}

/* The timeline knows what has been renewed in time. */
static void
check_expiry (CvpnCheck *check, const CvpnChange *change)
{
    const CvpnEndpointSpec *spec = check->spec->endpoints->pdata[change->endpoint];
    const CvpnGroup *list = find_list (check, spec->group->name);
    const gint64 end = check->spec->scenario.duration_ns;
    const gboolean is_list = strcmp (change->object, "certificate-revocation-list") == 0;
    g_autofree char *time = cvpn_duration_format (change->time_ns);
    g_autofree char *key =
        is_list ? g_strdup ("next-update") : g_strconcat (change->object, "-expires", NULL);

    if (end >= 0 && change->time_ns > end)
        return;
    CvpnFinding *finding = cvpn_found_at_key (
        check, is_list ? CVPN_FINDING_CRL_EXPIRES : CVPN_FINDING_CERTIFICATE_EXPIRES,
        is_list && list ? list : spec->group, key,
        "the %s of [client-vpn-endpoint %s] expires at %s", change->object, spec->group->name,
        time);
    if (end < 0)
        finding->severity = CVPN_SEVERITY_NOTE;
}

void
cvpn_check_lifetime (CvpnCheck *check)
{
    const GArray *changes = check->scenario->timeline->changes;

    for (guint i = 0; i < check->spec->endpoints->len; i++)
        check_session_timeout (check, check->spec->endpoints->pdata[i]);
    for (guint i = 0; i < changes->len; i++) {
        const CvpnChange *change = &g_array_index (changes, CvpnChange, i);
        if (g_strcmp0 (change->state, "expired") == 0 && change->endpoint != CVPN_NONE)
            check_expiry (check, change);
    }
}
