/* Proofs over random networks: what holds for a class holds for each packet of it that explain is
 * asked for, and of what does not hold the packet that is named is a true example.
 * CVPN_TEST_SEED and CVPN_TEST_NETWORKS choose. */
#include <string.h>

#include <cvpnsim/explain.h>
#include <cvpnsim/verify.h>

#include "analyze/answer.h"
#include "random_scenario.h"
#include "scenario_text.h"
#include "support.h"

#define N_NETWORKS 30
#define N_CLASSES  8
#define N_PACKETS  12

/* Whether it is so or not. */
#define MAKE_UP(rand) ((CvpnOutcome) g_rand_int_range ((rand), 0, CVPN_OUTCOME_UNDETERMINED))

typedef struct {
    guint proved, disproved, packets;
} Totals;

static const struct {
    const char *class, *packets[4];
} services[] = {
    { "all", { "tcp 443", "udp 53", "icmp 8/0", "47" } },
    { "tcp *", { "tcp 1", "tcp 22", "tcp 443", "tcp 65535" } },
    { "tcp 1-1024", { "tcp 1", "tcp 22", "tcp 443", "tcp 1024" } },
    { "udp 53-53", { "udp 53", "udp 53", "udp 53", "udp 53" } },
    { "icmp *", { "icmp 0/0", "icmp 8/0", "icmp 3/4", "icmp 13/0" } },
};

static CvpnOutcome
ask (const CvpnScenario *scenario, const char *packet)
{
    const gint64 at_ns = 0;
    const CvpnQuestion question = {
        .clients = "users", .to = packet, .source_port = -1, .at_ns = &at_ns
    };
    g_autoptr (CvpnAnswer) answer = cvpn_explain (scenario, &question, NULL);

    CU_ASSERT_FATAL (answer != NULL);
    return cvpn_answer_outcome (answer);
}

static guint32
pick_address (GRand *rand, CvpnPrefix block)
{
    return block.address | (g_rand_int (rand) & ~cvpn_prefix_mask (block.length));
}

static char *
pick_packet (GRand *rand, CvpnPrefix block, guint service)
{
    char address[CVPN_ADDRESS_TEXT];

    return g_strdup_printf ("%s %s", cvpn_address_format (pick_address (rand, block), address),
                            services[service].packets[g_rand_int_range (rand, 0, 4)]);
}

/* What is between "for" and what is said of it. */
static char *
read_example (const char *message)
{
    const char *at = strstr (message, " for ");

    CU_ASSERT_FATAL (at != NULL);
    at += strlen (" for ");
    return g_strndup (at, strcspn (at, ";("));
}

static void
check_class (GRand *rand, const char *network, Totals *totals)
{
    const guint service = g_rand_int_range (rand, 0, G_N_ELEMENTS (services));
    g_autoptr (CvpnScenario) plain = cvpn_test_load (network, NULL);
    static const guint32 places[] = { 0x0a000000, 0xac1f0000, 0xc0a80000, 0xc6336400, 0 };
    const guint8 length = (guint8) g_rand_int_range (rand, 0, 5) * 8;
    const guint32 mask = cvpn_prefix_mask (length);
    const CvpnPrefix block = {
        (places[g_rand_int_range (rand, 0, 5)] | (g_rand_int (rand) & 0x0fff)) & mask, length
    };
    char prefix[CVPN_PREFIX_TEXT];

    if (!plain)
        return;
    g_autofree char *first = pick_packet (rand, block, service);
    const CvpnOutcome verdict =
        g_rand_int_range (rand, 0, 4) > 0 ? ask (plain, first) : MAKE_UP (rand);
    g_autofree char *text = g_strdup_printf (
        "%s\n[expect it]\nclients = users\nto = %s %s\nverdict = %s\n", network,
        cvpn_prefix_format (block, prefix), services[service].class, cvpn_outcome_word (verdict));
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, &faults);
    cvpn_assert_str (faults, NULL);
    CU_ASSERT_FATAL (scenario != NULL);
    CvpnExpectation e = cvpn_verify_expect (scenario, 0, NULL, NULL);
    if (!e.ok) {
        g_autofree char *example = read_example (e.message);
        totals->disproved++;
        CU_ASSERT (ask (scenario, example) != verdict);
    }
    for (guint i = 0; i < N_PACKETS && e.ok; i++) {
        g_autofree char *packet = pick_packet (rand, block, service);
        totals->packets++;
        if (ask (scenario, packet) != verdict)
            g_printerr ("%s %s: %s, but not %s\n", prefix, services[service].class,
                        cvpn_outcome_word (verdict), packet);
        CU_ASSERT (ask (scenario, packet) == verdict);
    }
    totals->proved += e.ok;
    cvpn_expectation_clear (&e);
}

static void
test_proofs (void)
{
    const guint32 first = cvpn_test_setting ("CVPN_TEST_SEED", 1);
    const guint n = cvpn_test_setting ("CVPN_TEST_NETWORKS", N_NETWORKS);
    Totals totals = { 0 };

    for (guint i = 0; i < n; i++) {
        g_autoptr (GRand) rand = g_rand_new_with_seed (first + i);
        g_autofree char *network = random_scenario (rand);
        for (guint j = 0; j < N_CLASSES; j++)
            check_class (rand, network, &totals);
    }
    g_print ("  %u classes proved, %u packets of them asked for; %u disproved\n", totals.proved,
             totals.packets, totals.disproved);
    CU_ASSERT (totals.proved > n);
    CU_ASSERT (totals.disproved > n);
}

int
main (void)
{
    const CvpnTest tests[] = { { "random networks", test_proofs } };

    return cvpn_test_main ("property proofs", tests, G_N_ELEMENTS (tests));
}
