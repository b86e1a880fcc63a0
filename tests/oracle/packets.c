/* packets: every word of a scenario that looks like a block, or like a number. */
#include "packets.h"

#include <stdlib.h>
#include <string.h>

#include "base/prefix.h"

struct PacketChooser {
    GArray *blocks;  /* CvpnPrefix; addresses as blocks of one */
    GArray *numbers; /* guint, below 65536: ports, types, codes, and whatever else */
};

/* What the evaluator knows, whatever the file says. */
static const char *const known[] = { "10.0.0.0/8",    "172.16.0.0/12",  "192.168.0.0/16",
                                     "100.64.0.0/10", "169.254.0.0/16", "169.254.169.253/32",
                                     "127.0.0.0/8",   "224.0.0.0/3",    "0.0.0.0/8",
                                     "0.0.0.0/0",     "198.18.0.0/15" };

static void
add_block (PacketChooser *chooser, const char *word)
{
    CvpnPrefix prefix = { 0, 32 };

    if (strchr (word, '/') ? cvpn_prefix_parse (word, &prefix, NULL)
                           : cvpn_address_parse (word, &prefix.address, NULL))
        for (guint i = strchr (word, '/') ? 2 : 0; i < 3; i++) /* hosts rather than blocks */
            g_array_append_val (chooser->blocks, prefix);
}

/* "tcp 1024-65535", "icmp 3/4". */
static void
add_numbers (PacketChooser *chooser, const char *word)
{
    g_auto (GStrv) parts = g_strsplit_set (word, "-/", -1);

    for (guint i = 0; parts[i]; i++) {
        const gulong number = strtoul (parts[i], NULL, 10);
        const guint small = (guint) number;
        if (*parts[i] && strspn (parts[i], "0123456789") == strlen (parts[i]) && number < 65536)
            g_array_append_val (chooser->numbers, small);
    }
}

PacketChooser *
packet_chooser_new (const char *scenario)
{
    PacketChooser *chooser = g_new (PacketChooser, 1);
    g_auto (GStrv) words = g_strsplit_set (scenario, " ;=\n\t[]", -1);
    static const guint always[] = { 0, 8, 443, 65535 };

    chooser->blocks = g_array_new (FALSE, FALSE, sizeof (CvpnPrefix));
    chooser->numbers = g_array_new (FALSE, FALSE, sizeof (guint));
    g_array_append_vals (chooser->numbers, always, G_N_ELEMENTS (always));
    for (guint i = 0; i < G_N_ELEMENTS (known); i++)
        add_block (chooser, known[i]);
    for (guint i = 0; words[i]; i++) {
        if (strchr (words[i], '.'))
            add_block (chooser, words[i]);
        else
            add_numbers (chooser, words[i]);
    }
    return chooser;
}

void
packet_chooser_free (PacketChooser *chooser)
{
    g_array_unref (chooser->blocks);
    g_array_unref (chooser->numbers);
    g_free (chooser);
}

/* Anything; in a block; at the ends of one, or next to them; or at its Amazon DNS server, or
 * where AWS places the interfaces of its own. */
static guint32
choose_address (const PacketChooser *chooser, GRand *rand)
{
    const guint which = (guint) g_rand_int_range (rand, 0, (gint) chooser->blocks->len);
    const CvpnPrefix block = g_array_index (chooser->blocks, CvpnPrefix, which);
    const guint32 within = ~cvpn_prefix_mask (block.length);
    const guint32 last = block.address | within;

    switch (g_rand_int_range (rand, 0, 12)) {
    case 0:
    case 1:
        return g_rand_int (rand);
    case 2:
    case 3:
    case 4:
        return block.address | (g_rand_int (rand) & within);
    case 5:
        return block.address - 1;
    case 6:
        return last;
    case 7:
        return last + 1;
    case 8:
        return last - (guint32) g_rand_int_range (rand, 1, 6);
    case 9:
        return block.address + (guint32) g_rand_int_range (rand, 1, 6);
    default:
        return block.address;
    }
}

static guint
choose_number (const PacketChooser *chooser, GRand *rand, guint limit)
{
    const guint which = (guint) g_rand_int_range (rand, 0, (gint) chooser->numbers->len);
    const guint number = g_array_index (chooser->numbers, guint, which);

    if (g_rand_int_range (rand, 0, 5) == 0)
        return (guint) g_rand_int_range (rand, 0, (gint) limit);
    return (number + (guint) g_rand_int_range (rand, 0, 3) + limit - 1) % limit;
}

PacketChoice
packet_choose (PacketChooser *chooser, GRand *rand)
{
    static const guint8 protocols[] = { 6, 6, 6, 6, 6, 17, 17, 17, 1, 1, 1, 47, 0, 255 };
    const guint which = (guint) g_rand_int_range (rand, 0, G_N_ELEMENTS (protocols) + 3);
    PacketChoice packet = { .address = choose_address (chooser, rand) };

    if (which < G_N_ELEMENTS (protocols))
        packet.protocol = protocols[which];
    else if (which == G_N_ELEMENTS (protocols))
        packet.protocol = (guint8) g_rand_int_range (rand, 0, 256);
    else
        packet.protocol = (guint8) choose_number (chooser, rand, 256);
    if (packet.protocol == 6 || packet.protocol == 17)
        packet.port = (guint16) (1 + choose_number (chooser, rand, 65535));
    if (packet.protocol == 1) {
        packet.icmp_type = (guint8) choose_number (chooser, rand, 256);
        packet.icmp_code = (guint8) choose_number (chooser, rand, 256);
    }
    if (packet.protocol == 1 && g_rand_int_range (rand, 0, 3) == 0) {
        packet.icmp_type = 8; /* which alone is answered */
        packet.icmp_code = 0;
    }
    return packet;
}

char *
packet_text (const PacketChoice *packet)
{
    char address[CVPN_ADDRESS_TEXT];

    cvpn_address_format (packet->address, address);
    if (packet->protocol == 1)
        return g_strdup_printf ("%s icmp %u/%u", address, packet->icmp_type, packet->icmp_code);
    if (packet->protocol == 6 || packet->protocol == 17)
        return g_strdup_printf ("%s %s %u", address, packet->protocol == 6 ? "tcp" : "udp",
                                packet->port);
    return g_strdup_printf ("%s %u", address, packet->protocol);
}
