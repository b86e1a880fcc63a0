/* What events change of the endpoint itself: associations, security groups, the revocation
 * list, settings. */
#include "control/draft.h"

#include "control/settings.h"

/* A list that is made by the first revocation: what easy-rsa gives one by default. */
#define FIRST_LIST_VALID (180 * G_GINT64_CONSTANT (86400) * G_GINT64_CONSTANT (1000000000))

/* That of an unknown subnet is CVPN_NONE, and nobody can tell. */
static guint32
zone_of (const CvpnNetwork *net, const char *subnet)
{
    return cvpn_subnet (net, cvpn_network_find_subnet (net, subnet))->zone;
}

static const char *
check_associate (const CvpnDraft *draft, const CvpnNetwork *net, const char *endpoint,
                 const char *subnet)
{
    const GPtrArray *networks = cvpn_draft_endpoint (draft, endpoint)->target_networks;

    if (cvpn_draft_is_associated (draft, endpoint, subnet))
        return "ClientVpnEndpointAssociationExists";
    for (guint i = 0; i < networks->len; i++)
        if (zone_of (net, networks->pdata[i]) == zone_of (net, subnet))
            return "InvalidClientVpnSubnetId.DuplicateAz";
    return NULL;
}

const CvpnCrlSpec *
cvpn_draft_revocation_list (const CvpnDraft *draft, const char *endpoint)
{
    const GPtrArray *lists = draft->spec.revocation_lists;

    for (guint i = 0; i < lists->len; i++) {
        const CvpnCrlSpec *list = lists->pdata[i];
        if (g_str_equal (list->group->name, endpoint))
            return list;
    }
    return NULL;
}

static gboolean
is_revoked (const CvpnCrlSpec *list, const char *user)
{
    for (guint i = 0; list && i < list->revoked->len; i++)
        if (g_str_equal (list->revoked->pdata[i], user))
            return TRUE;
    return FALSE;
}

/* What would be imported: the list, with the user; NULL: with nobody. */
static const char *
check_list (const CvpnDraft *draft, const CvpnNetwork *net, const char *endpoint, const char *user)
{
    const CvpnCrlSpec *list = cvpn_draft_revocation_list (draft, endpoint);
    const gint64 entries = (list ? list->revoked->len : 0) + (user && !is_revoked (list, user));

    return entries > net->quotas.crl_entries ? "ClientVpnCertificateRevocationListLimitExceeded"
                                             : NULL;
}

const char *
cvpn_draft_check_endpoint (const CvpnDraft *draft, const CvpnNetwork *net,
                           const CvpnActionSpec *action, const char *endpoint)
{
    switch (action->kind) {
    case CVPN_ACTION_ASSOCIATE:
        return check_associate (draft, net, endpoint, action->name);
    case CVPN_ACTION_DISASSOCIATE:
        return cvpn_draft_is_associated (draft, endpoint, action->name)
                   ? NULL
                   : "InvalidClientVpnAssociationIdNotFound";
    case CVPN_ACTION_IMPORT_CRL:
        return check_list (draft, net, endpoint, NULL);
    case CVPN_ACTION_REVOKE_CERTIFICATE:
        return check_list (draft, net, endpoint, action->name);
    case CVPN_ACTION_DELETE_ENDPOINT:
        return cvpn_draft_endpoint (draft, endpoint)->target_networks->len > 0 ? "IncorrectState"
                                                                               : NULL;
    default:
        return NULL;
    }
}

/* The interfaces of the subnet, or all (NULL), have the endpoint's groups from now on. */
static void
forget_interface_groups (CvpnDraft *draft, const char *endpoint, const char *subnet)
{
    CvpnEndpointSpec *spec = cvpn_draft_change_endpoint (draft, endpoint);

    spec->interface_groups = cvpn_draft_copy_array (draft, spec->interface_groups);
    for (guint i = spec->interface_groups->len; i-- > 0;) {
        const CvpnInterfaceGroupsSpec *interface = spec->interface_groups->pdata[i];
        if (!subnet || g_str_equal (interface->subnet, subnet))
            g_ptr_array_remove_index (spec->interface_groups, i);
    }
}

static void
apply_disassociate (CvpnDraft *draft, const char *endpoint, const char *subnet)
{
    CvpnEndpointSpec *spec = cvpn_draft_change_endpoint (draft, endpoint);

    spec->target_networks = cvpn_draft_copy_array (draft, spec->target_networks);
    for (guint i = spec->target_networks->len; i-- > 0;)
        if (g_str_equal (spec->target_networks->pdata[i], subnet))
            g_ptr_array_remove_index (spec->target_networks, i);
    forget_interface_groups (draft, endpoint, subnet); /* a new one will have the endpoint's */
    cvpn_draft_remove_routes (draft, endpoint, subnet);
}

static void
apply_associate (CvpnDraft *draft, const char *endpoint, char *subnet)
{
    CvpnEndpointSpec *spec = cvpn_draft_change_endpoint (draft, endpoint);

    spec->target_networks = cvpn_draft_copy_array (draft, spec->target_networks);
    g_ptr_array_add (spec->target_networks, subnet);
}

/* The list in its place, to be changed; an empty one where there is none. */
static CvpnCrlSpec *
change_list (CvpnDraft *draft, const char *endpoint, gint64 next_update_ns)
{
    GPtrArray *lists = draft->spec.revocation_lists;
    const CvpnCrlSpec fresh = { .group = cvpn_draft_endpoint (draft, endpoint)->group,
                                .next_update_ns = next_update_ns };
    const CvpnCrlSpec *present = cvpn_draft_revocation_list (draft, endpoint);
    CvpnCrlSpec *copy = cvpn_draft_copy (draft, present ? present : &fresh, sizeof fresh);
    g_autoptr (GPtrArray) none = g_ptr_array_new ();
    guint place;

    copy->revoked = cvpn_draft_copy_array (draft, present ? present->revoked : none);
    if (present && g_ptr_array_find (lists, present, &place))
        lists->pdata[place] = copy;
    else
        g_ptr_array_add (lists, copy);
    return copy;
}

static void
add_revoked (const CvpnCrlSpec *list, char *user)
{
    if (!is_revoked (list, user))
        g_ptr_array_add (list->revoked, user);
}

static void
apply_setting (CvpnDraft *draft, const CvpnActionSpec *action, const char *endpoint)
{
    cvpn_setting_copy (action->name, cvpn_draft_change_endpoint (draft, endpoint),
                       action->endpoint);
    if (g_str_equal (action->name, "security-groups"))
        forget_interface_groups (draft, endpoint, NULL);
}

void
cvpn_draft_apply_endpoint (CvpnDraft *draft, const CvpnEventSpec *event, const char *endpoint)
{
    const CvpnActionSpec *action = &event->action;

    switch (action->kind) {
    case CVPN_ACTION_ASSOCIATE:
        apply_associate (draft, endpoint, action->name);
        break;
    case CVPN_ACTION_DISASSOCIATE:
        apply_disassociate (draft, endpoint, action->name);
        break;
    case CVPN_ACTION_APPLY_SECURITY_GROUPS:
        cvpn_draft_change_endpoint (draft, endpoint)->security_groups = action->names;
        forget_interface_groups (draft, endpoint, NULL);
        break;
    case CVPN_ACTION_IMPORT_CRL:
        change_list (draft, endpoint, 0)->next_update_ns = event->at_ns + action->next_update_ns;
        break;
    case CVPN_ACTION_REVOKE_CERTIFICATE:
        add_revoked (change_list (draft, endpoint, event->at_ns + FIRST_LIST_VALID), action->name);
        break;
    case CVPN_ACTION_MODIFY_ENDPOINT:
        apply_setting (draft, action, endpoint);
        break;
    default:
        break;
    }
}
