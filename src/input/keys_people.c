/* keys_people: [clients] and [traffic]. */
#include "input/keys.h"

#include "input/people.h"
#include "input/tables.h"
#include "input/to.h"
#include "input/users.h"

static const CvpnKey clients_keys[] = {
    { .name = "endpoint",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnClientsSpec, endpoint),
      .flags = CVPN_KEY_REQUIRED,
      .refers = "client-vpn-endpoint",
      .help = "What they connect to." },
    { .name = "groups",
      .type = CVPN_KEY_TEXTS,
      CVPN_IN (CvpnClientsSpec, groups),
      .flags = CVPN_KEY_OPTIONAL,
      .value = "list of access groups",
      .help = "Of every user of this population. They count only where the directory or a "
              "federation authenticates." },
    { .name = "authentication",
      .type = CVPN_KEY_FLAGS,
      CVPN_IN (CvpnClientsSpec, authentication),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_NOT_EMPTY,
      .refers = "certificate|directory|federated",
      .help = "The methods they bring; default: what the endpoint asks for." },
    { .name = "count",
      .type = CVPN_KEY_INTEGER,
      CVPN_IN (CvpnClientsSpec, count),
      .flags = CVPN_KEY_OPTIONAL,
      .minimum = 1,
      .maximum = CVPN_USERS_MAX,
      .help = "The size of a closed population, whose users are NAME-1, NAME-2 and so on. "
              "With `at`, a distribution of times and `office-day`; default: 200. Refused with the "
              "other arrivals." },
    { .name = "arrival",
      .type = CVPN_KEY_CUSTOM,
      CVPN_IN (CvpnClientsSpec, arrival),
      .flags = CVPN_KEY_REQUIRED,
      .parse = cvpn_people_parse_arrival,
      .clear = cvpn_people_clear_arrival,
      .value = "`at TIME`, distribution of durations, `office-day [TIME SD]`, `poisson RATE`, "
               "`daily FILE`, `daily` and a list of `TIME RATE`, or `csv FILE`",
      .help = "When each first connects: `uniform 0s 15min`. `office-day 09:00 30min`, the "
              "default of `office-day`: each comes from Monday to Friday, at a time normal around "
              "9 o'clock. `poisson 20/min`, `daily profile.csv` and `daily 08:00 0/min; 09:00 "
              "20/min; 10:00 0/min` are open populations; `csv logins.csv` lists log-ins." },
    { .name = "session",
      .type = CVPN_KEY_DURATION_DRAW,
      CVPN_IN (CvpnClientsSpec, session),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_POSITIVE,
      .help = "How long each stays; default: until the run ends; with `office-day`: "
              "`" CVPN_OFFICE_SESSION "`." },
    { .name = "away",
      .type = CVPN_KEY_DURATION_DRAW,
      CVPN_IN (CvpnClientsSpec, away),
      .flags = CVPN_KEY_OPTIONAL,
      .help = "Closed populations only: the gap to the next session; default: never again." },
    { .name = "attendance",
      .type = CVPN_KEY_FRACTION,
      CVPN_IN (CvpnClientsSpec, office.attendance),
      .fallback = "100%",
      .help = "With `office-day` only, as all that follows down to `lunch-length`: who of the "
              "users comes on a day, drawn for each user and day." },
    { .name = "second-session",
      .type = CVPN_KEY_FRACTION,
      CVPN_IN (CvpnClientsSpec, office.second_session),
      .fallback = "20%",
      .help = "Who of those comes again on the same day, for another `session`." },
    { .name = "second-session-after",
      .type = CVPN_KEY_DURATION_DRAW,
      CVPN_IN (CvpnClientsSpec, office.second_session_after),
      .fallback = "exponential 1h",
      .help = "The gap between the two; past midnight nobody comes again." },
    { .name = "lunch",
      .type = CVPN_KEY_FRACTION,
      CVPN_IN (CvpnClientsSpec, office.lunch),
      .fallback = "40%",
      .help = "Who of those connected then disconnects for lunch, and afterwards stays for what "
              "was left." },
    { .name = "lunch-start",
      .type = CVPN_KEY_CUSTOM,
      CVPN_IN (CvpnClientsSpec, office.lunch_start),
      .fallback = "12:30 15min",
      .parse = cvpn_people_parse_around,
      .value = "`TIME SD`",
      .help = "When they go: normal around that time of day." },
    { .name = "lunch-length",
      .type = CVPN_KEY_DURATION_DRAW,
      CVPN_IN (CvpnClientsSpec, office.lunch_length),
      .fallback = "normal 45min 10min",
      .help = "From there to the next connection." },
    { .name = "retry",
      .type = CVPN_KEY_CUSTOM,
      CVPN_IN (CvpnClientsSpec, retries),
      .fallback = "0",
      .parse = cvpn_people_parse_retry,
      .clear = cvpn_people_clear_retry,
      .value = "`0`, a number and a distribution of durations, or `openvpn`",
      .help = "After a failed attempt: how often, how far apart: `3 exponential 5s`. `openvpn`: "
              "for ever, 1 s apart, doubled after every attempt beyond the fifth, 300 s at most "
              "(OpenVPN 2.6 manual, connect-retry)." },
    { .name = "reconnect",
      .type = CVPN_KEY_CUSTOM,
      CVPN_IN (CvpnClientsSpec, reconnect_after_ns),
      .fallback = "never",
      .parse = cvpn_people_parse_reconnect,
      .value = "`never`, `after DURATION` or `openvpn`",
      .help = "After an involuntary disconnect, the session's time limit among them; `openvpn`: "
              "after 1 s (OpenVPN 2.6 manual, connect-retry)." },
    { .name = "log-in-again",
      .type = CVPN_KEY_DURATION_DRAW,
      CVPN_IN (CvpnClientsSpec, log_in_again),
      .flags = CVPN_KEY_OPTIONAL,
      .help = "Until a user whose client stays disconnected at the session's time limit, "
              "`disconnect-on-session-timeout`, has logged in again by hand; an assumption of "
              "ours. Default: never." },
    { .name = "saml-login",
      .type = CVPN_KEY_DURATION_DRAW,
      CVPN_IN (CvpnClientsSpec, saml_login),
      .fallback = "lognormal 10s 0.5",
      .help = "With `federated`: how long a user takes in the browser, between the connection that "
              "asks for the assertion and the one that brings it; an assumption of ours." },
    { .name = "saml-second-lookup",
      .type = CVPN_KEY_BOOLEAN,
      CVPN_IN (CvpnClientsSpec, saml_second_lookup),
      .fallback = "false",
      .help =
          "Whether that second connection looks the endpoint's name up again: it fails if it lands "
          "elsewhere, as public scripts show, which pin the address (AWS Client VPN Administrator "
          "Guide, Client authentication; that the AWS client looks up once: an assumption of "
          "ours)." },
    { .name = "wrong-credentials",
      .type = CVPN_KEY_FRACTION,
      CVPN_IN (CvpnClientsSpec, wrong_credentials),
      .fallback = "0",
      .help = "The share of attempts whose password or assertion is wrong, drawn for each; an "
              "assumption of ours." },
    { .name = "vanishes",
      .type = CVPN_KEY_FRACTION,
      CVPN_IN (CvpnClientsSpec, vanishes),
      .fallback = "0",
      .help = "The share of sessions that end without a goodbye, as with a closed lid: their "
              "address and their place among the concurrent connections stay taken for "
              "`keepalive-time-out` of the endpoint; an assumption of ours." },
    { .name = "remote-random-hostname",
      .type = CVPN_KEY_CHOICE,
      CVPN_IN (CvpnClientsSpec, remote_random_hostname),
      .fallback = "true",
      .refers = "true|false|unsupported",
      .help = "OpenVPN's option in the client's file: every connection asks the resolver anew; "
              "false: the resolver's cache answers; unsupported: the name does not resolve (AWS "
              "Client VPN Administrator Guide, Unable to resolve Client VPN endpoint DNS name)." },
    { .name = "mfa-prompt",
      .type = CVPN_KEY_BOOLEAN,
      CVPN_IN (CvpnClientsSpec, mfa_prompt),
      .fallback = "true",
      .help = "False: the client's file is from before MFA was turned on (AWS Client VPN "
              "Administrator Guide, Client software returns user name and password errors)." },
    { .name = "self-service-portal",
      .type = CVPN_KEY_DURATION_DRAW,
      CVPN_IN (CvpnClientsSpec, self_service_portal),
      .flags = CVPN_KEY_OPTIONAL,
      .help = "Until a user who failed for want of a prompt for the second factor has fetched a "
              "new file from the self-service portal, from the first such failure on; from then on "
              "the user is prompted (AWS Client VPN Administrator Guide, Self-service portal; the "
              "time is an assumption of ours). Default: never." },
    { .name = "system",
      .type = CVPN_KEY_CHOICE,
      CVPN_IN (CvpnClientsSpec, system),
      .fallback = "windows",
      .refers = "windows|macos|linux|windows-2003",
      .help = "Where its own ports are from: 49152-65535 on Windows since 2008 and macOS, "
              "32768-60999 on Linux, 1025-5000 on Windows up to Server 2003 (Amazon VPC User "
              "Guide, Ephemeral ports; the Linux kernel's ip_local_port_range)." },
    { .name = "local-network",
      .type = CVPN_KEY_PREFIX,
      CVPN_IN (CvpnClientsSpec, local_network),
      .flags = CVPN_KEY_OPTIONAL,
      .help = "The client's own LAN; what it covers more closely does not enter the tunnel." },
    { .name = "outbound",
      .type = CVPN_KEY_MATCHES,
      CVPN_IN (CvpnClientsSpec, outbound),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_NOT_EMPTY,
      .value = "list of `PROTOCOL PORTS`",
      .help = "What the firewall before the clients lets out: `tcp 443; udp 53`. The transport and "
              "the port of the endpoint must be among it, else no client connects (AWS Client VPN "
              "User Guide, Troubleshooting). Default: everything." },
    { .name = "public-network",
      .type = CVPN_KEY_PREFIX,
      CVPN_IN (CvpnClientsSpec, public_network),
      .fallback = "203.0.113.0/24",
      .help = "Where the devices' public addresses are from, which the connection log shows; the "
              "default is a block for documentation (RFC 5737), an assumption of ours." },
    { .name = "pushed-routes",
      .type = CVPN_KEY_PREFIXES,
      CVPN_IN (CvpnClientsSpec, pushed_routes),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_NOT_EMPTY,
      .help = "With split tunnel: the routes that their sessions got when they began, the VPC's "
              "among them. What the endpoint has beyond them needs a new session (AWS Client VPN "
              "Administrator Guide, Split-tunnel Client VPN). Default: the endpoint's routes." },
    { .name = "pushed-routes-limit",
      .type = CVPN_KEY_INTEGER,
      CVPN_IN (CvpnClientsSpec, pushed_routes_limit),
      .flags = CVPN_KEY_OPTIONAL,
      .minimum = 1,
      .maximum = 1000000,
      .help = "With split tunnel: how many of the pushed routes the client's program takes, in the "
              "order of the route table, the automatic ones first; it ignores the rest. What a "
              "device can handle is to be accounted for (AWS Client VPN Administrator Guide, "
              "Routes); AWS names no figure. Default: it takes all." },
    { .name = "tunnel-route-loop",
      .type = CVPN_KEY_BOOLEAN,
      CVPN_IN (CvpnClientsSpec, tunnel_route_loop),
      .fallback = "false",
      .help = "Whether a pushed route to 0.0.0.0/0 captures the packets of the tunnel itself, so "
              "that the client connects and disconnects in a loop, as was seen on Windows. AWS "
              "advises against such a route with split tunnel (AWS Client VPN Administrator "
              "Guide, Split-tunnel Client VPN)." },
    { .name = "bandwidth",
      .type = CVPN_KEY_BANDWIDTH,
      CVPN_IN (CvpnClientsSpec, bandwidth),
      .fallback = "50Mbps",
      .flags = CVPN_KEY_POSITIVE,
      .help = "Of the client's own access." },
};

const CvpnSection cvpn_section_clients = {
    .kind = "clients",
    .named = TRUE,
    CVPN_SPEC (CvpnClientsSpec, clients),
    CVPN_KEYS (clients_keys),
    .check = cvpn_people_check_clients,
    .help = "A population of users. logins.csv has the columns `time,user,duration` (an empty "
            "duration: as `session` says); profile.csv has `time_of_day,rate`, for example "
            "`09:00,20/min`, ascending, linear between its points.",
};

static const CvpnKey traffic_keys[] = {
    { .name = "clients",
      .type = CVPN_KEY_NAMES,
      CVPN_IN (CvpnTrafficSpec, clients),
      .flags = CVPN_KEY_REQUIRED,
      .refers = "clients",
      .help = "Who sends it." },
    { .name = "to",
      .type = CVPN_KEY_CUSTOM,
      CVPN_IN (CvpnTrafficSpec, to),
      .fallback = "",
      .flags = CVPN_KEY_LIST | CVPN_KEY_NOT_EMPTY | CVPN_KEY_KNOWN,
      .parse = cvpn_to_parse_list,
      .clear = cvpn_to_clear_list,
      .value = "list of `HOST\\|ADDRESS PROTOCOL [PORT]`",
      .help = "Destinations, drawn from uniformly: `web tcp 443`. `tcp` and `udp` have a port; "
              "`icmp` may have `TYPE` or `TYPE/CODE`, default an echo request. Required, unless "
              "there is `from-csv`." },
    { .name = "every",
      .type = CVPN_KEY_DURATION_DRAW,
      CVPN_IN (CvpnTrafficSpec, every),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_POSITIVE,
      .help = "The gap between starts, in each session: `exponential 30s`. Required with `to`." },
    { .name = "first",
      .type = CVPN_KEY_DURATION_DRAW,
      CVPN_IN (CvpnTrafficSpec, first),
      .fallback = "0s",
      .help = "From the session's start to the first flow." },
    { .name = "request",
      .type = CVPN_KEY_SIZE_DRAW,
      CVPN_IN (CvpnTrafficSpec, request),
      .fallback = "2kB",
      .help = "Client to destination." },
    { .name = "response",
      .type = CVPN_KEY_SIZE_DRAW,
      CVPN_IN (CvpnTrafficSpec, response),
      .fallback = "lognormal 50kB 1.5",
      .help = "Destination to client." },
    { .name = "packet-size",
      .type = CVPN_KEY_SIZE_DRAW,
      CVPN_IN (CvpnTrafficSpec, packet_size),
      .fallback = "1400B",
      .flags = CVPN_KEY_POSITIVE,
      .help = "The payload of a large packet; with icmp this is ping's size. A request or response "
              "of fewer bytes is one packet of its own size. More than 1400B does not pass the "
              "tunnel (AWS Client VPN Administrator Guide, Troubleshooting), but see `mssfix`." },
    { .name = "idle",
      .type = CVPN_KEY_DURATION_DRAW,
      CVPN_IN (CvpnTrafficSpec, idle),
      .fallback = "0s",
      .help = "The silence between a request and its answer. A NAT gateway forgets a connection "
              "after 350 s of it, security groups after `tcp-established-timeout` and the like." },
    { .name = "from-csv",
      .type = CVPN_KEY_CUSTOM,
      CVPN_IN (CvpnTrafficSpec, from_csv),
      .flags = CVPN_KEY_OPTIONAL,
      .parse = cvpn_tables_parse_flows,
      .clear = cvpn_tables_clear_flows,
      .value = "file",
      .help = "Instead of `to`, `every`, `first`, `request` and `response`: a list of flows with "
              "the columns `time,user,destination,protocol,port,request,response`." },
};

static void
check_traffic (gpointer data, const CvpnReading *at)
{
    static const char *const of_draws[] = { "to", "every", "first", "request", "response" };

    (void) data;
    if (cvpn_reading_has (at, "from-csv")) {
        for (guint i = 0; i < G_N_ELEMENTS (of_draws); i++)
            if (cvpn_reading_has (at, of_draws[i]))
                cvpn_group_fail (at->group, of_draws[i], at->report,
                                 "does not go with 'from-csv', whose rows say it");
        return;
    }
    if (!cvpn_reading_has (at, "to"))
        cvpn_group_fail (at->group, "to", at->report, "is missing; expected it, or from-csv");
    if (!cvpn_reading_has (at, "every"))
        cvpn_group_fail (at->group, "every", at->report, "is missing");
}

const CvpnSection cvpn_section_traffic = {
    .kind = "traffic",
    .named = TRUE,
    CVPN_SPEC (CvpnTrafficSpec, traffic),
    CVPN_KEYS (traffic_keys),
    .check = check_traffic,
    .help = "What the sessions of some clients send. In CSV files times and durations carry units "
            "or are seconds since the run's start, sizes carry units or are bytes.",
};
