#include "model/reserved_words.h"

gboolean
cvpn_is_reserved_word (const char *name)
{
    static const char *const words[] = { "local",       "blackhole", "internet", "main", "vpc",
                                         "propagating", "allow",     "deny",     "all",  "tcp",
                                         "udp",         "icmp",      NULL };

    return g_strv_contains (words, name);
}
