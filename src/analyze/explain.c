/* explain: a question about one flow, walked over every landing. */
#include <cvpnsim/error.h>
#include <cvpnsim/explain.h>
#include <string.h>

#include "analyze/answer.h"
#include "base/quantity.h"
#include "base/spelling.h"
#include "control/timeline.h"
#include "model/to.h"
#include "path/outcomes.h"
#include "path/route.h"

#define LANDINGS_MOST 5 /* of one endpoint, unless a quota was raised */

void
cvpn_mend_free (CvpnMend *mend)
{
    g_free (mend->group);
    g_free (mend->key);
    g_free (mend->value);
    g_free (mend->command);
    g_free (mend);
}

char *
cvpn_mend_text (const CvpnMend *mend)
{
    return mend->value ? g_strdup_printf ("[%s] %s = %s", mend->group, mend->key, mend->value)
                       : g_strdup_printf ("[%s] without %s", mend->group, mend->key);
}

void
cvpn_answer_free (CvpnAnswer *answer)
{
    if (!answer)
        return;
    g_free (answer->clients);
    g_free (answer->user);
    g_ptr_array_unref (answer->groups);
    g_free (answer->person_groups);
    g_array_unref (answer->landings);
    g_ptr_array_unref (answer->mends);
    g_free (answer);
}

CvpnAnswer *
cvpn_answer_new (const CvpnScenario *scenario, gint64 at_ns)
{
    CvpnAnswer *answer = g_new0 (CvpnAnswer, 1);

    answer->scenario = scenario;
    answer->at_ns = at_ns;
    answer->source_port = CVPN_CLIENT_PORT;
    answer->net = cvpn_timeline_at (scenario->timeline, answer->at_ns);
    answer->groups = g_ptr_array_new_with_free_func (g_free);
    answer->landings = g_array_sized_new (FALSE, TRUE, sizeof (CvpnLanding), LANDINGS_MOST);
    answer->mends = g_ptr_array_new_with_free_func ((GDestroyNotify) cvpn_mend_free);
    return answer;
}

char *
cvpn_answer_when (const CvpnAnswer *answer)
{
    g_autofree char *time = answer->at_ns < 0 ? NULL : cvpn_duration_format (answer->at_ns);

    return time ? g_strdup_printf (" at %s", time) : g_strdup ("");
}

gboolean
cvpn_answer_ask_client (CvpnAnswer *answer, const char *name, GError **error)
{
    const CvpnWorkload *workload = answer->scenario->workload;
    const guint32 found = cvpn_workload_find_population (workload, name);

    if (found == CVPN_NONE) {
        g_autofree const char **known = g_new0 (const char *, workload->populations->len + 1);
        for (guint i = 0; i < workload->populations->len; i++)
            known[i] = g_array_index (workload->populations, CvpnPopulation, i).name;
        g_autofree char *hint = cvpn_spelling_hint (name, known, workload->populations->len);
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_REFERENCE,
                     "--client %s: no [clients %s] and no user of that name%s", name, name, hint);
        return FALSE;
    }
    const CvpnPopulation *population =
        &g_array_index (workload->populations, CvpnPopulation, found);
    answer->clients = g_strdup (population->name);
    answer->user = g_str_equal (population->name, name) ? NULL : g_strdup (name);
    answer->person = population->person;
    answer->person.user = answer->user;
    for (guint i = 0; population->person.groups && i < population->spec->groups->len; i++)
        g_ptr_array_add (answer->groups, g_strdup (population->spec->groups->pdata[i]));
    return TRUE;
}

static gboolean
choose_endpoint (CvpnAnswer *answer, const char *name, GError **error)
{
    const CvpnNetwork *net = answer->net;

    if (!name && net->endpoints->len == 1) {
        answer->person.endpoint = 0;
        return TRUE;
    }
    answer->person.endpoint = name ? cvpn_network_find_endpoint (net, name) : CVPN_NONE;
    if (answer->person.endpoint != CVPN_NONE)
        return TRUE;
    if (name)
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_REFERENCE,
                     "--endpoint %s: no [client-vpn-endpoint %s]", name, name);
    else
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                     "the scenario has %u endpoints: say which with --endpoint",
                     net->endpoints->len);
    return FALSE;
}

/* A user of these groups who has authenticated by whatever the endpoint asks; a
 * certificate alone has no groups. */
void
cvpn_answer_ask_groups (CvpnAnswer *answer, guint32 endpoint, const char *groups)
{
    const CvpnNetwork *net = answer->net;
    g_auto (GStrv) items = g_strsplit (groups, ";", -1);

    answer->person = cvpn_person_of_endpoint (net, endpoint);
    for (guint i = 0; items[i]; i++)
        if (*g_strstrip (items[i]))
            g_ptr_array_add (answer->groups, g_strdup (items[i]));
    if (answer->person.authentication & ~(guint) CVPN_AUTHENTICATION_CERTIFICATE) {
        answer->person_groups = g_new0 (guint32, answer->groups->len + 1);
        answer->person.n_groups = cvpn_person_groups (net, (char *const *) answer->groups->pdata,
                                                      answer->groups->len, answer->person_groups);
        answer->person.groups = answer->person_groups;
    }
}

static gboolean
ask_person (CvpnAnswer *answer, const CvpnQuestion *question, GError **error)
{
    if ((question->clients == NULL) == (question->groups == NULL)) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE, "one of --client and --groups is needed");
        return FALSE;
    }
    if (question->clients)
        return cvpn_answer_ask_client (answer, question->clients, error);
    if (!choose_endpoint (answer, question->endpoint, error))
        return FALSE;
    cvpn_answer_ask_groups (answer, answer->person.endpoint, question->groups);
    return TRUE;
}

static gboolean
ask_destination (CvpnAnswer *answer, const CvpnQuestion *question, GError **error)
{
    CvpnToSpec *to;
    gboolean found;

    if (!question->to) {
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_USAGE,
                     "--to \"HOST|ADDRESS PROTOCOL [PORT]\" is needed");
        return FALSE;
    }
    to = cvpn_to_parse (question->to, error);
    found = to && cvpn_destination_resolve (answer->net, to, &answer->destination, error);
    if (to)
        cvpn_to_spec_free (to);
    if (!found)
        g_prefix_error (error, "--to %s: ", question->to);
    return found;
}

void
cvpn_answer_walk (CvpnAnswer *answer, guint32 association)
{
    const CvpnDestination *to = &answer->destination;
    const CvpnPacket packet = {
        .destination = to->address,
        .source_port = answer->source_port,
        .destination_port = to->port,
        .protocol = to->protocol,
        .icmp_type = to->icmp_type,
        .icmp_code = to->icmp_code,
    };
    const guint n = answer->landings->len;

    g_array_set_size (answer->landings, n + 1);
    CvpnLanding *landing = &g_array_index (answer->landings, CvpnLanding, n);
    landing->association = association;
    cvpn_walk_init (&landing->walk, answer->net, &answer->person, association, &packet);
    landing->walk.go_on = TRUE;
    landing->walk.idle_ns = answer->idle_ns;
    landing->walk.packet_bytes = landing->walk.answer_bytes = answer->packet_bytes;
    landing->outcome = cvpn_walk_run (&landing->walk, &landing->trace);
}

#define STATUS_WORD(word, text) text,
static const char *const status_words[] = { CVPN_ASSOCIATION_STATUSES (STATUS_WORD) };

/* Why nobody lands there. */
static void
refuse_landing (const CvpnAnswer *answer, const char *wanted, guint32 found, GError **error)
{
    const CvpnNetwork *net = answer->net;
    const char *endpoint = cvpn_endpoint (net, answer->person.endpoint)->name;
    g_autofree char *when = cvpn_answer_when (answer);

    if (found == CVPN_NONE)
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_REFERENCE,
                     "landing %s: no subnet of that name is associated with %s%s", wanted, endpoint,
                     when);
    else if (cvpn_association_stands (cvpn_association (net, found)))
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_REFERENCE,
                     "landing %s: nobody lands there%s: the name of %s does not resolve to it",
                     wanted, when, endpoint);
    else
        g_set_error (error, CVPN_ERROR, CVPN_ERROR_REFERENCE,
                     "landing %s: nobody lands there%s: it is not associated with %s, but %s",
                     wanted, when, endpoint, status_words[cvpn_association (net, found)->status]);
}

static gboolean
is_wanted (const CvpnNetwork *net, guint32 association, const char *wanted)
{
    return !wanted || g_str_equal (wanted, "*") ||
           g_str_equal (wanted,
                        cvpn_subnet (net, cvpn_association (net, association)->subnet)->name);
}

/* Those that the resolver names, in their order; last what there may be besides. */
static gboolean
walk_landings (CvpnAnswer *answer, const char *wanted, GError **error)
{
    const CvpnNetwork *net = answer->net;
    const CvpnSpan a = cvpn_endpoint (net, answer->person.endpoint)->associations;
    const gboolean all = !wanted || g_str_equal (wanted, "*");
    guint32 found = CVPN_NONE;

    for (guint32 i = a.first; i < a.first + a.count; i++) {
        const CvpnAssociation *association = cvpn_association (net, i);
        if (!is_wanted (net, i, wanted))
            continue;
        found = i;
        if (association->answers)
            cvpn_answer_walk (answer, i);
    }
    const guint32 maybe = cvpn_outcomes_maybe (net, answer->person.endpoint);
    if (maybe != CVPN_NONE && is_wanted (net, maybe, wanted))
        cvpn_answer_walk (answer, maybe);
    if (all || answer->landings->len > 0)
        return TRUE;
    refuse_landing (answer, wanted, found, error);
    return FALSE;
}

/* The obstacle of all landings, where they have the same one. */
static CvpnVerdict
common_verdict (const GArray *landings)
{
    const CvpnVerdict *first = NULL;

    for (guint i = 0; i < landings->len; i++) {
        const CvpnVerdict *verdict =
            cvpn_trace_obstacle (&g_array_index (landings, CvpnLanding, i).trace);
        if (i == 0)
            first = verdict;
        if (!verdict || !first || verdict->step != first->step || verdict->code != first->code ||
            verdict->reason != first->reason)
            return (CvpnVerdict){ .rule = CVPN_RULE_NONE };
    }
    return *first;
}

static void
conclude (CvpnAnswer *answer)
{
    const GArray *landings = answer->landings;
    g_autofree guint8 *outcomes = g_new (guint8, landings->len);

    if (landings->len == 0) {
        answer->outcome = CVPN_OUTCOME_REJECTED;
        answer->verdict = (CvpnVerdict){
            .step = CVPN_STEP_CONNECTION,
            .result = CVPN_RESULT_FAIL,
            .code = (guint16) cvpn_outcomes_why_none (answer->net, answer->person.endpoint),
            .rule = cvpn_endpoint (answer->net, answer->person.endpoint)->rule,
        };
        return;
    }
    for (guint i = 0; i < landings->len; i++)
        outcomes[i] = (guint8) g_array_index (landings, CvpnLanding, i).outcome;
    answer->probability = cvpn_outcomes_probability (outcomes, landings->len);
    answer->outcome = cvpn_outcomes_combine (outcomes, landings->len);
    answer->verdict = common_verdict (landings);
}

CvpnAnswer *
cvpn_explain (const CvpnScenario *scenario, const CvpnQuestion *question, GError **error)
{
    g_autoptr (CvpnAnswer) answer =
        cvpn_answer_new (scenario, question->at_ns ? *question->at_ns : -1);

    if (!ask_person (answer, question, error) || !ask_destination (answer, question, error))
        return NULL;
    answer->source_port =
        (guint16) (question->source_port < 0 ? CVPN_CLIENT_PORT : question->source_port);
    answer->idle_ns = question->idle_ns;
    answer->packet_bytes = (guint32) MIN (question->packet_bytes, G_MAXUINT16);
    if (!walk_landings (answer, question->landing, error))
        return NULL;
    conclude (answer);
    cvpn_answer_mend (answer);
    return g_steal_pointer (&answer);
}

CvpnOutcome
cvpn_answer_outcome (const CvpnAnswer *answer)
{
    return answer->outcome;
}

gboolean
cvpn_landing_reached (const CvpnLanding *landing, guint i)
{
    for (guint j = 0; j < i; j++)
        if (landing->trace.verdicts[j].result == CVPN_RESULT_FAIL)
            return FALSE;
    return TRUE;
}

CvpnStepResult
cvpn_landing_step (const CvpnLanding *landing, CvpnStep step)
{
    CvpnStepResult result = { step, CVPN_RESULT_SKIPPED, NULL };

    if (landing->outcome == CVPN_OUTCOME_BYPASSED)
        return result;
    for (guint i = 0; i < landing->trace.n; i++) {
        const CvpnVerdict *verdict = &landing->trace.verdicts[i];
        if (verdict->step != step || verdict->result == CVPN_RESULT_SKIPPED)
            continue;
        if (verdict->result == CVPN_RESULT_OK && !cvpn_landing_reached (landing, i))
            continue;
        /* Step 1 is the connection; that the client routes let it in comes first. */
        if (verdict->result == CVPN_RESULT_OK && result.verdict && step != CVPN_STEP_CONNECTION)
            continue;
        result.result = verdict->result;
        result.verdict = verdict;
        if (verdict->result != CVPN_RESULT_OK)
            break;
    }
    return result;
}
