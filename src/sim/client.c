/* client: a visit begins with an attempt and ends when the stay is over or the
 * client gives up; who belongs to a closed population comes back if it says so.
 *
 * At most one event of a client's own is pending, and none while it has a
 * session, so a client is never looked for after it is gone. */
#include "sim/client.h"

#include "sim/handlers.h"
#include "sim/office_day.h"
#include "sim/session.h"

/* Long enough to outlast any run, short enough to add to. */
#define STAY_FOREVER (G_MAXINT64 / 4)

guint32
cvpn_client_add (CvpnSimulation *sim, guint32 population, guint32 number)
{
    CvpnPopulationState *state = &sim->populations[population];
    const guint32 n_traffics = cvpn_simulation_population (sim, population)->traffics.count;
    guint32 client = state->free_client;
    guint32 flow_counts;

    if (client == CVPN_NONE) {
        client = sim->clients->len;
        flow_counts = sim->flow_counts->len;
        g_array_set_size (sim->clients, client + 1);
        g_array_set_size (sim->flow_counts, flow_counts + n_traffics);
    } else {
        flow_counts = cvpn_simulation_client (sim, client)->flow_counts;
        state->free_client = cvpn_simulation_client (sim, client)->next_free;
    }
    for (guint32 i = 0; i < n_traffics; i++)
        g_array_index (sim->flow_counts, guint32, flow_counts + i) = 0;
    *cvpn_simulation_client (sim, client) = (CvpnClient){ .population = population,
                                                          .number = number,
                                                          .entity = number,
                                                          .flow_counts = flow_counts,
                                                          .next_free = CVPN_NONE };
    return client;
}

static void
remove_client (CvpnSimulation *sim, guint32 client)
{
    CvpnClient *self = cvpn_simulation_client (sim, client);
    CvpnPopulationState *state = &sim->populations[self->population];

    self->next_free = state->free_client;
    state->free_client = client;
}

CvpnStream
cvpn_client_stream (const CvpnSimulation *sim, const CvpnClient *client)
{
    return (CvpnStream){ sim->populations[client->population].key, client->entity };
}

CvpnUser
cvpn_client_user (const CvpnSimulation *sim, const CvpnClient *client)
{
    return (CvpnUser){ .population = cvpn_simulation_population (sim, client->population)->name,
                       .name = client->name,
                       .number = client->number };
}

static const CvpnClientsSpec *
spec_of (const CvpnSimulation *sim, const CvpnClient *client)
{
    return cvpn_simulation_population (sim, client->population)->spec;
}

static void
connect_client (CvpnSimulation *sim, guint32 client)
{
    cvpn_simulation_client (sim, client)->attempts++;
    cvpn_session_attempt (sim, client);
}

static void
schedule_client (CvpnSimulation *sim, guint32 client, CvpnEventKind kind, gint64 delay_ns)
{
    cvpn_simulation_schedule (sim, delay_ns, (CvpnEvent){ .kind = kind, .a = client });
}

void
cvpn_client_visit (CvpnSimulation *sim, guint32 client, gint64 stay_ns)
{
    CvpnClient *self = cvpn_simulation_client (sim, client);
    const CvpnClientsSpec *spec = spec_of (sim, self);

    if (self->visits == 0) /* systems begin anywhere in the range, not all at its start */
        self->flows =
            cvpn_stream_choose (cvpn_client_stream (sim, self), CVPN_DRAW_SOURCE_PORT, 0,
                                cvpn_simulation_population (sim, self->population)->n_ports);
    if (stay_ns >= 0)
        self->stay_left_ns = stay_ns;
    else if (spec->session.kind == CVPN_DISTRIBUTION_UNSET)
        self->stay_left_ns = STAY_FOREVER;
    else
        self->stay_left_ns = cvpn_stream_sample (cvpn_client_stream (sim, self), CVPN_DRAW_STAY,
                                                 self->visits, &spec->session);
    self->visits++;
    self->retries_left = spec->retries;
    connect_client (sim, client);
}

void
cvpn_client_handle_visit (CvpnSimulation *sim, const CvpnEvent *event)
{
    cvpn_client_visit (sim, event->a, -1);
}

void
cvpn_client_handle_connect (CvpnSimulation *sim, const CvpnEvent *event)
{
    connect_client (sim, event->a);
}

/* The visit is over.  Time goes on between visits, whatever `away` draws:
 * a closed population of no delays at all would not leave the instant. */
static void
leave (CvpnSimulation *sim, guint32 client)
{
    const CvpnClient *self = cvpn_simulation_client (sim, client);
    const CvpnClientsSpec *spec = spec_of (sim, self);

    if (spec->arrival.kind == CVPN_ARRIVAL_OFFICE_DAY) {
        cvpn_office_day_leave (sim, client);
    } else if (!cvpn_arrival_is_closed (&spec->arrival)) {
        remove_client (sim, client);
    } else if (spec->away.kind != CVPN_DISTRIBUTION_UNSET) {
        const gint64 away = cvpn_stream_sample (cvpn_client_stream (sim, self), CVPN_DRAW_AWAY,
                                                self->visits, &spec->away);
        schedule_client (sim, client, CVPN_EVENT_VISIT, MAX (away, 1));
    }
}

void
cvpn_client_attempt_failed (CvpnSimulation *sim, guint32 client)
{
    CvpnClient *self = cvpn_simulation_client (sim, client);

    if (self->retries_left == 0) {
        leave (sim, client);
        return;
    }
    self->retries_left--;
    schedule_client (sim, client, CVPN_EVENT_CONNECT,
                     cvpn_stream_sample (cvpn_client_stream (sim, self), CVPN_DRAW_RETRY,
                                         self->attempts, &spec_of (sim, self)->retry_after));
}

static gboolean
has_office_days (const CvpnSimulation *sim, const CvpnClient *client)
{
    return spec_of (sim, client)->arrival.kind == CVPN_ARRIVAL_OFFICE_DAY;
}

gint64
cvpn_client_session_length (const CvpnSimulation *sim, guint32 client)
{
    const CvpnClient *self = cvpn_simulation_client (sim, client);

    return has_office_days (sim, self) ? cvpn_office_day_session (sim, self, self->stay_left_ns)
                                       : self->stay_left_ns;
}

/* When a client whose session has ended connects again, on the same visit; -1:
 * not on this one. */
static gint64
back_after (CvpnSimulation *sim, const CvpnClient *client, gboolean involuntary)
{
    if (involuntary)
        return spec_of (sim, client)->reconnect_after_ns;
    return has_office_days (sim, client) ? cvpn_office_day_lunch (sim, client) : -1;
}

void
cvpn_client_session_ended (CvpnSimulation *sim, guint32 client, gboolean involuntary,
                           gint64 stay_left_ns)
{
    CvpnClient *self = cvpn_simulation_client (sim, client);
    const gint64 back = stay_left_ns > 0 ? back_after (sim, self, involuntary) : -1;

    if (back < 0) {
        leave (sim, client);
        return;
    }
    self->stay_left_ns = stay_left_ns;
    self->retries_left = spec_of (sim, self)->retries;
    schedule_client (sim, client, CVPN_EVENT_CONNECT, MAX (back, 1));
}
