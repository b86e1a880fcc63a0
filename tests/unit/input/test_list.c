/* list: splitting, trimming, choosing. */
#include "input/list.h"

#include "support.h"
#include "base/fields.h"

/* A place for faults: a group of its own with one key. */
typedef struct {
    CvpnDocument *document;
    CvpnReport *report;
    CvpnReading at;
} Place;

static const CvpnKey key = { .name = "key", .type = CVPN_KEY_TEXTS };

static Place
open_place (void)
{
    Place place = { cvpn_document_new (), cvpn_report_new (), { 0 } };
    CvpnGroup *group = cvpn_document_add (place.document, "group", "", "t.ini", 1);

    place.at = (CvpnReading){ .report = place.report,
                              .group = group,
                              .key = &key,
                              .entry = cvpn_group_add (group, "key", "value", group->file, 2) };
    return place;
}

/* The faults of the place, which it closes. */
static char *
close_place (Place *place)
{
    char *faults = cvpn_report_format (place->report);

    cvpn_report_free (place->report);
    cvpn_document_free (place->document);
    return faults;
}

static void
check_split (const char *value, const char *items, const char *faults)
{
    Place place = open_place ();
    g_autofree char **split = cvpn_list_split (&place.at, value);
    g_autofree char *joined = g_strjoinv ("|", split);
    g_autofree char *said = close_place (&place);

    cvpn_assert_str (joined, items);
    cvpn_assert_str (said, faults);
}

static void
test_split (void)
{
    check_split ("", "", "");
    check_split ("a", "a", "");
    check_split (" a ;b; c d ", "a|b|c d", "");
    check_split ("a; b;", "a|b", "");
    check_split ("a;;b", "a|b",
                 "t.ini:2: error: [group] key: item 2 of the list is empty; expected ITEM; ITEM\n");
    check_split (";", "",
                 "t.ini:2: error: [group] key: item 1 of the list is empty; expected ITEM; ITEM\n");
    check_split ("a;;", "a",
                 "t.ini:2: error: [group] key: item 2 of the list is empty; expected ITEM; ITEM\n");
}

static void
test_fields (void)
{
    g_autofree char **none = cvpn_fields_split ("  ");
    g_autofree char **some = cvpn_fields_split (" tcp \t 443  sg-web");
    g_autofree char *joined = g_strjoinv ("|", some);

    CU_ASSERT_PTR_NULL (none[0]);
    cvpn_assert_str (joined, "tcp|443|sg-web");
}

static void
test_words (void)
{
    g_auto (GStrv) open = cvpn_list_words ("a|b|");
    g_auto (GStrv) closed = cvpn_list_words ("a|b");

    cvpn_assert_int (g_strv_length (open), 2);
    cvpn_assert_int (g_strv_length (closed), 2);
}

static void
test_choose (void)
{
    Place place = open_place ();

    cvpn_assert_int (cvpn_list_choose (&place.at, "udp|tcp", "tcp"), 1);
    cvpn_assert_int (cvpn_list_choose (&place.at, "udp|tcp", "tpc"), -1);
    cvpn_assert_int (cvpn_list_choose (&place.at, "udp|tcp", "sctp-like"), -1);
    cvpn_assert_int (cvpn_list_choose (&place.at, "udp|tcp", "udp|tcp"), -1);
    cvpn_assert_int (cvpn_list_choose (&place.at, "udp|tcp|", ""), -1);
    g_autofree char *said = close_place (&place);
    cvpn_assert_str (said, "t.ini:2: error: [group] key: 'tpc' is unknown; did you mean 'tcp'?\n"
                           "t.ini:2: error: [group] key: 'sctp-like' is unknown; known: udp, tcp\n"
                           "t.ini:2: error: [group] key: 'udp|tcp' is unknown; known: udp, tcp\n"
                           "t.ini:2: error: [group] key: '' is unknown; known: udp, tcp\n");
}

static void
test_check (void)
{
    char *const items[] = { (char[]){ "a" }, (char[]){ "b" }, (char[]){ "a" }, NULL };
    Place place = open_place ();

    cvpn_list_check (&place.at, items, 2);
    g_autofree char *said = close_place (&place);
    cvpn_assert_str (said, "t.ini:2: error: [group] key: 'a' is listed twice\n"
                           "t.ini:2: error: [group] key: 3 items; expected at most 2\n");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "splitting a list", test_split },     { "fields of an item", test_fields },
        { "words of a choice", test_words },    { "choosing a word", test_choose },
        { "doubles and too many", test_check },
    };

    return cvpn_test_main ("list", tests, G_N_ELEMENTS (tests));
}
