/* aws_ids: the first digits of a SHA-256 over all that makes a resource the one it is. */
#include "observe/aws_ids.h"

#include "model/scenario.h"

#define DIGITS 17

/* Names hold no line end, so that no two resources give the same text. */
static void
append_id (GString *out, const CvpnScenario *scenario, const char *prefix, const char *name,
           const char *part, guint64 number)
{
    g_autofree char *text =
        g_strdup_printf ("%" G_GINT64_FORMAT "\n%s\n%s\n%s\n%" G_GUINT64_FORMAT,
                         scenario->spec->scenario.seed, prefix, name, part, number);
    g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

    g_string_append (out, prefix);
    g_string_append_len (out, digest, DIGITS);
}

void
cvpn_endpoint_id_append (GString *out, const CvpnScenario *scenario, const char *endpoint)
{
    append_id (out, scenario, "cvpn-endpoint-", endpoint, "", 0);
}

void
cvpn_connection_id_append (GString *out, const CvpnScenario *scenario, const char *endpoint,
                           guint64 number)
{
    append_id (out, scenario, "cvpn-connection-", endpoint, "", number);
}

void
cvpn_interface_id_append (GString *out, const CvpnScenario *scenario, const char *owner,
                          const char *subnet)
{
    append_id (out, scenario, "eni-", owner, subnet ? subnet : "", 0);
}
