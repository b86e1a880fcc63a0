/* profile: a scenario for so many people of whom little else is known.
 *
 * What is assumed of them stands in the scenario, as comments, for whoever knows better. */
#include <string.h>

#include <cvpnsim/error.h>
#include <cvpnsim/plan.h>

#include "base/count.h"
#include "base/distribution.h"
#include "base/quantity.h"
#include "base/refuse.h"
#include "base/spelling.h"
#include "input/people.h"
#include "plan/profile_rates.h"

#define USERS_MAX 10000000 /* of [clients] count */
#define SHIFTS    3

typedef struct {
    guint64 users;
    const char *name, *session, *attendance; /* the latter two may be NULL */
    double share;                            /* attendance as a number */
    GString *out;
} Page;

typedef struct {
    const char *name;
    gboolean (*write) (Page *page, GError **error);
} Profile;

/* The session: as the command line has it, else as the profile has it. */
static void
write_session (Page *page, const char *fallback)
{
    if (page->session)
        g_string_append_printf (page->out, "session = %s\n", page->session);
    else if (fallback)
        g_string_append_printf (page->out, "session = %s\n", fallback);
}

static void
write_attendance (Page *page)
{
    if (page->attendance)
        g_string_append_printf (page->out, "attendance = %s\n", page->attendance);
}

static void
begin_clients (Page *page, const char *name, guint64 count)
{
    g_string_append_printf (page->out,
                            "\n[clients %s]\nendpoint = cvpn-1\ncount = %" G_GUINT64_FORMAT "\n",
                            name, count);
}

static gboolean
write_office (Page *page, GError **error)
{
    (void) error;
    g_string_append (
        page->out,
        "# Office days, with the defaults of the format: everyone comes from Monday to\n"
        "# Friday around nine, one in five for minutes only, the others for some six\n"
        "# hours; 40 % of those connected then go to lunch, and one in five comes back for\n"
        "# a second session.  All of this are assumptions: docs/model.md, \"Office days\".\n"
        "# Those who plan took 10 to 30 % of the staff for connected at once before 2020;\n"
        "# --attendance says how many of these people come on a day.\n");
    begin_clients (page, "staff", page->users);
    g_string_append (page->out, "arrival = office-day 09:00 30min\n");
    write_session (page, NULL);
    write_attendance (page);
    return TRUE;
}

/* The remainder of a third goes to the shifts that come first. */
static void
write_shift (Page *page, guint index)
{
    static const char *const names[SHIFTS] = { "early-shift", "late-shift", "night-shift" };
    static const char *const begins[SHIFTS] = { "06:00", "14:00", "22:00" };
    const guint64 count = page->users / SHIFTS + (index < page->users % SHIFTS ? 1 : 0);

    if (count == 0)
        return;
    begin_clients (page, names[index], count);
    g_string_append_printf (page->out, "arrival = office-day %s 10min\n", begins[index]);
    write_session (page, "normal 8h20min 10min");
    write_attendance (page);
    g_string_append (page->out, "second-session = 0%\nlunch = 0%\n");
}

static gboolean
write_shifts (Page *page, GError **error)
{
    (void) error;
    g_string_append (
        page->out,
        "# Three shifts of eight hours, from Monday to Friday, each a third of the\n"
        "# people.  They log in around the shift's begin, give or take ten minutes, and\n"
        "# stay for eight hours and twenty minutes, so that the work is handed over: at\n"
        "# the change two shifts are connected at once, which is when most are.  Nobody\n"
        "# disconnects for a break.  The figures are assumptions; `count` may differ\n"
        "# between the shifts.\n");
    for (guint i = 0; i < SHIFTS; i++)
        write_shift (page, i);
    return TRUE;
}

static gboolean
write_emergency (Page *page, GError **error)
{
    (void) error;
    g_string_append (
        page->out,
        "# An emergency: everyone works from elsewhere.  All log in in the morning,\n"
        "# around nine, and stay connected over lunch for a working day of eight to ten\n"
        "# hours.  So from before noon until the afternoon all of them are connected at\n"
        "# once, which is what an endpoint for emergencies must bear.  An assumption, and\n"
        "# the worst case; one university saw 2.6 times its ordinary number of users at\n"
        "# most (Emory Library and Information Technology Services, March 2020).\n"
        "# --attendance says how many of these people come on a day.\n");
    begin_clients (page, "staff", page->users);
    g_string_append (page->out, "arrival = office-day 09:00 30min\n");
    write_session (page, "uniform 8h 10h");
    write_attendance (page);
    g_string_append (page->out, "second-session = 0%\nlunch = 0%\n");
    return TRUE;
}

static gboolean
write_rates (Page *page, GError **error)
{
    g_autofree char *rates =
        cvpn_profile_rates (page->name, (double) page->users * page->share, error);

    if (!rates)
        return FALSE;
    g_string_append (page->out,
                     "# People come at random, by the time of day; the rates are in proportion to\n"
                     "# those of the file, and made so that as many come in a day, on average, as\n"
                     "# there are people.  ");
    g_string_append (page->out, page->session
                                    ? "How long they stay is as --session says.\n"
                                    : "How long they stay is the assumption for offices:\n"
                                      "# one in five for minutes only, the others for some six "
                                      "hours.\n");
    if (page->attendance)
        g_string_append_printf (page->out, "# Of %" G_GUINT64_FORMAT " people %s come on a day.\n",
                                page->users, page->attendance);
    g_string_append_printf (page->out, "\n[clients staff]\nendpoint = cvpn-1\narrival = daily %s\n",
                            rates);
    write_session (page, CVPN_OFFICE_SESSION);
    return TRUE;
}

static const Profile profiles[] = {
    { "office", write_office },
    { "shifts", write_shifts },
    { "emergency", write_emergency },
};

static const Profile rates_profile = { "FILE.csv", write_rates };

static const Profile *
find_profile (const char *name, GError **error)
{
    const char *names[G_N_ELEMENTS (profiles)];

    for (guint i = 0; i < G_N_ELEMENTS (profiles); i++) {
        names[i] = profiles[i].name;
        if (strcmp (name, names[i]) == 0)
            return &profiles[i];
    }
    if (g_str_has_suffix (name, ".csv"))
        return &rates_profile;
    const char *nearest = cvpn_spelling_nearest (name, names, G_N_ELEMENTS (names));
    if (nearest)
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE, "no profile '%s'; did you mean '%s'?",
                     name, nearest);
    else
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                     "no profile '%s'; expected office, shifts, emergency or FILE.csv", name);
    return NULL;
}

static gboolean
check_session (const char *session, GError **error)
{
    CvpnDistribution distribution = { 0 };

    if (!session)
        return TRUE;
    if (!cvpn_distribution_parse (session, CVPN_QUANTITY_DURATION, NULL, &distribution, error)) {
        g_prefix_error (error, "session: ");
        return FALSE;
    }
    /* The mean of some is no number. */
    const gboolean is_nothing = cvpn_distribution_mean (&distribution) <= 0;
    cvpn_distribution_clear (&distribution);
    return !is_nothing || cvpn_refuse (error, "session: '%s' is always 0; expected more", session);
}

static gboolean
read_attendance (Page *page, GError **error)
{
    page->share = 1;
    if (page->attendance && !cvpn_fraction_parse (page->attendance, &page->share, error)) {
        g_prefix_error (error, "attendance: ");
        return FALSE;
    }
    if (page->share > 0)
        return TRUE;
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_VALUE,
                 "attendance: '%s': nobody would ever come; expected a share above 0",
                 page->attendance);
    return FALSE;
}

static gboolean
check_users (guint64 users, GError **error)
{
    if (users >= 1 && users <= USERS_MAX)
        return TRUE;
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_VALUE,
                 "users: %" G_GUINT64_FORMAT " is out of bounds; expected 1 to %d", users,
                 USERS_MAX);
    return FALSE;
}

/* Twice as many addresses as people, between the sizes that there are. */
static guint
rule_of_thumb (guint64 users)
{
    guint length = 22;

    while (length > 12 && G_GUINT64_CONSTANT (1) << (32 - length) < 2 * users)
        length--;
    return length;
}

static void
write_head (Page *page)
{
    g_autofree char *kind = g_path_get_basename (page->name);
    g_autofree char *people = cvpn_count_of (page->users, "person", "people");
    g_autofree char *shown = g_filename_display_name (kind);

    g_strdelimit (shown, "\r\n", ' ');
    g_string_append_printf (
        page->out,
        "# %s, %s: written by cvpnsim plan\n"
        "#\n"
        "# A scenario to plan with, and to change where more is known: who comes, when, and for\n"
        "# how long.  It has no traffic, so nothing is known of SNAT and NAT ports.\n"
        "\n"
        "[scenario]\n"
        "title = %s, %s\n"
        "start-date = 2026-01-05\n"
        "start = 00:00\n"
        "duration = 1d\n",
        people, shown, people, shown);
}

/* The least that people can connect to. */
static void
write_network (Page *page)
{
    g_string_append (page->out, "\n# The network is made up: two zones, and a subnet in each.\n"
                                "[vpc vpc-a]\n"
                                "cidr-block = 10.0.0.0/16\n"
                                "\n"
                                "[subnet subnet-a]\n"
                                "vpc = vpc-a\n"
                                "availability-zone = us-east-1a\n"
                                "cidr-block = 10.0.1.0/24\n"
                                "\n"
                                "[subnet subnet-b]\n"
                                "vpc = vpc-a\n"
                                "availability-zone = us-east-1b\n"
                                "cidr-block = 10.0.2.0/24\n"
                                "\n"
                                "[security-group sg-vpn]\n"
                                "vpc = vpc-a\n");
    g_string_append_printf (
        page->out,
        "\n# Twice as many addresses as people: the rule of thumb of AWS Client VPN\n"
        "# Administrator Guide, \"Scaling considerations\".  What is needed `plan` says.\n"
        "[client-vpn-endpoint cvpn-1]\n"
        "client-cidr-block = 10.16.0.0/%u\n"
        "target-networks = subnet-a; subnet-b\n"
        "security-groups = sg-vpn\n"
        "split-tunnel = true\n"
        "\n"
        "[authorization-rules cvpn-1]\n"
        "10.0.0.0/16 = *\n"
        "\n",
        rule_of_thumb (page->users));
}

char *
cvpn_plan_profile_scenario (guint64 users, const char *profile, const char *session,
                            const char *attendance, GError **error)
{
    Page page = { .users = users, .name = profile, .session = session, .attendance = attendance };
    const Profile *found = find_profile (profile, error);

    if (!found || !check_users (users, error) || !check_session (session, error) ||
        !read_attendance (&page, error))
        return NULL;
    page.out = g_string_new (NULL);
    write_head (&page);
    write_network (&page);
    const gboolean written = found->write (&page, error);
    return g_string_free (page.out, !written);
}
