/* names: one name space for all resources, whatever their kind.
 *
 * A reference that fails says why: the name is of another kind, or nearly
 * another name. */
#include "input/names.h"

#include <string.h>

#include "base/spelling.h"
#include "input/list.h"
#include "input/sections.h"
#include "model/reserved_words.h"

#define HINTS_MAX 200

static void
add_resource (CvpnNames *names, CvpnGroup *group, CvpnReport *report)
{
    const CvpnGroup *other = g_hash_table_lookup (names->resources, group->name);

    if (cvpn_is_reserved_word (group->name))
        cvpn_group_fail (group, NULL, report, "'%s' is a word of the format, not a name",
                         group->name);
    if (other)
        cvpn_group_fail (group, NULL, report, "the name is already that of [%s %s] at %s:%u",
                         other->kind, other->name, other->file, other->line);
    else
        g_hash_table_insert (names->resources, group->name, group);
}

CvpnNames *
cvpn_names_new (const CvpnDocument *document, CvpnReport *report)
{
    CvpnNames *names = g_new (CvpnNames, 1);

    names->document = document;
    names->report = report;
    names->resources = g_hash_table_new (g_str_hash, g_str_equal);
    for (guint i = 0; i < document->groups->len; i++) {
        CvpnGroup *group = document->groups->pdata[i];
        if (*group->name && cvpn_sections_is_resource (group->kind))
            add_resource (names, group, report);
    }
    return names;
}

void
cvpn_names_free (CvpnNames *names)
{
    if (!names)
        return;
    g_hash_table_unref (names->resources);
    g_free (names);
}

static gboolean
is_word (const char *choice)
{
    return *choice == '=';
}

gboolean
cvpn_names_is_unknown (const CvpnNames *names, const char *name)
{
    return cvpn_document_group (names->document, "unknown", name) != NULL;
}

const char *
cvpn_names_kind (const CvpnNames *names, const char *name)
{
    const CvpnGroup *group = g_hash_table_lookup (names->resources, name);
    const CvpnEntry *kind;

    if (!group || strcmp (group->kind, "unknown") != 0)
        return group ? group->kind : NULL;
    kind = cvpn_group_entry (group, "kind");
    return kind ? kind->value : "";
}

static gboolean
is_one_of (const CvpnNames *names, char **choices, const char *name)
{
    for (; *choices; choices++)
        if (is_word (*choices) ? strcmp (*choices + 1, name) == 0
                               : cvpn_document_group (names->document, *choices, name) != NULL)
            return TRUE;
    return FALSE;
}

/* Nothing in particular: there may be more of a kind. */
static gboolean
is_nameless (const CvpnNames *names, const char *name)
{
    const CvpnGroup *group = cvpn_document_group (names->document, "unknown", name);

    return group && cvpn_group_entry (group, "of");
}

static gboolean
is_unknown_one_of (const CvpnNames *names, char **choices, const char *name)
{
    return cvpn_names_is_unknown (names, name) && !is_nameless (names, name) &&
           g_strv_contains ((const char *const *) choices, cvpn_names_kind (names, name));
}

/* "vpc", "'local'", "vpc, subnet or 'local'". */
static char *
join_choices (char **choices)
{
    const guint n = g_strv_length (choices);
    GString *out = g_string_new (NULL);

    for (guint i = 0; i < n; i++) {
        g_string_append (out, i == 0 ? "" : i + 1 < n ? ", " : " or ");
        if (is_word (choices[i]))
            g_string_append_printf (out, "'%s'", choices[i] + 1);
        else
            g_string_append (out, choices[i]);
    }
    return g_string_free (out, FALSE);
}

static const char *
article_of (const char *kind)
{
    if (g_str_has_suffix (kind, "clients"))
        return "";
    return strchr ("aeio", *kind) ? "an " : "a "; /* 'u' is not among: "a unit" */
}

char *
cvpn_names_describe (const char *refers)
{
    g_auto (GStrv) choices = g_strsplit (refers, "|", -1);
    g_autofree char *joined = join_choices (choices);

    return g_strconcat (is_word (choices[0]) ? "" : article_of (choices[0]), joined, NULL);
}

/* A search through all groups; who has HINTS_MAX faults sees no more of them. */
static char *
hint_name (const CvpnNames *names, char **choices, const char *name)
{
    g_autoptr (GPtrArray) known = g_ptr_array_new ();

    if (cvpn_report_errors (names->report) > HINTS_MAX)
        return g_strdup ("");
    for (guint i = 0; i < names->document->groups->len; i++) {
        CvpnGroup *group = names->document->groups->pdata[i];
        if (*group->name && (g_strv_contains ((const char *const *) choices, group->kind) ||
                             is_unknown_one_of (names, choices, group->name)))
            g_ptr_array_add (known, group->name);
    }
    for (; *choices; choices++)
        if (is_word (*choices))
            g_ptr_array_add (known, *choices + 1);
    return cvpn_spelling_hint (name, (const char *const *) known->pdata, known->len);
}

/* The kind of what has the name for another purpose, or NULL. */
static const char *
find_other (const CvpnNames *names, const char *name)
{
    const char *kind = cvpn_names_kind (names, name);

    if (kind)
        return kind;
    return cvpn_document_group (names->document, "clients", name) ? "clients" : NULL;
}

/* What nearly every name is. */
static gboolean
is_resource_of (const CvpnNames *names, const char *refers, const char *name)
{
    const CvpnGroup *group = g_hash_table_lookup (names->resources, name);

    return group && cvpn_list_find (refers, group->kind) >= 0;
}

char *
cvpn_names_check (const CvpnNames *names, const char *refers, const char *name)
{
    if (is_resource_of (names, refers, name))
        return NULL;
    g_auto (GStrv) choices = g_strsplit (refers, "|", -1);

    if (is_one_of (names, choices, name) || is_unknown_one_of (names, choices, name))
        return NULL;
    const char *other = find_other (names, name);
    if (other && !cvpn_sections_find (other))
        return g_strdup ("");
    if (other && is_nameless (names, name))
        return g_strdup_printf ("'%s' stands for what the file may lack, as its 'of' says; nothing "
                                "can name it",
                                name);
    if (other) {
        g_autofree char *expected = cvpn_names_describe (refers);
        return g_strdup_printf ("'%s' is %s%s; expected %s", name, article_of (other), other,
                                expected);
    }
    g_autofree char *hint = hint_name (names, choices, name);
    if (!choices[1])
        return g_strdup_printf ("no [%s %s]%s", choices[0], name, hint);
    g_autofree char *expected = cvpn_names_describe (refers);
    return g_strdup_printf ("nothing is called '%s'; expected %s%s", name, expected, hint);
}

char *
cvpn_names_check_known (const CvpnNames *names, const char *refers, const char *name)
{
    char *fault = cvpn_names_check (names, refers, name);

    if (fault || !cvpn_names_is_unknown (names, name))
        return fault;
    g_autofree char *expected = cvpn_names_describe (refers);
    return g_strdup_printf ("nothing is known of '%s'; expected %s that the file contains", name,
                            expected);
}
