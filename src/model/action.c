/* action: the words of events. */
#include "model/spec.h"

#define ACTION_WORD(word, text, parameters)       text,
#define ACTION_PARAMETERS(word, text, parameters) parameters,

static const char *const words[] = { CVPN_ACTIONS (ACTION_WORD) };
static const char *const parameters[] = { CVPN_ACTIONS (ACTION_PARAMETERS) };

const char *
cvpn_action_word (gint kind)
{
    return words[kind];
}

const char *
cvpn_action_parameters (gint kind)
{
    return parameters[kind];
}

gint
cvpn_action_from_word (const char *word)
{
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
        if (g_strcmp0 (words[i], word) == 0)
            return (gint) i;
    return -1;
}

const char *
cvpn_event_endpoint (const CvpnSpec *spec, const CvpnEventSpec *event)
{
    if (event->endpoint)
        return event->endpoint;
    if (spec->endpoints->len != 1)
        return NULL;
    return ((const CvpnEndpointSpec *) spec->endpoints->pdata[0])->group->name;
}
