/* diagnose_cases: diagnoses, and compares. */
#include "diagnose_cases.h"

#include "analyze/diagnosis.h"
#include "model/to.h"
#include "scenario_text.h"
#include "support.h"

static gboolean
has_packet (const CvpnDiagnosis *d, CvpnRegion *region, const char *to)
{
    const GPtrArray *boxes = cvpn_region_boxes (region);
    CvpnToSpec *parsed = cvpn_to_parse (to, NULL);
    CvpnDestination destination;
    gboolean found = FALSE;

    CU_ASSERT_FATAL (parsed != NULL &&
                     cvpn_destination_resolve (d->net, parsed, &destination, NULL));
    cvpn_to_spec_free (parsed);
    for (guint i = 0; i < boxes->len; i++) {
        const CvpnBox *box = boxes->pdata[i];
        found |= cvpn_ranges_have (box->ranges, destination.address) &&
                 cvpn_ranges_have (box->selectors,
                                   cvpn_selector (destination.protocol, destination.port,
                                                  destination.icmp_type, destination.icmp_code));
    }
    return found;
}

/* "error CVPN_ROUTES_DIFFER subnet-a of 2 by cvpn-1 10.0.0.0/16 = subnet-b" */
static void
write_discovery (GString *text, const CvpnDiagnosis *d, const CvpnDiscovery *discovery)
{
    static const char *const severities[] = { "note", "warning", "error" };
    const CvpnSubject *s = &discovery->subject;
    const CvpnRule *rule = cvpn_network_rule (d->net, s->blame);
    const guint32 crowd = g_array_index (discovery->crowds, guint32, 0);

    g_string_append_printf (text, "%s %s%s", severities[discovery->finding.severity], s->code,
                            s->latent ? " latent" : "");
    for (guint i = 0; i < s->n_landings; i++)
        if (s->roles[i] == CVPN_ROLE_FAILING)
            g_string_append_printf (text, " %s", cvpn_diagnosis_landing (d, crowd, i)->name);
    g_string_append_printf (text, " of %u by %s%s%s\n", s->n_landings, rule->component,
                            *rule->text ? " " : "", rule->text);
}

static CvpnDiagnosis *
diagnose (const CvpnScenario *scenario, guint finds)
{
    const CvpnDiagnoseOptions options = { .source_port = -1, .finds = finds };
    g_autoptr (GError) error = NULL;
    CvpnDiagnosis *d = cvpn_diagnose (scenario, &options, &error);

    cvpn_assert_str (error ? error->message : NULL, NULL);
    CU_ASSERT_FATAL (d != NULL);
    return d;
}

static void
check_packets (const CvpnDiagnosis *d, const DiagnoseCase *c)
{
    CvpnDiscovery *first = d->discoveries->len > 0 ? d->discoveries->pdata[0] : NULL;

    for (guint i = 0; first && i < G_N_ELEMENTS (c->in) && c->in[i]; i++)
        if (!has_packet (d, first->region, c->in[i])) {
            g_printerr ("%s: not in it: %s\n", c->patch, c->in[i]);
            CU_FAIL ("region");
        }
    for (guint i = 0; first && i < G_N_ELEMENTS (c->out) && c->out[i]; i++)
        if (has_packet (d, first->region, c->out[i])) {
            g_printerr ("%s: in it: %s\n", c->patch, c->out[i]);
            CU_FAIL ("region");
        }
    if (first && c->message)
        cvpn_assert_has (first->finding.message, c->message);
}

void
cvpn_test_diagnose (const DiagnoseCase *cases, guint n, guint finds)
{
    for (guint i = 0; i < n; i++) {
        g_autoptr (CvpnScenario) scenario = cvpn_test_load_patched (cases[i].patch);
        g_autoptr (GString) got = g_string_new (NULL);
        CU_ASSERT_FATAL (scenario != NULL);
        g_autoptr (CvpnDiagnosis) d = diagnose (scenario, finds);
        for (guint j = 0; j < d->discoveries->len; j++)
            write_discovery (got, d, d->discoveries->pdata[j]);
        cvpn_assert_str (got->str, cases[i].want);
        check_packets (d, &cases[i]);
    }
}
