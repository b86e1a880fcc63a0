/* cli_element: what the readers of the AWS CLI's answers share: ids, words, tags. */
#include "import/cli/cli.h"

#include <string.h>

gboolean
cvpn_cli_is_new (CvpnCliAnswer *answer, const char *key, const CvpnNode *element)
{
    g_autofree char *what = g_strdup_printf ("%s of %s", answer->call->key, answer->call->call);

    return cvpn_inventory_is_new (answer->inventory,
                                  !answer->call->suits ? answer->call->key : what, key, element);
}

const char *
cvpn_cli_id (CvpnCliAnswer *answer, const CvpnNode *object, const char *name)
{
    return cvpn_inventory_keep (answer->inventory, cvpn_node_get_id (object, name));
}

const char *
cvpn_cli_word (CvpnCliAnswer *answer, const CvpnNode *object, const char *name)
{
    const char *word = cvpn_node_get_string (object, name);

    return !word || *word == '\0' ? NULL : cvpn_inventory_keep (answer->inventory, word);
}

const char *
cvpn_cli_status_word (CvpnCliAnswer *answer, const CvpnNode *object)
{
    const CvpnNode status = cvpn_node_member (object, "Status");
    const char *word = cvpn_cli_word (answer, &status, "Code");

    return !word ? "not said" : word;
}

CvpnStatus
cvpn_cli_status (const char *word, const char *const *active, const char *const *inactive)
{
    if (g_strv_contains (active, word))
        return CVPN_STATUS_ACTIVE;
    return g_strv_contains (inactive, word) ? CVPN_STATUS_NOT_ACTIVE : CVPN_STATUS_UNKNOWN;
}

const char *
cvpn_cli_name (const CvpnNode *object, const char *tags)
{
    const CvpnNode list = cvpn_node_member (object, tags);

    for (gsize i = 0, n = cvpn_node_length (&list); i < n; i++) {
        const CvpnNode tag = cvpn_node_element (&list, i);
        const char *key = cvpn_node_get_string (&tag, "Key");
        if (key != NULL && g_str_equal (key, "Name")) {
            const char *name = cvpn_node_get_string (&tag, "Value");
            return !name || *name == '\0' ? NULL : name;
        }
    }
    return NULL;
}

gboolean
cvpn_cli_ids (CvpnCliAnswer *answer, const CvpnNode *object, const char *list, const char *member,
              GPtrArray *ids)
{
    const CvpnNode array = cvpn_node_member (object, list);

    for (gsize i = 0, n = cvpn_node_length (&array); i < n; i++) {
        const CvpnNode element = cvpn_node_element (&array, i);
        const char *id = !member ? cvpn_node_id (&element) : cvpn_node_get_id (&element, member);
        if (id)
            g_ptr_array_add (ids, (gpointer) (gsize) cvpn_inventory_keep (answer->inventory, id));
    }
    return array.json != NULL && !json_is_null (array.json);
}

gboolean
cvpn_cli_is_ipv6 (const CvpnNode *object, const char *name)
{
    const CvpnNode node = cvpn_node_member (object, name);

    return json_is_string (node.json) && strchr (json_string_value (node.json), ':') != NULL;
}

void
cvpn_cli_left_out_ipv6 (CvpnCliAnswer *answer, const char *what, guint64 count)
{
    if (count > 0)
        cvpn_inventory_note (answer->inventory, CVPN_IMPORT_LEFT_OUT, NULL, what, count,
                             "IPv6: scenarios are IPv4 only");
}

/* Where 'id' ends in 'name', standing by itself: the last such place; 0: nowhere. */
static gsize
find_id (const char *name, const char *id)
{
    const gsize length = strlen (id);
    gsize end = 0;

    for (const char *at = strstr (name, id); length > 0 && at != NULL; at = strstr (at + 1, id)) {
        gboolean begins = at == name || !g_ascii_isalnum (at[-1]);
        if (begins && !g_ascii_isalnum (at[length]))
            end = (gsize) (at - name) + length;
    }
    return end;
}

/* Ids of AWS's have 8 or 17 hexadecimal digits, those of its documents end in EXAMPLE. */
static gboolean
looks_like_id (const char *digits, gsize length)
{
    gboolean hex = TRUE;

    for (gsize i = 0; i < length; i++)
        hex = hex && g_ascii_isxdigit (digits[i]);
    return (hex && (length == 8 || length == 17)) ||
           (length > 7 && strncmp (digits + length - 7, "EXAMPLE", 7) == 0);
}

static const char *
find_unread_id (CvpnCliAnswer *answer, const char *name, const char *prefix)
{
    const char *found = NULL;

    for (const char *at = strstr (name, prefix); at != NULL; at = strstr (at + 1, prefix)) {
        const char *digits = at + strlen (prefix);
        gsize length = 0;
        while (g_ascii_isalnum (digits[length]))
            length++;
        if ((at == name || !g_ascii_isalnum (at[-1])) && looks_like_id (digits, length)) {
            g_autofree char *id = g_strndup (at, strlen (prefix) + length);
            found = cvpn_inventory_keep (answer->inventory, id);
        }
    }
    return found;
}

/* An answer that was kept with the id it was asked for, as capturing programs do it. */
static const char *
find_beside (CvpnCliAnswer *answer, const char *prefix)
{
    static const struct {
        const char *prefix, *member;
    } rows[] = {
        { CVPN_CLI_ENDPOINT, "ClientVpnEndpointId" },
        { CVPN_CLI_TRANSIT_TABLE, "TransitGatewayRouteTableId" },
        { CVPN_CLI_ATTACHMENT, "TransitGatewayAttachmentId" },
        { CVPN_CLI_PREFIX_LIST, "PrefixListId" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        if (g_str_equal (rows[i].prefix, prefix))
            return cvpn_cli_id (answer, answer->object, rows[i].member);
    return NULL;
}

static const char *
find_in_name (CvpnCliAnswer *answer, const GPtrArray *kind, const char *prefix)
{
    const char *name = answer->source->name, *found = NULL;
    gsize end = 0;

    /* The last one: a file's name says more than those of its folders.  Of two that end at the
     * same place the longer one is meant. */
    for (guint i = 0; i < kind->len; i++) {
        const CvpnThing *thing = g_ptr_array_index (kind, i);
        gsize at = find_id (name, thing->id);
        if (at > end || (at == end && at > 0 && strlen (thing->id) > strlen (found))) {
            end = at;
            found = thing->id;
        }
    }
    return found != NULL ? found : find_unread_id (answer, name, prefix);
}

const char *
cvpn_cli_named (CvpnCliAnswer *answer, const GPtrArray *kind, const char *prefix)
{
    const char *beside = find_beside (answer, prefix);
    GHashTable *named = answer->reader->named;

    if (beside)
        return beside;
    g_autofree char *key = g_strconcat (prefix, " ", answer->source->name, NULL);
    const char *found = g_hash_table_lookup (named, key);
    if (!found) {
        found = find_in_name (answer, kind, prefix);
        found = found ? found : "";
        g_hash_table_insert (named, g_steal_pointer (&key), (gpointer) (gsize) found);
    }
    return *found ? found : NULL;
}

gboolean
cvpn_cli_is_gone (const CvpnNode *element)
{
    static const char *const gone[] = { "deleting", "deleted", NULL };
    const char *state = cvpn_node_get_string (element, "State");

    return state != NULL && g_strv_contains (gone, state);
}
