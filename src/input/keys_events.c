/* keys_events: [event], [operations] and [certificate-revocation-list]. */
#include "input/keys.h"

#include "input/action.h"
#include "input/events.h"

#define OPERATION(key, member, default, text)                                                      \
    {                                                                                              \
        .name = (key), .type = CVPN_KEY_DURATION_DRAW, CVPN_IN (CvpnOperationsSpec, member),       \
        .fallback = (default), .help = (text)                                                      \
    }

static const CvpnKey operations_keys[] = {
    OPERATION ("associate", associate, "uniform 4min 8min",
               "Until a subnet is associated; tests of others took 514 to 661 s for this and the "
               "next together."),
    OPERATION ("disassociate", disassociate, "uniform 3min 6min", "Until it no longer is."),
    OPERATION ("create-route", create_route, "90s",
               "Until a route of the endpoint is in force: 1 to 2 minutes (AWS Client VPN "
               "Administrator Guide, Troubleshooting)."),
    OPERATION ("delete-route", delete_route, "90s", "Until it is gone."),
    OPERATION ("authorize", authorize, "60s", "Until an authorization rule is in force."),
    OPERATION ("revoke", revoke, "60s", "Until it is gone."),
    OPERATION ("apply-security-groups", apply_security_groups, "0s",
               "Until the interfaces have the groups: at once (Amazon EC2 API Reference, "
               "ApplySecurityGroupsToClientVpnTargetNetwork)."),
    OPERATION ("modify-endpoint", modify_endpoint, "uniform 0s 4h",
               "Until a modified endpoint behaves so: up to 4 hours (AWS Client VPN Administrator "
               "Guide, Modify a Client VPN endpoint)."),
    OPERATION ("certificate", certificate, "uniform 0s 5h",
               "Until a renewed server certificate is used: up to 5 hours (AWS Client VPN "
               "Administrator Guide, Mutual authentication)."),
    OPERATION ("import-crl", import_crl, "uniform 0s 4h",
               "Until a certificate revocation list is used, `revoke-certificate` too: up to 4 "
               "hours (AWS Client VPN Administrator Guide, Client certificate revocation lists)."),
    OPERATION ("terminate-connections", terminate_connections, "0s",
               "Until the connections are gone."),
    OPERATION ("delete-endpoint", delete_endpoint, "0s", "Until the endpoint is gone."),
};

const CvpnSection cvpn_section_operations = {
    .kind = "operations",
    CVPN_SPEC (CvpnOperationsSpec, operations),
    CVPN_KEYS (operations_keys),
    .help = "How long the operations of the control plane take, which share the quota of "
            "concurrent operations of their endpoint. A change takes effect at its operation's "
            "end. Where no page is named, an assumption of ours, after public reports.",
};

static const CvpnKey event_keys[] = {
    { .name = "at",
      .type = CVPN_KEY_DURATION,
      CVPN_IN (CvpnEventSpec, at_ns),
      .flags = CVPN_KEY_REQUIRED,
      .help = "Simulated time; no run comes to what is after its `duration`." },
    { .name = "action",
      .type = CVPN_KEY_CUSTOM,
      CVPN_IN (CvpnEventSpec, action),
      .flags = CVPN_KEY_REQUIRED,
      .parse = cvpn_action_parse,
      .clear = cvpn_action_clear,
      .value = "an action and its parameters",
      .help = "What happens: see the table." },
    { .name = "endpoint",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnEventSpec, endpoint),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_KNOWN,
      .refers = "client-vpn-endpoint",
      .help = "Whose; required where there are several endpoints and the action is about one: all "
              "but those of VPCs, zones and `terminate-connections`, whose clients say which." },
};

const CvpnSection cvpn_section_event = {
    .kind = "event",
    .named = TRUE,
    CVPN_SPEC (CvpnEventSpec, events),
    CVPN_KEYS (event_keys),
    .check = cvpn_events_check_one,
    .page = cvpn_action_page,
    .help = "Something that happens at a time: an operation on an endpoint (AWS Client VPN "
            "Administrator Guide, Working with Client VPN), a change in a VPC, the failure of an "
            "Availability Zone. What a change of an endpoint ends, it ends when it takes effect.",
};

static const CvpnKey revocation_keys[] = {
    { .name = "next-update",
      .type = CVPN_KEY_DURATION,
      CVPN_IN (CvpnCrlSpec, next_update_ns),
      .flags = CVPN_KEY_OPTIONAL,
      .help = "Simulated time; past it every certificate fails until a new list is imported (AWS "
              "Client VPN Administrator Guide, Client certificate revocation lists). Default: "
              "never." },
    { .name = "revoked",
      .type = CVPN_KEY_TEXTS,
      CVPN_IN (CvpnCrlSpec, revoked),
      .flags = CVPN_KEY_OPTIONAL,
      .value = "list of users",
      .help = "Whose certificates are refused when they connect: `engineers-7; engineers-9`. "
              "Default: nobody's." },
};

const CvpnSection cvpn_section_revocation_list = {
    .kind = "certificate-revocation-list",
    .named = TRUE,
    .owner = "client-vpn-endpoint",
    CVPN_SPEC (CvpnCrlSpec, revocation_lists),
    CVPN_KEYS (revocation_keys),
    .help = "The client certificate revocation list of the endpoint of that name, asked where "
            "`certificate` is among its methods (AWS Client VPN Administrator Guide, Client "
            "certificate revocation lists). That it has more entries than the quota `crl-entries` "
            "is no error.",
};
