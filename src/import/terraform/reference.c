/* terraform_reference: attributes that refer to other things, whatever it takes to tell which. */
#include <string.h>

#include "import/terraform/terraform.h"

static gboolean
is_id (const char *text)
{
    if (!g_ascii_isalnum (*text))
        return FALSE;
    while (g_ascii_isalnum (*text) || *text == '.' || *text == '_' || *text == '-')
        text++;
    return *text == '\0';
}

/* "123456789012/sg-0a1b" is a group of another account; of an ARN its last part is the id. */
static const char *
keep_id (CvpnTerraform *terraform, const CvpnNode *node)
{
    const char *text = cvpn_node_string (node), *slash;

    if (text == NULL || *text == '\0')
        return NULL;
    slash = strrchr (text, '/');
    if (slash != NULL && is_id (slash + 1))
        return cvpn_inventory_keep (terraform->inventory, slash + 1);
    return cvpn_inventory_keep (terraform->inventory, cvpn_node_id (node));
}

static CvpnTerraformSearch
begin_search (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
              const char *attribute, gboolean many)
{
    g_autofree char *name = g_strdup_printf ("%s%s.%s", resource->managed ? "" : "data.",
                                             resource->type, resource->name);
    const GPtrArray *peers = cvpn_terraform_instances (terraform, resource->module, name);

    terraform->steps = 0;
    return (CvpnTerraformSearch){ .of = resource,
                                  .attribute = attribute,
                                  .many = many,
                                  .key = resource->key,
                                  .peers = peers != NULL ? peers->len : 1,
                                  .certain = TRUE,
                                  .found = g_ptr_array_new () };
}

gboolean
cvpn_terraform_may_be (const CvpnTerraform *terraform, const char *name, const char *id)
{
    gpointer ids;

    if (name == NULL || !g_hash_table_lookup_extended (terraform->uncertain, name, NULL, &ids))
        return FALSE;
    if (ids == NULL)
        return TRUE;
    for (guint i = 0; i < ((GPtrArray *) ids)->len; i++) {
        if (strcmp (g_ptr_array_index ((GPtrArray *) ids, i), id) == 0)
            return TRUE;
    }
    return FALSE;
}

/* A name that nothing has.  'found': what may be meant; NULL: anything. */
static const char *
give_up (CvpnTerraform *terraform, const CvpnTerraformResource *resource, const char *where,
         GPtrArray *found)
{
    g_autofree char *address = g_strdup_printf ("%s.%s", resource->address, where);
    g_autofree char *text =
        g_strdup_printf ("the plan does not say for certain what its %s refers to", where);

    const char *name = cvpn_terraform_legal_name (terraform, address);

    cvpn_terraform_remark (terraform, resource, text);
    g_hash_table_insert (terraform->uncertain, (gpointer) (gsize) name,
                         found != NULL ? g_ptr_array_ref (found) : NULL);
    return name;
}

static const char *
end_search (CvpnTerraform *terraform, CvpnTerraformSearch *search, const char *where)
{
    const char *id;

    search->open |= search->found->len == 0;
    if (search->certain && !search->open && search->found->len == 1)
        id = g_ptr_array_index (search->found, 0);
    else
        id = give_up (terraform, search->of, where, search->open ? NULL : search->found);
    g_ptr_array_unref (search->found);
    return id;
}

static json_t *
find_expression (const CvpnTerraformResource *resource, const char *attribute)
{
    return json_object_get (json_object_get (resource->configuration, "expressions"), attribute);
}

const char *
cvpn_terraform_refer (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
                      const char *attribute)
{
    CvpnNode node = cvpn_node_member (&resource->values, attribute);
    json_t *expression = find_expression (resource, attribute);
    CvpnTerraformSearch search;

    if (node.json != NULL && !json_is_null (node.json))
        return keep_id (terraform, &node);
    if (!cvpn_terraform_unknown (resource, attribute) || expression == NULL)
        return NULL;
    search = begin_search (terraform, resource, attribute, FALSE);
    cvpn_terraform_search (terraform, resource->module, expression, &search);
    return end_search (terraform, &search, attribute);
}

/* Whether all constants of a block in the configuration are what the element has. */
static gboolean
may_be (json_t *written, const json_t *element)
{
    const char *name;
    json_t *expression;

    json_object_foreach (written, name, expression)
    {
        json_t *constant = json_object_get (expression, "constant_value");
        json_t *value = json_object_get (element, name);

        if (constant != NULL && value != NULL && json_typeof (constant) == json_typeof (value) &&
            !json_equal (constant, value))
            return FALSE;
    }
    return TRUE;
}

/* The only block in the configuration that may have become this one and has the attribute, or
 * where blocks are one expression, that; NULL: none, or several. */
static json_t *
find_block_expression (const CvpnTerraformResource *resource, const char *blocks,
                       const CvpnNode *block, const char *attribute)
{
    json_t *written = find_expression (resource, blocks), *one, *found = NULL;
    gsize i;

    if (json_is_object (written))
        return json_object_get (written, "references") != NULL
                   ? written
                   : json_object_get (written, attribute);
    json_array_foreach (written, i, one)
    {
        json_t *expression = json_object_get (one, attribute);

        if (json_object_get (expression, "references") == NULL || !may_be (one, block->json))
            continue;
        if (found != NULL && !json_equal (found, expression))
            return NULL;
        found = expression;
    }
    return found;
}

/* Terraform leaves out of an element what is not known of it; null is known to be nothing. */
static gboolean
is_open (const CvpnTerraformResource *resource, const char *blocks, const CvpnNode *block,
         const char *attribute)
{
    return json_object_get (block->json, attribute) == NULL &&
           cvpn_terraform_unknown (resource, blocks);
}

/* Which attributes may be open, of a set whose elements are not in the order of what is known
 * after apply: those that are true in any of them. */
static gboolean
is_open_anywhere (const CvpnTerraformResource *resource, const char *blocks, const char *attribute)
{
    const json_t *unknown = json_object_get (resource->unknown, blocks), *one;
    gsize i;

    if (!json_is_array (unknown))
        return TRUE;
    json_array_foreach (unknown, i, one)
    {
        const json_t *open = json_object_get (one, attribute);

        if (json_is_true (one) || json_is_true (open) || json_array_size (open) > 0)
            return TRUE;
    }
    return FALSE;
}

const char *
cvpn_terraform_refer_in (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
                         const char *blocks, const CvpnNode *block, const char *attribute)
{
    CvpnNode node = cvpn_node_member (block, attribute);
    g_autofree char *where = NULL;
    CvpnTerraformSearch search;
    json_t *expression;

    if (node.json != NULL && !json_is_null (node.json))
        return keep_id (terraform, &node);
    if (!is_open (resource, blocks, block, attribute) ||
        !is_open_anywhere (resource, blocks, attribute))
        return NULL;
    expression = find_block_expression (resource, blocks, block, attribute);
    where = g_strdup_printf ("%s[%" G_GSIZE_FORMAT "].%s", blocks, block->index, attribute);
    if (expression == NULL)
        return give_up (terraform, resource, where, NULL);
    search = begin_search (terraform, resource, attribute, FALSE);
    cvpn_terraform_search (terraform, resource->module, expression, &search);
    return end_search (terraform, &search, where);
}

/* The strings of a list; FALSE if it has elements that are not known. */
static gboolean
take_known (CvpnTerraform *terraform, const CvpnNode *list, GPtrArray *ids)
{
    gsize n = cvpn_node_length (list);
    gboolean all = TRUE;

    for (gsize i = 0; i < n; i++) {
        CvpnNode node = cvpn_node_element (list, i);
        const char *id = json_is_null (node.json) ? NULL : keep_id (terraform, &node);

        if (id != NULL)
            g_ptr_array_add (ids, (gpointer) (gsize) id);
        else
            all = FALSE;
    }
    return all;
}

static GPtrArray *
refer_all (CvpnTerraform *terraform, const CvpnTerraformResource *resource, const CvpnNode *list,
           gboolean open, json_t *expression, const char *attribute, gboolean *known)
{
    GPtrArray *ids = g_ptr_array_new ();
    gboolean all = take_known (terraform, list, ids);
    gsize n = json_is_array (list->json) ? json_array_size (list->json) : 0;
    CvpnTerraformSearch search;

    *known = TRUE;
    if (!terraform->plan || !open || (n > 0 && all))
        return ids;
    *known = FALSE;
    if (expression == NULL)
        return ids;
    search = begin_search (terraform, resource, attribute, TRUE);
    cvpn_terraform_search (terraform, resource->module, expression, &search);
    for (guint i = 0; i < search.found->len; i++) {
        if (!g_ptr_array_find (ids, g_ptr_array_index (search.found, i), NULL))
            g_ptr_array_add (ids, g_ptr_array_index (search.found, i));
    }
    *known = search.certain && !search.open && ids->len > 0 && (n == 0 || ids->len == n);
    g_ptr_array_unref (search.found);
    if (!*known)
        give_up (terraform, resource, attribute, NULL);
    return ids;
}

GPtrArray *
cvpn_terraform_refer_all (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
                          const char *attribute, gboolean *known)
{
    CvpnNode list = cvpn_node_member (&resource->values, attribute);

    return refer_all (terraform, resource, &list, cvpn_terraform_unknown (resource, attribute),
                      find_expression (resource, attribute), attribute, known);
}

GPtrArray *
cvpn_terraform_refer_all_in (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
                             const char *blocks, const CvpnNode *block, const char *attribute,
                             gboolean *known)
{
    CvpnNode list = cvpn_node_member (block, attribute);
    gboolean open = is_open_anywhere (resource, blocks, attribute) &&
                    cvpn_terraform_unknown (resource, blocks) &&
                    (list.json == NULL || json_array_size (list.json) > 0);

    return refer_all (terraform, resource, &list, open,
                      find_block_expression (resource, blocks, block, attribute), attribute, known);
}

const char *
cvpn_terraform_computed (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
                         const char *attribute)
{
    CvpnNode node = cvpn_node_member (&resource->values, attribute);
    g_autofree char *address = NULL;

    if (node.json != NULL && !json_is_null (node.json))
        return keep_id (terraform, &node);
    if (!terraform->plan)
        return NULL;
    /* Of a new VPC the main table is the default one. */
    if (strcmp (attribute, "main_route_table_id") == 0)
        attribute = "default_route_table_id";
    address = g_strdup_printf ("%s.%s", resource->address, attribute);
    return cvpn_terraform_legal_name (terraform, address);
}
