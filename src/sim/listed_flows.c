/* listed_flows: users are looked up once, at the start; what is left for each
 * flow is whether its user has a session at that time. */
#include "sim/listed_flows.h"

#include <string.h>

#include "sim/flow.h"
#include "sim/handlers.h"
#include "sim/traffic.h"

/* The number in "NAME-number"; 0: another name. */
static guint32
parse_number (const char *user, const char *name)
{
    const gsize length = strlen (name);
    guint64 number;

    if (strncmp (user, name, length) != 0 || user[length] != '-')
        return 0;
    if (!g_ascii_string_to_unsigned (user + length + 1, 10, 1, G_MAXUINT32, &number, NULL))
        return 0;
    return (guint32) number;
}

static guint32
find_number (const CvpnSimulation *sim, guint32 population, const char *user)
{
    const CvpnPopulation *self = cvpn_simulation_population (sim, population);
    GHashTable *listed = sim->populations[population].user_numbers;

    if (listed)
        return GPOINTER_TO_UINT (g_hash_table_lookup (listed, user));

    const guint32 number = parse_number (user, self->name);

    if (cvpn_arrival_is_closed (&self->spec->arrival) && number > self->spec->count)
        return 0;
    return number;
}

static CvpnListedState
find_user (const CvpnSimulation *sim, guint32 traffic, const char *user)
{
    for (guint32 i = 0; i < sim->workload->traffic_lists->len; i++) {
        const guint32 number = sim->sources[i].traffic == traffic
                                   ? find_number (sim, sim->sources[i].population, user)
                                   : 0;

        if (number > 0)
            return (CvpnListedState){ i, number };
    }
    return (CvpnListedState){ CVPN_NONE, 0 };
}

/* Users of a closed population are found by their number alone. */
static void
note_presence_of (CvpnSimulation *sim, guint32 traffic)
{
    for (guint32 i = 0; i < sim->workload->traffic_lists->len; i++) {
        const guint32 population = sim->sources[i].population;
        CvpnPopulationState *state = &sim->populations[population];
        const CvpnArrival *arrival = &cvpn_simulation_population (sim, population)->spec->arrival;

        if (sim->sources[i].traffic == traffic && !cvpn_arrival_is_closed (arrival) &&
            state->present == NULL)
            state->present = g_hash_table_new (NULL, NULL);
    }
}

static const GPtrArray *
list_of (const CvpnSimulation *sim, guint32 traffic)
{
    return cvpn_at (sim->workload->traffics, CvpnTraffic, traffic)->spec->from_csv;
}

static void
schedule_listed (CvpnSimulation *sim, guint32 traffic, guint32 index)
{
    const GPtrArray *list = list_of (sim, traffic);

    if (index >= list->len)
        return;

    const CvpnListedFlow *flow = list->pdata[index];

    cvpn_simulation_schedule (
        sim, flow->time_ns - sim->now_ns,
        (CvpnEvent){ .kind = CVPN_EVENT_LISTED_FLOW, .a = traffic, .b = index });
}

static void
start_list (CvpnSimulation *sim, guint32 traffic)
{
    const GPtrArray *list = list_of (sim, traffic);

    sim->listed[traffic] = g_new0 (CvpnListedState, list->len);
    for (guint32 i = 0; i < list->len; i++)
        sim->listed[traffic][i] =
            find_user (sim, traffic, ((const CvpnListedFlow *) list->pdata[i])->user);
    note_presence_of (sim, traffic);
    schedule_listed (sim, traffic, 0);
}

void
cvpn_listed_flows_start (CvpnSimulation *sim)
{
    for (guint32 i = 0; i < sim->workload->traffics->len; i++)
        if (list_of (sim, i))
            start_list (sim, i);
}

/* The user's session, or NULL. */
static CvpnSession *
find_session (const CvpnSimulation *sim, CvpnListedState listed)
{
    if (listed.source == CVPN_NONE)
        return NULL;

    const CvpnPopulationState *state = &sim->populations[sim->sources[listed.source].population];
    guint32 client = state->first_client + listed.number - 1;

    if (state->present) {
        client = GPOINTER_TO_UINT (
            g_hash_table_lookup (state->present, GUINT_TO_POINTER (listed.number)));
        if (client-- == 0)
            return NULL;
    }

    CvpnSession *session =
        cvpn_slab_lookup (&sim->sessions, cvpn_simulation_client (sim, client)->session);

    return session && session->life->established_ns >= 0 ? session : NULL;
}

void
cvpn_listed_flows_handle (CvpnSimulation *sim, const CvpnEvent *event)
{
    const CvpnTraffic *traffic = cvpn_at (sim->workload->traffics, CvpnTraffic, event->a);
    const CvpnListedFlow *flow = traffic->spec->from_csv->pdata[event->b];
    const CvpnListedState listed = sim->listed[event->a][event->b];
    CvpnSession *session = find_session (sim, listed);

    schedule_listed (sim, event->a, event->b + 1);
    if (session == NULL) {
        cvpn_notify (sim, without_session, sim->now_ns);
        return;
    }

    const CvpnFlowRequest request = {
        .source = listed.source,
        .index = cvpn_traffic_next_flow (sim, session, listed.source),
        .destination = traffic->destinations.first + event->b,
        .request_bytes = flow->request,
        .response_bytes = flow->response,
    };

    cvpn_flow_start (sim, session, &request);
}
