/* overlaps: operations that meet others of the same thing under way, and what stands still
 * because of what happened meanwhile. */
#include "history.h"

#define MINUTE (G_GINT64_CONSTANT (60) * 1000000000)

static void
happens (const char *actions, const char *wanted)
{
    g_autofree char *history = history_of_patch (actions);

    cvpn_assert_str (history, wanted);
}

static void
terminating_does_not_count (void)
{
    happens ("[quotas]\nconcurrent-operations = 1\n[operations]\nterminate-connections = 5min\n"
             "[event t]\nat = 1s\naction = terminate-connections all\n"
             "[event e]\nat = 2s\naction = authorize 192.168.0.0/16 ops\n",
             "1 t all: terminating\n"
             "2 e 192.168.0.0/16 ops: authorizing\n"
             "62 e 192.168.0.0/16 ops: active → reset rule-change\n"
             "301 t all: terminated → terminate terminated\n");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "terminating does not count", terminating_does_not_count },
    };

    return cvpn_test_main ("overlaps", tests, G_N_ELEMENTS (tests));
}
