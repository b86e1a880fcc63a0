/* notes: those of the reading in the order of the scenario's groups, what was skipped by its file,
 * the others by what they are about. */
#include "import/notes.h"

#include <string.h>

#include "import/draft/parts.h"

/* Names of files and words of the input are among them, and a terminal obeys some characters. */
static const char *
keep (GStringChunk *strings, const char *text)
{
    g_autofree char *line = text ? cvpn_drafting_line_of (text) : NULL;

    return line ? g_string_chunk_insert_const (strings, line) : NULL;
}

static void
add_note (GPtrArray *notes, const CvpnImportNote *note, GStringChunk *strings)
{
    CvpnImportNote *copy = g_memdup2 (note, sizeof *note);

    copy->file = keep (strings, note->file);
    copy->what = keep (strings, note->what);
    copy->text = keep (strings, note->text);
    copy->call = keep (strings, note->call);
    g_ptr_array_add (notes, copy);
}

/* Without those of which only what has them is known. */
static guint
count_tables (const CvpnInventory *inventory)
{
    guint n = 0;

    for (guint i = 0; i < inventory->route_tables->len; i++)
        n += !((CvpnRouteTableThing *) inventory->route_tables->pdata[i])->unknown;
    return n;
}

static guint
count_acls (const CvpnInventory *inventory)
{
    guint n = 0;

    for (guint i = 0; i < inventory->network_acls->len; i++)
        n += !((CvpnAclThing *) inventory->network_acls->pdata[i])->unknown;
    return n;
}

static void
add_read (const CvpnInventory *inventory, GPtrArray *notes, GStringChunk *strings)
{
    const struct {
        const char *what;
        guint count;
    } kinds[] = {
        { "VPCs", inventory->vpcs->len },
        { "internet gateways", inventory->internet_gateways->len },
        { "virtual private gateways", inventory->vpn_gateways->len },
        { "subnets", inventory->subnets->len },
        { "route tables", count_tables (inventory) },
        { "NAT gateways", inventory->nat_gateways->len },
        { "VPC endpoints", inventory->vpc_endpoints->len },
        { "security groups", inventory->security_groups->len },
        { "network ACLs", count_acls (inventory) },
        { "network interfaces", inventory->interfaces->len },
        { "prefix lists", inventory->prefix_lists->len },
        { "VPC peering connections", inventory->peerings->len },
        { "transit gateways", inventory->transit_gateways->len },
        { "transit gateway attachments", inventory->attachments->len },
        { "transit gateway route tables", inventory->transit_tables->len },
        { "VPN connections", inventory->vpn_connections->len },
        { "Client VPN endpoints", inventory->client_vpns->len },
    };

    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        if (kinds[i].count > 0)
            add_note (notes,
                      &(CvpnImportNote){ .kind = CVPN_IMPORT_READ,
                                         .what = kinds[i].what,
                                         .text = "",
                                         .count = kinds[i].count },
                      strings);
}

static gint
compare_notes (gconstpointer left, gconstpointer right)
{
    const CvpnImportNote *a = *(const CvpnImportNote *const *) left;
    const CvpnImportNote *b = *(const CvpnImportNote *const *) right;
    gint order = (gint) a->kind - (gint) b->kind;

    if (a->kind == CVPN_IMPORT_READ || b->kind == CVPN_IMPORT_READ)
        return order; /* as they are: the sort is stable */
    if (!order && a->kind == CVPN_IMPORT_SKIPPED)
        order = g_strcmp0 (a->file, b->file);
    if (!order)
        order = g_strcmp0 (a->what, b->what);
    if (!order)
        order = g_strcmp0 (a->text, b->text);
    return order ? order : g_strcmp0 (a->file, b->file);
}

GPtrArray *
cvpn_notes_collect (const CvpnInventory *inventory, const CvpnImportDraft *draft,
                    GStringChunk *strings)
{
    GPtrArray *notes = g_ptr_array_new_with_free_func (g_free);

    add_read (inventory, notes, strings);
    for (guint i = 0; i < inventory->notes->len; i++)
        add_note (notes, g_ptr_array_index (inventory->notes, i), strings);
    for (guint i = 0; i < draft->notes->len; i++)
        add_note (notes, g_ptr_array_index (draft->notes, i), strings);
    g_ptr_array_sort (notes, compare_notes);
    return notes;
}
