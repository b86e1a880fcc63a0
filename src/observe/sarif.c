/* sarif: the log as GitHub's code scanning takes it: one run, a rule for each code that
 * occurs, every result with a place. */
#include "observe/sarif.h"

#include <string.h>

#include <cvpnsim/finding_codes.h>
#include <cvpnsim/version.h>

#include "observe/json_text.h"
#include "observe/severity_text.h"

#define SCHEMA  "https://json.schemastore.org/sarif-2.1.0.json"
#define VERSION "2.1.0"
#define HOME    "https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/"

typedef struct {
    JsonBuilder *json;
    const CvpnSarif *about;
    GArray *codes;       /* const char *, each once, in the order of their first result */
    GHashTable *printed; /* fingerprints so far -> how often */
} Log;

static void
add_text (Log *log, const char *name, const char *text)
{
    json_builder_set_member_name (log->json, name);
    json_builder_add_string_value (log->json, text);
}

static void
add_number (Log *log, const char *name, gint64 value)
{
    json_builder_set_member_name (log->json, name);
    json_builder_add_int_value (log->json, value);
}

static void
begin_object (Log *log, const char *name)
{
    if (name)
        json_builder_set_member_name (log->json, name);
    json_builder_begin_object (log->json);
}

static void
begin_array (Log *log, const char *name)
{
    json_builder_set_member_name (log->json, name);
    json_builder_begin_array (log->json);
}

static void
end_object (Log *log)
{
    json_builder_end_object (log->json);
}

static void
end_array (Log *log)
{
    json_builder_end_array (log->json);
}

/* { "text": … } */
static void
add_message (Log *log, const char *name, const char *text)
{
    begin_object (log, name);
    add_text (log, "text", text);
    end_object (log);
}

/* "CLIENT_CIDR_SIZE" as a name that a person reads, "ClientCidrSize". */
static char *
make_name (const char *code)
{
    GString *name = g_string_new (NULL);

    for (const char *p = code; *p; p++)
        if (*p != '_')
            g_string_append_c (name, p == code || p[-1] == '_' ? *p : g_ascii_tolower (*p));
    return g_string_free (name, FALSE);
}

static guint
number_code (Log *log, const char *code)
{
    for (guint i = 0; i < log->codes->len; i++)
        if (g_str_equal (g_array_index (log->codes, const char *, i), code))
            return i;
    g_array_append_val (log->codes, code);
    return log->codes->len - 1;
}

static void
add_help (Log *log, const CvpnFindingKind *kind)
{
    g_autofree char *text = kind->source ? g_strdup_printf ("%s (%s)", kind->cure, kind->source)
                                         : g_strdup (kind->cure);

    add_message (log, "help", text);
    begin_object (log, "defaultConfiguration");
    add_text (log, "level", cvpn_severity_word (kind->severity));
    end_object (log);
}

static void
add_rule (Log *log, const char *code)
{
    const CvpnFindingKind *kind = cvpn_finding_kind (code);
    const char *brief = cvpn_finding_brief (code);
    g_autofree char *name = make_name (code);

    begin_object (log, NULL);
    add_text (log, "id", code);
    add_text (log, "name", name);
    add_message (log, "shortDescription", *brief ? brief : code);
    add_message (log, "fullDescription", kind ? kind->why : *brief ? brief : code);
    if (kind)
        add_help (log, kind);
    end_object (log);
}

static void
add_tool (Log *log)
{
    begin_object (log, "tool");
    begin_object (log, "driver");
    add_text (log, "name", "cvpnsim");
    add_text (log, "version", CVPN_VERSION);
    add_text (log, "semanticVersion", CVPN_VERSION);
    add_text (log, "informationUri", HOME);
    begin_array (log, "rules");
    for (guint i = 0; i < log->codes->len; i++)
        add_rule (log, g_array_index (log->codes, const char *, i));
    end_array (log);
    end_object (log);
    end_object (log);
}

/* "--set" and the like are no files. */
static gboolean
is_file (const char *file)
{
    return file && !g_str_has_prefix (file, "--");
}

/* The part of 'path' below 'folder'; NULL: it is not below it. */
static const char *
below (const char *path, const char *folder)
{
    const gsize length = strlen (folder);

    if (length == 1)
        return path + 1;
    return g_str_has_prefix (path, folder) && path[length] == '/' ? path + length + 1 : NULL;
}

/* The top of the repository that holds the file; NULL: none does. */
static char *
find_repository (const char *path)
{
    g_autofree char *folder = g_path_get_dirname (path);

    while (strcmp (folder, "/") != 0) {
        g_autofree char *mark = g_build_filename (folder, ".git", NULL);
        if (g_file_test (mark, G_FILE_TEST_EXISTS))
            return g_steal_pointer (&folder);
        char *parent = g_path_get_dirname (folder);
        g_free (folder);
        folder = parent;
    }
    return NULL;
}

/* Relative to the present folder, else to the repository's top, else to the scenario's
 * folder, and percent-encoded; what is below none of them is a file: URI. */
static char *
make_uri (const Log *log, const char *file, gboolean *relative)
{
    g_autofree char *here = g_get_current_dir ();
    g_autofree char *path = g_canonicalize_filename (file, here);
    g_autofree char *scenario = g_canonicalize_filename (log->about->path, here);
    g_autofree char *repository = find_repository (scenario);
    g_autofree char *folder = g_path_get_dirname (scenario);
    const char *rest = below (path, here);

    if (!rest)
        rest = below (path, repository ? repository : folder);
    *relative = rest != NULL;
    return rest ? g_uri_escape_string (rest, "/", FALSE) : g_filename_to_uri (path, NULL, NULL);
}

static void
add_artifact (Log *log, const char *file)
{
    gboolean relative;
    g_autofree char *uri = make_uri (log, file, &relative);

    begin_object (log, "artifactLocation");
    add_text (log, "uri", uri ? uri : "");
    if (relative)
        add_text (log, "uriBaseId", "%SRCROOT%");
    end_object (log);
}

static void
add_place (Log *log, const char *file, guint line)
{
    begin_object (log, "physicalLocation");
    add_artifact (log, is_file (file) ? file : log->about->path);
    begin_object (log, "region");
    add_number (log, "startLine", is_file (file) && line > 0 ? line : 1);
    end_object (log);
    end_object (log);
}

static void
add_related (Log *log, const CvpnFinding *finding)
{
    if (finding->places->len == 0)
        return;
    begin_array (log, "relatedLocations");
    for (guint i = 0; i < finding->places->len; i++) {
        const CvpnFindingPlace *place = finding->places->pdata[i];
        begin_object (log, NULL);
        add_number (log, "id", i + 1);
        add_place (log, place->file, place->line);
        add_message (log, "message", place->text);
        end_object (log);
    }
    end_array (log);
}

/* The same as long as the finding is, wherever its line moves to. */
static void
add_fingerprint (Log *log, const CvpnFinding *finding)
{
    gboolean relative;
    g_autofree char *uri =
        make_uri (log, is_file (finding->file) ? finding->file : log->about->path, &relative);
    g_autofree char *all =
        g_strjoin ("\n", finding->code, relative ? uri : "", finding->message, NULL);
    char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, all, -1);
    const guint before = GPOINTER_TO_UINT (g_hash_table_lookup (log->printed, sum));

    g_autofree char *text = g_strdup_printf ("%.32s:%u", sum, before + 1);
    g_hash_table_insert (log->printed, sum, GUINT_TO_POINTER (before + 1));
    begin_object (log, "partialFingerprints");
    add_text (log, "cvpnsimFinding/v1", text);
    end_object (log);
}

static void
add_result (Log *log, const CvpnFinding *finding)
{
    begin_object (log, NULL);
    add_text (log, "ruleId", finding->code);
    add_number (log, "ruleIndex", number_code (log, finding->code));
    add_text (log, "level", cvpn_severity_word (finding->severity));
    add_message (log, "message", finding->message);
    begin_array (log, "locations");
    begin_object (log, NULL);
    add_place (log, finding->file, finding->line);
    end_object (log);
    end_array (log);
    add_related (log, finding);
    add_fingerprint (log, finding);
    if (finding->source) {
        begin_object (log, "properties");
        add_text (log, "source", finding->source);
        end_object (log);
    }
    end_object (log);
}

static void
add_invocation (Log *log)
{
    begin_array (log, "invocations");
    begin_object (log, NULL);
    json_builder_set_member_name (log->json, "executionSuccessful");
    json_builder_add_boolean_value (log->json, TRUE);
    begin_array (log, "arguments");
    json_builder_add_string_value (log->json, log->about->command);
    json_builder_add_string_value (log->json, log->about->path);
    end_array (log);
    end_object (log);
    end_array (log);
}

static void
add_run (Log *log, const GPtrArray *findings)
{
    for (guint i = 0; i < findings->len; i++)
        number_code (log, ((const CvpnFinding *) findings->pdata[i])->code);
    begin_object (log, NULL);
    add_tool (log);
    add_invocation (log);
    add_text (log, "columnKind", "utf16CodeUnits");
    begin_array (log, "results");
    for (guint i = 0; i < findings->len; i++)
        add_result (log, findings->pdata[i]);
    end_array (log);
    end_object (log);
}

char *
cvpn_sarif_text (const CvpnSarif *about, const GPtrArray *findings)
{
    g_autoptr (JsonBuilder) json = json_builder_new ();
    g_autoptr (GArray) codes = g_array_new (FALSE, FALSE, sizeof (char *));
    g_autoptr (GHashTable) printed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    Log log = { .json = json, .about = about, .codes = codes, .printed = printed };

    begin_object (&log, NULL);
    add_text (&log, "$schema", SCHEMA);
    add_text (&log, "version", VERSION);
    begin_array (&log, "runs");
    add_run (&log, findings);
    end_array (&log);
    end_object (&log);
    return cvpn_json_text (json);
}
