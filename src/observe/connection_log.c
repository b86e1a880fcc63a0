/* connection-log.jsonl: the connection log of the endpoints that keep one.
 *
 * A line is an entry as CloudWatch Logs would get it: an attempt, or the end of a
 * connection; the updates in between are left out.  Every value is a string, NA where there
 * is none.  Keys and values are those of AWS Client VPN Administrator Guide, "Connection
 * logging", in its order; the reasons that it does not document are NA. */
#include <json-glib/json-glib.h>

#include "base/prefix.h"
#include "model/scenario.h"
#include "observe/aws_ids.h"
#include "observe/clock.h"
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

static void
add (CvpnWriter *writer, const char *key, const char *value)
{
    JsonBuilder *json = writer->state;

    json_builder_set_member_name (json, key);
    json_builder_add_string_value (json, value);
}

static void
add_number (CvpnWriter *writer, const char *key, gint64 value)
{
    g_string_printf (writer->scratch, "%" G_GINT64_FORMAT, value);
    add (writer, key, writer->scratch->str);
}

static void
add_time (CvpnWriter *writer, const char *key, gint64 time_ns)
{
    g_string_assign (writer->scratch, time_ns < 0 ? NOTHING : "");
    if (time_ns >= 0)
        cvpn_clock_append (writer->scratch, cvpn_clock_unix (writer->scenario, time_ns));
    add (writer, key, writer->scratch->str);
}

static void
add_address (CvpnWriter *writer, const char *key, guint32 address)
{
    char text[CVPN_ADDRESS_TEXT];

    add (writer, key, address == 0 ? NOTHING : cvpn_address_format (address, text));
}

static void
add_ids (CvpnWriter *writer, const CvpnConnectionRecord *entry)
{
    GString *id = writer->scratch;

    g_string_truncate (id, 0);
    cvpn_connection_id_append (id, writer->scenario, entry->endpoint, entry->connection);
    add (writer, "connection-id", id->str);
    g_string_truncate (id, 0);
    cvpn_endpoint_id_append (id, writer->scenario, entry->endpoint);
    add (writer, "client-vpn-endpoint-id", id->str);
}

static void
add_user (CvpnWriter *writer, const char *key, const CvpnUser *user, gboolean known)
{
    g_string_assign (writer->scratch, known ? "" : NOTHING);
    if (known)
        cvpn_user_append (writer->scratch, user);
    add (writer, key, writer->scratch->str);
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
    JsonBuilder *json = writer->state;

    if (!entry->logged)
        return;
    json_builder_begin_object (json);
    add_entry (writer, entry);
    json_builder_end_object (json);
    g_autoptr (JsonNode) root = json_builder_get_root (json);
    g_autofree char *line = json_to_string (root, FALSE);
    cvpn_csv_file_line (writer->csv, line);
    json_builder_reset (json);
}

static void
begin (CvpnWriter *writer)
{
    writer->state = json_builder_new ();
}

const CvpnWriterKind cvpn_connection_log_writer = {
    .name = "connection-log",
    .file = "connection-log.jsonl",
    .observer = { .connection = write_entry },
    .begin = begin,
    .free_state = g_object_unref,
};
