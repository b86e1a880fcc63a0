/* Cures for interfaces that have not yet the endpoint's security groups: to apply them. */
#include "analyze/mend.h"
#include "path/lag.h"

static void
fill (CvpnPacket *packet, guint32 selector)
{
    packet->protocol = cvpn_selector_protocol (selector);
    packet->destination_port = cvpn_selector_destination_port (selector);
    packet->icmp_type = cvpn_selector_icmp_type (selector);
    packet->icmp_code = cvpn_selector_icmp_code (selector);
}

/* Would all of the range get past the obstacle? */
static gboolean
admits_range (const CvpnMendContext *c, CvpnSelectors range)
{
    const gboolean own = c->verdict->step == CVPN_STEP_SECURITY_GROUP;
    CvpnPacket packet = own ? c->landing->walk.packet : c->spot->packet;

    for (guint32 at = range.first; at <= range.last;) {
        CvpnSelectors alike = { at, range.last };
        const CvpnLagQuestion question = { .association = c->landing->association,
                                           .host = own ? CVPN_NONE : c->spot->host,
                                           .referable = !own && c->spot->referable,
                                           .packet = &packet,
                                           .alike = { &alike, 0, NULL } };
        fill (&packet, at);
        if (!cvpn_lag_admits (c->net, &question))
            return FALSE;
        at = alike.last + 1;
    }
    return TRUE;
}

/* And all that the mends are for? */
static gboolean
admits_all (const CvpnMendContext *c)
{
    const CvpnPacket *p =
        c->verdict->step == CVPN_STEP_SECURITY_GROUP ? &c->landing->walk.packet : &c->spot->packet;
    const guint32 own =
        cvpn_selector (p->protocol, p->destination_port, p->icmp_type, p->icmp_code);
    const GArray *extent = c->answer->extent;

    for (guint i = 0; extent && i < extent->len; i++)
        if (!admits_range (c, g_array_index (extent, CvpnSelectors, i)))
            return FALSE;
    return admits_range (c, (CvpnSelectors){ own, own });
}

static void
add_command (const CvpnMendContext *c)
{
    const CvpnSpan groups = c->endpoint->groups;
    g_autoptr (GString) ids = g_string_new (NULL);

    for (guint32 i = groups.first; i < groups.first + groups.count; i++) {
        const guint32 group = g_array_index (c->net->group_lists, guint32, i);
        g_string_append_printf (ids, " %s",
                                cvpn_at (c->net->security_groups, CvpnSecurityGroup, group)->name);
    }
    g_autofree char *command =
        g_strdup_printf ("aws ec2 apply-security-groups-to-client-vpn-target-network "
                         "--client-vpn-endpoint-id %s --vpc-id %s --security-group-ids%s",
                         c->endpoint->name, cvpn_vpc (c->net, c->endpoint->vpc)->name, ids->str);
    cvpn_mend_remove (c, "client-vpn-endpoint", c->endpoint->name, "interface-security-groups",
                      command);
}

gboolean
cvpn_mend_lag (const CvpnMendContext *c)
{
    const gboolean own = c->verdict->step == CVPN_STEP_SECURITY_GROUP;
    const gboolean names_sender = !own && c->verdict->step == CVPN_STEP_DESTINATION &&
                                  c->verdict->direction == CVPN_FORWARD && c->spot->inbound &&
                                  c->spot->referable && c->spot->host != CVPN_NONE;

    if ((!own && !names_sender) || !cvpn_lag_is (c->net, c->landing->association))
        return FALSE;
    add_command (c);
    return admits_all (c);
}
