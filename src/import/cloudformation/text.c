/* Texts made of texts: Fn::Sub, Fn::Join, Fn::Split, and dynamic references. */
#include "import/cloudformation/cloudformation.h"

#include <string.h>

/* A text in the making. What is not known is in 'sketch' only, by the name of what would give it;
 * a secret is in 'text' only. */
typedef struct {
    GString *text, *sketch;
    const CvpnCfnValue *unknown; /* the first part that is not known */
    const CvpnCfnValue *only;    /* the single part, if that is all */
    guint parts;
    gboolean secret, broken;
} Maker;

static Maker
maker_begin (void)
{
    return (Maker){ .text = g_string_new (NULL), .sketch = g_string_new (NULL) };
}

static void
maker_add_text (Maker *maker, const char *text, gsize length)
{
    g_string_append_len (maker->text, text, (gssize) length);
    g_string_append_len (maker->sketch, text, (gssize) length);
    maker->parts += length > 0;
}

static gboolean
is_too_long (const Maker *maker)
{
    return maker->text->len > CVPN_CFN_TEXT_MAX || maker->sketch->len > CVPN_CFN_TEXT_MAX;
}

static void
maker_add (Maker *maker, const CvpnCfnValue *part)
{
    if (part->kind == CVPN_CFN_ABSENT || is_too_long (maker))
        return;
    maker->only = part;
    if (part->kind == CVPN_CFN_TEXT) {
        g_string_append (maker->text, part->text);
        g_string_append (maker->sketch, part->secret ? "${}" : part->text);
        maker->secret = maker->secret || part->secret;
        maker->parts++;
        return;
    }
    maker->parts++;
    if (part->kind == CVPN_CFN_LIST || part->kind == CVPN_CFN_OBJECT) {
        cvpn_node_fault (part->node, "a text is expected");
        maker->broken = TRUE;
        return;
    }
    g_string_append (maker->sketch, part->text);
    if (!maker->unknown)
        maker->unknown = part;
}

static const CvpnCfnValue *
finish (CvpnCfn *cfn, const CvpnNode *node, Maker *maker)
{
    const CvpnCfnValue *unknown = maker->unknown;
    const gboolean too_long = is_too_long (maker);

    cfn->produced += maker->text->len + maker->sketch->len;
    if (maker->broken || (unknown && unknown->kind == CVPN_CFN_UNKNOWN && !unknown->why))
        return cvpn_cfn_unknown (cfn, node, "not-known", NULL, NULL);
    if (too_long || cfn->produced > CVPN_CFN_PRODUCED_MAX)
        return cvpn_cfn_broken (cfn, node, "makes a text of more than %u bytes",
                                too_long ? CVPN_CFN_TEXT_MAX : CVPN_CFN_PRODUCED_MAX);
    /* "${Vpc}" alone is the VPC. */
    if (unknown && maker->parts == 1)
        return maker->only;
    if (unknown)
        return cvpn_cfn_unknown (cfn, node, maker->sketch->str,
                                 unknown->kind == CVPN_CFN_THING
                                     ? "it has an id that AWS gives when it is made"
                                     : unknown->why,
                                 unknown->gives);
    return cvpn_cfn_text (cfn, node, maker->text->str, maker->secret);
}

static const CvpnCfnValue *
maker_end (CvpnCfn *cfn, const CvpnNode *node, Maker *maker)
{
    const CvpnCfnValue *value = finish (cfn, node, maker);

    g_string_free (maker->text, TRUE);
    g_string_free (maker->sketch, TRUE);
    return value;
}

/* "${Name}", "${Name.Attribute}"; names of the map come first. */
static const CvpnCfnValue *
resolve_variable (CvpnCfn *cfn, const CvpnNode *node, const CvpnNode *map, const char *name)
{
    if (map && json_object_get (map->json, name))
        return cvpn_cfn_resolve (cfn, cvpn_cfn_node_member (cfn, map, name));
    const char *dot = strchr (name, '.');
    if (!dot)
        return cvpn_cfn_refer (cfn, node, name);
    g_autofree char *id = g_strndup (name, (gsize) (dot - name));
    return cvpn_cfn_attribute (cfn, node, cvpn_cfn_keep (cfn, id), dot + 1);
}

/* One "${…}" at 'at'; returns what follows it. */
static const char *
add_variable (CvpnCfn *cfn, Maker *maker, const CvpnNode *node, const CvpnNode *map, const char *at)
{
    const char *end = strchr (at, '}');

    if (!end) {
        cvpn_node_fault (node, "'${' without a '}'");
        maker->broken = TRUE;
        return at + strlen (at);
    }
    if (at[2] == '!') {
        maker_add_text (maker, "${", 2);
        maker_add_text (maker, at + 3, (gsize) (end - at - 2));
        return end + 1;
    }
    g_autofree char *name = g_strstrip (g_strndup (at + 2, (gsize) (end - at - 2)));
    maker_add (maker, resolve_variable (cfn, node, map, cvpn_cfn_keep (cfn, name)));
    return end + 1;
}

static const CvpnCfnValue *
substitute (CvpnCfn *cfn, const CvpnNode *node, const char *text, const CvpnNode *map)
{
    Maker maker = maker_begin ();

    while (*text && !is_too_long (&maker)) {
        const char *next = strstr (text, "${");
        maker_add_text (&maker, text, next ? (gsize) (next - text) : strlen (text));
        text = next ? add_variable (cfn, &maker, node, map, next) : "";
    }
    return maker_end (cfn, node, &maker);
}

/* A string, or a list of a string and a map of variables. */
const CvpnCfnValue *
cvpn_cfn_sub (CvpnCfn *cfn, const CvpnNode *arguments)
{
    if (json_is_string (arguments->json))
        return substitute (cfn, arguments, json_string_value (arguments->json), NULL);
    if (!cvpn_cfn_has_arguments (arguments, 2, 2))
        return cvpn_cfn_unknown (cfn, arguments, "not-known", NULL, NULL);
    const CvpnNode *text = cvpn_cfn_node (cfn, cvpn_node_element (arguments, 0));
    const CvpnNode *map = cvpn_cfn_node (cfn, cvpn_node_element (arguments, 1));
    if (!json_is_string (text->json) || !json_is_object (map->json))
        return cvpn_cfn_broken (cfn, arguments, "a string and an object of variables are expected");
    return substitute (cfn, text, json_string_value (text->json), map);
}

const CvpnCfnValue *
cvpn_cfn_join (CvpnCfn *cfn, const CvpnNode *arguments)
{
    if (!cvpn_cfn_has_arguments (arguments, 2, 2))
        return cvpn_cfn_unknown (cfn, arguments, "not-known", NULL, NULL);
    const CvpnCfnValue *delimiter = cvpn_cfn_argument (cfn, arguments, 0);
    const CvpnCfnValue *list = cvpn_cfn_argument (cfn, arguments, 1);

    if (list->kind == CVPN_CFN_UNKNOWN)
        return list;
    if (delimiter->kind != CVPN_CFN_TEXT || list->kind != CVPN_CFN_LIST)
        return cvpn_cfn_broken (cfn, arguments, "a delimiter and a list are expected");
    Maker maker = maker_begin ();
    for (guint i = 0; i < list->items->len && !is_too_long (&maker); i++) {
        if (i > 0)
            maker_add_text (&maker, delimiter->text, strlen (delimiter->text));
        maker_add (&maker, g_ptr_array_index (list->items, i));
    }
    return maker_end (cfn, arguments, &maker);
}

const CvpnCfnValue *
cvpn_cfn_split (CvpnCfn *cfn, const CvpnNode *arguments)
{
    if (!cvpn_cfn_has_arguments (arguments, 2, 2))
        return cvpn_cfn_unknown (cfn, arguments, "not-known", NULL, NULL);
    const CvpnCfnValue *delimiter = cvpn_cfn_argument (cfn, arguments, 0);
    const CvpnCfnValue *text = cvpn_cfn_argument (cfn, arguments, 1);

    if (text->kind == CVPN_CFN_UNKNOWN || text->kind == CVPN_CFN_THING)
        return text->kind == CVPN_CFN_UNKNOWN
                   ? text
                   : cvpn_cfn_unknown (cfn, arguments, text->text,
                                       "it has an id that AWS gives when it is made", NULL);
    if (delimiter->kind != CVPN_CFN_TEXT || !*delimiter->text || text->kind != CVPN_CFN_TEXT)
        return cvpn_cfn_broken (cfn, arguments, "a delimiter and a text are expected");
    cfn->produced += strlen (text->text);
    if (cfn->produced > CVPN_CFN_PRODUCED_MAX)
        return cvpn_cfn_broken (cfn, arguments, "makes texts of more than %u bytes",
                                CVPN_CFN_PRODUCED_MAX);
    GPtrArray *items = g_ptr_array_new ();
    g_auto (GStrv) parts = g_strsplit (text->text, delimiter->text, -1);
    for (guint i = 0; parts[i]; i++)
        g_ptr_array_add (items,
                         (gpointer) (gsize) cvpn_cfn_text (cfn, arguments, parts[i], text->secret));
    return cvpn_cfn_list (cfn, arguments, items);
}

/* "{{resolve:ssm:/network/vpc}}": a value that the template only names (AWS CloudFormation User
 * Guide, "Get values stored in other services using dynamic references"). */
const CvpnCfnValue *
cvpn_cfn_plain_text (CvpnCfn *cfn, const CvpnNode *node)
{
    const char *text = json_string_value (node->json);

    if (!strstr (text, "{{resolve:"))
        return cvpn_cfn_text (cfn, node, text, FALSE);
    return cvpn_cfn_unknown (cfn, node,
                             g_str_has_prefix (text, "{{resolve:ssm:") && strlen (text) < 256
                                 ? text
                                 : "resolved-elsewhere",
                             "a dynamic reference has it from another service", NULL);
}
