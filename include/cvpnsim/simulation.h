/* A simulation: the scenario's people and traffic over time.
 *
 * Owns all mutable state; the scenario is shared and stays as it is.  The same
 * scenario and seed give the same calls to the observers. */
#pragma once

#include <cvpnsim/observer.h>
#include <cvpnsim/scenario.h>

typedef struct CvpnSimulation CvpnSimulation;

/* 'scenario' must outlive the simulation.  Fails with CVPN_ERROR_SCENARIO,
 * naming file and line, if the scenario gives no duration. */
CvpnSimulation *cvpn_simulation_new (const CvpnScenario *scenario, GError **error);
void cvpn_simulation_free (CvpnSimulation *simulation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnSimulation, cvpn_simulation_free)

/* Every flow is put to the evaluator, stage by stage, instead of once all those that are
 * alike: slower, the same result.  Before the first event. */
void cvpn_simulation_set_uncached (CvpnSimulation *simulation);

/* 'observer' and 'self' must outlive the simulation; called in the order added. */
void cvpn_simulation_add_observer (CvpnSimulation *simulation, const CvpnObserver *observer,
                                   gpointer self);

/* Handles at most 'events' events.  Returns FALSE when the run's end is reached. */
gboolean cvpn_simulation_advance (CvpnSimulation *simulation, guint64 events);

/* Ends the run where it is: reports the sessions still there, the last period
 * and the peaks, then calls the observers' finish.  Once. */
void cvpn_simulation_finish (CvpnSimulation *simulation);

typedef struct {
    gint64 time_ns, duration_ns;
    guint64 events;
} CvpnProgress;

CvpnProgress cvpn_simulation_progress (const CvpnSimulation *simulation);
