/* Quotas: the profile's figures, and what the scenario sets instead.
 *
 * 2020: AWS Client VPN Administrator Guide (2020), "AWS Client VPN Quotas".
 * current: "AWS Client VPN quotas" (2026); concurrent connections there depend
 * on the number of associated subnets ("AWS Client VPN scaling considerations"). */
#include "model/builder.h"

static const CvpnQuotas profiles[] = {
    [CVPN_PROFILE_CURRENT] = { .profile = CVPN_PROFILE_CURRENT,
                               .endpoints = 5,
                               .authorization_rules = 200,
                               .routes = 100, /* per association */
                               .concurrent_operations = 10,
                               .crl_entries = 20000,
                               .groups_per_user = 200,
                               .concurrent_connections = -1 },
    [CVPN_PROFILE_2020] = { .profile = CVPN_PROFILE_2020,
                            .endpoints = 5,
                            .authorization_rules = 50,
                            .routes = 10, /* per endpoint */
                            .concurrent_operations = 10,
                            .crl_entries = 20000,
                            .groups_per_user = 200,
                            .concurrent_connections = 2000 },
};

static const gint64 connections_by_associations[] = { 7000, 7000, 36500, 66500, 96500, 126000 };

static void
take (gint64 *quota, gint64 given)
{
    if (given >= 0)
        *quota = given;
}

void
cvpn_build_quotas (CvpnBuilder *b)
{
    const CvpnQuotasSpec *spec = &b->spec->quotas;
    CvpnQuotas *quotas = &b->net->quotas;

    *quotas = profiles[spec->profile];
    take (&quotas->endpoints, spec->endpoints);
    take (&quotas->authorization_rules, spec->authorization_rules);
    take (&quotas->routes, spec->routes);
    take (&quotas->concurrent_connections, spec->concurrent_connections);
    take (&quotas->concurrent_operations, spec->concurrent_operations);
    take (&quotas->crl_entries, spec->crl_entries);
    take (&quotas->groups_per_user, spec->groups_per_user);
}

gint64
cvpn_quotas_connections (const CvpnQuotas *quotas, guint associations)
{
    if (quotas->concurrent_connections >= 0)
        return quotas->concurrent_connections;
    return connections_by_associations[MIN (associations,
                                            G_N_ELEMENTS (connections_by_associations) - 1)];
}
