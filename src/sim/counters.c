/* counters: the records that observers get are themselves the counters.
 *
 * A period ends with an event of its own; the last one, which may be shorter,
 * with the run, so that what happens in the run's last instant is in it. */
#include "sim/counters.h"

#include <math.h>

#include "base/quantity.h"
#include "sim/handlers.h"
#include "sim/nat_counters.h"

static CvpnPeriodRecord *
period_of (CvpnSimulation *sim, guint32 endpoint)
{
    return &sim->endpoints[endpoint].period;
}

static void
start_endpoint (CvpnSimulation *sim, guint32 endpoint)
{
    const CvpnEndpoint *spec = cvpn_endpoint (sim->net, endpoint);
    const CvpnSpan associations = spec->associations;
    CvpnEndpointState *state = &sim->endpoints[endpoint];

    state->period.endpoint = spec->name;
    state->period.usable_addresses = spec->usable_addresses;
    for (guint32 i = 0; i < associations.count; i++) {
        const guint32 subnet = cvpn_association (sim->net, associations.first + i)->subnet;

        sim->associations[associations.first + i] =
            (CvpnSubnetRecord){ .endpoint = spec->name,
                                .subnet = cvpn_subnet (sim->net, subnet)->name,
                                .addresses = cvpn_address_pool_limit (state->pool, i) };
    }
}

/* The one that would end with the run is the last, and finish's. */
static void
schedule_period (CvpnSimulation *sim)
{
    const gint64 period = sim->scenario->spec->scenario.metrics_period_ns;

    if (period > 0 && period < sim->duration_ns - sim->now_ns)
        cvpn_simulation_schedule (sim, period, (CvpnEvent){ .kind = CVPN_EVENT_PERIOD });
}

void
cvpn_counters_start (CvpnSimulation *sim)
{
    for (guint32 i = 0; i < sim->net->endpoints->len; i++)
        start_endpoint (sim, i);
    cvpn_counters_note_quotas (sim);
    schedule_period (sim);
}

void
cvpn_counters_note_quotas (CvpnSimulation *sim)
{
    for (guint32 i = 0; i < sim->net->endpoints->len; i++) {
        CvpnEndpointState *state = &sim->endpoints[i];
        state->period.connection_quota = cvpn_endpoint (sim->net, i)->connection_quota;
        state->highest_quota = MAX (state->highest_quota, state->period.connection_quota);
    }
}

void
cvpn_counters_attempt (CvpnSimulation *sim, guint32 endpoint)
{
    period_of (sim, endpoint)->connection_attempts++;
    period_of (sim, endpoint)->connecting++;
}

/* The counter of what the client connect handler did; NULL: it was not that. */
static gint64 *
handler_counter (CvpnPeriodRecord *period, CvpnReason reason)
{
    switch (reason) {
    case CVPN_REASON_HANDLER_TIMED_OUT:
        return &period->handler_timeouts;
    case CVPN_REASON_HANDLER_INVALID_RESPONSE:
        return &period->handler_invalid_responses;
    case CVPN_REASON_HANDLER_EXECUTION_ERROR:
        return &period->handler_execution_errors;
    case CVPN_REASON_HANDLER_THROTTLED:
        return &period->handler_throttling_errors;
    case CVPN_REASON_HANDLER_DENIED:
        return &period->handler_denied_connections;
    case CVPN_REASON_HANDLER_SERVICE_ERROR:
        return &period->handler_service_errors;
    default:
        return NULL;
    }
}

static CvpnFailure
failure_of (CvpnCode code)
{
    switch (code) {
    case CVPN_CODE_CVPN_DNS_NO_ANSWER:
    case CVPN_CODE_CVPN_NO_TARGET_NETWORK:
        return CVPN_FAILURE_DNS;
    case CVPN_CODE_CVPN_AUTHENTICATION_FAILED:
        return CVPN_FAILURE_AUTHENTICATION;
    case CVPN_CODE_CVPN_CONNECTION_QUOTA_EXCEEDED:
        return CVPN_FAILURE_QUOTA;
    case CVPN_CODE_CVPN_CLIENT_CIDR_EXHAUSTED:
    case CVPN_CODE_CVPN_SUBNET_ADDRESS_EXHAUSTED:
        return CVPN_FAILURE_ADDRESS;
    default:
        return CVPN_FAILURE_HANDSHAKE;
    }
}

/* What the handler refuses is none of CloudWatch's AuthenticationFailures: it has metrics
 * of its own. */
void
cvpn_counters_attempt_failed (CvpnSimulation *sim, guint32 endpoint, CvpnCode code,
                              CvpnReason reason)
{
    CvpnPeriodRecord *period = period_of (sim, endpoint);
    gint64 *by_handler = handler_counter (period, reason);
    const CvpnFailure failure = by_handler ? CVPN_FAILURE_HANDLER : failure_of (code);

    period->connecting--;
    period->attempts_failed[failure]++;
    if (by_handler)
        ++*by_handler;
    period->authentication_failures += failure == CVPN_FAILURE_AUTHENTICATION;
    period->connections_blocked += code == CVPN_CODE_CVPN_CONNECTION_QUOTA_EXCEEDED ||
                                   code == CVPN_CODE_CVPN_CLIENT_CIDR_EXHAUSTED;
}

void
cvpn_counters_lost (CvpnSimulation *sim, guint32 endpoint)
{
    period_of (sim, endpoint)->sessions_lost++;
}

void
cvpn_counters_returned (CvpnSimulation *sim, guint32 endpoint)
{
    period_of (sim, endpoint)->sessions_returned++;
}

void
cvpn_counters_waiting (CvpnSimulation *sim, guint32 endpoint, gint by)
{
    period_of (sim, endpoint)->waiting += by;
}

void
cvpn_counters_download (CvpnSimulation *sim, guint32 endpoint)
{
    period_of (sim, endpoint)->portal_downloads++;
}

static void
move_levels (CvpnSimulation *sim, guint32 association, gint by)
{
    CvpnSubnetRecord *subnet = &sim->associations[association];
    CvpnPeriodRecord *period = period_of (sim, cvpn_association (sim->net, association)->endpoint);

    subnet->active_connections += by;
    subnet->addresses_in_use += by;
    period->active_connections += by;
    period->addresses_in_use += by;
    sim->active += by;
    cvpn_notify (sim, active, sim->now_ns, sim->active);
}

void
cvpn_counters_connected (CvpnSimulation *sim, guint32 association)
{
    CvpnEndpointState *endpoint =
        &sim->endpoints[cvpn_association (sim->net, association)->endpoint];

    move_levels (sim, association, 1);
    endpoint->period.connecting--;
    endpoint->period.connections_established++;
    endpoint->peak_connections =
        MAX (endpoint->peak_connections, endpoint->period.active_connections);
    endpoint->peak_addresses = MAX (endpoint->peak_addresses, endpoint->period.addresses_in_use);
}

void
cvpn_counters_disconnected (CvpnSimulation *sim, guint32 association)
{
    move_levels (sim, association, -1);
}

static gint64
count_packets (gint64 bytes, gint64 packet_bytes)
{
    return MAX (1, bytes / packet_bytes + (bytes % packet_bytes != 0));
}

/* Of what was stopped the first one. */
CvpnPacketCount
cvpn_counters_packets (const CvpnFlowRecord *record, gint64 packet_bytes)
{
    if (record->outcome == CVPN_OUTCOME_DELIVERED)
        return (CvpnPacketCount){ count_packets (record->request_bytes, packet_bytes),
                                  count_packets (record->response_bytes, packet_bytes) };
    return (CvpnPacketCount){ record->outcome != CVPN_OUTCOME_BYPASSED, 0 };
}

static void
count_volume (CvpnPeriodRecord *period, const CvpnFlowRecord *record, CvpnPacketCount packets)
{
    period->ingress_bytes += record->request_bytes;
    period->egress_bytes += record->response_bytes;
    period->ingress_packets += packets.request;
    period->egress_packets += packets.response;
    if (record->outcome != CVPN_OUTCOME_DELIVERED && record->outcome != CVPN_OUTCOME_BYPASSED)
        period->failures[record->verdict.step]++;
}

void
cvpn_counters_flow (CvpnSimulation *sim, guint32 association, const CvpnFlowRecord *record,
                    CvpnPacketCount packets)
{
    CvpnSubnetRecord *subnet = &sim->associations[association];
    CvpnPeriodRecord *period = period_of (sim, cvpn_association (sim->net, association)->endpoint);

    period->flows++;
    period->outcomes[record->outcome]++;
    count_volume (period, record, packets);
    subnet->flows++;
    subnet->delivered += record->outcome == CVPN_OUTCOME_DELIVERED;
    subnet->dropped += record->outcome == CVPN_OUTCOME_DROPPED;
    subnet->rejected += record->outcome == CVPN_OUTCOME_REJECTED;
}

/* NaN where there is no such time; what has expired has no days left. */
static double
days_until (const CvpnSimulation *sim, gint64 time_ns)
{
    if (time_ns < 0)
        return (double) NAN;
    return (double) MAX (time_ns - sim->now_ns, 0) / (double) CVPN_DAY;
}

static void
note_expiries (const CvpnSimulation *sim, guint32 endpoint, CvpnPeriodRecord *period)
{
    const CvpnEndpoint *spec = cvpn_endpoint (sim->net, endpoint);
    const gboolean federated = (spec->authentication & CVPN_AUTHENTICATION_FEDERATED) != 0;

    period->crl_days_to_expiry = days_until (sim, spec->crl_next_update_ns);
    period->idp_certificate_days_to_expiry =
        days_until (sim, federated ? spec->identity_provider_certificate_expires_ns : -1);
}

/* Levels and limits stay, counts begin anew. */
static void
report_endpoint (CvpnSimulation *sim, guint32 endpoint)
{
    CvpnPeriodRecord *period = period_of (sim, endpoint);

    period->time_ns = sim->now_ns;
    note_expiries (sim, endpoint, period);
    cvpn_notify (sim, period, period);
    *period = (CvpnPeriodRecord){ .endpoint = period->endpoint,
                                  .active_connections = period->active_connections,
                                  .connecting = period->connecting,
                                  .waiting = period->waiting,
                                  .addresses_in_use = period->addresses_in_use,
                                  .usable_addresses = period->usable_addresses,
                                  .connection_quota = period->connection_quota };
}

static void
report_association (CvpnSimulation *sim, guint32 association)
{
    CvpnSubnetRecord *subnet = &sim->associations[association];

    subnet->time_ns = sim->now_ns;
    subnet->snat_ports_in_use = cvpn_snat_table_in_use (sim->snat, association);
    cvpn_notify (sim, subnet, subnet);
    subnet->flows = subnet->delivered = subnet->dropped = subnet->rejected = 0;
}

static void
report_period (CvpnSimulation *sim)
{
    for (guint32 i = 0; i < sim->net->endpoints->len; i++)
        report_endpoint (sim, i);
    for (guint32 i = 0; i < sim->net->associations->len; i++)
        if (!cvpn_association (sim->net, i)->maybe)
            report_association (sim, i);
    cvpn_nat_counters_report (sim);
    sim->last_period_ns = sim->now_ns;
}

void
cvpn_counters_handle_period (CvpnSimulation *sim, const CvpnEvent *event)
{
    (void) event;
    report_period (sim);
    schedule_period (sim);
}

static void
report_peaks (CvpnSimulation *sim, guint32 endpoint)
{
    const CvpnEndpoint *spec = cvpn_endpoint (sim->net, endpoint);
    const CvpnEndpointState *state = &sim->endpoints[endpoint];
    const CvpnPeakRecord connections = { "concurrent-connections", spec->name,
                                         state->peak_connections, state->highest_quota };
    const CvpnPeakRecord addresses = { "client-addresses", spec->name, state->peak_addresses,
                                       spec->usable_addresses };

    cvpn_notify (sim, peak, &connections);
    cvpn_notify (sim, peak, &addresses);
    for (guint32 i = 0; i < spec->associations.count; i++) {
        const CvpnAssociation *association =
            cvpn_association (sim->net, spec->associations.first + i);
        const CvpnPeakRecord ports = {
            "snat-ports", cvpn_subnet (sim->net, association->subnet)->name,
            cvpn_snat_table_peak (sim->snat, spec->associations.first + i), spec->snat_ports
        };

        cvpn_notify (sim, peak, &ports);
    }
}

void
cvpn_counters_finish (CvpnSimulation *sim)
{
    if (sim->now_ns > sim->last_period_ns || sim->now_ns == 0)
        report_period (sim);
    for (guint32 i = 0; i < sim->net->endpoints->len; i++)
        report_peaks (sim, i);
    cvpn_nat_counters_report_peaks (sim);
}
