/* settings: where each is, and what its change does to sessions.
 *
 * (AWS Client VPN Administrator Guide, "Modify a Client VPN endpoint": which changes reset
 * the connections) */
#include "control/settings.h"

#include <string.h>

#define SETTING(key, member, end)                                                                  \
    {                                                                                              \
        key, offsetof (CvpnEndpointSpec, member), sizeof (((CvpnEndpointSpec *) NULL)->member),    \
            CVPN_END_##end                                                                         \
    }

typedef struct {
    const char *key;
    gsize offset, size;
    CvpnEnd end;
} Setting;

static const Setting settings[] = {
    SETTING ("split-tunnel", split_tunnel, SPLIT_TUNNEL_CHANGE),
    SETTING ("dns-servers", dns_servers, DNS_CHANGE),
    SETTING ("vpn-port", vpn_port, PORT_CHANGE),
    SETTING ("server-certificate-expires", server_certificate_expires_ns, CERTIFICATE_CHANGE),
    SETTING ("session-timeout", session_timeout_ns, SESSION_TIMEOUT),
    SETTING ("disconnect-on-session-timeout", disconnect_on_session_timeout, NONE),
    SETTING ("security-groups", security_groups, NONE),
    SETTING ("connection-log", connection_log, NONE),
    SETTING ("mfa", mfa, NONE),
    SETTING ("identity-provider-certificate-expires", identity_provider_certificate_expires_ns,
             NONE),
    SETTING ("client-connect-handler", handler.duration, NONE),
    SETTING ("client-connect-denied", handler.denied, NONE),
    SETTING ("client-connect-invalid-responses", handler.invalid_responses, NONE),
    SETTING ("client-connect-execution-errors", handler.execution_errors, NONE),
    SETTING ("client-connect-service-errors", handler.service_errors, NONE),
    SETTING ("client-connect-concurrency", handler.concurrency, NONE),
};

static const Setting *
find_setting (const char *key)
{
    for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
        if (strcmp (settings[i].key, key) == 0)
            return &settings[i];
    return NULL;
}

void
cvpn_setting_copy (const char *key, CvpnEndpointSpec *to, const CvpnEndpointSpec *from)
{
    const Setting *setting = find_setting (key);

    g_return_if_fail (setting);
    memcpy ((char *) to + setting->offset, (const char *) from + setting->offset, setting->size);
}

CvpnEnd
cvpn_setting_end (const char *key)
{
    const Setting *setting = find_setting (key);

    return setting ? setting->end : CVPN_END_NONE;
}

gboolean
cvpn_setting_is_certificate (const char *key)
{
    return strcmp (key, "server-certificate-expires") == 0;
}
