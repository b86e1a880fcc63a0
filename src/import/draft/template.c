/* What is the user's to add, as comments: `sed 's/^#\([^ #]\)/\1/'` makes a scenario of them that
 * runs. */
#include "import/draft/parts.h"

#include <string.h>

#define MOST_POPULATIONS 5
#define MOST_HOSTS       3

static const char introduction[] =
    "\n"
    "# "
    "---------------------------------------------------------------------------------------------"
    "\n"
    "# Who connects, and what they send: figures of yours belong here. Without them explain, "
    "diagnose\n"
    "# and check work; 'run' needs the lines below, and 'duration' above, without their '#'\n"
    "# (sed 's/^#\\([^ #]\\)/\\1/').\n";

typedef struct {
    GString *out;
    const CvpnImportDraft *draft;
    const CvpnInventory *inventory;
    GPtrArray *populations; /* names, owned */
} Template;

static const CvpnDraftGroup *
find_group (const CvpnImportDraft *draft, const char *kind, const char *name)
{
    for (guint i = 0; i < draft->groups->len; i++) {
        const CvpnDraftGroup *group = draft->groups->pdata[i];
        if (strcmp (group->kind, kind) == 0 && (!name || strcmp (group->name, name) == 0))
            return group;
    }
    return NULL;
}

/* The lists of access groups that rules name, each once, in the order of the file. */
static GPtrArray *
list_access_groups (const CvpnImportDraft *draft, const char *endpoint)
{
    const CvpnDraftGroup *rules = find_group (draft, "authorization-rules", endpoint);
    GPtrArray *lists = g_ptr_array_new ();
    g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

    for (guint i = 0; rules && i < rules->lines->len; i++) {
        const CvpnDraftLine *line = rules->lines->pdata[i];
        if (g_hash_table_add (seen, line->value))
            g_ptr_array_add (lists, line->value);
    }
    return lists;
}

/* Everyone's '*' is no group. */
static char *
drop_everyone (const char *list)
{
    g_auto (GStrv) items = g_strsplit (list, "; ", -1);
    GString *out = g_string_new (NULL);

    for (guint i = 0; items[i]; i++)
        if (strcmp (items[i], "*") != 0)
            g_string_append_printf (out, "%s%s", out->len > 0 ? "; " : "", items[i]);
    return g_string_free (out, FALSE);
}

static gint64
count_people (const Template *t, const char *endpoint)
{
    const CvpnClientVpnThing *thing =
        cvpn_inventory_find (t->inventory, t->inventory->client_vpns, endpoint);

    return thing && thing->active_connections > 0 ? thing->active_connections : 100;
}

static void
append_population (Template *t, const char *endpoint, const char *groups, gint64 count)
{
    const guint n = t->populations->len + 1;
    char *name = n == 1 ? g_strdup ("staff") : g_strdup_printf ("staff-%u", n);

    g_ptr_array_add (t->populations, name);
    g_string_append_printf (t->out, "\n#[clients %s]\n#endpoint = %s\n", name, endpoint);
    if (*groups)
        g_string_append_printf (t->out, "#groups = %s\n", groups);
    g_string_append_printf (t->out, "#count = %" G_GINT64_FORMAT "\n#arrival = uniform 0s 1h\n",
                            count);
}

static void
append_populations (Template *t, const char *endpoint)
{
    g_autoptr (GPtrArray) lists = list_access_groups (t->draft, endpoint);
    g_autoptr (GHashTable) done = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    const guint before = t->populations->len;

    for (guint i = 0; i < lists->len && t->populations->len - before < MOST_POPULATIONS; i++) {
        char *groups = drop_everyone (lists->pdata[i]);
        if (g_hash_table_contains (done, groups)) {
            g_free (groups);
            continue;
        }
        g_hash_table_add (done, groups);
        append_population (t, endpoint, groups, count_people (t, endpoint));
    }
    if (t->populations->len == before)
        append_population (t, endpoint, "", count_people (t, endpoint));
}

static const char *
value_of (const CvpnDraftGroup *group, const char *key)
{
    for (guint i = 0; i < group->lines->len; i++) {
        const CvpnDraftLine *line = group->lines->pdata[i];
        if (strcmp (line->key, key) == 0)
            return line->value;
    }
    return NULL;
}

/* "i-1 tcp 443; i-2 tcp 443"; without hosts an address of the first VPC. */
static char *
list_destinations (const Template *t)
{
    const CvpnDraftGroup *vpc = find_group (t->draft, "vpc", NULL);
    GString *out = g_string_new (NULL);
    CvpnPrefix block;
    char text[CVPN_ADDRESS_TEXT];
    guint n = 0;

    for (guint i = 0; i < t->draft->groups->len && n < MOST_HOSTS; i++) {
        const CvpnDraftGroup *group = t->draft->groups->pdata[i];
        if (strcmp (group->kind, "host") == 0)
            g_string_append_printf (out, "%s%s tcp 443", n++ > 0 ? "; " : "", group->name);
    }
    if (n == 0 && vpc) {
        g_auto (GStrv) blocks = g_strsplit (value_of (vpc, "cidr-block"), "; ", -1);
        if (cvpn_prefix_parse (blocks[0], &block, NULL))
            g_string_append_printf (out, "%s tcp 443",
                                    cvpn_address_format (block.address + 10, text));
    }
    if (out->len == 0)
        g_string_append (out, "192.0.2.1 tcp 443");
    return g_string_free (out, FALSE);
}

static void
append_traffic (const Template *t)
{
    g_autofree char *destinations = list_destinations (t);

    g_string_append (t->out, "\n#[traffic web]\n#clients = ");
    for (guint i = 0; i < t->populations->len; i++)
        g_string_append_printf (t->out, "%s%s", i > 0 ? "; " : "",
                                (char *) t->populations->pdata[i]);
    g_string_append_printf (t->out, "\n#to = %s\n#every = exponential 1min\n", destinations);
}

void
cvpn_drafting_append_template (GString *out, const CvpnImportDraft *draft,
                               const CvpnInventory *inventory)
{
    Template t = { out, draft, inventory, g_ptr_array_new_with_free_func (g_free) };

    if (find_group (draft, "client-vpn-endpoint", NULL)) {
        g_string_append (out, introduction);
        for (guint i = 0; i < draft->groups->len; i++) {
            const CvpnDraftGroup *group = draft->groups->pdata[i];
            if (strcmp (group->kind, "client-vpn-endpoint") == 0)
                append_populations (&t, group->name);
        }
        append_traffic (&t);
    }
    g_ptr_array_unref (t.populations);
}
