/* csv: what RFC 4180 allows, the lines of what it does not, and the way back. */
#include "base/csv.h"

#include <string.h>

#include <cvpnsim/error.h>

#include "support.h"

/* "LINE:field|field" a row, the header first. */
static char *
flatten (const CvpnCsv *csv)
{
    GString *out = g_string_new (NULL);

    for (guint i = 0; i < csv->columns->len; i++)
        g_string_append_printf (out, "%s%s", i > 0 ? "|" : "",
                                (char *) g_ptr_array_index (csv->columns, i));
    for (guint i = 0; i < csv->rows->len; i++) {
        const CvpnCsvRow *row = g_ptr_array_index (csv->rows, i);
        g_autofree char *fields = g_strjoinv ("|", row->fields);
        cvpn_assert_int (g_strv_length (row->fields), csv->columns->len);
        g_string_append_printf (out, "\n%u:%s", row->line, fields);
    }
    return g_string_free (out, FALSE);
}

static void
test_read (void)
{
    static const struct {
        const char *content, *want;
    } rows[] = {
        { "a,b\n1,2\n3,4\n", "a|b\n2:1|2\n3:3|4" },
        { "a,b\n1,2", "a|b\n2:1|2" },                     /* no line end at the end */
        { "a,b\r\n1,2\r\n3,4\r\n", "a|b\n2:1|2\n3:3|4" }, /* CRLF */
        { "\xef\xbb\xbf"
          "a\n1\n",
          "a\n2:1" },                             /* byte order mark */
        { "a\n", "a" },                           /* no rows */
        { "\n\na,b\n\n  \n1,2\n", "a|b\n6:1|2" }, /* blank lines */
        { "a,b\n,\n", "a|b\n2:|" },               /* empty fields */
        { "a,b\n\"\",x\n", "a|b\n2:|x" },
        { " a , b \n 1 , 2 \n", "a|b\n2:1|2" }, /* space around fields */
        { "a\n\" 1 \"\n", "a\n2: 1 " },         /* kept in quotes */
        { "a,b\n\"x,y\",\"say \"\"hi\"\"\"\n", "a|b\n2:x,y|say \"hi\"" },
        { "a,b\n\"x\ny\",1\n2,3\n", "a|b\n2:x\ny|1\n4:2|3" }, /* a line end in quotes */
        { "a,b\n\"x\n\ny\",1\n\n2,3\n", "a|b\n2:x\n\ny|1\n6:2|3" },
        { "\"x\ny\"\n1\n", "x\ny\n3:1" }, /* in the header too */
        { "caf\xc3\xa9\n1\n", "caf\xc3\xa9\n2:1" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autofree char *path = cvpn_test_file ("x.csv", rows[i].content);
        g_autoptr (GError) error = NULL;
        g_autoptr (CvpnCsv) csv = cvpn_csv_read (path, &error);
        g_autofree char *got = csv ? flatten (csv) : g_strdup (error->message);
        cvpn_assert_str (got, rows[i].want);
    }
}

static void
test_column (void)
{
    g_autofree char *path = cvpn_test_file ("x.csv", "time,user\n1,ana\n");
    g_autoptr (CvpnCsv) csv = cvpn_csv_read (path, NULL);

    CU_ASSERT_PTR_NOT_NULL_FATAL (csv);
    cvpn_assert_int (cvpn_csv_column (csv, "time"), 0);
    cvpn_assert_int (cvpn_csv_column (csv, "user"), 1);
    cvpn_assert_int (cvpn_csv_column (csv, "User"), -1);
}

static void
test_bad (void)
{
    static const struct {
        const char *content;
        guint line;
        const char *message;
    } rows[] = {
        { "", 1, "no header" },
        { "\n \n", 1, "no header" },
        { "a,b\n1,2\n3\n", 3, "1 fields; expected 2, as many as the header has" },
        { "a,b\n1,2,3\n", 2, "3 fields; expected 2" },
        { "a,b\n\"x\ny\"\n", 2, "1 fields; expected 2" },
        { "a\n\"x\ny\n", 2, "a quote is left open" },
        { "a\n1\nx\"y\n", 3, "a quote out of place" },
        { "a\n\"x\"y\n", 2, "a quote out of place" },
        { "a\n1\n\xff\n", 3, "not valid UTF-8" },
        { "a,b,a\n", 1, "column 'a' is there twice" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autofree char *path = cvpn_test_file ("x.csv", rows[i].content);
        g_autofree char *want = g_strdup_printf ("%s:%u: %s", path, rows[i].line, rows[i].message);
        g_autoptr (GError) error = NULL;
        g_autoptr (CvpnCsv) csv = cvpn_csv_read (path, &error);
        CU_ASSERT (csv == NULL);
        CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_SYNTAX));
        cvpn_assert_has (error ? error->message : NULL, want);
    }
}

static void
test_missing (void)
{
    g_autoptr (GError) error = NULL;

    CU_ASSERT (cvpn_csv_read ("/nonexistent/x.csv", &error) == NULL);
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_IO));
    cvpn_assert_str (error ? error->message : NULL,
                     "/nonexistent/x.csv: No such file or directory");
}

static void
test_append (void)
{
    static const struct {
        const char *field, *want;
    } rows[] = {
        { "", "" },
        { "plain", "plain" },
        { "a b", "a b" },
        { "a,b", "\"a,b\"" },
        { "\"", "\"\"\"\"" },
        { "a\nb", "\"a\nb\"" },
        { "a\r", "\"a\r\"" },
        { " a", "\" a\"" },
        { "a ", "\"a \"" },
        { "a;b", "a;b" },
        { "caf\xc3\xa9", "caf\xc3\xa9" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autoptr (GString) out = g_string_new ("x,");
        g_autofree char *want = g_strconcat ("x,", rows[i].want, NULL);
        cvpn_csv_append (out, rows[i].field);
        cvpn_assert_str (out->str, want);
        /* What is written is read again as it was. */
        g_string_append (out, "\n");
        g_string_prepend (out, "a,b\n");
        g_autofree char *path = cvpn_test_file ("x.csv", out->str);
        g_autoptr (CvpnCsv) csv = cvpn_csv_read (path, NULL);
        CU_ASSERT_PTR_NOT_NULL_FATAL (csv);
        const CvpnCsvRow *row = g_ptr_array_index (csv->rows, 0);
        cvpn_assert_str (row->fields[1], rows[i].field);
    }
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "read", test_read },       { "column", test_column }, { "bad", test_bad },
        { "missing", test_missing }, { "append", test_append },
    };

    return cvpn_test_main ("base csv", tests, G_N_ELEMENTS (tests));
}
