/* field_table: open addressing, at most half full; nothing is ever taken out. */
#include "observe/field_table.h"

#include <string.h>

#include "base/csv.h"

#define FIRST_BITS 6

struct CvpnFieldTable {
    CvpnField *slots;
    guint bits; /* 2^bits slots */
    guint n;    /* that are taken */
};

CvpnFieldTable *
cvpn_field_table_new (void)
{
    CvpnFieldTable *table = g_new0 (CvpnFieldTable, 1);

    table->bits = FIRST_BITS;
    table->slots = g_new0 (CvpnField, (gsize) 1 << table->bits);
    return table;
}

void
cvpn_field_table_free (CvpnFieldTable *table)
{
    for (gsize i = 0; i < (gsize) 1 << table->bits; i++)
        g_free (table->slots[i].bytes);
    g_free (table->slots);
    g_free (table);
}

/* The name's slot, or the empty one where it belongs.  The upper bits of a product with an odd
 * constant (Fibonacci hashing) depend on all bits of the address. */
static CvpnField *
find_slot (const CvpnFieldTable *table, const char *name)
{
    const guint64 product =
        (guint64) GPOINTER_TO_SIZE (name) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
    const gsize mask = ((gsize) 1 << table->bits) - 1;
    gsize i = (gsize) (product >> (64 - table->bits));

    while (table->slots[i].name && table->slots[i].name != name)
        i = (i + 1) & mask;
    return &table->slots[i];
}

static void
grow (CvpnFieldTable *table)
{
    g_autofree CvpnField *before = table->slots;
    const gsize n_before = (gsize) 1 << table->bits;

    table->bits++;
    table->slots = g_new0 (CvpnField, (gsize) 1 << table->bits);
    for (gsize i = 0; i < n_before; i++)
        if (before[i].name)
            *find_slot (table, before[i].name) = before[i];
}

static const CvpnField *
add_field (CvpnFieldTable *table, const char *name)
{
    g_autoptr (GString) text = g_string_sized_new (CVPN_FIELD_WIDTH);

    if (2 * (table->n + 1) > 1u << table->bits)
        grow (table);
    CvpnField *field = find_slot (table, name);
    cvpn_csv_append (text, name);
    field->name = name;
    field->length = text->len;
    field->bytes = g_malloc0 (MAX (text->len, CVPN_FIELD_WIDTH));
    memcpy (field->bytes, text->str, text->len);
    table->n++;
    return field;
}

const CvpnField *
cvpn_field_table_get (CvpnFieldTable *table, const char *name)
{
    const CvpnField *field = find_slot (table, name);

    return field->name ? field : add_field (table, name);
}
