/* flows: what is probed in a scenario. */
#pragma once

#include "probe.h"

typedef struct {
    GArray *probes;                /* KernelProbe: flows, each for one landing */
    GArray *tcp_ports, *udp_ports; /* guint16: those that may be probed, ascending by use */
    guint not_probed;              /* what the kernel cannot show: other protocols, step 1 */
    guint16 *next_port;            /* by association: a source port is used once */
} KernelFlows;

/* Every [expect] flow, and of the product of people, landings, destinations and ports at most
 * about 'cap', the same for the same 'seed'. */
KernelFlows *kernel_flows_new (const CvpnScenario *scenario, guint cap, guint32 seed);
/* A client's port that no other probe of this landing has had. */
guint16 kernel_flows_port (KernelFlows *flows, guint32 association);
