/* Which interfaces become hosts: those of the VPCs' own things, as the user limits them; what
 * routes lead to is always among them. */
#include "import/draft/parts.h"

#include <string.h>

/* Interfaces of what other groups describe, or of what no flow is for. */
static gboolean
is_of_a_service (const CvpnInterfaceThing *interface)
{
    static const char *const types[] = { "nat_gateway",
                                         "natGateway",
                                         "transit_gateway",
                                         "gateway_load_balancer",
                                         "gateway_load_balancer_endpoint",
                                         NULL };

    return interface->client_vpn || (interface->type && g_strv_contains (types, interface->type));
}

static gboolean
is_host (CvpnDrafting *d, const CvpnInterfaceThing *interface)
{
    const char *why = NULL;

    if (is_of_a_service (interface) || cvpn_drafting_nat_of (d, interface))
        return FALSE;
    if (interface->stopped)
        why = "attached to nothing, or of instances that do not run";
    else if (!cvpn_drafting_has (d, "subnet", interface->subnet))
        why = "in subnets that are not in the input";
    else if (interface->addresses->len == 0)
        why = "without an IPv4 address";
    if (why)
        cvpn_drafting_left_out (d, "interfaces", 1, why);
    return why == NULL;
}

static gboolean
matches_block (const CvpnInterfaceThing *interface, const char *text)
{
    CvpnPrefix block;

    if (!strchr (text, '/') || !cvpn_prefix_parse (text, &block, NULL))
        return FALSE;
    for (guint i = 0; i < interface->addresses->len; i++)
        if (cvpn_prefix_contains (block, g_array_index (interface->addresses, guint32, i)))
            return TRUE;
    return FALSE;
}

static gboolean
matches (const CvpnInterfaceThing *interface, const char *which)
{
    const char *const names[] = { interface->thing.id, interface->instance, interface->subnet,
                                  interface->vpc };

    if (g_str_equal (which, "all"))
        return TRUE;
    if (g_str_equal (which, "none"))
        return FALSE;
    if (g_str_equal (which, "instances"))
        return interface->instance != NULL;
    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        if (g_strcmp0 (names[i], which) == 0)
            return TRUE;
    return matches_block (interface, which) ||
           (interface->thing.name && g_pattern_match_simple (which, interface->thing.name));
}

static gboolean
is_wanted (const CvpnDrafting *d, const CvpnInterfaceThing *interface)
{
    const char *const *wanted = d->options->hosts;

    for (guint i = 0; wanted && wanted[i]; i++)
        if (matches (interface, wanted[i]))
            return TRUE;
    return !wanted;
}

static gboolean
is_target (const CvpnDrafting *d, const CvpnInterfaceThing *interface)
{
    return g_hash_table_contains (d->route_targets, interface->thing.id) ||
           (interface->instance && g_hash_table_contains (d->route_targets, interface->instance));
}

/* An instance is known by its own id; its further interfaces, and what is no instance, by the
 * interface's. */
static void
write_host (CvpnDrafting *d, const CvpnInterfaceThing *interface)
{
    const char *id = interface->thing.id, *name = id;
    char text[CVPN_ADDRESS_TEXT];

    if (interface->instance && interface->primary &&
        !g_hash_table_contains (d->written, interface->instance))
        name = interface->instance;
    cvpn_drafting_write_named (d, "host", name, &interface->thing);
    cvpn_drafting_put (d->hosts_of, id, name);
    if (name == interface->instance)
        cvpn_drafting_put (d->hosts_of, name, name);
    for (guint i = 1; i < interface->addresses->len; i++) {
        g_autofree char *more = g_strdup_printf (
            "%s.%s", id,
            cvpn_address_format (g_array_index (interface->addresses, guint32, i), text));
        cvpn_drafting_write_named (d, "host", more, &interface->thing);
    }
}

static void
leave_host_out (CvpnDrafting *d, const char *vpc)
{
    const guint before = GPOINTER_TO_UINT (g_hash_table_lookup (d->hosts_left_out, vpc));

    cvpn_drafting_put (d->hosts_left_out, vpc, GUINT_TO_POINTER (before + 1));
}

static gint
compare_places (gconstpointer a, gconstpointer b)
{
    const CvpnInterfaceThing *one = *(CvpnInterfaceThing *const *) a;
    const CvpnInterfaceThing *other = *(CvpnInterfaceThing *const *) b;
    const guint32 address = g_array_index (one->addresses, guint32, 0);
    const guint32 its = g_array_index (other->addresses, guint32, 0);
    const gint order = strcmp (one->subnet, other->subnet);

    if (order != 0)
        return order;
    return address != its ? (address < its ? -1 : 1) : strcmp (one->thing.id, other->thing.id);
}

static GPtrArray *
list_candidates (CvpnDrafting *d)
{
    GPtrArray *candidates = g_ptr_array_new ();

    for (guint i = 0; i < d->inventory->interfaces->len; i++)
        if (is_host (d, d->inventory->interfaces->pdata[i]))
            g_ptr_array_add (candidates, d->inventory->interfaces->pdata[i]);
    g_ptr_array_sort (candidates, compare_places);
    return candidates;
}

void
cvpn_drafting_plan_hosts (CvpnDrafting *d)
{
    g_autoptr (GPtrArray) candidates = list_candidates (d);
    const guint limit = d->options->hosts_per_subnet;
    const char *subnet = "";
    guint n = 0;

    for (guint i = 0; i < candidates->len; i++) {
        const CvpnInterfaceThing *interface = candidates->pdata[i];
        const CvpnSubnetThing *its =
            cvpn_inventory_find (d->inventory, d->inventory->subnets, interface->subnet);
        if (!g_str_equal (subnet, interface->subnet))
            n = 0;
        subnet = interface->subnet;
        const gboolean wanted = is_wanted (d, interface) && (limit == 0 || n < limit);
        if (wanted || is_target (d, interface))
            write_host (d, interface);
        else
            leave_host_out (d, its->vpc);
        n += wanted;
    }
}
