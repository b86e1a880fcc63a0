#include "template_case.h"

#include "support.h"

CvpnTemplateCase *
cvpn_template_case (const char *template, const char *const *parameters)
{
    CvpnTemplateCase *test = g_new0 (CvpnTemplateCase, 1);
    g_autofree char *text = g_strdelimit (g_strdup (template), "'", '"');
    g_autofree char *path = cvpn_test_file ("template.json", text);
    g_autoptr (GPtrArray) documents = g_ptr_array_new ();
    CvpnDocumentRead document = { 0 };

    test->source = cvpn_source_new (path, "template.json");
    test->report = cvpn_report_new ();
    test->json = json_loads (text, 0, NULL);
    CU_ASSERT_FATAL (test->json != NULL);
    CU_ASSERT (cvpn_cloudformation_is (test->json));
    test->inventory = cvpn_inventory_new (test->report);
    document.source = test->source;
    document.json = test->json;
    g_ptr_array_add (documents, &document);
    cvpn_cloudformation_read (test->inventory, documents, parameters);
    return test;
}

CvpnTemplateCase *
cvpn_template_of (const char *resources)
{
    g_autofree char *template = g_strdup_printf (
        "{'AWSTemplateFormatVersion': '2010-09-09',\n'Resources': {%s}}", resources);

    return cvpn_template_case (template, NULL);
}

void
cvpn_template_case_free (CvpnTemplateCase *test)
{
    cvpn_inventory_free (test->inventory);
    cvpn_report_free (test->report);
    cvpn_source_free (test->source);
    json_decref (test->json);
    g_free (test);
}

char *
cvpn_template_faults (const CvpnTemplateCase *test)
{
    GString *out = g_string_new (NULL);
    const GPtrArray *faults = cvpn_report_faults (test->report);

    for (guint i = 0; i < faults->len; i++) {
        const CvpnFault *fault = g_ptr_array_index (faults, i);
        g_string_append_printf (out, "%u: %s\n", fault->line, fault->text);
    }
    return g_string_free (out, FALSE);
}

char *
cvpn_template_notes (const CvpnTemplateCase *test, CvpnImportNoteKind kind)
{
    GString *out = g_string_new (NULL);

    for (guint i = 0; i < test->inventory->notes->len; i++) {
        const CvpnImportNote *note = g_ptr_array_index (test->inventory->notes, i);
        if (note->kind != kind)
            continue;
        g_string_append_printf (out, "%s: %s", note->what, note->text);
        if (note->count > 0)
            g_string_append_printf (out, " (%" G_GUINT64_FORMAT ")", note->count);
        g_string_append_c (out, '\n');
    }
    return g_string_free (out, FALSE);
}

char *
cvpn_template_cidr (CvpnPrefix cidr)
{
    char text[CVPN_PREFIX_TEXT];

    return g_strdup (cidr.length == CVPN_PREFIX_UNSET ? "unset" : cvpn_prefix_format (cidr, text));
}

char *
cvpn_template_list (const GPtrArray *strings)
{
    GString *out = g_string_new (NULL);

    for (guint i = 0; i < strings->len; i++)
        g_string_append_printf (out, "%s%s", i > 0 ? " " : "",
                                (const char *) g_ptr_array_index (strings, i));
    return g_string_free (out, FALSE);
}

char *
cvpn_template_rules (const GArray *rules)
{
    GString *out = g_string_new (NULL);

    for (guint i = 0; i < rules->len; i++) {
        const CvpnRuleThing *rule = &g_array_index (rules, CvpnRuleThing, i);
        g_autofree char *cidr = cvpn_template_cidr (rule->cidr);
        if (rule->any)
            g_string_append (out, "any ");
        else
            g_string_append_printf (out, "%u %d-%d ", rule->protocol, rule->from_port,
                                    rule->to_port);
        g_string_append_printf (out, "%s\n",
                                rule->group         ? rule->group
                                : rule->prefix_list ? rule->prefix_list
                                                    : cidr);
    }
    return g_string_free (out, FALSE);
}
