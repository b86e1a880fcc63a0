/* services: selectors as they are written, against what they are read back as. */
#include "classes/region.h"
#include "service_text.h"
#include "support.h"

#define N_ROUNDS 1000

static guint
pick (GRand *rand, guint n)
{
    return (guint) g_rand_int_range (rand, 0, (gint) n);
}

static gboolean
holds (const GArray *ranges, guint64 number)
{
    for (guint i = 0; i < ranges->len; i++) {
        const CvpnSelectors *range = &g_array_index (ranges, CvpnSelectors, i);
        if (range->first <= number && number <= range->last)
            return TRUE;
    }
    return FALSE;
}

static GArray *
make_selectors (const CvpnSelectors *selectors, guint n)
{
    GArray *array = g_array_new (FALSE, FALSE, sizeof (CvpnSelectors));

    for (guint i = 0; i < n && (i == 0 || selectors[i].last > 0); i++)
        g_array_append_val (array, selectors[i]);
    return array;
}

static char *
describe_services (const GPtrArray *services)
{
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < services->len; i++) {
        const CvpnService *service = services->pdata[i];
        g_string_append_printf (text, "%s%s", i > 0 ? " | " : "", service->protocol);
        for (guint j = 0; j < service->ports->len; j++)
            g_string_append_printf (text, "%s%s", j > 0 ? "," : " ",
                                    (const char *) service->ports->pdata[j]);
    }
    return g_string_free (text, FALSE);
}

static void
test_known_services (void)
{
    static const struct {
        CvpnSelectors selectors[4]; /* up to the first that ends at 0 */
        const char *services;
        const char *text; /* NULL: not asked */
    } rows[] = {
        { { { 0, 0xffffff } }, "all 0-65535", "everything" },
        { { { 0x0601bb, 0x0601bb } }, "tcp 443", "tcp 443" },
        { { { 0x060000, 0x06ffff } }, "tcp 0-65535", NULL },
        { { { 0x0601bb, 0x0601bb }, { 0x061f90, 0x061f9a }, { 0x110035, 0x110035 } },
          "tcp 443,8080-8090 | udp 53",
          "tcp 443, 8080-8090; udp 53" },
        { { { 0x010800, 0x0108ff } }, "icmp 8", "icmp 8" },
        { { { 0x010304, 0x010304 } }, "icmp 3/4", "icmp 3/4" },
        { { { 0x010000, 0x01ffff } }, "icmp 0-255", NULL },
        { { { 0x2f0000, 0x2fffff } }, "47 0-65535", NULL },
        { { { 0x020000, 0x05ffff }, { 0x070000, 0x10ffff } }, "2-5;7-16 0-65535", NULL },
    };

    for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
        g_autoptr (GArray) selectors = make_selectors (rows[i].selectors, 4);
        g_autoptr (GPtrArray) services = cvpn_selectors_services (selectors);
        g_autofree char *got = describe_services (services);
        g_autofree char *text = cvpn_selectors_text (selectors);
        cvpn_assert_str (got, rows[i].services);
        if (rows[i].text)
            cvpn_assert_str (text, rows[i].text);
    }
}

static guint
count_services (const GPtrArray *services, guint32 selector)
{
    guint n = 0;

    for (guint i = 0; i < services->len; i++) {
        const CvpnService *service = services->pdata[i];
        for (guint j = 0; j < service->ports->len; j++)
            n += cvpn_test_service_holds (service->protocol, service->ports->pdata[j], selector);
    }
    return n;
}

/* Whole protocols but for tcp, udp and icmp, whose parts may be in it. */
static GArray *
pick_selectors (GRand *rand)
{
    GArray *selectors = g_array_new (FALSE, FALSE, sizeof (CvpnSelectors));
    guint32 at = 0;

    while (at <= CVPN_SELECTOR_LAST) {
        static const guint32 more[] = { 0xffff, 0x4ffff, 0xfffff };
        const guint8 protocol = cvpn_selector_protocol (at);
        const gboolean divided = protocol == 1 || protocol == 6 || protocol == 17;
        guint32 last = (at | more[pick (rand, 3)]) & CVPN_SELECTOR_LAST;
        if (divided && pick (rand, 3) > 0)
            last = at + pick (rand, 0x10000 - (at & 0xffff));
        else if (last != CVPN_SELECTOR_LAST)
            last |= 0xffff;
        const CvpnSelectors range = { at, last };
        CvpnSelectors *previous =
            selectors->len > 0 ? &g_array_index (selectors, CvpnSelectors, selectors->len - 1)
                               : NULL;
        if (pick (rand, 2) && previous && previous->last + 1 == at)
            previous->last = last;
        else if (pick (rand, 2) && !(previous && previous->last + 1 == at))
            g_array_append_val (selectors, range);
        at = last + 1;
    }
    if (selectors->len == 0)
        g_array_append_val (selectors, CVPN_SELECTORS_ALL);
    return selectors;
}

/* What is written, read back, is the same set, and each is in one service. */
static void
test_random_services (void)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (11);

    for (guint round = 0; round < N_ROUNDS; round++) {
        g_autoptr (GArray) selectors = pick_selectors (rand);
        g_autoptr (GPtrArray) services = cvpn_selectors_services (selectors);
        for (guint i = 0; i < selectors->len; i++) {
            const CvpnSelectors *range = &g_array_index (selectors, CvpnSelectors, i);
            const guint32 near[] = { range->first, range->last, range->first - 1, range->last + 1 };
            for (guint j = 0; j < G_N_ELEMENTS (near); j++) {
                const gboolean want = holds (selectors, near[j] & CVPN_SELECTOR_LAST);
                const gint got = (gint) count_services (services, near[j] & CVPN_SELECTOR_LAST);
                if (got != want) {
                    g_autofree char *text = describe_services (services);
                    g_printerr ("%06x in %d of: %s\n", near[j], got, text);
                }
                cvpn_assert_int (got, want);
            }
        }
    }
}

int
main (void)
{
    const CvpnTest tests[] = { { "known services", test_known_services },
                               { "random services", test_random_services } };

    return cvpn_test_main ("classes services", tests, G_N_ELEMENTS (tests));
}
