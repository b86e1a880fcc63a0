/* Protocols and ports, from text. */
#include "service_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/selector.h"

/* As the lower halves of selectors. */
static void
read_ports (const char *protocol, const char *ports, guint32 *low, guint32 *high)
{
    const char *slash = strchr (ports, '/');
    const char *first = slash ? slash + 1 : ports, *dash = strchr (first, '-');

    *low = (guint32) strtoul (first, NULL, 10);
    *high = dash ? (guint32) strtoul (dash + 1, NULL, 10) : *low;
    if (slash) {
        *low |= (guint32) strtoul (ports, NULL, 10) << 8;
        *high |= (guint32) strtoul (ports, NULL, 10) << 8;
    } else if (g_str_equal (protocol, "icmp")) {
        *low <<= 8;
        *high = *high << 8 | 255;
    }
}

static gboolean
names_protocol (const char *list, guint8 protocol)
{
    static const struct {
        const char *name;
        guint8 number;
    } names[] = { { "tcp", 6 }, { "udp", 17 }, { "icmp", 1 } };
    g_auto (GStrv) items = g_strsplit (list, ";", -1);

    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        if (g_str_equal (list, names[i].name))
            return protocol == names[i].number;
    if (g_str_equal (list, "all"))
        return TRUE;
    for (guint i = 0; items[i]; i++) {
        const char *dash = strchr (items[i], '-');
        const gulong low = strtoul (items[i], NULL, 10);
        const gulong high = dash ? strtoul (dash + 1, NULL, 10) : low;
        if (low <= protocol && protocol <= high)
            return TRUE;
    }
    return FALSE;
}

gboolean
cvpn_test_service_holds (const char *protocol, const char *ports, guint32 selector)
{
    guint32 low, high;

    read_ports (protocol, ports, &low, &high);
    return names_protocol (protocol, cvpn_selector_protocol (selector)) &&
           low <= cvpn_selector_port (selector) && cvpn_selector_port (selector) <= high;
}
