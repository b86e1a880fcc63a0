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

static void
add_read (const CvpnInventory *inventory, GPtrArray *notes, GStringChunk *strings)
{
    const struct {
        const char *what;
        const GPtrArray *things;
    } kinds[] = {
        { "VPCs", inventory->vpcs },
        { "internet gateways", inventory->internet_gateways },
        { "virtual private gateways", inventory->vpn_gateways },
        { "subnets", inventory->subnets },
        { "route tables", inventory->route_tables },
        { "NAT gateways", inventory->nat_gateways },
        { "VPC endpoints", inventory->vpc_endpoints },
        { "security groups", inventory->security_groups },
        { "network ACLs", inventory->network_acls },
        { "network interfaces", inventory->interfaces },
        { "prefix lists", inventory->prefix_lists },
        { "VPC peering connections", inventory->peerings },
        { "transit gateways", inventory->transit_gateways },
        { "transit gateway attachments", inventory->attachments },
        { "transit gateway route tables", inventory->transit_tables },
        { "VPN connections", inventory->vpn_connections },
        { "Client VPN endpoints", inventory->client_vpns },
    };

    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        if (kinds[i].things->len > 0)
            add_note (notes,
                      &(CvpnImportNote){ .kind = CVPN_IMPORT_READ,
                                         .what = kinds[i].what,
                                         .text = "",
                                         .count = kinds[i].things->len },
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
