/* signals: asked for without waiting. */
#include "cli/signals.h"

#include <glib.h>

void
cvpn_signals_hold (sigset_t *held)
{
    sigemptyset (held);
    sigaddset (held, SIGINT);
    sigaddset (held, SIGTERM);
    sigprocmask (SIG_BLOCK, held, NULL);
}

int
cvpn_signals_caught (const sigset_t *held)
{
    const struct timespec at_once = { 0 };
    const int caught = sigtimedwait (held, NULL, &at_once);

    return MAX (caught, 0);
}
