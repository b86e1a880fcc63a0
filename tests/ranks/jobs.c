/* jobs: a crew under mpirun whose jobs do nothing but wait, for tests/ranks/check_jobs.sh.
 *
 * jobs JOBS MS [large] [die RANK|stop RANK|fail RANK]: each job takes so many milliseconds; 'large'
 * results are half a megabyte; a rank dies by SIGKILL in its third job, or SIGSTOPs, or its third
 * job fails.  The first rank prints how many results came, their digest, and how many ranks had a
 * part in them. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/ranks_open.h"
#include "experiment/crew.h"

#define JOBS_MAX 10000
#define LARGE    500000

typedef struct {
    guint n, ms, rank;
    gsize size;
    const char *fate;
    guint fated;
    gint run; /* atomic */
    guint given, back;
    char *results[JOBS_MAX];
    guint by_rank[64];
} Jobs;

static gboolean
next (gpointer self, gboolean idle, CvpnJob *job)
{
    Jobs *jobs = self;

    (void) idle;
    if (jobs->given == jobs->n)
        return FALSE;
    *job = (CvpnJob){ .replication = ++jobs->given };
    return TRUE;
}

/* FALSE: it fails. */
static gboolean
meet_fate (const Jobs *jobs)
{
    if (!jobs->fate || jobs->fated != jobs->rank)
        return TRUE;
    if (strcmp (jobs->fate, "die") == 0)
        kill (getpid (), SIGKILL);
    else if (strcmp (jobs->fate, "stop") == 0)
        kill (getpid (), SIGSTOP);
    else
        return FALSE;
    return TRUE;
}

static gboolean
run (gpointer self, CvpnJob job, const CvpnStop *stop, CvpnJobResult *result, GError **error)
{
    Jobs *jobs = self;

    if (g_atomic_int_add (&jobs->run, 1) + 1 == 3 && !meet_fate (jobs)) {
        g_set_error (error, g_quark_from_string ("jobs"), 0, "job %u fails", job.replication);
        return FALSE;
    }
    for (guint i = 0; i < jobs->ms; i++) {
        if (cvpn_stop_is_set (stop))
            return FALSE;
        g_usleep (1000);
    }
    g_autofree char *filling = g_strnfill (jobs->size, 'a' + (char) (job.replication % 26));
    result->text = g_strdup_printf ("%u %u %s", jobs->rank, job.replication, filling);
    return TRUE;
}

static gboolean
done (gpointer self, CvpnJob job, CvpnJobResult *result, G_GNUC_UNUSED GError **error)
{
    Jobs *jobs = self;
    char *end;
    const guint64 rank = g_ascii_strtoull (result->text, &end, 10);

    jobs->by_rank[rank]++;
    jobs->back++;
    g_assert (!jobs->results[job.replication - 1]);
    jobs->results[job.replication - 1] = g_strdup (end);
    return TRUE;
}

static void
print_answer (const Jobs *jobs)
{
    g_autoptr (GChecksum) digest = g_checksum_new (G_CHECKSUM_SHA256);
    guint ranks = 0;

    for (guint i = 0; i < jobs->back; i++)
        g_checksum_update (digest, (const guchar *) jobs->results[i], -1);
    for (guint i = 0; i < G_N_ELEMENTS (jobs->by_rank); i++)
        ranks += jobs->by_rank[i] > 0;
    printf ("%u results %s\n%u ranks\n", jobs->back, g_checksum_get_string (digest), ranks);
}

static int
read_jobs (char **argv, Jobs *jobs)
{
    jobs->n = (guint) atoi (argv[1]);
    jobs->ms = (guint) atoi (argv[2]);
    for (char **word = argv + 3; *word; word++)
        if (strcmp (*word, "large") == 0) {
            jobs->size = LARGE;
        } else if (word[1]) {
            jobs->fate = *word++;
            jobs->fated = (guint) atoi (*word);
        }
    return jobs->n <= JOBS_MAX;
}

int
main (int argc, char **argv)
{
    static const CvpnWork work = { .next = next, .run = run, .done = done };
    g_autofree Jobs *jobs = g_new0 (Jobs, 1);
    g_autoptr (GError) error = NULL;

    if (argc < 3 || !read_jobs (argv, jobs))
        return 2;
    const CvpnRanks *ranks = cvpn_ranks_open (&error);
    if (error && *error->message)
        fprintf (stderr, "%s\n", error->message);
    if (error)
        return *error->message ? 2 : 0;
    jobs->rank = ranks ? ranks->rank : 0;
    const CvpnCrew crew = { .threads = 2, .ranks = ranks };
    const CvpnCrewEnd end = cvpn_crew_work (&crew, &work, jobs, &error);
    if (jobs->rank == 0 && end == CVPN_CREW_DONE)
        print_answer (jobs);
    else if (jobs->rank == 0)
        fprintf (stderr, "%s\n", error ? error->message : "interrupted");
    fflush (NULL);
    if (ranks)
        ranks->leave (ranks, 0);
    for (guint i = 0; i < jobs->n; i++)
        g_free (jobs->results[i]);
    return jobs->rank == 0 && end != CVPN_CREW_DONE ? 2 : 0;
}
