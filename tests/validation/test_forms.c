/* What the planner takes from closed forms, as it takes it: offered() reads a scenario, and what
 * follows from it is held against the simulation of that scenario.
 *
 * Arrivals by the time of day: how many are there when most are, Poisson at each day's same
 * minute.  Blocking: with all that prolongs or cuts short how long a place is held. */
#include <math.h>

#include "base/quantity.h"
#include "model/scenario.h"
#include "plan/closed_form.h"
#include "replicate.h"
#include "stays.h"
#include "validation.h"

#define RUNS_DAILY 40
#define RUNS       30
#define DAYS       6 /* beside the first one */

static CvpnOffered
offer (const ValidationRun *run)
{
    g_autoptr (CvpnScenario) scenario = validation_load (run);
    const CvpnOffered offered = cvpn_offered (scenario->spec, scenario->net, scenario->workload, 0);

    if (offered.why_not)
        g_error ("%s: %s", run->scenario, offered.why_not);
    return offered;
}

typedef struct {
    gint64 time_of_day_ns; /* a whole minute */
    GArray *levels;        /* guint */
} LevelAt;

/* After the first day, which begins empty. */
static void
keep_level (gpointer self, const CvpnPeriodRecord *record)
{
    const LevelAt *at = self;
    const guint level = (guint) record->active_connections;

    if (record->time_ns > CVPN_DAY && record->time_ns % CVPN_DAY == at->time_of_day_ns)
        g_array_append_val (at->levels, level);
}

static void
check_daily (const char *what, const ValidationRun *run)
{
    static const CvpnObserver observer = { .period = keep_level };
    const CvpnOffered offered = offer (run);
    g_autoptr (GArray) levels = g_array_new (FALSE, FALSE, sizeof (guint));
    LevelAt at = { (offered.peak_ns + CVPN_MINUTE / 2) / CVPN_MINUTE * CVPN_MINUTE, levels };
    ValidationRun one = *run;

    g_assert (offered.form == CVPN_FORM_VARYING);
    for (guint i = 0; i < RUNS_DAILY; i++) {
        one.seed = run->seed + i;
        validation_run (&one, &observer, &at);
    }
    g_assert (levels->len == RUNS_DAILY * DAYS);
    validation_poisson (what, levels, offered.erlangs);
}

#define BY_MINUTES "scenario.metrics-period=1min", "scenario.duration=7d"

static void
test_daily (void)
{
    const ValidationRun constant = { "daily", 1, { BY_MINUTES } };
    const ValidationRun lognormal = { "daily",
                                      101,
                                      { BY_MINUTES, "clients.staff.session=lognormal 2h 1" } };
    const ValidationRun cut = { "daily",
                                201,
                                { BY_MINUTES, "clients.staff.session=exponential 1h",
                                  "clients.staff.vanishes=50%",
                                  "client-vpn-endpoint.cvpn-1.session-timeout=1h",
                                  "client-vpn-endpoint.cvpn-1.keepalive-time-out=20min" } };

    check_daily ("by day, peak, constant stays", &constant);
    check_daily ("by day, peak, lognormal stays", &lognormal);
    check_daily ("by day, peak, cut at 1 h, half vanish", &cut);
}

static void
check_blocked (const char *what, const ValidationRun *run, CvpnForm form)
{
    const CvpnOffered offered = offer (run);
    double blocked[RUNS];

    g_assert (offered.form == form);
    validation_metrics (run, "blocked-share", blocked, RUNS);
    validation_mean (what, &validation_share, blocked, RUNS, cvpn_offered_blocking (&offered, 10));
}

#define TEN    "quotas.concurrent-connections=10"
#define SHORT  "scenario.duration=100h"
#define LIMIT  "client-vpn-endpoint.cvpn-1.session-timeout=15min"
#define SILENT "client-vpn-endpoint.cvpn-1.keepalive-time-out=5min"
#define SAML   "client-vpn-endpoint.cvpn-1.authentication=federated"
#define LAMBDA "client-vpn-endpoint.cvpn-1.client-connect-handler=constant 3s"
#define LOG_IN "clients.staff.saml-login=exponential 3min"

static void
test_erlang (void)
{
    const ValidationRun cut = { "blocking", 1001, { TEN, SHORT, LIMIT } };
    const ValidationRun vanish = { "blocking",
                                   1101,
                                   { TEN, SHORT, LIMIT, SILENT, "clients.staff.vanishes=50%" } };
    const ValidationRun saml = { "blocking", 1201, { TEN, SHORT, SAML, LAMBDA, LOG_IN } };
    const ValidationRun both = { "crowds", 1301, { TEN, SHORT } };

    check_blocked ("7 erlangs, stays cut at 15 min", &cut, CVPN_FORM_ERLANG);
    check_blocked ("7 erlangs, cut at 15 min, half vanish", &vanish, CVPN_FORM_ERLANG);
    check_blocked ("7 erlangs, SAML and a connect handler", &saml, CVPN_FORM_ERLANG);
    check_blocked ("4 and 3 erlangs of different stays", &both, CVPN_FORM_ERLANG);
}

static void
test_engset (void)
{
    const ValidationRun cut = { "sources", 2001, { SHORT, LIMIT } };
    const ValidationRun saml = { "sources",
                                 2101,
                                 { SHORT, STAYS_LOGNORMAL, SAML, LAMBDA, LOG_IN } };

    check_blocked ("20 people, stays cut at 15 min", &cut, CVPN_FORM_ENGSET);
    check_blocked ("20 people, SAML and a connect handler", &saml, CVPN_FORM_ENGSET);
}

int
main (int argc, char **argv)
{
    static const CvpnTest tests[] = {
        { "daily", test_daily },
        { "Erlang", test_erlang },
        { "Engset", test_engset },
    };

    return validation_main ("forms", tests, G_N_ELEMENTS (tests), argc, argv);
}
