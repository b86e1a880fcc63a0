/* cli_prefix_lists: describe-managed-prefix-lists, describe-prefix-lists, and
 * get-managed-prefix-list-entries.
 *
 * The first two print the same key.  The first has all lists without their entries, the second
 * those of AWS's gateway endpoints with them; the third has entries without the list's id. */
#include "import/cli/cli.h"

static void
read_cidrs (const CvpnNode *element, CvpnPrefixListThing *list)
{
    const CvpnNode cidrs = cvpn_node_member (element, "Cidrs");
    CvpnPrefix cidr;

    if (!json_is_array (cidrs.json) || list->entries_known)
        return;
    for (gsize i = 0, n = cvpn_node_length (&cidrs); i < n; i++) {
        const CvpnNode node = cvpn_node_element (&cidrs, i);
        if (cvpn_node_cidr (&node, &cidr))
            g_array_append_val (list->entries, cidr);
    }
    list->entries_known = TRUE;
}

static CvpnPrefixListThing *
list_of (CvpnCliAnswer *answer, const char *id)
{
    CvpnInventory *inventory = answer->inventory;
    CvpnPrefixListThing *list = cvpn_inventory_find (inventory, inventory->prefix_lists, id);

    return list != NULL ? list
                        : cvpn_inventory_add_prefix_list (inventory, id, NULL, answer->source);
}

/* A list of IPv6 has no entry for us: that is known. */
static gboolean
is_ipv6 (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *family = cvpn_node_get_string (element, "AddressFamily");

    if (!family || g_ascii_strcasecmp (family, "IPv6") != 0)
        return FALSE;
    cvpn_cli_left_out_ipv6 (answer, "prefix lists", 1);
    return TRUE;
}

/* Two calls print it, and it may have got another name between them: the order of files is not to
 * tell which it has. */
static const char *
earlier (const char *one, const char *other)
{
    if (!one || !other)
        return one ? one : other;
    return g_strcmp0 (one, other) <= 0 ? one : other;
}

void
cvpn_cli_read_prefix_list (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *id = cvpn_node_need_id (element, "PrefixListId");
    CvpnPrefixListThing *list;

    if (!id || !cvpn_cli_is_new (answer, id, element))
        return;
    list = list_of (answer, id);
    list->list_name = earlier (list->list_name, cvpn_cli_word (answer, element, "PrefixListName"));
    list->thing.name = earlier (
        list->thing.name, cvpn_inventory_keep (answer->inventory, cvpn_cli_name (element, "Tags")));
    read_cidrs (element, list);
    list->entries_known |= is_ipv6 (answer, element);
}

/* The list whose entries these are: by the name of the file or folder, or the only one that has
 * none and is not AWS's. */
static CvpnPrefixListThing *
list_of_entries (CvpnCliAnswer *answer)
{
    CvpnInventory *inventory = answer->inventory;
    const char *id = cvpn_cli_named (answer, inventory->prefix_lists, CVPN_CLI_PREFIX_LIST);
    CvpnPrefixListThing *only = NULL;
    guint n = 0;

    if (id)
        return list_of (answer, id);
    for (guint i = 0; i < inventory->prefix_lists->len; i++) {
        CvpnPrefixListThing *list = g_ptr_array_index (inventory->prefix_lists, i);
        if (!list->entries_known ||
            cvpn_cli_heard (answer->reader, answer->call->call, list->thing.id)) {
            only = list;
            n++;
        }
    }
    return n == 1 ? only : NULL;
}

/* Elements are read one by one; whose they are is asked for each: the name does not change. */
void
cvpn_cli_read_prefix_list_entry (CvpnCliAnswer *answer, const CvpnNode *element)
{
    CvpnPrefixListThing *list = list_of_entries (answer);
    CvpnPrefix cidr;

    if (!list || (list->entries_known &&
                  !cvpn_cli_heard (answer->reader, answer->call->call, list->thing.id)))
        return;
    cvpn_cli_about (answer, list->thing.id);
    if (cvpn_cli_is_ipv6 (element, "Cidr"))
        cvpn_cli_left_out_ipv6 (answer, "entries of prefix lists", 1);
    else if (cvpn_node_get_cidr (element, "Cidr", &cidr)) {
        char text[CVPN_PREFIX_TEXT];
        g_autofree char *key =
            g_strconcat (list->thing.id, " ", cvpn_prefix_format (cidr, text), NULL);
        if (cvpn_cli_is_new (answer, key, element))
            g_array_append_val (list->entries, cidr);
    }
}

void
cvpn_cli_done_prefix_list_entries (CvpnCliAnswer *answer)
{
    CvpnPrefixListThing *list = list_of_entries (answer);

    if (!list) {
        cvpn_inventory_note (answer->inventory, CVPN_IMPORT_SKIPPED, answer->source, "Entries", 0,
                             "%s does not say of which list: give the file a name with the list's "
                             "id in it",
                             answer->call->call);
        return;
    }
    cvpn_cli_about (answer, list->thing.id);
    cvpn_cli_answered (answer, answer->inventory->prefix_lists, CVPN_CLI_PREFIX_LIST);
    list->entries_known |= cvpn_cli_knows (answer->reader, answer->call->call, list->thing.id);
}
