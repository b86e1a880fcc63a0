/* packet: a packet of a class, and how explain is asked for it. */
#pragma once

#include "classes/survey.h"

/* A flow of the cell: TCP port 443 or some other port of TCP if there is one.  FALSE: there is
 * none, for no flow goes to port 0. */
gboolean cvpn_cell_flow (const CvpnCell *cell, guint32 *selector);

/* "10.0.3.7 tcp 443"; newly allocated. */
char *cvpn_packet_text (guint32 address, guint32 selector);
