/* SARIF: the structure that OASIS's schema and GitHub's code scanning ask for. */
#include "observe/sarif.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "checked.h"
#include "scenario_text.h"
#include "support.h"

typedef struct {
    JsonParser *parser;
    JsonObject *run;
} Parsed;

static Parsed
parse (const char *text)
{
    Parsed parsed = { .parser = json_parser_new () };

    CU_ASSERT_FATAL (json_parser_load_from_data (parsed.parser, text, -1, NULL));
    JsonObject *log = json_node_get_object (json_parser_get_root (parsed.parser));
    cvpn_assert_str (json_object_get_string_member (log, "version"), "2.1.0");
    cvpn_assert_has (json_object_get_string_member (log, "$schema"), "sarif-2.1.0.json");
    JsonArray *runs = json_object_get_array_member (log, "runs");
    cvpn_assert_int (json_array_get_length (runs), 1);
    parsed.run = json_array_get_object_element (runs, 0);
    return parsed;
}

static JsonArray *
rules_of (const Parsed *parsed)
{
    JsonObject *tool = json_object_get_object_member (parsed->run, "tool");
    JsonObject *driver = json_object_get_object_member (tool, "driver");

    cvpn_assert_str (json_object_get_string_member (driver, "name"), "cvpnsim");
    CU_ASSERT (json_object_has_member (driver, "version"));
    cvpn_assert_has (json_object_get_string_member (driver, "informationUri"), "https://");
    return json_object_get_array_member (driver, "rules");
}

static JsonArray *
results_of (const Parsed *parsed)
{
    return json_object_get_array_member (parsed->run, "results");
}

static const char *
text_of (JsonObject *object, const char *member)
{
    return json_object_get_string_member (json_object_get_object_member (object, member), "text");
}

static void
check_rule (JsonObject *rule)
{
    CU_ASSERT (strlen (json_object_get_string_member (rule, "id")) > 0);
    CU_ASSERT (strlen (text_of (rule, "shortDescription")) > 0);
    CU_ASSERT (strlen (text_of (rule, "fullDescription")) > 0);
}

static void
check_place (JsonObject *location)
{
    JsonObject *place = json_object_get_object_member (location, "physicalLocation");
    JsonObject *artifact = json_object_get_object_member (place, "artifactLocation");
    const char *uri = json_object_get_string_member (artifact, "uri");

    CU_ASSERT (*uri != '\0' && *uri != '/' && !strchr (uri, ' ') && !strstr (uri, ".."));
    CU_ASSERT (json_object_get_int_member (json_object_get_object_member (place, "region"),
                                           "startLine") >= 1);
}

/* GitHub shows no result without a place, and finds the rule by its index. */
static void
check_result (JsonObject *result, JsonArray *rules)
{
    const char *id = json_object_get_string_member (result, "ruleId");
    const guint index = (guint) json_object_get_int_member (result, "ruleIndex");
    JsonArray *places = json_object_get_array_member (result, "locations");
    static const char *const levels[] = { "error", "warning", "note", NULL };

    CU_ASSERT_FATAL (index < json_array_get_length (rules));
    cvpn_assert_str (
        json_object_get_string_member (json_array_get_object_element (rules, index), "id"), id);
    CU_ASSERT (g_strv_contains (levels, json_object_get_string_member (result, "level")));
    CU_ASSERT (strlen (text_of (result, "message")) > 0);
    cvpn_assert_int (json_array_get_length (places), 1);
    check_place (json_array_get_object_element (places, 0));
    JsonObject *prints = json_object_get_object_member (result, "partialFingerprints");
    CU_ASSERT (strlen (json_object_get_string_member (prints, "cvpnsimFinding/v1")) > 32);
    if (!json_object_has_member (result, "relatedLocations"))
        return;
    JsonArray *related = json_object_get_array_member (result, "relatedLocations");
    for (guint i = 0; i < json_array_get_length (related); i++) {
        check_place (json_array_get_object_element (related, i));
        CU_ASSERT (strlen (text_of (json_array_get_object_element (related, i), "message")) > 0);
    }
}

static char *
write_checked (const CvpnChecked *checked, const char *path)
{
    const CvpnSarif about = { .command = "check", .path = path };

    return cvpn_sarif_text (&about, checked->findings);
}

static void
check_structure (const char *file)
{
    g_autofree char *path = cvpn_test_path (file);
    g_auto (CvpnChecked) checked = cvpn_test_check (path);
    g_autofree char *text = write_checked (&checked, path);
    Parsed parsed = parse (text);
    JsonArray *rules = rules_of (&parsed), *results = results_of (&parsed);
    g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    cvpn_assert_int (json_array_get_length (results), checked.findings->len);
    for (guint i = 0; i < json_array_get_length (rules); i++) {
        JsonObject *rule = json_array_get_object_element (rules, i);
        check_rule (rule);
        CU_ASSERT (g_hash_table_add (ids, g_strdup (json_object_get_string_member (rule, "id"))));
    }
    for (guint i = 0; i < json_array_get_length (results); i++)
        check_result (json_array_get_object_element (results, i), rules);
    cvpn_assert_str (json_object_get_string_member (parsed.run, "columnKind"), "utf16CodeUnits");
    CU_ASSERT (json_object_get_boolean_member (
        json_array_get_object_element (json_object_get_array_member (parsed.run, "invocations"), 0),
        "executionSuccessful"));
    g_object_unref (parsed.parser);
}

static void
test_structure (void)
{
    check_structure ("tests/support/sound.ini"); /* no finding */
    check_structure ("scenarios/six-causes.ini");
    check_structure ("scenarios/peered-vpc.ini");                  /* further places */
    check_structure ("scenarios/cases/c28-network-acl-rules.ini"); /* an included file */
}

static CvpnFinding *
make_finding (const char *code, const char *file, guint line, const char *message)
{
    CvpnFinding *finding = g_new (CvpnFinding, 1);

    cvpn_finding_init (finding, CVPN_SEVERITY_WARNING, code);
    finding->file = file;
    finding->line = line;
    finding->message = g_strdup (message);
    return finding;
}

static void
free_finding (gpointer data)
{
    cvpn_finding_clear (data);
    g_free (data);
}

static Parsed
parse_findings (GPtrArray *findings)
{
    g_autofree char *folder = g_get_current_dir ();
    g_autofree char *path = g_build_filename (folder, "some where", "a:b.ini", NULL);
    const CvpnSarif about = { .command = "check", .path = path };
    g_autofree char *text = cvpn_sarif_text (&about, findings);

    return parse (text);
}

static const char *
uri_of (JsonObject *result)
{
    JsonObject *location =
        json_array_get_object_element (json_object_get_array_member (result, "locations"), 0);

    return json_object_get_string_member (
        json_object_get_object_member (json_object_get_object_member (location, "physicalLocation"),
                                       "artifactLocation"),
        "uri");
}

static gint64
line_of (JsonObject *result)
{
    JsonObject *location =
        json_array_get_object_element (json_object_get_array_member (result, "locations"), 0);

    return json_object_get_int_member (
        json_object_get_object_member (json_object_get_object_member (location, "physicalLocation"),
                                       "region"),
        "startLine");
}

static const char *
print_of (JsonObject *result)
{
    return json_object_get_string_member (
        json_object_get_object_member (result, "partialFingerprints"), "cvpnsimFinding/v1");
}

/* Of no file, of --set, of a file with a name that a URI cannot hold. */
static void
test_places (void)
{
    g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (free_finding);

    g_ptr_array_add (findings, make_finding ("QUOTA_EXCEEDED", NULL, 0, "one"));
    g_ptr_array_add (findings, make_finding ("QUOTA_EXCEEDED", "--set", 0, "two"));
    g_ptr_array_add (findings, make_finding ("BAD_STATE_ROUTE", "x/100% \"ä\".ini", 7, "three"));
    Parsed parsed = parse_findings (findings);
    JsonArray *results = results_of (&parsed);
    cvpn_assert_str (uri_of (json_array_get_object_element (results, 0)), "some%20where/a%3Ab.ini");
    cvpn_assert_int (line_of (json_array_get_object_element (results, 0)), 1);
    cvpn_assert_str (uri_of (json_array_get_object_element (results, 1)), "some%20where/a%3Ab.ini");
    cvpn_assert_str (uri_of (json_array_get_object_element (results, 2)),
                     "x/100%25%20%22%C3%A4%22.ini");
    cvpn_assert_int (line_of (json_array_get_object_element (results, 2)), 7);
    cvpn_assert_int (json_array_get_length (rules_of (&parsed)), 2);
    g_object_unref (parsed.parser);
}

/* A fingerprint outlives a move of the line, and tells equal findings apart. */
static void
test_fingerprints (void)
{
    g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (free_finding);
    g_auto (GStrv) prints = g_new0 (char *, 5);

    g_ptr_array_add (findings, make_finding ("QUOTA_EXCEEDED", "a.ini", 3, "one"));
    g_ptr_array_add (findings, make_finding ("QUOTA_EXCEEDED", "a.ini", 3, "one"));
    g_ptr_array_add (findings, make_finding ("QUOTA_EXCEEDED", "b.ini", 3, "one"));
    g_ptr_array_add (findings, make_finding ("QUOTA_EXCEEDED", "a.ini", 3, "two"));
    Parsed parsed = parse_findings (findings);
    for (guint i = 0; i < 4; i++) {
        prints[i] = g_strdup (print_of (json_array_get_object_element (results_of (&parsed), i)));
        for (guint j = 0; j < i; j++)
            CU_ASSERT (strcmp (prints[i], prints[j]) != 0);
    }
    CU_ASSERT (strncmp (prints[0], prints[1], 32) == 0);
    CU_ASSERT (strncmp (prints[0], prints[2], 32) != 0);
    CU_ASSERT (strncmp (prints[0], prints[3], 32) != 0);
    g_object_unref (parsed.parser);
    ((CvpnFinding *) findings->pdata[0])->line = 99;
    parsed = parse_findings (findings);
    cvpn_assert_str (print_of (json_array_get_object_element (results_of (&parsed), 0)), prints[0]);
    g_object_unref (parsed.parser);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "structure", test_structure },
        { "places", test_places },
        { "fingerprints", test_fingerprints },
    };

    return cvpn_test_main ("observe: SARIF", tests, G_N_ELEMENTS (tests));
}
