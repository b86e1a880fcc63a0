/* landings: flows counted by endpoint, landing subnet and destination. */
#pragma once

#include <glib.h>

#include <cvpnsim/observer.h>

typedef struct {
    const char *endpoint, *subnet, *destination;
    gint64 flows, delivered;
} CvpnLanding;

typedef struct CvpnLandings CvpnLandings;

CvpnLandings *cvpn_landings_new (void);
void cvpn_landings_free (CvpnLandings *landings);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnLandings, cvpn_landings_free)

/* Counts the flow; its names must outlive 'landings'. */
void cvpn_landings_add (CvpnLandings *landings, const CvpnFlowRecord *flow);

/* const CvpnLanding *, in the order of their names; free with g_ptr_array_unref. */
GPtrArray *cvpn_landings_sorted (const CvpnLandings *landings);

/* delivered / flows */
double cvpn_landing_success (const CvpnLanding *landing);
