/* snat_table: a set of ports per destination tuple, in flat arrays.
 *
 * A tuple has an entry of 32 bytes, whose index names it, and a slot of an open-
 * addressed table, at most half full, that leads to it.  Most tuples have a few ports
 * in use, which stand in the entry itself; a busy one gets a bitmap of 8 KiB, in which
 * the next free port is found a word at a time, and gives it back when it is empty.
 * Nothing is allocated but where an array grows, or more tuples are busy at a time
 * than ever before. */
#include "path/snat_table.h"

#include "base/match.h"

#define FEW         8u
#define WORDS       (65536u / 64u)
#define FIRST_SLOTS 16u
#define EMPTY       G_MAXUINT32

typedef struct {
    CvpnSnatTuple tuple;
    guint32 in_use : 31;
    guint32 busy : 1; /* has a bitmap */
    union {
        guint16 few[FEW]; /* the ports in use, in any order */
        guint64 *many;    /* a bit per port */
    } ports;
} Entry;

typedef struct {
    guint32 in_use, peak;
} Interface;

struct CvpnSnatTable {
    GArray *entries;    /* Entry */
    GArray *interfaces; /* Interface, by handle, as far as one has been seen */
    GPtrArray *spare;   /* guint64 *: bitmaps without a bit set */
    guint32 *slots;     /* an index, or EMPTY; a tuple's is the first free one from its hash on */
    guint32 n_slots;    /* a power of 2 */
};

/* Small numbers differ in their low bits, a power of 2 takes the low bits: so each bit
 * must reach them (the multipliers are those of xxHash, the shifts fold the high half). */
guint
cvpn_snat_tuple_hash (gconstpointer key)
{
    const CvpnSnatTuple *t = key;
    const guint64 ends = (guint64) t->interface << 32 | t->destination;
    const guint64 port = (guint32) t->port << 8 | t->protocol;
    guint64 hash = ends * G_GUINT64_CONSTANT (0x9e3779b185ebca87) +
                   port * G_GUINT64_CONSTANT (0xc2b2ae3d27d4eb4f);

    hash = (hash ^ hash >> 32) * G_GUINT64_CONSTANT (0x165667b19e3779f9);
    return (guint) (hash >> 32);
}

static inline gboolean
is_same (const CvpnSnatTuple *one, const CvpnSnatTuple *other)
{
    return one->interface == other->interface && one->destination == other->destination &&
           one->port == other->port && one->protocol == other->protocol;
}

gboolean
cvpn_snat_tuple_equal (gconstpointer a, gconstpointer b)
{
    return is_same (a, b);
}

gboolean
cvpn_snat_serves (guint8 protocol)
{
    return protocol == CVPN_PROTOCOL_TCP || protocol == CVPN_PROTOCOL_UDP ||
           protocol == CVPN_PROTOCOL_ICMP;
}

static inline Entry *
entry_at (const CvpnSnatTable *table, guint32 index)
{
    return &g_array_index (table->entries, Entry, index);
}

/* Where the tuple's index is, or would be. */
static guint32 *
find_slot (const CvpnSnatTable *table, const CvpnSnatTuple *tuple)
{
    const guint32 mask = table->n_slots - 1;
    guint32 at = cvpn_snat_tuple_hash (tuple) & mask;

    while (table->slots[at] != EMPTY &&
           !is_same (&entry_at (table, table->slots[at])->tuple, tuple))
        at = (at + 1) & mask;
    return &table->slots[at];
}

static void
set_slots (CvpnSnatTable *table, guint32 n)
{
    g_free (table->slots);
    table->slots = g_new (guint32, n);
    table->n_slots = n;
    for (guint32 i = 0; i < n; i++)
        table->slots[i] = EMPTY;
    for (guint32 i = 0; i < table->entries->len; i++)
        *find_slot (table, &entry_at (table, i)->tuple) = i;
}

CvpnSnatTable *
cvpn_snat_table_new (void)
{
    CvpnSnatTable *table = g_new0 (CvpnSnatTable, 1);

    table->entries = g_array_new (FALSE, TRUE, sizeof (Entry));
    table->interfaces = g_array_new (FALSE, TRUE, sizeof (Interface));
    table->spare = g_ptr_array_new_with_free_func (g_free);
    set_slots (table, FIRST_SLOTS);
    return table;
}

void
cvpn_snat_table_free (CvpnSnatTable *table)
{
    if (!table)
        return;
    for (guint32 i = 0; i < table->entries->len; i++)
        if (entry_at (table, i)->busy)
            g_free (entry_at (table, i)->ports.many);
    g_array_unref (table->entries);
    g_array_unref (table->interfaces);
    g_ptr_array_unref (table->spare);
    g_free (table->slots);
    g_free (table);
}

static guint32
add_entry (CvpnSnatTable *table, const CvpnSnatTuple *tuple)
{
    const Entry entry = { .tuple = *tuple };

    g_array_append_val (table->entries, entry);
    if (tuple->interface >= table->interfaces->len)
        g_array_set_size (table->interfaces, tuple->interface + 1);
    if (table->entries->len > table->n_slots / 2)
        set_slots (table, table->n_slots * 2);
    else
        *find_slot (table, tuple) = table->entries->len - 1;
    return table->entries->len - 1;
}

guint32
cvpn_snat_table_find (CvpnSnatTable *table, const CvpnSnatTuple *tuple)
{
    const guint32 index = *find_slot (table, tuple);

    return index != EMPTY ? index : add_entry (table, tuple);
}

static guint64
bit_of (guint32 port)
{
    return G_GUINT64_CONSTANT (1) << (port % 64);
}

static void
get_busy (CvpnSnatTable *table, Entry *entry)
{
    guint64 *many = table->spare->len > 0
                        ? g_ptr_array_steal_index_fast (table->spare, table->spare->len - 1)
                        : g_new0 (guint64, WORDS);

    for (guint i = 0; i < FEW; i++)
        many[entry->ports.few[i] / 64] |= bit_of (entry->ports.few[i]);
    entry->ports.many = many;
    entry->busy = TRUE;
}

static void
add_port (CvpnSnatTable *table, Entry *entry, guint16 port)
{
    if (!entry->busy && entry->in_use == FEW)
        get_busy (table, entry);
    if (entry->busy)
        entry->ports.many[port / 64] |= bit_of (port);
    else
        entry->ports.few[entry->in_use] = port;
    entry->in_use++;
}

static void
remove_of_many (CvpnSnatTable *table, Entry *entry, guint16 port)
{
    guint64 *word = &entry->ports.many[port / 64];

    g_assert (*word & bit_of (port));
    *word &= ~bit_of (port);
    if (entry->in_use > 0)
        return;
    g_ptr_array_add (table->spare, entry->ports.many);
    entry->busy = FALSE;
}

static void
remove_port (CvpnSnatTable *table, Entry *entry, guint16 port)
{
    guint i = 0;

    entry->in_use--;
    if (entry->busy) {
        remove_of_many (table, entry, port);
        return;
    }
    while (entry->ports.few[i] != port)
        g_assert (++i <= entry->in_use);
    entry->ports.few[i] = entry->ports.few[entry->in_use];
}

static gboolean
is_of_few (const Entry *entry, guint32 port)
{
    for (guint i = 0; i < entry->in_use; i++)
        if (entry->ports.few[i] == port)
            return TRUE;
    return FALSE;
}

/* The first port from 'from' on without its bit; one that is not below 'end': none. */
static guint32
first_clear (const guint64 *bits, guint32 from, guint32 end)
{
    for (guint32 port = from; port < end; port = (port | 63) + 1) {
        const guint64 clear = ~bits[port / 64] >> port % 64;
        if (clear)
            return port + (guint32) __builtin_ctzll (clear);
    }
    return end;
}

/* There is one: the caller has counted. */
static guint16
next_free (const Entry *entry, guint16 wanted, guint32 first, guint32 count)
{
    const guint32 end = first + count;
    guint32 port = wanted >= first && wanted < end ? wanted : first;

    if (entry->busy) {
        port = first_clear (entry->ports.many, port, end);
        return (guint16) (port < end ? port : first_clear (entry->ports.many, first, end));
    }
    while (is_of_few (entry, port))
        if (++port >= end)
            port = first;
    return (guint16) port;
}

gboolean
cvpn_snat_table_take_at (CvpnSnatTable *table, guint32 index, guint16 wanted, guint16 first,
                         guint32 count, CvpnSnatBinding *binding)
{
    Entry *entry = entry_at (table, index);
    Interface *interface = &g_array_index (table->interfaces, Interface, entry->tuple.interface);

    if (entry->in_use >= count)
        return FALSE;
    binding->tuple = index;
    binding->port = next_free (entry, wanted, first, count);
    add_port (table, entry, binding->port);
    interface->in_use++;
    interface->peak = MAX (interface->peak, entry->in_use);
    return TRUE;
}

gboolean
cvpn_snat_table_take (CvpnSnatTable *table, const CvpnSnatTuple *tuple, guint16 wanted,
                      guint16 first, guint32 count, CvpnSnatBinding *binding)
{
    return cvpn_snat_table_take_at (table, cvpn_snat_table_find (table, tuple), wanted, first,
                                    count, binding);
}

void
cvpn_snat_table_release (CvpnSnatTable *table, CvpnSnatBinding binding)
{
    if (binding.tuple == G_MAXUINT32)
        return;
    Entry *entry = entry_at (table, binding.tuple);

    remove_port (table, entry, binding.port);
    g_array_index (table->interfaces, Interface, entry->tuple.interface).in_use--;
}

const CvpnSnatTuple *
cvpn_snat_table_tuple (const CvpnSnatTable *table, CvpnSnatBinding binding)
{
    return &entry_at (table, binding.tuple)->tuple;
}

guint32
cvpn_snat_table_in_use (const CvpnSnatTable *table, guint32 interface)
{
    return interface < table->interfaces->len
               ? g_array_index (table->interfaces, Interface, interface).in_use
               : 0;
}

guint32
cvpn_snat_table_peak (const CvpnSnatTable *table, guint32 interface)
{
    return interface < table->interfaces->len
               ? g_array_index (table->interfaces, Interface, interface).peak
               : 0;
}
