/* builder: names and rules of the network under construction. */
#include "model/builder.h"

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

static guint32
add_rule (CvpnBuilder *b, CvpnRuleKind kind, const char *component, const char *text,
          const char *file, guint line)
{
    const CvpnRule rule = {
        .component = cvpn_builder_text (b, component),
        .text = cvpn_builder_text (b, text),
        .file = file ? cvpn_builder_text (b, file) : NULL,
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
    g_autofree char *text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    if (entry)
        return add_rule (b, kind, component, text, entry->file, entry->line);
    return add_rule (b, kind, component, text, group ? group->file : NULL, group ? group->line : 0);
}

guint32
cvpn_builder_row_rule (CvpnBuilder *b, CvpnRuleKind kind, const char *component,
                       const CvpnRowSpec *row, const char *value)
{
    g_autofree char *text = g_strconcat (row->entry->key, " = ", value, NULL);

    return add_rule (b, kind, component, text, row->entry->file, row->entry->line);
}

guint32
cvpn_builder_object (CvpnBuilder *b, const CvpnGroup *group, guint32 index)
{
    g_hash_table_insert (b->index, group->name, GUINT_TO_POINTER (index + 1));
    return cvpn_builder_rule (b, CVPN_RULE_OBJECT, group->name, group, NULL, "%s", "");
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
