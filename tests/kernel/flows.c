/* Flows: what the file expects, and a product of who, from where, to where and with what. */
#include "flows.h"

#define FIRST_PORT      49152
#define MOST_PORTS      20 /* of those that filters and listeners name, by protocol */
#define DNS_PORT        53
#define UNNAMED_TCP     8443
#define UNNAMED_UDP     4999
#define NOT_IN_A_SUBNET 0xfe4d /* …254.77 of a VPC's block */

typedef struct {
    guint8 protocol;
    guint16 port;
} Service;

guint16
kernel_flows_port (KernelFlows *flows, guint32 association)
{
    const guint16 port = flows->next_port[association]++;

    g_assert (port >= FIRST_PORT);
    return port;
}

/* Addresses that the kernel keeps for itself, and the links' own. */
static gboolean
is_usable (guint32 address)
{
    const guint32 first = address >> 24;

    return first != 0 && first != 127 && first < 224 && address >> 16 != 0xa9fe;
}

static void
add_probe (KernelFlows *flows, const CvpnScenario *scenario, guint32 population,
           guint32 association, guint32 destination, Service service, gboolean expected)
{
    const CvpnPopulation *p = cvpn_at (scenario->workload->populations, CvpnPopulation, population);
    const KernelProbe probe = { .population = population,
                                .association = association,
                                .destination = destination,
                                .protocol = service.protocol,
                                .port = service.port,
                                .expected = expected,
                                .fd = -1 };

    if (cvpn_association (scenario->net, association)->endpoint != p->person.endpoint)
        return;
    /* Nor from an address to itself: no interface would send it. */
    if (is_usable (destination) &&
        destination != cvpn_association (scenario->net, association)->interface_address)
        g_array_append_val (flows->probes, probe);
    else
        flows->not_probed++;
}

static void
add_port (GArray *ports, guint16 port)
{
    for (guint i = 0; i < ports->len; i++)
        if (g_array_index (ports, guint16, i) == port)
            return;
    if (port != 0)
        g_array_append_val (ports, port);
}

static void
add_ports (KernelFlows *flows, const CvpnMatch *match)
{
    GArray *ports = match->protocol == CVPN_PROTOCOL_TCP ? flows->tcp_ports : flows->udp_ports;

    if ((match->protocol != CVPN_PROTOCOL_TCP && match->protocol != CVPN_PROTOCOL_UDP) ||
        ports->len + 2 > MOST_PORTS || (match->first == 0 && match->last == G_MAXUINT16))
        return;
    if (match->first < FIRST_PORT)
        add_port (ports, match->first);
    if (match->last < FIRST_PORT)
        add_port (ports, match->last);
}

static void
collect_ports (KernelFlows *flows, const CvpnNetwork *net)
{
    for (guint i = 0; i < net->matches->len; i++)
        add_ports (flows, cvpn_at (net->matches, CvpnMatch, i));
    for (guint i = 0; i < net->acl_entries->len; i++)
        add_ports (flows, &cvpn_at (net->acl_entries, CvpnAclEntry, i)->match);
    for (guint i = 0; i < net->filter_rules->len; i++)
        add_ports (flows, &cvpn_at (net->filter_rules, CvpnFilterRule, i)->match);
    add_port (flows->tcp_ports, DNS_PORT);
    add_port (flows->udp_ports, DNS_PORT);
    add_port (flows->tcp_ports, UNNAMED_TCP);
    add_port (flows->udp_ports, UNNAMED_UDP);
}

/* On all landings, whichever the expectation is about. */
static void
add_expected (KernelFlows *flows, const CvpnScenario *scenario, const CvpnExpectSpec *expect)
{
    const CvpnNetwork *net = scenario->net;
    CvpnDestination to;
    const guint32 population =
        expect->to && expect->to->flow
            ? cvpn_workload_find_population (scenario->workload, expect->clients)
            : CVPN_NONE;

    if (population == CVPN_NONE || !cvpn_destination_resolve (net, expect->to->flow, &to, NULL))
        return;
    if (to.protocol == CVPN_PROTOCOL_TCP)
        add_port (flows->tcp_ports, to.port);
    else if (to.protocol == CVPN_PROTOCOL_UDP)
        add_port (flows->udp_ports, to.port);
    else if (to.protocol != CVPN_PROTOCOL_ICMP || to.icmp_type != 8 || to.icmp_code != 0)
        to.address = 0; /* counted as not probed */
    for (guint32 i = 0; i < net->associations->len; i++)
        add_probe (flows, scenario, population, i, to.address, (Service){ to.protocol, to.port },
                   TRUE);
}

static void
add_address (GArray *addresses, guint32 address)
{
    if (address != 0)
        g_array_append_val (addresses, address);
}

/* Hosts, and addresses that are no host's. */
static GArray *
collect_destinations (const CvpnNetwork *net)
{
    GArray *all = g_array_new (FALSE, FALSE, sizeof (guint32));

    for (guint32 i = 0; i < net->hosts->len; i++) {
        add_address (all, cvpn_host (net, i)->address);
        add_address (all, cvpn_host (net, i)->public_address);
    }
    for (guint32 i = 0; i < net->subnets->len; i++)
        add_address (all, cvpn_subnet (net, i)->cidr.address + 7);
    for (guint32 i = 0; i < net->vpcs->len; i++) {
        const CvpnPrefix block = *cvpn_at (net->cidrs, CvpnPrefix, cvpn_vpc (net, i)->cidrs.first);
        if (block.length <= 16)
            add_address (all, block.address + NOT_IN_A_SUBNET);
    }
    for (guint32 i = 0; i < net->associations->len; i++)
        add_address (all, cvpn_association (net, i)->interface_address);
    if (net->associations->len > 0)
        add_address (all, kernel_resolver (net, 0));
    for (guint32 i = CVPN_INTERNET + 1; i < net->networks->len; i++) {
        const CvpnSpan cidrs = cvpn_at (net->networks, CvpnOutside, i)->cidrs;
        for (guint32 j = cidrs.first; j < cidrs.first + cidrs.count; j++)
            add_address (all, cvpn_at (net->cidrs, CvpnPrefix, j)->address + 77);
    }
    for (guint32 i = 0; i < net->prefix_lists->len; i++) {
        const CvpnSpan entries = cvpn_at (net->prefix_lists, CvpnPrefixList, i)->entries;
        add_address (all, cvpn_at (net->cidrs, CvpnPrefix, entries.first)->address + 1);
    }
    for (guint32 i = 0; i < net->endpoints->len; i++)
        add_address (all, cvpn_endpoint (net, i)->client_cidr.address + 9);
    add_address (all, 0xc6336463); /* 198.51.100.99, documentation's */
    add_address (all, 0x08080808);
    return all;
}

static GArray *
collect_services (const KernelFlows *flows)
{
    GArray *all = g_array_new (FALSE, FALSE, sizeof (Service));
    Service service = { .protocol = CVPN_PROTOCOL_ICMP };

    g_array_append_val (all, service);
    service.protocol = CVPN_PROTOCOL_TCP;
    for (guint i = 0; i < flows->tcp_ports->len; i++) {
        service.port = g_array_index (flows->tcp_ports, guint16, i);
        g_array_append_val (all, service);
    }
    service.protocol = CVPN_PROTOCOL_UDP;
    for (guint i = 0; i < flows->udp_ports->len; i++) {
        service.port = g_array_index (flows->udp_ports, guint16, i);
        g_array_append_val (all, service);
    }
    return all;
}

static void
add_product (KernelFlows *flows, const CvpnScenario *scenario, guint cap, GRand *rand)
{
    g_autoptr (GArray) destinations = collect_destinations (scenario->net);
    g_autoptr (GArray) services = collect_services (flows);
    const guint people = scenario->workload->populations->len;
    const guint landings = scenario->net->associations->len;
    const guint product = people * landings * destinations->len * services->len;

    for (guint i = 0; i < product; i++) {
        const guint flow = i / (people * landings);
        if (product > cap && g_rand_double (rand) * product > cap)
            continue;
        add_probe (flows, scenario, i % people, i / people % landings,
                   g_array_index (destinations, guint32, flow / services->len),
                   g_array_index (services, Service, flow % services->len), FALSE);
    }
}

KernelFlows *
kernel_flows_new (const CvpnScenario *scenario, guint cap, guint32 seed)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    const GPtrArray *expects = scenario->spec->expects;
    const guint32 landings = scenario->net->associations->len;
    KernelFlows *flows = g_new0 (KernelFlows, 1);

    flows->probes = g_array_new (FALSE, FALSE, sizeof (KernelProbe));
    flows->tcp_ports = g_array_new (FALSE, FALSE, sizeof (guint16));
    flows->udp_ports = g_array_new (FALSE, FALSE, sizeof (guint16));
    flows->next_port = g_new0 (guint16, landings);
    for (guint32 i = 0; i < landings; i++)
        flows->next_port[i] = FIRST_PORT;
    for (guint i = 0; i < expects->len; i++)
        add_expected (flows, scenario, expects->pdata[i]);
    collect_ports (flows, scenario->net);
    add_product (flows, scenario, cap, rand);
    return flows;
}
