/* Cures at transit gateways, NAT gateways and hosts that forward. */
#include "analyze/mend.h"
#include "path/route.h"

/* A subnet for the attachment in the sender's zone: one that is not the sender's, as
 * AWS advises ("Transit gateway design best practices"), where there is one. */
static const CvpnSubnet *
choose_subnet (const CvpnNetwork *net, const CvpnSubnet *sender)
{
    for (guint32 i = 0; i < net->subnets->len; i++) {
        const CvpnSubnet *subnet = cvpn_subnet (net, i);
        if (subnet != sender && subnet->vpc == sender->vpc && subnet->zone == sender->zone)
            return subnet;
    }
    return sender;
}

/* Has another mend given the attachment a subnet in the zone already? */
static gboolean
has_zone (const CvpnMendContext *c, const char *attachment, guint32 zone)
{
    const char *present =
        cvpn_mend_present (c, "transit-gateway-attachment", attachment, "subnets");
    g_auto (GStrv) names = g_strsplit (present ? present : "", ";", -1);

    for (guint i = 0; names[i]; i++) {
        const guint32 found = cvpn_network_find_subnet (c->net, g_strstrip (names[i]));
        if (found != CVPN_NONE && cvpn_subnet (c->net, found)->zone == zone)
            return TRUE;
    }
    return FALSE;
}

static void
mend_zone (const CvpnMendContext *c)
{
    const CvpnNetwork *net = c->net;
    const CvpnSubnet *sender = cvpn_subnet (net, c->spot->subnet);
    const guint32 hit = cvpn_prefix_table_lookup (
        cvpn_at (net->route_tables, CvpnRouteTable, sender->route_table)->by_destination,
        c->spot->packet.destination);
    const guint32 gateway = cvpn_at (net->routes, CvpnRoute, hit)->target.index;
    const CvpnAttachment *attachment = cvpn_at (
        net->attachments, CvpnAttachment, cvpn_network_attachment (net, gateway, sender->vpc));
    const char *subnet = choose_subnet (net, sender)->name;
    g_autofree char *command =
        g_strdup_printf ("aws ec2 modify-transit-gateway-vpc-attachment "
                         "--transit-gateway-attachment-id %s --add-subnet-ids %s",
                         attachment->name, subnet);

    if (!has_zone (c, attachment->name, sender->zone))
        cvpn_mend_add_item (c, "transit-gateway-attachment", attachment->name, "subnets", subnet,
                            command);
}

/* An answer came to an appliance that the request did not come by: a transit gateway has chosen
 * by zones that differ (AWS Transit Gateway Guide, Stateful appliances and appliance mode). */
gboolean
cvpn_mend_appliance (const CvpnMendContext *c)
{
    const CvpnNetwork *net = c->net;
    const guint32 vpc = cvpn_subnet (net, c->spot->subnet)->vpc;

    if (c->verdict->direction != CVPN_RETURN)
        return FALSE;
    for (guint32 i = 0; i < net->attachments->len; i++) {
        const CvpnAttachment *attachment = cvpn_at (net->attachments, CvpnAttachment, i);
        if (attachment->vpc != vpc || attachment->appliance_mode || attachment->subnets.count < 2)
            continue;
        g_autofree char *command = g_strdup_printf ("aws ec2 modify-transit-gateway-vpc-attachment "
                                                    "--transit-gateway-attachment-id %s --options "
                                                    "ApplianceModeSupport=enable",
                                                    attachment->name);
        cvpn_mend_add (c, "transit-gateway-attachment", attachment->name, "appliance-mode-support",
                       "true", command);
        return TRUE;
    }
    return FALSE;
}

/* The gateway's table that leads there, else its first. */
static const CvpnTransitRouteTable *
choose_table (const CvpnNetwork *net, guint32 gateway, guint32 address)
{
    const CvpnTransitRouteTable *first = NULL;

    for (guint32 i = 0; i < net->transit_route_tables->len; i++) {
        const CvpnTransitRouteTable *table =
            cvpn_at (net->transit_route_tables, CvpnTransitRouteTable, i);
        if (table->transit_gateway != gateway)
            continue;
        if (cvpn_prefix_table_lookup (table->by_destination, address) != CVPN_PREFIX_TABLE_NONE)
            return table;
        first = first ? first : table;
    }
    return first;
}

static void
mend_association (const CvpnMendContext *c, const CvpnAttachment *in)
{
    const CvpnTransitRouteTable *table =
        choose_table (c->net, in->transit_gateway, c->spot->packet.destination);

    if (!table)
        return;
    g_autofree char *command =
        g_strdup_printf ("aws ec2 associate-transit-gateway-route-table "
                         "--transit-gateway-route-table-id %s --transit-gateway-attachment-id %s",
                         table->name, in->name);
    cvpn_mend_add (c, "transit-gateway-attachment", in->name, "route-table", table->name, command);
}

/* The block to the attachment behind which it is, in the place of a blackhole that
 * is in the way. */
void
cvpn_mend_transit_route (const CvpnMendContext *c, guint32 attachment)
{
    const CvpnNetwork *net = c->net;
    const CvpnAttachment *in = cvpn_at (net->attachments, CvpnAttachment, attachment);
    const guint32 address = c->spot->packet.destination;
    const guint32 out = cvpn_route_attachment (net, in->transit_gateway, address);
    const CvpnTransitRouteTable *table =
        cvpn_at (net->transit_route_tables, CvpnTransitRouteTable, in->table);
    const guint32 hit = cvpn_prefix_table_lookup (table->by_destination, address);
    CvpnPrefix block = cvpn_mend_block (c, address);
    char text[CVPN_PREFIX_TEXT];

    if (out == CVPN_NONE)
        return;
    if (hit != CVPN_PREFIX_TABLE_NONE) {
        const CvpnPrefix there = cvpn_at (net->transit_routes, CvpnTransitRoute, hit)->destination;
        block = there.length > block.length ? there : block;
    }
    const gboolean same =
        cvpn_prefix_table_get (table->by_destination, block) != CVPN_PREFIX_TABLE_NONE;
    const char *name = cvpn_at (net->attachments, CvpnAttachment, out)->name;
    cvpn_prefix_format (block, text);
    g_autofree char *command =
        g_strdup_printf ("aws ec2 %s-transit-gateway-route --transit-gateway-route-table-id %s "
                         "--destination-cidr-block %s --transit-gateway-attachment-id %s",
                         same ? "replace" : "create", table->name, text, name);
    cvpn_mend_add (c, "transit-gateway-route-table", table->name, text, name, command);
}

void
cvpn_mend_transit (const CvpnMendContext *c)
{
    if (c->verdict->code == CVPN_CODE_TGW_ROUTE_AZ_RESTRICTION) {
        mend_zone (c);
        return;
    }
    const CvpnAttachment *in = cvpn_at (c->net->attachments, CvpnAttachment, c->spot->attachment);
    if (in->table == CVPN_NONE)
        mend_association (c, in);
    else
        cvpn_mend_transit_route (c, c->spot->attachment);
}

/* One more address has 55,000 ports more; a gateway without any gets AWS's figure. */
void
cvpn_mend_nat_gateway (const CvpnMendContext *c)
{
    const char *name = cvpn_network_rule (c->net, c->verdict->rule)->component;

    for (guint32 i = 0; i < c->net->nat_gateways->len; i++) {
        const CvpnNatGateway *gateway = cvpn_at (c->net->nat_gateways, CvpnNatGateway, i);
        if (!g_str_equal (gateway->name, name))
            continue;
        if (gateway->n_ports == 0) {
            cvpn_mend_add (c, "nat-gateway", name, "ports-per-destination", "55000", "");
            return;
        }
        g_autofree char *command =
            g_strdup_printf ("aws ec2 assign-private-nat-gateway-address --nat-gateway-id %s "
                             "--private-ip-address-count 1",
                             name);
        const CvpnNatGatewaySpec *spec = c->answer->scenario->spec->nat_gateways->pdata[i];
        g_autofree char *count =
            g_strdup_printf ("%" G_GINT64_FORMAT, spec->secondary_address_count + 1);
        if (gateway->addresses.count < 8)
            cvpn_mend_add (c, "nat-gateway", name, "secondary-private-ip-address-count", count,
                           command);
        return;
    }
}

void
cvpn_mend_forwarder (const CvpnMendContext *c)
{
    const char *name = cvpn_network_rule (c->net, c->verdict->rule)->component;
    const char *call = cvpn_mend_is_instance (name)
                           ? "modify-instance-attribute --instance-id"
                           : "modify-network-interface-attribute --network-interface-id";
    g_autofree char *command = g_strdup_printf ("aws ec2 %s %s --no-source-dest-check", call, name);

    cvpn_mend_add (c, "host", name, "source-dest-check", "false", command);
}
