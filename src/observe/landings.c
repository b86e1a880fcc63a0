/* landings: a hash table for counting, sorted by name when read, so that the
 * table's own order reaches no output.
 *
 * Names point into the scenario, where equal names are one string or several;
 * hashing their bytes serves both. */
#include "observe/landings.h"

#include <string.h>

struct CvpnLandings {
    GHashTable *table; /* a set of CvpnLanding *, owned */
};

static guint
hash_landing (gconstpointer key)
{
    const CvpnLanding *landing = key;

    return (g_str_hash (landing->endpoint) * 31 + g_str_hash (landing->subnet)) * 31 +
           g_str_hash (landing->destination);
}

static gint
compare_landings (const CvpnLanding *a, const CvpnLanding *b)
{
    gint order = strcmp (a->endpoint, b->endpoint);

    if (order == 0)
        order = strcmp (a->subnet, b->subnet);
    return order != 0 ? order : strcmp (a->destination, b->destination);
}

static gboolean
same_landing (gconstpointer a, gconstpointer b)
{
    return compare_landings (a, b) == 0;
}

static gint
compare_elements (gconstpointer a, gconstpointer b)
{
    return compare_landings (*(const CvpnLanding *const *) a, *(const CvpnLanding *const *) b);
}

CvpnLandings *
cvpn_landings_new (void)
{
    CvpnLandings *landings = g_new (CvpnLandings, 1);

    landings->table = g_hash_table_new_full (hash_landing, same_landing, g_free, NULL);
    return landings;
}

void
cvpn_landings_free (CvpnLandings *landings)
{
    if (!landings)
        return;
    g_hash_table_unref (landings->table);
    g_free (landings);
}

void
cvpn_landings_add (CvpnLandings *landings, const CvpnFlowRecord *flow)
{
    const CvpnLanding key = {
        .endpoint = flow->endpoint ? flow->endpoint : "",
        .subnet = flow->subnet ? flow->subnet : "",
        .destination = flow->destination_name ? flow->destination_name : "",
    };
    CvpnLanding *landing = g_hash_table_lookup (landings->table, &key);

    if (!landing) {
        landing = g_memdup2 (&key, sizeof key);
        g_hash_table_add (landings->table, landing);
    }
    landing->flows++;
    landing->delivered += flow->outcome == CVPN_OUTCOME_DELIVERED;
}

GPtrArray *
cvpn_landings_sorted (const CvpnLandings *landings)
{
    GPtrArray *sorted = g_ptr_array_new ();
    GHashTableIter iter;
    gpointer landing;

    g_hash_table_iter_init (&iter, landings->table);
    while (g_hash_table_iter_next (&iter, &landing, NULL))
        g_ptr_array_add (sorted, landing);
    g_ptr_array_sort (sorted, compare_elements);
    return sorted;
}

double
cvpn_landing_success (const CvpnLanding *landing)
{
    return (double) landing->delivered / (double) landing->flows;
}
