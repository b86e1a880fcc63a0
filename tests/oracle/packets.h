/* packets: which of them to ask a scenario about: anything, and what is next to where anything
 * in its text begins or ends. */
#pragma once

#include <glib.h>

typedef struct PacketChooser PacketChooser;

/* Reads the blocks, addresses and numbers off the text. */
PacketChooser *packet_chooser_new (const char *scenario);
void packet_chooser_free (PacketChooser *chooser);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PacketChooser, packet_chooser_free)

typedef struct {
    guint32 address;
    guint8 protocol;
    guint16 port; /* never 0, but where it has none */
    guint8 icmp_type, icmp_code;
} PacketChoice;

PacketChoice packet_choose (PacketChooser *chooser, GRand *rand);

/* "10.0.0.1 tcp 443", as [expect] and explain ask for it; newly allocated. */
char *packet_text (const PacketChoice *packet);
