/* people: arrivals, retries, reconnects. */
#include "input/people.h"

#include <string.h>

#include "base/fields.h"
#include "base/quantity.h"
#include "base/spelling.h"
#include "input/draws.h"
#include "input/list.h"
#include "input/tables.h"
#include "input/value.h"
#include "model/daily_rate.h"

static const char *const arrivals[] = {
    "at",          "office-day", "poisson",   "daily",  "csv",     "constant",  "uniform",
    "exponential", "normal",     "lognormal", "pareto", "weibull", "empirical", "mixture",
};

static gboolean
is_arrival (const char *word)
{
    for (guint i = 0; i < G_N_ELEMENTS (arrivals); i++)
        if (strcmp (word, arrivals[i]) == 0)
            return TRUE;
    return FALSE;
}

static void
refuse_arrival (const CvpnReading *at, const char *value, const char *word)
{
    const char *nearest = cvpn_spelling_nearest (word, arrivals, G_N_ELEMENTS (arrivals));

    if (nearest)
        cvpn_reading_fail (at, "'%s': no arrival '%s'; did you mean '%s'?", value, word, nearest);
    else
        cvpn_reading_fail (at,
                           "'%s' is not an arrival; expected at TIME, a distribution of times, "
                           "office-day, poisson RATE, daily FILE or csv FILE",
                           value);
}

static void
read_at (const CvpnReading *at, const char *rest, CvpnArrival *arrival)
{
    GError *error = NULL;
    gint64 time;

    if (cvpn_duration_parse (rest, &time, &error))
        arrival->first =
            (CvpnDistribution){ .kind = CVPN_DISTRIBUTION_CONSTANT, .a = (double) time };
    else
        cvpn_reading_fail_error (at, error);
}

static void
read_poisson (const CvpnReading *at, const char *rest, CvpnArrival *arrival)
{
    GError *error = NULL;

    arrival->kind = CVPN_ARRIVAL_POISSON;
    if (!cvpn_rate_parse (rest, &arrival->rate, &error))
        cvpn_reading_fail_error (at, error);
    else if (arrival->rate <= 0)
        cvpn_reading_fail (at, "'%s': nobody would ever arrive; expected a rate above 0", rest);
}

void
cvpn_people_parse_around (const CvpnReading *at, const char *value, gpointer field)
{
    g_autofree char **fields = cvpn_fields_split (value);
    gint64 mean, sd;
    GError *error = NULL;

    if (g_strv_length (fields) != 2)
        cvpn_reading_fail (at,
                           "'%s' is not a time around which it happens; expected TIME SD, as "
                           "09:00 30min",
                           value);
    else if (!cvpn_time_of_day_parse (fields[0], &mean, &error) ||
             !cvpn_duration_parse (fields[1], &sd, &error))
        cvpn_reading_fail_error (at, error);
    else
        *(CvpnDistribution *) field = (CvpnDistribution){ .kind = CVPN_DISTRIBUTION_NORMAL,
                                                          .a = (double) mean,
                                                          .b = (double) sd };
}

static void
read_office_day (const CvpnReading *at, const char *rest, CvpnArrival *arrival)
{
    arrival->kind = CVPN_ARRIVAL_OFFICE_DAY;
    cvpn_people_parse_around (at, *rest ? rest : "09:00 30min", &arrival->first);
}

static void
read_rate_point (const CvpnReading *at, const char *item, GArray *points)
{
    const CvpnRatePoint *before =
        points->len > 0 ? &g_array_index (points, CvpnRatePoint, points->len - 1) : NULL;
    g_autofree char **fields = cvpn_fields_split (item);
    CvpnRatePoint point;
    GError *error = NULL;

    if (g_strv_length (fields) != 2)
        cvpn_reading_fail (at, "'%s' is not a point of a day; expected TIME RATE, as 09:00 20/min",
                           item);
    else if (!cvpn_time_of_day_parse (fields[0], &point.time_of_day_ns, &error) ||
             !cvpn_rate_parse (fields[1], &point.rate, &error))
        cvpn_reading_fail_error (at, error);
    else if (before && point.time_of_day_ns <= before->time_of_day_ns)
        cvpn_reading_fail (at, "'%s' does not come after the point before it", item);
    else
        g_array_append_val (points, point);
}

/* A file's name, or the points themselves, of which the first begins like a time of day. */
static void
read_daily (const CvpnReading *at, const char *rest, CvpnArrival *arrival)
{
    const guint errors = cvpn_report_errors (at->report);

    arrival->kind = CVPN_ARRIVAL_DAILY;
    if (!g_regex_match_simple ("^\\d\\d?:\\d\\d", rest, 0, 0)) {
        arrival->points = cvpn_tables_read_profile (at, rest);
        return;
    }
    g_autofree char **items = cvpn_list_split (at, rest);
    arrival->points = g_array_new (FALSE, FALSE, sizeof (CvpnRatePoint));
    for (guint i = 0; items[i]; i++)
        read_rate_point (at, items[i], arrival->points);
    if (errors == cvpn_report_errors (at->report) && cvpn_daily_rate_peak (arrival->points) <= 0)
        cvpn_reading_fail (at, "no point has a rate above 0; nobody would ever arrive");
}

void
cvpn_people_parse_arrival (const CvpnReading *at, const char *value, gpointer field)
{
    CvpnArrival *arrival = field;
    const gsize length = strcspn (value, " \t");
    g_autofree char *word = g_strndup (value, length);
    g_autofree char *rest = g_strstrip (g_strdup (value + length));

    const gboolean bare = g_ascii_isdigit (*word); /* "5s": a constant */

    arrival->kind = CVPN_ARRIVAL_AT;
    if (!bare && !is_arrival (word)) {
        refuse_arrival (at, value, word);
    } else if (strcmp (word, "office-day") == 0) {
        read_office_day (at, rest, arrival);
    } else if (!bare && !*rest) {
        cvpn_reading_fail (at,
                           "'%s' says no more; expected at TIME, poisson RATE, daily FILE or "
                           "csv FILE",
                           value);
    } else if (strcmp (word, "at") == 0) {
        read_at (at, rest, arrival);
    } else if (strcmp (word, "poisson") == 0) {
        read_poisson (at, rest, arrival);
    } else if (strcmp (word, "daily") == 0) {
        read_daily (at, rest, arrival);
    } else if (strcmp (word, "csv") == 0) {
        arrival->kind = CVPN_ARRIVAL_CSV;
        arrival->logins = cvpn_tables_read_logins (at, rest);
    } else {
        cvpn_draws_parse (at, value, CVPN_QUANTITY_DURATION, &arrival->first);
    }
}

void
cvpn_people_clear_arrival (gpointer field)
{
    CvpnArrival *arrival = field;

    cvpn_distribution_clear (&arrival->first);
    g_clear_pointer (&arrival->points, g_array_unref);
    g_clear_pointer (&arrival->logins, g_ptr_array_unref);
}

/* OpenVPN's pause between two connections (OpenVPN 2.6 manual, connect-retry). */
#define CVPN_OPENVPN_PAUSE CVPN_SECOND

static CvpnClientsSpec *
spec_of_retries (gpointer field)
{
    return (CvpnClientsSpec *) (gpointer) ((char *) field - offsetof (CvpnClientsSpec, retries));
}

void
cvpn_people_parse_retry (const CvpnReading *at, const char *value, gpointer field)
{
    CvpnClientsSpec *spec = spec_of_retries (field);
    const gsize length = strcspn (value, " \t");
    g_autofree char *number = g_strndup (value, length);
    g_autofree char *rest = g_strstrip (g_strdup (value + length));
    GError *error = NULL;

    if (strcmp (value, "openvpn") == 0)
        spec->retries = CVPN_RETRY_OPENVPN;
    else if (!g_ascii_isdigit (*number))
        cvpn_reading_fail (at,
                           "'%s' is not a number of retries; expected 0, NUMBER and a "
                           "distribution, as 3 exponential 5s, or openvpn",
                           number);
    else if (!cvpn_integer_parse (number, 0, 1000000, &spec->retries, &error))
        cvpn_reading_fail_error (at, error);
    else if (*rest)
        cvpn_draws_parse (at, rest, CVPN_QUANTITY_DURATION, &spec->retry_after);
    else if (spec->retries > 0)
        cvpn_reading_fail (at,
                           "'%s' does not say how far apart; expected 0, openvpn, or NUMBER and a "
                           "distribution, as 3 exponential 5s",
                           value);
}

void
cvpn_people_clear_retry (gpointer field)
{
    cvpn_distribution_clear (&spec_of_retries (field)->retry_after);
}

void
cvpn_people_parse_reconnect (const CvpnReading *at, const char *value, gpointer field)
{
    g_autofree char **fields = cvpn_fields_split (value);
    GError *error = NULL;

    *(gint64 *) field = -1;
    if (strcmp (value, "never") == 0)
        return;
    if (strcmp (value, "openvpn") == 0)
        *(gint64 *) field = CVPN_OPENVPN_PAUSE;
    else if (g_strv_length (fields) != 2 || strcmp (fields[0], "after") != 0)
        cvpn_reading_fail (at, "'%s' is not an answer; expected never, after TIME or openvpn",
                           value);
    else if (!cvpn_duration_parse (fields[1], field, &error))
        cvpn_reading_fail_error (at, error);
}

static void
refuse_given (const CvpnReading *at, const char *key, const char *why)
{
    if (cvpn_reading_has (at, key))
        cvpn_group_fail (at->group, key, at->report, "%s", why);
}

/* Of a closed population; an open one has no count to default to. */
#define DEFAULT_COUNT 200

static const char *const keys_of_office_day[] = {
    "attendance", "second-session", "second-session-after", "lunch", "lunch-start", "lunch-length",
};

static void
check_office_day (CvpnClientsSpec *spec, const CvpnReading *at)
{
    refuse_given (at, "away", "an office day says when they come again; expected no away");
    if (!cvpn_reading_has (at, "session"))
        cvpn_distribution_parse (CVPN_OFFICE_SESSION, CVPN_QUANTITY_DURATION, NULL, &spec->session,
                                 NULL);
}

static void
refuse_office_keys (const CvpnReading *at)
{
    for (guint i = 0; i < G_N_ELEMENTS (keys_of_office_day); i++)
        refuse_given (at, keys_of_office_day[i], "goes with arrival = office-day only");
}

void
cvpn_people_check_clients (gpointer data, const CvpnReading *at)
{
    CvpnClientsSpec *spec = data;
    const CvpnArrival *arrival = &spec->arrival;

    if (arrival->kind == CVPN_ARRIVAL_AT && arrival->first.kind == CVPN_DISTRIBUTION_UNSET)
        return; /* missing or faulty: who knows what was meant */
    if (arrival->kind == CVPN_ARRIVAL_OFFICE_DAY)
        check_office_day (spec, at);
    else
        refuse_office_keys (at);
    if (!cvpn_arrival_is_closed (arrival)) {
        refuse_given (at, "count", "this arrival says how many come; expected no count");
        refuse_given (at, "away", "nobody comes back with this arrival; expected no away");
    } else if (!cvpn_reading_has (at, "count")) {
        spec->count = DEFAULT_COUNT;
    }
}
