/* source: what is read, and the words about what is not. */
#include "import/source.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"

/* The faults of a file with that content, without its name; "" if there are none. */
static char *
read_bytes (const char *content, gsize length)
{
    g_autofree char *path = cvpn_test_file ("a.json", "");
    g_autoptr (CvpnReport) report = cvpn_report_new ();

    g_file_set_contents (path, content, (gssize) length, NULL);
    CvpnSource *source = cvpn_source_new (path, "a.json");
    g_autoptr (GPtrArray) documents = cvpn_source_read (source, report);
    cvpn_source_free (source);
    const GPtrArray *faults = cvpn_report_faults (report);
    if (faults->len == 0)
        return g_strdup_printf ("%u documents", documents ? documents->len : 0);
    const CvpnFault *fault = g_ptr_array_index (faults, 0);
    return g_strdup_printf ("%u: %s", fault->line, fault->text);
}

static void
check (const char *content, const char *want)
{
    g_autofree char *got = read_bytes (content, strlen (content));

    cvpn_assert_str (got, want);
}

static void
test_documents (void)
{
    check ("{}", "1 documents");
    check ("{\"Vpcs\": []}\n{\"Subnets\": []}[1]", "3 documents");
    check ("\xef\xbb\xbf{}\n", "1 documents");
    check ("{\"n\": 123456789012345678901234567890, \"m\": -1.5e3}", "1 documents");
}

static void
test_utf16 (void)
{
    static const char little[] = "\xff\xfe{\0}\0", big[] = "\xfe\xff\0{\0}";
    static const char odd[] = "\xff\xfe{\0}";
    g_autofree char *a = read_bytes (little, 6);
    g_autofree char *b = read_bytes (big, 6);
    g_autofree char *c = read_bytes (odd, 5);
    g_autofree char *d = read_bytes ("{\0}\0", 4);

    cvpn_assert_str (a, "1 documents");
    cvpn_assert_str (b, "1 documents");
    cvpn_assert_str (c, "0: not valid UTF-16, as which it begins");
    cvpn_assert_str (d, "1: column 2: a NUL byte: this is no text in UTF-8");
}

static void
test_empty (void)
{
    check ("", "1: the file is empty: did the call that wrote it fail?");
    check (" \n\t\r\n", "1: the file is empty: did the call that wrote it fail?");
    check ("\xef\xbb\xbf", "1: the file is empty: did the call that wrote it fail?");
}

/* Each of them has been in a published example of an AWS CLI call, or in a file cut off. */
static void
test_commas_and_quotes (void)
{
    check ("{\n  \"a\": 1\n  \"b\": 2\n}", "3: column 3: expected ',' or '}' behind a member, not "
                                           "a string: is a ',' missing at the end of line 2?");
    check ("{\"a\": [1, 2,\n]}", "1: column 12: a ',' with nothing but ']' behind it");
    check ("{\"a\": 1,\n}", "1: column 8: a ',' with nothing but '}' behind it");
    check ("{\"a\": \"b,\n\"c\": 1}",
           "1: column 7: the string that begins here has no closing quote");
    check ("{\"a\": b\"}", "1: column 7: expected a value, not a word without quotes: is a quote "
                           "missing?");
    check ("{a\": 1}", "1: column 2: expected the name of a member in double quotes, not a word "
                       "without quotes");
    check ("{\"a\" 1}", "1: column 6: expected ':' behind the name of a member, not a number");
    check ("{} }", "1: column 4: a '}' that closes nothing");
    check ("{\"a\": 1} // x", "1: column 10: expected a value, not '/'; JSON has no comments");
    check ("{'a': 1}", "1: column 2: expected the name of a member in double quotes, not a single "
                       "quote; JSON has double ones");
}

static void
test_truncated (void)
{
    check ("{\n\"a\": [\n{\"b\": 1}",
           "3: column 9: the file ends within the array that line 2 begins: was it cut off?");
    check ("{\n\"a\": \"b", "2: column 8: the file ends within the string that line 2 begins: was "
                            "it cut off?");
    check ("{\"a\":", "1: column 6: the file ends within the object that line 1 begins: was it cut "
                      "off?");
}

static void
test_values (void)
{
    check ("{\"a\": 01}", "1: column 7: a number that begins with a zero");
    check ("{\"a\": -}", "1: column 7: a number that is none in JSON");
    check ("{\"a\": 1e999}", "1: column 12: a number that is too large");
    check ("{\"a\": \"\\x\"}", "1: column 8: a backslash before a character that has none in JSON");
    check ("{\"a\": \"\\u0000\"}", "1: column 8: \\u0000 cannot be in a text");
    check ("{\"a\": \"\\ud800\"}", "1: column 8: half of a pair of \\u, which is no character");
    check ("{\"\xc3\xa4\": \xff}", "1: column 7: not valid UTF-8");
    check ("{\"a\": 1,\n\"a\": 1}",
           "2: column 1: 'a' is there twice in one object; line 1 has it first");
    check ("{\"a\": 1, \"\\u0061\": 1}",
           "1: column 18: a member that is there twice in one object");
}

/* What a message says of a word or value is never the word or value. */
static void
test_secrets (void)
{
    static const char *const contents[] = {
        "{\"k\": hunter2}",
        "{\"k\": \"hunter2\n",
        "{\"k\": \"hunter2\" \"hunter2\"}",
        "{hunter2: 1}",
        "hunter2",
        "{\"k\": \"\\qhunter2\"}",
    };

    for (guint i = 0; i < G_N_ELEMENTS (contents); i++) {
        g_autofree char *got = read_bytes (contents[i], strlen (contents[i]));
        CU_ASSERT_PTR_NULL (strstr (got, "hunter2"));
        cvpn_assert_has (got, "column");
    }
}

static void
check_depth (guint depth, const char *want)
{
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint i = 0; i < depth; i++)
        g_string_append_c (text, '[');
    for (guint i = 0; i < depth; i++)
        g_string_append_c (text, ']');
    check (text->str, want);
}

static void
test_depth (void)
{
    check_depth (CVPN_SOURCE_DEPTH_MAX, "1 documents");
    check_depth (CVPN_SOURCE_DEPTH_MAX + 1, "1: column 65: nested deeper than 64 brackets");
    check_depth (1000000, "1: column 65: nested deeper than 64 brackets");
}

static void
write_below (const char *folder, const char *name, const char *content)
{
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *parent = g_path_get_dirname (path);

    g_mkdir_with_parents (parent, 0700);
    g_file_set_contents (path, content, -1, NULL);
}

static char *
list_sources (const char *path)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GPtrArray) sources = cvpn_sources_find (path, report, NULL);
    GString *out = g_string_new (NULL);

    if (!sources) {
        const CvpnFault *fault = g_ptr_array_index (cvpn_report_faults (report), 0);
        g_string_append (out, fault->text);
        return g_string_free (out, FALSE);
    }
    for (guint i = 0; i < sources->len; i++)
        g_string_append_printf (out, "%s ", ((CvpnSource *) g_ptr_array_index (sources, i))->name);
    return g_string_free (out, FALSE);
}

/* Neither a pipe nor a folder behind a link is opened: the one waits, the other may be endless. */
static void
test_find (void)
{
    g_autofree char *folder = g_build_filename (cvpn_test_folder (), "find", NULL);
    g_autofree char *pipe = g_build_filename (folder, "pipe.json", NULL);
    g_autofree char *loop = g_build_filename (folder, "sub", "loop.json", NULL);
    g_autofree char *one = g_build_filename (folder, "b.JSON", NULL);

    write_below (folder, "b.JSON", "{}");
    write_below (folder, "a.json", "{}");
    write_below (folder, "sub/c.json", "{}");
    write_below (folder, "sub.json/d.json", "{}");
    write_below (folder, "notes.txt", "{}");
    write_below (folder, ".json", "{}");
    CU_ASSERT_EQUAL (mkfifo (pipe, 0600), 0);
    CU_ASSERT_EQUAL (symlink ("..", loop), 0);
    g_autofree char *all = list_sources (folder);
    g_autofree char *single = list_sources (one);
    g_autofree char *waiting = list_sources (pipe);
    cvpn_assert_str (all, "a.json b.JSON sub.json/d.json sub/c.json ");
    cvpn_assert_str (single, "b.JSON ");
    cvpn_assert_str (waiting, "neither a file nor a folder");
}

static void
test_find_nothing (void)
{
    g_autofree char *folder = g_build_filename (cvpn_test_folder (), "nothing", NULL);
    g_autofree char *missing = g_build_filename (folder, "missing", NULL);

    write_below (folder, "notes.txt", "");
    g_autofree char *none = list_sources (folder);
    g_autofree char *no_path = list_sources (missing);
    cvpn_assert_has (none, "the folder has no *.json");
    cvpn_assert_str (no_path, "No such file or directory");
}

static void
test_line (void)
{
    g_autofree char *path =
        cvpn_test_file ("line.json", "{\"a\": 1}\n{\"a\": [\n1,\n{\"b\":\n{\"c\": 5}}\n]}");
    CvpnSource source = { .path = path, .name = path };
    const CvpnSourceStep steps[] = {
        { .member = "a" }, { .index = 1 }, { .member = "b" }, { .member = "c" }
    };
    const CvpnSourceStep none[] = { { .member = "a" }, { .index = 2 } };

    cvpn_assert_int (cvpn_source_line (&source, 0, steps, 1), 1);
    cvpn_assert_int (cvpn_source_line (&source, 1, NULL, 0), 2);
    cvpn_assert_int (cvpn_source_line (&source, 1, steps, 2), 4);
    cvpn_assert_int (cvpn_source_line (&source, 1, steps, 4), 5);
    cvpn_assert_int (cvpn_source_line (&source, 1, none, 2), 0);
    cvpn_assert_int (cvpn_source_line (&source, 2, NULL, 0), 0);
}

/* Lists of 2 and of 200,000: the same lines with and without what is remembered, and soon. */
static void
test_many_lines (void)
{
    g_autoptr (GString) text = g_string_new ("{\"a\": [[1,\n2], {\"b\": [3]}], \"l\": [");

    for (guint i = 0; i < 200000; i++)
        g_string_append_printf (text, "%s{\"x\": %u}", i > 0 ? ",\n" : "\n", i);
    g_string_append (text, "]}");
    g_autofree char *path = cvpn_test_file ("many.json", text->str);
    CvpnSource *source = cvpn_source_new (path, "many.json");
    const CvpnSourceStep nested[] = { { .member = "a" }, { .index = 0 }, { .index = 1 } };
    const CvpnSourceStep member[] = {
        { .member = "a" }, { .index = 1 }, { .member = "b" }, { .index = 0 }
    };
    CvpnSourceStep one[] = { { .member = "l" }, { .index = 0 }, { .member = "x" } };

    for (one[1].index = 0; one[1].index < 200000; one[1].index += 100)
        cvpn_assert_int (cvpn_source_line (source, 0, one, 3), 3 + one[1].index);
    cvpn_assert_int (cvpn_source_line (source, 0, one, 3), 0);
    cvpn_assert_int (cvpn_source_line (source, 0, nested, 3), 2);
    cvpn_assert_int (cvpn_source_line (source, 0, member, 4), 2);
    cvpn_source_free (source);
}

static void
test_memory (void)
{
    g_autofree char *path = cvpn_test_file ("memory.json", "[{},{}]");
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    CvpnSource *source = cvpn_source_new (path, "memory.json");
    g_autoptr (GPtrArray) documents = cvpn_source_read (source, report);

    cvpn_assert_int (cvpn_source_memory (source), 7 + 130 + 2 * 230 + 90);
    cvpn_source_free (source);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "documents of a file", test_documents },
        { "UTF-16", test_utf16 },
        { "empty files", test_empty },
        { "commas and quotes", test_commas_and_quotes },
        { "truncated files", test_truncated },
        { "values", test_values },
        { "no secret is repeated", test_secrets },
        { "depth", test_depth },
        { "files of a folder", test_find },
        { "no files", test_find_nothing },
        { "lines of values", test_line },
        { "lines of many values", test_many_lines },
        { "memory", test_memory },
    };

    return cvpn_test_main ("source", tests, G_N_ELEMENTS (tests));
}
