/* node: values, and the faults of those that are of another type. */
#include "import/node.h"

#include "support.h"

static char *
format_faults (CvpnReport *report)
{
    GString *out = g_string_new (NULL);
    const GPtrArray *faults = cvpn_report_faults (report);

    for (guint i = 0; i < faults->len; i++) {
        const CvpnFault *fault = g_ptr_array_index (faults, i);
        g_string_append_printf (out, "%u: %s\n", fault->line, fault->text);
    }
    return g_string_free (out, FALSE);
}

typedef struct {
    CvpnSource *source;
    CvpnReport *report;
    json_t *json;
} Document;

static CvpnNode
open_document (Document *document, const char *content)
{
    g_autofree char *path = cvpn_test_file ("node.json", content);

    document->source = cvpn_source_new (path, "node.json");
    document->report = cvpn_report_new ();
    document->json = json_loads (content, 0, NULL);
    return cvpn_node_root (document->source, 0, document->json, document->report);
}

/* Compares the faults, one a line, and frees all. */
static void
close_document (Document *document, const char *faults)
{
    g_autofree char *got = format_faults (document->report);

    cvpn_assert_str (got, faults);
    cvpn_source_free (document->source);
    cvpn_report_free (document->report);
    json_decref (document->json);
}

static void
test_values (void)
{
    Document document;
    const CvpnNode root = open_document (&document, "{\"s\": \"x\", \"n\": 5, \"r\": 7.0, "
                                                    "\"t\": true, \"0\": null, \"e\": \"\"}");
    const CvpnNode absent = cvpn_node_member (&root, "none");
    const CvpnNode below = cvpn_node_member (&absent, "none");

    cvpn_assert_str (cvpn_node_get_string (&root, "s"), "x");
    cvpn_assert_int (cvpn_node_get_integer (&root, "n", -1), 5);
    cvpn_assert_int (cvpn_node_get_integer (&root, "r", -1), 7);
    cvpn_assert_int (cvpn_node_get_integer (&root, "0", -1), -1);
    CU_ASSERT_TRUE (cvpn_node_get_boolean (&root, "t", FALSE));
    CU_ASSERT_TRUE (cvpn_node_get_boolean (&root, "none", TRUE));
    CU_ASSERT_PTR_NULL (cvpn_node_get_string (&root, "0"));
    CU_ASSERT_PTR_NULL (cvpn_node_string (&below));
    CU_ASSERT_PTR_NULL (cvpn_node_get_id (&root, "e"));
    cvpn_assert_int (cvpn_node_length (&below), 0);
    close_document (&document, "");
}

static void
test_types (void)
{
    Document document;
    const CvpnNode root = open_document (
        &document, "{\"Subnets\": [\n{\"SubnetId\": 5,\n\"Main\": \"true\",\n\"Count\": \"5\",\n"
                   "\"Tags\": {}, \"Half\": 1.5},\n7]}");
    const CvpnNode subnets = cvpn_node_member (&root, "Subnets");
    const CvpnNode first = cvpn_node_element (&subnets, 0),
                   second = cvpn_node_element (&subnets, 1);
    const CvpnNode tags = cvpn_node_member (&first, "Tags");

    CU_ASSERT_PTR_NULL (cvpn_node_need_id (&first, "SubnetId"));
    cvpn_node_get_boolean (&first, "Main", FALSE);
    cvpn_node_get_integer (&first, "Count", 0);
    cvpn_node_get_integer (&first, "Half", 0);
    cvpn_assert_int (cvpn_node_length (&tags), 0);
    cvpn_node_length (&tags);
    cvpn_node_get_string (&second, "SubnetId");
    cvpn_node_need_id (&second, "VpcId");
    close_document (&document, "2: Subnets[0].SubnetId: expected a string, not a number\n"
                               "3: Subnets[0].Main: expected true or false, not a string\n"
                               "4: Subnets[0].Count: expected a number, not a string\n"
                               "5: Subnets[0].Half: expected a whole number\n"
                               "5: Subnets[0].Tags: expected an array, not an object\n"
                               "6: Subnets[1]: expected an object, not a number\n");
}

static void
test_ids (void)
{
    Document document;
    const CvpnNode root =
        open_document (&document, "{\"a\": \"vpc-0a1b\",\n\"b\": \"vpc 0a1b\",\n\"c\": "
                                  "\"-x\",\n\"d\": \"\",\n\"f\": \"10.0.0.4\",\n"
                                  "\"g\": \"11460968-4ac1-4fd3-bdb2-00599EXAMPLE\"}");

    CU_ASSERT_PTR_NULL (cvpn_node_get_id (&root, "f"));
    cvpn_assert_str (cvpn_node_get_id (&root, "g"), "11460968-4ac1-4fd3-bdb2-00599EXAMPLE");
    cvpn_assert_str (cvpn_node_need_id (&root, "a"), "vpc-0a1b");
    CU_ASSERT_PTR_NULL (cvpn_node_need_id (&root, "b"));
    CU_ASSERT_PTR_NULL (cvpn_node_get_id (&root, "c"));
    CU_ASSERT_PTR_NULL (cvpn_node_need_id (&root, "d"));
    CU_ASSERT_PTR_NULL (cvpn_node_need_id (&root, "e"));
    close_document (&document,
                    "1: 'd' is missing\n1: 'e' is missing\n"
                    "2: b: expected an id: letters, digits, '-', '_' and '.', at most 255\n"
                    "3: c: expected an id: letters, digits, '-', '_' and '.', at most 255\n"
                    "5: f: expected an id, not a number or an address\n");
}

static void
test_addresses (void)
{
    Document document;
    const CvpnNode root = open_document (
        &document, "{\"a\": \"100.68.0.18/18\", \"b\": \"10.0.0.0\",\n\"c\": \"10.0.0.0/33\",\n"
                   "\"d\": \"secret\",\n\"e\": \"fd00::/8\",\n\"f\": \"10.0.0.4\", \"g\": \"\"}");
    CvpnPrefix cidr = { 0, 0 };
    guint32 address = 0;

    CU_ASSERT_TRUE (cvpn_node_get_cidr (&root, "a", &cidr));
    cvpn_assert_int (cidr.address, 100u << 24 | 68u << 16);
    cvpn_assert_int (cidr.length, 18);
    CU_ASSERT_FALSE (cvpn_node_get_cidr (&root, "b", &cidr));
    CU_ASSERT_FALSE (cvpn_node_get_cidr (&root, "c", &cidr));
    CU_ASSERT_FALSE (cvpn_node_get_cidr (&root, "d", &cidr));
    CU_ASSERT_FALSE (cvpn_node_get_cidr (&root, "g", &cidr));
    CU_ASSERT_FALSE (cvpn_node_get_address (&root, "e", &address));
    CU_ASSERT_TRUE (cvpn_node_get_address (&root, "f", &address));
    cvpn_assert_int (address, 10u << 24 | 4u);
    close_document (&document,
                    "1: b: expected an IPv4 CIDR block such as '10.0.0.0/16', not '10.0.0.0'\n"
                    "2: c: expected an IPv4 CIDR block such as '10.0.0.0/16', not '10.0.0.0/33'\n"
                    "3: d: expected an IPv4 CIDR block such as '10.0.0.0/16'\n"
                    "4: e: expected an IPv4 address such as '10.0.0.4', not 'fd00::/8'\n");
}

static void
test_digest (void)
{
    Document document;
    const CvpnNode root = open_document (
        &document,
        "[{\"a\": [1, 2], \"b\": \"x\"}, {\"b\": \"x\", \"a\": [2, 1]}, {\"a\": [1, 2, 2], "
        "\"b\": \"x\"}, {\"a\": [1, 2], \"b\": \"x\\\"\"}]");
    char *digests[4];

    for (guint i = 0; i < 4; i++) {
        const CvpnNode node = cvpn_node_element (&root, i);
        digests[i] = cvpn_node_digest (&node);
    }
    cvpn_assert_str (digests[1], digests[0]);
    CU_ASSERT_STRING_NOT_EQUAL (digests[2], digests[0]);
    CU_ASSERT_STRING_NOT_EQUAL (digests[3], digests[0]);
    for (guint i = 0; i < 4; i++)
        g_free (digests[i]);
    close_document (&document, "");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "values", test_values },
        { "other types", test_types },
        { "ids", test_ids },
        { "addresses and blocks", test_addresses },
        { "equal content", test_digest },
    };

    return cvpn_test_main ("node", tests, G_N_ELEMENTS (tests));
}
