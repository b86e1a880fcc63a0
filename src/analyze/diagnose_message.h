/* diagnose_message: findings in words. */
#pragma once

#include "analyze/diagnosis.h"

gboolean cvpn_box_has_address (const CvpnBox *box, guint32 address);

/* An answer about one packet of the finding, for the first of its crowds, walked on every
 * landing; without mends. */
CvpnAnswer *cvpn_discovery_walk (const CvpnDiscovery *discovery, const CvpnDiagnosis *d,
                                 guint32 address, guint32 selector);

/* The message and the further places, from such an answer. */
void cvpn_discovery_describe (CvpnDiscovery *discovery, const CvpnDiagnosis *d,
                              const CvpnAnswer *answer);

/* "web and db", "vpc-b", "the internet": what the finding's packets are for; newly allocated. */
char *cvpn_discovery_what (const CvpnDiscovery *discovery, const CvpnDiagnosis *d);
