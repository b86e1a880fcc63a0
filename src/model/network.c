/* network: look-ups, and the end of it. */
#include "model/network.h"

#include <cvpnsim/verdict.h>

#include "model/builder.h"

/* Places of the tables by address: a VPC, an outside network, or the internet. */
#define PLACE_PUBLIC 0x7fffffffu

static gpointer
place_key (guint32 place, guint32 address)
{
    return GSIZE_TO_POINTER (((gsize) place << 32) | address);
}

static void
free_tables (CvpnNetwork *net)
{
    for (guint i = 0; i < net->vpcs->len; i++)
        cvpn_prefix_table_free (g_array_index (net->vpcs, CvpnVpc, i).subnets);
    for (guint i = 0; i < net->route_tables->len; i++)
        cvpn_prefix_table_free (
            g_array_index (net->route_tables, CvpnRouteTable, i).by_destination);
    for (guint i = 0; i < net->transit_route_tables->len; i++)
        cvpn_prefix_table_free (
            g_array_index (net->transit_route_tables, CvpnTransitRouteTable, i).by_destination);
    for (guint i = 0; i < net->virtual_private_gateways->len; i++)
        cvpn_prefix_table_free (
            g_array_index (net->virtual_private_gateways, CvpnGateway, i).routes);
    for (guint i = 0; i < net->networks->len; i++)
        cvpn_prefix_table_free (g_array_index (net->networks, CvpnOutside, i).return_routes);
    for (guint i = 0; i < net->associations->len; i++)
        cvpn_prefix_table_free (g_array_index (net->associations, CvpnAssociation, i).routes);
    for (guint i = 0; i < net->endpoints->len; i++) {
        CvpnEndpoint *endpoint = &g_array_index (net->endpoints, CvpnEndpoint, i);
        cvpn_prefix_table_free (endpoint->pushed);
        cvpn_prefix_table_free (endpoint->pushed_lengths);
        cvpn_prefix_table_free (endpoint->authorization);
        g_clear_pointer (&endpoint->revoked, g_hash_table_unref);
    }
}

void
cvpn_network_free (CvpnNetwork *net)
{
    if (!net)
        return;

    GArray **arrays[] = {
        &net->zone_failed,
        &net->cidrs,
        &net->vpcs,
        &net->subnets,
        &net->route_tables,
        &net->routes,
        &net->unknown_routes,
        &net->internet_gateways,
        &net->nat_gateways,
        &net->nat_addresses,
        &net->peerings,
        &net->transit_gateways,
        &net->attachments,
        &net->attachment_subnets,
        &net->transit_route_tables,
        &net->transit_routes,
        &net->virtual_private_gateways,
        &net->vpn_connections,
        &net->connection_routes,
        &net->networks,
        &net->prefix_lists,
        &net->vpc_endpoints,
        &net->security_groups,
        &net->filter_rules,
        &net->acls,
        &net->acl_entries,
        &net->hosts,
        &net->group_lists,
        &net->matches,
        &net->endpoints,
        &net->associations,
        &net->vpn_routes,
        &net->authorization_targets,
        &net->authorization_rules,
    };

    free_tables (net);
    for (guint i = 0; i < G_N_ELEMENTS (arrays); i++)
        g_array_unref (*arrays[i]);
    g_ptr_array_unref (net->zones);
    g_ptr_array_unref (net->access_groups);
    g_hash_table_unref (net->host_by_name);
    g_hash_table_unref (net->host_by_place);
    g_hash_table_unref (net->nat_by_place);
    cvpn_rule_book_unref (net->book);
    g_free (net);
}

const CvpnRule *
cvpn_network_rule (const CvpnNetwork *net, guint32 rule)
{
    return rule == CVPN_RULE_NONE ? NULL : cvpn_at (net->book->rules, CvpnRule, rule);
}

guint32
cvpn_network_find_subnet (const CvpnNetwork *net, const char *name)
{
    for (guint32 i = 0; i < net->subnets->len; i++)
        if (g_strcmp0 (cvpn_subnet (net, i)->name, name) == 0)
            return i;
    return CVPN_NONE;
}

guint32
cvpn_network_find_host (const CvpnNetwork *net, const char *name)
{
    const guint found = GPOINTER_TO_UINT (g_hash_table_lookup (net->host_by_name, name));

    return found == 0 ? CVPN_NONE : found - 1;
}

guint32
cvpn_network_find_endpoint (const CvpnNetwork *net, const char *name)
{
    for (guint32 i = 0; i < net->endpoints->len; i++)
        if (g_strcmp0 (cvpn_endpoint (net, i)->name, name) == 0)
            return i;
    return CVPN_NONE;
}

guint32
cvpn_network_find_access_group (const CvpnNetwork *net, const char *name)
{
    for (guint32 i = 0; i < net->access_groups->len; i++)
        if (g_strcmp0 (net->access_groups->pdata[i], name) == 0)
            return i;
    return CVPN_NONE;
}

guint32
cvpn_network_subnet_at (const CvpnNetwork *net, guint32 vpc, guint32 address)
{
    G_STATIC_ASSERT (CVPN_NONE == CVPN_PREFIX_TABLE_NONE);
    return cvpn_prefix_table_lookup (cvpn_vpc (net, vpc)->subnets, address);
}

static guint32
find_at (GHashTable *by_place, guint32 place, guint32 address)
{
    gsize found = GPOINTER_TO_SIZE (g_hash_table_lookup (by_place, place_key (place, address)));

    return found == 0 ? CVPN_NONE : (guint32) (found - 1);
}

guint32
cvpn_network_host_in_vpc (const CvpnNetwork *net, guint32 vpc, guint32 address)
{
    return find_at (net->host_by_place, 2 * vpc, address);
}

gboolean
cvpn_network_is_resolver (const CvpnNetwork *net, guint32 vpc, guint32 address)
{
    if (vpc == CVPN_NONE || cvpn_vpc (net, vpc)->unknown)
        return FALSE;
    const CvpnPrefix *primary = cvpn_at (net->cidrs, CvpnPrefix, cvpn_vpc (net, vpc)->cidrs.first);
    return (address == CVPN_RESOLVER_ADDRESS || address == primary->address + 2) &&
           cvpn_network_host_in_vpc (net, vpc, address) == CVPN_NONE;
}

guint32
cvpn_network_host_in_network (const CvpnNetwork *net, guint32 network, guint32 address)
{
    return find_at (net->host_by_place, 2 * network + 1, address);
}

guint32
cvpn_network_host_by_public_address (const CvpnNetwork *net, guint32 address)
{
    return find_at (net->host_by_place, PLACE_PUBLIC, address);
}

guint32
cvpn_network_nat_in_vpc (const CvpnNetwork *net, guint32 vpc, guint32 address)
{
    return find_at (net->nat_by_place, 2 * vpc, address);
}

guint32
cvpn_network_nat_by_public_address (const CvpnNetwork *net, guint32 address)
{
    return find_at (net->nat_by_place, PLACE_PUBLIC, address);
}

static guint32
place_at (GHashTable *by_place, guint32 place, guint32 address, guint32 index)
{
    guint32 other = find_at (by_place, place, address);

    if (other == CVPN_NONE)
        g_hash_table_insert (by_place, place_key (place, address),
                             GSIZE_TO_POINTER ((gsize) index + 1));
    return other;
}

guint32
cvpn_network_place_host (CvpnNetwork *net, guint32 host)
{
    const CvpnHost *h = cvpn_host (net, host);
    guint32 place =
        h->subnet != CVPN_NONE ? 2 * cvpn_subnet (net, h->subnet)->vpc : 2 * h->network + 1;

    return place_at (net->host_by_place, place, h->address, host);
}

guint32
cvpn_network_place_public_host (CvpnNetwork *net, guint32 host)
{
    return place_at (net->host_by_place, PLACE_PUBLIC, cvpn_host (net, host)->public_address, host);
}

void
cvpn_network_place_nat (CvpnNetwork *net, guint32 nat_address)
{
    const CvpnNatAddress *entry = cvpn_at (net->nat_addresses, CvpnNatAddress, nat_address);
    const guint32 subnet = cvpn_at (net->nat_gateways, CvpnNatGateway, entry->gateway)->subnet;

    place_at (net->nat_by_place, 2 * cvpn_subnet (net, subnet)->vpc, entry->address, nat_address);
    if (entry->public_address != 0)
        place_at (net->nat_by_place, PLACE_PUBLIC, entry->public_address, nat_address);
}

guint32
cvpn_network_public_address (const CvpnNetwork *net, guint32 vpc, guint32 address)
{
    for (guint32 i = 0; i < net->associations->len; i++) {
        const CvpnAssociation *association = cvpn_association (net, i);
        if (association->interface_address == address &&
            cvpn_subnet (net, association->subnet)->vpc == vpc)
            return association->public_address;
    }
    const guint32 host = cvpn_network_host_in_vpc (net, vpc, address);
    if (host != CVPN_NONE)
        return cvpn_host (net, host)->public_address;
    const guint32 nat = cvpn_network_nat_in_vpc (net, vpc, address);
    return nat == CVPN_NONE ? 0 : cvpn_at (net->nat_addresses, CvpnNatAddress, nat)->public_address;
}

guint32
cvpn_network_attachment (const CvpnNetwork *net, guint32 transit_gateway, guint32 vpc)
{
    for (guint32 i = 0; i < net->attachments->len; i++) {
        const CvpnAttachment *attachment = cvpn_at (net->attachments, CvpnAttachment, i);
        if (attachment->vpc == vpc && attachment->transit_gateway == transit_gateway)
            return i;
    }
    return CVPN_NONE;
}

guint32
cvpn_network_attachment_subnet (const CvpnNetwork *net, guint32 attachment, guint32 zone)
{
    const CvpnSpan subnets = cvpn_at (net->attachments, CvpnAttachment, attachment)->subnets;

    for (guint32 i = subnets.first; i < subnets.first + subnets.count; i++) {
        const guint32 subnet = g_array_index (net->attachment_subnets, guint32, i);
        if (cvpn_subnet (net, subnet)->zone == zone)
            return subnet;
    }
    return CVPN_NONE;
}

guint32
cvpn_network_attachment_unknown_subnet (const CvpnNetwork *net, guint32 attachment)
{
    return cvpn_network_attachment_subnet (net, attachment, CVPN_NONE);
}

static gboolean
span_contains (const CvpnNetwork *net, CvpnSpan span, guint32 address, guint *longest)
{
    gboolean found = FALSE;

    for (guint32 i = span.first; i < span.first + span.count; i++) {
        const CvpnPrefix *cidr = cvpn_at (net->cidrs, CvpnPrefix, i);
        if (!cvpn_prefix_contains (*cidr, address))
            continue;
        found = TRUE;
        *longest = MAX (*longest, cidr->length);
    }
    return found;
}

gboolean
cvpn_network_vpc_contains (const CvpnNetwork *net, guint32 vpc, guint32 address)
{
    guint longest = 0;

    return span_contains (net, cvpn_vpc (net, vpc)->cidrs, address, &longest);
}

gboolean
cvpn_network_outside_contains (const CvpnNetwork *net, guint32 network, guint32 address)
{
    guint longest = 0;

    return span_contains (net, cvpn_at (net->networks, CvpnOutside, network)->cidrs, address,
                          &longest);
}

gboolean
cvpn_network_prefix_list_contains (const CvpnNetwork *net, guint32 list, guint32 address)
{
    guint longest = 0;

    return span_contains (net, cvpn_at (net->prefix_lists, CvpnPrefixList, list)->entries, address,
                          &longest);
}

guint32
cvpn_network_outside_at (const CvpnNetwork *net, guint32 address)
{
    guint32 best = CVPN_NONE;
    guint best_length = 0;

    for (guint32 i = 0; i < net->networks->len; i++) {
        guint length = 0;
        const CvpnOutside *outside = cvpn_at (net->networks, CvpnOutside, i);
        if (!span_contains (net, outside->cidrs, address, &length))
            continue;
        if (best == CVPN_NONE || length > best_length) {
            best = i;
            best_length = length;
        }
    }
    return best;
}

gboolean
cvpn_network_vpcs_joined (const CvpnNetwork *net, guint32 a, guint32 b)
{
    for (guint32 i = 0; i < net->peerings->len; i++) {
        const CvpnPeering *peering = cvpn_at (net->peerings, CvpnPeering, i);
        if (peering->status != CVPN_PEERING_ACTIVE)
            continue;
        if ((peering->requester == a && peering->accepter == b) ||
            (peering->requester == b && peering->accepter == a))
            return TRUE;
    }
    return a == b;
}

guint32
cvpn_network_find_zone (const CvpnNetwork *net, const char *name)
{
    for (guint32 i = 0; i < net->zones->len; i++)
        if (g_str_equal (net->zones->pdata[i], name))
            return i;
    return CVPN_NONE;
}

guint32
cvpn_network_more_hosts (const CvpnNetwork *net, guint32 vpc, guint32 address)
{
    const CvpnVpc *v = cvpn_vpc (net, vpc);
    const guint32 index = cvpn_network_subnet_at (net, vpc, address);

    if (cvpn_network_host_in_vpc (net, vpc, address) != CVPN_NONE)
        return CVPN_RULE_NONE;
    if (index == CVPN_NONE)
        return cvpn_network_vpc_contains (net, vpc, address) ? v->more_subnets : CVPN_RULE_NONE;
    const guint32 of_subnet = cvpn_subnet (net, index)->more_hosts;
    return of_subnet == CVPN_RULE_NONE ? v->more_hosts : of_subnet;
}

const char *
cvpn_network_zone_name (const CvpnNetwork *net, guint32 subnet)
{
    const guint32 zone = cvpn_subnet (net, subnet)->zone;

    return zone == CVPN_NONE ? "unknown" : net->zones->pdata[zone];
}
