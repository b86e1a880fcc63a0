/* flow_text: a flow of a run, asked about as explain asks. */
#include "flow_text.h"

#include "base/match.h"
#include "base/prefix.h"

char *
cvpn_test_flow_text (const CvpnFlowRecord *record)
{
    char address[CVPN_ADDRESS_TEXT];
    g_autofree char *protocol = cvpn_protocol_format (record->protocol);

    cvpn_address_format (record->destination, address);
    if (record->protocol != CVPN_PROTOCOL_TCP && record->protocol != CVPN_PROTOCOL_UDP)
        return g_strdup_printf ("%s %s", address, protocol);
    return g_strdup_printf ("%s %s %u", address, protocol, record->port);
}

char *
cvpn_test_user_name (const CvpnUser *user)
{
    return user->name ? g_strdup (user->name)
                      : g_strdup_printf ("%s-%u", user->population, user->number);
}
