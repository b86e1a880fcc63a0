/* terraform_collect: the modules and resources of a document, each with its values, and in a plan
 * what is not known of them and how the configuration says it. */
#include <string.h>

#include "import/terraform/terraform.h"

static CvpnNode *
keep_node (CvpnTerraform *terraform, CvpnNode node)
{
    CvpnNode *kept = g_memdup2 (&node, sizeof node);

    g_ptr_array_add (terraform->nodes, kept);
    return kept;
}

static void
add_to (GHashTable *lists, char *key, gpointer one)
{
    GPtrArray *list = g_hash_table_lookup (lists, key);

    if (list == NULL) {
        list = g_ptr_array_new ();
        g_hash_table_insert (lists, g_strdup (key), list);
    }
    g_ptr_array_add (list, one);
    g_free (key);
}

/* The address without its last ".module.NAME[KEY]", and that part. */
static void
fill_module (CvpnTerraform *terraform, CvpnTerraformModule *module)
{
    g_autoptr (GString) parent = g_string_new (NULL);
    const char *at = module->address, *start = at;
    char *text = NULL, *key = NULL;
    json_t *call;

    while (cvpn_terraform_next_part (&at, &text, &key)) {
        g_free (text);
        g_free (key);
        start = at; /* behind "module" */
        if (!cvpn_terraform_next_part (&at, &text, &key))
            break;
        module->call = cvpn_inventory_keep (terraform->inventory, text);
        module->key = cvpn_inventory_keep (terraform->inventory, key);
        g_free (text);
        g_free (key);
        text = key = NULL;
        if (*at == '\0')
            break;
    }
    g_free (text);
    g_free (key);
    g_string_append_len (parent, module->address, start - module->address);
    if (g_str_has_suffix (parent->str, "module"))
        g_string_truncate (parent, parent->len - strlen ("module"));
    if (g_str_has_suffix (parent->str, "."))
        g_string_truncate (parent, parent->len - 1);
    module->parent = cvpn_terraform_module (terraform, parent->str);
    add_to (terraform->calls, g_strdup_printf ("%s|%s", parent->str, module->call), module);
    call = json_object_get (json_object_get (module->parent->configuration, "module_calls"),
                            module->call);
    module->inputs = json_object_get (call, "expressions");
    module->configuration = json_object_get (call, "module");
}

CvpnTerraformModule *
cvpn_terraform_module (CvpnTerraform *terraform, const char *address)
{
    CvpnTerraformModule *module = g_hash_table_lookup (terraform->modules, address);

    if (module != NULL)
        return module;
    module = g_new0 (CvpnTerraformModule, 1);
    module->address = cvpn_inventory_keep (terraform->inventory, address);
    g_hash_table_insert (terraform->modules, g_strdup (address), module);
    if (*address != '\0')
        fill_module (terraform, module);
    return module;
}

GPtrArray *
cvpn_terraform_instances (const CvpnTerraform *terraform, const CvpnTerraformModule *module,
                          const char *name)
{
    g_autofree char *key = g_strdup_printf ("%s|%s", module->address, name);

    return g_hash_table_lookup (terraform->instances, key);
}

static void
add_instance (CvpnTerraform *terraform, CvpnTerraformResource *resource)
{
    const CvpnTerraformType *type = cvpn_terraform_type (resource->type);

    if (type != NULL && type->kind != NULL &&
        !g_hash_table_contains (terraform->by_id, resource->id))
        g_hash_table_insert (terraform->by_id, (gpointer) (gsize) resource->id, resource);
    add_to (terraform->instances,
            g_strdup_printf ("%s|%s%s.%s", resource->module->address,
                             resource->managed ? "" : "data.", resource->type, resource->name),
            resource);
    add_to (terraform->instances,
            g_strdup_printf ("%s|@%s", resource->module->address, resource->type), resource);
}

/* "index": a number with count, a string with for_each. */
static const char *
take_index (CvpnTerraform *terraform, const CvpnNode *node)
{
    const json_t *index = json_object_get (node->json, "index");
    char number[24];

    if (json_is_string (index))
        return cvpn_inventory_keep (terraform->inventory, json_string_value (index));
    if (!json_is_integer (index))
        return NULL;
    g_snprintf (number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value (index));
    return cvpn_inventory_keep (terraform->inventory, number);
}

static char *
configuration_key (const json_t *module, const char *mode, const char *type, const char *name)
{
    return g_strdup_printf ("%p|%s.%s.%s", (const void *) module, mode, type, name);
}

/* All resources of a module's configuration, once for all of its instances. */
static void
map_configuration (CvpnTerraform *terraform, json_t *module)
{
    char *done = configuration_key (module, "", "", "");
    json_t *resources = json_object_get (module, "resources"), *one;
    gsize i;

    if (!g_hash_table_add (terraform->configurations, done))
        return;
    json_array_foreach (resources, i, one)
    {
        const char *mode = json_string_value (json_object_get (one, "mode"));
        const char *type = json_string_value (json_object_get (one, "type"));
        const char *name = json_string_value (json_object_get (one, "name"));

        if (mode != NULL && type != NULL && name != NULL)
            g_hash_table_insert (terraform->configurations,
                                 configuration_key (module, mode, type, name), one);
    }
}

static json_t *
find_configuration (CvpnTerraform *terraform, const CvpnTerraformResource *resource)
{
    json_t *module = resource->module->configuration;

    if (module == NULL)
        return NULL;
    map_configuration (terraform, module);
    g_autofree char *key = configuration_key (module, resource->managed ? "managed" : "data",
                                              resource->type, resource->name);
    return g_hash_table_lookup (terraform->configurations, key);
}

/* A thing is called by its id where it has one yet, else by its address. */
static const char *
choose_id (CvpnTerraform *terraform, const CvpnTerraformResource *resource)
{
    const CvpnTerraformType *type = cvpn_terraform_type (resource->type);
    const char *id = NULL;

    if (type != NULL && type->kind != NULL)
        id = cvpn_terraform_id_of (&resource->values, "id");
    else
        id = json_string_value (json_object_get (resource->values.json, "id"));
    if (id != NULL && *id != '\0')
        return cvpn_inventory_keep (terraform->inventory, id);
    return cvpn_terraform_legal_name (terraform, resource->address);
}

typedef struct {
    const char *module;
    gboolean data_only;
    GHashTable *unknown; /* address -> json_t; NULL: none */
} Collecting;

static void
collect_resource (CvpnTerraform *terraform, const CvpnNode *node, const Collecting *collecting)
{
    const char *type = cvpn_node_get_string (node, "type");
    const char *name = cvpn_node_get_string (node, "name");
    const char *address = cvpn_node_get_string (node, "address");
    const char *mode = cvpn_node_get_string (node, "mode");
    CvpnNode values = cvpn_node_member (node, "values");
    CvpnTerraformResource *resource;

    if (type == NULL || name == NULL || address == NULL) {
        if (json_is_object (node->json))
            cvpn_node_fault (node, "a resource without address, type or name");
        return;
    }
    if (collecting->data_only && g_strcmp0 (mode, "data") != 0)
        return;
    if (values.json != NULL && !json_is_object (values.json)) {
        cvpn_node_fault (&values, "expected an object");
        return;
    }
    resource = g_new0 (CvpnTerraformResource, 1);
    g_ptr_array_add (terraform->resources, resource);
    resource->type = cvpn_inventory_keep (terraform->inventory, type);
    resource->name = cvpn_inventory_keep (terraform->inventory, name);
    resource->address = cvpn_inventory_keep (terraform->inventory, address);
    resource->managed = g_strcmp0 (mode, "data") != 0;
    resource->module = cvpn_terraform_module (terraform, collecting->module);
    resource->key = take_index (terraform, node);
    resource->values = values;
    if (collecting->unknown != NULL)
        resource->unknown = g_hash_table_lookup (collecting->unknown, address);
    resource->configuration = find_configuration (terraform, resource);
    resource->id = choose_id (terraform, resource);
    add_instance (terraform, resource);
}

/* Depth is bounded by that of a document. */
static void
collect_module (CvpnTerraform *terraform, CvpnNode *module, Collecting collecting)
{
    CvpnNode *resources = keep_node (terraform, cvpn_node_member (module, "resources"));
    CvpnNode *children = keep_node (terraform, cvpn_node_member (module, "child_modules"));
    const char *address = cvpn_node_get_string (module, "address");
    gsize n = cvpn_node_length (resources);

    collecting.module = address != NULL ? address : "";
    for (gsize i = 0; i < n; i++) {
        CvpnNode *resource = keep_node (terraform, cvpn_node_element (resources, i));

        collect_resource (terraform, resource, &collecting);
    }
    n = cvpn_node_length (children);
    for (gsize i = 0; i < n; i++)
        collect_module (terraform, keep_node (terraform, cvpn_node_element (children, i)),
                        collecting);
}

/* Address -> after_unknown.  Borrowed. */
static GHashTable *
map_unknown (const json_t *plan)
{
    GHashTable *map = g_hash_table_new (g_str_hash, g_str_equal);
    json_t *changes = json_object_get (plan, "resource_changes"), *change;
    gsize i;

    json_array_foreach (changes, i, change)
    {
        const char *address = json_string_value (json_object_get (change, "address"));
        json_t *unknown = json_object_get (json_object_get (change, "change"), "after_unknown");

        if (address != NULL && json_is_object (unknown))
            g_hash_table_insert (map, (gpointer) (gsize) address, unknown);
    }
    return map;
}

static void
collect_values (CvpnTerraform *terraform, CvpnNode *values, Collecting collecting)
{
    CvpnNode *root = keep_node (terraform, cvpn_node_member (values, "root_module"));

    if (root->json != NULL)
        collect_module (terraform, root, collecting);
}

void
cvpn_terraform_collect (CvpnTerraform *terraform, const CvpnDocumentRead *document)
{
    CvpnNode *root =
        keep_node (terraform, cvpn_node_root (document->source, document->index, document->json,
                                              terraform->inventory->report));
    CvpnNode *values;
    Collecting collecting = { .module = "" };

    if (!terraform->plan) {
        values = keep_node (terraform, cvpn_node_member (root, "values"));
        collect_values (terraform, values, collecting);
        return;
    }
    g_autoptr (GHashTable) unknown = map_unknown (document->json);
    terraform->variables = json_object_get (document->json, "variables");
    cvpn_terraform_module (terraform, "")->configuration =
        json_object_get (json_object_get (document->json, "configuration"), "root_module");
    collecting.unknown = unknown;
    values = keep_node (terraform, cvpn_node_member (root, "planned_values"));
    collect_values (terraform, values, collecting);
    collecting.data_only = TRUE;
    values = keep_node (terraform, cvpn_node_member (root, "prior_state"));
    values = keep_node (terraform, cvpn_node_member (values, "values"));
    collect_values (terraform, values, collecting);
}
