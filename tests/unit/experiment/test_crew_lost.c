/* crew over ranks that die, are slow, go, or say what nobody expects. */
#include "experiment/crew.h"

#include <cvpnsim/error.h>

#include "fake_ranks.h"
#include "experiment/crew_message.h"
#include "support.h"

/* Says hello, takes jobs, and is never heard of again. */
static gpointer
die (gpointer data)
{
    const CvpnFakeRank *member = data;
    const CvpnRanks *ranks = &member->fake->post.ranks[member->rank];
    const CvpnMessage hello = { .saying = CVPN_SAY_HELLO, .number = 3 };

    cvpn_message_send (ranks, 0, &hello);
    return NULL;
}

/* What the first rank waits for, at the end, is the good-bye. */
static void
test_dead_rank (void)
{
    CvpnFakeWork fake = { .n = 60, .run_us = 3000 };
    g_autoptr (GError) error = NULL;
    const gint64 begun = g_get_monotonic_time ();

    cvpn_assert_int (cvpn_fake_work_together (&fake, cvpn_fake_serve, die, &error), CVPN_CREW_DONE);
    cvpn_fake_check_all_once (&fake);
    CU_ASSERT (fake.runs >= 60);
    cvpn_fake_check_lost (&fake, 2);
    CU_ASSERT (g_get_monotonic_time () - begun < 15 * G_USEC_PER_SEC);
}

/* One that is only slow does no harm either: what it has is done by others, and dropped. */
static void
test_slow_rank (void)
{
    CvpnFakeWork fake = { .n = CVPN_FAKE_JOBS, .run_us = 40000, .slow_rank = 2 };

    cvpn_assert_int (cvpn_fake_work_together (&fake, cvpn_fake_serve, cvpn_fake_serve, NULL),
                     CVPN_CREW_DONE);
    cvpn_fake_check_all_once (&fake);
    CU_ASSERT (fake.stopped >= 4); /* having dropped two, it was given more */
    cvpn_assert_int (fake.stopped, fake.run_by[2]);
    CU_ASSERT (fake.runs - fake.stopped >= CVPN_FAKE_JOBS);
    cvpn_fake_check_lost (&fake, 0);
}

/* A rank that goes leaves its jobs to the others at once. */
static void
test_rank_that_goes (void)
{
    CvpnFakeWork fake = { .n = 60, .run_us = 20000, .quits_at = 4 };

    cvpn_assert_int (cvpn_fake_work_together (&fake, cvpn_fake_serve, cvpn_fake_serve, NULL),
                     CVPN_CREW_DONE);
    cvpn_fake_check_all_once (&fake);
    CU_ASSERT (fake.run_by[1] < 20);
    cvpn_fake_check_lost (&fake, 0);
}

static gpointer
decline (gpointer data)
{
    const CvpnFakeRank *member = data;

    cvpn_crew_decline (&member->fake->post.ranks[member->rank], "a.ini: cannot read");
    return NULL;
}

static void
test_decline (void)
{
    CvpnFakeWork fake = { .n = CVPN_FAKE_JOBS, .run_us = 3000 };
    g_autoptr (GError) error = NULL;

    cvpn_assert_int (cvpn_fake_work_together (&fake, cvpn_fake_serve, decline, &error),
                     CVPN_CREW_FAILED);
    cvpn_assert_str (error->message, "rank 2: a.ini: cannot read");
    cvpn_fake_check_lost (&fake, 0);
}

/* Answers everything twice, as if another rank had been given it, too. */
static gpointer
repeat (gpointer data)
{
    const CvpnFakeRank *member = data;
    const CvpnRanks *ranks = &member->fake->post.ranks[member->rank];
    CvpnMessage message = { .saying = CVPN_SAY_HELLO, .number = 2 };
    gsize length;
    guint from;

    cvpn_message_send (ranks, 0, &message);
    while (message.saying != CVPN_SAY_STOP) {
        g_autofree char *bytes = ranks->receive (ranks, &from, &length);
        if (!bytes)
            g_usleep (1000);
        else if (cvpn_message_read (bytes, &message) && message.saying == CVPN_SAY_JOB) {
            g_autofree char *result = g_strdup_printf ("{\"%u\"}\nof 3", message.job.replication);
            g_atomic_int_inc (&member->fake->run_by[member->rank]);
            message.saying = CVPN_SAY_RESULT;
            message.text = result;
            cvpn_message_send (ranks, 0, &message);
            cvpn_message_send (ranks, 0, &message);
        }
    }
    message = (CvpnMessage){ .saying = CVPN_SAY_BYE };
    cvpn_message_send (ranks, 0, &message);
    return NULL;
}

static void
test_first_result_counts (void)
{
    CvpnFakeWork fake = { .n = CVPN_FAKE_JOBS, .run_us = 3000, .all_take_part = TRUE };

    cvpn_assert_int (cvpn_fake_work_together (&fake, cvpn_fake_serve, repeat, NULL),
                     CVPN_CREW_DONE);
    cvpn_fake_check_all_once (&fake);
    CU_ASSERT (fake.run_by[2] > 0);
}

static gpointer
babble (gpointer data)
{
    const CvpnFakeRank *member = data;
    const CvpnRanks *ranks = &member->fake->post.ranks[member->rank];

    ranks->send (ranks, 0, "result of old\n", 14);
    return NULL;
}

static void
test_other_language (void)
{
    CvpnFakeWork fake = { .n = CVPN_FAKE_JOBS, .run_us = 3000 };
    g_autoptr (GError) error = NULL;

    cvpn_assert_int (cvpn_fake_work_together (&fake, cvpn_fake_serve, babble, &error),
                     CVPN_CREW_FAILED);
    cvpn_assert_has (error->message, "rank 2 speaks another language");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "a rank that never answers", test_dead_rank },
        { "a rank that is slow", test_slow_rank },
        { "of two results the first counts", test_first_result_counts },
        { "a rank that goes", test_rank_that_goes },
        { "a rank that declines", test_decline },
        { "a message of another version", test_other_language },
    };

    return cvpn_test_main ("crew_lost", tests, G_N_ELEMENTS (tests));
}
