/* shelf: a place for each setting, which is filled once and never emptied.
 *
 * The lock is POSIX's and not GLib's, which the thread sanitizer does not see. */
#include "experiment/shelf.h"

#include <pthread.h>

struct CvpnShelf {
    const GPtrArray *settings;
    pthread_mutex_t lock; /* of all below */
    GPtrArray *scenarios; /* const CvpnScenario *, owned; by setting; NULL: not read yet */
    guint room;           /* lines */
};

CvpnShelf *
cvpn_shelf_new (const GPtrArray *settings, guint lines)
{
    CvpnShelf *shelf = g_new0 (CvpnShelf, 1);

    shelf->settings = settings;
    pthread_mutex_init (&shelf->lock, NULL);
    shelf->scenarios = g_ptr_array_new_with_free_func ((GDestroyNotify) cvpn_scenario_free);
    g_ptr_array_set_size (shelf->scenarios, (gint) settings->len);
    shelf->room = lines;
    return shelf;
}

void
cvpn_shelf_free (CvpnShelf *shelf)
{
    if (!shelf)
        return;
    g_ptr_array_unref (shelf->scenarios);
    pthread_mutex_destroy (&shelf->lock);
    g_free (shelf);
}

static const CvpnScenario *
find (CvpnShelf *shelf, guint32 setting)
{
    pthread_mutex_lock (&shelf->lock);
    const CvpnScenario *scenario = shelf->scenarios->pdata[setting];
    pthread_mutex_unlock (&shelf->lock);
    return scenario;
}

static guint
count_lines (const CvpnScenario *scenario)
{
    const GPtrArray *groups = scenario->spec->document->groups;
    guint lines = groups->len;

    for (guint i = 0; i < groups->len; i++)
        lines += ((const CvpnGroup *) groups->pdata[i])->entries->len;
    return lines;
}

/* FALSE: there is no room, or another thread was first. */
static gboolean
leave (CvpnShelf *shelf, guint32 setting, CvpnScenario *scenario)
{
    const guint lines = count_lines (scenario);

    pthread_mutex_lock (&shelf->lock);
    const gboolean fits = !shelf->scenarios->pdata[setting] && lines <= shelf->room;
    if (fits) {
        shelf->scenarios->pdata[setting] = scenario;
        shelf->room -= lines;
    }
    pthread_mutex_unlock (&shelf->lock);
    return fits;
}

CvpnReplica *
cvpn_shelf_take (CvpnShelf *shelf, guint32 setting, gint64 seed, CvpnReport *report, GError **error)
{
    const CvpnScenario *there = find (shelf, setting);
    CvpnReplica *replica = there ? cvpn_replica_new (there, seed) : NULL;

    if (replica)
        return replica;
    CvpnScenario *own = cvpn_setting_load (shelf->settings->pdata[setting], seed, report, error);
    if (!own)
        return NULL;
    return !there && leave (shelf, setting, own) ? cvpn_replica_new (own, seed)
                                                 : cvpn_replica_take (own);
}
