/* Cures outside the VPCs: routes of VPN connections, and in networks behind them. */
#include "analyze/mend.h"

static void
mend_connection_route (const CvpnMendContext *c)
{
    const CvpnWalk *walk = &c->landing->walk;
    char text[CVPN_PREFIX_TEXT];

    cvpn_prefix_format (cvpn_mend_block (c, walk->packet.destination), text);
    for (guint32 i = 0; i < c->net->vpn_connections->len; i++) {
        const CvpnVpnConnection *connection =
            cvpn_at (c->net->vpn_connections, CvpnVpnConnection, i);
        if (connection->gateway != walk->way.target.index ||
            !cvpn_network_outside_contains (c->net, connection->network, walk->packet.destination))
            continue;
        g_autofree char *command =
            g_strdup_printf ("aws ec2 create-vpn-connection-route --vpn-connection-id %s "
                             "--destination-cidr-block %s",
                             connection->name, text);
        cvpn_mend_add_item (c, "vpn-connection", connection->name, "routes", text, command);
        return;
    }
}

/* The item of the firewall that denied, as it is written, and as it is meant. */
static char *
find_denial (const CvpnMendContext *c, const CvpnOutside *network, const CvpnFilterRule **rule)
{
    const CvpnEntry *entry = cvpn_group_entry (
        cvpn_document_group (c->answer->scenario->spec->document, "network", network->name),
        "firewall");
    g_auto (GStrv) items = g_strsplit (entry->value, ";", -1);
    guint32 n = 0;

    while (n + 1 < network->firewall.count &&
           cvpn_at (c->net->filter_rules, CvpnFilterRule, network->firewall.first + n)->rule !=
               c->verdict->rule)
        n++;
    *rule = cvpn_at (c->net->filter_rules, CvpnFilterRule, network->firewall.first + n);
    return g_strdup (g_strstrip (items[n]));
}

/* First match decides, so the new items stand in front of the one that denied; in its place, if
 * nothing is left for it to deny. */
static char *
insert_items (const char *list, const char *denial, const GPtrArray *items, gboolean replace)
{
    g_auto (GStrv) present = g_strsplit (list, ";", -1);
    GString *out = g_string_new (NULL);
    gboolean done = FALSE;

    for (guint i = 0; present[i]; i++) {
        const char *item = g_strstrip (present[i]);
        if (!*item)
            continue;
        for (guint j = 0; !done && g_str_equal (item, denial) && j < items->len; j++)
            if (!g_strv_contains ((const char *const *) present, items->pdata[j]))
                g_string_append_printf (out, "%s%s", out->len > 0 ? "; " : "",
                                        (const char *) items->pdata[j]);
        done |= g_str_equal (item, denial);
        if (!replace || !g_str_equal (item, denial))
            g_string_append_printf (out, "%s%s", out->len > 0 ? "; " : "", item);
    }
    return g_string_free (out, FALSE);
}

static void
mend_firewall (const CvpnMendContext *c, const CvpnOutside *network)
{
    const CvpnPacket *packet = &c->spot->packet;
    const CvpnMatch one = { packet->protocol, packet->destination_port, packet->destination_port,
                            packet->icmp_type, packet->icmp_code };
    g_autoptr (GArray) matches = cvpn_mend_matches (c, &one);
    g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
    const CvpnFilterRule *denied;
    g_autofree char *denial = find_denial (c, network, &denied);
    CvpnPrefix block = cvpn_mend_block (c, packet->source);
    gboolean replace = FALSE;
    char text[CVPN_PREFIX_TEXT];

    /* The VPC's block covers the interfaces of every landing. */
    if (denied->peer.length > block.length)
        block = denied->peer;
    cvpn_prefix_format (block, text);
    for (guint i = 0; i < matches->len; i++) {
        const CvpnMatch *match = &g_array_index (matches, CvpnMatch, i);
        g_autofree char *what = cvpn_match_format (match);
        replace |=
            cvpn_match_covers (match, &denied->match) && cvpn_prefix_covers (block, denied->peer);
        g_ptr_array_add (items, g_strdup_printf ("allow %s %s", what, text));
    }
    g_autofree char *value = insert_items (
        cvpn_mend_present (c, "network", network->name, "firewall"), denial, items, replace);
    cvpn_mend_put (c, "network", network->name, "firewall", value, "");
}

void
cvpn_mend_network (const CvpnMendContext *c)
{
    const guint32 index = c->landing->walk.way.place.network;
    char text[CVPN_PREFIX_TEXT];

    if (c->verdict->code == CVPN_CODE_VGW_NO_ROUTE) {
        if (c->verdict->direction == CVPN_FORWARD)
            mend_connection_route (c);
        return;
    }
    const CvpnOutside *network = cvpn_at (c->net->networks, CvpnOutside, index);
    if (c->verdict->code == CVPN_CODE_FIREWALL_RULES_RESTRICTION) {
        mend_firewall (c, network);
        return;
    }
    cvpn_prefix_format (cvpn_mend_block (c, c->spot->packet.destination), text);
    cvpn_mend_add_item (c, "network", network->name, "return-routes", text, "");
}
