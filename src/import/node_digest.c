/* node_digest: a text in which order is no difference, and what is left of it. */
#include "import/node.h"

#include <string.h>

static char *write_value (json_t *json);

static gint
compare_texts (gconstpointer left, gconstpointer right)
{
    return strcmp (*(char *const *) left, *(char *const *) right);
}

static char *
join (GPtrArray *texts, char begin, char end)
{
    GString *out = g_string_new (NULL);

    g_ptr_array_sort (texts, compare_texts);
    g_string_append_c (out, begin);
    for (guint i = 0; i < texts->len; i++) {
        g_string_append (out, g_ptr_array_index (texts, i));
        g_string_append_c (out, ',');
    }
    g_string_append_c (out, end);
    return g_string_free (out, FALSE);
}

static char *
write_string (const char *text)
{
    g_autofree char *escaped = g_strescape (text, NULL);

    return g_strdup_printf ("\"%s\"", escaped);
}

static char *
write_object (json_t *json)
{
    g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
    const char *name;
    json_t *value;

    json_object_foreach (json, name, value)
    {
        g_autofree char *left = write_string (name);
        g_autofree char *right = write_value (value);
        g_ptr_array_add (texts, g_strconcat (left, ":", right, NULL));
    }
    return join (texts, '{', '}');
}

static char *
write_array (json_t *json)
{
    g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
    json_t *value;
    gsize i;

    json_array_foreach (json, i, value) g_ptr_array_add (texts, write_value (value));
    return join (texts, '[', ']');
}

static char *
write_value (json_t *json)
{
    char number[G_ASCII_DTOSTR_BUF_SIZE];

    switch (json_typeof (json)) {
    case JSON_OBJECT:
        return write_object (json);
    case JSON_ARRAY:
        return write_array (json);
    case JSON_STRING:
        return write_string (json_string_value (json));
    case JSON_INTEGER:
    case JSON_REAL:
        return g_strdup (g_ascii_dtostr (number, sizeof number, json_number_value (json)));
    case JSON_TRUE:
        return g_strdup ("true");
    case JSON_FALSE:
        return g_strdup ("false");
    default:
        return g_strdup ("null");
    }
}

char *
cvpn_node_digest (const CvpnNode *node)
{
    g_autofree char *text = node->json ? write_value (node->json) : g_strdup ("");

    return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}
