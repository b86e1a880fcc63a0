/* The text of a draft: what a person reads first, the groups, and what is theirs to add. */
#include "import/draft/parts.h"

#include <string.h>

static const char head[] =
    "# A network of AWS Client VPN, made from a description of AWS resources by 'cvpnsim import'.\n"
    "#\n"
    "# Names are the ids of the input. Every host answers on every port: which ones are open AWS "
    "does\n"
    "# not know; a host's key 'listen' says it. What the input refers to and does not contain is\n"
    "# [unknown], at the end: what depends on it is undetermined, neither allowed nor denied.\n";

static void
append_head (GString *out, const CvpnImportOptions *options)
{
    g_string_append (out, head);
    if (options->assume & CVPN_ASSUME_NETWORK_ACLS)
        g_string_append (out, "# Assumed, as was asked for: network ACLs that are not in the input "
                              "allow everything.\n");
    if (options->assume & CVPN_ASSUME_HOSTS)
        g_string_append (out, "# Assumed, as was asked for: there are no interfaces but those of "
                              "the input.\n");
    g_string_append (out, "# People and traffic are not AWS's to know: see the end of the file.\n");
}

static void
append_comment (GString *out, const char *comment)
{
    g_auto (GStrv) lines = comment ? g_strsplit (comment, "\n", -1) : NULL;

    for (guint i = 0; lines && lines[i]; i++) {
        g_autofree char *line = cvpn_drafting_line_of (lines[i]);
        g_string_append_printf (out, "# %s\n", line);
    }
}

/* Whatever a reader let through: a value that is more than its line would be more than a value. */
static void
check_group (const CvpnInventory *inventory, const CvpnDraftGroup *group)
{
    const CvpnSource *source = NULL;
    const guint line = cvpn_inventory_line (inventory, group->name, &source);

    for (guint i = 0; i < group->lines->len; i++) {
        const CvpnDraftLine *row = group->lines->pdata[i];
        if (cvpn_drafting_is_plain (row->key) && cvpn_drafting_is_plain (row->value))
            continue;
        cvpn_report_add (inventory->report, CVPN_SEVERITY_ERROR, source ? source->path : NULL, line,
                         "%s: its %s has a control character, or one that is not to be seen",
                         group->name, row->key);
    }
}

static void
append_group (GString *out, const CvpnDraftGroup *group)
{
    g_string_append_c (out, '\n');
    append_comment (out, group->comment);
    g_string_append_printf (out, *group->name ? "[%s %s]\n" : "[%s%s]\n", group->kind, group->name);
    for (guint i = 0; i < group->lines->len; i++) {
        const CvpnDraftLine *line = group->lines->pdata[i];
        append_comment (out, line->comment);
        g_string_append_printf (out, *line->value ? "%s = %s\n" : "%s =%s\n", line->key,
                                line->value);
    }
    if (g_str_equal (group->kind, "scenario"))
        g_string_append (out, "#duration = 10h\n");
}

char *
cvpn_import_draft_text (const CvpnImportDraft *draft, const CvpnInventory *inventory,
                        const CvpnImportOptions *options)
{
    static const CvpnImportOptions none = { 0 };
    GString *out = g_string_new (NULL);

    append_head (out, options ? options : &none);
    for (guint i = 0; i < draft->groups->len; i++) {
        check_group (inventory, draft->groups->pdata[i]);
        append_group (out, draft->groups->pdata[i]);
    }
    cvpn_drafting_append_template (out, draft, inventory);
    return g_string_free (out, FALSE);
}
