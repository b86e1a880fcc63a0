/* terraform_values: attributes as they are written in values. */
#include <string.h>

#include "import/terraform/terraform.h"

/* after_unknown has true where all is not known, and false or nothing where all is. */
static gboolean
has_true (json_t *unknown)
{
    const char *key;
    json_t *value;
    gsize i;

    if (json_is_true (unknown))
        return TRUE;
    if (json_is_array (unknown)) {
        json_array_foreach (unknown, i, value)
        {
            if (has_true (value))
                return TRUE;
        }
    } else if (json_is_object (unknown)) {
        json_object_foreach (unknown, key, value)
        {
            if (has_true (value))
                return TRUE;
        }
    }
    return FALSE;
}

gboolean
cvpn_terraform_unknown (const CvpnTerraformResource *resource, const char *attribute)
{
    return has_true (json_object_get (resource->unknown, attribute));
}

const char *
cvpn_terraform_text (const CvpnNode *object, const char *name)
{
    const char *text = cvpn_node_get_string (object, name);

    return text != NULL && *text != '\0' ? text : NULL;
}

const char *
cvpn_terraform_text_of (const CvpnTerraformResource *resource, const char *name)
{
    return cvpn_terraform_text (&resource->values, name);
}

const char *
cvpn_terraform_id_of (const CvpnNode *object, const char *name)
{
    if (cvpn_terraform_text (object, name) == NULL)
        return NULL;
    return cvpn_node_get_id (object, name);
}

gboolean
cvpn_terraform_flag (const CvpnTerraformResource *resource, const char *name, gboolean fallback)
{
    return cvpn_node_get_boolean (&resource->values, name, fallback);
}

gboolean
cvpn_terraform_cidr (const CvpnTerraformResource *resource, const char *name, CvpnPrefix *cidr)
{
    if (cvpn_terraform_text_of (resource, name) == NULL)
        return FALSE;
    return cvpn_node_get_cidr (&resource->values, name, cidr);
}

static const char *
find_name_tag (const CvpnTerraformResource *resource, const char *member)
{
    const json_t *tags = json_object_get (resource->values.json, member);
    const char *name = json_string_value (json_object_get (tags, "Name"));

    return name != NULL && *name != '\0' ? name : NULL;
}

const char *
cvpn_terraform_label (CvpnTerraform *terraform, const CvpnTerraformResource *resource)
{
    const char *name = find_name_tag (resource, "tags");

    if (name == NULL)
        name = find_name_tag (resource, "tags_all");
    if (name == NULL && terraform->plan && strcmp (resource->id, resource->address) != 0)
        name = resource->address;
    return name;
}

gint64
cvpn_terraform_number (const CvpnNode *object, const char *name, gint64 fallback)
{
    CvpnNode node = cvpn_node_member (object, name);
    gint64 number;

    if (json_is_string (node.json)) {
        if (*json_string_value (node.json) == '\0')
            return fallback;
        if (g_ascii_string_to_signed (json_string_value (node.json), 10, -1, G_MAXINT32, &number,
                                      NULL))
            return number;
        cvpn_node_fault (&node, "expected a whole number");
        return fallback;
    }
    return cvpn_node_integer (&node, fallback);
}

void
cvpn_terraform_addresses (const CvpnNode *list, GArray *addresses)
{
    gsize n = cvpn_node_length (list);

    for (gsize i = 0; i < n; i++) {
        CvpnNode node = cvpn_node_element (list, i);
        guint32 address;
        gboolean there = FALSE;

        if (!cvpn_node_address (&node, &address))
            continue;
        for (guint j = 0; j < addresses->len; j++)
            there |= g_array_index (addresses, guint32, j) == address;
        if (!there)
            g_array_append_val (addresses, address);
    }
}

const char *
cvpn_terraform_kind (const CvpnTerraform *terraform, const char *id, const char *fallback)
{
    const CvpnTerraformResource *resource = g_hash_table_lookup (terraform->by_id, id);

    return resource != NULL ? cvpn_terraform_type (resource->type)->kind : fallback;
}

void
cvpn_terraform_remark (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
                       const char *text)
{
    g_autofree char *key = g_strdup_printf ("%s %s", resource->address, text);

    if (g_hash_table_add (terraform->said, g_steal_pointer (&key)))
        cvpn_inventory_note (terraform->inventory, CVPN_IMPORT_REMARK, resource->values.source,
                             resource->address, 0, "%s", text);
}

void
cvpn_terraform_left_out (CvpnTerraform *terraform, const CvpnTerraformResource *resource,
                         const char *what, const char *text)
{
    cvpn_inventory_note (terraform->inventory, CVPN_IMPORT_LEFT_OUT, resource->values.source, what,
                         1, "%s", text);
}

gpointer
cvpn_terraform_declare (const CvpnTerraformResource *resource, gpointer thing)
{
    ((CvpnThing *) thing)->declared = resource->managed;
    return thing;
}
