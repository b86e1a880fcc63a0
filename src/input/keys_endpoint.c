/* keys_endpoint: the Client VPN endpoint, its routes and authorization rules. */
#include "input/keys.h"

#include "input/endpoint.h"
#include "input/rows.h"

static const CvpnKey endpoint_keys[] = {
    { .name = "client-cidr-block",
      .type = CVPN_KEY_PREFIX,
      CVPN_IN (CvpnEndpointSpec, client_cidr_block),
      .flags = CVPN_KEY_REQUIRED,
      .help = "Where clients' addresses are from: /12 to /22, /16 to /22 in 2020; no overlap "
              "with the VPC or with routes (Amazon EC2 API Reference, CreateClientVpnEndpoint)." },
    { .name = "vpc",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnEndpointSpec, vpc),
      .flags = CVPN_KEY_OPTIONAL,
      .refers = "vpc",
      .help = "Default: the associated subnets' VPC." },
    { .name = "target-networks",
      .type = CVPN_KEY_NAMES,
      CVPN_IN (CvpnEndpointSpec, target_networks),
      .flags = CVPN_KEY_OPTIONAL,
      .refers = "subnet",
      .help = "The associated subnets, of one VPC, each in a zone of its own (AWS Client VPN "
              "Administrator Guide, Target networks). Of an `[unknown]` subnet only the landing "
              "is known. Default: none, and nobody connects." },
    { .name = "automatic-routes",
      .type = CVPN_KEY_PREFIXES,
      CVPN_IN (CvpnEndpointSpec, automatic_routes),
      .flags = CVPN_KEY_OPTIONAL,
      .help = "The blocks that the VPC had when the subnets were associated: each association has "
              "a route to each of them. A block that was added to the VPC later has none until it "
              "is added by hand (AWS Client VPN Administrator Guide, Target networks). Default: "
              "all blocks of the VPC; an empty value: none." },
    { .name = "security-groups",
      .type = CVPN_KEY_NAMES,
      CVPN_IN (CvpnEndpointSpec, security_groups),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_MODIFIABLE,
      .refers = "security-group",
      .maximum = 5,
      .help = "Of the endpoint's interfaces. Default: the VPC's default group." },
    { .name = "interface-security-groups",
      .type = CVPN_KEY_CUSTOM,
      CVPN_IN (CvpnEndpointSpec, interface_groups),
      .fallback = "",
      .flags = CVPN_KEY_LIST,
      .refers = "security-group",
      .parse = cvpn_endpoint_parse_interface_groups,
      .clear = cvpn_endpoint_clear_interfaces,
      .value = "list of `SUBNET GROUP…`",
      .help = "What the interfaces of these associations have where it is not `security-groups`: "
              "they follow a modified endpoint within 4 hours (AWS Client VPN Administrator "
              "Guide, Modify a Client VPN endpoint), and packets meet the interface's groups. "
              "Over when an event applies or modifies `security-groups`. Default: as the "
              "endpoint's." },
    { .name = "split-tunnel",
      .type = CVPN_KEY_BOOLEAN,
      CVPN_IN (CvpnEndpointSpec, split_tunnel),
      .fallback = "false",
      .flags = CVPN_KEY_MODIFIABLE,
      .help = "Whether only the destinations of the endpoint's routes enter the tunnel (AWS "
              "Client VPN Administrator Guide, Split-tunnel Client VPN)." },
    { .name = "transport-protocol",
      .type = CVPN_KEY_CHOICE,
      CVPN_IN (CvpnEndpointSpec, transport_protocol),
      .fallback = "udp",
      .refers = "udp|tcp",
      .help = "What carries the tunnel." },
    { .name = "vpn-port",
      .type = CVPN_KEY_CUSTOM,
      CVPN_IN (CvpnEndpointSpec, vpn_port),
      .fallback = "443",
      .flags = CVPN_KEY_MODIFIABLE,
      .parse = cvpn_endpoint_parse_port,
      .value = "`443` or `1194`",
      .help = "The endpoint's port." },
    { .name = "authentication",
      .type = CVPN_KEY_FLAGS,
      CVPN_IN (CvpnEndpointSpec, authentication),
      .fallback = "directory",
      .flags = CVPN_KEY_NOT_EMPTY,
      .refers = "certificate|directory|federated",
      .maximum = 2,
      .help = "One method, or `certificate` and one of the others: then both are needed (AWS "
              "Client VPN Administrator Guide, Client authentication). A certificate alone has "
              "no access groups." },
    { .name = "mfa",
      .type = CVPN_KEY_BOOLEAN,
      CVPN_IN (CvpnEndpointSpec, mfa),
      .fallback = "false",
      .flags = CVPN_KEY_MODIFIABLE,
      .help = "Whether the directory asks for a second factor." },
    { .name = "server-certificate-expires",
      .type = CVPN_KEY_DURATION,
      CVPN_IN (CvpnEndpointSpec, server_certificate_expires_ns),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_MODIFIABLE,
      .help = "Simulated time from which on the server certificate is out of date and no client "
              "connects: they see TLS errors (AWS Client VPN Administrator Guide, "
              "Troubleshooting). An event renews it with a later time. Default: never." },
    { .name = "identity-provider-certificate-expires",
      .type = CVPN_KEY_DURATION,
      CVPN_IN (CvpnEndpointSpec, identity_provider_certificate_expires_ns),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_MODIFIABLE,
      .help = "Simulated time from which on the identity provider's signing certificate is out of "
              "date: no assertion is accepted, nobody logs in by `federated` (AWS Client VPN "
              "Administrator Guide, Client authentication). Default: never." },
    { .name = "session-timeout",
      .type = CVPN_KEY_DURATION,
      CVPN_IN (CvpnEndpointSpec, session_timeout_ns),
      .fallback = "24h",
      .flags = CVPN_KEY_POSITIVE | CVPN_KEY_MODIFIABLE,
      .help = "A session's longest life; AWS offers 8, 10, 12 and 24 hours." },
    { .name = "disconnect-on-session-timeout",
      .type = CVPN_KEY_BOOLEAN,
      CVPN_IN (CvpnEndpointSpec, disconnect_on_session_timeout),
      .fallback = "false",
      .flags = CVPN_KEY_MODIFIABLE,
      .help = "Whether the client stays disconnected at the time limit until its user logs in "
              "again (`log-in-again`); false: as its `reconnect` says, except with `federated`, "
              "which never reconnects by itself (AWS Client VPN Administrator Guide, Maximum VPN "
              "session duration). AWS's default is true since 2025; false here is an assumption of "
              "ours, that `reconnect` follows every involuntary end." },
    { .name = "dns-servers",
      .type = CVPN_KEY_ADDRESSES,
      CVPN_IN (CvpnEndpointSpec, dns_servers),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_MODIFIABLE,
      .help = "Pushed to the clients, at most 2. Default: the device's own resolver is used." },
    { .name = "mssfix",
      .type = CVPN_KEY_INTEGER,
      CVPN_IN (CvpnEndpointSpec, mssfix),
      .flags = CVPN_KEY_OPTIONAL,
      .minimum = 64,
      .maximum = 1500,
      .help =
          "OpenVPN's option, in bytes of the tunnel's datagrams: keeps TCP's segments 64 B below "
          "it, both ways; 1328 is AWS's advice (AWS Client VPN Administrator Guide, "
          "Troubleshooting). Whatever it is, packets over 1400 B of payload do not pass, so "
          "that it helps TCP only, and up to 1464." },
    { .name = "connection-log",
      .type = CVPN_KEY_BOOLEAN,
      CVPN_IN (CvpnEndpointSpec, connection_log),
      .fallback = "true",
      .flags = CVPN_KEY_MODIFIABLE,
      .help =
          "Whether connections are logged: a run then writes connection-log.jsonl (AWS Client VPN "
          "Administrator Guide, Connection logging)." },
    { .name = "client-connect-handler",
      .type = CVPN_KEY_DURATION_DRAW,
      CVPN_IN (CvpnEndpointSpec, handler.duration),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_MODIFIABLE,
      .help = "How long the client connect handler, a Lambda function, takes to answer, once per "
              "attempt after authentication; beyond 30 s the attempt fails (AWS Client VPN "
              "Administrator Guide, Connection authorization). Default: there is no handler." },
    { .name = "client-connect-denied",
      .type = CVPN_KEY_FRACTION,
      CVPN_IN (CvpnEndpointSpec, handler.denied),
      .fallback = "0",
      .flags = CVPN_KEY_MODIFIABLE,
      .help = "The share of its calls that it answers with a denial; that it is a share, drawn for "
              "each, is an assumption of ours, here as in the following." },
    { .name = "client-connect-invalid-responses",
      .type = CVPN_KEY_FRACTION,
      CVPN_IN (CvpnEndpointSpec, handler.invalid_responses),
      .fallback = "0",
      .flags = CVPN_KEY_MODIFIABLE,
      .help = "The share whose response is not as it must be: the attempt fails." },
    { .name = "client-connect-execution-errors",
      .type = CVPN_KEY_FRACTION,
      CVPN_IN (CvpnEndpointSpec, handler.execution_errors),
      .fallback = "0",
      .flags = CVPN_KEY_MODIFIABLE,
      .help = "The share in which the function itself fails: so does the attempt." },
    { .name = "client-connect-service-errors",
      .type = CVPN_KEY_FRACTION,
      CVPN_IN (CvpnEndpointSpec, handler.service_errors),
      .fallback = "0",
      .flags = CVPN_KEY_MODIFIABLE,
      .help = "The share that Lambda does not serve: the attempt fails." },
    { .name = "client-connect-concurrency",
      .type = CVPN_KEY_INTEGER,
      CVPN_IN (CvpnEndpointSpec, handler.concurrency),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_MODIFIABLE,
      .minimum = 1,
      .maximum = 1000000,
      .help =
          "How many calls run at a time; an attempt beyond them is throttled, and fails (AWS "
          "Lambda Developer Guide, Understanding Lambda function scaling). Default: any number." },
    { .name = "dns-answer",
      .type = CVPN_KEY_CHOICE,
      CVPN_IN (CvpnEndpointSpec, dns_answer),
      .fallback = "round-robin",
      .refers = "round-robin|random",
      .help = "How clients are spread over the landings: one rotation per endpoint, a step per "
              "query, or at random (AWS Client VPN Administrator Guide, Traffic is not being "
              "split between subnets)." },
    { .name = "dns-ttl",
      .type = CVPN_KEY_DURATION,
      CVPN_IN (CvpnEndpointSpec, dns_ttl_ns),
      .fallback = "60s",
      .help = "How long a resolver's cache answers; an assumption of ours." },
    { .name = "health-check",
      .type = CVPN_KEY_DURATION,
      CVPN_IN (CvpnEndpointSpec, health_check_ns),
      .fallback = "30s",
      .help = "Until the landings of a failed zone leave the answer, and until those of a restored "
              "one are back in it; an assumption of ours." },
    { .name = "ping-restart",
      .type = CVPN_KEY_DURATION,
      CVPN_IN (CvpnEndpointSpec, ping_restart_ns),
      .fallback = "20s",
      .help = "Until a client notices that its tunnel is silent, because the zone that it landed "
              "in has failed, or because of `tunnel-route-loop`: what the endpoint pushes to "
              "OpenVPN, as client logs show." },
    { .name = "handshake-time-out",
      .type = CVPN_KEY_DURATION,
      CVPN_IN (CvpnEndpointSpec, handshake_time_out_ns),
      .fallback = "60s",
      .flags = CVPN_KEY_POSITIVE,
      .help = "Until a client gives up a connection whose TLS handshake is not done: the "
              "`hand-window` of OpenVPN 2.6's manual (AWS Client VPN Administrator Guide, "
              "Troubleshooting)." },
    { .name = "keepalive-time-out",
      .type = CVPN_KEY_DURATION,
      CVPN_IN (CvpnEndpointSpec, keepalive_time_out_ns),
      .fallback = "40s",
      .flags = CVPN_KEY_POSITIVE,
      .help = "Until the endpoint notices that a client is gone, whose address and place among the "
              "concurrent connections are taken until then. An assumption of ours: twice "
              "`ping-restart`, as OpenVPN's `keepalive` does on a server (OpenVPN 2.6 manual, "
              "Server options)." },
    { .name = "address-model",
      .type = CVPN_KEY_CHOICE,
      CVPN_IN (CvpnEndpointSpec, address_model),
      .fallback = "half",
      .refers = "half|blocks",
      .help = "Which client addresses are usable: half of the block, as documented (AWS Client "
              "VPN Administrator Guide, Limitations and rules of Client VPN), or 29 of each /27, "
              "as client logs show." },
    { .name = "interface-addresses",
      .type = CVPN_KEY_CUSTOM,
      CVPN_IN (CvpnEndpointSpec, interface_addresses),
      .fallback = "",
      .flags = CVPN_KEY_LIST,
      .parse = cvpn_endpoint_parse_interfaces,
      .clear = cvpn_endpoint_clear_interfaces,
      .value = "list of `SUBNET ADDRESS`",
      .help = "The addresses that clients' traffic leaves from; of several of one subnet it "
              "leaves from the first, and the others are nobody else's. Default: the highest free "
              "one of each associated subnet." },
    { .name = "snat-ports",
      .type = CVPN_KEY_CUSTOM,
      CVPN_IN (CvpnEndpointSpec, snat_ports_none),
      .fallback = "1024-65535",
      .flags = CVPN_KEY_MAY_BE_EMPTY,
      .parse = cvpn_endpoint_parse_snat_ports,
      .value = "port range",
      .help = "What an interface may use per destination; an empty value: none. AWS documents no "
              "range; an assumption of ours." },
    { .name = "session-bandwidth",
      .type = CVPN_KEY_BANDWIDTH,
      CVPN_IN (CvpnEndpointSpec, session_bandwidth),
      .fallback = "50Mbps",
      .flags = CVPN_KEY_POSITIVE,
      .help = "What one session carries at most: the published baseline (AWS Client VPN "
              "Administrator Guide, 2026)." },
    CVPN_TRACKING_KEYS (CvpnEndpointSpec),
};

const CvpnSection cvpn_section_endpoint = {
    .kind = "client-vpn-endpoint",
    .named = TRUE,
    .resource = TRUE,
    CVPN_SPEC (CvpnEndpointSpec, endpoints),
    CVPN_KEYS (endpoint_keys),
    .check = cvpn_endpoint_check,
    .help = "A Client VPN endpoint and its associations.",
};

static const CvpnKey endpoint_routes_keys[] = {
    { .name = "DESTINATION",
      .type = CVPN_KEY_ROWS,
      CVPN_IN (CvpnEndpointRowsSpec, rows),
      .flags = CVPN_KEY_LIST | CVPN_KEY_REQUIRED,
      .refers = "subnet|=local",
      .parse = cvpn_rows_parse_endpoint_route,
      .value = "list of subnets, or `local`",
      .help = "A route: `172.31.0.0/16 = subnet-a; subnet-b`. The key is a CIDR. A client uses "
              "the routes of the subnet it landed on only; `local` is client to client." },
};

const CvpnSection cvpn_section_endpoint_routes = {
    .kind = "client-vpn-routes",
    .named = TRUE,
    .owner = "client-vpn-endpoint",
    CVPN_SPEC (CvpnEndpointRowsSpec, endpoint_routes),
    CVPN_KEYS (endpoint_routes_keys),
    .help = "The route table of the endpoint of that name, beside the automatic routes to the VPC "
            "(AWS Client VPN Administrator Guide, Routes).",
};

static const CvpnKey authorization_rules_keys[] = {
    { .name = "DESTINATION",
      .type = CVPN_KEY_ROWS,
      CVPN_IN (CvpnEndpointRowsSpec, rows),
      .flags = CVPN_KEY_LIST | CVPN_KEY_REQUIRED,
      .parse = cvpn_rows_parse_authorization,
      .value = "list of access groups, or `*`",
      .help = "Rules: `172.31.0.0/16 = engineering; ops`. The key is a CIDR; `*` is every client. "
              "The longest prefix over the rules of all groups decides." },
};

const CvpnSection cvpn_section_authorization_rules = {
    .kind = "authorization-rules",
    .named = TRUE,
    .owner = "client-vpn-endpoint",
    CVPN_SPEC (CvpnEndpointRowsSpec, authorization_rules),
    CVPN_KEYS (authorization_rules_keys),
    .help = "Who may reach what through the endpoint of that name; silence denies (AWS Client VPN "
            "Administrator Guide, Authorization rules).",
};
