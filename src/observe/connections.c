/* connections.json: what DescribeClientVpnConnections would answer at the run's end: the active
 * connections, and those that ended within the last 60 minutes.
 *
 * All values are strings; what a connection does not have is left out, as AWS leaves it out.
 * (Amazon EC2 API Reference, "ClientVpnConnection": Timestamp is the current time, CommonName
 * the certificate's or the user's name) */
#include <string.h>

#include "base/digits.h"
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
#define MEMBER    "\n      " /* a connection's members, as json-glib indents them */

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

/* The document being written. */
typedef struct {
    GString *text;
    const CvpnScenario *scenario;
    gint64 now_ns;
    const char *endpoint; /* whose id is 'endpoint_id' */
    GString *endpoint_id;
} Page;

/* A member's name, on a line of its own. */
static void
begin_member (Page *page, const char *indent, const char *key)
{
    g_string_append (page->text, indent);
    g_string_append_c (page->text, '"');
    g_string_append (page->text, key);
    g_string_append (page->text, "\" : ");
}

static void
add (Page *page, const char *key, const char *value)
{
    begin_member (page, MEMBER, key);
    cvpn_json_append_string (page->text, value);
    g_string_append_c (page->text, ',');
}

static void
add_number (Page *page, const char *key, gint64 value)
{
    char text[CVPN_DIGITS_ROOM];

    *cvpn_digits_write_signed (text, value) = '\0';
    add (page, key, text);
}

static void
append_time (Page *page, gint64 time_ns)
{
    g_string_append_c (page->text, '"');
    if (time_ns < 0)
        g_string_append_c (page->text, '-');
    else
        cvpn_clock_append (page->text, cvpn_clock_unix (page->scenario, time_ns));
    g_string_append_c (page->text, '"');
}

static void
add_time (Page *page, const char *key, gint64 time_ns)
{
    begin_member (page, MEMBER, key);
    append_time (page, time_ns);
    g_string_append_c (page->text, ',');
}

static const char *
find_endpoint_id (Page *page, const char *endpoint)
{
    if (page->endpoint != endpoint) {
        g_string_truncate (page->endpoint_id, 0);
        cvpn_endpoint_id_append (page->endpoint_id, page->scenario, endpoint);
        page->endpoint = endpoint;
    }
    return page->endpoint_id->str;
}

static void
add_connection_id (Page *page, const Connection *connection)
{
    begin_member (page, MEMBER, "ConnectionId");
    g_string_append_c (page->text, '"');
    cvpn_connection_id_append (page->text, page->scenario, connection->endpoint,
                               connection->connection);
    g_string_append (page->text, "\",");
}

static void
add_connection (Page *page, const Connection *connection)
{
    g_autoptr (GString) user = g_string_new (NULL);
    char address[CVPN_ADDRESS_TEXT];

    cvpn_user_append (user, &connection->user);
    add (page, "ClientVpnEndpointId", find_endpoint_id (page, connection->endpoint));
    add_time (page, "Timestamp", page->now_ns);
    add_connection_id (page, connection);
    if (connection->by_user_name)
        add (page, "Username", user->str);
    add_time (page, "ConnectionEstablishedTime", connection->start_ns);
    add_number (page, "IngressBytes", connection->ingress_bytes);
    add_number (page, "EgressBytes", connection->egress_bytes);
    add_number (page, "IngressPackets", connection->ingress_packets);
    add_number (page, "EgressPackets", connection->egress_packets);
    add (page, "ClientIp", cvpn_address_format (connection->client_address, address));
    add (page, "CommonName", user->str);
    begin_member (page, MEMBER, "Status");
    begin_member (page, "{" MEMBER "  ", "Code");
    cvpn_json_append_string (page->text, connection->end_ns < 0 ? "active" : "terminated");
    g_string_append (page->text, MEMBER "},");
    begin_member (page, MEMBER, "ConnectionEndTime");
    append_time (page, connection->end_ns);
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
    g_autoptr (GString) text = g_string_new ("{\n  \"Connections\" : [");
    g_autoptr (GString) endpoint_id = g_string_new (NULL);
    Page page = { .text = text,
                  .scenario = writer->scenario,
                  .now_ns = summary->end_ns,
                  .endpoint_id = endpoint_id };

    forget_old (writer->state, summary->end_ns);
    g_autoptr (GPtrArray) all = list_all (writer->state);
    for (guint i = 0; i < all->len; i++) {
        g_string_append (text, i > 0 ? ",\n    {" : "\n    {");
        add_connection (&page, all->pdata[i]);
        g_string_append (text, "\n    }");
    }
    g_string_append (text, all->len > 0 ? "\n  ]\n}" : "]\n}");
    cvpn_csv_file_line (writer->csv, text->str);
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
