/* sweep_state: what a sweep consists of, for the files that make it up. */
#pragma once

#include <cvpnsim/sweep.h>

#include "sweep/journal.h"
#include "sweep/warm_up.h"

struct CvpnSweep {
    CvpnGrid *grid;
    char *title, *folder;
    char *warm_up; /* as asked for; NULL */
    char *digest;
    gint64 checked_us; /* when the files last were as 'digest' says; monotonic */
    gint64 seed;
    CvpnStoppingRule rule; /* as asked for; the manifest's copy is what the experiment has */
    GArray *metrics;       /* guint, CvpnMetric: asked for, or the usual ones */
    gboolean usual;        /* they are */
    GPtrArray *labels;     /* char *, of the grid's keys */

    CvpnJournal *journal; /* NULL: not opened, as on other ranks than the first */
    CvpnPilots *pilots;   /* at work; else NULL */
    CvpnExperiment *experiment;
    guint found;   /* runs that were there */
    GArray *shown; /* guint: of 'metrics' those that a run has */
};

/* TRUE: the warm-up is "auto". */
gboolean cvpn_sweep_finds_warm_up (const CvpnSweep *sweep);
