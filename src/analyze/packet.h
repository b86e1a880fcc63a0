/* packet: a packet of a class, and how explain is asked for it. */
#pragma once

#include "classes/survey.h"

/* How well people know it: TCP port 443 best, then TCP, then UDP. */
guint cvpn_selector_rank (guint32 selector);

/* A flow of the cell: of those that people know best.  FALSE: there is none, for no flow goes to
 * port 0. */
gboolean cvpn_cell_flow (const CvpnCell *cell, guint32 *selector);

/* "10.0.3.7 tcp 443"; newly allocated. */
char *cvpn_packet_text (guint32 address, guint32 selector);
