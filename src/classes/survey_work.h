/* survey_work: what a survey has at hand while it runs (survey_run.c), and to answer from. */
#pragma once

#include "classes/joints.h"

struct CvpnSurveyWork {
    GArray *landings;           /* Landing */
    guint32 *landing_of_column; /* by column */
    CvpnEntrance *entrances;    /* by column, of the address under way */
    guint32 *behind;            /* by landing */
    guint first_cell;           /* of the address under way */
    CvpnJoints *joints;
};

void cvpn_survey_work_free (CvpnSurveyWork *work);

/* No flow goes to port 0 of TCP or UDP: it counts as port 1, so that a line drawn between the
 * two makes no class of its own. */
static inline guint32
cvpn_survey_walkable (guint32 selector)
{
    const guint8 protocol = cvpn_selector_protocol (selector);

    return (protocol == CVPN_PROTOCOL_TCP || protocol == CVPN_PROTOCOL_UDP) &&
                   cvpn_selector_port (selector) == 0
               ? selector + 1
               : selector;
}
