/* What the file refers to and does not contain.
 *
 * A name of a kind that others hold a handle of gets an element of that kind, empty
 * and marked, behind those that the file contains: handles are valid everywhere, and
 * the n-th of the spec stays the n-th of the network.  Of the other kinds only routes
 * hold a target, which is CVPN_TARGET_UNKNOWN. */
#include "model/builder.h"

#include <string.h>

/* What there may be more of, to a person. */
static const struct {
    const char *kind, *words;
} more_words[] = {
    { "host", "further hosts in" },
    { "subnet", "further subnets in" },
    { "client-vpn-routes", "further routes of" },
    { "authorization-rules", "further authorization rules of" },
    { "vpn-connection", "further VPN connections of" },
    { "internet-gateway", "an internet gateway of" },
    { "transit-gateway-attachment", "further attachments of" },
};

static void
append_more (const CvpnBuilder *b, const CvpnUnknownSpec *spec, GString *text)
{
    const char *words = "more in";

    for (guint i = 0; i < G_N_ELEMENTS (more_words); i++)
        if (g_str_equal (more_words[i].kind, spec->kind))
            words = more_words[i].words;
    if (cvpn_document_group (b->spec->document, "client-vpn-endpoint", spec->of) &&
        g_str_equal (spec->kind, "subnet"))
        words = "further target networks of";
    g_string_append_printf (text, "there may be %s %s", words, spec->of);
}

/* What the import itself left out it can bring, too. */
static void
append_call (GString *text, const char *call)
{
    const gboolean import = g_str_has_prefix (call, "import ");

    g_string_append (text, text->len > 0 ? "; " : "");
    if (import)
        g_string_append_printf (text, "run: cvpnsim %s", call);
    else
        g_string_append_printf (text, "ask AWS: %s%s",
                                g_str_has_prefix (call, "aws ") ? "" : "aws ec2 ", call);
}

/* "there may be further hosts in vpc-a; ask AWS: aws ec2 describe-network-interfaces". */
static guint32
add_rule (CvpnBuilder *b, const CvpnUnknownSpec *spec)
{
    g_autoptr (GString) text = g_string_new (spec->not_modelled);

    if (spec->of)
        g_string_append (text, text->len > 0 ? "; " : "");
    if (spec->of)
        append_more (b, spec, text);
    if (spec->call && !spec->not_modelled)
        append_call (text, spec->call);
    return cvpn_builder_rule (b, spec->not_modelled ? CVPN_RULE_NOT_MODELLED : CVPN_RULE_UNKNOWN,
                              spec->group->name, spec->group, NULL, "%s", text->str);
}

/* The rule of the first of that kind. */
static void
note_first (const CvpnUnknownSpec *spec, const char *kind, guint32 rule, guint32 *first)
{
    if (*first == CVPN_RULE_NONE && !spec->of && g_str_equal (spec->kind, kind))
        *first = rule;
}

void
cvpn_build_unknown_rules (CvpnBuilder *b)
{
    CvpnNetwork *net = b->net;

    net->unknown_attachment = net->unknown_internet_gateway = net->unknown_peering = CVPN_RULE_NONE;
    for (guint i = 0; i < b->spec->unknowns->len; i++) {
        const CvpnUnknownSpec *spec = b->spec->unknowns->pdata[i];
        const guint32 rule = add_rule (b, spec);
        g_hash_table_insert (b->unknown, spec->group->name, GUINT_TO_POINTER (rule + 1));
        if (spec->of && !cvpn_builder_more_spec (b, spec->kind, spec->of))
            g_hash_table_insert (b->more, g_strdup_printf ("%s of %s", spec->kind, spec->of),
                                 (gpointer) (gsize) spec);
        note_first (spec, "transit-gateway-attachment", rule, &net->unknown_attachment);
        note_first (spec, "internet-gateway", rule, &net->unknown_internet_gateway);
        note_first (spec, "vpc-peering-connection", rule, &net->unknown_peering);
    }
}

guint32
cvpn_builder_unknown (const CvpnBuilder *b, const char *name)
{
    return name ? GPOINTER_TO_UINT (g_hash_table_lookup (b->unknown, name)) - 1 : CVPN_RULE_NONE;
}

const CvpnUnknownSpec *
cvpn_builder_more_spec (const CvpnBuilder *b, const char *kind, const char *of)
{
    if (g_hash_table_size (b->more) == 0)
        return NULL;
    g_autofree char *key = g_strdup_printf ("%s of %s", kind, of);

    return g_hash_table_lookup (b->more, key);
}

guint32
cvpn_builder_more (const CvpnBuilder *b, const char *kind, const char *of)
{
    const CvpnUnknownSpec *spec = cvpn_builder_more_spec (b, kind, of);

    return spec ? cvpn_builder_unknown (b, spec->group->name) : CVPN_RULE_NONE;
}

gboolean
cvpn_builder_is (const CvpnBuilder *b, const char *kind, const char *name)
{
    if (cvpn_document_group (b->spec->document, kind, name))
        return TRUE;
    for (guint i = 0; i < b->spec->unknowns->len; i++) {
        const CvpnUnknownSpec *spec = b->spec->unknowns->pdata[i];
        if (g_str_equal (spec->group->name, name))
            return !spec->of && g_str_equal (spec->kind, kind);
    }
    return FALSE;
}

static void
add_vpc (CvpnNetwork *net, const char *name, guint32 rule)
{
    const CvpnVpc vpc = { .name = name,
                          .subnets = cvpn_prefix_table_new (),
                          .main_route_table = CVPN_NONE,
                          .default_group = CVPN_NONE,
                          .default_acl = CVPN_NONE,
                          .internet_gateway = CVPN_NONE,
                          .more_hosts = CVPN_RULE_NONE,
                          .more_subnets = CVPN_RULE_NONE,
                          .more_internet_gateways = CVPN_RULE_NONE,
                          .unknown = TRUE,
                          .rule = rule };

    g_array_append_val (net->vpcs, vpc);
}

static void
add_subnet (CvpnNetwork *net, const char *name, guint32 rule)
{
    const CvpnSubnet subnet = { .name = name,
                                .vpc = CVPN_NONE,
                                .zone = CVPN_NONE,
                                .route_table = CVPN_NONE,
                                .acl = CVPN_NONE,
                                .available_addresses = G_MAXUINT32,
                                .more_hosts = CVPN_RULE_NONE,
                                .unknown = TRUE,
                                .rule = rule };

    g_array_append_val (net->subnets, subnet);
}

static void
add_route_table (CvpnNetwork *net, const char *name, guint32 rule)
{
    const CvpnRouteTable table = { .name = name,
                                   .vpc = CVPN_NONE,
                                   .by_destination = cvpn_prefix_table_new (),
                                   .unknown = TRUE,
                                   .rule = rule };

    g_array_append_val (net->route_tables, table);
}

static void
add_acl (CvpnNetwork *net, const char *name, guint32 rule)
{
    const CvpnAcl acl = { .name = name, .vpc = CVPN_NONE, .unknown = TRUE, .rule = rule };

    g_array_append_val (net->acls, acl);
}

static void
add_security_group (CvpnNetwork *net, const char *name, guint32 rule)
{
    const CvpnSecurityGroup group = {
        .name = name, .vpc = CVPN_NONE, .unknown = TRUE, .rule = rule
    };

    g_array_append_val (net->security_groups, group);
}

static void
add_prefix_list (CvpnNetwork *net, const char *name, guint32 rule)
{
    const CvpnPrefixList list = { .name = name, .unknown = TRUE, .rule = rule };

    g_array_append_val (net->prefix_lists, list);
}

/* Tables and attachments only compare it. */
static void
add_transit_gateway (CvpnNetwork *net, const char *name, guint32 rule)
{
    const CvpnTransitGateway gateway = { .name = name,
                                         .more_attachments = CVPN_RULE_NONE,
                                         .more_connections = CVPN_RULE_NONE,
                                         .rule = rule };

    g_array_append_val (net->transit_gateways, gateway);
}

static void
add_attachment (CvpnNetwork *net, const char *name, guint32 rule)
{
    const CvpnAttachment attachment = { .name = name,
                                        .transit_gateway = CVPN_NONE,
                                        .vpc = CVPN_NONE,
                                        .vpn_connection = CVPN_NONE,
                                        .table = CVPN_NONE,
                                        .unknown = TRUE,
                                        .rule = rule };

    g_array_append_val (net->attachments, attachment);
}

static void
add_transit_route_table (CvpnNetwork *net, const char *name, guint32 rule)
{
    const CvpnTransitRouteTable table = { .name = name,
                                          .transit_gateway = CVPN_NONE,
                                          .by_destination = cvpn_prefix_table_new (),
                                          .unknown = TRUE,
                                          .rule = rule };

    g_array_append_val (net->transit_route_tables, table);
}

static void
add_vpn_connection (CvpnNetwork *net, const char *name, guint32 rule)
{
    const CvpnVpnConnection connection = { .name = name,
                                           .gateway = CVPN_NONE,
                                           .attachment = CVPN_NONE,
                                           .network = CVPN_NONE,
                                           .unknown = TRUE,
                                           .rule = rule };

    g_array_append_val (net->vpn_connections, connection);
}

static void
add_network (CvpnNetwork *net, const char *name, guint32 rule)
{
    const CvpnOutside outside = {
        .name = name, .return_routes = cvpn_prefix_table_new (), .unknown = TRUE, .rule = rule
    };

    g_array_append_val (net->networks, outside);
}

static const struct {
    const char *kind;
    void (*add) (CvpnNetwork *net, const char *name, guint32 rule);
    gsize array; /* in CvpnNetwork, a GArray * */
} kinds[] = {
    { "vpc", add_vpc, offsetof (CvpnNetwork, vpcs) },
    { "subnet", add_subnet, offsetof (CvpnNetwork, subnets) },
    { "route-table", add_route_table, offsetof (CvpnNetwork, route_tables) },
    { "network-acl", add_acl, offsetof (CvpnNetwork, acls) },
    { "security-group", add_security_group, offsetof (CvpnNetwork, security_groups) },
    { "prefix-list", add_prefix_list, offsetof (CvpnNetwork, prefix_lists) },
    { "transit-gateway", add_transit_gateway, offsetof (CvpnNetwork, transit_gateways) },
    { "transit-gateway-attachment", add_attachment, offsetof (CvpnNetwork, attachments) },
    { "transit-gateway-route-table", add_transit_route_table,
      offsetof (CvpnNetwork, transit_route_tables) },
    { "vpn-connection", add_vpn_connection, offsetof (CvpnNetwork, vpn_connections) },
    { "network", add_network, offsetof (CvpnNetwork, networks) },
};

/* What nothing names is no element, but for an endpoint's further target network, which
 * is a place where people may land. */
static gboolean
is_element (const CvpnBuilder *b, const CvpnUnknownSpec *spec)
{
    return !spec->of || (g_str_equal (spec->kind, "subnet") &&
                         cvpn_document_group (b->spec->document, "client-vpn-endpoint", spec->of));
}

static void
add_elements (CvpnBuilder *b, guint kind)
{
    const GArray *array = *(GArray **) ((char *) b->net + kinds[kind].array);

    for (guint i = 0; i < b->spec->unknowns->len; i++) {
        const CvpnUnknownSpec *spec = b->spec->unknowns->pdata[i];
        if (!g_str_equal (spec->kind, kinds[kind].kind) || !is_element (b, spec))
            continue;
        g_hash_table_insert (b->index, spec->group->name, GUINT_TO_POINTER (array->len + 1));
        kinds[kind].add (b->net, cvpn_builder_text (b, spec->group->name),
                         cvpn_builder_unknown (b, spec->group->name));
    }
}

void
cvpn_build_unknown (CvpnBuilder *b, const char *kind)
{
    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        if (strcmp (kinds[i].kind, kind) == 0)
            add_elements (b, i);
}
