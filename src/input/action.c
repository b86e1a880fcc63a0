/* action: what an event does, "create-route 172.31.0.0/16 subnet-b". */
#include "input/action.h"

void
cvpn_action_parse (const CvpnReading *at, const char *value, gpointer field)
{
    CvpnActionSpec *action = field;

    (void) at;
    (void) value;
    action->kind = -1;
}

void
cvpn_action_clear (gpointer field)
{
    CvpnActionSpec *action = field;

    g_clear_pointer (&action->text, g_free);
    g_clear_pointer (&action->name, g_free);
}

void
cvpn_action_check (gpointer spec, const CvpnReading *at)
{
    (void) spec;
    (void) at;
}
