/* Selectors as people and files write them: protocols and ports. */
#include "classes/region.h"

#include <string.h>

#define PORT_LAST 0xffffu

static const CvpnSelectors *
selectors_at (const GArray *selectors, guint i)
{
    return &g_array_index (selectors, CvpnSelectors, i);
}

static gboolean
are_all (const GArray *selectors)
{
    return selectors->len == 1 && selectors_at (selectors, 0)->first == 0 &&
           selectors_at (selectors, 0)->last == CVPN_SELECTOR_LAST;
}

static gboolean
has_name (guint protocol)
{
    return protocol == CVPN_PROTOCOL_TCP || protocol == CVPN_PROTOCOL_UDP ||
           protocol == CVPN_PROTOCOL_ICMP;
}

static char *
write_range (guint32 first, guint32 last)
{
    return first == last ? g_strdup_printf ("%u", first) : g_strdup_printf ("%u-%u", first, last);
}

/* Whole types as types, else codes of one. */
static void
add_types (GPtrArray *ports, guint32 first, guint32 last)
{
    while (first <= last) {
        const guint32 type = first >> 8, end = MIN (last, type << 8 | 0xff);
        const guint32 next = last + 1;
        if ((first & 0xff) == 0 && next >> 8 > type) {
            g_ptr_array_add (ports, write_range (type, (next >> 8) - 1));
            first = next & ~0xffu;
            continue;
        }
        g_autofree char *codes = write_range (first & 0xff, end & 0xff);
        g_ptr_array_add (ports, g_strdup_printf ("%u/%s", type, codes));
        first = end + 1;
    }
}

static void
add_ports (GPtrArray *ports, guint protocol, guint32 first, guint32 last)
{
    if (protocol == CVPN_PROTOCOL_ICMP)
        add_types (ports, first, last);
    else
        g_ptr_array_add (ports, write_range (first, last));
}

static void
free_service (gpointer data)
{
    CvpnService *service = data;

    g_free (service->protocol);
    g_ptr_array_unref (service->ports);
    g_free (service);
}

static CvpnService *
add_service (GPtrArray *services, char *protocol)
{
    CvpnService *service = g_new (CvpnService, 1);

    *service = (CvpnService){ protocol, g_ptr_array_new_with_free_func (g_free) };
    g_ptr_array_add (services, service);
    return service;
}

/* The part of the selectors that is of one protocol with a name. */
static void
add_named (GPtrArray *services, const GArray *selectors, guint protocol)
{
    const guint32 base = protocol << 16;
    CvpnService *service = NULL;

    for (guint i = 0; i < selectors->len; i++) {
        const CvpnSelectors *s = selectors_at (selectors, i);
        const guint32 first = MAX (s->first, base), last = MIN (s->last, base | PORT_LAST);
        if (first > last)
            continue;
        if (!service)
            service = add_service (services, cvpn_protocol_format ((gint16) protocol));
        add_ports (service->ports, protocol, first - base, last - base);
    }
}

static gboolean
has_protocol (const GArray *selectors, guint protocol)
{
    for (guint i = 0; i < selectors->len; i++)
        if (selectors_at (selectors, i)->first <= protocol << 16 &&
            selectors_at (selectors, i)->last >= protocol << 16)
            return TRUE;
    return FALSE;
}

/* "0;2-5;18-255": the protocols that have no ports, and no name here. */
static char *
write_others (const GArray *selectors, const char *separator)
{
    GString *out = g_string_new (NULL);

    for (guint first = 0, last; first < 256; first = last + 1) {
        last = first;
        if (has_name (first) || !has_protocol (selectors, first))
            continue;
        while (last < 255 && !has_name (last + 1) && has_protocol (selectors, last + 1))
            last++;
        g_autofree char *range = write_range (first, last);
        g_string_append_printf (out, "%s%s", out->len > 0 ? separator : "", range);
    }
    return g_string_free (out, FALSE);
}

GPtrArray *
cvpn_selectors_services (const GArray *selectors)
{
    GPtrArray *services = g_ptr_array_new_with_free_func (free_service);

    if (are_all (selectors)) {
        CvpnService *all = add_service (services, g_strdup ("all"));
        g_ptr_array_add (all->ports, g_strdup ("0-65535"));
        return services;
    }
    add_named (services, selectors, CVPN_PROTOCOL_TCP);
    add_named (services, selectors, CVPN_PROTOCOL_UDP);
    add_named (services, selectors, CVPN_PROTOCOL_ICMP);
    g_autofree char *others = write_others (selectors, ";");
    if (*others)
        g_ptr_array_add (add_service (services, g_steal_pointer (&others))->ports,
                         g_strdup ("0-65535"));
    return services;
}

static void
append_service (GString *out, const CvpnService *service)
{
    const gboolean icmp = *service->protocol == 'i';
    g_autoptr (GString) ports = g_string_new (NULL);

    for (guint i = 0; i < service->ports->len; i++)
        g_string_append_printf (ports, "%s%s", i > 0 ? ", " : "",
                                (const char *) service->ports->pdata[i]);
    g_string_append_printf (out, "%s%s", out->len > 0 ? "; " : "", service->protocol);
    if (icmp && g_str_equal (ports->str, "0-255"))
        return;
    g_string_append_printf (out, " %s", g_str_equal (ports->str, "0-65535") ? "*" : ports->str);
}

static char *
write_plain (const GArray *selectors)
{
    static const char everything_else[] = "0, 2-5, 7-16, 18-255";
    g_autoptr (GPtrArray) services = cvpn_selectors_services (selectors);
    g_autofree char *others = write_others (selectors, ", ");
    GString *out = g_string_new (NULL);

    for (guint i = 0; i < services->len; i++) {
        const CvpnService *service = services->pdata[i];
        if (!g_ascii_isdigit (*service->protocol))
            append_service (out, service);
    }
    if (*others)
        g_string_append_printf (out, "%s%s%s", out->len > 0 ? "; " : "",
                                g_str_equal (others, everything_else) ? "other protocols"
                                                                      : "protocols ",
                                g_str_equal (others, everything_else) ? "" : others);
    return g_string_free (out, FALSE);
}

static GArray *
complement (const GArray *selectors)
{
    GArray *rest = g_array_new (FALSE, FALSE, sizeof (CvpnSelectors));
    guint32 next = 0;

    for (guint i = 0; i < selectors->len; i++) {
        const CvpnSelectors gap = { next, selectors_at (selectors, i)->first - 1 };
        if (selectors_at (selectors, i)->first > next)
            g_array_append_val (rest, gap);
        next = selectors_at (selectors, i)->last + 1;
    }
    const CvpnSelectors end = { next, CVPN_SELECTOR_LAST };
    if (next <= CVPN_SELECTOR_LAST)
        g_array_append_val (rest, end);
    return rest;
}

/* Whatever is shorter to read. */
char *
cvpn_selectors_text (const GArray *selectors)
{
    if (are_all (selectors))
        return g_strdup ("everything");
    g_autoptr (GArray) rest = complement (selectors);
    g_autofree char *plain = write_plain (selectors);
    g_autofree char *but = write_plain (rest);
    g_autofree char *excepted = g_strdup_printf ("everything but %s", but);

    return g_strdup (strlen (excepted) < strlen (plain) ? excepted : plain);
}
