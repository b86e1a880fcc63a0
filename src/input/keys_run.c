/* keys_run: [scenario], [latency], [quotas] and [expect]. */
#include "input/keys.h"

#include <cvpnsim/verdict.h>

#include "base/quantity.h"
#include "input/expect.h"
#include "input/to.h"
#include "model/metric_names.h"

#define QUOTA_MAX G_GINT64_CONSTANT (1000000000)

static const CvpnKey scenario_keys[] = {
    { .name = "title",
      .type = CVPN_KEY_TEXT,
      CVPN_IN (CvpnScenarioSpec, title),
      .flags = CVPN_KEY_REQUIRED,
      .help = "One line, shown in reports and summaries." },
    { .name = "description",
      .type = CVPN_KEY_TEXT,
      CVPN_IN (CvpnScenarioSpec, description),
      .flags = CVPN_KEY_OPTIONAL,
      .help = "What the scenario shows, in a sentence or two." },
    { .name = "duration",
      .type = CVPN_KEY_DURATION,
      CVPN_IN (CvpnScenarioSpec, duration_ns),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_POSITIVE,
      .help = "Simulated time; `run` and expectations of figures need it." },
    { .name = "seed",
      .type = CVPN_KEY_INTEGER,
      CVPN_IN (CvpnScenarioSpec, seed),
      .fallback = "1",
      .maximum = G_MAXINT64,
      .help = "Of all random numbers: the same file, seed and version give the same bytes." },
    { .name = "warm-up",
      .type = CVPN_KEY_DURATION,
      CVPN_IN (CvpnScenarioSpec, warm_up_ns),
      .fallback = "0s",
      .help = "Left out of the summary's statistics, not of the traces." },
    { .name = "return-within",
      .type = CVPN_KEY_DURATION,
      CVPN_IN (CvpnScenarioSpec, return_within_ns),
      .fallback = "5min",
      .flags = CVPN_KEY_POSITIVE,
      .help = "Who has lost a session and is back after this long at most, counts in the figure "
              "`returned-share`." },
    { .name = "metrics-period",
      .type = CVPN_KEY_DURATION,
      CVPN_IN (CvpnScenarioSpec, metrics_period_ns),
      .fallback = "5min",
      .flags = CVPN_KEY_POSITIVE,
      .help = "How often metrics are published; CloudWatch's period for Client VPN is 5 minutes "
              "(AWS Client VPN Administrator Guide, Monitoring with CloudWatch)." },
    { .name = "start",
      .type = CVPN_KEY_TIME_OF_DAY,
      CVPN_IN (CvpnScenarioSpec, start_ns),
      .fallback = "00:00",
      .help = "The time of day at 0s, for `arrival = daily` and `office-day`." },
    { .name = "start-date",
      .type = CVPN_KEY_DATE,
      CVPN_IN (CvpnScenarioSpec, start_date_s),
      .fallback = "2026-01-05",
      .help = "The date at 0s. The default is a Monday; `arrival = office-day` has no weekends." },
    { .name = "include",
      .type = CVPN_KEY_TEXTS,
      CVPN_IN (CvpnScenarioSpec, include),
      .flags = CVPN_KEY_OPTIONAL,
      .value = "list of files",
      .help = "Files read first, relative to this one; they may include others. A file is read "
              "once; a group, and a key of `[scenario]`, may be given once over all files." },
};

static void
check_scenario (gpointer data, const CvpnReading *at)
{
    const CvpnScenarioSpec *spec = data;

    if (!at->group || spec->duration_ns <= 0 || spec->warm_up_ns < spec->duration_ns)
        return;
    g_autofree char *duration = cvpn_duration_format (spec->duration_ns);
    cvpn_group_warn (at->group, "warm-up", at->report,
                     "it is not shorter than the duration, %s: nothing is left to count", duration);
}

const CvpnSection cvpn_section_scenario = {
    .kind = "scenario",
    CVPN_SPEC (CvpnScenarioSpec, scenario),
    CVPN_KEYS (scenario_keys),
    .check = check_scenario,
    .help = "The run as a whole. Every scenario has this group.",
};

#define LATENCY(key, member, default, text)                                                        \
    {                                                                                              \
        .name = (key), .type = CVPN_KEY_DURATION_DRAW, CVPN_IN (CvpnLatencySpec, member),          \
        .fallback = (default), .help = (text)                                                      \
    }

static const CvpnKey latency_keys[] = {
    LATENCY ("dns", dns, "20ms", "The resolver's answer to the client."),
    LATENCY ("handshake", handshake, "lognormal 2s 0.4",
             "OpenVPN's TLS handshake and configuration push; public client logs show 2 to 7 s."),
    LATENCY ("authentication", authentication, "150ms", "The check of the credentials."),
    LATENCY ("client", client, "lognormal 20ms 0.5",
             "Client to endpoint, one way, drawn once per session."),
    LATENCY ("stage", stage, "50us", "Each of the steps 2 to 7."),
    LATENCY ("same-zone", same_zone, "250us",
             "One way between two places of one Availability Zone, and to a gateway endpoint."),
    LATENCY ("cross-zone", cross_zone, "750us", "One way from one Availability Zone to another."),
    LATENCY ("peering", peering, "500us", "One way over a VPC peering connection."),
    LATENCY ("transit-gateway", transit_gateway, "1ms", "One way over a transit gateway."),
    LATENCY ("vpn-connection", vpn_connection, "15ms", "One way over a Site-to-Site VPN."),
    LATENCY ("internet", internet, "20ms", "One way from an internet gateway to a host outside."),
    LATENCY ("client-time-out", client_time_out, "21s",
             "What a dropped flow costs the client: how long it waits for an answer."),
};

const CvpnSection cvpn_section_latency = {
    .kind = "latency",
    CVPN_SPEC (CvpnLatencySpec, latency),
    CVPN_KEYS (latency_keys),
    .help = "How long things take. AWS documents none of this: every key is an assumption of "
            "ours. A flow takes its round trip plus (request + response) / bandwidth.",
};

#define QUOTA(key, member, text)                                                                   \
    {                                                                                              \
        .name = (key), .type = CVPN_KEY_INTEGER, CVPN_IN (CvpnQuotasSpec, member),                 \
        .flags = CVPN_KEY_OPTIONAL, .maximum = QUOTA_MAX, .value = "whole number", .help = (text)  \
    }

static const CvpnKey quotas_keys[] = {
    { .name = "profile",
      .type = CVPN_KEY_CHOICE,
      CVPN_IN (CvpnQuotasSpec, profile),
      .fallback = "current",
      .refers = "current|2020",
      .help = "The newest published figures, or those of the 2020 guide. It also chooses the "
              "limits of client CIDR and associated subnets." },
    QUOTA ("endpoints", endpoints, "Client VPN endpoints per Region."),
    QUOTA ("authorization-rules", authorization_rules, "Authorization rules per endpoint."),
    QUOTA ("routes", routes, "Routes: per endpoint in 2020, per target network now."),
    QUOTA ("concurrent-connections", concurrent_connections,
           "Client connections per endpoint: 2,000 in 2020, by number of associations now."),
    QUOTA ("concurrent-operations", concurrent_operations,
           "Operations on an endpoint at a time; what comes then is refused."),
    QUOTA ("crl-entries", crl_entries,
           "Entries of a client certificate revocation list; an import of more is refused."),
    QUOTA ("groups-per-user", groups_per_user,
           "Access groups of a user that count; the rest is ignored."),
};

const CvpnSection cvpn_section_quotas = {
    .kind = "quotas",
    CVPN_SPEC (CvpnQuotasSpec, quotas),
    CVPN_KEYS (quotas_keys),
    .help = "Quotas in force; a quota not given is the profile's (AWS Client VPN Administrator "
            "Guide, Client VPN quotas). Exceeding one is never an error of the file: `check` "
            "reports it, a run enforces it.",
};

#define WORD_OF_OUTCOME(word, text)             text "|"
#define WORD_OF_STEP(word, number, text)        number "|"
#define WORD_OF_CODE(word, text)                #word "|"
#define WORD_OF_METRIC(word, text, unit, title) text "|"

/* Without the first, NONE. */
static const char codes[] = CVPN_CODES (WORD_OF_CODE);
#define FIRST_CODE (codes + sizeof "NONE|" - 1)

static const CvpnKey expect_keys[] = {
    { .name = "clients",
      .type = CVPN_KEY_TOKEN,
      CVPN_IN (CvpnExpectSpec, clients),
      .flags = CVPN_KEY_OPTIONAL,
      .value = "a population, or one of its users",
      .help = "Whose flow: `engineers`, or `engineers-7`." },
    { .name = "to",
      .type = CVPN_KEY_CUSTOM,
      CVPN_IN (CvpnExpectSpec, to),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_KNOWN,
      .parse = cvpn_to_parse_class,
      .clear = cvpn_to_clear_class,
      .value = "`HOST\\|ADDRESS\\|CIDR PROTOCOL [PORTS]`",
      .help = "The flow's destination, as in `[traffic]`; or a class of flows, each of which is "
              "proved: a CIDR, the protocol `all`, ports `*` or `1-1024`, ICMP types `*`." },
    { .name = "landing",
      .type = CVPN_KEY_NAME,
      CVPN_IN (CvpnExpectSpec, landing),
      .fallback = "*",
      .refers = "subnet|=*",
      .help = "The associated subnet that the client lands on; `*` is the verdict over all "
              "landings: all the same, or intermittent." },
    { .name = "verdict",
      .type = CVPN_KEY_CHOICE,
      CVPN_IN (CvpnExpectSpec, verdict),
      .flags = CVPN_KEY_OPTIONAL,
      .refers = CVPN_OUTCOMES (WORD_OF_OUTCOME),
      .help = "What must become of the flow; default: `delivered`." },
    { .name = "step",
      .type = CVPN_KEY_WORD,
      CVPN_IN (CvpnExpectSpec, step),
      .flags = CVPN_KEY_OPTIONAL,
      .refers = CVPN_STEPS (WORD_OF_STEP),
      .help = "Where it must fail, in the numbering of \"AWS Client VPN connection and traffic "
              "flow handling simplified\" (AWS re:Post)." },
    { .name = "code",
      .type = CVPN_KEY_WORD,
      CVPN_IN (CvpnExpectSpec, code),
      .flags = CVPN_KEY_OPTIONAL,
      .refers = FIRST_CODE,
      .value = "a code",
      .help = "Why it must fail: a word as `explain` prints it, for example "
              "`CVPN_NO_ROUTE_TO_DESTINATION`." },
    { .name = "at",
      .type = CVPN_KEY_DURATION,
      CVPN_IN (CvpnExpectSpec, at_ns),
      .fallback = "0s",
      .help = "The time to ask at, after the events up to then." },
    { .name = "source-port",
      .type = CVPN_KEY_INTEGER,
      CVPN_IN (CvpnExpectSpec, source_port),
      .flags = CVPN_KEY_OPTIONAL,
      .minimum = 1,
      .maximum = 65535,
      .help = "The client's own port; default: 49152." },
    { .name = "idle",
      .type = CVPN_KEY_DURATION,
      CVPN_IN (CvpnExpectSpec, idle_ns),
      .fallback = "0s",
      .help = "The silence between the request and its answer." },
    { .name = "packet-size",
      .type = CVPN_KEY_CUSTOM,
      CVPN_IN (CvpnExpectSpec, packet_bytes),
      .flags = CVPN_KEY_OPTIONAL,
      .parse = cvpn_expect_parse_size,
      .value = "size",
      .help = "The payload of the flow's packets, both ways; default: small ones." },
    { .name = "metric",
      .type = CVPN_KEY_WORD,
      CVPN_IN (CvpnExpectSpec, metric),
      .flags = CVPN_KEY_OPTIONAL,
      .refers = CVPN_METRICS (WORD_OF_METRIC),
      .value = "a figure of summary.json",
      .help = "By its name there, for example `connection-success`." },
    { .name = "minimum",
      .type = CVPN_KEY_TEXT,
      CVPN_IN (CvpnExpectSpec, minimum),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_NOT_EMPTY,
      .value = "fraction, duration or number",
      .help = "The figure's least value, in its unit: shares as `99.9%` or `0.999`, times as "
              "durations, counts plain." },
    { .name = "maximum",
      .type = CVPN_KEY_TEXT,
      CVPN_IN (CvpnExpectSpec, maximum),
      .flags = CVPN_KEY_OPTIONAL | CVPN_KEY_NOT_EMPTY,
      .value = "fraction, duration or number",
      .help = "The figure's largest value, likewise. `metric` needs one of the two bounds." },
};

const CvpnSection cvpn_section_expect = {
    .kind = "expect",
    .named = TRUE,
    CVPN_SPEC (CvpnExpectSpec, expects),
    CVPN_KEYS (expect_keys),
    .check = cvpn_expect_check,
    .help = "What `verify` checks, and nothing else: a flow's verdict (`clients`, `to`, "
            "`verdict`), or a figure of the run (`metric` with a bound). Where `to` is a class of "
            "flows, as `10.0.0.0/8 tcp 1-1024`, the expectation holds if it holds for each of "
            "them, on each landing: for every address and every port, not for samples. `verify` "
            "says how many there are, and of one that fails the first that does.",
};
