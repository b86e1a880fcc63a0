/* The evaluator against the Linux kernel.
 *
 * test_kernel [--random N] [--seed S] [--probes N] [--shell] [FILE…]
 *
 * Each scenario is built in namespaces of a process of its own, which a clock ends, and with it
 * everything that it made.  Prints a line for each, and what the two disagree about.  Exit
 * status: 0; 1, they disagree; 2, a file that is no scenario; 77, not to be had here. */
#include <cvpnsim/verdict.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "compare.h"
#include "random_scenario.h"
#include "scenario_text.h"
#include "world.h"

#define SECONDS_EACH 60
#define SKIPPED      77

typedef struct {
    gint random, seed, probes;
    gboolean shell;
    char **files;
} Options;

/* Two namespaces, a link and a translation: whatever is missing shows here. */
static gboolean
try_out (void)
{
    KernelWorld world;
    KernelSpace *a, *b;

    kernel_world_init (&world);
    a = kernel_world_space (&world, TRUE, "a");
    b = kernel_world_space (&world, TRUE, "b");
    kernel_world_link (&world, a, "one", b, "other");
    kernel_ip (a, "rule add pref 1000 iif one lookup 10");
    kernel_nft (a, "chain post { type nat hook postrouting priority srcnat; ct state new "
                   "oifname one meta l4proto { tcp, udp } snat to 10.0.0.1:1024-65535; }");
    return kernel_world_make (&world);
}

/* ip and nft are where only root's PATH may lead. */
static void
extend_path (void)
{
    g_autofree char *path = g_strdup_printf ("%s:/usr/sbin:/sbin", g_getenv ("PATH"));

    g_setenv ("PATH", path, TRUE);
}

static void
check_machine (void)
{
    const char *reason = NULL;
    const pid_t pid = fork ();
    int status = 0;

    if (pid == 0) {
        if (!g_find_program_in_path ("ip") || !g_find_program_in_path ("nft"))
            reason = "no ip (iproute2) or no nft (nftables)";
        else if (kernel_world_isolate (&reason) && !try_out ())
            reason = "the kernel lacks veth, policy routing, or nftables' translation";
        if (reason)
            g_print ("skipped: %s\n", reason);
        fflush (NULL);
        _exit (reason ? SKIPPED : 0);
    }
    waitpid (pid, &status, 0);
    if (!WIFEXITED (status) || WEXITSTATUS (status) != 0)
        exit (SKIPPED);
}

static void
print_line (const char *title, gboolean ok, const KernelTotals *before, const KernelTotals *now,
            double seconds)
{
    g_print ("%s %u - %s: %u probes, %u disagreements, %.1f s\n", ok ? "ok" : "not ok",
             now->scenarios, title, now->probes - before->probes,
             now->disagreements - before->disagreements, seconds);
}

static void
check_scenario (const CvpnScenario *scenario, const KernelQuestion *question, KernelTotals *totals)
{
    const KernelTotals before = *totals;
    const gint64 start = g_get_monotonic_time ();
    int status = 0;

    fflush (NULL);
    const pid_t pid = fork ();
    if (pid == 0) {
        const char *reason;
        prctl (PR_SET_PDEATHSIG, SIGKILL);
        if (!question->shell)
            alarm (SECONDS_EACH);
        const gboolean ok =
            kernel_world_isolate (&reason) && kernel_compare (scenario, question, totals);
        fflush (NULL);
        _exit (ok ? 0 : 1); /* what was built ends with the process */
    }
    waitpid (pid, &status, 0);
    const gboolean ok = WIFEXITED (status) && WEXITSTATUS (status) == 0;
    totals->scenarios++;
    totals->failed += !ok;
    if (WIFSIGNALED (status))
        g_print ("# %s: ended by signal %d\n", question->title, WTERMSIG (status));
    print_line (question->title, ok, &before, totals,
                (double) (g_get_monotonic_time () - start) / 1e6);
}

static void
check_file (const char *file, const Options *options, KernelTotals *totals)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnScenario) scenario = cvpn_scenario_load (file, NULL, report, NULL);
    const KernelQuestion question = { file, (guint) options->probes, (guint32) options->seed,
                                      options->shell };

    if (!scenario) {
        g_autofree char *faults = cvpn_report_format (report);
        g_printerr ("%s", faults);
        exit (2);
    }
    if (scenario->spec->unknowns->len > 0) /* a namespace of what nobody knows? */
        g_print ("# %s: not built, for it names what it does not contain\n", file);
    else
        check_scenario (scenario, &question, totals);
}

static void
check_random (guint32 seed, const Options *options, KernelTotals *totals)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
    g_autofree char *text = random_scenario (rand);
    g_autofree char *title = g_strdup_printf ("network of seed %u", seed);
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, &faults);
    const KernelQuestion question = { title, (guint) options->probes, seed, options->shell };
    const guint failed = totals->failed;

    if (!scenario) /* a few of them are none */
        return;
    check_scenario (scenario, &question, totals);
    if (totals->failed > failed && g_getenv ("CVPN_TEST_VERBOSE"))
        g_print ("%s\n", text);
}

static void
print_totals (const KernelTotals *totals)
{
    g_print ("1..%u\n# %u scenarios, %u probes:", totals->scenarios, totals->scenarios,
             totals->probes);
    for (guint i = 0; i < CVPN_OUTCOME_UNDETERMINED; i++)
        g_print (" %u %s%s", totals->outcomes[i], cvpn_outcome_word (i),
                 i + 1 < CVPN_OUTCOME_UNDETERMINED ? "," : "");
    g_print ("; %u flows not probed, %u probed again, %u disagreements\n", totals->not_probed,
             totals->again, totals->disagreements);
}

static void
read_options (int argc, char **argv, Options *options)
{
    const GOptionEntry entries[] = {
        { "random", 0, 0, G_OPTION_ARG_INT, &options->random, "Networks made at random", "N" },
        { "seed", 0, 0, G_OPTION_ARG_INT, &options->seed, "The first of them", "S" },
        { "probes", 0, 0, G_OPTION_ARG_INT, &options->probes, "About how many in each", "N" },
        { "shell", 0, 0, G_OPTION_ARG_NONE, &options->shell, "A shell among the namespaces", NULL },
        { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->files, NULL, "FILE…" },
        { NULL, 0, 0, 0, NULL, NULL, NULL },
    };
    g_autoptr (GOptionContext) context = g_option_context_new (NULL);
    g_autoptr (GError) error = NULL;

    g_option_context_add_main_entries (context, entries, NULL);
    if (!g_option_context_parse (context, &argc, &argv, &error)) {
        g_printerr ("%s\n", error->message);
        exit (2);
    }
}

int
main (int argc, char **argv)
{
    Options options = { .seed = 1, .probes = 300 };
    KernelTotals *totals =
        mmap (NULL, sizeof *totals, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    g_assert (totals != MAP_FAILED);
    read_options (argc, argv, &options);
    extend_path ();
    check_machine ();
    for (guint i = 0; options.files && options.files[i]; i++)
        check_file (options.files[i], &options, totals);
    for (gint i = 0; i < options.random; i++)
        check_random ((guint32) (options.seed + i), &options, totals);
    print_totals (totals);
    g_strfreev (options.files);
    return totals->failed > 0 ? 1 : 0;
}
