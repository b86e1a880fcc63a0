/* terraform_resolve: where the references of an expression lead.
 *
 * A plan's configuration names what an expression refers to, not what it does with it: of
 * `element (aws_subnet.a[*].id, 0)` there is "aws_subnet.a" only, and of a local value its name.
 * So an instance is taken only where no other can be meant. */
#include <string.h>

#include "import/terraform/terraform.h"

/* Of what is resolved: what is beyond them is not known. */
#define DEPTH_MAX      40
#define REFERENCES_MAX 1000
#define STEPS_MAX      10000
#define WORK_MAX       200000000

static void
join (CvpnTerraformSearch *search, const CvpnTerraformSearch *inner)
{
    search->certain &= inner->certain;
    search->open |= inner->open;
}

static void
add_found (CvpnTerraformSearch *search, const char *id)
{
    for (guint i = 0; i < search->found->len; i++) {
        if (strcmp (g_ptr_array_index (search->found, i), id) == 0)
            return;
    }
    g_ptr_array_add (search->found, (gpointer) (gsize) id);
}

/* "subnet-0a1b2c3d4", and not "us-east-1a" or "default". */
static gboolean
looks_like_id (const char *text)
{
    const char *tail = strrchr (text, '-');

    if (tail == NULL || strlen (++tail) < 8 || strpbrk (text, "./: ") != NULL)
        return FALSE;
    while (g_ascii_isalnum (*tail))
        tail++;
    return *tail == '\0';
}

static void
add_constant (CvpnTerraform *terraform, const json_t *value, CvpnTerraformSearch *search)
{
    const json_t *element;
    gsize i;

    if (json_is_string (value) && looks_like_id (json_string_value (value)))
        add_found (search, cvpn_inventory_keep (terraform->inventory, json_string_value (value)));
    json_array_foreach (value, i, element)
    {
        if (json_is_string (element) && looks_like_id (json_string_value (element)))
            add_found (search,
                       cvpn_inventory_keep (terraform->inventory, json_string_value (element)));
    }
}

/* What an attribute of an instance is: its id, or what that attribute refers to itself. */
static void
land (CvpnTerraform *terraform, const CvpnTerraformResource *instance, const char *attribute,
      CvpnTerraformSearch *search)
{
    const json_t *expressions = json_object_get (instance->configuration, "expressions");
    gboolean own = attribute == NULL || strcmp (attribute, "id") == 0;
    const char *text, *follow = own ? search->attribute : attribute;
    CvpnTerraformSearch inner = *search;
    CvpnNode value;

    /* n[each.key].subnet_id is "n" only */
    if (own && json_object_get (expressions, follow) == NULL &&
        strcmp (follow, "target_vpc_subnet_id") == 0)
        follow = "subnet_id";
    if (own && cvpn_terraform_is_wanted (search->attribute, instance->type)) {
        add_found (search, instance->id);
        return;
    }
    value = cvpn_node_member (&instance->values, follow);
    text = json_string_value (value.json);
    if (text != NULL && *text != '\0') {
        if (looks_like_id (text))
            add_found (search, cvpn_inventory_keep (terraform->inventory, text));
        return;
    }
    if (json_object_get (expressions, follow) != NULL) {
        inner.of = instance;
        inner.key = instance->key;
        inner.peers = cvpn_terraform_peers (terraform, instance);
        inner.passed = inner.listed = FALSE;
        inner.pick = NULL;
        cvpn_terraform_search (terraform, instance->module, json_object_get (expressions, follow),
                               &inner);
        join (search, &inner);
    } else if (!own && json_is_true (json_object_get (instance->unknown, attribute)) &&
               strcmp (attribute, "arn") != 0) {
        add_found (search, cvpn_terraform_computed (terraform, instance, attribute));
    }
}

static void
land_on (CvpnTerraform *terraform, CvpnTerraformModule *module, const char *name, const char *key,
         const char *attribute, CvpnTerraformSearch *search)
{
    const GPtrArray *instances = cvpn_terraform_instances (terraform, module, name);
    const CvpnTerraformResource *instance;

    if (instances == NULL)
        return; /* count = 0 */
    terraform->work += instances->len;
    if (search->many && key == NULL && search->pick == NULL && search->key == NULL) {
        for (guint i = 0; i < instances->len; i++)
            land (terraform, g_ptr_array_index (instances, i), attribute, search);
        return;
    }
    instance = cvpn_terraform_choose (terraform, instances, key, search);
    if (instance != NULL) {
        land (terraform, instance, attribute, search);
    } else if (key == NULL) {
        const CvpnTerraformResource *one = g_ptr_array_index (instances, 0);

        if (attribute == NULL && !cvpn_terraform_is_wanted (search->attribute, one->type))
            return;
        search->certain = FALSE;
        for (guint i = 0; i < instances->len; i++)
            land (terraform, g_ptr_array_index (instances, i), attribute, search);
    }
}

static void
pass_variable (CvpnTerraform *terraform, CvpnTerraformModule *module, const char *name,
               const char *key, CvpnTerraformSearch *search)
{
    CvpnTerraformSearch inner = *search;
    json_t *input = json_object_get (module->inputs, name);

    if (module->parent == NULL) {
        add_constant (terraform,
                      json_object_get (json_object_get (terraform->variables, name), "value"),
                      search);
        return;
    }
    inner.passed = TRUE;
    if (key != NULL)
        inner.pick = key;
    cvpn_terraform_search (terraform, module->parent, input, &inner);
    join (search, &inner);
}

static void
search_output (CvpnTerraform *terraform, CvpnTerraformModule *child, const char *output,
               const char *pick, CvpnTerraformSearch *search)
{
    json_t *outputs = json_object_get (child->configuration, "outputs"), *one;
    CvpnTerraformSearch inner = *search;
    const char *name;

    inner.listed = TRUE;
    if (pick != NULL)
        inner.pick = pick;
    json_object_foreach (outputs, name, one)
    {
        /* module.a[each.key].b is "module.a" only: any output may be meant. */
        if (output == NULL || strcmp (name, output) == 0)
            cvpn_terraform_search (terraform, child, json_object_get (one, "expression"), &inner);
    }
    join (search, &inner);
}

static void
search_module (CvpnTerraform *terraform, CvpnTerraformModule *module, const char *call,
               const char *key, const char *output, const char *pick, CvpnTerraformSearch *search)
{
    g_autofree char *name = g_strdup_printf ("%s|%s", module->address, call);
    const GPtrArray *children = g_hash_table_lookup (terraform->calls, name);
    guint matching = 0;

    if (children == NULL)
        return;
    terraform->work += children->len;
    for (guint i = 0; i < children->len; i++) {
        CvpnTerraformModule *child = g_ptr_array_index (children, i);
        const char *want = key != NULL ? key : search->key;
        CvpnTerraformSearch inner = *search;

        if (key == NULL && (children->len == 1 || (search->many && want == NULL)))
            want = child->key;
        else if (key == NULL)
            inner.key = NULL; /* it chose the module */
        if (g_strcmp0 (child->key, want) != 0)
            continue;
        matching++;
        search_output (terraform, child, output, pick, &inner);
        join (search, &inner);
    }
    if (matching == 0)
        search->open = TRUE;
}

/* A local value is not in a plan.  What a module has one of only is what all in it is in. */
static void
search_local (CvpnTerraform *terraform, const CvpnTerraformModule *module,
              CvpnTerraformSearch *search)
{
    static const char *const containers[] = { "vpc_id", "transit_gateway_id",
                                              "client_vpn_endpoint_id", "security_group_id", NULL };
    const CvpnTerraformResource *only = NULL;

    if (!g_strv_contains (containers, search->attribute)) {
        search->open = TRUE;
        return;
    }
    only = cvpn_terraform_only (terraform, module, search->attribute);
    if (only == NULL) {
        search->open = TRUE;
        return;
    }
    add_found (search, only->id);
    cvpn_terraform_remark (terraform, only,
                           "taken for what a local value of its module refers to, since the "
                           "module has no other of its type; local values are not in a plan");
}

typedef struct {
    char *text[5], *key[5];
} Parts;

static void
clear_parts (Parts *parts)
{
    for (guint i = 0; i < G_N_ELEMENTS (parts->text); i++) {
        g_free (parts->text[i]);
        g_free (parts->key[i]);
    }
}

static void
follow (CvpnTerraform *terraform, CvpnTerraformModule *module, const char *reference,
        CvpnTerraformSearch *search)
{
    Parts parts = { 0 };
    const char *at = reference;
    char **text = parts.text;

    for (guint i = 0; i < G_N_ELEMENTS (parts.text); i++) {
        if (!cvpn_terraform_next_part (&at, &parts.text[i], &parts.key[i]))
            break;
    }
    if (text[0] == NULL || text[1] == NULL) {
        clear_parts (&parts);
        return;
    }
    if (strcmp (text[0], "var") == 0) {
        pass_variable (terraform, module, text[1], parts.key[1], search);
    } else if (strcmp (text[0], "local") == 0) {
        search_local (terraform, module, search);
    } else if (strcmp (text[0], "module") == 0) {
        search_module (terraform, module, text[1], parts.key[1], text[2], parts.key[2], search);
    } else if (strcmp (text[0], "data") == 0 && text[2] != NULL) {
        g_autofree char *name = g_strdup_printf ("data.%s.%s", text[1], text[2]);

        land_on (terraform, module, name, parts.key[2], text[3], search);
    } else if (g_str_has_prefix (text[0], "aws_")) {
        g_autofree char *name = g_strdup_printf ("%s.%s", text[0], text[1]);

        land_on (terraform, module, name, parts.key[1], text[2], search);
    }
    clear_parts (&parts);
}

/* Newer versions list "aws_vpc.a.id" and "aws_vpc.a", the latter says nothing more. */
static gboolean
is_covered (const json_t *references, gsize which)
{
    const char *text = json_string_value (json_array_get (references, which));
    gsize length = strlen (text);

    for (gsize i = 0; i < json_array_size (references); i++) {
        const char *other = json_string_value (json_array_get (references, i));

        if (other == NULL || i == which || !g_str_has_prefix (other, text))
            continue;
        if (other[length] == '.' || other[length] == '[' || (other[length] == '\0' && i < which))
            return TRUE;
    }
    return FALSE;
}

static gboolean
has_iterator (const json_t *references)
{
    for (gsize i = 0; i < json_array_size (references); i++) {
        const char *text = json_string_value (json_array_get (references, i));

        if (text != NULL && (strcmp (text, "count.index") == 0 || g_str_has_prefix (text, "each.")))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_each_value (const char *reference)
{
    return strcmp (reference, "each.value") == 0 || g_str_has_prefix (reference, "each.value.");
}

static void
follow_all (CvpnTerraform *terraform, CvpnTerraformModule *module, const json_t *references,
            CvpnTerraformSearch *search)
{
    gsize n = json_array_size (references);

    for (gsize i = 0; i < n; i++) {
        const char *reference = json_string_value (json_array_get (references, i));

        if (reference == NULL || is_covered (references, i))
            continue;
        if (!is_each_value (reference))
            follow (terraform, module, reference, search);
        else if (search->of->module == module && !search->passed)
            /* an element of what for_each goes over, of the same key */
            follow_all (
                terraform, module,
                json_object_get (json_object_get (search->of->configuration, "for_each_expression"),
                                 "references"),
                search);
        else
            search->open = TRUE;
    }
}

void
cvpn_terraform_search (CvpnTerraform *terraform, CvpnTerraformModule *module, json_t *expression,
                       CvpnTerraformSearch *search)
{
    const json_t *references = json_object_get (expression, "references");
    const char *key = search->key;

    if (search->depth >= DEPTH_MAX || json_array_size (references) > REFERENCES_MAX ||
        terraform->steps++ >= STEPS_MAX || terraform->work++ >= WORK_MAX) {
        search->open = TRUE;
        return;
    }
    search->depth++;
    add_constant (terraform, json_object_get (expression, "constant_value"), search);
    if (!search->passed && !search->listed && !has_iterator (references))
        search->key = NULL;
    follow_all (terraform, module, references, search);
    search->depth--;
    search->key = key;
}
