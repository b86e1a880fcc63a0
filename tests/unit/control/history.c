#include "history.h"

const char history_base[] = "[scenario]\n"
                            "title = History\n"
                            "[vpc vpc-a]\n"
                            "cidr-block = 10.0.0.0/16\n"
                            "[subnet subnet-a]\n"
                            "vpc = vpc-a\n"
                            "availability-zone = us-east-1a\n"
                            "cidr-block = 10.0.1.0/24\n"
                            "[subnet subnet-b]\n"
                            "vpc = vpc-a\n"
                            "availability-zone = us-east-1b\n"
                            "cidr-block = 10.0.2.0/24\n"
                            "[subnet subnet-c]\n"
                            "vpc = vpc-a\n"
                            "availability-zone = us-east-1c\n"
                            "cidr-block = 10.0.3.0/24\n"
                            "[subnet subnet-a2]\n"
                            "vpc = vpc-a\n"
                            "availability-zone = us-east-1a\n"
                            "cidr-block = 10.0.4.0/24\n"
                            "[route-table rtb-a]\n"
                            "vpc = vpc-a\n"
                            "main = true\n"
                            "[network-acl acl-a]\n"
                            "vpc = vpc-a\n"
                            "inbound 100 = allow all 0.0.0.0/0\n"
                            "outbound 100 = allow all 0.0.0.0/0\n"
                            "[security-group sg-a]\n"
                            "vpc = vpc-a\n"
                            "[security-group sg-b]\n"
                            "vpc = vpc-a\n"
                            "[host web]\n"
                            "subnet = subnet-c\n"
                            "address = 10.0.3.10\n"
                            "[client-vpn-endpoint cvpn-1]\n"
                            "client-cidr-block = 10.2.0.0/22\n"
                            "target-networks = subnet-a; subnet-b\n"
                            "security-groups = sg-a\n"
                            "[client-vpn-routes cvpn-1]\n"
                            "172.31.0.0/16 = subnet-a; subnet-b\n"
                            "[authorization-rules cvpn-1]\n"
                            "10.0.0.0/16 = *\n"
                            "[operations]\n"
                            "associate = 5min\n"
                            "disassociate = 4min\n"
                            "create-route = 2min\n"
                            "delete-route = 2min\n"
                            "authorize = 1min\n"
                            "revoke = 1min\n"
                            "modify-endpoint = 1h\n"
                            "certificate = 2h\n"
                            "import-crl = 30min\n"
                            "[clients all]\n"
                            "endpoint = cvpn-1\n"
                            "arrival = at 0s\n"
                            "count = 9\n";

CvpnScenario *
history_load (const char *patch)
{
    g_autofree char *text = cvpn_test_patch (history_base, patch);
    g_autofree char *faults = NULL;
    CvpnScenario *scenario = cvpn_test_load (text, &faults);

    if (!scenario)
        g_printerr ("%s", faults);
    return scenario;
}

static const char *const effects[] = {
    "", "reset", "unland", "terminate", "age", "lose", "find",
};

char *
history_of (const CvpnScenario *scenario)
{
    const GArray *changes = scenario->timeline->changes;
    GString *text = g_string_new (NULL);

    for (guint i = 0; i < changes->len; i++) {
        const CvpnChange *change = &g_array_index (changes, CvpnChange, i);
        g_string_append_printf (text, "%g %s %s: %s", (double) change->time_ns / 1e9,
                                change->event ? change->event->group->name : "-", change->object,
                                change->state);
        if (change->error)
            g_string_append_printf (text, " %s", change->error);
        if (change->effect)
            g_string_append_printf (text, " → %s %s", effects[change->effect],
                                    cvpn_end_word (change->end));
        g_string_append_c (text, '\n');
    }
    return g_string_free (text, FALSE);
}

char *
history_of_patch (const char *patch)
{
    g_autoptr (CvpnScenario) scenario = history_load (patch);

    return scenario ? history_of (scenario) : g_strdup ("does not load");
}
