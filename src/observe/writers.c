/* writers: the table of the files that a run consists of. */
#include "observe/writers.h"

#include <string.h>

#include <cvpnsim/error.h>

#include "base/spelling.h"
#include "observe/relay.h"

#define SUMMARY_NAME "summary"
#define SUMMARY_FILE "summary.json"

static const CvpnWriterKind *const kinds[] = {
    &cvpn_flows_writer,       &cvpn_trace_writer,          &cvpn_sessions_writer,
    &cvpn_metrics_writer,     &cvpn_subnets_writer,        &cvpn_nat_gateways_writer,
    &cvpn_events_writer,      &cvpn_connection_log_writer, &cvpn_flow_logs_writer,
    &cvpn_connections_writer, &cvpn_landings_writer,       &cvpn_round_trips_writer,
};

#define N_KINDS     G_N_ELEMENTS (kinds)
#define SUMMARY_BIT (1u << N_KINDS)
#define ALL_BITS    (2 * SUMMARY_BIT - 1)

/* What other commands put beside the files above. */
static const char *const other_files[] = {
    SUMMARY_FILE,      "report.html",     "connections.png",  "connections.svg",  "verdicts.png",
    "verdicts.svg",    "success.png",     "success.svg",      "landings.png",     "landings.svg",
    "round-trips.png", "round-trips.svg", "nat-gateways.png", "nat-gateways.svg", "sessions.png",
    "sessions.svg",    "storm.png",       "storm.svg",        "failures.png",     "failures.svg",
    "outage.png",      "outage.svg",
};

struct CvpnWriters {
    char *folder;
    gboolean with_summary;
    CvpnRelay *relay;            /* NULL: told in the caller's thread */
    CvpnWriter writers[N_KINDS]; /* csv is NULL where not chosen */
};

static gboolean
choose (const char *word, guint *chosen, GError **error)
{
    const char *names[N_KINDS + 1];

    for (guint i = 0; i < N_KINDS; i++)
        names[i] = kinds[i]->name;
    names[N_KINDS] = SUMMARY_NAME;
    for (guint i = 0; i <= N_KINDS; i++)
        if (strcmp (word, names[i]) == 0) {
            *chosen |= 1u << i;
            return TRUE;
        }
    g_autofree char *hint = cvpn_spelling_hint (word, names, N_KINDS + 1);
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE, "--only: no file '%s'%s", word, hint);
    return FALSE;
}

gboolean
cvpn_writers_parse (const char *only, guint *chosen, GError **error)
{
    *chosen = ALL_BITS;
    if (!only)
        return TRUE;
    g_auto (GStrv) words = g_strsplit (only, ",", -1);
    *chosen = 0;
    for (guint i = 0; words[i]; i++)
        if (!choose (g_strstrip (words[i]), chosen, error))
            return FALSE;
    if (*chosen != 0)
        return TRUE;
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE, "--only: names no file");
    return FALSE;
}

static void
open_writer (CvpnWriters *writers, guint i, const CvpnScenario *scenario,
             const CvpnWritersOptions *options)
{
    CvpnWriter *writer = &writers->writers[i];
    g_autofree char *path = g_build_filename (writers->folder, kinds[i]->file, NULL);

    writer->csv = cvpn_csv_file_new (path, kinds[i]->header);
    writer->scenario = scenario;
    writer->net = cvpn_scenario_network (scenario);
    writer->trace = options->trace;
    if (kinds[i]->begin)
        kinds[i]->begin (writer);
    if (writers->relay)
        cvpn_relay_add (writers->relay, &kinds[i]->observer, writer);
}

CvpnWriters *
cvpn_writers_new (const char *folder, const CvpnScenario *scenario,
                  const CvpnWritersOptions *options)
{
    CvpnWriters *writers = g_new0 (CvpnWriters, 1);

    writers->folder = g_strdup (folder);
    writers->relay = options->in_thread ? cvpn_relay_new () : NULL;
    writers->with_summary = (options->chosen & SUMMARY_BIT) != 0;
    for (guint i = 0; i < N_KINDS; i++) {
        const gboolean wanted =
            kinds[i] != &cvpn_trace_writer || options->trace.mode != CVPN_TRACE_NONE;
        if (wanted && (options->chosen >> i & 1) != 0)
            open_writer (writers, i, scenario, options);
    }
    return writers;
}

void
cvpn_writers_free (CvpnWriters *writers)
{
    if (!writers)
        return;
    cvpn_relay_free (writers->relay);
    for (guint i = 0; i < N_KINDS; i++) {
        CvpnWriter *writer = &writers->writers[i];
        if (!writer->csv)
            continue;
        cvpn_csv_file_free (writer->csv);
        if (kinds[i]->free_state)
            kinds[i]->free_state (writer->state);
    }
    g_free (writers->folder);
    g_free (writers);
}

void
cvpn_writers_observe (CvpnWriters *writers, CvpnWritersAdd add, gpointer data)
{
    if (writers->relay) {
        add (data, cvpn_relay_observer (writers->relay), writers->relay);
        return;
    }
    for (guint i = 0; i < N_KINDS; i++)
        if (writers->writers[i].csv)
            add (data, &kinds[i]->observer, &writers->writers[i]);
}

gboolean
cvpn_writers_failed (const CvpnWriters *writers)
{
    for (guint i = 0; i < N_KINDS; i++)
        if (writers->writers[i].csv && cvpn_csv_file_failed (writers->writers[i].csv))
            return TRUE;
    return FALSE;
}

static gboolean
write_summary (const CvpnWriters *writers, const CvpnSummary *summary, GError **error)
{
    g_autofree char *path = g_build_filename (writers->folder, SUMMARY_FILE, NULL);
    g_autofree char *json = cvpn_summary_json (summary);
    g_autoptr (GError) reason = NULL;

    if (g_file_set_contents_full (path, json, -1, G_FILE_SET_CONTENTS_NONE, 0666, &reason))
        return TRUE;
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_IO, "cannot write: %s", reason->message);
    return FALSE;
}

gboolean
cvpn_writers_close (CvpnWriters *writers, const CvpnSummary *summary, GError **error)
{
    if (writers->relay)
        cvpn_relay_finish (writers->relay);
    for (guint i = 0; i < N_KINDS; i++) {
        CvpnWriter *writer = &writers->writers[i];
        if (!writer->csv)
            continue;
        if (kinds[i]->end)
            kinds[i]->end (writer, summary);
        if (!cvpn_csv_file_close (writer->csv, error))
            return FALSE;
    }
    return !writers->with_summary || write_summary (writers, summary, error);
}

guint
cvpn_writers_count (const CvpnWriters *writers)
{
    guint n = writers->with_summary ? 1 : 0;

    for (guint i = 0; i < N_KINDS; i++)
        n += writers->writers[i].csv != NULL;
    return n;
}

gboolean
cvpn_writers_knows (const char *file)
{
    for (guint i = 0; i < N_KINDS; i++)
        if (strcmp (file, kinds[i]->file) == 0)
            return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS (other_files); i++)
        if (strcmp (file, other_files[i]) == 0)
            return TRUE;
    return FALSE;
}

char *
cvpn_writer_rule_text (const CvpnWriter *writer, guint32 rule)
{
    const CvpnRule *decided = cvpn_network_rule (writer->net, rule);

    if (!decided)
        return NULL;
    if (!decided->text || !*decided->text)
        return g_strdup (decided->component);
    return g_strconcat (decided->component, " ", decided->text, NULL);
}
