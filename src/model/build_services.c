/* Prefix lists, and the gateway endpoints to the services that have them.  The
 * routes that an endpoint adds are build_routes.c's. */
#include "model/builder.h"

static void
build_prefix_list (CvpnBuilder *b, const CvpnPrefixListSpec *spec)
{
    CvpnNetwork *net = b->net;
    CvpnPrefixList list = {
        .name = cvpn_builder_text (b, spec->group->name),
        .entries = { net->cidrs->len, spec->entries->len },
        .rule = cvpn_builder_object (b, spec->group, net->prefix_lists->len),
    };

    g_array_append_vals (net->cidrs, spec->entries->data, spec->entries->len);
    g_array_append_val (net->prefix_lists, list);
}

static void
build_vpc_endpoint (CvpnBuilder *b, const CvpnVpcEndpointSpec *spec)
{
    CvpnNetwork *net = b->net;
    CvpnVpcEndpoint endpoint = {
        .name = cvpn_builder_text (b, spec->group->name),
        .vpc = cvpn_builder_index (b, spec->vpc),
        .prefix_list = cvpn_builder_index (b, spec->prefix_list),
        .rule = cvpn_builder_object (b, spec->group, net->vpc_endpoints->len),
    };

    g_array_append_val (net->vpc_endpoints, endpoint);
}

void
cvpn_build_services (CvpnBuilder *b)
{
    for (guint i = 0; i < b->spec->prefix_lists->len; i++)
        build_prefix_list (b, b->spec->prefix_lists->pdata[i]);
    cvpn_build_unknown (b, "prefix-list");
    for (guint i = 0; i < b->spec->vpc_endpoints->len; i++)
        build_vpc_endpoint (b, b->spec->vpc_endpoints->pdata[i]);
}
