/* cli_instances: describe-instances.  Of an instance its state, its name and its interfaces are
 * read; user data and keys are not looked at. */
#include "import/cli/cli.h"

typedef struct {
    const char *id, *name;
    gboolean stopped, gone;
} Instance;

static Instance
read_instance_state (CvpnCliAnswer *answer, const CvpnNode *element, const char *id)
{
    static const char *const stopped[] = { "stopping", "stopped", "shutting-down", "terminated",
                                           NULL };
    const CvpnNode state = cvpn_node_member (element, "State");
    const char *word = cvpn_node_get_string (&state, "Name");

    return (Instance){
        .id = cvpn_inventory_keep (answer->inventory, id),
        .name = cvpn_inventory_keep (answer->inventory, cvpn_cli_name (element, "Tags")),
        .stopped = word != NULL && g_strv_contains (stopped, word),
        .gone = word != NULL &&
                (g_str_equal (word, "terminated") || g_str_equal (word, "shutting-down")),
    };
}

static void
read_instance_interface (CvpnCliAnswer *answer, const CvpnNode *element, const Instance *instance)
{
    CvpnInventory *inventory = answer->inventory;
    const CvpnNode attachment = cvpn_node_member (element, "Attachment");
    const char *id = cvpn_node_need_id (element, "NetworkInterfaceId");
    CvpnInterfaceThing *interface;

    if (!id)
        return;
    interface = cvpn_inventory_find (inventory, inventory->interfaces, id);
    if (!interface)
        interface = cvpn_cli_add_interface (answer, element, id);
    interface->instance = instance->id;
    interface->primary = cvpn_node_get_integer (&attachment, "DeviceIndex", -1) == 0;
    interface->stopped |= instance->stopped;
    if (instance->name != NULL && (interface->primary || !interface->thing.name))
        interface->thing.name = instance->name;
}

/* An answer that lists no interfaces still has the first one's address. */
static void
read_bare_instance (CvpnCliAnswer *answer, const CvpnNode *element, const Instance *instance)
{
    CvpnInterfaceThing *interface;

    if (cvpn_node_get_string (element, "PrivateIpAddress") == NULL ||
        cvpn_node_get_string (element, "SubnetId") == NULL) {
        cvpn_inventory_note (answer->inventory, CVPN_IMPORT_LEFT_OUT, NULL, "instances", 1,
                             instance->gone ? "terminated" : "no interface is listed");
        return;
    }
    interface = cvpn_cli_add_interface (answer, element, instance->id);
    interface->groups_known |=
        cvpn_cli_ids (answer, element, "SecurityGroups", "GroupId", interface->groups);
    interface->instance = instance->id;
    interface->primary = TRUE;
    interface->stopped = instance->stopped;
}

static void
read_instance (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const char *id = cvpn_node_need_id (element, "InstanceId");
    const CvpnNode interfaces = cvpn_node_member (element, "NetworkInterfaces");
    const gsize n = cvpn_node_length (&interfaces);
    Instance instance;

    if (!id || !cvpn_cli_is_new (answer, id, element))
        return;
    instance = read_instance_state (answer, element, id);
    for (gsize i = 0; i < n; i++) {
        const CvpnNode interface = cvpn_node_element (&interfaces, i);
        read_instance_interface (answer, &interface, &instance);
    }
    if (n == 0 && !g_hash_table_contains (answer->reader->attached, id))
        read_bare_instance (answer, element, &instance);
}

void
cvpn_cli_read_reservation (CvpnCliAnswer *answer, const CvpnNode *element)
{
    const CvpnNode instances = cvpn_node_member (element, "Instances");

    for (gsize i = 0, n = cvpn_node_length (&instances); i < n; i++) {
        const CvpnNode instance = cvpn_node_element (&instances, i);
        read_instance (answer, &instance);
    }
}
