/* office_day: see the header.
 *
 * No document says how people work; the shape is an assumption of ours, and
 * each figure of it a key of [clients].  The client's next event is the only one
 * that is pending, as of any client: lunch is the end of a session, foreseen when
 * the session begins. */
#include "sim/office_day.h"

#include "base/date.h"
#include "base/quantity.h"
#include "sim/client.h"
#include "sim/handlers.h"

static const CvpnClientsSpec *
spec_of (const CvpnSimulation *sim, const CvpnClient *client)
{
    return cvpn_simulation_population (sim, client->population)->spec;
}

static CvpnDayState *
state_of (const CvpnSimulation *sim, const CvpnClient *client)
{
    return &sim->populations[client->population].days[client->number - 1];
}

static gint64
first_day (const CvpnSimulation *sim)
{
    return sim->scenario->spec->scenario.start_date_s / (CVPN_DAY / CVPN_SECOND);
}

/* In simulated time; that of the first day is at 0s or before. */
static gint64
midnight_of (const CvpnSimulation *sim, gint64 day)
{
    return (day - first_day (sim)) * CVPN_DAY - sim->scenario->spec->scenario.start_ns;
}

static gint64
sample (const CvpnSimulation *sim, const CvpnClient *client, guint16 purpose, gint64 index,
        const CvpnDistribution *distribution)
{
    return cvpn_stream_sample (cvpn_client_stream (sim, client), purpose, (guint32) index,
                               distribution);
}

static gboolean
happens (const CvpnSimulation *sim, const CvpnClient *client, guint16 purpose, gint64 day,
         double share)
{
    const CvpnStream stream = cvpn_client_stream (sim, client);
    CvpnDraw draw;

    return gsl_rng_uniform (
               cvpn_draw_start (&draw, stream.key, stream.entity, purpose, (guint32) day)) < share;
}

static gint64
start_of (const CvpnSimulation *sim, const CvpnClient *client, gint64 day)
{
    return midnight_of (sim, day) +
           sample (sim, client, CVPN_DRAW_DAY_START, day, &spec_of (sim, client)->arrival.first);
}

static gint64
stay_of (const CvpnSimulation *sim, const CvpnClient *client, gint64 day, gboolean second)
{
    return sample (sim, client, CVPN_DRAW_DAY_STAY, 2 * day + second,
                   &spec_of (sim, client)->session);
}

static gint64
lunch_of (const CvpnSimulation *sim, const CvpnClient *client, gint64 day)
{
    const CvpnOfficeDay *office = &spec_of (sim, client)->office;

    if (!happens (sim, client, CVPN_DRAW_LUNCH, day, office->lunch))
        return -1;
    return midnight_of (sim, day) +
           sample (sim, client, CVPN_DRAW_LUNCH_START, day, &office->lunch_start);
}

static void
schedule_day (CvpnSimulation *sim, guint32 client, gint64 time_ns)
{
    cvpn_simulation_schedule (sim, time_ns - sim->now_ns,
                              (CvpnEvent){ .kind = CVPN_EVENT_OFFICE_DAY, .a = client });
}

/* Who should have come before 'floor_ns' comes then, for what is left of the
 * stay: at the run's start, or after a session that lasted into the next day. */
static gboolean
begin_day (CvpnSimulation *sim, guint32 client, gint64 day, gint64 floor_ns)
{
    const CvpnClient *self = cvpn_simulation_client (sim, client);

    if (!cvpn_date_is_working_day (day) ||
        !happens (sim, self, CVPN_DRAW_ATTENDANCE, day, spec_of (sim, self)->office.attendance))
        return FALSE;

    const gint64 start = start_of (sim, self, day);

    if (start < floor_ns && start + stay_of (sim, self, day, FALSE) <= floor_ns)
        return FALSE;
    *state_of (sim, self) = (CvpnDayState){ .day = day, .lunch_ns = lunch_of (sim, self, day) };
    schedule_day (sim, client, MAX (start, floor_ns));
    return TRUE;
}

static void
begin_next_day (CvpnSimulation *sim, guint32 client, gint64 day, gint64 floor_ns)
{
    while (midnight_of (sim, day) <= sim->duration_ns && !begin_day (sim, client, day, floor_ns))
        day++;
}

void
cvpn_office_day_start (CvpnSimulation *sim, guint32 population)
{
    CvpnPopulationState *state = &sim->populations[population];
    const gint64 count = cvpn_simulation_population (sim, population)->spec->count;

    state->first_client = sim->clients->len;
    state->days = g_new0 (CvpnDayState, count);
    for (guint32 number = 1; number <= count; number++)
        begin_next_day (sim, cvpn_client_add (sim, population, number), first_day (sim), 0);
}

void
cvpn_office_day_handle (CvpnSimulation *sim, const CvpnEvent *event)
{
    const CvpnClient *client = cvpn_simulation_client (sim, event->a);
    const CvpnDayState *state = state_of (sim, client);
    gint64 stay = stay_of (sim, client, state->day, state->second);

    if (!state->second)
        stay -= sim->now_ns - start_of (sim, client, state->day);
    cvpn_client_visit (sim, event->a, stay);
}

gint64
cvpn_office_day_session (const CvpnSimulation *sim, const CvpnClient *client, gint64 stay_left_ns)
{
    const gint64 until_lunch = state_of (sim, client)->lunch_ns - sim->now_ns;

    return until_lunch > 0 ? MIN (until_lunch, stay_left_ns) : stay_left_ns;
}

gint64
cvpn_office_day_lunch (CvpnSimulation *sim, const CvpnClient *client)
{
    CvpnDayState *state = state_of (sim, client);

    if (state->lunch_ns != sim->now_ns)
        return -1;
    return sample (sim, client, CVPN_DRAW_LUNCH_LENGTH, state->day,
                   &spec_of (sim, client)->office.lunch_length);
}

void
cvpn_office_day_leave (CvpnSimulation *sim, guint32 client)
{
    const CvpnClient *self = cvpn_simulation_client (sim, client);
    const CvpnOfficeDay *office = &spec_of (sim, self)->office;
    CvpnDayState *state = state_of (sim, self);
    const gint64 again =
        sim->now_ns + 1 +
        sample (sim, self, CVPN_DRAW_SECOND_GAP, state->day, &office->second_session_after);

    if (!state->second && again < midnight_of (sim, state->day + 1) &&
        happens (sim, self, CVPN_DRAW_SECOND, state->day, office->second_session)) {
        state->second = TRUE;
        schedule_day (sim, client, again);
    } else {
        begin_next_day (sim, client, state->day + 1, sim->now_ns + 1);
    }
}
