/* spec: all groups of a document, each by its section, into one CvpnSpec. */
#include "input/sections.h"

#include "base/spelling.h"
#include "input/events.h"
#include "input/users.h"

static void
refuse_kind (const CvpnGroup *group, CvpnReport *report)
{
    guint n;
    const CvpnSection *const *sections = cvpn_sections (&n);
    g_autoptr (GArray) known = g_array_new (FALSE, FALSE, sizeof (char *));

    for (guint i = 0; i < n; i++)
        g_array_append_val (known, sections[i]->kind);
    g_autofree char *hint =
        cvpn_spelling_hint (group->kind, (const char *const *) known->data, known->len);
    cvpn_group_fail (group, NULL, report, "unknown kind of group%s", hint);
}

/* The section that reads this group, or NULL with a fault reported. */
static const CvpnSection *
find_section (const CvpnGroup *group, CvpnReport *report)
{
    const CvpnSection *section = cvpn_sections_find (group->kind);

    if (!section)
        refuse_kind (group, report);
    else if (section->named && !*group->name)
        cvpn_group_fail (group, NULL, report, "the name is missing; expected [%s NAME]",
                         group->kind);
    else if (!section->named && *group->name)
        cvpn_group_fail (group, NULL, report, "there is only one; expected [%s]", group->kind);
    else
        return section;
    return NULL;
}

static gpointer
member_of (CvpnSpec *spec, const CvpnSection *section)
{
    return (char *) spec + section->offset;
}

static void
read_group (CvpnSpec *spec, const CvpnSection *section, const CvpnReading *at)
{
    gpointer record = member_of (spec, section);

    if (section->named) {
        GPtrArray *all = *(GPtrArray **) record;
        record = g_malloc0 (section->size);
        g_ptr_array_add (all, record);
    }
    if (section->owner && at->group) {
        g_autofree char *fault = cvpn_names_check (at->names, section->owner, at->group->name);
        if (fault && *fault)
            cvpn_group_fail (at->group, NULL, at->report, "%s", fault);
    }
    cvpn_section_read (section, at, record);
}

/* Groups of which there is one are read even where the file has none. */
static void
read_missing (CvpnSpec *spec, const CvpnReading *at)
{
    guint n;
    const CvpnSection *const *sections = cvpn_sections (&n);

    for (guint i = 0; i < n; i++)
        if (!sections[i]->named && !cvpn_document_group (spec->document, sections[i]->kind, ""))
            read_group (spec, sections[i], at);
}

static CvpnSpec *
new_spec (CvpnDocument *document)
{
    CvpnSpec *spec = g_new0 (CvpnSpec, 1);
    guint n;
    const CvpnSection *const *sections = cvpn_sections (&n);

    spec->document = document;
    for (guint i = 0; i < n; i++)
        if (sections[i]->named)
            *(GPtrArray **) member_of (spec, sections[i]) = g_ptr_array_new ();
    return spec;
}

CvpnSpec *
cvpn_spec_read (CvpnDocument *document, CvpnReport *report)
{
    CvpnSpec *spec = new_spec (document);
    g_autoptr (CvpnNames) names = cvpn_names_new (document, report);
    CvpnReading at = { .names = names, .report = report };

    read_missing (spec, &at);
    for (guint i = 0; i < document->groups->len; i++) {
        at.group = document->groups->pdata[i];
        const CvpnSection *section = find_section (at.group, report);
        if (section)
            read_group (spec, section, &at);
    }
    cvpn_users_check (spec, report);
    cvpn_events_check (spec, report);
    return spec;
}

static void
free_records (const CvpnSection *section, GPtrArray *records)
{
    for (guint i = 0; i < records->len; i++) {
        cvpn_section_clear (section, records->pdata[i]);
        g_free (records->pdata[i]);
    }
    g_ptr_array_unref (records);
}

void
cvpn_spec_free (CvpnSpec *spec)
{
    guint n;
    const CvpnSection *const *sections = cvpn_sections (&n);

    if (!spec)
        return;
    for (guint i = 0; i < n; i++) {
        gpointer member = member_of (spec, sections[i]);
        if (sections[i]->named)
            free_records (sections[i], *(GPtrArray **) member);
        else
            cvpn_section_clear (sections[i], member);
    }
    cvpn_document_free (spec->document);
    g_free (spec);
}
