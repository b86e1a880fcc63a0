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
