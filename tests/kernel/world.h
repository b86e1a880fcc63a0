/* world: network namespaces, the links between them, and what ip and nft are to do in each.
 *
 * Everything lives below one network and one mount namespace of this process
 * (kernel_world_isolate), so nothing is left when it ends, however it ends, and no packet can
 * leave: the outer namespace has no link to the machine's own. */
#pragma once

#include <glib.h>

typedef struct {
    char *name; /* below /run/netns of the mount namespace */
    int fd;
    GString *ip;  /* lines of `ip -batch` */
    GString *nft; /* chains of its one table */
} KernelSpace;

typedef struct {
    int outer;
    GPtrArray *spaces; /* KernelSpace *, owned */
    GString *links;    /* lines of `ip -batch` in the outer namespace */
    guint n_links;
} KernelWorld;

/* A link as routes name it: "via 169.254.0.5 dev eth0 onlink". */
typedef struct {
    char to_b[64]; /* in the space a */
    char to_a[64]; /* in the space b */
} KernelLink;

/* Moves this process into namespaces of its own.  FALSE with 'reason' (static) where they are
 * not to be had. */
gboolean kernel_world_isolate (const char **reason);

/* To be called once, behind kernel_world_isolate. */
void kernel_world_init (KernelWorld *world);

/* A new namespace that forwards (or not), with the settings that all have.  Ends the process
 * where there is none. */
KernelSpace *kernel_world_space (KernelWorld *world, gboolean forwards, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* A pair of interfaces, each with a link-local address of its own. */
KernelLink kernel_world_link (KernelWorld *world, KernelSpace *a, const char *a_device,
                              KernelSpace *b, const char *b_device);

void kernel_ip (KernelSpace *space, const char *format, ...) G_GNUC_PRINTF (2, 3);
void kernel_nft (KernelSpace *space, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Writes 'value' to /proc/sys/net/PATH of the space; a setting that this kernel lacks is
 * passed over. */
void kernel_space_set (const KernelWorld *world, const KernelSpace *space, const char *path,
                       const char *value);

/* This thread enters the space; NULL: the outer one again. */
void kernel_space_enter (const KernelWorld *world, const KernelSpace *space);

/* Has ip and nft do all that was written.  FALSE, their messages being on standard error, if
 * one of them failed. */
gboolean kernel_world_make (KernelWorld *world);
