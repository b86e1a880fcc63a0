/* team: threads that take jobs from a list, and a list of what became of them.
 *
 * The locks are those of POSIX and not GLib's, which the thread sanitizer does not see. */
#include "experiment/team.h"

#include <pthread.h>
#include <signal.h>

/* A job on its way from one list to the next. */
typedef struct {
    CvpnJobOutcome outcome;
    CvpnStop stop;
} Task;

struct CvpnTeam {
    const CvpnWork *work;
    gpointer self;
    GPtrArray *threads;   /* GThread * */
    pthread_mutex_t lock; /* of all below */
    pthread_cond_t given; /* a job, or the end */
    pthread_cond_t ended; /* an outcome */
    gboolean closing;
    GQueue waiting, running, over; /* Task * */
};

void
cvpn_job_result_clear (CvpnJobResult *result)
{
    g_clear_pointer (&result->text, g_free);
    if (result->made)
        result->free_made (g_steal_pointer (&result->made));
}

void
cvpn_job_outcome_clear (CvpnJobOutcome *outcome)
{
    cvpn_job_result_clear (&outcome->result);
    g_clear_error (&outcome->error);
}

static void
free_task (gpointer data)
{
    Task *task = data;

    cvpn_job_outcome_clear (&task->outcome);
    g_free (task);
}

/* The next task, or NULL at the end of the team. */
static Task *
begin_task (CvpnTeam *team)
{
    Task *task = NULL;

    pthread_mutex_lock (&team->lock);
    while (!team->closing && !team->waiting.head)
        pthread_cond_wait (&team->given, &team->lock);
    if (!team->closing) {
        task = g_queue_pop_head (&team->waiting);
        g_queue_push_tail (&team->running, task);
    }
    pthread_mutex_unlock (&team->lock);
    return task;
}

static void
end_task (CvpnTeam *team, Task *task)
{
    pthread_mutex_lock (&team->lock);
    g_queue_remove (&team->running, task);
    g_queue_push_tail (&team->over, task);
    pthread_cond_signal (&team->ended);
    pthread_mutex_unlock (&team->lock);
}

static gpointer
run_tasks (gpointer data)
{
    CvpnTeam *team = data;
    Task *task;

    while ((task = begin_task (team))) {
        CvpnJobOutcome *outcome = &task->outcome;
        team->work->run (team->self, outcome->job, &task->stop, &outcome->result, &outcome->error);
        end_task (team, task);
    }
    return NULL;
}

/* Signals are for the thread that called: it polls for them. */
static void
start_threads (CvpnTeam *team, guint threads)
{
    sigset_t all, before;

    sigfillset (&all);
    pthread_sigmask (SIG_BLOCK, &all, &before);
    for (guint i = 0; i < threads; i++)
        g_ptr_array_add (team->threads, g_thread_new ("crew", run_tasks, team));
    pthread_sigmask (SIG_SETMASK, &before, NULL);
}

CvpnTeam *
cvpn_team_new (guint threads, const CvpnWork *work, gpointer self)
{
    CvpnTeam *team = g_new0 (CvpnTeam, 1);
    pthread_condattr_t clock;

    *team = (CvpnTeam){ .work = work, .self = self, .threads = g_ptr_array_new () };
    pthread_mutex_init (&team->lock, NULL);
    pthread_cond_init (&team->given, NULL);
    pthread_condattr_init (&clock);
    pthread_condattr_setclock (&clock, CLOCK_MONOTONIC);
    pthread_cond_init (&team->ended, &clock);
    pthread_condattr_destroy (&clock);
    start_threads (team, MAX (threads, 1));
    return team;
}

static void
stop_task (gpointer data, G_GNUC_UNUSED gpointer unused)
{
    g_atomic_int_set (&((Task *) data)->stop.set, 1);
}

void
cvpn_team_free (CvpnTeam *team)
{
    pthread_mutex_lock (&team->lock);
    team->closing = TRUE;
    g_queue_foreach (&team->running, stop_task, NULL);
    pthread_cond_broadcast (&team->given);
    pthread_mutex_unlock (&team->lock);
    for (guint i = 0; i < team->threads->len; i++)
        g_thread_join (team->threads->pdata[i]);
    g_ptr_array_unref (team->threads);
    g_queue_clear_full (&team->waiting, free_task);
    g_queue_clear_full (&team->over, free_task);
    pthread_cond_destroy (&team->given);
    pthread_cond_destroy (&team->ended);
    pthread_mutex_destroy (&team->lock);
    g_free (team);
}

guint
cvpn_team_idle (CvpnTeam *team)
{
    pthread_mutex_lock (&team->lock);
    const guint busy = team->waiting.length + team->running.length;
    pthread_mutex_unlock (&team->lock);
    return team->threads->len > busy ? team->threads->len - busy : 0;
}

void
cvpn_team_give (CvpnTeam *team, CvpnJob job)
{
    Task *task = g_new0 (Task, 1);

    task->outcome.job = job;
    pthread_mutex_lock (&team->lock);
    g_queue_push_tail (&team->waiting, task);
    pthread_cond_signal (&team->given);
    pthread_mutex_unlock (&team->lock);
}

static void
stop_job (const GQueue *tasks, CvpnJob job)
{
    for (GList *link = tasks->head; link; link = link->next) {
        Task *task = link->data;
        if (task->outcome.job.setting == job.setting &&
            task->outcome.job.replication == job.replication)
            stop_task (task, NULL);
    }
}

void
cvpn_team_drop (CvpnTeam *team, CvpnJob job)
{
    pthread_mutex_lock (&team->lock);
    stop_job (&team->waiting, job);
    stop_job (&team->running, job);
    pthread_mutex_unlock (&team->lock);
}

gboolean
cvpn_team_take (CvpnTeam *team, gint64 wait_us, CvpnJobOutcome *outcome)
{
    const gint64 until = g_get_monotonic_time () + wait_us;
    const struct timespec then = { .tv_sec = until / G_USEC_PER_SEC,
                                   .tv_nsec = until % G_USEC_PER_SEC * 1000 };
    int late = 0;

    pthread_mutex_lock (&team->lock);
    while (!team->over.head && late == 0)
        late = pthread_cond_timedwait (&team->ended, &team->lock, &then);
    Task *task = g_queue_pop_head (&team->over);
    pthread_mutex_unlock (&team->lock);
    if (!task)
        return FALSE;
    *outcome = task->outcome;
    g_free (task);
    return TRUE;
}
