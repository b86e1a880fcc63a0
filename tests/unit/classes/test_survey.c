/* The survey: no packet is left out, none is told twice, and each meets the fate that a
 * walk of its own would. */
#include "classes/survey.h"

#include "scenario_text.h"
#include "support.h"

static CvpnSurvey *
survey_everything (const CvpnScenario *scenario)
{
    CvpnSurvey *survey = cvpn_survey_new ();

    cvpn_survey_add_view (survey, scenario->net);
    cvpn_survey_add_everybody (survey, 0, scenario);
    cvpn_survey_run (survey, (CvpnPrefix){ 0, 0 }, CVPN_SELECTORS_ALL);
    return survey;
}

static const CvpnCell *
cell_at (const CvpnSurvey *survey, guint i)
{
    return &g_array_index (survey->cells, CvpnCell, i);
}

static const CvpnFate *
fate_of (const CvpnSurvey *survey, const char *address, guint32 selector, guint32 column)
{
    guint32 parsed = 0;

    CU_ASSERT (cvpn_address_parse (address, &parsed, NULL));
    const CvpnCell *cell = cvpn_survey_find (survey, parsed, selector);
    CU_ASSERT_FATAL (cell != NULL);
    return cvpn_survey_fate (survey, cell->joint, column);
}

#define TCP(port)        cvpn_selector (CVPN_PROTOCOL_TCP, (port), 0, 0)
#define UDP(port)        cvpn_selector (CVPN_PROTOCOL_UDP, (port), 0, 0)
#define ICMP(type, code) cvpn_selector (CVPN_PROTOCOL_ICMP, 0, (type), (code))

/* Each cell begins where the one before it ends. */
static void
test_partition (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (NULL);
    g_autoptr (CvpnSurvey) survey = survey_everything (scenario);
    guint64 address = 0, selector = 0;

    for (guint i = 0; i < survey->cells->len; i++) {
        const CvpnCell *cell = cell_at (survey, i);
        cvpn_assert_int (cell->first, address);
        cvpn_assert_int (cell->selectors.first, selector);
        selector = cell->selectors.last + 1;
        if (selector > CVPN_SELECTOR_LAST) {
            selector = 0;
            address = (guint64) cell->last + 1;
        }
        CU_ASSERT (cvpn_survey_find (survey, cell->first, cell->selectors.first) == cell);
        CU_ASSERT (cvpn_survey_find (survey, cell->last, cell->selectors.last) == cell);
    }
    cvpn_assert_int (address, (guint64) G_MAXUINT32 + 1);
    cvpn_assert_int (selector, 0);
}

/* Neighbours by selector, and neighbours by address, differ somewhere. */
static void
test_no_needless_cuts (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (NULL);
    g_autoptr (CvpnSurvey) survey = survey_everything (scenario);

    for (guint i = 1; i < survey->cells->len; i++) {
        const CvpnCell *a = cell_at (survey, i - 1), *b = cell_at (survey, i);
        if (a->first == b->first)
            CU_ASSERT (a->joint != b->joint);
        if (a->first != b->first && a->selectors.first == 0 &&
            b->selectors.last == a->selectors.last)
            CU_ASSERT (a->joint != b->joint);
    }
}

/* Ports where a group, an ACL or a listener draws a line, and nowhere else. */
static void
test_ports (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (
        "[network-acl acl-a]\nvpc = vpc-a\noutbound 50 = deny tcp 8000-8100 0.0.0.0/0\n"
        "outbound 100 = allow all 0.0.0.0/0\ninbound 100 = allow all 0.0.0.0/0\n"
        "[subnet subnet-a]\nnetwork-acl = acl-a\n");
    g_autoptr (CvpnSurvey) survey = survey_everything (scenario);
    const char *internet = "203.0.113.77";

    cvpn_assert_int (fate_of (survey, internet, TCP (7999), 0)->code, CVPN_CODE_NONE);
    cvpn_assert_int (fate_of (survey, internet, TCP (8000), 0)->code,
                     CVPN_CODE_SUBNET_ACL_RESTRICTION);
    cvpn_assert_int (fate_of (survey, internet, TCP (8100), 0)->code,
                     CVPN_CODE_SUBNET_ACL_RESTRICTION);
    cvpn_assert_int (fate_of (survey, internet, TCP (8101), 0)->code, CVPN_CODE_NONE);
    cvpn_assert_int (fate_of (survey, internet, UDP (8000), 0)->code, CVPN_CODE_NONE);
    cvpn_assert_int (fate_of (survey, internet, TCP (8000), 1)->code, CVPN_CODE_NONE);
}

/* Nobody can ask for port 0, so nothing that speaks of it makes a class. */
static void
test_port_zero (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (
        "[network-acl acl-a]\nvpc = vpc-a\noutbound 50 = deny tcp 0 0.0.0.0/0\n"
        "outbound 100 = allow all 0.0.0.0/0\ninbound 100 = allow all 0.0.0.0/0\n"
        "[subnet subnet-a]\nnetwork-acl = acl-a\n");
    g_autoptr (CvpnSurvey) survey = survey_everything (scenario);

    cvpn_assert_int (fate_of (survey, "203.0.113.77", TCP (0), 0)->code, CVPN_CODE_NONE);
    cvpn_assert_int (fate_of (survey, "203.0.113.77", TCP (1), 0)->code, CVPN_CODE_NONE);
}

/* An echo's answer is of another type than the request, and an ACL judges that. */
static void
test_icmp (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (
        "[network-acl acl-a]\nvpc = vpc-a\ninbound 50 = deny icmp 0/3 0.0.0.0/0\n"
        "inbound 60 = deny icmp 13 0.0.0.0/0\n"
        "outbound 100 = allow all 0.0.0.0/0\ninbound 100 = allow all 0.0.0.0/0\n"
        "[subnet subnet-a]\nnetwork-acl = acl-a\n");
    g_autoptr (CvpnSurvey) survey = survey_everything (scenario);
    const char *internet = "203.0.113.77";

    cvpn_assert_int (fate_of (survey, internet, ICMP (8, 0), 0)->code, CVPN_CODE_NONE);
    cvpn_assert_int (fate_of (survey, internet, ICMP (8, 3), 0)->code,
                     CVPN_CODE_SUBNET_ACL_RESTRICTION);
    cvpn_assert_int (fate_of (survey, internet, ICMP (8, 4), 0)->code, CVPN_CODE_NONE);
    cvpn_assert_int (fate_of (survey, internet, ICMP (0, 3), 0)->code,
                     CVPN_CODE_SUBNET_ACL_RESTRICTION);
    cvpn_assert_int (fate_of (survey, internet, ICMP (12, 255), 0)->code, CVPN_CODE_NONE);
    cvpn_assert_int (fate_of (survey, internet, ICMP (13, 0), 0)->code,
                     CVPN_CODE_SUBNET_ACL_RESTRICTION);
    cvpn_assert_int (fate_of (survey, internet, ICMP (14, 0), 0)->code, CVPN_CODE_NONE);
}

/* Without populations: somebody of no group, and one of each that rules name. */
static void
test_members (void)
{
    g_autofree char *faults = NULL;
    g_autoptr (CvpnScenario) scenario =
        cvpn_test_load ("[scenario]\ntitle = members\n[vpc v]\ncidr-block = 10.0.0.0/16\n"
                        "[subnet s]\nvpc = v\navailability-zone = z\ncidr-block = 10.0.0.0/24\n"
                        "[client-vpn-endpoint e]\nclient-cidr-block = 10.2.0.0/22\n"
                        "authentication = directory\ntarget-networks = s\n"
                        "[authorization-rules e]\n10.0.0.0/16 = one; two\n10.0.1.0/24 = two\n",
                        &faults);
    cvpn_assert_str (faults, NULL);
    CU_ASSERT_FATAL (scenario != NULL);
    g_autoptr (CvpnSurvey) survey = survey_everything (scenario);
    static const char *const groups[] = { "", "one", "two" };
    static const CvpnCode codes[] = { CVPN_CODE_CVPN_AUTHORIZATION_GROUP_MISMATCH,
                                      CVPN_CODE_CVPN_AUTHORIZATION_GROUP_MISMATCH,
                                      CVPN_CODE_NO_POSSIBLE_DESTINATION };

    cvpn_assert_int (survey->crowds->len, 3);
    for (guint i = 0; i < survey->crowds->len; i++) {
        const CvpnCrowd *crowd = &g_array_index (survey->crowds, CvpnCrowd, i);
        cvpn_assert_int (crowd->clients->len, 0);
        cvpn_assert_str (crowd->groups->len == 0 ? "" : crowd->groups->pdata[0], groups[i]);
        cvpn_assert_int (fate_of (survey, "10.0.1.5", TCP (80), crowd->column)->code, codes[i]);
    }
}

/* Populations that nothing tells apart are asked for once. */
static void
test_crowds (void)
{
    g_autoptr (CvpnScenario) scenario =
        cvpn_test_load_patched ("[clients twins]\nendpoint = cvpn-1\ngroups = staff\ncount = "
                                "1\narrival = at 0s\nlocal-network = 192.168.0.0/24\n"
                                "[clients alike]\nendpoint = cvpn-1\ngroups = staff\ncount = "
                                "1\narrival = at 0s\nlocal-network = 192.168.0.0/24\n");
    g_autoptr (CvpnSurvey) survey = survey_everything (scenario);
    const CvpnCrowd *last = &g_array_index (survey->crowds, CvpnCrowd, survey->crowds->len - 1);

    cvpn_assert_int (last->clients->len, 2);
    cvpn_assert_str (last->clients->pdata[0], "twins");
    cvpn_assert_str (last->clients->pdata[1], "alike");
    cvpn_assert_int (fate_of (survey, "192.168.0.9", TCP (80), last->column)->code,
                     CVPN_CODE_CVPN_CLIENT_LOCAL_CIDR_OVERLAP);
}

/* A part of the space: what lies outside is not there. */
static void
test_restricted (void)
{
    g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (NULL);
    g_autoptr (CvpnSurvey) survey = cvpn_survey_new ();
    guint64 addresses = 0;

    cvpn_survey_add_view (survey, scenario->net);
    cvpn_survey_add_everybody (survey, 0, scenario);
    cvpn_survey_run (survey, (CvpnPrefix){ 0x0a000000, 8 }, (CvpnSelectors){ TCP (1), TCP (1024) });
    for (guint i = 0; i < survey->cells->len; i++)
        if (cell_at (survey, i)->selectors.first == TCP (1))
            addresses += (guint64) cell_at (survey, i)->last - cell_at (survey, i)->first + 1;
    cvpn_assert_int (addresses, 1 << 24);
    CU_ASSERT (cvpn_survey_find (survey, 0x0a000001, TCP (1024)) != NULL);
    CU_ASSERT (cvpn_survey_find (survey, 0x0a000001, TCP (1025)) == NULL);
    CU_ASSERT (cvpn_survey_find (survey, 0x0b000000, TCP (1024)) == NULL);
}

/* mssfix helps TCP and nothing else: entrances differ by protocol then. */
static void
test_packet_size (void)
{
    g_autoptr (CvpnScenario) scenario =
        cvpn_test_load_patched ("[client-vpn-endpoint cvpn-1]\nmssfix = 1328\n");
    g_autoptr (CvpnSurvey) survey = cvpn_survey_new ();

    cvpn_survey_add_view (survey, scenario->net);
    cvpn_survey_add_everybody (survey, 0, scenario);
    survey->packet_bytes = 1450;
    cvpn_survey_run (survey, (CvpnPrefix){ 0, 0 }, CVPN_SELECTORS_ALL);
    cvpn_assert_int (fate_of (survey, "203.0.113.77", TCP (443), 0)->code, CVPN_CODE_NONE);
    cvpn_assert_int (fate_of (survey, "203.0.113.77", UDP (443), 0)->code, CVPN_CODE_MTU_EXCEEDED);
}

/* Two networks at once, each with its own fate for the same packet. */
static void
test_views (void)
{
    g_autoptr (CvpnScenario) before = cvpn_test_load_patched (NULL);
    g_autoptr (CvpnScenario) after =
        cvpn_test_load_patched ("[authorization-rules cvpn-1]\n-0.0.0.0/0\n10.0.0.0/16 = *\n");
    g_autoptr (CvpnSurvey) survey = cvpn_survey_new ();
    const CvpnCrowd *crowd;

    cvpn_survey_add_view (survey, before->net);
    cvpn_survey_add_view (survey, after->net);
    cvpn_survey_add_everybody (survey, 0, before);
    cvpn_survey_add_everybody (survey, 1, after);
    cvpn_survey_run (survey, (CvpnPrefix){ 0, 0 }, CVPN_SELECTORS_ALL);
    crowd = &g_array_index (survey->crowds, CvpnCrowd, survey->crowds->len - 1);
    cvpn_assert_int (crowd->view, 1);
    cvpn_assert_int (fate_of (survey, "203.0.113.77", TCP (443), 0)->code, CVPN_CODE_NONE);
    cvpn_assert_int (fate_of (survey, "203.0.113.77", TCP (443), crowd->column)->code,
                     CVPN_CODE_CVPN_NO_AUTHORIZATION_RULE);
}

/* Nobody can land: there is nothing to walk, and the answer is no. */
static void
test_nowhere_to_land (void)
{
    g_autoptr (CvpnScenario) scenario =
        cvpn_test_load_patched ("[client-vpn-endpoint cvpn-1]\n-target-networks\nvpc = "
                                "vpc-a\n-[client-vpn-routes cvpn-1]\n");
    g_autoptr (CvpnSurvey) survey = survey_everything (scenario);
    double probability = 1;

    cvpn_assert_int (survey->columns->len, 0);
    cvpn_assert_int (survey->cells->len, 1);
    cvpn_assert_int (cvpn_survey_verdict (survey, cell_at (survey, 0)->joint, 0, &probability),
                     CVPN_OUTCOME_REJECTED);
    cvpn_assert_near (probability, 0, 0);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "the cells are a partition of all packets", test_partition },
        { "neighbours differ", test_no_needless_cuts },
        { "ports are cut where a filter does", test_ports },
        { "port 0", test_port_zero },
        { "types and codes of ICMP, and of its answers", test_icmp },
        { "without populations: by group", test_members },
        { "populations alike are one crowd", test_crowds },
        { "a part of the space", test_restricted },
        { "large packets", test_packet_size },
        { "two networks at once", test_views },
        { "nowhere to land", test_nowhere_to_land },
    };

    return cvpn_test_main ("classes/survey", tests, G_N_ELEMENTS (tests));
}
