/* What a class says of protocols and ports, read back. */
#pragma once

#include <glib.h>

/* Is the selector (base/selector.h) of that protocol, "tcp", "2-5;7-16", "all", and one of its
 * ports, "443", "1024-2047", of ICMP "8", "9-255", "3/4", "3/5-255"? */
gboolean cvpn_test_service_holds (const char *protocol, const char *ports, guint32 selector);
