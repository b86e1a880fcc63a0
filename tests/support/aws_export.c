/* The exporter's frame: ids, members that recur, the order of the calls. */
#include "aws_export_parts.h"

#include <string.h>

static const struct {
    const char *kind, *prefix;
} prefixes[] = {
    { "vpc", "vpc-" },
    { "subnet", "subnet-" },
    { "route-table", "rtb-" },
    { "internet-gateway", "igw-" },
    { "nat-gateway", "nat-" },
    { "vpc-peering-connection", "pcx-" },
    { "transit-gateway", "tgw-" },
    { "transit-gateway-attachment", "tgw-attach-" },
    { "transit-gateway-route-table", "tgw-rtb-" },
    { "virtual-private-gateway", "vgw-" },
    { "vpn-connection", "vpn-" },
    { "network", "cgw-" },
    { "prefix-list", "pl-" },
    { "vpc-endpoint", "vpce-" },
    { "security-group", "sg-" },
    { "network-acl", "acl-" },
    { "host", "eni-" },
    { "client-vpn-endpoint", "cvpn-endpoint-" },
};

static char *
digest (const char *text)
{
    return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

char *
aws_new_id (const char *prefix, const char *what, const char *name)
{
    g_autofree char *text = g_strdup_printf ("%s %s", what, name);
    g_autofree char *hash = digest (text);

    return g_strdup_printf ("%s0%.16s", prefix, hash);
}

gboolean
aws_is_one_of (const char *name, const char *what, guint n)
{
    g_autofree char *text = g_strdup_printf ("%s %s", what, name);
    g_autofree char *hash = digest (text);

    return g_ascii_strtoull (hash + 57, NULL, 16) % n == 0;
}

gboolean
aws_chance (AwsExport *e, gint percent)
{
    return g_rand_int_range (e->noise, 0, 100) < percent;
}

/* Four digits that keep the order of the names; then 17 in all, or 8 as before 2016.  What goes
 * in and comes out later, transit gateways and endpoints, have 17 always. */
static char *
make_id (const char *prefix, const char *name, guint rank)
{
    g_autofree char *hash = digest (name);
    const gboolean old = strstr ("vpc- subnet- rtb- igw- sg- acl- eni- vgw- pcx- pl-", prefix) &&
                         aws_is_one_of (name, "old", 3);

    return g_strdup_printf ("%s%04x%.*s", prefix, rank, old ? 4 : 13, hash);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
    return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static const char *
kind_of (const CvpnGroup *group)
{
    const CvpnEntry *kind =
        g_str_equal (group->kind, "unknown") ? cvpn_group_entry (group, "kind") : NULL;

    return kind ? kind->value : group->kind;
}

static const char *
find_prefix (const char *kind)
{
    for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
        if (g_str_equal (kind, prefixes[i].kind))
            return prefixes[i].prefix;
    return NULL;
}

static void
number_names (AwsExport *e)
{
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    const GPtrArray *groups = e->spec->document->groups;

    for (guint i = 0; i < groups->len; i++) {
        const CvpnGroup *group = groups->pdata[i];
        const char *kind = kind_of (group);
        if (!find_prefix (kind) || g_hash_table_contains (e->kinds, group->name))
            continue; /* routes and rules have the name of their endpoint */
        g_hash_table_insert (e->kinds, group->name, g_strdup (kind));
        g_ptr_array_add (names, group->name);
    }
    g_ptr_array_sort (names, compare_names);
    for (guint i = 0; i < names->len; i++) {
        const char *prefix = find_prefix (g_hash_table_lookup (e->kinds, names->pdata[i]));
        g_hash_table_insert (e->ids, names->pdata[i], make_id (prefix, names->pdata[i], i));
    }
}

static void
begin (AwsExport *e, const CvpnScenario *scenario, GRand *noise)
{
    *e = (AwsExport){
        scenario, scenario->spec, scenario->net, noise, aws_answers_new (), NULL, NULL
    };
    e->kinds = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
    e->ids = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
    number_names (e);
}

static void
end (AwsExport *e)
{
    g_hash_table_unref (e->ids);
    g_hash_table_unref (e->kinds);
}

const char *
aws_id (const AwsExport *e, const char *name)
{
    const char *id = g_hash_table_lookup (e->ids, name);

    g_assert (id);
    return id;
}

void
aws_text (JsonObject *object, const char *name, const char *text)
{
    json_object_set_string_member (object, name, text);
}

void
aws_format (JsonObject *object, const char *name, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list arguments;

    va_start (arguments, format);
    text = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    aws_text (object, name, text);
}

void
aws_cidr (JsonObject *object, const char *name, CvpnPrefix prefix)
{
    char text[CVPN_PREFIX_TEXT];

    aws_text (object, name, cvpn_prefix_format (prefix, text));
}

void
aws_address (JsonObject *object, const char *name, guint32 address)
{
    char text[CVPN_ADDRESS_TEXT];

    aws_text (object, name, cvpn_address_format (address, text));
}

void
aws_code (JsonObject *object, const char *name, const char *word)
{
    aws_text (aws_member (object, name), "Code", word);
}

/* What has none lacks the member, or has an empty list, by the call's age; the same in each call
 * that describes it. */
void
aws_tags (JsonObject *object, const char *name)
{
    const guint which = aws_is_one_of (name, "untagged", 4)  ? 0
                        : aws_is_one_of (name, "no tags", 4) ? 1
                        : aws_is_one_of (name, "tags", 3)    ? 2
                                                             : 3;
    JsonArray *list;
    JsonObject *tag;

    if (which == 0)
        return;
    list = aws_list (object, "Tags");
    if (which == 1)
        return;
    if (which == 2) {
        tag = aws_object (list);
        aws_text (tag, "Key", "owner");
        aws_text (tag, "Value", "somebody@example.com");
    }
    tag = aws_object (list);
    aws_text (tag, "Key", "Name");
    aws_text (tag, "Value", name);
}

const char *
aws_subnet_vpc (const AwsExport *e, const char *subnet)
{
    for (guint i = 0; i < e->spec->subnets->len; i++) {
        const CvpnSubnetSpec *spec = e->spec->subnets->pdata[i];
        if (g_str_equal (spec->group->name, subnet))
            return spec->vpc;
    }
    return NULL;
}

char *
aws_default_group (const AwsExport *e, const char *vpc)
{
    for (guint i = 0; i < e->spec->security_groups->len; i++) {
        const CvpnSecurityGroupSpec *spec = e->spec->security_groups->pdata[i];
        if (spec->is_default && g_str_equal (spec->vpc, vpc))
            return g_strdup (aws_id (e, spec->group->name));
    }
    return aws_new_id ("sg-", "default", vpc);
}

GPtrArray *
aws_export (const CvpnScenario *scenario, GRand *noise)
{
    AwsExport e;

    begin (&e, scenario, noise);
    aws_export_vpcs (&e);
    aws_export_route_tables (&e);
    aws_export_security_groups (&e);
    aws_export_network_acls (&e);
    aws_export_interfaces (&e);
    aws_export_gateways (&e);
    aws_export_transit_gateways (&e);
    aws_export_endpoints (&e);
    end (&e);
    return e.answers;
}

char *
aws_export_id (const CvpnScenario *scenario, const char *name)
{
    AwsExport e;
    char *id;

    begin (&e, scenario, NULL);
    id = g_strdup (g_hash_table_lookup (e.ids, name));
    end (&e);
    g_ptr_array_unref (e.answers);
    return id;
}
