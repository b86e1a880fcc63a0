/* prove: the cells of a survey, each held against the expectation. */
#include "analyze/prove.h"

#include "analyze/answer.h"
#include "analyze/expected.h"
#include "analyze/packet.h"
#include "base/count.h"
#include "classes/region.h"
#include "control/timeline.h"

typedef struct {
    const CvpnScenario *scenario;
    const CvpnExpectSpec *expect;
    const CvpnNetwork *net;
    CvpnPrefix destination;
    CvpnSurvey *survey;
    guint32 crowd;
    GArray *columns; /* guint32: those of the landings that are asked about */
    CvpnProof proof;
    guint32 example; /* the address that the message is of */
    guint rank;      /* and its selector's */
} Trial;

/* The population, or one of its users: who the names are for has been checked. */
static CvpnPerson
find_person (const CvpnScenario *scenario, const char *name, const CvpnPopulation **population)
{
    const guint32 found = cvpn_workload_find_population (scenario->workload, name);
    CvpnPerson person;

    *population = &g_array_index (scenario->workload->populations, CvpnPopulation, found);
    person = (*population)->person;
    person.user = g_str_equal ((*population)->name, name) ? NULL : name;
    return person;
}

static CvpnPrefix
find_destination (const CvpnNetwork *net, const CvpnToClassSpec *to)
{
    if (!to->target)
        return to->destination;
    const guint32 host = cvpn_network_find_host (net, to->target);
    return (CvpnPrefix){ cvpn_host (net, host)->address, 32 };
}

static void
choose_columns (Trial *t)
{
    const CvpnCrowd *crowd = cvpn_survey_crowd (t->survey, t->crowd);
    const gboolean all = g_str_equal (t->expect->landing, "*");

    for (guint32 i = crowd->column; i < crowd->column + crowd->n_columns; i++) {
        const guint32 association = cvpn_survey_association (t->survey, i);
        const guint32 subnet = cvpn_association (t->net, association)->subnet;
        if (all || g_str_equal (cvpn_subnet (t->net, subnet)->name, t->expect->landing))
            g_array_append_val (t->columns, i);
    }
    t->proof.landings = t->columns->len;
}

static void
survey_class (Trial *t)
{
    const CvpnExpectSpec *expect = t->expect;
    const CvpnPopulation *population;
    const CvpnPerson person = find_person (t->scenario, expect->clients, &population);
    const guint view = cvpn_survey_add_view (t->survey, t->net);

    t->crowd = cvpn_survey_add_person (t->survey, view, &person, population->name,
                                       population->spec->groups);
    t->survey->source_port =
        (guint16) (expect->source_port < 0 ? CVPN_CLIENT_PORT : expect->source_port);
    t->survey->packet_bytes = (guint32) MIN (expect->packet_bytes, G_MAXUINT16);
    t->survey->idle_ns = expect->idle_ns;
    cvpn_survey_run (t->survey, t->destination, expect->to->selectors);
}

static CvpnFate
find_whole (const Trial *t, guint32 joint)
{
    CvpnFate whole = { .outcome = (guint8) cvpn_survey_verdict (t->survey, joint, t->crowd, NULL) };

    if (t->columns->len != cvpn_survey_crowd (t->survey, t->crowd)->n_columns)
        whole = *cvpn_survey_fate (t->survey, joint, g_array_index (t->columns, guint32, 0));
    return whole;
}

static char *
judge_cell (const Trial *t, const CvpnCell *cell, guint32 selector)
{
    g_autoptr (GArray) landed = g_array_new (FALSE, FALSE, sizeof (CvpnLanded));
    g_autofree char *packet = cvpn_packet_text (cell->first, selector);
    const CvpnLandedAll got = { t->net, find_whole (t, cell->joint), landed };

    for (guint i = 0; i < t->columns->len; i++) {
        const guint32 column = g_array_index (t->columns, guint32, i);
        const CvpnLanded one = {
            .association = cvpn_survey_association (t->survey, column),
            .fate = *cvpn_survey_fate (t->survey, cell->joint, column),
        };
        g_array_append_val (landed, one);
    }
    return cvpn_expected_compare (t->expect, &got, packet);
}

/* The message is of the lowest address that fails, and there of what people know best. */
static void
note_failure (Trial *t, const CvpnCell *cell, guint32 selector, char *message)
{
    const guint rank = cvpn_selector_rank (selector);

    if (t->proof.message && (cell->first != t->example || rank <= t->rank)) {
        g_free (message);
        return;
    }
    g_free (t->proof.message);
    t->proof.message = message;
    t->example = cell->first;
    t->rank = rank;
}

static void
judge_cells (Trial *t)
{
    g_autoptr (CvpnRegion) failing = cvpn_region_new ();

    for (guint i = 0; i < t->survey->cells->len; i++) {
        const CvpnCell *cell = &g_array_index (t->survey->cells, CvpnCell, i);
        guint32 selector;
        if (!cvpn_cell_flow (cell, &selector))
            continue;
        char *message = judge_cell (t, cell, selector);
        if (!message)
            continue;
        cvpn_region_add (failing, (CvpnRange){ cell->first, cell->last }, cell->selectors);
        note_failure (t, cell, selector, message);
    }
    t->proof.failing = cvpn_region_addresses (failing);
}

/* Nobody lands there: whatever the flow, explain says why. */
static void
ask_explain (Trial *t)
{
    const CvpnExpectSpec *expect = t->expect;
    const CvpnCell all = { .selectors = expect->to->selectors };
    guint32 selector;

    cvpn_cell_flow (&all, &selector); /* there is one: port 0 is refused */
    g_autofree char *packet = cvpn_packet_text (t->destination.address, selector);
    const CvpnQuestion question = { .clients = expect->clients,
                                    .to = packet,
                                    .landing = expect->landing,
                                    .source_port = -1,
                                    .at_ns = &expect->at_ns };
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnAnswer) answer = cvpn_explain (t->scenario, &question, &error);

    t->proof.message =
        answer ? cvpn_expected_compare_answer (expect, answer, packet) : g_strdup (error->message);
    t->proof.failing = t->proof.message ? t->proof.addresses : 0;
}

/* "…; 256 of 65,536 addresses fail" */
static void
count_failing (CvpnProof *proof)
{
    char failing[CVPN_COUNT_TEXT];

    if (!proof->message)
        return;
    g_autofree char *first = proof->message;
    g_autofree char *all = cvpn_count_of (proof->addresses, "address fails", "addresses fail");
    proof->message =
        g_strdup_printf ("%s; %s of %s", first, cvpn_count_format (proof->failing, failing), all);
}

CvpnProof
cvpn_prove (const CvpnScenario *scenario, const CvpnExpectSpec *expect)
{
    const CvpnSelectors selectors = expect->to->selectors;
    g_autoptr (CvpnSurvey) survey = cvpn_survey_new ();
    g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint32));
    Trial t = { .scenario = scenario,
                .expect = expect,
                .net = cvpn_timeline_at (scenario->timeline, expect->at_ns),
                .survey = survey,
                .columns = columns };

    t.destination = find_destination (t.net, expect->to);
    t.proof.addresses = cvpn_prefix_size (t.destination);
    t.proof.selectors = (guint64) selectors.last - selectors.first + 1;
    survey_class (&t);
    choose_columns (&t);
    if (t.columns->len > 0)
        judge_cells (&t);
    else
        ask_explain (&t);
    count_failing (&t.proof);
    return t.proof;
}
