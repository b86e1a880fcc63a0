/* landings: equal names are one landing, wherever they stand. */
#include "observe/landings.h"

#include "support.h"

#define DESTINATIONS 300
#define COPIES       3

static void
test_equal_names (void)
{
    g_autoptr (CvpnLandings) landings = cvpn_landings_new ();
    g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < COPIES * DESTINATIONS; i++)
        g_ptr_array_add (names, g_strdup_printf ("web-%03u", i % DESTINATIONS));
    for (guint round = 0; round < 2; round++)
        for (guint i = 0; i < names->len; i++) {
            const CvpnFlowRecord flow = { .endpoint = "cvpn-1",
                                          .subnet = "subnet-a",
                                          .destination_name = names->pdata[i],
                                          .outcome = i % DESTINATIONS == 7
                                                         ? CVPN_OUTCOME_DROPPED
                                                         : CVPN_OUTCOME_DELIVERED };
            cvpn_landings_add (landings, &flow);
        }
    g_autoptr (GPtrArray) sorted = cvpn_landings_sorted (landings);
    cvpn_assert_int (sorted->len, DESTINATIONS);
    for (guint i = 0; i < sorted->len; i++) {
        const CvpnLanding *landing = sorted->pdata[i];
        g_autofree char *name = g_strdup_printf ("web-%03u", i);
        cvpn_assert_str (landing->destination, name);
        cvpn_assert_int (landing->flows, 2 * COPIES);
        cvpn_assert_int (landing->delivered, i == 7 ? 0 : 2 * COPIES);
    }
}

/* The three names are no set: which is which matters; NULL is an empty one. */
static void
test_roles (void)
{
    static const char one[] = "one", two[] = "two";
    const char *const roles[][3] = { { one, two, NULL }, { two, one, NULL }, { NULL, one, two },
                                     { one, one, two },  { one, NULL, two }, { "", one, two } };
    g_autoptr (CvpnLandings) landings = cvpn_landings_new ();

    for (guint i = 0; i < G_N_ELEMENTS (roles); i++) {
        const CvpnFlowRecord flow = { .endpoint = roles[i][0],
                                      .subnet = roles[i][1],
                                      .destination_name = roles[i][2] };
        cvpn_landings_add (landings, &flow);
    }
    g_autoptr (GPtrArray) sorted = cvpn_landings_sorted (landings);
    cvpn_assert_int (sorted->len, G_N_ELEMENTS (roles) - 1);
    const CvpnLanding *first = sorted->pdata[0];
    cvpn_assert_str (first->endpoint, "");
    cvpn_assert_int (first->flows, 2);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "equal names at several places", test_equal_names },
        { "which name is which", test_roles },
    };

    return cvpn_test_main ("landings", tests, G_N_ELEMENTS (tests));
}
