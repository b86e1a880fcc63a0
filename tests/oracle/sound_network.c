/* sound_network: places that are all made alike, and one line that is not. */
#include "sound_network.h"

typedef struct {
    const char *block, *target, *packet;
} Place;

#define PEER     ((Place){ "172.31.0.0/16", "pcx-p", "172.31.1.10 tcp 443" })
#define TRANSIT  ((Place){ "10.20.0.0/16", "tgw-hub", "10.20.1.10 tcp 443" })
#define OFFICE   ((Place){ "192.168.0.0/16", "vgw-a", "192.168.1.10 tcp 443" })
#define INTERNET ((Place){ "0.0.0.0/0", NULL, "198.51.100.10 tcp 443" })

static gboolean
chance (GRand *rand, gint percent)
{
    return g_rand_int_range (rand, 0, 100) < percent;
}

SoundNetwork
sound_network_draw (GRand *rand)
{
    SoundNetwork network = { .n_landings = (guint) g_rand_int_range (rand, 2, 5),
                             .peering = chance (rand, 75),
                             .transit = chance (rand, 75),
                             .office = chance (rand, 75),
                             .internet = chance (rand, 60) };

    network.nat = network.internet && chance (rand, 50);
    network.split_tunnel = chance (rand, 30);
    return network;
}

/* The places that routes of the endpoint lead to; returns how many. */
static guint
list_places (const SoundNetwork *network, Place places[4])
{
    guint n = 0;

    if (network->peering)
        places[n++] = PEER;
    if (network->transit)
        places[n++] = TRANSIT;
    if (network->office)
        places[n++] = OFFICE;
    if (network->internet) {
        places[n] = INTERNET;
        places[n++].target = network->nat ? "nat-a" : "igw-a";
    }
    return n;
}

/* "land-0; land-1", without one of them; newly allocated. */
static char *
list_subnets (const SoundNetwork *network, const char *kind, guint without)
{
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < network->n_landings; i++)
        if (i != without)
            g_string_append_printf (text, "%s%s-%u", text->len > 0 ? "; " : "", kind, i);
    return g_string_free (text, FALSE);
}

static void
add_landing (const SoundNetwork *network, GString *text, guint i)
{
    Place places[4];
    const guint n = list_places (network, places);

    g_string_append_printf (
        text,
        "[subnet land-%u]\nvpc = vpc-a\navailability-zone = zone-%u\n"
        "cidr-block = 10.0.%u.0/24\nroute-table = rtb-%u\nnetwork-acl = acl-%u\n"
        "[route-table rtb-%u]\nvpc = vpc-a\n",
        i, i, i, i, i, i);
    for (guint p = 0; p < n; p++)
        g_string_append_printf (text, "%s = %s\n", places[p].block, places[p].target);
    g_string_append_printf (text,
                            "[network-acl acl-%u]\nvpc = vpc-a\n"
                            "outbound 100 = allow all 0.0.0.0/0\n"
                            "inbound 100 = allow all 0.0.0.0/0\n",
                            i);
}

/* Its own VPC, "p", which answers by 'target'. */
static void
add_far_vpc (GString *text, const char *name, const char *place, const char *target)
{
    g_string_append_printf (text,
                            "[vpc vpc-%s]\ncidr-block = %s.0.0/16\n"
                            "[subnet far-%s]\nvpc = vpc-%s\navailability-zone = zone-0\n"
                            "cidr-block = %s.1.0/24\nroute-table = rtb-%s\n"
                            "[route-table rtb-%s]\nvpc = vpc-%s\n10.0.0.0/16 = %s\n"
                            "[security-group sg-%s]\nvpc = vpc-%s\ningress = all 10.0.0.0/16\n"
                            "[host host-%s]\nsubnet = far-%s\naddress = %s.1.10\n"
                            "security-groups = sg-%s\n",
                            name, place, name, name, place, name, name, name, target, name, name,
                            name, name, place, name);
}

static void
add_transit (const SoundNetwork *network, GString *text)
{
    g_autofree char *subnets = list_subnets (network, "hub", G_MAXUINT);

    add_far_vpc (text, "t", "10.20", "tgw-hub");
    for (guint i = 0; i < network->n_landings; i++)
        g_string_append_printf (text,
                                "[subnet hub-%u]\nvpc = vpc-a\navailability-zone = zone-%u\n"
                                "cidr-block = 10.0.%u.0/24\n",
                                i, i, 50 + i);
    g_string_append_printf (
        text,
        "[transit-gateway tgw-hub]\n"
        "[transit-gateway-attachment att-a]\ntransit-gateway = tgw-hub\nvpc = vpc-a\n"
        "subnets = %s\nroute-table = trt\n"
        "[transit-gateway-attachment att-t]\ntransit-gateway = tgw-hub\nvpc = vpc-t\n"
        "subnets = far-t\nroute-table = trt\n"
        "[transit-gateway-route-table trt]\ntransit-gateway = tgw-hub\n"
        "propagating = att-a; att-t\n",
        subnets);
}

static void
add_places (const SoundNetwork *network, GString *text)
{
    if (network->peering) {
        add_far_vpc (text, "p", "172.31", "pcx-p");
        g_string_append (text, "[vpc-peering-connection pcx-p]\nrequester-vpc = vpc-a\n"
                               "accepter-vpc = vpc-p\n");
    }
    if (network->transit)
        add_transit (network, text);
    if (network->office)
        g_string_append (text, "[virtual-private-gateway vgw-a]\nvpc = vpc-a\n"
                               "[network office]\ncidr-block = 192.168.0.0/16\n"
                               "[vpn-connection vpn-1]\ngateway = vgw-a\nnetwork = office\n"
                               "routes = 192.168.0.0/16\n"
                               "[host printer]\nnetwork = office\naddress = 192.168.1.10\n");
    if (network->internet)
        g_string_append (text, "[internet-gateway igw-a]\nvpc = vpc-a\n");
    if (network->nat)
        g_string_append (text, "[subnet public]\nvpc = vpc-a\navailability-zone = zone-0\n"
                               "cidr-block = 10.0.200.0/24\nroute-table = rtb-public\n"
                               "[route-table rtb-public]\nvpc = vpc-a\n0.0.0.0/0 = igw-a\n"
                               "[nat-gateway nat-a]\nsubnet = public\n");
}

static void
add_endpoint (const SoundNetwork *network, GString *text)
{
    g_autofree char *landings = list_subnets (network, "land", G_MAXUINT);
    Place places[4];
    const guint n = list_places (network, places);

    g_string_append_printf (text,
                            "[client-vpn-endpoint cvpn-1]\nclient-cidr-block = 10.2.0.0/22\n"
                            "target-networks = %s\nsplit-tunnel = %s\n"
                            "[client-vpn-routes cvpn-1]\n",
                            landings, network->split_tunnel ? "true" : "false");
    for (guint i = 0; i < n; i++)
        g_string_append_printf (text, "%s = %s\n", places[i].block, landings);
    g_string_append (text, "[authorization-rules cvpn-1]\n10.0.0.0/16 = *\n");
    for (guint i = 0; i < n; i++)
        g_string_append_printf (text, "%s = *\n", places[i].block);
}

char *
sound_network_text (const SoundNetwork *network)
{
    GString *text = g_string_new ("[scenario]\ntitle = sound\n"
                                  "[vpc vpc-a]\ncidr-block = 10.0.0.0/16\n"
                                  "[security-group default-a]\nvpc = vpc-a\ndefault = true\n"
                                  "ingress = all 10.0.0.0/16\n"
                                  "[subnet app]\nvpc = vpc-a\navailability-zone = zone-1\n"
                                  "cidr-block = 10.0.100.0/24\n"
                                  "[host app-1]\nsubnet = app\naddress = 10.0.100.10\n");

    for (guint i = 0; i < network->n_landings; i++)
        add_landing (network, text, i);
    add_places (network, text);
    add_endpoint (network, text);
    g_string_append (text, "[clients staff]\nendpoint = cvpn-1\ncount = 2\narrival = at 0s\n");
    return g_string_free (text, FALSE);
}

/* A route of the endpoint; one that another covers is missed by nobody. */
static char *
drop_endpoint_route (const SoundNetwork *network, const Place *place, guint landing)
{
    g_autofree char *others = list_subnets (network, "land", landing);

    if (network->internet && place->target != NULL && !g_str_equal (place->block, "0.0.0.0/0"))
        return NULL;
    return g_strdup_printf ("[client-vpn-routes cvpn-1]\n%s = %s\n", place->block, others);
}

static char *
narrow_far_table (const SoundNetwork *network, gboolean peered, guint landing)
{
    if (peered ? !network->peering : !network->transit)
        return NULL;
    return g_strdup_printf ("[route-table rtb-%s]\n-10.0.0.0/16\n10.0.%u.0/24 = %s\n",
                            peered ? "p" : "t", landing, peered ? "pcx-p" : "tgw-hub");
}

static char *
narrow_attachment (const SoundNetwork *network, guint landing)
{
    g_autofree char *others = list_subnets (network, "hub", landing);

    return network->transit
               ? g_strdup_printf ("[transit-gateway-attachment att-a]\nsubnets = %s\n", others)
               : NULL;
}

/* The patch of a defect of one route or filter that a place is reached by. */
static char *
spoil_landing (const SoundNetwork *network, guint which, const Place *place, SoundDefect *defect)
{
    const guint i = defect->landing;

    switch (which) {
    case 0:
        defect->code = "CVPN_ROUTES_DIFFER";
        return drop_endpoint_route (network, place, i);
    case 1:
        defect->code = "SUBNET_ROUTES_DIFFER";
        return g_strdup_printf ("[route-table rtb-%u]\n-%s\n", i, place->block);
    case 2:
        defect->code = "BAD_STATE_ROUTE";
        return g_strdup_printf ("[route-table rtb-%u]\n%s = blackhole\n", i, place->block);
    case 3:
        defect->code = "SUBNET_ACLS_DIFFER";
        return g_strdup_printf ("[network-acl acl-%u]\noutbound 50 = deny tcp 400-500 %s\n", i,
                                place->block);
    default:
        defect->code = "SUBNET_ACLS_DIFFER"; /* answers come from port 443 to a high one */
        return g_strdup_printf ("[network-acl acl-%u]\ninbound 50 = deny tcp 1024-65535 %s\n", i,
                                place->block);
    }
}

/* The patch of a defect at the far side, which tells landings apart. */
static char *
spoil_far_side (const SoundNetwork *network, guint which, SoundDefect *defect)
{
    const guint i = defect->landing;

    defect->only_one_ok = TRUE;
    switch (which) {
    case 6:
    case 7:
        defect->code = "RETURN_ROUTES_DIFFER";
        defect->packet = which == 6 ? PEER.packet : TRANSIT.packet;
        return narrow_far_table (network, which == 6, i);
    case 8:
        defect->code = "RETURN_ROUTES_DIFFER";
        defect->packet = OFFICE.packet;
        return network->office
                   ? g_strdup_printf ("[network office]\nreturn-routes = 10.0.%u.0/24\n", i)
                   : NULL;
    case 9:
        defect->code = "ENI_SG_RULES_MISMATCH";
        defect->packet = PEER.packet;
        return network->peering
                   ? g_strdup_printf ("[security-group sg-p]\ningress = all 10.0.%u.0/24\n", i)
                   : NULL;
    default:
        defect->only_one_ok = FALSE;
        defect->code = "FIREWALL_RULES_RESTRICTION";
        defect->packet = OFFICE.packet;
        return network->office
                   ? g_strdup_printf ("[network office]\nfirewall = deny tcp 443 10.0.%u.0/24\n", i)
                   : NULL;
    }
}

gboolean
sound_network_plant (const SoundNetwork *network, GRand *rand, guint which, SoundDefect *defect)
{
    Place places[4];
    const guint n = list_places (network, places);

    *defect =
        (SoundDefect){ .landing = (guint) g_rand_int_range (rand, 0, (gint) network->n_landings) };
    if (which < 5 && n > 0) {
        const Place *place = &places[g_rand_int_range (rand, 0, (gint) n)];
        defect->packet = place->packet;
        defect->patch = spoil_landing (network, which, place, defect);
    } else if (which == 5) {
        defect->code = "TGW_ROUTE_AZ_RESTRICTION";
        defect->packet = TRANSIT.packet;
        defect->patch = narrow_attachment (network, defect->landing);
    } else if (which > 5 && which < 11) {
        defect->patch = spoil_far_side (network, which, defect);
    } else if (which == 11) {
        defect->code = "CVPN_SUBNET_ADDRESS_EXHAUSTED";
        defect->packet = "10.0.100.10 tcp 443";
        defect->patch =
            g_strdup_printf ("[subnet land-%u]\navailable-addresses = 0\n", defect->landing);
    }
    if (defect->patch)
        defect->what = g_strdup_printf ("%s %s:\n%s", defect->code, defect->packet, defect->patch);
    return defect->patch != NULL;
}

void
sound_defect_clear (SoundDefect *defect)
{
    g_free (defect->patch);
    g_free (defect->what);
}
