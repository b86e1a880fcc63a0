/* names: one name space, and references that say what is wrong with them. */
#include "read_spec.h"

static CvpnNames *
index_text (CvpnDocument *document, const char *text, CvpnReport *report)
{
    g_autofree char *path = cvpn_test_file ("t.ini", text);

    cvpn_document_read (document, path, NULL, report);
    g_unlink (path);
    return cvpn_names_new (document, report);
}

static void
check_name (const CvpnNames *names, const char *refers, const char *name, const char *expected)
{
    g_autofree char *fault = cvpn_names_check (names, refers, name);

    cvpn_assert_str (fault, expected);
}

static void
test_check (void)
{
    g_autoptr (CvpnDocument) document = cvpn_document_new ();
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnNames) names =
        index_text (document,
                    "[vpc one]\n[vpc two]\n[subnet s]\n[internet-gateway igw]\n[clients staff]\n"
                    "[unknown nat]\n[unknown far]\nkind = vpc\n[event outage]\n",
                    report);

    cvpn_assert_int (cvpn_report_errors (report), 0);
    check_name (names, "vpc", "one", NULL);
    check_name (names, "subnet|vpc", "s", NULL);
    check_name (names, "subnet|=local", "local", NULL);
    check_name (names, "clients", "staff", NULL);
    check_name (names, "vpc", "onee", "no [vpc onee]; did you mean 'one'?");
    check_name (names, "vpc", "elsewhere", "no [vpc elsewhere]; known: one, two, far");
    check_name (names, "host", "elsewhere", "no [host elsewhere]");
    check_name (names, "subnet|=local", "locall",
                "nothing is called 'locall'; expected a subnet or 'local'; did you mean 'local'?");
    check_name (names, "vpc", "igw", "'igw' is an internet-gateway; expected a vpc");
    check_name (names, "host", "staff", "'staff' is clients; expected a host");
    check_name (names, "clients", "s", "'s' is a subnet; expected clients");
    check_name (names, "vpc", "nat", ""); /* said where [unknown nat] stands */
    check_name (names, "vpc", "outage", "no [vpc outage]; known: one, two, far");
    check_name (names, "subnet|vpc", "far", NULL);
    check_name (names, "subnet", "far", "'far' is a vpc; expected a subnet");
    cvpn_assert_str (cvpn_names_kind (names, "far"), "vpc");
    cvpn_assert_str (cvpn_names_kind (names, "one"), "vpc");
    cvpn_assert_str (cvpn_names_kind (names, "nat"), "");
    CU_ASSERT_PTR_NULL (cvpn_names_kind (names, "staff"));
    CU_ASSERT (cvpn_names_is_unknown (names, "far") && !cvpn_names_is_unknown (names, "one"));
}

/* Where the group itself is needed. */
static void
test_check_known (void)
{
    g_autoptr (CvpnDocument) document = cvpn_document_new ();
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnNames) names =
        index_text (document, "[vpc one]\n[unknown far]\nkind = vpc\n", report);
    g_autofree char *far = cvpn_names_check_known (names, "vpc", "far");
    g_autofree char *farther = cvpn_names_check_known (names, "vpc", "farther");

    CU_ASSERT_PTR_NULL (cvpn_names_check_known (names, "vpc", "one"));
    cvpn_assert_str (far, "nothing is known of 'far'; expected a vpc that the file contains");
    cvpn_assert_str (farther, "no [vpc farther]; known: one, far");
}

static void
test_unique (void)
{
    g_autofree char *faults = read_faults (TITLE SUBNET "[security-group subnet-a]\nvpc = vpc-a\n"
                                                        "[vpc internet]\ncidr-block = 10.9.0.0/16\n"
                                                        "[nat-gateway vpc-a]\n");

    cvpn_assert_has (faults, "9: [security-group subnet-a]: the name is already that of "
                             "[subnet subnet-a] at ");
    cvpn_assert_has (faults, "11: [vpc internet]: 'internet' is a word of the format, not a name");
    cvpn_assert_has (faults, "13: [nat-gateway vpc-a]: the name is already that of [vpc vpc-a]");
}

/* clients, traffic and expect have names of their own. */
static void
test_apart (void)
{
    g_autoptr (CvpnSpec) spec =
        read_good (TITLE STAFF WEB
                   "[clients web]\nendpoint = cvpn-1\narrival = poisson 1/h\n"
                   "[traffic web]\nclients = web\nto = web tcp 443\nevery = 1s\n"
                   "[expect internet]\nclients = web\nto = web tcp 443\nverdict = delivered\n");

    cvpn_assert_int (spec->clients->len, 2);
}

static void
test_describe (void)
{
    g_autofree char *one = cvpn_names_describe ("internet-gateway");
    g_autofree char *three = cvpn_names_describe ("vpc|subnet|=local");
    g_autofree char *word = cvpn_names_describe ("=local");

    cvpn_assert_str (one, "an internet-gateway");
    cvpn_assert_str (three, "a vpc, subnet or 'local'");
    cvpn_assert_str (word, "'local'");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "known ones only", test_check_known },
        { "references", test_check },
        { "unique and reserved names", test_unique },
        { "name spaces of their own", test_apart },
        { "descriptions", test_describe },
    };

    return cvpn_test_main ("names", tests, G_N_ELEMENTS (tests));
}
