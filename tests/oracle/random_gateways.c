/* random_gateways: NAT gateways, hosts that forward, transit gateways. */
#include "random_maker.h"

static void
plan_vpc (Maker *m, guint vpc)
{
    const guint n_subnets = m->n_subnets[vpc];

    m->n_nats[vpc] = maker_chance (m, n_subnets > 1 ? 65 : 15) ? 1 + maker_chance (m, 20) : 0;
    for (guint i = 0; i < m->n_nats[vpc]; i++)
        m->nat_subnet[vpc][i] = maker_chance (m, 60) ? n_subnets - 1 : maker_pick (m, n_subnets);
    m->forwarder[vpc] = maker_chance (m, n_subnets > 1 ? 60 : 10);
    m->forwarder_subnet[vpc] = maker_chance (m, 60) ? n_subnets - 1 : maker_pick (m, n_subnets);
    for (guint i = 0; i < m->n_transits; i++)
        m->attached[i][vpc] = maker_chance (m, i == 0 ? 90 : 50);
}

void
maker_plan_gateways (Maker *m)
{
    m->tidy = maker_chance (m, 50);
    m->n_transits = maker_chance (m, 65) ? 1 + maker_chance (m, 15) : 0;
    m->vpn_attached = m->n_transits > 0 && maker_chance (m, 60);
    for (guint vpc = 0; vpc < m->n_vpcs; vpc++)
        plan_vpc (m, vpc);
    m->hub = m->n_vpcs > 1 && m->n_transits > 0 && maker_chance (m, 50) ? (gint) m->n_vpcs - 1 : -1;
    if (m->hub >= 0) {
        m->gateway[m->hub] = TRUE;
        m->n_nats[m->hub] = MAX (m->n_nats[m->hub], 1);
        m->nat_subnet[m->hub][0] = m->n_subnets[m->hub] - 1;
    }
}

static void
make_nat (Maker *m, guint vpc, guint i)
{
    static const guint ports[] = { 55000, 55000, 55000, 55000, 1000, 64512 };
    const guint subnet = m->nat_subnet[vpc][i];
    char place[16];

    maker_place (m, vpc, subnet, place);
    maker_add (m, "\n[nat-gateway nat-%u%u]\nsubnet = s%u%u\n", vpc, i, vpc, subnet);
    if (maker_slips (m, (gint) vpc == m->hub ? 15 : 30))
        maker_add (m, "connectivity-type = private\n");
    if (maker_chance (m, 25))
        maker_add (m, "address = %s.%u%s\n", place, 200 + i, maker_chance (m, 30) ? ";" : "");
    if (maker_chance (m, 15))
        maker_add (m, "secondary-private-ip-address-count = %u\n", maker_pick (m, 4));
    if (maker_chance (m, 35))
        maker_add (m, "ports-per-destination = %u\n",
                   maker_slips (m, 20) ? 0 : MAKER_PICK (m, ports));
}

static void
make_forwarder (Maker *m, guint vpc)
{
    const guint subnet = m->forwarder_subnet[vpc];
    char place[16];

    maker_place (m, vpc, subnet, place);
    maker_add (m, "\n[host fw%u]\nsubnet = s%u%u\naddress = %s.30\n", vpc, vpc, subnet, place);
    if (maker_chance (m, 90))
        maker_add (m, "security-groups = sg-%u%u\n", vpc, maker_chance (m, 50) ? 2 : 0);
    if (maker_slips (m, 20))
        maker_add (m, "source-dest-check = true\n");
    if (maker_chance (m, 15))
        maker_add (m, "public-address = 203.0.113.%u\n", 121 + vpc);
    maker_add (m, "[security-group sg-%u2]\nvpc = vpc-%u\ningress = all 0.0.0.0/0\n", vpc, vpc);
}

/* One subnet of each zone, rarely not; the last ones rather than the endpoint's. */
static void
add_attachment_subnets (Maker *m, guint vpc)
{
    const guint n = m->n_subnets[vpc];
    const guint first = maker_pick (m, N_ZONES);
    guint added = 0;

    maker_add (m, "subnets = ");
    for (guint i = 0; i < N_ZONES; i++) {
        const guint zone = (first + i) % N_ZONES;
        guint subnet = zone;
        if (zone >= n || (maker_slips (m, 20) && (added > 0 || (i == 0 && n > 1))))
            continue;
        if (zone + N_ZONES < n && maker_chance (m, 60))
            subnet += N_ZONES;
        maker_add (m, "s%u%u; ", vpc, subnet);
        added++;
    }
    if (added == 0)
        maker_add (m, "s%u0", vpc);
    maker_add (m, "\n");
}

static void
add_association (Maker *m, guint transit)
{
    if (!maker_slips (m, 10))
        maker_add (m, "route-table = trt-%u%u\n", transit, maker_chance (m, 70) ? 0 : 1);
    if (maker_slips (m, 25))
        maker_add (m, "security-group-referencing-support = false\n");
    if (maker_chance (m, 15))
        maker_add (m, "appliance-mode-support = true\n");
}

static void
make_attachment (Maker *m, guint transit, guint vpc)
{
    maker_add (m,
               "\n[transit-gateway-attachment att-%u%u]\ntransit-gateway = tgw-%u\nvpc = vpc-%u\n",
               transit, vpc, transit, vpc);
    add_attachment_subnets (m, vpc);
    add_association (m, transit);
}

static void
make_vpn (Maker *m)
{
    static const char *const routes[] = { "192.168.0.0/16", "192.168.0.0/16; 172.31.0.0/16",
                                          "192.168.1.0/24", "192.168.0.0/16; 0.0.0.0/0" };

    maker_add (m,
               "\n[vpn-connection vpn-3]\ngateway = tgw-0\nnetwork = %s\nroutes = %s\n"
               "[transit-gateway-attachment att-vpn]\ntransit-gateway = tgw-0\n"
               "vpn-connection = vpn-3\n",
               maker_chance (m, 80) ? "office" : "lake", MAKER_PICK (m, routes));
    add_association (m, 0);
}

/* An attachment, mostly of a VPC; newly allocated. */
static char *
pick_attachment (Maker *m, guint transit, gboolean for_egress)
{
    if (for_egress && m->hub >= 0 && m->attached[transit][m->hub])
        return g_strdup_printf ("att-%u%d", transit, m->hub);
    for (guint i = 0; i < 6; i++) {
        const guint vpc = maker_pick (m, m->n_vpcs);
        if (m->attached[transit][vpc] &&
            (!for_egress || (m->n_nats[vpc] > 0 && m->gateway[vpc]) || maker_chance (m, 10)))
            return g_strdup_printf ("att-%u%u", transit, vpc);
    }
    return g_strdup (transit == 0 && m->vpn_attached ? "att-vpn" : "blackhole");
}

static void
add_propagating (Maker *m, guint transit, gboolean spokes)
{
    maker_add (m, "propagating = ");
    if (transit == 0 && m->vpn_attached && !maker_slips (m, 15))
        maker_add (m, "att-vpn; ");
    for (guint vpc = 0; vpc < m->n_vpcs; vpc++)
        if (m->attached[transit][vpc] && !(spokes ? maker_chance (m, 80) : maker_slips (m, 18)))
            maker_add (m, "att-%u%u; ", transit, vpc);
    maker_add (m, "\n");
}

/* Spokes that know a hub only, or tables that know all. */
static void
make_transit_table (Maker *m, guint transit, guint number)
{
    g_autofree char *header =
        g_strdup_printf ("transit-gateway-route-table trt-%u%u", transit, number);
    const gboolean spokes = number == 0 && maker_chance (m, 15);

    maker_begin (m, header);
    maker_add (m, "transit-gateway = tgw-%u\n", transit);
    add_propagating (m, transit, spokes);
    if (maker_chance (m, 85) && maker_is_new (m, "0.0.0.0/0")) {
        g_autofree char *hub = pick_attachment (m, transit, TRUE);
        maker_add (m, "0.0.0.0/0 = %s\n", hub);
    }
    if (maker_chance (m, 20) && m->private_gateway &&
        m->attached[transit][m->private_gateway_vpc] && maker_is_new (m, "192.168.0.0/16"))
        maker_add (m, "192.168.0.0/16 = att-%u%u\n", transit, m->private_gateway_vpc);
    for (guint i = maker_pick (m, 3); i > 0 && maker_slips (m, 40); i--) {
        g_autofree char *block = maker_block (m);
        g_autofree char *target = pick_attachment (m, transit, FALSE);
        if (maker_is_new (m, block))
            maker_add (m, "%s = %s\n", block, maker_chance (m, 70) ? target : "blackhole");
    }
}

static void
make_transit (Maker *m, guint i)
{
    maker_add (m, "\n[transit-gateway tgw-%u]\n", i);
    if (maker_chance (m, 60))
        maker_add (m, "security-group-referencing-support = true\n");
    for (guint vpc = 0; vpc < m->n_vpcs; vpc++)
        if (m->attached[i][vpc])
            make_attachment (m, i, vpc);
    for (guint number = 0; number < 2; number++)
        make_transit_table (m, i, number);
}

void
maker_gateways (Maker *m)
{
    for (guint vpc = 0; vpc < m->n_vpcs; vpc++) {
        if (m->gateway[vpc])
            maker_add (m, "\n[internet-gateway igw-%u]\nvpc = vpc-%u\n", vpc, vpc);
        for (guint i = 0; i < m->n_nats[vpc]; i++)
            make_nat (m, vpc, i);
        if (m->forwarder[vpc])
            make_forwarder (m, vpc);
    }
    for (guint i = 0; i < m->n_transits; i++)
        make_transit (m, i);
    if (m->vpn_attached)
        make_vpn (m);
}
