/* Step 5, source NAT: the source becomes the interface's private address.
 *
 * Everything behind it sees that address and never the client's.  The client's
 * port is kept where it is free for this destination, else replaced; none left:
 * the packet is dropped.  (AWS re:Post, "AWS Client VPN connection and traffic
 * flow handling simplified", step 5; "Best practices for using AWS Client VPN";
 * which ports there are is an assumption, the key snat-ports) */
#include "path/filter.h"
#include "path/step.h"

/* With nothing else in use: the client's own port, or the first there is, whatever the
 * client's was. */
static gboolean
choose_port (CvpnWalk *walk, const CvpnEndpoint *endpoint, guint16 *port)
{
    const guint16 wanted = walk->packet.source_port;

    *port = wanted;
    if (!cvpn_filter_ports (walk->alike_ports, wanted,
                            (CvpnPorts){ endpoint->snat_first, endpoint->snat_last })) {
        *port = endpoint->snat_first;
        walk->alike_ports = NULL;
    }
    return endpoint->snat_ports > 0;
}

CvpnSnatPorts
cvpn_walk_snat_ports (const CvpnWalk *walk)
{
    const CvpnEndpoint *endpoint = cvpn_walk_endpoint (walk);
    const CvpnPacket *packet = &walk->packet;

    return (CvpnSnatPorts){ .tuple = { .interface = walk->association,
                                       .destination = packet->destination,
                                       .port = packet->destination_port,
                                       .protocol = packet->protocol },
                            .first = endpoint->snat_first,
                            .count = endpoint->snat_ports };
}

static gboolean
take_port (CvpnWalk *walk, const CvpnEndpoint *endpoint, guint16 *port)
{
    const CvpnSnatPorts ports = cvpn_walk_snat_ports (walk);

    if (!walk->snat)
        return choose_port (walk, endpoint, port);
    if (!cvpn_snat_table_take (walk->snat, &ports.tuple, walk->packet.source_port, ports.first,
                               ports.count, &walk->binding))
        return FALSE;
    *port = walk->binding.port;
    return TRUE;
}

/* One that may not be there has stopped the walk at the endpoint's routes. */
static gboolean
landing_has_been_told (const CvpnWalk *walk)
{
    return walk->failed && cvpn_walk_landing (walk)->maybe;
}

/* The interface is as unknown as its subnet, and so is all that is behind it. */
static void
leave_open (CvpnWalk *walk, CvpnTrace *trace)
{
    if (landing_has_been_told (walk))
        cvpn_step_skip (trace, CVPN_STAGE_SNAT);
    else
        cvpn_step_fail (walk, trace, CVPN_STAGE_SNAT, CVPN_CODE_UNKNOWN_RESOURCE,
                        cvpn_walk_subnet (walk)->rule);
    walk->way.place.kind = CVPN_PLACE_NOWHERE;
}

void
cvpn_step_snat (CvpnWalk *walk, CvpnTrace *trace)
{
    const CvpnEndpoint *endpoint = cvpn_walk_endpoint (walk);
    const CvpnAssociation *landing = cvpn_walk_landing (walk);
    guint16 port = walk->packet.source_port;

    if (walk->way.place.kind == CVPN_PLACE_CLIENT) {
        cvpn_step_skip (trace, CVPN_STAGE_SNAT);
        return;
    }
    if (cvpn_walk_landing_is_unknown (walk)) {
        leave_open (walk, trace);
        return;
    }
    if (cvpn_snat_serves (walk->packet.protocol) && !take_port (walk, endpoint, &port))
        cvpn_step_fail (walk, trace, CVPN_STAGE_SNAT, CVPN_CODE_CVPN_SNAT_PORT_EXHAUSTED,
                        landing->rule);
    else
        cvpn_step_pass (trace, CVPN_STAGE_SNAT, landing->rule);
    walk->packet.source = landing->interface_address;
    walk->packet.source_port = port;
}
