/* Import against its opposite: networks printed as the AWS CLI would print them, and imported,
 * answer as they did before; what is taken away makes an answer undetermined, never another. */
#include <cvpnsim/verdict.h>
#include <string.h>

#include "import_pair.h"
#include "model/network.h"
#include "model/scenario.h"
#include "packets.h"
#include "random_scenario.h"
#include "random_variety.h"
#include "scenario_text.h"
#include "support.h"

#define N_NETWORKS 40
#define N_PACKETS  60

static char *
make_scenario (GRand *rand, guint seed)
{
    char *text = random_scenario (rand);

    if (seed % 2 == 1) {
        char *varied = random_variety (rand, text);
        g_free (text);
        text = varied;
    }
    return text;
}

/* Calls 'check' with many networks; it returns how many differences it has found. */
static void
check_networks (guint (*check) (const ImportPair *pair, GRand *rand), guint divisor)
{
    guint outcomes[CVPN_N_OUTCOMES] = { 0 };
    const guint n = cvpn_test_setting ("CVPN_IMPORT_NETWORKS", N_NETWORKS) / divisor;
    const guint first = cvpn_test_setting ("CVPN_IMPORT_SEED", 0);
    guint checked = 0, differing = 0;

    for (guint i = 0; i < n; i++) {
        g_autoptr (GRand) rand = g_rand_new_with_seed (first + i);
        g_autofree char *scenario = make_scenario (rand, first + i);
        ImportPair pair = { .seed = first + i, .outcomes = outcomes };
        if (import_pair_make (&pair, scenario, rand)) {
            differing += check (&pair, rand);
            checked++;
        }
        import_pair_clear (&pair);
    }
    g_print ("  %u networks, %u differences;", checked, differing);
    for (CvpnOutcome i = 0; i < CVPN_N_OUTCOMES; i++)
        g_print (" %u %s", outcomes[i], cvpn_outcome_word (i));
    g_print ("\n");
    CU_ASSERT (checked > n / 2);
    cvpn_assert_int (differing, 0);
}

static guint
check_agreement (const ImportPair *pair, GRand *rand)
{
    return import_pair_compare (pair, pair->imported, N_PACKETS, rand, FALSE, "");
}

static void
test_agreement (void)
{
    check_networks (check_agreement, 1);
}

/* The same content: the same text, byte for byte, and nothing secret in it. */
static guint
check_layouts (const ImportPair *pair, GRand *rand)
{
    guint differing = strstr (pair->imported_text, AWS_EXPORT_SECRET) != NULL;

    for (guint i = 0; i < 3; i++) {
        g_autofree char *text = import_answers (pair->answers, i == 0 ? NULL : rand, pair->seed);
        if (g_strcmp0 (text, pair->imported_text) == 0)
            continue;
        g_print ("  seed %u: layout %u gives another text\n", pair->seed, i);
        differing++;
    }
    return differing;
}

static void
test_layouts (void)
{
    check_networks (check_layouts, 3);
}

/* Exported and imported again it answers alike: nothing is lost on the second way either. */
static guint
check_round_trip (const ImportPair *pair, GRand *rand)
{
    ImportPair again = { .seed = pair->seed, .outcomes = pair->outcomes };
    guint differing = 1;

    if (import_pair_make (&again, pair->imported_text, rand))
        differing = import_pair_compare (&again, again.imported, N_PACKETS / 2, rand, FALSE, "");
    import_pair_clear (&again);
    return differing;
}

static void
test_round_trip (void)
{
    check_networks (check_round_trip, 3);
}

/* One answer is not there: what the network does may be unknown, never something else. */
static guint
check_without (const ImportPair *pair, GRand *rand)
{
    guint differing = 0;

    for (guint i = 0; i < 6; i++) {
        const guint which = (guint) g_rand_int_range (rand, 0, (gint) pair->answers->len);
        const AwsAnswer *answer = pair->answers->pdata[which];
        g_autoptr (GPtrArray) rest = aws_answers_without (pair->answers, answer);
        g_autofree char *text = NULL;
        g_autofree char *faults = NULL;
        g_autoptr (CvpnScenario) imported = NULL;
        if (g_str_equal (answer->call, "describe-client-vpn-endpoints"))
            continue; /* nobody to ask about */
        if (g_str_equal (answer->call, "describe-network-interfaces") && import_pair_lags (pair))
            continue;
        text = import_answers (rest, NULL, pair->seed);
        imported = text ? cvpn_test_load (text, &faults) : NULL;
        cvpn_assert_str (faults, NULL);
        if (imported)
            differing +=
                import_pair_compare (pair, imported, N_PACKETS / 2, rand, TRUE, answer->call);
    }
    return differing;
}

static void
test_without (void)
{
    check_networks (check_without, 1);
}

/* Some elements of a list are not there, and the answer says that there are more. */
static guint
check_pages (const ImportPair *pair, GRand *rand)
{
    const guint which = (guint) g_rand_int_range (rand, 0, (gint) pair->answers->len);
    const AwsAnswer *answer = pair->answers->pdata[which];
    JsonArray *list = json_object_get_array_member (answer->json, answer->key);
    g_autofree char *text = NULL;
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) imported = NULL;
    g_autofree char *what = g_strdup_printf ("more pages of %s", answer->call);

    if (g_str_equal (answer->call, "describe-client-vpn-endpoints"))
        return 0;
    if (g_str_equal (answer->call, "search-transit-gateway-routes"))
        json_object_set_boolean_member (answer->json, "AdditionalRoutesAvailable", TRUE);
    else
        json_object_set_string_member (answer->json, "NextToken", "eyJuIjoxfQ==");
    while (json_array_get_length (list) > 0 && g_rand_boolean (rand))
        json_array_remove_element (
            list, (guint) g_rand_int_range (rand, 0, (gint) json_array_get_length (list)));
    text = import_answers (pair->answers, NULL, pair->seed);
    imported = text ? cvpn_test_load (text, &faults) : NULL;
    cvpn_assert_str (faults, NULL);
    return imported ? import_pair_compare (pair, imported, N_PACKETS, rand, TRUE, what) : 0;
}

static void
test_pages (void)
{
    check_networks (check_pages, 1);
}

/* What a scenario does not know itself stays unknown, or more does. */
static void
test_unknown (void)
{
    guint checked = 0, differing = 0;

    const guint first = cvpn_test_setting ("CVPN_IMPORT_SEED", 1000);

    for (guint i = 0; i < cvpn_test_setting ("CVPN_IMPORT_NETWORKS", N_NETWORKS); i++) {
        g_autoptr (GRand) rand = g_rand_new_with_seed (first + i);
        g_autofree char *scenario = random_scenario (rand);
        g_autofree char *unknown = random_unknown (rand, scenario);
        ImportPair pair = { .seed = first + i };
        /* The first two AWS names in their own answer only; what the others propagate is in the
         * tables themselves. */
        if (strstr (unknown, "kind = route-table") || strstr (unknown, "kind = network-acl") ||
            strstr (unknown, "kind = virtual-private-gateway") ||
            strstr (unknown, "kind = transit-gateway-attachment") ||
            strstr (unknown, "kind = vpn-connection"))
            continue;
        if (import_pair_make (&pair, unknown, rand)) {
            differing += import_pair_compare (&pair, pair.imported, N_PACKETS, rand, TRUE, "");
            checked++;
        }
        import_pair_clear (&pair);
    }
    g_print ("  %u networks\n", checked);
    cvpn_assert_int (differing, 0);
}

/* What the scenario itself is about: the flows of its [expect]s. */
static guint
compare_expected (const ImportPair *pair, const char *scenario)
{
    g_autoptr (CvpnScenario) whole = cvpn_test_load (scenario, NULL);
    guint differing = 0;

    for (guint i = 0; whole && i < whole->spec->expects->len; i++) {
        const CvpnExpectSpec *expect = whole->spec->expects->pdata[i];
        const CvpnToSpec *flow = expect->to ? expect->to->flow : NULL;
        PacketChoice packet;
        if (!flow)
            continue;
        const guint32 host =
            flow->target ? cvpn_network_find_host (whole->net, flow->target) : CVPN_NONE;
        packet = (PacketChoice){ host == CVPN_NONE ? flow->address
                                                   : cvpn_host (whole->net, host)->address,
                                 flow->protocol, flow->port, flow->icmp_type, flow->icmp_code };
        g_autofree char *text = packet_text (&packet);
        for (guint32 landing = 0; landing < pair->original->net->associations->len; landing++)
            differing += import_pair_ask (pair, pair->imported, landing, "staff", text, FALSE, "");
    }
    return differing;
}

/* 'folder' is of the source tree; its scenarios, by a name that tells which it is. */
static void
check_scenarios (const char *folder, guint *checked, guint *differing)
{
    g_autofree char *path = cvpn_test_path (folder);
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name (dir))) {
        g_autofree char *relative = g_build_filename (folder, name, NULL);
        g_autofree char *text = g_str_has_suffix (name, ".ini") ? cvpn_test_read (relative) : NULL;
        g_autoptr (GRand) rand = g_rand_new_with_seed (g_str_hash (name));
        ImportPair pair = { 0 };
        guint found = 0;
        /* AWS says of a subnet's table in the table alone, and does not say what it hides. */
        if (!text || strstr (text, "\nkind = route-table") ||
            strstr (text, "\nkind = network-acl") || strstr (text, "\nof = "))
            continue;
        if (!import_pair_make (&pair, text, rand)) {
            import_pair_clear (&pair);
            continue;
        }
        found = import_pair_compare (&pair, pair.imported, N_PACKETS / 3, rand, FALSE, "") +
                compare_expected (&pair, text);
        if (found > 0)
            g_print ("  ^ %s\n", relative);
        *differing += found;
        (*checked)++;
        import_pair_clear (&pair);
    }
}

static void
test_scenarios (void)
{
    static const char *const folders[] = { "scenarios", "scenarios/cases", "scenarios/intermittent",
                                           "scenarios/networks", "scenarios/steps" };
    guint checked = 0, differing = 0;

    for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
        check_scenarios (folders[i], &checked, &differing);
    g_print ("  %u scenarios\n", checked);
    CU_ASSERT (checked > 50);
    cvpn_assert_int (differing, 0);
}

/* CVPN_IMPORT_KEEP=FOLDER with CVPN_IMPORT_SEED: that network, as a person would look at it. */
static void
test_keep (void)
{
    const char *folder = g_getenv ("CVPN_IMPORT_KEEP");
    const guint seed = cvpn_test_setting ("CVPN_IMPORT_SEED", 0);
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autofree char *scenario = seed < 1000 ? make_scenario (rand, seed) : random_scenario (rand);
    g_autofree char *unknown = seed < 1000 ? g_strdup (scenario) : random_unknown (rand, scenario);
    g_autofree char *answers = g_build_filename (folder, "answers", NULL);
    g_autofree char *original = g_build_filename (folder, "original.ini", NULL);
    ImportPair pair = { .seed = seed };

    CU_ASSERT (import_pair_make (&pair, unknown, rand));
    aws_answers_write (pair.answers, answers, NULL);
    g_file_set_contents (original, pair.text, -1, NULL);
    import_pair_clear (&pair);
}

int
main (void)
{
    const CvpnTest keep = { "keep", test_keep };
    const CvpnTest tests[] = {
        { "agreement", test_agreement },   { "layouts", test_layouts },
        { "round trip", test_round_trip }, { "without an answer", test_without },
        { "more pages", test_pages },      { "unknown resources", test_unknown },
        { "scenarios", test_scenarios },
    };

    if (g_getenv ("CVPN_IMPORT_KEEP"))
        return cvpn_test_main ("property import", &keep, 1);
    return cvpn_test_main ("property import", tests, G_N_ELEMENTS (tests));
}
