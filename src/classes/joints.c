/* joints: rows of numbers, interned. */
#include "classes/joints.h"

#include <string.h>

/* Rows of one width, each once. */
typedef struct {
    gsize width; /* bytes */
    GByteArray *rows;
    GHashTable *numbers; /* GBytes of a row -> its number + 1 */
} Rows;

struct CvpnJoints {
    Rows fates, entrances, joints;
    guint32 *row; /* a joint under way: the number of its entrances, and fates by landing */
    guint n_landings;
};

static void
init_rows (Rows *rows, gsize width)
{
    rows->width = width;
    rows->rows = g_byte_array_new ();
    rows->numbers =
        g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);
}

static void
clear_rows (Rows *rows)
{
    g_byte_array_unref (rows->rows);
    g_hash_table_unref (rows->numbers);
}

static const void *
row_at (const Rows *rows, guint32 number)
{
    return rows->rows->data + rows->width * number;
}

static guint32
intern (Rows *rows, const void *row)
{
    g_autoptr (GBytes) looked_for = g_bytes_new_static (row, rows->width);
    const guint found = GPOINTER_TO_UINT (g_hash_table_lookup (rows->numbers, looked_for));

    if (found != 0)
        return found - 1;
    g_byte_array_append (rows->rows, row, (guint) rows->width);
    const guint number = g_hash_table_size (rows->numbers) + 1;
    g_hash_table_insert (rows->numbers, g_bytes_new (row, rows->width), GUINT_TO_POINTER (number));
    return number - 1;
}

CvpnJoints *
cvpn_joints_new (guint n_columns, guint n_landings)
{
    CvpnJoints *joints = g_new0 (CvpnJoints, 1);

    init_rows (&joints->fates, sizeof (CvpnFate));
    init_rows (&joints->entrances, MAX (n_columns, 1) * sizeof (CvpnEntrance));
    init_rows (&joints->joints, (1 + n_landings) * sizeof (guint32));
    joints->row = g_new (guint32, 1 + n_landings);
    joints->n_landings = n_landings;
    return joints;
}

void
cvpn_joints_free (CvpnJoints *joints)
{
    if (!joints)
        return;
    clear_rows (&joints->fates);
    clear_rows (&joints->entrances);
    clear_rows (&joints->joints);
    g_free (joints->row);
    g_free (joints);
}

guint32
cvpn_joints_fate (CvpnJoints *joints, const CvpnFate *fate)
{
    CvpnFate row;

    memset (&row, 0, sizeof row); /* no byte between the members counts */
    row.outcome = fate->outcome;
    row.step = fate->step;
    row.direction = fate->direction;
    row.reason = fate->reason;
    row.code = fate->code;
    row.rule = fate->rule;
    row.ports = fate->ports;
    return intern (&joints->fates, &row);
}

guint32
cvpn_joints_entrances (CvpnJoints *joints, const CvpnEntrance *entrances)
{
    return intern (&joints->entrances, entrances);
}

guint32
cvpn_joints_joint (CvpnJoints *joints, guint32 entrances, const guint32 *behind)
{
    joints->row[0] = entrances;
    memcpy (joints->row + 1, behind, joints->n_landings * sizeof *behind);
    return intern (&joints->joints, joints->row);
}

guint
cvpn_joints_count (const CvpnJoints *joints)
{
    return g_hash_table_size (joints->joints.numbers);
}

const CvpnFate *
cvpn_joints_get (const CvpnJoints *joints, guint32 fate)
{
    return row_at (&joints->fates, fate);
}

CvpnEntrance
cvpn_joints_entrance (const CvpnJoints *joints, guint32 joint, guint32 column)
{
    const guint32 *row = row_at (&joints->joints, joint);

    return ((const CvpnEntrance *) row_at (&joints->entrances, row[0]))[column];
}

guint32
cvpn_joints_behind (const CvpnJoints *joints, guint32 joint, guint32 landing)
{
    const guint32 *row = row_at (&joints->joints, joint);

    return row[1 + landing];
}
