/* A value of a template with its functions resolved, each once. */
#include "import/cloudformation/cloudformation.h"

#include <stdarg.h>
#include <string.h>

typedef const CvpnCfnValue *(*Function) (CvpnCfn *cfn, const CvpnNode *arguments);

static CvpnCfnValue *
new_value (CvpnCfn *cfn, const CvpnNode *node, CvpnCfnKind kind)
{
    CvpnCfnValue *value = g_new0 (CvpnCfnValue, 1);

    value->kind = kind;
    value->node = node;
    g_ptr_array_add (cfn->owned, value);
    return value;
}

const CvpnCfnValue *
cvpn_cfn_absent (CvpnCfn *cfn, const CvpnNode *node)
{
    return new_value (cfn, node, CVPN_CFN_ABSENT);
}

const CvpnCfnValue *
cvpn_cfn_text (CvpnCfn *cfn, const CvpnNode *node, const char *text, gboolean secret)
{
    CvpnCfnValue *value = new_value (cfn, node, CVPN_CFN_TEXT);

    value->text = cvpn_cfn_keep (cfn, text);
    value->secret = secret;
    return value;
}

const CvpnCfnValue *
cvpn_cfn_thing (CvpnCfn *cfn, const CvpnNode *node, const char *name, const char *type)
{
    CvpnCfnValue *value = new_value (cfn, node, CVPN_CFN_THING);

    value->text = cvpn_cfn_keep (cfn, name);
    value->type = type;
    return value;
}

const CvpnCfnValue *
cvpn_cfn_list (CvpnCfn *cfn, const CvpnNode *node, GPtrArray *items)
{
    CvpnCfnValue *value = new_value (cfn, node, CVPN_CFN_LIST);

    g_ptr_array_add (cfn->lists, items);
    value->items = items;
    return value;
}

const CvpnCfnValue *
cvpn_cfn_unknown (CvpnCfn *cfn, const CvpnNode *node, const char *text, const char *why,
                  const char *gives)
{
    CvpnCfnValue *value = new_value (cfn, node, CVPN_CFN_UNKNOWN);

    value->text = cvpn_cfn_keep (cfn, text);
    value->why = cvpn_cfn_keep (cfn, why);
    value->gives = cvpn_cfn_keep (cfn, gives);
    return value;
}

const CvpnCfnValue *
cvpn_cfn_broken (CvpnCfn *cfn, const CvpnNode *node, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    cvpn_node_fault (node, "%s", text);
    return cvpn_cfn_unknown (cfn, node, "not-known", NULL, NULL);
}

gboolean
cvpn_cfn_has_arguments (const CvpnNode *arguments, gsize least, gsize most)
{
    const gsize n = json_is_array (arguments->json) ? json_array_size (arguments->json) : 0;

    if (json_is_array (arguments->json) && n >= least && n <= most)
        return TRUE;
    if (least == most)
        cvpn_node_fault (arguments, "a list of %" G_GSIZE_FORMAT " is expected", least);
    else
        cvpn_node_fault (arguments,
                         "a list of %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT " is expected", least,
                         most);
    return FALSE;
}

const CvpnCfnValue *
cvpn_cfn_argument (CvpnCfn *cfn, const CvpnNode *arguments, gsize index)
{
    return cvpn_cfn_resolve (cfn, cvpn_cfn_node (cfn, cvpn_node_element (arguments, index)));
}

static const CvpnCfnValue *
resolve_array (CvpnCfn *cfn, const CvpnNode *node)
{
    GPtrArray *items = g_ptr_array_new ();

    for (gsize i = 0; i < json_array_size (node->json); i++) {
        const CvpnCfnValue *item = cvpn_cfn_argument (cfn, node, i);
        if (item->kind != CVPN_CFN_ABSENT)
            g_ptr_array_add (items, (gpointer) (gsize) item);
    }
    return cvpn_cfn_list (cfn, node, items);
}

/* What is only known where it runs. */
static const CvpnCfnValue *
call_elsewhere (CvpnCfn *cfn, const CvpnNode *arguments)
{
    g_autofree char *why =
        g_strdup_printf ("%s is not worked out here", arguments->member ? arguments->member : "it");
    return cvpn_cfn_unknown (cfn, arguments, "not-known", why, NULL);
}

static Function
find_function (const char *name)
{
    static const struct {
        const char *name;
        Function function;
    } functions[] = {
        { "Ref", cvpn_cfn_ref },
        { "Fn::GetAtt", cvpn_cfn_get_att },
        { "Fn::ImportValue", cvpn_cfn_import_value },
        { "Fn::Sub", cvpn_cfn_sub },
        { "Fn::Join", cvpn_cfn_join },
        { "Fn::Split", cvpn_cfn_split },
        { "Fn::Select", cvpn_cfn_select },
        { "Fn::GetAZs", cvpn_cfn_get_azs },
        { "Fn::Cidr", cvpn_cfn_cidr_blocks },
        { "Fn::FindInMap", cvpn_cfn_find_in_map },
        { "Fn::If", cvpn_cfn_if },
    };

    for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
        if (strcmp (functions[i].name, name) == 0)
            return functions[i].function;
    return g_str_has_prefix (name, "Fn::") ? call_elsewhere : NULL;
}

static const CvpnCfnValue *
resolve_object (CvpnCfn *cfn, const CvpnNode *node)
{
    const char *name = json_object_size (node->json) == 1
                           ? json_object_iter_key (json_object_iter (node->json))
                           : NULL;
    const Function function = name ? find_function (name) : NULL;
    gpointer known;

    if (!function)
        return new_value (cfn, node, CVPN_CFN_OBJECT);
    if (g_hash_table_lookup_extended (cfn->memo, node->json, NULL, &known))
        return known ? known : cvpn_cfn_broken (cfn, node, "refers to itself");
    g_hash_table_insert (cfn->memo, node->json, NULL);
    const CvpnCfnValue *value = function (cfn, cvpn_cfn_node_member (cfn, node, name));
    g_hash_table_insert (cfn->memo, node->json, (gpointer) (gsize) value);
    return value;
}

/* Bounded, since a function may lead anywhere in the template. */
static const CvpnCfnValue *
resolve_container (CvpnCfn *cfn, const CvpnNode *node)
{
    if (cfn->depth >= CVPN_CFN_DEPTH_MAX)
        return cvpn_cfn_broken (cfn, node, "functions refer to each other more than %d deep",
                                CVPN_CFN_DEPTH_MAX);
    cfn->depth++;
    const CvpnCfnValue *value =
        json_is_array (node->json) ? resolve_array (cfn, node) : resolve_object (cfn, node);
    cfn->depth--;
    return value;
}

const CvpnCfnValue *
cvpn_cfn_resolve (CvpnCfn *cfn, const CvpnNode *node)
{
    char number[64];

    if (!node->json || json_is_null (node->json))
        return cvpn_cfn_absent (cfn, node);
    if (json_is_string (node->json))
        return cvpn_cfn_plain_text (cfn, node);
    if (json_is_boolean (node->json))
        return cvpn_cfn_text (cfn, node, json_is_true (node->json) ? "true" : "false", FALSE);
    if (json_is_integer (node->json)) {
        g_snprintf (number, sizeof number, "%" JSON_INTEGER_FORMAT,
                    json_integer_value (node->json));
        return cvpn_cfn_text (cfn, node, number, FALSE);
    }
    if (json_is_real (node->json))
        return cvpn_cfn_text (
            cfn, node, g_ascii_dtostr (number, sizeof number, json_real_value (node->json)), FALSE);
    return resolve_container (cfn, node);
}
