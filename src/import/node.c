/* node: the type is asked for where the value is used, and a fault has the path to it. */
#include "import/node.h"

#include <math.h>
#include <string.h>

#include "base/group_name.h"

#define ID_MAX        255
#define STEP_NAME_MAX 60 /* characters of a member's name in a path */
#define STEPS_MAX     (CVPN_SOURCE_DEPTH_MAX + 8)
#define INTEGER_MAX   (1ll << 53) /* up to which a real number is a whole one without doubt */

CvpnNode
cvpn_node_root (const CvpnSource *source, guint document, json_t *json, CvpnReport *report)
{
    return (CvpnNode){ .source = source, .document = document, .json = json, .report = report };
}

static CvpnNode
make_child (const CvpnNode *parent)
{
    return (CvpnNode){ .parent = parent,
                       .source = parent->source,
                       .report = parent->report,
                       .document = parent->document };
}

static gboolean
is_absent (const CvpnNode *node)
{
    return !node->json || json_is_null (node->json);
}

static const char *
describe (const json_t *json)
{
    switch (json_typeof (json)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "an array";
    case JSON_STRING:
        return "a string";
    case JSON_INTEGER:
    case JSON_REAL:
        return "a number";
    case JSON_TRUE:
    case JSON_FALSE:
        return "true or false";
    default:
        return "null";
    }
}

/* Whether it is there and of that type; FALSE with a fault if it is of another. */
static gboolean
is_of (const CvpnNode *node, gboolean type, const char *expected)
{
    if (is_absent (node))
        return FALSE;
    if (!type)
        cvpn_node_fault (node, "expected %s, not %s", expected, describe (node->json));
    return type;
}

CvpnNode
cvpn_node_member (const CvpnNode *object, const char *name)
{
    CvpnNode node = make_child (object);

    node.member = name;
    if (is_of (object, json_is_object (object->json), "an object"))
        node.json = json_object_get (object->json, name);
    return node;
}

gsize
cvpn_node_length (const CvpnNode *array)
{
    return is_of (array, json_is_array (array->json), "an array") ? json_array_size (array->json)
                                                                  : 0;
}

CvpnNode
cvpn_node_element (const CvpnNode *array, gsize index)
{
    CvpnNode node = make_child (array);

    node.index = index;
    node.json = json_array_get (array->json, index);
    return node;
}

const char *
cvpn_node_string (const CvpnNode *node)
{
    return is_of (node, json_is_string (node->json), "a string") ? json_string_value (node->json)
                                                                 : NULL;
}

gboolean
cvpn_node_boolean (const CvpnNode *node, gboolean fallback)
{
    return is_of (node, json_is_boolean (node->json), "true or false") ? json_is_true (node->json)
                                                                       : fallback;
}

static gboolean
is_whole (const json_t *json)
{
    const double value = json_real_value (json);

    return json_is_integer (json) ||
           (json_is_real (json) && fabs (value) <= INTEGER_MAX && value == floor (value));
}

gint64
cvpn_node_integer (const CvpnNode *node, gint64 fallback)
{
    if (!is_of (node, json_is_number (node->json), "a number"))
        return fallback;
    if (is_whole (node->json))
        return json_is_integer (node->json) ? (gint64) json_integer_value (node->json)
                                            : (gint64) json_real_value (node->json);
    cvpn_node_fault (node, "expected a whole number");
    return fallback;
}

const char *
cvpn_node_get_string (const CvpnNode *object, const char *name)
{
    const CvpnNode node = cvpn_node_member (object, name);

    return cvpn_node_string (&node);
}

gboolean
cvpn_node_get_boolean (const CvpnNode *object, const char *name, gboolean fallback)
{
    const CvpnNode node = cvpn_node_member (object, name);

    return cvpn_node_boolean (&node, fallback);
}

gint64
cvpn_node_get_integer (const CvpnNode *object, const char *name, gint64 fallback)
{
    const CvpnNode node = cvpn_node_member (object, name);

    return cvpn_node_integer (&node, fallback);
}

/* As scenarios have it: a letter or digit, then those, '.', '_' and '-'. */
static gboolean
is_legal (const char *text)
{
    return strlen (text) <= ID_MAX && cvpn_group_name_is_legal (text);
}

/* Where a scenario has names it may have ports and addresses, too. */
static gboolean
is_numeric (const char *text)
{
    return !text[strspn (text, "0123456789.-")];
}

const char *
cvpn_node_id (const CvpnNode *node)
{
    const char *text = cvpn_node_string (node);

    if (!text || !*text)
        return NULL;
    if (is_legal (text) && !is_numeric (text))
        return text;
    if (is_legal (text))
        cvpn_node_fault (node, "expected an id, not a number or an address");
    else
        cvpn_node_fault (node, "expected an id: letters, digits, '-', '_' and '.', at most %d",
                         ID_MAX);
    return NULL;
}

const char *
cvpn_node_get_id (const CvpnNode *object, const char *name)
{
    const CvpnNode node = cvpn_node_member (object, name);

    return cvpn_node_id (&node);
}

const char *
cvpn_node_need_id (const CvpnNode *object, const char *name)
{
    const CvpnNode node = cvpn_node_member (object, name);
    const char *id = cvpn_node_id (&node);
    const char *text = json_string_value (node.json);

    if (is_absent (object))
        cvpn_node_fault (object, "expected an object with '%s'", name);
    else if (json_is_object (object->json) && (is_absent (&node) || (text && !*text)))
        cvpn_node_fault (object, "'%s' is missing", name);
    return id;
}

/* A value is repeated in a message only if it can be nothing but an address. */
static gboolean
fail_value (const CvpnNode *node, const char *text, const char *expected)
{
    const gsize length = strlen (text);

    if (length <= 49 && strspn (text, "0123456789abcdefABCDEF.:/") == length)
        cvpn_node_fault (node, "expected %s, not '%s'", expected, text);
    else
        cvpn_node_fault (node, "expected %s", expected);
    return FALSE;
}

static gboolean
parse_length (const char *text, guint8 *length)
{
    const gsize digits = strspn (text, "0123456789");

    if (digits < 1 || digits > 2 || text[digits] || (digits == 2 && *text == '0'))
        return FALSE;
    *length = (guint8) g_ascii_strtoull (text, NULL, 10);
    return *length <= 32;
}

gboolean
cvpn_node_cidr (const CvpnNode *node, CvpnPrefix *cidr)
{
    static const char expected[] = "an IPv4 CIDR block such as '10.0.0.0/16'";
    const char *text = cvpn_node_string (node);
    guint32 address = 0;
    guint8 length = 0;

    if (!text || !*text)
        return FALSE;
    const char *slash = strchr (text, '/');
    g_autofree char *head = slash ? g_strndup (text, (gsize) (slash - text)) : NULL;
    if (!slash || !cvpn_address_parse (head, &address, NULL) || !parse_length (slash + 1, &length))
        return fail_value (node, text, expected);
    *cidr = (CvpnPrefix){ .address = address & cvpn_prefix_mask (length), .length = length };
    return TRUE;
}

gboolean
cvpn_node_address (const CvpnNode *node, guint32 *address)
{
    const char *text = cvpn_node_string (node);

    if (!text || !*text)
        return FALSE;
    return cvpn_address_parse (text, address, NULL) ||
           fail_value (node, text, "an IPv4 address such as '10.0.0.4'");
}

gboolean
cvpn_node_get_cidr (const CvpnNode *object, const char *name, CvpnPrefix *cidr)
{
    const CvpnNode node = cvpn_node_member (object, name);

    return cvpn_node_cidr (&node, cidr);
}

gboolean
cvpn_node_get_address (const CvpnNode *object, const char *name, guint32 *address)
{
    const CvpnNode node = cvpn_node_member (object, name);

    return cvpn_node_address (&node, address);
}

/* From the document to the node, without the document itself. */
static gsize
list_steps (const CvpnNode *node, CvpnSourceStep steps[STEPS_MAX])
{
    gsize n = 0;

    for (const CvpnNode *at = node; at->parent; at = at->parent)
        n++;
    n = MIN (n, STEPS_MAX);
    gsize left = n;
    for (const CvpnNode *at = node; at->parent && left > 0; at = at->parent)
        steps[--left] = (CvpnSourceStep){ .member = at->member, .index = at->index };
    return n;
}

CvpnSourceStep *
cvpn_node_steps (const CvpnNode *node, gsize *n)
{
    CvpnSourceStep steps[STEPS_MAX];

    *n = list_steps (node, steps);
    return g_memdup2 (steps, *n * sizeof *steps);
}

/* What is not there stands nowhere: its nearest parent does. */
static guint
find_line (const CvpnNode *node)
{
    CvpnSourceStep steps[STEPS_MAX];

    while (!node->json && node->parent)
        node = node->parent;
    return cvpn_source_line (node->source, node->document, steps, list_steps (node, steps));
}

char *
cvpn_node_path (const CvpnNode *node)
{
    CvpnSourceStep steps[STEPS_MAX];
    const gsize n = list_steps (node, steps);
    GString *path = g_string_new (NULL);

    for (gsize i = 0; i < n; i++)
        if (steps[i].member) {
            g_autofree char *valid = g_utf8_make_valid (steps[i].member, -1);
            g_autofree char *name =
                g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), STEP_NAME_MAX));
            g_string_append_printf (path, "%s%s", i > 0 ? "." : "", name);
        } else
            g_string_append_printf (path, "[%" G_GSIZE_FORMAT "]", steps[i].index);
    return g_string_free (path, FALSE);
}

static void
add_fault (const CvpnNode *node, const char *what)
{
    g_autofree char *path = cvpn_node_path (node);
    g_autofree char *text = g_strdup_printf ("%s%s%s", path, *path ? ": " : "", what);
    g_autofree char *key = g_strdup_printf ("%u %s", node->document, text);

    for (const CvpnNode *at = node; at; at = at->parent)
        if (json_is_object (at->json) || json_is_array (at->json))
            cvpn_source_mark_faulty (node->source, at->json);
    if (cvpn_source_says (node->source, key))
        cvpn_report_add (node->report, CVPN_SEVERITY_ERROR, node->source->path, find_line (node),
                         "%s", text);
}

void
cvpn_node_fault (const CvpnNode *node, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *what = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    add_fault (node, what);
}

void
cvpn_node_lacks (const CvpnNode *object, const char *format, ...)
{
    va_list arguments;

    if (cvpn_source_is_faulty (object->source, object->json))
        return;
    va_start (arguments, format);
    g_autofree char *what = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    add_fault (object, what);
}
