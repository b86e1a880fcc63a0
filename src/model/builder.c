/* builder: names and rules of the network under construction. */
#include "model/builder.h"

char *
cvpn_builder_text (CvpnBuilder *b, const char *text)
{
    return g_string_chunk_insert_const (b->net->strings, text);
}

guint32
cvpn_builder_rule (CvpnBuilder *b, CvpnRuleKind kind, const char *component, const CvpnGroup *group,
                   const char *key, const char *format, ...)
{
    const CvpnEntry *entry = group && key ? cvpn_group_entry (group, key) : NULL;
    const char *file = entry ? entry->file : group ? group->file : NULL;
    va_list arguments;
    g_autofree char *text = NULL;

    va_start (arguments, format);
    text = g_strdup_vprintf (format, arguments);
    va_end (arguments);

    CvpnRule rule = {
        .component = cvpn_builder_text (b, component),
        .text = cvpn_builder_text (b, text),
        .file = file ? cvpn_builder_text (b, file) : NULL,
        .line = entry   ? entry->line
                : group ? group->line
                        : 0,
        .kind = kind,
    };
    g_array_append_val (b->net->rules, rule);
    return b->net->rules->len - 1;
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
