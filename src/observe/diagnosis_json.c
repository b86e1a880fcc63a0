/* A diagnosis as JSON, in the documented names. */
#include "analyze/diagnosis.h"
#include "observe/json_fields.h"
#include "observe/json_text.h"
#include "observe/region_text.h"
#include "observe/severity_text.h"
#include "path/outcomes.h"

static void
add_endpoint (JsonBuilder *json, const CvpnDiagnosis *d, const GArray *crowds)
{
    const CvpnCrowd *crowd = cvpn_diagnosis_crowd (d, g_array_index (crowds, guint32, 0));

    cvpn_json_add_text (json, "endpoint", cvpn_endpoint (d->net, crowd->person.endpoint)->name);
}

/* "clients": populations and users; "groups": theirs, and "" for someone who has none, where
 * people were asked for by groups. */
static void
add_people (JsonBuilder *json, const CvpnDiagnosis *d, const GArray *crowds)
{
    g_autoptr (GPtrArray) clients = cvpn_crowds_clients (d, crowds);
    g_autoptr (GPtrArray) groups = cvpn_crowds_groups (d, crowds);

    cvpn_json_add_texts (json, "clients", clients);
    cvpn_json_add_texts (json, "groups", groups);
}

static void
add_fate (JsonBuilder *json, const CvpnFate *fate)
{
    cvpn_json_add_fate (json, fate);
    if (fate->reason != CVPN_REASON_NONE)
        cvpn_json_add_text (json, "reason", cvpn_reason_word (fate->reason));
}

static void
add_landings (JsonBuilder *json, const CvpnDiagnosis *d, guint32 crowd, const CvpnFate *fates,
              guint n)
{
    json_builder_set_member_name (json, "landings");
    json_builder_begin_object (json);
    for (guint i = 0; i < n; i++) {
        json_builder_set_member_name (json, cvpn_diagnosis_landing (d, crowd, i)->name);
        json_builder_begin_object (json);
        add_fate (json, &fates[i]);
        json_builder_end_object (json);
    }
    json_builder_end_object (json);
}

/* Why nobody lands anywhere. */
static void
add_absence (JsonBuilder *json, const CvpnDiagnosis *d, const GArray *crowds)
{
    const CvpnCrowd *crowd = cvpn_diagnosis_crowd (d, g_array_index (crowds, guint32, 0));

    cvpn_json_add_text (json, "code",
                        cvpn_code_word (cvpn_outcomes_why_none (d->net, crowd->person.endpoint)));
}

/* A box has an entry for each protocol that it has ports of. */
static void
add_class (JsonBuilder *json, const CvpnDiagnosis *d, const CvpnClass *class, const CvpnBox *box,
           const CvpnService *service)
{
    json_builder_begin_object (json);
    add_endpoint (json, d, class->crowds);
    add_people (json, d, class->crowds);
    cvpn_json_add_destination (json, box->ranges);
    cvpn_json_add_service (json, service);
    cvpn_json_add_text (json, "verdict", cvpn_outcome_word (class->verdict));
    if (class->fates->len == 0)
        add_absence (json, d, class->crowds);
    add_landings (json, d, g_array_index (class->crowds, guint32, 0),
                  (const CvpnFate *) (gconstpointer) class->fates->data, class->fates->len);
    cvpn_json_add_number (json, "probability", class->probability);
    cvpn_json_add_count (json, "addresses", cvpn_ranges_addresses (box->ranges));
    json_builder_end_object (json);
}

static void
add_classes (JsonBuilder *json, const CvpnDiagnosis *d)
{
    json_builder_set_member_name (json, "classes");
    json_builder_begin_array (json);
    for (guint i = 0; i < d->classes->len; i++) {
        const CvpnClass *class = d->classes->pdata[i];
        const GPtrArray *boxes = cvpn_region_boxes (class->region);
        for (guint j = 0; j < boxes->len; j++) {
            const CvpnBox *box = boxes->pdata[j];
            g_autoptr (GPtrArray) services = cvpn_selectors_services (box->selectors);
            for (guint k = 0; k < services->len; k++)
                add_class (json, d, class, box, services->pdata[k]);
        }
    }
    json_builder_end_array (json);
}

/* Exactly the packets that it is about. */
static void
add_packets (JsonBuilder *json, CvpnRegion *region)
{
    const GPtrArray *boxes = cvpn_region_boxes (region);

    json_builder_set_member_name (json, "packets");
    json_builder_begin_array (json);
    for (guint i = 0; i < boxes->len; i++) {
        const CvpnBox *box = boxes->pdata[i];
        g_autoptr (GPtrArray) services = cvpn_selectors_services (box->selectors);
        for (guint j = 0; j < services->len; j++) {
            const CvpnService *service = services->pdata[j];
            json_builder_begin_object (json);
            cvpn_json_add_destination (json, box->ranges);
            cvpn_json_add_service (json, service);
            json_builder_end_object (json);
        }
    }
    json_builder_end_array (json);
}

static void
add_places (JsonBuilder *json, const CvpnFinding *finding)
{
    json_builder_set_member_name (json, "places");
    json_builder_begin_array (json);
    for (guint i = 0; i < finding->places->len; i++) {
        const CvpnFindingPlace *place = finding->places->pdata[i];
        json_builder_begin_object (json);
        cvpn_json_add_text (json, "text", place->text);
        cvpn_json_add_line (json, place->file, place->line);
        json_builder_end_object (json);
    }
    json_builder_end_array (json);
}

static void
add_finding (JsonBuilder *json, const CvpnDiagnosis *d, const CvpnDiscovery *discovery)
{
    const CvpnFinding *finding = &discovery->finding;
    const guint32 crowd = g_array_index (discovery->crowds, guint32, 0);
    g_autoptr (GArray) ranges = cvpn_region_ranges (discovery->region);

    json_builder_begin_object (json);
    cvpn_json_add_text (json, "severity", cvpn_severity_word (finding->severity));
    cvpn_json_add_text (json, "code", finding->code);
    cvpn_json_add_text (json, "message", finding->message);
    add_endpoint (json, d, discovery->crowds);
    cvpn_json_add_destination (json, ranges);
    add_people (json, d, discovery->crowds);
    add_packets (json, discovery->region);
    add_landings (json, d, crowd, discovery->subject.fates, discovery->subject.n_landings);
    cvpn_json_add_number (json, "probability", discovery->probability);
    cvpn_json_add_line (json, finding->file, finding->line);
    add_places (json, finding);
    json_builder_set_member_name (json, "mend");
    json_builder_begin_array (json);
    for (guint i = 0; i < discovery->mends->len; i++)
        cvpn_json_add_mend (json, discovery->mends->pdata[i]);
    json_builder_end_array (json);
    json_builder_end_object (json);
}

char *
cvpn_diagnosis_json (const CvpnDiagnosis *d)
{
    g_autoptr (JsonBuilder) json = json_builder_new ();

    json_builder_begin_object (json);
    json_builder_set_member_name (json, "complete");
    json_builder_add_boolean_value (json, TRUE);
    add_classes (json, d);
    json_builder_set_member_name (json, "findings");
    json_builder_begin_array (json);
    for (guint i = 0; i < d->discoveries->len; i++)
        add_finding (json, d, d->discoveries->pdata[i]);
    json_builder_end_array (json);
    json_builder_end_object (json);
    return cvpn_json_text (json);
}
