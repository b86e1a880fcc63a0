/* terraform_wanted: of which types a thing is that an attribute refers to, and which instance of a
 * resource it is. */
#include <string.h>

#include "import/terraform/terraform.h"

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

gboolean
cvpn_terraform_is_wanted (const char *attribute, const char *type)
{
    g_autofree char *word = g_strdup_printf (" %s ", type);

    for (guint i = 0; i < G_N_ELEMENTS (wanted); i++) {
        if (strcmp (wanted[i].attribute, attribute) == 0)
            return strstr (wanted[i].types, word) != NULL;
    }
    return TRUE;
}

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

const CvpnTerraformResource *
cvpn_terraform_only (const CvpnTerraform *terraform, const CvpnTerraformModule *module,
                     const char *attribute)
{
    for (guint i = 0; i < G_N_ELEMENTS (wanted); i++) {
        if (strcmp (wanted[i].attribute, attribute) == 0)
            return find_only (terraform, module, wanted[i].types);
    }
    return NULL;
}

guint
cvpn_terraform_peers (const CvpnTerraform *terraform, const CvpnTerraformResource *resource)
{
    g_autofree char *name = g_strdup_printf ("%s%s.%s", resource->managed ? "" : "data.",
                                             resource->type, resource->name);
    const GPtrArray *instances = cvpn_terraform_instances (terraform, resource->module, name);

    return instances != NULL ? instances->len : 1;
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

/* As many of ours as of theirs: of all that "count.index" may stand in, [count.index] is what is
 * written then; a plan's configuration does not say so. Said once for all counts. */
static void
remark_on_index (CvpnTerraform *terraform, const CvpnTerraformSearch *search)
{
    const json_t *expressions = json_object_get (search->of->configuration, "expressions");
    g_autofree char *text =
        g_strdup_printf ("[count.index] is supposed in %s: a plan says only that "
                         "count.index is in it",
                         search->attribute);

    if (strcmp (search->key, "0") == 0 && !search->passed &&
        json_object_get (expressions, search->attribute) != NULL)
        cvpn_terraform_remark (terraform, search->of, text);
}

const CvpnTerraformResource *
cvpn_terraform_choose (CvpnTerraform *terraform, const GPtrArray *instances, const char *key,
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
    /* More of ours than of theirs, or fewer by number: by some formula, which is not known. */
    if (search->peers > instances->len ||
        (is_number (search->key) && search->peers != instances->len))
        return NULL;
    remark_on_index (terraform, search);
    return find_key (instances, search->key);
}
