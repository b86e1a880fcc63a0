/* Cures at the endpoint: authorization, endpoint routes, SNAT. */
#include <string.h>

#include "analyze/mend.h"
#include "path/route.h"

/* The block to authorize: where a rule decides already, its own. */
static CvpnPrefix
authorized_block (const CvpnMendContext *c)
{
    const guint32 address = c->landing->walk.packet.destination;
    const guint32 hit = cvpn_prefix_table_lookup (c->endpoint->authorization, address);

    if (hit == CVPN_PREFIX_TABLE_NONE)
        return cvpn_mend_block (c, address);
    return cvpn_at (c->net->authorization_targets, CvpnAuthorizationTarget, hit)->destination;
}

/* Whoever has no group at all is to be put into one: opening the block to every
 * client would be a cure for one user and a hole for all others. */
static gboolean
mend_membership (const CvpnMendContext *c)
{
    const guint32 hit =
        cvpn_prefix_table_lookup (c->endpoint->authorization, c->landing->walk.packet.destination);

    if (c->answer->groups->len > 0 || hit == CVPN_PREFIX_TABLE_NONE ||
        c->endpoint->authentication == CVPN_AUTHENTICATION_CERTIFICATE ||
        c->landing->walk.way.place.kind == CVPN_PLACE_CLIENT)
        return FALSE;
    const CvpnAuthorizationTarget *target =
        cvpn_at (c->net->authorization_targets, CvpnAuthorizationTarget, hit);
    const CvpnAuthorizationRule *rule =
        cvpn_at (c->net->authorization_rules, CvpnAuthorizationRule, target->rules.first);
    if (c->answer->clients)
        cvpn_mend_add (c, "clients", c->answer->clients, "groups",
                       c->net->access_groups->pdata[rule->group], "");
    return TRUE;
}

void
cvpn_mend_authorization (const CvpnMendContext *c)
{
    if (mend_membership (c))
        return;
    const gboolean grouped = c->answer->groups->len > 0 &&
                             c->endpoint->authentication != CVPN_AUTHENTICATION_CERTIFICATE &&
                             c->landing->walk.way.place.kind != CVPN_PLACE_CLIENT;
    const char *group = grouped ? c->answer->groups->pdata[0] : "*";
    char block[CVPN_PREFIX_TEXT];

    cvpn_prefix_format (authorized_block (c), block);
    if (cvpn_mend_has_item (c, "authorization-rules", c->endpoint->name, block, "*"))
        return;
    g_autofree char *word = cvpn_mend_shell_word (group);
    g_autofree char *whom = grouped ? g_strdup_printf ("--access-group-id %s", word)
                                    : g_strdup ("--authorize-all-groups");
    g_autofree char *command =
        g_strdup_printf ("aws ec2 authorize-client-vpn-ingress --client-vpn-endpoint-id %s "
                         "--target-network-cidr %s %s",
                         c->endpoint->name, block, whom);
    cvpn_mend_add_item (c, "authorization-rules", c->endpoint->name, block, group, command);
}

static CvpnPrefix
routed_block (const CvpnMendContext *c, guint32 address)
{
    const guint32 hit = cvpn_prefix_table_lookup (c->endpoint->pushed, address);

    if (cvpn_prefix_contains (c->endpoint->client_cidr, address))
        return c->endpoint->client_cidr;
    if (hit == CVPN_PREFIX_TABLE_NONE)
        return cvpn_mend_block (c, address);
    return cvpn_at (c->net->vpn_routes, CvpnVpnRoute, hit)->destination;
}

static void
add_vpn_route (const CvpnMendContext *c, const char *block, const char *value, const char *target)
{
    g_autofree char *command = g_strdup_printf (
        "aws ec2 create-client-vpn-route --client-vpn-endpoint-id %s --destination-cidr-block %s "
        "--target-vpc-subnet-id %s",
        c->endpoint->name, block, target);

    cvpn_mend_add (c, "client-vpn-routes", c->endpoint->name, block, value, command);
}

/* "Verify that the Client VPN endpoint has the same route entries with targets
 * for each associated network" (AWS Client VPN Administrator Guide). */
void
cvpn_mend_vpn_route (const CvpnMendContext *c)
{
    const CvpnSpan a = c->endpoint->associations;
    const guint32 address = c->landing->walk.packet.destination;
    const gboolean local = cvpn_prefix_contains (c->endpoint->client_cidr, address);
    g_autoptr (GString) value = g_string_new (local ? "local" : NULL);
    char block[CVPN_PREFIX_TEXT];

    const CvpnPrefix routed = routed_block (c, address);

    /* 0.0.0.0/0 with split tunnel is what AWS advises against. */
    if (c->verdict->code == CVPN_CODE_CVPN_SPLIT_TUNNEL_NOT_CAPTURED && routed.length == 0)
        return;
    cvpn_prefix_format (routed, block);
    for (guint32 i = a.first; !local && i < a.first + a.count; i++)
        if (cvpn_association_stands (cvpn_association (c->net, i)))
            g_string_append_printf (
                value, "%s%s", value->len > 0 ? "; " : "",
                cvpn_subnet (c->net, cvpn_association (c->net, i)->subnet)->name);
    if (local)
        add_vpn_route (c, block, value->str, "local");
    for (guint32 i = a.first; !local && i < a.first + a.count; i++) {
        const CvpnAssociation *association = cvpn_association (c->net, i);
        if (cvpn_association_stands (association) &&
            cvpn_prefix_table_get (association->routes, routed) == CVPN_PREFIX_TABLE_NONE)
            add_vpn_route (c, block, value->str, cvpn_subnet (c->net, association->subnet)->name);
    }
}

/* A full tunnel makes an exception for itself; to delete the route is the other
 * cure, for those who want the internet outside. */
void
cvpn_mend_tunnel_route (const CvpnMendContext *c)
{
    g_autofree char *command =
        g_strdup_printf ("aws ec2 modify-client-vpn-endpoint --client-vpn-endpoint-id %s "
                         "--no-split-tunnel",
                         c->endpoint->name);

    cvpn_mend_add (c, "client-vpn-endpoint", c->endpoint->name, "split-tunnel", "false", command);
}

/* The guide's advice, for the client's file; AWS has no say in it.  Ping and UDP
 * are to send less. */
void
cvpn_mend_size (const CvpnMendContext *c)
{
    const CvpnWalk *walk = &c->landing->walk;

    if (c->verdict->step == CVPN_STEP_DESTINATION)
        cvpn_mend_add (c, "host", cvpn_host (c->net, walk->way.place.host)->name, "mtu", "1500",
                       "");
    else if (walk->packet.protocol == CVPN_PROTOCOL_TCP)
        cvpn_mend_add (c, "client-vpn-endpoint", c->endpoint->name, "mssfix", "1328", "");
}

void
cvpn_mend_snat (const CvpnMendContext *c)
{
    cvpn_mend_add (c, "client-vpn-endpoint", c->endpoint->name, "snat-ports", "1024-65535", "");
}
