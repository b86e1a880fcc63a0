/* cli_vpcs: describe-vpcs, describe-subnets, describe-vpc-peering-connections. */
#include "import/cli/cli.h"

/* A block counts while it is associated: CidrBlockState of the Amazon EC2 API Reference. */
static gboolean
is_associated (const CvpnNode *association)
{
    const CvpnNode state = cvpn_node_member (association, "CidrBlockState");
    const char *word = cvpn_node_get_string (&state, "State");

    return !word || g_str_equal (word, "associated");
}

static void
read_blocks (CvpnCliAnswer *answer, const CvpnNode *element, CvpnVpcThing *vpc)
{
    const CvpnNode set = cvpn_node_member (element, "CidrBlockAssociationSet");
    const CvpnNode ipv6 = cvpn_node_member (element, "Ipv6CidrBlockAssociationSet");
    CvpnPrefix primary, cidr;
    gboolean has_primary = cvpn_node_get_cidr (element, "CidrBlock", &primary);

    if (has_primary)
        g_array_append_val (vpc->cidrs, primary);
    for (gsize i = 0, n = cvpn_node_length (&set); i < n; i++) {
        const CvpnNode association = cvpn_node_element (&set, i);
        if (!cvpn_node_get_cidr (&association, "CidrBlock", &cidr) ||
            (has_primary && cvpn_prefix_equal (cidr, primary)))
            continue;
        if (is_associated (&association))
            g_array_append_val (vpc->cidrs, cidr);
        else
            cvpn_inventory_note (answer->inventory, CVPN_IMPORT_LEFT_OUT, answer->source,
                                 vpc->thing.id, 1, "a CIDR block that is not associated");
    }
    cvpn_cli_left_out_ipv6 (answer, "blocks of VPCs", cvpn_node_length (&ipv6));
}

void
cvpn_cli_read_vpc (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *id = cvpn_node_need_id (element, "VpcId");
    const char *tenancy = cvpn_node_get_string (element, "InstanceTenancy");
    const guint before = cvpn_report_errors (element->report);
    CvpnVpcThing *vpc;

    if (!id || !cvpn_cli_is_new (answer, id, element))
        return;
    vpc = cvpn_inventory_add_vpc (answer->inventory, id, cvpn_cli_name (element, "Tags"),
                                  answer->source);
    vpc->dedicated = tenancy != NULL && g_str_equal (tenancy, "dedicated");
    read_blocks (answer, element, vpc);
    if (vpc->cidrs->len == 0 && cvpn_report_errors (element->report) == before)
        cvpn_node_fault (element, "no CidrBlock");
}

void
cvpn_cli_read_subnet (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *id = cvpn_node_need_id (element, "SubnetId");
    const CvpnNode ipv6 = cvpn_node_member (element, "Ipv6CidrBlockAssociationSet");
    CvpnSubnetThing *subnet;
    CvpnPrefix cidr;

    if (!id || !cvpn_cli_is_new (answer, id, element))
        return;
    cvpn_cli_left_out_ipv6 (answer, "blocks of subnets", cvpn_node_length (&ipv6));
    if (!cvpn_node_get_cidr (element, "CidrBlock", &cidr)) {
        cvpn_inventory_note (answer->inventory, CVPN_IMPORT_LEFT_OUT, answer->source, id, 1,
                             "a subnet without an IPv4 block");
        return;
    }
    subnet = cvpn_inventory_add_subnet (answer->inventory, id, cvpn_cli_name (element, "Tags"),
                                        answer->source);
    subnet->cidr = cidr;
    subnet->vpc = cvpn_inventory_keep (answer->inventory, cvpn_node_need_id (element, "VpcId"));
    subnet->zone = cvpn_cli_id (answer, element, "AvailabilityZone");
    if (!subnet->zone)
        subnet->zone = cvpn_cli_id (answer, element, "AvailabilityZoneId");
    subnet->available = cvpn_node_get_integer (element, "AvailableIpAddressCount", -1);
}

static const char *
read_side (CvpnCliAnswer *answer, const CvpnNode *element, const char *member)
{
    const CvpnNode side = cvpn_node_member (element, member);

    return cvpn_cli_id (answer, &side, "VpcId");
}

void
cvpn_cli_read_peering (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *id = cvpn_node_need_id (element, "VpcPeeringConnectionId");
    CvpnPeeringThing *peering;

    if (!id || !cvpn_cli_is_new (answer, id, element))
        return;
    peering = cvpn_inventory_add_peering (answer->inventory, id, cvpn_cli_name (element, "Tags"),
                                          answer->source);
    peering->requester_vpc = read_side (answer, element, "RequesterVpcInfo");
    peering->accepter_vpc = read_side (answer, element, "AccepterVpcInfo");
    peering->status = cvpn_cli_status_word (answer, element);
}
