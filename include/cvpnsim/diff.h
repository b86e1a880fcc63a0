/* diff: which packets have another verdict after a change of the configuration than before
 * it, for whom and on which landing.  Complete over all addresses, protocols and ports. */
#pragma once

#include <cvpnsim/scenario.h>

typedef struct CvpnDiff CvpnDiff;

typedef enum {
    CVPN_DIFFERENCE_LOST,    /* it worked, on some landing at least, and does not any more */
    CVPN_DIFFERENCE_CHANGED, /* another verdict, neither better nor worse */
    CVPN_DIFFERENCE_GAINED,
} CvpnDifference;
#define CVPN_N_DIFFERENCES 3

/* Nothing is owned. */
typedef struct {
    const gint64 *at_ns; /* after the events of both files up to then; NULL: as they stand */
    gboolean codes;      /* also where only the step or the code differs */
} CvpnDiffOptions;

/* Both scenarios must outlive the result. */
CvpnDiff *cvpn_diff (const CvpnScenario *before, const CvpnScenario *after,
                     const CvpnDiffOptions *options);
void cvpn_diff_free (CvpnDiff *diff);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CvpnDiff, cvpn_diff_free)

/* How many classes of packets there are of the kind. */
guint cvpn_diff_count (const CvpnDiff *diff, CvpnDifference change);

/* Both newly allocated. */
char *cvpn_diff_text (const CvpnDiff *diff, gboolean color);
char *cvpn_diff_json (const CvpnDiff *diff);
