/* random_crowd: people of every habit, over a random network with random events. */
#include "random_crowd.h"

#include <string.h>

#include "random_events.h"
#include "random_scenario.h"
#include "scenario_text.h"

#define PICK(rand, array) ((array)[g_rand_int_range ((rand), 0, G_N_ELEMENTS (array))])

static void
add_people (GRand *rand, GString *patch, const char *name, const char *endpoint, gboolean closed)
{
    static const char *const retries[] = { "0", "3 exponential 5s", "10 20s" };
    static const char *const reconnects[] = { "never", "after 0s", "after 30s", "openvpn" };
    static const char *const shares[] = { "0", "10%", "50%" };
    static const char *const sessions[] = { "exponential 20min", "uniform 0s 2h", "1ns", "5h" };

    g_string_append_printf (patch, "[clients %s]\nendpoint = %s\n", name, endpoint);
    g_string_append_printf (patch, "retry = %s\nreconnect = %s\n",
                            closed ? PICK (rand, retries) : "openvpn", PICK (rand, reconnects));
    g_string_append_printf (patch, "vanishes = %s\nwrong-credentials = %s\nsession = %s\n",
                            PICK (rand, shares), PICK (rand, shares), PICK (rand, sessions));
    g_string_append_printf (patch, "log-in-again = %s\nsaml-second-lookup = %s\n",
                            g_rand_boolean (rand) ? "5min" : "0s",
                            g_rand_boolean (rand) ? "true" : "false");
    g_string_append_printf (patch, "remote-random-hostname = %s\n",
                            g_rand_boolean (rand) ? "true" : "false");
    if (g_rand_boolean (rand))
        g_string_append (patch, "mfa-prompt = false\nself-service-portal = 10min\n");
    g_string_append_printf (patch, "count = %d\narrival = uniform 0s 2h\n%s",
                            g_rand_int_range (rand, 2, 40), closed ? "" : "away = 10min\n");
}

static void
add_endpoint (GRand *rand, GString *patch, const char *name)
{
    static const char *const handlers[] = { "0s", "uniform 0s 40s", "1s" };
    static const char *const silences[] = { "1ms", "20s", "40s", "5min" };
    static const char *const limits[] = { "24h", "10min", "1min" };

    g_string_append_printf (patch, "[client-vpn-endpoint %s]\nsession-timeout = %s\n", name,
                            PICK (rand, limits));
    g_string_append_printf (patch, "ping-restart = %s\nkeepalive-time-out = %s\n",
                            PICK (rand, silences), PICK (rand, silences));
    g_string_append_printf (patch, "health-check = %s\n", PICK (rand, silences));
    if (g_rand_boolean (rand))
        g_string_append_printf (patch,
                                "client-connect-handler = %s\nclient-connect-denied = 5%%\n"
                                "client-connect-concurrency = %d\n",
                                PICK (rand, handlers), g_rand_int_range (rand, 1, 5));
}

char *
random_crowd (GRand *rand, gboolean closed)
{
    g_autofree char *network = random_scenario (rand);
    const CvpnRandomEvents how = { .two_endpoints = TRUE };
    g_autofree char *events = random_events (rand, network, &how);
    g_autoptr (GString) patch =
        g_string_new ("[scenario]\nduration = 60h\nmetrics-period = 7min\n");

    add_people (rand, patch, "users", "cvpn-1", closed);
    add_people (rand, patch, "guests", "cvpn-2", closed);
    add_people (rand, patch, "others", g_rand_boolean (rand) ? "cvpn-1" : "cvpn-2", closed);
    add_endpoint (rand, patch, "cvpn-1");
    add_endpoint (rand, patch, "cvpn-2");
    if (!closed)
        g_string_append (patch, "[scenario]\nduration = 3h\n");
    if (g_rand_boolean (rand))
        g_string_append_printf (patch, "[quotas]\nconcurrent-connections = %d\n",
                                g_rand_int_range (rand, 0, 20));
    g_string_append_printf (patch, "[traffic all]\nclients = users; guests; others\n"
                                   "every = exponential 5min\nidle = uniform 0s 1min\nto = ");
    for (guint i = 0; i < 4; i++) {
        g_autofree char *flow = random_flow (rand, network);
        if (!strstr (patch->str, flow))
            g_string_append_printf (patch, "%s; ", flow);
    }
    return cvpn_test_patch (events, patch->str);
}
