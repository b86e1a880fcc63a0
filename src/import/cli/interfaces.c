/* cli_interfaces: describe-network-interfaces, and the interfaces within describe-instances.
 *
 * An interface that both list is the same; whether its instance runs is in the second only. */
#include "import/cli/cli.h"

#include <string.h>

/* As the service has them in the description of an interface that it keeps for a Client VPN
 * endpoint: it has no type of its own. */
#define CLIENT_VPN "clientvpn endpoint resource"

#define ADDRESSES_MAX 4096 /* more than any type of instance has */

static const struct {
    const char *begins, *type;
} descriptions[] = {
    { "interface for nat gateway ", "nat_gateway" },
    { "network interface for transit gateway", "transit_gateway" },
    { "vpc endpoint interface ", "vpc_endpoint" },
};

/* Older answers have no type, or "interface": then the description tells. */
static void
read_type (CvpnCliAnswer *answer, const CvpnNode *element, CvpnInterfaceThing *interface)
{
    const char *text = cvpn_node_get_string (element, "Description");
    const char *type = cvpn_cli_word (answer, element, "InterfaceType");
    g_autofree char *lower = g_ascii_strdown (!text ? "" : text, -1);

    interface->client_vpn = strstr (lower, CLIENT_VPN) != NULL;
    if (type != NULL && g_str_equal (type, "natGateway"))
        type = "nat_gateway";
    if (!type || g_str_equal (type, "interface"))
        for (guint i = 0; i < G_N_ELEMENTS (descriptions); i++)
            if (g_str_has_prefix (lower, descriptions[i].begins))
                type = descriptions[i].type;
    interface->type = !type ? "interface" : type;
}

static guint32
read_public (const CvpnNode *object)
{
    const CvpnNode association = cvpn_node_member (object, "Association");
    guint32 address;

    return cvpn_node_get_address (&association, "PublicIp", &address) ? address : 0;
}

static void
add_address (CvpnInterfaceThing *interface, guint32 address, guint32 public, gboolean primary)
{
    const guint at = primary ? 0 : interface->addresses->len;

    for (guint i = 0; i < interface->addresses->len; i++)
        if (g_array_index (interface->addresses, guint32, i) == address)
            return;
    g_array_insert_val (interface->addresses, at, address);
    g_array_insert_val (interface->public_addresses, at, public);
}

/* An example of describe-instances in the reference of the AWS CLI has the address as the host's
 * DNS name does, "10-0-0-157". */
static gboolean
get_private (const CvpnNode *object, guint32 *address)
{
    const CvpnNode node = cvpn_node_member (object, "PrivateIpAddress");
    const char *text = json_string_value (node.json);

    if (text && strchr (text, '-') && strspn (text, "0123456789-") == strlen (text)) {
        g_autofree char *dotted = g_strdelimit (g_strdup (text), "-", '.');
        if (cvpn_address_parse (dotted, address, NULL))
            return TRUE;
    }
    return cvpn_node_address (&node, address);
}

static void
read_addresses (CvpnCliAnswer *answer, const CvpnNode *element, CvpnInterfaceThing *interface)
{
    const CvpnNode list = cvpn_node_member (element, "PrivateIpAddresses");
    const CvpnNode ipv6 = cvpn_node_member (element, "Ipv6Addresses");
    const CvpnNode blocks = cvpn_node_member (element, "Ipv4Prefixes");
    guint64 delegated = cvpn_node_length (&blocks);
    guint32 address;

    if (cvpn_node_length (&list) > ADDRESSES_MAX) {
        cvpn_node_fault (&list, "more than %d addresses", ADDRESSES_MAX);
        return;
    }
    for (gsize i = 0, n = cvpn_node_length (&list); i < n; i++) {
        const CvpnNode entry = cvpn_node_element (&list, i);
        if (get_private (&entry, &address))
            add_address (interface, address, read_public (&entry),
                         cvpn_node_get_boolean (&entry, "Primary", FALSE));
    }
    if (interface->addresses->len == 0 && get_private (element, &address))
        add_address (interface, address, read_public (element), TRUE);
    cvpn_cli_left_out_ipv6 (answer, "addresses of interfaces", cvpn_node_length (&ipv6));
    if (delegated > 0)
        cvpn_inventory_note (answer->inventory, CVPN_IMPORT_LEFT_OUT, NULL,
                             "prefixes of interfaces", delegated,
                             "delegated as a block: which addresses of it are in use is not said");
}

CvpnInterfaceThing *
cvpn_cli_add_interface (CvpnCliAnswer *answer, const CvpnNode *element, const char *id)
{
    const char *name = cvpn_cli_name (element, "TagSet");
    CvpnInterfaceThing *interface = cvpn_inventory_add_interface (
        answer->inventory, id, name != NULL ? name : cvpn_cli_name (element, "Tags"),
        answer->source);

    interface->vpc = cvpn_cli_id (answer, element, "VpcId");
    interface->subnet = cvpn_cli_id (answer, element, "SubnetId");
    interface->source_dest_check = cvpn_node_get_boolean (element, "SourceDestCheck", TRUE);
    interface->groups_known =
        cvpn_cli_ids (answer, element, "Groups", "GroupId", interface->groups);
    read_type (answer, element, interface);
    read_addresses (answer, element, interface);
    return interface;
}

static void
note_attached (CvpnCliReader *reader, CvpnInterfaceThing *interface)
{
    GPtrArray *interfaces = g_hash_table_lookup (reader->attached, interface->instance);

    if (!interfaces) {
        interfaces = g_ptr_array_new ();
        g_hash_table_insert (reader->attached, (gpointer) (gsize) interface->instance, interfaces);
    }
    g_ptr_array_add (interfaces, interface);
}

void
cvpn_cli_read_interface (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *id = cvpn_node_need_id (element, "NetworkInterfaceId");
    const CvpnNode attachment = cvpn_node_member (element, "Attachment");
    const char *status = cvpn_node_get_string (element, "Status");
    CvpnInterfaceThing *interface;

    if (!id || !cvpn_cli_is_new (answer, id, element))
        return;
    interface = cvpn_cli_add_interface (answer, element, id);
    interface->instance = cvpn_cli_id (answer, &attachment, "InstanceId");
    if (interface->instance)
        note_attached (answer->reader, interface);
    interface->primary =
        interface->instance != NULL && cvpn_node_get_integer (&attachment, "DeviceIndex", -1) == 0;
    /* Attached to nothing: its address is taken, and nobody answers there. */
    interface->stopped = !attachment.json && status != NULL && g_str_equal (status, "available");
}
