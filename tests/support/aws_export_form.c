/* A scenario without what AWS does not know, which is what an import can give back at best. */
#include <string.h>

#include "aws_export.h"
#include "model/scenario.h"
#include "scenario_text.h"

/* Kinds that stay. */
static const char *const kinds[] = {
    "scenario",
    "vpc",
    "subnet",
    "route-table",
    "internet-gateway",
    "nat-gateway",
    "vpc-peering-connection",
    "transit-gateway",
    "transit-gateway-attachment",
    "transit-gateway-route-table",
    "virtual-private-gateway",
    "vpn-connection",
    "network",
    "prefix-list",
    "vpc-endpoint",
    "security-group",
    "network-acl",
    "host",
    "unknown",
    "client-vpn-endpoint",
    "client-vpn-routes",
    "authorization-rules",
    NULL,
};

/* Keys that go. */
static const char *const keys[] = {
    "host listen",
    "host mtu",
    "host tcp-established-timeout",
    "host udp-timeout",
    "host udp-stream-timeout",
    "nat-gateway ports-per-destination",
    "client-vpn-endpoint mfa",
    "client-vpn-endpoint mssfix",
    "client-vpn-endpoint snat-ports",
    "client-vpn-endpoint dns-answer",
    "client-vpn-endpoint dns-ttl",
    "client-vpn-endpoint health-check",
    "client-vpn-endpoint ping-restart",
    "client-vpn-endpoint address-model",
    "client-vpn-endpoint session-bandwidth",
    "client-vpn-endpoint tcp-established-timeout",
    "client-vpn-endpoint udp-timeout",
    "client-vpn-endpoint udp-stream-timeout",
    "scenario include",
    "scenario duration",
    NULL,
};

static gint
compare_words (gconstpointer a, gconstpointer b)
{
    return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Of subnets AWS keeps no order. */
static char *
sort_list (const char *value)
{
    g_auto (GStrv) items = g_strsplit (value, ";", -1);
    g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

    for (guint i = 0; items[i]; i++)
        if (*g_strstrip (items[i]))
            g_ptr_array_add (sorted, items[i]);
    g_ptr_array_sort (sorted, compare_words);
    g_ptr_array_add (sorted, NULL);
    return g_strjoinv ("; ", (char **) sorted->pdata);
}

static void
add_group (GString *text, const CvpnGroup *group)
{
    g_string_append_printf (text, "\n[%s%s%s]\n", group->kind, *group->name ? " " : "",
                            group->name);
    for (guint i = 0; i < group->entries->len; i++) {
        const CvpnEntry *entry = group->entries->pdata[i];
        g_autofree char *key = g_strdup_printf ("%s %s", group->kind, entry->key);
        g_autofree char *value = g_str_equal (key, "transit-gateway-attachment subnets")
                                     ? sort_list (entry->value)
                                     : g_strdup (entry->value);
        if (!g_strv_contains (keys, key))
            g_string_append_printf (text, "%s = %s\n", entry->key, value);
    }
}

static gboolean
is_far_side (const CvpnSpec *spec, const char *network)
{
    for (guint i = 0; i < spec->vpn_connections->len; i++) {
        const CvpnVpnConnectionSpec *connection = spec->vpn_connections->pdata[i];
        if (g_str_equal (connection->network, network))
            return TRUE;
    }
    return FALSE;
}

char *
aws_export_form (const char *scenario)
{
    g_autoptr (CvpnScenario) loaded = cvpn_test_load (scenario, NULL);
    GString *text = g_string_new (NULL);

    if (!loaded)
        return g_string_free (text, FALSE);
    for (guint i = 0; i < loaded->spec->document->groups->len; i++) {
        const CvpnGroup *group = loaded->spec->document->groups->pdata[i];
        if (!g_strv_contains (kinds, group->kind))
            continue;
        if (g_str_equal (group->kind, "host") && cvpn_group_entry (group, "network"))
            continue;
        if (!g_str_equal (group->kind, "network"))
            add_group (text, group);
        else if (is_far_side (loaded->spec, group->name))
            g_string_append_printf (text, "\n[unknown %s]\nkind = network\n", group->name);
    }
    return g_string_free (text, FALSE);
}
