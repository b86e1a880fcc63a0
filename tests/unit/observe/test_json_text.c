/* json_text: numbers are short, strings are left alone. */
#include "observe/json_text.h"

#include "support.h"

static void
test_numbers (void)
{
    const double reals[] = { 0.95, 1.0 / 3, 3, -0.1, 1e-7, 123456.789, 1e300 };
    g_autoptr (JsonBuilder) json = json_builder_new ();

    json_builder_begin_array (json);
    for (guint i = 0; i < G_N_ELEMENTS (reals); i++)
        json_builder_add_double_value (json, reals[i]);
    json_builder_add_int_value (json, G_MAXINT64);
    json_builder_add_null_value (json);
    json_builder_end_array (json);
    g_autofree char *text = cvpn_json_text (json);
    cvpn_assert_str (text, "[\n  0.95,\n  0.3333333333333333,\n  3,\n  -0.1,\n  1e-07,\n"
                           "  123456.789,\n  1e+300,\n  9223372036854775807,\n  null\n]\n");
}

static void
test_strings (void)
{
    g_autoptr (JsonBuilder) json = json_builder_new ();

    json_builder_begin_object (json);
    json_builder_set_member_name (json, "0.94999999999999996");
    json_builder_add_string_value (json, "say \"0.94999999999999996\" \\");
    json_builder_set_member_name (json, "Jürgen");
    json_builder_add_boolean_value (json, TRUE);
    json_builder_end_object (json);
    g_autofree char *text = cvpn_json_text (json);
    cvpn_assert_str (text, "{\n  \"0.94999999999999996\" : "
                           "\"say \\\"0.94999999999999996\\\" \\\\\",\n"
                           "  \"Jürgen\" : true\n}\n");
}

/* What is no UTF-8 is shown as such, and takes nothing of its neighbours with it. */
static void
test_bytes (void)
{
    g_autoptr (JsonBuilder) json = json_builder_new ();

    json_builder_begin_array (json);
    json_builder_add_string_value (json, "bad\xff.ini");
    json_builder_add_string_value (json, "cut\xc3");
    json_builder_end_array (json);
    g_autofree char *text = cvpn_json_text (json);
    cvpn_assert_str (text, "[\n  \"bad�.ini\",\n  \"cut�\"\n]\n");
}

/* Every byte that text can hold, alone and among others: as json-glib writes it. */
static void
test_appended (void)
{
    for (guint byte = 1; byte < 128; byte++) {
        const char character = (char) byte;
        g_autofree char *text = g_strdup_printf ("Zo\u00eb %c, %c", character, character);
        g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), text);
        g_autofree char *want = json_to_string (node, FALSE);
        g_autoptr (GString) got = g_string_new (NULL);
        cvpn_json_append_string (got, text);
        cvpn_assert_str (got->str, want);
    }
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "numbers", test_numbers },
        { "strings", test_strings },
        { "bytes", test_bytes },
        { "strings that are appended", test_appended },
    };

    return cvpn_test_main ("json_text", tests, G_N_ELEMENTS (tests));
}
