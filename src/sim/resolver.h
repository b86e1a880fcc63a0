/* resolver: which associated subnet the endpoint's name leads a client to. */
#pragma once

#include "sim/state.h"

/* The association; CVPN_NONE, with 'code', where there is no answer.  'purpose' is that
 * of the draw, where the answer is drawn. */
guint32 cvpn_resolver_answer (CvpnSimulation *sim, const CvpnClient *client, guint16 purpose,
                              CvpnCode *code);
