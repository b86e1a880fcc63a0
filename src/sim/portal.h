/* portal: the self-service portal, where users fetch a new configuration file.
 *
 * Whoever is not asked for the second factor, because the file is from before it was
 * asked for, fetches a new one some time after the first failure (AWS Client VPN
 * Administrator Guide, "Self-service portal"). */
#pragma once

#include "sim/state.h"

/* An attempt of the client has failed for that. */
void cvpn_portal_note_failure (CvpnSimulation *sim, guint32 client);

/* TRUE if the user has fetched one by now. */
gboolean cvpn_portal_has_new_file (const CvpnSimulation *sim, const CvpnClient *client);
