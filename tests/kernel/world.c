/* Namespaces by unshare, named by a bind mount as `ip netns` does; the rest by ip and nft, one
 * process each per namespace, all at once. */
#include "world.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define OWN_SPACE  "/proc/self/ns/net"
#define LINK_LOCAL 0xa9fe0000u /* 169.254.0.0 */

static void
fail (const char *what, const char *about)
{
    g_printerr ("%s %s: %s\n", what, about, g_strerror (errno));
    exit (3);
}

gboolean
kernel_world_isolate (const char **reason)
{
    if (geteuid () != 0)
        *reason = "not root";
    else if (unshare (CLONE_NEWNET | CLONE_NEWNS) != 0)
        *reason = "no network namespaces here (unshare)";
    else if (mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
             mount ("tmpfs", "/run", "tmpfs", 0, NULL) != 0 || mkdir ("/run/netns", 0755) != 0)
        *reason = "no mount namespace here";
    else
        return TRUE;
    return FALSE;
}

void
kernel_world_init (KernelWorld *world)
{
    world->outer = open (OWN_SPACE, O_RDONLY | O_CLOEXEC);
    world->spaces = g_ptr_array_new ();
    world->links = g_string_new (NULL);
    world->n_links = 0;
}

void
kernel_space_enter (const KernelWorld *world, const KernelSpace *space)
{
    if (setns (space ? space->fd : world->outer, CLONE_NEWNET) != 0)
        fail ("entering", space ? space->name : "the outer namespace");
}

/* /proc/sys/net shows the namespace of who opens it. */
static void
set_here (const char *path, const char *value)
{
    g_autofree char *file = g_strdup_printf ("/proc/sys/net/%s", path);
    const int fd = open (file, O_WRONLY | O_CLOEXEC);

    if (fd >= 0 && write (fd, value, strlen (value)) < 0)
        g_printerr ("%s: %s\n", file, g_strerror (errno));
    if (fd >= 0)
        close (fd);
}

void
kernel_space_set (const KernelWorld *world, const KernelSpace *space, const char *path,
                  const char *value)
{
    kernel_space_enter (world, space);
    set_here (path, value);
    kernel_space_enter (world, NULL);
}

/* Nothing may be withheld or added that AWS does not: no reverse path filter, no limit to ICMP
 * errors, no redirects, no IPv6, no conversation picked up in its middle. */
static void
set_all (gboolean forwards)
{
    static const char *const settings[][2] = {
        { "ipv4/conf/all/rp_filter", "0" },
        { "ipv4/conf/default/rp_filter", "0" },
        { "ipv4/conf/all/send_redirects", "0" },
        { "ipv4/conf/default/send_redirects", "0" },
        { "ipv4/conf/all/accept_redirects", "0" },
        { "ipv6/conf/all/disable_ipv6", "1" },
        { "ipv6/conf/default/disable_ipv6", "1" },
        { "ipv4/icmp_ratelimit", "0" },
        { "ipv4/icmp_ratemask", "0" },
        { "ipv4/icmp_msgs_per_sec", "1000000" },
        { "ipv4/icmp_msgs_burst", "1000000" },
        { "ipv4/ping_group_range", "0 2147483647" },
        { "ipv4/tcp_syncookies", "0" },
        { "ipv4/tcp_max_syn_backlog", "8192" },
        { "core/somaxconn", "8192" },
        { "netfilter/nf_conntrack_tcp_loose", "0" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
        set_here (settings[i][0], settings[i][1]);
    set_here ("ipv4/ip_forward", forwards ? "1" : "0");
}

KernelSpace *
kernel_world_space (KernelWorld *world, gboolean forwards, const char *format, ...)
{
    KernelSpace *space = g_new0 (KernelSpace, 1);
    va_list arguments;

    va_start (arguments, format);
    space->name = g_strdup_vprintf (format, arguments);
    va_end (arguments);
    g_autofree char *file = g_strdup_printf ("/run/netns/%s", space->name);
    if (unshare (CLONE_NEWNET) != 0)
        fail ("making", space->name);
    set_all (forwards);
    space->fd = open (OWN_SPACE, O_RDONLY | O_CLOEXEC);
    if (space->fd < 0 || !g_file_set_contents (file, "", 0, NULL) ||
        mount (OWN_SPACE, file, NULL, MS_BIND, NULL) != 0)
        fail ("naming", space->name);
    kernel_space_enter (world, NULL);
    space->ip = g_string_new ("link set dev lo up\n");
    space->nft = g_string_new (NULL);
    g_ptr_array_add (world->spaces, space);
    return space;
}

G_GNUC_PRINTF (2, 0)
static void
add_line (GString *text, const char *format, va_list arguments)
{
    g_string_append_vprintf (text, format, arguments);
    g_string_append_c (text, '\n');
}

void
kernel_ip (KernelSpace *space, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    add_line (space->ip, format, arguments);
    va_end (arguments);
}

void
kernel_nft (KernelSpace *space, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    add_line (space->nft, format, arguments);
    va_end (arguments);
}

static void
write_address (char text[16], guint32 address)
{
    g_snprintf (text, 16, "169.254.%u.%u", (address >> 8) & 255, address & 255);
}

static void
raise_device (KernelSpace *space, const char *device, const char *own, const char *far,
              char route[64])
{
    kernel_ip (space, "link set dev %s up", device);
    kernel_ip (space, "addr add %s/32 dev %s", own, device);
    g_snprintf (route, 64, "via %s dev %s onlink", far, device);
}

KernelLink
kernel_world_link (KernelWorld *world, KernelSpace *a, const char *a_device, KernelSpace *b,
                   const char *b_device)
{
    const guint32 first = LINK_LOCAL + 2 * ++world->n_links;
    char a_address[16], b_address[16];
    KernelLink link;

    write_address (a_address, first);
    write_address (b_address, first + 1);
    g_string_append_printf (world->links,
                            "link add name %s netns %s type veth peer name %s netns %s\n", a_device,
                            a->name, b_device, b->name);
    raise_device (a, a_device, a_address, b_address, link.to_b);
    raise_device (b, b_device, b_address, a_address, link.to_a);
    return link;
}

/* Runs `ip -batch FILE` or `nft -f FILE` in the space (NULL: in the outer one). */
static pid_t
start_tool (const KernelWorld *world, const KernelSpace *space, gboolean nft, const char *text)
{
    g_autofree char *file =
        g_strdup_printf ("/run/%s.%s", space ? space->name : "links", nft ? "nft" : "ip");
    pid_t pid;

    if (!g_file_set_contents (file, text, -1, NULL))
        fail ("writing", file);
    pid = fork ();
    if (pid != 0)
        return pid;
    prctl (PR_SET_PDEATHSIG, SIGKILL);
    kernel_space_enter (world, space);
    if (nft)
        execlp ("nft", "nft", "-f", file, NULL);
    else
        execlp ("ip", "ip", "-batch", file, NULL);
    _exit (127);
}

static gboolean
wait_tool (pid_t pid, const char *name)
{
    int status;

    while (waitpid (pid, &status, 0) < 0)
        if (errno != EINTR)
            return FALSE;
    if (WIFEXITED (status) && WEXITSTATUS (status) == 0)
        return TRUE;
    g_printerr ("ip or nft failed in %s\n", name);
    return FALSE;
}

static gboolean
make_spaces (KernelWorld *world, gboolean nft)
{
    g_autofree pid_t *pids = g_new0 (pid_t, world->spaces->len);
    gboolean ok = TRUE;

    for (guint i = 0; i < world->spaces->len; i++) {
        const KernelSpace *space = world->spaces->pdata[i];
        g_autofree char *table = g_strdup_printf ("table ip t {\n%s}\n", space->nft->str);
        if (!nft || space->nft->len > 0)
            pids[i] = start_tool (world, space, nft, nft ? table : space->ip->str);
    }
    for (guint i = 0; i < world->spaces->len; i++)
        if (pids[i] != 0)
            ok &= wait_tool (pids[i], ((const KernelSpace *) world->spaces->pdata[i])->name);
    return ok;
}

gboolean
kernel_world_make (KernelWorld *world)
{
    return wait_tool (start_tool (world, NULL, FALSE, world->links->str), "the outer namespace") &&
           make_spaces (world, FALSE) && make_spaces (world, TRUE);
}
