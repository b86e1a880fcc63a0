/* Step 2: AWS's own worked examples, every cell, and what they leave open.
 *
 * The rules and verdicts W1 to W4 and W7 are those of "Authorization rules"
 * (AWS Client VPN Administrator Guide, example scenarios), AD those of its
 * Active Directory example; where the page is silent the longest prefix
 * decides. */
#include <cvpnsim/explain.h>

#include "analyze/answer.h"
#include "path_cases.h"
#include "scenario_text.h"
#include "support.h"

#define N_GROUPS       4
#define N_DESTINATIONS 6

typedef struct {
    const char *name;
    const char *rules; /* lines of [authorization-rules cvpn-1] */
    const char *groups[N_GROUPS];
    const char *destinations[N_DESTINATIONS];
    const char *cells[N_GROUPS]; /* 'A' allowed, 'D' denied, by destination */
} Example;

#define W_DESTINATIONS                                                                             \
    {                                                                                              \
        "172.16.0.10", "172.16.0.200", "10.0.5.5", "10.0.2.119", "192.168.0.7", "198.51.100.1"     \
    }
#define AD_DESTINATIONS                                                                            \
    {                                                                                              \
        "10.1.9.9", "172.131.1.1", "192.168.0.7", "198.51.100.1", "10.2.9.9", "172.130.255.255"    \
    }

static const Example examples[] = {
    { "W1",
      "172.16.0.0/24 = ENG\n10.0.0.0/16 = DEV\n192.168.0.0/24 = MGR\n",
      { "ENG", "DEV", "MGR", "ADM" },
      W_DESTINATIONS,
      { "AADDDD", "DDAADD", "DDDDAD", "DDDDDD" } },
    { "W2",
      "172.16.0.0/24 = ENG\n10.0.0.0/16 = DEV\n0.0.0.0/0 = MGR\n",
      { "ENG", "DEV", "MGR", "ADM" },
      W_DESTINATIONS,
      { "AADDDD", "DDAADD", "DDDDAA", "DDDDDD" } },
    { "W3",
      "172.16.0.0/24 = ENG\n10.0.0.0/16 = DEV\n0.0.0.0/0 = MGR\n10.0.2.119/32 = MGR\n",
      { "ENG", "DEV", "MGR", "ADM" },
      W_DESTINATIONS,
      { "AADDDD", "DDADDD", "DDDAAA", "DDDDDD" } },
    { "W4",
      "172.16.0.0/24 = ENG\n10.0.0.0/16 = DEV\n0.0.0.0/0 = MGR\n10.0.2.119/32 = MGR\n"
      "172.16.0.128/25 = ENG\n",
      { "ENG", "DEV", "MGR", "ADM" },
      W_DESTINATIONS,
      { "AADDDD", "DDADDD", "DDDAAA", "DDDDDD" } },
    { "W7",
      "172.16.0.0/24 = Engineering\n10.0.0.0/16 = Developers\n192.168.0.0/24 = Managers\n",
      { "Engineering", "Developers", "Managers", "Other" },
      W_DESTINATIONS,
      { "AADDDD", "DDAADD", "DDDDAD", "DDDDDD" } },
    { "AD",
      "10.1.0.0/16 = G1\n0.0.0.0/0 = G1; G2; G3\n172.131.0.0/16 = G2\n",
      { "G1", "G2", "G3", "Other" },
      AD_DESTINATIONS,
      { "ADAAAA", "DAAAAA", "DDAAAA", "DDDDDD" } },
    { "AD without the specific rules",
      "0.0.0.0/0 = G1; G2; G3\n",
      { "G1", "G2", "G3", "Other" },
      AD_DESTINATIONS,
      { "AAAAAA", "AAAAAA", "AAAAAA", "DDDDDD" } },
    /* A user of several groups: their union at the deciding CIDR only. */
    { "several groups",
      "172.16.0.0/24 = ENG\n10.0.0.0/16 = DEV\n0.0.0.0/0 = MGR\n10.0.2.119/32 = MGR\n",
      { "ENG;DEV", "DEV;MGR", "ADM;ENG", "" },
      W_DESTINATIONS,
      { "AAADDD", "DDAAAA", "AADDDD", "DDDDDD" } },
    /* A rule for everyone at a shorter CIDR does not rescue who is left out at a longer. */
    { "everyone, but for one block",
      "0.0.0.0/0 = *\n10.0.0.0/16 = DEV\n172.16.0.0/24 = ENG; *\n",
      { "ENG", "DEV", "Other", "" },
      W_DESTINATIONS,
      { "AADDAA", "AAAAAA", "AADDAA", "AADDAA" } },
};

static gboolean
is_allowed (const CvpnScenario *scenario, const char *groups, const char *address)
{
    g_autofree char *to = g_strdup_printf ("%s tcp 443", address);
    const CvpnQuestion question = { .groups = groups, .to = to, .source_port = -1 };
    g_autoptr (CvpnAnswer) answer = cvpn_explain (scenario, &question, NULL);
    const CvpnLanding *landing = &g_array_index (answer->landings, CvpnLanding, 0);

    return cvpn_landing_step (landing, CVPN_STEP_AUTHORIZATION).result == CVPN_RESULT_OK;
}

/* The order in which rules were made must not matter. */
static char *
reverse_lines (const char *lines)
{
    g_auto (GStrv) all = g_strsplit (lines, "\n", -1);
    GString *reversed = g_string_new (NULL);

    for (guint i = g_strv_length (all); i > 0; i--)
        if (*all[i - 1])
            g_string_append_printf (reversed, "%s\n", all[i - 1]);
    return g_string_free (reversed, FALSE);
}

static void
check_example (const Example *example, const char *rules)
{
    g_autofree char *base = cvpn_test_read ("tests/support/network.ini");
    g_autofree char *patch =
        g_strdup_printf ("[authorization-rules cvpn-1]\n-0.0.0.0/0\n%s", rules);
    g_autofree char *text = cvpn_test_patch (base, patch);
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, NULL);

    CU_ASSERT_FATAL (scenario != NULL);
    for (guint i = 0; i < N_GROUPS; i++) {
        char got[N_DESTINATIONS + 1] = "";
        for (guint j = 0; j < N_DESTINATIONS; j++)
            got[j] =
                is_allowed (scenario, example->groups[i], example->destinations[j]) ? 'A' : 'D';
        g_autofree char *row = g_strdup_printf ("%s %s %s", example->name, example->groups[i], got);
        g_autofree char *want =
            g_strdup_printf ("%s %s %s", example->name, example->groups[i], example->cells[i]);
        cvpn_assert_str (row, want);
    }
}

static void
test_examples (void)
{
    for (guint i = 0; i < G_N_ELEMENTS (examples); i++) {
        g_autofree char *reversed = reverse_lines (examples[i].rules);
        check_example (&examples[i], examples[i].rules);
        check_example (&examples[i], reversed);
    }
}

#define RULES(lines) "[authorization-rules cvpn-1]\n-0.0.0.0/0\n" lines "\n"
#define CERTIFICATE  "[client-vpn-endpoint cvpn-1]\nauthentication = certificate\n"

static void
test_codes_and_rules (void)
{
    static const CvpnPathCase cases[] = {
        { NULL, NULL, "app tcp 443", "delivered", "cvpn-1: 0.0.0.0/0 = *" },
        { RULES ("10.0.0.0/16 = staff"), NULL, "app tcp 443", "delivered",
          "cvpn-1: 10.0.0.0/16 = staff" },
        { RULES ("10.0.0.0/16 = ops; staff"), NULL, "app tcp 443", "delivered",
          "cvpn-1: 10.0.0.0/16 = staff" },
        { RULES ("10.0.0.0/16 = ops; *"), NULL, "app tcp 443", "delivered",
          "cvpn-1: 10.0.0.0/16 = *" },
        { RULES ("172.31.0.0/16 = *"), NULL, "app tcp 443", "dropped 2 CVPN_NO_AUTHORIZATION_RULE",
          "cvpn-1: " },
        { RULES ("10.0.0.0/16 = *\n10.0.10.0/24 = ops; audit"), NULL, "app tcp 443",
          "dropped 2 CVPN_AUTHORIZATION_GROUP_MISMATCH", "cvpn-1: 10.0.10.0/24 = ops" },
        /* Names are compared letter by letter. */
        { RULES ("10.0.0.0/16 = Staff"), NULL, "app tcp 443",
          "dropped 2 CVPN_AUTHORIZATION_GROUP_MISMATCH", NULL },
        /* A certificate alone has no groups. */
        { CERTIFICATE RULES ("10.0.0.0/16 = staff"), NULL, "app tcp 443",
          "dropped 2 CVPN_AUTHORIZATION_GROUP_MISMATCH", NULL },
        { CERTIFICATE RULES ("10.0.0.0/16 = *"), NULL, "app tcp 443", "delivered", NULL },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_AUTHORIZATION, cases,
                     G_N_ELEMENTS (cases));
}

/* Between clients rules for a group do not count. */
static void
test_client_to_client (void)
{
    static const CvpnPathCase cases[] = {
        { RULES ("10.2.0.0/22 = *") "[client-vpn-routes cvpn-1]\n10.2.0.0/22 = local\n", NULL,
          "10.2.0.9 tcp 443", "delivered", NULL },
        { RULES ("10.2.0.0/22 = staff") "[client-vpn-routes cvpn-1]\n10.2.0.0/22 = local\n", NULL,
          "10.2.0.9 tcp 443", "dropped 2 CVPN_AUTHORIZATION_GROUP_MISMATCH", NULL },
    };
    cvpn_path_check ("tests/support/network.ini", CVPN_STEP_AUTHORIZATION, cases,
                     G_N_ELEMENTS (cases));
}

int
main (void)
{
    const CvpnTest tests[] = {
        { "the guide's examples", test_examples },
        { "codes and rules", test_codes_and_rules },
        { "client to client", test_client_to_client },
    };

    return cvpn_test_main ("path step 2", tests, G_N_ELEMENTS (tests));
}
