/* workload: resolving people and traffic over a finished network. */
#include "model/workload.h"

#include <cvpnsim/error.h>
#include <stdlib.h>
#include <string.h>

static gint
compare_groups (gconstpointer a, gconstpointer b)
{
    const guint32 one = *(const guint32 *) a, other = *(const guint32 *) b;

    return one < other ? -1 : one > other;
}

CvpnPerson
cvpn_person_of_endpoint (const CvpnNetwork *net, guint32 endpoint)
{
    return (CvpnPerson){ .endpoint = endpoint,
                         .authentication = cvpn_endpoint (net, endpoint)->authentication,
                         .hostname = CVPN_HOSTNAME_RANDOM,
                         .mfa_prompt = TRUE,
                         .local_network = { 0, CVPN_PREFIX_UNSET } };
}

guint
cvpn_person_groups (const CvpnNetwork *net, char *const *names, guint n, guint32 *groups)
{
    guint count = 0;
    const guint most = (guint) MIN ((gint64) n, net->quotas.groups_per_user);

    for (guint i = 0; i < most; i++) {
        guint32 group = cvpn_network_find_access_group (net, names[i]);
        if (group != CVPN_NONE)
            groups[count++] = group;
    }
    qsort (groups, count, sizeof *groups, compare_groups);
    return count;
}

static const CvpnPrefixTable *
build_pushed (CvpnWorkload *w, const GArray *routes)
{
    CvpnPrefixTable *table;

    if (routes->len == 0)
        return NULL;
    table = cvpn_prefix_table_new ();
    for (guint i = 0; i < routes->len; i++) {
        const CvpnPrefix route = g_array_index (routes, CvpnPrefix, i);
        cvpn_prefix_table_insert (table, route, cvpn_pushed_route (i, route.length));
    }
    g_ptr_array_add (w->pushed, table);
    return table;
}

static void
fill_person (CvpnWorkload *w, const CvpnClientsSpec *spec, CvpnPerson *person)
{
    const guint users = CVPN_AUTHENTICATION_DIRECTORY | CVPN_AUTHENTICATION_FEDERATED;
    const CvpnEndpoint *endpoint;

    person->endpoint = cvpn_network_find_endpoint (w->net, spec->endpoint);
    endpoint = cvpn_endpoint (w->net, person->endpoint);
    person->authentication = spec->authentication ? spec->authentication : endpoint->authentication;
    person->hostname = spec->remote_random_hostname;
    person->mfa_prompt = spec->mfa_prompt;
    person->outbound = spec->outbound;
    person->wrong_credentials = spec->wrong_credentials;
    person->local_network = spec->local_network;
    person->pushed = build_pushed (w, spec->pushed_routes);
    person->pushed_limit = (guint32) MAX (spec->pushed_routes_limit, 0);
    person->tunnel_route_loop = spec->tunnel_route_loop;
    if (!(endpoint->authentication & users))
        return;
    guint32 *groups = g_new0 (guint32, spec->groups->len + 1);
    g_ptr_array_add (w->groups, groups);
    person->n_groups =
        cvpn_person_groups (w->net, (char *const *) spec->groups->pdata, spec->groups->len, groups);
    person->groups = groups;
}

/* Ephemeral ports (Amazon VPC User Guide, "Ephemeral ports", where Linux ends at
 * 61000; its kernel's default ends one below). */
static void
choose_ports (CvpnPopulation *population)
{
    static const struct {
        guint32 first, last;
    } ranges[] = {
        [CVPN_SYSTEM_WINDOWS] = { 49152, 65535 },
        [CVPN_SYSTEM_MACOS] = { 49152, 65535 },
        [CVPN_SYSTEM_LINUX] = { 32768, 60999 },
        [CVPN_SYSTEM_WINDOWS_2003] = { 1025, 5000 },
    };
    const guint system = population->spec->system;

    population->first_port = ranges[system].first;
    population->n_ports = ranges[system].last - ranges[system].first + 1;
}

static guint32
find_label (CvpnWorkload *w, const char *name)
{
    guint found = GPOINTER_TO_UINT (g_hash_table_lookup (w->label_by_name, name));

    if (found == 0) {
        char *label = g_strdup (name);
        g_ptr_array_add (w->destination_names, label);
        found = w->destination_names->len;
        g_hash_table_insert (w->label_by_name, label, GUINT_TO_POINTER (found));
    }
    return found - 1;
}

gboolean
cvpn_destination_resolve (const CvpnNetwork *net, const CvpnToSpec *to,
                          CvpnDestination *destination, GError **error)
{
    *destination = (CvpnDestination){ .host = CVPN_NONE,
                                      .address = to->address,
                                      .protocol = to->protocol,
                                      .icmp_type = to->icmp_type,
                                      .icmp_code = to->icmp_code,
                                      .port = to->port };
    if (!to->target)
        return TRUE;
    destination->host = cvpn_network_find_host (net, to->target);
    if (destination->host == CVPN_NONE) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_REFERENCE,
                     "'%s' is neither an IPv4 address nor a [host]", to->target);
        return FALSE;
    }
    destination->address = cvpn_host (net, destination->host)->address;
    return TRUE;
}

static void
add_destination (CvpnWorkload *w, const CvpnToSpec *to)
{
    CvpnDestination destination;
    char text[CVPN_ADDRESS_TEXT];

    if (!cvpn_destination_resolve (w->net, to, &destination, NULL))
        g_assert_not_reached (); /* references have been checked */
    destination.label =
        find_label (w, to->target ? to->target : cvpn_address_format (destination.address, text));
    g_array_append_val (w->destinations, destination);
}

static void
add_traffic (CvpnWorkload *w, const CvpnTrafficSpec *spec)
{
    CvpnTraffic traffic = { .name = spec->group->name,
                            .spec = spec,
                            .destinations = { w->destinations->len, 0 } };

    if (spec->from_csv)
        for (guint i = 0; i < spec->from_csv->len; i++)
            add_destination (w, &((CvpnListedFlow *) spec->from_csv->pdata[i])->to);
    else
        for (guint i = 0; i < spec->to->len; i++)
            add_destination (w, spec->to->pdata[i]);
    traffic.destinations.count = w->destinations->len - traffic.destinations.first;
    g_array_append_val (w->traffics, traffic);
}

static void
list_traffics (CvpnWorkload *w, CvpnPopulation *population)
{
    population->traffics.first = w->traffic_lists->len;
    for (guint32 i = 0; i < w->traffics->len; i++) {
        const CvpnTrafficSpec *spec = g_array_index (w->traffics, CvpnTraffic, i).spec;
        for (guint j = 0; j < spec->clients->len; j++)
            if (g_str_equal (spec->clients->pdata[j], population->name))
                g_array_append_val (w->traffic_lists, i);
    }
    population->traffics.count = w->traffic_lists->len - population->traffics.first;
}

CvpnWorkload *
cvpn_workload_build (const CvpnSpec *spec, const CvpnNetwork *net, CvpnReport *report)
{
    CvpnWorkload *w = g_new0 (CvpnWorkload, 1);

    (void) report; /* every fault of people and traffic shows in types and references */
    w->spec = spec;
    w->net = net;
    w->populations = g_array_new (FALSE, TRUE, sizeof (CvpnPopulation));
    w->traffics = g_array_new (FALSE, TRUE, sizeof (CvpnTraffic));
    w->traffic_lists = g_array_new (FALSE, TRUE, sizeof (guint32));
    w->destinations = g_array_new (FALSE, TRUE, sizeof (CvpnDestination));
    w->destination_names = g_ptr_array_new_with_free_func (g_free);
    w->label_by_name = g_hash_table_new (g_str_hash, g_str_equal);
    w->groups = g_ptr_array_new_with_free_func (g_free);
    w->pushed = g_ptr_array_new_with_free_func ((GDestroyNotify) cvpn_prefix_table_free);
    for (guint i = 0; i < spec->traffic->len; i++)
        add_traffic (w, spec->traffic->pdata[i]);
    for (guint i = 0; i < spec->clients->len; i++) {
        const CvpnClientsSpec *clients = spec->clients->pdata[i];
        CvpnPopulation population = { .name = clients->group->name, .spec = clients };
        fill_person (w, clients, &population.person);
        choose_ports (&population);
        list_traffics (w, &population);
        g_array_append_val (w->populations, population);
    }
    return w;
}

void
cvpn_workload_free (CvpnWorkload *w)
{
    if (!w)
        return;
    g_array_unref (w->populations);
    g_array_unref (w->traffics);
    g_array_unref (w->traffic_lists);
    g_array_unref (w->destinations);
    g_hash_table_unref (w->label_by_name);
    g_ptr_array_unref (w->destination_names);
    g_ptr_array_unref (w->groups);
    g_ptr_array_unref (w->pushed);
    g_free (w);
}

static gboolean
names_user_of (const CvpnPopulation *population, const char *name)
{
    const gsize length = strlen (population->name);
    const CvpnArrival *arrival = &population->spec->arrival;
    char *end = NULL;

    if (arrival->kind == CVPN_ARRIVAL_CSV)
        for (guint i = 0; i < arrival->logins->len; i++)
            if (g_str_equal (((CvpnLogin *) arrival->logins->pdata[i])->user, name))
                return TRUE;
    if (strncmp (population->name, name, length) != 0 || name[length] != '-' ||
        !g_ascii_isdigit (name[length + 1]))
        return FALSE;
    guint64 number = g_ascii_strtoull (name + length + 1, &end, 10);
    return *end == '\0' && number >= 1 && number <= G_MAXUINT32 &&
           (population->spec->count < 0 || number <= (guint64) population->spec->count);
}

guint32
cvpn_workload_find_population (const CvpnWorkload *w, const char *name)
{
    for (guint32 i = 0; i < w->populations->len; i++)
        if (g_str_equal (g_array_index (w->populations, CvpnPopulation, i).name, name))
            return i;
    for (guint32 i = 0; i < w->populations->len; i++)
        if (names_user_of (&g_array_index (w->populations, CvpnPopulation, i), name))
            return i;
    return CVPN_NONE;
}
