/* The endpoint's routes and authorization rules, of which only active ones count. */
#include "import/draft/endpoint.h"

#include <string.h>

static gboolean
has_route (const CvpnClientVpnThing *endpoint, CvpnPrefix cidr, const char *subnet,
           gboolean automatic)
{
    for (guint i = 0; i < endpoint->routes->len; i++) {
        const CvpnClientRouteThing *route = endpoint->routes->pdata[i];
        if (route->status == CVPN_STATUS_ACTIVE && (route->automatic || !automatic) &&
            cvpn_prefix_equal (route->cidr, cidr) && g_strcmp0 (route->subnet, subnet) == 0)
            return TRUE;
    }
    return FALSE;
}

static const CvpnVpcThing *
find_vpc (const CvpnDrafting *d, const CvpnClientVpnThing *endpoint, const GPtrArray *landings)
{
    const CvpnInventory *in = d->inventory;
    const char *vpc = endpoint->vpc;

    for (guint i = 0; !vpc && i < landings->len; i++) {
        const CvpnSubnetThing *subnet = cvpn_inventory_find (in, in->subnets, landings->pdata[i]);
        vpc = subnet ? subnet->vpc : NULL;
    }
    return cvpn_drafting_has (d, "vpc", vpc) ? cvpn_inventory_find (in, in->vpcs, vpc) : NULL;
}

/* The VPC's blocks that every association has a route to by itself. */
static GArray *
list_automatic (const CvpnClientVpnThing *endpoint, const CvpnVpcThing *vpc,
                const GPtrArray *landings)
{
    GArray *blocks = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));

    for (guint i = 0; vpc && i < vpc->cidrs->len; i++) {
        const CvpnPrefix block = g_array_index (vpc->cidrs, CvpnPrefix, i);
        gboolean all = TRUE;
        for (guint j = 0; all && j < landings->len; j++)
            all = has_route (endpoint, block, landings->pdata[j], TRUE);
        if (all)
            g_array_append_val (blocks, block);
    }
    return blocks;
}

/* A configuration does not list what associating adds by itself. */
static gboolean
lists_automatic (const CvpnClientVpnThing *endpoint)
{
    return endpoint->routes_known && !endpoint->thing.declared;
}

void
cvpn_drafting_add_automatic (CvpnDrafting *d, const CvpnClientVpnThing *endpoint,
                             CvpnDraftGroup *group)
{
    g_autoptr (GPtrArray) landings = cvpn_drafting_landings (endpoint);
    const CvpnVpcThing *vpc = find_vpc (d, endpoint, landings);
    g_autoptr (GArray) blocks = list_automatic (endpoint, vpc, landings);

    if (endpoint->thing.declared || landings->len == 0 || !vpc)
        return;
    if (!lists_automatic (endpoint)) { /* the first block has been there from the beginning */
        g_array_set_size (blocks, 0);
        g_array_append_val (blocks, g_array_index (vpc->cidrs, CvpnPrefix, 0));
    }
    if (blocks->len == vpc->cidrs->len)
        return;
    g_autoptr (GPtrArray) texts = cvpn_drafting_prefixes (blocks);
    cvpn_drafting_list (group, "automatic-routes", texts, FALSE);
}

/* The blocks that 'automatic-routes', or its default, says. */
static GArray *
list_said (const CvpnClientVpnThing *endpoint, const CvpnVpcThing *vpc, const GPtrArray *landings)
{
    GArray *blocks = list_automatic (endpoint, vpc, landings);

    if (lists_automatic (endpoint))
        return blocks;
    g_array_set_size (blocks, 0);
    for (guint i = 0; vpc && i < (endpoint->thing.declared ? vpc->cidrs->len : 1); i++)
        g_array_append_val (blocks, g_array_index (vpc->cidrs, CvpnPrefix, i));
    return blocks;
}

static gboolean
is_among (const GArray *blocks, CvpnPrefix cidr)
{
    for (guint i = 0; i < blocks->len; i++)
        if (cvpn_prefix_equal (g_array_index (blocks, CvpnPrefix, i), cidr))
            return TRUE;
    return FALSE;
}

static void
leave_out (CvpnDrafting *d, const CvpnClientVpnThing *endpoint, const char *what, const char *word)
{
    g_autofree char *clean = cvpn_drafting_clean (word ? word : "");
    g_autofree char *text = g_strdup_printf ("%s in state '%s'", what, clean);

    cvpn_drafting_left_out (d, endpoint->thing.id, 1, text);
}

static void
add_unknown_rows (CvpnDrafting *d, const CvpnClientVpnThing *endpoint, const char *kind,
                  const char *what)
{
    const char *id = endpoint->thing.id;
    g_autofree char *name = g_strdup_printf ("%s-of-%s", what, id);
    g_autofree char *call = cvpn_drafting_call (kind, id);
    g_autofree char *why = g_strdup_printf ("the %s of %s", what, id);

    cvpn_drafting_unknown (d, kind, name, id, call, why);
}

static gboolean
contains (const GPtrArray *names, const char *name)
{
    for (guint i = 0; i < names->len; i++)
        if (strcmp (names->pdata[i], name) == 0)
            return TRUE;
    return FALSE;
}

static gint
compare_routes (gconstpointer a, gconstpointer b)
{
    const CvpnClientRouteThing *one = *(CvpnClientRouteThing *const *) a;
    const CvpnClientRouteThing *other = *(CvpnClientRouteThing *const *) b;
    const gint order = cvpn_drafting_compare_prefixes (one->cidr, other->cidr);

    return order != 0 ? order : g_strcmp0 (one->subnet, other->subnet);
}

/* The active ones that are not said otherwise, sorted. */
static GPtrArray *
list_routes (CvpnDrafting *d, const CvpnClientVpnThing *endpoint, const GPtrArray *landings,
             gboolean *strange)
{
    const CvpnVpcThing *vpc = find_vpc (d, endpoint, landings);
    g_autoptr (GArray) said = list_said (endpoint, vpc, landings);
    GPtrArray *routes = g_ptr_array_new ();

    for (guint i = 0; i < endpoint->routes->len; i++) {
        CvpnClientRouteThing *route = endpoint->routes->pdata[i];
        *strange = *strange || route->status == CVPN_STATUS_UNKNOWN;
        if (route->status != CVPN_STATUS_ACTIVE)
            leave_out (d, endpoint, "routes", route->word);
        else if (g_strcmp0 (route->subnet, "local") != 0 &&
                 (!route->subnet || !contains (landings, route->subnet)))
            cvpn_drafting_left_out (d, endpoint->thing.id, 1,
                                    "routes to subnets that are not associated");
        else if (g_strcmp0 (route->subnet, "local") == 0 || !is_among (said, route->cidr))
            g_ptr_array_add (routes, route);
    }
    g_ptr_array_sort (routes, compare_routes);
    return routes;
}

/* All rows from number 'first' of one destination; returns how many. */
static guint
add_destination (CvpnDrafting *d, CvpnDraftGroup *group, const GPtrArray *routes, guint first)
{
    const CvpnClientRouteThing *one = routes->pdata[first];
    g_autoptr (GPtrArray) subnets = g_ptr_array_new ();
    gboolean automatic = FALSE;
    char text[CVPN_PREFIX_TEXT];
    guint n = 0;

    for (; first + n < routes->len; n++) {
        const CvpnClientRouteThing *route = routes->pdata[first + n];
        if (!cvpn_prefix_equal (route->cidr, one->cidr))
            break;
        automatic = automatic || route->automatic;
        cvpn_drafting_add (subnets,
                           (strcmp (route->subnet, "local") == 0
                                ? "local"
                                : cvpn_drafting_refer (d, "subnet", route->subnet,
                                                       "a target network of %s", group->name)));
    }
    cvpn_drafting_list (group, cvpn_prefix_format (one->cidr, text), subnets, TRUE);
    if (automatic)
        ((CvpnDraftLine *) group->lines->pdata[group->lines->len - 1])->comment =
            g_strdup ("by association, which other associations have not, or of a block that the "
                      "VPC has not");
    return n;
}

void
cvpn_drafting_add_vpn_routes (CvpnDrafting *d, const CvpnClientVpnThing *endpoint)
{
    g_autoptr (GPtrArray) landings = cvpn_drafting_landings (endpoint);
    gboolean strange = FALSE;
    g_autoptr (GPtrArray) routes = list_routes (d, endpoint, landings, &strange);
    CvpnDraftGroup *group;

    if (!endpoint->routes_known || strange)
        add_unknown_rows (d, endpoint, "client-vpn-routes", "routes");
    if (routes->len == 0)
        return;
    group = cvpn_drafting_group_named (d, "client-vpn-routes", endpoint->thing.id, NULL);
    for (guint i = 0; i < routes->len;)
        i += add_destination (d, group, routes, i);
}

/* What a list of the format cannot hold. */
static gboolean
check_access_group (CvpnDrafting *d, const CvpnClientVpnThing *endpoint, const char *name)
{
    if (*name && cvpn_drafting_is_plain (name) && !strchr (name, ';') && strcmp (name, "*") != 0 &&
        !g_ascii_isspace (name[0]) && !g_ascii_isspace (name[strlen (name) - 1]))
        return TRUE;
    g_autofree char *clean = cvpn_drafting_clean (name);
    cvpn_drafting_fault (d, &endpoint->thing,
                         "an authorization rule is for the access group '%s'; scenarios have none "
                         "with ';' or a control character, with a space at an end, or called '*'",
                         clean);
    return FALSE;
}

static gint
compare_rules (gconstpointer a, gconstpointer b)
{
    const CvpnAuthorizationThing *one = *(CvpnAuthorizationThing *const *) a;
    const CvpnAuthorizationThing *other = *(CvpnAuthorizationThing *const *) b;
    const gint order = cvpn_drafting_compare_prefixes (one->cidr, other->cidr);

    return order != 0 ? order : g_strcmp0 (one->group, other->group);
}

static GPtrArray *
list_rules (CvpnDrafting *d, const CvpnClientVpnThing *endpoint, gboolean *strange)
{
    GPtrArray *rules = g_ptr_array_new ();

    for (guint i = 0; i < endpoint->rules->len; i++) {
        CvpnAuthorizationThing *rule = endpoint->rules->pdata[i];
        *strange = *strange || rule->status == CVPN_STATUS_UNKNOWN;
        if (rule->status != CVPN_STATUS_ACTIVE)
            leave_out (d, endpoint, "authorization rules", rule->word);
        else if (!rule->group || check_access_group (d, endpoint, rule->group))
            g_ptr_array_add (rules, rule);
    }
    g_ptr_array_sort (rules, compare_rules);
    return rules;
}

void
cvpn_drafting_add_authorization (CvpnDrafting *d, const CvpnClientVpnThing *endpoint)
{
    gboolean strange = FALSE;
    g_autoptr (GPtrArray) rules = list_rules (d, endpoint, &strange);
    CvpnDraftGroup *group;
    char text[CVPN_PREFIX_TEXT];

    if (!endpoint->rules_known || strange)
        add_unknown_rows (d, endpoint, "authorization-rules", "rules");
    if (rules->len == 0)
        return;
    group = cvpn_drafting_group_named (d, "authorization-rules", endpoint->thing.id, NULL);
    for (guint i = 0; i < rules->len;) {
        const CvpnPrefix cidr = ((CvpnAuthorizationThing *) rules->pdata[i])->cidr;
        g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
        for (; i < rules->len; i++) {
            const CvpnAuthorizationThing *rule = rules->pdata[i];
            if (!cvpn_prefix_equal (rule->cidr, cidr))
                break;
            g_ptr_array_add (names,
                             rule->group ? cvpn_drafting_escape (rule->group) : g_strdup ("*"));
        }
        cvpn_drafting_list (group, cvpn_prefix_format (cidr, text), names, TRUE);
    }
}
