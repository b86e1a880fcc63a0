/* A landing: the endpoint's server with its interface in the associated subnet.
 *
 * What comes out of a client's tunnel is routed by the endpoint's routes of this landing, asked
 * for authorization and the endpoint's security groups, and leaves with the interface's address.
 * Nobody reaches the interface itself. */
#include "kernel.h"

static gint
compare_lengths (gconstpointer a, gconstpointer b, gpointer data)
{
    const GArray *targets = data;
    const guint32 *one = a, *other = b;

    return (gint) cvpn_at (targets, CvpnAuthorizationTarget, *other)->destination.length -
           (gint) cvpn_at (targets, CvpnAuthorizationTarget, *one)->destination.length;
}

static gboolean
admits (const CvpnNetwork *net, CvpnSpan rules, const CvpnPerson *person)
{
    for (guint32 i = rules.first; i < rules.first + rules.count; i++) {
        const guint32 group = cvpn_at (net->authorization_rules, CvpnAuthorizationRule, i)->group;
        for (guint j = 0; person && j < person->n_groups; j++)
            if (person->groups[j] == group)
                return TRUE;
        if (group == CVPN_NONE)
            return TRUE;
    }
    return FALSE;
}

/* The endpoint's targets, the longest first: the first that covers decides, whoever it is for.
 * 'person' NULL: a stranger, as all are to other clients. */
static void
add_authorization (Kernel *k, KernelSpace *landing, const CvpnEndpoint *endpoint, const char *name,
                   const CvpnPerson *person)
{
    GArray *targets = k->net->authorization_targets;
    g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (guint32));

    for (guint32 i = 0; i < targets->len; i++)
        if (cvpn_prefix_table_get (endpoint->authorization,
                                   cvpn_at (targets, CvpnAuthorizationTarget, i)->destination) == i)
            g_array_append_val (order, i);
    g_array_sort_with_data (order, compare_lengths, targets);
    kernel_nft (landing, "chain %s {", name);
    for (guint i = 0; i < order->len; i++) {
        const CvpnAuthorizationTarget *target =
            cvpn_at (targets, CvpnAuthorizationTarget, g_array_index (order, guint32, i));
        g_autofree char *peer = kernel_peer ("daddr", target->destination);
        kernel_nft (landing, "%s%s", peer,
                    admits (k->net, target->rules, person) ? "return" : "drop");
    }
    kernel_nft (landing, "drop; }");
}

static void
authorize (Kernel *k, KernelSpace *landing, guint32 endpoint)
{
    const GArray *populations = k->scenario->workload->populations;
    char name[16];

    add_authorization (k, landing, cvpn_endpoint (k->net, endpoint), "others", NULL);
    for (guint32 i = 0; i < populations->len; i++) {
        const CvpnPerson *person = &cvpn_at (populations, CvpnPopulation, i)->person;
        if (person->endpoint != endpoint)
            continue;
        g_snprintf (name, sizeof name, "users%u", i);
        add_authorization (k, landing, cvpn_endpoint (k->net, endpoint), name, person);
    }
}

/* Only `local` leads to other clients, whatever else covers their addresses. */
static void
filter_landing (Kernel *k, KernelSpace *landing, const CvpnAssociation *association)
{
    const GArray *populations = k->scenario->workload->populations;
    const guint32 index = association->endpoint;
    const CvpnEndpoint *endpoint = cvpn_endpoint (k->net, index);
    g_autofree char *clients = kernel_prefix (endpoint->client_cidr);

    kernel_groups_chain (k, landing, "egress", association->groups, TRUE);
    authorize (k, landing, index);
    kernel_nft (landing, "chain input { type filter hook input priority filter; drop; }");
    kernel_nft (landing, "chain forward { type filter hook forward priority filter;");
    kernel_nft (landing, "ct state established,related accept; iifname eth0 drop");
    kernel_nft (landing, "ip daddr %s jump others", clients);
    for (guint32 i = 0; i < populations->len; i++)
        if (cvpn_at (populations, CvpnPopulation, i)->person.endpoint == index)
            kernel_nft (landing, "iifname tun%u ip daddr != %s jump users%u", i, clients, i);
    kernel_nft (landing,
                "oifname peers accept; ip daddr %s drop; %s oifname resolver accept; "
                "jump egress; }",
                clients, endpoint->snat_ports == 0 ? "drop;" : "");
}

/* The kernel keeps the port where it is free and among those that may be used. */
static void
translate (KernelSpace *landing, const CvpnEndpoint *endpoint, const CvpnAssociation *association)
{
    g_autofree char *address = kernel_address (association->interface_address);

    kernel_nft (landing, "chain post { type nat hook postrouting priority srcnat;");
    if (endpoint->snat_ports > 0)
        kernel_nft (landing, "oifname eth0 meta l4proto { tcp, udp } snat to %s:%u-%u", address,
                    endpoint->snat_first, endpoint->snat_last);
    kernel_nft (landing, "oifname eth0 snat to %s; }", address);
}

/* A route leads out of the interface (it throws, behind which the main table with eth0 comes)
 * or to the others. */
static void
add_routes (Kernel *k, KernelSpace *landing, guint32 index, const char *peers)
{
    const CvpnPrefixTable *winners = cvpn_association (k->net, index)->routes;

    for (guint32 i = 0; i < k->net->vpn_routes->len; i++) {
        const CvpnVpnRoute *route = cvpn_at (k->net->vpn_routes, CvpnVpnRoute, i);
        g_autofree char *destination = kernel_prefix (route->destination);
        if (cvpn_prefix_table_get (winners, route->destination) != i)
            continue;
        if (route->association == CVPN_NONE)
            kernel_ip (landing, "route add %s %s table 10", destination, peers);
        else
            kernel_ip (landing, "route add throw %s table 10", destination);
    }
}

static void
build_landing (Kernel *k, guint32 index)
{
    const CvpnAssociation *association = cvpn_association (k->net, index);
    const CvpnEndpoint *endpoint = cvpn_endpoint (k->net, association->endpoint);
    KernelSpace *landing = kernel_world_space (&k->world, TRUE, "landing.%s.%s", endpoint->name,
                                               cvpn_subnet (k->net, association->subnet)->name);
    const KernelLink link = kernel_attach (k, association->subnet, landing, 'e', index);

    k->landings[index] = landing;
    kernel_attach_address (k, association->subnet, landing, &link, association->interface_address);
    filter_landing (k, landing, association);
    translate (landing, endpoint, association);
    const KernelLink peers = kernel_build_clients (k, index);
    add_routes (k, landing, index, peers.to_b);
    kernel_ip (landing, "route add blackhole default metric 9999 table 10");
}

void
kernel_build_landings (Kernel *k)
{
    for (guint32 i = 0; i < k->net->associations->len; i++)
        build_landing (k, i);
}
