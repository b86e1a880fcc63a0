/* witnesses: the same question put to each. */
#include "witnesses.h"

#include <cvpnsim/diagnose.h>
#include <cvpnsim/explain.h>
#include <string.h>

#include "analyze/answer.h"
#include "control/timeline.h"
#include "model/to.h"
#include "naive_walk.h"
#include "path_cases.h"

static CvpnSurvey *
survey_everything (const CvpnScenario *scenario, gint64 at_ns)
{
    CvpnSurvey *survey = cvpn_survey_new ();

    cvpn_survey_add_view (survey, cvpn_timeline_at (scenario->timeline, at_ns));
    cvpn_survey_add_everybody (survey, 0, scenario);
    cvpn_survey_run (survey, (CvpnPrefix){ 0, 0 }, CVPN_SELECTORS_ALL);
    return survey;
}

static ClassList *
diagnose (const CvpnScenario *scenario, gint64 at_ns)
{
    const CvpnDiagnoseOptions options = { .at_ns = at_ns < 0 ? NULL : &at_ns, .source_port = -1 };
    g_autoptr (CvpnDiagnosis) diagnosis = cvpn_diagnose (scenario, &options, NULL);
    g_autofree char *json = diagnosis ? cvpn_diagnosis_json (diagnosis) : NULL;

    return json ? class_list_read (json) : NULL;
}

Witnesses *
witnesses_new (const CvpnScenario *scenario, gint64 at_ns, const char *failed_zone, gboolean naive)
{
    Witnesses *w = g_new0 (Witnesses, 1);

    w->scenario = scenario;
    w->at_ns = at_ns;
    w->failed_zone = failed_zone;
    w->naive = naive;
    w->survey = survey_everything (scenario, at_ns);
    w->classes = diagnose (scenario, at_ns);
    g_assert (w->classes);
    return w;
}

void
witnesses_free (Witnesses *w)
{
    if (!w)
        return;
    cvpn_survey_free (w->survey);
    class_list_free (w->classes);
    g_free (w);
}

static const CvpnNetwork *
asked_network (const Witnesses *w)
{
    return w->survey->views->pdata[0];
}

static const char *
landing_name (const CvpnNetwork *net, guint32 association)
{
    return cvpn_subnet (net, cvpn_association (net, association)->subnet)->name;
}

static void
describe_landing (GString *text, const char *landing, CvpnOutcome outcome,
                  const CvpnVerdict *obstacle)
{
    g_autofree char *words = cvpn_path_describe (outcome, obstacle);

    g_string_append_printf (text, "; %s %s", landing, words);
}

/* NULL, with the reason in 'error': the question is wrong.  'source_port' -1: the usual one. */
static CvpnAnswer *
explain (const Witnesses *w, const CvpnCrowd *crowd, const char *to, gint source_port,
         GError **error)
{
    CvpnQuestion question = { .to = to, .source_port = source_port, .at_ns = &w->at_ns };
    g_autofree char *groups = NULL;

    if (crowd->clients->len > 0) {
        question.clients = crowd->clients->pdata[0];
    } else {
        g_ptr_array_add (crowd->groups, NULL);
        groups = g_strjoinv (";", (char **) crowd->groups->pdata);
        g_ptr_array_remove_index (crowd->groups, crowd->groups->len - 1);
        question.groups = groups;
        question.endpoint = cvpn_endpoint (asked_network (w), crowd->person.endpoint)->name;
    }
    return cvpn_explain (w->scenario, &question, error);
}

static char *
ask_explain (const Witnesses *w, const CvpnCrowd *crowd, const char *to)
{
    g_autoptr (GError) error = NULL;
    g_autoptr (CvpnAnswer) answer = explain (w, crowd, to, -1, &error);
    GString *text = g_string_new (NULL);

    if (!answer)
        return g_string_free (g_string_append (text, error->message), FALSE);
    g_string_printf (text, "%s %.4f", cvpn_outcome_word (answer->outcome), answer->probability);
    for (guint i = 0; i < answer->landings->len; i++) {
        const CvpnLanding *landing = &g_array_index (answer->landings, CvpnLanding, i);
        describe_landing (text, landing_name (asked_network (w), landing->association),
                          landing->outcome, cvpn_trace_obstacle (&landing->trace));
    }
    return g_string_free (text, FALSE);
}

static char *
ask_survey (const Witnesses *w, guint32 crowd, const PacketChoice *packet)
{
    const CvpnCrowd *asked = cvpn_survey_crowd (w->survey, crowd);
    const CvpnCell *cell = cvpn_survey_find (
        w->survey, packet->address,
        cvpn_selector (packet->protocol, packet->port, packet->icmp_type, packet->icmp_code));
    GString *text = g_string_new ("no cell");
    double probability = 0;

    if (!cell)
        return g_string_free (text, FALSE);
    const CvpnOutcome outcome = cvpn_survey_verdict (w->survey, cell->joint, crowd, &probability);
    g_string_printf (text, "%s %.4f", cvpn_outcome_word (outcome), probability);
    for (guint32 i = asked->column; i < asked->column + asked->n_columns; i++) {
        const CvpnFate *fate = cvpn_survey_fate (w->survey, cell->joint, i);
        const CvpnVerdict verdict = { .step = fate->step,
                                      .code = fate->code,
                                      .direction = fate->direction };
        const guint32 association = cvpn_survey_association (w->survey, i);
        describe_landing (text, landing_name (asked_network (w), association), fate->outcome,
                          fate->code == CVPN_CODE_NONE ? NULL : &verdict);
    }
    return g_string_free (text, FALSE);
}

/* As it is written in the file, by the walk that shares no code with the other. */
static char *
ask_naive (const Witnesses *w, const CvpnCrowd *crowd, const char *to)
{
    const CvpnNetwork *net = asked_network (w);
    CvpnToSpec *parsed = cvpn_to_parse (to, NULL);
    GString *text = g_string_new (NULL);

    for (guint32 i = 0; i < crowd->n_columns; i++) {
        const guint32 association = cvpn_survey_association (w->survey, crowd->column + i);
        const CvpnNaiveFlow flow = { crowd->clients->pdata[0],
                                     landing_name (net, association),
                                     parsed,
                                     w->survey->source_port,
                                     w->failed_zone,
                                     FALSE };
        const CvpnNaiveVerdict naive = cvpn_naive_walk (w->scenario->spec, &flow);
        const CvpnVerdict verdict = cvpn_naive_obstacle (&naive);
        describe_landing (text, flow.landing, naive.outcome,
                          naive.code == CVPN_CODE_NONE ? NULL : &verdict);
    }
    cvpn_to_spec_free (parsed);
    return g_string_free (text, FALSE);
}

/* As diagnose writes it down, without the direction. */
static char *
ask_classes (const Witnesses *w, const CvpnCrowd *crowd, const PacketChoice *packet)
{
    const gboolean named = crowd->clients->len > 0;
    const ClassPerson person = {
        .endpoint = cvpn_endpoint (asked_network (w), crowd->person.endpoint)->name,
        .client = named ? crowd->clients->pdata[0] : NULL,
        .group = crowd->groups->len > 0 ? crowd->groups->pdata[0] : "",
    };
    const char *answer;
    const guint n = class_list_find (
        w->classes, &person, packet->address,
        cvpn_selector (packet->protocol, packet->port, packet->icmp_type, packet->icmp_code),
        &answer);

    return n == 1 ? g_strdup (answer) : g_strdup_printf ("in %u classes", n);
}

static char *
without_direction (const char *answer)
{
    g_auto (GStrv) landings = g_strsplit (answer, ";", -1);

    for (guint i = 0; landings[i]; i++)
        if (g_str_has_suffix (landings[i], " return"))
            landings[i][strlen (landings[i]) - strlen (" return")] = '\0';
    return g_strjoinv (";", landings);
}

char *
witnesses_differ (const Witnesses *w, guint32 crowd, const PacketChoice *packet, char **answer)
{
    const CvpnCrowd *asked = cvpn_survey_crowd (w->survey, crowd);
    g_autofree char *to = packet_text (packet);
    g_autofree char *explained = ask_explain (w, asked, to);
    g_autofree char *surveyed = ask_survey (w, crowd, packet);
    g_autofree char *plain = without_direction (surveyed);
    g_autofree char *listed = ask_classes (w, asked, packet);
    g_autofree char *naive = w->naive && asked->clients->len > 0 && asked->n_columns > 0
                                 ? ask_naive (w, asked, to)
                                 : NULL;
    char *difference = NULL;

    if (!g_str_equal (explained, surveyed) || !g_str_equal (listed, plain) ||
        (naive && !g_str_has_suffix (surveyed, naive)))
        difference = g_strdup_printf ("explain:  %s\nsurvey:   %s\ndiagnose: %s\nnaive:    %s\n",
                                      explained, surveyed, listed, naive ? naive : "not asked");
    if (answer)
        *answer = g_steal_pointer (&surveyed);
    return difference;
}

char *
witnesses_differ_by_port (const Witnesses *w, guint32 crowd, const PacketChoice *packet,
                          guint16 source_port)
{
    const CvpnCrowd *asked = cvpn_survey_crowd (w->survey, crowd);
    const CvpnCell *cell = cvpn_survey_find (
        w->survey, packet->address,
        cvpn_selector (packet->protocol, packet->port, packet->icmp_type, packet->icmp_code));
    g_autofree char *to = packet_text (packet);
    g_autoptr (CvpnAnswer) answer = explain (w, asked, to, source_port, NULL);

    for (guint32 i = 0; answer && cell && i < answer->landings->len; i++) {
        const CvpnLanding *landing = &g_array_index (answer->landings, CvpnLanding, i);
        const CvpnVerdict *obstacle = cvpn_trace_obstacle (&landing->trace);
        const CvpnFate *fate = cvpn_survey_fate (w->survey, cell->joint, asked->column + i);
        if (source_port >= fate->ports.first && source_port <= fate->ports.last &&
            (fate->outcome != landing->outcome || fate->code != (obstacle ? obstacle->code : 0)))
            return g_strdup_printf (
                "from %u, as from %u-%u: %s %s, not %s\n", source_port, fate->ports.first,
                fate->ports.last, cvpn_outcome_word (landing->outcome),
                cvpn_code_word (obstacle ? obstacle->code : 0), cvpn_code_word (fate->code));
    }
    return NULL;
}
