/* boundaries: every address that anything in a network names, one by one.
 *
 * More cuts than needed do no harm, one too few would: so every array of the network that
 * holds addresses is gone through, whether or not a flow can get there. */
#include "classes/boundaries.h"

static void
add_start (GArray *starts, guint64 address)
{
    const guint32 start = (guint32) address;

    if (address <= G_MAXUINT32)
        g_array_append_val (starts, start);
}

static void
add_prefix (GArray *starts, CvpnPrefix prefix)
{
    if (prefix.length == CVPN_PREFIX_UNSET)
        return;
    add_start (starts, prefix.address);
    add_start (starts, prefix.address + cvpn_prefix_size (prefix));
}

static void
add_address (GArray *starts, guint32 address)
{
    add_prefix (starts, (CvpnPrefix){ address, 32 });
}

/* for_each (net->subnets, CvpnSubnet, s): 's' points to each element in turn. */
#define for_each(array, type, item)                                                                \
    for (const type *item = (const type *) (gpointer) (array)->data,                               \
                    *item##_end = item + (array)->len;                                             \
         item < item##_end; item++)

static void
add_routes (GArray *starts, const CvpnNetwork *net)
{
    for_each (net->routes, CvpnRoute, route) add_prefix (starts, route->destination);
    for_each (net->transit_routes, CvpnTransitRoute, route) add_prefix (starts, route->destination);
    for_each (net->connection_routes, CvpnConnectionRoute, route)
        add_prefix (starts, route->destination);
    for_each (net->vpn_routes, CvpnVpnRoute, route) add_prefix (starts, route->destination);
    for_each (net->authorization_targets, CvpnAuthorizationTarget, target)
        add_prefix (starts, target->destination);
}

static void
add_filters (GArray *starts, const CvpnNetwork *net)
{
    for_each (net->acl_entries, CvpnAclEntry, entry) add_prefix (starts, entry->peer);
    for_each (net->filter_rules, CvpnFilterRule,
              rule) if (rule->group == CVPN_NONE && rule->prefix_list == CVPN_NONE)
        add_prefix (starts, rule->peer);
}

/* The blocks of VPCs, outside networks and prefix lists are among net->cidrs. */
static void
add_blocks (GArray *starts, const CvpnNetwork *net)
{
    for_each (net->cidrs, CvpnPrefix, cidr) add_prefix (starts, *cidr);
    for_each (net->subnets, CvpnSubnet, subnet) if (!subnet->unknown)
        add_prefix (starts, subnet->cidr);
    for_each (net->endpoints, CvpnEndpoint, endpoint) add_prefix (starts, endpoint->client_cidr);
}

static void
add_interfaces (GArray *starts, const CvpnNetwork *net)
{
    for_each (net->hosts, CvpnHost, host)
    {
        add_address (starts, host->address);
        add_address (starts, host->public_address);
    }
    for_each (net->nat_addresses, CvpnNatAddress, nat)
    {
        add_address (starts, nat->address);
        add_address (starts, nat->public_address);
    }
    for_each (net->associations, CvpnAssociation, association)
    {
        add_address (starts, association->interface_address);
        add_address (starts, association->public_address);
    }
    for_each (net->vpcs, CvpnVpc, vpc) if (vpc->cidrs.count > 0) /* Amazon's DNS server */
        add_address (starts, cvpn_at (net->cidrs, CvpnPrefix, vpc->cidrs.first)->address + 2);
}

/* What the evaluator knows by heart: which addresses are private, where Amazon's DNS server is
 * besides (cvpn_network_is_resolver), and the block of the public addresses that AWS chooses. */
static void
add_constants (GArray *starts)
{
    guint n;
    const CvpnPrefix *blocks = cvpn_prefix_private_blocks (&n);

    for (guint i = 0; i < n; i++)
        add_prefix (starts, blocks[i]);
    add_address (starts, CVPN_RESOLVER_ADDRESS);
    add_prefix (starts, CVPN_PUBLIC_STAND_IN);
}

void
cvpn_boundaries_of_network (GArray *starts, const CvpnNetwork *net)
{
    add_constants (starts);
    add_blocks (starts, net);
    add_interfaces (starts, net);
    add_routes (starts, net);
    add_filters (starts, net);
}

static void
add_pushed (CvpnPrefix prefix, guint32 value, gpointer data)
{
    (void) value;
    add_prefix (data, prefix);
}

void
cvpn_boundaries_of_person (GArray *starts, const CvpnPerson *person)
{
    add_prefix (starts, person->local_network);
    if (person->pushed)
        cvpn_prefix_table_foreach (person->pushed, add_pushed, starts);
}

static int
compare_addresses (gconstpointer a, gconstpointer b)
{
    const guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

    return x < y ? -1 : x > y;
}

void
cvpn_boundaries_sort (GArray *starts, CvpnPrefix block)
{
    guint kept = 0;

    g_array_append_val (starts, block.address);
    g_array_sort (starts, compare_addresses);
    for (guint i = 0; i < starts->len; i++) {
        const guint32 start = g_array_index (starts, guint32, i);
        if (cvpn_prefix_contains (block, start) &&
            (kept == 0 || g_array_index (starts, guint32, kept - 1) != start))
            g_array_index (starts, guint32, kept++) = start;
    }
    g_array_set_size (starts, kept);
}
