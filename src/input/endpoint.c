/* endpoint: ports, interfaces, and which authentication methods go together. */
#include "input/endpoint.h"

#include <string.h>

#include "base/spelling.h"
#include "input/list.h"
#include "input/value.h"
#include "base/fields.h"

void
cvpn_endpoint_parse_port (const CvpnReading *at, const char *value, gpointer field)
{
    static const guint ports[] = { 443, 1194 };
    const gint index = cvpn_list_choose (at, "443|1194", value);

    if (index >= 0)
        *(guint *) field = ports[index];
}

static void
free_interface (gpointer data)
{
    CvpnInterfaceAddressSpec *interface = data;

    g_free (interface->subnet);
    g_free (interface);
}

static void
read_interface (const CvpnReading *at, const char *item, GPtrArray *list)
{
    g_autofree char **fields = cvpn_fields_split (item);
    GError *error = NULL;
    guint32 address;

    if (g_strv_length (fields) != 2) {
        cvpn_reading_fail (at, "'%s' is not an interface; expected SUBNET ADDRESS", item);
        return;
    }
    if (!cvpn_address_parse (fields[1], &address, &error)) {
        cvpn_reading_fail_error (at, error);
    } else if (cvpn_value_refer (at, "subnet", fields[0])) {
        CvpnInterfaceAddressSpec *interface = g_new (CvpnInterfaceAddressSpec, 1);
        *interface = (CvpnInterfaceAddressSpec){ g_strdup (fields[0]), address };
        g_ptr_array_add (list, interface);
    }
}

void
cvpn_endpoint_parse_interfaces (const CvpnReading *at, const char *value, gpointer field)
{
    g_autofree char **items = cvpn_list_split (at, value);
    GPtrArray *list = g_ptr_array_new_with_free_func (free_interface);

    *(GPtrArray **) field = list;
    for (guint i = 0; items[i]; i++)
        read_interface (at, items[i], list);
}

static void
free_interface_groups (gpointer data)
{
    CvpnInterfaceGroupsSpec *interface = data;

    g_free (interface->subnet);
    g_ptr_array_unref (interface->groups);
    g_free (interface);
}

static gboolean
contains_name (const GPtrArray *names, const char *name)
{
    for (guint i = 0; i < names->len; i++)
        if (strcmp (names->pdata[i], name) == 0)
            return TRUE;
    return FALSE;
}

static void
read_interface_groups (const CvpnReading *at, const char *item, GPtrArray *list)
{
    g_autofree char **fields = cvpn_fields_split (item);

    if (g_strv_length (fields) < 2) {
        cvpn_reading_fail (at, "'%s' has no group; expected SUBNET GROUP…", item);
        return;
    }
    for (guint i = 0; i < list->len; i++)
        if (strcmp (((CvpnInterfaceGroupsSpec *) list->pdata[i])->subnet, fields[0]) == 0)
            cvpn_reading_fail (at, "'%s' is listed twice", fields[0]);
    CvpnInterfaceGroupsSpec *interface = g_new (CvpnInterfaceGroupsSpec, 1);
    *interface =
        (CvpnInterfaceGroupsSpec){ g_strdup (fields[0]), g_ptr_array_new_with_free_func (g_free) };
    for (guint i = 1; fields[i]; i++) {
        if (contains_name (interface->groups, fields[i]))
            cvpn_reading_fail (at, "'%s' has '%s' twice", fields[0], fields[i]);
        else if (cvpn_value_refer (at, at->key->refers, fields[i]))
            g_ptr_array_add (interface->groups, g_strdup (fields[i]));
    }
    g_ptr_array_add (list, interface);
}

void
cvpn_endpoint_parse_interface_groups (const CvpnReading *at, const char *value, gpointer field)
{
    g_autofree char **items = cvpn_list_split (at, value);
    GPtrArray *list = g_ptr_array_new_with_free_func (free_interface_groups);

    *(GPtrArray **) field = list;
    for (guint i = 0; items[i]; i++)
        read_interface_groups (at, items[i], list);
}

void
cvpn_endpoint_clear_interfaces (gpointer field)
{
    g_clear_pointer ((GPtrArray **) field, g_ptr_array_unref);
}

void
cvpn_endpoint_parse_snat_ports (const CvpnReading *at, const char *value, gpointer field)
{
    CvpnEndpointSpec *spec =
        (gpointer) ((char *) field - offsetof (CvpnEndpointSpec, snat_ports_none));
    GError *error = NULL;

    if (!*value)
        spec->snat_ports_none = TRUE;
    else if (!cvpn_ports_parse (value, &spec->snat_first, &spec->snat_last, &error))
        cvpn_reading_fail_error (at, error);
    else if (spec->snat_first == 0)
        cvpn_reading_fail (at, "'%s' has port 0, which is no port; expected 1 to 65535", value);
}

/* Interfaces are of associated subnets. */
static void
check_interface (const CvpnEndpointSpec *spec, const CvpnReading *at, const char *key,
                 const char *subnet)
{
    if (contains_name (spec->target_networks, subnet))
        return;
    g_autofree char *hint = cvpn_spelling_hint (
        subnet, (const char *const *) spec->target_networks->pdata, spec->target_networks->len);
    cvpn_group_fail (at->group, key, at->report, "'%s' is not among the target networks%s", subnet,
                     hint);
}

/* One call has one outcome. */
static void
check_handler (const CvpnConnectHandlerSpec *handler, const CvpnReading *at)
{
    const double failing = handler->denied + handler->invalid_responses +
                           handler->execution_errors + handler->service_errors;

    if (failing > 1)
        cvpn_group_fail (at->group, NULL, at->report,
                         "the shares of the client connect handler's calls come to %g; expected 1 "
                         "at most",
                         failing);
}

void
cvpn_endpoint_check (gpointer data, const CvpnReading *at)
{
    const guint both = CVPN_AUTHENTICATION_DIRECTORY | CVPN_AUTHENTICATION_FEDERATED;
    CvpnEndpointSpec *spec = data;

    check_handler (&spec->handler, at);
    if ((spec->authentication & both) == both)
        cvpn_group_fail (at->group, "authentication", at->report,
                         "directory and federated do not go together; expected one of them, "
                         "certificate, or certificate and one of them");
    for (guint i = 0; i < spec->interface_addresses->len; i++)
        check_interface (
            spec, at, "interface-addresses",
            ((CvpnInterfaceAddressSpec *) spec->interface_addresses->pdata[i])->subnet);
    for (guint i = 0; i < spec->interface_groups->len; i++)
        check_interface (spec, at, "interface-security-groups",
                         ((CvpnInterfaceGroupsSpec *) spec->interface_groups->pdata[i])->subnet);
    spec->automatic_routes_none =
        cvpn_reading_has (at, "automatic-routes") && spec->automatic_routes->len == 0;
}
