/* A summary that a test tells records, and its figures. */
#pragma once

#include <cvpnsim/summary.h>

#include "records.h"
#include "support.h"

typedef struct {
    CvpnTestScenario test;
    CvpnSummary *summary;
    const CvpnObserver *observer;
} Run;

static inline void
begin (Run *run, gint64 warm_up_ns)
{
    cvpn_test_scenario_init (&run->test);
    run->test.spec.scenario.warm_up_ns = warm_up_ns;
    run->summary = cvpn_summary_new (&run->test.scenario);
    run->observer = cvpn_summary_observer ();
}

static inline void
clear (Run *run)
{
    cvpn_summary_free (run->summary);
    cvpn_test_scenario_clear (&run->test);
}

static inline void
assert_metric (const Run *run, const char *name, double want)
{
    double got = -1;

    if (!cvpn_summary_metric (run->summary, name, &got))
        g_printerr ("no figure %s\n", name);
    cvpn_assert_near (got, want, 1e-9);
}
