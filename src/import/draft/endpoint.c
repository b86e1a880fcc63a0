/* Client VPN endpoints. */
#include "import/draft/endpoint.h"

#include <string.h>

GPtrArray *
cvpn_drafting_landings (const CvpnClientVpnThing *endpoint)
{
    GPtrArray *subnets = g_ptr_array_new ();

    for (guint i = 0; i < endpoint->targets->len; i++) {
        const CvpnTargetNetworkThing *target = endpoint->targets->pdata[i];
        if (target->subnet && target->status == CVPN_STATUS_ACTIVE)
            cvpn_drafting_add (subnets, target->subnet);
    }
    cvpn_drafting_sort_unique (subnets);
    return subnets;
}

static const char *
find_vpc (const CvpnDrafting *d, const CvpnClientVpnThing *endpoint)
{
    g_autoptr (GPtrArray) landings = cvpn_drafting_landings (endpoint);

    if (endpoint->vpc)
        return endpoint->vpc;
    for (guint i = 0; i < landings->len; i++) {
        const CvpnSubnetThing *subnet =
            cvpn_inventory_find (d->inventory, d->inventory->subnets, landings->pdata[i]);
        if (subnet && subnet->vpc)
            return subnet->vpc;
    }
    return NULL;
}

GPtrArray *
cvpn_drafting_endpoint_groups (const CvpnDrafting *d, const CvpnClientVpnThing *endpoint)
{
    const GPtrArray *given = endpoint->groups_known ? endpoint->groups : NULL;
    const char *vpc = find_vpc (d, endpoint);
    const CvpnSecurityGroupThing *group = vpc ? g_hash_table_lookup (d->group_of, vpc) : NULL;
    GPtrArray *groups = g_ptr_array_new ();

    if (given && given->len > 0)
        cvpn_drafting_extend (groups, given);
    else if (given && group)
        cvpn_drafting_add (groups, group->thing.id);
    else
        g_clear_pointer (&groups, g_ptr_array_unref);
    if (groups)
        cvpn_drafting_sort_unique (groups);
    return groups;
}

static void
add_unknown_groups (CvpnDrafting *d, const CvpnClientVpnThing *endpoint, CvpnDraftGroup *group)
{
    const char *id = endpoint->thing.id;
    const char *vpc = find_vpc (d, endpoint);
    const CvpnVpcThing *thing =
        vpc ? cvpn_inventory_find (d->inventory, d->inventory->vpcs, vpc) : NULL;
    g_autofree char *name = NULL, *call = NULL, *why = NULL;
    g_autoptr (GPtrArray) groups = g_ptr_array_new ();

    if (endpoint->groups_known && (!vpc || (thing && thing->thing.declared)))
        return;
    if (endpoint->groups_known) {
        name = g_strconcat ("default-security-group-of-", vpc, NULL);
        why = g_strdup_printf ("%s names no group: it has the default one of %s", id, vpc);
        if (g_str_has_prefix (vpc, "vpc-"))
            call = g_strdup_printf ("describe-security-groups --filters "
                                    "Name=group-name,Values=default Name=vpc-id,Values=%s",
                                    vpc);
    } else {
        name = g_strconcat ("security-groups-of-", id, NULL);
        why = g_strdup_printf ("the security groups of %s", id);
        for (guint i = 0; vpc && i < endpoint->groups->len; i++)
            cvpn_drafting_add (
                groups, cvpn_drafting_refer_to_group (d, endpoint->groups->pdata[i], vpc, id));
        call = cvpn_drafting_call ("client-vpn-endpoint", id);
    }
    cvpn_drafting_add (groups, cvpn_drafting_unknown (d, "security-group", name, NULL, call, why));
    cvpn_drafting_list (group, "security-groups", groups, FALSE);
}

static void
add_endpoint_groups (CvpnDrafting *d, const CvpnClientVpnThing *endpoint, CvpnDraftGroup *group)
{
    g_autoptr (GPtrArray) groups = cvpn_drafting_endpoint_groups (d, endpoint);
    const char *vpc = find_vpc (d, endpoint);

    if (groups)
        cvpn_drafting_add_groups (d, group, groups, vpc);
    else
        add_unknown_groups (d, endpoint, group);
}

static void
leave_targets_out (CvpnDrafting *d, const CvpnClientVpnThing *endpoint, gboolean *strange)
{
    for (guint i = 0; i < endpoint->targets->len; i++) {
        const CvpnTargetNetworkThing *target = endpoint->targets->pdata[i];
        if (target->status == CVPN_STATUS_ACTIVE)
            continue;
        g_autofree char *word = cvpn_drafting_clean (target->word ? target->word : "");
        g_autofree char *text = g_strdup_printf ("target networks in state '%s'", word);
        cvpn_drafting_left_out (d, endpoint->thing.id, 1, text);
        *strange = *strange || target->status == CVPN_STATUS_UNKNOWN;
    }
}

static void
add_targets (CvpnDrafting *d, const CvpnClientVpnThing *endpoint, CvpnDraftGroup *group)
{
    const char *id = endpoint->thing.id;
    g_autoptr (GPtrArray) landings = cvpn_drafting_landings (endpoint);
    g_autoptr (GPtrArray) names = g_ptr_array_new ();
    gboolean unknown = !endpoint->targets_known;

    leave_targets_out (d, endpoint, &unknown);
    if (unknown) {
        g_autofree char *name = g_strconcat ("target-networks-of-", id, NULL);
        g_autofree char *call = cvpn_drafting_call ("client-vpn-target-networks", id);
        g_autofree char *why = g_strdup_printf ("the target networks of %s", id);
        cvpn_drafting_unknown (d, "subnet", name, id, call, why);
    }
    for (guint i = 0; i < landings->len; i++)
        cvpn_drafting_add (names, cvpn_drafting_refer (d, "subnet", landings->pdata[i],
                                                       "a target network of %s", id));
    if (names->len > 0)
        cvpn_drafting_list (group, "target-networks", names, TRUE);
}

static void
add_authentication (CvpnDrafting *d, const CvpnClientVpnThing *endpoint, CvpnDraftGroup *group)
{
    g_autoptr (GPtrArray) methods = g_ptr_array_new ();

    if (endpoint->certificate)
        cvpn_drafting_add (methods, "certificate");
    if (endpoint->directory)
        cvpn_drafting_add (methods, "directory");
    if (endpoint->federated)
        cvpn_drafting_add (methods, "federated");
    if (methods->len > 0)
        cvpn_drafting_list (group, "authentication", methods, TRUE);
    else
        cvpn_drafting_remark (d, endpoint->thing.id,
                              "how its clients authenticate is not in the input: taken to be by a "
                              "directory, so that access groups count");
}

static void
add_number (CvpnDraftGroup *group, const char *key, gint64 number, const char *unit)
{
    g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT "%s", number, unit);

    if (number >= 0)
        cvpn_drafting_line (group, key, value, NULL);
}

static void
add_settings (CvpnDrafting *d, const CvpnClientVpnThing *endpoint, CvpnDraftGroup *group)
{
    g_autoptr (GPtrArray) servers = g_ptr_array_new_with_free_func (g_free);
    char text[CVPN_ADDRESS_TEXT];

    cvpn_drafting_flag (group, "split-tunnel", endpoint->split_tunnel);
    cvpn_drafting_line (group, "transport-protocol", endpoint->tcp ? "tcp" : "udp", NULL);
    add_number (group, "vpn-port", endpoint->vpn_port, "");
    add_authentication (d, endpoint, group);
    add_number (group, "session-timeout", endpoint->session_hours, "h");
    if (endpoint->disconnect_on_session_timeout >= 0)
        cvpn_drafting_flag (group, "disconnect-on-session-timeout",
                            endpoint->disconnect_on_session_timeout);
    for (guint i = 0; i < endpoint->dns_servers->len; i++) {
        cvpn_address_format (g_array_index (endpoint->dns_servers, guint32, i), text);
        if (!g_ptr_array_find_with_equal_func (servers, text, g_str_equal, NULL))
            g_ptr_array_add (servers, g_strdup (text));
    }
    if (servers->len > 0)
        cvpn_drafting_list (group, "dns-servers", servers, FALSE);
    cvpn_drafting_flag (group, "connection-log", endpoint->connection_log);
}

static void
remark_on (CvpnDrafting *d, const CvpnClientVpnThing *endpoint, CvpnDraftGroup *group)
{
    const char *id = endpoint->thing.id;

    if (endpoint->connect_handler) {
        cvpn_drafting_comment (group,
                               "It has a client connect handler: how long that takes and whom "
                               "it denies is not in the input");
        cvpn_drafting_comment (group, "(client-connect-handler, client-connect-denied).");
        cvpn_drafting_remark (d, id,
                              "has a client connect handler, of which the input does not "
                              "say how long it takes nor whom it denies");
    }
    if (endpoint->revocation_list)
        cvpn_drafting_remark (d, id, "has a certificate revocation list; who is on it is not read");
    if (endpoint->status == CVPN_STATUS_UNKNOWN) {
        g_autofree char *word = cvpn_drafting_clean (endpoint->word ? endpoint->word : "");
        cvpn_drafting_remark (d, id, "is in state '%s', which is not known: taken for available",
                              word);
    }
}

static void
add_endpoint (CvpnDrafting *d, const CvpnClientVpnThing *endpoint)
{
    CvpnDraftGroup *group = cvpn_drafting_group (d, "client-vpn-endpoint", &endpoint->thing);

    remark_on (d, endpoint, group);
    cvpn_drafting_prefix (group, "client-cidr-block", endpoint->client_cidr);
    if (endpoint->vpc)
        cvpn_drafting_line (
            group, "vpc",
            cvpn_drafting_refer (d, "vpc", endpoint->vpc, "the VPC of %s", endpoint->thing.id),
            NULL);
    add_targets (d, endpoint, group);
    cvpn_drafting_add_automatic (d, endpoint, group);
    add_endpoint_groups (d, endpoint, group);
    cvpn_drafting_add_interfaces (d, endpoint, group);
    add_settings (d, endpoint, group);
    cvpn_drafting_add_vpn_routes (d, endpoint);
    cvpn_drafting_add_authorization (d, endpoint);
}

/* AWS refuses the first association then, and says nothing of a block that the VPC gets later
 * (AWS Client VPN Administrator Guide, "Rules and best practices"). */
static void
check_overlap (CvpnDrafting *d, const CvpnClientVpnThing *endpoint)
{
    const char *id = find_vpc (d, endpoint);
    const CvpnVpcThing *vpc = cvpn_inventory_find (d->inventory, d->inventory->vpcs, id);
    char text[CVPN_PREFIX_TEXT], its[CVPN_PREFIX_TEXT];

    for (guint i = 0; vpc && i < vpc->cidrs->len; i++) {
        const CvpnPrefix block = g_array_index (vpc->cidrs, CvpnPrefix, i);
        if (cvpn_prefix_overlaps (block, endpoint->client_cidr))
            cvpn_drafting_fault (d, &endpoint->thing,
                                 "its client CIDR, %s, overlaps %s of %s, its VPC: what becomes of "
                                 "packets to both is not documented, and not modelled",
                                 cvpn_prefix_format (endpoint->client_cidr, text),
                                 cvpn_prefix_format (block, its), id);
    }
}

/* What CreateClientVpnEndpoint takes (Amazon EC2 API Reference). */
static void
check_settings (CvpnDrafting *d, const CvpnClientVpnThing *endpoint)
{
    const gint64 port = endpoint->vpn_port, hours = endpoint->session_hours;

    if (port >= 0 && port != 443 && port != 1194)
        cvpn_drafting_fault (d, &endpoint->thing,
                             "its VPN port is %" G_GINT64_FORMAT "; AWS has 443 and 1194", port);
    if (hours != -1 && (hours < 1 || hours > 24))
        cvpn_drafting_fault (d, &endpoint->thing,
                             "its sessions last %" G_GINT64_FORMAT " hours; AWS has 8, 10, 12, 24",
                             hours);
}

/* FALSE, and reported, of what a scenario cannot have. */
static gboolean
check_endpoint (CvpnDrafting *d, const CvpnClientVpnThing *endpoint)
{
    if (endpoint->transit_gateway)
        cvpn_drafting_fault (d, &endpoint->thing,
                             "a Client VPN endpoint that is associated with a transit gateway is "
                             "not modelled; --endpoint chooses others");
    else if (endpoint->client_cidr.length == CVPN_PREFIX_UNSET)
        cvpn_drafting_fault (d, &endpoint->thing,
                             "its client CIDR is not in the input; --endpoint chooses others");
    else {
        check_overlap (d, endpoint);
        check_settings (d, endpoint);
        return TRUE;
    }
    return FALSE;
}

void
cvpn_drafting_add_endpoints (CvpnDrafting *d)
{
    for (guint i = 0; i < d->inventory->client_vpns->len; i++) {
        const CvpnClientVpnThing *endpoint = d->inventory->client_vpns->pdata[i];
        if (endpoint->status == CVPN_STATUS_NOT_ACTIVE)
            cvpn_drafting_left_out (d, "Client VPN endpoints", 1, "deleted or being deleted");
        else if (!cvpn_drafting_wants (d, endpoint))
            cvpn_drafting_left_out (d, "Client VPN endpoints", 1, "not chosen by --endpoint");
        else if (check_endpoint (d, endpoint))
            add_endpoint (d, endpoint);
    }
}
