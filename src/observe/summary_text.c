/* summary_text: the summary in words and aligned columns. */
#include "observe/summary_text.h"

#include <math.h>
#include <string.h>

#include "base/quantity.h"
#include "observe/summary_state.h"

#define LANDINGS_SHOWN 20
#define COUNT_TEXT     32
#define BOLD           "\033[1m"
#define RED            "\033[31m"
#define PLAIN          "\033[0m"

typedef struct {
    GString *out;
    const CvpnSummary *summary;
    gboolean color;
} Page;

/* With a space between thousands: "12 345". */
static void
append_count (GString *out, gint64 value)
{
    g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, value);
    const gsize n = strlen (digits);

    for (gsize i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0 && digits[i - 1] != '-')
            g_string_append_c (out, ' ');
        g_string_append_c (out, digits[i]);
    }
}

static const char *
count_text (gint64 value, char buffer[COUNT_TEXT])
{
    g_autoptr (GString) text = g_string_new (NULL);

    append_count (text, value);
    g_strlcpy (buffer, text->str, COUNT_TEXT);
    return buffer;
}

/* "  12 345 delivered (98.1 %)" */
static void
append_part (Page *page, gint64 part, const char *what, gint64 whole)
{
    char count[COUNT_TEXT];

    g_string_append_printf (page->out, "%s %s", count_text (part, count), what);
    if (whole > 0)
        g_string_append_printf (page->out, " (%.1f %%)", 100.0 * (double) part / (double) whole);
}

static void
append_head (Page *page)
{
    const CvpnSummary *summary = page->summary;
    g_autofree char *name = g_filename_display_basename (cvpn_scenario_path (summary->scenario));
    g_autofree char *simulated = cvpn_duration_format (summary->end_ns / CVPN_SECOND * CVPN_SECOND);
    const char *title = cvpn_scenario_title (summary->scenario);
    char events[COUNT_TEXT];

    g_string_append_printf (
        page->out, "%s%s%s: %s simulated, %s events%s\n", page->color ? BOLD : "",
        title && *title ? title : name, page->color ? PLAIN : "", simulated,
        count_text ((gint64) summary->events, events), summary->complete ? "" : ", ended early");
    if (summary->warm_up_ns > 0) {
        g_autofree char *warm_up = cvpn_duration_format (summary->warm_up_ns);
        g_string_append_printf (page->out, "counted after a warm-up of %s\n", warm_up);
    }
}

static void
append_connections (Page *page)
{
    const CvpnSummary *summary = page->summary;
    double mean = NAN;

    g_string_append (page->out, "\nconnections  ");
    append_part (page, summary->attempts, "attempted", 0);
    g_string_append (page->out, ", ");
    append_part (page, summary->connections, "established", summary->attempts);
    if (cvpn_summary_metric (summary, "concurrent-mean", &mean))
        g_string_append_printf (page->out,
                                "; active at once: %.1f on average, %" G_GINT64_FORMAT " at most",
                                mean, summary->active_peak);
    g_string_append_c (page->out, '\n');
    for (guint code = CVPN_CODE_NONE + 1; code < CVPN_N_CODES; code++)
        if (summary->connection_codes[code] > 0) {
            g_string_append_printf (page->out, "             %s ", cvpn_code_word (code));
            append_count (page->out, summary->connection_codes[code]);
            g_string_append_c (page->out, '\n');
        }
}

/* What users lost, why, and how soon they were back. */
static void
append_losses (Page *page)
{
    const CvpnSummary *summary = page->summary;
    const char *separator = ": ";
    double mean = NAN, longest = NAN;

    if (summary->lost == 0)
        return;
    g_string_append (page->out, "sessions     ");
    append_part (page, summary->lost, "lost", 0);
    for (guint end = 0; end < CVPN_N_ENDS; end++)
        if (summary->ends[end] > 0 && cvpn_end_is_involuntary (end)) {
            g_string_append (page->out, separator);
            append_part (page, summary->ends[end], cvpn_end_word (end), 0);
            separator = ", ";
        }
    if (cvpn_summary_metric (summary, "return-mean", &mean) &&
        cvpn_summary_metric (summary, "return-max", &longest)) {
        g_string_append (page->out, "\n             ");
        append_part (page, summary->returns->len, "came back", 0);
        g_string_append_printf (page->out, ", after %.1f s on average, %.1f s at most", mean,
                                longest);
    }
    g_string_append_c (page->out, '\n');
}

static void
append_changes (Page *page)
{
    const CvpnSummary *summary = page->summary;

    if (summary->changes == 0)
        return;
    g_string_append (page->out, "changes      ");
    append_part (page, summary->changes, "of the configuration's state", 0);
    if (summary->operations_refused > 0) {
        g_string_append (page->out, "; ");
        append_part (page, summary->operations_refused, "refused", 0);
    }
    g_string_append_c (page->out, '\n');
}

static void
append_flows (Page *page)
{
    const CvpnSummary *summary = page->summary;
    const char *separator = ": ";

    g_string_append (page->out, "flows        ");
    append_count (page->out, summary->flows);
    for (guint i = 0; i < CVPN_N_OUTCOMES; i++)
        if (summary->outcomes[i] > 0) {
            g_string_append (page->out, separator);
            append_part (page, summary->outcomes[i], cvpn_outcome_word (i), summary->flows);
            separator = ", ";
        }
    g_string_append_c (page->out, '\n');
    if (summary->without_session > 0) {
        g_string_append (page->out, "             ");
        append_part (page, summary->without_session, "more had no session to go over", 0);
        g_string_append_c (page->out, '\n');
    }
}

static void
append_time (Page *page, const char *name, double us)
{
    if (us < 1000)
        g_string_append_printf (page->out, "%s %.0f us", name, us);
    else if (us < 1e6)
        g_string_append_printf (page->out, "%s %.1f ms", name, us / 1e3);
    else
        g_string_append_printf (page->out, "%s %.2f s", name, us / 1e6);
}

static void
append_round_trips (Page *page)
{
    const CvpnRoundTrips *trips = page->summary->round_trips;

    if (isnan (cvpn_round_trips_max (trips)))
        return;
    append_time (page, "round trip   half within", cvpn_round_trips_quantile (trips, 0.50));
    append_time (page, ", 90 % within", cvpn_round_trips_quantile (trips, 0.90));
    append_time (page, ", 99 % within", cvpn_round_trips_quantile (trips, 0.99));
    append_time (page, ", longest", cvpn_round_trips_max (trips));
    g_string_append_c (page->out, '\n');
}

static void
append_nat_gateways (Page *page)
{
    const GArray *peaks = page->summary->peaks;
    const char *label = "NAT gateway";
    char ports[COUNT_TEXT], limit[COUNT_TEXT];

    for (guint i = 0; i < peaks->len; i++) {
        const CvpnPeakRecord *peak = &g_array_index (peaks, CvpnPeakRecord, i);
        if (strcmp (peak->quota, "nat-gateway-ports") != 0)
            continue;
        g_string_append_printf (
            page->out, "%-12s %s: %s of %s ports in use at most, for one destination\n", label,
            peak->component, count_text (peak->peak, ports), count_text (peak->limit, limit));
        label = "";
    }
}

static void
append_stops (Page *page)
{
    const CvpnSummary *summary = page->summary;
    gboolean headed = FALSE;
    char count[COUNT_TEXT];

    for (guint step = 0; step < CVPN_N_STEPS; step++)
        for (guint code = 0; code < CVPN_N_CODES; code++) {
            const gint64 flows = summary->stopped[step][code];
            if (flows == 0)
                continue;
            if (!headed)
                g_string_append_printf (page->out, "\n%-28s %-42s %12s\n", "flows stopped at",
                                        "code", "flows");
            headed = TRUE;
            const char *number = cvpn_step_number (step);
            g_string_append_printf (page->out, "  %-1.1s %-24s %-42s %12s\n",
                                    g_ascii_isdigit (*number) ? number : "", cvpn_step_name (step),
                                    cvpn_code_word (code), count_text (flows, count));
        }
}

static void
append_landing (Page *page, const CvpnLanding *landing)
{
    char flows[COUNT_TEXT], delivered[COUNT_TEXT];
    g_autofree char *place = g_strdup_printf ("%s %s", landing->endpoint, landing->subnet);
    const gboolean red = page->color && landing->delivered < landing->flows;

    g_string_append_printf (page->out, "  %-34s %-22s %10s %10s %s%7.2f %%%s\n", place,
                            landing->destination, count_text (landing->flows, flows),
                            count_text (landing->delivered, delivered), red ? RED : "",
                            100 * cvpn_landing_success (landing), red ? PLAIN : "");
}

/* Where there are many, those where all is well are only counted. */
static void
append_landings (Page *page)
{
    g_autoptr (GPtrArray) landings = cvpn_landings_sorted (page->summary->landings);
    const gboolean many = landings->len > LANDINGS_SHOWN;
    guint shown = 0;

    if (landings->len == 0)
        return;
    g_string_append_printf (page->out, "\n%-36s %-22s %10s %10s %9s\n", "landing", "destination",
                            "flows", "delivered", "success");
    for (guint i = 0; i < landings->len; i++) {
        const CvpnLanding *landing = g_ptr_array_index (landings, i);
        if (shown >= LANDINGS_SHOWN || (many && landing->delivered == landing->flows))
            continue;
        append_landing (page, landing);
        shown++;
    }
    if (shown < landings->len)
        g_string_append_printf (page->out, "  and %u more\n", landings->len - shown);
}

char *
cvpn_summary_text (const CvpnSummary *summary, gboolean color)
{
    Page page = { .out = g_string_new (NULL), .summary = summary, .color = color };

    append_head (&page);
    append_connections (&page);
    append_losses (&page);
    append_changes (&page);
    append_flows (&page);
    append_round_trips (&page);
    append_nat_gateways (&page);
    append_stops (&page);
    append_landings (&page);
    return g_string_free (page.out, FALSE);
}
