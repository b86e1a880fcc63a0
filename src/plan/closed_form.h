/* closed_form: what queueing theory knows exactly of connections.
 *
 * Erlang's loss formula (Erlang 1917; insensitive to the distribution of stays: Sevastyanov
 * 1957), Engset's for closed populations, the infinite server with a rate that varies (Palm 1943;
 * Eick, Massey and Whitt, "The physics of the Mt/G/∞ queue", 1993). */
#pragma once

#include "model/workload.h"

/* The share of arrivals that find all of 'servers' busy; 'erlangs' is their rate times the mean
 * stay. Stable for millions of either. */
double cvpn_erlang_b (guint64 servers, double erlangs);
/* The fewest servers with which that share is at most 'blocking', 0 < blocking < 1. */
guint64 cvpn_erlang_b_servers (double erlangs, double blocking);
/* 'sources' customers, away for a mean of 1 / 'ratio' of the mean stay after a stay or a refusal.
 */
double cvpn_engset (guint64 sources, guint64 servers, double ratio);
/* The smallest n with P(N <= n) >= probability, 0 < probability < 1, N Poisson with that mean. */
guint64 cvpn_poisson_quantile (double mean, double probability);

/* What is known exactly of the demand of an endpoint, without limits.  FORM (word, name) */
typedef enum {
    CVPN_FORM_NONE,
    CVPN_FORM_ERLANG,  /* constant Poisson arrivals, each there once: Erlang B, M/G/∞ */
    CVPN_FORM_VARYING, /* Poisson arrivals by time of day: Mt/G/∞ for what is there at a time */
    CVPN_FORM_ENGSET,  /* one closed population of whom each comes again and again */
    CVPN_FORM_BOUND,   /* closed populations: never more than there are people */
} CvpnForm;

typedef struct {
    CvpnForm form;
    double erlangs;      /* ERLANG: offered; VARYING: the highest mean over the day; else NaN */
    gint64 peak_ns;      /* VARYING: the time of day of that */
    guint64 people;      /* ENGSET, BOUND: of all populations */
    double ratio;        /* ENGSET */
    const char *why_not; /* NONE and BOUND: what stands against more, a sentence without a full
                            stop; else NULL */
} CvpnOffered;

/* Of the populations of 'endpoint'.  A place stays taken for the mean stay, cut at the session's
 * time limit where that ends it for good, and for the keepalive's time-out more where clients
 * vanish.  Retries, reconnects that follow the time limit, events of the scenario, wrong
 * credentials and the like make it NONE (or BOUND where it still holds); each has its sentence. */
CvpnOffered cvpn_offered (const CvpnSpec *spec, const CvpnNetwork *net,
                          const CvpnWorkload *workload, guint32 endpoint);

/* The share of connections refused for want of a place; NaN where 'offered' does not say (form
 * VARYING and NONE; BOUND with fewer places than people).  0 is exact with BOUND. */
double cvpn_offered_blocking (const CvpnOffered *offered, guint64 places);
