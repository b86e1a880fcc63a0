/* planning_scenario: groups of the file as they are, but for the keys that do not matter for
 * connecting and those that the plan chooses. */
#include "plan/planning_scenario.h"

#include <stdlib.h>
#include <string.h>

#include "base/quantity.h"
#include "input/file_names.h"

typedef struct {
    const CvpnScenario *scenario;
    const CvpnEndpoint *endpoint;
    guint32 index;
    const CvpnPlanVariant *variant;
    GString *text;
    char *folder; /* real path: what names of files shall be relative to */
    GError *error;
} Page;

/* Keys that the plan chooses, or that matter to what is sent only. */
static const char *const scenario_left_out[] = {
    "title",   "description",    "duration",      "warm-up", "seed",
    "include", "metrics-period", "return-within", NULL,
};
static const char *const week_left_out[] = { "start", "start-date", NULL };
static const char *const quotas_left_out[] = { "concurrent-connections", NULL };
static const char *const limits_left_out[] = { "concurrent-connections", "profile", NULL };
static const char *const endpoint_left_out[] = { "client-cidr-block",
                                                 "vpc",
                                                 "target-networks",
                                                 "automatic-routes",
                                                 "security-groups",
                                                 "snat-ports",
                                                 "dns-servers",
                                                 "mssfix",
                                                 "interface-addresses",
                                                 "interface-security-groups",
                                                 NULL };
/* A plan is for days on which certificates and lists are renewed in time. */
static const char *const expiries_left_out[] = {
    "server-certificate-expires",
    "identity-provider-certificate-expires",
    "next-update",
    NULL,
};
static const char *const clients_left_out[] = {
    "groups", "local-network", "pushed-routes", "pushed-routes-limit", "bandwidth", NULL,
};
static const char *const list_left_out[] = { "revoked", NULL };
static const char *const nothing[] = { NULL };

static gboolean
is_among (const char *key, const char *const *keys)
{
    return g_strv_contains (keys, key);
}

static char *
find_real (const char *path)
{
    char *real = realpath (path, NULL);
    char *copy = g_strdup (real ? real : path);

    free (real);
    return copy;
}

/* Names of files are relative to where they stand: an included file, the command line. */
static void
put_entry (Page *page, const CvpnGroup *group, const CvpnEntry *entry)
{
    g_autofree char *folder = entry->line == 0 ? g_strdup (".") : g_path_get_dirname (entry->file);
    g_autofree char *from = find_real (folder);
    CvpnFileNames names = { .from = from, .to = page->folder };
    g_autofree char *moved = cvpn_file_names_move (group->kind, entry->key, entry->value, &names);

    if (names.error && !page->error)
        page->error = names.error;
    else
        g_clear_error (&names.error);
    g_string_append_printf (page->text, "%s = %s\n", entry->key, moved ? moved : entry->value);
}

static void
put_entries (Page *page, const CvpnGroup *group, const char *const *without)
{
    for (guint i = 0; group && i < group->entries->len; i++) {
        const CvpnEntry *entry = group->entries->pdata[i];
        if (!is_among (entry->key, without) && !is_among (entry->key, expiries_left_out))
            put_entry (page, group, entry);
    }
}

static gboolean
has_expiry (const CvpnGroup *group)
{
    for (guint i = 0; group && i < group->entries->len; i++)
        if (is_among (((const CvpnEntry *) group->entries->pdata[i])->key, expiries_left_out))
            return TRUE;
    return FALSE;
}

gboolean
cvpn_planning_expires (const CvpnScenario *scenario, guint32 endpoint)
{
    const CvpnEndpointSpec *spec = scenario->spec->endpoints->pdata[endpoint];
    const GPtrArray *lists = scenario->spec->revocation_lists;

    for (guint i = 0; i < lists->len; i++) {
        const CvpnGroup *group = ((const CvpnCrlSpec *) lists->pdata[i])->group;
        if (g_str_equal (group->name, spec->group->name) && has_expiry (group))
            return TRUE;
    }
    return has_expiry (spec->group);
}

static void
put_duration (Page *page, const char *key, gint64 ns)
{
    g_autofree char *text = cvpn_duration_format (ns);

    g_string_append_printf (page->text, "%s = %s\n", key, text);
}

static void
put_scenario (Page *page)
{
    const CvpnSpec *spec = page->scenario->spec;
    const CvpnPlanVariant *variant = page->variant;
    const CvpnGroup *group = spec->scenario.group;

    g_string_append_printf (page->text, "[scenario]\ntitle = A plan's view of %s\n",
                            page->endpoint->name);
    for (guint i = 0; i < group->entries->len; i++) {
        const CvpnEntry *entry = group->entries->pdata[i];
        if (!is_among (entry->key, scenario_left_out) &&
            !(variant->week && is_among (entry->key, week_left_out)))
            put_entry (page, group, entry);
    }
    put_duration (page, "duration", variant->duration_ns);
    put_duration (page, "warm-up", variant->warm_up_ns);
    if (variant->condition != CVPN_PLAN_NORMAL)
        put_duration (page, "return-within", variant->within_ns);
}

/* A group of which there is one: latency, operations. */
static void
put_single (Page *page, const char *kind, const CvpnGroup *group)
{
    if (!group)
        return;
    g_string_append_printf (page->text, "\n[%s]\n", kind);
    put_entries (page, group, nothing);
}

static void
put_quotas (Page *page)
{
    const CvpnGroup *group = page->scenario->spec->quotas.group;
    const gint64 connections = page->variant->connections;

    g_string_append (page->text, "\n[quotas]\n");
    put_entries (page, group,
                 page->variant->without_limits ? limits_left_out
                 : connections >= 0            ? quotas_left_out
                                               : nothing);
    if (connections >= 0)
        g_string_append_printf (page->text, "concurrent-connections = %" G_GINT64_FORMAT "\n",
                                connections);
}

/* "us-east-1b" follows "us-east-1a". */
static char *
next_zone (GPtrArray *zones)
{
    const char *first = zones->len > 0 ? zones->pdata[0] : "zone-a";
    g_autofree char *stem = g_strndup (first, strlen (first) - 1);

    for (int letter = 'a'; letter <= 'z'; letter++) {
        g_autofree char *zone = g_strdup_printf ("%s%c", stem, letter);
        if (!g_ptr_array_find_with_equal_func (zones, zone, g_str_equal, NULL))
            return g_steal_pointer (&zone);
    }
    return g_strdup_printf ("zone-%u", zones->len + 1);
}

static void
add_zone (GPtrArray *zones, const CvpnNetwork *net, guint32 subnet)
{
    if (cvpn_subnet (net, subnet)->unknown)
        return;
    const char *zone = net->zones->pdata[cvpn_subnet (net, subnet)->zone];
    if (!g_ptr_array_find_with_equal_func (zones, zone, g_str_equal, NULL))
        g_ptr_array_add (zones, g_strdup (zone));
}

char *
cvpn_planning_zone (const CvpnScenario *scenario, guint32 endpoint, guint n)
{
    g_autoptr (GPtrArray) zones = g_ptr_array_new_with_free_func (g_free);
    const CvpnNetwork *net = scenario->net;
    const CvpnSpan own = cvpn_endpoint (net, endpoint)->associations;

    for (guint32 i = own.first; i < own.first + own.count; i++)
        add_zone (zones, net, cvpn_association (net, i)->subnet);
    for (guint32 i = 0; i < net->subnets->len; i++)
        add_zone (zones, net, i);
    while (zones->len <= n)
        g_ptr_array_add (zones, next_zone (zones));
    return g_strdup (zones->pdata[n]);
}

/* Names of the endpoint's own, which no other resource of the page has. */
static void
put_network (Page *page)
{
    const char *name = page->endpoint->name;

    g_string_append_printf (page->text, "\n[vpc %s-vpc]\ncidr-block = 192.168.0.0/16\n", name);
    for (guint i = 0; i < page->variant->associations; i++) {
        g_autofree char *zone = cvpn_planning_zone (page->scenario, page->index, i);
        g_string_append_printf (page->text,
                                "\n[subnet %s-subnet-%u]\nvpc = %s-vpc\navailability-zone = %s\n"
                                "cidr-block = 192.168.%u.0/24\n",
                                name, i + 1, name, zone, i);
    }
}

static void
put_subnets (Page *page)
{
    for (guint i = 0; i < page->variant->associations; i++)
        g_string_append_printf (page->text, "%s%s-subnet-%u", i > 0 ? "; " : "",
                                page->endpoint->name, i + 1);
    g_string_append_c (page->text, '\n');
}

/* With split tunnel a route to everywhere may capture the tunnel itself, and end sessions. */
static gboolean
pushes_everything (const Page *page)
{
    const CvpnPrefix everything = { 0, 0 };

    return cvpn_prefix_table_get (page->endpoint->pushed, everything) != CVPN_PREFIX_TABLE_NONE;
}

static void
put_endpoint (Page *page)
{
    const CvpnEndpointSpec *spec = page->scenario->spec->endpoints->pdata[page->index];
    const char *name = page->endpoint->name;

    g_string_append_printf (page->text,
                            "\n[client-vpn-endpoint %s]\nclient-cidr-block = 10.0.0.0/%u\n"
                            "target-networks = ",
                            name, page->variant->prefix_length);
    put_subnets (page);
    put_entries (page, spec->group, endpoint_left_out);
    if (!pushes_everything (page))
        return;
    g_string_append_printf (page->text, "\n[client-vpn-routes %s]\n0.0.0.0/0 = ", name);
    put_subnets (page);
}

static gboolean
is_of_endpoint (const Page *page, const CvpnClientsSpec *clients)
{
    return g_str_equal (clients->endpoint, page->endpoint->name);
}

static gboolean
lists_user (const CvpnClientsSpec *clients, const char *user)
{
    const GPtrArray *logins = clients->arrival.logins;

    for (guint i = 0; logins && i < logins->len; i++)
        if (g_str_equal (((const CvpnLogin *) logins->pdata[i])->user, user))
            return TRUE;
    return FALSE;
}

/* A list may revoke users of another endpoint, who are not here. */
static gboolean
is_there (const Page *page, const char *user)
{
    const CvpnScenario *scenario = page->scenario;
    const guint32 found = cvpn_workload_find_population (scenario->workload, user);

    if (found != CVPN_NONE)
        return is_of_endpoint (
            page, cvpn_at (scenario->workload->populations, CvpnPopulation, found)->spec);
    for (guint i = 0; i < scenario->spec->clients->len; i++) {
        const CvpnClientsSpec *clients = scenario->spec->clients->pdata[i];
        if (is_of_endpoint (page, clients) && lists_user (clients, user))
            return TRUE;
    }
    return FALSE;
}

static void
put_revocation_list (Page *page)
{
    const GPtrArray *lists = page->scenario->spec->revocation_lists;

    for (guint i = 0; i < lists->len; i++) {
        const CvpnCrlSpec *list = lists->pdata[i];
        if (!g_str_equal (list->group->name, page->endpoint->name))
            continue;
        g_string_append_printf (
            page->text, "\n[certificate-revocation-list %s]\nrevoked = ", list->group->name);
        for (guint j = 0; j < list->revoked->len; j++)
            if (is_there (page, list->revoked->pdata[j]))
                g_string_append_printf (page->text, "%s; ", (char *) list->revoked->pdata[j]);
        g_string_append_c (page->text, '\n');
        put_entries (page, list->group, list_left_out);
    }
}

gboolean
cvpn_planning_stays_away (const CvpnClientsSpec *clients)
{
    return clients->reconnect_after_ns < 0;
}

static void
put_population (Page *page, const CvpnClientsSpec *clients)
{
    const gboolean woken =
        page->variant->condition != CVPN_PLAN_NORMAL && cvpn_planning_stays_away (clients);

    g_string_append_printf (page->text, "\n[clients %s]\n", clients->group->name);
    for (guint i = 0; i < clients->group->entries->len; i++) {
        const CvpnEntry *entry = clients->group->entries->pdata[i];
        const gboolean replaced =
            woken && (g_str_equal (entry->key, "retry") || g_str_equal (entry->key, "reconnect"));
        if (!replaced && !is_among (entry->key, clients_left_out))
            put_entry (page, clients->group, entry);
    }
    if (woken)
        g_string_append (page->text, "retry = openvpn\nreconnect = openvpn\n");
}

static void
put_storm (Page *page, const char *clients, const char *at)
{
    g_string_append_printf (page->text,
                            "\n[event storm-%s]\nat = %s\naction = terminate-connections %s\n",
                            clients, at, clients);
}

static void
put_people (Page *page)
{
    const GPtrArray *all = page->scenario->spec->clients;
    g_autofree char *at = cvpn_duration_format (page->variant->at_ns);

    for (guint i = 0; i < all->len; i++) {
        const CvpnClientsSpec *clients = all->pdata[i];
        if (!is_of_endpoint (page, clients))
            continue;
        put_population (page, clients);
        if (page->variant->condition == CVPN_PLAN_STORM)
            put_storm (page, clients->group->name, at);
    }
    if (page->variant->condition == CVPN_PLAN_ZONE_LOSS) {
        g_autofree char *zone = cvpn_planning_zone (page->scenario, page->index, 0);
        g_string_append_printf (
            page->text, "\n[event zone-loss]\nat = %s\naction = fail-availability-zone %s\n", at,
            zone);
    }
}

char *
cvpn_planning_scenario (const CvpnScenario *scenario, guint32 endpoint,
                        const CvpnPlanVariant *variant, GError **error)
{
    g_autofree char *folder = g_path_get_dirname (scenario->path);
    g_autofree char *real = find_real (folder);
    Page page = { .scenario = scenario,
                  .endpoint = cvpn_endpoint (scenario->net, endpoint),
                  .index = endpoint,
                  .variant = variant,
                  .text = g_string_new (NULL),
                  .folder = real };

    put_scenario (&page);
    put_single (&page, "latency", scenario->spec->latency.group);
    put_single (&page, "operations", scenario->spec->operations.group);
    put_quotas (&page);
    put_network (&page);
    put_endpoint (&page);
    put_revocation_list (&page);
    put_people (&page);
    if (!page.error)
        return g_string_free (page.text, FALSE);
    g_propagate_error (error, page.error);
    g_string_free (page.text, TRUE);
    return NULL;
}
