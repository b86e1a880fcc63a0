/* document_read: what a key file says, every fault of one that is broken, with
 * its line, and files of any size and content. */
#include "base/document.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "support.h"

/* "[kind name]LINE key=value:LINE ..." a group. */
static char *
flatten (const CvpnDocument *document)
{
    GString *out = g_string_new (NULL);

    for (guint i = 0; i < document->groups->len; i++) {
        const CvpnGroup *group = g_ptr_array_index (document->groups, i);
        g_string_append_printf (out, "[%s|%s]%u", group->kind, group->name, group->line);
        for (guint j = 0; j < group->entries->len; j++) {
            const CvpnEntry *entry = g_ptr_array_index (group->entries, j);
            CU_ASSERT (!entry->used && cvpn_group_entry (group, entry->key) == entry);
            g_string_append_printf (out, " %s=<%s>:%u", entry->key, entry->value, entry->line);
        }
        g_string_append_c (out, '\n');
    }
    return g_string_free (out, FALSE);
}

/* The report, with the file's name shortened to "x". */
static char *
format_report (CvpnReport *report, const char *path)
{
    g_autofree char *text = cvpn_report_format (report);
    g_autoptr (GString) out = g_string_new (text);

    g_string_replace (out, path, "x", 0);
    return g_strdup (out->str);
}

static void
check_read (const char *content, const char *want_document, const char *want_report)
{
    g_autofree char *path = cvpn_test_file ("x.ini", content);
    g_autoptr (CvpnDocument) document = cvpn_document_new ();
    g_autoptr (CvpnReport) report = cvpn_report_new ();

    CU_ASSERT (cvpn_document_read (document, path, NULL, report));
    g_autofree char *got_document = flatten (document);
    g_autofree char *got_report = format_report (report, path);
    cvpn_assert_str (got_document, want_document);
    cvpn_assert_str (got_report, want_report);
}

static void
test_good (void)
{
    static const struct {
        const char *content, *want;
    } rows[] = {
        { "[scenario]\ntitle = A b\n", "[scenario|]1 title=<A b>:2\n" },
        { "# c\n\n[subnet a]\nvpc=v\n[subnet b]\n", "[subnet|a]3 vpc=<v>:4\n[subnet|b]5\n" },
        { "[a]\r\nb = c\r\n", "[a|]1 b=<c>:2\n" },                 /* CRLF */
        { "\xef\xbb\xbf[a]\nb=c", "[a|]1 b=<c>:2\n" },             /* byte order mark */
        { "  [a]  \n\tb \t=\t c \t\n  # x\n", "[a|]1 b=<c>:2\n" }, /* white space */
        { "[ a \t B.c_d-e ]\n", "[a|B.c_d-e]1\n" },
        { "[a]\ninbound 100 = x\n172.31.0.0/16 = y\n",
          "[a|]1 inbound 100=<x>:2 172.31.0.0/16=<y>:3\n" },
        { "[a]\ninbound \t 100 = x\n", "[a|]1 inbound 100=<x>:2\n" },
        { "[a]\nb = \\sx\\ty\\nz\\\\\n", "[a|]1 b=< x\ty\nz\\>:2\n" }, /* escapes */
        { "[a]\nb = x ; y # z\n", "[a|]1 b=<x ; y # z>:2\n" },         /* no inline comments */
        { "[a]\nb = \\\\s\\r\\t.\\\\\\\\n\n", "[a|]1 b=<\\s\r\t.\\\\n>:2\n" }, /* once only */
        { "[a]\na1=1\na2=2\na3=3\na4=4\na5=5\na6=6\na7=7\na8=8\na9=9\n",
          "[a|]1 a1=<1>:2 a2=<2>:3 a3=<3>:4 a4=<4>:5 a5=<5>:6 a6=<6>:7 a7=<7>:8 a8=<8>:9 "
          "a9=<9>:10\n" },
        { "[a]\n12345678\xc3\xa9 = 1234567890\n", "[a|]1 12345678\xc3\xa9=<1234567890>:2\n" },
        { "[a]\nb =\nc = d = e\n", "[a|]1 b=<>:2 c=<d = e>:3\n" },
        { "[a]\nEncoding = x\nE = y\n", "[a|]1 Encoding=<x>:2 E=<y>:3\n" }, /* GKeyFile's trap */
        { "[a]\ncaf\xc3\xa9 = \xc3\xa9\n", "[a|]1 caf\xc3\xa9=<\xc3\xa9>:2\n" },
        { "[a]\nb = [c]\n", "[a|]1 b=<[c]>:2\n" },
        { "# nothing\n", "" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        check_read (rows[i].content, rows[i].want, "");
}

static void
test_bad_lines (void)
{
    static const struct {
        const char *content, *document, *report;
    } rows[] = {
        { "[a]\nnonsense\nb = c\n", "[a|]1 b=<c>:3\n",
          "x:2: error: expected '[group]', 'KEY = VALUE' or a '#' comment, not 'nonsense'\n" },
        { "[a]\n; b = c\nb = d\n", "[a|]1 b=<d>:3\n",
          "x:2: error: a comment begins with '#', not with ';'\n" },
        { "a = b\n[a]\nb = c\n", "[a|]2 b=<c>:3\n",
          "x:1: error: key 'a' stands before any group; expected '[group]' first\n" },
        { "[a]\n = c\nb = d\n", "[a|]1 b=<d>:3\n",
          "x:2: error: no key before the '='; expected KEY = VALUE\n" },
        { "[a]\nb[de] = c\nb = d\n", "[a|]1 b=<d>:3\n",
          "x:2: error: a key has no '[' or ']'; expected KEY = VALUE, not 'b[de]'\n" },
        { "[a]\nb] = c\n", "[a|]1\n",
          "x:2: error: a key has no '[' or ']'; expected KEY = VALUE, not 'b]'\n" },
        { "[a]\nb = \xff\nc = d\n", "[a|]1 c=<d>:3\n", "x:2: error: not valid UTF-8\n" },
        { "# \xe9\n[a]\n", "[a|]2\n", "x:1: error: not valid UTF-8\n" },
        { "[a]\nb = 12345678\xe9\nc = 123\xe9...........\n", "[a|]1\n",
          "x:2: error: not valid UTF-8\nx:3: error: not valid UTF-8\n" },
        { "[a]\nb = \\\\\\n\\q\n", "[a|]1 b=<\\\\\\n\\q>:2\n",
          "x:2: error: key 'b' has a bad escape; known: \\s \\n \\t \\r \\\\, not "
          "'\\\\\\n\\q'\n" },
        { "[a]\na1=1\na2=2\na3=3\na4=4\na5=5\na6=6\na7=7\na8=8\na9=9\na9=1\na1=9\n",
          "[a|]1 a1=<1>:2 a2=<2>:3 a3=<3>:4 a4=<4>:5 a5=<5>:6 a6=<6>:7 a7=<7>:8 a8=<8>:9 "
          "a9=<9>:10\n",
          "x:11: error: key 'a9' is already given at x:10\n"
          "x:12: error: key 'a1' is already given at x:2\n" },
        { "[a]\nb = \\q\nc = d\n", "[a|]1 b=<\\q>:2 c=<d>:3\n",
          "x:2: error: key 'b' has a bad escape; known: \\s \\n \\t \\r \\\\, not '\\q'\n" },
        { "[a]\nb = x\\\nc = d\n", "[a|]1 b=<x\\>:2 c=<d>:3\n",
          "x:2: error: key 'b' has a bad escape; known: \\s \\n \\t \\r \\\\, not 'x\\'\n" },
        { "[a]\nb = 1\nb = 2\nb = 3\n", "[a|]1 b=<1>:2\n",
          "x:3: error: key 'b' is already given at x:2\n"
          "x:4: error: key 'b' is already given at x:2\n" },
        { "[a]\nb  c = 1\nb c = 2\n", "[a|]1 b c=<1>:2\n",
          "x:3: error: key 'b c' is already given at x:2\n" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        check_read (rows[i].content, rows[i].document, rows[i].report);
}

static void
test_bad_headers (void)
{
    static const struct {
        const char *header, *message;
    } rows[] = {
        { "[]", "'' is not a kind of group; a kind is lower-case letters and dashes" },
        { "[Subnet a]", "'Subnet' is not a kind of group" },
        { "[subnet2]", "'subnet2' is not a kind of group" },
        { "[-a]", "'-a' is not a kind of group" },
        { "[subnet a b]", "a word too many in a group header; expected [KIND NAME], not "
                          "[subnet a b]" },
        { "[subnet a/b]", "'a/b' is not a name; a name begins with a letter or digit" },
        { "[subnet .a]", "'.a' is not a name" },
        { "[subnet [a]", "'[a' is not a name" },
        { "[subnet \xc3\xa9]", "'\xc3\xa9' is not a name" },
        { "[subnet a", "the group header has no ']'; expected [KIND] or [KIND NAME], not "
                       "'[subnet a'" },
        { "[subnet a] # b", "text behind a group header; a comment is a whole line that begins "
                            "with '#': '# b'" },
        { "[subnet a]]", "text behind a group header" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        /* The keys below belong to no group, and are no fault of their own. */
        g_autofree char *content =
            g_strdup_printf ("[ok]\na = b\n%s\na = c\nd = e\nd = f\n[fine]\n", rows[i].header);
        g_autofree char *path = cvpn_test_file ("x.ini", content);
        g_autofree char *want = g_strdup_printf ("x:3: error: %s", rows[i].message);
        g_autoptr (CvpnDocument) document = cvpn_document_new ();
        g_autoptr (CvpnReport) report = cvpn_report_new ();
        CU_ASSERT (cvpn_document_read (document, path, NULL, report));
        g_autofree char *got = format_report (report, path);
        g_autofree char *groups = flatten (document);
        cvpn_assert_has (got, want);
        cvpn_assert_has (got, "\nx:6: error: key 'd' is already given at x:5\n");
        cvpn_assert_int (cvpn_report_errors (report), 2);
        cvpn_assert_str (groups, "[ok|]1 a=<b>:2\n[fine|]7\n");
    }
}

static void
test_repeated_group (void)
{
    check_read (
        "[A]\nb = 1\n[A]\nb = 2\n", "",
        "x:1: error: 'A' is not a kind of group; a kind is lower-case letters and dashes\n"
        "x:3: error: 'A' is not a kind of group; a kind is lower-case letters and dashes\n");
    check_read ("[a x]\nb = 1\n[c]\n[a x]\nb = 2\nd = 3\nd = 4\n[c]\ne = 5\n",
                "[a|x]1 b=<1>:2\n[c|]3\n",
                "x:4: error: [a x] is already given at x:1\n"
                "x:5: error: key 'b' is already given at x:2\n"
                "x:7: error: key 'd' is already given at x:6\n"
                "x:8: error: [c] is already given at x:3\n");
}

static void
test_all_faults (void)
{
    check_read ("x\n[a]\n;\nb = \\q\n[a]\nb = 1\n\xff\n[A]\n", "[a|]2 b=<\\q>:4\n",
                "x:1: error: expected '[group]', 'KEY = VALUE' or a '#' comment, not 'x'\n"
                "x:3: error: a comment begins with '#', not with ';'\n"
                "x:4: error: key 'b' has a bad escape; known: \\s \\n \\t \\r \\\\, not '\\q'\n"
                "x:5: error: [a] is already given at x:2\n"
                "x:6: error: key 'b' is already given at x:4\n"
                "x:7: error: not valid UTF-8\n"
                "x:8: error: 'A' is not a kind of group; a kind is lower-case letters and "
                "dashes\n");
}

static void
test_several_files (void)
{
    static const char *const mergeable[] = { "quotas", NULL };
    g_autofree char *first = cvpn_test_file ("1.ini", "[quotas]\na = 1\n[vpc v]\n");
    g_autofree char *second =
        cvpn_test_file ("2.ini", "[vpc v]\n[quotas]\na = 2\nb = 3\n[quotas]\n[vpc w]\n");
    g_autoptr (CvpnDocument) document = cvpn_document_new ();
    g_autoptr (CvpnReport) report = cvpn_report_new ();

    CU_ASSERT (cvpn_document_read (document, first, mergeable, report));
    cvpn_assert_int (cvpn_report_errors (report), 0);
    CU_ASSERT (cvpn_document_read (document, second, mergeable, report));

    g_autofree char *groups = flatten (document);
    g_autofree char *got = cvpn_report_format (report);
    g_autofree char *want = g_strdup_printf ("%s:1: error: [vpc v] is already given at %s:3\n"
                                             "%s:3: error: key 'a' is already given at %s:2\n"
                                             "%s:5: error: [quotas] is already given at %s:1\n",
                                             second, first, second, first, second, first);
    cvpn_assert_str (groups, "[quotas|]1 a=<1>:2 b=<3>:4\n[vpc|v]3\n[vpc|w]6\n");
    cvpn_assert_str (got, want);

    const CvpnGroup *quotas = cvpn_document_group (document, "quotas", "");
    cvpn_assert_str (quotas->file, first);
    cvpn_assert_str (cvpn_group_entry (quotas, "b")->file, second);
}

static void
check_unreadable (const char *path, const char *message)
{
    g_autoptr (CvpnDocument) document = cvpn_document_new ();
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autofree char *want = g_strdup_printf ("x: error: %s", message);

    CU_ASSERT (!cvpn_document_read (document, path, NULL, report));
    g_autofree char *got = format_report (report, path);
    cvpn_assert_has (got, want);
    cvpn_assert_int (cvpn_report_errors (report), 1);
    cvpn_assert_int (document->groups->len, 0);
}

static void
test_unreadable (void)
{
    g_autofree char *path = cvpn_test_file ("x.ini", "");
    g_autofree char *folder = g_path_get_dirname (path);

    check_unreadable ("/nonexistent/x.ini", "No such file or directory\n");
    check_unreadable (folder, "Is a directory\n");
    check_unreadable (path, "the file is empty\n");
    CU_ASSERT (g_file_set_contents (path, "[a]\n\0\n", 6, NULL));
    check_unreadable (path, "not a text file");
    CU_ASSERT (truncate (path, CVPN_DOCUMENT_BYTES_MAX + 1) == 0);
    check_unreadable (path, "the file is too large: 67108865 bytes; at most 67108864 are read\n");
    g_unlink (path);
}

/* 'content' is read in seconds, whatever it is: no step is quadratic. */
static void
check_large (GString *content, guint groups, guint errors)
{
    g_autofree char *path = cvpn_test_file ("x.ini", content->str);
    g_autoptr (CvpnDocument) document = cvpn_document_new ();
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    const gint64 start = g_get_monotonic_time ();

    CU_ASSERT (cvpn_document_read (document, path, NULL, report));
    CU_ASSERT (g_get_monotonic_time () - start < (gint64) 30 * G_USEC_PER_SEC);
    cvpn_assert_int (document->groups->len, groups);
    cvpn_assert_int (cvpn_report_errors (report), errors);
    g_unlink (path);
}

static void
test_large (void)
{
    g_autoptr (GString) groups = g_string_new (NULL);
    g_autoptr (GString) keys = g_string_new ("[a]\n");
    g_autoptr (GString) garbage = g_string_new (NULL);
    g_autoptr (GString) line = g_string_new ("[a]\nb = ");
    g_autoptr (GString) repeated = g_string_new (NULL);

    for (guint i = 0; i < 200000; i++) {
        g_string_append_printf (groups, "[host h%u]\naddress = 10.0.0.%u\n", i, i % 256);
        g_string_append_printf (keys, "key-%u = some value or other\n", i);
        g_string_append (garbage, "garbage\n");
        g_string_append (line, "0123456789abcdefghijklmnopqrstuvwxyz");
        g_string_append (repeated, "[a]\nb = c\n");
    }
    check_large (groups, 200000, 0);
    check_large (keys, 1, 0);
    check_large (garbage, 0, 200000);
    check_large (line, 1, 0);
    check_large (repeated, 1, 2 * 199999);
}

/* Bytes drawn from what a key file is made of: anything goes but a crash. */
static void
test_random (void)
{
    static const char alphabet[] = "[]=#;\n\r \t\\abcs.-/0\xc3\xa9\xff";
    g_autoptr (GRand) rand = g_rand_new_with_seed (1);
    g_autofree char *path = cvpn_test_file ("x.ini", "");

    for (guint i = 0; i < 5000; i++) {
        char content[65];
        const guint length = (guint) g_rand_int_range (rand, 1, sizeof content);
        for (guint j = 0; j < length; j++)
            content[j] = alphabet[g_rand_int_range (rand, 0, sizeof alphabet - 1)];
        CU_ASSERT (
            g_file_set_contents_full (path, content, length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
        g_autoptr (CvpnDocument) document = cvpn_document_new ();
        g_autoptr (CvpnReport) report = cvpn_report_new ();
        CU_ASSERT (cvpn_document_read (document, path, NULL, report));
        g_autofree char *groups = flatten (document);
        CU_ASSERT (!strstr (groups, "(null)"));
    }
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "good", test_good },
        { "bad lines", test_bad_lines },
        { "bad headers", test_bad_headers },
        { "repeated group", test_repeated_group },
        { "all faults", test_all_faults },
        { "several files", test_several_files },
        { "unreadable", test_unreadable },
        { "large", test_large },
        { "random", test_random },
    };

    return cvpn_test_main ("base document_read", tests, G_N_ELEMENTS (tests));
}
