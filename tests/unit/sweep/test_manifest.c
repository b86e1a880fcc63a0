/* manifest: written, read and compared. */
#include "sweep/manifest.h"

#include <string.h>

#include <cvpnsim/error.h>

#include "support.h"

static const guint watched[] = { CVPN_METRIC_CONNECTIONS, CVPN_METRIC_FLOW_SUCCESS };

static CvpnManifest *
make (char *first, char *second, const char *duration, const char *warm_up, double precision)
{
    char *set[] = { first, second, NULL };
    const CvpnStoppingRule rule = { .minimum = precision > 0 ? 3 : 7,
                                    .maximum = 7,
                                    .relative_precision = precision,
                                    .confidence = 0.95,
                                    .watched = watched,
                                    .n_watched = 2 };
    g_autoptr (CvpnGrid) grid = cvpn_grid_new ("a/x.ini", set, NULL, duration, NULL);

    return cvpn_manifest_new (grid, 9007199254740993, "abc", warm_up, &rule);
}

static CvpnManifest *
read_back (const CvpnManifest *manifest)
{
    g_autofree char *text = cvpn_manifest_text (manifest);
    g_autofree char *path = cvpn_test_file ("sweep.json", text);
    g_autoptr (GError) error = NULL;
    CvpnManifest *back = cvpn_manifest_read (path, &error);

    cvpn_assert_str (error ? error->message : "", "");
    return back;
}

static void
test_round_trip (void)
{
    char one[] = "a.x=1,\"2\",\xc3\xa9", two[] = "b.y=\\,";
    const gint64 cut = 300;

    for (guint i = 0; i < 4; i++) {
        g_autoptr (CvpnManifest) manifest =
            make (one, two, i & 1 ? "2h" : NULL, i & 2 ? "auto" : NULL, i * 0.05);
        for (guint j = 0; i > 1 && j < manifest->settings->len; j++)
            g_array_append_val (manifest->cuts, cut);
        manifest->warm_up_ns = i > 1 ? cut : -1;
        manifest->complete = i == 3;
        g_autoptr (CvpnManifest) back = read_back (manifest);
        g_autofree char *text = cvpn_manifest_text (manifest);
        g_autofree char *again = cvpn_manifest_text (back);
        cvpn_assert_str (again, text);
        cvpn_assert_str (cvpn_manifest_difference (back, manifest), NULL);
        CU_ASSERT (cvpn_manifest_same_rule (back, manifest));
        cvpn_assert_int (back->warm_up_ns, manifest->warm_up_ns);
        cvpn_assert_int (back->seed, 9007199254740993);
    }
}

static char *
differ (const CvpnManifest *there, CvpnManifest *wanted)
{
    char *difference = cvpn_manifest_difference (there, wanted);

    cvpn_manifest_free (wanted);
    return difference;
}

static void
test_differences (void)
{
    char one[] = "a.x=1,2", other[] = "a.x=1,3", third[] = "c.x=1,2", two[] = "b.y=5",
         not_two[] = "b.y=6";
    g_autoptr (CvpnManifest) there = make (one, two, NULL, NULL, 0);
    g_autofree char *values = differ (there, make (other, two, NULL, NULL, 0));
    g_autofree char *keys = differ (there, make (third, two, NULL, NULL, 0));
    g_autofree char *fixed = differ (there, make (one, not_two, NULL, NULL, 0));
    g_autofree char *duration = differ (there, make (one, two, "1h", NULL, 0));
    g_autofree char *warm_up = differ (there, make (one, two, NULL, "1h", 0));
    g_autoptr (CvpnManifest) precise = make (one, two, NULL, NULL, 0.05);

    cvpn_assert_str (values, "the keys of its grid have other values");
    cvpn_assert_str (keys, "its grid has other keys");
    cvpn_assert_str (fixed, "something else is set in it");
    cvpn_assert_str (duration, "its duration is the scenario's, not 1h");
    cvpn_assert_str (warm_up, "its warm-up is the scenario's, not 1h");
    CU_ASSERT (cvpn_manifest_difference (there, precise) == NULL);
    CU_ASSERT (!cvpn_manifest_same_rule (there, precise));
}

/* Whatever a line of it is replaced by, it is refused, not believed. */
static void
test_refusals (void)
{
    static const struct {
        const char *old, *new;
    } rows[] = {
        { "\"version\": ", "\"edition\": " },
        { "\"seed\": 9", "\"seed\": \"9\", \"x\": 9" },
        { "[\"1\"]", "[1]" },
        { "[\"1\"]", "[\"1\", \"2\"]" },
        { "\"minimum\": 7", "\"minimum\": 8" },
        { "\"minimum\": 7", "\"minimum\": 0" },
        { "\"connections\"", "\"conections\"" },
        { "\"complete\": false", "\"complete\": 0" },
        { "\"set\": [", "\"set\": [3, " },
        { "null,\n  \"rule\"", "{\"ns\": -1, \"settings_ns\": [1, 2]},\n  \"rule\"" },
        { "}\n", "" },
    };
    char one[] = "a.x=1,2", two[] = "b.y=5";
    g_autoptr (CvpnManifest) manifest = make (one, two, NULL, NULL, 0);
    g_autofree char *text = cvpn_manifest_text (manifest);

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        const char *at = g_strrstr (text, rows[i].old);
        CU_ASSERT_FATAL (at != NULL);
        g_autofree char *damaged = g_strdup_printf ("%.*s%s%s", (int) (at - text), text,
                                                    rows[i].new, at + strlen (rows[i].old));
        g_autofree char *path = cvpn_test_file ("sweep.json", damaged);
        g_autoptr (GError) error = NULL;
        g_autoptr (CvpnManifest) back = cvpn_manifest_read (path, &error);
        CU_ASSERT (back == NULL && g_error_matches (error, CVPN_ERROR, CVPN_ERROR_USAGE));
    }
}

int
main (void)
{
    static const CvpnTest tests[] = { { "round trip", test_round_trip },
                                      { "differences", test_differences },
                                      { "refusals", test_refusals } };

    return cvpn_test_main ("sweep/manifest", tests, G_N_ELEMENTS (tests));
}
