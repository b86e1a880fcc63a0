/* action: what an event does, "create-route 172.31.0.0/16 subnet-b". */
#pragma once

#include "input/section.h"

/* For the section's table: fills and frees a CvpnActionSpec. */
void cvpn_action_parse (const CvpnReading *at, const char *value, gpointer field);
void cvpn_action_clear (gpointer field);
/* For the reference page: a table of the actions; newly allocated. */
char *cvpn_action_page (void);
