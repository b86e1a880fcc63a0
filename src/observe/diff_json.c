/* A diff as JSON, in the documented names: a class for each protocol. */
#include <cvpnsim/diff.h>

#include "analyze/diff.h"
#include "base/quantity.h"
#include "classes/region.h"
#include "observe/json_fields.h"
#include "observe/json_text.h"

static void
add_rule (JsonBuilder *json, const CvpnNetwork *net, guint32 number)
{
    const CvpnRule *rule = cvpn_network_rule (net, number);

    cvpn_json_add_text (json, "component", rule ? rule->component : NULL);
    cvpn_json_add_text (json, "rule", rule ? rule->text : NULL);
    cvpn_json_add_line (json, rule ? rule->file : NULL, rule ? rule->line : 0);
}

static void
add_landing (JsonBuilder *json, const CvpnDiffLanding *landing, guint side)
{
    json_builder_set_member_name (json, landing->subnet);
    json_builder_begin_object (json);
    if (landing->present[side]) {
        cvpn_json_add_fate (json, &landing->fates[side]);
    } else {
        cvpn_json_add_text (json, "verdict", "absent");
        cvpn_json_add_text (json, "step", NULL);
        cvpn_json_add_text (json, "code", NULL);
    }
    json_builder_end_object (json);
}

/* "before" or "after". */
static void
add_side (JsonBuilder *json, const CvpnDiff *diff, const CvpnDiffClass *class, guint side)
{
    json_builder_begin_object (json);
    cvpn_json_add_text (json, "verdict", cvpn_outcome_word (class->outcomes[side]));
    json_builder_set_member_name (json, "landings");
    json_builder_begin_object (json);
    for (guint i = 0; i < class->landings->len; i++)
        add_landing (json, &g_array_index (class->landings, CvpnDiffLanding, i), side);
    json_builder_end_object (json);
    cvpn_json_add_text (json, "code", cvpn_code_word (class->whys[side]));
    cvpn_json_add_number (json, "probability", class->probabilities[side]);
    add_rule (json, diff->nets[side], class->rules[side]);
    json_builder_end_object (json);
}

static void
add_service (JsonBuilder *json, const CvpnDiff *diff, const CvpnDiffClass *class,
             const CvpnBox *box, const CvpnService *service)
{
    json_builder_begin_object (json);
    cvpn_json_add_text (json, "change", cvpn_difference_word (class->change));
    cvpn_json_add_text (json, "endpoint", class->endpoints[CVPN_BEFORE]);
    cvpn_json_add_texts (json, "clients", class->clients);
    cvpn_json_add_texts (json, "groups", class->groups);
    cvpn_json_add_destination (json, box->ranges);
    cvpn_json_add_service (json, service);
    cvpn_json_add_count (json, "addresses", cvpn_ranges_addresses (box->ranges));
    json_builder_set_member_name (json, "before");
    add_side (json, diff, class, CVPN_BEFORE);
    json_builder_set_member_name (json, "after");
    add_side (json, diff, class, CVPN_AFTER);
    json_builder_end_object (json);
}

static void
add_class (JsonBuilder *json, const CvpnDiff *diff, const CvpnDiffClass *class)
{
    const GPtrArray *boxes = cvpn_region_boxes (class->region);

    for (guint i = 0; i < boxes->len; i++) {
        const CvpnBox *box = boxes->pdata[i];
        g_autoptr (GPtrArray) services = cvpn_selectors_services (box->selectors);
        for (guint j = 0; j < services->len; j++)
            add_service (json, diff, class, box, services->pdata[j]);
    }
}

char *
cvpn_diff_json (const CvpnDiff *diff)
{
    g_autoptr (JsonBuilder) json = json_builder_new ();

    json_builder_begin_object (json);
    cvpn_json_add_text (json, "before", cvpn_scenario_path (diff->scenarios[CVPN_BEFORE]));
    cvpn_json_add_text (json, "after", cvpn_scenario_path (diff->scenarios[CVPN_AFTER]));
    if (diff->at_ns >= 0)
        cvpn_json_add_number (json, "at_s", (double) diff->at_ns / (double) CVPN_SECOND);
    json_builder_set_member_name (json, "complete");
    json_builder_add_boolean_value (json, TRUE);
    json_builder_set_member_name (json, "classes");
    json_builder_begin_array (json);
    for (guint i = 0; i < diff->classes->len; i++)
        add_class (json, diff, diff->classes->pdata[i]);
    json_builder_end_array (json);
    for (CvpnDifference change = 0; change < CVPN_N_DIFFERENCES; change++)
        cvpn_json_add_count (json, cvpn_difference_word (change), cvpn_diff_count (diff, change));
    cvpn_json_add_texts (json, "remarks", diff->remarks);
    json_builder_end_object (json);
    return cvpn_json_text (json);
}
