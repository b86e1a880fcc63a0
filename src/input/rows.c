/* rows: keys that are data: the destinations of routes and rules. */
#include "input/rows.h"

#include <string.h>

#include "base/spelling.h"
#include "input/list.h"
#include "input/matches.h"
#include "input/sections.h"
#include "input/value.h"
#include "base/fields.h"

CvpnRowSpec *
cvpn_rows_new (const CvpnReading *at, const CvpnEntry *entry, gboolean list)
{
    CvpnRowSpec *row = cvpn_arena_take (at->names->document->arena, sizeof *row);

    *row = (CvpnRowSpec){ .entry = entry,
                          .prefix.length = CVPN_PREFIX_UNSET,
                          .names = list ? g_ptr_array_new_with_free_func (g_free) : NULL };
    return row;
}

void
cvpn_rows_clear (gpointer data)
{
    CvpnRowSpec *row = data;

    g_clear_pointer (&row->names, g_ptr_array_unref);
}

/* What somebody took for a CIDR: "pl-s3", "sg-web", "targets". */
static void
refuse_key (const CvpnReading *at, const char *or_else)
{
    const char *key = at->entry->key;
    const char *other = cvpn_names_kind (at->names, key);
    g_autofree char *quoted = g_strdup_printf ("'%s' is ", key);
    g_autofree char *unknown = g_strdup_printf ("'%s' is no destination", key);

    if (other && cvpn_sections_find (other))
        cvpn_reading_fail (at, "%sthe name of a %s; expected a CIDR%s", at->within ? quoted : "",
                           other, or_else);
    else if (!other)
        cvpn_reading_fail (at, "%s; expected a CIDR, as 10.0.0.0/16%s",
                           at->within ? unknown : "unknown key", or_else);
}

static gboolean
read_block (const CvpnReading *at, CvpnRowSpec *row)
{
    GError *error = NULL;

    if (cvpn_prefix_parse (at->entry->key, &row->prefix, &error))
        return TRUE;
    cvpn_reading_fail_error (at, error);
    return FALSE;
}

/* A row's key: a CIDR. */
static gboolean
read_destination (const CvpnReading *at, CvpnRowSpec *row)
{
    if (cvpn_field_is_numeric (at->entry->key))
        return read_block (at, row);
    refuse_key (at, "");
    return FALSE;
}

/* The same, or the name of a prefix list; one that nothing has is known by AWS's
 * prefix. */
gboolean
cvpn_rows_read_routed (const CvpnReading *at, CvpnRowSpec *row)
{
    const char *key = at->entry->key;

    if (cvpn_field_is_numeric (key))
        return read_block (at, row);
    if (g_strcmp0 (cvpn_names_kind (at->names, key), "prefix-list") == 0) {
        row->prefix_list = key;
        return TRUE;
    }
    if (!g_hash_table_lookup (at->names->resources, key) && g_str_has_prefix (key, "pl-"))
        cvpn_value_refer (at, "prefix-list", key);
    else
        refuse_key (at, ", or the name of a prefix list");
    return FALSE;
}

void
cvpn_rows_parse_route (const CvpnReading *at, const char *value, gpointer field)
{
    CvpnRowSpec *row = field;

    row->text = cvpn_arena_text (at->names->document->arena, value);
    if (!cvpn_rows_read_routed (at, row))
        return;
    if (strcmp (value, "local") == 0 && row->prefix_list)
        cvpn_reading_fail (at, "a route to 'local' is to a block of the VPC, not to a prefix list");
    else if (strcmp (value, "local") != 0)
        cvpn_value_refer (at, at->key->refers, value);
}

void
cvpn_rows_parse_transit_route (const CvpnReading *at, const char *value, gpointer field)
{
    CvpnRowSpec *row = field;

    row->text = cvpn_arena_text (at->names->document->arena, value);
    if (read_destination (at, row))
        cvpn_value_refer (at, at->key->refers, value);
}

static void
read_items (const CvpnReading *at, const char *value, CvpnRowSpec *row)
{
    g_autofree char **items = cvpn_list_split (at, value);

    cvpn_list_check (at, items, 0);
    for (guint i = 0; items[i]; i++)
        g_ptr_array_add (row->names, g_strdup (items[i]));
}

void
cvpn_rows_parse_endpoint_route (const CvpnReading *at, const char *value, gpointer field)
{
    CvpnRowSpec *row = field;

    read_items (at, value, row);
    if (!read_destination (at, row))
        return;
    for (guint i = 0; i < row->names->len; i++) {
        const char *name = row->names->pdata[i];
        if (strcmp (name, "local") == 0 && row->names->len > 1)
            cvpn_reading_fail (at, "'local' stands alone; expected it, or a list of subnets");
        else
            cvpn_value_refer (at, at->key->refers, name);
    }
}

void
cvpn_rows_parse_authorization (const CvpnReading *at, const char *value, gpointer field)
{
    read_items (at, value, field);
    read_destination (at, field);
}
