/* sections: every kind of group. */
#include "input/sections.h"

#include <string.h>

#include "input/keys.h"

static const CvpnSection *const sections[] = {
    &cvpn_section_scenario,
    &cvpn_section_latency,
    &cvpn_section_vpc,
    &cvpn_section_subnet,
    &cvpn_section_route_table,
    &cvpn_section_internet_gateway,
    &cvpn_section_nat_gateway,
    &cvpn_section_peering,
    &cvpn_section_transit_gateway,
    &cvpn_section_attachment,
    &cvpn_section_transit_route_table,
    &cvpn_section_virtual_private_gateway,
    &cvpn_section_vpn_connection,
    &cvpn_section_network,
    &cvpn_section_prefix_list,
    &cvpn_section_vpc_endpoint,
    &cvpn_section_security_group,
    &cvpn_section_network_acl,
    &cvpn_section_host,
    &cvpn_section_unknown,
    &cvpn_section_quotas,
    &cvpn_section_endpoint,
    &cvpn_section_endpoint_routes,
    &cvpn_section_authorization_rules,
    &cvpn_section_revocation_list,
    &cvpn_section_clients,
    &cvpn_section_traffic,
    &cvpn_section_operations,
    &cvpn_section_event,
    &cvpn_section_expect,
};

const CvpnSection *const *
cvpn_sections (guint *n)
{
    *n = G_N_ELEMENTS (sections);
    return sections;
}

const CvpnSection *
cvpn_sections_find (const char *kind)
{
    for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
        if (*sections[i]->kind == *kind && strcmp (sections[i]->kind, kind) == 0)
            return sections[i];
    return NULL;
}

gboolean
cvpn_sections_is_resource (const char *kind)
{
    const CvpnSection *section = cvpn_sections_find (kind);

    return section && section->resource;
}
