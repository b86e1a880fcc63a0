/* Prefix lists. */
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

void
cvpn_build_services (CvpnBuilder *b)
{
    for (guint i = 0; i < b->spec->prefix_lists->len; i++)
        build_prefix_list (b, b->spec->prefix_lists->pdata[i]);
}
