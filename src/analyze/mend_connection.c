/* Cures for step 1: what the client brings, what its network lets out, certificates and
 * limits.  A zone that has failed, a certificate that was revoked and a password that is
 * wrong have none here. */
#include "analyze/mend.h"

#include "base/match.h"
#include "base/quantity.h"

#define DAY (24 * 3600 * CVPN_SECOND)

/* From the time that is asked about: the 13 months of a certificate of ACM ("AWS Certificate
 * Manager User Guide", "Managed renewal"); a list's month is ours. */
#define CERTIFICATE_VALID (395 * DAY)
#define LIST_VALID        (30 * DAY)

static void
prolong (const CvpnMendContext *c, const char *kind, const char *key, gint64 valid_ns,
         const char *command)
{
    g_autofree char *until = cvpn_duration_format (MAX (c->answer->at_ns, 0) + valid_ns);

    cvpn_mend_add (c, kind, c->endpoint->name, key, until, command);
}

static void
mend_server_certificate (const CvpnMendContext *c)
{
    g_autofree char *command =
        g_strdup_printf ("aws ec2 modify-client-vpn-endpoint --client-vpn-endpoint-id %s "
                         "--server-certificate-arn ARN",
                         c->endpoint->name);

    prolong (c, "client-vpn-endpoint", "server-certificate-expires", CERTIFICATE_VALID, command);
}

static void
mend_list (const CvpnMendContext *c)
{
    g_autofree char *command =
        g_strdup_printf ("aws ec2 import-client-vpn-client-certificate-revocation-list "
                         "--client-vpn-endpoint-id %s --certificate-revocation-list file://crl.pem",
                         c->endpoint->name);

    prolong (c, "certificate-revocation-list", "next-update", LIST_VALID, command);
}

static void
mend_provider_certificate (const CvpnMendContext *c)
{
    prolong (c, "client-vpn-endpoint", "identity-provider-certificate-expires", CERTIFICATE_VALID,
             "aws iam update-saml-provider --saml-provider-arn ARN --saml-metadata-document "
             "file://metadata.xml");
}

static char *
write_export (const CvpnMendContext *c)
{
    return g_strdup_printf (
        "aws ec2 export-client-vpn-client-configuration --client-vpn-endpoint-id %s --output text",
        c->endpoint->name);
}

static void
mend_prompt (const CvpnMendContext *c)
{
    g_autofree char *export = write_export (c);

    if (c->answer->clients)
        cvpn_mend_add (c, "clients", c->answer->clients, "mfa-prompt", "true", export);
}

static void
mend_methods (const CvpnMendContext *c)
{
    const CvpnEntry *entry =
        cvpn_group_entry (cvpn_document_group (c->answer->scenario->spec->document,
                                               "client-vpn-endpoint", c->endpoint->name),
                          "authentication");
    g_autofree char *export = write_export (c);

    if (c->answer->clients)
        cvpn_mend_add (c, "clients", c->answer->clients, "authentication",
                       entry ? entry->value : "directory", export);
}

void
cvpn_mend_authentication (const CvpnMendContext *c)
{
    switch ((CvpnReason) c->verdict->reason) {
    case CVPN_REASON_SERVER_CERTIFICATE_EXPIRED:
        mend_server_certificate (c);
        break;
    case CVPN_REASON_CRL_EXPIRED:
        mend_list (c);
        break;
    case CVPN_REASON_IDENTITY_PROVIDER_CERTIFICATE_EXPIRED:
        mend_provider_certificate (c);
        break;
    case CVPN_REASON_MFA_NOT_PROMPTED:
        mend_prompt (c);
        break;
    case CVPN_REASON_METHOD_NOT_OFFERED:
        mend_methods (c);
        break;
    default:
        break;
    }
}

/* A landing that does not answer is not named; this is the client that never asks well. */
void
cvpn_mend_name (const CvpnMendContext *c)
{
    if (c->answer->clients && c->answer->person.hostname == CVPN_HOSTNAME_UNSUPPORTED)
        cvpn_mend_add (c, "clients", c->answer->clients, "remote-random-hostname", "true", "");
}

/* Where the client is, AWS has no say. */
void
cvpn_mend_transport (const CvpnMendContext *c)
{
    g_autofree char *item =
        g_strdup_printf ("%s %u", c->endpoint->transport == CVPN_TRANSPORT_UDP ? "udp" : "tcp",
                         c->endpoint->vpn_port);

    if (c->answer->clients)
        cvpn_mend_add_item (c, "clients", c->answer->clients, "outbound", item, "");
}

void
cvpn_mend_limit (const CvpnMendContext *c)
{
    if (c->verdict->code == CVPN_CODE_CVPN_SUBNET_ADDRESS_EXHAUSTED)
        cvpn_mend_add (c, "subnet", c->subnet->name, "available-addresses", "20", "");
    else
        cvpn_mend_add (c, "client-vpn-endpoint", c->endpoint->name, "target-networks",
                       "one subnet of each zone",
                       "aws service-quotas request-service-quota-increase --service-code ec2 "
                       "--quota-code L-C4B238BF --desired-value N");
}
