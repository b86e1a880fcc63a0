/* acl_answers: network ACLs that let a request pass and not all ports of its answers.
 *
 * They have no memory, and the client's port is kept where it can be (Amazon VPC User Guide,
 * "Ephemeral ports"). */
#include "check/check.h"

#include "path/filter.h"

#define EPHEMERAL_FIRST 1024
#define EPHEMERAL_COUNT (65535 - EPHEMERAL_FIRST + 1)

/* How a direction of an ACL treats a peer: how many of the ports from 'first' on are allowed. */
static guint
count_allowed (const CvpnCheck *check, CvpnSpan entries, gint16 protocol, guint32 peer,
               guint16 first)
{
    guint allowed = 0;

    for (guint32 port = first; port <= 65535;) {
        const CvpnPacket packet = { .protocol = (guint8) protocol,
                                    .destination_port = (guint16) port };
        CvpnSelectors range = CVPN_SELECTORS_ALL;
        const CvpnAclEntry *deciding;
        const gboolean allow = cvpn_filter_acl (check->net, entries, &packet, peer,
                                                (CvpnSame){ .range = &range }, &deciding);
        const guint32 last = cvpn_selector_protocol (range.last) > protocol
                                 ? 65535
                                 : cvpn_selector_port (range.last);
        allowed += allow ? last - port + 1 : 0;
        port = last + 1;
    }
    return allowed;
}

/* An entry for everything is not meant for UDP in particular, whose answers few miss. */
static gboolean
means_protocol (const CvpnCheck *check, CvpnSpan entries, gint16 protocol, guint32 peer)
{
    if (protocol == CVPN_PROTOCOL_TCP)
        return TRUE;
    for (guint32 i = entries.first; i < entries.first + entries.count; i++) {
        const CvpnAclEntry *entry = cvpn_check_acl_entry (check, i);
        if (entry->allow && entry->match.protocol == protocol &&
            cvpn_prefix_contains (entry->peer, peer))
            return TRUE;
    }
    return FALSE;
}

/* One way lets something pass, and the other not all ports of the answers. */
static gboolean
check_answers (CvpnCheck *check, const CvpnAcl *acl, gboolean inbound, guint32 peer,
               const char *whose)
{
    static const gint16 protocols[] = { CVPN_PROTOCOL_TCP, CVPN_PROTOCOL_UDP };
    const CvpnSpan requests = inbound ? acl->outbound : acl->inbound;
    const CvpnSpan answers = inbound ? acl->inbound : acl->outbound;
    char text[CVPN_ADDRESS_TEXT];

    for (guint i = 0; i < G_N_ELEMENTS (protocols); i++) {
        if (!means_protocol (check, requests, protocols[i], peer) ||
            count_allowed (check, requests, protocols[i], peer, 1) == 0)
            continue;
        const guint allowed = count_allowed (check, answers, protocols[i], peer, EPHEMERAL_FIRST);
        if (allowed == EPHEMERAL_COUNT)
            continue;
        g_autofree char *protocol = cvpn_protocol_format (protocols[i]);
        cvpn_found_at_rule (check, CVPN_FINDING_ACL_EPHEMERAL_PORTS, acl->rule,
                            "[network-acl %s] lets %s %s %s pass, and of the ports 1024-65535, to "
                            "which answers go, %s %u of %u: %s",
                            acl->name, protocol, inbound ? "to" : "from",
                            cvpn_address_format (peer, text), inbound ? "admits" : "lets out",
                            allowed, EPHEMERAL_COUNT, whose);
        return TRUE;
    }
    return FALSE;
}

/* Destinations that the entries tell apart: an address of each peer's block, and of what is
 * left, that clients may reach from the landing and that is outside its subnet. */
static GArray *
list_peers (const CvpnCheck *check, const CvpnTables *tables, guint landing, const CvpnAcl *acl)
{
    const CvpnSubnet *subnet =
        cvpn_check_landing_subnet (check, cvpn_tables_landing (tables, landing));
    g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));
    g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));
    GArray *peers = g_array_new (FALSE, FALSE, sizeof (guint32));
    const CvpnSpan spans[] = { acl->inbound, acl->outbound };

    g_array_append_val (own, subnet->cidr);
    g_array_append_val (own, tables->endpoint->client_cidr);
    for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
        for (guint32 j = spans[i].first; j < spans[i].first + spans[i].count; j++)
            g_array_append_val (blocks, cvpn_check_acl_entry (check, j)->peer);
    for (guint i = 0; i < blocks->len; i++) {
        const CvpnPrefix block = g_array_index (blocks, CvpnPrefix, i);
        g_autoptr (GArray) longer = cvpn_cover_within (block, blocks);
        const CvpnConstraint constraints[] = {
            { tables->rules, TRUE },
            { tables->landing_routes->pdata[landing], TRUE },
            { own, FALSE },
            { longer, FALSE },
        };
        guint32 address;
        if (cvpn_cover_sample (block, constraints, G_N_ELEMENTS (constraints), FALSE, &address))
            g_array_append_val (peers, address);
    }
    return peers;
}

static void
check_landing (CvpnCheck *check, const CvpnTables *tables, guint landing)
{
    const CvpnSubnet *subnet =
        cvpn_check_landing_subnet (check, cvpn_tables_landing (tables, landing));
    const CvpnAcl *acl = cvpn_at (check->net->acls, CvpnAcl, subnet->acl);

    if (acl->unknown)
        return;
    g_autoptr (GArray) peers = list_peers (check, tables, landing, acl);
    g_autofree char *whose =
        g_strdup_printf ("clients that land on [subnet %s] lose answers", subnet->name);
    for (guint i = 0; i < peers->len; i++)
        if (check_answers (check, acl, TRUE, g_array_index (peers, guint32, i), whose))
            return;
}

static gboolean
is_reached (const CvpnTables *tables, const CvpnHost *host, guint landing)
{
    const CvpnPrefix address = { host->address, 32 };

    return cvpn_cover_all (address, tables->rules) &&
           cvpn_cover_all (address, tables->landing_routes->pdata[landing]);
}

/* ACLs of the hosts' subnets, each once. */
static void
check_far_side (CvpnCheck *check, const CvpnTables *tables, GHashTable *told)
{
    for (guint32 i = 0; i < check->net->hosts->len; i++) {
        const CvpnHost *host = cvpn_host (check->net, i);
        if (host->subnet == CVPN_NONE)
            continue;
        const CvpnSubnet *subnet = cvpn_subnet (check->net, host->subnet);
        const CvpnAcl *acl = cvpn_at (check->net->acls, CvpnAcl, subnet->acl);
        for (guint j = 0; j < tables->landings->len && !acl->unknown; j++) {
            const CvpnAssociation *landing =
                cvpn_association (check->net, cvpn_tables_landing (tables, j));
            g_autofree char *whose = g_strdup_printf ("answers of [host %s] are lost", host->name);
            if (landing->subnet == host->subnet || !is_reached (tables, host, j) ||
                g_hash_table_contains (told, acl))
                continue;
            if (check_answers (check, acl, FALSE, landing->interface_address, whose))
                g_hash_table_add (told, (gpointer) (guintptr) acl);
        }
    }
}

void
cvpn_check_acl_answers (CvpnCheck *check)
{
    g_autoptr (GHashTable) told = g_hash_table_new (g_direct_hash, g_direct_equal);

    for (guint32 i = 0; i < check->net->endpoints->len; i++) {
        g_autoptr (CvpnTables) tables = cvpn_tables_new (check, i);
        for (guint j = 0; j < tables->landings->len; j++)
            check_landing (check, tables, j);
        check_far_side (check, tables, told);
    }
}
