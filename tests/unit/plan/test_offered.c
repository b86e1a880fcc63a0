/* offered: which form holds, with which figures, and each sentence that stands against one. */
#include "plan/closed_form.h"

#include <glib/gstdio.h>
#include <math.h>

#include <cvpnsim/simulation.h>
#include <cvpnsim/summary.h>

#include "base/quantity.h"
#include "model/scenario.h"
#include "scenario_text.h"
#include "support.h"

static const char base[] =
    "[scenario]\ntitle = offered\nduration = 100h\n"
    "[latency]\ndns = 20ms\nhandshake = 2s\nauthentication = 80ms\n"
    "[vpc vpc-a]\ncidr-block = 10.0.0.0/16\n"
    "[route-table rtb-a]\nvpc = vpc-a\n"
    "[subnet subnet-a]\nvpc = vpc-a\navailability-zone = us-east-1a\ncidr-block = 10.0.1.0/24\n"
    "route-table = rtb-a\n"
    "[subnet subnet-b]\nvpc = vpc-a\navailability-zone = us-east-1b\ncidr-block = 10.0.2.0/24\n"
    "[client-vpn-endpoint cvpn-1]\nclient-cidr-block = 10.2.0.0/22\ntarget-networks = subnet-a; "
    "subnet-b\n"
    "[client-vpn-endpoint cvpn-2]\nclient-cidr-block = 10.3.0.0/22\ntarget-networks = subnet-a\n";

/* People of cvpn-1. */
#define OPEN                                                                                       \
    "[clients staff]\nendpoint = cvpn-1\narrival = poisson 30/h\nsession = exponential 2h\n"
#define RETURNER      "endpoint = cvpn-1\narrival = at 0s\ncount = 40\naway = exponential 30min\n"
#define CLOSED        "[clients staff]\n" RETURNER "session = constant 10min\n"
#define OFFICE        "[clients staff]\nendpoint = cvpn-1\narrival = office-day\ncount = 70\n"
#define ENDPOINT      "[client-vpn-endpoint cvpn-1]\n"
#define EVENT(ACTION) "[event e]\nendpoint = cvpn-1\nat = 1h\naction = " ACTION "\n"
#define CERTIFICATE   ENDPOINT "authentication = certificate\n"
#define SOON          "[scenario]\nduration = 2h\n"
#define FEDERATED     ENDPOINT "authentication = federated\n"

static CvpnOffered
offer (const char *patch)
{
    g_autofree char *text = cvpn_test_patch (base, patch), *faults = NULL;
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, &faults);

    if (!scenario) {
        g_printerr ("%s\n%s", patch, faults);
        CU_FAIL_FATAL ("scenario");
    }
    return cvpn_offered (scenario->spec, scenario->net, scenario->workload, 0);
}

/* The most places taken at once, in a run of it. */
static double
simulate_peak (const char *patch)
{
    g_autofree char *text = cvpn_test_patch (base, patch);
    g_autoptr (CvpnScenario) scenario = cvpn_test_load (text, NULL);
    g_autoptr (CvpnSimulation) simulation = cvpn_simulation_new (scenario, NULL);
    g_autoptr (CvpnSummary) summary = cvpn_summary_new (scenario);
    double peak = NAN;

    cvpn_simulation_add_observer (simulation, cvpn_summary_observer (), summary);
    while (cvpn_simulation_advance (simulation, 100000))
        continue;
    cvpn_simulation_finish (simulation);
    CU_ASSERT (cvpn_summary_metric (summary, "concurrent-peak", &peak));
    return peak;
}

static void
test_erlang (void)
{
    static const struct {
        const char *patch;
        double erlangs;
    } rows[] = {
        { OPEN, 60 },
        { OPEN "arrival = poisson 1/s\nsession = constant 10s\n", 10 },
        { OPEN "session = pareto 1h 2\n", 60 * (1 - 1 / 48.0) }, /* cut at 24 h */
        { OPEN "-session\n", 30 * 24 },
        { OPEN "session = pareto 1h 0.9\n" ENDPOINT "session-timeout = 8h\n", 99.343332 },
        { OPEN "vanishes = 50%\n", 60 + 15 * 40 / 3600.0 },
        { OPEN "vanishes = 50%\nsession = constant 25h\n", 30 * 24 },
        /* Of three populations one is of the other endpoint. */
        { OPEN "[clients guests]\nendpoint = cvpn-1\narrival = poisson 10/h\nsession = 6min\n"
               "[clients others]\nendpoint = cvpn-2\narrival = office-day\n",
          61 },
        /* What only takes time, or only those who have a place. */
        { OPEN FEDERATED, 60 },
        { OPEN ENDPOINT "client-connect-handler = constant 3s\n", 60 },
        { OPEN "wrong-credentials = 30%\n" CERTIFICATE, 60 }, /* which cannot be mistyped */
        { OPEN "reconnect = openvpn\nsession = constant 10min\n", 5 },
        { OPEN "reconnect = openvpn\n" ENDPOINT "disconnect-on-session-timeout = true\n",
          59.999631 },
        { OPEN EVENT ("set-route rtb-a 10.9.0.0/16 blackhole") "-endpoint\n", 60 },
        { OPEN EVENT ("modify-endpoint session-timeout 8h") "at = 101h\n", 60 },
        { OPEN EVENT ("modify-endpoint session-timeout 8h") "endpoint = cvpn-2\n", 60 },
        { OPEN ENDPOINT "address-model = blocks\ntarget-networks = subnet-a\n", 60 },
        { OPEN ENDPOINT "server-certificate-expires = 101h\n", 60 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        const CvpnOffered got = offer (rows[i].patch);
        cvpn_assert_str (got.why_not, NULL);
        cvpn_assert_int (got.form, CVPN_FORM_ERLANG);
        cvpn_assert_near (got.erlangs, rows[i].erlangs, rows[i].erlangs * 1e-4);
        CU_ASSERT (isnan (got.ratio) && got.people == 0);
    }
}

static void
test_engset (void)
{
    CvpnOffered got = offer (CLOSED);

    cvpn_assert_int (got.form, CVPN_FORM_ENGSET);
    cvpn_assert_int (got.people, 40);
    cvpn_assert_near (got.ratio, 600 / 1802.1, 1e-12);
    CU_ASSERT (isnan (got.erlangs) && got.why_not == NULL);

    /* SAML: two handshakes and checks, and the log-in; a handler. */
    got = offer (CLOSED "saml-login = 17s\n" FEDERATED "client-connect-handler = 3s\n");
    cvpn_assert_near (got.ratio, 600 / (1802.1 + 2.08 + 17 + 3), 1e-12);

    /* Cut at the limit, after which they are away. */
    got = offer (CLOSED "-session\n");
    cvpn_assert_near (got.ratio, 24 * 3600 / 1802.1, 1e-9);
}

/* Never more than there are people; the sentence says what stands against more. */
static void
test_bound (void)
{
    static const struct {
        const char *patch, *sentence;
        guint people;
    } rows[] = {
        { OFFICE, "people come by office days", 70 },
        { OFFICE "retry = 3 5s\nwrong-credentials = 10%\n" FEDERATED, "people come by office days",
          70 },
        { CLOSED "wrong-credentials = 10%\n" FEDERATED, "some attempts fail for wrong credentials",
          40 },
        { CLOSED "-away\n", "each of a closed population comes once", 40 },
        { CLOSED "-away\nvanishes = 50%\n", "each of a closed population comes once", 40 },
        { CLOSED "[clients more]\n" RETURNER "session = 1h\n",
          "several closed populations share the endpoint", 80 },
        { CLOSED "retry = openvpn\n", "refused clients try again", 40 },
        { CLOSED "session = 25h\nreconnect = openvpn\n",
          "clients come back after the session's time limit", 40 },
        { CLOSED "away = pareto 1h 1\n", "being away or connecting has no finite mean", 40 },
        { CLOSED EVENT ("terminate-connections staff"),
          "events change the endpoint or end sessions", 40 },
        { CLOSED "-away\n" EVENT ("fail-availability-zone us-east-1a") "-endpoint\n",
          "each of a closed population comes once", 40 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        const CvpnOffered got = offer (rows[i].patch);
        cvpn_assert_int (got.form, CVPN_FORM_BOUND);
        cvpn_assert_int (got.people, rows[i].people);
        cvpn_assert_str (got.why_not, rows[i].sentence);
        CU_ASSERT (isnan (got.ratio) && isnan (got.erlangs));
        CU_ASSERT (simulate_peak (rows[i].patch) <= rows[i].people);
    }
}

/* What even the bound does not outlive. */
static void
test_beyond_bound (void)
{
    static const char *const rows[] = {
        SOON CLOSED "vanishes = 100%\naway = 10s\n",
        SOON CLOSED "away = 10s\n" EVENT ("fail-availability-zone us-east-1a") "-endpoint\n",
        SOON CLOSED "tunnel-route-loop = true\naway = 1s\n" ENDPOINT
                    "split-tunnel = true\n[client-vpn-routes cvpn-1]\n"
                    "0.0.0.0/0 = subnet-a; subnet-b\n",
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        cvpn_assert_int (offer (rows[i]).form, CVPN_FORM_NONE);
        CU_ASSERT (simulate_peak (rows[i]) > 40);
    }
}

static void
test_none (void)
{
    static const struct {
        const char *patch, *sentence;
    } rows[] = {
        { "", "nobody connects to this endpoint" },
        { OPEN "endpoint = cvpn-2\n", "nobody connects to this endpoint" },
        { OPEN "[clients more]\n" RETURNER, "closed and open populations share the endpoint" },
        { OPEN ENDPOINT "address-model = blocks\n",
          "with blocks as address-model each landing has addresses of its own" },
        { OFFICE ENDPOINT "address-model = blocks\n",
          "with blocks as address-model each landing has addresses of its own" },
        { OPEN "tunnel-route-loop = true\n" ENDPOINT "split-tunnel = true\n"
               "[client-vpn-routes cvpn-1]\n0.0.0.0/0 = subnet-a; subnet-b\n",
          "a pushed default route captures the tunnel, and sessions end after ping-restart" },
        { CLOSED "vanishes = 1%\n",
          "clients vanish, and may be back while their last place is still taken" },
        { OFFICE "vanishes = 1%\n",
          "clients vanish, and may be back while their last place is still taken" },
        { CLOSED EVENT ("fail-availability-zone us-east-1a") "-endpoint\n",
          "a zone fails, and clients may be back while their last place is still taken" },
        { CLOSED
          "-away\nreconnect = openvpn\n" EVENT ("fail-availability-zone us-east-1a") "-endpoint\n",
          "a zone fails, and clients may be back while their last place is still taken" },
        { OPEN ENDPOINT "target-networks =\nvpc = vpc-a\n",
          "the endpoint's name is not answered: no subnet is associated" },
        { OPEN "outbound = tcp 80\n", "connections fail for another reason than want of a place" },
        { OPEN "authentication = certificate\n" FEDERATED,
          "connections fail for another reason than want of a place" },
        { OPEN "remote-random-hostname = unsupported\n",
          "connections fail for another reason than want of a place" },
        { OPEN "[subnet subnet-b]\navailable-addresses = 0\n",
          "connections fail for another reason than want of a place" },
        { OPEN CERTIFICATE "[certificate-revocation-list cvpn-1]\nrevoked = staff-1\n",
          "certificates of users are revoked" },
        { OPEN CERTIFICATE "[certificate-revocation-list cvpn-1]\nnext-update = 99h\n",
          "a certificate or a revocation list expires during the run" },
        { OPEN ENDPOINT "server-certificate-expires = 99h\n",
          "a certificate or a revocation list expires during the run" },
        { OPEN FEDERATED "identity-provider-certificate-expires = 99h\n",
          "a certificate or a revocation list expires during the run" },
        { OPEN EVENT ("modify-endpoint session-timeout 8h"),
          "events change the endpoint or end sessions" },
        { OPEN EVENT ("fail-availability-zone us-east-1a") "-endpoint\n",
          "events change the endpoint or end sessions" },
        { OPEN "wrong-credentials = 1%\n" FEDERATED, "some attempts fail for wrong credentials" },
        { OPEN ENDPOINT "client-connect-handler = 1s\nclient-connect-denied = 1%\n",
          "the client connect handler may refuse, fail or be throttled" },
        { OPEN ENDPOINT "client-connect-handler = 1s\nclient-connect-service-errors = 1%\n",
          "the client connect handler may refuse, fail or be throttled" },
        { OPEN ENDPOINT "client-connect-handler = 1s\nclient-connect-concurrency = 5\n",
          "the client connect handler may refuse, fail or be throttled" },
        { OPEN ENDPOINT "client-connect-handler = exponential 5s\n",
          "the client connect handler may refuse, fail or be throttled" },
        { OPEN "saml-second-lookup = true\n" FEDERATED,
          "a SAML log-in fails when its second connection lands elsewhere" },
        { OPEN "[latency]\nhandshake = exponential 5s\n",
          "handshakes may take longer than handshake-time-out" },
        { OPEN "retry = 1 5s\n", "refused clients try again" },
        { OPEN "reconnect = after 5s\n", "clients come back after the session's time limit" },
        { OPEN "log-in-again = 5min\n" FEDERATED,
          "clients come back after the session's time limit" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        const CvpnOffered got = offer (rows[i].patch);
        cvpn_assert_int (got.form, CVPN_FORM_NONE);
        cvpn_assert_str (got.why_not, rows[i].sentence);
        CU_ASSERT (isnan (got.ratio) && isnan (got.erlangs));
    }
}

static char *
arriving (const char *key, const char *content, const char *more)
{
    g_autofree char *path = cvpn_test_file ("arrival.csv", content);

    return g_strdup_printf ("[clients staff]\nendpoint = cvpn-1\narrival = %s %s\n%s", key, path,
                            more);
}

static void
test_listed (void)
{
    g_autofree char *patch = arriving ("csv", "time,user,duration\n1h,ana,2h\n", "");

    cvpn_assert_str (offer (patch).why_not, "log-ins are listed one by one");
}

/* A triangle of arrivals from 7 to 9, each there for an hour: most are there at half past eight,
 * three quarters of all, beside those who come at any time. */
static void
test_varying (void)
{
    g_autofree char *patch = arriving (
        "daily", "time_of_day,rate\n07:00,0/h\n08:00,60/h\n09:00,0/h\n", "session = 1h\n");
    g_autofree char *more = g_strconcat (patch,
                                         "retry = 3 5s\n[clients guests]\n"
                                         "endpoint = cvpn-1\narrival = poisson 10/h\n"
                                         "session = 30min\n",
                                         NULL);
    CvpnOffered got = offer (patch);

    cvpn_assert_str (got.why_not, NULL);
    cvpn_assert_int (got.form, CVPN_FORM_VARYING);
    cvpn_assert_near (got.erlangs, 45, 1e-3);
    cvpn_assert_near ((double) got.peak_ns / 1e9, 8.5 * 3600 + 2.1, 1e-6);
    got = offer (more);
    cvpn_assert_int (got.form, CVPN_FORM_VARYING);
    cvpn_assert_near (got.erlangs, 50, 1e-3);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "Erlang", test_erlang },   { "Engset", test_engset },
        { "bound", test_bound },     { "beyond bound", test_beyond_bound },
        { "none", test_none },       { "listed", test_listed },
        { "varying", test_varying },
    };

    return cvpn_test_main ("plan offered", tests, G_N_ELEMENTS (tests));
}
