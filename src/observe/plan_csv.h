/* plan_csv: the files of a plan's folder, from which its pictures are drawn. */
#pragma once

#include <cvpnsim/plan.h>

/* TRUE for plan.json, candidates.csv, hours.csv, and the pictures of a plan. */
gboolean cvpn_plan_files_knows (const char *file);

/* Writes them into a folder that exists. */
gboolean cvpn_plan_files_write (const CvpnPlan *plan, const char *folder, GError **error);
