/* random_besides: patches, each of which names a group that is there. */
#include "random_besides.h"

#include <string.h>

#include "scenario_text.h"

/* The name of one of the scenario's groups of a kind; NULL: it has none.  Newly allocated. */
static char *
pick_group (GRand *rand, const char *scenario, const char *kind)
{
    g_autofree char *header = g_strdup_printf ("\n[%s ", kind);
    g_auto (GStrv) parts = g_strsplit (scenario, header, -1);
    const gint n = (gint) g_strv_length (parts) - 1;

    if (n == 0)
        return NULL;
    const char *part = parts[1 + g_rand_int_range (rand, 0, n)];
    return g_strndup (part, strcspn (part, "]"));
}

static void
add_unknown (GRand *rand, GString *patch, guint number, const char *kind, const char *of)
{
    g_string_append_printf (patch, "[unknown x-%u]\nkind = %s\nof = %s\n", number, kind, of);
    if (g_rand_int_range (rand, 0, 4) == 0)
        g_string_append (patch, "not-modelled = something else\n");
}

/* A third landing, whose subnet is not there; it has one of the endpoint's routes, or none. */
static void
add_landing (GRand *rand, GString *patch, const char *scenario)
{
    const gboolean two = strstr (scenario, "target-networks = s00; s01\n") != NULL;
    const char *others = two ? "s00; s01" : "s00";

    g_string_append_printf (patch,
                            "[unknown s-x]\nkind = subnet\n[client-vpn-endpoint cvpn-1]\n"
                            "target-networks = %s; s-x\n",
                            others);
    if (g_rand_boolean (rand))
        g_string_append_printf (patch, "[client-vpn-routes cvpn-1]\n0.0.0.0/0 = %s; s-x\n", others);
}

/* Nothing is known of where people land. */
static void
remove_landings (GString *patch)
{
    g_string_append (patch, "[client-vpn-endpoint cvpn-1]\n-target-networks\n"
                            "-interface-addresses\nvpc = vpc-0\n-[client-vpn-routes cvpn-1]\n"
                            "[unknown x-l]\nkind = subnet\nof = cvpn-1\n");
}

char *
random_besides (GRand *rand, const char *scenario)
{
    static const struct {
        const char *kind, *of;
    } pairs[] = {
        { "host", "vpc" },
        { "host", "subnet" },
        { "subnet", "vpc" },
        { "client-vpn-routes", "client-vpn-endpoint" },
        { "authorization-rules", "client-vpn-endpoint" },
        { "subnet", "client-vpn-endpoint" },
        { "vpn-connection", "virtual-private-gateway" },
        { "vpn-connection", "transit-gateway" },
        { "internet-gateway", "vpc" },
        { "transit-gateway-attachment", "transit-gateway" },
    };
    g_autoptr (GString) patch = g_string_new (NULL);
    const gint landings = g_rand_int_range (rand, 0, 12);

    for (gint i = g_rand_int_range (rand, 1, 4); i > 0; i--) {
        const gint pair = g_rand_int_range (rand, 0, G_N_ELEMENTS (pairs));
        g_autofree char *of = pick_group (rand, scenario, pairs[pair].of);
        if (of)
            add_unknown (rand, patch, (guint) i, pairs[pair].kind, of);
    }
    if (landings < 3)
        add_landing (rand, patch, scenario);
    else if (landings == 3)
        remove_landings (patch);
    return cvpn_test_patch (scenario, patch->str);
}
