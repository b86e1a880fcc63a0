/* random_network: VPCs, peerings, tables, filters, and what is outside. */
#include "random_maker.h"

#include <string.h>

static void
make_vpcs (Maker *m)
{
    static const guint numbers[] = { 1, 2, 2, 3, 3 }, subnets[] = { 1, 2, 3, 3, 4, 4 };
    static const char *const first[] = { "10.0", "10.0", "10.0", "172.131" };
    static const char *const third[] = { "10.20", "172.31", "172.130" };

    m->n_vpcs = MAKER_PICK (m, numbers);
    m->blocks[0] = MAKER_PICK (m, first);
    m->blocks[1] = "172.31";
    m->blocks[2] = MAKER_PICK (m, third); /* perhaps a twin of the second */
    for (guint i = 0; i < m->n_vpcs; i++) {
        m->gateway[i] = maker_chance (m, i == 0 ? 60 : 75);
        m->n_subnets[i] = MAKER_PICK (m, subnets);
        m->two_blocks[i] = m->n_subnets[i] > 2 && maker_chance (m, 25);
        maker_add (m, "\n[vpc vpc-%u]\ncidr-block = %s.0.0/16", i, m->blocks[i]);
        if (m->two_blocks[i])
            maker_add (m, "; 10.6%u.0.0/16", i);
        maker_add (m, "\n");
    }
}

static void
make_peerings (Maker *m)
{
    static const char *const statuses[] = { "active", "active", "active", "pending-acceptance",
                                            "deleted" };

    for (guint i = 0; i < m->n_vpcs; i++)
        for (guint j = i + 1; j < m->n_vpcs; j++) {
            m->peered[i][j] = strcmp (m->blocks[i], m->blocks[j]) != 0 && maker_chance (m, 75);
            if (m->peered[i][j])
                maker_add (m,
                           "\n[vpc-peering-connection pcx-%u%u]\nrequester-vpc = vpc-%u\n"
                           "accepter-vpc = vpc-%u\nstatus = %s\n",
                           i, j, i, j, MAKER_PICK (m, statuses));
        }
}

static void
make_outside (Maker *m)
{
    static const char *const routes[] = { "192.168.0.0/16", "192.168.0.0/16", "192.168.1.0/24",
                                          "192.168.0.0/16; 10.0.0.0/8" };
    static const char *const firewalls[] = { "allow all 0.0.0.0/0", "deny tcp 22 0.0.0.0/0",
                                             "allow tcp 443 10.0.0.0/16; deny all 0.0.0.0/0",
                                             "deny all 10.0.1.0/24; allow all 0.0.0.0/0" };
    static const char *const back[] = { "0.0.0.0/0", "10.0.0.0/16", "10.0.0.0/24; 172.131.0.0/16" };

    maker_add (m, "\n[network office]\ncidr-block = 192.168.0.0/16\n");
    if (maker_chance (m, 40))
        maker_add (m, "firewall = %s\n", MAKER_PICK (m, firewalls));
    if (maker_chance (m, 40))
        maker_add (m, "return-routes = %s\n", MAKER_PICK (m, back));
    maker_add (m, "\n[network lake]\ncidr-block = 192.168.64.0/20; 203.0.113.0/25\n");
    m->private_gateway = maker_chance (m, 80);
    m->private_gateway_vpc = maker_chance (m, 75) ? 0 : maker_pick (m, m->n_vpcs);
    if (!m->private_gateway)
        return;
    maker_add (m,
               "\n[virtual-private-gateway vgw]\nvpc = vpc-%u\n"
               "[vpn-connection vpn-1]\ngateway = vgw\nnetwork = office\nroutes = %s\n",
               m->private_gateway_vpc, MAKER_PICK (m, routes));
    if (maker_chance (m, 50))
        maker_add (m, "[vpn-connection vpn-2]\ngateway = vgw\nnetwork = lake\n"
                      "routes = 192.168.64.0/20\n");
}

static void
make_prefix_lists (Maker *m)
{
    static const char *const entries[] = { "8.8.0.0/16",      "8.8.8.8/32",      "198.51.100.0/24",
                                           "203.0.113.0/25",  "203.0.113.64/26", "192.168.0.0/16",
                                           "192.168.64.0/20", "52.216.0.0/15" };

    m->n_lists = maker_pick (m, N_LISTS + 1);
    for (guint i = 0; i < m->n_lists; i++) {
        g_autofree char *header = g_strdup_printf ("prefix-list pl-%u", i);
        maker_begin (m, header);
        maker_add (m, "entries = ");
        for (guint n = 1 + maker_pick (m, 4); n > 0; n--) {
            g_autofree char *block = maker_block (m);
            const char *entry = maker_chance (m, 25) ? block : MAKER_PICK (m, entries);
            if (maker_is_new (m, entry))
                maker_add (m, "%s; ", entry);
        }
        maker_add (m, "\n");
    }
}

static void
add_entries (Maker *m, const char *direction)
{
    if (!maker_slips (m, 15)) {
        maker_is_new (m, direction);
        maker_add (m, "%s 500 = allow all 0.0.0.0/0\n", direction);
    }
    for (guint i = maker_pick (m, m->tidy ? 2 : 4); i > 0; i--) {
        g_autofree char *block = maker_block (m);
        g_autofree char *key = g_strdup_printf ("%s %u", direction, 10 * (1 + maker_pick (m, 90)));
        if (!g_str_has_suffix (key, " 500") && maker_is_new (m, key))
            maker_add (m, "%s = %s %s %s\n", key, maker_chance (m, 75) ? "allow" : "deny",
                       maker_match (m), block);
    }
}

static void
make_acls (Maker *m, guint vpc)
{
    for (guint i = 0; i < 2; i++) {
        g_autofree char *header = g_strdup_printf ("network-acl acl-%u%u", vpc, i);
        maker_begin (m, header);
        maker_add (m, "vpc = vpc-%u\n", vpc);
        add_entries (m, "inbound");
        add_entries (m, "outbound");
    }
}

static void
add_rules (Maker *m, const char *key, guint permissive)
{
    g_hash_table_remove_all (m->keys);
    maker_add (m, "%s = ", key);
    if (maker_chance (m, permissive) && maker_is_new (m, "all 0.0.0.0/0"))
        maker_add (m, "all 0.0.0.0/0; ");
    for (guint i = maker_pick (m, 4); i > 0; i--) {
        g_autofree char *block = maker_block (m);
        g_autofree char *group =
            g_strdup_printf ("sg-%u%u", maker_pick (m, m->n_vpcs), maker_pick (m, 2));
        g_autofree char *list = g_strdup_printf ("pl-%u", maker_pick (m, MAX (m->n_lists, 1)));
        const char *peer = maker_chance (m, 50) ? group : block;
        g_autofree char *rule = g_strdup_printf (
            "%s %s", maker_match (m), m->n_lists > 0 && maker_chance (m, 20) ? list : peer);
        if (maker_is_new (m, rule))
            maker_add (m, "%s; ", rule);
    }
    maker_add (m, "\n");
}

static void
make_groups (Maker *m, guint vpc)
{
    for (guint i = 0; i < 2; i++) {
        maker_add (m, "\n[security-group sg-%u%u]\nvpc = vpc-%u\n", vpc, i, vpc);
        if (i == 0 && maker_chance (m, 30))
            maker_add (m, "default = true\n");
        add_rules (m, "ingress", m->tidy ? 88 : 72);
        if (maker_chance (m, 50))
            add_rules (m, "egress", m->tidy ? 90 : 68);
    }
}

/* For the tables that have no route to the list yet: AWS takes one. */
static void
make_endpoint (Maker *m, guint number)
{
    const guint list = maker_pick (m, m->n_lists), vpc = maker_pick (m, m->n_vpcs);

    maker_add (m, "\n[vpc-endpoint vpce-%u]\nvpc = vpc-%u\nprefix-list = pl-%u\nroute-tables = ",
               number, vpc, list);
    for (guint i = 0; i < N_TABLES; i++)
        if (!m->listed[vpc][i][list] && maker_chance (m, 60)) {
            maker_add (m, "rtb-%u%u; ", vpc, i);
            m->listed[vpc][i][list] = TRUE;
        }
    maker_add (m, "\n");
}

void
maker_network (Maker *m)
{
    make_vpcs (m);
    maker_plan_gateways (m);
    make_peerings (m);
    make_outside (m);
    make_prefix_lists (m);
    for (guint vpc = 0; vpc < m->n_vpcs; vpc++) {
        maker_tables (m, vpc);
        make_acls (m, vpc);
        make_groups (m, vpc);
    }
    for (guint i = maker_pick (m, 4); m->n_lists > 0 && i > 0; i--)
        make_endpoint (m, i);
    maker_gateways (m);
}
