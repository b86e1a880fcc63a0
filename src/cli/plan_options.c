/* plan_options: options of `plan`, their defaults and bounds. */
#include "cli/plan_options.h"

#include <string.h>

#include "base/quantity.h"
#include "base/refuse.h"
#include "base/spelling.h"
#include "input/users.h"

#define MOST_REPLICATIONS 200
#define MONTH_HOURS_MAX   744

void
cvpn_plan_call_clear (CvpnPlanCall *words)
{
    char **const texts[] = {
        &words->users,   &words->profile, &words->session,      &words->attendance,
        &words->write,   &words->success, &words->confidence,   &words->within,
        &words->survive, &words->threads, &words->replications, &words->most_replications,
        &words->prices,  &words->region,  &words->billed_hours, &words->endpoint,
        &words->folder,
    };

    cvpn_common_clear (&words->common);
    for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
        g_clear_pointer (texts[i], g_free);
}

static gboolean
parse_words (char **argv, CvpnPlanCall *words, int *status)
{
#define WORD(name, member, text, value)                                                            \
    {                                                                                              \
        name, 0, 0, G_OPTION_ARG_FILENAME, &words->member, text, value                             \
    }
    const GOptionEntry entries[] = {
        WORD ("users", users, "Instead of SCENARIO: plan for so many people", "N"),
        WORD ("profile", profile, "With --users: when they connect, and for how long",
              "office|shifts|emergency|FILE.csv"),
        WORD ("session", session, "With --users: how long each stays", "DISTRIBUTION"),
        WORD ("attendance", attendance, "With --users: how many of them come on a day", "SHARE"),
        WORD ("write", write, "With --users: write the scenario that is planned for", "FILE"),
        WORD ("success", success, "Connections that must succeed (default: 99.9%)", "SHARE"),
        WORD ("confidence", confidence, "Of all intervals (default: 95%)", "SHARE"),
        WORD ("within", within,
              "After a failed zone or a reset: back in time is within this (default: 5min)",
              "DURATION"),
        WORD ("survive", survive,
              "What else it must bear: the loss of a zone, a reset of all sessions", "zone,storm"),
        WORD ("replications", replications, "Runs of each candidate, at first (default: 10)", "N"),
        WORD ("max-replications", most_replications, "Runs of each at most (default: 200)", "N"),
        WORD ("threads", threads, "Runs at a time (default: one for each processor)", "N"),
        WORD ("endpoint", endpoint, "Which endpoint, where there are several", "NAME"),
        { "no-traffic", 0, 0, G_OPTION_ARG_NONE, &words->no_traffic,
          "Leave out the run that looks at SNAT and NAT ports", NULL },
        WORD ("billed-hours", billed_hours,
              "Hours of a month for which the mean of active connections is billed (default: 730)",
              "HOURS"),
        WORD ("prices", prices, "File of prices (default: as installed)", "FILE"),
        WORD ("region", region, "Region of the prices (default: that of the zones)", "REGION"),
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &words->folder,
          "Folder to make, for pictures and other programs", "DIR" },
        { "force", 'f', 0, G_OPTION_ARG_NONE, &words->force,
          "Replace the plan that DIR holds, and the file to --write", NULL },
        { 0 },
    };
    const CvpnUsage usage = {
        .command = "plan",
        .parameters = "SCENARIO | --users N --profile PROFILE",
        .summary = "Finds the smallest client CIDR and the fewest associations with which people\n"
                   "can connect, names the first quota to break, and the monthly cost. What no\n"
                   "closed form knows is simulated. Exit status 1: nothing is enough.",
        .takes = CVPN_TAKES_OVERRIDES | CVPN_TAKES_FORMAT | CVPN_TAKES_COLOR | CVPN_TAKES_QUIET,
        .n_min = 0,
        .n_max = 1,
        .entries = entries,
    };

    return cvpn_cli_parse (&usage, argv, &words->common, status);
}

/* One alone moves the other's default. */
static gboolean
read_replications (CvpnPlanCall *words, GError **error)
{
    gint64 least = CVPN_CLI_REPLICATIONS, most = MOST_REPLICATIONS;

    if (!cvpn_cli_read_count (words->replications, "--replications", 2, CVPN_CLI_REPLICATIONS_MAX,
                              &least, error) ||
        !cvpn_cli_read_count (words->most_replications, "--max-replications", 2,
                              CVPN_CLI_REPLICATIONS_MAX, &most, error))
        return FALSE;
    if (!words->replications)
        least = MIN (least, most);
    if (!words->most_replications)
        most = MAX (least, most);
    words->plan.replications = (guint32) least;
    words->plan.most_replications = (guint32) most;
    return least <= most ||
           cvpn_refuse_usage (error, "--replications %s is more than --max-replications %s",
                              words->replications, words->most_replications);
}

static gboolean
add_condition (const char *word, guint *conditions, GError **error)
{
    static const char *const known[] = { "zone", "storm" };
    static const guint bits[] = { 1u << CVPN_PLAN_ZONE_LOSS, 1u << CVPN_PLAN_STORM };

    for (guint i = 0; i < G_N_ELEMENTS (known); i++)
        if (strcmp (word, known[i]) == 0) {
            *conditions |= bits[i];
            return TRUE;
        }
    g_autofree char *hint = cvpn_spelling_hint (word, known, G_N_ELEMENTS (known));
    return cvpn_refuse_usage (error, "--survive: there is no '%s'%s", word, hint);
}

static gboolean
read_conditions (CvpnPlanCall *words, GError **error)
{
    g_auto (GStrv) items = g_strsplit (words->survive ? words->survive : "", ",", -1);

    words->plan.conditions = 1u << CVPN_PLAN_NORMAL;
    for (guint i = 0; items[i]; i++)
        if (!add_condition (g_strstrip (items[i]), &words->plan.conditions, error))
            return FALSE;
    return TRUE;
}

static gboolean
read_hours (CvpnPlanCall *words, GError **error)
{
    double *hours = &words->plan.billed_hours;

    if (!words->billed_hours)
        return TRUE;
    if (!cvpn_number_parse (words->billed_hours, hours, error)) {
        g_prefix_error (error, "--billed-hours: ");
        return FALSE;
    }
    return (*hours > 0 && *hours <= MONTH_HOURS_MAX) ||
           cvpn_refuse_usage (error,
                              "--billed-hours %s: expected hours of a month, above 0 and up to %d",
                              words->billed_hours, MONTH_HOURS_MAX);
}

static gboolean
read_numbers (CvpnPlanCall *words, GError **error)
{
    CvpnPlanOptions *plan = &words->plan;
    gint64 threads = g_get_num_processors (), seed = 1;

    plan->wanted = 0.999;
    plan->confidence = 0.95;
    plan->within_ns = 5 * CVPN_MINUTE;
    if (!cvpn_cli_read_share (words->success, "--success", &plan->wanted, error) ||
        !cvpn_cli_read_share (words->confidence, "--confidence", &plan->confidence, error) ||
        !cvpn_cli_read_time (words->within, "--within", &plan->within_ns, error) ||
        !cvpn_cli_read_count (words->threads, "--threads", 1, CVPN_CLI_THREADS_MAX, &threads,
                              error) ||
        !cvpn_cli_read_count (words->common.seed, "--seed", 0, G_MAXINT64, &seed, error) ||
        !read_replications (words, error) || !read_conditions (words, error) ||
        !read_hours (words, error))
        return FALSE;
    plan->threads = (guint) threads;
    plan->seed = seed;
    plan->endpoint = words->endpoint;
    plan->without_traffic = words->no_traffic;
    return plan->within_ns > 0 ||
           cvpn_refuse_usage (error, "--within %s: expected a time above 0", words->within);
}

/* Either a scenario, or people and their profile. */
static gboolean
check_subject (CvpnPlanCall *words, GError **error)
{
    const char *scenario = words->common.arguments[0];
    const char *only_with_users = words->profile      ? "--profile"
                                  : words->session    ? "--session"
                                  : words->attendance ? "--attendance"
                                  : words->write      ? "--write"
                                                      : NULL;
    gint64 people = 0;

    if (scenario && words->users)
        return cvpn_refuse_usage (error, "expected SCENARIO or --users, not both");
    if (!scenario && !words->users && !words->profile)
        return cvpn_refuse_usage (error, "expected SCENARIO, or --users N --profile PROFILE");
    if (!words->users && only_with_users)
        return cvpn_refuse_usage (error, "%s goes with --users only", only_with_users);
    if (words->users && !words->profile)
        return cvpn_refuse_usage (
            error, "--users: expected --profile office, shifts, emergency or FILE.csv");
    if (!cvpn_cli_read_count (words->users, "--users", 1, CVPN_USERS_MAX, &people, error))
        return FALSE;
    words->people = (guint64) people;
    return TRUE;
}

gboolean
cvpn_plan_call_parse (char **argv, CvpnPlanCall *words, int *status)
{
    g_autoptr (GError) error = NULL;

    if (!parse_words (argv, words, status))
        return FALSE;
    if (check_subject (words, &error) && read_numbers (words, &error))
        return TRUE;
    *status = cvpn_cli_fail_input ("plan: %s; see cvpnsim plan --help", error->message);
    return FALSE;
}
