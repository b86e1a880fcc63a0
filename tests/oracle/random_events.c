/* random_events: names are read off the text, so that most events are about what is there. */
#include "random_events.h"

#include <string.h>

#include "random_maker.h"

typedef struct {
    Maker m;
    gboolean constant;
    GPtrArray *subnets, *groups;                       /* of the endpoint's VPC */
    GPtrArray *tables, *targets, *blocks, *own, *acls; /* routes of tables, in parallel */
    GPtrArray *endpoints;
    gboolean private_key;
    guint now; /* s: of the last event */
} Events;

static const char *
pick_name (Events *e, const GPtrArray *names)
{
    return names->pdata[maker_pick (&e->m, names->len)];
}

static void
add_name (GPtrArray *names, const char *name)
{
    g_ptr_array_add (names, g_strdup (name));
}

static void
read_header (Events *e, const char *kind, const char *name)
{
    if (g_str_equal (kind, "subnet") && g_str_has_prefix (name, "s0"))
        add_name (e->subnets, name);
    if (g_str_equal (kind, "security-group") && g_str_has_prefix (name, "sg-0"))
        add_name (e->groups, name);
    if (g_str_equal (kind, "network-acl"))
        add_name (e->acls, name);
    if (g_str_equal (kind, "client-vpn-endpoint"))
        add_name (e->endpoints, name);
}

static void
read_row (Events *e, const char *kind, const char *name, const char *key, const char *value)
{
    const gboolean route = strchr (key, '/') || g_str_has_prefix (key, "pl-");

    if (g_str_equal (kind, "route-table") && route) {
        add_name (e->tables, name);
        add_name (e->targets, value);
        add_name (e->own, key);
    }
    if (strchr (key, '/') && !g_str_has_prefix (key, "100.64."))
        add_name (e->blocks, key);
}

static void
read_scenario (Events *e, const char *scenario)
{
    g_auto (GStrv) lines = g_strsplit (scenario, "\n", -1);
    g_auto (GStrv) header = g_strsplit ("none none", " ", 2);

    for (guint i = 0; lines[i]; i++) {
        g_auto (GStrv) sides = g_strsplit (lines[i], " = ", 2);
        if (lines[i][0] == '[') {
            g_autofree char *inside = g_strndup (lines[i] + 1, strcspn (lines[i], "]") - 1);
            g_strfreev (header);
            header = g_strsplit (inside, " ", 2);
            if (header[1])
                read_header (e, header[0], header[1]);
        } else if (sides[0] && sides[1] && header[1]) {
            read_row (e, header[0], header[1], sides[0], sides[1]);
        }
    }
}

static const char *
pick_block (Events *e)
{
    static const char *const others[] = { "0.0.0.0/0",     "172.31.0.0/16",  "10.0.0.0/16",
                                          "8.8.8.0/24",    "10.0.1.0/24",    "192.168.0.0/16",
                                          "172.31.1.0/24", "198.51.100.0/24" };

    return e->blocks->len > 0 && maker_chance (&e->m, 60) ? pick_name (e, e->blocks)
                                                          : MAKER_PICK (&e->m, others);
}

/* Seconds that meet each other: on a grid, or where the last event was. */
static guint
pick_time (Events *e)
{
    if (!maker_chance (&e->m, 35))
        e->now = maker_chance (&e->m, 50) ? 30 * maker_pick (&e->m, RANDOM_EVENTS_SPAN / 30)
                                          : maker_pick (&e->m, RANDOM_EVENTS_SPAN);
    return e->now;
}

static void
add_settings (Events *e)
{
    static const char *const settings[] = {
        "split-tunnel true",
        "split-tunnel false",
        "vpn-port 1194",
        "mfa true",
        "mfa false",
        "session-timeout 20min",
        "session-timeout 8h",
        "dns-servers 10.0.0.2",
        "dns-servers",
        "connection-log false",
        "connection-log true",
        "server-certificate-expires 1h",
        "server-certificate-expires 9h",
        "server-certificate-expires",
        "identity-provider-certificate-expires 70min",
        "identity-provider-certificate-expires",
        "security-groups",
        "disconnect-on-session-timeout true",
        "client-connect-handler uniform 0s 2s",
        "client-connect-handler",
        "client-connect-denied 30%",
        "client-connect-concurrency 1",
    };

    if (maker_chance (&e->m, 15))
        maker_add (&e->m, "modify-endpoint security-groups %s\n", pick_name (e, e->groups));
    else
        maker_add (&e->m, "modify-endpoint %s\n", MAKER_PICK (&e->m, settings));
}

static void
add_table_event (Events *e)
{
    const guint i = maker_pick (&e->m, e->tables->len);
    const char *table = e->tables->pdata[i];
    const guint vpc = (guint) (table[4] - '0');
    const char *block = pick_block (e);
    static const char *const blocks[] = { "10.0.0.0/16",    "10.20.0.0/16",   "172.31.0.0/16",
                                          "172.130.0.0/16", "172.131.0.0/16", "10.60.0.0/16",
                                          "10.61.0.0/16",   "10.62.0.0/16" };

    for (guint k = 0; k < G_N_ELEMENTS (blocks); k++)
        if (g_str_equal (blocks[k], block)) /* it may be the VPC's own */
            block = vpc == 0 ? "172.31.0.0/24" : "10.0.0.0/24";
    if (maker_chance (&e->m, 60))
        maker_add (&e->m, "set-route %s %s %s\n", table,
                   maker_chance (&e->m, 60) ? (const char *) e->own->pdata[i] : block,
                   maker_chance (&e->m, 30) ? "blackhole" : (const char *) e->targets->pdata[i]);
    else
        maker_add (&e->m, "unset-route %s %s\n", table,
                   maker_chance (&e->m, 70) ? (const char *) e->own->pdata[i] : block);
}

static void
add_acl_event (Events *e)
{
    const char *acl = pick_name (e, e->acls);
    const char *direction = maker_chance (&e->m, 50) ? "inbound" : "outbound";
    const guint number = maker_chance (&e->m, 40) ? 500 : 10 * (1 + maker_pick (&e->m, 60));

    if (maker_chance (&e->m, 60))
        maker_add (&e->m, "set-acl-entry %s %s %u %s %s %s\n", acl, direction, number,
                   maker_chance (&e->m, 60) ? "allow" : "deny", maker_match (&e->m),
                   pick_block (e));
    else
        maker_add (&e->m, "unset-acl-entry %s %s %u\n", acl, direction, number);
}

/* Those that are of no endpoint in particular. */
static void
add_place_event (Events *e)
{
    static const char *const clients[] = { "users", "users-1", "users-2" };

    switch (maker_pick (&e->m, 6)) {
    case 0:
        maker_add (&e->m, "terminate-connections %s\n", MAKER_PICK (&e->m, clients));
        break;
    case 1:
        maker_add (&e->m, "fail-availability-zone zone-%u\n", maker_pick (&e->m, N_ZONES));
        break;
    case 2:
        maker_add (&e->m, "restore-availability-zone zone-%u\n", maker_pick (&e->m, N_ZONES));
        break;
    case 3:
    case 4:
        if (e->tables->len > 0) {
            add_table_event (e);
            break;
        }
        G_GNUC_FALLTHROUGH;
    default:
        add_acl_event (e);
        break;
    }
}

static void
add_row_event (Events *e)
{
    static const char *const groups[] = { "*", "*", "staff", "ops" };
    const char *verb = maker_chance (&e->m, 55) ? "create-route" : "delete-route";

    if (maker_chance (&e->m, 45))
        maker_add (&e->m, "%s %s %s\n", maker_chance (&e->m, 55) ? "authorize" : "revoke",
                   pick_block (e), MAKER_PICK (&e->m, groups));
    else if (maker_chance (&e->m, 12))
        maker_add (&e->m, "%s %s local\n", verb,
                   e->private_key ? "100.64.8.0/22" : "100.64.0.0/22");
    else
        maker_add (&e->m, "%s %s %s\n", verb, pick_block (e), pick_name (e, e->subnets));
}

static void
add_endpoint_event (Events *e)
{
    static const char *const valid[] = { "30min", "1h", "9h", "1min" };
    const char *endpoint = pick_name (e, e->endpoints);

    e->private_key = g_str_has_suffix (endpoint, "-2");
    maker_add (&e->m, "endpoint = %s\naction = ", endpoint);
    switch (maker_pick (&e->m, 10)) {
    case 0:
    case 1:
        maker_add (&e->m, "associate %s\n", pick_name (e, e->subnets));
        break;
    case 2:
        maker_add (&e->m, "disassociate %s\n", pick_name (e, e->subnets));
        break;
    case 3:
        maker_add (&e->m, "import-crl %s\n", MAKER_PICK (&e->m, valid));
        break;
    case 4:
        maker_add (&e->m, "revoke-certificate users-%u\n", 1 + maker_pick (&e->m, 2));
        break;
    case 5:
        if (maker_chance (&e->m, 25))
            maker_add (&e->m, "delete-endpoint\n");
        else
            maker_add (&e->m, "apply-security-groups %s\n", pick_name (e, e->groups));
        break;
    case 6:
        add_settings (e);
        break;
    default:
        add_row_event (e);
    }
}

static void
add_operations (Events *e)
{
    static const char *const keys[] = { "associate",
                                        "disassociate",
                                        "create-route",
                                        "delete-route",
                                        "authorize",
                                        "revoke",
                                        "modify-endpoint",
                                        "certificate",
                                        "import-crl",
                                        "apply-security-groups",
                                        "terminate-connections",
                                        "delete-endpoint" };
    static const char *const constants[] = { "0s", "30s", "1min", "5min", "5min", "15min" };
    static const char *const drawn[] = { "uniform 0s 10min", "exponential 2min", "1min" };

    maker_add (&e->m, "\n[operations]\n");
    for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
        maker_add (&e->m, "%s = %s\n", keys[i],
                   e->constant ? MAKER_PICK (&e->m, constants) : MAKER_PICK (&e->m, drawn));
    maker_add (&e->m, "[quotas]\nprofile = %s\n", maker_chance (&e->m, 85) ? "current" : "2020");
    if (maker_chance (&e->m, 40))
        maker_add (&e->m, "concurrent-operations = %u\n", 1 + maker_pick (&e->m, 3));
    if (maker_chance (&e->m, 30))
        maker_add (&e->m, "routes = %u\nauthorization-rules = %u\ncrl-entries = %u\n",
                   2 + maker_pick (&e->m, 6), 2 + maker_pick (&e->m, 6), maker_pick (&e->m, 4));
}

static void
add_lists (Events *e)
{
    if (!maker_chance (&e->m, 50))
        return;
    maker_add (&e->m, "\n[certificate-revocation-list cvpn-1]\n");
    if (maker_chance (&e->m, 60))
        maker_add (&e->m, "next-update = %us\n", 60 * maker_pick (&e->m, 120));
    if (maker_chance (&e->m, 60))
        maker_add (&e->m, "revoked = users-%u\n", 1 + maker_pick (&e->m, 2));
}

/* In the same subnets as the first one. */
static void
add_second_endpoint (Events *e)
{
    static const char *const methods[] = { "directory", "federated", "certificate" };

    maker_add (&e->m,
               "\n[client-vpn-endpoint cvpn-2]\nvpc = vpc-0\nclient-cidr-block = 100.64.8.0/22\n"
               "target-networks = %s\nauthentication = %s\n"
               "[client-vpn-routes cvpn-2]\n0.0.0.0/0 = s00\n"
               "[authorization-rules cvpn-2]\n0.0.0.0/0 = *\n"
               "[clients guests]\nendpoint = cvpn-2\ncount = 2\narrival = at 0s\n",
               e->subnets->len > 1 && maker_chance (&e->m, 50) ? "s01; s00" : "s00",
               MAKER_PICK (&e->m, methods));
    add_name (e->endpoints, "cvpn-2");
}

static void
release (Events *e)
{
    GPtrArray *const all[] = { e->subnets, e->groups, e->tables, e->targets,
                               e->blocks,  e->own,    e->acls,   e->endpoints };

    for (guint i = 0; i < G_N_ELEMENTS (all); i++)
        g_ptr_array_unref (all[i]);
}

char *
random_events (GRand *rand, const char *scenario, const CvpnRandomEvents *how)
{
    Events e = { .m = { .rand = rand, .text = g_string_new (scenario) },
                 .constant = how->constant };
    GPtrArray **all[] = { &e.subnets, &e.groups, &e.tables, &e.targets,
                          &e.blocks,  &e.own,    &e.acls,   &e.endpoints };

    for (guint i = 0; i < G_N_ELEMENTS (all); i++)
        *all[i] = g_ptr_array_new_with_free_func (g_free);
    read_scenario (&e, scenario);
    if (how->two_endpoints)
        add_second_endpoint (&e);
    add_operations (&e);
    add_lists (&e);
    for (guint i = 1 + maker_pick (&e.m, 30); i > 0; i--) {
        maker_add (&e.m, "\n[event e%u]\nat = %us\n", i, pick_time (&e));
        if (maker_chance (&e.m, 70)) {
            add_endpoint_event (&e);
        } else {
            maker_add (&e.m, "action = ");
            add_place_event (&e);
        }
    }
    release (&e);
    return g_string_free (e.m.text, FALSE);
}
