/* prune: by lines for the faults, by the sections' tables for the references. */
#include "input/prune.h"

#include <string.h>

#include "input/action.h"
#include "input/endpoint.h"

typedef struct {
    const CvpnSpec *spec;
    const GPtrArray *faults; /* CvpnFault * */
    GHashTable *gone;        /* names of resources that went, borrowed */
} Pruning;

/* The part of a spec that cvpn_network_build reads. */
static GPtrArray *const *
list_network (const CvpnSpec *spec, guint i)
{
    GPtrArray *const *lists[] = {
        &spec->vpcs,
        &spec->subnets,
        &spec->route_tables,
        &spec->internet_gateways,
        &spec->nat_gateways,
        &spec->peerings,
        &spec->transit_gateways,
        &spec->attachments,
        &spec->transit_route_tables,
        &spec->virtual_private_gateways,
        &spec->vpn_connections,
        &spec->networks,
        &spec->prefix_lists,
        &spec->vpc_endpoints,
        &spec->security_groups,
        &spec->network_acls,
        &spec->hosts,
        &spec->unknowns,
        &spec->endpoints,
        &spec->endpoint_routes,
        &spec->authorization_rules,
        &spec->revocation_lists,
        &spec->events,
    };

    return i < G_N_ELEMENTS (lists) ? lists[i] : NULL;
}

static gboolean
stands_in (const CvpnFault *fault, const CvpnGroup *group)
{
    guint last = group->line;

    for (guint i = 0; i < group->entries->len; i++) {
        const CvpnEntry *entry = group->entries->pdata[i];
        if (entry->file != group->file && g_strcmp0 (fault->file, entry->file) == 0)
            return TRUE; /* set by the command line */
        last = MAX (last, entry->line);
    }
    return g_strcmp0 (fault->file, group->file) == 0 && fault->line >= group->line &&
           fault->line <= last;
}

static gboolean
is_faulty (const Pruning *p, const CvpnGroup *group)
{
    for (guint i = 0; i < p->faults->len; i++)
        if (stands_in (p->faults->pdata[i], group))
            return TRUE;
    return FALSE;
}

static gboolean
names_gone (const Pruning *p, const char *name)
{
    return name && g_hash_table_contains (p->gone, name);
}

static gboolean
list_names_gone (const Pruning *p, const GPtrArray *names)
{
    for (guint i = 0; i < names->len; i++)
        if (names_gone (p, names->pdata[i]))
            return TRUE;
    return FALSE;
}

static gboolean
row_refers_to_gone (const Pruning *p, const CvpnRowSpec *row)
{
    return names_gone (p, row->text) || names_gone (p, row->prefix_list) ||
           (row->names && list_names_gone (p, row->names));
}

static gboolean
action_refers_to_gone (const Pruning *p, const CvpnActionSpec *action)
{
    return names_gone (p, action->name) || (action->row && row_refers_to_gone (p, action->row)) ||
           (action->names && list_names_gone (p, action->names)) ||
           (action->endpoint && list_names_gone (p, action->endpoint->security_groups));
}

static gboolean
interfaces_name_gone (const Pruning *p, const GPtrArray *interfaces)
{
    for (guint i = 0; i < interfaces->len; i++)
        if (list_names_gone (p, ((CvpnInterfaceGroupsSpec *) interfaces->pdata[i])->groups))
            return TRUE;
    return FALSE;
}

static gboolean
key_refers_to_gone (const Pruning *p, const CvpnKey *key, gconstpointer record)
{
    const char *const field = (const char *) record + key->offset;

    if (key->type == CVPN_KEY_NAME)
        return names_gone (p, *(char *const *) field);
    if (key->parse == cvpn_action_parse)
        return action_refers_to_gone (p, (const CvpnActionSpec *) field);
    if (key->parse == cvpn_endpoint_parse_interface_groups)
        return interfaces_name_gone (p, *(GPtrArray *const *) field);
    if (key->type != CVPN_KEY_NAMES && key->type != CVPN_KEY_MATCHES && key->type != CVPN_KEY_ROWS)
        return FALSE;
    const GPtrArray *list = *(GPtrArray *const *) field;
    if (key->type == CVPN_KEY_NAMES)
        return list_names_gone (p, list);
    for (guint i = 0; i < list->len; i++)
        if (key->type == CVPN_KEY_ROWS
                ? row_refers_to_gone (p, list->pdata[i])
                : names_gone (p, ((const CvpnMatchSpec *) list->pdata[i])->peer))
            return TRUE;
    return FALSE;
}

static gboolean
refers_to_gone (const Pruning *p, const CvpnSection *section, gconstpointer record)
{
    const CvpnGroup *group = *(const CvpnGroup *const *) record;

    if (section->owner && names_gone (p, group->name))
        return TRUE;
    for (guint i = 0; i < section->n_keys; i++)
        if (key_refers_to_gone (p, &section->keys[i], record))
            return TRUE;
    return FALSE;
}

/* TRUE if anything went. */
static gboolean
prune_list (const Pruning *p, GPtrArray *list, gboolean by_faults)
{
    const guint before = list->len;

    for (guint i = list->len; i > 0; i--) {
        gpointer record = list->pdata[i - 1];
        const CvpnGroup *group = *(const CvpnGroup **) record;
        const CvpnSection *section = cvpn_sections_find (group->kind);
        if (by_faults ? !is_faulty (p, group) : !refers_to_gone (p, section, record))
            continue;
        if (section->resource)
            g_hash_table_add (p->gone, group->name);
        cvpn_section_clear (section, record);
        g_free (record);
        g_ptr_array_remove_index (list, i - 1);
    }
    return list->len < before;
}

static gboolean
prune_all (const Pruning *p, gboolean by_faults)
{
    GPtrArray *const *list;
    gboolean gone = FALSE;

    for (guint i = 0; (list = list_network (p->spec, i)); i++)
        gone |= prune_list (p, *list, by_faults);
    return gone;
}

/* Groups that no section reads were never there. */
static void
note_unread (const Pruning *p)
{
    const GPtrArray *groups = p->spec->document->groups;

    for (guint i = 0; i < groups->len; i++) {
        CvpnGroup *group = groups->pdata[i];
        if (!cvpn_sections_find (group->kind))
            g_hash_table_add (p->gone, group->name);
    }
}

void
cvpn_spec_prune (CvpnSpec *spec, CvpnReport *report)
{
    const GPtrArray *faults = cvpn_report_faults (report);
    Pruning p = { spec, faults, g_hash_table_new (g_str_hash, g_str_equal) };

    if (spec->quotas.profile > CVPN_PROFILE_2020) /* it could not be read */
        spec->quotas.profile = CVPN_PROFILE_CURRENT;
    note_unread (&p);
    prune_all (&p, TRUE);
    while (prune_all (&p, FALSE))
        continue;
    g_hash_table_unref (p.gone);
}
