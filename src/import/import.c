/* import: from files to a scenario that has been read once. */
#include <cvpnsim/import.h>

#include <string.h>

#include <cvpnsim/error.h>
#include <cvpnsim/scenario.h>

#include "import/draft/draft.h"
#include "import/forms.h"
#include "import/notes.h"

struct CvpnImport {
    char *scenario;
    GPtrArray *notes;      /* CvpnImportNote *, owned */
    GStringChunk *strings; /* of the notes */
};

/* What is read until there is a scenario. */
typedef struct {
    const char *path;
    const CvpnImportOptions *options;
    CvpnReport *report;
    guint before;         /* faults that were there already */
    GPtrArray *sources;   /* CvpnSource *, owned */
    GPtrArray *documents; /* CvpnDocumentRead *, owned: those of the form */
    CvpnForm form;
    const CvpnSource *of_form; /* the first of it */
    CvpnInventory *inventory;
    char *nothing; /* the first document that is of no known form */
} Reading;

static void
free_document (gpointer data)
{
    CvpnDocumentRead *document = data;

    json_decref (document->json);
    g_free (document);
}

static void
clear_reading (Reading *reading)
{
    g_clear_pointer (&reading->documents, g_ptr_array_unref);
    g_clear_pointer (&reading->inventory, cvpn_inventory_free);
    g_clear_pointer (&reading->sources, g_ptr_array_unref);
    g_free (reading->nothing);
}

static gboolean
has_faults (const Reading *reading)
{
    return cvpn_report_errors (reading->report) > reading->before;
}

static void
skip_document (Reading *reading, const CvpnSource *source, json_t *json)
{
    g_autofree char *what = cvpn_form_describe (json);
    const char *hint = cvpn_form_hint (json);

    cvpn_inventory_note (reading->inventory, CVPN_IMPORT_SKIPPED, source, what, 0, "%s",
                         hint ? hint : "of no form that is known here");
    if (!reading->nothing)
        reading->nothing = g_strdup_printf ("%s is %s", source->name, hint ? hint : what);
}

/* Ids of the AWS CLI, addresses of a plan and names of a template do not meet. */
static void
refuse_two_forms (const Reading *reading, const CvpnSource *source, CvpnForm form)
{
    g_autofree char *what =
        g_strdup_printf ("%s, but %s is %s: import them one by one", cvpn_form_name (form),
                         reading->of_form->path, cvpn_form_name (reading->form));

    if (cvpn_source_says (source, what))
        cvpn_report_add (reading->report, CVPN_SEVERITY_ERROR, source->path, 1, "%s", what);
}

static void
sort_document (Reading *reading, const CvpnSource *source, guint index, json_t *json)
{
    const CvpnForm form = cvpn_form_of (json);

    if (form == CVPN_FORM_NONE)
        skip_document (reading, source, json);
    else if (reading->form && form != reading->form)
        refuse_two_forms (reading, source, form);
    else {
        CvpnDocumentRead *document = g_new0 (CvpnDocumentRead, 1);
        *document = (CvpnDocumentRead){ .source = source, .index = index };
        document->json = json_incref (json);
        g_ptr_array_add (reading->documents, document);
        reading->of_form = reading->form ? reading->of_form : source;
        reading->form = form;
    }
}

static void
report_nothing (const Reading *reading)
{
    const CvpnSource *first = g_ptr_array_index (reading->sources, 0);
    const gboolean is_file = strcmp (first->path, reading->path) == 0;

    cvpn_report_add (reading->report, CVPN_SEVERITY_ERROR, reading->path, is_file ? 1 : 0,
                     "nothing to import: none of %u file%s is %s, %s or %s; %s",
                     reading->sources->len, reading->sources->len == 1 ? "" : "s",
                     cvpn_form_name (CVPN_FORM_CLI), cvpn_form_name (CVPN_FORM_TERRAFORM),
                     cvpn_form_name (CVPN_FORM_CLOUDFORMATION), reading->nothing);
}

static void
read_sources (Reading *reading)
{
    guint64 memory = 0;

    for (guint i = 0; i < reading->sources->len && memory <= CVPN_SOURCE_MEMORY_MAX; i++) {
        const CvpnSource *source = g_ptr_array_index (reading->sources, i);
        g_autoptr (GPtrArray) documents = cvpn_source_read (source, reading->report);
        memory += cvpn_source_memory (source);
        for (guint j = 0; documents && j < documents->len; j++)
            sort_document (reading, source, j, g_ptr_array_index (documents, j));
    }
    if (memory > CVPN_SOURCE_MEMORY_MAX && !has_faults (reading))
        cvpn_report_add (reading->report, CVPN_SEVERITY_ERROR, reading->path, 0,
                         "the files are too much for the memory together");
    if (!reading->form && !has_faults (reading))
        report_nothing (reading);
}
/* The documents are gone when the things are there. */
static void
fill_inventory (Reading *reading)
{
    static const char *const none[] = { NULL };
    const char *const *parameters = reading->options->parameters;

    if (reading->form == CVPN_FORM_CLI)
        cvpn_cli_read (reading->inventory, reading->documents);
    else if (reading->form == CVPN_FORM_TERRAFORM)
        cvpn_terraform_read (reading->inventory, reading->documents);
    else if (reading->form == CVPN_FORM_CLOUDFORMATION)
        cvpn_cloudformation_read (reading->inventory, reading->documents,
                                  parameters ? parameters : none);
    g_clear_pointer (&reading->documents, g_ptr_array_unref);
}

static gboolean
is_empty (const CvpnInventory *inventory)
{
    const GPtrArray *const kinds[] = {
        inventory->vpcs,          inventory->subnets,           inventory->route_tables,
        inventory->nat_gateways,  inventory->internet_gateways, inventory->vpn_gateways,
        inventory->peerings,      inventory->transit_gateways,  inventory->attachments,
        inventory->vpc_endpoints, inventory->transit_tables,    inventory->vpn_connections,
        inventory->prefix_lists,  inventory->security_groups,   inventory->network_acls,
        inventory->interfaces,    inventory->client_vpns,
    };

    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        if (kinds[i]->len > 0)
            return FALSE;
    return TRUE;
}

/* The first note that says so of a file, if all files were skipped; else NULL. */
static const CvpnImportNote *
find_all_skipped (const Reading *reading)
{
    g_autoptr (GHashTable) skipped = g_hash_table_new (g_str_hash, g_str_equal);
    const GPtrArray *notes = reading->inventory->notes;
    const CvpnImportNote *first = NULL;

    for (guint i = 0; i < notes->len; i++) {
        const CvpnImportNote *note = notes->pdata[i];
        if (note->kind != CVPN_IMPORT_SKIPPED || !note->file)
            continue;
        first = first ? first : note;
        g_hash_table_add (skipped, (gpointer) (gsize) note->file);
    }
    for (guint i = 0; i < reading->sources->len; i++) {
        const CvpnSource *source = g_ptr_array_index (reading->sources, i);
        if (!g_hash_table_contains (skipped, source->name))
            return NULL;
    }
    return first;
}

/* A file of the right form may still be of no use: an answer that does not say of what it is. */
static void
refuse_all_skipped (const Reading *reading)
{
    const CvpnSource *source = g_ptr_array_index (reading->sources, 0);
    const gboolean is_file = strcmp (source->path, reading->path) == 0;
    const CvpnImportNote *first;

    if (!reading->form || has_faults (reading) || !is_empty (reading->inventory))
        return;
    first = find_all_skipped (reading);
    if (first)
        cvpn_report_add (reading->report, CVPN_SEVERITY_ERROR, reading->path, is_file ? 1 : 0,
                         "nothing to import: no VPC, Client VPN endpoint or part of one is in %u "
                         "file%s; %s was skipped: %s: %s",
                         reading->sources->len, reading->sources->len == 1 ? "" : "s", first->file,
                         first->what, first->text);
}

static gboolean
check_options (const Reading *reading, GError **error)
{
    const char *const *parameter = reading->options->parameters;

    for (; parameter && *parameter; parameter++) {
        const char *equals = strchr (*parameter, '=');
        if (!equals || equals == *parameter) {
            g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE, "--parameter: '%s' is not NAME=VALUE",
                         *parameter);
            return FALSE;
        }
    }
    return TRUE;
}

/* Parameters without a template would be ignored in silence. */
static gboolean
check_form_options (const Reading *reading, GError **error)
{
    const char *const *parameters = reading->options->parameters;

    if (reading->form == CVPN_FORM_CLOUDFORMATION || !parameters || !*parameters)
        return TRUE;
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                 "--parameter is for a CloudFormation template; %s is %s", reading->of_form->name,
                 cvpn_form_name (reading->form));
    return FALSE;
}

/* The group of a fault in what was drafted, "[subnet subnet-1] cidr: …". */
static char *
name_group (const char *text)
{
    const char *space = *text == '[' ? strchr (text, ' ') : NULL;
    const char *end = space ? strchr (space, ']') : NULL;

    return end ? g_strndup (space + 1, (gsize) (end - space - 1)) : NULL;
}

/* The thing that has the name, or else the first mention of it, or else the first file. */
static guint
find_line (const Reading *reading, const char *id, const CvpnSource **source)
{
    guint line = id ? cvpn_inventory_line (reading->inventory, id, source) : 0;

    for (guint i = 0; id && !line && i < reading->sources->len; i++) {
        *source = g_ptr_array_index (reading->sources, i);
        line = cvpn_source_word_line (*source, id);
    }
    if (line)
        return line;
    *source = reading->of_form;
    return 1;
}

static void
report_drafted (Reading *reading, const CvpnFault *fault)
{
    g_autofree char *id = name_group (fault->text);
    const CvpnSource *source = NULL;
    const guint line = find_line (reading, id, &source);

    cvpn_report_add (reading->report, fault->severity, source->path, line, "as a scenario: %s",
                     fault->text);
}

/* Nothing is given out that this program would not read. */
static void
read_back (Reading *reading, const char *text)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnScenario) scenario =
        cvpn_scenario_load_text ("scenario", text, NULL, report, &error);

    if (scenario)
        return;
    const GPtrArray *faults = cvpn_report_faults (report);
    for (guint i = 0; i < faults->len; i++) {
        const CvpnFault *fault = g_ptr_array_index (faults, i);
        if (fault->severity == CVPN_SEVERITY_ERROR)
            report_drafted (reading, fault);
    }
}

static CvpnImport *
make_import (const Reading *reading, const CvpnImportDraft *draft, char *text)
{
    CvpnImport *import = g_new0 (CvpnImport, 1);

    import->scenario = text;
    import->strings = g_string_chunk_new (1024);
    import->notes = cvpn_notes_collect (reading->inventory, draft, import->strings);
    return import;
}

static CvpnImport *
draft_import (Reading *reading)
{
    g_autoptr (CvpnImportDraft) draft =
        cvpn_import_draft_new (reading->inventory, reading->options);
    g_autofree char *text = NULL;

    if (!draft || has_faults (reading))
        return NULL;
    text = cvpn_import_draft_text (draft, reading->inventory, reading->options);
    if (has_faults (reading))
        return NULL;
    read_back (reading, text);
    return has_faults (reading) ? NULL : make_import (reading, draft, g_steal_pointer (&text));
}

static CvpnImport *
run_import (Reading *reading, GError **error)
{
    reading->sources = cvpn_sources_find (reading->path, reading->report, error);
    if (!reading->sources)
        return NULL;
    reading->inventory = cvpn_inventory_new (reading->report);
    reading->documents = g_ptr_array_new_with_free_func (free_document);
    read_sources (reading);
    if (reading->form && !check_form_options (reading, error))
        return NULL;
    fill_inventory (reading);
    refuse_all_skipped (reading);
    CvpnImport *import = has_faults (reading) ? NULL : draft_import (reading);
    const guint faults = cvpn_report_errors (reading->report) - reading->before;
    if (!import)
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_SCENARIO, "%s: %u error%s", reading->path,
                     faults, faults == 1 ? "" : "s");
    return import;
}

CvpnImport *
cvpn_import (const char *path, const CvpnImportOptions *options, CvpnReport *report, GError **error)
{
    static const CvpnImportOptions defaults = { 0 };
    Reading reading = { .path = path, .report = report };
    CvpnImport *import = NULL;

    reading.options = options ? options : &defaults;
    reading.before = cvpn_report_errors (report);
    if (check_options (&reading, error))
        import = run_import (&reading, error);
    clear_reading (&reading);
    return import;
}

void
cvpn_import_free (CvpnImport *import)
{
    if (!import)
        return;
    g_free (import->scenario);
    g_ptr_array_unref (import->notes);
    g_string_chunk_free (import->strings);
    g_free (import);
}

const char *
cvpn_import_scenario (const CvpnImport *import)
{
    return import->scenario;
}

const GPtrArray *
cvpn_import_notes (const CvpnImport *import)
{
    return import->notes;
}
