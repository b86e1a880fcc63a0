/* inventory: what makes, finds and compares things, whatever their kind. */
#include "import/inventory.h"

#include <string.h>

#include "import/inventory_things.h"

#define NOTE_TEXT_MAX 400 /* characters */

/* Ids of two kinds do not meet: those of a template are its author's. */
typedef struct {
    const GPtrArray *kind;
    const char *id;
} ThingKey;

typedef struct {
    const CvpnSource *source;
    guint document;
    CvpnSourceStep *steps; /* names kept by the inventory */
    gsize n_steps;
    char *digest;
} Seen;

static guint
hash_key (gconstpointer data)
{
    const ThingKey *key = data;

    return g_direct_hash (key->kind) ^ g_str_hash (key->id);
}

static gboolean
equal_keys (gconstpointer left, gconstpointer right)
{
    const ThingKey *a = left, *b = right;

    return a->kind == b->kind && strcmp (a->id, b->id) == 0;
}

static GPtrArray **
array_of (CvpnInventory *inventory, const CvpnThingKind *kind)
{
    return (GPtrArray **) G_STRUCT_MEMBER_P (inventory, kind->array);
}

static void
free_seen (gpointer data)
{
    Seen *seen = data;

    g_free (seen->steps);
    g_free (seen->digest);
    g_free (seen);
}

CvpnInventory *
cvpn_inventory_new (CvpnReport *report)
{
    CvpnInventory *inventory = g_new0 (CvpnInventory, 1);
    guint n;
    const CvpnThingKind *kinds = cvpn_thing_kinds (&n);

    inventory->report = report;
    for (guint i = 0; i < n; i++)
        *array_of (inventory, &kinds[i]) = g_ptr_array_new_with_free_func (kinds[i].free);
    inventory->notes = g_ptr_array_new_with_free_func (g_free);
    inventory->by_id = g_hash_table_new_full (hash_key, equal_keys, g_free, NULL);
    inventory->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_seen);
    inventory->seen_ids = g_hash_table_new (g_str_hash, g_str_equal);
    inventory->noted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    inventory->strings = g_string_chunk_new (4096);
    return inventory;
}

void
cvpn_inventory_free (CvpnInventory *inventory)
{
    guint n;
    const CvpnThingKind *kinds = cvpn_thing_kinds (&n);

    if (!inventory)
        return;
    for (guint i = 0; i < n; i++)
        g_ptr_array_unref (*array_of (inventory, &kinds[i]));
    g_ptr_array_unref (inventory->notes);
    g_hash_table_unref (inventory->by_id);
    g_hash_table_unref (inventory->seen_ids);
    g_hash_table_unref (inventory->seen);
    g_hash_table_unref (inventory->noted);
    g_string_chunk_free (inventory->strings);
    g_free (inventory);
}

const char *
cvpn_inventory_keep (CvpnInventory *inventory, const char *text)
{
    return text ? g_string_chunk_insert_const (inventory->strings, text) : NULL;
}

static const CvpnThingKind *
kind_of (CvpnInventory *inventory, const GPtrArray *array)
{
    guint n;
    const CvpnThingKind *kinds = cvpn_thing_kinds (&n);
    guint i = 0;

    while (i + 1 < n && *array_of (inventory, &kinds[i]) != array)
        i++;
    return &kinds[i];
}

static gpointer
add_thing (CvpnInventory *inventory, GPtrArray *array, const char *id, const char *name,
           const CvpnSource *source)
{
    const CvpnThingKind *kind = kind_of (inventory, array);
    CvpnThing *thing = g_malloc0 (kind->size);

    thing->id = cvpn_inventory_keep (inventory, id);
    thing->name = cvpn_inventory_keep (inventory, name);
    thing->source = source;
    if (kind->begin)
        kind->begin (thing);
    g_ptr_array_add (array, thing);
    const ThingKey key = { array, thing->id };
    if (!g_hash_table_contains (inventory->by_id, &key))
        g_hash_table_insert (inventory->by_id, g_memdup2 (&key, sizeof key), thing);
    return thing;
}

gpointer
cvpn_inventory_find (const CvpnInventory *inventory, const GPtrArray *kind, const char *id)
{
    return id ? g_hash_table_lookup (inventory->by_id, &(ThingKey){ kind, id }) : NULL;
}

#define DEFINE_ADD(function, Type, array)                                                          \
    Type *cvpn_inventory_add_##function (CvpnInventory *inventory, const char *id,                 \
                                         const char *name, const CvpnSource *source)               \
    {                                                                                              \
        return add_thing (inventory, inventory->array, id, name, source);                          \
    }

DEFINE_ADD (vpc, CvpnVpcThing, vpcs)
DEFINE_ADD (subnet, CvpnSubnetThing, subnets)
DEFINE_ADD (route_table, CvpnRouteTableThing, route_tables)
DEFINE_ADD (internet_gateway, CvpnGatewayThing, internet_gateways)
DEFINE_ADD (vpn_gateway, CvpnGatewayThing, vpn_gateways)
DEFINE_ADD (nat_gateway, CvpnNatThing, nat_gateways)
DEFINE_ADD (peering, CvpnPeeringThing, peerings)
DEFINE_ADD (transit_gateway, CvpnTransitGatewayThing, transit_gateways)
DEFINE_ADD (attachment, CvpnAttachmentThing, attachments)
DEFINE_ADD (transit_table, CvpnTransitTableThing, transit_tables)
DEFINE_ADD (vpn_connection, CvpnVpnConnectionThing, vpn_connections)
DEFINE_ADD (vpc_endpoint, CvpnVpcEndpointThing, vpc_endpoints)
DEFINE_ADD (prefix_list, CvpnPrefixListThing, prefix_lists)
DEFINE_ADD (security_group, CvpnSecurityGroupThing, security_groups)
DEFINE_ADD (network_acl, CvpnAclThing, network_acls)
DEFINE_ADD (interface, CvpnInterfaceThing, interfaces)
DEFINE_ADD (client_vpn, CvpnClientVpnThing, client_vpns)

static Seen *
make_seen (CvpnInventory *inventory, const CvpnNode *element, char *digest)
{
    Seen *seen = g_new0 (Seen, 1);

    seen->source = element->source;
    seen->document = element->document;
    seen->steps = cvpn_node_steps (element, &seen->n_steps);
    for (gsize i = 0; i < seen->n_steps; i++)
        seen->steps[i].member = cvpn_inventory_keep (inventory, seen->steps[i].member);
    seen->digest = digest;
    return seen;
}

static guint
find_line (const Seen *seen)
{
    return cvpn_source_line (seen->source, seen->document, seen->steps, seen->n_steps);
}

static char *
id_in (char *key)
{
    return strchr (key, '\n') + 1;
}

/* By id alone: of several the first in the order of what they are called, so that it is the
 * same each time. */
static void
index_id (CvpnInventory *inventory, char *key)
{
    const char *known = g_hash_table_lookup (inventory->seen_ids, id_in (key));

    if (!known || strcmp (key, known) < 0)
        g_hash_table_insert (inventory->seen_ids, id_in (key), key);
}

gboolean
cvpn_inventory_is_new (CvpnInventory *inventory, const char *what, const char *key,
                       const CvpnNode *element)
{
    g_autofree char *both = g_strdup_printf ("%s\n%s", what, key);
    const Seen *first = g_hash_table_lookup (inventory->seen, both);
    g_autofree char *digest = cvpn_node_digest (element);

    if (!first) {
        index_id (inventory, both);
        g_hash_table_insert (inventory->seen, g_steal_pointer (&both),
                             make_seen (inventory, element, g_steal_pointer (&digest)));
        return TRUE;
    }
    if (strcmp (first->digest, digest) != 0)
        cvpn_node_fault (
            element,
            "'%.80s' is described differently at %s:%u; one of them is of another time "
            "or account",
            key, first->source->path,
            cvpn_source_line (first->source, first->document, first->steps, first->n_steps));
    return FALSE;
}

/* Whoever asks does not know the kind. */
static const Seen *
look_up_seen (const CvpnInventory *inventory, const char *id)
{
    const char *key = g_hash_table_lookup (inventory->seen_ids, id);

    return key ? g_hash_table_lookup (inventory->seen, key) : NULL;
}

static const CvpnSource *
look_up_source (const CvpnInventory *inventory, const char *id)
{
    guint n;
    const CvpnThingKind *kinds = cvpn_thing_kinds (&n);

    for (guint i = 0; i < n; i++) {
        const GPtrArray *array = G_STRUCT_MEMBER (GPtrArray *, inventory, kinds[i].array);
        const CvpnThing *thing = cvpn_inventory_find (inventory, array, id);
        if (thing && thing->source)
            return thing->source;
    }
    return NULL;
}

guint
cvpn_inventory_line (const CvpnInventory *inventory, const char *id, const CvpnSource **source)
{
    const Seen *seen = look_up_seen (inventory, id);

    *source = seen ? seen->source : look_up_source (inventory, id);
    if (!*source)
        return 0;
    const guint line = seen ? find_line (seen) : cvpn_source_word_line (*source, id);
    return MAX (line, 1); /* the file's, if its text has the id in another form */
}

/* One line of valid text. */
static char *
clean_text (const char *raw)
{
    g_autofree char *valid = g_utf8_make_valid (raw, -1);
    const glong length = MIN (g_utf8_strlen (valid, -1), NOTE_TEXT_MAX);
    GString *out = g_string_new (NULL);
    const char *at = valid;

    for (glong i = 0; i < length; i++, at = g_utf8_next_char (at)) {
        const gunichar c = g_utf8_get_char (at);
        g_string_append_unichar (out, g_unichar_isprint (c) ? c : '?');
    }
    return g_string_free (out, FALSE);
}

static CvpnImportNote *
add_note (CvpnInventory *inventory, CvpnImportNoteKind kind, const CvpnSource *source,
          const char *what, const char *text)
{
    g_autofree char *clean = what ? clean_text (what) : NULL;
    CvpnImportNote *note = g_new0 (CvpnImportNote, 1);

    note->kind = kind;
    note->file = source ? cvpn_inventory_keep (inventory, source->name) : NULL;
    note->what = cvpn_inventory_keep (inventory, clean);
    note->text = cvpn_inventory_keep (inventory, text);
    g_ptr_array_add (inventory->notes, note);
    return note;
}

void
cvpn_inventory_note (CvpnInventory *inventory, CvpnImportNoteKind kind, const CvpnSource *source,
                     const char *what, guint64 count, const char *format, ...)
{
    const gboolean sums = kind == CVPN_IMPORT_LEFT_OUT || kind == CVPN_IMPORT_READ;
    va_list arguments;

    va_start (arguments, format);
    g_autofree char *raw = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    g_autofree char *text = clean_text (raw);
    g_autofree char *key = g_strdup_printf ("%d\n%s\n%s\n%s", kind, what ? what : "", text,
                                            !sums && source ? source->name : "");
    CvpnImportNote *note = g_hash_table_lookup (inventory->noted, key);
    if (!note) {
        note = add_note (inventory, kind, source, what, text);
        g_hash_table_insert (inventory->noted, g_steal_pointer (&key), note);
    } else if (note->file && (!source || strcmp (note->file, source->name) != 0))
        note->file = NULL;
    note->count += sums ? count : 0;
}

void
cvpn_inventory_missing (CvpnInventory *inventory, const char *id, const char *call,
                        const char *text)
{
    g_autofree char *key = g_strdup_printf ("%d\n%s", CVPN_IMPORT_MISSING, id);
    CvpnImportNote *note;

    if (g_hash_table_contains (inventory->noted, key))
        return;
    note = add_note (inventory, CVPN_IMPORT_MISSING, NULL, id, text);
    note->call = cvpn_inventory_keep (inventory, call);
    g_hash_table_insert (inventory->noted, g_steal_pointer (&key), note);
}
