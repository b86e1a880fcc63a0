/* packet: which one to name of many alike. */
#include "analyze/packet.h"

#define TCP ((guint32) CVPN_PROTOCOL_TCP << 16)
#define UDP ((guint32) CVPN_PROTOCOL_UDP << 16)

static gboolean
has (const CvpnCell *cell, guint32 selector)
{
    return cell->selectors.first <= selector && selector <= cell->selectors.last;
}

guint
cvpn_selector_rank (guint32 selector)
{
    if (selector == (TCP | 443))
        return 3;
    if (cvpn_selector_protocol (selector) == CVPN_PROTOCOL_TCP)
        return 2;
    return cvpn_selector_protocol (selector) == CVPN_PROTOCOL_UDP;
}

gboolean
cvpn_cell_flow (const CvpnCell *cell, guint32 *selector)
{
    const guint32 first = cell->selectors.first;
    const guint32 usual[] = { TCP | 443, TCP | 1, UDP | 53, UDP | 1 };

    /* Ports count from 1. */
    *selector = first == TCP || first == UDP ? first + 1 : first;
    for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
        if (has (cell, usual[i]) && cvpn_selector_rank (usual[i]) > cvpn_selector_rank (*selector))
            *selector = usual[i];
    return has (cell, *selector);
}

char *
cvpn_packet_text (guint32 address, guint32 selector)
{
    const guint8 protocol = cvpn_selector_protocol (selector);
    const guint16 port = cvpn_selector_port (selector);
    g_autofree char *name = cvpn_protocol_format (protocol);
    char text[CVPN_ADDRESS_TEXT];

    cvpn_address_format (address, text);
    if (protocol == CVPN_PROTOCOL_ICMP)
        return g_strdup_printf ("%s %s %u/%u", text, name, port >> 8, port & 0xff);
    if (protocol == CVPN_PROTOCOL_TCP || protocol == CVPN_PROTOCOL_UDP)
        return g_strdup_printf ("%s %s %u", text, name, port);
    return g_strdup_printf ("%s %s", text, name);
}
