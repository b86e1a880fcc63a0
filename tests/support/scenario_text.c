/* Scenarios as text: a list of groups, each a header and its lines. */
#include "scenario_text.h"

#include <string.h>

#include "model/network.h"
#include "support.h"

typedef struct {
    char *header; /* "[vpc vpc-a]"; "" for what stands before the first */
    GPtrArray *lines;
} Group;

static Group *
new_group (const char *header)
{
    Group *group = g_new (Group, 1);

    group->header = g_strdup (header);
    group->lines = g_ptr_array_new_with_free_func (g_free);
    return group;
}

static void
free_group (gpointer data)
{
    Group *group = data;

    g_free (group->header);
    g_ptr_array_unref (group->lines);
    g_free (group);
}

static GPtrArray *
split_groups (const char *text)
{
    GPtrArray *groups = g_ptr_array_new_with_free_func (free_group);
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

    g_ptr_array_add (groups, new_group (""));
    for (guint i = 0; lines[i]; i++) {
        Group *last = groups->pdata[groups->len - 1];
        if (*lines[i] == '[')
            g_ptr_array_add (groups, new_group (lines[i]));
        else if (*lines[i])
            g_ptr_array_add (last->lines, g_strdup (lines[i]));
    }
    return groups;
}

static char *
join_groups (const GPtrArray *groups)
{
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < groups->len; i++) {
        const Group *group = groups->pdata[i];
        if (*group->header)
            g_string_append_printf (text, "%s\n", group->header);
        for (guint j = 0; j < group->lines->len; j++)
            g_string_append_printf (text, "%s\n", (char *) group->lines->pdata[j]);
        g_string_append_c (text, '\n');
    }
    return g_string_free (text, FALSE);
}

static Group *
find_group (GPtrArray *groups, const char *header)
{
    for (guint i = 0; i < groups->len; i++)
        if (g_str_equal (((Group *) groups->pdata[i])->header, header))
            return groups->pdata[i];
    return NULL;
}

static gboolean
line_has_key (const char *line, const char *key, gsize length)
{
    return strncmp (line, key, length) == 0 && (line[length] == ' ' || line[length] == '=');
}

/* Takes the line of that key away and returns where it stood, or the end. */
static guint
remove_key (Group *group, const char *key, gsize length)
{
    for (guint i = 0; i < group->lines->len; i++)
        if (line_has_key (group->lines->pdata[i], key, length)) {
            g_ptr_array_remove_index (group->lines, i);
            return i;
        }
    return group->lines->len;
}

static Group *
enter_group (GPtrArray *groups, const char *header)
{
    Group *group = find_group (groups, header);

    if (!group) {
        group = new_group (header);
        g_ptr_array_add (groups, group);
    }
    return group;
}

static void
change_line (Group *group, const char *line)
{
    const char *end = strstr (line, " =");
    const guint at = remove_key (group, line, end ? (gsize) (end - line) : strlen (line));

    g_ptr_array_insert (group->lines, (gint) at, g_strdup (line));
}

char *
cvpn_test_patch (const char *base, const char *patch)
{
    g_autoptr (GPtrArray) groups = split_groups (base);
    g_auto (GStrv) lines = g_strsplit (patch ? patch : "", "\n", -1);
    Group *group = groups->pdata[0];

    for (guint i = 0; lines[i]; i++) {
        if (g_str_has_prefix (lines[i], "-["))
            g_ptr_array_remove (groups, find_group (groups, lines[i] + 1));
        else if (*lines[i] == '[')
            group = enter_group (groups, lines[i]);
        else if (*lines[i] == '-')
            remove_key (group, lines[i] + 1, strlen (lines[i] + 1));
        else if (*lines[i])
            change_line (group, lines[i]);
    }
    return join_groups (groups);
}

CvpnScenario *
cvpn_test_load (const char *text, char **faults)
{
    g_autofree char *path = g_build_filename (cvpn_test_folder (), "scenario.ini", NULL);
    g_autoptr (CvpnReport) report = cvpn_report_new ();
    CvpnScenario *scenario;

    g_file_set_contents (path, text, -1, NULL);
    scenario = cvpn_scenario_load (path, NULL, report, NULL);
    if (faults)
        *faults = scenario ? NULL : cvpn_report_format (report);
    return scenario;
}

void
cvpn_test_fail_zone (const CvpnScenario *scenario, const char *zone)
{
    const CvpnNetwork *net = cvpn_scenario_network (scenario);
    const guint32 found = cvpn_network_find_zone (net, zone);

    if (found != CVPN_NONE)
        g_array_index (net->zone_failed, gboolean, found) = TRUE;
}

char *
cvpn_test_read (const char *relative)
{
    g_autofree char *path = cvpn_test_path (relative);
    char *content = NULL;

    if (!g_file_get_contents (path, &content, NULL, NULL))
        g_printerr ("%s cannot be read\n", path);
    return content;
}

CvpnScenario *
cvpn_test_load_patched (const char *patch)
{
    g_autofree char *base = cvpn_test_read ("tests/support/network.ini");
    g_autofree char *text = cvpn_test_patch (base, patch);
    g_autofree char *faults = NULL;
    CvpnScenario *scenario = cvpn_test_load (text, &faults);

    if (!scenario)
        g_printerr ("%s", faults);
    return scenario;
}
