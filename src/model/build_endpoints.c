/* Client VPN endpoints, their associations and network interfaces.
 *
 * Refused, because AWS's API refuses it (AWS Client VPN Administrator Guide,
 * "Rules and best practices" and "Target networks"): a client CIDR of a wrong
 * size or that overlaps the VPC or a route, two associated subnets of one zone
 * or of two VPCs, a VPC of dedicated tenancy, a subnet smaller than /27. */
#include "model/builder.h"

static void
check_client_cidr (CvpnBuilder *b, const CvpnEndpointSpec *spec, const CvpnEndpoint *endpoint)
{
    const CvpnNetwork *net = b->net;
    const guint shortest = net->quotas.profile == CVPN_PROFILE_2020 ? 16 : 12;
    char text[CVPN_PREFIX_TEXT], other[CVPN_PREFIX_TEXT];

    cvpn_prefix_format (spec->client_cidr_block, text);
    if (spec->client_cidr_block.length < shortest || spec->client_cidr_block.length > 22)
        cvpn_builder_refuse (b, spec->group, "client-cidr-block", CLIENT_CIDR_SIZE,
                             "%s: the block must be between /%u and /22", text, shortest);
    if (endpoint->vpc == CVPN_NONE)
        return;
    const CvpnVpc *vpc = cvpn_vpc (net, endpoint->vpc);
    for (guint32 i = vpc->cidrs.first; i < vpc->cidrs.first + vpc->cidrs.count; i++) {
        CvpnPrefix cidr = *cvpn_at (net->cidrs, CvpnPrefix, i);
        if (cvpn_prefix_overlaps (cidr, spec->client_cidr_block))
            cvpn_builder_refuse (b, spec->group, "client-cidr-block", CLIENT_CIDR_OVERLAP,
                                 "%s overlaps %s of [vpc %s]", text,
                                 cvpn_prefix_format (cidr, other), vpc->name);
    }
}

/* "AWS Client VPN quotas": DNS servers of an endpoint. */
static void
check_dns_servers (CvpnBuilder *b, const CvpnEndpointSpec *spec)
{
    const guint most = 2;

    if (spec->dns_servers->len > most)
        cvpn_builder_refuse (b, spec->group, "dns-servers", QUOTA_EXCEEDED,
                             "%u items; expected at most %u", spec->dns_servers->len, most);
}

static gboolean
contains_name (const GPtrArray *names, const char *name)
{
    for (guint i = 0; i < names->len; i++)
        if (g_str_equal (names->pdata[i], name))
            return TRUE;
    return FALSE;
}

/* The associations' places, the same in all versions: those of the file, then those that
 * events make. */
static GPtrArray *
list_slots (const CvpnBuilder *b, const CvpnEndpointSpec *spec)
{
    const CvpnEndpointSpec *declared = spec->declared ? spec->declared : spec;
    GPtrArray *slots = g_ptr_array_new ();

    g_ptr_array_extend (slots, declared->target_networks, NULL, NULL);
    for (guint i = 0; i < b->spec->events->len; i++) {
        const CvpnEventSpec *event = b->spec->events->pdata[i];
        if (event->action.kind == CVPN_ACTION_ASSOCIATE && event->action.name &&
            g_strcmp0 (cvpn_event_endpoint (b->spec, event), spec->group->name) == 0 &&
            !contains_name (slots, event->action.name))
            g_ptr_array_add (slots, event->action.name);
    }
    return slots;
}

static guint32
choose_vpc (CvpnBuilder *b, const CvpnEndpointSpec *spec)
{
    if (spec->vpc)
        return cvpn_builder_index (b, spec->vpc);
    g_autoptr (GPtrArray) slots = list_slots (b, spec);
    for (guint i = 0; i < slots->len; i++) {
        const guint32 subnet = cvpn_builder_index (b, slots->pdata[i]);
        if (!cvpn_subnet (b->net, subnet)->unknown)
            return cvpn_subnet (b->net, subnet)->vpc;
    }
    return CVPN_NONE;
}

static void
check_association (CvpnBuilder *b, const CvpnEndpointSpec *spec, const CvpnEndpoint *endpoint,
                   guint32 subnet_index, gboolean associated)
{
    const CvpnNetwork *net = b->net;
    const CvpnSubnet *subnet = cvpn_subnet (net, subnet_index);
    const char *key = "target-networks";

    if (subnet->unknown)
        return;
    if (subnet->vpc != endpoint->vpc)
        cvpn_builder_refuse (
            b, spec->group, key, ASSOCIATIONS_IN_TWO_VPCS,
            "[subnet %s] is of [vpc %s], not of [vpc %s]; all associated subnets are "
            "of one VPC",
            subnet->name, cvpn_vpc (net, subnet->vpc)->name, cvpn_vpc (net, endpoint->vpc)->name);
    if (subnet->cidr.length > 27)
        cvpn_builder_refuse (b, spec->group, key, SUBNET_TOO_SMALL,
                             "[subnet %s] is a /%u; an associated subnet is at least a /27",
                             subnet->name, subnet->cidr.length);
    const CvpnVpcSpec *vpc = b->spec->vpcs->pdata[subnet->vpc];
    if (vpc->tenancy == CVPN_TENANCY_DEDICATED)
        cvpn_builder_refuse (
            b, spec->group, key, DEDICATED_TENANCY,
            "[subnet %s] is in a VPC of dedicated tenancy; it cannot be associated", subnet->name);
    for (guint32 i = endpoint->associations.first; i < net->associations->len; i++) {
        const CvpnSubnet *other = cvpn_subnet (net, cvpn_association (net, i)->subnet);
        if (associated && other->zone == subnet->zone &&
            cvpn_association (net, i)->status == CVPN_ASSOCIATION_ASSOCIATED)
            cvpn_builder_refuse (b, spec->group, key, ASSOCIATIONS_SHARE_ZONE,
                                 "[subnet %s] and [subnet %s] are both in %s; one subnet of a zone "
                                 "can be associated",
                                 other->name, subnet->name,
                                 (char *) net->zones->pdata[subnet->zone]);
    }
}

/* The given one has been taken for it. */
static guint32
choose_interface (CvpnBuilder *b, const CvpnEndpointSpec *spec, guint32 subnet)
{
    const char *name = cvpn_subnet (b->net, subnet)->name;

    for (guint i = 0; i < spec->interface_addresses->len; i++) {
        const CvpnInterfaceAddressSpec *given = spec->interface_addresses->pdata[i];
        if (g_str_equal (given->subnet, name))
            return given->address;
    }
    if (cvpn_subnet (b->net, subnet)->unknown)
        return 0;
    const guint32 address = cvpn_builder_choose_address (b, subnet, spec->group);
    if (address == 0)
        cvpn_builder_refuse (b, spec->group, "target-networks", SUBNET_FEW_ADDRESSES,
                             "[subnet %s] has no free address for an interface", name);
    return address;
}

static void
check_interfaces (CvpnBuilder *b, const CvpnEndpointSpec *spec)
{
    g_autoptr (GPtrArray) slots = list_slots (b, spec);

    for (guint i = 0; i < spec->interface_addresses->len; i++) {
        const CvpnInterfaceAddressSpec *given = spec->interface_addresses->pdata[i];
        if (!contains_name (slots, given->subnet))
            cvpn_group_fail (spec->group, "interface-addresses", b->report,
                             "[subnet %s] is not among the target networks", given->subnet);
    }
}

static gboolean
has_internet_gateway (const CvpnNetwork *net, guint32 subnet)
{
    const guint32 vpc = cvpn_subnet (net, subnet)->vpc;

    return vpc != CVPN_NONE && cvpn_vpc (net, vpc)->internet_gateway != CVPN_NONE;
}

/* What the endpoint may have besides, and nobody knows: behind its associations. */
static void
build_maybe (CvpnBuilder *b, const CvpnEndpointSpec *spec, CvpnEndpoint *endpoint, guint32 index)
{
    const CvpnUnknownSpec *more = cvpn_builder_more_spec (b, "subnet", spec->group->name);

    endpoint->maybe_association = CVPN_NONE;
    if (!more)
        return;
    const CvpnAssociation association = { .endpoint = index,
                                          .subnet = cvpn_builder_index (b, more->group->name),
                                          .status = CVPN_ASSOCIATION_DISASSOCIATED,
                                          .maybe = TRUE,
                                          .routes = cvpn_prefix_table_new (),
                                          .rule = cvpn_builder_unknown (b, more->group->name) };
    endpoint->maybe_association = b->net->associations->len;
    g_array_append_val (b->net->associations, association);
}

static void
build_associations (CvpnBuilder *b, const CvpnEndpointSpec *spec, CvpnEndpoint *endpoint,
                    guint32 index)
{
    CvpnNetwork *net = b->net;
    g_autoptr (GPtrArray) slots = list_slots (b, spec);

    endpoint->associations.first = net->associations->len;
    for (guint i = 0; i < slots->len; i++) {
        const guint32 subnet = cvpn_builder_index (b, slots->pdata[i]);
        const gboolean associated = contains_name (spec->target_networks, slots->pdata[i]);
        const gboolean public = has_internet_gateway (net, subnet);
        const guint32 public_address = cvpn_builder_public_address (b);
        check_association (b, spec, endpoint, subnet, associated);
        CvpnAssociation association = {
            .endpoint = index,
            .subnet = subnet,
            .status = associated ? CVPN_ASSOCIATION_ASSOCIATED : CVPN_ASSOCIATION_DISASSOCIATED,
            .answers = associated,
            .interface_address = choose_interface (b, spec, subnet),
            .public_address = public ? public_address : 0,
            .routes = cvpn_prefix_table_new (),
            .rule = cvpn_builder_rule (b, CVPN_RULE_OBJECT, endpoint->name, spec->group,
                                       "target-networks", "%s", ""),
        };
        g_array_append_val (net->associations, association);
    }
    endpoint->associations = cvpn_span_from (net->associations, endpoint->associations.first);
}

/* The list as the file has it; events put another one in its place. */
static void
build_revocation_list (CvpnBuilder *b, CvpnEndpoint *endpoint)
{
    for (guint i = 0; i < b->spec->revocation_lists->len; i++) {
        const CvpnCrlSpec *list = b->spec->revocation_lists->pdata[i];
        if (!g_str_equal (list->group->name, endpoint->name))
            continue;
        endpoint->crl_next_update_ns = list->next_update_ns;
        endpoint->crl_rule = cvpn_builder_rule (b, CVPN_RULE_OBJECT, endpoint->name, list->group,
                                                NULL, "certificate-revocation-list");
        endpoint->revoked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
        for (guint j = 0; j < list->revoked->len; j++)
            g_hash_table_add (endpoint->revoked, g_strdup (list->revoked->pdata[j]));
    }
}

static gboolean
is_known (const CvpnNetwork *net, guint32 vpc)
{
    return vpc != CVPN_NONE && !cvpn_vpc (net, vpc)->unknown;
}

static gboolean
has_landing (const CvpnEndpoint *endpoint)
{
    return endpoint->associations.count > 0 || endpoint->maybe_association != CVPN_NONE;
}

/* The default group of a VPC of which nothing is known, perhaps not even which it is. */
static void
add_unknown_default (CvpnNetwork *net, const CvpnEndpoint *endpoint)
{
    const guint32 landing = endpoint->associations.count > 0 ? endpoint->associations.first
                                                             : endpoint->maybe_association;
    const CvpnSecurityGroup group = {
        .name = "default",
        .vpc = CVPN_NONE,
        .unknown = TRUE,
        .rule = endpoint->vpc != CVPN_NONE
                    ? cvpn_vpc (net, endpoint->vpc)->rule
                    : cvpn_subnet (net, cvpn_association (net, landing)->subnet)->rule
    };

    g_array_append_val (net->group_lists, net->security_groups->len);
    g_array_append_val (net->security_groups, group);
}

static void
build_groups (CvpnBuilder *b, const CvpnEndpointSpec *spec, CvpnEndpoint *endpoint)
{
    CvpnNetwork *net = b->net;
    guint32 first = net->group_lists->len;

    for (guint i = 0; i < spec->security_groups->len; i++) {
        const char *name = spec->security_groups->pdata[i];
        guint32 group = cvpn_builder_index (b, name);
        if (is_known (net, endpoint->vpc) && cvpn_builder_unknown (b, name) == CVPN_RULE_NONE &&
            cvpn_at (net->security_groups, CvpnSecurityGroup, group)->vpc != endpoint->vpc)
            cvpn_builder_refuse (b, spec->group, "security-groups", SECURITY_GROUP_IN_OTHER_VPC,
                                 "[security-group %s] is not of [vpc %s]", name,
                                 cvpn_vpc (net, endpoint->vpc)->name);
        g_array_append_val (net->group_lists, group);
    }
    if (net->group_lists->len == first && is_known (net, endpoint->vpc))
        g_array_append_val (net->group_lists, cvpn_vpc (net, endpoint->vpc)->default_group);
    else if (net->group_lists->len == first && has_landing (endpoint))
        add_unknown_default (net, endpoint);
    endpoint->groups = cvpn_span_from (net->group_lists, first);
}

/* Half of the block can be assigned ("Rules and best practices": choose twice
 * the addresses that you need); or, as public client logs show, 29 of each /27. */
static gint64
count_usable (const CvpnEndpointSpec *spec)
{
    guint64 size = cvpn_prefix_size (spec->client_cidr_block);

    return (gint64) (spec->address_model == CVPN_ADDRESSES_BLOCKS ? size / 32 * 29 : size / 2);
}

static CvpnEndpoint
copy_settings (const CvpnEndpointSpec *spec)
{
    return (CvpnEndpoint){
        .client_cidr = spec->client_cidr_block,
        .split_tunnel = spec->split_tunnel,
        .mfa = spec->mfa,
        .connection_log = spec->connection_log,
        .authentication = spec->authentication,
        .transport = spec->transport_protocol,
        .vpn_port = spec->vpn_port,
        .dns_answer = spec->dns_answer,
        .address_model = spec->address_model,
        .session_timeout_ns = spec->session_timeout_ns,
        .dns_ttl_ns = spec->dns_ttl_ns,
        .health_check_ns = spec->health_check_ns,
        .ping_restart_ns = spec->ping_restart_ns,
        .mssfix = spec->mssfix,
        .snat_first = spec->snat_first,
        .snat_last = spec->snat_last,
        .snat_ports = spec->snat_ports_none ? 0 : (guint32) spec->snat_last - spec->snat_first + 1,
        .session_bandwidth = spec->session_bandwidth,
        .crl_next_update_ns = -1,
        .identity_provider_certificate_expires_ns = spec->identity_provider_certificate_expires_ns,
        .handshake_time_out_ns = spec->handshake_time_out_ns,
        .keepalive_time_out_ns = spec->keepalive_time_out_ns,
        .disconnect_on_session_timeout = spec->disconnect_on_session_timeout,
        .handler = &spec->handler,
        .tracking = spec->tracking,
        .usable_addresses = count_usable (spec),
    };
}

static void
build_endpoint (CvpnBuilder *b, const CvpnEndpointSpec *spec)
{
    CvpnNetwork *net = b->net;
    guint32 index = net->endpoints->len;
    CvpnEndpoint endpoint = copy_settings (spec);

    endpoint.name = cvpn_builder_text (b, spec->group->name);
    endpoint.vpc = choose_vpc (b, spec);
    endpoint.more_routes = cvpn_builder_more (b, "client-vpn-routes", endpoint.name);
    endpoint.more_rules = cvpn_builder_more (b, "authorization-rules", endpoint.name);
    endpoint.rule = cvpn_builder_object (b, spec->group, index);
    check_client_cidr (b, spec, &endpoint);
    check_dns_servers (b, spec);
    endpoint.crl_rule = endpoint.rule;
    build_revocation_list (b, &endpoint);
    check_interfaces (b, spec);
    build_associations (b, spec, &endpoint, index);
    build_maybe (b, spec, &endpoint, index);
    build_groups (b, spec, &endpoint);
    endpoint.connection_quota = cvpn_quotas_connections (&net->quotas, spec->target_networks->len);
    endpoint.status =
        spec->target_networks->len > 0 ? CVPN_ENDPOINT_AVAILABLE : CVPN_ENDPOINT_PENDING_ASSOCIATE;
    g_array_append_val (net->endpoints, endpoint);
    cvpn_build_vpn_routes (b, index);
    cvpn_build_authorization (b, index);
}

void
cvpn_build_endpoints (CvpnBuilder *b)
{
    for (guint i = 0; i < b->spec->endpoints->len; i++)
        build_endpoint (b, b->spec->endpoints->pdata[i]);
    cvpn_build_future_groups (b);
}
