/* counters: the records that observers get are themselves the counters.
 *
 * A period ends with an event of its own; the last one, which may be shorter,
 * with the run, so that what happens in the run's last instant is in it. */
#include "sim/counters.h"

#include <math.h>

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
    state->period.connection_quota = spec->connection_quota;
    state->period.usable_addresses = spec->usable_addresses;
    state->period.crl_days_to_expiry = state->period.idp_certificate_days_to_expiry = NAN;
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
    schedule_period (sim);
}

void
cvpn_counters_attempt (CvpnSimulation *sim, guint32 endpoint)
{
    period_of (sim, endpoint)->connection_attempts++;
}

void
cvpn_counters_attempt_failed (CvpnSimulation *sim, guint32 endpoint, CvpnCode code)
{
    CvpnPeriodRecord *period = period_of (sim, endpoint);

    if (code == CVPN_CODE_CVPN_AUTHENTICATION_FAILED)
        period->authentication_failures++;
    else if (code == CVPN_CODE_CVPN_CONNECTION_QUOTA_EXCEEDED ||
             code == CVPN_CODE_CVPN_CLIENT_CIDR_EXHAUSTED)
        period->connections_blocked++;
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

/* Data packets only: what TCP sends besides is not counted. */
static gint64
count_packets (gint64 bytes, gint64 packet_bytes)
{
    return MAX (1, bytes / packet_bytes + (bytes % packet_bytes != 0));
}

static void
count_volume (CvpnPeriodRecord *period, const CvpnFlowRecord *record, gint64 packet_bytes)
{
    period->ingress_bytes += record->request_bytes;
    period->egress_bytes += record->response_bytes;
    if (record->outcome == CVPN_OUTCOME_DELIVERED) {
        period->ingress_packets += count_packets (record->request_bytes, packet_bytes);
        period->egress_packets += count_packets (record->response_bytes, packet_bytes);
    } else if (record->outcome != CVPN_OUTCOME_BYPASSED) {
        period->ingress_packets++;
        period->failures[record->verdict.step]++;
    }
}

void
cvpn_counters_flow (CvpnSimulation *sim, guint32 association, const CvpnFlowRecord *record,
                    gint64 packet_bytes)
{
    CvpnSubnetRecord *subnet = &sim->associations[association];
    CvpnPeriodRecord *period = period_of (sim, cvpn_association (sim->net, association)->endpoint);

    period->flows++;
    period->outcomes[record->outcome]++;
    count_volume (period, record, packet_bytes);
    subnet->flows++;
    subnet->delivered += record->outcome == CVPN_OUTCOME_DELIVERED;
    subnet->dropped += record->outcome == CVPN_OUTCOME_DROPPED;
    subnet->rejected += record->outcome == CVPN_OUTCOME_REJECTED;
}

/* Levels and limits stay, counts begin anew. */
static void
report_endpoint (CvpnSimulation *sim, guint32 endpoint)
{
    CvpnPeriodRecord *period = period_of (sim, endpoint);

    period->time_ns = sim->now_ns;
    cvpn_notify (sim, period, period);
    *period = (CvpnPeriodRecord){ .endpoint = period->endpoint,
                                  .crl_days_to_expiry = NAN,
                                  .idp_certificate_days_to_expiry = NAN,
                                  .active_connections = period->active_connections,
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
                                         state->peak_connections, spec->connection_quota };
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
