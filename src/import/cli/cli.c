/* cli: which documents are answers of the AWS CLI, and their way to the readers of elements. */
#include "import/cli/cli.h"

#include <string.h>

#define KEY_LENGTH_MAX 64

static gboolean
is_answer (const json_t *object)
{
    const char *key;
    json_t *value;

    if (!json_is_object (object))
        return FALSE;
    /* The macro wants to write: it does not. */
    json_object_foreach ((json_t *) (gsize) object, key, value)
    {
        if (cvpn_cli_call (key) || cvpn_cli_is_bundle (key))
            return TRUE;
    }
    return FALSE;
}

gboolean
cvpn_cli_is (const json_t *document)
{
    for (gsize i = 0; i < json_array_size (document); i++)
        if (is_answer (json_array_get (document, i)))
            return TRUE;
    return is_answer (document);
}

/* Names of members come from the file: only what looks like a key of AWS's is repeated. */
static const char *
show_key (const char *key)
{
    gsize length = strlen (key);
    gboolean plain = length > 0 && length <= KEY_LENGTH_MAX;

    for (gsize i = 0; plain && i < length; i++)
        plain = g_ascii_isalnum (key[i]) || key[i] == '_' || key[i] == '-';
    return plain ? key : "a top-level key";
}

static void
note_key (CvpnInventory *inventory, const CvpnSource *source, const char *key)
{
    const char *why = cvpn_cli_unused (key);

    if (why)
        cvpn_inventory_note (inventory, CVPN_IMPORT_SKIPPED, source, key, 0, "%s", why);
    else
        cvpn_inventory_note (inventory, CVPN_IMPORT_SKIPPED, source, show_key (key), 0,
                             "printed by none of the calls that are known");
}

static gboolean
has_more (const json_t *object)
{
    static const char *const keys[] = { "NextToken", "nextToken" };

    for (guint i = 0; i < G_N_ELEMENTS (keys); i++) {
        const json_t *token = json_object_get (object, keys[i]);
        if (token != NULL && !json_is_null (token) &&
            !(json_is_string (token) && json_string_length (token) == 0))
            return TRUE;
    }
    return FALSE;
}

/* The call among those with that key to which an element belongs; NULL: none of them.  What is no
 * object goes to the first one, to be told so. */
static const CvpnCliCall *
call_of (const CvpnCliCall *first, const json_t *answer, const json_t *element)
{
    if (element != NULL && !json_is_object (element))
        return first;
    for (const CvpnCliCall *call = first; call->key != NULL && g_str_equal (call->key, first->key);
         call++)
        if (!call->suits || call->suits (answer, element))
            return call;
    return NULL;
}

/* Elements of calls that print the same key as one that is known. */
static void
note_strange (CvpnInventory *inventory, const CvpnNode *object, const CvpnCliCall *first)
{
    const json_t *list = json_object_get (object->json, first->key);
    guint64 n = 0;

    for (gsize i = 0; i < json_array_size (list); i++)
        n += !call_of (first, object->json, json_array_get (list, i));
    if (n > 0)
        cvpn_inventory_note (inventory, CVPN_IMPORT_SKIPPED, object->source, first->key, 0,
                             "elements of a call that is not known: %" G_GUINT64_FORMAT, n);
}

/* What is neither an answer nor part of one is named in the first pass only. */
static void
note_others (CvpnInventory *inventory, const CvpnNode *object)
{
    const char *key;
    json_t *value;

    json_object_foreach (object->json, key, value)
    {
        const CvpnCliCall *first = cvpn_cli_call (key);
        if (first)
            note_strange (inventory, object, first);
        else if (!cvpn_cli_is_companion (key) && !cvpn_cli_is_bundle (key))
            note_key (inventory, object->source, key);
    }
}

/* A list; or, as one example of the AWS CLI Command Reference has it, its only element. */
static void
read_list (CvpnCliAnswer *answer, const CvpnCliCall *first, const CvpnNode *list)
{
    if (json_is_object (list->json)) {
        answer->call->read (answer, list);
        return;
    }
    for (gsize i = 0, n = cvpn_node_length (list); i < n; i++) {
        const CvpnNode element = cvpn_node_element (list, i);
        if (call_of (first, answer->object->json, element.json) == answer->call)
            answer->call->read (answer, &element);
    }
}

/* Whether the list is of that call at all; what is no list is for the first one to be told so. */
static gboolean
concerns (const CvpnCliCall *call, const CvpnCliCall *first, const json_t *answer,
          const json_t *list)
{
    if (!json_is_array (list))
        return json_is_object (list) ? call_of (first, answer, list) == call : call == first;
    if (json_array_size (list) == 0)
        return call_of (first, answer, NULL) == call;
    for (gsize i = 0; i < json_array_size (list); i++)
        if (call_of (first, answer, json_array_get (list, i)) == call)
            return TRUE;
    return FALSE;
}

static void
count_answer (CvpnCliReader *reader, const CvpnCliAnswer *answer)
{
    if (answer->call->all >= 0) {
        reader->seen[answer->call->all] = TRUE;
        reader->more[answer->call->all] |= answer->more;
    }
    if (answer->more)
        cvpn_inventory_note (
            reader->inventory, CVPN_IMPORT_REMARK, answer->source, answer->call->key, 0,
            "%s: there are more pages (NextToken) than this; what is on them is not known",
            answer->call->call);
}

static void
read_call (CvpnCliReader *reader, const CvpnCliCall *call, const CvpnCliCall *first,
           const CvpnNode *object)
{
    const CvpnNode list = cvpn_node_member (object, call->key);
    g_autoptr (GHashTable) about = g_hash_table_new (g_str_hash, g_str_equal);
    CvpnCliAnswer answer = { .reader = reader,
                             .inventory = reader->inventory,
                             .source = object->source,
                             .object = object,
                             .call = call,
                             .more = has_more (object->json),
                             .about = about };

    if (!list.json || json_is_null (list.json) ||
        !(call->whole || concerns (call, first, object->json, list.json)))
        return;
    count_answer (reader, &answer);
    if (call->whole)
        call->read (&answer, object);
    else
        read_list (&answer, first, &list);
    if (call->done && (json_is_array (list.json) || json_is_object (list.json)))
        call->done (&answer);
}

static void
read_key (CvpnCliReader *reader, const CvpnNode *object, const char *key, CvpnCliPass pass)
{
    const CvpnCliCall *first = cvpn_cli_call (key);

    for (const CvpnCliCall *call = first; call && call->key && g_str_equal (call->key, key); call++)
        if (call->pass == pass)
            read_call (reader, call, first, object);
}

static void
read_answer (CvpnCliReader *reader, const CvpnNode *object, CvpnCliPass pass)
{
    const char *key;
    json_t *value;

    if (pass == CVPN_CLI_THINGS)
        note_others (reader->inventory, object);
    json_object_foreach (object->json, key, value)
    {
        read_key (reader, object, key, pass);
    }
}

static void
read_object (CvpnCliReader *reader, const CvpnNode *object, CvpnCliPass pass)
{
    const char *key;
    json_t *value;

    read_answer (reader, object, pass);
    json_object_foreach (object->json, key, value)
    {
        const CvpnNode list = cvpn_node_member (object, key);
        for (gsize i = 0; cvpn_cli_is_bundle (key) && i < cvpn_node_length (&list); i++) {
            const CvpnNode element = cvpn_node_element (&list, i);
            if (!json_is_object (element.json) && pass == CVPN_CLI_THINGS)
                cvpn_node_fault (&element, "expected an object");
            read_answer (reader, &element, pass);
        }
    }
}

static void
read_document (CvpnCliReader *reader, const CvpnDocumentRead *document, CvpnCliPass pass)
{
    const CvpnNode root = cvpn_node_root (document->source, document->index, document->json,
                                          reader->inventory->report);

    if (!json_is_array (document->json)) {
        read_object (reader, &root, pass);
        return;
    }
    for (gsize i = 0; i < json_array_size (document->json); i++) {
        const CvpnNode object = cvpn_node_element (&root, i);
        if (json_is_object (object.json))
            read_object (reader, &object, pass);
        else if (pass == CVPN_CLI_THINGS)
            cvpn_inventory_note (reader->inventory, CVPN_IMPORT_SKIPPED, document->source,
                                 "an element of the outermost list", 0,
                                 "not an answer of a call, with its top-level key");
    }
}

static void
init_reader (CvpnCliReader *reader, CvpnInventory *inventory)
{
    *reader = (CvpnCliReader){ .inventory = inventory };
    reader->answered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    reader->partial = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    reader->unnamed = g_hash_table_new (g_str_hash, g_str_equal);
    reader->connections = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    reader->attached =
        g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
    reader->named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    reader->statics = g_hash_table_new (g_str_hash, g_str_equal);
    reader->networks =
        g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
}

static void
clear_reader (CvpnCliReader *reader)
{
    g_hash_table_unref (reader->answered);
    g_hash_table_unref (reader->partial);
    g_hash_table_unref (reader->unnamed);
    g_hash_table_unref (reader->connections);
    g_hash_table_unref (reader->attached);
    g_hash_table_unref (reader->named);
    g_hash_table_unref (reader->statics);
    g_hash_table_unref (reader->networks);
}

void
cvpn_cli_read (CvpnInventory *inventory, const GPtrArray *documents)
{
    CvpnCliReader reader;

    init_reader (&reader, inventory);
    for (CvpnCliPass pass = CVPN_CLI_THINGS; pass < CVPN_CLI_PASSES; pass++)
        for (guint i = 0; i < documents->len; i++)
            read_document (&reader, g_ptr_array_index (documents, i), pass);
    cvpn_cli_imply (&reader);
    cvpn_cli_finish_security_groups (&reader);
    cvpn_cli_finish_transit (&reader);
    cvpn_cli_finish_client_vpns (&reader);
    for (guint i = 0; i < CVPN_ALL_KINDS; i++)
        inventory->all[i] = reader.seen[i] && !reader.more[i];
    clear_reader (&reader);
}
