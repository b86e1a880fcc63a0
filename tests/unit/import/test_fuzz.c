/* Imports of inputs that were changed at random, in their bytes and in their values: each gives a
 * scenario, or faults that name the file and a line. CVPN_TEST_IMPORTS and CVPN_TEST_SEED have it
 * try more, or others; what it has found stands in findings below. */
#include <cvpnsim/import.h>

#include <jansson.h>
#include <string.h>

#include "support.h"

#define CHANGES_MAX 4

typedef struct {
    GRand *random;
    const char *name;
    char *path;
    guint scenarios, faults;
} Fuzz;

static const char *const seeds[] = { "cli", "state", "plan", "template" };

/* What an import of the file says, and that it is said of a place. */
static gboolean
import_file (Fuzz *fuzz, const char *what)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnImport) import = cvpn_import (fuzz->path, NULL, report, &error);
    const GPtrArray *faults = cvpn_report_faults (report);
    gboolean good = import ? !error && cvpn_report_errors (report) == 0 : error && faults->len > 0;

    for (guint i = 0; i < faults->len && good; i++) {
        const CvpnFault *fault = g_ptr_array_index (faults, i);
        good = fault->file && fault->line > 0;
        if (!good)
            g_printerr ("%s: a fault of no place: %s\n", what, fault->text);
    }
    *(import ? &fuzz->scenarios : &fuzz->faults) += 1;
    if (import)
        good = good && strstr (cvpn_import_scenario (import), "[scenario]");
    if (!good)
        g_printerr ("%s: %s\n", what, error ? error->message : "no error");
    return good;
}

static void
change_bytes (GRand *random, GString *text)
{
    static const char *const words[] = { "{",    "}",    "[",   "]",       ",",    "\"",
                                         ":",    "null", "1e9", "\\u0000", "\xff", "\n",
                                         "true", "-1",   "{}",  "[]",      "\"\"", "\0" };
    const gsize at = (gsize) g_rand_int_range (random, 0, (gint32) text->len);
    const gsize n = MIN (text->len - at, (gsize) g_rand_int_range (random, 1, 40));
    const char *word = words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))];

    switch (g_rand_int_range (random, 0, 5)) {
    case 0:
        text->str[at] = (char) g_rand_int_range (random, 0, 256);
        break;
    case 1:
        g_string_erase (text, (gssize) at, (gssize) n);
        break;
    case 2:
        g_string_insert (text, (gssize) at, word);
        break;
    case 3: {
        g_autofree char *copy = g_strndup (text->str + at, n);
        g_string_insert (text, g_rand_int_range (random, 0, (gint32) text->len), copy);
        break;
    }
    default:
        g_string_truncate (text, at + 1);
    }
}

/* All values below, the document's own too. */
static void
list_values (json_t *json, GPtrArray *values)
{
    const char *name;
    json_t *value;
    gsize i;

    g_ptr_array_add (values, json);
    json_object_foreach (json, name, value) list_values (value, values);
    json_array_foreach (json, i, value) list_values (value, values);
}

static json_t *
make_value (GRand *random, const GPtrArray *values)
{
    static const char *const texts[] = { "",     "x",      "10.0.0.0/8", "10.0.0.1",
                                         "::/0", "-1",     "local",      "vpc-00000000",
                                         "a\nb", "active", "0.0.0.0/0",  "[x y]" };

    switch (g_rand_int_range (random, 0, 9)) {
    case 0:
        return json_null ();
    case 1:
        return json_integer (g_rand_int_range (random, -2, 70000));
    case 2:
        return json_real (1e300);
    case 3:
        return json_boolean (g_rand_boolean (random));
    case 4:
        return g_rand_boolean (random) ? json_array () : json_object ();
    case 5:
    case 6:
        return json_string (texts[g_rand_int_range (random, 0, G_N_ELEMENTS (texts))]);
    default:
        return json_deep_copy (
            g_ptr_array_index (values, (guint) g_rand_int_range (random, 0, (gint32) values->len)));
    }
}

/* One member or element of a random object or array: another value, gone, or there twice. */
static void
change_value (GRand *random, json_t *json)
{
    g_autoptr (GPtrArray) values = g_ptr_array_new ();

    list_values (json, values);
    json_t *at =
        g_ptr_array_index (values, (guint) g_rand_int_range (random, 0, (gint32) values->len));
    const gint how = g_rand_int_range (random, 0, 4);
    if (json_is_array (at) && json_array_size (at) > 0) {
        const gsize i = (gsize) g_rand_int_range (random, 0, (gint32) json_array_size (at));
        if (how == 0)
            json_array_remove (at, i);
        else if (how == 1)
            json_array_append_new (at, json_deep_copy (json_array_get (at, i)));
        else
            json_array_set_new (at, i, make_value (random, values));
    } else if (json_is_object (at) && json_object_size (at) > 0) {
        gint32 left = g_rand_int_range (random, 0, (gint32) json_object_size (at));
        void *iter = json_object_iter (at);
        while (left-- > 0)
            iter = json_object_iter_next (at, iter);
        g_autofree char *name = g_strdup (json_object_iter_key (iter));
        if (how == 0)
            json_object_del (at, name);
        else
            json_object_set_new (at, name, make_value (random, values));
    }
}

/* The documents of a seed, as an array. */
static json_t *
load_documents (const char *text)
{
    json_t *all = json_array ();
    gsize at = 0, length = strlen (text);
    json_error_t error;
    json_t *json;

    while (at < length &&
           (json = json_loadb (text + at, length - at, JSON_DISABLE_EOF_CHECK, &error))) {
        json_array_append_new (all, json);
        at += (gsize) error.position;
        at += strspn (text + at, " \n");
    }
    return all;
}

static GString *
write_documents (json_t *all)
{
    GString *text = g_string_new (NULL);
    json_t *json;
    gsize i;

    json_array_foreach (all, i, json)
    {
        char *one = json_dumps (json, JSON_ENCODE_ANY | JSON_INDENT (1));
        g_string_append_printf (text, "%s\n", one);
        free (one);
    }
    return text;
}

static GString *
make_text (Fuzz *fuzz, const char *seed, json_t *documents)
{
    const gint changes = g_rand_int_range (fuzz->random, 1, CHANGES_MAX + 1);

    if (g_rand_int_range (fuzz->random, 0, 4) > 0) {
        json_t *copy = json_deep_copy (documents);
        for (gint i = 0; i < changes; i++)
            change_value (fuzz->random, copy);
        GString *text = write_documents (copy);
        json_decref (copy);
        return text;
    }
    GString *text = g_string_new (seed);
    for (gint i = 0; i < changes && text->len > 0; i++)
        change_bytes (fuzz->random, text);
    return text;
}

static void
fuzz_seed (Fuzz *fuzz, const char *name, guint seed, guint n)
{
    g_autofree char *relative = g_strdup_printf ("tests/import/fuzz/%s.json", name);
    g_autofree char *source = cvpn_test_path (relative);
    g_autofree char *text = NULL;

    CU_ASSERT_TRUE_FATAL (g_file_get_contents (source, &text, NULL, NULL));
    json_t *documents = load_documents (text);
    for (guint i = 0; i < n; i++) {
        g_autofree char *what = g_strdup_printf ("%s, CVPN_TEST_SEED=%u", name, seed + i);
        fuzz->random = g_rand_new_with_seed (seed + i);
        g_autoptr (GString) changed = make_text (fuzz, text, documents);
        g_file_set_contents (fuzz->path, changed->str, (gssize) changed->len, NULL);
        const gboolean good = import_file (fuzz, what);
        CU_ASSERT_TRUE (good);
        if (!good)
            g_printerr ("%.*s\n", (int) MIN (changed->len, 20000), changed->str);
        g_rand_free (fuzz->random);
    }
    json_decref (documents);
}

static void
test_random (void)
{
    const guint n = cvpn_test_setting ("CVPN_TEST_IMPORTS", 300);
    const guint seed = cvpn_test_setting ("CVPN_TEST_SEED", 1);
    Fuzz fuzz = { .path = cvpn_test_file ("fuzz.json", "") };

    for (guint i = 0; i < G_N_ELEMENTS (seeds); i++)
        fuzz_seed (&fuzz, seeds[i], seed, n);
    g_print ("%u scenarios, %u with faults\n", fuzz.scenarios, fuzz.faults);
    CU_ASSERT_TRUE (fuzz.scenarios >= n / 4);
    CU_ASSERT_TRUE (fuzz.faults >= n / 4);
    g_free (fuzz.path);
}

/* Each seed is a scenario as it stands, and none of its secrets is in it. */
static void
test_seeds (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (seeds); i++) {
        g_autofree char *relative = g_strdup_printf ("tests/import/fuzz/%s.json", seeds[i]);
        g_autofree char *path = cvpn_test_path (relative);
        g_autoptr (CvpnReport) report = cvpn_report_new ();
        g_autoptr (CvpnImport) import = cvpn_import (path, NULL, report, NULL);
        g_autofree char *faults = cvpn_report_format (report);
        cvpn_assert_str (faults, "");
        CU_ASSERT_PTR_NOT_NULL (import);
        if (import) {
            const char *text = cvpn_import_scenario (import);
            cvpn_assert_has (text, "172.16.0.0/22");
            CU_ASSERT_PTR_NULL (strstr (text, "hunter2"));
            CU_ASSERT_PTR_NULL (strstr (text, "someone"));
            CU_ASSERT_PTR_NULL (strstr (text, "secret-key"));
        }
    }
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "the inputs as they are", test_seeds },
        { "changed at random", test_random },
    };

    return cvpn_test_main ("import fuzz", tests, G_N_ELEMENTS (tests));
}
