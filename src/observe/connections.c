/* connections.json: what DescribeClientVpnConnections would answer at the run's end: the active
 * connections, and those that ended within the last 60 minutes.
 *
 * All values are strings; what a connection does not have is left out, as AWS leaves it out.
 * (Amazon EC2 API Reference, "ClientVpnConnection": Timestamp is the current time, CommonName
 * the certificate's or the user's name) */
#include <string.h>

#include "base/prefix.h"
#include "base/quantity.h"
#include "model/scenario.h"
#include "observe/aws_ids.h"
#include "observe/clock.h"
#include "observe/json_text.h"
#include "observe/summary_state.h"
#include "observe/user_text.h"
#include "observe/writer.h"

#define SHOWN_FOR (60 * CVPN_MINUTE)

typedef CvpnConnectionRecord Connection; /* the entry that began or ended it, with counters */

typedef struct {
    GHashTable *active; /* a set of Connection *, by endpoint and client address */
    GQueue *ended;      /* Connection *, of the last 60 minutes */
} Connections;

static guint
hash_connection (gconstpointer key)
{
    const Connection *connection = key;

    return g_str_hash (connection->endpoint) * 31 + connection->client_address;
}

static gboolean
same_connection (gconstpointer a, gconstpointer b)
{
    const Connection *one = a, *other = b;

    return one->client_address == other->client_address &&
           strcmp (one->endpoint, other->endpoint) == 0;
}

static void
forget_old (Connections *connections, gint64 now_ns)
{
    const Connection *oldest;

    while ((oldest = g_queue_peek_head (connections->ended)) && oldest->end_ns < now_ns - SHOWN_FOR)
        g_free (g_queue_pop_head (connections->ended));
}

static void
note_entry (gpointer self, const CvpnConnectionRecord *entry)
{
    Connections *connections = ((CvpnWriter *) self)->state;

    if (!entry->is_reset && entry->status == CVPN_ATTEMPT_SUCCESSFUL) {
        g_hash_table_add (connections->active, g_memdup2 (entry, sizeof *entry));
    } else if (entry->is_reset && g_hash_table_remove (connections->active, entry)) {
        g_queue_push_tail (connections->ended, g_memdup2 (entry, sizeof *entry));
        forget_old (connections, entry->time_ns);
    }
}

/* Of those that are still there the session alone knows the counters. */
static void
note_session (gpointer self, const CvpnSessionRecord *session)
{
    const Connections *connections = ((CvpnWriter *) self)->state;
    const Connection key = { .endpoint = session->endpoint,
                             .client_address = session->client_address };
    Connection *connection =
        session->established ? g_hash_table_lookup (connections->active, &key) : NULL;

    if (!connection)
        return;
    connection->ingress_bytes = session->request_bytes;
    connection->egress_bytes = session->response_bytes;
    connection->ingress_packets = session->request_packets;
    connection->egress_packets = session->response_packets;
}

static void
add (JsonBuilder *json, const char *key, const char *value)
{
    json_builder_set_member_name (json, key);
    json_builder_add_string_value (json, value);
}

static void
add_number (JsonBuilder *json, const char *key, gint64 value)
{
    g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

    add (json, key, text);
}

static void
add_time (JsonBuilder *json, const CvpnScenario *scenario, const char *key, gint64 time_ns)
{
    g_autoptr (GString) text = g_string_new (time_ns < 0 ? "-" : NULL);

    if (time_ns >= 0)
        cvpn_clock_append (text, cvpn_clock_unix (scenario, time_ns));
    add (json, key, text->str);
}

static void
add_ids (JsonBuilder *json, const CvpnScenario *scenario, const Connection *connection,
         gint64 now_ns)
{
    g_autoptr (GString) endpoint = g_string_new (NULL);
    g_autoptr (GString) id = g_string_new (NULL);
    g_autoptr (GString) user = g_string_new (NULL);

    cvpn_endpoint_id_append (endpoint, scenario, connection->endpoint);
    cvpn_connection_id_append (id, scenario, connection->endpoint, connection->connection);
    cvpn_user_append (user, &connection->user);
    add (json, "ClientVpnEndpointId", endpoint->str);
    add_time (json, scenario, "Timestamp", now_ns);
    add (json, "ConnectionId", id->str);
    if (connection->by_user_name)
        add (json, "Username", user->str);
    add_time (json, scenario, "ConnectionEstablishedTime", connection->start_ns);
    add_number (json, "IngressBytes", connection->ingress_bytes);
    add_number (json, "EgressBytes", connection->egress_bytes);
    add_number (json, "IngressPackets", connection->ingress_packets);
    add_number (json, "EgressPackets", connection->egress_packets);
    char address[CVPN_ADDRESS_TEXT];
    add (json, "ClientIp", cvpn_address_format (connection->client_address, address));
    add (json, "CommonName", user->str);
}

static void
add_connection (JsonBuilder *json, const CvpnScenario *scenario, const Connection *connection,
                gint64 now_ns)
{
    json_builder_begin_object (json);
    add_ids (json, scenario, connection, now_ns);
    json_builder_set_member_name (json, "Status");
    json_builder_begin_object (json);
    add (json, "Code", connection->end_ns < 0 ? "active" : "terminated");
    json_builder_end_object (json);
    add_time (json, scenario, "ConnectionEndTime", connection->end_ns);
    json_builder_end_object (json);
}

static gint
compare_numbers (gconstpointer a, gconstpointer b)
{
    const Connection *one = *(const Connection *const *) a, *other = *(const Connection *const *) b;

    return (one->connection > other->connection) - (one->connection < other->connection);
}

/* In the order of their begin, whatever the table's. */
static GPtrArray *
list_all (const Connections *connections)
{
    GPtrArray *all = g_ptr_array_new ();
    GHashTableIter iter;
    gpointer connection;

    g_hash_table_iter_init (&iter, connections->active);
    while (g_hash_table_iter_next (&iter, &connection, NULL))
        g_ptr_array_add (all, connection);
    for (GList *link = connections->ended->head; link; link = link->next)
        g_ptr_array_add (all, link->data);
    g_ptr_array_sort (all, compare_numbers);
    return all;
}

static void
write_all (CvpnWriter *writer, const CvpnSummary *summary)
{
    const gint64 now_ns = summary->end_ns;
    g_autoptr (JsonBuilder) json = json_builder_new ();

    forget_old (writer->state, now_ns);
    g_autoptr (GPtrArray) all = list_all (writer->state);
    json_builder_begin_object (json);
    json_builder_set_member_name (json, "Connections");
    json_builder_begin_array (json);
    for (guint i = 0; i < all->len; i++)
        add_connection (json, writer->scenario, all->pdata[i], now_ns);
    json_builder_end_array (json);
    json_builder_end_object (json);
    g_autofree char *text = cvpn_json_text (json);
    cvpn_csv_file_line (writer->csv, g_strchomp (text));
}

static void
begin (CvpnWriter *writer)
{
    Connections *connections = g_new (Connections, 1);

    connections->active = g_hash_table_new_full (hash_connection, same_connection, g_free, NULL);
    connections->ended = g_queue_new ();
    writer->state = connections;
}

static void
free_connections (gpointer state)
{
    Connections *connections = state;

    g_hash_table_unref (connections->active);
    g_queue_free_full (connections->ended, g_free);
    g_free (connections);
}

const CvpnWriterKind cvpn_connections_writer = {
    .name = "connections",
    .file = "connections.json",
    .observer = { .connection = note_entry, .session = note_session },
    .begin = begin,
    .end = write_all,
    .free_state = free_connections,
};
