/* ledger: what is under way, who has it, and what is handed out again. */
#include "experiment/ledger.h"

#include "support.h"

static CvpnJob
job (guint replication)
{
    return (CvpnJob){ .setting = 7, .replication = replication };
}

static void
check_again (CvpnLedger *ledger, guint rank, guint most, gint64 before_us, guint want)
{
    CvpnJob found = { 0 };

    const gboolean any = cvpn_ledger_again (ledger, rank, most, before_us, &found);
    cvpn_assert_int (any, want > 0);
    cvpn_assert_int (found.replication, want);
}

static void
test_oldest_first (void)
{
    g_autoptr (CvpnLedger) ledger = cvpn_ledger_new ();

    for (guint i = 1; i <= 4; i++)
        cvpn_ledger_add (ledger, job (i), i % 2 + 1, 100 * i); /* 1, 3: rank 2; 2, 4: rank 1 */
    cvpn_assert_int (cvpn_ledger_length (ledger), 4);
    check_again (ledger, 3, 2, 99, 0);
    check_again (ledger, 3, 2, 300, 1);
    check_again (ledger, 3, 2, 300, 2);
    check_again (ledger, 3, 2, 300, 3);
    check_again (ledger, 3, 2, 300, 0);
    check_again (ledger, 3, 2, 400, 4);
}

/* Never to one who has it; to two at most, and to the first rank besides. */
static void
test_holders (void)
{
    g_autoptr (CvpnLedger) ledger = cvpn_ledger_new ();
    CvpnLedgerEntry entry;

    cvpn_ledger_add (ledger, job (1), 2, 0);
    check_again (ledger, 2, 2, 1, 0);
    check_again (ledger, 1, 2, 1, 1);
    check_again (ledger, 3, 2, 1, 0);
    check_again (ledger, 0, 2, 1, 0);
    check_again (ledger, 0, 3, 1, 1);
    check_again (ledger, 0, 3, 1, 0);
    CU_ASSERT (cvpn_ledger_take (ledger, job (1), &entry));
    cvpn_assert_int (entry.n_holders, 3);
    cvpn_assert_int (entry.holders[0], 2);
    cvpn_assert_int (entry.since_us, 0);
    CU_ASSERT (!cvpn_ledger_take (ledger, job (1), &entry));
    cvpn_assert_int (cvpn_ledger_length (ledger), 0);
}

/* The same replication of another setting is another job. */
static void
test_settings (void)
{
    g_autoptr (CvpnLedger) ledger = cvpn_ledger_new ();
    CvpnLedgerEntry entry;

    cvpn_ledger_add (ledger, (CvpnJob){ .setting = 1, .replication = 2 }, 0, 0);
    cvpn_ledger_add (ledger, (CvpnJob){ .setting = 2, .replication = 1 }, 0, 0);
    CU_ASSERT (!cvpn_ledger_take (ledger, (CvpnJob){ .setting = 1, .replication = 1 }, &entry));
    CU_ASSERT (cvpn_ledger_take (ledger, (CvpnJob){ .setting = 2, .replication = 1 }, &entry));
    cvpn_assert_int (cvpn_ledger_length (ledger), 1);
}

static void
test_forget (void)
{
    g_autoptr (CvpnLedger) ledger = cvpn_ledger_new ();
    CvpnLedgerEntry entry;

    cvpn_ledger_add (ledger, job (1), 1, 100);
    cvpn_ledger_add (ledger, job (2), 2, 200);
    cvpn_ledger_add (ledger, job (3), 2, 300);
    check_again (ledger, 1, 2, 200, 2);
    cvpn_ledger_forget (ledger, 2);
    /* The third has nobody and is wanted at once; the second has still the first rank. */
    check_again (ledger, 3, 2, 0, 3);
    check_again (ledger, 3, 2, 0, 0);
    CU_ASSERT (cvpn_ledger_take (ledger, job (2), &entry));
    cvpn_assert_int (entry.n_holders, 1);
    cvpn_assert_int (entry.holders[0], 1);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "the oldest is handed out again first", test_oldest_first },
        { "to whom a job is handed out again", test_holders },
        { "a job is a setting and a replication", test_settings },
        { "what a rank had that has gone", test_forget },
    };

    return cvpn_test_main ("ledger", tests, G_N_ELEMENTS (tests));
}
