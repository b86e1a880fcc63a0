/* draft: copies of what changes, all kept until the end, for networks point to them. */
#include "control/draft.h"

typedef struct {
    gpointer data;
    GDestroyNotify destroy;
} CvpnOwned;

static void
free_owned (gpointer data)
{
    CvpnOwned *owned = data;

    owned->destroy (owned->data);
    g_free (owned);
}

static gpointer
own (CvpnDraft *draft, gpointer data, GDestroyNotify destroy)
{
    const CvpnOwned owned = { data, destroy };

    g_ptr_array_add (draft->owned, g_memdup2 (&owned, sizeof owned));
    return data;
}

CvpnDraft *
cvpn_draft_new (const CvpnSpec *spec)
{
    CvpnDraft *draft = g_new0 (CvpnDraft, 1);

    draft->spec = *spec;
    draft->owned = g_ptr_array_new_with_free_func (free_owned);
    GPtrArray **changing[] = {
        &draft->spec.endpoints,    &draft->spec.endpoint_routes, &draft->spec.authorization_rules,
        &draft->spec.route_tables, &draft->spec.network_acls,    &draft->spec.revocation_lists,
    };
    for (guint i = 0; i < G_N_ELEMENTS (changing); i++)
        *changing[i] = cvpn_draft_copy_array (draft, *changing[i]);
    return draft;
}

void
cvpn_draft_free (CvpnDraft *draft)
{
    if (!draft)
        return;
    g_ptr_array_unref (draft->owned);
    g_free (draft);
}

gpointer
cvpn_draft_copy (CvpnDraft *draft, gconstpointer element, gsize size)
{
    return own (draft, g_memdup2 (element, size), g_free);
}

/* The elements are not the copy's. */
GPtrArray *
cvpn_draft_copy_array (CvpnDraft *draft, const GPtrArray *array)
{
    GPtrArray *copy = g_ptr_array_sized_new (array->len + 1);

    for (guint i = 0; i < array->len; i++)
        g_ptr_array_add (copy, array->pdata[i]);
    return own (draft, copy, (GDestroyNotify) g_ptr_array_unref);
}

static guint
find_endpoint (const CvpnDraft *draft, const char *name)
{
    const GPtrArray *endpoints = draft->spec.endpoints;

    for (guint i = 0; i < endpoints->len; i++)
        if (g_str_equal (((const CvpnEndpointSpec *) endpoints->pdata[i])->group->name, name))
            return i;
    g_assert_not_reached ();
}

const CvpnEndpointSpec *
cvpn_draft_endpoint (const CvpnDraft *draft, const char *name)
{
    return draft->spec.endpoints->pdata[find_endpoint (draft, name)];
}

CvpnEndpointSpec *
cvpn_draft_change_endpoint (CvpnDraft *draft, const char *name)
{
    gpointer *place = &draft->spec.endpoints->pdata[find_endpoint (draft, name)];
    const CvpnEndpointSpec *present = *place;
    CvpnEndpointSpec *copy = cvpn_draft_copy (draft, present, sizeof *present);

    copy->declared = present->declared ? present->declared : present;
    *place = copy;
    return copy;
}

gboolean
cvpn_draft_is_associated (const CvpnDraft *draft, const char *endpoint, const char *subnet)
{
    const GPtrArray *networks = cvpn_draft_endpoint (draft, endpoint)->target_networks;

    for (guint i = 0; i < networks->len; i++)
        if (g_str_equal (networks->pdata[i], subnet))
            return TRUE;
    return FALSE;
}

static gboolean
is_about_rows (gint kind)
{
    return (kind >= CVPN_ACTION_CREATE_ROUTE && kind <= CVPN_ACTION_REVOKE) ||
           (kind >= CVPN_ACTION_SET_ROUTE && kind <= CVPN_ACTION_UNSET_ACL_ENTRY);
}

const char *
cvpn_draft_check (const CvpnDraft *draft, const CvpnNetwork *net, const CvpnEventSpec *event,
                  const char *endpoint)
{
    if (is_about_rows (event->action.kind))
        return cvpn_draft_check_row (draft, net, &event->action, endpoint);
    return endpoint ? cvpn_draft_check_endpoint (draft, net, &event->action, endpoint) : NULL;
}

void
cvpn_draft_apply (CvpnDraft *draft, const CvpnEventSpec *event, const char *endpoint)
{
    if (is_about_rows (event->action.kind))
        cvpn_draft_apply_row (draft, &event->action, endpoint);
    else if (endpoint)
        cvpn_draft_apply_endpoint (draft, event, endpoint);
}
