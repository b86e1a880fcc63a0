/* include: order, nesting, circles, and what may be given once. */
#include "input/include.h"

#include "read_spec.h"

typedef struct {
    const char *name, *content;
} File;

/* Writes the files, the first last, and reads the first into 'document';
 * returns the faults without the folder's name. */
static char *
read_files (CvpnDocument *document, const File *files, guint n)
{
    g_autofree char *folder = g_dir_make_tmp ("cvpnsim-test-XXXXXX", NULL);
    g_autofree char *deeper = g_build_filename (folder, "deeper", NULL);
    g_autofree char *prefix = g_strconcat (folder, "/", NULL);
    g_autoptr (CvpnReport) report = cvpn_report_new ();

    g_mkdir (deeper, 0700);
    for (guint i = n; i-- > 0;) {
        g_autofree char *path = g_build_filename (folder, files[i].name, NULL);
        g_file_set_contents (path, files[i].content, -1, NULL);
        if (i == 0)
            cvpn_include_read (document, path, NULL, report);
    }
    for (guint i = 0; i < n; i++) {
        g_autofree char *path = g_build_filename (folder, files[i].name, NULL);
        g_unlink (path);
    }
    g_rmdir (deeper);
    g_rmdir (folder);
    g_autofree char *faults = cvpn_report_format (report);
    g_auto (GStrv) parts = g_strsplit (faults, prefix, -1);
    return g_strjoinv ("", parts);
}

static char *
list_groups (const CvpnDocument *document)
{
    GString *out = g_string_new (NULL);

    for (guint i = 0; i < document->groups->len; i++) {
        const CvpnGroup *group = document->groups->pdata[i];
        g_string_append_printf (out, "%s %s;", group->kind, group->name);
    }
    return g_string_free (out, FALSE);
}

/* Wherever the key stands, and however it is set; and only where it is a key. */
static void
test_spelling (void)
{
    static const struct {
        const char *text, *groups;
    } rows[] = {
        { "[scenario]\n \tinclude\t = a.ini\n[host m]\n", "host a;scenario ;host m;" },
        { "[scenario]\ninclude=a.ini", "host a;scenario ;" },
        { "[scenario]\r\ninclude = a.ini\r\n", "host a;scenario ;" },
        { "# include = x.ini\n[scenario]\ntitle = include = x.ini\n", "scenario ;" },
        { "# included\n[scenario]\ninclude = a.ini\n", "host a;scenario ;" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        const File files[] = { { "main.ini", rows[i].text }, { "a.ini", "[host a]\n" } };
        g_autoptr (CvpnDocument) document = cvpn_document_new ();
        g_autofree char *faults = read_files (document, files, G_N_ELEMENTS (files));
        g_autofree char *groups = list_groups (document);
        cvpn_assert_str (faults, "");
        cvpn_assert_str (groups, rows[i].groups);
    }
}

static void
test_nested (void)
{
    static const File files[] = {
        { "main.ini", "[scenario]\ninclude = a.ini; deeper/b.ini\ntitle = Main\n[host m]\n" },
        { "a.ini", "[host a]\n" },
        { "deeper/b.ini", "[scenario]\ninclude = c.ini; ../a.ini\nseed = 3\n[host b]\n" },
        { "deeper/c.ini", "[host c]\n" },
    };
    g_autoptr (CvpnDocument) document = cvpn_document_new ();
    g_autofree char *faults = read_files (document, files, G_N_ELEMENTS (files));
    g_autofree char *groups = list_groups (document);
    const CvpnGroup *scenario = cvpn_document_group (document, "scenario", "");

    cvpn_assert_str (faults, "");
    cvpn_assert_str (groups, "host a;host c;scenario ;host b;host m;");
    cvpn_assert_str (cvpn_group_entry (scenario, "title")->value, "Main");
    cvpn_assert_str (cvpn_group_entry (scenario, "seed")->value, "3");
    cvpn_assert_str (cvpn_group_entry (scenario, "include")->value, "a.ini; deeper/b.ini");
}

static void
test_circle (void)
{
    static const File files[] = {
        { "a.ini", "[scenario]\ninclude = b.ini\n" },
        { "b.ini", "[scenario]\ninclude = c.ini\n" },
        { "c.ini", "[scenario]\ntitle = Test\ninclude = ./deeper/../b.ini\n" },
    };
    g_autoptr (CvpnDocument) document = cvpn_document_new ();
    g_autofree char *faults = read_files (document, files, G_N_ELEMENTS (files));

    cvpn_assert_str (faults, "c.ini:3: error: [scenario] include: files include each other in a "
                             "circle: a.ini -> b.ini -> c.ini -> ./deeper/../b.ini\n");
}

static void
test_itself (void)
{
    static const File files[] = { { "a.ini", "[scenario]\ninclude = a.ini\n" } };
    g_autoptr (CvpnDocument) document = cvpn_document_new ();
    g_autofree char *faults = read_files (document, files, G_N_ELEMENTS (files));

    cvpn_assert_str (faults, "a.ini:2: error: [scenario] include: files include each other in a "
                             "circle: a.ini -> a.ini\n");
}

static void
test_once (void)
{
    static const File files[] = {
        { "a.ini", "[scenario]\nseed = 1\ninclude = b.ini; none.ini\n[host h]\n" },
        { "b.ini", "[scenario]\nseed = 2\n[host h]\n" },
    };
    g_autoptr (CvpnDocument) document = cvpn_document_new ();
    g_autofree char *faults = read_files (document, files, G_N_ELEMENTS (files));

    cvpn_assert_str (faults, "a.ini:2: error: key 'seed' is already given at b.ini:2\n"
                             "a.ini:3: error: [scenario] include: no file 'none.ini'\n"
                             "a.ini:4: error: [host h] is already given at b.ini:3\n");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "spelling", test_spelling },         { "nested files, each once", test_nested },
        { "a circle", test_circle },           { "a file that includes itself", test_itself },
        { "groups and keys once", test_once },
    };

    return cvpn_test_main ("include", tests, G_N_ELEMENTS (tests));
}
