/* journal: lines appended and written through; other files by one rename each. */
#include "sweep/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include <cvpnsim/error.h>

#include "base/count.h"
#include "base/new_file.h"
#include "base/refuse.h"
#include "sweep/journal_folder.h"

/* A disk takes some milliseconds for it, a small run less.  A process that is killed loses nothing
 * that it has written; a machine without power what came since then. */
#define SYNC_EVERY_US (G_USEC_PER_SEC / 10)

struct CvpnJournal {
    char *folder; /* as it was named */
    int lock;     /* the folder, open and locked */
    int runs;     /* runs.jsonl, at its end; -1: not open yet */
    CvpnManifest *manifest;
    gboolean written;      /* sweep.json says what the manifest says */
    gint64 synced_us;      /* when runs.jsonl was written through last; monotonic */
    gboolean another_rule; /* the folder's runs were made by one */
    gint64 vouched;        /* bytes of runs.jsonl that are of this sweep's files */
    guint doubted;         /* runs since then */
    GArray *replayed;      /* CvpnJob */
};

/* A whole file, under its name when this returns even if the power fails then. */
static gboolean
write_file (const CvpnJournal *journal, const char *name, const char *text, GError **error)
{
    g_autofree char *path = g_build_filename (journal->folder, name, NULL);
    g_autoptr (CvpnNewFile) file = cvpn_new_file_new (path, error);

    if (!file || !cvpn_new_file_write (file, text, error) ||
        !cvpn_new_file_commit (file, TRUE, error))
        return FALSE;
    return fsync (journal->lock) == 0 || cvpn_refuse_io (error, journal->folder, "cannot write");
}

gboolean
cvpn_journal_write (CvpnJournal *journal, GError **error)
{
    g_autofree char *text = cvpn_manifest_text (journal->manifest);

    journal->written = write_file (journal, CVPN_SWEEP_MANIFEST, text, error);
    return journal->written;
}

CvpnManifest *
cvpn_journal_manifest (CvpnJournal *journal)
{
    return journal->manifest;
}

/* A sweep that was given up before its first run, as for want of a steady state, is in nobody's
 * way. */
static gboolean
has_runs (const CvpnJournal *journal)
{
    g_autofree char *path = g_build_filename (journal->folder, CVPN_SWEEP_RUNS, NULL);
    GStatBuf status;

    return g_stat (path, &status) == 0 && status.st_size > 0;
}

/* What is there of the same sweep is taken over. */
static gboolean
compare (CvpnJournal *journal, const CvpnManifest *there, GError **error)
{
    CvpnManifest *wanted = journal->manifest;
    g_autofree char *difference = cvpn_manifest_difference (there, wanted);

    if (difference && !has_runs (journal))
        return cvpn_journal_write (journal, error);
    if (difference) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                     "%s: holds another sweep: %s; --force replaces it", journal->folder,
                     difference);
        return FALSE;
    }
    wanted->warm_up_ns = there->warm_up_ns;
    if (there->cuts->len > 0)
        g_array_append_vals (wanted->cuts, there->cuts->data, there->cuts->len);
    journal->another_rule = !cvpn_manifest_same_rule (there, wanted);
    wanted->complete = there->complete && !journal->another_rule;
    journal->written = !journal->another_rule;
    return TRUE;
}

static gboolean
begin (CvpnJournal *journal, gboolean force, GError **error)
{
    g_autofree char *path = g_build_filename (journal->folder, CVPN_SWEEP_MANIFEST, NULL);

    if (force && !cvpn_sweep_folder_clear (journal->folder, error))
        return FALSE;
    if (g_access (path, F_OK) < 0)
        return cvpn_journal_write (journal, error);
    g_autoptr (CvpnManifest) there = cvpn_manifest_read (path, error);
    return there && compare (journal, there, error);
}

CvpnJournal *
cvpn_journal_open (const char *folder, CvpnManifest *wanted, gboolean force, GError **error)
{
    g_autoptr (CvpnJournal) journal = g_new0 (CvpnJournal, 1);

    journal->folder = g_strdup (folder);
    journal->runs = -1;
    journal->manifest = wanted;
    journal->replayed = g_array_new (FALSE, FALSE, sizeof (CvpnJob));
    journal->lock = cvpn_sweep_folder_lock (folder, force, error);
    if (journal->lock < 0 || !begin (journal, force, error))
        return NULL;
    return g_steal_pointer (&journal);
}

void
cvpn_journal_free (CvpnJournal *journal)
{
    if (!journal)
        return;
    if (journal->runs >= 0)
        close (journal->runs);
    if (journal->lock >= 0)
        close (journal->lock);
    cvpn_manifest_free (journal->manifest);
    g_array_unref (journal->replayed);
    g_free (journal->folder);
    g_free (journal);
}

static gboolean
refuse_line (const CvpnJournal *journal, guint line, const char *why, GError **error)
{
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_SYNTAX, "%s/%s:%u: %s; --force begins anew",
                 journal->folder, CVPN_SWEEP_RUNS, line, why);
    return FALSE;
}

static gboolean
take_line (CvpnJournal *journal, CvpnExperiment *experiment, const char *text, guint line,
           GError **error)
{
    g_autoptr (GError) reason = NULL;
    CvpnTrial trial = { 0 };
    CvpnJob job;

    if (!cvpn_trial_from_line (text, &job, &trial, &reason))
        return refuse_line (journal, line, reason->message, error);
    if (job.setting >= journal->manifest->settings->len ||
        !cvpn_experiment_add (experiment, job, &trial)) {
        cvpn_trial_clear (&trial);
        return refuse_line (journal, line, "is no run of this sweep, or is there twice", error);
    }
    g_array_append_val (journal->replayed, job);
    return TRUE;
}

/* Only what a line feed follows was written; '*whole' is how much that is.  A crash of the whole
 * machine may leave 0 bytes where lines were to be: they end it, too. */
static gboolean
take_lines (CvpnJournal *journal, CvpnExperiment *experiment, char *text, gsize *whole,
            GError **error)
{
    guint line = 0;

    *whole = 0;
    for (char *feed; (feed = strchr (text + *whole, '\n')); *whole = (gsize) (feed + 1 - text)) {
        *feed = '\0';
        if (!take_line (journal, experiment, text + *whole, ++line, error))
            return FALSE;
    }
    return TRUE;
}

static gboolean
open_runs (CvpnJournal *journal, const char *path, gsize whole, GError **error)
{
    journal->vouched = (gint64) whole;
    journal->runs = g_open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    return (journal->runs >= 0 && ftruncate (journal->runs, (off_t) whole) == 0 &&
            fsync (journal->lock) == 0) ||
           cvpn_refuse_io (error, path, "cannot be opened");
}

gboolean
cvpn_journal_replay (CvpnJournal *journal, CvpnExperiment *experiment, guint *runs, GError **error)
{
    g_autofree char *path = g_build_filename (journal->folder, CVPN_SWEEP_RUNS, NULL);
    g_autofree char *text = NULL;
    g_autoptr (GError) reason = NULL;
    gsize whole = 0;

    if (!g_file_get_contents (path, &text, NULL, &reason) &&
        !g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_IO, "%s", reason->message);
        return FALSE;
    }
    if (text && !take_lines (journal, experiment, text, &whole, error))
        return FALSE;
    *runs = journal->replayed->len;
    return open_runs (journal, path, whole, error);
}

static gboolean
write_all (int fd, const char *bytes, gsize left)
{
    while (left > 0) {
        const ssize_t written = write (fd, bytes, left);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return FALSE;
        bytes += written;
        left -= (gsize) written;
    }
    return TRUE;
}

gboolean
cvpn_journal_sync (CvpnJournal *journal, GError **error)
{
    journal->synced_us = g_get_monotonic_time ();
    return fdatasync (journal->runs) == 0 ||
           cvpn_refuse_io (error, journal->folder, "cannot keep a run");
}

gboolean
cvpn_journal_keep (gpointer data, const char *line, GError **error)
{
    CvpnJournal *journal = data;
    g_autofree char *whole = g_strconcat (line, "\n", NULL);

    journal->manifest->complete = FALSE;
    if (!journal->written && !cvpn_journal_write (journal, error))
        return FALSE;
    if (!write_all (journal->runs, whole, strlen (whole)))
        return cvpn_refuse_io (error, journal->folder, "cannot keep a run");
    journal->doubted++;
    return g_get_monotonic_time () - journal->synced_us < SYNC_EVERY_US ||
           cvpn_journal_sync (journal, error);
}

void
cvpn_journal_vouch (CvpnJournal *journal)
{
    journal->doubted = 0;
    if (journal->runs >= 0)
        journal->vouched = (gint64) lseek (journal->runs, 0, SEEK_END);
}

gboolean
cvpn_journal_drop (CvpnJournal *journal, GError **error)
{
    g_autofree char *runs = cvpn_count_of (journal->doubted, "run", "runs");

    if (journal->runs >= 0 && ftruncate (journal->runs, (off_t) journal->vouched) < 0)
        return cvpn_refuse_io (error, journal->folder, "cannot be put right");
    return cvpn_refuse_usage (error,
                              "%s: the scenario, or a file that it reads, has changed while the "
                              "sweep was at work; what came since, %s, is dropped",
                              journal->folder, runs);
}

/* Runs that were asked for and would now be thrown away. */
static gboolean
check_surplus (const CvpnJournal *journal, const CvpnExperiment *experiment, GError **error)
{
    guint surplus = 0;

    for (guint i = 0; journal->another_rule && i < journal->replayed->len; i++) {
        const CvpnJob *job = &g_array_index (journal->replayed, CvpnJob, i);
        surplus += job->replication > cvpn_experiment_replications (experiment, job->setting);
    }
    if (surplus == 0)
        return TRUE;
    g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                 "%s: holds %u runs more than are asked for now; ask for as many as before, or "
                 "name another folder",
                 journal->folder, surplus);
    return FALSE;
}

static char *
sorted_runs (const CvpnGrid *grid, const CvpnExperiment *experiment)
{
    GString *out = g_string_new (NULL);

    for (guint32 i = 0; i < grid->settings->len; i++)
        for (guint32 j = 1; j <= cvpn_experiment_replications (experiment, i); j++) {
            const CvpnJob job = { .setting = i, .replication = j };
            g_autofree char *line =
                cvpn_trial_to_line (cvpn_experiment_trial (experiment, i, j), job);
            g_string_append_printf (out, "%s\n", line);
        }
    return g_string_free (out, FALSE);
}

/* Takes 'text'; NULL: the sweep has no such file. */
static gboolean
write_table (const CvpnJournal *journal, const char *name, char *text, GError **error)
{
    g_autofree char *owned = text;

    return !owned || write_file (journal, name, owned, error);
}

gboolean
cvpn_journal_finish (CvpnJournal *journal, const CvpnGrid *grid, const CvpnExperiment *experiment,
                     const CvpnShown *shown, GError **error)
{
    if (!check_surplus (journal, experiment, error) ||
        !write_table (journal, CVPN_SWEEP_RESULTS, cvpn_results_csv (grid, experiment), error) ||
        !write_table (journal, CVPN_SWEEP_DIFFERENCES, cvpn_differences_csv (grid, experiment),
                      error) ||
        !write_table (journal, CVPN_SWEEP_CURVE, cvpn_curve_csv (grid, experiment, shown), error) ||
        !write_table (journal, CVPN_SWEEP_HEAT_MAP, cvpn_heat_map_csv (grid, experiment, shown),
                      error) ||
        !write_table (journal, CVPN_SWEEP_RUNS, sorted_runs (grid, experiment), error))
        return FALSE;
    journal->manifest->complete = TRUE;
    return cvpn_journal_write (journal, error);
}
