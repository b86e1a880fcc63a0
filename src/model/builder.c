/* builder: names and rules of the network under construction. */
#include "model/builder.h"

#include <string.h>

char *
cvpn_builder_text (CvpnBuilder *b, const char *text)
{
    return g_string_chunk_insert_const (b->net->book->strings, text);
}

guint32
cvpn_builder_add_rule (CvpnBuilder *b, const CvpnRule *rule)
{
    return cvpn_rule_book_add (b->net->book, rule);
}

/* The network's copy of a text that is mostly the one before. */
static const char *
keep_text (CvpnBuilder *b, const char **before, const char *text)
{
    if (text && text != *before && (!*before || strcmp (*before, text) != 0))
        *before = cvpn_builder_text (b, text);
    return text ? *before : NULL;
}

/* With b->text. */
static guint32
add_rule (CvpnBuilder *b, CvpnRuleKind kind, const char *component, const char *file, guint line)
{
    const CvpnRule rule = {
        .component = keep_text (b, &b->component, component),
        .text = b->text->str,
        .file = keep_text (b, &b->file, file),
        .line = line,
        .kind = kind,
    };

    return cvpn_builder_add_rule (b, &rule);
}

guint32
cvpn_builder_rule (CvpnBuilder *b, CvpnRuleKind kind, const char *component, const CvpnGroup *group,
                   const char *key, const char *format, ...)
{
    const CvpnEntry *entry = group && key ? cvpn_group_entry (group, key) : NULL;
    va_list arguments;

    va_start (arguments, format);
    g_string_vprintf (b->text, format, arguments);
    va_end (arguments);
    if (entry)
        return add_rule (b, kind, component, entry->file, entry->line);
    return add_rule (b, kind, component, group ? group->file : NULL, group ? group->line : 0);
}

guint32
cvpn_builder_joined_rule (CvpnBuilder *b, CvpnRuleKind kind, const char *component,
                          const CvpnEntry *entry, const char *left, const char *between,
                          const char *right)
{
    g_string_set_size (b->text, strlen (left) + strlen (between) + strlen (right));
    stpcpy (stpcpy (stpcpy (b->text->str, left), between), right);
    return add_rule (b, kind, component, entry->file, entry->line);
}

guint32
cvpn_builder_row_rule (CvpnBuilder *b, CvpnRuleKind kind, const char *component,
                       const CvpnRowSpec *row, const char *value)
{
    return cvpn_builder_joined_rule (b, kind, component, row->entry, row->entry->key, " = ", value);
}

guint32
cvpn_builder_object (CvpnBuilder *b, const CvpnGroup *group, guint32 index)
{
    g_hash_table_insert (b->index, group->name, GUINT_TO_POINTER (index + 1));
    g_string_truncate (b->text, 0);
    return add_rule (b, CVPN_RULE_OBJECT, group->name, group->file, group->line);
}

guint32
cvpn_builder_index (const CvpnBuilder *b, const char *name)
{
    gpointer found;

    if (!name)
        return CVPN_NONE;
    found = g_hash_table_lookup (b->index, name);
    g_assert (found);
    return GPOINTER_TO_UINT (found) - 1;
}
