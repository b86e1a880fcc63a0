/* random_tables: what the route tables of a VPC lead to. */
#include "random_maker.h"

/* A transit gateway that the VPC is attached to, mostly; newly allocated, or NULL. */
static char *
pick_transit (Maker *m, guint vpc)
{
    for (guint i = m->n_transits; i > 0; i--)
        if ((m->attached[i - 1][vpc] && (i == 1 || maker_chance (m, 60))) || maker_slips (m, 2))
            return g_strdup_printf ("tgw-%u", i - 1);
    return NULL;
}

static char *
pick_nat (Maker *m, guint vpc)
{
    return m->n_nats[vpc] > 0 ? g_strdup_printf ("nat-%u%u", vpc, maker_pick (m, m->n_nats[vpc]))
                              : NULL;
}

static char *
pick_forwarder (Maker *m, guint vpc)
{
    return m->forwarder[vpc] ? g_strdup_printf ("fw%u", vpc) : NULL;
}

static char *
pick_peering (Maker *m, guint vpc, guint other)
{
    const guint low = MIN (vpc, other), high = MAX (vpc, other);

    return vpc != other && m->peered[low][high] ? g_strdup_printf ("pcx-%u%u", low, high) : NULL;
}

/* A target that serves the VPC, whatever for; newly allocated. */
static char *
pick_target (Maker *m, guint vpc)
{
    char *target = NULL;

    for (guint i = 0; i < 3 && !target; i++)
        switch (maker_pick (m, 6)) {
        case 0:
            target = pick_peering (m, vpc, maker_pick (m, m->n_vpcs));
            break;
        case 1:
            target = m->gateway[vpc] ? g_strdup_printf ("igw-%u", vpc) : NULL;
            break;
        case 2:
            target = maker_has_private_gateway (m, vpc) ? g_strdup ("vgw") : NULL;
            break;
        case 3:
            target = pick_transit (m, vpc);
            break;
        case 4:
            target = pick_nat (m, vpc);
            break;
        default:
            target = pick_forwarder (m, vpc);
        }
    return target ? target : g_strdup ("blackhole");
}

/* The route that belongs there, mostly.  Takes 'target', which may be NULL: none. */
static void
add_route (Maker *m, guint vpc, const char *block, char *target)
{
    g_autofree char *own = g_strdup_printf ("%s.0.0/16", m->blocks[vpc]);
    g_autofree char *second = g_strdup_printf ("10.6%u.0.0/16", vpc);

    if (target && !g_str_equal (block, own) && !g_str_equal (block, second) &&
        maker_is_new (m, block))
        maker_add (m, "%s = %s\n", block, target);
    g_free (target);
}

/* What lets a packet of this table pass through a gateway first: in tables of the first
 * kind, for those of gateways would lead it back. */
static char *
pick_detour (Maker *m, guint vpc, guint number, guint percent)
{
    char *nat = NULL;

    if (number == 1 || !maker_chance (m, percent))
        return NULL;
    if (!m->forwarder[vpc] || maker_chance (m, 50))
        nat = pick_nat (m, vpc);
    return nat ? nat : pick_forwarder (m, vpc);
}

static char *
pick_way_to_vpc (Maker *m, guint vpc, guint other, guint number)
{
    char *target = pick_detour (m, vpc, number, m->hub >= 0 ? 15 : 40);

    if (!target && maker_chance (m, m->hub >= 0 ? 25 : 60))
        target = pick_peering (m, vpc, other);
    if (!target && maker_chance (m, 90))
        target = pick_transit (m, vpc);
    return target ? target : pick_peering (m, vpc, other);
}

static void
add_routes_to_vpcs (Maker *m, guint vpc, guint number)
{
    for (guint i = 0; i < m->n_vpcs; i++) {
        g_autofree char *block = g_strdup_printf ("%s.0.0/16", m->blocks[i]);
        g_autofree char *second = g_strdup_printf ("10.6%u.0.0/16", i);
        if (i == vpc || maker_slips (m, 10))
            continue;
        add_route (m, vpc, block, pick_way_to_vpc (m, vpc, i, number));
        if (m->two_blocks[i] && !maker_slips (m, 20))
            add_route (m, vpc, second, pick_way_to_vpc (m, vpc, i, number));
    }
}

/* In a network with a hub: to it, and in it to its NAT gateway and out. */
static char *
pick_central_default (Maker *m, guint vpc, guint number)
{
    if ((gint) vpc != m->hub)
        return pick_transit (m, vpc);
    return number == 1 ? g_strdup_printf ("igw-%u", vpc) : pick_nat (m, vpc);
}

static char *
pick_default (Maker *m, guint vpc, guint number)
{
    char *target = NULL;

    if (m->hub >= 0 && !maker_slips (m, 25))
        return pick_central_default (m, vpc, number);
    if (number != 1 && maker_chance (m, m->gateway[vpc] ? 70 : 25))
        target = pick_nat (m, vpc);
    if (!target && (number != 1 || !m->gateway[vpc]) && maker_chance (m, 50))
        target = pick_transit (m, vpc);
    if (!target)
        target = pick_detour (m, vpc, number, 30);
    if (!target && m->gateway[vpc] && maker_chance (m, 80))
        target = g_strdup_printf ("igw-%u", vpc);
    if (!target && number == 1)
        target = pick_transit (m, vpc);
    return target || !maker_chance (m, 50) ? target : pick_target (m, vpc);
}

static void
add_route_outside (Maker *m, guint vpc, guint number)
{
    char *target = pick_detour (m, vpc, number, 30);

    if (!target && maker_has_private_gateway (m, vpc) && maker_chance (m, 60))
        target = g_strdup ("vgw");
    if (!target && (m->vpn_attached || maker_chance (m, 30)))
        target = pick_transit (m, vpc);
    add_route (m, vpc, "192.168.0.0/16", target);
}

/* More specific than the local route: to one subnet by way of a host or NAT gateway. */
static void
add_route_inside (Maker *m, guint vpc, guint number)
{
    char place[16];
    g_autofree char *block = NULL;

    maker_place (m, vpc, maker_pick (m, m->n_subnets[vpc]), place);
    block = g_strdup_printf ("%s.0/24", place);
    add_route (m, vpc, block, pick_detour (m, vpc, number, 80));
}

static void
add_lists (Maker *m, guint vpc, guint number)
{
    for (guint i = 0; i < m->n_lists; i++) {
        g_autofree char *target = pick_target (m, vpc);
        m->listed[vpc][number][i] = maker_slips (m, 25);
        if (m->listed[vpc][number][i])
            maker_add (m, "pl-%u = %s\n", i, target);
    }
}

static void
make_table (Maker *m, guint vpc, guint number)
{
    g_autofree char *header = g_strdup_printf ("route-table rtb-%u%u", vpc, number);

    maker_begin (m, header);
    maker_add (m, "vpc = vpc-%u\n", vpc);
    if (number == 0 && maker_chance (m, 50))
        maker_add (m, "main = true\n");
    add_routes_to_vpcs (m, vpc, number);
    if (!maker_slips (m, 6))
        add_route (m, vpc, "0.0.0.0/0", pick_default (m, vpc, number));
    add_route_outside (m, vpc, number);
    if (maker_slips (m, 12))
        add_route_inside (m, vpc, number);
    for (guint i = maker_pick (m, 3); i > 0 && maker_slips (m, 40); i--) {
        g_autofree char *block = maker_block (m);
        add_route (m, vpc, block, pick_target (m, vpc));
    }
    add_lists (m, vpc, number);
    if (maker_has_private_gateway (m, vpc) && maker_chance (m, 40))
        maker_add (m, "propagating = vgw\n");
}

void
maker_tables (Maker *m, guint vpc)
{
    for (guint i = 0; i < N_TABLES; i++)
        make_table (m, vpc, i);
}
