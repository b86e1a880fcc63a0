/* prefix_table: a binary trie without the nodes that have one child only and no value.
 *
 * A node is a prefix that was inserted, or the longest that two of them have in common;
 * it is 20 bytes, and n prefixes need at most 2 n of them besides the root, 0.0.0.0/0.
 * Children are indices, so the array may move while it grows; 0, the root, is nobody's
 * child and means "none". */
#include "base/prefix_table.h"

typedef struct {
    CvpnPrefix prefix;
    guint32 value;
    guint32 child[2]; /* by the bit behind the prefix */
} Node;

struct CvpnPrefixTable {
    GArray *nodes;
};

static guint32
append_node (CvpnPrefixTable *table, CvpnPrefix prefix, guint32 value)
{
    const Node node = { .prefix = prefix, .value = value };

    g_array_append_val (table->nodes, node);
    return table->nodes->len - 1;
}

static Node *
node_at (const CvpnPrefixTable *table, guint32 index)
{
    return &g_array_index (table->nodes, Node, index);
}

/* 0 behind the last, where a node has no children. */
static guint
bit_at (guint32 address, guint depth)
{
    return (guint64) address << 1 >> (32 - depth) & 1;
}

CvpnPrefixTable *
cvpn_prefix_table_new (void)
{
    CvpnPrefixTable *table = g_new (CvpnPrefixTable, 1);

    table->nodes = g_array_new (FALSE, FALSE, sizeof (Node));
    append_node (table, (CvpnPrefix){ 0, 0 }, CVPN_PREFIX_TABLE_NONE);
    return table;
}

void
cvpn_prefix_table_free (CvpnPrefixTable *table)
{
    if (!table)
        return;
    g_array_unref (table->nodes);
    g_free (table);
}

/* The longest prefix that covers both. */
static CvpnPrefix
common_prefix (CvpnPrefix a, CvpnPrefix b)
{
    guint8 length = MIN (a.length, b.length);
    const guint32 differ = (a.address ^ b.address) & cvpn_prefix_mask (length);

    if (differ != 0)
        length = (guint8) __builtin_clz (differ);
    return (CvpnPrefix){ a.address & cvpn_prefix_mask (length), length };
}

/* The child of 'parent' on the way to 'prefix', such that it covers that: a leaf for it
 * if there is none, and a node in between if it goes another way further down. */
static guint32
grow_child (CvpnPrefixTable *table, guint32 parent, CvpnPrefix prefix)
{
    const guint bit = bit_at (prefix.address, node_at (table, parent)->prefix.length);
    const guint32 child = node_at (table, parent)->child[bit];
    const CvpnPrefix old = node_at (table, child)->prefix;
    const CvpnPrefix common = child == 0 ? prefix : common_prefix (old, prefix);

    if (child != 0 && common.length == old.length)
        return child;
    /* Moves the nodes: they are looked up again. */
    const guint32 grown = append_node (table, common, CVPN_PREFIX_TABLE_NONE);
    if (child != 0)
        node_at (table, grown)->child[bit_at (old.address, common.length)] = child;
    node_at (table, parent)->child[bit] = grown;
    return grown;
}

gboolean
cvpn_prefix_table_insert (CvpnPrefixTable *table, CvpnPrefix prefix, guint32 value)
{
    guint32 at = 0;

    g_assert (prefix.length <= 32 && value != CVPN_PREFIX_TABLE_NONE);
    while (node_at (table, at)->prefix.length < prefix.length)
        at = grow_child (table, at, prefix);
    if (node_at (table, at)->value != CVPN_PREFIX_TABLE_NONE)
        return FALSE;
    node_at (table, at)->value = value;
    return TRUE;
}

gboolean
cvpn_prefix_table_is_empty (const CvpnPrefixTable *table)
{
    return table->nodes->len == 1 && node_at (table, 0)->value == CVPN_PREFIX_TABLE_NONE;
}

static gboolean
covers (const Node *node, guint32 address)
{
    return (guint64) (node->prefix.address ^ address) >> (32 - node->prefix.length) == 0;
}

guint32
cvpn_prefix_table_lookup (const CvpnPrefixTable *table, guint32 address)
{
    const Node *nodes = node_at (table, 0);
    guint32 found = nodes[0].value;

    for (guint32 at = nodes[0].child[bit_at (address, 0)]; at != 0 && covers (&nodes[at], address);
         at = nodes[at].child[bit_at (address, nodes[at].prefix.length)])
        if (nodes[at].value != CVPN_PREFIX_TABLE_NONE)
            found = nodes[at].value;
    return found;
}

guint32
cvpn_prefix_table_get (const CvpnPrefixTable *table, CvpnPrefix prefix)
{
    const Node *node = node_at (table, 0);

    while (node->prefix.length < prefix.length) {
        const guint32 child = node->child[bit_at (prefix.address, node->prefix.length)];
        if (child == 0)
            return CVPN_PREFIX_TABLE_NONE;
        node = node_at (table, child);
    }
    return cvpn_prefix_equal (node->prefix, prefix) ? node->value : CVPN_PREFIX_TABLE_NONE;
}

typedef struct {
    const CvpnPrefixTable *table;
    CvpnPrefixFunc func;
    gpointer data;
} Visit;

/* No deeper than 32. */
static void
visit_node (const Visit *visit, guint32 at)
{
    const Node node = *node_at (visit->table, at);

    if (node.value != CVPN_PREFIX_TABLE_NONE)
        visit->func (node.prefix, node.value, visit->data);
    for (guint bit = 0; bit < 2; bit++)
        if (node.child[bit] != 0)
            visit_node (visit, node.child[bit]);
}

void
cvpn_prefix_table_foreach (const CvpnPrefixTable *table, CvpnPrefixFunc func, gpointer data)
{
    const Visit visit = { table, func, data };

    visit_node (&visit, 0);
}
