/* naive_unknown: by linear scans, as the rest. */
#include "naive_unknown.h"

const CvpnUnknownSpec *
naive_more (const CvpnSpec *spec, const char *kind, const char *of)
{
    for (guint i = 0; i < spec->unknowns->len; i++) {
        const CvpnUnknownSpec *unknown = spec->unknowns->pdata[i];
        if (g_str_equal (unknown->kind, kind) && g_strcmp0 (unknown->of, of) == 0)
            return unknown;
    }
    return NULL;
}

CvpnCode
naive_doubt (const CvpnUnknownSpec *unknown)
{
    if (!unknown)
        return CVPN_CODE_NONE;
    return unknown->not_modelled ? CVPN_CODE_UNSUPPORTED_COMPONENT : CVPN_CODE_UNKNOWN_RESOURCE;
}

const CvpnUnknownSpec *
naive_more_hosts (const CvpnSpec *spec, const char *vpc, guint32 address)
{
    const CvpnVpcSpec *v = naive_find (spec->vpcs, vpc);
    const CvpnSubnetSpec *subnet = naive_subnet_at (spec, vpc, address);
    const CvpnUnknownSpec *here = subnet ? naive_more (spec, "host", subnet->group->name) : NULL;

    if (naive_host_in_vpc (spec, vpc, address) || !naive_contains_any (v->cidr_block, address))
        return NULL;
    if (!subnet)
        return naive_more (spec, "subnet", vpc);
    return here ? here : naive_more (spec, "host", vpc);
}

const CvpnUnknownSpec *
naive_more_connections (const CvpnSpec *spec, const char *gateway, guint32 address)
{
    const CvpnPrefix alone = { address, 32 };

    for (guint i = 0; i < spec->vpn_connections->len; i++) {
        const CvpnVpnConnectionSpec *connection = spec->vpn_connections->pdata[i];
        for (guint j = 0; j < connection->routes->len; j++)
            if (g_str_equal (connection->gateway, gateway) &&
                cvpn_prefix_equal (g_array_index (connection->routes, CvpnPrefix, j), alone))
                return NULL;
    }
    return naive_more (spec, "vpn-connection", gateway);
}
