/* Crowds: who is to be asked for. */
#include "classes/survey.h"

#include "path/outcomes.h"

static gboolean
groups_equal (const CvpnPerson *a, const CvpnPerson *b)
{
    if (a->n_groups != b->n_groups)
        return FALSE;
    for (guint i = 0; i < a->n_groups; i++)
        if (a->groups[i] != b->groups[i])
            return FALSE;
    return TRUE;
}

static gboolean
lists_nothing (const GPtrArray *outbound)
{
    return !outbound || outbound->len == 0;
}

/* Of all that the evaluator asks of a person; what is borrowed counts as equal only if it is
 * the same. */
static gboolean
persons_equal (const CvpnPerson *a, const CvpnPerson *b)
{
    return a->endpoint == b->endpoint && g_strcmp0 (a->user, b->user) == 0 && groups_equal (a, b) &&
           a->authentication == b->authentication && a->hostname == b->hostname &&
           a->mfa_prompt == b->mfa_prompt &&
           (a->outbound == b->outbound ||
            (lists_nothing (a->outbound) && lists_nothing (b->outbound))) &&
           (a->wrong_credentials >= 1) == (b->wrong_credentials >= 1) &&
           cvpn_prefix_equal (a->local_network, b->local_network) && a->pushed == b->pushed &&
           a->pushed_limit == b->pushed_limit && a->tunnel_route_loop == b->tunnel_route_loop;
}

static void
add_columns (CvpnSurvey *survey, CvpnCrowd *crowd)
{
    const CvpnNetwork *net = survey->views->pdata[crowd->view];
    const CvpnSpan a = cvpn_endpoint (net, crowd->person.endpoint)->associations;

    crowd->column = survey->columns->len;
    for (guint32 i = a.first; i < a.first + a.count; i++) {
        const CvpnColumn column = { survey->crowds->len, i };
        if (cvpn_association (net, i)->answers)
            g_array_append_val (survey->columns, column);
    }
    const CvpnColumn maybe = { survey->crowds->len,
                               cvpn_outcomes_maybe (net, crowd->person.endpoint) };
    if (maybe.association != CVPN_NONE)
        g_array_append_val (survey->columns, maybe);
    crowd->n_columns = survey->columns->len - crowd->column;
}

static const CvpnPorts unknown_ports = { G_MAXUINT16, 0 };

static guint32
find_crowd (const CvpnSurvey *survey, guint view, const CvpnPerson *person, CvpnPorts own)
{
    for (guint32 i = 0; i < survey->crowds->len; i++) {
        const CvpnCrowd *crowd = cvpn_survey_crowd (survey, i);
        if (crowd->view == view && crowd->own.first == own.first && crowd->own.last == own.last &&
            persons_equal (&crowd->person, person))
            return i;
    }
    return CVPN_NONE;
}

static guint32
add_person (CvpnSurvey *survey, guint view, const CvpnPerson *person, const char *client,
            const GPtrArray *groups, CvpnPorts own)
{
    guint32 found = find_crowd (survey, view, person, own);

    if (found == CVPN_NONE) {
        CvpnCrowd crowd = { .view = view,
                            .person = *person,
                            .clients = g_ptr_array_new_with_free_func (g_free),
                            .groups = g_ptr_array_new_with_free_func (g_free),
                            .own = own };
        for (guint i = 0; groups && i < groups->len; i++)
            g_ptr_array_add (crowd.groups, g_strdup (groups->pdata[i]));
        add_columns (survey, &crowd);
        found = survey->crowds->len;
        g_array_append_val (survey->crowds, crowd);
    }
    if (client)
        g_ptr_array_add (g_array_index (survey->crowds, CvpnCrowd, found).clients,
                         g_strdup (client));
    return found;
}

guint32
cvpn_survey_add_person (CvpnSurvey *survey, guint view, const CvpnPerson *person,
                        const char *client, const GPtrArray *groups)
{
    return add_person (survey, view, person, client, groups, unknown_ports);
}

CvpnPorts
cvpn_population_ports (const CvpnPopulation *population)
{
    return (CvpnPorts){ (guint16) population->first_port,
                        (guint16) (population->first_port + population->n_ports - 1) };
}

guint32
cvpn_survey_add_population (CvpnSurvey *survey, guint view, const CvpnPopulation *population)
{
    const gboolean grouped = population->person.groups != NULL;

    return add_person (survey, view, &population->person, population->name,
                       grouped ? population->spec->groups : NULL,
                       cvpn_population_ports (population));
}

/* Someone of at most one group, who has authenticated as the endpoint asks. */
static void
add_member (CvpnSurvey *survey, guint view, guint32 endpoint, guint32 group)
{
    const CvpnNetwork *net = survey->views->pdata[view];
    g_autoptr (GPtrArray) groups = g_ptr_array_new ();
    CvpnPerson person = cvpn_person_of_endpoint (net, endpoint);

    if (group != CVPN_NONE) {
        guint32 *handle = g_memdup2 (&group, sizeof group);
        g_ptr_array_add (survey->handles, handle);
        g_ptr_array_add (groups, net->access_groups->pdata[group]);
        person.n_groups = 1;
        person.groups = handle;
    }
    cvpn_survey_add_person (survey, view, &person, NULL, groups);
}

typedef struct {
    const CvpnNetwork *net;
    gboolean *named; /* by access group */
} Naming;

static void
mark_groups (CvpnPrefix prefix, guint32 value, gpointer data)
{
    const Naming *naming = data;
    const CvpnSpan rules =
        cvpn_at (naming->net->authorization_targets, CvpnAuthorizationTarget, value)->rules;

    (void) prefix;
    for (guint32 i = rules.first; i < rules.first + rules.count; i++) {
        const guint32 group =
            cvpn_at (naming->net->authorization_rules, CvpnAuthorizationRule, i)->group;
        if (group != CVPN_NONE)
            naming->named[group] = TRUE;
    }
}

/* Whoever is in several groups may what one of them may: the rules of the longest CIDR admit
 * any of its groups.  A certificate alone has none. */
static void
add_members (CvpnSurvey *survey, guint view, guint32 endpoint)
{
    const CvpnNetwork *net = survey->views->pdata[view];
    g_autofree gboolean *named = g_new0 (gboolean, net->access_groups->len);
    Naming naming = { net, named };

    add_member (survey, view, endpoint, CVPN_NONE);
    if (cvpn_endpoint (net, endpoint)->authentication == CVPN_AUTHENTICATION_CERTIFICATE)
        return;
    cvpn_prefix_table_foreach (cvpn_endpoint (net, endpoint)->authorization, mark_groups, &naming);
    for (guint32 i = 0; i < net->access_groups->len; i++)
        if (named[i])
            add_member (survey, view, endpoint, i);
}

void
cvpn_survey_add_everybody (CvpnSurvey *survey, guint view, const CvpnScenario *scenario)
{
    const CvpnNetwork *net = survey->views->pdata[view];
    const GArray *populations = scenario->workload->populations;

    for (guint i = 0; i < populations->len; i++)
        cvpn_survey_add_population (survey, view, &g_array_index (populations, CvpnPopulation, i));
    for (guint32 i = 0; i < net->endpoints->len && populations->len == 0; i++)
        add_members (survey, view, i);
}
