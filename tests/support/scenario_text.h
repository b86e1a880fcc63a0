/* Scenarios as text that tests change line by line. */
#pragma once

#include <cvpnsim/scenario.h>

/* Applies a change written like a scenario, and returns the new text:
 *
 *   [kind name]      the group that follows is changed, or added at the end
 *   KEY = VALUE      replaces the key's line, or adds one
 *   -KEY             takes the key away
 *   -[kind name]     takes the group away
 *
 * 'patch' may be NULL. */
char *cvpn_test_patch (const char *base, const char *patch);

/* Loads 'text'.  On failure returns NULL and, where 'faults' is not NULL, what
 * was reported; newly allocated. */
CvpnScenario *cvpn_test_load (const char *text, char **faults);

/* The zone of that name fails, if there is one: what an event would do. */
void cvpn_test_fail_zone (const CvpnScenario *scenario, const char *zone);

/* The content of a file of the source tree; newly allocated. */
char *cvpn_test_read (const char *relative);

/* The network that unit tests share, tests/support/network.ini, with a patch;
 * NULL, the faults being printed, if it does not load. */
CvpnScenario *cvpn_test_load_patched (const char *patch);
