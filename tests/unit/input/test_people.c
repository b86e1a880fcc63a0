/* people: arrivals, retries, reconnects, and who is a user. */
#include "read_spec.h"

#include "base/quantity.h"

#define POPULATION TITLE ENDPOINT "[clients staff]\nendpoint = cvpn-1\n"

static CvpnClientsSpec *
read_clients (CvpnSpec **spec, const char *lines)
{
    g_autofree char *text = g_strconcat (POPULATION, lines, NULL);

    *spec = read_good (text);
    return (*spec)->clients->pdata[0];
}

static void
test_closed (void)
{
    g_autoptr (CvpnSpec) at = NULL;
    g_autoptr (CvpnSpec) uniform = NULL;
    g_autoptr (CvpnSpec) bare = NULL;
    g_autoptr (CvpnSpec) normal = NULL;
    g_autoptr (CvpnSpec) mixture = NULL;
    const CvpnClientsSpec *clients = read_clients (&at, "count = 3\narrival = at 1h30min\n");

    cvpn_assert_int (clients->arrival.kind, CVPN_ARRIVAL_AT);
    cvpn_assert_int (clients->arrival.first.kind, CVPN_DISTRIBUTION_CONSTANT);
    cvpn_assert_near (clients->arrival.first.a, 1.5 * CVPN_HOUR, 0);
    clients = read_clients (&uniform, "count = 3\narrival = uniform 0s 15min\naway = 1h\n");
    cvpn_assert_int (clients->arrival.kind, CVPN_ARRIVAL_AT);
    cvpn_assert_int (clients->arrival.first.kind, CVPN_DISTRIBUTION_UNIFORM);
    cvpn_assert_int (clients->away.kind, CVPN_DISTRIBUTION_CONSTANT);
    clients = read_clients (&bare, "count = 3\narrival = 5s\n");
    cvpn_assert_near (clients->arrival.first.a, 5.0 * CVPN_SECOND, 0);
    clients = read_clients (&normal, "arrival = normal 9h 30min\n");
    cvpn_assert_int (clients->arrival.first.kind, CVPN_DISTRIBUTION_NORMAL);
    clients = read_clients (&mixture, "arrival = mixture 5% 0s, normal 9h 30min\n"
                                      "session = mixture 20% uniform 1min 30min, 6h\n"
                                      "retry = 3 mixture 50% 5s, exponential 1min\n");
    cvpn_assert_int (clients->arrival.first.kind, CVPN_DISTRIBUTION_MIXTURE);
    cvpn_assert_int (clients->session.parts->len, 2);
    cvpn_assert_int (clients->retry_after.parts->len, 2);
}

static void
test_open (void)
{
    g_autoptr (CvpnSpec) spec = NULL;
    const CvpnClientsSpec *clients = read_clients (&spec, "arrival = poisson 30/min\n");

    cvpn_assert_int (clients->arrival.kind, CVPN_ARRIVAL_POISSON);
    cvpn_assert_near (clients->arrival.rate, 0.5, 1e-12);
    cvpn_assert_int (clients->count, -1);
}

static void
test_office_day (void)
{
    g_autoptr (CvpnSpec) spec = NULL;
    const CvpnClientsSpec *clients = read_clients (&spec, "arrival = office-day\n");

    cvpn_assert_int (clients->arrival.kind, CVPN_ARRIVAL_OFFICE_DAY);
    CU_ASSERT (cvpn_arrival_is_closed (&clients->arrival));
    cvpn_assert_int (clients->count, 200);
    cvpn_assert_int (clients->arrival.first.kind, CVPN_DISTRIBUTION_NORMAL);
    cvpn_assert_near (clients->arrival.first.a, 9.0 * CVPN_HOUR, 0);
    cvpn_assert_near (clients->arrival.first.b, 30.0 * CVPN_MINUTE, 0);
    cvpn_assert_int (clients->session.kind, CVPN_DISTRIBUTION_MIXTURE);
    cvpn_assert_near (cvpn_distribution_mean (&clients->session), 5.155 * CVPN_HOUR,
                      0.001 * CVPN_HOUR);
    cvpn_assert_near (clients->office.attendance, 1, 0);
    cvpn_assert_near (clients->office.second_session, 0.2, 1e-12);
    cvpn_assert_near (clients->office.second_session_after.a, 1.0 * CVPN_HOUR, 0);
    cvpn_assert_near (clients->office.lunch, 0.4, 1e-12);
    cvpn_assert_near (clients->office.lunch_start.a, 12.5 * CVPN_HOUR, 0);
    cvpn_assert_near (clients->office.lunch_start.b, 15.0 * CVPN_MINUTE, 0);
    cvpn_assert_near (clients->office.lunch_length.a, 45.0 * CVPN_MINUTE, 0);
}

static void
test_other_office_day (void)
{
    g_autoptr (CvpnSpec) spec = NULL;
    const CvpnClientsSpec *clients = read_clients (
        &spec, "count = 7\narrival = office-day 22:15  1h\nsession = 8h\nattendance = 0.6\n"
               "second-session = 0%\nsecond-session-after = 2h\nlunch = 1\n"
               "lunch-start = 02:00 0s\nlunch-length = 20min\n");

    cvpn_assert_int (clients->count, 7);
    cvpn_assert_near (clients->arrival.first.a, 22.25 * CVPN_HOUR, 0);
    cvpn_assert_near (clients->arrival.first.b, 1.0 * CVPN_HOUR, 0);
    cvpn_assert_int (clients->session.kind, CVPN_DISTRIBUTION_CONSTANT);
    cvpn_assert_near (clients->office.attendance, 0.6, 1e-12);
    cvpn_assert_near (clients->office.second_session, 0, 0);
    cvpn_assert_near (clients->office.lunch, 1, 0);
    cvpn_assert_near (clients->office.lunch_start.a, 2.0 * CVPN_HOUR, 0);
    cvpn_assert_near (clients->office.lunch_start.b, 0, 0);
    cvpn_assert_near (clients->office.lunch_length.a, 20.0 * CVPN_MINUTE, 0);
}

static void
test_after (void)
{
    g_autoptr (CvpnSpec) spec = NULL;
    const CvpnClientsSpec *clients = read_clients (
        &spec, "count = 3\narrival = at 0s\nretry = 3 exponential 5s\nreconnect = after 10s\n"
               "remote-random-hostname = unsupported\nauthentication = certificate\n");

    cvpn_assert_int (clients->retries, 3);
    cvpn_assert_int (clients->retry_after.kind, CVPN_DISTRIBUTION_EXPONENTIAL);
    cvpn_assert_int (clients->reconnect_after_ns, 10 * CVPN_SECOND);
    cvpn_assert_int (clients->remote_random_hostname, CVPN_HOSTNAME_UNSUPPORTED);
    cvpn_assert_int (clients->authentication, CVPN_AUTHENTICATION_CERTIFICATE);
}

static void
test_as_openvpn (void)
{
    g_autoptr (CvpnSpec) spec = NULL;
    const CvpnClientsSpec *clients = read_clients (
        &spec,
        "arrival = at 0s\nretry = openvpn\nreconnect = openvpn\noutbound = tcp 443; udp *\n");

    CU_ASSERT (clients->retries == CVPN_RETRY_OPENVPN);
    cvpn_assert_int (clients->retry_after.kind, CVPN_DISTRIBUTION_UNSET);
    cvpn_assert_int (clients->reconnect_after_ns, CVPN_SECOND);
    cvpn_assert_int (clients->outbound->len, 2);
    cvpn_assert_str (((const CvpnMatchSpec *) clients->outbound->pdata[0])->text, "tcp 443");
    CU_ASSERT_PTR_NULL (((const CvpnMatchSpec *) clients->outbound->pdata[0])->peer);
}

static void
test_default_count (void)
{
    g_autoptr (CvpnSpec) closed = NULL;
    g_autoptr (CvpnSpec) open = NULL;

    cvpn_assert_int (read_clients (&closed, "arrival = at 0s\n")->count, 200);
    cvpn_assert_int (read_clients (&open, "arrival = poisson 1/s\n")->count, -1);
}

static void
check_faults (const char *lines, const char *expected)
{
    g_autofree char *text = g_strconcat (POPULATION, lines, NULL);
    g_autofree char *faults = read_faults (text);

    cvpn_assert_str (faults, expected);
}

static void
test_faults (void)
{
    check_faults ("count = 3\narrival = possion 1/s\n",
                  "15: [clients staff] arrival: 'possion 1/s': no arrival 'possion'; did you mean "
                  "'poisson'?\n");
    check_faults ("count = 3\naway = 1h\narrival = poisson 1/s\n",
                  "14: [clients staff] count: this arrival says how many come; expected no count\n"
                  "15: [clients staff] away: nobody comes back with this arrival; expected no "
                  "away\n");
    check_faults ("arrival = office-day 9h 30min\n",
                  "14: [clients staff] arrival: '9h' is not a time of day; expected HH:MM or "
                  "HH:MM:SS, 00:00 to 23:59:59\n");
    check_faults ("arrival = ofice-day\n",
                  "14: [clients staff] arrival: 'ofice-day': no arrival 'ofice-day'; did you mean "
                  "'office-day'?\n");
    check_faults (
        "arrival = office-day\naway = 1h\nsession = 1x\n",
        "15: [clients staff] away: an office day says when they come again; expected no "
        "away\n"
        "16: [clients staff] session: '1x' has an unknown unit 'x'; expected one of ns us ms s min "
        "h d\n");
    check_faults ("arrival = at 0s\nattendance = 60%\nlunch = 0%\n",
                  "15: [clients staff] attendance: goes with arrival = office-day only\n"
                  "16: [clients staff] lunch: goes with arrival = office-day only\n");
    check_faults ("count = 3\narrival = at 0s\nretry = 0 5s 6s\n",
                  "16: [clients staff] retry: '5s 6s' has a space in it; expected a number and a "
                  "unit, as 250ms or 1h30min\n");
}

/* A run of `duration` from `start` on that day: the warning, or none. */
static void
check_weekend (const char *run, gboolean warns)
{
    g_autofree char *text = g_strconcat (TITLE, run, "\n", ENDPOINT,
                                         "[clients staff]\nendpoint = cvpn-1\n"
                                         "arrival = office-day\n",
                                         NULL);
    g_autofree char *faults = read_faults (text);

    if (warns) {
        cvpn_assert_has (faults, "[clients staff] arrival: nobody comes: from [scenario] "
                                 "start-date on the run has no day from Monday to Friday\n");
    } else {
        cvpn_assert_str (faults, "");
    }
}

static void
test_weekend (void)
{
    check_weekend ("duration = 24h", FALSE); /* 2026-01-05, a Monday */
    check_weekend ("duration = 24h\nstart-date = 2026-01-11", TRUE);
    check_weekend ("duration = 47h\nstart-date = 2026-01-10", TRUE);
    check_weekend ("duration = 57h\nstart-date = 2026-01-10", FALSE);
    check_weekend ("duration = 24h\nstart-date = 2026-01-11\nstart = 12:00", FALSE);
    check_weekend ("start-date = 2026-01-10", FALSE); /* nobody knows how long */
    check_weekend ("duration = 300h\nstart-date = 2026-01-10", FALSE);
}

static void
check_expectation (const char *clients, gboolean fine)
{
    g_autofree char *text =
        g_strconcat (TITLE STAFF WEB "[clients guests]\nendpoint = cvpn-1\narrival = poisson 1/h\n"
                                     "[expect e]\nto = web tcp 443\nverdict = delivered\nclients "
                                     "= ",
                     clients, "\n", NULL);
    g_autofree char *faults = read_faults (text);

    cvpn_assert_int (*faults == '\0', fine);
}

static void
test_users (void)
{
    check_expectation ("staff", TRUE);
    check_expectation ("staff-1", TRUE);
    check_expectation ("staff-10", TRUE);
    check_expectation ("staff-11", FALSE);
    check_expectation ("staff-0", FALSE);
    check_expectation ("staff-01", FALSE);
    check_expectation ("staff-", FALSE);
    check_expectation ("staffer-1", FALSE);
    check_expectation ("guests-123456", TRUE); /* an open population has as many as come */
    check_expectation ("web", FALSE);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "closed populations", test_closed },
        { "open populations", test_open },
        { "office day", test_office_day },
        { "another office day", test_other_office_day },
        { "what comes after", test_after },
        { "as OpenVPN's client does", test_as_openvpn },
        { "default count", test_default_count },
        { "faults", test_faults },
        { "weekend", test_weekend },
        { "users", test_users },
    };

    return cvpn_test_main ("people", tests, G_N_ELEMENTS (tests));
}
