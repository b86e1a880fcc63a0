/* prefix_table: a binary trie, one level a bit, its nodes in one array.
 *
 * A node is 12 bytes; n prefixes need at most 32 n + 1 of them.  Children are
 * indices, so the array may move while it grows; 0, the root, is nobody's
 * child and means "none". */
#include "base/prefix_table.h"

typedef struct {
    guint32 child[2];
    guint32 value;
} Node;

struct CvpnPrefixTable {
    GArray *nodes;
};

static guint32
append_node (CvpnPrefixTable *table)
{
    const Node node = { { 0, 0 }, CVPN_PREFIX_TABLE_NONE };

    g_array_append_val (table->nodes, node);
    return table->nodes->len - 1;
}

static Node *
node_at (const CvpnPrefixTable *table, guint32 index)
{
    return &g_array_index (table->nodes, Node, index);
}

static guint
bit_at (guint32 address, guint depth)
{
    return address >> (31 - depth) & 1;
}

CvpnPrefixTable *
cvpn_prefix_table_new (void)
{
    CvpnPrefixTable *table = g_new (CvpnPrefixTable, 1);

    table->nodes = g_array_new (FALSE, FALSE, sizeof (Node));
    append_node (table);
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

static guint32
grow_child (CvpnPrefixTable *table, guint32 parent, guint bit)
{
    guint32 child = node_at (table, parent)->child[bit];

    if (child == 0) {
        child = append_node (table); /* moves the nodes: look the parent up again */
        node_at (table, parent)->child[bit] = child;
    }
    return child;
}

gboolean
cvpn_prefix_table_insert (CvpnPrefixTable *table, CvpnPrefix prefix, guint32 value)
{
    guint32 at = 0;

    g_assert (prefix.length <= 32 && value != CVPN_PREFIX_TABLE_NONE);
    if (cvpn_prefix_table_get (table, prefix) != CVPN_PREFIX_TABLE_NONE)
        return FALSE;
    for (guint depth = 0; depth < prefix.length; depth++)
        at = grow_child (table, at, bit_at (prefix.address, depth));
    node_at (table, at)->value = value;
    return TRUE;
}

gboolean
cvpn_prefix_table_is_empty (const CvpnPrefixTable *table)
{
    return table->nodes->len == 1 && node_at (table, 0)->value == CVPN_PREFIX_TABLE_NONE;
}

guint32
cvpn_prefix_table_lookup (const CvpnPrefixTable *table, guint32 address)
{
    const Node *nodes = node_at (table, 0);
    guint32 found = nodes[0].value;
    guint32 at = 0;

    for (guint depth = 0; depth < 32; depth++) {
        at = nodes[at].child[bit_at (address, depth)];
        if (at == 0)
            break;
        if (nodes[at].value != CVPN_PREFIX_TABLE_NONE)
            found = nodes[at].value;
    }
    return found;
}

guint32
cvpn_prefix_table_get (const CvpnPrefixTable *table, CvpnPrefix prefix)
{
    guint32 at = 0;

    for (guint depth = 0; depth < prefix.length; depth++) {
        at = node_at (table, at)->child[bit_at (prefix.address, depth)];
        if (at == 0)
            return CVPN_PREFIX_TABLE_NONE;
    }
    return node_at (table, at)->value;
}

typedef struct {
    const CvpnPrefixTable *table;
    CvpnPrefixFunc func;
    gpointer data;
} Visit;

/* No deeper than 32. */
static void
visit_node (const Visit *visit, guint32 at, CvpnPrefix prefix)
{
    const Node node = *node_at (visit->table, at);

    if (node.value != CVPN_PREFIX_TABLE_NONE)
        visit->func (prefix, node.value, visit->data);
    for (guint bit = 0; bit < 2; bit++)
        if (node.child[bit] != 0)
            visit_node (visit, node.child[bit],
                        (CvpnPrefix){ prefix.address | (guint32) bit << (31 - prefix.length),
                                      (guint8) (prefix.length + 1) });
}

void
cvpn_prefix_table_foreach (const CvpnPrefixTable *table, CvpnPrefixFunc func, gpointer data)
{
    const Visit visit = { table, func, data };

    visit_node (&visit, 0, (CvpnPrefix){ 0, 0 });
}
