/* random_scenario: subnets with hosts, the endpoint, its people, their flows. */
#include "random_scenario.h"

#include <string.h>

#include "random_maker.h"

static void
make_host (Maker *m, guint vpc, guint subnet, guint last)
{
    static const char *const listens[] = { "tcp 443", "tcp 443; udp 53; icmp", "", "udp *",
                                           "tcp *; icmp 8" };

    char place[16];

    maker_place (m, vpc, subnet, place);
    maker_add (m, "\n[host h%u%u%u]\nsubnet = s%u%u\naddress = %s.%u\n", vpc, subnet, last, vpc,
               subnet, place, last);
    if (maker_chance (m, 60))
        maker_add (m, "security-groups = sg-%u%u\n", vpc, maker_pick (m, 2));
    else if (maker_chance (m, 50))
        maker_add (m, "security-groups = sg-%u0; sg-%u1\n", vpc, vpc);
    if (maker_chance (m, 40))
        maker_add (m, "listen = %s\n", MAKER_PICK (m, listens));
    if (maker_chance (m, 25))
        maker_add (m, "public-address = 203.0.113.%u\n", 130 + 40 * vpc + 10 * subnet + last % 8);
}

/* The subnets of gateways have a table that does not lead into them, mostly; -1: the
 * main one. */
static gint
pick_table (Maker *m, guint vpc, guint subnet)
{
    static const gint others[] = { 0, 0, 0, 0, 0, 1, 1, 2, -1, -1 };
    gboolean holds_gateway = m->forwarder[vpc] && m->forwarder_subnet[vpc] == subnet;

    for (guint i = 0; i < m->n_nats[vpc]; i++)
        holds_gateway |= m->nat_subnet[vpc][i] == subnet;
    return holds_gateway && !maker_slips (m, 8) ? 1 : MAKER_PICK (m, others);
}

static void
make_subnet (Maker *m, guint vpc, guint i)
{
    const gint table = pick_table (m, vpc, i);
    char place[16];

    maker_place (m, vpc, i, place);
    maker_add (m,
               "\n[subnet s%u%u]\nvpc = vpc-%u\navailability-zone = zone-%u\n"
               "cidr-block = %s.0/24\n",
               vpc, i, vpc, i % N_ZONES, place);
    if (table >= 0)
        maker_add (m, "route-table = rtb-%u%d\n", vpc, table);
    if (maker_chance (m, 42))
        maker_add (m, "network-acl = acl-%u%u\n", vpc, maker_pick (m, 2));
    if (maker_chance (m, 2))
        maker_add (m, "available-addresses = 0\n");
    if (maker_chance (m, 80))
        make_host (m, vpc, i, 10);
    if (maker_chance (m, 40))
        make_host (m, vpc, i, 20);
    if (maker_chance (m, 20))
        make_host (m, vpc, i, 254); /* where the interface would be */
}

static void
make_hosts_outside (Maker *m)
{
    maker_add (m, "\n[host printer]\nnetwork = office\naddress = 192.168.1.10\n");
    if (maker_chance (m, 50))
        maker_add (m, "listen = tcp 443; udp 53\n");
    maker_add (m, "\n[host boat]\nnetwork = lake\naddress = 192.168.64.10\n"
                  "[host edge]\nnetwork = lake\naddress = 203.0.113.10\n"
                  "[host site]\nnetwork = internet\naddress = 198.51.100.10\nlisten = tcp 443\n");
}

static void
make_routes (Maker *m, gboolean two)
{
    const char *const both = two ? "s00; s01" : "s00";
    const char *const targets[] = { both, both, both, "s00", two ? "s01" : "s00" };

    maker_begin (m, "client-vpn-routes cvpn-1");
    if (!maker_slips (m, 20) && maker_is_new (m, "0.0.0.0/0"))
        maker_add (m, "0.0.0.0/0 = %s\n", MAKER_PICK (m, targets));
    for (guint i = 1 + maker_pick (m, 4); i > 0; i--) {
        g_autofree char *block = maker_block (m);
        if (maker_is_new (m, block))
            maker_add (m, "%s = %s\n", block, MAKER_PICK (m, targets));
    }
    if (maker_chance (m, 50))
        maker_add (m, "100.64.0.0/22 = local\n");
}

static void
make_rules (Maker *m)
{
    static const char *const groups[] = { "*", "*", "*", "staff", "ops", "ops; staff", "ops; *" };

    maker_begin (m, "authorization-rules cvpn-1");
    if (!maker_slips (m, 15) && maker_is_new (m, "0.0.0.0/0"))
        maker_add (m, "0.0.0.0/0 = %s\n", !maker_slips (m, 18) ? "*" : "staff");
    for (guint i = maker_pick (m, 3); i > 0; i--) {
        g_autofree char *block = maker_block (m);
        if (maker_is_new (m, block))
            maker_add (m, "%s = %s\n", block, MAKER_PICK (m, groups));
    }
    if (maker_chance (m, 50))
        maker_add (m, "100.64.0.0/22 = %s\n", MAKER_PICK (m, groups));
}

static void
make_endpoint (Maker *m)
{
    static const char *const methods[] = { "directory", "directory", "federated", "certificate",
                                           "certificate; directory" };
    static const char *const ports[] = { "1024-65535", "2000-2100", "" };
    const gboolean two = m->n_subnets[0] > 1 && maker_chance (m, 70);

    maker_add (m,
               "\n[client-vpn-endpoint cvpn-1]\nclient-cidr-block = 100.64.0.0/22\n"
               "target-networks = s00%s\nauthentication = %s\nsplit-tunnel = %s\n",
               two ? "; s01" : "", MAKER_PICK (m, methods),
               maker_chance (m, 25) ? "true" : "false");
    if (maker_chance (m, 60))
        maker_add (m, "security-groups = sg-0%u\n", maker_pick (m, 2));
    else if (maker_chance (m, 50))
        maker_add (m, "security-groups = sg-00; sg-01\n");
    if (maker_chance (m, 15))
        maker_add (m, "interface-security-groups = s00 sg-0%u\n", maker_pick (m, 2));
    if (maker_chance (m, 5))
        maker_add (m, "automatic-routes =\n");
    if (maker_chance (m, 12))
        maker_add (m, "snat-ports = %s\n", MAKER_PICK (m, ports));
    if (maker_chance (m, 20))
        maker_add (m, "interface-addresses = s00 %s.0.100\n", m->blocks[0]);
    if (maker_chance (m, 5))
        maker_add (m, "mfa = true\n");
    make_routes (m, two);
    make_rules (m);
}

static void
make_people (Maker *m)
{
    static const char *const lans[] = { "192.168.1.0/24", "192.168.0.0/16", "10.0.0.0/16",
                                        "198.51.100.0/24", "172.31.1.0/24" };

    maker_add (m, "\n[clients users]\nendpoint = cvpn-1\ncount = 2\narrival = at 0s\n");
    if (maker_chance (m, 70))
        maker_add (m, "groups = staff\n");
    if (maker_chance (m, 20))
        maker_add (m, "local-network = %s\n", MAKER_PICK (m, lans));
    if (maker_chance (m, 3))
        maker_add (m, "authentication = certificate\n");
    if (maker_chance (m, 2))
        maker_add (m, "remote-random-hostname = unsupported\n");
    if (maker_chance (m, 5))
        maker_add (m, "mfa-prompt = false\n");
}

char *
random_scenario (GRand *rand)
{
    Maker m = { .rand = rand, .text = g_string_new ("[scenario]\ntitle = random\n") };

    m.keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    maker_network (&m);
    for (guint vpc = 0; vpc < m.n_vpcs; vpc++)
        for (guint i = 0; i < m.n_subnets[vpc]; i++)
            make_subnet (&m, vpc, i);
    make_hosts_outside (&m);
    make_endpoint (&m);
    make_people (&m);
    g_hash_table_unref (m.keys);
    return g_string_free (m.text, FALSE);
}

const char *
random_failure (GRand *rand)
{
    static const char *const zones[N_ZONES] = { "zone-0", "zone-1" };

    return g_rand_int_range (rand, 0, 100) < 20 ? zones[g_rand_int_range (rand, 0, N_ZONES)] : NULL;
}

/* A word behind one of the places where 'key' stands at a line's beginning. */
static char *
random_word (GRand *rand, const char *scenario, const char *key)
{
    g_auto (GStrv) parts = g_strsplit (scenario, key, -1);
    const guint n = g_strv_length (parts) - 1;
    const char *part = parts[1 + (guint) g_rand_int_range (rand, 0, (gint) n)];

    return g_strndup (part, strcspn (part, "]\n/"));
}

static char *
random_target (GRand *rand, const char *scenario)
{
    static const char *const others[] = { "100.64.0.9",   "192.168.1.77", "192.168.65.1",
                                          "203.0.113.77", "8.8.8.8",      "198.51.100.77",
                                          "52.216.1.1",   "10.9.9.9",     "172.131.9.9",
                                          "100.100.1.1",  "192.168.1.10" };
    const guint which = (guint) g_rand_int_range (rand, 0, 100);

    if (which < 60)
        return random_word (rand, scenario, "[host ");
    if (which < 70 && strstr (scenario, "\npublic-address = "))
        return random_word (rand, scenario, "\npublic-address = ");
    if (which < 75)
        return random_word (rand, scenario, "\ncidr-block = ");
    return g_strdup (others[g_rand_int_range (rand, 0, G_N_ELEMENTS (others))]);
}

char *
random_flow (GRand *rand, const char *scenario)
{
    static const char *const whats[] = {
        "tcp 443", "tcp 443", "tcp 443", "tcp 443", "tcp 443", "tcp 443", "tcp 22",
        "tcp 22",  "tcp 22",  "tcp 80",  "tcp 80",  "tcp 80",  "udp 53",  "udp 53",
        "udp 500", "udp 500", "icmp",    "icmp",    "icmp",    "47",
    };
    g_autofree char *target = random_target (rand, scenario);

    return g_strdup_printf ("%s %s", target,
                            whats[g_rand_int_range (rand, 0, G_N_ELEMENTS (whats))]);
}
