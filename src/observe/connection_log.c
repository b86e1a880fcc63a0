/* connection-log.jsonl: the connection log of the endpoints that keep one.
 *
 * A line is an entry as CloudWatch Logs would get it: an attempt, or the end of a
 * connection; the updates in between are left out.  Every value is a string, NA where there
 * is none.  Keys and values are those of AWS Client VPN Administrator Guide, "Connection
 * logging", in its order; the reasons that it does not document are NA. */
#include "base/digits.h"
#include "base/prefix.h"
#include "model/scenario.h"
#include "observe/aws_ids.h"
#include "observe/clock.h"
#include "observe/json_text.h"
#include "observe/user_text.h"
#include "observe/writer.h"

#define NOTHING "NA"

static const char *
reason_text (CvpnReason reason)
{
    switch (reason) {
    case CVPN_REASON_HANDLER_DENIED:
        return "client-connect-failed";
    case CVPN_REASON_HANDLER_TIMED_OUT:
        return "client-connect-handler-timed-out";
    case CVPN_REASON_HANDLER_INVALID_RESPONSE:
        return "client-connect-handler-invalid-response";
    case CVPN_REASON_HANDLER_EXECUTION_ERROR:
        return "client-connect-handler-other-execution-error";
    case CVPN_REASON_HANDLER_THROTTLED:
        return "client-connect-handler-throttled";
    case CVPN_REASON_HANDLER_SERVICE_ERROR:
        return "client-connect-handler-service-error";
    default:
        return NOTHING;
    }
}

static const char *
system_text (CvpnSystem system)
{
    switch (system) {
    case CVPN_SYSTEM_MACOS:
        return "mac";
    case CVPN_SYSTEM_LINUX:
        return "linux";
    case CVPN_SYSTEM_WINDOWS:
    case CVPN_SYSTEM_WINDOWS_2003:
        break;
    }
    return "win";
}

typedef struct {
    GString *line;   /* being written */
    GString *user;   /* its name */
    GHashTable *ids; /* char *, of endpoints, by their names */
} Log;

/* The member's name, with what stands before its value. */
static GString *
begin_member (CvpnWriter *writer, const char *key)
{
    GString *line = ((Log *) writer->state)->line;

    g_string_append (line, line->len > 0 ? ",\"" : "{\"");
    g_string_append (line, key);
    g_string_append (line, "\":");
    return line;
}

static void
add (CvpnWriter *writer, const char *key, const char *value)
{
    cvpn_json_append_string (begin_member (writer, key), value);
}

static void
add_number (CvpnWriter *writer, const char *key, gint64 value)
{
    char text[CVPN_DIGITS_ROOM];

    *cvpn_digits_write_signed (text, value) = '\0';
    add (writer, key, text);
}

static void
add_time (CvpnWriter *writer, const char *key, gint64 time_ns)
{
    if (time_ns < 0) {
        add (writer, key, NOTHING);
        return;
    }
    GString *line = begin_member (writer, key);
    g_string_append_c (line, '"');
    cvpn_clock_append (line, cvpn_clock_unix (writer->scenario, time_ns));
    g_string_append_c (line, '"');
}

static void
add_address (CvpnWriter *writer, const char *key, guint32 address)
{
    char text[CVPN_DIGITS_ROOM];

    *cvpn_digits_write_address (text, address) = '\0';
    add (writer, key, address == 0 ? NOTHING : text);
}

/* The endpoint's, made once. */
static const char *
find_endpoint_id (CvpnWriter *writer, const char *endpoint)
{
    GHashTable *ids = ((Log *) writer->state)->ids;
    const char *known = g_hash_table_lookup (ids, endpoint);

    if (known)
        return known;
    g_autoptr (GString) id = g_string_new (NULL);
    cvpn_endpoint_id_append (id, writer->scenario, endpoint);
    g_hash_table_insert (ids, g_strdup (endpoint), g_strdup (id->str));
    return g_hash_table_lookup (ids, endpoint);
}

static void
add_ids (CvpnWriter *writer, const CvpnConnectionRecord *entry)
{
    GString *line = begin_member (writer, "connection-id");

    g_string_append_c (line, '"');
    cvpn_connection_id_append (line, writer->scenario, entry->endpoint, entry->connection);
    g_string_append_c (line, '"');
    add (writer, "client-vpn-endpoint-id", find_endpoint_id (writer, entry->endpoint));
}

static void
add_user (CvpnWriter *writer, const char *key, const CvpnUser *user, gboolean known)
{
    GString *name = ((Log *) writer->state)->user;

    g_string_assign (name, known ? "" : NOTHING);
    if (known)
        cvpn_user_append (name, user);
    add (writer, key, name->str);
}

static void
add_kind (CvpnWriter *writer, const CvpnConnectionRecord *entry)
{
    static const char *const attempts[] = {
        [CVPN_ATTEMPT_NA] = NOTHING,
        [CVPN_ATTEMPT_SUCCESSFUL] = "successful",
        [CVPN_ATTEMPT_FAILED] = "failed",
        [CVPN_ATTEMPT_WAITING_FOR_ASSERTION] = "waiting-for-assertion",
    };
    const gboolean failed = !entry->is_reset && entry->status == CVPN_ATTEMPT_FAILED;

    add (writer, "connection-log-type",
         entry->is_reset ? "connection-reset" : "connection-attempt");
    add (writer, "connection-attempt-status", entry->is_reset ? NOTHING : attempts[entry->status]);
    add (writer, "connection-reset-status",
         entry->is_reset && entry->assertion_received ? "assertion-received" : NOTHING);
    add (writer, "connection-attempt-failure-reason",
         failed ? reason_text (entry->reason) : NOTHING);
}

static void
add_device (CvpnWriter *writer, const CvpnConnectionRecord *entry)
{
    add_address (writer, "client-ip", entry->client_address);
    add_user (writer, "common-name", &entry->user, entry->by_certificate);
    add (writer, "device-type", system_text ((CvpnSystem) entry->system));
    add_address (writer, "device-ip", entry->device_address);
    add_number (writer, "port", entry->device_port);
}

static void
add_counters (CvpnWriter *writer, const CvpnConnectionRecord *entry)
{
    add_number (writer, "ingress-bytes", entry->ingress_bytes);
    add_number (writer, "egress-bytes", entry->egress_bytes);
    add_number (writer, "ingress-packets", entry->ingress_packets);
    add_number (writer, "egress-packets", entry->egress_packets);
}

/* Of the seconds that the entry shows: 0 at an attempt that has begun a connection. */
static void
add_duration (CvpnWriter *writer, const CvpnConnectionRecord *entry)
{
    const gint64 end_ns = entry->end_ns >= 0 ? entry->end_ns : entry->start_ns;

    if (entry->start_ns < 0)
        add (writer, "connection-duration-seconds", NOTHING);
    else
        add_number (writer, "connection-duration-seconds",
                    cvpn_clock_unix (writer->scenario, end_ns) -
                        cvpn_clock_unix (writer->scenario, entry->start_ns));
}

static void
add_entry (CvpnWriter *writer, const CvpnConnectionRecord *entry)
{
    add_kind (writer, entry);
    add_ids (writer, entry);
    add (writer, "transport-protocol", entry->tcp ? "tcp" : "udp");
    add_time (writer, "connection-start-time", entry->start_ns);
    add_time (writer, "connection-last-update-time", entry->time_ns);
    add_device (writer, entry);
    add_counters (writer, entry);
    add_time (writer, "connection-end-time", entry->end_ns);
    add_user (writer, "username", &entry->user, entry->by_user_name);
    add_duration (writer, entry);
}

static void
write_entry (gpointer self, const CvpnConnectionRecord *entry)
{
    CvpnWriter *writer = self;
    Log *log = writer->state;

    if (!entry->logged)
        return;
    g_string_truncate (log->line, 0);
    add_entry (writer, entry);
    g_string_append_c (log->line, '}');
    cvpn_csv_file_line (writer->csv, log->line->str);
}

static void
begin (CvpnWriter *writer)
{
    Log *log = g_new (Log, 1);

    log->line = g_string_new (NULL);
    log->user = g_string_new (NULL);
    log->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    writer->state = log;
}

static void
free_log (gpointer state)
{
    Log *log = state;

    g_string_free (log->line, TRUE);
    g_string_free (log->user, TRUE);
    g_hash_table_unref (log->ids);
    g_free (log);
}

const CvpnWriterKind cvpn_connection_log_writer = {
    .name = "connection-log",
    .file = "connection-log.jsonl",
    .observer = { .connection = write_entry },
    .begin = begin,
    .free_state = free_log,
};
