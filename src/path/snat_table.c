/* snat_table: a set of ports per destination tuple.
 *
 * Most tuples have a few ports in use, which stand in the entry itself; a busy
 * one gets a bitmap, in which the next free port is found a word at a time. */
#include "path/snat_table.h"

#include <string.h>

#include "base/match.h"

#define FEW       8u
#define WORDS     (65536u / 64u)
#define WORD_FULL G_MAXUINT64

typedef struct {
    CvpnSnatTuple tuple;
    guint32 index;
    guint32 in_use;
    guint16 few[FEW]; /* the ports in use, until there are more */
    guint64 *many;    /* a bit per port; NULL while they are few */
} Entry;

typedef struct {
    guint32 in_use, peak;
} Interface;

struct CvpnSnatTable {
    GHashTable *by_tuple;   /* CvpnSnatTuple * -> Entry * (owned) */
    GPtrArray *entries;     /* by index */
    GHashTable *interfaces; /* handle -> Interface * (owned) */
};

static guint
hash_tuple (gconstpointer key)
{
    const CvpnSnatTuple *t = key;

    return t->interface * 2654435761u ^ t->destination * 2246822519u ^
           ((guint) t->port << 8 | t->protocol) * 3266489917u;
}

static gboolean
equal_tuple (gconstpointer a, gconstpointer b)
{
    const CvpnSnatTuple *one = a, *other = b;

    return one->interface == other->interface && one->destination == other->destination &&
           one->port == other->port && one->protocol == other->protocol;
}

static void
free_entry (gpointer data)
{
    Entry *entry = data;

    g_free (entry->many);
    g_free (entry);
}

gboolean
cvpn_snat_serves (guint8 protocol)
{
    return protocol == CVPN_PROTOCOL_TCP || protocol == CVPN_PROTOCOL_UDP ||
           protocol == CVPN_PROTOCOL_ICMP;
}

CvpnSnatTable *
cvpn_snat_table_new (void)
{
    CvpnSnatTable *table = g_new0 (CvpnSnatTable, 1);

    table->by_tuple = g_hash_table_new_full (hash_tuple, equal_tuple, NULL, free_entry);
    table->entries = g_ptr_array_new ();
    table->interfaces = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, g_free);
    return table;
}

void
cvpn_snat_table_free (CvpnSnatTable *table)
{
    if (!table)
        return;
    g_hash_table_unref (table->by_tuple);
    g_ptr_array_unref (table->entries);
    g_hash_table_unref (table->interfaces);
    g_free (table);
}

static Entry *
find_entry (CvpnSnatTable *table, const CvpnSnatTuple *tuple)
{
    Entry *entry = g_hash_table_lookup (table->by_tuple, tuple);

    if (entry)
        return entry;
    entry = g_new0 (Entry, 1);
    entry->tuple = *tuple;
    entry->index = table->entries->len;
    g_ptr_array_add (table->entries, entry);
    g_hash_table_insert (table->by_tuple, &entry->tuple, entry);
    return entry;
}

static Interface *
find_interface (CvpnSnatTable *table, guint32 handle)
{
    Interface *interface = g_hash_table_lookup (table->interfaces, GUINT_TO_POINTER (handle));

    if (interface)
        return interface;
    interface = g_new0 (Interface, 1);
    g_hash_table_insert (table->interfaces, GUINT_TO_POINTER (handle), interface);
    return interface;
}

static guint64
bit_of (guint32 port)
{
    return G_GUINT64_CONSTANT (1) << (port % 64);
}

static void
add_port (Entry *entry, guint16 port)
{
    if (!entry->many && entry->in_use == FEW) {
        entry->many = g_new0 (guint64, WORDS);
        for (guint i = 0; i < FEW; i++)
            entry->many[entry->few[i] / 64] |= bit_of (entry->few[i]);
    }
    if (entry->many)
        entry->many[port / 64] |= bit_of (port);
    else
        entry->few[entry->in_use] = port;
    entry->in_use++;
}

static void
remove_port (Entry *entry, guint16 port)
{
    guint i = 0;

    entry->in_use--;
    if (entry->many) {
        g_assert (entry->many[port / 64] & bit_of (port));
        entry->many[port / 64] &= ~bit_of (port);
        return;
    }
    while (entry->few[i] != port)
        g_assert (++i <= entry->in_use);
    entry->few[i] = entry->few[entry->in_use];
}

static gboolean
has_port (const Entry *entry, guint32 port)
{
    if (entry->many)
        return (entry->many[port / 64] & bit_of (port)) != 0;
    for (guint i = 0; i < entry->in_use; i++)
        if (entry->few[i] == port)
            return TRUE;
    return FALSE;
}

/* There is one: the caller has counted. */
static guint16
next_free (const Entry *entry, guint16 wanted, guint32 first, guint32 count)
{
    const guint32 end = first + count;
    guint32 port = wanted >= first && wanted < end ? wanted : first;

    while (has_port (entry, port)) {
        const gboolean full = entry->many && port % 64 == 0 && entry->many[port / 64] == WORD_FULL;
        port += full ? 64 : 1;
        if (port >= end)
            port = first;
    }
    return (guint16) port;
}

gboolean
cvpn_snat_table_take (CvpnSnatTable *table, const CvpnSnatTuple *tuple, guint16 wanted,
                      guint16 first, guint32 count, CvpnSnatBinding *binding)
{
    Entry *entry = find_entry (table, tuple);
    Interface *interface = find_interface (table, tuple->interface);

    if (entry->in_use >= count)
        return FALSE;
    binding->tuple = entry->index;
    binding->port = next_free (entry, wanted, first, count);
    add_port (entry, binding->port);
    interface->in_use++;
    interface->peak = MAX (interface->peak, entry->in_use);
    return TRUE;
}

void
cvpn_snat_table_release (CvpnSnatTable *table, CvpnSnatBinding binding)
{
    if (binding.tuple == G_MAXUINT32)
        return;
    Entry *entry = table->entries->pdata[binding.tuple];

    remove_port (entry, binding.port);
    find_interface (table, entry->tuple.interface)->in_use--;
}

static const Interface *
get_interface (const CvpnSnatTable *table, guint32 handle)
{
    return g_hash_table_lookup (table->interfaces, GUINT_TO_POINTER (handle));
}

guint32
cvpn_snat_table_in_use (const CvpnSnatTable *table, guint32 interface)
{
    const Interface *state = get_interface (table, interface);

    return state ? state->in_use : 0;
}

guint32
cvpn_snat_table_peak (const CvpnSnatTable *table, guint32 interface)
{
    const Interface *state = get_interface (table, interface);

    return state ? state->peak : 0;
}
