/* connections: who is there at the run's end, and who has just gone. */
#include <json-glib/json-glib.h>

#include "written.h"

#define ADDRESS 0x0a020002u

static CvpnConnectionRecord
make_entry (guint64 connection, guint32 address)
{
    return (CvpnConnectionRecord){
        .status = CVPN_ATTEMPT_SUCCESSFUL,
        .connection = connection,
        .start_ns = (gint64) connection * CVPN_SECOND,
        .time_ns = (gint64) connection * CVPN_SECOND,
        .end_ns = -1,
        .endpoint = "cvpn-1",
        .user = { .population = "staff", .number = (guint32) connection },
        .by_user_name = TRUE,
        .client_address = address,
    };
}

static void
tell_begin (Run *run, guint64 connection, guint32 address)
{
    const CvpnConnectionRecord entry = make_entry (connection, address);

    tell (run, connection, &entry);
}

static void
tell_end (Run *run, guint64 connection, guint32 address, gint64 end_ns)
{
    CvpnConnectionRecord entry = make_entry (connection, address);

    entry.is_reset = TRUE;
    entry.status = CVPN_ATTEMPT_NA;
    entry.time_ns = entry.end_ns = end_ns;
    entry.ingress_bytes = 1126;
    tell (run, connection, &entry);
}

/* The list of the file; the parser keeps it. */
static JsonArray *
read_list (const Run *run, JsonParser *parser)
{
    g_autofree char *content = content_of (run, "connections.json");

    CU_ASSERT_FATAL (json_parser_load_from_data (parser, content, -1, NULL));
    return json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                         "Connections");
}

static void
assert_member (JsonArray *list, guint i, const char *key, const char *want)
{
    JsonObject *connection = json_array_get_object_element (list, i);

    cvpn_assert_str (json_object_get_string_member_with_default (connection, key, "nothing"), want);
}

static void
assert_code (JsonArray *list, guint i, const char *want)
{
    JsonObject *connection = json_array_get_object_element (list, i);
    JsonObject *status = json_object_get_object_member (connection, "Status");

    cvpn_assert_str (json_object_get_string_member (status, "Code"), want);
}

static void
test_form (void)
{
    CvpnConnectionRecord entry = make_entry (1, ADDRESS);
    Run run;

    begin (&run, "connections", NULL);
    entry.by_user_name = FALSE;
    tell (&run, connection, &entry);
    end (&run); /* after a minute */
    g_autofree char *content = content_of (&run, "connections.json");
    cvpn_assert_str (content,
                     "{\n"
                     "  \"Connections\" : [\n"
                     "    {\n"
                     "      \"ClientVpnEndpointId\" : \"cvpn-endpoint-bba6457cff4ed005f\",\n"
                     "      \"Timestamp\" : \"2026-01-05 07:31:00\",\n"
                     "      \"ConnectionId\" : \"cvpn-connection-d348eeab70a6385ad\",\n"
                     "      \"ConnectionEstablishedTime\" : \"2026-01-05 07:30:01\",\n"
                     "      \"IngressBytes\" : \"0\",\n"
                     "      \"EgressBytes\" : \"0\",\n"
                     "      \"IngressPackets\" : \"0\",\n"
                     "      \"EgressPackets\" : \"0\",\n"
                     "      \"ClientIp\" : \"10.2.0.2\",\n"
                     "      \"CommonName\" : \"staff-1\",\n"
                     "      \"Status\" : {\n"
                     "        \"Code\" : \"active\"\n"
                     "      },\n"
                     "      \"ConnectionEndTime\" : \"-\"\n"
                     "    }\n"
                     "  ]\n"
                     "}\n");
    clear (&run);
}

/* Active ones, and those that ended within 60 minutes; failed attempts never. */
static void
test_who (void)
{
    g_autoptr (JsonParser) parser = json_parser_new ();
    CvpnConnectionRecord failed = make_entry (9, 0);
    Run run;

    begin (&run, "connections", NULL);
    tell_begin (&run, 1, ADDRESS);
    tell_begin (&run, 2, ADDRESS + 1);
    failed.status = CVPN_ATTEMPT_FAILED;
    tell (&run, connection, &failed);
    tell_end (&run, 1, ADDRESS, CVPN_HOUR);
    tell_begin (&run, 3, ADDRESS); /* whose address is another's again */
    tell_begin (&run, 4, ADDRESS + 2);
    tell_end (&run, 3, ADDRESS, CVPN_HOUR + 1);
    tell (&run, finish, 2 * CVPN_HOUR + 1, 42, TRUE);
    CU_ASSERT (cvpn_writers_close (run.writers, run.summary, NULL));
    JsonArray *list = read_list (&run, parser);
    cvpn_assert_int (json_array_get_length (list), 3);
    assert_member (list, 0, "Username", "staff-2");
    assert_code (list, 0, "active");
    assert_member (list, 1, "Username", "staff-3");
    assert_code (list, 1, "terminated");
    assert_member (list, 1, "ConnectionEndTime", "2026-01-05 08:30:00");
    assert_member (list, 1, "IngressBytes", "1126");
    assert_member (list, 2, "Username", "staff-4");
    clear (&run);
}

/* Those that are still there have the counters of their session. */
static void
test_counters (void)
{
    g_autoptr (JsonParser) parser = json_parser_new ();
    CvpnSessionRecord session = { .endpoint = "cvpn-1",
                                  .client_address = ADDRESS + 1,
                                  .established = TRUE,
                                  .end_ns = -1,
                                  .end_reason = "",
                                  .request_bytes = 1,
                                  .response_bytes = 2,
                                  .request_packets = 3,
                                  .response_packets = 4,
                                  .returned_after_ns = -1 };
    Run run;

    begin (&run, "connections", NULL);
    tell_begin (&run, 1, ADDRESS);
    tell_begin (&run, 2, ADDRESS + 1);
    tell (&run, session, &session);
    session.endpoint = "cvpn-2"; /* another's clients may have the same addresses */
    session.client_address = ADDRESS;
    tell (&run, session, &session);
    end (&run);
    JsonArray *list = read_list (&run, parser);
    assert_member (list, 0, "IngressBytes", "0");
    assert_member (list, 1, "IngressBytes", "1");
    assert_member (list, 1, "EgressBytes", "2");
    assert_member (list, 1, "IngressPackets", "3");
    assert_member (list, 1, "EgressPackets", "4");
    clear (&run);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "the form", test_form },
        { "who is in the list", test_who },
        { "counters", test_counters },
    };

    return cvpn_test_main ("connections", tests, G_N_ELEMENTS (tests));
}
