/* Import against its opposite: networks printed as the AWS CLI would print them, and imported,
 * answer as they did before; what is taken away makes an answer undetermined, never another. */
#include <cvpnsim/verdict.h>
#include <string.h>

#include "imported.h"
#include "model/network.h"
#include "model/scenario.h"
#include "packets.h"
#include "random_scenario.h"
#include "random_variety.h"
#include "scenario_text.h"
#include "support.h"

#define N_NETWORKS 150
#define N_PACKETS  60

/* A network, and what has become of it. */
typedef struct {
    char *text, *imported_text;
    CvpnScenario *original, *imported;
    GPtrArray *answers;
    guint seed;
    guint *outcomes; /* CVPN_N_OUTCOMES: how often it was so; or NULL */
} Pair;

static void
clear_pair (Pair *pair)
{
    g_free (pair->text);
    g_free (pair->imported_text);
    cvpn_scenario_free (pair->original);
    cvpn_scenario_free (pair->imported);
    if (pair->answers)
        g_ptr_array_unref (pair->answers);
    *pair = (Pair){ .seed = pair->seed };
}

static char *
next_folder (void)
{
    static gint n; /* of the test alone */

    return g_strdup_printf ("%s/import-%d", cvpn_test_folder (), g_atomic_int_add (&n, 1));
}

/* Writes the answers, imports them; a fault is printed and fails. */
static char *
import_answers (const GPtrArray *answers, GRand *layout, guint seed)
{
    g_autofree char *folder = next_folder ();
    g_autofree char *faults = NULL;
    char *text;

    aws_answers_write (answers, folder, layout);
    text = import_folder (folder, &faults);
    if (!text)
        g_print ("  seed %u: %s\n", seed, faults);
    CU_ASSERT (text != NULL);
    return text;
}

/* FALSE: it is no valid scenario. */
static gboolean
make_pair (Pair *pair, const char *scenario, GRand *rand)
{
    g_autofree char *faults = NULL;

    pair->text = aws_export_form (scenario);
    pair->original = *pair->text ? cvpn_test_load (pair->text, NULL) : NULL;
    if (!pair->original)
        return FALSE;
    pair->answers = aws_export (pair->original, rand);
    pair->imported_text = import_answers (pair->answers, NULL, pair->seed);
    if (!pair->imported_text)
        return FALSE;
    pair->imported = cvpn_test_load (pair->imported_text, &faults);
    cvpn_assert_str (faults, NULL);
    return pair->imported != NULL;
}

static gboolean
is_public_of_host (const Pair *pair, guint32 address)
{
    for (guint i = 0; i < pair->original->spec->hosts->len; i++) {
        const CvpnHostSpec *host = pair->original->spec->hosts->pdata[i];
        if (host->public_address != 0 && host->public_address == address)
            return TRUE;
    }
    return FALSE;
}

/* Public addresses that AWS chooses are not the same ones.  That a public address is a host's of
 * the VPC, and not somebody's on the internet, is known from the host only ('less': it may not be
 * there): without it the internet counts as delivered. */
static char *
choose_packet (const Pair *pair, PacketChooser *chooser, GRand *rand, gboolean less)
{
    const CvpnPrefix stand_in = CVPN_PUBLIC_STAND_IN;

    for (;;) {
        const PacketChoice packet = packet_choose (chooser, rand);
        if (!cvpn_prefix_contains (stand_in, packet.address) &&
            !(less && is_public_of_host (pair, packet.address)))
            return packet_text (&packet);
    }
}

/* That interfaces lag behind their endpoint is known from the interfaces only. */
static gboolean
lags (const Pair *pair)
{
    for (guint i = 0; i < pair->original->spec->endpoints->len; i++) {
        const CvpnEndpointSpec *endpoint = pair->original->spec->endpoints->pdata[i];
        if (endpoint->interface_groups->len > 0)
            return TRUE;
    }
    return FALSE;
}

/* "dropped 6 …" -> 6; "destination" and "return" come behind the seven. */
static gint
step_of (const char *description)
{
    const char *step = strchr (description, ' ');

    if (!step)
        return 0;
    if (g_str_has_prefix (step, " destination"))
        return 8;
    return g_str_has_prefix (step, " return") ? 9 : step[1] - '0';
}

/* TRUE: 'now' may stand where 'before' stood.  With 'less' less may be known: what is dropped is
 * dropped still, where its first obstacle is not known by another one behind it. */
static gboolean
is_alike (const char *before, const char *now, gboolean less)
{
    if (!less || g_str_equal (before, now))
        return g_str_equal (before, now);
    return g_str_has_prefix (now, "undetermined") ||
           (g_str_has_prefix (before, "dropped") && g_str_has_prefix (now, "dropped") &&
            step_of (now) >= step_of (before));
}

static guint
compare_packet (const Pair *pair, const CvpnScenario *imported, guint32 landing, const char *groups,
                const char *packet, gboolean less, const char *what)
{
    const CvpnNetwork *net = pair->original->net;
    const CvpnAssociation *association = cvpn_association (net, landing);
    const char *endpoint = cvpn_endpoint (net, association->endpoint)->name;
    const char *subnet = cvpn_subnet (net, association->subnet)->name;
    g_autofree char *endpoint_id = aws_export_id (pair->original, endpoint);
    g_autofree char *subnet_id = aws_export_id (pair->original, subnet);
    g_autofree char *before = imported_ask (pair->original, endpoint, subnet, groups, packet);
    g_autofree char *now = imported_ask (imported, endpoint_id, subnet_id, groups, packet);

    for (CvpnOutcome i = 0; pair->outcomes && i < CVPN_N_OUTCOMES; i++)
        pair->outcomes[i] += g_str_has_prefix (now, cvpn_outcome_word (i));
    if (is_alike (before, now, less))
        return 0;
    g_print ("  seed %u%s%s: %s %s by %s: %s, imported: %s\n", pair->seed, *what ? " without " : "",
             what, groups, packet, subnet, before, now);
    return 1;
}

static guint
compare (const Pair *pair, const CvpnScenario *imported, guint n_packets, GRand *rand,
         gboolean less, const char *what)
{
    static const char *const groups[] = { "staff", "ops;staff", "nobody" };
    g_autoptr (PacketChooser) chooser = packet_chooser_new (pair->text);
    const guint32 n = pair->original->net->associations->len;
    guint differing = 0;

    for (guint i = 0; i < n_packets; i++) {
        g_autofree char *packet = choose_packet (pair, chooser, rand, less);
        for (guint32 landing = 0; landing < n && differing < 3; landing++)
            differing += compare_packet (pair, imported, landing, groups[i % G_N_ELEMENTS (groups)],
                                         packet, less, what);
    }
    return differing;
}

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
check_networks (guint (*check) (const Pair *pair, GRand *rand), guint divisor)
{
    guint outcomes[CVPN_N_OUTCOMES] = { 0 };
    const guint n = cvpn_test_setting ("CVPN_IMPORT_NETWORKS", N_NETWORKS) / divisor;
    const guint first = cvpn_test_setting ("CVPN_IMPORT_SEED", 0);
    guint checked = 0, differing = 0;

    for (guint i = 0; i < n; i++) {
        g_autoptr (GRand) rand = g_rand_new_with_seed (first + i);
        g_autofree char *scenario = make_scenario (rand, first + i);
        Pair pair = { .seed = first + i, .outcomes = outcomes };
        if (make_pair (&pair, scenario, rand)) {
            differing += check (&pair, rand);
            checked++;
        }
        clear_pair (&pair);
    }
    g_print ("  %u networks, %u differences;", checked, differing);
    for (CvpnOutcome i = 0; i < CVPN_N_OUTCOMES; i++)
        g_print (" %u %s", outcomes[i], cvpn_outcome_word (i));
    g_print ("\n");
    CU_ASSERT (checked > n / 2);
    cvpn_assert_int (differing, 0);
}

static guint
check_agreement (const Pair *pair, GRand *rand)
{
    return compare (pair, pair->imported, N_PACKETS, rand, FALSE, "");
}

static void
test_agreement (void)
{
    check_networks (check_agreement, 1);
}

/* The same content: the same text, byte for byte, and nothing secret in it. */
static guint
check_layouts (const Pair *pair, GRand *rand)
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
check_round_trip (const Pair *pair, GRand *rand)
{
    Pair again = { .seed = pair->seed, .outcomes = pair->outcomes };
    guint differing = 1;

    if (make_pair (&again, pair->imported_text, rand))
        differing = compare (&again, again.imported, N_PACKETS / 2, rand, FALSE, "");
    clear_pair (&again);
    return differing;
}

static void
test_round_trip (void)
{
    check_networks (check_round_trip, 3);
}

/* One answer is not there: what the network does may be unknown, never something else. */
static guint
check_without (const Pair *pair, GRand *rand)
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
        if (g_str_equal (answer->call, "describe-network-interfaces") && lags (pair))
            continue;
        text = import_answers (rest, NULL, pair->seed);
        imported = text ? cvpn_test_load (text, &faults) : NULL;
        cvpn_assert_str (faults, NULL);
        if (imported)
            differing += compare (pair, imported, N_PACKETS / 2, rand, TRUE, answer->call);
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
check_pages (const Pair *pair, GRand *rand)
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
    return imported ? compare (pair, imported, N_PACKETS, rand, TRUE, what) : 0;
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
        Pair pair = { .seed = first + i };
        /* The first two AWS names in their own answer only; what the others propagate is in the
         * tables themselves. */
        if (strstr (unknown, "kind = route-table") || strstr (unknown, "kind = network-acl") ||
            strstr (unknown, "kind = virtual-private-gateway") ||
            strstr (unknown, "kind = transit-gateway-attachment") ||
            strstr (unknown, "kind = vpn-connection"))
            continue;
        if (make_pair (&pair, unknown, rand)) {
            differing += compare (&pair, pair.imported, N_PACKETS, rand, TRUE, "");
            checked++;
        }
        clear_pair (&pair);
    }
    g_print ("  %u networks\n", checked);
    cvpn_assert_int (differing, 0);
}

/* What the scenario itself is about: the flows of its [expect]s. */
static guint
compare_expected (const Pair *pair, const char *scenario)
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
            differing += compare_packet (pair, pair->imported, landing, "staff", text, FALSE, "");
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
        Pair pair = { 0 };
        guint found = 0;
        /* That a subnet has a table or an ACL is said in these alone. */
        if (!text || strstr (text, "\nkind = route-table") || strstr (text, "\nkind = network-acl"))
            continue;
        if (!make_pair (&pair, text, rand)) {
            clear_pair (&pair);
            continue;
        }
        found = compare (&pair, pair.imported, N_PACKETS / 3, rand, FALSE, "") +
                compare_expected (&pair, text);
        if (found > 0)
            g_print ("  ^ %s\n", relative);
        *differing += found;
        (*checked)++;
        clear_pair (&pair);
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
    Pair pair = { .seed = seed };

    CU_ASSERT (make_pair (&pair, unknown, rand));
    aws_answers_write (pair.answers, answers, NULL);
    g_file_set_contents (original, pair.text, -1, NULL);
    clear_pair (&pair);
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
