/* client_networks: what the clients' own network takes from the tunnel.
 *
 * (AWS Client VPN Administrator Guide, "Client Route Enforcement", "Rules and best
 * practices") */
#include "check/check.h"

/* The pushed routes that the client's own network beats: wider ones, and its own. */
static GArray *
list_beaten (const CvpnTables *tables, CvpnPrefix local)
{
    GArray *beaten = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));

    for (guint i = 0; i < tables->routes->len; i++) {
        const CvpnPrefix route = g_array_index (tables->routes, CvpnPrefix, i);
        if (!tables->endpoint->split_tunnel || cvpn_prefix_covers (route, local))
            g_array_append_val (beaten, route);
    }
    return beaten;
}

/* A default route does not say that anybody means the client's own addresses by it. */
static GArray *
list_named (const GArray *blocks)
{
    GArray *named = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));

    for (guint i = 0; i < blocks->len; i++) {
        const CvpnPrefix block = g_array_index (blocks, CvpnPrefix, i);
        if (block.length > 0)
            g_array_append_val (named, block);
    }
    return named;
}

static void
check_overlap (CvpnCheck *check, const CvpnTables *tables, const CvpnPopulation *p)
{
    g_autoptr (GArray) beaten = list_beaten (tables, p->person.local_network);
    g_autoptr (GArray) routes = list_named (beaten);
    g_autoptr (GArray) longer = cvpn_cover_within (p->person.local_network, tables->routes);
    const CvpnConstraint constraints[] = {
        { routes, TRUE },
        { tables->rules, TRUE },
        { longer, FALSE },
    };
    const guint n = tables->endpoint->split_tunnel ? 3 : 2;
    char own[CVPN_PREFIX_TEXT], sample[CVPN_ADDRESS_TEXT];
    guint32 address;

    if (!cvpn_cover_find (p->person.local_network, constraints, n, &address))
        return;
    CvpnFinding *finding = cvpn_found_at_key (
        check, CVPN_FINDING_CLIENT_NETWORK_OVERLAP, p->spec->group, "local-network",
        "%s, the own network of [clients %s], overlaps what they reach through the tunnel: "
        "traffic to %s stays there",
        cvpn_prefix_format (p->person.local_network, own), p->name,
        cvpn_address_format (address, sample));
    if (!cvpn_check_is_declared (check, p->person.local_network)) /* but a wide route's by chance */
        finding->severity = CVPN_SEVERITY_NOTE;
}

/* RFC 1918, and link-local addresses. */
static gboolean
is_private_network (CvpnPrefix network)
{
    static const CvpnPrefix blocks[] = {
        { 0x0a000000u, 8 }, { 0xac100000u, 12 }, { 0xc0a80000u, 16 }, { 0xa9fe0000u, 16 }
    };

    for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
        if (cvpn_prefix_covers (blocks[i], network))
            return TRUE;
    return FALSE;
}

void
cvpn_check_client_networks (CvpnCheck *check)
{
    const GArray *populations = check->scenario->workload->populations;

    for (guint i = 0; i < populations->len; i++) {
        const CvpnPopulation *p = &g_array_index (populations, CvpnPopulation, i);
        char text[CVPN_PREFIX_TEXT];
        if (p->person.local_network.length == CVPN_PREFIX_UNSET)
            continue;
        g_autoptr (CvpnTables) tables = cvpn_tables_new (check, p->person.endpoint);
        check_overlap (check, tables, p);
        if (!is_private_network (p->person.local_network))
            cvpn_found_at_key (check, CVPN_FINDING_CLIENT_NETWORK_NOT_PRIVATE, p->spec->group,
                               "local-network",
                               "%s, the own network of [clients %s], is not private: they do not "
                               "reach it while they are connected",
                               cvpn_prefix_format (p->person.local_network, text), p->name);
    }
}
