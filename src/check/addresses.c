/* addresses: associations, free addresses, and the client CIDR against the planned peak.
 *
 * What AWS refuses outright, the load has found (model/build_endpoints.c).  (AWS Client VPN
 * Administrator Guide, "Target networks", "Rules and best practices") */
#include "check/check.h"

static guint
count_hosts (const CvpnCheck *check, guint32 subnet)
{
    guint n = 0;

    for (guint32 i = 0; i < check->net->hosts->len; i++)
        n += cvpn_host (check->net, i)->subnet == subnet;
    return n;
}

/* As the file says; else what the hosts leave over. */
static gint64
count_free (const CvpnCheck *check, guint32 index)
{
    const CvpnSubnetSpec *spec = check->spec->subnets->pdata[index];
    const gint64 most = cvpn_subnet (check->net, index)->available_addresses;

    return spec->available_addresses >= 0 ? most : most - count_hosts (check, index);
}

static void
check_free_addresses (CvpnCheck *check, const CvpnTables *tables, guint32 association)
{
    const gint64 least = check->net->quotas.profile == CVPN_PROFILE_2020 ? 8 : 20;
    const guint32 index = cvpn_association (check->net, association)->subnet;
    const CvpnSubnet *subnet = cvpn_subnet (check->net, index);
    const gint64 free_addresses = count_free (check, index);

    if (subnet->cidr.length > 27 || free_addresses >= least)
        return;
    const CvpnSubnetSpec *spec = check->spec->subnets->pdata[index];
    cvpn_found_at_key (
        check, CVPN_FINDING_SUBNET_FEW_ADDRESSES, spec->group, "available-addresses",
        "[subnet %s], associated with [client-vpn-endpoint %s], has %" G_GINT64_FORMAT
        " free addresses; it needs %" G_GINT64_FORMAT " at all times",
        subnet->name, tables->endpoint->name, MAX (free_addresses, 0), least);
}

static gboolean
will_be_associated (const CvpnCheck *check, const CvpnEndpoint *endpoint)
{
    for (guint i = 0; i < check->spec->events->len; i++) {
        const CvpnEventSpec *event = check->spec->events->pdata[i];
        if (event->action.kind == CVPN_ACTION_ASSOCIATE &&
            g_strcmp0 (cvpn_event_endpoint (check->spec, event), endpoint->name) == 0)
            return TRUE;
    }
    return FALSE;
}

static void
check_associations (CvpnCheck *check, const CvpnTables *tables)
{
    const char *name = tables->endpoint->name;

    for (guint i = 0; i < tables->landings->len; i++)
        check_free_addresses (check, tables, cvpn_tables_landing (tables, i));
    if (!tables->landings_known || tables->landings->len > 1 ||
        will_be_associated (check, tables->endpoint))
        return;
    if (tables->landings->len == 0)
        cvpn_found_at_key (check, CVPN_FINDING_NO_ASSOCIATION, tables->spec->group,
                           "target-networks", "[client-vpn-endpoint %s] has no associated subnet",
                           name);
    else
        cvpn_found_at_key (check, CVPN_FINDING_SINGLE_ASSOCIATION, tables->spec->group,
                           "target-networks",
                           "[client-vpn-endpoint %s] has one associated subnet: if its "
                           "Availability Zone fails, nobody is connected",
                           name);
}

/* All who may be connected at once: closed populations, as far as they are planned: who
 * gives no count has not thought of it. */
static gint64
count_users (const CvpnCheck *check, guint32 endpoint)
{
    const GArray *populations = check->scenario->workload->populations;
    gint64 n = 0;

    for (guint i = 0; i < populations->len; i++) {
        const CvpnPopulation *p = &g_array_index (populations, CvpnPopulation, i);
        if (p->person.endpoint == endpoint && cvpn_arrival_is_closed (&p->spec->arrival) &&
            cvpn_group_entry (p->spec->group, "count"))
            n += MAX (p->spec->count, 0);
    }
    return n;
}

static void
check_peak (CvpnCheck *check, const CvpnTables *tables)
{
    const CvpnEndpoint *endpoint = tables->endpoint;
    const gint64 users = count_users (check, tables->index);
    char text[CVPN_PREFIX_TEXT];

    if (users > endpoint->usable_addresses)
        cvpn_found_at_key (
            check, CVPN_FINDING_CLIENT_CIDR_TIGHT, tables->spec->group, "client-cidr-block",
            "%s gives %" G_GINT64_FORMAT " clients an address, and there are %" G_GINT64_FORMAT
            " users",
            cvpn_prefix_format (endpoint->client_cidr, text), endpoint->usable_addresses, users);
    if (users > endpoint->connection_quota && tables->landings->len > 0) {
        CvpnFinding *finding = cvpn_found_at_key (
            check, CVPN_FINDING_QUOTA_EXCEEDED, tables->spec->group, NULL,
            "[client-vpn-endpoint %s] takes %" G_GINT64_FORMAT
            " concurrent connections with %u associated subnet%s, and there are %" G_GINT64_FORMAT
            " users",
            endpoint->name, endpoint->connection_quota, tables->landings->len,
            tables->landings->len == 1 ? "" : "s", users);
        finding->severity = CVPN_SEVERITY_WARNING;
    }
}

void
cvpn_check_addresses (CvpnCheck *check)
{
    for (guint32 i = 0; i < check->net->endpoints->len; i++) {
        g_autoptr (CvpnTables) tables = cvpn_tables_new (check, i);
        check_associations (check, tables);
        check_peak (check, tables);
    }
}
