/* client_cidr: what is taken, and the first block that is not. */
#include "plan/client_cidr.h"

typedef struct {
    CvpnPrefix block;
    const char *kind, *name; /* of what it belongs to: "vpc", "vpc-a" */
} Taken;

/* RFC 1918, and RFC 6598's shared address space, where client CIDRs are found in practice. */
static const CvpnPrefix ranges[] = {
    { 0x0a000000u, 8 },  /* 10.0.0.0/8 */
    { 0x64400000u, 10 }, /* 100.64.0.0/10 */
    { 0xac100000u, 12 }, /* 172.16.0.0/12 */
    { 0xc0a80000u, 16 }, /* 192.168.0.0/16 */
};

/* A default route takes nothing away. */
static void
take (GArray *taken, CvpnPrefix block, const char *kind, const char *name)
{
    const Taken one = { block, kind, name };

    if (block.length != CVPN_PREFIX_UNSET && block.length > 0)
        g_array_append_val (taken, one);
}

static void
take_vpcs (GArray *taken, const CvpnNetwork *net)
{
    for (guint32 i = 0; i < net->vpcs->len; i++) {
        const CvpnVpc *vpc = cvpn_vpc (net, i);
        for (guint32 j = vpc->cidrs.first; j < vpc->cidrs.first + vpc->cidrs.count; j++)
            take (taken, g_array_index (net->cidrs, CvpnPrefix, j), "vpc", vpc->name);
    }
    for (guint32 i = 0; i < net->subnets->len; i++)
        if (!cvpn_subnet (net, i)->unknown)
            take (taken, cvpn_subnet (net, i)->cidr, "subnet", cvpn_subnet (net, i)->name);
}

static void
take_endpoints (GArray *taken, const CvpnNetwork *net, guint32 own)
{
    const CvpnSpan routes = cvpn_endpoint (net, own)->vpn_routes;

    for (guint32 i = routes.first; i < routes.first + routes.count; i++) {
        const CvpnVpnRoute *route = cvpn_at (net->vpn_routes, CvpnVpnRoute, i);
        if (route->association != CVPN_NONE)
            take (taken, route->destination, "client-vpn-routes", cvpn_endpoint (net, own)->name);
    }
    for (guint32 i = 0; i < net->endpoints->len; i++)
        if (i != own)
            take (taken, cvpn_endpoint (net, i)->client_cidr, "client-vpn-endpoint",
                  cvpn_endpoint (net, i)->name);
}

static void
take_clients (GArray *taken, const CvpnSpec *spec, const char *endpoint)
{
    for (guint i = 0; i < spec->clients->len; i++) {
        const CvpnClientsSpec *clients = spec->clients->pdata[i];
        if (g_str_equal (clients->endpoint, endpoint))
            take (taken, clients->local_network, "clients", clients->group->name);
    }
}

static GArray *
collect (const CvpnScenario *scenario, guint32 endpoint)
{
    GArray *taken = g_array_new (FALSE, FALSE, sizeof (Taken));

    take_vpcs (taken, scenario->net);
    take_endpoints (taken, scenario->net, endpoint);
    take_clients (taken, scenario->spec, cvpn_endpoint (scenario->net, endpoint)->name);
    return taken;
}

/* What it overlaps first, or NULL. */
static const Taken *
find_overlap (const GArray *taken, CvpnPrefix block)
{
    for (guint i = 0; i < taken->len; i++) {
        const Taken *one = &g_array_index (taken, Taken, i);
        if (cvpn_prefix_overlaps (one->block, block))
            return one;
    }
    return NULL;
}

/* The first free block of the range, from 'start' on if that is in it, and around. */
static gboolean
search (const GArray *taken, CvpnPrefix range, CvpnPrefix start, CvpnPrefix *block)
{
    if (start.length < range.length)
        return FALSE;
    const guint64 n = G_GUINT64_CONSTANT (1) << (start.length - range.length);
    const guint64 size = cvpn_prefix_size (start);
    const guint64 first =
        cvpn_prefix_contains (range, start.address) ? (start.address - range.address) / size : 0;

    for (guint64 i = 0; i < n; i++) {
        const guint64 at = (first + i) % n;
        const CvpnPrefix one = { range.address + (guint32) (at * size), start.length };
        if (find_overlap (taken, one))
            continue;
        *block = one;
        return TRUE;
    }
    return FALSE;
}

static char *
describe_own (CvpnPrefix own, CvpnPrefix block)
{
    char text[CVPN_PREFIX_TEXT];

    if (cvpn_prefix_equal (own, block))
        return g_strdup ("as the file has it");
    return g_strdup_printf ("the file's %s, made %s", cvpn_prefix_format (own, text),
                            block.length < own.length ? "larger" : "smaller");
}

static char *
describe_taken (CvpnPrefix wanted, const Taken *by)
{
    char text[CVPN_PREFIX_TEXT], other[CVPN_PREFIX_TEXT];

    return g_strdup_printf ("%s overlaps %s of [%s %s]", cvpn_prefix_format (wanted, text),
                            cvpn_prefix_format (by->block, other), by->kind, by->name);
}

gboolean
cvpn_plan_client_cidr (const CvpnScenario *scenario, guint32 endpoint, guint length,
                       CvpnPrefix *block, char **remark)
{
    const CvpnPrefix own = cvpn_endpoint (scenario->net, endpoint)->client_cidr;
    const CvpnPrefix wanted = { own.address & cvpn_prefix_mask ((guint8) length), (guint8) length };
    g_autoptr (GArray) taken = collect (scenario, endpoint);
    const Taken *by = find_overlap (taken, wanted);

    if (!by) {
        *block = wanted;
        *remark = describe_own (own, wanted);
        return TRUE;
    }
    for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
        if (search (taken, ranges[i], wanted, block)) {
            *remark = describe_taken (wanted, by);
            return TRUE;
        }
    *remark = g_strdup_printf ("no /%u of the private address ranges is free", length);
    return FALSE;
}
