/* Listeners: TCP is answered by the kernel once a socket listens, UDP is echoed here, to where
 * it came from and from the address that it was sent to.  Closed ports answer by themselves. */
#include "listen.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct {
    int fd;
    guint8 protocol;
} Listener;

struct KernelListeners {
    GArray *all; /* Listener */
    int epoll;
};

static void
open_listener (KernelListeners *listeners, guint8 protocol, guint16 port)
{
    const gboolean tcp = protocol == CVPN_PROTOCOL_TCP;
    const int on = 1;
    const int type = (tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_NONBLOCK | SOCK_CLOEXEC;
    const struct sockaddr_in any = { .sin_family = AF_INET, .sin_port = htons (port) };
    Listener listener = { socket (AF_INET, type, 0), protocol };
    struct epoll_event event = { .events = EPOLLIN, .data.u32 = listeners->all->len };

    setsockopt (listener.fd, SOL_IP, IP_PKTINFO, &on, sizeof on);
    if (listener.fd < 0 || bind (listener.fd, (const void *) &any, sizeof any) != 0 ||
        (tcp && listen (listener.fd, 4096) != 0) ||
        epoll_ctl (listeners->epoll, EPOLL_CTL_ADD, listener.fd, &event) != 0)
        g_error ("port %u: %s", port, g_strerror (errno));
    g_array_append_val (listeners->all, listener);
}

static gboolean
host_listens (const CvpnNetwork *net, const CvpnHost *host, guint8 protocol, guint16 port)
{
    for (guint32 i = host->listen.first; i < host->listen.first + host->listen.count; i++)
        if (cvpn_match_admits (cvpn_at (net->matches, CvpnMatch, i), protocol, port, 0, 0))
            return TRUE;
    return host->listens_to_all;
}

/* 'host' NULL: at all ports. */
static void
listen_in (KernelListeners *listeners, const Kernel *k, const KernelSpace *space,
           const CvpnHost *host)
{
    const GArray *const ports[] = { k->tcp_ports, k->udp_ports };
    const guint8 protocols[] = { CVPN_PROTOCOL_TCP, CVPN_PROTOCOL_UDP };

    if (!space)
        return;
    kernel_space_enter (&k->world, space);
    for (guint i = 0; i < 2; i++)
        for (guint j = 0; j < ports[i]->len; j++) {
            const guint16 port = g_array_index (ports[i], guint16, j);
            if (!host || host_listens (k->net, host, protocols[i], port))
                open_listener (listeners, protocols[i], port);
        }
    kernel_space_enter (&k->world, NULL);
}

KernelListeners *
kernel_listeners_new (Kernel *k, int epoll)
{
    KernelListeners *listeners = g_new0 (KernelListeners, 1);

    listeners->all = g_array_new (FALSE, FALSE, sizeof (Listener));
    listeners->epoll = epoll;
    for (guint32 i = 0; i < k->net->hosts->len; i++)
        listen_in (listeners, k, k->hosts[i], cvpn_host (k->net, i));
    listen_in (listeners, k, k->networks[CVPN_INTERNET], NULL);
    for (guint32 i = 0; i < kernel_count (k->net->vpc_endpoints); i++)
        listen_in (listeners, k, k->services[i], NULL);
    for (guint32 i = 0; i < k->net->associations->len; i++)
        listen_in (listeners, k, k->peers[i], NULL);
    for (guint32 i = 0; i < k->net->associations->len; i++)
        listen_in (listeners, k, k->resolvers[i], NULL);
    return listeners;
}

static void
accept_one (int listener)
{
    const int fd = accept4 (listener, NULL, NULL, SOCK_CLOEXEC);

    if (fd >= 0)
        close (fd);
}

/* The control message that came with the request says from which address to answer. */
static void
echo_one (int fd)
{
    char data[64], control[CMSG_SPACE (sizeof (struct in_pktinfo))];
    struct sockaddr_in peer;
    struct iovec part = { data, sizeof data };
    struct msghdr message = { .msg_name = &peer,
                              .msg_namelen = sizeof peer,
                              .msg_iov = &part,
                              .msg_iovlen = 1,
                              .msg_control = control,
                              .msg_controllen = sizeof control };
    const ssize_t n = recvmsg (fd, &message, 0);
    struct cmsghdr *header = n < 0 ? NULL : CMSG_FIRSTHDR (&message);

    if (!header || header->cmsg_type != IP_PKTINFO)
        return;
    struct in_pktinfo info;
    memcpy (&info, CMSG_DATA (header), sizeof info);
    info.ipi_ifindex = 0; /* by the routes */
    info.ipi_spec_dst = info.ipi_addr;
    memcpy (CMSG_DATA (header), &info, sizeof info);
    part.iov_len = (size_t) n;
    if (sendmsg (fd, &message, 0) < 0)
        return; /* no way back: silence, which is a verdict */
}

void
kernel_listeners_answer (KernelListeners *listeners, guint number)
{
    const Listener *listener = &g_array_index (listeners->all, Listener, number);

    if (listener->protocol == CVPN_PROTOCOL_TCP)
        accept_one (listener->fd);
    else
        echo_one (listener->fd);
}

void
kernel_listeners_free (KernelListeners *listeners)
{
    for (guint i = 0; i < listeners->all->len; i++)
        close (g_array_index (listeners->all, Listener, i).fd);
    g_array_unref (listeners->all);
    g_free (listeners);
}
