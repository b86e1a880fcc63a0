/* diagnose_what: what a finding's packets are for, by name. */
#include "analyze/diagnose_message.h"

/* So many addresses are said one by one. */
#define ADDRESSES_MAX 4

static void
add_hosts (GPtrArray *names, const CvpnNetwork *net, const GPtrArray *boxes)
{
    for (guint32 i = 0; i < net->hosts->len; i++) {
        const CvpnHost *host = cvpn_host (net, i);
        for (guint j = 0; j < boxes->len; j++) {
            const GArray *ranges = ((const CvpnBox *) boxes->pdata[j])->ranges;
            if ((host->address != 0 && cvpn_ranges_have (ranges, host->address)) ||
                (host->public_address != 0 && cvpn_ranges_have (ranges, host->public_address)))
                cvpn_name_list_add (names, host->name);
        }
    }
}

/* The smallest block with both addresses. */
static CvpnPrefix
find_hull (guint32 first, guint32 last)
{
    guint8 length = 32;

    while ((first ^ last) & cvpn_prefix_mask (length))
        length--;
    return (CvpnPrefix){ first & cvpn_prefix_mask (length), length };
}

/* Addresses of one place. */
typedef struct {
    CvpnArea area;
    guint32 first, last;
} Part;

/* "vpc-b (172.31.0.0/16)"; "172.31.4.0/24 of vpc-b" */
static void
add_area (GPtrArray *names, const Part *part)
{
    const CvpnArea *area = &part->area;
    const CvpnPrefix hull = find_hull (part->first, part->last);
    char block[CVPN_PREFIX_TEXT];

    switch (area->kind) {
    case CVPN_AREA_NOWHERE:
        return;
    case CVPN_AREA_CLIENTS:
        cvpn_name_list_add (names, "other clients");
        return;
    case CVPN_AREA_INTERNET:
        cvpn_name_list_add (names, "the internet");
        return;
    case CVPN_AREA_VPC:
    case CVPN_AREA_NETWORK:
    case CVPN_AREA_SERVICE: {
        const gboolean whole = hull.length <= area->block.length;
        if (hull.length == 32)
            cvpn_address_format (hull.address, block);
        else
            cvpn_prefix_format (whole ? area->block : hull, block);
        g_autofree char *name = whole ? g_strdup_printf ("%s (%s)", area->name, block)
                                      : g_strdup_printf ("%s of %s", block, area->name);
        cvpn_name_list_add (names, name);
    }
    }
}

typedef struct {
    const CvpnNetwork *net;
    guint32 endpoint;
    GArray *parts; /* Part */
} Naming;

static void
name_piece (gpointer data, CvpnPiece piece)
{
    const Naming *naming = data;
    const CvpnArea area = cvpn_area_at (naming->net, naming->endpoint, piece.first);

    for (guint i = 0; i < naming->parts->len; i++) {
        Part *part = &g_array_index (naming->parts, Part, i);
        if (part->area.kind == area.kind && part->area.name == area.name &&
            cvpn_prefix_equal (part->area.block, area.block)) {
            part->first = MIN (part->first, piece.first);
            part->last = MAX (part->last, piece.last);
            return;
        }
    }
    const Part part = { area, piece.first, piece.last };
    g_array_append_val (naming->parts, part);
}

static void
add_areas (GPtrArray *names, const CvpnDiscovery *discovery, const CvpnDiagnosis *d,
           const GPtrArray *boxes)
{
    g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (Part));
    Naming naming = { d->net, discovery->subject.endpoint, parts };

    for (guint i = 0; i < boxes->len; i++) {
        const GArray *ranges = ((const CvpnBox *) boxes->pdata[i])->ranges;
        for (guint j = 0; j < ranges->len; j++) {
            const CvpnRange *range = &g_array_index (ranges, CvpnRange, j);
            const CvpnCell cell = { .first = range->first, .last = range->last };
            cvpn_diagnosis_cut (d, &cell, name_piece, &naming);
        }
    }
    for (guint i = 0; i < parts->len; i++)
        add_area (names, &g_array_index (parts, Part, i));
}

static void
add_blocks (GPtrArray *names, const GPtrArray *boxes)
{
    const CvpnBox *box = boxes->pdata[0];
    g_autoptr (GArray) prefixes = cvpn_ranges_prefixes (box->ranges);
    char text[CVPN_PREFIX_TEXT];

    for (guint i = 0; i < prefixes->len; i++)
        cvpn_name_list_add (names,
                            cvpn_prefix_format (g_array_index (prefixes, CvpnPrefix, i), text));
}

static gboolean
is_host (const CvpnNetwork *net, guint32 address)
{
    for (guint32 i = 0; i < net->hosts->len; i++)
        if (cvpn_host (net, i)->address == address || cvpn_host (net, i)->public_address == address)
            return TRUE;
    return FALSE;
}

/* Those that no host has: the DNS server's. */
static void
add_addresses (GPtrArray *names, const CvpnNetwork *net, const GPtrArray *boxes)
{
    char text[CVPN_ADDRESS_TEXT];

    for (guint i = 0; i < boxes->len; i++) {
        const GArray *ranges = ((const CvpnBox *) boxes->pdata[i])->ranges;
        for (guint j = 0; j < ranges->len; j++) {
            const CvpnRange *range = &g_array_index (ranges, CvpnRange, j);
            for (guint64 a = range->first; a <= range->last; a++)
                if (!is_host (net, (guint32) a))
                    cvpn_name_list_add (names, cvpn_address_format ((guint32) a, text));
        }
    }
}

/* Of few addresses the hosts; else the places. */
char *
cvpn_discovery_what (const CvpnDiscovery *discovery, const CvpnDiagnosis *d)
{
    const GPtrArray *boxes = cvpn_region_boxes (discovery->region);
    g_autoptr (GPtrArray) names = cvpn_name_list_new ();
    const guint64 n = cvpn_region_addresses (discovery->region);

    if (n <= MAX (d->net->hosts->len, ADDRESSES_MAX))
        add_hosts (names, d->net, boxes);
    if (n <= ADDRESSES_MAX)
        add_addresses (names, d->net, boxes);
    if (names->len == 0)
        add_areas (names, discovery, d, boxes);
    if (names->len == 0)
        add_blocks (names, boxes);
    return cvpn_name_list_join (names, CVPN_NAMES_MAX);
}
