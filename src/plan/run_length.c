/* run_length: how long the runs are that are to show the demand, and what of them is left out. */
#include "plan/run_length.h"

#include <math.h>

#include "base/quantity.h"

#define DEFAULT_DURATION CVPN_DAY
/* A loss system that starts empty is in its steady state after some mean stays, and several more
 * show what happens in it: fewer, where many come in each. */
#define STAYS_OF_WARM_UP 10
#define STAYS_TO_WATCH   20
#define STAYS_AT_LEAST   5
#define ARRIVALS_ENOUGH  200000

/* Who comes only once is not left out as long as the endpoint fills: nobody would be left. */
static gboolean
comes_once (const CvpnClientsSpec *clients)
{
    return clients->arrival.kind == CVPN_ARRIVAL_CSV ||
           (clients->arrival.kind == CVPN_ARRIVAL_AT &&
            clients->away.kind == CVPN_DISTRIBUTION_UNSET);
}

static void
choose_warm_up (CvpnPlanning *planning)
{
    if (planning->scenario->spec->scenario.warm_up_ns <= 0)
        return;
    if (!cvpn_planning_any (planning, comes_once)) {
        planning->warm_up_ns = planning->scenario->spec->scenario.warm_up_ns;
        return;
    }
    cvpn_planning_assume (planning, "The warm-up counts, too: people who come only once come in "
                                    "it.");
}

void
cvpn_run_length_choose (CvpnPlanning *planning)
{
    const CvpnScenarioSpec *spec = &planning->scenario->spec->scenario;

    planning->duration_ns = spec->duration_ns;
    choose_warm_up (planning);
    if (spec->duration_ns > 0)
        return;
    planning->duration_ns = DEFAULT_DURATION;
    cvpn_planning_assume (planning, "The scenario gives no duration: a day is planned for.");
}

/* Offered load and arrivals give the mean stay (Little's law). */
static gint64
mean_stay (const CvpnPlanning *planning)
{
    const CvpnClientsSpec *clients;
    double rate = 0;

    for (guint i = 0; (clients = cvpn_planning_next_clients (planning, &i));)
        rate += clients->arrival.rate;
    return rate > 0 ? (gint64) (planning->offered.erlangs / rate * (double) CVPN_SECOND) : 0;
}

static void
say_length (CvpnPlanning *planning)
{
    g_autofree char *warm_up = cvpn_duration_format (planning->warm_up_ns);
    g_autofree char *duration = cvpn_duration_format (planning->duration_ns);

    cvpn_planning_assume (planning,
                          "Arrivals are constant: each run lasts %s, of which the first %s, in "
                          "which the endpoint fills, are left out.",
                          duration, warm_up);
}

/* Whole minutes read better than what an exponential distribution happens to give. */
static gint64
round_up (double ns)
{
    return (gint64) ceil (ns / (double) CVPN_MINUTE) * CVPN_MINUTE;
}

static gboolean
comes_by_time_of_day (const CvpnClientsSpec *clients)
{
    return clients->arrival.kind == CVPN_ARRIVAL_DAILY;
}

/* Their days differ, or there is one only: another day would not be the same. */
static gboolean
has_its_own_days (const CvpnClientsSpec *clients)
{
    return comes_once (clients) || clients->arrival.kind == CVPN_ARRIVAL_OFFICE_DAY;
}

/* Every day is alike, and on the first one nobody is left from the day before: no session lasts
 * for more than a day. */
static void
leave_out_first_day (CvpnPlanning *planning)
{
    const gint64 days = (planning->duration_ns + CVPN_DAY - 1) / CVPN_DAY;

    if (planning->warm_up_ns > 0 || !cvpn_planning_any (planning, comes_by_time_of_day) ||
        cvpn_planning_any (planning, has_its_own_days))
        return;
    planning->warm_up_ns = CVPN_DAY;
    planning->duration_ns = (1 + days) * CVPN_DAY;
    cvpn_planning_assume (planning, "People come by the time of day: the runs have a day more, the "
                                    "first, which is left out, since it begins without those of "
                                    "the night before.");
}

/* Constant arrivals: the steady state is what counts. */
void
cvpn_run_length_settle (CvpnPlanning *planning)
{
    const double stay = (double) mean_stay (planning);
    const double watched =
        CLAMP (ARRIVALS_ENOUGH / planning->offered.erlangs, STAYS_AT_LEAST, STAYS_TO_WATCH);

    leave_out_first_day (planning);
    if (planning->offered.form != CVPN_FORM_ERLANG || planning->warm_up_ns > 0 || stay <= 0)
        return;
    const double warm_up = STAYS_OF_WARM_UP * stay;
    if ((double) planning->duration_ns < warm_up + watched * stay)
        planning->duration_ns = round_up (warm_up + watched * stay);
    planning->warm_up_ns = MIN (planning->duration_ns / 2, round_up (warm_up));
    say_length (planning);
}
