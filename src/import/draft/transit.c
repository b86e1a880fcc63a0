/* Transit gateways, what is attached to them, and their route tables. */
#include "import/draft/parts.h"

#include <string.h>

static void
add_gateways (CvpnDrafting *d)
{
    for (guint i = 0; i < d->inventory->transit_gateways->len; i++) {
        const CvpnTransitGatewayThing *gateway = d->inventory->transit_gateways->pdata[i];
        const char *id = gateway->thing.id;
        CvpnDraftGroup *group = cvpn_drafting_group (d, "transit-gateway", &gateway->thing);
        cvpn_drafting_flag (group, "security-group-referencing-support",
                            gateway->security_group_referencing);
        if (d->inventory->all[CVPN_ALL_ATTACHMENTS] || gateway->thing.declared)
            continue;
        g_autofree char *name = g_strconcat ("attachments-of-", id, NULL);
        g_autofree char *call =
            g_str_has_prefix (id, "tgw-")
                ? g_strdup_printf ("describe-transit-gateway-attachments --filters "
                                   "Name=transit-gateway-id,Values=%s",
                                   id)
                : NULL;
        g_autofree char *why =
            g_strdup_printf ("%s may have attachments that the input has not", id);
        cvpn_drafting_unknown (d, "transit-gateway-attachment", name, id, call, why);
    }
}

/* Where the zone of a subnet is not in the input, an attachment may reach it or not. */
static gboolean
has_zones (const CvpnDrafting *d, const char *vpc)
{
    for (guint i = 0; i < d->inventory->subnets->len; i++) {
        const CvpnSubnetThing *subnet = d->inventory->subnets->pdata[i];
        if (g_strcmp0 (subnet->vpc, vpc) == 0 && (!subnet->zone || !*subnet->zone))
            return FALSE;
    }
    return TRUE;
}

static void
add_subnets (CvpnDrafting *d, CvpnDraftGroup *group, const CvpnAttachmentThing *attachment)
{
    const char *id = attachment->thing.id;
    g_autoptr (GPtrArray) names = g_ptr_array_new ();

    for (guint i = 0; attachment->subnets && i < attachment->subnets->len; i++)
        cvpn_drafting_add (names, cvpn_drafting_refer (d, "subnet", attachment->subnets->pdata[i],
                                                       "a subnet of %s", id));
    if (names->len > 0 && !has_zones (d, attachment->resource)) {
        g_autofree char *name = g_strconcat ("zones-of-", id, NULL);
        g_autofree char *why = g_strdup_printf ("which zones %s is in depends on AWS's choice", id);
        cvpn_drafting_add (names, cvpn_drafting_unknown (d, "subnet", name, NULL, NULL, why));
    }
    if (names->len == 0) {
        g_autofree char *name = g_strconcat ("subnets-of-", id, NULL);
        g_autofree char *why = g_strdup_printf ("the subnets of %s", id);
        g_autofree char *call = g_str_has_prefix (id, "tgw-attach-")
                                    ? g_strdup_printf ("describe-transit-gateway-vpc-attachments "
                                                       "--transit-gateway-attachment-ids %s",
                                                       id)
                                    : NULL;
        cvpn_drafting_add (names, cvpn_drafting_unknown (d, "subnet", name, NULL, call, why));
    }
    cvpn_drafting_list (group, "subnets", names, TRUE);
}

static void
add_association (CvpnDrafting *d, CvpnDraftGroup *group, const CvpnAttachmentThing *attachment)
{
    const char *id = attachment->thing.id;

    if (attachment->route_table) {
        cvpn_drafting_line (group, "route-table",
                            cvpn_drafting_refer (d, "transit-gateway-route-table",
                                                 attachment->route_table, "the table of %s", id),
                            NULL);
    } else if (!attachment->association_known) {
        g_autofree char *name = g_strconcat ("route-table-of-", id, NULL);
        g_autofree char *call = cvpn_drafting_call ("transit-gateway-attachment", id);
        g_autofree char *why = g_strdup_printf ("the table that %s is associated with", id);
        cvpn_drafting_line (
            group, "route-table",
            cvpn_drafting_unknown (d, "transit-gateway-route-table", name, NULL, call, why), NULL);
    } else {
        cvpn_drafting_comment (group,
                               "associated with no table: nothing that comes from it goes on");
    }
}

static void
add_attachment (CvpnDrafting *d, const CvpnAttachmentThing *attachment)
{
    const char *id = attachment->thing.id;
    const gboolean vpn = g_strcmp0 (attachment->resource_type, "vpn") == 0;
    CvpnDraftGroup *group =
        cvpn_drafting_group (d, "transit-gateway-attachment", &attachment->thing);

    cvpn_drafting_line (group, "transit-gateway",
                        cvpn_drafting_refer (d, "transit-gateway", attachment->transit_gateway,
                                             "what %s is attached to", id),
                        NULL);
    cvpn_drafting_line (group, vpn ? "vpn-connection" : "vpc",
                        cvpn_drafting_refer (d, vpn ? "vpn-connection" : "vpc",
                                             attachment->resource, "what %s attaches", id),
                        NULL);
    if (!vpn && cvpn_drafting_has (d, "vpc", attachment->resource))
        add_subnets (d, group, attachment);
    add_association (d, group, attachment);
    if (attachment->appliance_mode)
        cvpn_drafting_flag (group, "appliance-mode-support", TRUE);
    if (!vpn)
        cvpn_drafting_flag (group, "security-group-referencing-support",
                            attachment->security_group_referencing);
}

/* "a peering attachment of a transit gateway" */
static const char *
describe_type (const char *type)
{
    static const struct {
        const char *type, *what;
    } types[] = {
        { "peering", "a peering attachment of a transit gateway" },
        { "direct-connect-gateway", "a Direct Connect gateway at a transit gateway" },
        { "connect", "a Connect attachment of a transit gateway" },
        { "client-vpn", "a Client VPN endpoint at a transit gateway" },
        { "network-function", "a firewall at a transit gateway" },
    };

    for (guint i = 0; type && i < G_N_ELEMENTS (types); i++)
        if (strcmp (types[i].type, type) == 0)
            return types[i].what;
    return "an attachment of a transit gateway that is of another kind";
}

/* The attachment that a row or a propagation names. */
static const char *
refer_to_attachment (CvpnDrafting *d, const char *id, const char *table)
{
    const CvpnAttachmentThing *attachment =
        cvpn_inventory_find (d->inventory, d->inventory->attachments, id);

    if (attachment && !cvpn_drafting_has (d, "transit-gateway-attachment", id) &&
        attachment->resource_type && !g_str_equal (attachment->resource_type, "vpc") &&
        !g_str_equal (attachment->resource_type, "vpn"))
        return cvpn_drafting_not_modelled (d, "transit-gateway-attachment", id,
                                           describe_type (attachment->resource_type));
    return cvpn_drafting_refer (d, "transit-gateway-attachment", id, "a target in %s", table);
}

static gint
compare_rows (gconstpointer a, gconstpointer b)
{
    const CvpnTransitRouteThing *one = *(CvpnTransitRouteThing *const *) a;
    const CvpnTransitRouteThing *other = *(CvpnTransitRouteThing *const *) b;
    const gint order = cvpn_drafting_compare_prefixes (one->cidr, other->cidr);

    if (order != 0)
        return order;
    if ((one->propagated != FALSE) != (other->propagated != FALSE))
        return one->propagated ? 1 : -1;
    return g_strcmp0 (one->attachment, other->attachment);
}

/* What the attachment would propagate; NULL: not known. */
static const GArray *
list_propagated (const CvpnDrafting *d, const char *attachment)
{
    const CvpnInventory *in = d->inventory;
    const CvpnAttachmentThing *thing = cvpn_inventory_find (in, in->attachments, attachment);

    if (!cvpn_drafting_has (d, "transit-gateway-attachment", attachment))
        return NULL;
    if (cvpn_drafting_has (d, "vpc", thing->resource))
        return ((CvpnVpcThing *) cvpn_inventory_find (in, in->vpcs, thing->resource))->cidrs;
    if (cvpn_drafting_has (d, "vpn-connection", thing->resource))
        return ((CvpnVpnConnectionThing *) cvpn_inventory_find (in, in->vpn_connections,
                                                                thing->resource))
            ->routes;
    return NULL;
}

/* The row that the table shows for the block, of those sorted; NULL: none. */
static const CvpnTransitRouteThing *
find_row (const GPtrArray *rows, CvpnPrefix cidr)
{
    for (guint i = 0; i < rows->len; i++) {
        const CvpnTransitRouteThing *row = rows->pdata[i];
        if (cvpn_prefix_equal (row->cidr, cidr))
            return row;
    }
    return NULL;
}

/* Whether 'propagating' says of it what the table shows: all its blocks are there, and none of
 * them would be another's where it is its own. */
static gboolean
shows_propagation (const CvpnDrafting *d, const GPtrArray *rows, const char *attachment)
{
    const GArray *blocks = list_propagated (d, attachment);

    for (guint i = 0; blocks && i < blocks->len; i++) {
        const CvpnTransitRouteThing *row = find_row (rows, g_array_index (blocks, CvpnPrefix, i));
        if (!row || (row->propagated && g_strcmp0 (row->attachment, attachment) != 0))
            return FALSE;
    }
    return blocks != NULL;
}

static gboolean
is_propagated_anyway (const CvpnDrafting *d, const CvpnTransitRouteThing *row,
                      const GPtrArray *names)
{
    const GArray *blocks;
    gboolean listed = FALSE;

    for (guint i = 0; i < names->len; i++)
        listed = listed || g_strcmp0 (names->pdata[i], row->attachment) == 0;
    blocks = listed ? list_propagated (d, row->attachment) : NULL;
    for (guint i = 0; blocks && i < blocks->len; i++)
        if (cvpn_prefix_equal (g_array_index (blocks, CvpnPrefix, i), row->cidr))
            return TRUE;
    return FALSE;
}

static GPtrArray *
list_propagating (CvpnDrafting *d, const CvpnTransitTableThing *table, const GPtrArray *rows)
{
    GPtrArray *names = g_ptr_array_new ();

    for (guint i = 0; i < table->propagating->len; i++) {
        const char *id = table->propagating->pdata[i];
        if (table->thing.declared || shows_propagation (d, rows, id))
            cvpn_drafting_add (names, refer_to_attachment (d, id, table->thing.id));
    }
    cvpn_drafting_sort_unique (names);
    return names;
}

/* Several attachments of equal cost are VPN connections or the like; the far side of each is as
 * unknown as the other's, so that the first stands for all. */
static void
add_rows (CvpnDrafting *d, CvpnDraftGroup *group, const GPtrArray *rows, const GPtrArray *names)
{
    const CvpnTransitRouteThing *last = NULL;
    char text[CVPN_PREFIX_TEXT];

    for (guint i = 0; i < rows->len; i++) {
        const CvpnTransitRouteThing *row = rows->pdata[i];
        if (last && cvpn_prefix_equal (last->cidr, row->cidr))
            continue;
        last = row;
        if (row->propagated && is_propagated_anyway (d, row, names))
            continue;
        cvpn_drafting_line (group, cvpn_prefix_format (row->cidr, text),
                            row->attachment ? refer_to_attachment (d, row->attachment, group->name)
                                            : "blackhole",
                            row->propagated ? "propagated" : NULL);
    }
}

static void
add_table (CvpnDrafting *d, const CvpnTransitTableThing *table)
{
    CvpnDraftGroup *group = cvpn_drafting_group (d, "transit-gateway-route-table", &table->thing);
    g_autoptr (GPtrArray) rows = g_ptr_array_new ();

    cvpn_drafting_extend (rows, table->routes);
    g_ptr_array_sort (rows, compare_rows);
    cvpn_drafting_line (group, "transit-gateway",
                        cvpn_drafting_refer (d, "transit-gateway", table->transit_gateway,
                                             "the transit gateway of %s", table->thing.id),
                        NULL);
    g_autoptr (GPtrArray) names = list_propagating (d, table, rows);
    if (names->len > 0)
        cvpn_drafting_list (group, "propagating", names, FALSE);
    add_rows (d, group, rows, names);
}

void
cvpn_drafting_add_transit (CvpnDrafting *d)
{
    const CvpnInventory *in = d->inventory;

    add_gateways (d);
    for (guint i = 0; i < in->attachments->len; i++) {
        const CvpnAttachmentThing *attachment = in->attachments->pdata[i];
        if (cvpn_drafting_has (d, "transit-gateway-attachment", attachment->thing.id))
            add_attachment (d, attachment);
    }
    for (guint i = 0; i < in->transit_tables->len; i++) {
        const CvpnTransitTableThing *table = in->transit_tables->pdata[i];
        if (cvpn_drafting_has (d, "transit-gateway-route-table", table->thing.id))
            add_table (d, table);
    }
}
