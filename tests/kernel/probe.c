/* Probes: a TCP connection, a datagram to be echoed, an echo request; all sent at once, from one
 * thread that enters the clients' namespaces in turn and answers for the listeners too.
 *
 * Only a TCP reset and an ICMP port unreachable are answers that say no (ECONNREFUSED): that a
 * router finds no way (EHOSTUNREACH and the like) is not told to AWS's customers, and is silence.
 */
#include "probe.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* A probe's epoll data is its number with this bit, a listener's without. */
#define PROBE_BIT 0x80000000u

static void
end_probe (KernelProbe *probe, CvpnOutcome outcome)
{
    if (probe->fd >= 0)
        close (probe->fd);
    probe->fd = -1;
    probe->got = (guint8) outcome;
}

static int
open_socket (const KernelProbe *probe)
{
    const gboolean tcp = probe->protocol == CVPN_PROTOCOL_TCP;
    const int type = (tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC;
    const int protocol = probe->protocol == CVPN_PROTOCOL_ICMP ? IPPROTO_ICMP : 0;
    const struct linger at_once = { 1, 0 };
    /* To a ping socket the port is the identifier. */
    const struct sockaddr_in own = { .sin_family = AF_INET,
                                     .sin_port = htons (probe->source_port) };
    const int fd = socket (AF_INET, type, protocol);

    if (fd < 0 || bind (fd, (const void *) &own, sizeof own) != 0)
        g_error ("a probe's socket, port %u: %s", probe->source_port, g_strerror (errno));
    if (tcp)
        setsockopt (fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    return fd;
}

/* The kernel gives the tunnel's address, or the link-local one of the client's own network. */
static gboolean
is_bypassed (int fd)
{
    struct sockaddr_in own;
    socklen_t length = sizeof own;

    return getsockname (fd, (void *) &own, &length) == 0 &&
           ntohl (own.sin_addr.s_addr) >> 16 == 0xa9fe;
}

static void
send_request (const KernelProbe *probe)
{
    guint8 request[16] = { 0 };

    if (probe->protocol == CVPN_PROTOCOL_ICMP)
        request[0] = 8;
    if (probe->protocol != CVPN_PROTOCOL_TCP && send (probe->fd, request, sizeof request, 0) < 0)
        return; /* an error of an earlier packet; the wait tells */
}

static void
start_probe (KernelProbe *probe, int epoll, guint number)
{
    const struct sockaddr_in to = { .sin_family = AF_INET,
                                    .sin_port = htons (probe->port),
                                    .sin_addr.s_addr = htonl (probe->destination) };
    struct epoll_event event = { .events = EPOLLIN, .data.u32 = PROBE_BIT | number };
    const gboolean tcp = probe->protocol == CVPN_PROTOCOL_TCP;
    int failed;

    if (tcp)
        event.events = EPOLLOUT;
    probe->fd = open_socket (probe);
    failed = connect (probe->fd, (const void *) &to, sizeof to) != 0 ? errno : 0;
    if (failed == ECONNREFUSED)
        end_probe (probe, CVPN_OUTCOME_REJECTED);
    else if (is_bypassed (probe->fd))
        end_probe (probe, CVPN_OUTCOME_BYPASSED);
    else if (failed != 0 && failed != EINPROGRESS)
        end_probe (probe, CVPN_OUTCOME_DROPPED);
    else if (epoll_ctl (epoll, EPOLL_CTL_ADD, probe->fd, &event) == 0)
        send_request (probe);
}

/* Errors that are only a router's leave a datagram waiting; a connection they end. */
static void
read_answer (KernelProbe *probe)
{
    char data[64];
    int failed = 0;
    socklen_t length = sizeof failed;

    if (probe->fd < 0)
        return;
    if (probe->protocol == CVPN_PROTOCOL_TCP)
        getsockopt (probe->fd, SOL_SOCKET, SO_ERROR, &failed, &length);
    else if (recv (probe->fd, data, sizeof data, 0) < 0)
        failed = errno;
    if (failed == 0)
        end_probe (probe, CVPN_OUTCOME_DELIVERED);
    else if (failed == ECONNREFUSED)
        end_probe (probe, CVPN_OUTCOME_REJECTED);
    else if (probe->protocol == CVPN_PROTOCOL_TCP)
        end_probe (probe, CVPN_OUTCOME_DROPPED);
}

static guint
count_waiting (const KernelProbe *probes, guint n)
{
    guint waiting = 0;

    for (guint i = 0; i < n; i++)
        waiting += probes[i].fd >= 0;
    return waiting;
}

static void
serve_events (int epoll, KernelListeners *listeners, KernelProbe *probes, int wait_ms)
{
    struct epoll_event events[64];
    const int n = epoll_wait (epoll, events, G_N_ELEMENTS (events), wait_ms);

    for (int i = 0; i < n; i++) {
        const guint32 number = events[i].data.u32;
        if (number & PROBE_BIT)
            read_answer (&probes[number & ~PROBE_BIT]);
        else
            kernel_listeners_answer (listeners, number);
    }
}

void
kernel_probe (Kernel *k, KernelProbe *probes, guint n, guint silence_ms)
{
    const int epoll = epoll_create1 (EPOLL_CLOEXEC);
    KernelListeners *listeners = kernel_listeners_new (k, epoll);
    const guint32 populations = k->scenario->workload->populations->len;

    for (guint i = 0; i < n; i++) {
        const KernelProbe *probe = &probes[i];
        kernel_space_enter (&k->world,
                            k->clients[probe->association * populations + probe->population]);
        start_probe (&probes[i], epoll, i);
        serve_events (epoll, listeners, probes, 0);
    }
    kernel_space_enter (&k->world, NULL);
    const gint64 end = g_get_monotonic_time () + 1000 * (gint64) silence_ms;
    while (g_get_monotonic_time () < end && count_waiting (probes, n) > 0)
        serve_events (epoll, listeners, probes, 20);
    for (guint i = 0; i < n; i++)
        if (probes[i].fd >= 0)
            end_probe (&probes[i], CVPN_OUTCOME_DROPPED);
    kernel_listeners_free (listeners);
    close (epoll);
}
