/* random_scenario: one function per kind of group; all choices by one GRand. */
#include "random_scenario.h"

#include <string.h>

#define N_VPCS    3
#define N_SUBNETS 4

typedef struct {
    GRand *rand;
    GString *text;
    guint n_vpcs, n_subnets[N_VPCS];
    const char *blocks[N_VPCS]; /* "10.0": the /16 */
    gboolean peered[N_VPCS][N_VPCS];
    gboolean gateway[N_VPCS]; /* internet gateway */
    gboolean private_gateway;
    GHashTable *keys; /* of the group that is being written */
} Maker;

static guint
pick (Maker *m, guint n)
{
    return (guint) g_rand_int_range (m->rand, 0, (gint) n);
}

static gboolean
chance (Maker *m, guint percent)
{
    return pick (m, 100) < percent;
}

#define PICK(m, array) ((array)[pick ((m), G_N_ELEMENTS (array))])

static void add (Maker *m, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add (Maker *m, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_string_append_vprintf (m->text, format, arguments);
    va_end (arguments);
}

static void
begin (Maker *m, const char *header)
{
    g_hash_table_remove_all (m->keys);
    add (m, "\n[%s]\n", header);
}

/* TRUE if the key is new in this group. */
static gboolean
is_new (Maker *m, const char *key)
{
    return g_hash_table_add (m->keys, g_strdup (key));
}

/* An address that means something in this network, by its first three bytes. */
static void
pick_place (Maker *m, char place[16])
{
    static const char *const outside[] = { "192.168.1", "192.168.64", "198.51.100", "203.0.113" };
    const guint vpc = pick (m, m->n_vpcs);

    if (chance (m, 25))
        g_strlcpy (place, PICK (m, outside), 16);
    else
        g_snprintf (place, 16, "%s.%u", m->blocks[vpc], pick (m, m->n_subnets[vpc] + 1));
}

/* A block around such an address; newly allocated. */
static char *
pick_block (Maker *m)
{
    char place[16];
    g_auto (GStrv) bytes = NULL;

    pick_place (m, place);
    bytes = g_strsplit (place, ".", 3);
    switch (pick (m, 7)) {
    case 0:
        return g_strdup ("0.0.0.0/0");
    case 1:
        return g_strdup_printf ("%s.0.0.0/8", bytes[0]);
    case 2:
    case 3:
        return g_strdup_printf ("%s.%s.0.0/16", bytes[0], bytes[1]);
    case 4:
        return g_strdup_printf ("%s.128/25", place);
    case 5:
        return g_strdup_printf ("%s.10/32", place);
    default:
        return g_strdup_printf ("%s.0/24", place);
    }
}

static const char *
pick_match (Maker *m)
{
    static const char *const matches[] = { "all",     "all",     "all",    "tcp 443",
                                           "tcp *",   "udp *",   "udp 53", "tcp 1024-65535",
                                           "icmp",    "icmp 8",  "icmp 0", "tcp 22-443",
                                           "icmp 3/3", "tcp 49152", "6" };
    return PICK (m, matches);
}

static void
make_vpcs (Maker *m)
{
    static const char *const first[] = { "10.0", "10.0", "10.0", "172.131" };
    static const char *const third[] = { "10.20", "172.31", "172.130" };

    m->n_vpcs = 1 + pick (m, N_VPCS);
    m->blocks[0] = PICK (m, first);
    m->blocks[1] = "172.31";
    m->blocks[2] = PICK (m, third); /* perhaps a twin of the second */
    for (guint i = 0; i < m->n_vpcs; i++) {
        m->gateway[i] = chance (m, 60);
        m->n_subnets[i] = 1 + pick (m, N_SUBNETS);
        add (m, "\n[vpc vpc-%u]\ncidr-block = %s.0.0/16\n", i, m->blocks[i]);
        if (m->gateway[i])
            add (m, "[internet-gateway igw-%u]\nvpc = vpc-%u\n", i, i);
    }
}

static void
make_peerings (Maker *m)
{
    static const char *const statuses[] = { "active", "active", "active", "pending-acceptance",
                                            "deleted" };

    for (guint i = 0; i < m->n_vpcs; i++)
        for (guint j = i + 1; j < m->n_vpcs; j++) {
            m->peered[i][j] = strcmp (m->blocks[i], m->blocks[j]) != 0 && chance (m, 75);
            if (m->peered[i][j])
                add (m,
                     "\n[vpc-peering-connection pcx-%u%u]\nrequester-vpc = vpc-%u\n"
                     "accepter-vpc = vpc-%u\nstatus = %s\n",
                     i, j, i, j, PICK (m, statuses));
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

    add (m, "\n[network office]\ncidr-block = 192.168.0.0/16\n");
    if (chance (m, 40))
        add (m, "firewall = %s\n", PICK (m, firewalls));
    if (chance (m, 40))
        add (m, "return-routes = %s\n", PICK (m, back));
    add (m, "\n[network lake]\ncidr-block = 192.168.64.0/20; 203.0.113.0/25\n");
    m->private_gateway = chance (m, 80);
    if (!m->private_gateway)
        return;
    add (m,
         "\n[virtual-private-gateway vgw]\nvpc = vpc-0\n"
         "[vpn-connection vpn-1]\ngateway = vgw\nnetwork = office\nroutes = %s\n",
         PICK (m, routes));
    if (chance (m, 50))
        add (m, "[vpn-connection vpn-2]\ngateway = vgw\nnetwork = lake\n"
                "routes = 192.168.64.0/20\n");
}

/* A target that serves the VPC, newly allocated. */
static char *
pick_target (Maker *m, guint vpc)
{
    const guint other = pick (m, m->n_vpcs);
    const guint low = MIN (vpc, other), high = MAX (vpc, other);

    if (vpc != other && m->peered[low][high] && chance (m, 70))
        return g_strdup_printf ("pcx-%u%u", low, high);
    if (m->gateway[vpc] && chance (m, 50))
        return g_strdup_printf ("igw-%u", vpc);
    if (vpc == 0 && m->private_gateway && chance (m, 70))
        return g_strdup ("vgw");
    return g_strdup ("blackhole");
}

/* The route that belongs there, mostly. */
static void
add_route (Maker *m, guint vpc, const char *block, const char *target)
{
    g_autofree char *own = g_strdup_printf ("%s.0.0/16", m->blocks[vpc]);

    if (!g_str_equal (block, own) && is_new (m, block))
        add (m, "%s = %s\n", block, target);
}

static void
make_table (Maker *m, guint vpc, guint number)
{
    g_autofree char *header = g_strdup_printf ("route-table rtb-%u%u", vpc, number);

    begin (m, header);
    add (m, "vpc = vpc-%u\n", vpc);
    if (number == 0 && chance (m, 50))
        add (m, "main = true\n");
    for (guint i = 0; i < m->n_vpcs; i++) {
        const guint low = MIN (vpc, i), high = MAX (vpc, i);
        g_autofree char *block = g_strdup_printf ("%s.0.0/16", m->blocks[i]);
        g_autofree char *target = g_strdup_printf ("pcx-%u%u", low, high);
        if (i != vpc && m->peered[low][high] && chance (m, 85))
            add_route (m, vpc, block, target);
    }
    if (m->gateway[vpc] && chance (m, 80)) {
        g_autofree char *target = g_strdup_printf ("igw-%u", vpc);
        add_route (m, vpc, "0.0.0.0/0", target);
    }
    if (vpc == 0 && m->private_gateway && chance (m, 60))
        add_route (m, vpc, "192.168.0.0/16", "vgw");
    for (guint i = pick (m, 3); i > 0 && chance (m, 50); i--) {
        g_autofree char *block = pick_block (m);
        g_autofree char *target = pick_target (m, vpc);
        add_route (m, vpc, block, target);
    }
    if (vpc == 0 && m->private_gateway && chance (m, 40))
        add (m, "propagating = vgw\n");
}

static void
add_entries (Maker *m, const char *direction)
{
    if (chance (m, 85)) {
        is_new (m, direction);
        add (m, "%s 500 = allow all 0.0.0.0/0\n", direction);
    }
    for (guint i = pick (m, 4); i > 0; i--) {
        g_autofree char *block = pick_block (m);
        g_autofree char *key = g_strdup_printf ("%s %u", direction, 10 * (1 + pick (m, 90)));
        if (!g_str_has_suffix (key, " 500") && is_new (m, key))
            add (m, "%s = %s %s %s\n", key, chance (m, 70) ? "allow" : "deny", pick_match (m),
                 block);
    }
}

static void
make_acls (Maker *m, guint vpc)
{
    for (guint i = 0; i < 2; i++) {
        g_autofree char *header = g_strdup_printf ("network-acl acl-%u%u", vpc, i);
        begin (m, header);
        add (m, "vpc = vpc-%u\n", vpc);
        add_entries (m, "inbound");
        add_entries (m, "outbound");
    }
}

static void
add_rules (Maker *m, const char *key, guint permissive)
{
    add (m, "%s = ", key);
    if (chance (m, permissive))
        add (m, "all 0.0.0.0/0; ");
    for (guint i = pick (m, 4); i > 0; i--) {
        g_autofree char *block = pick_block (m);
        if (chance (m, 50))
            add (m, "%s sg-%u%u; ", pick_match (m), pick (m, m->n_vpcs), pick (m, 2));
        else
            add (m, "%s %s; ", pick_match (m), block);
    }
    add (m, "\n");
}

static void
make_groups (Maker *m, guint vpc)
{
    for (guint i = 0; i < 2; i++) {
        add (m, "\n[security-group sg-%u%u]\nvpc = vpc-%u\n", vpc, i, vpc);
        if (i == 0 && chance (m, 30))
            add (m, "default = true\n");
        add_rules (m, "ingress", 50);
        if (chance (m, 50))
            add_rules (m, "egress", 60);
    }
}
