/* cvpnsim explain: one flow, step by step, on every landing. */
#include <stdio.h>
#include <string.h>

#include <cvpnsim/explain.h>

#include "base/quantity.h"
#include "cli/cli.h"

typedef struct {
    char *client, *groups, *endpoint, *to, *landing, *source_port, *packet_size, *idle, *at;
} Options;

static void
clear_options (Options *o)
{
    g_free (o->client);
    g_free (o->groups);
    g_free (o->endpoint);
    g_free (o->to);
    g_free (o->landing);
    g_free (o->source_port);
    g_free (o->packet_size);
    g_free (o->idle);
    g_free (o->at);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static gboolean
read_packet_size (const Options *o, gint64 *bytes, GError **error)
{
    if (o->packet_size && !cvpn_size_parse (o->packet_size, bytes, error)) {
        g_prefix_error (error, "--packet-size: ");
        return FALSE;
    }
    return TRUE;
}

static int
answer_question (const CvpnScenario *scenario, const Options *o, const CvpnCommon *common)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnAnswer) answer = NULL;
    g_autofree char *text = NULL;
    gint64 at_ns = 0;
    CvpnQuestion question = { .clients = o->client,
                              .groups = o->groups,
                              .endpoint = o->endpoint,
                              .to = o->to,
                              .landing = o->landing,
                              .at_ns = o->at ? &at_ns : NULL };

    if (!cvpn_cli_read_source_port (o->source_port, &question.source_port, &error) ||
        !read_packet_size (o, &question.packet_bytes, &error) ||
        !cvpn_cli_read_time (o->idle, "--idle", &question.idle_ns, &error) ||
        !cvpn_cli_read_time (o->at, "--at", &at_ns, &error))
        return cvpn_cli_fail (error);
    answer = cvpn_explain (scenario, &question, &error);
    if (!answer)
        return cvpn_cli_fail (error);
    text = common->json ? cvpn_answer_json (answer) : cvpn_answer_text (answer, common->color);
    fputs (text, stdout);
    const CvpnOutcome outcome = cvpn_answer_outcome (answer);
    return outcome == CVPN_OUTCOME_DELIVERED || outcome == CVPN_OUTCOME_BYPASSED ? CVPN_EXIT_FINE
                                                                                 : CVPN_EXIT_NO;
}

int
cvpn_cmd_explain (char **argv)
{
    g_auto (Options) o = { 0 };
    const GOptionEntry entries[] = {
        { "client", 'c', 0, G_OPTION_ARG_FILENAME, &o.client,
          "A population, or one of its users (engineers-7)", "NAME" },
        { "groups", 'g', 0, G_OPTION_ARG_FILENAME, &o.groups,
          "Instead: a user of these access groups who has authenticated (may be empty)", "G1;G2" },
        { "to", 't', 0, G_OPTION_ARG_FILENAME, &o.to,
          "Where the flow goes: \"HOST|ADDRESS PROTOCOL [PORT]\"", "FLOW" },
        { "landing", 'l', 0, G_OPTION_ARG_FILENAME, &o.landing, "This associated subnet only",
          "SUBNET" },
        { "source-port", 0, 0, G_OPTION_ARG_FILENAME, &o.source_port,
          "The client's own port; default 49152", "N" },
        { "packet-size", 0, 0, G_OPTION_ARG_FILENAME, &o.packet_size,
          "Payload of its packets, 1480B; default: small ones", "SIZE" },
        { "idle", 0, 0, G_OPTION_ARG_FILENAME, &o.idle,
          "Silence between the request and its answer, 6min; default: none", "DURATION" },
        { "at", 0, 0, G_OPTION_ARG_FILENAME, &o.at,
          "After the events up to this time, 2h; default: as the file has it", "TIME" },
        { "endpoint", 0, 0, G_OPTION_ARG_FILENAME, &o.endpoint,
          "With --groups, where there are several endpoints", "NAME" },
        { 0 },
    };
    const CvpnUsage usage = {
        .command = "explain",
        .parameters = "SCENARIO --client NAME --to FLOW",
        .summary = "Says what happens to one flow, step by step, for each subnet that the client\n"
                   "may land on, and what would have to change. Exit status 0 if it is delivered\n"
                   "or bypasses the tunnel, else 1.",
        .takes = CVPN_TAKES_OVERRIDES | CVPN_TAKES_FORMAT | CVPN_TAKES_COLOR | CVPN_TAKES_QUIET,
        .n_min = 1,
        .n_max = 1,
        .entries = entries,
    };
    g_auto (CvpnCommon) common = { 0 };
    int status = CVPN_EXIT_FINE;

    if (!cvpn_cli_parse (&usage, argv, &common, &status))
        return status;
    g_autoptr (CvpnScenario) scenario = cvpn_cli_load (common.arguments[0], &common, &status);
    return scenario ? answer_question (scenario, &o, &common) : status;
}
