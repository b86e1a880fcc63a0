/* action_page: what the reference page says of actions, below the keys of [event]. */
#include "input/action.h"

#include <string.h>

#include "input/keys.h"

static const char *const meanings[CVPN_N_ACTIONS] = {
    [CVPN_ACTION_ASSOCIATE] =
        "Associates a subnet, with a route to each block of the VPC; lasts `associate`.",
    [CVPN_ACTION_DISASSOCIATE] =
        "Ends an association: its sessions, its automatic routes and those that target the subnet "
        "go with it. Without any association nobody connects. Lasts `disassociate`.",
    [CVPN_ACTION_CREATE_ROUTE] = "Adds a route of the endpoint, to a subnet or to `local`; lasts "
                                 "`create-route`.",
    [CVPN_ACTION_DELETE_ROUTE] =
        "Deletes it; it forwards until then (an assumption). Lasts `delete-route`.",
    [CVPN_ACTION_AUTHORIZE] = "Adds an authorization rule for one access group, or for everyone; "
                              "lasts `authorize`.",
    [CVPN_ACTION_REVOKE] = "Takes it away; lasts `revoke`.",
    [CVPN_ACTION_APPLY_SECURITY_GROUPS] =
        "Gives the endpoint's interfaces other security groups, 5 at most; nobody is "
        "disconnected. Lasts `apply-security-groups`.",
    [CVPN_ACTION_SET_ROUTE] =
        "Makes a route in a VPC's route table, or replaces it: destinations and targets as in "
        "`[route-table]`. At once.",
    [CVPN_ACTION_UNSET_ROUTE] = "Takes it away. At once.",
    [CVPN_ACTION_SET_ACL_ENTRY] =
        "Makes an entry of a network ACL, or replaces it: `set-acl-entry acl-a inbound 50 deny tcp "
        "22 10.1.0.0/16`. At once.",
    [CVPN_ACTION_UNSET_ACL_ENTRY] = "Takes it away. At once.",
    [CVPN_ACTION_FAIL_AVAILABILITY_ZONE] =
        "What stands in the zone answers no more. Sessions that landed there notice after "
        "`ping-restart`, the resolver after `health-check`. At once.",
    [CVPN_ACTION_RESTORE_AVAILABILITY_ZONE] =
        "It works again, at once; its landings are in the resolver's answer after `health-check`.",
    [CVPN_ACTION_TERMINATE_CONNECTIONS] =
        "Ends the sessions of a population or of one user; lasts `terminate-connections`.",
    [CVPN_ACTION_IMPORT_CRL] =
        "Imports the revocation list of the users that are revoked anew, valid for so long; lasts "
        "`import-crl`.",
    [CVPN_ACTION_REVOKE_CERTIFICATE] =
        "Adds a user to the revocation list and imports it; lasts `import-crl`.",
    [CVPN_ACTION_MODIFY_ENDPOINT] =
        "Gives a key of the endpoint another value; lasts `modify-endpoint`, with "
        "`server-certificate-expires` `certificate`.",
    [CVPN_ACTION_DELETE_ENDPOINT] =
        "Deletes the endpoint, which AWS refuses while it has associations; lasts "
        "`delete-endpoint`.",
};

/* '|' ends a cell of a table. */
static void
append_escaped (GString *out, const char *text)
{
    for (; *text; text++)
        g_string_append_printf (out, "%s%c", *text == '|' ? "\\" : "", *text);
}

static void
append_modifiable (GString *out, guint flags)
{
    const CvpnSection *section = &cvpn_section_endpoint;
    const char *separator = "";

    for (guint i = 0; i < section->n_keys; i++)
        if ((section->keys[i].flags & flags) == flags) {
            g_string_append_printf (out, "%s`%s`", separator, section->keys[i].name);
            separator = ", ";
        }
}

char *
cvpn_action_page (void)
{
    GString *out = g_string_new ("\n| action | what happens |\n| --- | --- |\n");

    for (gint i = 0; i < CVPN_N_ACTIONS; i++) {
        const char *parameters = cvpn_action_parameters (i);
        g_string_append_printf (out, "| `%s%s", cvpn_action_word (i), *parameters ? " " : "");
        append_escaped (out, parameters);
        g_string_append_printf (out, "` | %s |\n", meanings[i]);
    }
    g_string_append (out, "\nWhat lasts as a key of `[operations]` says takes effect at its end. "
                          "What AWS would refuse then, or because of a quota, is refused: a "
                          "result, not an error.\n\nKeys that can be modified: ");
    append_modifiable (out, CVPN_KEY_MODIFIABLE);
    g_string_append (out, ". Without a value these become unset: ");
    append_modifiable (out, CVPN_KEY_MODIFIABLE | CVPN_KEY_OPTIONAL);
    g_string_append (out, ".\n");
    return g_string_free (out, FALSE);
}
