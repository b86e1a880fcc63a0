/* The endpoint's own interfaces: their addresses, and groups that are not the endpoint's: those of
 * a modified endpoint take up to 4 hours to be its interfaces' (AWS Client VPN Administrator Guide,
 * "Modify a Client VPN endpoint"), and packets meet the interface's. */
#include "import/draft/endpoint.h"

#include <string.h>

static gboolean
lands_on (const CvpnClientVpnThing *endpoint, const char *subnet)
{
    g_autoptr (GPtrArray) landings = cvpn_drafting_landings (endpoint);

    for (guint i = 0; i < landings->len; i++)
        if (g_strcmp0 (landings->pdata[i], subnet) == 0)
            return TRUE;
    return FALSE;
}

static gboolean
is_same_set (const GPtrArray *sorted, const GPtrArray *groups)
{
    g_autoptr (GPtrArray) other = g_ptr_array_new ();

    cvpn_drafting_extend (other, groups);
    cvpn_drafting_sort_unique (other);
    if (sorted->len != other->len)
        return FALSE;
    for (guint i = 0; i < sorted->len; i++)
        if (strcmp (sorted->pdata[i], other->pdata[i]) != 0)
            return FALSE;
    return TRUE;
}

/* Whether the interface, by its groups, is this endpoint's rather than another's of the subnet. */
static gboolean
is_of (const CvpnDrafting *d, const CvpnInterfaceThing *interface,
       const CvpnClientVpnThing *endpoint)
{
    g_autoptr (GPtrArray) groups = cvpn_drafting_endpoint_groups (d, endpoint);

    return groups && interface->groups_known && is_same_set (groups, interface->groups);
}

/* The only endpoint that lands there, or of several the only one with these groups. */
static gboolean
belongs (CvpnDrafting *d, const CvpnInterfaceThing *interface, const CvpnClientVpnThing *endpoint)
{
    guint landing = 0, alike = 0;

    if (!lands_on (endpoint, interface->subnet))
        return FALSE;
    for (guint i = 0; i < d->inventory->client_vpns->len; i++) {
        const CvpnClientVpnThing *other = d->inventory->client_vpns->pdata[i];
        if (other->status == CVPN_STATUS_NOT_ACTIVE || !lands_on (other, interface->subnet))
            continue;
        landing++;
        alike += is_of (d, interface, other);
    }
    if (landing == 1 || (alike == 1 && is_of (d, interface, endpoint)))
        return TRUE;
    if (alike != 1)
        cvpn_drafting_remark (d, interface->thing.id,
                              "may be an interface of %s or of another endpoint of %s: left out",
                              endpoint->thing.id, interface->subnet);
    return FALSE;
}

static gint
compare_addresses (gconstpointer a, gconstpointer b)
{
    const CvpnInterfaceThing *one = *(CvpnInterfaceThing *const *) a;
    const CvpnInterfaceThing *other = *(CvpnInterfaceThing *const *) b;
    const guint32 address = g_array_index (one->addresses, guint32, 0);
    const guint32 its = g_array_index (other->addresses, guint32, 0);

    return address < its ? -1 : address > its;
}

/* The endpoint's interfaces in a subnet, by address. */
static GPtrArray *
list_interfaces (CvpnDrafting *d, const CvpnClientVpnThing *endpoint, const char *subnet)
{
    GPtrArray *found = g_ptr_array_new ();

    for (guint i = 0; i < d->inventory->interfaces->len; i++) {
        CvpnInterfaceThing *interface = d->inventory->interfaces->pdata[i];
        if (interface->client_vpn && interface->addresses->len > 0 &&
            g_strcmp0 (interface->subnet, subnet) == 0 && belongs (d, interface, endpoint))
            g_ptr_array_add (found, interface);
    }
    g_ptr_array_sort (found, compare_addresses);
    return found;
}

/* AWS makes several interfaces for an association, and does not document which of them a packet
 * leaves from: by lowest address, which the file says first, stands for them. */
static void
remark_on_more (CvpnDrafting *d, const char *subnet, const GPtrArray *interfaces)
{
    if (interfaces->len > 1)
        cvpn_drafting_remark (
            d, subnet,
            "has %u interfaces of the endpoint; packets are taken to leave by the "
            "one with the lowest address, %s",
            interfaces->len, ((CvpnInterfaceThing *) interfaces->pdata[0])->thing.id);
}

static gboolean
contains (const GPtrArray *groups, const char *id)
{
    for (guint i = 0; i < groups->len; i++)
        if (strcmp (groups->pdata[i], id) == 0)
            return TRUE;
    return FALSE;
}

/* Takes away what 'groups' does not have; TRUE: either has something that the other has not. */
static gboolean
keep_common (GPtrArray *common, const GPtrArray *groups)
{
    const gboolean differ = !is_same_set (common, groups);

    for (guint i = common->len; i-- > 0;)
        if (!contains (groups, common->pdata[i]))
            g_ptr_array_remove_index (common, i);
    return differ;
}

/* What the input says of the groups of what is in that subnet: of the interfaces, else of the
 * target network; NULL: nothing.  'differ': these are what all interfaces have, and some have
 * others.  The caller frees the array. */
static GPtrArray *
find_groups (const CvpnClientVpnThing *endpoint, const char *subnet, const GPtrArray *interfaces,
             gboolean *differ)
{
    GPtrArray *groups = NULL;

    *differ = FALSE;
    for (guint i = 0; i < interfaces->len; i++) {
        const CvpnInterfaceThing *interface = interfaces->pdata[i];
        if (!interface->groups_known)
            continue;
        if (groups) {
            *differ |= keep_common (groups, interface->groups);
            continue;
        }
        groups = g_ptr_array_new ();
        cvpn_drafting_extend (groups, interface->groups);
        cvpn_drafting_sort_unique (groups);
    }
    for (guint i = 0; i < endpoint->targets->len && !groups; i++) {
        const CvpnTargetNetworkThing *target = endpoint->targets->pdata[i];
        if (g_strcmp0 (target->subnet, subnet) != 0 || !target->groups_known)
            continue;
        groups = g_ptr_array_new ();
        cvpn_drafting_extend (groups, target->groups);
    }
    return groups;
}

/* What some interfaces of the subnet have and others have not: a packet may meet it or not. */
static const char *
refer_to_differing (CvpnDrafting *d, const char *subnet)
{
    g_autofree char *name = g_strdup_printf ("groups-of-interfaces-in-%s", subnet);

    return cvpn_drafting_unknown (d, "security-group", name, NULL, NULL,
                                  "the endpoint's interfaces in one subnet have different security "
                                  "groups, and by which of them packets leave is not documented");
}

/* "subnet-a sg-old", or NULL where the groups are the endpoint's. */
static char *
describe_groups (CvpnDrafting *d, const CvpnClientVpnThing *endpoint, const char *subnet,
                 const GPtrArray *interfaces)
{
    gboolean differ;
    g_autoptr (GPtrArray) groups = find_groups (endpoint, subnet, interfaces, &differ);
    g_autoptr (GPtrArray) its = cvpn_drafting_endpoint_groups (d, endpoint);
    const CvpnSubnetThing *thing =
        cvpn_inventory_find (d->inventory, d->inventory->subnets, subnet);
    const char *vpc = thing ? thing->vpc : endpoint->vpc;
    g_autoptr (GPtrArray) names = g_ptr_array_new ();

    if (!groups || !its || (!differ && (groups->len == 0 || is_same_set (its, groups))))
        return NULL;
    for (guint i = 0; i < groups->len; i++)
        cvpn_drafting_add (
            names, cvpn_drafting_refer_to_group (d, groups->pdata[i], vpc, endpoint->thing.id));
    if (differ)
        cvpn_drafting_add (names, refer_to_differing (d, subnet));
    cvpn_drafting_sort_unique (names);
    GString *text = g_string_new (subnet);
    for (guint i = 0; i < names->len; i++)
        g_string_append_printf (text, " %s", (char *) names->pdata[i]);
    cvpn_drafting_remark (d, endpoint->thing.id,
                          "its interfaces in %s have other security groups than the endpoint: "
                          "packets meet the interface's",
                          subnet);
    return g_string_free (text, FALSE);
}

static void
list_addresses (const char *subnet, const GPtrArray *interfaces, GPtrArray *addresses)
{
    char text[CVPN_ADDRESS_TEXT];

    for (guint i = 0; i < interfaces->len; i++) {
        const CvpnInterfaceThing *interface = interfaces->pdata[i];
        const guint32 address = g_array_index (interface->addresses, guint32, 0);
        g_ptr_array_add (addresses,
                         g_strdup_printf ("%s %s", subnet, cvpn_address_format (address, text)));
    }
}

void
cvpn_drafting_add_interfaces (CvpnDrafting *d, const CvpnClientVpnThing *endpoint,
                              CvpnDraftGroup *group)
{
    g_autoptr (GPtrArray) landings = cvpn_drafting_landings (endpoint);
    g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GPtrArray) lagging = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < landings->len; i++) {
        const char *subnet = landings->pdata[i];
        g_autoptr (GPtrArray) interfaces = list_interfaces (d, endpoint, subnet);
        char *groups = describe_groups (d, endpoint, subnet, interfaces);
        if (groups)
            g_ptr_array_add (lagging, groups);
        if (!cvpn_drafting_has (d, "subnet", subnet))
            continue;
        remark_on_more (d, subnet, interfaces);
        list_addresses (subnet, interfaces, addresses);
    }
    if (addresses->len > 0) /* by subnet, the first interface of each first */
        cvpn_drafting_list (group, "interface-addresses", addresses, FALSE);
    if (lagging->len == 0)
        return;
    cvpn_drafting_list (group, "interface-security-groups", lagging, TRUE);
    ((CvpnDraftLine *) group->lines->pdata[group->lines->len - 1])->comment =
        g_strdup ("what the interfaces have, up to 4 hours after the endpoint was modified");
}
