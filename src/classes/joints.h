/* joints: what becomes of a cell in every column, each combination once.
 *
 * The first steps depend on who sends, those behind them on the landing alone: a combination
 * is one of each, so crowds × landings are not multiplied with ports. */
#pragma once

#include "classes/survey.h"

/* How the steps up to authorization end for a crowd on a landing. */
typedef struct {
    guint32 fate; /* an obstacle's number; CVPN_NONE: passed */
    guint32 rule; /* that authorized it: cells do not mix what two rules let in */
} CvpnEntrance;

typedef struct CvpnJoints CvpnJoints;

CvpnJoints *cvpn_joints_new (guint n_columns, guint n_landings);
void cvpn_joints_free (CvpnJoints *joints);

/* The number of a fate: of equal ones the same. */
guint32 cvpn_joints_fate (CvpnJoints *joints, const CvpnFate *fate);

/* The number of a combination of entrances, one a column. */
guint32 cvpn_joints_entrances (CvpnJoints *joints, const CvpnEntrance *entrances);

/* The number of a combination of what lies behind, a fate's number for each landing;
 * CVPN_NONE: nobody gets so far there. */
guint32 cvpn_joints_joint (CvpnJoints *joints, guint32 entrances, const guint32 *behind);

guint cvpn_joints_count (const CvpnJoints *joints);
const CvpnFate *cvpn_joints_get (const CvpnJoints *joints, guint32 fate);
CvpnEntrance cvpn_joints_entrance (const CvpnJoints *joints, guint32 joint, guint32 column);
guint32 cvpn_joints_behind (const CvpnJoints *joints, guint32 joint, guint32 landing);
