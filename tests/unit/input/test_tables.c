/* tables: profiles, log-ins and flows from CSV files beside the scenario. */
#include "read_spec.h"

#include "base/quantity.h"

/* Writes both files into one folder and reads the scenario there. */
static CvpnSpec *
read_beside (const char *text, const char *csv, CvpnReport *report)
{
    g_autofree char *path = cvpn_test_file ("t.ini", text);
    g_autofree char *folder = g_path_get_dirname (path);
    g_autofree char *table = g_build_filename (folder, "t.csv", NULL);
    CvpnDocument *document = cvpn_document_new ();

    g_file_set_contents (table, csv, -1, NULL);
    cvpn_document_read (document, path, NULL, report);
    CvpnSpec *spec = cvpn_spec_read (document, report);
    g_unlink (table);
    g_unlink (path);
    g_rmdir (folder);
    return spec;
}

/* "LINE: TEXT" of the faults in the CSV file, and "scenario: TEXT" of others. */
static void
check_faults (const char *text, const char *csv, const char *expected)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    CvpnSpec *spec = read_beside (text, csv, report);
    const GPtrArray *faults = cvpn_report_faults (report);
    g_autoptr (GString) out = g_string_new (NULL);

    cvpn_spec_free (spec); /* for its faults alone */
    for (guint i = 0; i < faults->len; i++) {
        const CvpnFault *fault = faults->pdata[i];
        if (g_str_has_suffix (fault->file, "t.csv"))
            g_string_append_printf (out, "%u: %s\n", fault->line, fault->text);
        else
            g_string_append_printf (out, "scenario: %s\n", fault->text);
    }
    cvpn_assert_str (out->str, expected);
}

#define DAILY  TITLE ENDPOINT "[clients staff]\nendpoint = cvpn-1\narrival = daily t.csv\n"
#define LOGINS TITLE ENDPOINT "[clients staff]\nendpoint = cvpn-1\narrival = csv t.csv\n"
#define FLOWS  TITLE STAFF WEB "[traffic t]\nclients = staff\nfrom-csv = t.csv\n"
#define HEADER "time,user,destination,protocol,port,request,response\n"

/* 60/min from nine, none from half past five. */
static void
check_two_points (const CvpnSpec *spec, const CvpnReport *report)
{
    const CvpnClientsSpec *clients = spec->clients->pdata[0];

    cvpn_assert_int (cvpn_report_errors (report), 0);
    cvpn_assert_int (clients->arrival.kind, CVPN_ARRIVAL_DAILY);
    const GArray *points = clients->arrival.points;
    CU_ASSERT_PTR_NOT_NULL_FATAL (points);
    cvpn_assert_int (points->len, 2);
    cvpn_assert_near (g_array_index (points, CvpnRatePoint, 0).rate, 1, 1e-12);
    cvpn_assert_int (g_array_index (points, CvpnRatePoint, 1).time_of_day_ns,
                     17 * CVPN_HOUR + 30 * CVPN_MINUTE);
}

static void
test_profile (void)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnSpec) spec =
        read_beside (DAILY, "rate,time_of_day\n60/min,09:00\n0/s,17:30\n", report);

    check_two_points (spec, report);
}

/* The same points without a file. */
static void
test_profile_in_the_scenario (void)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnSpec) spec = read_beside (
        TITLE ENDPOINT
        "[clients staff]\nendpoint = cvpn-1\narrival = daily 09:00 60/min; 17:30 0/s\n",
        "", report);

    check_two_points (spec, report);
}

static void
test_profile_faults (void)
{
    check_faults (DAILY, "time_of_day,rate\n9 am,20/min\n10:00,20\n10:00,1/s\n",
                  "2: time_of_day: '9 am' is not a time of day; expected HH:MM or HH:MM:SS, 00:00 "
                  "to 23:59:59\n"
                  "3: rate: '20' has no unit; expected one of /s /min /h /d\n"
                  "4: time_of_day: '10:00' does not come after the row above\n");
    check_faults (DAILY, "time_of_day,rate\n",
                  "1: no row has a rate above 0; nobody would ever arrive\n");
    check_faults (DAILY, "time,rate\n",
                  "1: no column 'time_of_day'; expected the header time_of_day,rate\n");
}

static void
test_logins (void)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnSpec) spec = read_beside (
        LOGINS, "time,user,duration,note\n1min,ben,,later\n5,ana,2h,\n1min,cid,3,\n", report);
    const CvpnClientsSpec *clients = spec->clients->pdata[0];
    const GPtrArray *logins = clients->arrival.logins;

    cvpn_assert_int (cvpn_report_errors (report), 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL (logins);
    const CvpnLogin *first = logins->pdata[0], *second = logins->pdata[1],
                    *third = logins->pdata[2];
    cvpn_assert_str (first->user, "ana");
    cvpn_assert_int (first->time_ns, 5 * CVPN_SECOND);
    cvpn_assert_int (first->duration_ns, 2 * CVPN_HOUR);
    cvpn_assert_str (second->user, "ben"); /* equal times keep their order */
    cvpn_assert_int (second->duration_ns, -1);
    cvpn_assert_int (third->duration_ns, 3 * CVPN_SECOND);
}

static void
test_login_faults (void)
{
    check_faults (LOGINS, "time,user,duration\nsoon,,long\n",
                  "2: time: 'soon' is not a duration; expected a duration, as 250ms, or seconds, "
                  "as 12.5\n"
                  "2: user: has no value\n"
                  "2: duration: 'long' is not a duration; expected a duration, as 250ms, or "
                  "seconds, as 12.5\n");
    check_faults (LOGINS, "time,user,duration\n1,ana\n",
                  "2: 2 fields; expected 3, as many as the header has\n");
    check_faults (LOGINS, "", "1: no header; expected the columns' names\n");
}

static void
test_flows (void)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnSpec) spec = read_beside (FLOWS,
                                             HEADER "7s,staff-10,10.0.0.9,icmp,,64,64\n"
                                                    "6,staff-1,web,tcp,443,2kB,1000\n",
                                             report);
    const CvpnTrafficSpec *traffic = spec->traffic->pdata[0];

    cvpn_assert_int (cvpn_report_errors (report), 0);
    CU_ASSERT_PTR_NOT_NULL_FATAL (traffic->from_csv);
    const CvpnListedFlow *first = traffic->from_csv->pdata[0];
    const CvpnListedFlow *second = traffic->from_csv->pdata[1];
    cvpn_assert_str (first->user, "staff-1");
    cvpn_assert_str (first->to.target, "web");
    cvpn_assert_int (first->to.port, 443);
    cvpn_assert_int (first->request, 2000);
    cvpn_assert_int (first->response, 1000);
    cvpn_assert_int (first->line, 3);
    cvpn_assert_int (second->to.protocol, CVPN_PROTOCOL_ICMP);
    cvpn_assert_int (second->to.address, 0x0a000009);
    cvpn_assert_int (traffic->to->len, 0);
}

static void
test_flow_faults (void)
{
    check_faults (FLOWS,
                  HEADER "1,staff-1,wbe,tcp,443,2kB,50kB\n2,staff-1,web,tcp,,-1,50XB\n"
                         "3,,web,tcp,1,1,1\n",
                  "2: destination: no [host wbe]; did you mean 'web'?\n"
                  "3: destination: 'web tcp' has no port; expected HOST|ADDRESS PROTOCOL [PORT], "
                  "as web tcp 443\n"
                  "3: request: '-1' is negative; expected a number and a unit, as 1400B or 4MiB\n"
                  "3: response: '50XB' has an unknown unit 'XB'; did you mean 'B'?\n"
                  "4: user: has no value\n");
    check_faults (FLOWS, HEADER "1,staff-11,web,tcp,443,1,1\n2,staff-11,web,tcp,443,1,1\n",
                  "2: user: 'staff-11' is no user of the clients of [traffic t]\n");
}

/* The users of a list of log-ins may send listed flows. */
static void
test_listed_users (void)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (CvpnSpec) spec =
        read_beside (LOGINS "[traffic t]\nclients = staff\nfrom-csv = t.csv\n"
                            "[expect e]\nclients = ana\nto = 10.0.0.1 icmp\nverdict = dropped\n",
                     "time,user,duration,destination,protocol,port,request,response\n"
                     "1,ana,1h,10.0.0.1,tcp,443,1,1\n",
                     report);
    g_autofree char *faults = cvpn_report_format (report);

    cvpn_assert_str (faults, "");
    cvpn_assert_int (spec->traffic->len, 1);
}

static void
test_missing_file (void)
{
    check_faults (
        TITLE ENDPOINT "[clients staff]\nendpoint = cvpn-1\narrival = csv /no/such/file.csv\n", "",
        "scenario: [clients staff] arrival: /no/such/file.csv: No such file or "
        "directory\n");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "a profile", test_profile },
        { "a profile in the scenario", test_profile_in_the_scenario },
        { "faults of profiles", test_profile_faults },
        { "log-ins", test_logins },
        { "faults of log-ins", test_login_faults },
        { "flows", test_flows },
        { "faults of flows", test_flow_faults },
        { "users of a list", test_listed_users },
        { "a missing file", test_missing_file },
    };

    return cvpn_test_main ("tables", tests, G_N_ELEMENTS (tests));
}
