/* What will be written, before anything is: a reference has to know whether it leads somewhere. */
#include "import/draft/parts.h"

#include <string.h>

#include "model/reserved_words.h"

static gint
compare_things (gconstpointer a, gconstpointer b)
{
    const CvpnThing *one = *(const CvpnThing *const *) a, *other = *(const CvpnThing *const *) b;

    return strcmp (one->id, other->id);
}

/* The order in which files were read must not show. */
static void
sort_inventory (CvpnInventory *in)
{
    GPtrArray *const kinds[] = {
        in->vpcs,         in->subnets,         in->route_tables,    in->internet_gateways,
        in->vpn_gateways, in->nat_gateways,    in->peerings,        in->transit_gateways,
        in->attachments,  in->transit_tables,  in->vpn_connections, in->vpc_endpoints,
        in->prefix_lists, in->security_groups, in->network_acls,    in->interfaces,
        in->client_vpns,
    };

    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        g_ptr_array_sort (kinds[i], compare_things);
}

void
cvpn_drafting_write_named (CvpnDrafting *d, const char *kind, const char *name,
                           const CvpnThing *thing)
{
    const char *other = g_hash_table_lookup (d->written, name);

    if (cvpn_is_reserved_word (name))
        cvpn_drafting_fault (d, thing,
                             "this word means something else in scenarios; a %s cannot "
                             "have it as its name",
                             kind);
    else if (other)
        cvpn_drafting_fault (d, thing, "is a %s and a %s; names of a scenario are unique", other,
                             kind);
    else
        cvpn_drafting_put (d->written, g_strdup (name), kind);
}

void
cvpn_drafting_write (CvpnDrafting *d, const char *kind, const CvpnThing *thing)
{
    cvpn_drafting_write_named (d, kind, thing->id, thing);
}

gboolean
cvpn_drafting_has (const CvpnDrafting *d, const char *kind, const char *name)
{
    return name && g_strcmp0 (g_hash_table_lookup (d->written, name), kind) == 0;
}

gboolean
cvpn_drafting_all (const CvpnDrafting *d, CvpnAll kind, const char *vpc)
{
    const CvpnVpcThing *thing = cvpn_inventory_find (d->inventory, d->inventory->vpcs, vpc);

    return d->inventory->all[kind] || (thing && thing->thing.declared);
}

static void
leave_out (CvpnDrafting *d, const char *what, const char *vpc)
{
    cvpn_drafting_left_out (d, what, 1, "in a VPC that is not in the input");
    if (vpc)
        cvpn_drafting_put_new (d->missing_vpcs, vpc);
}

static void
plan_vpcs (CvpnDrafting *d)
{
    for (guint i = 0; i < d->inventory->vpcs->len; i++) {
        const CvpnVpcThing *vpc = d->inventory->vpcs->pdata[i];
        if (vpc->cidrs->len > 0)
            cvpn_drafting_write (d, "vpc", &vpc->thing);
    }
}

static void
plan_subnets (CvpnDrafting *d)
{
    for (guint i = 0; i < d->inventory->subnets->len; i++) {
        const CvpnSubnetThing *subnet = d->inventory->subnets->pdata[i];
        if (!cvpn_drafting_has (d, "vpc", subnet->vpc))
            leave_out (d, "subnets", subnet->vpc);
        else if (subnet->cidr.length == CVPN_PREFIX_UNSET)
            cvpn_drafting_left_out (d, "subnets", 1, "without an IPv4 block");
        else
            cvpn_drafting_write (d, "subnet", &subnet->thing);
    }
}

static void
plan_tables (CvpnDrafting *d)
{
    for (guint i = 0; i < d->inventory->route_tables->len; i++) {
        CvpnRouteTableThing *table = d->inventory->route_tables->pdata[i];
        if (!cvpn_drafting_has (d, "vpc", table->vpc)) {
            leave_out (d, "route tables", table->vpc);
            continue;
        }
        if (!table->unknown)
            cvpn_drafting_write (d, "route-table", &table->thing);
        if (table->main)
            cvpn_drafting_put (d->main_table_of, table->vpc, table);
        for (guint j = 0; j < table->subnets->len; j++)
            g_hash_table_insert (d->table_of, table->subnets->pdata[j], table);
    }
}

static void
plan_acls (CvpnDrafting *d)
{
    for (guint i = 0; i < d->inventory->network_acls->len; i++) {
        CvpnAclThing *acl = d->inventory->network_acls->pdata[i];
        if (!cvpn_drafting_has (d, "vpc", acl->vpc)) {
            leave_out (d, "network ACLs", acl->vpc);
            continue;
        }
        if (!acl->unknown)
            cvpn_drafting_write (d, "network-acl", &acl->thing);
        if (acl->is_default)
            cvpn_drafting_put (d->default_acl_of, acl->vpc, acl);
        for (guint j = 0; j < acl->subnets->len; j++)
            g_hash_table_insert (d->acl_of, acl->subnets->pdata[j], acl);
    }
}

/* Groups of VPCs that are not in the input too: rules refer to them across a peering. */
static void
plan_groups (CvpnDrafting *d)
{
    for (guint i = 0; i < d->inventory->security_groups->len; i++) {
        CvpnSecurityGroupThing *group = d->inventory->security_groups->pdata[i];
        if (!group->rules_known || !group->vpc)
            continue;
        cvpn_drafting_write (d, "security-group", &group->thing);
        if (group->is_default)
            cvpn_drafting_put (d->group_of, group->vpc, group);
    }
}

/* One that is attached to no VPC carries nothing. */
static void
plan_gateways (CvpnDrafting *d, const char *kind, const GPtrArray *gateways)
{
    g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
    const gboolean internet = gateways == d->inventory->internet_gateways;
    const char *what = internet ? "internet gateways" : "virtual private gateways";

    for (guint i = 0; i < gateways->len; i++) {
        CvpnGatewayThing *gateway = gateways->pdata[i];
        if (!gateway->vpc)
            cvpn_drafting_left_out (d, what, 1, "attached to no VPC");
        else if (!cvpn_drafting_has (d, "vpc", gateway->vpc))
            leave_out (d, what, gateway->vpc);
        else if (!cvpn_drafting_put_new (taken, gateway->vpc))
            cvpn_drafting_fault (d, &gateway->thing, "%s has another %s; AWS attaches one",
                                 gateway->vpc, kind);
        else
            cvpn_drafting_write (d, kind, &gateway->thing);
        if (internet && gateway->vpc)
            cvpn_drafting_put (d->gateway_of, gateway->vpc, gateway);
    }
}

static void
plan_nat_gateways (CvpnDrafting *d)
{
    for (guint i = 0; i < d->inventory->nat_gateways->len; i++) {
        const CvpnNatThing *nat = d->inventory->nat_gateways->pdata[i];
        if (nat->gone)
            cvpn_drafting_left_out (d, "NAT gateways", 1, "deleted or failed");
        else if (!nat->subnet || !cvpn_drafting_has (d, "vpc", cvpn_drafting_vpc_of_nat (d, nat)))
            leave_out (d, "NAT gateways", nat->vpc);
        else
            cvpn_drafting_write (d, "nat-gateway", &nat->thing);
    }
}

/* Interface endpoints are interfaces. */
static void
plan_vpc_endpoints (CvpnDrafting *d)
{
    for (guint i = 0; i < d->inventory->vpc_endpoints->len; i++) {
        const CvpnVpcEndpointThing *endpoint = d->inventory->vpc_endpoints->pdata[i];
        if (g_strcmp0 (endpoint->type, "Gateway") != 0)
            continue;
        if (!cvpn_drafting_has (d, "vpc", endpoint->vpc))
            leave_out (d, "VPC endpoints", endpoint->vpc);
        else if (endpoint->state && g_ascii_strcasecmp (endpoint->state, "available") != 0)
            cvpn_drafting_left_out (d, "VPC endpoints", 1, "in a state other than available");
        else
            cvpn_drafting_write (d, "vpc-endpoint", &endpoint->thing);
    }
}

static gboolean
overlap (const CvpnVpcThing *one, const CvpnVpcThing *other)
{
    for (guint i = 0; i < one->cidrs->len; i++)
        for (guint j = 0; j < other->cidrs->len; j++)
            if (cvpn_prefix_overlaps (g_array_index (one->cidrs, CvpnPrefix, i),
                                      g_array_index (other->cidrs, CvpnPrefix, j)))
                return TRUE;
    return FALSE;
}

/* What AWS did not let become active, which the format has no room for either; or a remnant. */
static gboolean
has_failed (const CvpnDrafting *d, const CvpnPeeringThing *peering)
{
    const CvpnInventory *in = d->inventory;
    const CvpnVpcThing *one = cvpn_inventory_find (in, in->vpcs, peering->requester_vpc);
    const CvpnVpcThing *other = cvpn_inventory_find (in, in->vpcs, peering->accepter_vpc);

    if (g_strcmp0 (peering->status, "active") == 0 || !peering->requester_vpc ||
        !peering->accepter_vpc)
        return FALSE;
    return g_str_equal (peering->requester_vpc, peering->accepter_vpc) ||
           (one && other && overlap (one, other));
}

/* (Amazon EC2 API Reference, VpcPeeringConnectionStateReason) */
static gboolean
is_documented (const char *status)
{
    static const char *const words[] = { "active",
                                         "pending-acceptance",
                                         "initiating-request",
                                         "provisioning",
                                         "deleted",
                                         "deleting",
                                         "rejected",
                                         "expired",
                                         "failed",
                                         NULL };

    return !status || g_strv_contains (words, status);
}

/* Among VPCs that the input has, what joins two others is of no use; without any, it is all that
 * tells of them. */
static void
leave_peering_out (CvpnDrafting *d, const CvpnPeeringThing *peering)
{
    const char *const vpcs[] = { peering->requester_vpc, peering->accepter_vpc };

    cvpn_drafting_left_out (d, "peerings", 1, "between VPCs that are not in the input");
    for (guint i = 0; d->inventory->vpcs->len == 0 && i < G_N_ELEMENTS (vpcs); i++)
        if (vpcs[i])
            cvpn_drafting_put_new (d->missing_vpcs, vpcs[i]);
}

static void
plan_peerings (CvpnDrafting *d)
{
    for (guint i = 0; i < d->inventory->peerings->len; i++) {
        const CvpnPeeringThing *peering = d->inventory->peerings->pdata[i];
        if (!cvpn_drafting_has (d, "vpc", peering->requester_vpc) &&
            !cvpn_drafting_has (d, "vpc", peering->accepter_vpc))
            leave_peering_out (d, peering);
        else if (!is_documented (peering->status))
            cvpn_drafting_remark (d, peering->thing.id,
                                  "is in a state that is not known: routes to it are unknown");
        else if (has_failed (d, peering))
            cvpn_drafting_left_out (d, "peerings", 1, "not active, between VPCs that overlap");
        else if (peering->requester_vpc && peering->accepter_vpc)
            cvpn_drafting_write (d, "vpc-peering-connection", &peering->thing);
    }
}

static void
plan_prefix_lists (CvpnDrafting *d)
{
    for (guint i = 0; i < d->inventory->prefix_lists->len; i++) {
        const CvpnPrefixListThing *list = d->inventory->prefix_lists->pdata[i];
        if (list->entries_known)
            cvpn_drafting_write (d, "prefix-list", &list->thing);
    }
}

/* VPCs, and VPN connections with a gateway; of the rest there is no kind of group. */
static gboolean
is_attachable (const CvpnAttachmentThing *attachment)
{
    return attachment->transit_gateway && attachment->resource &&
           (g_strcmp0 (attachment->resource_type, "vpc") == 0 ||
            g_strcmp0 (attachment->resource_type, "vpn") == 0);
}

static void
plan_transit (CvpnDrafting *d)
{
    const CvpnInventory *in = d->inventory;

    for (guint i = 0; i < in->transit_gateways->len; i++)
        cvpn_drafting_write (d, "transit-gateway",
                             &((CvpnTransitGatewayThing *) in->transit_gateways->pdata[i])->thing);
    for (guint i = 0; i < in->attachments->len; i++) {
        const CvpnAttachmentThing *attachment = in->attachments->pdata[i];
        if (attachment->state && g_ascii_strcasecmp (attachment->state, "available") != 0)
            cvpn_drafting_left_out (d, "transit gateway attachments", 1,
                                    "in a state other than available");
        else if (is_attachable (attachment))
            cvpn_drafting_write (d, "transit-gateway-attachment", &attachment->thing);
    }
    for (guint i = 0; i < in->transit_tables->len; i++) {
        const CvpnTransitTableThing *table = in->transit_tables->pdata[i];
        if (table->routes_known && table->transit_gateway)
            cvpn_drafting_write (d, "transit-gateway-route-table", &table->thing);
    }
}

static gboolean
is_detached (const CvpnDrafting *d, const char *gateway)
{
    return cvpn_inventory_find (d->inventory, d->inventory->vpn_gateways, gateway) &&
           !cvpn_drafting_has (d, "virtual-private-gateway", gateway);
}

static void
plan_connections (CvpnDrafting *d)
{
    for (guint i = 0; i < d->inventory->vpn_connections->len; i++) {
        const CvpnVpnConnectionThing *connection = d->inventory->vpn_connections->pdata[i];
        if (connection->state && g_ascii_strcasecmp (connection->state, "available") != 0)
            cvpn_drafting_left_out (d, "VPN connections", 1, "in a state other than available");
        else if (!connection->gateway || is_detached (d, connection->gateway))
            cvpn_drafting_left_out (d, "VPN connections", 1,
                                    "without a gateway that a VPC of the input has");
        else if (!connection->dynamic)
            cvpn_drafting_write (d, "vpn-connection", &connection->thing);
    }
}

gboolean
cvpn_drafting_wants (const CvpnDrafting *d, const CvpnClientVpnThing *endpoint)
{
    const char *const *wanted = d->options->endpoints;

    return endpoint->status != CVPN_STATUS_NOT_ACTIVE &&
           (!wanted || g_strv_contains (wanted, endpoint->thing.id));
}

static void
plan_endpoints (CvpnDrafting *d)
{
    for (guint i = 0; i < d->inventory->client_vpns->len; i++) {
        const CvpnClientVpnThing *endpoint = d->inventory->client_vpns->pdata[i];
        if (!cvpn_drafting_wants (d, endpoint))
            continue;
        cvpn_drafting_write (d, "client-vpn-endpoint", &endpoint->thing);
        for (guint j = 0; j < endpoint->targets->len; j++) {
            const CvpnTargetNetworkThing *target = endpoint->targets->pdata[j];
            if (target->subnet && target->status == CVPN_STATUS_ACTIVE)
                cvpn_drafting_put_new (d->landings, target->subnet);
        }
    }
}

void
cvpn_drafting_plan (CvpnDrafting *d)
{
    sort_inventory (d->inventory);
    plan_vpcs (d);
    plan_subnets (d);
    plan_tables (d);
    plan_acls (d);
    plan_groups (d);
    plan_gateways (d, "internet-gateway", d->inventory->internet_gateways);
    plan_gateways (d, "virtual-private-gateway", d->inventory->vpn_gateways);
    plan_nat_gateways (d);
    plan_vpc_endpoints (d);
    plan_peerings (d);
    plan_prefix_lists (d);
    plan_transit (d);
    plan_connections (d);
    plan_endpoints (d);
    cvpn_drafting_plan_targets (d);
    cvpn_drafting_plan_hosts (d);
}
