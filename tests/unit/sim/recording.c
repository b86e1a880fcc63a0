/* recording: an observer that keeps everything. */
#include "recording.h"

#include <glib/gstdio.h>
#include <string.h>

#include "sim/state.h"
#include "support.h"

static void
append_user (GString *text, const CvpnUser *user)
{
    if (user->name)
        g_string_append_printf (text, " %s/%s", user->population, user->name);
    else
        g_string_append_printf (text, " %s-%u", user->population, user->number);
}

static void
take_flow (gpointer self, const CvpnFlowRecord *flow)
{
    Recording *recording = self;
    GString *text = recording->text;
    CvpnFlowRecord kept = *flow;
    CvpnFlowStage *stages = g_memdup2 (flow->stages, flow->n_stages * sizeof *flow->stages);

    g_ptr_array_add (recording->stages, stages);
    kept.stages = stages;
    g_array_append_val (recording->flows, kept);
    g_string_append_printf (text, "flow %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, flow->flow,
                            flow->session);
    append_user (text, &flow->user);
    g_string_append_printf (text, " %s %s %s %d %d %u %s", flow->endpoint, flow->subnet,
                            flow->destination_name, flow->protocol, flow->port, flow->kind,
                            cvpn_code_word (flow->verdict.code));
    g_string_append_printf (text, " %s %d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                            cvpn_outcome_word (flow->outcome), flow->snat_port, flow->duration_ns,
                            flow->request_bytes);
    for (guint i = 0; i < flow->n_stages; i++)
        g_string_append_printf (text, " %" G_GINT64_FORMAT "+%" G_GINT64_FORMAT ":%d",
                                flow->stages[i].time_ns, flow->stages[i].latency_ns,
                                flow->stages[i].verdict.step);
    g_string_append_c (text, '\n');
}

static void
take_session (gpointer self, const CvpnSessionRecord *session)
{
    Recording *recording = self;

    g_array_append_val (recording->sessions, *session);
    g_string_append_printf (recording->text, "session %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT,
                            session->session, session->start_ns);
    append_user (recording->text, &session->user);
    g_string_append_printf (
        recording->text,
        " %s %s %u %s %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GUINT64_FORMAT "\n",
        session->endpoint, session->subnet ? session->subnet : "-", session->client_address,
        cvpn_code_word (session->code), session->end_reason, session->established_ns,
        session->end_ns, session->flows);
}

static void
take_connection (gpointer self, const CvpnConnectionRecord *connection)
{
    Recording *recording = self;

    g_array_append_val (recording->connections, *connection);
    g_string_append_printf (recording->text, "connection %" G_GUINT64_FORMAT " %d %d",
                            connection->connection, connection->is_reset, connection->status);
    append_user (recording->text, &connection->user);
    g_string_append_printf (
        recording->text, " %u:%u %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
        connection->device_address, connection->device_port, connection->start_ns,
        connection->end_ns, connection->ingress_packets);
}

static void
take_change (gpointer self, const CvpnChangeRecord *change)
{
    Recording *recording = self;

    g_array_append_val (recording->changes, *change);
    g_string_append_printf (recording->text,
                            "change %" G_GINT64_FORMAT " %s %s %" G_GINT64_FORMAT "\n",
                            change->time_ns, change->object, change->state, change->sessions);
}

static void
take_period (gpointer self, const CvpnPeriodRecord *period)
{
    Recording *recording = self;

    g_array_append_val (recording->periods, *period);
    g_string_append_printf (
        recording->text,
        "period %" G_GINT64_FORMAT " %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
        period->time_ns, period->endpoint, period->active_connections, period->flows);
}

static void
take_subnet (gpointer self, const CvpnSubnetRecord *subnet)
{
    Recording *recording = self;

    g_array_append_val (recording->subnets, *subnet);
    g_string_append_printf (recording->text,
                            "subnet %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", subnet->subnet,
                            subnet->flows, subnet->snat_ports_in_use);
}

static void
take_nat_gateway (gpointer self, const CvpnNatGatewayRecord *gateway)
{
    Recording *recording = self;

    g_array_append_val (recording->nat_gateways, *gateway);
    g_string_append_printf (
        recording->text, "nat gateway %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
        gateway->nat_gateway, gateway->connection_attempts, gateway->ports_in_use);
}

static void
take_active (gpointer self, gint64 time_ns, gint64 active)
{
    const Level level = { time_ns, active };
    Recording *recording = self;

    g_array_append_val (recording->levels, level);
}

static void
count_without_session (gpointer self, gint64 time_ns)
{
    (void) time_ns;
    ((Recording *) self)->without_session++;
}

static void
take_peak (gpointer self, const CvpnPeakRecord *peak)
{
    g_array_append_val (((Recording *) self)->peaks, *peak);
}

static void
take_finish (gpointer self, gint64 time_ns, guint64 events, gboolean complete)
{
    Recording *recording = self;

    recording->finished++;
    recording->end_ns = time_ns;
    recording->events = events;
    recording->complete = complete;
}

static void
write_files (const char *folder, const char *const *files)
{
    for (guint i = 0; files && files[i]; i++) {
        const char *content = strchr (files[i], '\n') + 1;
        g_autofree char *name = g_strndup (files[i], (gsize) (content - files[i] - 1));
        g_autofree char *path = g_build_filename (folder, name, NULL);

        CU_ASSERT_FATAL (g_file_set_contents (path, content, -1, NULL));
    }
}

Recording *
recording_new (const char *scenario, const char *const *files)
{
    Recording *recording = g_new0 (Recording, 1);
    g_autofree char *path = cvpn_test_file ("test.ini", scenario);
    g_autoptr (CvpnReport) report = cvpn_report_new ();

    recording->flows = g_array_new (FALSE, FALSE, sizeof (CvpnFlowRecord));
    recording->stages = g_ptr_array_new_with_free_func (g_free);
    recording->sessions = g_array_new (FALSE, FALSE, sizeof (CvpnSessionRecord));
    recording->connections = g_array_new (FALSE, FALSE, sizeof (CvpnConnectionRecord));
    recording->changes = g_array_new (FALSE, FALSE, sizeof (CvpnChangeRecord));
    recording->periods = g_array_new (FALSE, FALSE, sizeof (CvpnPeriodRecord));
    recording->subnets = g_array_new (FALSE, FALSE, sizeof (CvpnSubnetRecord));
    recording->nat_gateways = g_array_new (FALSE, FALSE, sizeof (CvpnNatGatewayRecord));
    recording->peaks = g_array_new (FALSE, FALSE, sizeof (CvpnPeakRecord));
    recording->levels = g_array_new (FALSE, FALSE, sizeof (Level));
    recording->text = g_string_new (NULL);
    recording->folder = g_path_get_dirname (path);
    write_files (recording->folder, files);
    recording->scenario = cvpn_scenario_load (path, NULL, report, NULL);
    if (recording->scenario == NULL) {
        g_autofree char *faults = cvpn_report_format (report);
        g_printerr ("%s", faults);
    }
    CU_ASSERT_PTR_NOT_NULL_FATAL (recording->scenario);
    return recording;
}

static void
remove_folder (const char *folder)
{
    GDir *directory = g_dir_open (folder, 0, NULL);
    const char *name;

    while (directory && (name = g_dir_read_name (directory))) {
        g_autofree char *path = g_build_filename (folder, name, NULL);
        g_remove (path);
    }
    g_clear_pointer (&directory, g_dir_close);
    g_rmdir (folder);
}

void
recording_free (Recording *recording)
{
    g_array_unref (recording->flows);
    g_ptr_array_unref (recording->stages);
    g_array_unref (recording->sessions);
    g_array_unref (recording->connections);
    g_array_unref (recording->changes);
    g_array_unref (recording->periods);
    g_array_unref (recording->subnets);
    g_array_unref (recording->nat_gateways);
    g_array_unref (recording->peaks);
    g_array_unref (recording->levels);
    g_string_free (recording->text, TRUE);
    cvpn_scenario_free (recording->scenario);
    remove_folder (recording->folder);
    g_free (recording->folder);
    g_free (recording);
}

static void
run (Recording *recording, CvpnSimulation *sim, guint64 slice)
{
    static const CvpnObserver observer = {
        .wants_stages = TRUE,
        .wants_interfaces = TRUE,
        .flow = take_flow,
        .session = take_session,
        .connection = take_connection,
        .change = take_change,
        .period = take_period,
        .subnet = take_subnet,
        .nat_gateway = take_nat_gateway,
        .active = take_active,
        .without_session = count_without_session,
        .peak = take_peak,
        .finish = take_finish,
    };

    cvpn_simulation_add_observer (sim, &observer, recording);
    while (cvpn_simulation_advance (sim, slice))
        recording->slices++;
    recording->slices++;
    cvpn_simulation_finish (sim);
}

static CvpnSimulation *
simulation_of (const Recording *recording)
{
    CvpnSimulation *sim = cvpn_simulation_new (recording->scenario, NULL);

    CU_ASSERT_PTR_NOT_NULL_FATAL (sim);
    return sim;
}

void
recording_run (Recording *recording, guint64 slice)
{
    g_autoptr (CvpnSimulation) sim = simulation_of (recording);

    run (recording, sim, slice);
}

void
recording_run_uncached (Recording *recording)
{
    g_autoptr (CvpnSimulation) sim = simulation_of (recording);

    cvpn_simulation_set_uncached (sim);
    run (recording, sim, G_MAXUINT64);
}

void
recording_run_keeping (Recording *recording, guint passages)
{
    g_autoptr (CvpnSimulation) sim = simulation_of (recording);

    cvpn_passages_free (sim->passages);
    sim->passages = cvpn_passages_new (passages);
    run (recording, sim, G_MAXUINT64);
}

Recording *
recording_of (const char *scenario)
{
    Recording *recording = recording_new (scenario, NULL);

    recording_run (recording, G_MAXUINT64);
    return recording;
}
