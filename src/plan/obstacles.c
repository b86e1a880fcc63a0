/* obstacles: a table of them, each with its sentence. */
#include "plan/obstacles.h"

#include "base/quantity.h"
#include "path/walk.h"
#include "plan/holding.h"

/* What is rarer than this happens in no run. */
#define NEVER 1e-9

/* "Connection authorization" (AWS Client VPN Administrator Guide): the handler's time-out, as
 * sim/connect_handler.c has it. */
#define HANDLER_TIME_OUT (30 * CVPN_SECOND)

typedef struct {
    const CvpnSpec *spec;
    const CvpnNetwork *net;
    const CvpnEndpoint *endpoint;
    const CvpnPeople *people;
    const CvpnPopulation *population; /* one of them */
} Case;

gboolean
cvpn_people_vary (const CvpnPeople *people)
{
    for (guint i = 0; i < people->n; i++)
        if (people->populations[i]->spec->arrival.kind == CVPN_ARRIVAL_DAILY)
            return TRUE;
    return FALSE;
}

static const CvpnClientsSpec *
clients_of (const Case *self)
{
    return self->population->spec;
}

static gboolean
is_closed (const Case *self)
{
    return cvpn_arrival_is_closed (&clients_of (self)->arrival);
}

static gboolean
happens_beyond (const CvpnDistribution *distribution, gint64 ns)
{
    return distribution->kind != CVPN_DISTRIBUTION_UNSET &&
           cvpn_distribution_survival (distribution, (double) ns) > NEVER;
}

static gboolean
is_listed (const Case *self)
{
    return clients_of (self)->arrival.kind == CVPN_ARRIVAL_CSV;
}

static gboolean
is_mixed (const Case *self)
{
    return is_closed (self) !=
           cvpn_arrival_is_closed (&self->people->populations[0]->spec->arrival);
}

static guint
count_landings (const Case *self)
{
    const CvpnSpan associations = self->endpoint->associations;
    guint n = 0;

    for (guint32 i = 0; i < associations.count; i++)
        n += cvpn_association (self->net, associations.first + i)->answers != 0;
    return n;
}

static gboolean
has_no_landing (const Case *self)
{
    return count_landings (self) == 0;
}

/* Under this model each landing has blocks of its own (sim/address_pool.h). */
static gboolean
has_several_pools (const Case *self)
{
    return self->endpoint->address_model == CVPN_ADDRESSES_BLOCKS &&
           self->endpoint->associations.count > 1;
}

/* These have sentences of their own, or are what is asked for. */
static gboolean
is_other_obstacle (const CvpnVerdict *verdict)
{
    return verdict->code != CVPN_CODE_NONE &&
           verdict->code != CVPN_CODE_CVPN_CONNECTION_QUOTA_EXCEEDED &&
           verdict->reason != CVPN_REASON_WRONG_CREDENTIALS &&
           verdict->reason != CVPN_REASON_HANDLER_DENIED;
}

static gboolean
is_refused_at (const Case *self, guint32 association)
{
    static const CvpnPacket no_packet = { 0 };
    CvpnTrace trace = { .n = 0 };
    CvpnWalk walk;

    cvpn_walk_init (&walk, self->net, &self->population->person, association, &no_packet);
    walk.go_on = TRUE;
    cvpn_walk_stage (&walk, CVPN_STAGE_CONNECTION, &trace);
    for (guint i = 0; i < trace.n; i++)
        if (is_other_obstacle (&trace.verdicts[i]))
            return TRUE;
    return FALSE;
}

static gboolean
is_refused (const Case *self)
{
    const CvpnSpan associations = self->endpoint->associations;
    gboolean refused = FALSE;

    for (guint32 i = associations.first; i < associations.first + associations.count; i++)
        refused |= cvpn_association (self->net, i)->answers && is_refused_at (self, i);
    return refused;
}

static gboolean
has_revoked_users (const Case *self)
{
    return (self->endpoint->authentication & CVPN_AUTHENTICATION_CERTIFICATE) &&
           self->endpoint->revoked && g_hash_table_size (self->endpoint->revoked) > 0;
}

static gboolean
is_in_run (const Case *self, gint64 time_ns)
{
    const gint64 duration = self->spec->scenario.duration_ns;

    return time_ns >= 0 && (duration < 0 || time_ns < duration);
}

static const CvpnEndpointSpec *
endpoint_spec (const Case *self)
{
    const GPtrArray *endpoints = self->spec->endpoints;

    for (guint i = 0; i < endpoints->len; i++) {
        const CvpnEndpointSpec *spec = endpoints->pdata[i];
        if (g_str_equal (spec->group->name, self->endpoint->name))
            return spec;
    }
    g_return_val_if_reached (NULL);
}

static gboolean
expires (const Case *self)
{
    const guint methods = self->endpoint->authentication;
    const CvpnEndpointSpec *spec = endpoint_spec (self);

    return is_in_run (self, spec->server_certificate_expires_ns) ||
           ((methods & CVPN_AUTHENTICATION_FEDERATED) &&
            is_in_run (self, spec->identity_provider_certificate_expires_ns)) ||
           ((methods & CVPN_AUTHENTICATION_CERTIFICATE) &&
            is_in_run (self, self->endpoint->crl_next_update_ns));
}

/* What becomes of flows is nothing to connections. */
static gboolean
concerns_connections (const CvpnEventSpec *event)
{
    switch (event->action.kind) {
    case CVPN_ACTION_SET_ROUTE:
    case CVPN_ACTION_UNSET_ROUTE:
    case CVPN_ACTION_SET_ACL_ENTRY:
    case CVPN_ACTION_UNSET_ACL_ENTRY:
    case CVPN_ACTION_APPLY_SECURITY_GROUPS:
        return FALSE;
    default:
        return TRUE;
    }
}

static gboolean
is_zone_failure (const CvpnEventSpec *event)
{
    return event->action.kind == CVPN_ACTION_FAIL_AVAILABILITY_ZONE;
}

static gboolean
has_event (const Case *self, gboolean (*matters) (const CvpnEventSpec *event))
{
    for (guint i = 0; i < self->spec->events->len; i++) {
        const CvpnEventSpec *event = self->spec->events->pdata[i];
        const char *endpoint = cvpn_event_endpoint (self->spec, event);
        if (is_in_run (self, event->at_ns) && matters (event) &&
            (!endpoint || g_str_equal (endpoint, self->endpoint->name)))
            return TRUE;
    }
    return FALSE;
}

static gboolean
has_events (const Case *self)
{
    return has_event (self, concerns_connections);
}

static gboolean
comes_again (const Case *self)
{
    return clients_of (self)->arrival.kind == CVPN_ARRIVAL_OFFICE_DAY ||
           clients_of (self)->away.kind != CVPN_DISTRIBUTION_UNSET;
}

static gboolean
returns_after_loss (const Case *self)
{
    return clients_of (self)->reconnect_after_ns >= 0 ||
           clients_of (self)->log_in_again.kind != CVPN_DISTRIBUTION_UNSET;
}

/* What a session on it holds is held until the keepalive's time-out, if its client is back or
 * not. */
static gboolean
loses_zones (const Case *self)
{
    return has_event (self, is_zone_failure) && (comes_again (self) || returns_after_loss (self));
}

static gboolean
vanishes_and_comes_again (const Case *self)
{
    return clients_of (self)->vanishes > 0 && comes_again (self);
}

static gboolean
loops (const Case *self)
{
    return cvpn_client_route_loops (self->net, &self->population->person);
}

static gboolean
mistypes (const Case *self)
{
    return (self->endpoint->authentication & ~(guint) CVPN_AUTHENTICATION_CERTIFICATE) &&
           clients_of (self)->wrong_credentials > 0;
}

static gboolean
has_handler_that_fails (const Case *self)
{
    const CvpnConnectHandlerSpec *handler = self->endpoint->handler;
    const double failures = handler->denied + handler->invalid_responses +
                            handler->execution_errors + handler->service_errors;

    return handler->duration.kind != CVPN_DISTRIBUTION_UNSET &&
           (failures > 0 || handler->concurrency >= 0 ||
            happens_beyond (&handler->duration, HANDLER_TIME_OUT));
}

static gboolean
lands_elsewhere (const Case *self)
{
    return (self->endpoint->authentication & CVPN_AUTHENTICATION_FEDERATED) &&
           clients_of (self)->saml_second_lookup && count_landings (self) > 1;
}

static gboolean
shakes_hands_too_long (const Case *self)
{
    return happens_beyond (&self->net->latency.handshake, self->endpoint->handshake_time_out_ns);
}

/* What is offered to places without a limit is the same with retries, which only follow
 * refusals; so they do not matter where nothing is said of refusals. */
static gboolean
retries (const Case *self)
{
    return clients_of (self)->retries > 0 && !cvpn_people_vary (self->people);
}

/* As sim/client.c has it. */
static gboolean
returns_after_limit (const Case *self)
{
    const CvpnHolding holding = cvpn_holding_of (self->net, self->population);
    const gboolean reconnects = clients_of (self)->reconnect_after_ns >= 0 &&
                                !self->endpoint->disconnect_on_session_timeout &&
                                !(self->endpoint->authentication & CVPN_AUTHENTICATION_FEDERATED);

    return (reconnects || clients_of (self)->log_in_again.kind != CVPN_DISTRIBUTION_UNSET) &&
           cvpn_holding_share_limited (&holding) > NEVER;
}

static gboolean
is_office (const Case *self)
{
    return clients_of (self)->arrival.kind == CVPN_ARRIVAL_OFFICE_DAY;
}

static gboolean
comes_once (const Case *self)
{
    return is_closed (self) && !comes_again (self);
}

static gboolean
is_one_of_several (const Case *self)
{
    return is_closed (self) && self->people->n > 1;
}

typedef struct {
    gboolean (*stands) (const Case *self);
    const char *sentence;
} Obstacle;

/* The first is the one that is named: what the people are like before what may be changed. */
static const Obstacle to_bound[] = {
    { is_listed, "log-ins are listed one by one" },
    { is_mixed, "closed and open populations share the endpoint" },
    { has_several_pools, "with blocks as address-model each landing has addresses of its own" },
    { loops, "a pushed default route captures the tunnel, and sessions end after ping-restart" },
    { vanishes_and_comes_again,
      "clients vanish, and may be back while their last place is still taken" },
    { loses_zones, "a zone fails, and clients may be back while their last place is still taken" },
};

static const Obstacle to_form[] = {
    { is_office, "people come by office days" },
    { is_one_of_several, "several closed populations share the endpoint" },
    { comes_once, "each of a closed population comes once" },
    { has_no_landing, "the endpoint's name is not answered: no subnet is associated" },
    { is_refused, "connections fail for another reason than want of a place" },
    { has_revoked_users, "certificates of users are revoked" },
    { expires, "a certificate or a revocation list expires during the run" },
    { has_events, "events change the endpoint or end sessions" },
    { mistypes, "some attempts fail for wrong credentials" },
    { has_handler_that_fails, "the client connect handler may refuse, fail or be throttled" },
    { lands_elsewhere, "a SAML log-in fails when its second connection lands elsewhere" },
    { shakes_hands_too_long, "handshakes may take longer than handshake-time-out" },
    { retries, "refused clients try again" },
    { returns_after_limit, "clients come back after the session's time limit" },
};

static const char *
find (Case *self, const Obstacle *obstacles, guint n)
{
    for (guint i = 0; i < n; i++)
        for (guint j = 0; j < self->people->n; j++) {
            self->population = self->people->populations[j];
            if (obstacles[i].stands (self))
                return obstacles[i].sentence;
        }
    return NULL;
}

CvpnObstacles
cvpn_obstacles_find (const CvpnSpec *spec, const CvpnNetwork *net, guint32 endpoint,
                     const CvpnPeople *people)
{
    Case self = {
        .spec = spec, .net = net, .endpoint = cvpn_endpoint (net, endpoint), .people = people
    };

    return (CvpnObstacles){ .to_form = find (&self, to_form, G_N_ELEMENTS (to_form)),
                            .to_bound = find (&self, to_bound, G_N_ELEMENTS (to_bound)) };
}
