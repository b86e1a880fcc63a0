/* source: what is JSON is for jansson to decide; why something is not, for the scan. */
#include "import/source.h"

#include <string.h>

#include "import/scan.h"
#include "import/source_memo.h"
#include "import/source_text.h"

static void
fail_at (const CvpnSource *source, CvpnReport *report, const GString *text, gsize at,
         const char *what)
{
    guint column = 0;
    const guint line = cvpn_scan_line (text->str, MIN (at, text->len), &column);

    cvpn_report_add (report, CVPN_SEVERITY_ERROR, source->path, line, "column %u: %s", column,
                     what);
}

static gboolean
check_text (const CvpnSource *source, const GString *text, CvpnReport *report)
{
    const char *end = text->str;

    if (strspn (text->str, " \t\r\n") == text->len) {
        cvpn_report_add (report, CVPN_SEVERITY_ERROR, source->path, 1,
                         "the file is empty: did the call that wrote it fail?");
        return FALSE;
    }
    if (g_utf8_validate_len (text->str, text->len, &end))
        return TRUE;
    fail_at (source, report, text, (gsize) (end - text->str),
             *end ? "not valid UTF-8" : "a NUL byte: this is no text in UTF-8");
    return FALSE;
}

/* About what the tree of it takes; brackets and commas within strings count, too, which is no
 * harm. Three bytes of "{}," make 230, so the size of the file is no bound. */
static guint64
estimate_memory (const GString *text)
{
    guint64 sum = text->len;

    for (gsize i = 0; i < text->len; i++)
        switch (text->str[i]) {
        case '{':
            sum += 230;
            break;
        case '[':
            sum += 130;
            break;
        case ',':
            sum += 90;
            break;
        default:
            break;
        }
    return sum;
}

static gboolean
check_memory (const CvpnSource *source, const GString *text, CvpnReport *report)
{
    const guint64 memory = estimate_memory (text);

    if (source->memo)
        source->memo->memory = memory;
    if (memory <= CVPN_SOURCE_MEMORY_MAX)
        return TRUE;
    cvpn_report_add (report, CVPN_SEVERITY_ERROR, source->path, 1,
                     "too much for the memory: it would take about %" G_GUINT64_FORMAT " MB",
                     memory >> 20);
    return FALSE;
}

/* What jansson says has text of the file in it; only the kind of its error is used. */
static const char *
name_error (const json_error_t *error)
{
    switch (json_error_code (error)) {
    case json_error_duplicate_key:
        return "a member that is there twice in one object";
    case json_error_numeric_overflow:
        return "a number that is too large";
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return "\\u0000 cannot be in a text";
    case json_error_out_of_memory:
        return "too large for the memory";
    default:
        return "this is not JSON";
    }
}

static void
explain (const CvpnSource *source, const GString *text, gsize at, const json_error_t *error,
         CvpnReport *report)
{
    CvpnScan scan;

    cvpn_scan_init (&scan, text->str, text->len, at);
    if (cvpn_scan_skip_space (&scan) && strchr ("]}", text->str[scan.at])) {
        g_autofree char *what = g_strdup_printf ("a '%c' that closes nothing", text->str[scan.at]);
        fail_at (source, report, text, scan.at, what);
    } else if (!cvpn_scan_value (&scan))
        fail_at (source, report, text, scan.fault_at, scan.fault);
    else
        fail_at (source, report, text, at + (gsize) error->position, name_error (error));
    cvpn_scan_clear (&scan);
}

/* Numbers stay whole where they can: only a text with one that is too large for that is read
 * once more with all of them as real ones. */
static json_t *
parse (const GString *text, gsize at, json_error_t *error)
{
    const size_t flags = JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK | JSON_DECODE_ANY;
    json_t *json = json_loadb (text->str + at, text->len - at, flags, error);

    if (!json && json_error_code (error) == json_error_numeric_overflow)
        json = json_loadb (text->str + at, text->len - at, flags | JSON_DECODE_INT_AS_REAL, error);
    return json;
}

/* jansson reads deeper than the readers should go. */
static gboolean
is_deep (json_t *json, guint depth)
{
    const char *name;
    json_t *value;
    gsize i;

    if (!json_is_object (json) && !json_is_array (json))
        return FALSE;
    if (depth >= CVPN_SOURCE_DEPTH_MAX)
        return TRUE;
    json_object_foreach (json, name, value) if (is_deep (value, depth + 1)) return TRUE;
    json_array_foreach (json, i, value) if (is_deep (value, depth + 1)) return TRUE;
    return FALSE;
}

static json_t *
read_document (const CvpnSource *source, const GString *text, gsize *at, CvpnReport *report)
{
    json_error_t error;
    json_t *json = parse (text, *at, &error);

    if (json && is_deep (json, 0))
        g_clear_pointer (&json, json_decref);
    if (json)
        *at += (gsize) error.position;
    else
        explain (source, text, *at, &error, report);
    return json;
}

GPtrArray *
cvpn_source_read (const CvpnSource *source, CvpnReport *report)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) json_decref);
    GString *text = cvpn_source_text (source->path, &error);
    gsize at = 0;

    if (!text) {
        cvpn_report_add (report, CVPN_SEVERITY_ERROR, source->path, 0, "%s", error->message);
        return NULL;
    }
    gboolean good = check_text (source, text, report) && check_memory (source, text, report);
    while (good && at + strspn (text->str + at, " \t\r\n") < text->len) {
        json_t *json = read_document (source, text, &at, report);
        good = json != NULL;
        if (json)
            g_ptr_array_add (documents, json);
    }
    g_string_free (text, TRUE);
    return good ? g_steal_pointer (&documents) : NULL;
}
