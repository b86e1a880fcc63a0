/* Answers as files: neat ones, or as years of snapshots leave them. */
#include "aws_answers.h"

#include <glib/gstdio.h>

static void
free_answer (gpointer data)
{
    AwsAnswer *answer = data;

    g_free (answer->call);
    g_free (answer->id);
    g_free (answer->key);
    json_object_unref (answer->json);
    g_free (answer);
}

GPtrArray *
aws_answers_new (void)
{
    return g_ptr_array_new_with_free_func (free_answer);
}

JsonArray *
aws_answers_add (GPtrArray *answers, const char *call, const char *id, const char *key)
{
    AwsAnswer *answer = g_new (AwsAnswer, 1);

    *answer = (AwsAnswer){ g_strdup (call), g_strdup (id), g_strdup (key), json_object_new () };
    g_ptr_array_add (answers, answer);
    return aws_list (answer->json, key);
}

GPtrArray *
aws_answers_without (const GPtrArray *answers, const AwsAnswer *answer)
{
    GPtrArray *rest = g_ptr_array_new ();

    for (guint i = 0; i < answers->len; i++)
        if (answers->pdata[i] != answer)
            g_ptr_array_add (rest, answers->pdata[i]);
    return rest;
}

JsonObject *
aws_object (JsonArray *list)
{
    JsonObject *object = json_object_new ();

    json_array_add_object_element (list, object);
    return object;
}

JsonObject *
aws_member (JsonObject *object, const char *name)
{
    JsonObject *member = json_object_new ();

    json_object_set_object_member (object, name, member);
    return member;
}

JsonArray *
aws_list (JsonObject *object, const char *name)
{
    JsonArray *list = json_array_new ();

    json_object_set_array_member (object, name, list);
    return list;
}

/* Takes the node. */
static char *
print (JsonNode *node)
{
    g_autoptr (JsonGenerator) generator = json_generator_new ();

    json_generator_set_pretty (generator, TRUE);
    json_generator_set_indent (generator, 4);
    json_generator_set_root (generator, node);
    json_node_unref (node);
    return json_generator_to_data (generator, NULL);
}

static char *
print_object (JsonObject *object)
{
    return print (json_node_init_object (json_node_alloc (), object));
}

static void
write_text (const char *folder, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *parent = g_path_get_dirname (path);

    g_mkdir_with_parents (parent, 0700);
    if (!g_file_set_contents (path, text, -1, NULL))
        g_error ("cannot write %s", path);
}

static void
write_neatly (const GPtrArray *answers, const char *folder)
{
    for (guint i = 0; i < answers->len; i++) {
        const AwsAnswer *answer = answers->pdata[i];
        g_autofree char *name = g_strdup_printf ("%s%s%s.json", answer->call, answer->id ? "-" : "",
                                                 answer->id ? answer->id : "");
        g_autofree char *text = print_object (answer->json);
        write_text (folder, name, text);
    }
}

static void
shuffle (GRand *rand, gpointer *pointers, guint n)
{
    for (guint i = n; i > 1; i--) {
        const gint other = g_rand_int_range (rand, 0, (gint) i);
        gpointer kept = pointers[i - 1];
        pointers[i - 1] = pointers[other];
        pointers[other] = kept;
    }
}

/* The answer's other members, and elements 'first' to 'last' of its shuffled list. */
static JsonObject *
tear (const AwsAnswer *answer, const GPtrArray *elements, guint first, guint last)
{
    JsonObject *part = json_object_new ();
    g_autoptr (GList) members = json_object_get_members (answer->json);
    JsonArray *list = NULL;

    for (GList *member = members; member; member = member->next) {
        if (g_str_equal (member->data, answer->key))
            list = aws_list (part, answer->key);
        else
            json_object_set_member (part, member->data,
                                    json_object_dup_member (answer->json, member->data));
    }
    for (guint i = first; i < last; i++)
        json_array_add_element (list, json_node_copy (elements->pdata[i]));
    return part;
}

/* Its parts, as JsonObject *: one mostly; overlapping by an element at times. */
static GPtrArray *
tear_answer (GRand *rand, const AwsAnswer *answer)
{
    GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
    JsonArray *list = json_object_get_array_member (answer->json, answer->key);
    g_autoptr (GPtrArray) elements = g_ptr_array_new ();
    const guint n = json_array_get_length (list);
    const guint cut = n > 0 ? (guint) g_rand_int_range (rand, 0, (gint) n + 1) : 0;

    for (guint i = 0; i < n; i++)
        g_ptr_array_add (elements, json_array_get_element (list, i));
    shuffle (rand, elements->pdata, n);
    if (g_rand_int_range (rand, 0, 3) > 0) {
        g_ptr_array_add (parts, tear (answer, elements, 0, n));
        return parts;
    }
    g_ptr_array_add (parts, tear (answer, elements, 0, cut));
    g_ptr_array_add (parts, tear (answer, elements, cut > 0 ? cut - 1 : 0, n));
    return parts;
}

/* A document: an answer, or a list with one or two of them. */
static char *
print_part (GRand *rand, JsonObject *part, gboolean in_list)
{
    JsonArray *list;

    if (!in_list)
        return print_object (part);
    list = json_array_new ();
    json_array_add_object_element (list, json_object_ref (part));
    if (g_rand_int_range (rand, 0, 3) == 0)
        json_array_add_object_element (list, json_object_ref (part));
    return print (json_node_init_array (json_node_alloc (), list));
}

/* What does not name its table must say so by the name of its file or folder. */
static char *
invent_name (GRand *rand, const AwsAnswer *answer, guint number)
{
    static const char *const words[] = { "a", "us-east-1/b", "2024/c", "Z", "copy of d" };
    const char *word = words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))];

    if (answer->id && g_rand_boolean (rand))
        return g_strdup_printf ("%s/%s/%u.json", word, answer->id, number);
    if (answer->id)
        return g_strdup_printf ("%s-%s-%u.json", word, answer->id, number);
    return g_strdup_printf ("%s-%u.json", word, number);
}

static void
write_untidily (const GPtrArray *answers, const char *folder, GRand *rand)
{
    g_autoptr (GString) common = g_string_new (NULL); /* what has been appended to one file */
    g_autoptr (GPtrArray) order = g_ptr_array_new ();
    guint number = 0;

    for (guint i = 0; i < answers->len; i++)
        g_ptr_array_add (order, answers->pdata[i]);
    shuffle (rand, order->pdata, order->len);
    for (guint i = 0; i < order->len; i++) {
        const AwsAnswer *answer = order->pdata[i];
        g_autoptr (GPtrArray) parts = tear_answer (rand, answer);
        for (guint j = 0; j < parts->len; j++) {
            const gboolean in_list = g_rand_int_range (rand, 0, 4) == 0;
            g_autofree char *text = print_part (rand, parts->pdata[j], in_list);
            g_autofree char *name = invent_name (rand, answer, number++);
            if (!answer->id && g_rand_int_range (rand, 0, 3) == 0)
                g_string_append_printf (common, "%s\n", text);
            else
                write_text (folder, name, text);
        }
    }
    write_text (folder, "all.JSON", common->len > 0 ? common->str : "{\"Vpcs\": []}");
}

void
aws_answers_write (const GPtrArray *answers, const char *folder, GRand *rand)
{
    if (rand)
        write_untidily (answers, folder, rand);
    else
        write_neatly (answers, folder);
}
