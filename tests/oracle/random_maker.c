/* random_maker: all choices by one GRand, blocks around what is there. */
#include "random_maker.h"

guint
maker_pick (Maker *m, guint n)
{
    return (guint) g_rand_int_range (m->rand, 0, (gint) n);
}

gboolean
maker_chance (Maker *m, guint percent)
{
    return maker_pick (m, 100) < percent;
}

gboolean
maker_slips (Maker *m, guint percent)
{
    return maker_pick (m, m->tidy ? 500 : 100) < percent;
}

void
maker_add (Maker *m, const char *format, ...)
{
    va_list arguments;

    va_start (arguments, format);
    g_string_append_vprintf (m->text, format, arguments);
    va_end (arguments);
}

void
maker_begin (Maker *m, const char *header)
{
    g_hash_table_remove_all (m->keys);
    maker_add (m, "\n[%s]\n", header);
}

gboolean
maker_is_new (Maker *m, const char *key)
{
    return g_hash_table_add (m->keys, g_strdup (key));
}

gboolean
maker_has_private_gateway (const Maker *m, guint vpc)
{
    return m->private_gateway && m->private_gateway_vpc == vpc;
}

void
maker_place (Maker *m, guint vpc, guint subnet, char place[16])
{
    if (m->two_blocks[vpc] && subnet + 1 == m->n_subnets[vpc])
        g_snprintf (place, 16, "10.6%u.%u", vpc, subnet);
    else
        g_snprintf (place, 16, "%s.%u", m->blocks[vpc], subnet);
}

/* An address that means something in this network, by its first three bytes. */
static void
pick_place (Maker *m, char place[16])
{
    static const char *const outside[] = { "192.168.1", "192.168.64", "198.51.100", "203.0.113" };
    const guint vpc = maker_pick (m, m->n_vpcs);

    if (maker_chance (m, 25))
        g_strlcpy (place, MAKER_PICK (m, outside), 16);
    else
        maker_place (m, vpc, maker_pick (m, m->n_subnets[vpc] + 1), place);
}

char *
maker_block (Maker *m)
{
    char place[16];
    g_auto (GStrv) bytes = NULL;

    pick_place (m, place);
    bytes = g_strsplit (place, ".", 3);
    switch (maker_pick (m, 7)) {
    case 0:
        return g_strdup ("0.0.0.0/0");
    case 1:
        return g_strdup_printf ("%s.0.0.0/8", bytes[0]);
    case 2:
    case 3:
        return g_strdup_printf ("%s.%s.0.0/16", bytes[0], bytes[1]);
    case 4:
        return g_strdup_printf ("%s.128/25", place);
    case 5:
        return g_strdup_printf ("%s.10/32", place);
    default:
        return g_strdup_printf ("%s.0/24", place);
    }
}

const char *
maker_match (Maker *m)
{
    static const char *const matches[] = { "all",      "all",       "all",    "tcp 443",
                                           "tcp *",    "udp *",     "udp 53", "tcp 1024-65535",
                                           "icmp",     "icmp 8",    "icmp 0", "tcp 22-443",
                                           "icmp 3/3", "tcp 49152", "6" };
    return MAKER_PICK (m, matches);
}
