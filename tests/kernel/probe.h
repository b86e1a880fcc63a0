/* probe: real packets from clients, and what came of them. */
#pragma once

#include <cvpnsim/verdict.h>

#include "listen.h"

typedef struct {
    guint32 population, association;
    guint32 destination;
    guint8 protocol; /* TCP, UDP, or ICMP: an echo request */
    guint16 port, source_port;
    gboolean expected; /* of an [expect] group */
    guint8 got;        /* CvpnOutcome */
    int fd;            /* -1: over */
} KernelProbe;

/* Sends all of them, and waits until each has an answer or 'silence_ms' have passed since the
 * last was sent: then the rest is dropped. */
void kernel_probe (Kernel *k, KernelProbe *probes, guint n, guint silence_ms);
