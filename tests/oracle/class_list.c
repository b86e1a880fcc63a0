/* class_list: one linear search after another. */
#include "class_list.h"

#include <json-glib/json-glib.h>

#include "base/prefix.h"
#include "service_text.h"

typedef struct {
    const char *endpoint, *protocol;     /* of the document */
    GPtrArray *clients, *groups, *ports; /* char * */
    GArray *blocks;                      /* CvpnPrefix */
    char *answer;
} Class;

struct ClassList {
    JsonParser *parser;
    GPtrArray *classes;
};

static void
free_class (gpointer data)
{
    Class *class = data;

    g_ptr_array_unref (class->clients);
    g_ptr_array_unref (class->groups);
    g_ptr_array_unref (class->ports);
    g_array_unref (class->blocks);
    g_free (class->answer);
    g_free (class);
}

void
class_list_free (ClassList *list)
{
    if (!list)
        return;
    g_ptr_array_unref (list->classes);
    g_object_unref (list->parser);
    g_free (list);
}

static GPtrArray *
read_list (JsonObject *object, const char *name)
{
    GPtrArray *items = g_ptr_array_new_with_free_func (g_free);
    JsonArray *array = json_object_get_array_member (object, name);

    for (guint i = 0; i < json_array_get_length (array); i++)
        g_ptr_array_add (items, g_strdup (json_array_get_string_element (array, i)));
    return items;
}

/* FALSE: the addresses are not as many as is said. */
static gboolean
read_blocks (JsonObject *object, GArray *blocks)
{
    g_autoptr (GPtrArray) texts = read_list (object, "destination");
    guint64 addresses = 0;

    for (guint i = 0; i < texts->len; i++) {
        CvpnPrefix block;
        if (!cvpn_prefix_parse (texts->pdata[i], &block, NULL))
            return FALSE;
        g_array_append_val (blocks, block);
        addresses += cvpn_prefix_size (block);
    }
    return (gint64) addresses == json_object_get_int_member (object, "addresses");
}

static void
add_landing (JsonObject *landings, const char *name, JsonNode *node, gpointer data)
{
    JsonObject *landing = json_node_get_object (node);
    GString *text = data;

    (void) landings;
    g_string_append_printf (text, "; %s %s", name,
                            json_object_get_string_member (landing, "verdict"));
    if (!json_object_get_null_member (landing, "code"))
        g_string_append_printf (text, " %s %s", json_object_get_string_member (landing, "step"),
                                json_object_get_string_member (landing, "code"));
}

static char *
read_answer (JsonObject *object)
{
    GString *text = g_string_new (json_object_get_string_member (object, "verdict"));

    g_string_append_printf (text, " %.4f", json_object_get_double_member (object, "probability"));
    json_object_foreach_member (json_object_get_object_member (object, "landings"), add_landing,
                                text);
    return g_string_free (text, FALSE);
}

static gboolean
add_class (ClassList *list, JsonObject *object)
{
    Class *class = g_new0 (Class, 1);

    g_ptr_array_add (list->classes, class);
    class->endpoint = json_object_get_string_member (object, "endpoint");
    class->protocol = json_object_get_string_member (object, "protocol");
    class->clients = read_list (object, "clients");
    class->groups = read_list (object, "groups");
    class->ports = read_list (object, "ports");
    class->blocks = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));
    class->answer = read_answer (object);
    return read_blocks (object, class->blocks);
}

ClassList *
class_list_read (const char *json)
{
    g_autoptr (ClassList) list = g_new0 (ClassList, 1);
    g_autoptr (GError) error = NULL;

    list->parser = json_parser_new ();
    list->classes = g_ptr_array_new_with_free_func (free_class);
    if (!json_parser_load_from_data (list->parser, json, -1, &error)) {
        g_printerr ("%s\n", error->message);
        return NULL;
    }
    JsonObject *root = json_node_get_object (json_parser_get_root (list->parser));
    JsonArray *classes = json_object_get_array_member (root, "classes");
    for (guint i = 0; i < json_array_get_length (classes); i++)
        if (!add_class (list, json_array_get_object_element (classes, i))) {
            g_printerr ("class %u: its addresses are not as many as it says\n", i);
            return NULL;
        }
    return json_object_get_boolean_member (root, "complete") ? g_steal_pointer (&list) : NULL;
}

guint
class_list_length (const ClassList *list)
{
    return list->classes->len;
}

static gboolean
is_listed (const GPtrArray *names, const char *name)
{
    for (guint i = 0; i < names->len; i++)
        if (g_str_equal (names->pdata[i], name))
            return TRUE;
    return FALSE;
}

static gboolean
holds_packet (const Class *class, guint32 address, guint32 selector)
{
    gboolean here = FALSE;

    for (guint i = 0; !here && i < class->blocks->len; i++)
        here = cvpn_prefix_contains (g_array_index (class->blocks, CvpnPrefix, i), address);
    for (guint i = 0; here && i < class->ports->len; i++)
        if (cvpn_test_service_holds (class->protocol, class->ports->pdata[i], selector))
            return TRUE;
    return FALSE;
}

guint
class_list_find (const ClassList *list, const ClassPerson *person, guint32 address,
                 guint32 selector, const char **answer)
{
    guint n = 0;

    *answer = "in no class";
    for (guint i = 0; i < list->classes->len; i++) {
        const Class *class = list->classes->pdata[i];
        if (!g_str_equal (class->endpoint, person->endpoint) ||
            !is_listed (person->client ? class->clients : class->groups,
                        person->client ? person->client : person->group) ||
            !holds_packet (class, address, selector))
            continue;
        *answer = class->answer;
        n++;
    }
    return n;
}
