/* terraform: states together, or a plan alone, from documents to an inventory. */
#include <string.h>

#include "import/terraform/terraform.h"

static gboolean
is_plan (const json_t *document)
{
    return json_object_get (document, "planned_values") != NULL ||
           json_object_get (document, "resource_changes") != NULL ||
           json_object_get (document, "configuration") != NULL;
}

gboolean
cvpn_terraform_is (const json_t *document)
{
    return json_is_string (json_object_get (document, "format_version")) &&
           (is_plan (document) || json_object_get (document, "values") != NULL ||
            json_object_get (document, "terraform_version") != NULL);
}

static void
free_list (gpointer list)
{
    g_ptr_array_unref (list);
}

static void
free_found (gpointer found)
{
    if (found != NULL)
        g_ptr_array_unref (found);
}

static CvpnTerraform
begin (CvpnInventory *inventory)
{
    return (CvpnTerraform){
        .inventory = inventory,
        .resources = g_ptr_array_new_with_free_func (g_free),
        .nodes = g_ptr_array_new_with_free_func (g_free),
        .modules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
        .calls = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_list),
        .instances = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_list),
        .configurations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
        .by_id = g_hash_table_new (g_str_hash, g_str_equal),
        .names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
        .uncertain = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_found),
        .loose = g_hash_table_new (g_str_hash, g_str_equal),
        .said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    };
}

static void
end (CvpnTerraform *terraform)
{
    g_hash_table_unref (terraform->said);
    g_hash_table_unref (terraform->loose);
    g_hash_table_unref (terraform->uncertain);
    g_hash_table_unref (terraform->names);
    g_hash_table_unref (terraform->by_id);
    g_hash_table_unref (terraform->configurations);
    g_hash_table_unref (terraform->instances);
    g_hash_table_unref (terraform->calls);
    g_hash_table_unref (terraform->modules);
    g_ptr_array_unref (terraform->nodes);
    g_ptr_array_unref (terraform->resources);
}

/* "1.2": another major version has another meaning. */
static gboolean
check_version (CvpnInventory *inventory, const CvpnDocumentRead *document)
{
    CvpnNode root =
        cvpn_node_root (document->source, document->index, document->json, inventory->report);
    CvpnNode version = cvpn_node_member (&root, "format_version");
    const char *text = cvpn_node_string (&version);

    if (text == NULL || g_str_has_prefix (text, "0.") || g_str_has_prefix (text, "1."))
        return TRUE;
    cvpn_node_fault (&version, "a version of Terraform's JSON output that is not known; "
                               "expected 1, or 0 of older versions");
    return FALSE;
}

/* A plan is of what will be, and its names are addresses: it stands alone. */
static gboolean
check_alone (CvpnInventory *inventory, const GPtrArray *documents, gboolean *plan)
{
    *plan = FALSE;
    for (guint i = 0; i < documents->len; i++) {
        const CvpnDocumentRead *document = g_ptr_array_index (documents, i);
        CvpnNode root =
            cvpn_node_root (document->source, document->index, document->json, inventory->report);

        if (!is_plan (document->json))
            continue;
        *plan = TRUE;
        if (documents->len > 1) {
            const CvpnDocumentRead *other = g_ptr_array_index (documents, i == 0 ? 1 : 0);

            cvpn_node_fault (&root, "a terraform plan is imported alone; there is %s, too",
                             other->source->name);
            return FALSE;
        }
    }
    return TRUE;
}

/* A thing is described once: of what several states have, the managed one, and of equal ones the
 * first. */
static gboolean
is_first (CvpnTerraform *terraform, const CvpnTerraformResource *resource)
{
    return resource->id != NULL && resource->managed
               ? cvpn_inventory_is_new (terraform->inventory, resource->type, resource->id,
                                        &resource->values)
               : TRUE;
}

static void
read_pass (CvpnTerraform *terraform, CvpnTerraformPass pass, gboolean managed)
{
    for (guint i = 0; i < terraform->resources->len; i++) {
        const CvpnTerraformResource *resource = g_ptr_array_index (terraform->resources, i);
        const CvpnTerraformType *type = cvpn_terraform_type (resource->type);
        CvpnTerraformReader reader;

        if (type == NULL || type->pass != pass || resource->managed != managed)
            continue;
        reader = managed ? type->managed : type->data;
        if (reader != NULL && is_first (terraform, resource))
            reader (terraform, resource);
    }
}

/* What only takes over a thing that is there already has that one's id, in a plan, too. */
static void
take_over (CvpnTerraform *terraform)
{
    static const struct {
        const char *type, *attribute, *computed;
    } rows[] = {
        { "aws_default_route_table", "default_route_table_id", NULL },
        { "aws_default_network_acl", "default_network_acl_id", NULL },
        { "aws_default_security_group", "vpc_id", "default_security_group_id" },
        { "aws_vpc_peering_connection_accepter", "vpc_peering_connection_id", NULL },
        { "aws_ec2_transit_gateway_vpc_attachment_accepter", "transit_gateway_attachment_id",
          NULL },
    };

    for (guint i = 0; terraform->plan && i < terraform->resources->len; i++) {
        CvpnTerraformResource *resource = g_ptr_array_index (terraform->resources, i);

        for (guint j = 0; j < G_N_ELEMENTS (rows); j++) {
            const CvpnTerraformResource *vpc;
            const char *id;

            if (strcmp (resource->type, rows[j].type) != 0 ||
                cvpn_terraform_text_of (resource, "id") != NULL)
                continue;
            id = cvpn_terraform_refer (terraform, resource, rows[j].attribute);
            if (rows[j].computed != NULL && id != NULL) {
                vpc = g_hash_table_lookup (terraform->by_id, id);
                id =
                    vpc != NULL ? cvpn_terraform_computed (terraform, vpc, rows[j].computed) : NULL;
            }
            if (id != NULL)
                resource->id = id;
        }
    }
}

static void
note_others (CvpnTerraform *terraform, const GPtrArray *documents)
{
    for (guint i = 0; i < terraform->resources->len; i++) {
        const CvpnTerraformResource *resource = g_ptr_array_index (terraform->resources, i);
        const CvpnTerraformType *type = cvpn_terraform_type (resource->type);

        if (resource->managed && type == NULL)
            cvpn_terraform_left_out (terraform, resource, "resources",
                                     "of types that are not part of the network here");
    }
    for (guint i = 0; i < documents->len && terraform->by_id != NULL; i++) {
        const CvpnDocumentRead *document = g_ptr_array_index (documents, i);
        gboolean used = FALSE;

        for (guint j = 0; j < terraform->resources->len && !used; j++) {
            const CvpnTerraformResource *resource = g_ptr_array_index (terraform->resources, j);

            used = resource->values.source == document->source &&
                   cvpn_terraform_type (resource->type) != NULL;
        }
        if (!used)
            cvpn_inventory_note (terraform->inventory, CVPN_IMPORT_SKIPPED, document->source,
                                 document->source->name, 0,
                                 "a terraform %s without resources of a network",
                                 terraform->plan ? "plan" : "state");
    }
}

void
cvpn_terraform_read (CvpnInventory *inventory, const GPtrArray *documents)
{
    CvpnTerraform terraform;
    gboolean plan;

    if (!check_alone (inventory, documents, &plan))
        return;
    terraform = begin (inventory);
    terraform.plan = plan;
    for (guint i = 0; i < documents->len; i++) {
        const CvpnDocumentRead *document = g_ptr_array_index (documents, i);

        if (check_version (inventory, document))
            cvpn_terraform_collect (&terraform, document);
    }
    take_over (&terraform);
    for (CvpnTerraformPass pass = 0; pass < CVPN_TERRAFORM_PASSES; pass++) {
        read_pass (&terraform, pass, TRUE);
        read_pass (&terraform, pass, FALSE);
    }
    cvpn_terraform_finish_tables (&terraform);
    cvpn_terraform_finish_acls (&terraform);
    cvpn_terraform_finish_client_vpns (&terraform);
    note_others (&terraform, documents);
    end (&terraform);
}
