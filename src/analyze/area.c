/* area: where an address is, who is authorized there, and cells cut to what is said of one
 * place alone. */
#include "analyze/diagnosis.h"

static gboolean
find_block (const CvpnNetwork *net, CvpnSpan cidrs, guint32 address, CvpnPrefix *block)
{
    for (guint32 i = cidrs.first; i < cidrs.first + cidrs.count; i++) {
        *block = *cvpn_at (net->cidrs, CvpnPrefix, i);
        if (cvpn_prefix_contains (*block, address))
            return TRUE;
    }
    return FALSE;
}

static gboolean
find_vpc (const CvpnNetwork *net, guint32 vpc, guint32 address, CvpnArea *area)
{
    *area = (CvpnArea){ .kind = CVPN_AREA_VPC, .name = cvpn_vpc (net, vpc)->name };
    return find_block (net, cvpn_vpc (net, vpc)->cidrs, address, &area->block);
}

/* A service that the endpoint's VPC has a gateway endpoint to. */
static gboolean
find_service (const CvpnNetwork *net, guint32 vpc, guint32 address, CvpnArea *area)
{
    for (guint32 i = 0; i < net->vpc_endpoints->len; i++) {
        const CvpnVpcEndpoint *service = cvpn_at (net->vpc_endpoints, CvpnVpcEndpoint, i);
        const CvpnPrefixList *list =
            cvpn_at (net->prefix_lists, CvpnPrefixList, service->prefix_list);
        *area = (CvpnArea){ .kind = CVPN_AREA_SERVICE, .name = list->name };
        if (service->vpc == vpc && find_block (net, list->entries, address, &area->block))
            return TRUE;
    }
    return FALSE;
}

/* The endpoint's own VPC goes before others of the same block. */
CvpnArea
cvpn_area_at (const CvpnNetwork *net, guint32 endpoint, guint32 address)
{
    const CvpnEndpoint *e = cvpn_endpoint (net, endpoint);
    const guint32 outside = cvpn_network_outside_at (net, address);
    CvpnArea area;

    if (cvpn_prefix_contains (e->client_cidr, address))
        return (CvpnArea){ CVPN_AREA_CLIENTS, NULL, e->client_cidr };
    if (e->vpc != CVPN_NONE && find_vpc (net, e->vpc, address, &area))
        return area;
    for (guint32 i = 0; i < net->vpcs->len; i++)
        if (find_vpc (net, i, address, &area))
            return area;
    if (outside != CVPN_NONE && outside != CVPN_INTERNET) {
        const CvpnOutside *network = cvpn_at (net->networks, CvpnOutside, outside);
        area = (CvpnArea){ .kind = CVPN_AREA_NETWORK, .name = network->name };
        if (find_block (net, network->cidrs, address, &area.block))
            return area;
    }
    if (find_service (net, e->vpc, address, &area))
        return area;
    return (CvpnArea){ cvpn_address_is_private (address) ? CVPN_AREA_NOWHERE : CVPN_AREA_INTERNET,
                       NULL,
                       { 0, 0 } };
}

gboolean
cvpn_person_authorization (const CvpnNetwork *net, const CvpnPerson *person, guint32 address,
                           CvpnPrefix *block, gboolean *admits, guint32 *rule)
{
    const CvpnEndpoint *endpoint = cvpn_endpoint (net, person->endpoint);
    const guint32 hit = cvpn_prefix_table_lookup (endpoint->authorization, address);
    const gboolean to_client = cvpn_prefix_contains (endpoint->client_cidr, address);

    *admits = FALSE;
    *rule = CVPN_RULE_NONE;
    if (hit == CVPN_PREFIX_TABLE_NONE)
        return FALSE;
    const CvpnAuthorizationTarget *target =
        cvpn_at (net->authorization_targets, CvpnAuthorizationTarget, hit);
    *block = target->destination;
    for (guint32 i = target->rules.first; i < target->rules.first + target->rules.count; i++) {
        const CvpnAuthorizationRule *r =
            cvpn_at (net->authorization_rules, CvpnAuthorizationRule, i);
        if (r->group != CVPN_NONE && (to_client || !cvpn_person_is_in (person, r->group)))
            continue;
        *admits = TRUE;
        *rule = r->rule;
        break;
    }
    return TRUE;
}

/* The first start behind 'address'. */
static guint
find_start (const GArray *starts, guint32 address)
{
    guint low = 0, high = starts->len;

    while (low < high) {
        const guint middle = low + (high - low) / 2;
        if (g_array_index (starts, guint32, middle) <= address)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void
cvpn_diagnosis_cut (const CvpnDiagnosis *d, const CvpnCell *cell, CvpnPieceFunc func, gpointer data)
{
    guint32 first = cell->first;

    for (guint i = find_start (d->starts, first); i < d->starts->len; i++) {
        const guint32 start = g_array_index (d->starts, guint32, i);
        if (start > cell->last)
            break;
        func (data, (CvpnPiece){ first, start - 1, cell->selectors });
        first = start;
    }
    func (data, (CvpnPiece){ first, cell->last, cell->selectors });
}
