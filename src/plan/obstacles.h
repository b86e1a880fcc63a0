/* obstacles: what stands against a closed form. */
#pragma once

#include "model/workload.h"

/* All populations of an endpoint, at least one. */
typedef struct {
    const CvpnPopulation **populations;
    guint n;
} CvpnPeople;

/* TRUE if some come by the time of day. */
gboolean cvpn_people_vary (const CvpnPeople *people);

/* Sentences without a full stop; NULL: nothing. */
typedef struct {
    const char *to_form;
    const char *to_bound; /* even to "never more places than people", or to any form at all */
} CvpnObstacles;

CvpnObstacles cvpn_obstacles_find (const CvpnSpec *spec, const CvpnNetwork *net, guint32 endpoint,
                                   const CvpnPeople *people);
