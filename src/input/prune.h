/* prune: what of a faulty spec can still be built.
 *
 * All faults of a file are to be reported in one run, those between objects (an
 * overlap, a foreign subnet) too, which only the build of a network finds.  So a
 * spec with faults loses the groups that have one, and whatever refers to them,
 * and the rest is built for the sake of its faults. */
#pragma once

#include "input/sections.h"

/* Removes from the network's part of 'spec' every group with a fault in 'report'
 * and, until nothing more goes, every group that refers to one that went. */
void cvpn_spec_prune (CvpnSpec *spec, CvpnReport *report);
