/* client: a visit begins with an attempt and ends when the stay is over or the
 * client gives up; who belongs to a closed population comes back if it says so.
 *
 * At most one event of a client's own is pending, and none while it has a
 * session, so a client is never looked for after it is gone. */
#include "sim/client.h"

#include "base/quantity.h"
#include "sim/connection.h"
#include "sim/counters.h"
#include "sim/handlers.h"
#include "sim/office_day.h"
#include "sim/portal.h"

/* OpenVPN 2.6 manual, "connect-retry": the pause between attempts, how many come before
 * it is doubled each time, and the longest. */
#define OPENVPN_PAUSE       CVPN_SECOND
#define OPENVPN_PATIENCE    5u
#define OPENVPN_PAUSE_LIMIT (300 * CVPN_SECOND)

/* Long enough to outlast any run, short enough to add to. */
#define STAY_FOREVER (G_MAXINT64 / 4)

guint32
cvpn_client_add (CvpnSimulation *sim, guint32 population, guint32 number)
{
    CvpnPopulationState *state = &sim->populations[population];
    const guint32 n_counts = cvpn_client_n_counts (cvpn_simulation_population (sim, population));
    guint32 client = state->free_client;
    guint32 flow_counts;

    if (client == CVPN_NONE) {
        client = sim->clients->len;
        flow_counts = sim->flow_counts->len;
        g_array_set_size (sim->clients, client + 1);
        g_array_set_size (sim->flow_counts, flow_counts + n_counts);
    } else {
        flow_counts = cvpn_simulation_client (sim, client)->flow_counts;
        state->free_client = cvpn_simulation_client (sim, client)->next_free;
    }
    for (guint32 i = 0; i < n_counts; i++)
        g_array_index (sim->flow_counts, guint32, flow_counts + i) = 0;
    *cvpn_simulation_client (sim, client) = (CvpnClient){ .population = population,
                                                          .number = number,
                                                          .entity = number,
                                                          .flow_counts = flow_counts,
                                                          .lost_ns = -1,
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

char *
cvpn_client_name (const CvpnSimulation *sim, const CvpnClient *client)
{
    const CvpnUser user = cvpn_client_user (sim, client);

    return user.name ? g_strdup (user.name)
                     : g_strdup_printf ("%s-%u", user.population, user.number);
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
    cvpn_connection_attempt (sim, client);
}

static void
schedule_client (CvpnSimulation *sim, guint32 client, CvpnEventKind kind, gint64 delay_ns)
{
    cvpn_simulation_schedule (sim, delay_ns, (CvpnEvent){ .kind = kind, .a = client });
}

/* Retries are counted anew. */
static void
be_patient (CvpnClient *client, const CvpnClientsSpec *spec)
{
    client->retries_left = spec->retries;
    client->failures = 0;
}

static guint32
endpoint_of (const CvpnSimulation *sim, const CvpnClient *client)
{
    return cvpn_simulation_population (sim, client->population)->person.endpoint;
}

/* Until it connects again, on the same visit, because it must. */
static void
wait_for_attempt (CvpnSimulation *sim, guint32 client, gint64 delay_ns)
{
    CvpnClient *self = cvpn_simulation_client (sim, client);

    self->waits = TRUE;
    cvpn_counters_waiting (sim, endpoint_of (sim, self), 1);
    schedule_client (sim, client, CVPN_EVENT_CONNECT, delay_ns);
}

void
cvpn_client_visit (CvpnSimulation *sim, guint32 client, gint64 stay_ns)
{
    CvpnClient *self = cvpn_simulation_client (sim, client);
    const CvpnClientsSpec *spec = spec_of (sim, self);

    if (self->visits == 0) /* systems begin anywhere in the range, not all at its start */
        g_array_index (sim->flow_counts, guint32, self->flow_counts) =
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
    self->lost_ns = -1;
    be_patient (self, spec);
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
    CvpnClient *client = cvpn_simulation_client (sim, event->a);

    if (client->waits)
        cvpn_counters_waiting (sim, endpoint_of (sim, client), -1);
    client->waits = FALSE;
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

/* After the attempt that has just failed. */
static gint64
choose_pause (const CvpnSimulation *sim, const CvpnClient *client)
{
    const CvpnClientsSpec *spec = spec_of (sim, client);
    gint64 pause = OPENVPN_PAUSE;

    if (spec->retries != CVPN_RETRY_OPENVPN)
        return cvpn_stream_sample (cvpn_client_stream (sim, client), CVPN_DRAW_RETRY,
                                   client->attempts, &spec->retry_after);
    for (guint32 i = OPENVPN_PATIENCE; i < client->failures && pause < OPENVPN_PAUSE_LIMIT; i++)
        pause *= 2;
    return MIN (pause, OPENVPN_PAUSE_LIMIT);
}

void
cvpn_client_attempt_failed (CvpnSimulation *sim, guint32 client, CvpnReason reason)
{
    CvpnClient *self = cvpn_simulation_client (sim, client);

    if (reason == CVPN_REASON_MFA_NOT_PROMPTED)
        cvpn_portal_note_failure (sim, client);
    if (self->retries_left == 0) {
        leave (sim, client);
        return;
    }
    self->retries_left--;
    self->failures++;
    wait_for_attempt (sim, client, choose_pause (sim, self));
}

/* Not at the time limit, where the endpoint forbids it, or where the user must log in at the
 * identity provider again (AWS Client VPN Administrator Guide, "Maximum VPN session
 * duration"). */
static gboolean
reconnects (const CvpnSimulation *sim, const CvpnClient *client, CvpnEnd end)
{
    const CvpnEndpoint *endpoint = cvpn_endpoint (sim->net, endpoint_of (sim, client));

    if (spec_of (sim, client)->reconnect_after_ns < 0)
        return FALSE;
    return end != CVPN_END_SESSION_TIMEOUT ||
           !(endpoint->disconnect_on_session_timeout ||
             (endpoint->authentication & CVPN_AUTHENTICATION_FEDERATED));
}

/* How long a client that has lost its session is away: until it reconnects by itself, or
 * until its user does; -1: neither. */
static gint64
choose_absence (const CvpnSimulation *sim, const CvpnClient *client, CvpnEnd end)
{
    const CvpnClientsSpec *spec = spec_of (sim, client);

    if (reconnects (sim, client, end))
        return spec->reconnect_after_ns;
    if (spec->log_in_again.kind == CVPN_DISTRIBUTION_UNSET)
        return -1;
    return cvpn_stream_sample (cvpn_client_stream (sim, client), CVPN_DRAW_LOG_IN_AGAIN,
                               client->attempts, &spec->log_in_again);
}

static void
note_loss (CvpnSimulation *sim, CvpnClient *client, gint64 lost_ns)
{
    client->lost_ns = lost_ns;
    cvpn_counters_lost (sim, endpoint_of (sim, client));
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
back_after (CvpnSimulation *sim, const CvpnClient *client, CvpnEnd end)
{
    if (cvpn_end_is_involuntary (end))
        return choose_absence (sim, client, end);
    return has_office_days (sim, client) ? cvpn_office_day_lunch (sim, client) : -1;
}

void
cvpn_client_session_ended (CvpnSimulation *sim, guint32 client, CvpnEnd end, gint64 lost_ns,
                           gint64 stay_left_ns)
{
    CvpnClient *self = cvpn_simulation_client (sim, client);
    const gboolean lost = cvpn_end_is_involuntary (end);
    const gint64 back = stay_left_ns > 0 ? back_after (sim, self, end) : -1;

    if (lost)
        note_loss (sim, self, lost_ns);
    if (back < 0) {
        leave (sim, client);
        return;
    }
    self->stay_left_ns = stay_left_ns;
    be_patient (self, spec_of (sim, self));
    if (lost)
        wait_for_attempt (sim, client, MAX (back, 1));
    else
        schedule_client (sim, client, CVPN_EVENT_CONNECT, MAX (back, 1));
}
