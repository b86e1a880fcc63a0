/* The plan as other programs read it: the documented names, null where nothing is known. */
#include <json-glib/json-glib.h>

#include "planned.h"
#include "support.h"

/* The members of the object at 'path' ("recommendation", "conditions"), by commas. */
static char *
members_of (JsonObject *object)
{
    g_autoptr (GList) names = json_object_get_members (object);
    GString *out = g_string_new (NULL);

    for (GList *name = names; name; name = name->next)
        g_string_append_printf (out, "%s%s", out->len > 0 ? "," : "", (char *) name->data);
    return g_string_free (out, FALSE);
}

static JsonParser *
parse (const CvpnPlan *plan)
{
    g_autofree char *text = cvpn_plan_json (plan);
    JsonParser *parser = json_parser_new ();

    CU_ASSERT_TRUE_FATAL (json_parser_load_from_data (parser, text, -1, NULL));
    return parser;
}

static JsonObject *
root_of (JsonParser *parser)
{
    return json_node_get_object (json_parser_get_root (parser));
}

static void
test_names (void)
{
    g_autoptr (CvpnPlan) plan = plan_by_hand ();
    g_autoptr (JsonParser) parser = parse (plan);
    g_autofree char *top = members_of (root_of (parser));
    g_autofree char *recommendation =
        members_of (json_object_get_object_member (root_of (parser), "recommendation"));

    cvpn_assert_str (top, "demand,wanted,recommendation,smallest,alternatives,prices");
    cvpn_assert_str (recommendation,
                     "client_cidr_block,client_cidr_remark,prefix_length,associations,"
                     "usable_addresses,connection_quota,places,expected_blocking,"
                     "confidence_interval,conditions,monthly_cost,first_quota_to_break,"
                     "growth_until_then,headroom");
}

static void
test_recommendation (void)
{
    g_autoptr (CvpnPlan) plan = plan_by_hand ();
    g_autoptr (JsonParser) parser = parse (plan);
    JsonObject *made = json_object_get_object_member (root_of (parser), "recommendation");
    JsonArray *interval = json_object_get_array_member (made, "confidence_interval");
    JsonObject *cost = json_object_get_object_member (made, "monthly_cost");
    JsonObject *quota =
        json_array_get_object_element (json_object_get_array_member (made, "headroom"), 0);

    cvpn_assert_str (json_object_get_string_member (made, "client_cidr_block"), "10.16.0.0/18");
    cvpn_assert_int (json_object_get_int_member (made, "associations"), 2);
    cvpn_assert_near (json_object_get_double_member (made, "expected_blocking"), 0, 1e-12);
    cvpn_assert_near (json_array_get_double_element (interval, 0), 0, 1e-12);
    cvpn_assert_near (json_array_get_double_element (interval, 1), 0.0005, 1e-12);
    cvpn_assert_near (json_object_get_double_member (cost, "total"), 78153.3, 1e-6);
    cvpn_assert_str (json_object_get_string_member (made, "first_quota_to_break"),
                     "client-addresses");
    cvpn_assert_near (json_object_get_double_member (quota, "left"), 192, 1e-9);
}

/* What decides is the closed form where there is one, the runs elsewhere. */
static void
test_blocking (void)
{
    g_autoptr (CvpnPlan) plan = plan_by_hand ();
    g_autoptr (JsonParser) parser = parse (plan);
    JsonArray *others = json_object_get_array_member (root_of (parser), "alternatives");
    JsonObject *first = json_array_get_object_element (others, 0);

    cvpn_assert_int (json_array_get_length (others), 4); /* not the recommended one, not /12 */
    cvpn_assert_int (json_object_get_int_member (first, "associations"), 1);
    cvpn_assert_near (json_object_get_double_member (first, "expected_blocking"), 0.126, 1e-12);
}

static void
test_nothing_holds (void)
{
    g_autoptr (CvpnPlan) plan = plan_by_hand ();

    recommend_nothing (plan);
    g_autoptr (JsonParser) parser = parse (plan);
    JsonObject *smallest = json_object_get_object_member (root_of (parser), "smallest");
    CU_ASSERT (json_object_get_null_member (root_of (parser), "recommendation"));
    CU_ASSERT (json_object_get_null_member (smallest, "zone-loss"));
    cvpn_assert_int (
        json_array_get_length (json_object_get_array_member (root_of (parser), "alternatives")), 1);
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "names", test_names },
        { "the recommendation", test_recommendation },
        { "what is refused", test_blocking },
        { "nothing holds", test_nothing_holds },
    };

    return cvpn_test_main ("plan_json", tests, G_N_ELEMENTS (tests));
}
