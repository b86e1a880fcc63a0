/* portal: who has fetched a file, by user and not by visit. */
#include "sim/portal.h"

#include "sim/client.h"
#include "sim/counters.h"
#include "sim/handlers.h"

gboolean
cvpn_portal_has_new_file (const CvpnSimulation *sim, const CvpnClient *client)
{
    GHashTable *files = sim->populations[client->population].new_files;
    const gint64 *since =
        files ? g_hash_table_lookup (files, GUINT_TO_POINTER (client->number)) : NULL;

    return since && *since <= sim->now_ns;
}

void
cvpn_portal_note_failure (CvpnSimulation *sim, guint32 client)
{
    const CvpnClient *self = cvpn_simulation_client (sim, client);
    CvpnPopulationState *state = &sim->populations[self->population];
    const CvpnPopulation *population = cvpn_simulation_population (sim, self->population);
    const CvpnDistribution *delay = &population->spec->self_service_portal;

    if (delay->kind == CVPN_DISTRIBUTION_UNSET)
        return;
    if (state->new_files == NULL)
        state->new_files = g_hash_table_new_full (NULL, NULL, NULL, g_free);
    if (g_hash_table_contains (state->new_files, GUINT_TO_POINTER (self->number)))
        return;

    gint64 *since = g_new (gint64, 1);
    const gint64 after =
        cvpn_stream_sample (cvpn_client_stream (sim, self), CVPN_DRAW_PORTAL, 0, delay);

    *since = sim->now_ns + after;
    g_hash_table_insert (state->new_files, GUINT_TO_POINTER (self->number), since);
    cvpn_simulation_schedule (
        sim, after, (CvpnEvent){ .kind = CVPN_EVENT_DOWNLOAD, .a = population->person.endpoint });
}

void
cvpn_portal_handle (CvpnSimulation *sim, const CvpnEvent *event)
{
    cvpn_counters_download (sim, event->a);
}
