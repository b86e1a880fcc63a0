/* connections_list: the JSON's connections, as they are or as a table. */
#include "observe/connections_list.h"

#include <cvpnsim/error.h>

#include "base/nesting.h"
#include "observe/json_text.h"

#define FILE_NAME "connections.json"
#define LIST_NAME "Connections"

static const char *
get (JsonObject *connection, const char *key)
{
    return json_object_get_string_member_with_default (connection, key, "-");
}

static gboolean
is_of (JsonObject *connection, const char *user)
{
    return !user || g_strcmp0 (get (connection, "Username"), user) == 0 ||
           g_strcmp0 (get (connection, "CommonName"), user) == 0;
}

/* The list of the document; NULL: it is not of this kind. */
static JsonArray *
find_list (JsonParser *parser)
{
    JsonNode *root = json_parser_get_root (parser);
    JsonNode *list = root && JSON_NODE_HOLDS_OBJECT (root)
                         ? json_object_get_member (json_node_get_object (root), LIST_NAME)
                         : NULL;

    if (!list || !JSON_NODE_HOLDS_ARRAY (list))
        return NULL;
    JsonArray *array = json_node_get_array (list);
    for (guint i = 0; i < json_array_get_length (array); i++)
        if (!JSON_NODE_HOLDS_OBJECT (json_array_get_element (array, i)))
            return NULL;
    return array;
}

/* The user's connections, each a JsonNode of the parser's. */
static GPtrArray *
read_list (JsonParser *parser, const char *run, const char *user, GError **error)
{
    g_autofree char *path = g_build_filename (run, FILE_NAME, NULL);
    g_autofree char *content = NULL;
    g_autoptr (GError) reason = NULL;
    gsize length;

    if (!g_file_get_contents (path, &content, &length, NULL)) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                     "%s: has no %s; is it the folder of a run?", run, FILE_NAME);
        return NULL;
    }
    if (!cvpn_nesting_is_shallow (content, length) ||
        !json_parser_load_from_data (parser, content, (gssize) length, &reason) ||
        !find_list (parser)) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_SYNTAX, "%s: %s", path,
                     reason ? reason->message : "has no list of connections");
        return NULL;
    }
    JsonArray *list = find_list (parser);
    g_autoptr (GPtrArray) found = g_ptr_array_new ();
    for (guint i = 0; i < json_array_get_length (list); i++)
        if (is_of (json_array_get_object_element (list, i), user))
            g_ptr_array_add (found, json_array_get_element (list, i));
    return g_steal_pointer (&found);
}

char *
cvpn_connections_list_json (const char *run, const char *user, GError **error)
{
    g_autoptr (JsonParser) parser = json_parser_new ();
    g_autoptr (GPtrArray) list = read_list (parser, run, user, error);
    g_autoptr (JsonBuilder) json = json_builder_new ();

    if (!list)
        return NULL;
    json_builder_begin_object (json);
    json_builder_set_member_name (json, LIST_NAME);
    json_builder_begin_array (json);
    for (guint i = 0; i < list->len; i++)
        json_builder_add_value (json, json_node_copy (list->pdata[i]));
    json_builder_end_array (json);
    json_builder_end_object (json);
    return cvpn_json_text (json);
}

static const char *
user_of (JsonObject *connection)
{
    return json_object_has_member (connection, "Username") ? get (connection, "Username")
                                                           : get (connection, "CommonName");
}

static const char *
endpoint_of (const GPtrArray *list, guint i)
{
    return get (json_node_get_object (list->pdata[i]), "ClientVpnEndpointId");
}

static gboolean
is_active (JsonObject *connection)
{
    JsonNode *status = json_object_get_member (connection, "Status");

    return status && JSON_NODE_HOLDS_OBJECT (status) &&
           g_str_equal (get (json_node_get_object (status), "Code"), "active");
}

static void
append_row (GString *out, JsonObject *connection, int user_width)
{
    g_string_append_printf (
        out, "  %-33s  %-*s  %-15s  %-19s  %-19s  %12s  %12s\n", get (connection, "ConnectionId"),
        user_width, user_of (connection), get (connection, "ClientIp"),
        get (connection, "ConnectionEstablishedTime"), get (connection, "ConnectionEndTime"),
        get (connection, "IngressBytes"), get (connection, "EgressBytes"));
}

static void
append_endpoint (GString *out, const GPtrArray *list, const char *endpoint)
{
    int user_width = 4;
    guint n = 0, active = 0;

    for (guint i = 0; i < list->len; i++) {
        JsonObject *connection = json_node_get_object (list->pdata[i]);
        if (!g_str_equal (endpoint_of (list, i), endpoint))
            continue;
        n++;
        active += is_active (connection);
        user_width = MAX (user_width, (int) g_utf8_strlen (user_of (connection), -1));
    }
    g_string_append_printf (out,
                            "%s: %u active, %u ended in the last 60 minutes\n"
                            "  %-33s  %-*s  %-15s  %-19s  %-19s  %12s  %12s\n",
                            endpoint, active, n - active, "connection", user_width, "user",
                            "client address", "established", "ended", "bytes in", "bytes out");
    for (guint i = 0; i < list->len; i++)
        if (g_str_equal (endpoint_of (list, i), endpoint))
            append_row (out, json_node_get_object (list->pdata[i]), user_width);
}

char *
cvpn_connections_list_text (const char *run, const char *user, GError **error)
{
    g_autoptr (JsonParser) parser = json_parser_new ();
    g_autoptr (GPtrArray) list = read_list (parser, run, user, error);

    if (!list)
        return NULL;
    g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    GString *out = g_string_new (list->len == 0 ? "no connection is active, and none ended in the "
                                                  "last 60 minutes\n"
                                                : NULL);
    for (guint i = 0; i < list->len; i++)
        if (g_hash_table_add (told, g_strdup (endpoint_of (list, i))))
            append_endpoint (out, list, endpoint_of (list, i));
    return g_string_free (out, FALSE);
}
