/* landings: a hash table for counting, sorted by name when read, so that the
 * table's own order reaches no output.
 *
 * Names point into the scenario, where equal names are one string or several;
 * hashing their bytes serves both.  Where the names are tells at once which
 * landing it is, once the same places have been seen before. */
#include "observe/landings.h"

#include <string.h>

#define FIRST_BITS 6

/* Where the names of a landing are. */
typedef struct {
    const char *endpoint, *subnet, *destination;
    CvpnLanding *landing; /* NULL: an empty slot */
} Place;

struct CvpnLandings {
    GHashTable *table; /* a set of CvpnLanding *, owned */
    Place *places;     /* 2^bits slots, at most half of them taken */
    guint bits, n_places;
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
    CvpnLandings *landings = g_new0 (CvpnLandings, 1);

    landings->bits = FIRST_BITS;
    landings->places = g_new0 (Place, (gsize) 1 << FIRST_BITS);
    landings->table = g_hash_table_new_full (hash_landing, same_landing, g_free, NULL);
    return landings;
}

void
cvpn_landings_free (CvpnLandings *landings)
{
    if (!landings)
        return;
    g_hash_table_unref (landings->table);
    g_free (landings->places);
    g_free (landings);
}

/* The slot of these places, or the empty one where they belong. */
static Place *
find_place (const CvpnLandings *landings, const Place *names)
{
    const guint64 odd = G_GUINT64_CONSTANT (0x9e3779b97f4a7c15); /* Fibonacci hashing */
    guint64 mixed = (guint64) GPOINTER_TO_SIZE (names->endpoint) * odd;
    const gsize mask = ((gsize) 1 << landings->bits) - 1;

    mixed = (mixed + (guint64) GPOINTER_TO_SIZE (names->subnet)) * odd;
    mixed = (mixed + (guint64) GPOINTER_TO_SIZE (names->destination)) * odd;
    for (gsize i = (gsize) (mixed >> (64 - landings->bits));; i = (i + 1) & mask) {
        Place *place = &landings->places[i];
        if (!place->landing ||
            (place->destination == names->destination && place->subnet == names->subnet &&
             place->endpoint == names->endpoint))
            return place;
    }
}

static void
grow_places (CvpnLandings *landings)
{
    g_autofree Place *before = landings->places;
    const gsize n_before = (gsize) 1 << landings->bits;

    landings->bits++;
    landings->places = g_new0 (Place, (gsize) 1 << landings->bits);
    for (gsize i = 0; i < n_before; i++)
        if (before[i].landing)
            *find_place (landings, &before[i]) = before[i];
}

/* By the bytes of its names. */
static CvpnLanding *
find_landing (CvpnLandings *landings, const Place *names)
{
    const CvpnLanding key = {
        .endpoint = names->endpoint ? names->endpoint : "",
        .subnet = names->subnet ? names->subnet : "",
        .destination = names->destination ? names->destination : "",
    };
    CvpnLanding *landing = g_hash_table_lookup (landings->table, &key);

    if (!landing) {
        landing = g_memdup2 (&key, sizeof key);
        g_hash_table_add (landings->table, landing);
    }
    return landing;
}

static Place *
add_place (CvpnLandings *landings, const Place *names)
{
    if (2 * ++landings->n_places > 1u << landings->bits)
        grow_places (landings);
    Place *place = find_place (landings, names);
    *place = *names;
    place->landing = find_landing (landings, names);
    return place;
}

void
cvpn_landings_add (CvpnLandings *landings, const CvpnFlowRecord *flow)
{
    const Place names = { flow->endpoint, flow->subnet, flow->destination_name, NULL };
    const Place *place = find_place (landings, &names);

    if (!place->landing)
        place = add_place (landings, &names);
    place->landing->flows++;
    place->landing->delivered += flow->outcome == CVPN_OUTCOME_DELIVERED;
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
