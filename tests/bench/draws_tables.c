/* The port table at some numbers of tuples beside a GHashTable of entries that count only,
 * which is the least that such a table costs; addresses, and longest prefixes. */
#include "draws.h"

#include <stdio.h>

#include "base/prefix_table.h"
#include "draws_timing.h"
#include "path/snat_table.h"
#include "sim/address_pool.h"

#define ROUNDS  1000000
#define AT_WORK 4 /* flows that have a port at a time */
#define FIRST   1024
#define PORTS   64512

typedef struct {
    guint32 n;
    guint32 *order; /* indices of tuples, at random */
    CvpnSnatTable *table;
    GHashTable *hash;
} Ports;

typedef struct {
    CvpnSnatTuple tuple;
    guint32 in_use;
} Counted;

static CvpnSnatTuple
tuple_of (guint32 i)
{
    return (CvpnSnatTuple){ i % 5, 0x0a000000 + i / 5 / 2, (guint16) (443 + i / 5 % 2), 6 };
}

static guint32
at_random (guint32 i, guint32 n)
{
    return (guint32) ((guint64) (i * 2654435761u) * n >> 32);
}

static gint64
take_ports (gpointer data, guint32 n)
{
    const Ports *ports = data;
    CvpnSnatBinding bindings[AT_WORK];
    gint64 sum = 0;

    for (guint i = 0; i < AT_WORK; i++)
        bindings[i].tuple = G_MAXUINT32;
    for (guint32 i = 0; i < n; i++) {
        const CvpnSnatTuple tuple = tuple_of (ports->order[at_random (i, ports->n)]);
        CvpnSnatBinding *binding = &bindings[i % AT_WORK];
        cvpn_snat_table_release (ports->table, *binding);
        cvpn_snat_table_take (ports->table, &tuple, (guint16) (FIRST + i % 50000), FIRST, PORTS,
                              binding);
        sum += binding->port;
    }
    for (guint i = 0; i < AT_WORK; i++)
        cvpn_snat_table_release (ports->table, bindings[i]);
    return sum;
}

static gint64
take_ports_at (gpointer data, guint32 n)
{
    const Ports *ports = data;
    CvpnSnatBinding bindings[AT_WORK];
    gint64 sum = 0;

    for (guint i = 0; i < AT_WORK; i++)
        bindings[i].tuple = G_MAXUINT32;
    for (guint32 i = 0; i < n; i++) {
        CvpnSnatBinding *binding = &bindings[i % AT_WORK];
        cvpn_snat_table_release (ports->table, *binding);
        cvpn_snat_table_take_at (ports->table, ports->order[at_random (i, ports->n)],
                                 (guint16) (FIRST + i % 50000), FIRST, PORTS, binding);
        sum += binding->port;
    }
    for (guint i = 0; i < AT_WORK; i++)
        cvpn_snat_table_release (ports->table, bindings[i]);
    return sum;
}

static gint64
count_ports (gpointer data, guint32 n)
{
    const Ports *ports = data;
    Counted *taken[AT_WORK] = { NULL };
    gint64 sum = 0;

    for (guint32 i = 0; i < n; i++) {
        const CvpnSnatTuple tuple = tuple_of (ports->order[at_random (i, ports->n)]);
        Counted **entry = &taken[i % AT_WORK];
        if (*entry)
            (*entry)->in_use--;
        *entry = g_hash_table_lookup (ports->hash, &tuple);
        sum += ++(*entry)->in_use;
    }
    return sum;
}

static void
fill_hash (Ports *ports)
{
    ports->hash = g_hash_table_new_full (cvpn_snat_tuple_hash, cvpn_snat_tuple_equal, g_free, NULL);
    for (guint32 i = 0; i < ports->n; i++) {
        Counted *counted = g_new0 (Counted, 1);
        counted->tuple = tuple_of (i);
        g_hash_table_add (ports->hash, counted);
    }
}

static void
fill_table (Ports *ports)
{
    ports->table = cvpn_snat_table_new ();
    for (guint32 i = 0; i < ports->n; i++) {
        const CvpnSnatTuple tuple = tuple_of (i);
        cvpn_snat_table_find (ports->table, &tuple);
    }
}

static void
print_ports (guint32 n)
{
    static const BenchWork works[] = { take_ports, take_ports_at, count_ports };
    Ports ports = { .n = n, .order = g_new (guint32, n) };
    double ns[G_N_ELEMENTS (works)];

    for (guint32 i = 0; i < n; i++) {
        const guint32 other = at_random (i * 40503u, i + 1);
        ports.order[i] = ports.order[other];
        ports.order[other] = i;
    }
    const double empty = bench_memory ();
    fill_table (&ports);
    const double table = bench_memory ();
    fill_hash (&ports);
    const double hash = bench_memory ();

    bench_time (works, G_N_ELEMENTS (works), &ports, ROUNDS, ns);
    printf ("| %u | %.1f | %.1f | %.1f | %.2f |", n, ns[0], ns[1], ns[2], ns[2] / ns[0]);
    if (n >= 1000)
        printf (" %.0f | %.0f |\n", (table - empty) / n, (hash - table) / n);
    else
        printf (" | |\n");
    fflush (stdout);
    cvpn_snat_table_free (ports.table);
    g_hash_table_unref (ports.hash);
    g_free (ports.order);
}

typedef struct {
    CvpnAddressPool *pool;
    guint32 held[64];
} Leases;

/* One given back and another taken. */
static gint64
lease_addresses (gpointer data, guint32 n)
{
    Leases *leases = data;
    gint64 sum = 0;

    for (guint32 i = 0; i < n; i++) {
        const guint32 at = i % G_N_ELEMENTS (leases->held), landing = at % 5;
        cvpn_address_pool_release (leases->pool, landing, leases->held[at]);
        leases->held[at] = cvpn_address_pool_lease (leases->pool, landing);
        sum += leases->held[at];
    }
    return sum;
}

/* Memory is that of addresses that have been used at least once. */
static void
print_addresses (CvpnAddressModel model, const char *name, guint32 sessions)
{
    static const BenchWork works[] = { lease_addresses };
    const CvpnPrefix block = { 0xac100000, 12 };
    const double before = bench_memory ();
    g_autoptr (CvpnAddressPool) pool = cvpn_address_pool_new (block, model, 5);
    Leases leases = { .pool = pool };
    double ns;

    for (guint32 i = 0; i < sessions; i++)
        leases.held[i % 5] = cvpn_address_pool_lease (pool, i % 5);
    const double memory = (bench_memory () - before) / sessions;
    for (guint32 i = 0; i < G_N_ELEMENTS (leases.held); i++)
        leases.held[i] = cvpn_address_pool_lease (pool, i % 5);
    bench_time (works, 1, &leases, ROUNDS, &ns);
    printf ("| addresses, %s, %u sessions | %.1f | %.1f |\n", name, sessions, ns, memory);
}

static gint64
look_up_prefixes (gpointer data, guint32 n)
{
    gint64 sum = 0;

    for (guint32 i = 0; i < n; i++)
        sum += cvpn_prefix_table_lookup (data, 0x0a000000 | i * 2654435761u >> 8);
    return sum;
}

static void
print_prefixes (guint32 n)
{
    static const BenchWork works[] = { look_up_prefixes };
    const double before = bench_memory ();
    g_autoptr (CvpnPrefixTable) table = cvpn_prefix_table_new ();
    double ns;

    for (guint32 i = 0; i < n; i++)
        cvpn_prefix_table_insert (table, (CvpnPrefix){ 0x0a000000 | at_random (i, 65536) << 8, 24 },
                                  i);
    bench_time (works, 1, table, ROUNDS, &ns);
    printf ("| longest prefix of %u | %.1f | %.1f |\n", n, ns, (bench_memory () - before) / n);
}

void
bench_tables (void)
{
    printf ("\n| tuples | take and release, ns | by index, ns | GHashTable, counts only, ns | "
            "times | bytes a tuple | GHashTable |\n| --- | --- | --- | --- | --- | --- | --- |\n");
    for (guint32 n = 10; n <= 100000; n *= 100)
        print_ports (n);
    printf ("\n| table | ns | bytes each |\n| --- | --- | --- |\n");
    print_addresses (CVPN_ADDRESSES_HALF, "half", 126000);
    print_addresses (CVPN_ADDRESSES_HALF, "half", 350000);
    print_addresses (CVPN_ADDRESSES_BLOCKS, "blocks", 126000);
    print_addresses (CVPN_ADDRESSES_BLOCKS, "blocks", 350000);
    print_prefixes (10);
    print_prefixes (200);
    print_prefixes (10000);
}
