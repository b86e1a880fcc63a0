/* crew over ranks: the first rank and others, each a thread here (fake_ranks.h). */
#include "experiment/crew.h"

#include <string.h>

#include <cvpnsim/error.h>

#include "fake_ranks.h"
#include "experiment/crew_message.h"
#include "support.h"

static void
check_ranks (CvpnFakeRole other)
{
    CvpnFakeWork fake = { .n = CVPN_FAKE_JOBS, .run_us = 3000, .all_take_part = TRUE };
    g_autoptr (GError) error = NULL;

    cvpn_assert_int (cvpn_fake_work_together (&fake, cvpn_fake_serve, other, &error),
                     CVPN_CREW_DONE);
    CU_ASSERT_PTR_NULL (error);
    cvpn_fake_check_all_once (&fake);
    CU_ASSERT (fake.runs >= CVPN_FAKE_JOBS);
    for (guint i = 0; i < fake.post.size; i++)
        CU_ASSERT (fake.run_by[i] > 0);
    cvpn_fake_check_lost (&fake, 0);
}

static void
test_two_ranks (void)
{
    check_ranks (NULL);
}

static void
test_three_ranks (void)
{
    check_ranks (cvpn_fake_serve);
}

static void
test_nothing_to_do (void)
{
    CvpnFakeWork fake = { .n = 0 };

    cvpn_assert_int (cvpn_fake_work_together (&fake, cvpn_fake_serve, cvpn_fake_serve, NULL),
                     CVPN_CREW_DONE);
    cvpn_fake_check_lost (&fake, 0);
}

static void
test_error (void)
{
    CvpnFakeWork fake = { .n = CVPN_FAKE_JOBS, .run_us = 3000, .fails_at = 20 };
    g_autoptr (GError) error = NULL;

    cvpn_assert_int (cvpn_fake_work_together (&fake, cvpn_fake_serve, cvpn_fake_serve, &error),
                     CVPN_CREW_FAILED);
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_IO));
    cvpn_assert_has (error->message, "rank ");
    cvpn_assert_has (error->message, ": no such file\nin two lines");
    CU_ASSERT (fake.back < CVPN_FAKE_JOBS);
    cvpn_fake_check_lost (&fake, 0);
}

static void
test_interrupt (void)
{
    CvpnFakeWork fake = { .n = CVPN_FAKE_JOBS, .run_us = 3000, .ends_at = 10, .slow_rank = 1 };

    cvpn_assert_int (cvpn_fake_work_together (&fake, cvpn_fake_serve, cvpn_fake_serve, NULL),
                     CVPN_CREW_INTERRUPTED);
    CU_ASSERT (fake.back >= 10 && fake.back < CVPN_FAKE_JOBS);
    cvpn_fake_check_lost (&fake, 0);
}

/* Other files on another machine. */
static void
test_other_digest (void)
{
    CvpnFakeWork fake = { .n = CVPN_FAKE_JOBS, .run_us = 3000, .same = { "abc", "abc", "abd" } };
    g_autoptr (GError) error = NULL;

    cvpn_assert_int (cvpn_fake_work_together (&fake, cvpn_fake_serve, cvpn_fake_serve, &error),
                     CVPN_CREW_FAILED);
    CU_ASSERT (g_error_matches (error, CVPN_ERROR, CVPN_ERROR_USAGE));
    cvpn_assert_has (error->message, "rank 2: its scenario, its options or its version");
    CvpnFakeWork fine = { .n = CVPN_FAKE_JOBS, .same = { "abc", "abc", "abc" } };
    cvpn_assert_int (cvpn_fake_work_together (&fine, cvpn_fake_serve, cvpn_fake_serve, NULL),
                     CVPN_CREW_DONE);
    cvpn_fake_check_all_once (&fine);
}

/* Serves two works, and hears what the first says before each. */
static gpointer
serve_twice (gpointer data)
{
    CvpnFakeRank *member = data;
    const CvpnCrew crew = { .threads = 2,
                            .ranks = &member->fake->post.ranks[member->rank],
                            .interrupted = cvpn_fake_interrupted,
                            .data = member };
    g_autofree char *one = cvpn_crew_hear (&crew);
    cvpn_fake_serve (data);
    g_autofree char *two = cvpn_crew_hear (&crew);
    member->fake->session[member->rank]++;
    cvpn_fake_serve (data);
    g_autofree char *three = cvpn_crew_hear (&crew);
    member->fake->heard[member->rank] = g_strjoin (",", one, two, three, NULL);
    return NULL;
}

/* Late in the second work come a result and a good-bye of the first. */
static void
send_late (CvpnFakeWork *fake)
{
    static const CvpnSaying sayings[] = { CVPN_SAY_RESULT, CVPN_SAY_BYE };

    for (guint i = 0; i < G_N_ELEMENTS (sayings); i++) {
        const CvpnMessage message = { .saying = sayings[i],
                                      .job = { .setting = 3, .replication = 1 },
                                      .text = "stale" };
        cvpn_message_send (&fake->post.ranks[2], 0, &message);
    }
}

static void
test_two_works (void)
{
    CvpnFakeWork fake = { .n = CVPN_FAKE_JOBS, .run_us = 1000, .all_take_part = TRUE };
    CvpnFakeRank members[CVPN_FAKE_RANKS] = { { &fake, 0 }, { &fake, 1 }, { &fake, 2 } };

    cvpn_post_open (&fake.post, 3);
    GThread *one = g_thread_new ("rank 1", serve_twice, &members[1]);
    GThread *two = g_thread_new ("rank 2", serve_twice, &members[2]);
    cvpn_crew_say (&fake.post.ranks[0], "pilots");
    cvpn_assert_int (cvpn_fake_work_as (&members[0], NULL), CVPN_CREW_DONE);
    cvpn_fake_check_all_once (&fake);
    memset (fake.done, 0, sizeof fake.done);
    fake.given = fake.back = 0;
    fake.session[0]++;
    send_late (&fake);
    cvpn_crew_say (&fake.post.ranks[0], "run 12\nof it");
    cvpn_assert_int (cvpn_fake_work_as (&members[0], NULL), CVPN_CREW_DONE);
    cvpn_fake_check_all_once (&fake);
    cvpn_crew_say (&fake.post.ranks[0], "");
    g_thread_join (one);
    g_thread_join (two);
    for (guint i = 1; i < CVPN_FAKE_RANKS; i++) {
        cvpn_assert_str (fake.heard[i], "pilots,run 12\nof it,");
        g_free (fake.heard[i]);
    }
    cvpn_fake_check_lost (&fake, 0);
    cvpn_post_close (&fake.post);
    cvpn_crew_say (NULL, "alone");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "two ranks", test_two_ranks },
        { "three ranks", test_three_ranks },
        { "nothing to do", test_nothing_to_do },
        { "an error on another rank", test_error },
        { "an interrupt", test_interrupt },
        { "other files on another rank", test_other_digest },
        { "two works, one after the other", test_two_works },
    };

    return cvpn_test_main ("crew_ranks", tests, G_N_ELEMENTS (tests));
}
