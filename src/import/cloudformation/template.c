/* A template that is being read: its resources by logical id, and what is said of it. */
#include "import/cloudformation/cloudformation.h"

#include <stdarg.h>
#include <string.h>

#include "model/reserved_words.h"

#define NAME_MAX_BYTES 120

const CvpnNode *
cvpn_cfn_node (CvpnCfn *cfn, CvpnNode node)
{
    CvpnNode *kept = g_new (CvpnNode, 1);

    *kept = node;
    g_ptr_array_add (cfn->owned, kept);
    return kept;
}

const CvpnNode *
cvpn_cfn_node_member (CvpnCfn *cfn, const CvpnNode *object, const char *name)
{
    return cvpn_cfn_node (cfn, cvpn_node_member (object, name));
}

const char *
cvpn_cfn_keep (CvpnCfn *cfn, const char *text)
{
    return cvpn_inventory_keep (cfn->inventory, text);
}

gboolean
cvpn_cfn_once (CvpnCfn *cfn, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    char *text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    return g_hash_table_add (cfn->said, text);
}

void
cvpn_cfn_remark (CvpnCfn *cfn, const char *what, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    if (cvpn_cfn_once (cfn, "remark %s %s", what, text))
        cvpn_inventory_note (cfn->inventory, CVPN_IMPORT_REMARK, cfn->source, what, 0, "%s", text);
}

void
cvpn_cfn_left_out (CvpnCfn *cfn, const char *what, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    cvpn_inventory_note (cfn->inventory, CVPN_IMPORT_LEFT_OUT, cfn->source, what, 1, "%s", text);
}

/* "${NetStack}:VpcId" is NetStack-VpcId. */
static char *
clean_name (const char *text)
{
    GString *name = g_string_new (NULL);

    for (const char *c = text; *c && name->len < NAME_MAX_BYTES; c++) {
        if (g_ascii_isalnum (*c) || (name->len > 0 && strchr ("._", *c)))
            g_string_append_c (name, *c);
        else if (name->len > 0 && !strchr ("${}", *c) && name->str[name->len - 1] != '-')
            g_string_append_c (name, '-');
    }
    while (name->len > 0 && name->str[name->len - 1] == '-')
        g_string_truncate (name, name->len - 1);
    if (name->len == 0)
        g_string_assign (name, "not-known");
    return g_string_free (name, FALSE);
}

static gboolean
is_taken (const CvpnCfn *cfn, const char *name, const char *text)
{
    const char *other = g_hash_table_lookup (cfn->names, name);

    return cvpn_is_reserved_word (name) || cvpn_cfn_resource (cfn, name) ||
           (other && strcmp (other, text) != 0);
}

const char *
cvpn_cfn_unknown_name (CvpnCfn *cfn, const CvpnCfnValue *unknown)
{
    g_autofree char *plain = clean_name (unknown->text);
    g_autofree char *name = g_strdup (plain);

    for (guint i = 0; is_taken (cfn, name, unknown->text); i++) {
        g_free (name);
        name = i == 0 ? g_strconcat (plain, "-elsewhere", NULL)
                      : g_strdup_printf ("%s-elsewhere-%u", plain, i + 1);
    }
    const char *kept = cvpn_cfn_keep (cfn, name);
    g_hash_table_insert (cfn->names, (gpointer) (gsize) kept, (gpointer) (gsize) unknown->text);
    return kept;
}

CvpnCfnResource *
cvpn_cfn_resource (const CvpnCfn *cfn, const char *id)
{
    return g_hash_table_lookup (cfn->resource_by_id, id);
}

gboolean
cvpn_cfn_exists (CvpnCfn *cfn, CvpnCfnResource *resource)
{
    if (resource->exists_asked)
        return resource->exists;
    resource->exists_asked = TRUE;
    const CvpnNode *condition = cvpn_cfn_node_member (cfn, resource->node, "Condition");
    const char *name = cvpn_node_string (condition);
    resource->exists = !name || cvpn_cfn_condition (cfn, condition, name) == CVPN_CFN_TRUE;
    return resource->exists;
}

/* CloudFormation takes letters and digits only, so a logical id is a legal name. */
static gboolean
is_logical_id (const char *id)
{
    for (const char *c = id; *c; c++)
        if (!g_ascii_isalnum (*c))
            return FALSE;
    return *id && strlen (id) <= 255;
}

static void
add_resource (CvpnCfn *cfn, const CvpnNode *resources, const char *id)
{
    const CvpnNode *node = cvpn_cfn_node_member (cfn, resources, id);

    if (g_str_has_prefix (id, "Fn::")) {
        cvpn_node_fault (node, "a transform makes resources of it; import the processed template "
                               "(get-template --template-stage Processed)");
        return;
    }
    if (!is_logical_id (id)) {
        cvpn_node_fault (node, "a logical id has letters and digits only, at most 255");
        return;
    }
    const char *type = cvpn_node_get_string (node, "Type");
    if (!type) {
        cvpn_node_fault (node, "a resource has a Type");
        return;
    }
    CvpnCfnResource *resource = g_new0 (CvpnCfnResource, 1);
    g_autofree char *other = g_strconcat (id, "-resource", NULL);
    resource->id = id;
    resource->name = cvpn_cfn_keep (cfn, cvpn_is_reserved_word (id) ? other : id);
    resource->type = type;
    resource->node = node;
    resource->properties = cvpn_cfn_absent (cfn, node); /* until they are resolved */
    g_ptr_array_add (cfn->resources, resource);
    g_hash_table_insert (cfn->resource_by_id, (gpointer) (gsize) id, resource);
}

static gint
compare_ids (gconstpointer a, gconstpointer b)
{
    const CvpnCfnResource *const *one = a;
    const CvpnCfnResource *const *other = b;

    return strcmp ((*one)->id, (*other)->id);
}

static void
add_resources (CvpnCfn *cfn)
{
    const CvpnNode *resources = cvpn_cfn_node_member (cfn, cfn->template, "Resources");
    const char *id;
    json_t *value;

    if (!json_is_object (resources->json)) {
        cvpn_node_fault (resources, "an object of resources is expected");
        return;
    }
    if (json_object_size (resources->json) > CVPN_CFN_RESOURCES_MAX) {
        cvpn_node_fault (resources, "more than %d resources: CloudFormation takes 500",
                         CVPN_CFN_RESOURCES_MAX);
        return;
    }
    json_object_foreach (resources->json, id, value) add_resource (cfn, resources, id);
    g_ptr_array_sort (cfn->resources, compare_ids);
    for (guint i = 0; i < cfn->resources->len; i++) {
        CvpnCfnResource *resource = g_ptr_array_index (cfn->resources, i);
        resource->properties =
            cvpn_cfn_resolve (cfn, cvpn_cfn_node_member (cfn, resource->node, "Properties"));
    }
}

static void
take_given (CvpnCfn *cfn, const char *const *parameters)
{
    for (guint i = 0; parameters && parameters[i]; i++) {
        const char *equals = strchr (parameters[i], '=');
        if (equals && equals != parameters[i])
            g_hash_table_insert (cfn->given,
                                 g_strndup (parameters[i], (gsize) (equals - parameters[i])),
                                 g_strdup (equals + 1));
        else
            cvpn_report_add (cfn->inventory->report, CVPN_SEVERITY_ERROR, NULL, 0,
                             "--parameter %s: NAME=VALUE is expected", parameters[i]);
    }
}

void
cvpn_cfn_open (CvpnCfn *cfn, CvpnInventory *inventory, const CvpnNode *template,
               const char *const *parameters)
{
    *cfn = (CvpnCfn){
        .inventory = inventory,
        .source = template->source,
        .template = template,
        .resources = g_ptr_array_new_with_free_func (g_free),
        .resource_by_id = g_hash_table_new (g_str_hash, g_str_equal),
        .given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
        .meant = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
        .memo = g_hash_table_new (NULL, NULL),
        .truths = g_hash_table_new (g_str_hash, g_str_equal),
        .causes = g_hash_table_new (g_str_hash, g_str_equal),
        .said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
        .names = g_hash_table_new (g_str_hash, g_str_equal),
        .owned = g_ptr_array_new_with_free_func (g_free),
        .lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref),
    };
    cfn->parameters = cvpn_cfn_node_member (cfn, template, "Parameters");
    cfn->mappings = cvpn_cfn_node_member (cfn, template, "Mappings");
    cfn->conditions = cvpn_cfn_node_member (cfn, template, "Conditions");
    take_given (cfn, parameters);
    add_resources (cfn);
}

void
cvpn_cfn_close (CvpnCfn *cfn)
{
    g_ptr_array_unref (cfn->resources);
    g_hash_table_unref (cfn->resource_by_id);
    g_hash_table_unref (cfn->given);
    g_hash_table_unref (cfn->meant);
    g_hash_table_unref (cfn->memo);
    g_hash_table_unref (cfn->truths);
    g_hash_table_unref (cfn->causes);
    g_hash_table_unref (cfn->said);
    g_clear_pointer (&cfn->egress, g_hash_table_unref);
    g_hash_table_unref (cfn->names);
    g_ptr_array_unref (cfn->lists);
    g_ptr_array_unref (cfn->owned);
}
