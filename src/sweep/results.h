/* results: the tables of a sweep, as CSV. */
#pragma once

#include "experiment/experiment.h"
#include "sweep/grid.h"

/* What the pictures show; borrowed. */
typedef struct {
    const guint *metrics; /* CvpnMetric */
    guint n;
} CvpnShown;

/* A row for each setting and metric; newly allocated, like all of these. */
char *cvpn_results_csv (const CvpnGrid *grid, const CvpnExperiment *experiment);
/* A row for each setting but the first, and metric: it less the first one's. */
char *cvpn_differences_csv (const CvpnGrid *grid, const CvpnExperiment *experiment);
/* What the picture of a grid of one key is drawn from: NULL of any other. */
char *cvpn_curve_csv (const CvpnGrid *grid, const CvpnExperiment *experiment,
                      const CvpnShown *shown);
/* The same of two keys. */
char *cvpn_heat_map_csv (const CvpnGrid *grid, const CvpnExperiment *experiment,
                         const CvpnShown *shown);
