/* imported: a scenario that has gone through the output of the AWS CLI, and the same questions put
 * to both. */
#pragma once

#include "aws_export.h"

/* What `cvpnsim import` makes of the folder; NULL and what it said, newly allocated. */
char *import_folder (const char *folder, char **faults);

/* What explain says of the packet ("10.0.0.1 tcp 443") on that landing, for a client of those
 * groups: "dropped 6 NO_ROUTE_TO_DESTINATION"; newly allocated.  "no landing" where there is none
 * of that name; another error as it is. */
char *imported_ask (const CvpnScenario *scenario, const char *endpoint, const char *landing,
                    const char *groups, const char *packet);
