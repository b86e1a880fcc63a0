/* matches: "tcp 443 sg-web", "deny all 0.0.0.0/0", "icmp"; what a peer may be
 * is the key's to say. */
#include "input/matches.h"

#include <string.h>

#include "base/quantity.h"
#include "input/list.h"
#include "input/value.h"
#include "base/fields.h"

#define FIELDS_ROOM 40 /* enough for a match of 50 characters */

typedef struct {
    char **fields;
    guint n;
    guint next; /* the first field that is not yet read */
    char *room[FIELDS_ROOM];
} Fields;

static void
fields_init (Fields *fields, const char *text)
{
    fields->fields = cvpn_fields_split_in (text, fields->room, sizeof fields->room);
    fields->n = g_strv_length (fields->fields);
    fields->next = 0;
}

static void
fields_clear (Fields *fields)
{
    if (fields->fields != fields->room)
        g_free (fields->fields);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fields, fields_clear)

static gboolean
take_action (const CvpnReading *at, Fields *fields, gboolean *allow)
{
    const char *word = fields->n > 0 ? fields->fields[0] : "";

    *allow = strcmp (word, "allow") == 0;
    if (!*allow && strcmp (word, "deny") != 0) {
        cvpn_reading_fail (at, "'%s' is neither allow nor deny; expected allow|deny MATCH CIDR",
                           word);
        return FALSE;
    }
    fields->next = 1;
    return TRUE;
}

static gboolean
take_match (const CvpnReading *at, const char *text, Fields *fields, CvpnMatch *match)
{
    GError *error = NULL;
    guint used = 0;

    if (fields->next == fields->n) {
        cvpn_reading_fail (at, "'%s' has no protocol; expected tcp, udp, icmp, all or a number",
                           text);
        return FALSE;
    }
    if (!cvpn_match_parse (fields->fields + fields->next, fields->n - fields->next, match, &used,
                           &error)) {
        cvpn_reading_fail_error (at, error);
        return FALSE;
    }
    fields->next += used;
    return TRUE;
}

static gboolean
check_end (const CvpnReading *at, const char *text, const Fields *fields)
{
    if (fields->next < fields->n)
        cvpn_reading_fail (at, "'%s' goes on with '%s', which does not belong there", text,
                           fields->fields[fields->next]);
    return fields->next == fields->n;
}

/* The peer, or NULL after a fault; borrowed.  '*block' is the peer, if it is one. */
static const char *
take_peer (const CvpnReading *at, const char *text, Fields *fields, CvpnPrefix *block)
{
    const char *refers = at->key->refers;
    GError *error = NULL;

    if (fields->next == fields->n) {
        cvpn_reading_fail (at, "'%s' has no peer; expected a CIDR%s behind the protocol and ports",
                           text, refers ? " or the name of a security group or prefix list" : "");
        return NULL;
    }
    const char *peer = fields->fields[fields->next++];
    if (refers && !cvpn_field_is_numeric (peer))
        return cvpn_value_refer (at, refers, peer) ? peer : NULL;
    if (cvpn_prefix_parse (peer, block, &error))
        return peer;
    cvpn_reading_fail_error (at, error);
    return NULL;
}

static void
read_item (const CvpnReading *at, const char *text, GPtrArray *list)
{
    g_auto (Fields) fields;
    const guint flags = at->key->flags;
    const char *peer = NULL;
    CvpnPrefix block = { .length = CVPN_PREFIX_UNSET };
    CvpnMatch match;
    gboolean allow = TRUE;

    fields_init (&fields, text);
    if (flags & CVPN_KEY_WITH_ACTION && !take_action (at, &fields, &allow))
        return;
    if (!take_match (at, text, &fields, &match))
        return;
    if (flags & CVPN_KEY_WITH_PEER && !(peer = take_peer (at, text, &fields, &block)))
        return;
    if (!check_end (at, text, &fields))
        return;
    CvpnArena *arena = at->names->document->arena;
    CvpnMatchSpec *spec = cvpn_arena_take (arena, sizeof *spec);
    char *own = cvpn_arena_text (arena, text);
    /* The peer is the last word. */
    *spec = (CvpnMatchSpec){ allow, match, peer ? own + strlen (own) - strlen (peer) : NULL, block,
                             own };
    g_ptr_array_add (list, spec);
}

void
cvpn_matches_parse (const CvpnReading *at, const char *value, gpointer field)
{
    g_autofree char **items = cvpn_list_split (at, value);

    cvpn_list_check (at, items, at->key->maximum);
    for (guint i = 0; items[i]; i++)
        read_item (at, items[i], *(GPtrArray **) field);
}

/* The one word behind the direction, or NULL. */
static const char *
find_number (const char *key, const char *direction)
{
    const gsize length = strlen (direction);

    if (strncmp (key, direction, length) != 0 || !strchr (" \t", key[length]))
        return NULL;
    key += length + strspn (key + length, " \t");
    return *key && !strpbrk (key, " \t") ? key : NULL;
}

gboolean
cvpn_matches_read_acl_number (const CvpnReading *at, CvpnRowSpec *row)
{
    const char *inbound = find_number (at->entry->key, "inbound");
    const char *text = inbound ? inbound : find_number (at->entry->key, "outbound");
    GError *error = NULL;
    gint64 number;

    row->inbound = inbound != NULL;
    if (!text) {
        cvpn_reading_fail (
            at, at->within ? "an entry has a direction and a number; expected inbound NUMBER or "
                             "outbound NUMBER"
                           : "unknown key; expected 'inbound NUMBER', 'outbound "
                             "NUMBER' or vpc");
        return FALSE;
    }
    if (!cvpn_integer_parse (text, 1, 32766, &number, &error)) {
        cvpn_reading_fail_error (at, error);
        return FALSE;
    }
    row->number = (guint16) number;
    return TRUE;
}

void
cvpn_matches_parse_acl_entry (const CvpnReading *at, const char *value, gpointer field)
{
    CvpnRowSpec *row = field;
    g_auto (Fields) fields;

    fields_init (&fields, value);
    if (!cvpn_matches_read_acl_number (at, row) || !take_action (at, &fields, &row->allow) ||
        !take_match (at, value, &fields, &row->match))
        return;
    CvpnPrefix block;
    if (take_peer (at, value, &fields, &block) && check_end (at, value, &fields))
        row->prefix = block;
}
