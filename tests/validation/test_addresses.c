/* Connections refused because no client address is left, against Erlang's loss
 * formula: half of a /22, and 29 of each /27 of it.
 *
 * People who stay for good take all addresses but ten, so that one address more
 * or less would show; and nobody does, as it is on a real day. */
#include "replicate.h"
#include "statistics.h"
#include "stays.h"
#include "validation.h"

#define RUNS_LEFT 40
#define RUNS_ALL  12

/* The residents, and so the scenario, are of ten left of 512 unless changed. */
static void
check_left (const char *what, guint erlangs, guint seed, const char *stays, const char *residents,
            const char *model)
{
    g_autofree char *rate = g_strdup_printf ("clients.staff.arrival=poisson %u/h", 6 * erlangs);
    const ValidationRun run = { .scenario = "residents",
                                .seed = seed,
                                .changes = { rate, stays, residents, model } };
    double blocked[RUNS_LEFT];

    validation_metrics (&run, "blocked-share", blocked, RUNS_LEFT);
    validation_mean (what, &validation_share, blocked, RUNS_LEFT,
                     validation_erlang_b (10, erlangs));
}

static void
test_ten_left (void)
{
    check_left ("10 of 512 left, 7 erlangs, exponential stays", 7, 1, STAYS_EXPONENTIAL, NULL,
                NULL);
    check_left ("10 of 512 left, 7 erlangs, constant stays", 7, 101, STAYS_CONSTANT, NULL, NULL);
    check_left ("10 of 512 left, 7 erlangs, lognormal stays", 7, 201, STAYS_LOGNORMAL, NULL, NULL);
    check_left ("10 of 512 left, 4 erlangs, constant stays", 4, 301, STAYS_CONSTANT, NULL, NULL);
    check_left ("10 of 512 left, 15 erlangs, constant stays", 15, 401, STAYS_CONSTANT, NULL, NULL);
    check_left ("10 of 928 left (blocks), 7 erlangs, constant stays", 7, 501, STAYS_CONSTANT,
                "clients.residents.count=918", "client-vpn-endpoint.cvpn-1.address-model=blocks");
}

static void
check_all (const char *what, const char *stays, guint seed)
{
    const ValidationRun run = { .scenario = "blocking",
                                .seed = seed,
                                .changes = { "clients.staff.arrival=poisson 3072/h",
                                             "scenario.warm-up=4h", "scenario.duration=14h",
                                             stays } };
    double blocked[RUNS_ALL];

    validation_metrics (&run, "blocked-share", blocked, RUNS_ALL);
    validation_mean (what, &validation_share, blocked, RUNS_ALL, validation_erlang_b (512, 512));
}

static void
test_all (void)
{
    check_all ("512 addresses, 512 erlangs, constant stays", STAYS_CONSTANT, 1001);
    check_all ("512 addresses, 512 erlangs, lognormal stays", STAYS_LOGNORMAL, 1101);
}

int
main (int argc, char **argv)
{
    static const CvpnTest tests[] = {
        { "ten left", test_ten_left },
        { "all of them", test_all },
    };

    return validation_main ("addresses", tests, G_N_ELEMENTS (tests), argc, argv);
}
