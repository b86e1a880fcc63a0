/* grid: what the command line says, as settings. */
#include "sweep/grid.h"

#include <string.h>

#include <cvpnsim/error.h>

#include "support.h"

#define SET_MAX 4

/* "KEY KEY: VALUE VALUE | …", and behind it what is set everywhere. */
static char *
flatten (const CvpnGrid *grid)
{
    GString *out = g_string_new (NULL);

    for (guint i = 0; i < grid->keys->len; i++)
        g_string_append_printf (out, "%s%s", i > 0 ? " " : "", (char *) grid->keys->pdata[i]);
    g_string_append_c (out, ':');
    for (guint i = 0; i < grid->settings->len; i++) {
        const CvpnSetting *setting = grid->settings->pdata[i];
        g_autofree char *values = g_strjoinv (" ", setting->values);
        g_string_append_printf (out, "%s %s", i > 0 ? " |" : "", values);
    }
    for (guint i = 0; i < grid->fixed->len; i++)
        g_string_append_printf (out, " + %s", (char *) grid->fixed->pdata[i]);
    return g_string_free (out, FALSE);
}

static char *
make (char *const *set, const char *settings, const char *duration)
{
    g_autofree char *path = settings ? cvpn_test_file ("settings.csv", settings) : NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnGrid) grid = cvpn_grid_new ("x.ini", set, path, duration, &error);

    if (grid)
        return flatten (grid);
    CU_ASSERT (error->domain == CVPN_ERROR);
    const char *message = error->message;
    if (path && g_str_has_prefix (message, path))
        return g_strdup_printf ("FILE%s", message + strlen (path));
    return g_strdup (message);
}

static void
test_values (void)
{
    static const struct {
        const char *set[SET_MAX], *want;
    } rows[] = {
        { { NULL }, ": " },
        { { "a.x=1" }, ":  + a.x=1" }, /* one value is no key */
        { { "a.x=1,2" }, "a.x: 1 | 2" },
        { { " a.x = 1 , 2 " }, "a.x: 1 | 2" },
        { { "a.x=1\\,2" }, ":  + a.x=1,2" },
        { { "a.x=1\\,2,3" }, "a.x: 1,2 | 3" },
        { { "a.x=1\\\\,2" }, "a.x: 1\\ | 2" },
        { { "a.x=1\\\\\\,2" }, ":  + a.x=1\\,2" },
        { { "a.x=1\\s,2" }, "a.x: 1\\s | 2" }, /* other escapes are not ours */
        { { "a.b.10.0.0.0/8=b=c,d" }, "a.b.10.0.0.0/8: b=c | d" },
        /* The last key varies fastest. */
        { { "a.x=1,2", "b.y=3", "c.z=4,5,6" },
          "a.x c.z: 1 4 | 1 5 | 1 6 | 2 4 | 2 5 | 2 6 + b.y=3" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        char *set[SET_MAX] = { NULL };
        for (guint j = 0; j < SET_MAX; j++)
            set[j] = g_strdup (rows[i].set[j]);
        g_autofree char *got = make (set, NULL, NULL);
        cvpn_assert_str (got, rows[i].want);
        for (guint j = 0; j < SET_MAX; j++)
            g_free (set[j]);
    }
}

static void
test_file (void)
{
    static const struct {
        const char *settings, *set, *want;
    } rows[] = {
        { "a.x,b.y\n1,2\n3,4\n", NULL, "a.x b.y: 1 2 | 3 4" },
        { "a.x,b.y\n1,2\n3,4\n", "c.z=5,6", "a.x b.y c.z: 1 2 5 | 1 2 6 | 3 4 5 | 3 4 6" },
        { "a.x\n\"1,2\"\n3\n", NULL, "a.x: 1,2 | 3" },    /* RFC 4180's quotes, no escapes */
        { "a.x,b.y\n1,2\n", NULL, ":  + a.x=1 + b.y=2" }, /* one row varies nothing */
        { "a.x\n", NULL, "FILE: has no row, which would be a setting" },
        { "a.x,b.y\n1,2\n3,\n", NULL, "FILE:3: no value of 'b.y'" },
        { "x\n1\n", NULL, "FILE:1: column 'x'; expected a key, GROUP.KEY" },
        { "a.x\n1\n2\n", "a.x=3,4", "a.x: is set twice" },
        { "a.x\n1,2\n", NULL, "FILE:2: 2 fields; expected 1, as many as the header has" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autofree char *assignment = g_strdup (rows[i].set);
        char *set[] = { assignment, NULL };
        g_autofree char *got = make (set, rows[i].settings, NULL);
        cvpn_assert_str (got, rows[i].want);
    }
}

static void
test_refusals (void)
{
    static const struct {
        const char *set[2], *want;
    } rows[] = {
        { { "a.x" }, "a.x: is not a setting; expected GROUP.KEY=VALUE or GROUP.KEY=V1,V2" },
        { { "x=1.5" }, "x=1.5: is not a setting; expected GROUP.KEY=VALUE or GROUP.KEY=V1,V2" },
        { { "a.x=" }, "a.x=: has no value" },
        { { "a.x=1,,2" }, "a.x=1,,2: a value is empty" },
        { { "a.x=1,2," }, "a.x=1,2,: a value is empty" },
        { { "a.x=1,2,1" }, "a.x=1,2,1: a value is there twice" },
        { { "a.x=1,2", "a.x=3" }, "a.x: is set twice" },
        { { "scenario.seed=1,2" },
          "scenario.seed: each replication has a seed of its own; --seed gives other ones" },
        { { "scenario.duration=1h,2h" }, "scenario.duration: is set by --duration already" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        char *set[] = { g_strdup (rows[i].set[0]), g_strdup (rows[i].set[1]), NULL };
        g_autofree char *got = make (set, NULL, "1h");
        cvpn_assert_str (got, rows[i].want);
        g_free (set[0]);
        g_free (set[1]);
    }
}

/* "a.x=0,1,…": so many values. */
static char *
many (const char *key, guint n)
{
    GString *out = g_string_new (key);

    for (guint i = 0; i < n; i++)
        g_string_append_printf (out, "%c%u", i > 0 ? ',' : '=', i);
    return g_string_free (out, FALSE);
}

static void
test_size (void)
{
    g_autofree char *a = many ("a.x", 1000), *b = many ("b.y", 101);
    char *set[] = { a, b, NULL };
    g_autofree char *got = make (set, NULL, NULL);

    cvpn_assert_str (got, "the grid has more than 100000 settings");
}

static void
test_names (void)
{
    char *set[] = { (char[]){ "a.one.x=1,2" }, (char[]){ "b.two.y=3,4" }, (char[]){ "c.y=5,6" },
                    (char[]){ "d.10.0.0.0/8=7,8" }, NULL };
    g_autoptr (CvpnGrid) grid = cvpn_grid_new ("x.ini", set, NULL, NULL, NULL);
    g_autofree char *name = cvpn_grid_describe (grid, 1);

    cvpn_assert_str (name, "x=1 b.two.y=3 c.y=5 d.10.0.0.0/8=8");
    CU_ASSERT (cvpn_grid_sets (grid, "c.y") && !cvpn_grid_sets (grid, "c.z"));
    cvpn_grid_fix (grid, "c.z=9");
    CU_ASSERT (cvpn_grid_sets (grid, "c.z"));
    const CvpnSetting *last = grid->settings->pdata[grid->settings->len - 1];
    cvpn_assert_int (g_strv_length (last->set), 5);
    cvpn_assert_str (last->set[4], "c.z=9");
}

int
main (void)
{
    static const CvpnTest tests[] = {
        { "values", test_values }, { "file", test_file },   { "refusals", test_refusals },
        { "size", test_size },     { "names", test_names },
    };

    return cvpn_test_main ("sweep/grid", tests, G_N_ELEMENTS (tests));
}
