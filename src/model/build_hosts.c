/* Hosts: in a subnet or in an outside network, what they listen to, their groups. */
#include "model/builder.h"

static CvpnSpan
build_listen (CvpnBuilder *b, const CvpnHostSpec *spec)
{
    guint32 first = b->net->matches->len;

    for (guint i = 0; i < spec->listen->len; i++)
        g_array_append_val (b->net->matches, ((CvpnMatchSpec *) spec->listen->pdata[i])->match);
    return cvpn_span_from (b->net->matches, first);
}

static CvpnSpan
build_groups (CvpnBuilder *b, const CvpnHostSpec *spec, guint32 vpc)
{
    GArray *lists = b->net->group_lists;
    guint32 first = lists->len;

    for (guint i = 0; i < spec->security_groups->len; i++) {
        const char *name = spec->security_groups->pdata[i];
        guint32 group = cvpn_builder_index (b, name);
        if (cvpn_builder_unknown (b, name) == CVPN_RULE_NONE &&
            cvpn_at (b->net->security_groups, CvpnSecurityGroup, group)->vpc != vpc)
            cvpn_group_fail (spec->group, "security-groups", b->report,
                             "[security-group %s] is of another VPC than the host's subnet", name);
        g_array_append_val (lists, group);
    }
    if (lists->len == first)
        g_array_append_val (lists, cvpn_vpc (b->net, vpc)->default_group);
    return cvpn_span_from (lists, first);
}

static void
check_place (CvpnBuilder *b, const CvpnHostSpec *spec, const CvpnHost *host)
{
    const CvpnNetwork *net = b->net;
    char text[CVPN_PREFIX_TEXT];

    if (host->subnet != CVPN_NONE) {
        const CvpnSubnet *subnet = cvpn_subnet (net, host->subnet);
        if (!cvpn_prefix_contains (subnet->cidr, host->address))
            cvpn_group_fail (spec->group, "address", b->report, "not in [subnet %s], %s",
                             subnet->name, cvpn_prefix_format (subnet->cidr, text));
    } else if (host->network != CVPN_INTERNET &&
               !cvpn_network_outside_contains (net, host->network, host->address)) {
        cvpn_group_fail (spec->group, "address", b->report, "not in a block of [network %s]",
                         spec->network);
    }
    if (host->subnet == CVPN_NONE && spec->security_groups->len > 0)
        cvpn_group_fail (spec->group, "security-groups", b->report,
                         "a host outside AWS has no security groups");
}

static void
enter_host (CvpnBuilder *b, const CvpnHostSpec *spec, guint32 index)
{
    CvpnNetwork *net = b->net;
    guint32 other = cvpn_network_place_host (net, index);

    if (other != CVPN_NONE)
        cvpn_group_fail (spec->group, "address", b->report, "[host %s] has this address already",
                         cvpn_host (net, other)->name);
    if (spec->public_address == 0)
        return;
    other = cvpn_network_place_public_host (net, index);
    if (other != CVPN_NONE)
        cvpn_group_fail (spec->group, "public-address", b->report,
                         "[host %s] has this address already", cvpn_host (net, other)->name);
}

static void
build_host (CvpnBuilder *b, const CvpnHostSpec *spec)
{
    CvpnNetwork *net = b->net;
    guint32 index = net->hosts->len;
    CvpnHost host = {
        .name = cvpn_builder_text (b, spec->group->name),
        .subnet = cvpn_builder_index (b, spec->subnet),
        .network = cvpn_builder_index (b, spec->network),
        .address = spec->address,
        .public_address = spec->public_address,
        .source_dest_check = spec->source_dest_check,
        .tracking = spec->tracking,
        .listens_to_all = !spec->listen_given,
        .mtu = (guint32) spec->mtu,
        .rule = cvpn_builder_object (b, spec->group, index),
    };

    if ((host.subnet == CVPN_NONE) == (host.network == CVPN_NONE)) {
        cvpn_group_fail (spec->group, NULL, b->report,
                         "a host has either 'subnet' or 'network', not both");
        return;
    }
    host.listen = build_listen (b, spec);
    if (host.subnet != CVPN_NONE)
        host.groups = build_groups (b, spec, cvpn_subnet (net, host.subnet)->vpc);
    check_place (b, spec, &host);
    g_hash_table_insert (net->host_by_name, cvpn_builder_text (b, host.name),
                         GUINT_TO_POINTER (index + 1));
    g_array_append_val (net->hosts, host);
    enter_host (b, spec, index);
}

void
cvpn_build_hosts (CvpnBuilder *b)
{
    for (guint i = 0; i < b->spec->hosts->len; i++)
        build_host (b, b->spec->hosts->pdata[i]);
}
