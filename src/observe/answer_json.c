/* An answer of explain as JSON, in the documented names. */
#include <cvpnsim/explain.h>

#include "base/quantity.h"
#include "analyze/answer.h"
#include "observe/json_fields.h"
#include "observe/json_text.h"
#include "observe/step_text.h"

static void
add_flow (JsonBuilder *json, const CvpnAnswer *answer)
{
    const CvpnDestination *to = &answer->destination;
    const CvpnNetwork *net = answer->net;
    g_autofree char *protocol = cvpn_protocol_format (to->protocol);
    char address[CVPN_ADDRESS_TEXT];

    json_builder_set_member_name (json, "flow");
    json_builder_begin_object (json);
    cvpn_json_add_text (json, "clients", answer->clients);
    cvpn_json_add_text (json, "user", answer->user);
    json_builder_set_member_name (json, "groups");
    json_builder_begin_array (json);
    for (guint i = 0; i < answer->groups->len; i++)
        json_builder_add_string_value (json, answer->groups->pdata[i]);
    json_builder_end_array (json);
    cvpn_json_add_text (json, "endpoint", cvpn_endpoint (net, answer->person.endpoint)->name);
    cvpn_json_add_text (json, "host",
                        to->host == CVPN_NONE ? NULL : cvpn_host (net, to->host)->name);
    cvpn_json_add_text (json, "destination", cvpn_address_format (to->address, address));
    cvpn_json_add_text (json, "protocol", protocol);
    json_builder_set_member_name (json, "port");
    if (to->port > 0)
        json_builder_add_int_value (json, to->port);
    else
        json_builder_add_null_value (json);
    if (answer->packet_bytes > 0) {
        json_builder_set_member_name (json, "packet_bytes");
        json_builder_add_int_value (json, answer->packet_bytes);
    }
    if (answer->idle_ns > 0) {
        cvpn_json_add_number (json, "idle_s", (double) answer->idle_ns / (double) CVPN_SECOND);
    }
    if (answer->at_ns >= 0) {
        cvpn_json_add_number (json, "at_s", (double) answer->at_ns / (double) CVPN_SECOND);
    }
    json_builder_end_object (json);
}

/* "step", "code" and "reason" of an obstacle, null where there is none. */
static void
add_obstacle (JsonBuilder *json, const CvpnVerdict *verdict)
{
    const gboolean failed = verdict && verdict->code != CVPN_CODE_NONE;

    cvpn_json_add_text (json, "step", failed ? cvpn_step_number (verdict->step) : NULL);
    cvpn_json_add_text (json, "code", failed ? cvpn_code_word (verdict->code) : NULL);
    cvpn_json_add_text (json, "reason", failed ? cvpn_reason_word (verdict->reason) : NULL);
}

static char *
join_detail (CvpnStepText text)
{
    char *detail = text.evidence ? g_strdup_printf ("%s: %s", text.headline, text.evidence)
                                 : g_strdup (text.headline);

    g_free (text.headline);
    g_free (text.evidence);
    return detail;
}

static void
add_result (JsonBuilder *json, const CvpnAnswer *answer, const CvpnLanding *landing,
            const CvpnStepResult *result)
{
    const CvpnVerdict *verdict = result->verdict;
    const CvpnRule *rule = verdict ? cvpn_network_rule (answer->net, verdict->rule) : NULL;
    g_autofree char *detail = join_detail (cvpn_step_text (answer, landing, result));

    json_builder_begin_object (json);
    cvpn_json_add_text (json, "step", cvpn_step_number (result->step));
    cvpn_json_add_text (json, "name", cvpn_step_name (result->step));
    cvpn_json_add_text (json, "result", cvpn_result_word (result->result));
    cvpn_json_add_text (json, "code", verdict ? cvpn_code_word (verdict->code) : NULL);
    cvpn_json_add_text (json, "reason", verdict ? cvpn_reason_word (verdict->reason) : NULL);
    cvpn_json_add_text (json, "direction",
                        verdict ? cvpn_direction_word (verdict->direction) : NULL);
    cvpn_json_add_text (json, "component", rule ? rule->component : NULL);
    cvpn_json_add_text (json, "detail", detail);
    cvpn_json_add_text (json, "rule", rule ? rule->text : NULL);
    cvpn_json_add_line (json, rule ? rule->file : NULL, rule ? rule->line : 0);
    json_builder_end_object (json);
}

/* The nine steps, one entry each, in order. */
static void
add_steps (JsonBuilder *json, const CvpnAnswer *answer, const CvpnLanding *landing)
{
    json_builder_set_member_name (json, "steps");
    json_builder_begin_array (json);
    for (CvpnStep step = 0; step < CVPN_N_STEPS; step++) {
        const CvpnStepResult result = cvpn_landing_step (landing, step);
        add_result (json, answer, landing, &result);
    }
    json_builder_end_array (json);
}

/* Every obstacle in path order: one step may have several. */
static void
add_obstacles (JsonBuilder *json, const CvpnAnswer *answer, const CvpnLanding *landing)
{
    json_builder_set_member_name (json, "obstacles");
    json_builder_begin_array (json);
    for (guint i = 0; i < landing->trace.n; i++) {
        const CvpnVerdict *verdict = &landing->trace.verdicts[i];
        const CvpnStepResult result = { verdict->step, verdict->result, verdict };
        if (verdict->result == CVPN_RESULT_FAIL || verdict->result == CVPN_RESULT_ALSO)
            add_result (json, answer, landing, &result);
    }
    json_builder_end_array (json);
}

static void
add_landing (JsonBuilder *json, const CvpnAnswer *answer, const CvpnLanding *landing)
{
    const CvpnNetwork *net = answer->net;
    const CvpnSubnet *subnet =
        cvpn_subnet (net, cvpn_association (net, landing->association)->subnet);

    json_builder_begin_object (json);
    cvpn_json_add_text (json, "subnet", subnet->name);
    cvpn_json_add_text (json, "availability_zone",
                        subnet->unknown ? NULL : net->zones->pdata[subnet->zone]);
    cvpn_json_add_text (json, "verdict", cvpn_outcome_word (landing->outcome));
    add_obstacle (json, cvpn_trace_obstacle (&landing->trace));
    add_steps (json, answer, landing);
    add_obstacles (json, answer, landing);
    json_builder_end_object (json);
}

char *
cvpn_answer_json (const CvpnAnswer *answer)
{
    g_autoptr (JsonBuilder) json = json_builder_new ();

    json_builder_begin_object (json);
    add_flow (json, answer);
    cvpn_json_add_text (json, "verdict", cvpn_outcome_word (answer->outcome));
    json_builder_set_member_name (json, "landings");
    json_builder_begin_array (json);
    for (guint i = 0; i < answer->landings->len; i++)
        add_landing (json, answer, &g_array_index (answer->landings, CvpnLanding, i));
    json_builder_end_array (json);
    add_obstacle (json, &answer->verdict);
    cvpn_json_add_number (json, "probability", answer->probability);
    json_builder_set_member_name (json, "mend");
    json_builder_begin_array (json);
    for (guint i = 0; i < answer->mends->len; i++)
        cvpn_json_add_mend (json, answer->mends->pdata[i]);
    json_builder_end_array (json);
    json_builder_end_object (json);
    return cvpn_json_text (json);
}
