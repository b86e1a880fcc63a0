/* ranks_open: the environment that mpirun makes, and the module for it.
 *
 * Open MPI says so in OMPI_COMM_WORLD_* ("mpirun(1)", Exported Environment Variables); those of
 * MPICH's and other starters are in PMI_*, and are looked at so that they do not all do the same
 * work into one folder. */
#include "cli/ranks_open.h"

#include <gmodule.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <cvpnsim/error.h>

#include "cli/cli.h"
#include "mpi/ranks_module.h"

static guint64
read_count (const char *name, const char *other)
{
    const char *text = g_getenv (name);
    guint64 count = 0;

    if (!text && other)
        text = g_getenv (other);
    return text && g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT, &count, NULL) ? count : 0;
}

static guint64
started_as_one_of (void)
{
    return read_count ("OMPI_COMM_WORLD_SIZE", "PMI_SIZE");
}

static gboolean
is_first (void)
{
    return read_count ("OMPI_COMM_WORLD_RANK", "PMI_RANK") == 0;
}

guint64
cvpn_ranks_started (gboolean *first)
{
    *first = is_first ();
    return MAX (started_as_one_of (), 1);
}

guint
cvpn_ranks_threads (void)
{
    const guint usable = g_get_num_processors ();
    const guint64 here = read_count ("OMPI_COMM_WORLD_LOCAL_SIZE", NULL);
    const long online = sysconf (_SC_NPROCESSORS_ONLN);

    /* mpirun may or may not have bound each rank to cores of its own. */
    if (here < 2 || online < 1)
        return usable;
    return CLAMP ((guint) ((guint64) online / here), 1, usable);
}

/* Only the first rank says it. */
static const CvpnRanks *
refuse (GError **error, const char *why, const char *detail)
{
    if (!is_first ())
        g_set_error_literal (error, CVPN_ERROR, CVPN_ERROR_USAGE, "");
    else
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE, "mpirun: %s%s", why, detail);
    return NULL;
}

/* As the folder of pictures is found; newly allocated. NULL: there is none. */
static char *
find_module (void)
{
    const char *chosen = g_getenv ("CVPNSIM_MODULES");
    const char *const folders[] = { CVPN_MODULES_INSTALLED, CVPN_MODULES_BUILT };
    const gboolean is_chosen = chosen && *chosen;

    for (guint i = 0; i < (is_chosen ? 1 : G_N_ELEMENTS (folders)); i++) {
        g_autofree char *path =
            g_build_filename (is_chosen ? chosen : folders[i], "cvpnsim-mpi.so", NULL);
        if (g_file_test (path, G_FILE_TEST_EXISTS))
            return g_steal_pointer (&path);
    }
    return NULL;
}

/* MPI has threads of its own, which are to take no signals. */
static const CvpnRanks *
open_without_signals (CvpnRanksModuleOpen open, char **why)
{
    sigset_t all, before;

    sigfillset (&all);
    pthread_sigmask (SIG_BLOCK, &all, &before);
    const CvpnRanks *ranks = open (CVPN_RANKS_MODULE_VERSION, why);
    pthread_sigmask (SIG_SETMASK, &before, NULL);
    return ranks;
}

static const CvpnRanks *
open_module (const char *path, GError **error)
{
    GModule *module = g_module_open (path, G_MODULE_BIND_LAZY);
    gpointer symbol;
    g_autofree char *why = NULL;

    if (!module || !g_module_symbol (module, CVPN_RANKS_MODULE_SYMBOL, &symbol))
        return refuse (error, "cannot load the module for MPI: ", g_module_error ());
    g_module_make_resident (module);
    CvpnRanksModuleOpen open;
    memcpy (&open, &symbol, sizeof open); /* ISO C knows no cast from an object to a function */
    const CvpnRanks *ranks = open_without_signals (open, &why);
    return ranks ? ranks : refuse (error, "the module for MPI: ", why);
}

const CvpnRanks *
cvpn_ranks_open (GError **error)
{
    const guint64 n = started_as_one_of ();
    g_autofree char *path = n > 1 ? find_module () : NULL;

    if (n <= 1)
        return NULL;
    if (!path)
        return refuse (error,
                       "it has started several processes, and this cvpnsim was built without "
                       "MPI; expected a build with -DCVPN_MPI=ON, or one process",
                       "");
    const CvpnRanks *ranks = open_module (path, error);
    if (!ranks || ranks->size == n)
        return ranks;
    ranks->leave (ranks, CVPN_EXIT_INPUT);
    return refuse (error,
                   "it is of another MPI than the one that cvpnsim was built with; "
                   "expected that one's mpirun",
                   "");
}
