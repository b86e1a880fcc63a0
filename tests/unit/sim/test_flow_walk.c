/* What a flow meets is the same whether its passage is kept, is no longer, or never was. */
#include "sim/flow_walk.h"

#include "recording.h"
#include "support.h"

/* Ports are always replaced, and the ACL of the host's subnet lets answers out to half of them: a
 * class has a passage with the client's port and some with those that SNAT chooses.  Changes
 * come while flows are under way. */
#define NARROW                                                                                     \
    RECORDING_SCENARIO ("duration = 2min", "snat-ports = 1024-1053")                               \
    "[network-acl acl-b]\nvpc = vpc-a\ninbound 100 = allow all 0.0.0.0/0\n"                        \
    "outbound 100 = allow tcp 1024-1030 0.0.0.0/0\noutbound 110 = allow udp 1024-1040 "            \
    "0.0.0.0/0\n"                                                                                  \
    "[clients engineers]\nendpoint = cvpn-1\ncount = 12\narrival = uniform 0s 20s\n"               \
    "session = exponential 90s\naway = exponential 20s\n"                                          \
    "[traffic web]\nclients = engineers\nto = web tcp 443; web tcp 22; web udp 53; web icmp\n"     \
    "every = exponential 3s\n" RECORDING_AT_ONCE                                                   \
    "[event a]\nat = 40s\nendpoint = cvpn-1\naction = revoke 10.0.0.0/16 *\n"                      \
    "[event b]\nat = 60s\nendpoint = cvpn-1\naction = authorize 10.0.0.0/16 *\n"

static char *
narrow (const char *stage)
{
    GString *text = g_string_new (NARROW);

    cvpn_assert_int (g_string_replace (text, "stage = 1ms", stage, 0), 1);
    cvpn_assert_int (g_string_replace (text, "cidr-block = 10.0.2.0/24\n",
                                       "cidr-block = 10.0.2.0/24\nnetwork-acl = acl-b\n", 0),
                     1);
    return g_string_free (text, FALSE);
}

static guint
count (const Recording *run, CvpnCode code)
{
    guint n = 0;

    for (guint i = 0; i < run->flows->len; i++)
        n += recorded_flow (run, i)->verdict.code == code;
    return n;
}

static guint
count_replaced (const Recording *run)
{
    guint n = 0;

    for (guint i = 0; i < run->flows->len; i++)
        n += recorded_flow (run, i)->port_replaced;
    return n;
}

/* Few are kept: of one class that with the client's port may be there, and that with SNAT's not. */
static void
room_makes_no_difference (void)
{
    static const char *const stages[] = { "stage = 1ms", "stage = exponential 100ms" };

    for (guint i = 0; i < G_N_ELEMENTS (stages); i++) {
        g_autofree char *scenario = narrow (stages[i]);
        g_autoptr (Recording) whole = recording_new (scenario, NULL);

        recording_run_uncached (whole);
        CU_ASSERT (count_replaced (whole) > 50);
        CU_ASSERT (count (whole, CVPN_CODE_NONE) > 50);
        CU_ASSERT (count (whole, CVPN_CODE_SUBNET_ACL_RESTRICTION) > 5);
        CU_ASSERT (count (whole, CVPN_CODE_CVPN_NO_AUTHORIZATION_RULE) > 5);
        CU_ASSERT (count (whole, CVPN_CODE_CVPN_SNAT_PORT_EXHAUSTED) > 5);
        for (guint passages = 0; passages < 12; passages++) {
            g_autoptr (Recording) run = recording_new (scenario, NULL);

            recording_run_keeping (run, passages);
            cvpn_assert_str (run->text->str, whole->text->str);
        }
    }
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "room for passages makes no difference", room_makes_no_difference },
    };

    return cvpn_test_main ("sim flow_walk", tests, G_N_ELEMENTS (tests));
}
