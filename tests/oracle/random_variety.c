/* random_variety: patches for the groups that are there. */
#include "random_variety.h"

#include <string.h>

#include "scenario_text.h"

#define PICK(rand, array) ((array)[g_rand_int_range ((rand), 0, G_N_ELEMENTS (array))])

static const char *const blocks[] = { "0.0.0.0/0",    "10.0.0.0/8",     "10.0.0.0/24",
                                      "10.0.1.0/24",  "172.31.0.0/16",  "172.31.1.0/24",
                                      "10.0.1.10/32", "192.168.1.0/24", "198.51.100.0/24",
                                      "172.16.0.0/12" };

static gboolean
chance (GRand *rand, gint percent)
{
    return g_rand_int_range (rand, 0, 100) < percent;
}

/* "tcp 400-500": around what flows ask for; newly allocated. */
static char *
make_service (GRand *rand)
{
    static const guint ports[] = { 0, 1, 22, 53, 80, 443, 1024, 8080, 49152, 65535 };
    static const char *const others[] = { "icmp",   "icmp 8", "icmp 8/0", "icmp 3", "icmp 3/4",
                                          "icmp 0", "47",     "50",       "0",      "255" };
    const guint a = PICK (rand, ports), b = PICK (rand, ports);
    const char *protocol = chance (rand, 70) ? "tcp" : "udp";

    if (chance (rand, 25))
        return g_strdup (PICK (rand, others));
    if (a == b || chance (rand, 30))
        return g_strdup_printf ("%s %u", protocol, a);
    return g_strdup_printf ("%s %u-%u", protocol, MIN (a, b), MAX (a, b));
}

/* Names of the groups of a kind, in the order of the file. */
static GPtrArray *
find_names (const char *scenario, const char *kind)
{
    GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
    g_autofree char *header = g_strdup_printf ("\n[%s ", kind);

    for (const char *at = strstr (scenario, header); at; at = strstr (at + 1, header)) {
        const char *name = at + strlen (header);
        g_ptr_array_add (names, g_strndup (name, strcspn (name, "]")));
    }
    return names;
}

/* In front of those that are there, whose numbers are multiples of 10. */
static void
vary_acl (GRand *rand, GString *patch, const char *name)
{
    g_string_append_printf (patch, "[network-acl %s]\n", name);
    for (gint i = g_rand_int_range (rand, 0, 4); i > 0; i--) {
        g_autofree char *service = make_service (rand);
        g_string_append_printf (patch, "%s %d = %s %s %s\n",
                                chance (rand, 70) ? "outbound" : "inbound", 10 * i + 5,
                                chance (rand, 70) ? "deny" : "allow", service, PICK (rand, blocks));
    }
}

/* "tcp 443 10.0.0.0/8; icmp 0.0.0.0/0; …", or without blocks; each once. */
static void
add_services (GRand *rand, GString *patch, const char *key, gboolean with_blocks)
{
    g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    g_string_append_printf (patch, "%s = ", key);
    for (gint i = g_rand_int_range (rand, 1, 6); i > 0; i--) {
        g_autofree char *service = make_service (rand);
        char *item = with_blocks ? g_strdup_printf ("%s %s", service, PICK (rand, blocks))
                                 : g_strdup (service);
        if (g_hash_table_add (seen, item))
            g_string_append_printf (patch, "%s; ", item);
    }
    g_string_append_c (patch, '\n');
}

static void
vary_filters (GRand *rand, GString *patch, const char *scenario)
{
    g_autoptr (GPtrArray) acls = find_names (scenario, "network-acl");
    g_autoptr (GPtrArray) groups = find_names (scenario, "security-group");
    g_autoptr (GPtrArray) hosts = find_names (scenario, "host");

    for (guint i = 0; i < acls->len; i++)
        if (chance (rand, 50))
            vary_acl (rand, patch, acls->pdata[i]);
    for (guint i = 0; i < groups->len; i++) {
        g_string_append_printf (patch, "[security-group %s]\n", (char *) groups->pdata[i]);
        if (chance (rand, 25))
            add_services (rand, patch, "ingress", TRUE);
        if (chance (rand, 15))
            add_services (rand, patch, "egress", TRUE);
    }
    for (guint i = 0; i < hosts->len; i++) {
        g_string_append_printf (patch, "[host %s]\n", (char *) hosts->pdata[i]);
        if (chance (rand, 50))
            add_services (rand, patch, "listen", FALSE);
    }
}

static void
vary_outside (GRand *rand, GString *patch)
{
    static const char *const firewalls[] = {
        "deny tcp 22-80 0.0.0.0/0",
        "allow tcp 443 10.0.0.0/16; allow icmp 8 0.0.0.0/0; deny all 0.0.0.0/0",
        "deny tcp 1-1023 10.0.0.0/24; deny icmp 3/4 0.0.0.0/0",
        "deny udp 53 10.0.1.0/24; deny 47 0.0.0.0/0; allow all 10.0.0.0/8; deny all 0.0.0.0/0",
    };

    g_string_append_printf (patch, "[network office]\nfirewall = %s\n", PICK (rand, firewalls));
}

/* The third subnet in a zone of its own is associated, too. */
static void
add_landing (GRand *rand, GString *patch, const char *scenario)
{
    g_string_append (patch, "[client-vpn-endpoint cvpn-1]\ntarget-networks = s00; s01; s02\n"
                            "[client-vpn-routes cvpn-1]\n");
    g_string_append_printf (patch, "0.0.0.0/0 = s00; s01%s\n", chance (rand, 80) ? "; s02" : "");
    if (chance (rand, 80))
        g_string_append_printf (patch, "%s = s00; s02\n", PICK (rand, blocks));
    g_string_append (patch, "[subnet s02]\navailability-zone = zone-2\n");
    if (strstr (scenario, "\n[transit-gateway-attachment att-00]") && chance (rand, 70))
        g_string_append (patch, "[transit-gateway-attachment att-00]\nsubnets = s00; s01; s02\n");
}

static void
add_people (GRand *rand, GString *patch, guint number)
{
    static const char *const groups[] = { "staff", "ops", "ops; staff", "guests", "" };
    static const char *const lans[] = { "192.168.1.0/24", "10.0.1.0/25", "172.31.1.0/24",
                                        "0.0.0.0/1", "198.51.100.10/32" };

    g_string_append_printf (patch, "[clients more-%u]\nendpoint = cvpn-1\ncount = 2\n", number);
    g_string_append_printf (patch, "arrival = at 0s\ngroups = %s\n", PICK (rand, groups));
    if (chance (rand, 40))
        g_string_append_printf (patch, "local-network = %s\n", PICK (rand, lans));
}

char *
random_variety (GRand *rand, const char *scenario)
{
    g_autoptr (GString) patch = g_string_new (NULL);

    vary_filters (rand, patch, scenario);
    if (chance (rand, 40))
        vary_outside (rand, patch);
    if (strstr (scenario, "target-networks = s00; s01\n") && strstr (scenario, "\n[subnet s02]") &&
        chance (rand, 60))
        add_landing (rand, patch, scenario);
    for (gint i = g_rand_int_range (rand, 1, 4); i > 0; i--)
        add_people (rand, patch, (guint) i);
    return cvpn_test_patch (scenario, patch->str);
}

char *
random_unknown (GRand *rand, const char *scenario)
{
    static const char *const kinds[] = {
        "route-table",
        "network-acl",
        "security-group",
        "internet-gateway",
        "nat-gateway",
        "transit-gateway",
        "vpc-peering-connection",
        "virtual-private-gateway",
        "vpn-connection",
        "subnet",
        "vpc",
        "transit-gateway-attachment",
        "prefix-list",
        "network",
        "host",
        "route-table",
        "security-group",
    };
    const char *kind = PICK (rand, kinds);
    g_autoptr (GPtrArray) names = find_names (scenario, kind);

    if (names->len == 0)
        return g_strdup (scenario);
    const char *name = names->pdata[g_rand_int_range (rand, 0, (gint) names->len)];
    g_autofree char *patch =
        g_strdup_printf ("-[%s %s]\n[unknown %s]\nkind = %s\n", kind, name, name, kind);
    return cvpn_test_patch (scenario, patch);
}
