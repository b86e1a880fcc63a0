/* plan_csv: candidates.csv, a row for each candidate; hours.csv, one for each hour of the run. */
#include "observe/plan_csv.h"

#include <math.h>
#include <string.h>

#include <cvpnsim/error.h>

#include "base/quantity.h"
#include "observe/csv_file.h"
#include "observe/plan_words.h"

static const char candidates_header[] =
    "prefix_length,associations,usable_addresses,connection_quota,places,"
    "normal,normal_success,normal_lower,normal_upper,normal_replications,normal_closed_form,"
    "zone_loss,zone_loss_success,zone_loss_lower,zone_loss_upper,zone_loss_replications,"
    "zone_loss_closed_form,"
    "storm,storm_success,storm_lower,storm_upper,storm_replications,storm_closed_form,"
    "associations_cost,connections_cost,public_addresses_cost,total_cost,currency,role,wanted";

static const char hours_header[] =
    "hour,time_of_day,active_most_mean,active_most_lower,active_most_upper,replications";

gboolean
cvpn_plan_files_knows (const char *file)
{
    return strcmp (file, "plan.json") == 0 || strcmp (file, "candidates.csv") == 0 ||
           strcmp (file, "hours.csv") == 0 ||
           (g_str_has_prefix (file, "plan-") &&
            (g_str_has_suffix (file, ".png") || g_str_has_suffix (file, ".svg")));
}

/* Six decimals say too little of a share. */
static void
add_real (CvpnCsvFile *file, double value)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    if (isnan (value))
        cvpn_csv_file_empty (file);
    else
        cvpn_csv_file_plain (file, g_ascii_formatd (text, sizeof text, "%.10g", value));
}

static void
add_figure (CvpnCsvFile *file, const CvpnPlanFigure *figure)
{
    add_real (file, figure->mean);
    add_real (file, figure->lower);
    add_real (file, figure->upper);
    cvpn_csv_file_integer (file, figure->replications);
}

static void
add_outcome (CvpnCsvFile *file, const CvpnPlanOutcome *outcome)
{
    static const CvpnPlanFigure nothing = { NAN, NAN, NAN, 0 };

    cvpn_csv_file_plain (file, !outcome->known ? "unknown" : outcome->holds ? "holds" : "fails");
    add_figure (file, outcome->known ? &outcome->success : &nothing);
    add_real (file, outcome->known ? outcome->exact : NAN);
}

/* "recommended", or the conditions for which it is the smallest. */
static void
add_role (CvpnCsvFile *file, const CvpnPlan *plan, int index)
{
    g_autoptr (GString) role = g_string_new (index == plan->recommended ? "recommended" : "");

    for (guint i = 0; i < CVPN_N_PLAN_CONDITIONS; i++)
        if (plan->smallest[i] == index)
            g_string_append_printf (role, "%s%s", role->len > 0 ? " " : "",
                                    cvpn_plan_condition_name (i));
    cvpn_csv_file_text (file, role->str);
}

static void
add_candidate (CvpnCsvFile *file, const CvpnPlan *plan, guint index)
{
    const CvpnPlanCandidate *candidate = cvpn_plan_candidate (plan, (int) index);

    cvpn_csv_file_integer (file, candidate->prefix_length);
    cvpn_csv_file_integer (file, candidate->associations);
    cvpn_csv_file_integer (file, (gint64) candidate->usable_addresses);
    cvpn_csv_file_integer (file, (gint64) candidate->connection_quota);
    cvpn_csv_file_integer (file, (gint64) candidate->places);
    for (guint i = 0; i < CVPN_N_PLAN_CONDITIONS; i++)
        add_outcome (file, &candidate->outcomes[i]);
    add_real (file, candidate->cost.associations);
    add_real (file, candidate->cost.connections);
    add_real (file, candidate->cost.public_addresses);
    add_real (file, candidate->cost.total);
    cvpn_csv_file_text (file, plan->prices.currency);
    add_role (file, plan, (int) index);
    add_real (file, plan->options.wanted);
    cvpn_csv_file_end_row (file);
}

static gboolean
write_candidates (const CvpnPlan *plan, const char *folder, GError **error)
{
    g_autofree char *path = g_build_filename (folder, "candidates.csv", NULL);
    g_autoptr (CvpnCsvFile) file = cvpn_csv_file_new (path, candidates_header);

    for (guint i = 0; i < plan->candidates->len; i++)
        add_candidate (file, plan, i);
    return cvpn_csv_file_close (file, error);
}

static gboolean
write_hours (const CvpnPlan *plan, const char *folder, GError **error)
{
    const CvpnPlanDemand *demand = &plan->demand;
    g_autofree char *path = g_build_filename (folder, "hours.csv", NULL);
    g_autoptr (CvpnCsvFile) file = cvpn_csv_file_new (path, hours_header);

    for (guint i = 0; i < demand->hours->len; i++) {
        const guint hour = demand->first_hour + i;
        const gint64 minutes = (demand->start_ns + hour * CVPN_HOUR) % CVPN_DAY / CVPN_MINUTE;
        char time[16];
        g_snprintf (time, sizeof time, "%02d:%02d", (int) (minutes / 60), (int) (minutes % 60));
        cvpn_csv_file_integer (file, hour);
        cvpn_csv_file_plain (file, time);
        add_figure (file, &g_array_index (demand->hours, CvpnPlanFigure, i));
        cvpn_csv_file_end_row (file);
    }
    return cvpn_csv_file_close (file, error);
}

static gboolean
write_json (const CvpnPlan *plan, const char *folder, GError **error)
{
    g_autofree char *path = g_build_filename (folder, "plan.json", NULL);
    g_autofree char *text = cvpn_plan_json (plan);
    GError *cause = NULL;

    if (g_file_set_contents (path, text, -1, &cause))
        return TRUE;
    g_set_error_literal (error, CVPN_ERROR, CVPN_ERROR_IO, cause->message);
    g_error_free (cause);
    return FALSE;
}

gboolean
cvpn_plan_files_write (const CvpnPlan *plan, const char *folder, GError **error)
{
    return write_candidates (plan, folder, error) && write_hours (plan, folder, error) &&
           write_json (plan, folder, error);
}
