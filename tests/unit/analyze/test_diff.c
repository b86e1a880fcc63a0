/* diff: what is lost, changed and gained by changes of one small network. */
#include <cvpnsim/diff.h>

#include <string.h>

#include "scenario_text.h"
#include "support.h"

typedef struct {
    const char *before, *after; /* patches of the network; NULL: none */
    guint lost, changed, gained;
    const char *says[4]; /* parts of the text, in any order */
} DiffCase;

static CvpnScenario *
load (const char *patch)
{
    CvpnScenario *scenario = cvpn_test_load_patched (patch);

    CU_ASSERT_FATAL (scenario != NULL);
    return scenario;
}

static void
check_options (const DiffCase *c, const CvpnDiffOptions *options)
{
    g_autoptr (CvpnScenario) before = load (c->before);
    g_autoptr (CvpnScenario) after = load (c->after);
    g_autoptr (CvpnDiff) diff = cvpn_diff (before, after, options);
    g_autofree char *text = cvpn_diff_text (diff, FALSE);

    cvpn_assert_int (cvpn_diff_count (diff, CVPN_DIFFERENCE_LOST), c->lost);
    cvpn_assert_int (cvpn_diff_count (diff, CVPN_DIFFERENCE_CHANGED), c->changed);
    cvpn_assert_int (cvpn_diff_count (diff, CVPN_DIFFERENCE_GAINED), c->gained);
    for (guint i = 0; i < G_N_ELEMENTS (c->says) && c->says[i]; i++)
        cvpn_assert_has (text, c->says[i]);
}

static void
check_cases (const DiffCase *cases, guint n)
{
    const CvpnDiffOptions options = { 0 };

    for (guint i = 0; i < n; i++)
        check_options (&cases[i], &options);
}

#define ROUTES(routes)     "[client-vpn-routes cvpn-1]\n" routes "\n"
#define RULES(rules)       "[authorization-rules cvpn-1]\n" rules "\n"
#define ONE_LANDING        "[client-vpn-endpoint cvpn-1]\ntarget-networks = subnet-a\n"
#define TO_A               ROUTES ("0.0.0.0/0 = subnet-a")
#define MORE_ROUTES(where) ROUTES ("172.31.0.0/16 = " where)

static void
test_routes (void)
{
    static const DiffCase cases[] = {
        /* The route was all that led there. */
        { NULL,
          ROUTES ("-0.0.0.0/0\n172.31.0.0/16 = subnet-a; subnet-b"),
          1,
          1,
          0,
          { "lost: users over cvpn-1: delivered → dropped",
            "landing on subnet-a, subnet-b: delivered → dropped at step 3, "
            "CVPN_NO_ROUTE_TO_DESTINATION",
            "before  cvpn-1 0.0.0.0/0 → subnet-a", "1 lost, 1 changed, 0 gained" } },
        { TO_A,
          NULL,
          0,
          1,
          1,
          { "gained: users over cvpn-1: intermittent, 50% → delivered",
            "landing on subnet-a: delivered, as before",
            "landing on subnet-b: dropped at step 3, CVPN_NO_ROUTE_TO_DESTINATION → delivered" } },
        /* One landing for another: as likely as before, and lost all the same. */
        { TO_A, ROUTES ("0.0.0.0/0 = subnet-b"), 1, 1, 0, { "intermittent, 50%, as before" } },
        /* Another table for the same way. */
        { NULL, MORE_ROUTES ("subnet-a; subnet-b"), 0, 0, 0, { "nothing is different" } },
    };

    check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_associations (void)
{
    static const DiffCase cases[] = {
        { ONE_LANDING TO_A,
          TO_A,
          1,
          0,
          0,
          { "delivered → intermittent, 50%", "landing on subnet-a: delivered, as before",
            "landing on subnet-b: absent → dropped at step 3, CVPN_NO_ROUTE_TO_DESTINATION" } },
        { ONE_LANDING TO_A, NULL, 0, 0, 0, { NULL } },
        { TO_A,
          ONE_LANDING TO_A,
          0,
          0,
          1,
          { "landing on subnet-b: dropped at step 3, CVPN_NO_ROUTE_TO_DESTINATION → absent" } },
        { ONE_LANDING TO_A,
          "[client-vpn-endpoint cvpn-1]\n-target-networks\n-security-groups\n"
          "-[client-vpn-routes cvpn-1]\n",
          1,
          5,
          0,
          { "delivered → rejected, CVPN_NO_TARGET_NETWORK",
            "landing on subnet-a: delivered → absent" } },
    };

    check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_rules (void)
{
    static const DiffCase cases[] = {
        { NULL,
          RULES ("-0.0.0.0/0\n172.31.5.0/24 = *\n10.0.0.0/8 = *\n192.168.0.0/17 = *"),
          1,
          1,
          0,
          { "delivered → dropped at step 2, CVPN_NO_AUTHORIZATION_RULE",
            "before  cvpn-1 0.0.0.0/0 = *", "after   cvpn-1: no authorization rule covers it" } },
        { "[clients users]\ngroups = staff\n" RULES ("172.31.0.0/16 = staff"),
          "[clients users]\ngroups = staff\n" RULES ("172.31.0.0/16 = other"),
          1,
          1,
          0,
          { "web (172.31.5.10): ", "CVPN_AUTHORIZATION_GROUP_MISMATCH",
            "before  cvpn-1 172.31.0.0/16 = staff", "after   cvpn-1 172.31.0.0/16 = other" } },
        /* A port closed. */
        { NULL,
          "[security-group sg-app]\ningress = tcp 443 sg-vpn\n",
          1,
          1,
          0,
          { "lost: users over cvpn-1: delivered → dropped (2 addresses)\n"
            "  neighbour (10.0.1.10): udp 53",
            "changed: users over cvpn-1: rejected → dropped" } },
        { NULL,
          "[network-acl acl-a]\noutbound 90 = deny tcp 22 198.51.100.0/24\n",
          1,
          1,
          0,
          { "198.51.100.0/24 but for 198.51.100.10: tcp 22",
            "landing on subnet-b: delivered, as before", "acl-a out 90 deny tcp 22" } },
    };

    check_cases (cases, G_N_ELEMENTS (cases));
}

/* What is beside the tunnel works where the address is public. */
static void
test_bypassed (void)
{
#define SPLIT "[client-vpn-endpoint cvpn-1]\nsplit-tunnel = true\n"
#define INNER ROUTES ("-0.0.0.0/0\n172.31.0.0/16 = subnet-a; subnet-b\n")
    static const DiffCase cases[] = {
        { SPLIT INNER, INNER, 1, 1, 0, { "lost: users over cvpn-1: bypassed → dropped (3,7" } },
        { INNER, SPLIT INNER, 0, 1, 1, { "gained: users over cvpn-1: dropped → bypassed (3,7" } },
    };

    check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_people (void)
{
#define NOBODY "-[clients users]\n"
#define OTHERS "[clients others]\nendpoint = cvpn-1\ncount = 1\narrival = at 0s\ngroups = "
    static const DiffCase cases[] = {
        { NULL, OTHERS "other\n", 0, 0, 0, { "clients others are in the file after only" } },
        { OTHERS "other\n", NULL, 0, 0, 0, { "clients others are in the file before only" } },
        { NULL,
          NOBODY OTHERS "staff\n" TO_A,
          1,
          1,
          0,
          { "clients users are compared with others, who have the same groups",
            "lost: users over cvpn-1" } },
        { RULES ("10.0.0.0/8 = staff"),
          NOBODY RULES ("10.0.0.0/8 = other"),
          1,
          2,
          1,
          { "the file after has no clients: users are compared by their access groups",
            "lost: users of staff over cvpn-1", "gained: users of other over cvpn-1" } },
        { NOBODY, NOBODY TO_A, 1, 1, 0, { "lost: users of no group over cvpn-1" } },
        /* Both lose it alike. */
        { OTHERS "staff\n", OTHERS "staff\n" TO_A, 1, 1, 0, { "lost: users, others over" } },
        { OTHERS "lab\n", OTHERS "lab\n" TO_A, 1, 1, 0, { "lost: users, others over" } },
    };

    check_cases (cases, G_N_ELEMENTS (cases));
}

static void
test_codes (void)
{
    static const DiffCase plain = { RULES ("-0.0.0.0/0"),
                                    ROUTES ("-0.0.0.0/0\n10.99.0.0/16 = subnet-a; subnet-b\n")
                                        RULES ("-0.0.0.0/0\n10.99.0.0/16 = *"),
                                    0,
                                    0,
                                    0,
                                    { NULL } };
    static const DiffCase asked = { RULES ("-0.0.0.0/0"),
                                    ROUTES ("-0.0.0.0/0\n10.99.0.0/16 = subnet-a; subnet-b\n")
                                        RULES ("-0.0.0.0/0\n10.99.0.0/16 = *"),
                                    0,
                                    1,
                                    0,
                                    { "10.99.0.0/16: everything", "dropped, as before" } };
    const CvpnDiffOptions codes = { .codes = TRUE }, none = { 0 };

    check_options (&plain, &none);
    check_options (&asked, &codes);
}

/* Comments, order, names of tables and groups, numbers of entries: none of them carries packets. */
static void
test_other_words (void)
{
    static const char *const words[][2] = { { "acl-", "nacl-" },
                                            { "rtb-", "table-" },
                                            { "sg-", "group-" },
                                            { "bound 100", "bound 777" },
                                            { "pcx-", "peering-" } };
    g_autofree char *base = cvpn_test_read ("tests/support/network.ini");
    g_autoptr (GString) other = g_string_new ("# moved\n");
    const CvpnDiffOptions options = { .codes = TRUE };
    const char *networks = strstr (base, "[network-acl acl-a]");
    const char *clients = strstr (base, "[clients users]");

    g_string_append_printf (other, "%s\n%.*s\n%.*s", clients, (int) (clients - networks), networks,
                            (int) (networks - base), base);
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
        g_string_replace (other, words[i][0], words[i][1], 0);
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) before = cvpn_test_load (base, NULL);
    g_autoptr (CvpnScenario) after = cvpn_test_load (other->str, &faults);
    cvpn_assert_str (after ? NULL : faults, NULL);
    CU_ASSERT_FATAL (after != NULL);
    g_autoptr (CvpnDiff) diff = cvpn_diff (before, after, &options);
    g_autofree char *text = cvpn_diff_text (diff, FALSE);
    cvpn_assert_has (text, "nothing is different");
}

static void
test_at (void)
{
#define LATER                                                                                      \
    "[scenario]\nduration = 2h\n[event end]\nat = 1h\nendpoint = cvpn-1\n"                         \
    "action = delete-route 0.0.0.0/0 subnet-b\n"
    const gint64 early = 0, late = 2 * G_GINT64_CONSTANT (3600000000000);
    const CvpnDiffOptions before = { .at_ns = &early }, after = { .at_ns = &late };
    static const DiffCase none = { NULL, LATER, 0, 0, 0, { NULL } };
    static const DiffCase lost = { NULL, LATER, 1, 1, 0, { " at 2h\n" } };

    check_options (&none, &before);
    check_options (&lost, &after);
}

static void
test_free_null (void)
{
    cvpn_diff_free (NULL);
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "routes", test_routes },
        { "associations", test_associations },
        { "rules and filters", test_rules },
        { "beside the tunnel", test_bypassed },
        { "people", test_people },
        { "steps and codes", test_codes },
        { "other words for the same", test_other_words },
        { "at a time", test_at },
        { "freeing nothing", test_free_null },
    };

    return cvpn_test_main ("analyze diff", tests, G_N_ELEMENTS (tests));
}
