/* experiment_run: an experiment's work, given to a crew. */
#include "experiment/experiment_state.h"

CvpnCrewEnd
cvpn_experiment_run (CvpnExperiment *experiment, const CvpnCrew *crew, CvpnExperimentKeep keep,
                     gpointer data, GError **error)
{
    const guint ranks = crew->ranks ? crew->ranks->size : 1;

    experiment->keep = keep;
    experiment->data = data;
    cvpn_experiment_begin (experiment, crew->threads * ranks - 1);
    return cvpn_crew_work (crew, cvpn_experiment_work (), experiment, error);
}
