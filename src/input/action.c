/* action: what an event does, "create-route 172.31.0.0/16 subnet-b".
 *
 * A route, rule or ACL entry is read as the row of its own group would be, from an entry
 * that is made for it; the messages point to the event. */
#include "input/action.h"

#include <string.h>

#include "base/quantity.h"
#include "base/spelling.h"
#include "input/keys.h"
#include "input/matches.h"
#include "input/modify.h"
#include "input/rows.h"
#include "input/value.h"

#define WORDS_MAX 4

/* An action's parameters, and where they go. */
typedef struct {
    const CvpnReading *at;
    CvpnActionSpec *action;
    char *words[WORDS_MAX]; /* as many as the form has; the last may be more than a word */
    guint n;
} Call;

/* How many words an action takes, whether the last goes to the value's end, and who reads
 * them. */
typedef struct {
    guint n;
    gboolean open;
    void (*read) (const Call *call);
} Form;

static void
fail_number (const Call *call, const char *how)
{
    const gint kind = call->action->kind;
    const char *parameters = cvpn_action_parameters (kind);

    cvpn_reading_fail (call->at, "%s parameters; expected '%s%s%s'", how, cvpn_action_word (kind),
                       *parameters ? " " : "", parameters);
}

/* A name of a group that the file contains. */
static void
refer (const CvpnReading *at, const char *refers, const char *name)
{
    const CvpnKey key = { .name = "action", .refers = refers, .flags = CVPN_KEY_KNOWN };
    CvpnReading reading = *at;

    reading.key = &key;
    cvpn_value_refer (&reading, refers, name);
}

/* An entry that the file does not have, at the event's own; takes 'key'.  Owned by the action's
 * row. */
static CvpnEntry *
make_entry (const CvpnReading *at, char *key, const char *value)
{
    CvpnEntry *entry = g_new (CvpnEntry, 1);

    *entry = (CvpnEntry){ key, g_strdup (value), at->entry->file, at->entry->line, TRUE };
    return entry;
}

static CvpnReading
read_within (const CvpnReading *at, const CvpnEntry *entry)
{
    CvpnReading reading = *at;

    reading.entry = entry;
    reading.within = at->entry;
    return reading;
}

/* Takes 'key'. */
static void
set_row (const Call *call, const CvpnSection *section, char *key, const char *value)
{
    CvpnEntry *entry = make_entry (call->at, key, value);
    const CvpnReading within = read_within (call->at, entry);

    call->action->row = cvpn_section_read_row (section, &within, entry);
}

static void
set_name (const Call *call, guint word)
{
    call->action->name = g_strdup (call->words[word]);
}

static void
read_subnet (const Call *call)
{
    set_name (call, 0);
    refer (call->at, "subnet", call->words[0]);
}

/* The groups of an endpoint have lists, an action has one item of them. */
static gboolean
is_single (const Call *call, const char *item, const char *what)
{
    if (strchr (item, ';'))
        cvpn_reading_fail (call->at, "'%s' is a list; expected one %s, and an event for each", item,
                           what);
    return !strchr (item, ';');
}

static void
read_endpoint_route (const Call *call)
{
    if (!is_single (call, call->words[1], "subnet"))
        return;
    set_name (call, 1);
    set_row (call, &cvpn_section_endpoint_routes, g_strdup (call->words[0]), call->words[1]);
}

static void
read_rule (const Call *call)
{
    if (!is_single (call, call->words[1], "access group"))
        return;
    set_name (call, 1);
    set_row (call, &cvpn_section_authorization_rules, g_strdup (call->words[0]), call->words[1]);
}

/* Names between blanks, or between semicolons as in the endpoint's own list. */
static void
read_groups (const Call *call)
{
    g_auto (GStrv) words = g_strsplit_set (call->words[0], " \t;", -1);
    g_autoptr (GString) list = g_string_new (NULL);

    for (guint i = 0; words[i]; i++)
        if (*words[i])
            g_string_append_printf (list, "%s%s", list->len > 0 ? ";" : "", words[i]);
    if (list->len == 0) {
        fail_number (call, "too few");
        return;
    }
    const CvpnEntry entry = { (char[]){ "security-groups" }, list->str, call->at->entry->file,
                              call->at->entry->line, TRUE };
    const CvpnReading within = read_within (call->at, &entry);
    CvpnEndpointSpec *endpoint = cvpn_modify_read (&within);
    call->action->names = g_ptr_array_ref (endpoint->security_groups);
    cvpn_modify_free (endpoint);
}

static void
read_set_route (const Call *call)
{
    set_name (call, 0);
    refer (call->at, "route-table", call->words[0]);
    set_row (call, &cvpn_section_route_table, g_strdup (call->words[1]), call->words[2]);
}

static void
read_unset_route (const Call *call)
{
    CvpnEntry *entry = make_entry (call->at, g_strdup (call->words[1]), "");
    CvpnReading within = read_within (call->at, entry);
    const CvpnKey key = { .name = "action", .flags = CVPN_KEY_KNOWN };

    set_name (call, 0);
    refer (call->at, "route-table", call->words[0]);
    within.key = &key;
    call->action->row = cvpn_rows_new (call->at, entry, FALSE);
    cvpn_rows_read_routed (&within, call->action->row);
}

static void
read_set_acl_entry (const Call *call)
{
    set_name (call, 0);
    refer (call->at, "network-acl", call->words[0]);
    set_row (call, &cvpn_section_network_acl,
             g_strconcat (call->words[1], " ", call->words[2], NULL), call->words[3]);
}

static void
read_unset_acl_entry (const Call *call)
{
    char *key = g_strconcat (call->words[1], " ", call->words[2], NULL);
    CvpnEntry *entry = make_entry (call->at, key, "");
    const CvpnReading within = read_within (call->at, entry);

    set_name (call, 0);
    refer (call->at, "network-acl", call->words[0]);
    call->action->row = cvpn_rows_new (call->at, entry, FALSE);
    cvpn_matches_read_acl_number (&within, call->action->row);
}

/* Zones are not groups: those of the subnets are all that there are. */
static void
read_zone (const Call *call)
{
    const GPtrArray *groups = call->at->names->document->groups;
    g_autoptr (GPtrArray) zones = g_ptr_array_new ();
    const char *zone = call->words[0];

    set_name (call, 0);
    for (guint i = 0; i < groups->len; i++) {
        const CvpnGroup *group = groups->pdata[i];
        const CvpnEntry *entry = strcmp (group->kind, "subnet") == 0
                                     ? cvpn_group_entry (group, "availability-zone")
                                     : NULL;
        if (entry && strcmp (entry->value, zone) == 0)
            return;
        if (entry && *entry->value &&
            !g_ptr_array_find_with_equal_func (zones, entry->value, g_str_equal, NULL))
            g_ptr_array_add (zones, entry->value);
    }
    g_autofree char *hint =
        cvpn_spelling_hint (zone, (const char *const *) zones->pdata, zones->len);
    cvpn_reading_fail (call->at, "no subnet is in '%s'%s", zone, hint);
}

/* Whom there is, is known when all groups have been read: users.h. */
static void
read_clients (const Call *call)
{
    set_name (call, 0);
}

static void
read_next_update (const Call *call)
{
    GError *error = NULL;

    if (!cvpn_duration_parse (call->words[0], &call->action->next_update_ns, &error))
        cvpn_reading_fail_error (call->at, error);
    else if (call->action->next_update_ns == 0)
        cvpn_reading_fail (call->at, "'%s' is no time at all; expected a duration above 0s",
                           call->words[0]);
}

static void
read_modification (const Call *call)
{
    CvpnEntry entry = { call->words[0], call->words[1], call->at->entry->file,
                        call->at->entry->line, TRUE };
    const CvpnReading within = read_within (call->at, &entry);

    set_name (call, 0);
    call->action->endpoint = cvpn_modify_read (&within);
}

static void
read_nothing (const Call *call)
{
    (void) call;
}

static const Form forms[CVPN_N_ACTIONS] = {
    [CVPN_ACTION_ASSOCIATE] = { 1, FALSE, read_subnet },
    [CVPN_ACTION_DISASSOCIATE] = { 1, FALSE, read_subnet },
    [CVPN_ACTION_CREATE_ROUTE] = { 2, FALSE, read_endpoint_route },
    [CVPN_ACTION_DELETE_ROUTE] = { 2, FALSE, read_endpoint_route },
    [CVPN_ACTION_AUTHORIZE] = { 2, TRUE, read_rule },
    [CVPN_ACTION_REVOKE] = { 2, TRUE, read_rule },
    [CVPN_ACTION_APPLY_SECURITY_GROUPS] = { 1, TRUE, read_groups },
    [CVPN_ACTION_SET_ROUTE] = { 3, FALSE, read_set_route },
    [CVPN_ACTION_UNSET_ROUTE] = { 2, FALSE, read_unset_route },
    [CVPN_ACTION_SET_ACL_ENTRY] = { 4, TRUE, read_set_acl_entry },
    [CVPN_ACTION_UNSET_ACL_ENTRY] = { 3, FALSE, read_unset_acl_entry },
    [CVPN_ACTION_FAIL_AVAILABILITY_ZONE] = { 1, FALSE, read_zone },
    [CVPN_ACTION_RESTORE_AVAILABILITY_ZONE] = { 1, FALSE, read_zone },
    [CVPN_ACTION_TERMINATE_CONNECTIONS] = { 1, TRUE, read_clients },
    [CVPN_ACTION_IMPORT_CRL] = { 1, FALSE, read_next_update },
    [CVPN_ACTION_REVOKE_CERTIFICATE] = { 1, TRUE, read_clients },
    [CVPN_ACTION_MODIFY_ENDPOINT] = { 2, TRUE, read_modification },
    [CVPN_ACTION_DELETE_ENDPOINT] = { 0, FALSE, read_nothing },
};

/* Takes the first word off 'text', which may have none. */
static char *
take_word (const char **text)
{
    const gsize length = strcspn (*text, " \t");
    char *word = g_strndup (*text, length);

    *text += length;
    *text += strspn (*text, " \t");
    return word;
}

/* FALSE if there are too few words or too many; a fault then. */
static gboolean
take_words (Call *call, const Form *form, const char *rest)
{
    while (call->n < form->n && *rest) {
        const gboolean last = call->n + 1 == form->n && form->open;
        call->words[call->n++] = last ? g_strdup (rest) : take_word (&rest);
        rest = last ? "" : rest;
    }
    if (call->n < form->n && call->action->kind == CVPN_ACTION_MODIFY_ENDPOINT && call->n == 1 &&
        cvpn_modify_may_unset (call->words[0]))
        call->words[call->n++] = g_strdup ("");
    if (call->n == form->n && !*rest)
        return TRUE;
    fail_number (call, *rest ? "too many" : "too few");
    return FALSE;
}

static void
refuse_word (const CvpnReading *at, const char *word)
{
    g_autoptr (GString) known = g_string_new (NULL);
    const char *words[CVPN_N_ACTIONS];

    for (guint i = 0; i < CVPN_N_ACTIONS; i++) {
        words[i] = cvpn_action_word ((gint) i);
        g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", words[i]);
    }
    const char *nearest = cvpn_spelling_nearest (word, words, CVPN_N_ACTIONS);
    if (nearest)
        cvpn_reading_fail (at, "no action '%s'; did you mean '%s'?", word, nearest);
    else
        cvpn_reading_fail (at, "no action '%s'; expected one of %s", word, known->str);
}

void
cvpn_action_parse (const CvpnReading *at, const char *value, gpointer field)
{
    CvpnActionSpec *action = field;
    Call call = { .at = at, .action = action };
    const char *rest = value;
    g_autofree char *word = take_word (&rest);

    action->kind = cvpn_action_from_word (word);
    action->text = g_strdup (rest);
    action->next_update_ns = -1;
    if (action->kind < 0)
        refuse_word (at, word);
    else if (take_words (&call, &forms[action->kind], rest))
        forms[action->kind].read (&call);
    for (guint i = 0; i < call.n; i++)
        g_free (call.words[i]);
}

static void
free_row (CvpnRowSpec *row)
{
    CvpnEntry *entry = GSIZE_TO_POINTER ((gsize) row->entry); /* made here: make_entry */

    g_free (entry->key);
    g_free (entry->value);
    g_free (entry);
    cvpn_rows_clear (row);
}

void
cvpn_action_clear (gpointer field)
{
    CvpnActionSpec *action = field;

    g_clear_pointer (&action->text, g_free);
    g_clear_pointer (&action->name, g_free);
    g_clear_pointer (&action->names, g_ptr_array_unref);
    g_clear_pointer (&action->row, free_row);
    g_clear_pointer (&action->endpoint, cvpn_modify_free);
}
