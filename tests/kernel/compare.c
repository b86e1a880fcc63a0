/* What the evaluator says of the flows that were probed.
 *
 * The kernel shows neither step nor code, and cannot refuse a login: what step 1 rejects is not
 * probed.  A disagreement is probed a second time, alone with its like and for longer, so that a
 * busy machine is not taken for a dropped packet. */
#include "compare.h"

#include <stdlib.h>

#include "flows.h"
#include "path/walk.h"

#define AT_ONCE          400
#define MORE             10 /* flows to choose from for each that is probed */
#define SILENCE_MS       300
#define SILENCE_AGAIN_MS 2000
#define MOST_PRINTED     20

static CvpnOutcome
ask_walk (const CvpnScenario *scenario, const KernelProbe *probe, CvpnTrace *trace)
{
    const CvpnPacket packet = { .destination = probe->destination,
                                .source_port = probe->source_port,
                                .destination_port = probe->port,
                                .protocol = probe->protocol,
                                .icmp_type = probe->protocol == CVPN_PROTOCOL_ICMP ? 8 : 0 };
    CvpnWalk walk;

    trace->n = 0;
    cvpn_walk_init (
        &walk, scenario->net,
        &cvpn_at (scenario->workload->populations, CvpnPopulation, probe->population)->person,
        probe->association, &packet);
    return cvpn_walk_run (&walk, trace);
}

typedef enum {
    BEYOND, /* what the kernel cannot show */
    EARLY,  /* dropped in the tunnel, or before it */
    LATE,   /* dropped behind it */
    ANSWERED,
    N_SORTS
} Sort;

static Sort
sort_probe (const CvpnScenario *scenario, KernelProbe *probe)
{
    CvpnTrace trace;
    const CvpnOutcome outcome = ask_walk (scenario, probe, &trace);
    const CvpnVerdict *obstacle = cvpn_trace_obstacle (&trace);

    if (outcome == CVPN_OUTCOME_UNDETERMINED ||
        (outcome == CVPN_OUTCOME_REJECTED && obstacle && obstacle->step == CVPN_STEP_CONNECTION))
        return BEYOND;
    if (outcome == CVPN_OUTCOME_DELIVERED || outcome == CVPN_OUTCOME_REJECTED)
        return ANSWERED;
    return obstacle && obstacle->step <= CVPN_STEP_VPN_ROUTE ? EARLY : LATE;
}

/* Most of the product ends early, where there is little to compare: of 'cap' flows beside the
 * expected ones four in five are others, as far as there are, and half of these answered. */
static void
choose_probes (const CvpnScenario *scenario, KernelFlows *flows, guint cap)
{
    const guint room[N_SORTS] = { 0, cap / 5, 2 * cap / 5, 2 * cap / 5 };
    guint count[N_SORTS] = { 0 }, seen[N_SORTS] = { 0 };
    GArray *all = flows->probes;

    flows->probes = g_array_new (FALSE, FALSE, sizeof (KernelProbe));
    for (guint i = 0; i < all->len; i++)
        count[sort_probe (scenario, &g_array_index (all, KernelProbe, i))]++;
    for (guint i = 0; i < all->len; i++) {
        const Sort sort = sort_probe (scenario, &g_array_index (all, KernelProbe, i));
        const guint64 here = seen[sort]++, most = MIN (room[sort], count[sort]);
        const gboolean even = here * most / count[sort] != (here + 1) * most / count[sort];
        if (sort == BEYOND)
            flows->not_probed++;
        else if (even || g_array_index (all, KernelProbe, i).expected)
            g_array_append_val (flows->probes, g_array_index (all, KernelProbe, i));
    }
    g_array_unref (all);
}

static void
run_probes (Kernel *k, KernelFlows *flows, KernelProbe *probes, guint n, guint silence_ms)
{
    for (guint i = 0; i < n; i++)
        probes[i].source_port = kernel_flows_port (flows, probes[i].association);
    for (guint first = 0; first < n; first += AT_ONCE)
        kernel_probe (k, probes + first, MIN (AT_ONCE, n - first), silence_ms);
}

static gboolean
agrees (const CvpnScenario *scenario, const KernelProbe *probe)
{
    CvpnTrace trace;

    return ask_walk (scenario, probe, &trace) == probe->got;
}

static const char *
protocol_word (guint8 protocol)
{
    return protocol == CVPN_PROTOCOL_TCP ? "tcp" : protocol == CVPN_PROTOCOL_UDP ? "udp" : "icmp";
}

static void
print_disagreement (const CvpnScenario *scenario, const char *title, const KernelProbe *probe)
{
    const CvpnNetwork *net = scenario->net;
    const CvpnAssociation *landing = cvpn_association (net, probe->association);
    char address[CVPN_ADDRESS_TEXT];
    CvpnTrace trace;
    const CvpnOutcome outcome = ask_walk (scenario, probe, &trace);
    const CvpnVerdict *obstacle = cvpn_trace_obstacle (&trace);

    g_print ("# %s, %s on %s from port %u: %s %s %u: kernel %s, cvpnsim %s", title,
             cvpn_at (scenario->workload->populations, CvpnPopulation, probe->population)->name,
             cvpn_subnet (net, landing->subnet)->name, probe->source_port,
             cvpn_address_format (probe->destination, address), protocol_word (probe->protocol),
             probe->port, cvpn_outcome_word (probe->got), cvpn_outcome_word (outcome));
    if (obstacle)
        g_print (" at %s, %s", cvpn_step_number (obstacle->step), cvpn_code_word (obstacle->code));
    g_print ("\n");
}

/* Those that disagree, of the first go and still in a second. */
static GArray *
find_disagreements (Kernel *k, KernelFlows *flows, KernelTotals *totals)
{
    GArray *found = g_array_new (FALSE, FALSE, sizeof (KernelProbe));

    for (guint i = 0; i < flows->probes->len; i++) {
        const KernelProbe probe = g_array_index (flows->probes, KernelProbe, i);
        totals->outcomes[probe.got]++;
        if (!agrees (k->scenario, &probe))
            g_array_append_val (found, probe);
    }
    totals->again += found->len;
    if (found->len > 0)
        run_probes (k, flows, (KernelProbe *) (gpointer) found->data, found->len, SILENCE_AGAIN_MS);
    for (guint i = found->len; i > 0; i--)
        if (agrees (k->scenario, &g_array_index (found, KernelProbe, i - 1)))
            g_array_remove_index (found, i - 1);
    return found;
}

static void
open_shell (const Kernel *k)
{
    g_print ("# `ip netns` lists the namespaces, `ip netns exec NAME COMMAND` enters one; "
             "what was done in it is in /run/NAME.ip and /run/NAME.nft\n");
    kernel_space_enter (&k->world, NULL);
    if (system ("sh") == -1)
        g_printerr ("no shell\n");
}

gboolean
kernel_compare (const CvpnScenario *scenario, const KernelQuestion *question, KernelTotals *totals)
{
    KernelFlows *flows = kernel_flows_new (scenario, MORE * question->cap, question->seed);
    Kernel k = { .scenario = scenario,
                 .net = scenario->net,
                 .tcp_ports = flows->tcp_ports,
                 .udp_ports = flows->udp_ports };

    choose_probes (scenario, flows, question->cap);
    totals->not_probed += flows->not_probed;
    totals->probes += flows->probes->len;
    if (flows->probes->len == 0 && !question->shell)
        return TRUE;
    kernel_build (&k);
    if (!kernel_world_make (&k.world))
        return FALSE;
    run_probes (&k, flows, (KernelProbe *) (gpointer) flows->probes->data, flows->probes->len,
                SILENCE_MS);
    g_autoptr (GArray) found = find_disagreements (&k, flows, totals);
    totals->disagreements += found->len;
    for (guint i = 0; i < MIN (found->len, MOST_PRINTED); i++)
        print_disagreement (scenario, question->title, &g_array_index (found, KernelProbe, i));
    if (question->shell)
        open_shell (&k);
    return found->len == 0;
}
