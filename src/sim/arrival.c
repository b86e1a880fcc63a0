/* arrival: closed populations, Poisson and daily arrivals, listed log-ins.
 *
 * A closed population is all there from the start, an event for each user.  An
 * open one has one event, its next arrival; rates by time of day are thinned
 * from a Poisson process at the profile's highest rate (Lewis and Shedler,
 * 1979), which is exact. */
#include "sim/arrival.h"

#include <gsl/gsl_randist.h>

#include "base/quantity.h"
#include "model/daily_rate.h"
#include "sim/client.h"
#include "sim/handlers.h"
#include "sim/office_day.h"

static const CvpnArrival *
arrival_of (const CvpnSimulation *sim, guint32 population)
{
    return &cvpn_simulation_population (sim, population)->spec->arrival;
}

static void
start_closed (CvpnSimulation *sim, guint32 population)
{
    CvpnPopulationState *state = &sim->populations[population];
    const CvpnClientsSpec *spec = cvpn_simulation_population (sim, population)->spec;

    state->first_client = sim->clients->len;
    for (guint32 number = 1; number <= spec->count; number++) {
        const guint32 client = cvpn_client_add (sim, population, number);
        const CvpnStream stream = { state->key, number };

        cvpn_simulation_schedule (
            sim, cvpn_stream_sample (stream, CVPN_DRAW_FIRST, 0, &spec->arrival.first),
            (CvpnEvent){ .kind = CVPN_EVENT_VISIT, .a = client });
    }
}

/* TRUE if the candidate at that time is an arrival. */
static gboolean
accept (const CvpnSimulation *sim, guint32 population, gint64 time_ns)
{
    const CvpnPopulationState *state = &sim->populations[population];
    const CvpnArrival *arrival = arrival_of (sim, population);
    CvpnDraw draw;

    if (arrival->kind != CVPN_ARRIVAL_DAILY)
        return TRUE;

    gsl_rng *rng = cvpn_draw_start (&draw, state->key, 0, CVPN_DRAW_THINNING, state->candidates);
    const gint64 time_of_day =
        (sim->scenario->spec->scenario.start_ns % CVPN_DAY + time_ns % CVPN_DAY) % CVPN_DAY;

    return gsl_rng_uniform (rng) * state->peak_rate <
           cvpn_daily_rate_at (arrival->points, time_of_day);
}

static gint64
draw_gap (const CvpnPopulationState *state)
{
    const CvpnDistribution gap = { .kind = CVPN_DISTRIBUTION_EXPONENTIAL,
                                   .a = (double) CVPN_SECOND / state->peak_rate };

    return cvpn_stream_sample ((CvpnStream){ state->key, 0 }, CVPN_DRAW_ARRIVAL, state->candidates,
                               &gap);
}

static void
schedule_next (CvpnSimulation *sim, guint32 population)
{
    CvpnPopulationState *state = &sim->populations[population];
    const gint64 left = sim->duration_ns - sim->now_ns;
    gint64 delay = 0;

    if (!(state->peak_rate > 0))
        return;
    do {
        state->candidates++;
        delay += draw_gap (state);
    } while (delay <= left && !accept (sim, population, sim->now_ns + delay));
    cvpn_simulation_schedule (sim, delay,
                              (CvpnEvent){ .kind = CVPN_EVENT_ARRIVAL, .a = population });
}

void
cvpn_arrival_handle (CvpnSimulation *sim, const CvpnEvent *event)
{
    const guint32 population = event->a;

    schedule_next (sim, population);
    cvpn_client_visit (sim, cvpn_client_add (sim, population, ++sim->populations[population].users),
                       -1);
}

/* Each log-in has streams of its own: the user's name and which of that user's
 * it is say which, so that a line more in the list changes no other user. */
static guint32
entity_of (const CvpnSimulation *sim, const char *user, guint32 ordinal)
{
    g_autofree char *name = g_strdup_printf ("%s/%u", user, ordinal);

    return cvpn_rng_key ((guint64) sim->scenario->spec->scenario.seed, name).key[0];
}

/* Numbers the users in the order of their first log-in. */
static void
number_logins (CvpnSimulation *sim, CvpnPopulationState *state, const GPtrArray *logins)
{
    g_autoptr (GArray) counts = g_array_new (FALSE, TRUE, sizeof (guint32));

    state->user_numbers = g_hash_table_new (g_str_hash, g_str_equal);
    state->logins = g_new0 (CvpnLoginState, logins->len);
    for (guint i = 0; i < logins->len; i++) {
        CvpnLogin *login = logins->pdata[i];
        guint32 number = GPOINTER_TO_UINT (g_hash_table_lookup (state->user_numbers, login->user));

        if (number == 0) {
            number = counts->len + 1;
            g_array_set_size (counts, number);
            g_hash_table_insert (state->user_numbers, login->user, GUINT_TO_POINTER (number));
        }

        guint32 *ordinal = &g_array_index (counts, guint32, number - 1);

        state->logins[i] = (CvpnLoginState){ entity_of (sim, login->user, ++*ordinal), number };
    }
}

static void
schedule_login (CvpnSimulation *sim, guint32 population, guint32 index)
{
    const GPtrArray *logins = arrival_of (sim, population)->logins;

    if (index >= logins->len)
        return;

    const CvpnLogin *login = logins->pdata[index];

    cvpn_simulation_schedule (sim, login->time_ns - sim->now_ns,
                              (CvpnEvent){ .kind = CVPN_EVENT_LOGIN, .a = population, .b = index });
}

void
cvpn_arrival_handle_login (CvpnSimulation *sim, const CvpnEvent *event)
{
    const CvpnLogin *login = arrival_of (sim, event->a)->logins->pdata[event->b];
    const CvpnLoginState *state = &sim->populations[event->a].logins[event->b];
    const guint32 client = cvpn_client_add (sim, event->a, state->number);

    cvpn_simulation_client (sim, client)->name = login->user;
    cvpn_simulation_client (sim, client)->entity = state->entity;
    schedule_login (sim, event->a, event->b + 1);
    cvpn_client_visit (sim, client, login->duration_ns);
}

void
cvpn_arrival_start (CvpnSimulation *sim, guint32 population)
{
    CvpnPopulationState *state = &sim->populations[population];
    const CvpnArrival *arrival = arrival_of (sim, population);

    switch (arrival->kind) {
    case CVPN_ARRIVAL_AT:
        start_closed (sim, population);
        break;
    case CVPN_ARRIVAL_OFFICE_DAY:
        cvpn_office_day_start (sim, population);
        break;
    case CVPN_ARRIVAL_POISSON:
    case CVPN_ARRIVAL_DAILY:
        state->peak_rate = arrival->kind == CVPN_ARRIVAL_DAILY
                               ? cvpn_daily_rate_peak (arrival->points)
                               : arrival->rate;
        schedule_next (sim, population);
        break;
    case CVPN_ARRIVAL_CSV:
        number_logins (sim, state, arrival->logins);
        schedule_login (sim, population, 0);
        break;
    }
}

void
cvpn_population_state_clear (CvpnPopulationState *state)
{
    g_free (state->days);
    g_free (state->logins);
    g_clear_pointer (&state->user_numbers, g_hash_table_unref);
    g_clear_pointer (&state->present, g_hash_table_unref);
    g_clear_pointer (&state->new_files, g_hash_table_unref);
}
