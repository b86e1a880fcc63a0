/* document_edit: lines that change, and all the others that do not. */
#include "base/document_edit.h"

#include "support.h"

static const char base[] = "# A network.\n"
                           "\n"
                           "[scenario]\n"
                           "title = x\n"
                           "\n"
                           "# Two tables, of which\n"
                           "# this is one.\n"
                           "[ route-table   rtb-a ]\n"
                           "vpc=vpc-a\n"
                           "10.0.0.0/8   =  pcx-1  \n"
                           "# the rest\n"
                           "0.0.0.0/0 = igw\n"
                           "propagating = vgw\n"
                           "# 10.9.0.0/16 = later\n"
                           "\n"
                           "# ---- lists ----\n"
                           "\n"
                           "[network-acl acl]\n"
                           "vpc = vpc-a\n"
                           "# answers\n"
                           "inbound  100 = allow all 0.0.0.0/0\n"
                           "inbound 300 = deny all 0.0.0.0/0\n"
                           "outbound 100 = allow all 0.0.0.0/0\n"
                           "listen =\n"
                           "[host h]\n"
                           "subnet = s";

static void
check (const char *text, const char *header, const char *key, const char *value, const char *from,
       const char *to)
{
    g_autoptr (CvpnLines) lines = cvpn_lines_new (text);
    g_autoptr (GString) want = g_string_new (text);

    cvpn_assert_int (g_string_replace (want, from, to, 1), 1);
    cvpn_lines_set (lines, header, key, value);
    g_autofree char *got = cvpn_lines_text (lines);
    cvpn_assert_str (got, want->str);
}

static void
test_nothing (void)
{
    static const char *const texts[] = { base, "", "\n", "\xef\xbb\xbf[a]\r\nb=c\r\n", "# x" };

    for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
        g_autoptr (CvpnLines) lines = cvpn_lines_new (texts[i]);
        cvpn_lines_set (lines, "no", "such", NULL);
        g_autofree char *got = cvpn_lines_text (lines);
        cvpn_assert_str (got, texts[i]);
    }
}

static void
test_replace (void)
{
    check (base, "route-table rtb-a", "10.0.0.0/8", "tgw", "  =  pcx-1  \n", "  =  tgw  \n");
    check (base, "network-acl acl", "inbound 100", "deny", "100 = allow all 0.0.0.0/0\ninbound 3",
           "100 = deny\ninbound 3");
    check (base, "network-acl acl", "listen", "tcp 1", "listen =\n", "listen = tcp 1\n");
    check (base, "host h", "subnet", "a\\b ", "subnet = s", "subnet = a\\\\b\\s");
    check ("[a]\r\nb=c \r\n", "a", "b", "d", "c ", "d ");
}

static void
test_remove (void)
{
    check (base, "route-table rtb-a", "0.0.0.0/0", NULL, "0.0.0.0/0 = igw\n", "");
    check (base, "host h", "subnet", NULL, "subnet = s", "");
}

static void
test_add (void)
{
    check (base, "route-table rtb-a", "10.9.0.0/16", "x", "igw\n", "igw\n10.9.0.0/16 = x\n");
    check (base, "route-table rtb-a", "main", "true", "vgw\n", "vgw\nmain = true\n");
    check (base, "network-acl acl", "inbound 200", "x", "inbound 300",
           "inbound 200 = x\ninbound 300");
    check (base, "network-acl acl", "inbound 90", "x", "# answers", "inbound 90 = x\n# answers");
    check (base, "network-acl acl", "outbound 90", "x", "outbound", "outbound 90 = x\noutbound");
    check (base, "network-acl acl", "outbound 900", "x", "listen", "outbound 900 = x\nlisten");
    check (base, "host h", "listen", "", "= s", "= s\nlisten =\n");
    check ("[a]\r\n\r\n[b]\r\n", "a", "c", "d", "[a]\r\n", "[a]\r\nc = d\r\n");
}

static void
test_add_group (void)
{
    check (base, "route-table rtb-b", "vpc", "x", "# 10.9.0.0/16 = later\n",
           "# 10.9.0.0/16 = later\n\n[route-table rtb-b]\nvpc = x\n");
    check (base, "network-acl b", "vpc", "x", "listen =\n",
           "listen =\n\n[network-acl b]\nvpc = x\n\n");
    check (base, "host i", "a", "b", "subnet = s", "subnet = s\n\n[host i]\na = b\n");
    check (base, "quotas", "a", "b", "subnet = s", "subnet = s\n\n[quotas]\na = b\n");
    check ("# only this", "a", "b", "c", "this", "this\n\n[a]\nb = c\n");
}

static void
test_get (void)
{
    g_autoptr (CvpnLines) lines = cvpn_lines_new ("[a b]\nc  d = \\sx\\\\ y \n[e]\n");
    g_autofree char *value = cvpn_lines_get (lines, "a b", "c d");

    cvpn_assert_str (value, " x\\ y");
    CU_ASSERT_PTR_NULL (cvpn_lines_get (lines, "a b", "c"));
    CU_ASSERT_PTR_NULL (cvpn_lines_get (lines, "e", "c d"));
    CU_ASSERT_PTR_NULL (cvpn_lines_get (lines, "f", "c d"));
}

/* What a file includes stands before its groups; what both say of the shared one is one. */
static void
test_precede (void)
{
    g_autoptr (CvpnLines) lines =
        cvpn_lines_new ("# main\n\n[scenario]\ntitle = x\n# behind\n\n# a host\n[host h]\nk = v\n");
    g_autoptr (CvpnLines) earlier = cvpn_lines_new (
        "# included\n\n[scenario]\n# a day\nduration = 8h\n\n# the VPC\n[vpc v]\nk = v");

    cvpn_lines_merge (lines, earlier, "scenario");
    cvpn_lines_precede (lines, earlier, "scenario");
    g_autofree char *text = cvpn_lines_text (lines);
    cvpn_assert_str (text,
                     "# main\n\n[scenario]\ntitle = x\n# behind\n# a day\nduration = 8h\n\n"
                     "# included\n\n# the VPC\n[vpc v]\nk = v\n\n# a host\n[host h]\nk = v\n");
}

static char *
shout (const char *kind, const char *key, const char *value, gpointer data)
{
    (void) data;
    return g_str_equal (kind, "host") && g_str_equal (key, "k") ? g_ascii_strup (value, -1) : NULL;
}

static void
test_replace_all (void)
{
    g_autoptr (CvpnLines) lines = cvpn_lines_new ("[host a]\nk = v\nl = v\n[vpc]\nk = v\n");

    cvpn_lines_replace (lines, shout, NULL);
    g_autofree char *text = cvpn_lines_text (lines);
    cvpn_assert_str (text, "[host a]\nk = V\nl = v\n[vpc]\nk = v\n");
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "without a change every byte is as it was", test_nothing },
        { "a value is replaced where it stands", test_replace },
        { "a key is taken away", test_remove },
        { "a new key goes beside its like", test_add },
        { "a new group goes behind its kind", test_add_group },
        { "values are read with their escapes", test_get },
        { "an included file goes before", test_precede },
        { "values are replaced by kind and key", test_replace_all },
    };

    return cvpn_test_main ("base document_edit", tests, G_N_ELEMENTS (tests));
}
