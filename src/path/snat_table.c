/* snat_table: two GLib hash tables with integers for keys, so that taking a port
 * allocates nothing but, once per destination tuple, the tuple itself. */
#include "path/snat_table.h"

#include <string.h>

typedef struct {
    CvpnSnatTuple tuple;
    guint32 index;
    guint32 in_use;
} Entry;

typedef struct {
    guint32 in_use, peak;
} Interface;

struct CvpnSnatTable {
    GHashTable *by_tuple;   /* CvpnSnatTuple * -> Entry * (owned) */
    GPtrArray *entries;     /* by index */
    GHashTable *taken;      /* tuple index << 16 | port, as a pointer */
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

/* g_direct_hash keeps the low 32 bits only: mix in the tuple. */
static guint
hash_taken (gconstpointer key)
{
    const gsize k = (gsize) key;

    return (guint) (k >> 16) * 2654435761u ^ (guint) (k & 0xffff) * 40503u;
}

CvpnSnatTable *
cvpn_snat_table_new (void)
{
    CvpnSnatTable *table = g_new0 (CvpnSnatTable, 1);

    table->by_tuple = g_hash_table_new_full (hash_tuple, equal_tuple, NULL, g_free);
    table->entries = g_ptr_array_new ();
    table->taken = g_hash_table_new (hash_taken, g_direct_equal);
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
    g_hash_table_unref (table->taken);
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

static gpointer
taken_key (guint32 index, guint32 port)
{
    return GSIZE_TO_POINTER ((gsize) index << 16 | port);
}

static guint16
next_free (CvpnSnatTable *table, const Entry *entry, guint16 wanted, guint16 first, guint32 count)
{
    const gboolean inside = wanted >= first && wanted < first + count;
    guint32 offset = inside ? (guint32) wanted - first : 0;

    while (g_hash_table_contains (table->taken, taken_key (entry->index, first + offset)))
        offset = (offset + 1) % count;
    return (guint16) (first + offset);
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
    binding->port = next_free (table, entry, wanted, first, count);
    g_hash_table_add (table->taken, taken_key (entry->index, binding->port));
    entry->in_use++;
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
    gboolean was_taken =
        g_hash_table_remove (table->taken, taken_key (binding.tuple, binding.port));
    g_assert (was_taken);
    entry->in_use--;
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
