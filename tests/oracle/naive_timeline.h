/* naive_timeline: what a scenario's configuration is at a time, worked out from its text by a
 * second, slow way: all that was is done again, for each question.  The durations of operations
 * must be constants. */
#pragma once

#include "model/spec.h"

/* The configuration at the time, as sorted lines; newly allocated. */
char *naive_timeline_describe (const CvpnSpec *spec, gint64 time_ns);

/* All changes, "TIME OBJECT: STATE ERROR [END]", as lines sorted within a time; newly allocated. */
char *naive_timeline_changes (const CvpnSpec *spec);

/* The lines of both, sorted. */
char *naive_lines_join (GPtrArray *lines);
