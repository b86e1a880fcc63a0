/* prices: the file's figures, and what is said of one that is faulty. */
#include <cvpnsim/error.h>
#include <cvpnsim/plan.h>

#include "plan/cost.h"
#include "support.h"

#define GROUP(region) "[prices " region "]\n"
#define REST                                                                                       \
    "association-hour = 0.2\nconnection-hour = 0.1\npublic-address-hour = 0.01\n"                  \
    "currency = EUR\ndate = 2026-11-20\nsource = an offer\n"

static void
test_installed (void)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) error = NULL;
    const char *path = CVPN_SOURCE_DIR "/src/plan/prices.ini";
    g_autoptr (CvpnPlanPrices) prices = cvpn_plan_prices_read (path, "us-east-1", report, &error);

    CU_ASSERT_PTR_NOT_NULL_FATAL (prices);
    cvpn_assert_near (prices->association_hour, 0.10, 1e-12);
    cvpn_assert_near (prices->connection_hour, 0.05, 1e-12);
    cvpn_assert_near (prices->public_address_hour, 0.005, 1e-12);
    cvpn_assert_str (prices->currency, "USD");
    cvpn_assert_str (prices->region, "us-east-1");

    g_autoptr (CvpnPlanPrices) tokyo =
        cvpn_plan_prices_read (path, "ap-northeast-1", report, &error);
    CU_ASSERT_PTR_NOT_NULL_FATAL (tokyo);
    cvpn_assert_near (tokyo->association_hour, 0.15, 1e-12);
}

/* Reads it and compares what is said; the file's name is left out. */
static void
check_refused (const char *text, const char *region, int code, const char *expected)
{
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    g_autoptr (GError) error = NULL;
    g_autofree char *path = cvpn_test_file ("p.ini", text);
    g_autoptr (CvpnPlanPrices) prices = cvpn_plan_prices_read (path, region, report, &error);
    const GPtrArray *faults = cvpn_report_faults (report);
    g_autoptr (GString) said = g_string_new (NULL);

    CU_ASSERT_PTR_NULL (prices);
    CU_ASSERT_PTR_NOT_NULL_FATAL (error);
    cvpn_assert_int (error->code, code);
    for (guint i = 0; i < faults->len; i++) {
        const CvpnFault *fault = faults->pdata[i];
        g_string_append_printf (said, "%u: %s\n", fault->line, fault->text);
    }
    if (faults->len == 0)
        g_string_append_printf (said, "%s\n", error->message + strlen (path) + 2);
    cvpn_assert_str (said->str, expected);
}

static void
test_faults (void)
{
    check_refused (
        "[prices a-1]\nassociation-hour = -1\nconection-hour = 0.05\n"
        "public-address-hour = cheap\ncurrency =\ndate = June\n"
        "[price b-1]\n" REST "[prices]\n" REST,
        "a-1", CVPN_ERROR_SCENARIO,
        "1: [prices a-1] connection-hour: is missing\n"
        "1: [prices a-1] source: is missing\n"
        "2: [prices a-1] association-hour: '-1' is negative; expected a plain number, as 0.4\n"
        "3: [prices a-1] conection-hour: unknown key; did you mean 'connection-hour'?\n"
        "4: [prices a-1] public-address-hour: 'cheap' is not a number; expected a plain number, as "
        "0.4\n"
        "5: [prices a-1] currency: has no value\n"
        "6: [prices a-1] date: 'June' is not a date; expected YYYY-MM-DD or YYYY-MM\n"
        "7: [price b-1]: unknown group; did you mean 'prices'?\n"
        "14: [prices]: names no region; expected [prices REGION]\n");
}

static void
test_too_much (void)
{
    check_refused (
        "[prices a-1]\nassociation-hour = 1000000\nconnection-hour = 99999999999999999999\n"
        "public-address-hour = 0\ncurrency = A\ndate = 2026-10\nsource = s\n",
        "a-1", CVPN_ERROR_SCENARIO,
        "3: [prices a-1] connection-hour: '99999999999999999999' is too much for an hour; "
        "expected up to 1000000\n");
}

static void
test_unknown_region (void)
{
    check_refused (
        GROUP ("a-1") REST GROUP ("b-1") REST, "c-1", CVPN_ERROR_REFERENCE,
        "no prices of the region 'c-1'; known: a-1, b-1. For another one, copy the file, "
        "add a group [prices c-1] with the keys of the others, and name it with "
        "--prices\n");
}

/* 2 * 730 * 0.2, 1000 * 0.1, 2 * 730 * 0.01. */
static void
test_cost (void)
{
    const CvpnPlanPrices prices = {
        .association_hour = 0.2,
        .connection_hour = 0.1,
        .public_address_hour = 0.01,
    };
    const CvpnPlanCost cost = cvpn_plan_cost (&prices, 2, 1000);

    cvpn_assert_near (cost.associations, 292, 1e-9);
    cvpn_assert_near (cost.connections, 100, 1e-9);
    cvpn_assert_near (cost.public_addresses, 14.6, 1e-9);
    cvpn_assert_near (cost.total, 406.6, 1e-9);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "the installed ones", test_installed },
        { "faults", test_faults },
        { "too much", test_too_much },
        { "a region that is not there", test_unknown_region },
        { "a month", test_cost },
    };

    return cvpn_test_main ("prices", tests, G_N_ELEMENTS (tests));
}
