#include "read_text.h"

#include "inventory_text.h"
#include "support.h"

static void
free_document (gpointer data)
{
    CvpnDocumentRead *document = data;

    json_decref (document->json);
    g_free (document);
}

static CvpnSource *
make_source (const char *name, const char *text)
{
    g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
    g_autofree char *path = cvpn_test_file ("a.json", json);

    return cvpn_source_new (path, name);
}

static void
read_documents (const CvpnSource *source, CvpnReport *report, GPtrArray *documents)
{
    g_autoptr (GPtrArray) found = cvpn_source_read (source, report);

    for (guint i = 0; found && i < found->len; i++) {
        CvpnDocumentRead *document = g_new0 (CvpnDocumentRead, 1);
        *document = (CvpnDocumentRead){ source, i, json_incref (g_ptr_array_index (found, i)) };
        g_ptr_array_add (documents, document);
    }
}

/* The documents are gone before the things are looked at, as in an import. */
char *
cvpn_test_read_text (CvpnReadFunc read, const char *name, ...)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnInventory) inventory = cvpn_inventory_new (report);
    GPtrArray *documents = g_ptr_array_new_with_free_func (free_document);
    g_autoptr (GPtrArray) sources =
        g_ptr_array_new_with_free_func ((GDestroyNotify) cvpn_source_free);
    va_list arguments;

    va_start (arguments, name);
    for (const char *at = name; at; at = va_arg (arguments, const char *)) {
        CvpnSource *source = make_source (at, va_arg (arguments, const char *));
        g_ptr_array_add (sources, source);
        read_documents (source, report, documents);
    }
    va_end (arguments);
    read (inventory, documents);
    g_ptr_array_unref (documents);
    return cvpn_inventory_text (inventory);
}
