/* terraform_resolve: where the references of an expression lead.
 *
 * A plan's configuration names what an expression refers to, not what it does with it: of
 * `element (aws_subnet.a[*].id, 0)` there is "aws_subnet.a" only, and of a local value its name.
 * So an instance is taken only where no other can be meant. */
#include <string.h>

#include "import/terraform.h"

/* Of what is resolved: what is beyond them is not known. */
#define DEPTH_MAX      40
#define REFERENCES_MAX 1000
#define STEPS_MAX      10000
#define WORK_MAX       200000000

static const struct {
    const char *attribute, *types; /* with a space around each */
} wanted[] = {
    { "vpc_id", " aws_vpc aws_default_vpc " },
    { "peer_vpc_id", " aws_vpc aws_default_vpc " },
    { "subnet_id", " aws_subnet aws_default_subnet " },
    { "subnet_ids", " aws_subnet aws_default_subnet " },
    { "target_vpc_subnet_id", " aws_subnet aws_default_subnet " },
    { "route_table_id", " aws_route_table aws_default_route_table " },
    { "route_table_ids", " aws_route_table aws_default_route_table " },
    { "gateway_id", " aws_internet_gateway aws_vpn_gateway aws_vpc_endpoint " },
    { "internet_gateway_id", " aws_internet_gateway " },
    { "vpn_gateway_id", " aws_vpn_gateway " },
    { "nat_gateway_id", " aws_nat_gateway " },
    { "transit_gateway_id", " aws_ec2_transit_gateway " },
    { "transit_gateway_attachment_id",
      " aws_ec2_transit_gateway_vpc_attachment aws_ec2_transit_gateway_peering_attachment "
      "aws_ec2_transit_gateway_connect aws_ec2_transit_gateway_vpc_attachment_accepter "
      "aws_ec2_transit_gateway_peering_attachment_accepter " },
    { "transit_gateway_route_table_id", " aws_ec2_transit_gateway_route_table " },
    { "vpc_peering_connection_id",
      " aws_vpc_peering_connection aws_vpc_peering_connection_accepter " },
    { "network_interface_id", " aws_network_interface " },
    { "instance_id", " aws_instance " },
    { "instance", " aws_instance " },
    { "security_group_id", " aws_security_group aws_default_security_group " },
    { "source_security_group_id", " aws_security_group aws_default_security_group " },
    { "referenced_security_group_id", " aws_security_group aws_default_security_group " },
    { "security_groups", " aws_security_group aws_default_security_group " },
    { "security_group_ids", " aws_security_group aws_default_security_group " },
    { "vpc_security_group_ids", " aws_security_group aws_default_security_group " },
    { "prefix_list_id", " aws_ec2_managed_prefix_list aws_prefix_list " },
    { "prefix_list_ids", " aws_ec2_managed_prefix_list aws_prefix_list " },
    { "destination_prefix_list_id", " aws_ec2_managed_prefix_list aws_prefix_list " },
    { "network_acl_id", " aws_network_acl aws_default_network_acl " },
    { "client_vpn_endpoint_id", " aws_ec2_client_vpn_endpoint " },
    { "vpn_connection_id", " aws_vpn_connection " },
    { "vpc_endpoint_id", " aws_vpc_endpoint " },
};

static gboolean
is_wanted (const char *attribute, const char *type)
{
    g_autofree char *word = g_strdup_printf (" %s ", type);

    for (guint i = 0; i < G_N_ELEMENTS (wanted); i++) {
        if (strcmp (wanted[i].attribute, attribute) == 0)
            return strstr (wanted[i].types, word) != NULL;
    }
    return TRUE;
}

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

static guint
count_peers (const CvpnTerraform *terraform, const CvpnTerraformResource *resource)
{
    g_autofree char *name = g_strdup_printf ("%s%s.%s", resource->managed ? "" : "data.",
                                             resource->type, resource->name);
    const GPtrArray *instances = cvpn_terraform_instances (terraform, resource->module, name);

    return instances != NULL ? instances->len : 1;
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
    CvpnNode value = cvpn_node_member (&instance->values, follow);

    if (own && is_wanted (search->attribute, instance->type)) {
        add_found (search, instance->id);
        return;
    }
    text = json_string_value (value.json);
    if (text != NULL && *text != '\0') {
        if (looks_like_id (text))
            add_found (search, cvpn_inventory_keep (terraform->inventory, text));
        return;
    }
    if (json_object_get (expressions, follow) != NULL) {
        inner.of = instance;
        inner.key = instance->key;
        inner.peers = count_peers (terraform, instance);
        inner.passed = FALSE;
        inner.pick = NULL;
        cvpn_terraform_search (terraform, instance->module, json_object_get (expressions, follow),
                               &inner);
        join (search, &inner);
    } else if (!own && json_is_true (json_object_get (instance->unknown, attribute)) &&
               strcmp (attribute, "arn") != 0) {
        add_found (search, cvpn_terraform_computed (terraform, instance, attribute));
    }
}

static const CvpnTerraformResource *
find_key (const GPtrArray *instances, const char *key)
{
    for (guint i = 0; i < instances->len; i++) {
        const CvpnTerraformResource *instance = g_ptr_array_index (instances, i);

        if (g_strcmp0 (instance->key, key) == 0)
            return instance;
    }
    return NULL;
}

static gboolean
is_number (const char *key)
{
    return key[strspn (key, "0123456789")] == '\0' && *key != '\0';
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
    return strcmp ((*(const CvpnTerraformResource *const *) a)->key,
                   (*(const CvpnTerraformResource *const *) b)->key);
}

/* "[0]" of a list that an output gives: of a map of for_each its first in order of keys. */
static const CvpnTerraformResource *
find_pick (const GPtrArray *instances, const char *pick)
{
    const CvpnTerraformResource *found = find_key (instances, pick), *first;
    guint64 at;

    if (found != NULL || !g_ascii_string_to_unsigned (pick, 10, 0, G_MAXUINT32, &at, NULL) ||
        at >= instances->len)
        return found;
    first = g_ptr_array_index (instances, 0);
    if (first->key == NULL || is_number (first->key))
        return NULL;
    g_autoptr (GPtrArray) sorted = g_ptr_array_copy ((gpointer) (gsize) instances, NULL, NULL);
    g_ptr_array_sort (sorted, compare_keys);
    return g_ptr_array_index (sorted, at);
}

/* Whether all instances of the resource are alike, so that it does not matter which of them has
 * which of as many others. */
static gboolean
are_alike (CvpnTerraform *terraform, const CvpnTerraformResource *of, guint others)
{
    g_autofree char *name =
        g_strdup_printf ("%s%s.%s", of->managed ? "" : "data.", of->type, of->name);
    const GPtrArray *instances = cvpn_terraform_instances (terraform, of->module, name);

    if (instances == NULL || instances->len != others)
        return FALSE;
    terraform->work += instances->len;
    for (guint i = 0; i < instances->len; i++) {
        const CvpnTerraformResource *instance = g_ptr_array_index (instances, i);

        if (!json_equal (instance->values.json, of->values.json))
            return FALSE;
    }
    return TRUE;
}

static const CvpnTerraformResource *
choose_instance (CvpnTerraform *terraform, const GPtrArray *instances, const char *key,
                 const CvpnTerraformSearch *search)
{
    if (key != NULL)
        return find_key (instances, key);
    if (search->pick != NULL)
        return find_pick (instances, search->pick);
    if (instances->len == 1)
        return g_ptr_array_index (instances, 0);
    if (search->key == NULL)
        return NULL;
    if (search->passed && is_number (search->key) &&
        !are_alike (terraform, search->of, instances->len))
        return NULL;
    /* More of ours than of theirs: by some formula, which is not known. */
    if (search->peers > instances->len)
        return NULL;
    return find_key (instances, search->key);
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
    instance = choose_instance (terraform, instances, key, search);
    if (instance != NULL) {
        land (terraform, instance, attribute, search);
    } else if (key == NULL) {
        const CvpnTerraformResource *one = g_ptr_array_index (instances, 0);

        if (attribute == NULL && !is_wanted (search->attribute, one->type))
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

/* The only one of these types in a module; NULL: there is none, or more. */
static const CvpnTerraformResource *
find_only (const CvpnTerraform *terraform, const CvpnTerraformModule *module, const char *types)
{
    g_auto (GStrv) list = g_strsplit (types, " ", -1);
    const CvpnTerraformResource *only = NULL;

    for (char **type = list; *type != NULL; type++) {
        g_autofree char *name = g_strdup_printf ("@%s", *type);
        const GPtrArray *found = cvpn_terraform_instances (terraform, module, name);

        if (found == NULL)
            continue;
        if (only != NULL || found->len > 1)
            return NULL;
        only = g_ptr_array_index (found, 0);
    }
    return only;
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
    for (guint i = 0; i < G_N_ELEMENTS (wanted); i++) {
        if (strcmp (wanted[i].attribute, search->attribute) == 0)
            only = find_only (terraform, module, wanted[i].types);
    }
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
    if (!search->passed && !has_iterator (references))
        search->key = NULL;
    follow_all (terraform, module, references, search);
    search->depth--;
    search->key = key;
}
