/* signals: SIGINT and SIGTERM, held back and asked for, so that an interrupted command keeps or
 * throws away what it has as a whole. */
#pragma once

#include <signal.h>

/* From now on they wait to be asked for, in threads that are made later too. */
void cvpn_signals_hold (sigset_t *held);
/* The number of one that has come; 0: none. */
int cvpn_signals_caught (const sigset_t *held);
