/* nat_counters: the records that observers get are themselves the counters.
 *
 * The limit is that of one destination: address, port and protocol.  How many
 * ports the busiest one has is known at any time by how many destinations there
 * are at each level, for a level moves by one. */
#include "sim/nat_counters.h"

#include "base/match.h"
#include "sim/flow_verdict.h"
#include "sim/handlers.h"

typedef struct {
    CvpnSnatTuple tuple; /* 'interface' is the gateway; first, for it is the key */
    guint32 in_use;      /* at all of the gateway's addresses */
} Destination;

typedef struct {
    CvpnNatGatewayRecord record;
    GArray *levels; /* guint32: how many destinations have so many ports in use */
    guint32 busiest;
    gint64 peak; /* of 'busiest' */
} Gateway;

struct CvpnNatCounters {
    guint32 n_gateways;
    Gateway *gateways;
    GHashTable *destinations; /* Destination: those with a port in use */
};

CvpnNatCounters *
cvpn_nat_counters_new (const CvpnNetwork *net)
{
    const guint32 n = net->nat_gateways->len;

    if (n == 0)
        return NULL;
    CvpnNatCounters *counters = g_new0 (CvpnNatCounters, 1);

    counters->n_gateways = n;
    counters->gateways = g_new0 (Gateway, n);
    counters->destinations =
        g_hash_table_new_full (cvpn_snat_tuple_hash, cvpn_snat_tuple_equal, g_free, NULL);
    for (guint32 i = 0; i < n; i++) {
        const CvpnNatGateway *gateway = cvpn_at (net->nat_gateways, CvpnNatGateway, i);

        counters->gateways[i].levels = g_array_new (FALSE, TRUE, sizeof (guint32));
        counters->gateways[i].record.nat_gateway = gateway->name;
        counters->gateways[i].record.ports_per_destination =
            (gint64) gateway->n_ports * gateway->addresses.count;
    }
    return counters;
}

void
cvpn_nat_counters_free (CvpnNatCounters *counters)
{
    if (!counters)
        return;
    for (guint32 i = 0; i < counters->n_gateways; i++)
        g_array_unref (counters->gateways[i].levels);
    g_free (counters->gateways);
    g_hash_table_unref (counters->destinations);
    g_free (counters);
}

static guint32
gateway_of (const CvpnSimulation *sim, guint32 nat_address)
{
    return cvpn_at (sim->net->nat_addresses, CvpnNatAddress, nat_address)->gateway;
}

static Destination *
find_destination (CvpnNatCounters *counters, const CvpnSnatTuple *tuple)
{
    Destination *destination = g_hash_table_lookup (counters->destinations, tuple);

    if (destination)
        return destination;
    destination = g_new0 (Destination, 1);
    destination->tuple = *tuple;
    g_hash_table_add (counters->destinations, destination);
    return destination;
}

/* A destination of the gateway goes up or down a level; level 0 is not counted. */
static void
move_level (Gateway *gateway, guint32 from, guint32 to)
{
    GArray *levels = gateway->levels;

    if (to >= levels->len)
        g_array_set_size (levels, to + 1);
    if (to > 0)
        g_array_index (levels, guint32, to)++;
    if (from > 0)
        g_array_index (levels, guint32, from)--;
    if (to > gateway->busiest ||
        (from == gateway->busiest && g_array_index (levels, guint32, from) == 0))
        gateway->busiest = to;
}

static void
move_port (CvpnNatCounters *counters, const CvpnSnatTuple *tuple, gint by)
{
    Gateway *gateway = &counters->gateways[tuple->interface];
    Destination *destination = find_destination (counters, tuple);
    const guint32 before = destination->in_use;

    destination->in_use += (guint32) by;
    move_level (gateway, before, destination->in_use);
    gateway->record.ports_in_use += by;
    if (tuple->protocol == CVPN_PROTOCOL_TCP)
        gateway->record.active_connections += by;
    gateway->peak = MAX (gateway->peak, gateway->busiest);
    gateway->record.busiest_destination_ports =
        MAX (gateway->record.busiest_destination_ports, gateway->busiest);
    if (destination->in_use == 0)
        g_hash_table_remove (counters->destinations, destination);
}

static CvpnSnatTuple
tuple_at_gateway (const CvpnSimulation *sim, CvpnSnatBinding binding)
{
    CvpnSnatTuple tuple = *cvpn_snat_table_tuple (sim->snat, binding);

    tuple.interface = gateway_of (sim, tuple.interface - sim->net->associations->len);
    return tuple;
}

void
cvpn_nat_counters_take (CvpnSimulation *sim, const CvpnWalk *walk)
{
    for (guint i = 0; i < walk->n_translations; i++) {
        const CvpnSnatTuple tuple = tuple_at_gateway (sim, walk->translations[i].binding);

        move_port (sim->nat, &tuple, 1);
    }
}

void
cvpn_nat_counters_release_later (CvpnSimulation *sim, const CvpnWalk *walk,
                                 const CvpnFlowRecord *flow)
{
    for (guint i = 0; i < walk->n_translations; i++)
        cvpn_simulation_schedule (sim, cvpn_flow_nat_hold (sim, flow),
                                  (CvpnEvent){ .kind = CVPN_EVENT_NAT_RELEASE,
                                               .a = walk->translations[i].binding.tuple,
                                               .b = walk->translations[i].binding.port,
                                               .c = !cvpn_flow_was_closed (flow) });
}

void
cvpn_nat_counters_handle_release (CvpnSimulation *sim, const CvpnEvent *event)
{
    const CvpnSnatBinding binding = { event->a, (guint16) event->b };
    const CvpnSnatTuple tuple = tuple_at_gateway (sim, binding);
    const gboolean idle = event->c != 0;

    move_port (sim->nat, &tuple, -1);
    sim->nat->gateways[tuple.interface].record.idle_timeouts += idle;
    cvpn_snat_table_release (sim->snat, binding);
}

/* Silence ends a connection only if there is one. */
static gboolean
was_established (const CvpnFlowRecord *flow)
{
    return flow->protocol == CVPN_PROTOCOL_TCP &&
           (flow->outcome == CVPN_OUTCOME_DELIVERED ||
            flow->verdict.code == CVPN_CODE_NGW_IDLE_TIMEOUT ||
            flow->verdict.code == CVPN_CODE_CVPN_CONNECTION_TRACKING_EXPIRED);
}

static void
count_error (CvpnSimulation *sim, const CvpnFlowRecord *flow)
{
    for (guint32 i = 0; i < sim->nat->n_gateways; i++) {
        CvpnNatGatewayRecord *record = &sim->nat->gateways[i].record;

        if (cvpn_at (sim->net->nat_gateways, CvpnNatGateway, i)->rule != flow->verdict.rule)
            continue;
        record->port_errors++;
        record->connection_attempts += flow->protocol == CVPN_PROTOCOL_TCP;
    }
}

void
cvpn_nat_counters_flow (CvpnSimulation *sim, const CvpnWalk *walk, const CvpnFlowRecord *flow)
{
    for (guint i = 0; walk && i < walk->n_translations; i++) {
        CvpnNatGatewayRecord *record =
            &sim->nat->gateways[gateway_of (sim, walk->translations[i].nat_address)].record;

        record->connection_attempts += flow->protocol == CVPN_PROTOCOL_TCP;
        record->connections_established += was_established (flow);
        record->bytes_out_to_destination += flow->request_bytes;
        record->bytes_in_from_destination += flow->response_bytes;
    }
    if (flow->verdict.code == CVPN_CODE_NGW_PORT_ALLOCATION)
        count_error (sim, flow);
}

/* Levels and limits stay, counts begin anew. */
static void
report_gateway (CvpnSimulation *sim, Gateway *gateway)
{
    CvpnNatGatewayRecord *record = &gateway->record;

    record->time_ns = sim->now_ns;
    cvpn_notify (sim, nat_gateway, record);
    *record = (CvpnNatGatewayRecord){ .nat_gateway = record->nat_gateway,
                                      .active_connections = record->active_connections,
                                      .ports_in_use = record->ports_in_use,
                                      .busiest_destination_ports = gateway->busiest,
                                      .ports_per_destination = record->ports_per_destination };
}

void
cvpn_nat_counters_report (CvpnSimulation *sim)
{
    for (guint32 i = 0; sim->nat && i < sim->nat->n_gateways; i++)
        report_gateway (sim, &sim->nat->gateways[i]);
}

void
cvpn_nat_counters_report_peaks (CvpnSimulation *sim)
{
    for (guint32 i = 0; sim->nat && i < sim->nat->n_gateways; i++) {
        const Gateway *gateway = &sim->nat->gateways[i];
        const CvpnPeakRecord ports = { "nat-gateway-ports", gateway->record.nat_gateway,
                                       gateway->peak, gateway->record.ports_per_destination };

        cvpn_notify (sim, peak, &ports);
    }
}
